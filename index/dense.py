"""The dense index: vectors in a local Chroma collection, ids and vectors only.

Chroma finds the nearest of all passages. It is never asked to filter: a small allowed set is multiplied out exactly
(`VectorRows`), a large one is found by asking Chroma for more than is needed. Chroma reads its whole graph into memory
before it answers anything, which takes seconds for a million passages; until it has, everything is multiplied out. The
catalog holds the vectors too, so whatever is missing, of another model or unreadable here is simply empty and gets
filled again.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import LibraryError
from index.vector_rows import Ids, VectorRows, Vectors, stand_in

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

COLLECTION = "passages"
# Format of what we put into Chroma; another one is emptied and filled again.
FORMAT = "2"
# Links a vector keeps, and how many candidates a search and an insertion look at.
GRAPH = {"space": "cosine", "max_neighbors": 24, "ef_construction": 160, "ef_search": 256}
# Asking Chroma for one neighbour more costs as much as multiplying so many rows (0.2 ms a thousand).
ROWS_A_NEIGHBOUR = 100
# A graph of fewer passages is read in a blink, at the first search.
SMALL = 50_000
# Share of the k wanted that is enough when Chroma is asked for k × (all / allowed): what is near is not spread evenly.
ENOUGH = 0.5
# Chroma's answer gets slow beyond this many neighbours; past it the exact product is the better way.
MOST_NEIGHBOURS = 4_000
BATCH = 2_000


class DenseIndex:
    """Finds passages by meaning. One writer; Chroma is opened at first use."""

    def __init__(self, folder: Path, dimension: int, model_hash: str, client: ClientAPI) -> None:
        self._folder, self._client = folder, client
        self._dimension = dimension
        self._mark = {"format": FORMAT, "model": model_hash, "dimension": dimension}
        self._collection: Any = client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": GRAPH}, metadata=self._mark
        )
        if dict(self._collection.metadata or {}) != self._mark:
            client.delete_collection(COLLECTION)
            self._collection = client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": GRAPH}, metadata=self._mark
            )
        self._check_owner(folder)
        self._rows = VectorRows(folder / "rows.bin", dimension)
        self._size = len(self._rows)
        self._loading: threading.Thread | None = None
        self._searched = False
        self._turn = threading.Lock()

    def _check_owner(self, folder: Path) -> None:
        """Forget the rows that belong to another collection than this one, which then is new and empty.

        Asking Chroma for what it holds would have it read its graph.
        """
        owner, name = folder / "collection", str(self._collection.id)
        if not owner.exists() or owner.read_text(encoding="ascii", errors="replace") != name:
            if not self._collection.count():
                (folder / "rows.bin").unlink(missing_ok=True)
            owner.write_text(name, encoding="ascii")

    @classmethod
    def open(cls, folder: Path, dimension: int, model_hash: str) -> DenseIndex:
        """Open the index in `folder`; one of another model or format, or one that cannot be read, starts empty."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return cls(folder, dimension, model_hash, _connect(folder))
        except Exception:
            # Chroma's errors share no base. What it cannot read is of no use; the catalog has it all.
            shutil.rmtree(folder / "chroma", ignore_errors=True)
            (folder / "rows.bin").unlink(missing_ok=True)
            _forget_clients()
        try:
            return cls(folder, dimension, model_hash, _connect(folder))
        except Exception as error:
            raise LibraryError(
                f"the vectors in {folder} cannot be opened: {error}", "yinzheng doctor --repair"
            ) from error

    def __len__(self) -> int:
        return self._size

    def close(self) -> None:
        """Let go of Chroma's files, so that the next opening reads what is on disk, not what this one remembers."""
        self.wait()
        self._client.close()

    def wait(self) -> None:
        """Return once Chroma has read its graph, if it is at it."""
        if self._loading is not None:
            self._loading.join()

    def ids(self) -> Ids:
        """Return the ids of all passages that can be found in every way, ascending."""
        known = np.array(self._collection.get(include=[])["ids"], dtype=np.int64)
        return np.intersect1d(known, self._rows.ids())

    def add(self, ids: Iterable[int], vectors: Vectors) -> None:
        """Take in normalised vectors; an id that is known gets the new one."""
        numbers = np.fromiter(ids, np.int64)
        vectors = np.ascontiguousarray(vectors, np.float32)
        for start in range(0, len(numbers), BATCH):
            part = slice(start, start + BATCH)
            self._rows.append(numbers[part], vectors[part])
            with _writing(self._folder):
                self._collection.upsert(ids=[str(id_) for id_ in numbers[part]], embeddings=vectors[part])
        self._size = int(self._collection.count())

    def remove(self, ids: Iterable[int]) -> None:
        """Forget passages; unknown ids do nothing."""
        gone = np.fromiter(ids, np.int64)
        self._rows.blank(gone)
        for start in range(0, len(gone), BATCH):
            with _writing(self._folder):
                self._collection.delete(ids=[str(id_) for id_ in gone[start : start + BATCH]])
        self._size = int(self._collection.count())
        if self._rows.written > 2 * self._size:
            self._rows.keep(self.ids())

    def search(self, vector: Vectors, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """Return the `k` nearest passages with their cosines, nearest first; ties go to the smaller id.

        `allowed` limits the search to these ids (ascending); where they are many, half of `k` may be all.
        """
        if allowed is None:
            return self._nearest(vector, k)[:k]
        ask = int(k * self._size / max(1, len(allowed))) + 1
        if len(allowed) > ROWS_A_NEIGHBOUR * ask and ask <= MOST_NEIGHBOURS and self._is_loaded():
            inside = _only(self._nearest(vector, ask), allowed)
            if len(inside) >= ENOUGH * k:
                return inside[:k]
        return _ranked(allowed, self.cosines(vector, allowed), k)

    def cosines(self, vector: Vectors, ids: Ids) -> Vectors:
        """Return the cosine (to about 0.001) of `vector` with each of `ids`, -1 for an unknown one."""
        return self._rows.cosines(vector, ids)

    def _is_loaded(self) -> bool:
        """Say whether Chroma can answer at once; from the second search on, see to it that it soon can.

        A process that asks once, as the command line does, is done before a large graph would be read.
        """
        if self._size <= SMALL:
            return True
        with self._turn:
            loaded = self._loading is not None and not self._loading.is_alive()
            if self._loading is None and self._searched:
                self._loading = threading.Thread(target=self._load)
                self._loading.start()
            self._searched = True
        return loaded

    def _load(self) -> None:
        """Have Chroma read its graph; what fails here fails again, and is told, in the search that needs it."""
        with suppress(Exception):
            # Not `count()`, which keeps every other thread waiting.
            self._collection.query(query_embeddings=np.ones((1, self._dimension), np.float32), n_results=1)

    def _nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """Return Chroma's `k` nearest, or the exact ones while Chroma cannot answer yet."""
        wanted = min(k, self._size)
        if not wanted:
            return []
        if not self._is_loaded():
            return _ranked(*self._rows.cosines_of_all(vector), wanted)
        answer = self._collection.query(
            query_embeddings=np.asarray(vector, np.float32)[None], n_results=wanted, include=["distances"]
        )
        ids = np.array(answer["ids"][0], dtype=np.int64)
        return _ranked(ids, 1 - np.array(answer["distances"][0], dtype=np.float32), wanted)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what Chroma says of a disk that takes nothing into a `LibraryError`; its errors share no base."""
    try:
        yield
    except Exception as error:
        hint = "free some space on the disk, then ingest again"
        raise LibraryError(f"the vectors in {folder} cannot be written: {error}", hint) from error


def _connect(folder: Path) -> ClientAPI:
    """Open Chroma's files, without its telemetry."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder / "chroma"), settings=Settings(anonymized_telemetry=False))


def _forget_clients() -> None:
    """Keep Chroma from handing out, once more, a client whose files are gone."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()


def _only(found: list[tuple[int, float]], allowed: Ids) -> list[tuple[int, float]]:
    """Return those of `found` that are allowed, in their order."""
    inside = stand_in(np.array([id_ for id_, _ in found], np.int64), allowed)
    return [pair for pair, stays in zip(found, inside, strict=True) if stays]


def _ranked(ids: Ids, cosines: Vectors, k: int) -> list[tuple[int, float]]:
    """Return the `k` largest, best first; ties go to the smaller id."""
    if len(ids) > 4 * k:
        best = np.argpartition(-cosines, k - 1)[:k]
        best = np.flatnonzero(cosines >= cosines[best].min())
        ids, cosines = ids[best], cosines[best]
    order = np.lexsort((ids, -cosines))[:k]
    return [(int(ids[place]), float(cosines[place])) for place in order]
