"""An immutable block of postings: which token stands in which passage, and how much it counts there.

A segment holds at most 65,536 passages, so that a passage is two bytes inside it and the scores of a whole segment
stay in the processor's cache. What a token counts in a passage (its impact) is BM25F's saturated frequency: counts are
weighted by field, divided by the field's length against a fixed pivot, summed and saturated. The pivot is fixed, not
the average of the day, so that scores do not depend on the order in which articles came.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.lexical.tokens import hash_token, tokenise

LARGEST = 1 << 16
# BM25's k1: how soon a repeated word stops counting. In passages of a few sentences it does at once; measured.
SATURATION = 0.6
# Looking up one passage among postings costs as much as spreading out this many of them.
SPREAD = 50
# An impact is kept in a byte: impact 1.0 is 255.
IMPACT_STEPS = 255


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One passage as the lexical index sees it; `id` is the catalog's."""

    id: int
    body: str
    title: str = ""
    heading: str = ""
    regions: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Field:
    """How much a token of a field counts, and how far a long field is held back."""

    name: str
    weight: float
    # BM25's b: 0 ignores length, 1 divides by it.
    length_share: float
    # Tokens of a typical field of this kind.
    pivot: int


FIELDS = (
    _Field("body", 1.0, 0.5, 350),
    _Field("title", 1.0, 0.5, 25),
    _Field("heading", 0.7, 0.5, 20),
    _Field("regions", 0.5, 0.0, 4),
    _Field("date", 0.5, 0.0, 4),
)

