"""Scorers, with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.scoring import (
    conveys,
    count_wrong_figures,
    interval,
    score_answer,
    score_citation_precision,
    score_correct,
)

FIGURE = {
    "subject": "甲州市", "canonical_value": 132050000000, "canonical_unit": "CNY", "status": "actual", "related": False,
    "period": {"start": "2024-01-01", "end": "2024-12-31"},
}  # fmt: skip
GOLD = {k: v for k, v in FIGURE.items() if k != "related"}


def answer(*sentences: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "answer", "sentences": [{"text": s} for s in sentences], "citations": [], "figures": [], **fields}


def test_a_refusal_of_an_answerable_question_is_a_miss_and_of_an_unanswerable_one_right() -> None:
    refusal = {"kind": "refusal", "sentences": []}
    assert score_correct({"answerable": True, "answers": ["甲"]}, refusal) == 0.0
    assert score_correct({"answerable": False}, refusal) == 1.0
    assert score_correct({"answerable": False}, answer("甲")) == 0.0


def test_one_of_the_strings_must_stand_in_the_answer_whatever_its_punctuation() -> None:
    question = {"answers": ["上海、深圳", "沪深"]}
    assert score_correct(question, answer("设在上海，深圳。")) == 1.0
    assert score_correct(question, answer("设在苏州。")) == 0.0


def test_one_of_each_group_must_stand_in_the_answer() -> None:
    question = {"answer_groups": [["甲", "A"], ["乙"]]}
    assert score_correct(question, answer("A和乙")) == 1.0
    assert score_correct(question, answer("甲")) == 0.0


@pytest.mark.parametrize(
    ("change", "score"),
    [
        ({}, 1.0),
        ({"canonical_value": 132050000001}, 1.0),
        ({"canonical_value": 132150000000}, 0.0),
        ({"canonical_unit": "USD"}, 0.0),
        ({"period": {"start": "2023-01-01", "end": "2023-12-31"}}, 0.0),
        ({"status": "target"}, 0.0),
        ({"subject": "乙港市"}, 0.0),
        ({"related": True}, 0.0),
    ],
)
def test_a_figure_is_right_in_value_unit_period_status_and_subject_or_not_at_all(
    change: dict[str, Any], score: float
) -> None:
    assert score_correct({"answers": [GOLD]}, answer(figures=[{**FIGURE, **change}])) == score


def test_a_figure_beside_the_gold_one_is_wrong_unless_it_is_marked_as_related() -> None:
    other = {**FIGURE, "canonical_value": 5}
    question = {"answers": [GOLD]}
    assert count_wrong_figures(question, answer(figures=[FIGURE, other])) == 1.0
    assert count_wrong_figures(question, answer(figures=[FIGURE, {**other, "related": True}])) == 0.0


def test_a_fact_is_conveyed_with_its_numbers_and_most_of_its_letter_pairs() -> None:
    fact = "时间由120天压缩到35天"
    assert conveys("从拿地到开工的时间由120天压缩到35天。", fact)
    assert conveys("时间从120天，压缩到了35天", fact)
    assert not conveys("时间由120天压缩到53天", fact)
    assert not conveys("改革成效明显，120与35", fact)


def test_arithmetic_is_right_within_its_tolerance() -> None:
    question = {"computed": {"value": 340.5, "tolerance": 0.01}}
    assert score_correct(question, answer("多340.5亿元")) == 1.0
    assert score_correct(question, answer("多341亿元")) == 0.0


def test_a_citation_is_right_where_its_article_is_gold_or_its_words_hold_the_answer() -> None:
    cited = [
        {"source_id": "a", "quote": "无"},
        {"source_id": "b", "quote": "设在上海"},
        {"source_id": "c", "quote": "无"},
    ]
    question = {"gold_doc_ids": ["a"], "answers": ["上海"]}
    assert score_citation_precision(question, answer("上海", citations=cited)) == pytest.approx(2 / 3)


def test_what_does_not_apply_has_no_score() -> None:
    scores = score_answer({"answerable": False}, {"kind": "refusal", "sentences": []})
    assert scores["citation_precision"] is None
    assert scores["length"] is None


def test_the_interval_of_eight_of_ten_is_wilsons() -> None:
    low, high = interval(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
