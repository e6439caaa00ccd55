"""Finding passages: a search over both indexes, within limits that are given up openly where they leave nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.rate_table import RATE_TABLE, read_rate_table
from index.relax import relax_filters
from index.rerank import RERANKED, rerank_hits
from index.types import Article, Filters, Hit

if TYPE_CHECKING:
    pass


from index.library.parts import Parts


class Finding(Parts):
    """Searches a library."""

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version, the newest where none is named; raises `UsageError` where there is none."""
        if doc_id == RATE_TABLE and (table := self.rate_table(version)) is not None:
            return table
        return self.catalog.find_article(doc_id, version)

    def rate_table(self, version: int | None = None) -> Article | None:
        """Return the user's own rates of exchange as an article, None where the folder holds none."""
        return None if self.in_memory else read_rate_table(self.folder / RATE_TABLE, version)

    def search(self, question: str, top_k: int | None = None, filters: Filters | None = None) -> list[Hit]:
        """Return the best passage of each of the `top_k` best articles, best first."""
        from index.search import search_library

        self.check_vectors()
        wanted = top_k or self.settings.search.top_k
        limits = self.widen_regions(filters) if filters else None
        with self.reading():
            parts = self.catalog, self.lexical, self.dense, self.encoder
            if not self.settings.search.reranker:
                return self._put_latest_first(search_library(question, *parts, wanted, limits))
            hits = search_library(question, *parts, max(wanted, RERANKED), limits)
        return self._put_latest_first(rerank_hits(question, hits, self.reranker)[:wanted])

    def _put_latest_first(self, hits: list[Hit]) -> list[Hit]:
        """Say of each edition of a policy which one has replaced it, and put that one before it."""
        later = self.catalog.later_editions([hit.doc_id for hit in hits])
        if not later:
            return hits
        order = [hit.doc_id for hit in hits]
        for earlier, latest in later.items():
            if latest in order and order.index(latest) > order.index(earlier):
                order.remove(latest)
                order.insert(order.index(earlier), latest)
        marked = {hit.doc_id: replace(hit, superseded_by=later.get(hit.doc_id)) for hit in hits}
        return [marked[doc_id] for doc_id in order]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep both indexes open for a search; where another process has written since, open them anew first."""
        with self._quiet:
            generation = self.catalog.generation()
            if self._seen is not None and generation != self._seen:
                self._quiet.wait_for(lambda: self._searching == 0)
                self.close_indexes()
            if "dense" not in self.__dict__ or "lexical" not in self.__dict__:
                self._check_filled()
            self._seen = generation
            self._searching += 1
        try:
            yield
        finally:
            with self._quiet:
                self._searching -= 1
                self._quiet.notify_all()

    def _check_filled(self) -> None:
        """Raise where an index opens empty beside a catalog that is not: lost, or written by another format."""
        empty = [name for name, index in (("dense", self.dense), ("lexical", self.lexical)) if len(index) == 0]
        if empty and self.catalog.count()["passages"]:
            raise LibraryError(
                f"the {' and '.join(empty)} index of {self.folder} is empty, the catalog is not",
                "`yinzheng doctor --repair` rebuilds it from the catalog",
            )

    def widen_regions(self, filters: Filters) -> Filters:
        """Return the filters with every name that a wanted place has in the library, its districts and zones too."""
        if not filters.regions:
            return filters
        gazetteer = self.knowledge.gazetteer
        wanted = [region.key for name in filters.regions for region in gazetteer.resolve(name)]
        held = self.catalog.region_names()
        names = {
            name
            for name in held
            if name in filters.regions
            or any(gazetteer.is_within(found.key, key) for found in gazetteer.resolve(name) for key in wanted)
        }
        return replace(filters, regions=tuple(sorted(names)) or filters.regions)

    def relax_filters(self, filters: Filters) -> tuple[Filters, tuple[str, ...]]:
        """Return filters that leave something in this library, and the names of the limits given up for it."""

        def passes(limits: Filters) -> bool:
            allowed = self.catalog.filter_ids(self.widen_regions(limits))
            return allowed is None or len(allowed) > 0

        return relax_filters(filters, passes)

    def check_vectors(self) -> None:
        """Raise `LibraryError` where another model than the settings' made the vectors."""
        made_by = self.catalog.meta("embedding")
        if made_by is not None and made_by != self.encoder.model_hash:
            name = self.catalog.meta("embedding_name")
            raise LibraryError(
                f"the library's vectors were made by {name} ({made_by[:12]}), the settings name"
                f" {self.settings.embedding.model} ({self.encoder.model_hash[:12]})",
                "`yinzheng doctor --repair` embeds every passage again; or set embedding.model back",
            )
