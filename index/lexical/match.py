"""How the words of a question count in given passages, and in the articles that these stand in.

An article is judged as a whole too: the words of a question are often spread over it. Its frequencies are the sum of
its passages' (taken back out of their saturated impacts), held back by its length, and saturated again; so no second
index is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.lexical.segment import IMPACT_STEPS, SATURATION

# BM25's b for articles, in passages: how far a long article is held back.
ARTICLE_LENGTH_SHARE = 0.25

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Match:
    """`weights` of the tokens (t), and the `impacts` of each in each passage (t, n) in steps of 1/255."""

    weights: npt.NDArray[np.float64]
    impacts: npt.NDArray[np.uint8]

    @property
    def best_possible(self) -> float:
        """Return what a passage would score that said every word without end: the scale of scores."""
        return float(self.weights.sum())

    def score_passages(self) -> Scores:
        """Return the BM25 score of each passage (n)."""
        return np.asarray(self.weights @ self.impacts / IMPACT_STEPS, np.float64)

    def score_articles(self, starts: npt.NDArray[np.int64]) -> Scores:
        """Return the BM25 score of each article; the passages of one stand together, from `starts[i]` on."""
        if not len(starts):
            return np.zeros(0)
        shares = np.minimum(self.impacts, IMPACT_STEPS - 1).astype(np.float32) / IMPACT_STEPS
        counts = np.add.reduceat(SATURATION * shares / (1 - shares), starts, axis=1)
        sizes = np.diff(np.r_[starts, self.impacts.shape[1]])
        counts /= 1 - ARTICLE_LENGTH_SHARE + ARTICLE_LENGTH_SHARE * sizes
        return np.asarray(self.weights @ (counts / (SATURATION + counts)), np.float64)
