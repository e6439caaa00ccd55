"""The reader as a judge of claims: what a stretch of an article says to a sentence that cites it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.reader.model import TrainedReader, WindowReading
from assistant.reader.windows import LONGEST, Window, WindowShelf, make_head
from index.text import fold
from index.types import Article, Span

# Of a longer stretch so many windows are read: those that share most letters with the claim.
_NEAREST = 3
# Code points of sentences that are read in one; more does not fit into what the reader reads at once.
_JOINED = 400
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """How likely a claim is supported, contradicted, or not found by what was read; together 1."""

    supported: float
    contradicted: float
    not_found: float


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one article that a claim is read against together."""

    article: Article
    spans: tuple[Span, ...]


class ClaimReader:
    """Reads claims against passages. Safe for several threads as far as the reader is."""

    def __init__(self, reader: TrainedReader) -> None:
        self._reader = reader
        self._shelf = WindowShelf()

    def read(self, claim: str, passages: Sequence[Passage]) -> list[ClaimReading | None]:
        """Return what each passage says to a claim, in their order.

        None where nothing was there to read.
        """
        windows = [self._find_windows(claim, passage) for passage in passages]
        chosen = list(dict.fromkeys(window for found in windows for window in found))
        known = dict(zip(chosen, self._reader.read(claim, chosen), strict=True))
        return [_choose([known[window] for window in found]) for found in windows]

    def _find_windows(self, claim: str, passage: Passage) -> list[Window]:
        """Return the window around a sentence, several sentences joined, or of a long stretch the nearest windows."""
        spans = tuple(sorted(passage.spans))
        if not spans:
            return []
        if len(spans) > 1:
            return [_join(passage.article, spans)]
        if spans[0].end - spans[0].start <= LONGEST:
            window = self._shelf.holding(passage.article, spans[0])
            return [window] if window else []
        windows = [window for window in self._shelf.of(passage.article) if window.span.overlaps(spans[0])]
        pairs = _pairs(fold(claim))
        return sorted(windows, key=lambda window: -len(pairs & _pairs(window.text)))[:_NEAREST]


@cache
def open_claim_reader(reader: TrainedReader) -> ClaimReader | None:
    """Return the one judge of claims of a reader, or None where its weights have learned none."""
    return ClaimReader(reader) if reader.judges_claims else None


def _join(article: Article, spans: Sequence[Span]) -> Window:
    text = fold("".join(span.of(article.text) for span in spans))[:_JOINED]
    return Window(article, Span(spans[0].start, spans[0].start + len(text)), make_head(article), text)


def _pairs(folded: str) -> frozenset[str]:
    letters = "".join(char for char in folded if char.isalnum())
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))


def _choose(readings: Sequence[WindowReading]) -> ClaimReading | None:
    """Return what the windows of one passage say together: that which supports, else that which says most to it."""
    found = [ClaimReading(*map(float, reading.verdict)) for reading in readings]
    best = max(found, key=lambda reading: reading.supported, default=None)
    if best is None or best.supported >= _SURE:
        return best
    return min(found, key=lambda reading: reading.not_found)
