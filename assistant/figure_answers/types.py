"""What goes into a figure answer and what comes out: the source of records, the answer, and the parts between.

Knows nothing of SQLite, models or numbering: a `FigureSource` is whatever can find records, and an answer carries
quotes that get their numbers later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.types import Claim, Missing, Quote, RefusalReason
from index.types import Article, Figure, Period, Region, Span

# What sort of number is asked for or given. `growth` is a rate of change, `points` a change of a rate, `rate` any other
# percentage (到位率), `extent` a physical size.
Measure = Literal["amount", "count", "growth", "share", "points", "multiple", "rate", "extent"]


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """A selection of records that an index can answer; an empty field is no limit.

    `subject_keys` and `subject_names` are joined by or, all else by and. `period` selects records whose period overlaps
    it; `words` records whose metric, or what the source said for it, holds one of them. `limit` keeps the newest
    articles' records.
    """

    subject_keys: tuple[str, ...] = ()
    subject_names: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    period: Period | None = None
    doc_ids: tuple[str, ...] = ()
    limit: int = 800


class FigureSource(Protocol):
    """Where records come from: the catalog, or a list in a test."""

    def find(self, query: FigureQuery) -> list[Figure]:
        """Return the live records that the query selects."""
        ...

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article, the live version by default; raises `UsageError` for an id that does not exist."""
        ...


class Places(Protocol):
    """What is asked of the gazetteer."""

    def get(self, key: str) -> Region | None:
        """Return the region of a key."""
        ...

    def is_within(self, key: str, other_key: str) -> bool:
        """Say whether the first region lies in the second."""
        ...


class NamedMetric(Protocol):
    """A metric that the vocabulary knows."""

    @property
    def unit(self) -> str:
        """The class of its unit: money, count, percent, area, …."""
        ...


class Metrics(Protocol):
    """What is asked of the vocabulary of metrics."""

    def get(self, name: str) -> NamedMetric | None:
        """Return the metric with this canonical name."""
        ...

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Return where metrics are named, with their canonical names."""
        ...

    def canonical(self, words: str) -> str | None:
        """Return the canonical name of a metric's words, None where they are not known."""
        ...

    def confusable(self, one: str, other: str) -> bool:
        """Say whether two canonical metrics are easily taken for each other and must not be."""
        ...


class NumberJudge(Protocol):
    """Says by reading how surely numbers answer a question."""

    def score_numbers(
        self, question: str, figures: Sequence[Figure], articles: Sequence[Article], most: int
    ) -> list[float | None]:
        """Return a score for each figure of the article beside it, 0 as sure as "nothing"; None where it was not read.

        The figures come in the order in which they should be read; `most` windows are.
        """
        ...


@dataclass(frozen=True, slots=True)
class FigureConflict:
    """Different values that sources give for the same thing."""

    subject: str
    metric: str
    period: Period | None
    values: tuple[tuple[str, Quote], ...]


@dataclass(frozen=True, slots=True)
class FigureRefusal:
    """Why there is no figure, and the nearest that there is.

    `firm` is False where nothing near was found either: the sentences of the library may still hold an answer.
    """

    reason: RefusalReason
    text: str
    nearest: tuple[Claim, ...] = ()
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Likely:
    """Numbers that may be what is asked for: for each its records, and the probability that they are just these."""

    numbers: tuple[tuple[Figure, ...], ...]
    share: float


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """An answer from records: claims in reading order, what was asked first, related figures last.

    `figures` are those that answer, not the related ones. Either `claims` or `refusal` is there. `likely` gives sets
    of numbers none of which is sure enough to be told, the likeliest first: where a quoted sentence holds one whole,
    its reader sees the numbers anyway. They cost a reading, so they are only worked out where they are asked for.
    `aside` where each side of a comparison was asked for by itself.
    """

    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    conflicts: tuple[FigureConflict, ...] = ()
    missing: tuple[Missing, ...] = ()
    refusal: FigureRefusal | None = None
    likely: Callable[[], Sequence[Likely]] = tuple
    aside: bool = False
