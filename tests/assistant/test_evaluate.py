"""Evaluation: resumable, scored per kind, and two runs compared question by question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate import compare_results, evaluate_file, summarise
from index.errors import UsageError
from tests.assistant.product_world import open_product

ARTICLE = ("丙山经开区成绩单", "2025-03-02", "2024年，丙山经开区签约项目46个，签约额120亿元。")
ASKED = [
    {"qid": "a", "type": "figure", "question": "丙山经开区2024年签约额是多少？", "answers": ["120亿元"]},
    {"qid": "b", "type": "refusal", "question": "戊岭县2024年签约额是多少？", "answerable": False},
]


def write_lines(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def result(qid: str, *, refused: bool, text: str = "") -> dict[str, Any]:
    return {"qid": qid, "kind": "refusal" if refused else "answer", "sentences": [{"text": text, "citations": []}]}


def test_a_run_that_was_killed_amid_a_line_goes_on_where_it_stopped(tmp_path: Path) -> None:
    questions, results = write_lines(tmp_path / "q.jsonl", ASKED), tmp_path / "r.jsonl"
    results.write_text('{"qid": "a", "kind": "ans', encoding="utf-8")
    scores = evaluate_file(questions, open_product(ARTICLE), model="extractive", results=results)
    assert scores["kinds"]["all"]["correct"] == 1.0
    lines = results.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    evaluate_file(questions, open_product(ARTICLE), model="extractive", results=results)
    assert results.read_text(encoding="utf-8").splitlines() == lines


def test_refusals_have_precision_and_recall() -> None:
    asked = [{"qid": str(n), "answers": ["x"], "answerable": n < 3} for n in range(7)]
    refused = [False, False, True, True, True, True, False]
    pairs = [(question, result(question["qid"], refused=was)) for question, was in zip(asked, refused, strict=True)]
    scores = summarise(pairs)["kinds"]["all"]
    # Four refusals, three of them of the four questions without an answer.
    assert (scores["refusal_precision"], scores["refusal_precision_of"]) == (0.75, 4)
    assert (scores["refusal_recall"], scores["refusal_recall_of"]) == (0.75, 4)


def test_two_runs_are_compared_on_the_questions_that_both_answered(tmp_path: Path) -> None:
    questions = write_lines(tmp_path / "q.jsonl", [{"qid": str(n), "answers": ["120亿元"]} for n in range(4)])
    one = write_lines(tmp_path / "one.jsonl", [result(str(n), refused=n > 0, text="120亿元") for n in range(4)])
    other = write_lines(tmp_path / "other.jsonl", [result(str(n), refused=False, text="120亿元") for n in range(3)])
    compared = compare_results(questions, one, other)
    assert compared["questions"] == 3
    correct = compared["scores"]["correct"]
    assert (correct["difference"], correct["of"]) == (0.6667, 3)
    assert correct["interval"][0] >= 0.0
    assert correct["interval"][1] == 1.0


def test_a_report_holds_scores_and_table_and_no_word_of_an_article(tmp_path: Path) -> None:
    questions, results = write_lines(tmp_path / "q.jsonl", ASKED), tmp_path / "r.jsonl"
    scores = evaluate_file(questions, open_product(ARTICLE), model="extractive", results=results)
    kept = Path(scores["report"]).read_text(encoding="utf-8")
    report = json.loads(kept)
    assert report["numbers"]["scores"]["a"]["correct"] == 1.0
    assert report["commit"] == scores["commit"]
    assert "签约" not in kept
    assert str(tmp_path) not in kept
    assert "签约" in results.read_text(encoding="utf-8")


def test_results_are_named_by_commit_where_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    questions = write_lines(tmp_path / "q.jsonl", ASKED)
    scores = evaluate_file(questions, open_product(ARTICLE), model="extractive")
    for name in ("results", "report"):
        path = Path(scores[name])
        assert path.exists()
        assert path.parent == Path("benchmarks/results")
        assert path.name.startswith(f"{scores['commit']}-evaluate-")


def test_a_run_that_ran_out_of_time_scores_what_it_came_to(tmp_path: Path) -> None:
    questions, results = write_lines(tmp_path / "q.jsonl", ASKED), tmp_path / "r.jsonl"
    scores = evaluate_file(questions, open_product(ARTICLE), model="extractive", results=results, minutes=0)
    assert (scores["asked"], scores["of"], scores["kinds"]) == (0, 2, {})
    scores = evaluate_file(questions, open_product(ARTICLE), model="extractive", results=results, minutes=5)
    assert (scores["asked"], scores["of"]) == (2, 2)


def test_a_run_is_compared_by_its_report_as_by_its_answers(tmp_path: Path) -> None:
    questions = write_lines(tmp_path / "q.jsonl", ASKED)
    first = evaluate_file(questions, open_product(ARTICLE), model="extractive", results=tmp_path / "one.jsonl")
    worse = [result(line["qid"], refused=True) for line in ASKED]
    other = write_lines(tmp_path / "other.jsonl", worse)
    by_answers, by_report = (
        compare_results(questions, Path(first[name]), other)["scores"]["correct"] for name in ("results", "report")
    )
    assert by_answers == by_report
    with pytest.raises(UsageError, match="is no run"):
        compare_results(questions, tmp_path / "nowhere.jsonl", other)
