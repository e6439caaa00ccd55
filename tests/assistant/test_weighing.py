"""Odds of candidates beside "none of them"."""

from __future__ import annotations

import math

import pytest

from assistant.figure_answers.weighing import NONE, is_judged, read_table, share_odds, weigh


def test_odds_are_shared_by_utility_with_none_among_the_choices() -> None:
    none = read_table()["rules"][NONE]
    odds = share_odds([none + 1.0, none], ["3", "5"], judged=False)
    assert odds == pytest.approx([math.e / (math.e + 2), 1 / (math.e + 2)])


def test_repeats_of_a_value_do_not_add_up() -> None:
    none = read_table()["rules"][NONE]
    assert share_odds([none] * 3, ["3", "3", "3"], judged=False) == pytest.approx([0.5] * 3)


def test_the_trained_readers_score_is_bounded_before_it_counts() -> None:
    assert weigh({"read": 99.0}) == weigh({"read": 12.0})
    assert is_judged({"unread": 1.0})
    assert not is_judged({"what": 1.0})


def test_a_better_reading_never_counts_against_a_number() -> None:
    assert read_table()["read"]["read"] > 0
