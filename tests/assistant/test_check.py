"""A reader's own sentences against one piece of evidence."""

from __future__ import annotations

import pytest

from assistant.audit.parts import Lookup
from assistant.check import check_claim, is_no_claim
from index.errors import UsageError
from tests.assistant.audit.make import lookup

EVIDENCE = "去年，全区签约亿元以上招商项目110个、签约额超2100亿元。今年，全区力争签约额达到2300亿元。"


def _check(claim: str, evidence: str = EVIDENCE) -> dict[str, object]:
    line = {"id": "1", "claim": claim, "evidence": evidence, "date": "2025-03-02", "region": "武汉经开区"}
    return check_claim(line, Lookup(*lookup()))


def test_a_true_sentence_is_supported_by_the_one_sentence_that_carries_it() -> None:
    result = _check("武汉经开区2024年签约额超2100亿元。")
    assert result["verdict"] == "supported"
    (citation,) = result["citations"]  # type: ignore[misc]
    assert citation["quote"] == EVIDENCE[citation["start"] : citation["end"]]  # type: ignore[index]
    assert "2300" not in citation["quote"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("武汉经开区2024年签约额超2200亿元。", "digit"),
        ("武汉经开区2024年签约额超2100万元。", "unit"),
        ("武汉经开区2023年签约额超2100亿元。", "year"),
        ("随州2024年签约额超2100亿元。", "place"),
        ("武汉经开区2025年签约额达到2300亿元。", "status"),
        ("武汉经开区2024年签约额2100亿元。", "qualifier"),
    ],
)
def test_a_changed_sentence_is_contradicted_and_says_how(claim: str, kind: str) -> None:
    result = _check(claim)
    assert result["verdict"] == "contradicted"
    assert kind in [difference["kind"] for difference in result["differs"]]  # type: ignore[attr-defined]


def test_a_sentence_of_other_matter_is_not_found() -> None:
    result = _check("图书馆周末延长开放时间，方便读者借阅。")
    assert (result["verdict"], result["differs"], result["citations"]) == ("not_found", [], [])


@pytest.mark.parametrize("text", ["签约额是多少？", "一、工作回顾", "各位同志：", "谢谢"])
def test_what_states_nothing_is_no_claim(text: str) -> None:
    assert is_no_claim(text)


def test_a_line_without_evidence_is_refused_by_its_id() -> None:
    with pytest.raises(UsageError, match="7"):
        check_claim({"id": "7", "claim": "甲"}, Lookup(*lookup()))
