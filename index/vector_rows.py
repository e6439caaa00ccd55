"""Vectors in one append-only file, a byte a dimension, for exact products over a chosen few.

A graph index answers "nearest of all"; under a filter it would have to wander through all that is not allowed. So the
vectors of the allowed passages are multiplied with the question's directly, from this file. Rounding to a byte moves a
cosine by about 0.001.

Each row holds its id, so that a torn last row or a lost file is noticed, and filled again by the catalog.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

# Rows multiplied at a time: what fits into the processor's cache as float32.
BLOCK = 2048
STEPS = 127

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


class VectorRows:
    """Rounded vectors by passage id. An id that is added again counts as it was added last."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._row = np.dtype([("id", "<i8"), ("scale", "<f4"), ("steps", "i1", (dimension,))])
        self._load()

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> Ids:
        """Return the ids of all rows, ascending; rows of removed passages are among them."""
        return self._ids

    def append(self, ids: Ids, vectors: Vectors) -> None:
        """Write rows for `ids`; they are on disk when this returns."""
        peaks = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny)
        rows = np.zeros(len(ids), self._row)
        rows["id"] = ids
        rows["scale"] = peaks / STEPS
        rows["steps"] = np.rint(vectors / peaks[:, None] * STEPS)
        whole = len(self._rows) * self._row.itemsize
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("r+b" if self._path.exists() else "w+b") as file:
            # A torn row of a crash is written over.
            file.truncate(whole)
            file.seek(whole)
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())
        self._load()

    def keep(self, ids: Ids) -> None:
        """Rewrite the file with the rows of `ids` alone."""
        places = self._places(ids)
        draft = self._path.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(self._rows[np.sort(places[places >= 0])].tobytes())
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._path)
        self._load()

    def cosines(self, vector: Vectors, ids: Ids) -> Vectors:
        """Return the cosine of `vector` with the row of each of `ids`, -1 for an unknown id."""
        places = self._places(ids)
        result = np.full(len(ids), -1, np.float32)
        known = np.flatnonzero(places >= 0)
        for start in range(0, len(known), BLOCK):
            block = known[start : start + BLOCK]
            rows = self._rows[places[block]]
            result[block] = (rows["steps"].astype(np.float32) @ vector) * rows["scale"]
        return result

    def _load(self) -> None:
        """Map the whole rows of the file, and order them by id."""
        size = self._path.stat().st_size // self._row.itemsize if self._path.exists() else 0
        # A plain view: indexing a memmap object costs more.
        rows = np.memmap(self._path, self._row, "r", shape=(size,)) if size else np.zeros(0, self._row)
        self._rows = np.asarray(rows)
        order = np.argsort(self._rows["id"], kind="stable")
        ids = self._rows["id"][order]
        last = np.r_[ids[1:] != ids[:-1], True] if size else np.zeros(0, np.bool_)
        self._ids: Ids = ids[last]
        self._order: Ids = order[last]

    def _places(self, ids: Ids) -> Ids:
        """Return the row of each of `ids`, -1 where there is none."""
        if not len(self._ids):
            return np.full(len(ids), -1)
        found = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        return np.where(self._ids[found] == ids, self._order[found], -1)
