"""What the page calls: an assistant and a library, as small interfaces. The page knows nothing of how they work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from assistant.types import CheckedDraft, Event, Language, ModelState, Turn
from index.types import Article, Figure, Filters, Kind, Span

RelativeKind = Literal["later", "earlier", "duplicate"]
# Called with (done, total, the path that was read last, seconds left or None); what it raises ends the ingest.
IngestProgress = Callable[[int, int, str, float | None], None]


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
    characters: int = 0
    notes: tuple[str, ...] = ()
    passages: int = 0
    figures: int = 0


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What an upload gave; a failure has the file's name, the reader's code and its message."""

    added: int
    updated: int
    unchanged: int
    failed: tuple[tuple[str, str, str], ...]
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
class FigureFilters:
    """What a list of figures is limited to; empty is no limit. `period` is as a user writes it: 2024年, 2024Q1."""

    subject: str = ""
    metric: str = ""
    period: str = ""
    status: str = ""
    doc_id: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure record with what a list shows of its article."""

    figure: Figure
    title: str
    date: dt.date | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """Another article, and what it is to the one that is shown: a later or an earlier edition, or the same text."""

    kind: RelativeKind
    doc_id: str
    title: str
    date: dt.date | None


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

    def compare(
        self,
        subjects: Sequence[str],
        aspects: Sequence[str] = (),
        *,
        period: str | None = None,
        language: Language = "zh",
    ) -> Iterator[Event]:
        """Yield an answer with a table of subjects and aspects."""
        ...

    def check(self, draft: Path, date: dt.date | None = None) -> CheckedDraft:
        """Judge a draft sentence by sentence; raises `SourceError` for a file that cannot be read."""
        ...

    def models(self) -> Sequence[ModelState]:
        """Return the models that can be chosen."""
        ...

    def try_model(self, name: str) -> str:
        """Ask a model for one word; return what it said. Raises `YinzhengError` that says what is wrong."""
        ...


class LibraryFace(Protocol):
    """Holds the articles."""

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version, also one that left the search; raises `UsageError` for an unknown id."""
        ...

    def relatives(self, article: Article) -> Sequence[Relative]:
        """Return the other editions of an article, and those that say the same."""
        ...

    def articles(self, words: str, filters: Filters, limit: int, offset: int) -> Sequence[ArticleRow]:
        """Return live articles, newest first, in whose title, publisher or path `words` stand."""
        ...

    def figures(self, filters: FigureFilters, limit: int) -> Sequence[FigureRow]:
        """Return figure records; raises `YinzhengError` for a period that cannot be read."""
        ...

    def state(self) -> LibraryState:
        """Return how much there is."""
        ...

    def ingest(self, paths: Sequence[Path], progress: IngestProgress) -> IngestOutcome:
        """Read files and folders into the library; where `progress` raises, what was read before stays."""
        ...

    def has_samples(self) -> bool:
        """Say whether there is a sample corpus to read."""
        ...

    def ingest_samples(self, progress: IngestProgress) -> IngestOutcome:
        """Read the sample corpus into the library."""
        ...

    def remove(self, doc_id: str) -> None:
        """Take an article out of the search."""
        ...

    def correct(self, doc_id: str, fields: dict[str, str]) -> None:
        """Correct title, date, publisher, regions, kind or url by hand; kept across re-ingest."""
        ...

    def correct_figure(self, doc_id: str, span: Span, field: str, value: str) -> None:
        """Correct one figure by hand, or remove it; kept across re-ingest."""
        ...

    def examples(self, language: Language) -> Sequence[str]:
        """Return questions that the library can answer."""
        ...

    def subjects(self) -> Sequence[str]:
        """Return the places that the library has most figures of."""
        ...

    def metrics(self, subjects: Sequence[str]) -> Sequence[str]:
        """Return the metrics of which most of `subjects` have figures; of all places, where none is named."""
        ...
