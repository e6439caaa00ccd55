"""The library's figure records as the figure answers ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.figure_answers.types import FigureQuery
from index.library import Library
from index.types import Article, Figure


class LibraryFigures:
    """A `FigureSource` over the catalog; every query is carried by an index of SQLite."""

    def __init__(self, library: Library, doc_ids: tuple[str, ...] = ()) -> None:
        self._library = library
        self._doc_ids = doc_ids

    def find(self, query: FigureQuery) -> list[Figure]:
        """Return the live records that the query selects, of the newest articles first."""
        conditions: list[str] = []
        values: list[Any] = []
        subjects = []
        for column, wanted in (("f.subject_key", query.subject_keys), ("f.subject", query.subject_names)):
            if wanted:
                subjects.append(_among(column, wanted))
                values += wanted
        if subjects:
            conditions.append(f"({' OR '.join(subjects)})")
        if query.metrics:
            conditions.append(_among("f.metric", query.metrics))
            values += query.metrics
        if query.words:
            conditions.append("(" + " OR ".join(["instr(f.metric || f.metric_said, ?)"] * len(query.words)) + ")")
            values += query.words
        if query.period:
            conditions.append("f.period_start <= ? AND f.period_end >= ?")
            values += [query.period.end.isoformat(), query.period.start.isoformat()]
        for doc_ids in (query.doc_ids, self._doc_ids):
            if doc_ids:
                conditions.append(f"({_among('a.doc_id', doc_ids)} OR {_among('a.source_id', doc_ids)})")
                values += [*doc_ids, *doc_ids]
        return self._library.catalog.find_newest_figures(" AND ".join(conditions), values, query.limit)

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return the article of a record."""
        return self._library.article(doc_id, version)


def _among(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({','.join('?' * len(values))})"
