"""English questions for numbers: read into the same asks, periods, places and kinds as their Chinese wording."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.figure_answers import RecordList, answer_from_figures
from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.places import subjects_of
from assistant.types import Question
from assistant.understand import understand
from assistant.understand.english import find_english_periods
from index.metrics import load_vocabulary
from index.periods import find_periods
from index.regions import load_gazetteer
from tests.assistant.figure_world import make_article, make_figure

TODAY = dt.date(2025, 11, 22)


def read(text: str) -> Question:
    return understand(text, text, TODAY, load_gazetteer(), load_vocabulary())


def words_of(text: str) -> str:
    chinese = read(text).in_chinese
    assert chinese is not None
    return chinese.standalone


def days_of(text: str) -> list[tuple[str, str]]:
    found = find_english_periods(text, TODAY, find_periods)
    return [(period.start.isoformat(), period.end.isoformat()) for _, period in found]


# ── the same as in Chinese ────────────────────────────────────────────────────────────────────────────────────

_LINES = (Path(__file__).parent / "english_wordings.tsv").read_text(encoding="utf-8").splitlines()
WORDINGS = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]


@pytest.mark.parametrize(("english", "chinese"), WORDINGS)
def test_an_english_question_is_read_as_its_chinese_wording_is(english: str, chinese: str) -> None:
    alike, same = read(english).in_chinese, read(chinese)
    assert alike is not None
    assert (alike.kind, alike.operation) == (same.kind, same.operation)
    assert {region.key for region in subjects_of(alike)} == {region.key for region in subjects_of(same)}
    assert [(p.start, p.end) for p in alike.periods] == [(p.start, p.end) for p in same.periods]
    one, other = (read_asks(question, load_vocabulary()).asks for question in (alike, same))
    assert [ask.measures for ask in one] == [ask.measures for ask in other]
    # 签约项目 is a metric's name, 签约多少个项目 says it in two places.
    assert all(a.metrics == b.metrics for a, b in zip(one, other, strict=True) if a.metrics and b.metrics)


# ── times ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in the fiscal year that ended on 31 March 2023", "2022-04-01", "2023-03-31"),
        ("in the 12 months to June 2024", "2023-07-01", "2024-06-30"),
        ("between 2010 and 2022", "2010-01-01", "2022-12-31"),
        ("in the first three quarters of 2023", "2023-01-01", "2023-09-30"),
        ("in January–February 2025", "2025-01-01", "2025-02-28"),
        ("as of the end of June 2024", "2024-06-30", "2024-06-30"),
        ("by the end of 2025", "2025-12-31", "2025-12-31"),
        ("at end-September 2024", "2024-09-30", "2024-09-30"),
        ("from 28 June to 3 July 2023", "2023-06-28", "2023-07-03"),
        ("on July 5, 2023", "2023-07-05", "2023-07-05"),
        ("since 2020", "2020-01-01", "2025-11-22"),
        ("over the past five years", "2020-11-23", "2025-11-22"),
        ("during the 14th Five-Year Plan period", "2021-01-01", "2025-12-31"),
        ("in the first half of last year", "2024-01-01", "2024-06-30"),
        ("in mid-May 2024", "2024-05-11", "2024-05-20"),
    ],
)
def test_a_time_in_english_words_is_these_days(text: str, start: str, end: str) -> None:
    assert days_of(f"exports of the city {text}, in total") == [(start, end)]


def test_the_year_before_is_growth_where_something_is_held_against_it() -> None:
    asked = "What were Wuhan's exports in 2023, and how much was that up on the year before?"
    assert words_of(asked) == "武汉市2023年出口是多少，同比增长多少？"
    assert days_of("exports in 2023 and in the same period of the year before") == [
        ("2023-01-01", "2023-12-31"),
        ("2022-01-01", "2022-12-31"),
    ]


def test_what_is_counted_is_no_year() -> None:
    assert days_of("more than 2000 companies and 2010 people") == []


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("What was the value of exports to ASEAN from Nanning in 2024?", "南宁市2024年对东盟出口金额是多少？"),
        ("What was the GDP of Wuhan (武汉)?", "武汉地区生产总值是多少？"),
        ("How many container units did the Port of Qinghe (青禾港) handle?", "青禾港完成集装箱标准箱多少个？"),
        ("What was the difference between the exports and imports of Xiamen?", "厦门市出口和进口相差多少？"),
        ("What was the size of the industrial fund set up by Qinghe (青禾市)?", "青禾市设立产业基金规模是多少？"),
        ("Did revenue of Qinghe Steel (青禾钢铁) exceed 9 billion yuan?", "青禾钢铁收入超过90亿元吗？"),
        ("Which fell more in Suzhou (苏州): energy use or water use?", "苏州能耗和水耗哪个下降得多？"),
        ("GDP of Wuhan in 2024 and its growth?", "武汉市2024年地区生产总值是多少，增速是多少？"),
    ],
)  # fmt: skip
def test_words_come_in_the_order_of_chinese(english: str, chinese: str) -> None:
    assert words_of(english) == chinese


def test_a_question_that_asks_for_no_number_is_left_in_english() -> None:
    assert read("What are the main measures of the investment policy of Wuhan?").in_chinese is None
    assert read("Why did the city close the plant?").in_chinese is None


def test_a_chinese_question_with_latin_names_is_no_english_one() -> None:
    question = read("IDC口径下OPPO和vivo谁的国内份额高，差几个点？")
    assert question.in_chinese is None
    asks = read_asks(question, load_vocabulary()).asks
    assert any("oppo" in ask.words for ask in asks)


def test_the_place_in_brackets_is_meant_and_not_one_that_its_spelling_resembles() -> None:
    assert read("How many projects did Qinghe (青禾市) sign in 2024?").subjects == ()


@settings(deadline=None)
@given(st.text(alphabet="howmanyuchti sdw,?.'()$%2046-青禾市ABofand", max_size=120))
def test_any_words_are_read_without_an_error(text: str) -> None:
    assert read(f"How many {text}").text


@pytest.mark.parametrize("part", ["how many ", "of the ", "which or ", "(青", "between and ", "2024 to "])
def test_a_long_hostile_question_in_english_is_read_at_once(part: str) -> None:
    assert read("what was " + part * (20_000 // len(part))).text


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_things_that_an_english_question_asks_are_answered() -> None:
    article = make_article("two", "2024年，云栖市签约项目42个，同比增长12.5%；出口80亿元。")
    figures = [
        make_figure(article, "42个", "签约项目数", 42, "count", subject="云栖市"),
        make_figure(article, "12.5%", "签约项目数同比增速", "12.5", "percent", subject="云栖市"),
        make_figure(article, "80亿元", "出口总额", 8000000000, subject="云栖市"),
    ]
    text = "How many projects did Yunqi (云栖市) sign in 2024, and how much was that up on the year before?"
    answer = answer_from_figures(read(text), RecordList(figures, [article]), load_vocabulary(), ("two",))
    assert answer is not None
    assert [figure.quote for figure in answer.figures] == ["42个", "12.5%"]
