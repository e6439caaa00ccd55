"""How the period of a record stands to the period that is asked for."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from index.periods import label_period as name_dates
from index.types import Period

Timing = Literal["same", "so_far", "within", "open", "other"]
# An event's days or a month's stock may stand for the span that was asked for; a half-year may not.
_SHORT_DAYS = 31
# An undated present-tense fact may answer for the period in which, or soon after which, it was published.
_FRESH_DAYS = 120
_YEAR_DAYS = 365
# Counted from another day of the year 近五年 begins and ends up to so many days apart.
_LONG_DAYS = 366
# The numbers of ten months come out within so many days.
_LATE_DAYS = 62
# A series longer than this is no question that a reader asks.
_MOST_YEARS = 15
_MOST_STEPS = 24
# Months of a year.
_YEAR = 12
# 到8月初 is a day to a reader of words and a week to a reader of news.
_NEAR_DAYS = 9
_RELATIVE = re.compile(r"(?:最?近|过去|前)?[一二三四五六七八九十两几\d]+(?:多)?年(?:来|间)?$|过去一年")


def compare_periods(asked: Period, found: Period | None, today: dt.date, published: dt.date | None) -> Timing:
    """Say whether a record's period answers for the asked one.

    `so_far`: the asked period is still running, and the record covers it from its start. `within`: a day, or days of
    an event, inside it. `open`: the record has no period, and its article appeared in or soon after the asked one.
    """
    if found is None:
        fresh = published is not None and asked.start <= published <= asked.end + dt.timedelta(days=_FRESH_DAYS)
        return "open" if fresh else "other"
    if (found.start, found.end) == (asked.start, asked.end):
        return "same"
    if found.end == asked.end and found.start == found.end:
        return "same"
    if asked.start == asked.end == found.end:
        return "same"
    if _is_day(asked) and _is_day(found) and abs((found.end - asked.end).days) <= _NEAR_DAYS:
        return "within"
    if asked.said and found.said and asked.said in found.said and _RELATIVE.match(asked.said):
        # 近五年 is counted from the day of the words; the answer says which years they were.
        return "within"
    if found.start < asked.start or found.end > asked.end:
        return "other"
    # Who says 全年 does not want a part of it.
    running = asked.end >= min(today, published or today) and "全年" not in (asked.said or "")
    # A year that an article tells of while it runs may be told as far as it had gone; less than a year that is over may
    # not: 前三季度 is not 一季度.
    over = asked.end < today and _SHORT_DAYS < _days(asked) < _YEAR_DAYS
    if found.start == asked.start and running and not over:
        return "so_far"
    if _days(found) <= _SHORT_DAYS and _days(asked) > _SHORT_DAYS and found.start == found.end:
        return "within"
    return "within" if _days(found) <= _SHORT_DAYS and running else "other"


def is_nearly(asked: Period, found: Period, published: dt.date | None) -> bool:
    """Say whether two periods that differ by their days may be one time.

    过去五年 of a day and 十四五; 前七个月 and 今年以来, told in the first days of August; the end of May and 2023年…已,
    told in June.
    """
    shift = max(abs((asked.start - found.start).days), abs((asked.end - found.end).days))
    if asked.said and _RELATIVE.match(asked.said) and _days(found) > _LONG_DAYS and shift <= _LONG_DAYS:
        return True
    if published is None or not asked.end < published <= asked.end + dt.timedelta(days=_LATE_DAYS):
        return False
    if asked.start == found.start and published < found.end:
        # A year that was not over yet can only have been told as far as it had gone.
        return True
    if published > asked.end + dt.timedelta(days=_SHORT_DAYS):
        return False
    so_far = asked.start == found.start and found.end == published
    return so_far or (_is_day(asked) and found.start < asked.end < published < found.end)


def _is_day(period: Period) -> bool:
    return period.start == period.end


def split_years(period: Period) -> tuple[Period, ...]:
    """Return the years of a stretch of whole years, empty for any other period."""
    first, last = period.start.year, period.end.year
    whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    if not whole or not 1 <= last - first <= _MOST_YEARS:
        return ()
    years = range(first, last + 1)
    return tuple(Period(dt.date(y, 1, 1), dt.date(y, 12, 31), f"{y}年", period.said) for y in years)


def split_months(period: Period, months: int) -> tuple[Period, ...]:
    """Return the stretches of so many months that make up a period of whole ones, empty where they do not fit in."""
    length = (period.end.year - period.start.year) * _YEAR + period.end.month - period.start.month + 1
    whole = period.start.day == 1 and (period.end + dt.timedelta(days=1)).day == 1
    if not whole or length % months or not 1 < length // months <= _MOST_STEPS or (period.start.month - 1) % months:
        return ()
    steps: list[Period] = []
    for index in range(0, length, months):
        start = _add_months(period.start, index)
        end = _add_months(period.start, index + months) - dt.timedelta(days=1)
        steps.append(Period(start, end, name_dates(start, end), period.said))
    return tuple(steps)


def _add_months(day: dt.date, months: int) -> dt.date:
    total = day.month - 1 + months
    return dt.date(day.year + total // _YEAR, total % _YEAR + 1, 1)


def _days(period: Period) -> int:
    return (period.end - period.start).days + 1


def same_occasion(one: Period | None, other: Period | None) -> bool:
    """Say whether two records speak of one time: equal periods, days of one event, or one of them left open."""
    if one is None or other is None or (one.start, one.end) == (other.start, other.end):
        return True
    if max(_days(one), _days(other)) > _SHORT_DAYS:
        return False
    return one.start <= other.end and other.start <= one.end


def label_period(period: Period, english: bool = False) -> str:
    """Return the period in words: 2024年, 2023年上半年, 2023年1—7月; the first half of 2023."""
    if english:
        return _label_english(period)
    return name_dates(period.start, period.end)


_HALVES = {(1, 6): "the first half of", (7, 12): "the second half of"}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def _whole_months(period: Period) -> bool:
    return period.start.day == 1 and (period.end + dt.timedelta(days=1)).day == 1


def _label_english(period: Period) -> str:
    start, end = period.start, period.end
    if start == end:
        return f"{start.day} {_MONTHS[start.month - 1]} {start.year}"
    if start.year == end.year and _whole_months(period):
        months = (start.month, end.month)
        if months == (1, 12):
            return str(start.year)
        if months in _HALVES:
            return f"{_HALVES[months]} {start.year}"
        first, last = _MONTHS[start.month - 1], _MONTHS[end.month - 1]
        return f"{first} {start.year}" if first == last else f"{first}–{last} {start.year}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}–{end.year}"
    return f"{start.day} {_MONTHS[start.month - 1]} {start.year} to {end.day} {_MONTHS[end.month - 1]} {end.year}"
