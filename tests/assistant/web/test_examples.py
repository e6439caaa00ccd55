"""Example questions come from what the library holds."""

from __future__ import annotations

import datetime as dt

from assistant.web.examples import make_examples
from index.types import Figure, Period
from tests.assistant.web.fakes import SIGNING, make_figure


def of(subject: str | None, metric: str, year: int = 2024, **over: object) -> Figure:
    period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year}年")
    return make_figure(SIGNING, "1234亿元", metric, subject=subject, period=period, **over)


def test_the_newest_figure_of_each_subject_is_asked_for_and_two_are_compared() -> None:
    figures = [
        of("甲区", "签约额", 2023),
        of("甲区", "签约额"),
        of("乙区", "到位资金"),
        of("乙区", "签约额", 2020),
        of("丙区", "出口额", 2022),
        of("丁区", "税收", 2021),
    ]
    assert make_examples(figures, "zh") == [
        "甲区2024年签约额是多少？",
        "乙区2024年到位资金是多少？",
        "丙区2022年出口额是多少？",
        "甲区和乙区的签约额对比",
    ]


def test_subjects_that_share_no_metric_are_not_compared() -> None:
    assert not any("对比" in question for question in make_examples([of("甲区", "签约额"), of("乙区", "税收")], "zh"))


def test_goals_and_figures_without_subject_or_period_make_no_question() -> None:
    figures = [of("甲区", "签约额", status="target"), of(None, "签约额"), of("乙区", "签约额", threshold="亿元以上")]
    assert make_examples(figures, "en") == []
    assert make_examples([of("甲区", "签约额")], "en") == ["What was the value of signed projects of 甲区 in 2024?"]
