"""Vectors in one append-only file, a byte a dimension, for exact products over a chosen few.

A graph index answers "nearest of all"; under a filter it would have to wander through all that is not allowed. So the
vectors of the allowed passages are multiplied with the question's directly, from this file. Rounding to a byte moves a
cosine by about 0.001.

Each row holds its id, so that a torn last row or a lost file is noticed, and filled again by the catalog.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# Rows multiplied at a time: what fits into the processor's nearest cache as float32.
BLOCK = 256
STEPS = 127

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


def stand_in(ids: Ids, ascending: Ids) -> npt.NDArray[np.bool_]:
    """Say for each of a few `ids` whether it stands in a long row; `np.isin` would hash all of that first."""
    if not len(ascending):
        return np.zeros(len(ids), np.bool_)
    place = np.minimum(np.searchsorted(ascending, ids), len(ascending) - 1)
    return np.asarray(ascending[place] == ids)


@dataclass(frozen=True, slots=True)
class _Mapped:
    """The file's rows, the distinct ids in order, and the row of each."""

    rows: npt.NDArray[Any]
    ids: Ids
    places: Ids


class VectorRows:
    """Rounded vectors by passage id. An id that is added again counts as it was added last."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._row = np.dtype([("id", "<i8"), ("scale", "<f4"), ("steps", "i1", (dimension,))])
        self._mapped: _Mapped | None = None

    def __len__(self) -> int:
        return len(self._load().ids)

    def ids(self) -> Ids:
        """Return the ids of all rows that count, ascending."""
        return self._load().ids

    def append(self, ids: Ids, vectors: Vectors) -> None:
        """Write rows for `ids`; they are on disk when this returns."""
        peaks = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny)
        rows = np.zeros(len(ids), self._row)
        rows["id"] = ids
        rows["scale"] = peaks / STEPS
        rows["steps"] = np.rint(vectors / peaks[:, None] * STEPS)
        self._write(rows)

    def _write(self, rows: npt.NDArray[Any]) -> None:
        """Put rows behind those that are whole."""
        size = self._path.stat().st_size if self._path.exists() else 0
        whole = size - size % self._row.itemsize
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("r+b" if self._path.exists() else "w+b") as file:
            # A torn row of a crash is written over.
            file.truncate(whole)
            file.seek(whole)
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())
        self._mapped = None

    def keep(self, ids: Ids) -> None:
        """Rewrite the file with the rows of `ids` alone."""
        rows, places = self._load().rows, self._places(ids)
        draft = self._path.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(rows[np.sort(places[places >= 0])].tobytes())
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._path)
        self._mapped = None

    @property
    def written(self) -> int:
        """The rows in the file, those that no longer count among them."""
        return len(self._load().rows)

    def blank(self, ids: Ids) -> None:
        """Let the known ones of `ids` count no more; their rows stay until `keep` leaves them out."""
        known = ids[self._places(ids) >= 0]
        rows = np.zeros(len(known), self._row)
        rows["id"] = known
        self._write(rows)

    def cosines_of_all(self, vector: Vectors) -> tuple[Ids, Vectors]:
        """Return the ids of all rows, ascending, and the cosine of each with `vector`."""
        mapped = self._load()
        result = np.empty(len(mapped.rows), np.float32)
        for start in range(0, len(mapped.rows), BLOCK):
            rows = mapped.rows[start : start + BLOCK]
            result[start : start + BLOCK] = (
                np.einsum("ij,j->i", rows["steps"].astype(np.float32), vector) * rows["scale"]
            )
        return mapped.ids, result[mapped.places]

    def cosines(self, vector: Vectors, ids: Ids) -> Vectors:
        """Return the cosine of `vector` with the row of each of `ids`, -1 for an unknown id."""
        mapped, places = self._load().rows, self._places(ids)
        result = np.full(len(ids), -1, np.float32)
        known = np.flatnonzero(places >= 0)
        for start in range(0, len(known), BLOCK):
            block = known[start : start + BLOCK]
            rows = mapped[places[block]]
            # Not `@`: it wakes a thread for every block, which costs more than the product.
            result[block] = np.einsum("ij,j->i", rows["steps"].astype(np.float32), vector) * rows["scale"]
        return result

    def _load(self) -> _Mapped:
        """Map the whole rows of the file and order them by id, at the first use after a change."""
        if self._mapped is None:
            size = self._path.stat().st_size // self._row.itemsize if self._path.exists() else 0
            rows = np.memmap(self._path, self._row, "r", shape=(size,)) if size else np.zeros(0, self._row)
            order = np.argsort(rows["id"], kind="stable")
            ids = rows["id"][order]
            last = np.r_[ids[1:] != ids[:-1], True] if size else np.zeros(0, np.bool_)
            # A scale of zero marks a removal; the smallest that `append` writes is above it.
            last &= rows["scale"][order] > 0
            # Plain views: indexing a memmap object costs more.
            self._mapped = _Mapped(np.asarray(rows), np.asarray(ids[last]), np.asarray(order[last]))
        return self._mapped

    def _places(self, ids: Ids) -> Ids:
        """Return the row of each of `ids`, -1 where there is none."""
        mapped = self._load()
        if not len(mapped.ids):
            return np.full(len(ids), -1)
        found = np.minimum(np.searchsorted(mapped.ids, ids), len(mapped.ids) - 1)
        return np.where(mapped.ids[found] == ids, mapped.places[found], -1)
