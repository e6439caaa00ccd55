"""The library's figure records as the figure answers ask for them."""

from __future__ import annotations

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
        return self._library.catalog.search_figures(
            keys=query.subject_keys,
            names=query.subject_names,
            metrics=query.metrics,
            words=query.words,
            period=query.period,
            doc_ids=[doc_ids for doc_ids in (query.doc_ids, self._doc_ids) if doc_ids],
            limit=query.limit,
        )

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return the article of a record."""
        return self._library.article(doc_id, version)
