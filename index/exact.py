"""A dense index without a store: exact products over what it was given. For a handful of articles in memory."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


class ExactIndex:
    """Vectors in memory, compared one and all. Has the face of `index.dense.DenseIndex`."""

    def __init__(self, dimension: int) -> None:
        self._ids: Ids = np.zeros(0, np.int64)
        self._vectors: Vectors = np.zeros((0, dimension), np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> Ids:
        """Return the ids of all passages, ascending."""
        return np.sort(self._ids)

    def add(self, ids: Iterable[int], vectors: Vectors) -> None:
        """Take in normalised vectors, shape (n, d); an id that is known gets the new one."""
        numbers = np.fromiter(ids, np.int64)
        self.remove(numbers)
        self._ids = np.concatenate([self._ids, numbers])
        self._vectors = np.concatenate([self._vectors, vectors.astype(np.float32)])

    def remove(self, ids: Iterable[int]) -> None:
        """Forget passages; unknown ids do nothing."""
        stays = ~np.isin(self._ids, np.fromiter(ids, np.int64))
        self._ids, self._vectors = self._ids[stays], self._vectors[stays]

    def close(self) -> None:
        """Let go of nothing: there are no files."""

    def search(self, vector: Vectors, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """Return the `k` nearest passages with their cosines, nearest first; ties go to the smaller id."""
        ids = self.ids() if allowed is None else allowed
        cosines = self.cosines(vector, ids)
        order = np.lexsort((ids, -cosines))[:k]
        return [(int(ids[place]), float(cosines[place])) for place in order if cosines[place] > -1]

    def cosines(self, vector: Vectors, ids: Ids) -> Vectors:
        """Return the cosine of `vector` with each of `ids`, -1 for an unknown one."""
        found = np.full(len(ids), -1, np.float32)
        places = {int(known): place for place, known in enumerate(self._ids)}
        for at, wanted in enumerate(ids):
            place = places.get(int(wanted))
            if place is not None:
                found[at] = self._vectors[place] @ vector
        return found