_Ids = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Segment:
    """Postings sorted by token, then by passage; `ids` ascend."""

    ids: _Ids
    terms: Hashes
    # Postings of terms[i] stand at starts[i] : starts[i + 1].
    starts: npt.NDArray[np.int64]
    passages: npt.NDArray[np.uint16]
    impacts: npt.NDArray[np.uint8]
    # The largest impact of each term: what a term can add at most.
    peaks: npt.NDArray[np.uint8]

    @property
    def size(self) -> int:
        """Passages."""
        return len(self.ids)

    def find(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """Return the place of each of `hashes` in `terms`, -1 for an unknown token."""
        if not len(self.terms):
            return np.full(len(hashes), -1)
        place = np.minimum(np.searchsorted(self.terms, hashes), len(self.terms) - 1)
        return np.where(self.terms[place] == hashes, place, -1)

    def counts(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return in how many passages the term at each of `places` stands, 0 for -1."""
        return np.where(places >= 0, self.starts[places + 1] - self.starts[places], 0)

    def postings(self, place: int) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint8]]:
        """Return the passages that the term at `place` stands in, ascending, and its impact in each."""
        span = slice(self.starts[place], self.starts[place + 1])
        return self.passages[span], self.impacts[span]

    def impacts_at(self, place: int, wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
        """Return the impact of the term at `place` in each of the passages `wanted`, 0 where it does not stand."""
        passages, impacts = self.postings(place)
        if len(passages) < SPREAD * len(wanted):
            spread = np.zeros(self.size, np.uint8)
            spread[passages] = impacts
            return spread[wanted]
        found = np.minimum(np.searchsorted(passages, wanted.astype(np.uint16)), len(passages) - 1)
        return np.where(passages[found] == wanted, impacts[found], 0).astype(np.uint8)


def build_segment(entries: Sequence[LexicalEntry]) -> Segment:
    """Return the segment of at most 65,536 `entries`; ids must be distinct."""
    entries = sorted(entries, key=lambda entry: entry.id)
    hashes: list[int] = []
    counts: list[int] = []
    weights: list[float] = []
    for entry in entries:
        before = len(hashes)
        for field in FIELDS:
            tokens = tokenise(getattr(entry, field.name))
            hashes += map(hash_token, tokens)
            held_back = 1 - field.length_share + field.length_share * len(tokens) / field.pivot
            weights += [field.weight / held_back] * len(tokens)
        counts.append(len(hashes) - before)
    passages = np.repeat(np.arange(len(entries), dtype=np.uint16), counts)
    ids = np.array([entry.id for entry in entries], np.int64)
    terms, places, sums = _sum_pairs(np.array(hashes, np.uint64), passages, np.array(weights, np.float32))
    impacts = np.rint(IMPACT_STEPS * sums / (SATURATION + sums)).clip(1, IMPACT_STEPS).astype(np.uint8)
    return _index(ids, terms, places, impacts)


def merge_segments(segments: Iterable[Segment]) -> Segment:
    """Return one segment with the passages of all; together they are at most 65,536, and no id stands in two."""
    parts = list(segments)
    ids = np.concatenate([part.ids for part in parts])
    order = np.argsort(ids, kind="stable")
    rank = np.empty(len(ids), np.uint16)
    rank[order] = np.arange(len(ids), dtype=np.uint16)
    first = np.cumsum([0, *(part.size for part in parts)])
    terms = np.concatenate([np.repeat(part.terms, np.diff(part.starts)) for part in parts])
    places = np.concatenate(
        [rank[start : start + part.size][part.passages] for part, start in zip(parts, first[:-1], strict=True)]
    )
    impacts = np.concatenate([part.impacts for part in parts])
    by_term = np.lexsort((places, terms))
    return _index(ids[order], terms[by_term], places[by_term], impacts[by_term])


def drop_passages(segment: Segment, gone: _Ids) -> Segment:
    """Return `segment` without the passages `gone`."""
    stays = ~np.isin(segment.ids, gone)
    rank = (np.cumsum(stays) - 1).astype(np.uint16)
    keep = stays[segment.passages]
    terms = np.repeat(segment.terms, np.diff(segment.starts))[keep]
    return _index(segment.ids[stays], terms, rank[segment.passages[keep]], segment.impacts[keep])


def write_segment(segment: Segment, folder: Path) -> None:
    """Write each array to a file of its own in `folder`, which must be new."""
    folder.mkdir(parents=True)
    for field in fields(segment):
        with (folder / f"{field.name}.npy").open("wb") as file:
            np.save(file, getattr(segment, field.name))
            file.flush()
            os.fsync(file.fileno())


def read_segment(folder: Path) -> Segment:
    """Map the arrays in `folder` into memory; nothing is read before it is needed."""
    arrays = {
        # A plain view: slicing a memmap object costs ten times as much.
        field.name: np.asarray(np.load(folder / f"{field.name}.npy", mmap_mode="r"))
        for field in fields(Segment)
    }
    return Segment(**arrays)


def delete_segment(folder: Path) -> None:
    """Remove the files of a segment that no manifest names."""
    shutil.rmtree(folder, ignore_errors=True)


def _sum_pairs(
    hashes: Hashes, passages: npt.NDArray[np.uint16], weights: npt.NDArray[np.float32]
) -> tuple[Hashes, npt.NDArray[np.uint16], npt.NDArray[np.float32]]:
    """Add up the weights of equal (token, passage), sorted by token, then passage."""
    if not len(hashes):
        return hashes, passages, weights
    order = np.lexsort((passages, hashes))
    hashes, passages, weights = hashes[order], passages[order], weights[order]
    new = np.r_[True, (hashes[1:] != hashes[:-1]) | (passages[1:] != passages[:-1])]
    return hashes[new], passages[new], np.add.reduceat(weights, np.flatnonzero(new))


def _index(ids: _Ids, terms: Hashes, places: npt.NDArray[np.uint16], impacts: npt.NDArray[np.uint8]) -> Segment:
    """Return the segment of sorted postings, each with its term."""
    distinct, begins = np.unique(terms, return_index=True)
    starts = np.r_[begins, len(terms)].astype(np.int64)
    peaks = np.maximum.reduceat(impacts, begins) if len(begins) else impacts[:0]
    return Segment(ids, distinct, starts, places, impacts, peaks)
