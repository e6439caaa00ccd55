"""Periods: every expression against the article's day; what is unsettled stays open."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.periods import find_periods, label_period, parse_period, shift_years
from index.types import Period

ANCHOR = dt.date(2023, 8, 15)


def dates(text: str, anchor: dt.date | None = ANCHOR) -> list[tuple[str, str]]:
    return [(str(period.start), str(period.end)) for _, period in find_periods(text, anchor)]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2024年", "2024-01-01", "2024-12-31"),
        ("2024年度", "2024-01-01", "2024-12-31"),
        ("二〇二四年", "2024-01-01", "2024-12-31"),
        ("去年", "2022-01-01", "2022-12-31"),
        ("前7月", "2023-01-01", "2023-07-31"),
        ("“十四五”以来", "2021-01-01", "2023-08-15"),
        ("“十三五”以来", "2016-01-01", "2020-12-31"),
        ("截至9日晚", "2023-08-09", "2023-08-09"),
        ("截至22日", "2023-07-22", "2023-07-22"),
        ("现已覆盖", "2023-08-15", "2023-08-15"),
        ("前年", "2021-01-01", "2021-12-31"),
        ("今年以来", "2023-01-01", "2023-08-15"),
        ("上半年", "2023-01-01", "2023-06-30"),
        ("去年下半年", "2022-07-01", "2022-12-31"),
        ("一季度", "2023-01-01", "2023-03-31"),
        ("前三季度", "2023-01-01", "2023-09-30"),
        ("1—7月", "2023-01-01", "2023-07-31"),
        ("1-5月", "2023-01-01", "2023-05-31"),
        ("1月至6月", "2023-01-01", "2023-06-30"),
        ("前7个月", "2023-01-01", "2023-07-31"),
        ("6月中旬", "2023-06-11", "2023-06-20"),
        ("截至6月底", "2023-06-30", "2023-06-30"),
        ("截至2023年6月", "2023-06-30", "2023-06-30"),
        ("目前", "2023-08-15", "2023-08-15"),
        ("截至目前", "2023-08-15", "2023-08-15"),
        ("年底前", "2023-12-31", "2023-12-31"),
        ("2024年底", "2024-12-31", "2024-12-31"),
        ("到2025年", "2025-01-01", "2025-12-31"),
        ("“十四五”期间", "2021-01-01", "2025-12-31"),
        ("“十四五”末", "2025-12-31", "2025-12-31"),
        ("近三年", "2020-08-16", "2023-08-15"),
        ("2021年至今", "2021-01-01", "2023-08-15"),
        ("2017年4月以来", "2017-04-01", "2023-08-15"),
        ("2021—2023年", "2021-01-01", "2023-12-31"),
        ("8月3日至5日", "2023-08-03", "2023-08-05"),
        ("last year", "2022-01-01", "2022-12-31"),
        ("the first half of 2024", "2024-01-01", "2024-06-30"),
        ("Q1 2024", "2024-01-01", "2024-03-31"),
        ("January-July 2023", "2023-01-01", "2023-07-31"),
        ("２０２４年上半年", "2024-01-01", "2024-06-30"),
    ],
)
def test_each_expression_is_settled_against_the_articles_day(words: str, start: str, end: str) -> None:
    assert dates(words) == [(start, end)]


@pytest.mark.parametrize("words", ["近年来", "去年同期", "10年来", "2月30日", "5个月", "以前年度", "近日"])
def test_what_is_unsettled_stays_open(words: str) -> None:
    assert dates(words) == []


@pytest.mark.parametrize("words", ["去年", "上半年", "目前", "近三年", "1—7月", "last year"])
def test_without_a_day_relative_words_stay_open(words: str) -> None:
    assert dates(words, None) == []


def test_a_part_takes_the_year_named_before_it() -> None:
    assert dates("2021年增长5%，其中下半年增长6%")[1] == ("2021-07-01", "2021-12-31")


def test_the_same_period_of_last_year_moves_the_period_named_before() -> None:
    assert dates("今年上半年比去年同期增长5%") == [("2023-01-01", "2023-06-30"), ("2022-01-01", "2022-06-30")]


def test_december_read_in_january_looks_back() -> None:
    assert dates("12月", dt.date(2024, 1, 20)) == [("2023-12-01", "2023-12-31")]
    assert dates("年底前", dt.date(2024, 1, 20)) == [("2024-12-31", "2024-12-31")]


def test_the_words_that_said_it_are_kept() -> None:
    ((span, period),) = find_periods("去年，全区签约项目110个", ANCHOR)
    assert (period.said, period.label, span.start) == ("去年", "2022年", 0)


def test_a_bare_year_is_a_period_only_where_a_period_is_asked_for() -> None:
    assert dates("门牌2024") == []
    period = parse_period("2024", None)
    assert period is not None
    assert period.start == dt.date(2024, 1, 1)
    assert parse_period("签约额", ANCHOR) is None


def test_shifting_keeps_the_end_of_a_month() -> None:
    leap = Period(dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024年2月")
    assert shift_years(leap, -1).end == dt.date(2023, 2, 28)


@given(st.integers(2000, 2035), st.integers(1, 12), st.integers(1, 12))
def test_a_label_reads_back_as_its_period(year: int, first: int, last: int) -> None:
    start = dt.date(year, min(first, last), 1)
    end = (dt.date(year, max(first, last), 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    assert dates(label_period(start, end)) == [(str(start), str(end))]


@given(st.text(alphabet="0123456789年月日上下半前三季度去今截至底—-十四五近同期 ", max_size=30))
def test_any_text_gives_periods_in_order(text: str) -> None:
    found = find_periods(text, ANCHOR)
    assert all(period.start <= period.end and span.end <= len(text) for span, period in found)


def test_days_of_two_years_are_the_ends_of_one_stretch() -> None:
    assert dates("2022年4月1日至2023年3月31日") == [("2022-04-01", "2023-03-31")]


def test_the_same_time_of_the_year_before_counts_from_what_was_named() -> None:
    assert dates("2021年二季度付费用户多少，上年同期是多少") == [
        ("2021-04-01", "2021-06-30"),
        ("2020-04-01", "2020-06-30"),
    ]


def test_within_five_years_names_no_year_and_a_month_of_delivery_no_time() -> None:
    assert dates("五年内投资100亿元") == []
    assert dates("今年内投资100亿元") == [(f"{ANCHOR.year}-01-01", f"{ANCHOR.year}-12-31")]
    assert dates("9月交货的原油期货收于每桶80美元") == []
