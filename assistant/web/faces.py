"""What the page calls: an assistant and a library, as small interfaces. The page knows nothing of how they work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.types import Answer, Event, Turn
from index.types import Article, Figure, Filters, Kind

# Called with (done, total, the path that was read last) after each input.
IngestProgress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What a list shows of an article."""

    doc_id: str
    version: int
    title: str
    date: dt.date | None
    publisher: str | None
    kind: Kind
    regions: tuple[str, ...]
    path: str
    passages: int = 0
    figures: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What an upload gave, with every failure in plain words."""

    added: int
    updated: int
    unchanged: int
    failed: tuple[tuple[str, str], ...]
    articles: int


@dataclass(frozen=True, slots=True)
class LibraryState:
    """How much the library holds, and what is wrong with it."""

    articles: int
    passages: int
    figures: int
    latest: dt.date | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure record with what a list shows of its article."""

    figure: Figure
    title: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model that can answer, whether it is ready, and whether evidence leaves the machine for it."""

    name: str
    ready: bool
    leaves_machine: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of a user's draft with its verdict; `differs` are (said, source, kind)."""

    text: str
    verdict: str
    citations: tuple[int, ...]
    differs: tuple[tuple[str, str | None, str], ...] = ()


class AssistantFace(Protocol):
    """Answers questions, compares and checks drafts."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        model: str | None = None,
        filters: Filters | None = None,
        today: dt.date | None = None,
    ) -> Iterator[Event]:
        """Yield evidence, audited sentences, notices, and at last the answer."""
        ...


class LibraryFace(Protocol):
    """Holds the articles."""

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version, also one that left the search; raises `UsageError` for an unknown id."""
        ...

    def state(self) -> LibraryState:
        """Return how much there is."""
        ...

    def ingest(self, paths: Sequence[Path], progress: IngestProgress, cancelled: Callable[[], bool]) -> IngestOutcome:
        """Read files and folders into the library; what was read before `cancelled` stays."""
        ...


__all__ = [
    "Answer",
    "ArticleRow",
    "AssistantFace",
    "CheckedSentence",
    "FigureRow",
    "IngestOutcome",
    "IngestProgress",
    "LibraryFace",
    "LibraryState",
    "ModelState",
]
