"""Characters that no author wrote: invisible ones, control characters, and the random runs that forums add.

Discuz forums put a run of 5 to 15 pairs behind each line, so that copied text is spoilt: a character of the range
space to `;`, a space, a character of the range `?` to `~`. That grammar is matched as it is, and only where a run
stands at the edge of a line and is random enough not to be a list of letters that someone wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.clean.cuts import Cut

# Zero-width characters, soft hyphens, direction marks, byte order marks and control characters except tab and line end.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+"
)
# A pair may have lost its first character where that was a space and spaces were folded.
_RUN = re.compile(r"(?:[ -;]? [?-~]){4,}")
# Pairs of a run that must have a first character other than a space, and how many of these must differ: `A B C D E`
# and `a, b, c, d, e` are something that an author wrote.
SOLID_PAIRS = 3
DIFFERENT_FIRSTS = 3
_PAIR = re.compile(r"([ -;]?) ([?-~])")
# A border of a page's layout table that was saved as text.
_BORDER = re.compile(r"(?m)^[ \t]*\|[ \t]*$|(?<=[。！？…”])[ \t]*\|[ \t]*$")
# White space at the edges of a line, and empty lines; ideographic spaces indent Chinese paragraphs.
_BLANKS = r" \u00a0\u3000\u2002-\u200a\u202f\u205f"
# The look-behind makes a run be tried once, not from each of its characters.
_EDGE = re.compile(rf"(?<![\t{_BLANKS}])[\t{_BLANKS}]++$|^[\t{_BLANKS}]++", re.M)
# The same where tabs separate the cells of a table.
_EDGE_OF_ROW = re.compile(rf"(?<![{_BLANKS}])[{_BLANKS}]++$|^[{_BLANKS}]++", re.M)
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_EMPTY_LINES = re.compile(r"\n{2,}")
# Words with a space between all their characters (通 知 如 下); fewer than three could be a name and a name.
_SPACED_WORD = re.compile(r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff][ \u3000]){2,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_SPACE = re.compile(r"[ \u3000]")
# Thin spaces that group the digits of a number.
_DIGIT_SPACE = re.compile(r"(?<=[0-9])[\u2009\u202f](?=[0-9]{3}(?![0-9]))")


def find_noise(text: str) -> Iterator[Cut]:
    """Yield the cuts of what no author wrote."""
    for match in INVISIBLE.finditer(text):
        yield Cut(*match.span())
    for match in _RUN.finditer(text):
        if _is_random(match.group()) and _at_edge(text, *match.span()):
            yield Cut(*match.span(), "noise")
    for match in _BORDER.finditer(text):
        yield Cut(*match.span(), "noise")


def find_white_space(text: str, tabs_are_cells: bool = False) -> Iterator[Cut]:
    """Yield the cuts of white space at the edges of lines, of empty lines, and inside spaced-out words."""
    for match in _LINE_ENDS.finditer(text):
        yield Cut(*match.span(), None, "\n")
    for match in (_EDGE_OF_ROW if tabs_are_cells else _EDGE).finditer(text):
        yield Cut(*match.span())
    for match in _SPACED_WORD.finditer(text):
        for space in _SPACE.finditer(text, *match.span()):
            yield Cut(*space.span())
    for match in _DIGIT_SPACE.finditer(text):
        yield Cut(*match.span())


def find_empty_lines(text: str) -> Iterator[Cut]:
    """Yield the cuts that leave one line end between paragraphs and none at either end of the text."""
    for match in _EMPTY_LINES.finditer(text):
        yield Cut(match.start() + 1, match.end())
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start:
        yield Cut(0, start)
    if end < len(text):
        yield Cut(max(start, end), len(text))


def _is_random(run: str) -> bool:
    firsts = [match.group(1) for match in _PAIR.finditer(run) if match.group(1).strip()]
    return len(firsts) >= SOLID_PAIRS and len(set(firsts)) >= DIFFERENT_FIRSTS


def _at_edge(text: str, start: int, end: int) -> bool:
    """Say whether nothing but white space stands between the run and an end of its line."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    stop = text.find("\n", end)
    behind = text[end : stop if stop >= 0 else len(text)]
    return not before.strip() or not behind.strip()
