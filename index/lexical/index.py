"""The lexical index: BM25F over immutable segments, with a small tail in memory.

On disk there is one folder a segment, and a manifest that names those which count. The manifest is replaced in one
step, after the segments it names are on disk; so a crash leaves the index as it was at the last commit, and a folder
that no manifest names is swept away by the next writer. A missing or unreadable index opens empty: the catalog, which
is the truth, sees which ids are missing and fills it again.

A removal rewrites its segment. There are no tombstones, so statistics and scores are exactly those of an index built
afresh from the same passages, in whatever order they came and went.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.lexical.match import Match
from index.lexical.segment import (
    IMPACT_STEPS,
    LARGEST,
    Hashes,
    LexicalEntry,
    Segment,
    build_segment,
    delete_segment,
    drop_passages,
    merge_segments,
    read_segment,
    write_segment,
)
from index.lexical.tokens import PAIR, TOKENS_VERSION, hash_token, question_terms

# Raised with every change of what a segment holds; another one is rebuilt.
FORMAT = f"2.{TOKENS_VERSION}"
MANIFEST = "manifest.json"
# The tail becomes a segment in memory once it has this many passages, so that a search never waits long for it.
TAIL = 2048
# A segment swallows its older neighbour while that is at most this many times larger: log(n) segments, log(n) copies.
MERGE_RATIO = 2
# Passages that are out of the race are left behind once fewer than this share are in it.
FEWER = 0.8
# What a pair of characters counts beside a dictionary word.
PAIR_WEIGHT = 0.4
# A number that was asked for (a year, an amount) has no synonym: an article without it is rarely the one.
NUMBER_WEIGHT = 2.0

# Scores are whole numbers until they are handed out, so that no sum depends on its order.
RARITY_STEPS = 256
UNIT = RARITY_STEPS * IMPACT_STEPS

Ids = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
_Scores = npt.NDArray[np.int32]


class LexicalIndex:
    """Finds passages by their words. One writer; a reader keeps what it opened."""

    def __init__(self, folder: Path, names: list[str], segments: list[Segment], serial: int) -> None:
        self._folder = folder
        self._names = names
        self._segments = segments
        self._serial = serial
        self._tail: list[LexicalEntry] = []

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open the index in `folder` as of its last commit; empty where there is none that can be read."""
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if manifest["format"] != FORMAT:
                return cls(folder, [], [], int(manifest["serial"]))
            segments = [read_segment(folder / name) for name in manifest["segments"]]
            return cls(folder, list(manifest["segments"]), segments, int(manifest["serial"]))
        except (OSError, ValueError, KeyError, TypeError, EOFError):
            return cls(folder, [], [], 0)

    def __len__(self) -> int:
        return sum(segment.size for segment in self._segments) + len(self._tail)

    def ids(self) -> Ids:
        """Return the ids of all passages, ascending."""
        self._seal()
        return np.sort(np.concatenate([np.zeros(0, np.int64), *(segment.ids for segment in self._segments)]))

    def add(self, entries: Iterable[LexicalEntry]) -> None:
        """Take in passages; they are found at once and kept from the next `commit` on. An id must be new."""
        for entry in entries:
            self._tail.append(entry)
            if len(self._tail) >= TAIL:
                self._seal()

    def remove(self, ids: Iterable[int]) -> None:
        """Forget passages; unknown ids do nothing."""
        self._seal()
        gone = np.fromiter(ids, np.int64)
        for place, segment in enumerate(self._segments):
            if np.isin(segment.ids, gone).any():
                self._replace(place, place + 1, drop_passages(segment, gone))
        for place in reversed(range(len(self._segments))):
            if not self._segments[place].size:
                self._replace(place, place + 1, None)

    def commit(self) -> None:
        """Write what is new, then the manifest, and delete what it no longer names."""
        self._seal()
        self._folder.mkdir(parents=True, exist_ok=True)
        for place, name in enumerate(self._names):
            if not name:
                self._serial += 1
                self._names[place] = f"segment-{self._serial:06d}"
                # Left over from a crash after the last manifest.
                delete_segment(self._folder / self._names[place])
                write_segment(self._segments[place], self._folder / self._names[place])
                self._segments[place] = read_segment(self._folder / self._names[place])
        self._write_manifest()
        kept = set(self._names)
        for folder in self._folder.glob("segment-*"):
            if folder.name not in kept:
                delete_segment(folder)

    def search(self, question: str, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """Return the `k` best passages with their scores, best first; ties go to the smaller id.

        `allowed` limits the search to these ids (ascending).
        """
        self._seal()
        hashes, _, weights = self._weigh(question)
        mask = None if allowed is None else _bitmap(allowed)
        best = _Best(k)
        for segment in self._segments:
            _search_segment(segment, hashes, weights, mask, best)
        return best.ranked()

    def match(self, question: str, ids: Ids) -> Match:
        """Return how each word of `question` counts in each of `ids` (ascending); nothing in an unknown one.

        Of words that mean the same, the one that counts most in a passage counts there; `search`, which only has to
        name candidates, adds them up.
        """
        self._seal()
        hashes, starts, weights = self._weigh(question)
        impacts = np.zeros((len(hashes), len(ids)), np.uint8)
        for segment in self._segments:
            place = np.minimum(np.searchsorted(segment.ids, ids), segment.size - 1)
            here = np.flatnonzero(segment.ids[place] == ids)
            if not len(here):
                continue
            for row, term in enumerate(segment.find(hashes)):
                if term >= 0:
                    impacts[row, here] = segment.impacts_at(term, place[here])
        if not len(starts):
            return Match(np.zeros(0), impacts)
        return Match(weights[starts] / RARITY_STEPS, np.maximum.reduceat(impacts, starts, axis=0))

    def _weigh(self, question: str) -> tuple[Hashes, Ids, _Scores]:
        """Return the tokens of `question`, where those of each term begin, and what one step of impact is worth.

        Words that mean the same are as rare as all of them together.
        """
        terms = question_terms(question)
        hashes = np.array([hash_token(token) for term in terms for token in term], np.uint64)
        found = np.zeros(len(hashes), np.int64)
        for segment in self._segments:
            found += segment.counts(segment.find(hashes))
        sizes = np.array([len(term) for term in terms], np.int64)
        starts = np.cumsum(sizes) - sizes
        passages = np.minimum(np.add.reduceat(found, starts), len(self)) if len(terms) else found
        kind = np.array([_weigh_kind(term[0]) for term in terms])
        rarity = np.log(1 + (len(self) - passages + 0.5) / (passages + 0.5))
        return hashes, starts, np.repeat(np.rint(RARITY_STEPS * kind * rarity).astype(np.int32), sizes)

    def _seal(self) -> None:
        """Turn the tail into a segment, and merge it with neighbours of its size."""
        if not self._tail:
            return
        self._segments.append(build_segment(self._tail))
        self._names.append("")
        self._tail = []
        first = len(self._segments) - 1
        size = self._segments[first].size
        while first and self._segments[first - 1].size <= min(MERGE_RATIO * size, LARGEST - size):
            first -= 1
            size += self._segments[first].size
        if first < len(self._segments) - 1:
            self._replace(first, len(self._segments), merge_segments(self._segments[first:]))

    def _replace(self, start: int, end: int, segment: Segment | None) -> None:
        """Put `segment`, not yet on disk, in the place of segments[start:end]."""
        self._segments[start:end] = [] if segment is None else [segment]
        self._names[start:end] = [] if segment is None else [""]

    def _write_manifest(self) -> None:
        """Replace the manifest in one step, with everything it names on disk before it."""
        manifest = {"format": FORMAT, "serial": self._serial, "segments": self._names}
        draft = self._folder / f"{MANIFEST}.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(manifest, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._folder / MANIFEST)


def _weigh_kind(token: str) -> float:
    """Return what a token counts by its kind: pairs of characters less than words, numbers more."""
    if token.startswith(PAIR):
        return PAIR_WEIGHT
    return NUMBER_WEIGHT if token[0].isdigit() else 1.0


class _Best:
    """The `k` best of what was offered so far; `bar` is the score that a newcomer must reach."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.bar = 0
        self._ids = np.zeros(0, np.int64)
        self._scores = np.zeros(0, np.int32)

    def offer(self, ids: Ids, scores: _Scores) -> None:
        """Keep the best `k` of those known and these."""
        ids, scores = np.r_[self._ids, ids], np.r_[self._scores, scores]
        order = np.lexsort((ids, -scores))[: self.k]
        self._ids, self._scores = ids[order], scores[order]
        if len(order) == self.k:
            self.bar = int(self._scores[-1])

    def ranked(self) -> list[tuple[int, float]]:
        """Return ids and scores, best first."""
        return [(int(id_), int(score) / UNIT) for id_, score in zip(self._ids, self._scores, strict=True)]


def _search_segment(segment: Segment, hashes: Hashes, weights: _Scores, mask: _Flags | None, best: _Best) -> None:
    """Offer the segment's best passages (MaxScore, a term at a time, dearest term first).

    Once the terms that are left cannot lift a passage that has nothing yet to the bar, they are only looked up for
    the passages that can still get there. That is exact, and spares the long postings of everyday words.
    """
    terms, weights = _known_terms(segment, hashes, weights)
    peaks = weights * segment.peaks[terms]
    # What the terms from each place on can add together.
    left = np.r_[np.cumsum(peaks[::-1])[::-1], 0]
    flags = None if mask is None else _within(mask, segment.ids)
    scores = np.zeros(segment.size, np.int32)
    bar, added, done = best.bar, 0, 0
    while done < len(terms) and left[done] >= bar:
        passages, impacts = segment.postings(terms[done])
        scores[passages] += weights[done] * impacts
        added, done = added + len(passages), done + 1
        if added > segment.size // 4:
            bar, added = _raise(bar, scores if flags is None else scores * flags, best.k), 0
    reached = (scores > 0) & (scores >= bar - left[done])
    chosen = np.flatnonzero(reached if flags is None else reached & flags)
    totals = scores[chosen]
    for place in range(done, len(terms)):
        # Each term that is looked up leaves fewer passages that can still get there.
        able = totals >= bar - left[place]
        if np.count_nonzero(able) < len(able) * FEWER:
            chosen, totals = chosen[able], totals[able]
        totals += weights[place] * segment.impacts_at(terms[place], chosen)
    winners = totals >= bar
    best.offer(segment.ids[chosen[winners]], totals[winners])


def _known_terms(segment: Segment, hashes: Hashes, weights: _Scores) -> tuple[Ids, _Scores]:
    """Return the places of the tokens that stand in `segment` and their weights, the one that can add most first."""
    terms = segment.find(hashes)
    weights, terms = weights[terms >= 0], terms[terms >= 0]
    order = np.argsort(-(weights * segment.peaks[terms]), kind="stable")
    return terms[order], weights[order]


def _raise(bar: int, scores: _Scores, k: int) -> int:
    """Return the k-th largest of `scores`, or `bar` where fewer pass it."""
    above = scores[scores > bar]
    return int(np.partition(above, len(above) - k)[len(above) - k]) if len(above) >= k else bar


def _bitmap(ids: Ids) -> _Flags:
    """Return a row of flags by id."""
    mask = np.zeros(int(ids.max()) + 1 if len(ids) else 1, np.bool_)
    mask[ids] = True
    return mask


def _within(mask: _Flags, ids: Ids) -> _Flags:
    """Say for each of `ids` whether its flag is set."""
    return mask[np.minimum(ids, len(mask) - 1)] & (ids < len(mask))
