"""Articles scored from their passages."""

from __future__ import annotations

import numpy as np
import pytest

from index.lexical import Match


def test_an_article_of_one_passage_scores_like_its_passage() -> None:
    match = Match(np.array([2.0, 1.0]), np.array([[100, 0], [50, 200]], np.uint8))
    assert match.score_articles(np.array([0, 1])).tolist() == pytest.approx(match.score_passages().tolist())


def test_an_article_score_is_worked_out_by_hand() -> None:
    # impact 102/255 = 0.4 is a count of 0.6 × 0.4 / 0.6 = 0.4; two passages: 0.8 / (0.75 + 0.25 × 2) = 0.64;
    # saturated again 0.64 / (0.6 + 0.64) = 0.51613.
    match = Match(np.array([3.0]), np.array([[102, 102]], np.uint8))
    assert match.score_articles(np.array([0])).tolist() == pytest.approx([3 * 0.51613], abs=1e-4)


def test_a_full_impact_stays_below_the_best_possible() -> None:
    match = Match(np.array([1.0]), np.array([[255, 255]], np.uint8))
    assert match.score_articles(np.array([0]))[0] < match.best_possible


def test_no_passages_give_no_articles() -> None:
    assert Match(np.ones(1), np.zeros((1, 0), np.uint8)).score_articles(np.zeros(0, np.int64)).tolist() == []
