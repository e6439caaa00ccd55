"""Keeping catalog and indexes in step: what is left of interrupted runs, lost indexes, new vectors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from index import ingest as ingest_path
from index.catalog import PassageRow
from index.chunk import passage_words
from index.entries import make_entry
from index.errors import LibraryBusyError, LibraryError
from index.types import Passage

if TYPE_CHECKING:
    pass


from index.library.parts import Parts

Report = Callable[[ingest_path.Progress], None]

# Passages embedded at once when all vectors are renewed.
_RENEW = 256


class Keeping(Parts):
    """Makes both indexes hold what the catalog holds."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library as its one writer; raises `LibraryBusyError` naming the process that does."""
        if self.in_memory:
            yield
            return
        from filelock import FileLock, Timeout

        lock, owner = FileLock(self.folder / "writer.lock"), self.folder / "writer.pid"
        try:
            lock.acquire(timeout=0)
        except Timeout:
            holder = owner.read_text(encoding="ascii", errors="replace") if owner.exists() else "unknown"
            raise LibraryBusyError(
                f"{self.folder} is being written by process {holder}", "wait until it is done, then run this again"
            ) from None
        try:
            owner.write_text(str(os.getpid()), encoding="ascii")
            yield
        except OSError as error:
            raise LibraryError(f"{self.folder}: {error.strerror}", "free some space or check the rights") from error
        finally:
            owner.unlink(missing_ok=True)
            lock.release()

    def flush(self) -> None:
        """Say that catalog and indexes agree."""
        self.catalog.set_meta("unsettled", "0")
        if "dense" in self.__dict__ and self.catalog.meta("embedding") is None:
            self.catalog.set_meta("embedding", self.encoder.model_hash)
            self.catalog.set_meta("embedding_name", self.settings.embedding.model)

    def drop_passages(self, ids: Sequence[int]) -> None:
        """Take passages out of both indexes."""
        if ids:
            self.dense.remove(ids)
            self.lexical.remove(ids)
            self.commit_lexical()

    def renew_vectors(self, report: Report | None = None) -> int:
        """Embed every passage again if another model made the vectors; returns how many were."""
        made_by = self.catalog.meta("embedding")
        if made_by is None or made_by == self.encoder.model_hash:
            return 0
        ids = [int(i) for i in self.catalog.live_passage_ids()]
        for start in range(0, len(ids), _RENEW):
            rows = list(self.catalog.passage_rows(ids[start : start + _RENEW]).values())
            vectors = self.encoder.encode_passages([self.words_of(row) for row in rows])
            with self.catalog.transaction():
                self.catalog.replace_vectors(zip([row.id for row in rows], vectors, strict=True))
            if report:
                report(ingest_path.Progress(start + len(rows), len(ids), 0, start + len(rows), "", None))
        self.rebuild_dense()
        self.catalog.set_meta("embedding", self.encoder.model_hash)
        self.catalog.set_meta("embedding_name", self.settings.embedding.model)
        return len(ids)

    def words_of(self, row: PassageRow) -> str:
        """Return what is embedded of a passage."""
        article = self.catalog.find_article(row.doc_id, row.version)
        return passage_words(article, Passage(row.doc_id, row.version, row.ordinal, row.span, row.heading))

    def reconcile(self) -> list[str]:
        """Make both indexes hold exactly the live passages; returns what had to be mended."""
        live = self.catalog.live_passage_ids()
        mended = []
        for name, index in (("dense", self.dense), ("lexical", self.lexical)):
            held = np.asarray(sorted(index.ids()), dtype=np.int64)
            extra, lacking = np.setdiff1d(held, live), np.setdiff1d(live, held)
            if len(extra):
                index.remove([int(i) for i in extra])
                mended.append(f"{name}: {len(extra)} passages too many")
            if len(lacking):
                self.add_to(name, [int(i) for i in lacking])
                mended.append(f"{name}: {len(lacking)} passages lacking")
        self.commit_lexical()
        return mended

    def add_to(self, name: str, ids: Sequence[int]) -> None:
        """Bring passages of the catalog into the index of a name, dense or lexical."""
        for start in range(0, len(ids), 2048):
            part = ids[start : start + 2048]
            if name == "dense":
                kept, vectors = self.catalog.vectors(part)
                self.dense.add(kept, vectors)
            else:
                rows = self.catalog.passage_rows(part).values()
                self.lexical.add([make_entry(row) for row in rows])

    def rebuild_dense(self) -> None:
        """Make the vector index anew from the catalog's vectors."""
        self.dense.remove(self.dense.ids())
        self.add_to("dense", [int(i) for i in self.catalog.live_passage_ids()])
