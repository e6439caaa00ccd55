"""The baselines of benchmarks/: plain text read fairly, and questions drawn in proportion."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.llama import ModelLLM
from assistant.model import ScriptedModel
from assistant.results import KeptAnswers
from benchmarks import baselines, figure_baselines
from benchmarks.answers import spread
from benchmarks.figure_answers import score
from tests.assistant.product_world import open_product

Json = dict[str, Any]

SOURCES: list[Json] = [
    {
        "doc_id": "d1",
        "source_id": "a1",
        "path": "a.txt",
        "quote": "丙山经开区签约项目46个，签约额120亿元。",
        "context": [],
    },
    {"doc_id": "d2", "source_id": "a2", "path": "b.txt", "quote": "戊岭县签约项目9个。", "context": []},
]
ASKED: Json = {"qid": "q", "question": "丙山经开区签约额是多少？", "answers": ["120亿元"], "gold_doc_ids": ["a1"]}


def read(text: str, question: Json = ASKED) -> Json:
    return baselines.report_text(question, text, SOURCES, 1.0)


@pytest.mark.parametrize(
    "text",
    ["签约额120亿元[1]。", "签约额120亿元。[1]", "签约额120亿元 [Source 1].", "According to Source 1, it is 120亿元.",
     "签约额120亿元【1】。", "签约额120亿元（来源1）。"],
)  # fmt: skip
def test_a_marker_is_read_however_it_is_written(text: str) -> None:
    result = read(text)
    marks = baselines.score(ASKED, result)
    assert [citation["n"] for citation in result["citations"]] == [1]
    assert (marks["correct"], marks["citation_precision"], marks["cited"]) == (1.0, 1.0, 1.0)
    assert (marks["wrong_figure"], marks["unbacked"]) == (0.0, 0.0)


def test_each_sentence_keeps_its_own_markers() -> None:
    result = read("签约项目46个[1]，签约额120亿元[1, 2]。戊岭县9个。[2]\n没有标记。")
    assert [sentence["citations"] for sentence in result["sentences"]] == [[1, 1, 2], [2], []]
    assert baselines.share_cited(result) == pytest.approx(2 / 3)


def test_a_marker_without_a_source_cites_nothing() -> None:
    result = read("签约额120亿元[7]。")
    assert result["citations"] == []
    assert baselines.share_cited(result) == 0.0
    assert baselines.shows_unbacked_figure(ASKED, result) == 1.0


def test_another_amount_is_a_wrong_figure_and_one_that_no_source_holds_is_unbacked() -> None:
    result = read("签约额150亿元[1]。")
    marks = baselines.score(ASKED, result)
    assert (marks["correct"], marks["wrong_figure"], marks["unbacked"]) == (0.0, 1.0, 1.0)


def test_an_amount_in_other_writing_is_the_same() -> None:
    result = read("签约额1200000万元[1]。")
    assert baselines.shows_wrong_figure(ASKED, result) == 0.0
    assert baselines.shows_unbacked_figure(ASKED, result) == 0.0


def test_a_text_that_says_it_does_not_know_is_a_refusal_unless_it_holds_the_gold() -> None:
    assert read("资料中未提及签约额。")["kind"] == "refusal"
    assert read("签约额120亿元[1]，其他未提及。")["kind"] == "answer"
    without = {**ASKED, "answers": [], "answerable": False}
    assert baselines.score(without, read("None of the sources mention it.", without))["correct"] == 1.0


@pytest.mark.parametrize("name", baselines.THEIRS)
def test_their_engine_answers_over_our_library(name: str) -> None:
    product = open_product(("丙山经开区成绩单", "2025-03-02", "2024年，丙山经开区签约项目46个，签约额120亿元。"))
    model = ScriptedModel("签约额120亿元[1]。")
    engine = baselines.CitationEngine.__new__(baselines.CitationEngine)
    engine._llm, engine._name = ModelLLM(model, context_window=4096, max_tokens=64), name
    result = engine(product, {**ASKED, "gold_doc_ids": ["a0"], "today": "2025-06-01"})
    prompt = model.asked[0][0]["content"]
    assert ("请只根据" in prompt) == (name == "citation_engine_zh")
    assert "2025-03-02" in prompt
    assert "今天是2025-06-01" in prompt
    assert result["citations"][0]["source_id"] == "a0"
    assert baselines.score({**ASKED, "gold_doc_ids": ["a0"]}, result)["citation_precision"] == 1.0


def test_an_engine_that_fails_has_answered_nothing_and_is_asked_again(tmp_path: Path) -> None:
    def fail(assistant: Any, question: Json) -> Json:
        raise ValueError("too long")

    kept = KeptAnswers(tmp_path / "x.jsonl")
    result = baselines.find_answer(kept, "citation_engine", fail, None, ASKED)  # type: ignore[arg-type]
    assert result is not None
    marks = baselines.score(ASKED, result)
    assert (marks["correct"], marks["failed"]) == (0.0, 1.0)
    assert not (tmp_path / "x.jsonl").exists()


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────

FIGURE: Json = {
    "qid": "f1", "type": "figure", "computed": None, "today": None, "answerable": True,
    "question": "丙山经开区2024年10亿元以上项目签约额是多少，同比降多少？",
    "answers": [
        {"subject": "丙山经开区", "value": 120, "canonical_value": 12000000000, "canonical_unit": "CNY",
         "period": {"start": "2024-01-01", "end": "2024-12-31"}},
        {"subject": "丙山经开区", "value": 3.5, "canonical_value": -3.5, "canonical_unit": "percent", "period": None},
    ],
}  # fmt: skip


def marks_of(question: Json, text: str) -> dict[str, bool]:
    return score(question, figure_baselines.read_given(question, {"text": text}))


def test_what_a_model_leaves_unsaid_is_granted() -> None:
    assert marks_of(FIGURE, "120亿元，下降3.5%") == {"exact": True, "wrong figure": False, "answered": True}
    assert marks_of(FIGURE, "10亿元以上项目签约额120亿元，3.5%")["exact"]


def test_another_amount_is_wrong_and_no_amount_is_a_refusal() -> None:
    assert marks_of(FIGURE, "120亿元，下降3.5%，项目46个") == {"exact": False, "wrong figure": True, "answered": True}
    assert marks_of(FIGURE, "资料中没有相关信息。") == {"exact": False, "wrong figure": False, "answered": False}
    without = {**FIGURE, "answerable": False, "answers": []}
    assert marks_of(without, "资料中没有相关信息。")["refused"]
    assert marks_of(without, "120亿元")["wrong figure"]


def test_a_number_without_its_unit_is_no_exact_answer_and_wrong_where_the_digits_are() -> None:
    assert marks_of(FIGURE, "2024年：120") == {"exact": False, "wrong figure": False, "answered": True}
    assert marks_of(FIGURE, "11,458.4")["wrong figure"]
    assert marks_of({**FIGURE, "answerable": False, "answers": []}, "11458.4")["wrong figure"]
    assert not marks_of(FIGURE, "2024年")["answered"]


def test_a_result_of_arithmetic_is_none_of_the_wrong_figures() -> None:
    summed = {
        **FIGURE,
        "answers": FIGURE["answers"][:1],
        "computed": {"value": 130, "unit": "亿元", "tolerance": 0.1, "canonical_value": 13000000000},
    }
    assert marks_of(summed, "120亿元，合计130亿元")["exact"]
    assert not marks_of(summed, "120亿元")["exact"]


def test_a_kept_answer_of_the_product_is_read_as_it_was_given() -> None:
    given = figure_baselines.Given(
        [(Decimal("12000000000"), "CNY", ("2024-01-01", "2024-12-31"), "丙山经开区")], [Decimal("1.5")], None, "120亿元"
    )
    assert figure_baselines.read_given(FIGURE, figure_baselines.write_given(given)) == given


def test_types_are_drawn_in_proportion_and_always_alike() -> None:
    questions = [{"qid": f"q{n}", "type": "figure" if n % 4 else "refusal"} for n in range(80)]
    chosen = spread(questions, 40)
    assert Counter(question["type"] for question in chosen) == {"figure": 30, "refusal": 10}
    assert chosen == spread(questions[::-1], 40)
    # A smaller sample is part of a larger one: a run that is made longer goes on.
    assert {q["qid"] for q in spread(questions, 12)} <= {q["qid"] for q in chosen}
