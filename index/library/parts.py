"""The parts of an open library: folder, catalog, knowledge, encoder and both indexes, each opened when first needed."""

from __future__ import annotations

import os
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.config import IndexSettings
from index.errors import LibraryError
from index.exact import ExactIndex
from index.figures import Proposer
from index.prepare import Knowledge
from index.rerank import CrossEncoderReranker, Reranker

if TYPE_CHECKING:
    from index.dense import DenseIndex
    from index.embed import Encoder
    from index.lexical import LexicalIndex


_PLACES_OVERLAY = "places.toml"
_METRICS_OVERLAY = "metrics.toml"


def load_knowledge(folder: Path | None) -> Knowledge:
    """Load places and metrics, with the user's own overlays where the library's folder holds them."""
    from index.metrics import load_vocabulary
    from index.regions import load_gazetteer

    def overlay(name: str) -> Path | None:
        path = folder / name if folder else None
        return path if path and path.exists() else None

    return Knowledge(load_gazetteer(overlay(_PLACES_OVERLAY)), load_vocabulary(overlay(_METRICS_OVERLAY)))


class Parts:
    """What a library is made of; `encoder` and `knowledge` may be given."""

    def __init__(
        self,
        settings: IndexSettings,
        *,
        encoder: Encoder | None = None,
        knowledge: Knowledge | None = None,
        in_memory: bool = False,
    ) -> None:
        self.settings = settings
        self.folder = Path(settings.data)
        self.in_memory = in_memory
        self._given_encoder, self._given_knowledge = encoder, knowledge
        # Proposes records that the rules are at a loss with; none unless whoever opened the library gives one.
        self.proposer: Proposer | None = None
        self._opening = threading.RLock()
        self._quiet = threading.Condition()
        self._searching = 0
        self._seen: int | None = None
        if in_memory:
            self.folder = Path(os.devnull)
            self.catalog = Catalog(None)
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{self.folder}: {error.strerror}", "name another folder with --data") from None
        self.catalog = Catalog(self.folder / "catalog.sqlite")

    @cached_property
    def knowledge(self) -> Knowledge:
        """Places and metrics."""
        return self._given_knowledge or load_knowledge(None if self.in_memory else self.folder)

    def renew_knowledge(self) -> None:
        """Read places and metrics again, after their files in the library's folder changed."""
        self.__dict__.pop("knowledge", None)

    @cached_property
    def encoder(self) -> Encoder:
        """What makes vectors; the first use may download weights."""
        if self._given_encoder is not None:
            return self._given_encoder
        from index.embed import load_encoder

        with self._opening:
            return load_encoder(self.settings, made_with=self.catalog.meta("embedding"))

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The keyword index."""
        from index.lexical import LexicalIndex

        with self._opening:
            # Without a folder nothing is ever read or committed.
            return LexicalIndex.open(self.folder / "lexical")

    @cached_property
    def dense(self) -> DenseIndex | ExactIndex:
        """The vector index."""
        if self.in_memory:
            return ExactIndex(self.encoder.dimension)
        from index.dense import DenseIndex

        with self._opening:
            return DenseIndex.open(self.folder / "dense", self.encoder.dimension, self.encoder.model_hash)

    @cached_property
    def reranker(self) -> Reranker:
        """The cross-encoder that the settings name."""
        with self._opening:
            return CrossEncoderReranker(self.settings.search.reranker, offline=self.settings.weights.offline)

    def commit_lexical(self) -> None:
        """Write what the keyword index has taken in."""
        if not self.in_memory:
            self.lexical.commit()

    def close_indexes(self) -> None:
        """Let go of both indexes; the next use opens them anew."""
        dense = self.__dict__.pop("dense", None)
        if dense is not None:
            dense.close()
        self.__dict__.pop("lexical", None)

    def note_own_change(self) -> None:
        """Remember that this process made the newest change, so that its open indexes are up to date."""
        self.catalog.bump_generation()
        if self._seen is not None:
            self._seen = self.catalog.generation()

    def size(self) -> int:
        """Return the bytes that the library takes on disk."""
        if self.in_memory:
            return 0
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """Let go of all files."""
        self.close_indexes()
        self.catalog.close()
