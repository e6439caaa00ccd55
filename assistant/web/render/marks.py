"""Marks over a text: overlapping spans become one run of non-overlapping segments. Knows nothing of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.types import Span

MarkKind = Literal["active", "cited", "context", "figure"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that is to be seen: of the active citation, of another one, or context. `n` numbers it."""

    span: Span
    kind: MarkKind
    n: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text over which the same marks lie."""

    span: Span
    marks: tuple[Mark, ...] = ()


def fit_marks(marks: Sequence[Mark], length: int) -> list[Mark]:
    """Cut marks to a text of `length` code points, and leave out those that lie beyond it."""
    fitted = []
    for mark in marks:
        end = min(mark.span.end, length)
        if mark.span.start < end:
            fitted.append(Mark(Span(mark.span.start, end), mark.kind, mark.n, mark.role))
    return fitted


def cut_segments(within: Span, marks: Sequence[Mark]) -> Iterator[Segment]:
    """Yield `within` in order, cut wherever a mark begins or ends."""
    touching = [mark for mark in marks if mark.span.overlaps(within)]
    edges = {within.start, within.end}
    for mark in touching:
        edges.update(edge for edge in (mark.span.start, mark.span.end) if within.start < edge < within.end)
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        piece = Span(start, end)
        yield Segment(piece, tuple(mark for mark in touching if mark.span.contains(piece)))


# A paragraph of a page without line ends is cut here for reading; also bounds what one element holds.
_LONGEST_PARAGRAPH = 2000
_SENTENCE_ENDS = "。！？!?；;"
_CLOSERS = "”’」』）)"


def split_paragraphs(text: str) -> list[Span]:
    """Return what is shown as a paragraph each: lines, and pieces of long lines after 。 with a blank behind it."""
    spans: list[Span] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            spans.extend(_split_line(text, start, end))
        start = end + 1
    return spans


def _split_line(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a line after a sentence end that a blank follows, and wherever it grows beyond what one element holds."""
    begin = start
    for at in range(start, end):
        if at == begin and text[at].isspace():
            # What a paragraph begins with is not shown.
            begin += 1
            continue
        blank = text[at].isspace() and at > begin and _ends_sentence(text, begin, at)
        too_long = at - begin >= _LONGEST_PARAGRAPH and (
            text[at - 1] in _SENTENCE_ENDS or at - begin >= 2 * _LONGEST_PARAGRAPH
        )
        if blank or too_long:
            yield Span(begin, at)
            begin = at + 1 if blank else at
    if begin < end:
        yield Span(begin, end)


def _ends_sentence(text: str, begin: int, at: int) -> bool:
    """Say whether a sentence ends just before `at`; a closing quote after its end belongs to it."""
    last = at - 1
    if text[last] in _CLOSERS and last > begin:
        last -= 1
    return text[last] in _SENTENCE_ENDS
