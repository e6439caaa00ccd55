"""An article becomes passages: whole sentences under one heading path, table rows by themselves.

A passage is a span and nothing else; its words are always `article.text[start:end]`. What is embedded beside them
(title, heading, the header of a table) is put together by `passage_words`, so that a citation never points at words
that stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.config import PassageSettings
from index.text import simplify
from index.types import Article, Passage, Section, Span

# A longer line is prose that happens to start with a number.
LONGEST_HEADING = 48
# A sentence longer than this many times `longest` (a list without stops) is cut at commas: past about 500 tokens an
# embedding model no longer reads.
CUT_FACTOR = 2
# A paragraph end is a good place to stop once a passage has this share of its target.
ENOUGH = 0.6
# A numbered measure stands alone once it is this long; shorter items of a list share a passage.
OWN_PASSAGE = 90

_NUMERAL = "一二三四五六七八九十百零〇0-9０-９"
# Heading marks from high to low; the position is the level.
_LEVELS = (
    re.compile(rf"第[{_NUMERAL}]{{1,4}}[编篇部章]"),
    re.compile(rf"第[{_NUMERAL}]{{1,4}}节"),
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"[0-9０-９]{1,2}[.．、](?![0-9０-９])"),
    re.compile(r"[（(][0-9０-９]{1,2}[）)]"),
)
_ARTICLE_OF_LAW = re.compile(rf"第[{_NUMERAL}]{{1,5}}条")
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+")
_STOP = re.compile(r"[。！？!?；;，,：:]")
# Where a sentence ends inside a line; a closing quote or bracket belongs to it.
_END = re.compile(r"[。！？!?；;]+[”’」』）)\]】》]*")
_CLAUSE = re.compile(r"[，,、：: \t]+")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line without the white space around it; `level` is None where it is no heading."""

    span: Span
    level: int | None
    starts_measure: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph or table row under its headings; passages do not mix `group`s."""

    sentences: tuple[Span, ...]
    heading: tuple[str, ...]
    group: int
    starts_measure: bool

    @property
    def length(self) -> int:
        """Code points from first to last sentence."""
        return self.sentences[-1].end - self.sentences[0].start


def split_passages(article: Article, settings: PassageSettings) -> list[Passage]:
    """Return the passages of `article` in reading order; together they hold every sentence exactly once."""
    blocks = _blocks(article, settings)
    spans = _pack(blocks, settings)
    return [
        Passage(article.doc_id, article.version, ordinal, span, heading)
        for ordinal, (span, heading) in enumerate(spans)
    ]


def passage_words(article: Article, passage: Passage) -> str:
    """Return what an encoder reads for `passage`: title, headings and table header, then the passage's own words.

    All of it in Simplified characters, as questions are: script says nothing about what is meant, and a question in
    either finds an article in either.
    """
    before = [part for part in (article.title, *passage.heading) if part]
    before += [span.of(article.text) for span in table_header(article, passage.span)]
    return simplify("\n".join([*dict.fromkeys(before), passage.span.of(article.text)]))


def table_header(article: Article, span: Span) -> list[Span]:
    """Return header row, unit line and caption of the table that `span` lies in; none elsewhere."""
    for section in article.sections:
        if section.kind == "table" and section.span.contains(span):
            return [context.span for context in section.context if not context.span.overlaps(span)]
    return []


def _blocks(article: Article, settings: PassageSettings) -> list[_Block]:
    """Cut the text at sections, then at lines; a section's number is its group."""
    blocks: list[_Block] = []
    for group, section in enumerate(_cover(article)):
        if section.kind == "table":
            blocks += _table_blocks(article.text, section, group)
        else:
            blocks += _text_blocks(article, section, group * 10_000, settings)
    return blocks


def _cover(article: Article) -> Iterator[Section]:
    """Yield the known sections and, between them, text that belongs to none, so that nothing is lost."""
    position = 0
    for section in sorted(article.sections, key=lambda section: (section.span.start, -section.span.end)):
        if section.span.end <= position:
            continue
        if section.span.start > position:
            yield Section(Span(position, section.span.start))
        start = max(position, section.span.start)
        yield Section(Span(start, section.span.end), section.heading, section.kind, section.context)
        position = section.span.end
    if position < len(article.text):
        yield Section(Span(position, len(article.text)))


def _table_blocks(text: str, section: Section, group: int) -> Iterator[_Block]:
    """Yield the rows; the group is negative, which no text has, so that rows and prose never mix."""
    for line in _lines(text, section.span):
        yield _Block((line.span,), section.heading, -1 - group, False)


