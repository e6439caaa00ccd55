"""Records held in memory as a `FigureSource`: for articles that a question brings along, for tests and benchmarks."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.figure_answers.types import FigureQuery
from index.errors import UsageError
from index.types import Article, Figure, Period


class RecordList:
    """A list of records with their articles."""

    def __init__(self, figures: Iterable[Figure], articles: Iterable[Article]) -> None:
        self._figures = list(figures)
        kept = sorted(articles, key=lambda article: article.version)
        self._articles = {(article.doc_id, article.version): article for article in kept}
        self._live = {article.doc_id: article for article in kept}

    def find(self, query: FigureQuery) -> list[Figure]:
        """Return the records that the query selects, as the catalog would."""
        found = [figure for figure in self._figures if _selects(query, figure)]
        return found[: query.limit]

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article, the newest version by default; raises `UsageError` for one that is not there."""
        try:
            return self._live[doc_id] if version is None else self._articles[doc_id, version]
        except KeyError:
            raise UsageError(f"no article {doc_id} of version {version}") from None


def _selects(query: FigureQuery, figure: Figure) -> bool:
    if query.doc_ids and figure.doc_id not in query.doc_ids:
        return False
    if query.metrics and figure.metric not in query.metrics:
        return False
    if query.words and not any(word in figure.metric or word in figure.metric_said for word in query.words):
        return False
    if (query.subject_keys or query.subject_names) and not _is_about(query, figure):
        return False
    return query.period is None or _overlaps(query.period, figure.period)


def _is_about(query: FigureQuery, figure: Figure) -> bool:
    return figure.subject_key in query.subject_keys or figure.subject in query.subject_names


def _overlaps(asked: Period, found: Period | None) -> bool:
    return found is not None and found.start <= asked.end and asked.start <= found.end
