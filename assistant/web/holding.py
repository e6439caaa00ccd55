"""The real library behind the page's `LibraryFace`. The one module of the page that knows how a library is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.types import Language
from assistant.web.examples import make_examples
from assistant.web.faces import (
    ArticleRow,
    FigureFilters,
    FigureRow,
    IngestOutcome,
    IngestProgress,
    LibraryState,
    Relative,
    RelativeKind,
)
from index.errors import UsageError
from index.ingest import Progress
from index.library import Library
from index.periods import demand_period
from index.text import fold
from index.types import Article, Filters, Period, Span

# Rows read from the catalog at a time while words are looked for.
_BATCH = 2000
# Places or metrics to pick from; more is a list to be read rather than looked at.
_SUGGESTED = 16
# Articles of the same text that are named; a story of an agency has dozens.
_RELATIVES = 8
# Figures among which examples are chosen.
_EXAMPLES_FROM = 600


class Holding:
    """A library as the page sees it."""

    def __init__(self, library: Library, samples: Callable[[], Path] | None = None) -> None:
        self._library = library
        # Makes the sample corpus ready to be read and returns its folder; None where there is none.
        self._samples = samples
        self._examples: dict[tuple[int, Language], list[str]] = {}
        self._state: tuple[int, LibraryState] | None = None

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version."""
        return self._library.article(doc_id, version)

    def relatives(self, article: Article) -> Sequence[Relative]:
        """Return the other editions of an article, and those that say the same."""
        same = self._library.catalog.witness_ids(article.doc_id)[:_RELATIVES] if article.live else []
        found: list[tuple[RelativeKind, str]] = [("later", article.superseded_by)] if article.superseded_by else []
        found += [("earlier", doc_id) for doc_id in article.supersedes]
        found += [("duplicate", doc_id) for doc_id in same]
        articles = [(kind, self._library.article(doc_id)) for kind, doc_id in found]
        return [Relative(kind, other.doc_id, other.title, other.date) for kind, other in articles]

    def articles(self, words: str, filters: Filters, limit: int, offset: int) -> Sequence[ArticleRow]:
        """Return live articles, newest first."""
        limits = self._library.widen_regions(filters)
        if not words.strip():
            return self._read_rows(self._library.catalog.list_articles(limits, limit, offset))
        found = []
        for row in self._iterate_rows(limits):
            if _matches(row, fold(words.strip())):
                found.append(row)
            if len(found) == offset + limit:
                break
        return self._read_rows(found[offset:])

    def _read_rows(self, rows: Sequence[dict[str, Any]]) -> list[ArticleRow]:
        given = self._library.catalog.count_given([row["doc_id"] for row in rows])
        return [_read_row(row, *given.get(row["doc_id"], (0, 0))) for row in rows]

    def _iterate_rows(self, filters: Filters) -> Iterator[dict[str, Any]]:
        offset = 0
        while rows := self._library.catalog.list_articles(filters, _BATCH, offset):
            yield from rows
            offset += len(rows)

    def figures(self, filters: FigureFilters, limit: int) -> Sequence[FigureRow]:
        """Return figure records with title, day and sentence of their articles."""
        found = self._library.figures(
            filters.subject or None,
            filters.metric or None,
            _read_period(filters.period),
            filters.status or None,
            filters.doc_id or None,
            limit,
        )
        articles: dict[tuple[str, int], Article] = {}
        rows = []
        for figure in found:
            key = (figure.doc_id, figure.version)
            if key not in articles:
                articles[key] = self._library.article(*key)
            article = articles[key]
            rows.append(FigureRow(figure, article.title, article.date, figure.sentence.of(article.text)))
        return rows

    def state(self) -> LibraryState:
        """Return how much there is; counted once for each state of the library."""
        generation = self._library.catalog.generation()
        if self._state is None or self._state[0] != generation:
            self._state = generation, self._count()
        return self._state[1]

    def _count(self) -> LibraryState:
        counts = self._library.catalog.count()
        return LibraryState(
            counts["articles"], counts["passages"], counts["figures"], self._library.catalog.latest_date()
        )

    def ingest(self, paths: Sequence[Path], progress: IngestProgress) -> IngestOutcome:
        """Read files and folders into the library."""

        def report(step: Progress) -> None:
            progress(step.done, step.total, step.path, step.seconds_left)

        done = self._library.ingest(paths, report=report)
        failed = tuple((Path(failure.path).name, failure.code, failure.message) for failure in done.failed)
        return IngestOutcome(done.added, done.updated, done.unchanged, failed, done.articles)

    def has_samples(self) -> bool:
        """Say whether there is a sample corpus to read."""
        return self._samples is not None

    def ingest_samples(self, progress: IngestProgress) -> IngestOutcome:
        """Read the sample corpus into the library."""
        if self._samples is None:
            raise UsageError("there is no sample corpus", "upload articles of your own")
        return self.ingest([self._samples()], progress)

    def remove(self, doc_id: str) -> None:
        """Take an article out of the search."""
        self._library.remove([doc_id])

    def correct(self, doc_id: str, fields: dict[str, str]) -> None:
        """Correct an article's details by hand."""
        self._library.set_fields(doc_id, fields)

    def correct_figure(self, doc_id: str, span: Span, field: str, value: str) -> None:
        """Correct one figure by hand; a period is read as a user writes it."""
        if field == "period" and (period := _read_period(value)):
            value = f"{period.start.isoformat()}..{period.end.isoformat()}"
        self._library.correct_figure(doc_id, span, field, value)

    def examples(self, language: Language) -> Sequence[str]:
        """Return questions that the library can answer; made once for each state of the library."""
        key = (self._library.catalog.generation(), language)
        if key not in self._examples:
            canonical = self._library.knowledge.vocabulary.canonical
            figures = self._library.figures(status="actual", limit=_EXAMPLES_FROM)
            known = [figure for figure in figures if canonical(figure.metric) == figure.metric]
            self._examples = {key: make_examples(known, language)}
        return self._examples[key]

    def subjects(self) -> Sequence[str]:
        """Return the places that the library has most figures of."""
        return self._library.common_subjects(_SUGGESTED)

    def metrics(self, subjects: Sequence[str]) -> Sequence[str]:
        """Return the metrics of which most of `subjects` have figures; of all places, where none is named."""
        return self._library.common_metrics(subjects, _SUGGESTED)


def _matches(row: dict[str, Any], words: str) -> bool:
    text = fold(" ".join(str(row[name] or "") for name in ("title", "publisher", "path", "source_id")))
    return all(word in text for word in words.split())


def _read_row(row: dict[str, Any], passages: int, figures: int) -> ArticleRow:
    return ArticleRow(
        doc_id=row["doc_id"],
        version=row["version"],
        title=row["title"],
        date=dt.date.fromisoformat(row["date"]) if row["date"] else None,
        publisher=row["publisher"],
        kind=row["kind"],
        regions=tuple(row["regions"]),
        path=row["path"],
        characters=row["characters"],
        notes=tuple(row["notes"]),
        passages=passages,
        figures=figures,
    )


def _read_period(words: str) -> Period | None:
    return demand_period(words, dt.date.today()) if words else None
