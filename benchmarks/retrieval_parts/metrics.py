"""How good a ranking of articles is, and whether two rankings differ."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np

DEPTH = 10
# Samples of the bootstrap, and its seed: the same interval in every run.
SAMPLES = 2000
SEED = 7


# The articles at each place.
Ranking = Sequence[Sequence[str]]


def first_rank(ranked: Ranking, gold: Collection[str]) -> int:
    """Return the place of the first article that answers, from 0; DEPTH where none is in the first DEPTH."""
    return next((place for place, articles in enumerate(ranked[:DEPTH]) if not set(articles).isdisjoint(gold)), DEPTH)


def discounted_gain(ranked: Ranking, gold: Collection[str]) -> float:
    """Return nDCG@10; a place gains as many as it names, so that near-duplicates shown as one lose nothing."""
    left = set(gold)
    gain = 0.0
    place = 0
    for articles in ranked[:DEPTH]:
        found = left & set(articles)
        left -= found
        gain += sum(1 / math.log2(place + 2 + more) for more in range(len(found)))
        place += max(1, len(found))
    return gain / sum(1 / math.log2(place + 2) for place in range(min(DEPTH, len(gold))))


def summarise(rankings: Sequence[Ranking], golds: Sequence[Collection[str]]) -> dict[str, float]:
    """Return recall@1, @5, @10 (any answering article counts), MRR@10 and nDCG@10."""
    ranks = [first_rank(ranked, gold) for ranked, gold in zip(rankings, golds, strict=True)]
    return {
        **{f"R@{k}": float(np.mean([rank < k for rank in ranks])) for k in (1, 5, 10)},
        "MRR": float(np.mean([1 / (rank + 1) if rank < DEPTH else 0 for rank in ranks])),
        "nDCG": float(np.mean([discounted_gain(r, g) for r, g in zip(rankings, golds, strict=True)])),
    }


def paired_interval(ours: Sequence[bool], theirs: Sequence[bool]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the difference of two rates over the same questions."""
    difference = np.array(ours, float) - np.array(theirs, float)
    picks = np.random.default_rng(SEED).integers(0, len(difference), (SAMPLES, len(difference)))
    low, high = np.percentile(difference[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
