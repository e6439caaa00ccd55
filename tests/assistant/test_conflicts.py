"""What several articles say of one number, through the whole product: agreement, conflict, rounding, revision."""

from __future__ import annotations

import pytest

from assistant.types import Answer
from tests.assistant.product_world import ask, open_product, say

QUESTION = "乙港市2024年进出口总额是多少？"
FIRST = ("乙港市晒出外贸成绩单", "2025-01-20", "2024年，乙港市进出口总额399.6亿元，同比增长5.2%。机电产品是主力。")
SAME = ("海关发布乙港数据", "2025-01-25", "据海关统计，乙港市2024年进出口总额为399.6亿元。通关时间继续压缩。")
ROUNDED = ("乙港市外贸稳步增长", "2025-02-03", "2024年乙港市进出口总额约400亿元，增势良好。港口新开三条航线。")
OTHER = ("乙港市统计快讯", "2025-02-10", "乙港市统计部门表示，2024年乙港市进出口总额421.3亿元。全年外贸结构优化。")
REVISED = ("乙港市公布修订数据", "2025-03-10", "经最终核实，乙港市2024年进出口总额修订为405.1亿元，较此前有所增加。")
GOAL = ("乙港市定下外贸目标", "2024-01-10", "2024年，乙港市进出口总额预期目标为410亿元。")
EARLIER = ("乙港市上年外贸", "2024-01-20", "2023年，乙港市进出口总额380.2亿元。")
LOST = ("港口外贸", "2025-01-21", "乙港市2024年进出口总额3996亿元\n2024年，乙港市进出口总额399.6亿元，比上年有所增长。")


def answer(*articles: tuple[str, str, str]) -> Answer:
    return ask(open_product(*articles), QUESTION)


def test_two_independent_articles_that_agree_are_both_cited_for_one_value() -> None:
    told = answer(FIRST, SAME)
    assert say(told) == ["乙港市2024年进出口总额为399.6亿元。"]
    assert {citation.title for citation in told.citations} == {FIRST[0], SAME[0]}
    assert [figure.quote for figure, _ in told.figures] == ["399.6亿元"]
    assert told.conflicts == ()


def test_a_rounded_value_is_no_conflict_and_the_exact_one_is_told() -> None:
    told = answer(FIRST, ROUNDED)
    assert say(told) == ["乙港市2024年进出口总额为399.6亿元。"]
    assert told.conflicts == ()


def test_different_values_are_both_shown_with_their_sources_and_days() -> None:
    told = answer(FIRST, OTHER)
    assert say(told) == ["乙港市2024年进出口总额，各来源不一：399.6亿元；421.3亿元。"]
    (conflict,) = told.conflicts
    assert [value.text for value in conflict.values] == [
        "399.6亿元（2025年1月20日报道）",
        "421.3亿元（2025年2月10日报道）",
    ]
    titles = [told.citations[value.citation - 1].title for value in conflict.values]
    assert titles == [FIRST[0], OTHER[0]]


def test_a_value_that_was_revised_is_told_as_what_it_was() -> None:
    told = answer(FIRST, REVISED)
    assert say(told)[0] == "乙港市2024年进出口总额修订为405.1亿元。"
    assert any("修订" in sentence for sentence in say(told)[1:])
    assert [figure.quote for figure, _ in told.figures] == ["405.1亿元"]
    assert [figure.quote for figure, _ in told.related] == ["399.6亿元"]


def test_a_lost_decimal_point_is_recognised_by_the_bodys_value_and_said() -> None:
    told = answer(LOST)
    assert say(told)[0] == "乙港市2024年进出口总额为399.6亿元。"
    assert any("漏了小数点" in sentence for sentence in say(told)[1:])
    assert [figure.quote for figure, _ in told.figures] == ["399.6亿元"]


@pytest.mark.parametrize("beside", [GOAL, EARLIER])
def test_a_goal_and_another_year_contradict_nothing(beside: tuple[str, str, str]) -> None:
    told = answer(FIRST, beside)
    assert say(told) == ["乙港市2024年进出口总额为399.6亿元。"]
    assert told.conflicts == ()
