"""What a measuring run leaves behind: answers that a second run goes on from, and reports without words."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.results import KeptAnswers, Report, compare_numbers, end_after, name_run


def answer(text: str) -> dict[str, Any]:
    return {"text": text}


def refuse() -> dict[str, Any]:
    raise AssertionError("asked although it is kept")


def test_a_second_run_asks_only_what_the_first_did_not_come_to(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answers.jsonl"
    KeptAnswers(path).find_or_ask("a", lambda: answer("甲"))
    again = KeptAnswers(path)
    assert again.find_or_ask("a", refuse) == {"text": "甲", "qid": "a"}
    again.find_or_ask("b", lambda: answer("乙"))
    assert [json.loads(line)["qid"] for line in path.read_text(encoding="utf-8").splitlines()] == ["a", "b"]


def test_half_a_line_in_the_middle_of_a_character_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_bytes('{"qid": "a", "text": "甲"}\n{"qid": "b", "text": "乙'.encode()[:-1])
    kept = KeptAnswers(path)
    kept.find_or_ask("b", lambda: answer("乙"))
    assert KeptAnswers(path).find_or_ask("b", refuse) == {"text": "乙", "qid": "b"}
    assert KeptAnswers(path).find_or_ask("a", refuse) == {"text": "甲", "qid": "a"}


def test_nothing_is_asked_once_the_time_is_up_but_what_is_kept_is_given(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    KeptAnswers(path).find_or_ask("a", lambda: answer("甲"))
    late = KeptAnswers(path, until=end_after(0))
    assert late.find_or_ask("b", refuse) is None
    assert late.find_or_ask("a", refuse) is not None
    assert end_after(None) is None
    assert (end_after(1) or 0) > time.monotonic() + 50


def test_an_answer_that_fails_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    kept = KeptAnswers(path)
    with pytest.raises(AssertionError):
        kept.find_or_ask("a", refuse)
    assert not path.exists()
    assert kept.find_or_ask("a", lambda: answer("甲")) is not None


def test_without_a_path_answers_are_kept_for_this_run_alone() -> None:
    kept = KeptAnswers(None)
    kept.find_or_ask("a", lambda: answer("甲"))
    assert kept.find_or_ask("a", refuse) == {"text": "甲", "qid": "a"}


def test_a_report_keeps_its_table_and_numbers_under_its_commit(tmp_path: Path) -> None:
    said: list[str] = []
    report = Report("drafts", "D 2/x", folder=tmp_path, write=said.append)
    report.say("supported 0.60")
    report.numbers["supported"] = {"n": 50, "share": 0.6, "interval": [0.46, 0.72], "other": None}
    path = report.keep()
    body = json.loads(path.read_text(encoding="utf-8"))
    assert said == body["table"] == ["supported 0.60"]
    assert body["numbers"]["supported"]["share"] == 0.6
    assert path.name == name_run(body["commit"], "drafts", "D_2_x") + ".json"


def test_a_report_takes_no_words(tmp_path: Path) -> None:
    report = Report("drafts", "x", folder=tmp_path, write=lambda line: None)
    report.numbers["scores"] = {"q1": {"correct": 1.0, "answer": "签约110个项目"}}
    with pytest.raises(TypeError, match="签约110个项目"):
        report.keep()
    assert not list(tmp_path.iterdir())


def test_two_reports_are_compared_where_both_have_a_number() -> None:
    one = {"all": {"n": 5, "share": 0.4, "interval": [0.1, 0.7]}, "gone": 1}
    other = {"all": {"n": 5, "share": 0.6, "interval": [0.2, 0.9]}, "new": 1}
    assert list(compare_numbers(one, other)) == [("all / n", 5, 5), ("all / share", 0.4, 0.6)]