def _text_blocks(article: Article, section: Section, group: int, settings: PassageSettings) -> Iterator[_Block]:
    """Yield the paragraphs of a section; each heading opens a new group and goes into the path of what follows."""
    path: dict[int, str] = {}
    waiting: list[Span] = []
    for line in _lines(article.text, section.span):
        if line.level is not None:
            path = {level: words for level, words in path.items() if level < line.level}
            path[line.level] = _heading_words(line.span.of(article.text))
            group += not waiting
            waiting.append(line.span)
            continue
        sentences = tuple(waiting) + tuple(_sentences(article.text, line.span, settings))
        waiting = []
        yield _Block(sentences, (*section.heading, *path.values()), group, line.starts_measure)
    if waiting:
        yield _Block(tuple(waiting), (*section.heading, *path.values()), group, False)


def _lines(text: str, within: Span) -> Iterator[_Line]:
    """Yield the lines that hold something."""
    start = within.start
    while start < within.end:
        end = text.find("\n", start, within.end)
        end = within.end if end < 0 else end
        words = text[start:end]
        inner = words.strip()
        if inner:
            first = start + len(words) - len(words.lstrip())
            span = Span(first, first + len(inner))
            yield _Line(span, _heading_level(inner), _starts_measure(inner))
        start = end + 1


def _heading_level(line: str) -> int | None:
    """Return 0 for the highest heading, and None where `line` is no heading."""
    if len(line) > LONGEST_HEADING:
        return None
    if marks := _MARKDOWN.match(line):
        return len(marks.group(1)) - 1
    for level, mark in enumerate(_LEVELS):
        if (match := mark.match(line)) and match.end() < len(line):
            return None if _STOP.search(line, match.end()) else level
    return None


def _starts_measure(line: str) -> bool:
    """Say whether `line` opens a numbered measure or an article of a law."""
    return bool(_ARTICLE_OF_LAW.match(line) or any(mark.match(line) for mark in _LEVELS))


def _heading_words(line: str) -> str:
    """Return a heading without its Markdown marks."""
    return _MARKDOWN.sub("", line, count=1).strip()


def _sentences(text: str, line: Span, settings: PassageSettings) -> Iterator[Span]:
    """Yield the sentences of a line; one that is far too long is cut at its commas."""
    start = line.start
    for match in _END.finditer(text, line.start, line.end):
        yield from _cut(text, Span(start, match.end()), settings)
        start = match.end()
        while start < line.end and text[start].isspace():
            start += 1
    if start < line.end:
        yield from _cut(text, Span(start, line.end), settings)


def _cut(text: str, sentence: Span, settings: PassageSettings) -> Iterator[Span]:
    """Yield `sentence` whole, or its parts of at most `longest` where it is far too long."""
    if sentence.end - sentence.start <= CUT_FACTOR * settings.longest:
        yield sentence
        return
    start, last = sentence.start, sentence.start
    ends = [match.end() for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    for end in [*ends, sentence.end]:
        while end - start > settings.longest:
            stop = last if last > start else start + settings.longest
            yield Span(start, stop)
            start = last = stop
        last = end
    if start < sentence.end:
        yield Span(start, sentence.end)


def _pack(blocks: Sequence[_Block], settings: PassageSettings) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Fill passages with whole sentences, ending at a paragraph where one is near."""
    open_: list[Span] = []
    heading: tuple[str, ...] = ()
    group: int | None = None
    for block in blocks:
        if open_ and (block.group != group or _closes(open_, block, settings)):
            yield Span(open_[0].start, open_[-1].end), heading
            open_ = []
        if not open_:
            heading, group = block.heading, block.group
        for done in _fill(open_, block.sentences, settings):
            yield done, heading
            heading = block.heading
    if open_:
        yield Span(open_[0].start, open_[-1].end), heading


def _closes(open_: list[Span], block: _Block, settings: PassageSettings) -> bool:
    """Say whether the open passage ends before `block`: it is full enough, or a measure of its own begins."""
    length = open_[-1].end - open_[0].start
    if block.starts_measure and (block.length >= OWN_PASSAGE or length >= OWN_PASSAGE):
        return True
    together = block.sentences[-1].end - open_[0].start
    return length >= ENOUGH * settings.target and together > settings.target


def _fill(open_: list[Span], sentences: Sequence[Span], settings: PassageSettings) -> Iterator[Span]:
    """Add `sentences` to `open_`, yielding each passage that gets full; the last stays open.

    What is left of the block is shared out evenly, so that no passage ends up with one short sentence.
    """
    for position, sentence in enumerate(sentences):
        if open_:
            length = open_[-1].end - open_[0].start
            with_next = sentence.end - open_[0].start
            rest = sentences[-1].end - open_[0].start
            passages = max(1, round(rest / settings.target))
            share = rest / passages
            full = with_next > settings.longest or (
                passages > 1 and length + (sentence.end - sentence.start) / 2 > share
            )
            if full and (position or length >= ENOUGH * settings.target or with_next > settings.longest):
                yield Span(open_[0].start, open_[-1].end)
                open_.clear()
        open_.append(sentence)
