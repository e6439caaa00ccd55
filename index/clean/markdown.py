"""Markdown without its marks: headings become sections, tables become rows with tabs, words stay where they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.clean.cuts import Cut
from index.tables import CELL, LINES_BEFORE, Above, Row, make_table
from index.types import Section, Span

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_FIELD = re.compile(r"(?m)^([A-Za-z_]{2,20})[ \t]*:[ \t]*(.{1,300}?)[ \t\r]*$")
_FIELDS = {
    "title": "title",
    "date": "date",
    "published": "date",
    "url": "url",
    "link": "url",
    "source": "publisher",
    "publisher": "publisher",
}
# No front matter of a real file is longer.
FRONT_MATTER_LIMIT = 4000

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_CLOSING = re.compile(r"[ \t]+#{1,6}[ \t]*$")
_FENCE = re.compile(r"(?:```|~~~)[^`\n]{0,40}$")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,200}$")
_QUOTE = re.compile(r"(?:>[ \t]?){1,6}")
_BULLET = re.compile(r"[-*+][ \t]+(?=\S)")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*){0,60}\|?[ \t]*$")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,600}\)")
_LINK = re.compile(r"(?<!!)(\[)([^\[\]\n]{1,300})(\]\([^()\n]{0,600}\))")
# Emphasis has no comma inside, unless it covers its line: `签约项目**个，协议引资额**亿元` holds redacted values.
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_\n，,。；;]{1,80})(?<=\S)\1")
_STRONG_LINE = re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,400})(?<=\S)\1[：:。]?$")
_CODE = re.compile(r"`([^`\n]{1,200})`")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:[ \t][^<>\n]{0,200})?/?>")


@dataclass(frozen=True, slots=True)
class Markup:
    """What is to be cut of a Markdown text, its sections in the text's own coordinates, and its front matter."""

    cuts: tuple[Cut, ...]
    sections: tuple[Section, ...]


def read_front_matter(text: str) -> dict[str, str]:
    """Return title, date, url and publisher as the head of the file names them."""
    match = _FRONT_MATTER.match(text[:FRONT_MATTER_LIMIT])
    if not match:
        return {}
    fields = ((name.lower(), value.strip("\"' ")) for name, value in _FIELD.findall(match.group(1)))
    return {_FIELDS[name]: value for name, value in fields if name in _FIELDS and value}


def read_markup(text: str) -> Markup:
    """Return the cuts and sections of a Markdown text."""
    cuts: list[Cut] = []
    front = _FRONT_MATTER.match(text[:FRONT_MATTER_LIMIT])
    start = front.end() if front else 0
    if front:
        cuts.append(Cut(0, start, "boilerplate"))
    reader = _Reader(text, cuts)
    for span in _lines(text, start):
        reader.read(span)
    return Markup(tuple(cuts), tuple(reader.finish()))


def _lines(text: str, start: int) -> Iterator[Span]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1


class _Reader:
    """The state of one pass over the lines: the headings above, the table that is open, whether code is."""

    def __init__(self, text: str, cuts: list[Cut]) -> None:
        self.text = text
        self.cuts = cuts
        self.code = False
        self.path: list[tuple[int, str]] = []
        self.sections: list[Section] = []
        self.rows: list[Row] = []
        self.above: list[Above] = []
        self.begin: int | None = None
        self.end = 0

    def read(self, line: Span) -> None:
        """Read one line."""
        words = line.of(self.text)
        inner = words.strip()
        start = line.start + len(words) - len(words.lstrip())
        if not inner:
            return
        if _FENCE.match(inner):
            self.code = not self.code
            self.cuts.append(Cut(start, start + len(inner)))
        elif self.code:
            self._extend(line)
        elif inner.startswith("|") and inner.count("|") >= 2:
            self._read_row(start, inner)
        else:
            self._close_table()
            self._read_line(line, start, inner)

    def _read_line(self, line: Span, start: int, inner: str) -> None:
        if heading := _HEADING.match(inner):
            self._open_chapter(start, inner, heading)
        elif _RULE.match(inner):
            self.cuts.append(Cut(start, start + len(inner)))
            return
        elif quote := _QUOTE.match(inner):
            self.cuts.append(Cut(start, start + quote.end()))
        elif bullet := _BULLET.match(inner):
            self.cuts.append(Cut(start, start + bullet.end()))
        self._extend(line)
        self.above = [*self.above[1 - LINES_BEFORE :], Above(Span(start, start + len(inner)), inner)]
        self._cut_inline(start, start + len(inner))

    def _open_chapter(self, start: int, inner: str, heading: re.Match[str]) -> None:
        self._close_chapter()
        level = len(heading.group(1))
        self.cuts.append(Cut(start, start + heading.end()))
        if closing := _CLOSING.search(inner):
            self.cuts.append(Cut(start + closing.start(), start + len(inner)))
        words = _CLOSING.sub("", inner[heading.end() :]).strip("*_` ")
        # The first heading of the first level is the title, not a chapter.
        self.path = [each for each in self.path if each[0] < level]
        if level > 1 or self.sections or self.end:
            self.path.append((level, words))
        self.begin = start

    def _extend(self, line: Span) -> None:
        self.begin = line.start if self.begin is None else self.begin
        self.end = line.end

    def _close_chapter(self) -> None:
        if self.begin is not None and self.path and self.end > self.begin:
            self.sections.append(Section(Span(self.begin, self.end), self._heading()))
        self.begin = None

    def _heading(self) -> tuple[str, ...]:
        return tuple(words for _, words in self.path)

    def _read_row(self, start: int, inner: str) -> None:
        if not self.rows:
            self._close_chapter()
        if _TABLE_RULE.match(inner):
            self.cuts.append(Cut(start, start + len(inner)))
            return
        cells = inner.strip("|").split("|")
        self.rows.append(Row(Span(start, start + len(inner)), tuple(cell.strip() for cell in cells)))
        self.end = start + len(inner)
        for bar in re.finditer(r"[ \t]*\|[ \t]*", inner):
            edge = bar.start() == 0 or bar.end() == len(inner)
            self.cuts.append(Cut(start + bar.start(), start + bar.end(), None, "" if edge else CELL))

    def _close_table(self) -> None:
        if self.rows:
            self.sections.append(make_table(self.rows, self.above, self._heading()))
            self.rows, self.above = [], []

    def _cut_inline(self, start: int, end: int) -> None:
        text, cuts = self.text, self.cuts
        cuts.extend(Cut(*match.span(), "boilerplate") for match in _IMAGE.finditer(text, start, end))
        for match in _LINK.finditer(text, start, end):
            cuts += [Cut(*match.span(1)), Cut(*match.span(3))]
        strong = _STRONG_LINE.match(text[start:end])
        for match in [strong] if strong else list(_EMPHASIS.finditer(text[start:end])):
            cuts += [Cut(start + match.start(1), start + match.end(1))]
            cuts += [Cut(start + match.end(2), start + match.end(2) + len(match.group(1)))]
        for match in _CODE.finditer(text, start, end):
            cuts += [Cut(match.start(), match.start() + 1), Cut(match.end() - 1, match.end())]
        cuts.extend(Cut(*match.span()) for match in _TAG.finditer(text, start, end))

    def finish(self) -> list[Section]:
        """Close what is open and return the sections."""
        self._close_table()
        self._close_chapter()
        return self.sections
