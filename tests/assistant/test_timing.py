"""How a record's period stands to the asked one."""

from __future__ import annotations

import datetime as dt

from assistant.figure_answers.timing import compare_periods, is_nearly
from index.types import Period


def span(start: tuple[int, int, int], end: tuple[int, int, int]) -> Period:
    return Period(dt.date(*start), dt.date(*end), "")


QUARTER = span((2025, 1, 1), (2025, 3, 31))
HALF = span((2025, 1, 1), (2025, 6, 30))
APRIL = dt.date(2025, 4, 20)


def test_a_quarter_is_no_half_year_once_the_half_year_is_over() -> None:
    assert compare_periods(HALF, QUARTER, dt.date(2026, 8, 1), APRIL) == "other"


def test_while_the_half_year_runs_its_first_quarter_is_what_there_is_so_far() -> None:
    assert compare_periods(HALF, QUARTER, dt.date(2025, 5, 1), APRIL) == "so_far"


def test_a_year_that_an_article_tells_of_while_it_ran_may_be_told_as_far_as_it_had_gone() -> None:
    year = span((2025, 1, 1), (2025, 12, 31))
    assert compare_periods(year, QUARTER, dt.date(2026, 8, 1), APRIL) == "so_far"


def test_a_day_answers_for_its_month() -> None:
    month, day = span((2025, 4, 1), (2025, 4, 30)), span((2025, 4, 18), (2025, 4, 18))
    assert compare_periods(month, day, dt.date(2026, 8, 1), APRIL) == "within"


def test_what_is_told_so_far_in_the_first_days_of_a_month_may_be_the_months_before() -> None:
    months, so_far = span((2025, 1, 1), (2025, 7, 31)), span((2025, 1, 1), (2025, 8, 8))
    assert is_nearly(months, so_far, dt.date(2025, 8, 8))
    assert not is_nearly(months, so_far, dt.date(2025, 10, 8))
    assert not is_nearly(months, span((2025, 2, 1), (2025, 8, 8)), dt.date(2025, 8, 8))


def test_the_past_five_years_of_a_day_may_be_those_of_a_plan() -> None:
    plan = span((2021, 1, 1), (2025, 12, 31))
    asked = Period(dt.date(2020, 11, 17), dt.date(2025, 11, 16), "", "过去五年")
    assert is_nearly(asked, plan, None)
    assert not is_nearly(asked, span((2016, 1, 1), (2020, 12, 31)), None)
