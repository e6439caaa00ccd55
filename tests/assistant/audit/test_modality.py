"""Results as against goals, and hedges."""

import pytest

from assistant.audit.modality import find_cues, hedge_of, mood_at, mood_faults
from index.types import Span


def _mood(text: str, number: str) -> str:
    at = text.index(number)
    return mood_at(text, Span(at, at + len(number)), Span(0, len(text)), find_cues(text))


@pytest.mark.parametrize(
    ("text", "number", "mood"),
    [
        ("今年力争签约12亿元", "12亿元", "goal"),
        ("全年预期目标为增长6%", "6%", "goal"),
        ("计划投资30亿元", "30亿元", "plan"),
        ("预计年产值5亿元", "5亿元", "forecast"),
        ("去年签约12亿元", "12亿元", "result"),
        ("完成全年目标的61%", "61%", "result"),
        ("12亿元的目标", "12亿元", "goal"),
        ("the target is to sign 12 projects", "12", "goal"),
    ],
)
def test_the_mood_of_a_number(text: str, number: str, mood: str) -> None:
    assert _mood(text, number) == mood


def test_a_result_ends_the_reach_of_a_goal() -> None:
    assert _mood("围绕全年目标，累计签约12亿元", "12亿元") == "result"


@pytest.mark.parametrize(
    ("words", "hedge"),
    [("超", "over"), ("不超过", "under"), ("近", "nearly"), ("约", "about"), (None, "none"), ("余", "over")],
)
def test_what_a_hedge_does(words: str | None, hedge: str) -> None:
    assert hedge_of(words) == hedge


def test_an_intention_told_as_done_is_a_fault() -> None:
    assert mood_faults("园区建设二期厂房", "园区拟建设二期厂房")
    assert mood_faults("园区计划建设二期厂房", "园区拟建设二期厂房") == []
