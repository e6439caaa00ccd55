"""Periods as a question means them: a bare year beside a place, and half-years that are over rather than to come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from assistant.understand.wishes import TARGET
from index.periods import label_period, shift_years
from index.types import Period, Span

# Words that settle the year themselves.
_YEAR_SAID = re.compile(r"\d{4}|今|去|前年|明|上年|近|当前|这|本|last|this|next|past|since|so far")
_WHOLE_YEAR = ("全年", "年度")
_BARE_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.,%年/-])")
# A year in brackets, or before the name of what happens every year (2024春运).
_YEAR_APART = re.compile(
    r"(?<=[(（])(?:19|20)\d\d(?=年?[)）,，])|(?<![\d.])(?:19|20)\d\d(?=春运|春节|端午|五一|十一|国庆|中秋|暑期|暑运)"
)
# A year in brackets says of which year the time before it is, whatever the day of asking makes of it: 去年（2023年）.
# Beside it may stand who says so, or what of it: 工信部2023, 2023预计.
_YEAR_IN_BRACKETS = re.compile(r"[(（][^()（）\d]{0,8}((?:19|20)\d\d)(?:年度?)?的?[^()（）\d]{0,4}[)）]")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d年?[、和与及]$")
_YEAR_BEHIND = re.compile(r"[、和与及](?:19|20)\d\d(?!\d)")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年?")
# What somebody means to do lies ahead.
_AHEAD = re.compile(r"打算|准备|计划|拟|将(?!近)|预计|要(?!求|素|点|闻|约)|\b(?:will|plans?|going to|expected)\b")
# This month and today may be asked about while they last; longer than a year are plans, whose years are fixed.
_STILL_RUNNING_DAYS, _PLAN_DAYS = 31, 367


def look_back(found: list[tuple[Span, Period]], folded: str, today: dt.date) -> list[tuple[Span, Period]]:
    """Return the periods with those that name no year put before `today`: 上半年, asked in March, is last year's.

    A question about a goal looks ahead and is left as it is.
    """
    if TARGET.search(folded):
        return found
    found = _lend_year(found, folded)
    ahead = bool(_AHEAD.search(folded))
    years = [period for span, period in found if _YEAR_SAID.search(span.of(folded)) and _is_year(period)]
    return [
        # 今年…，全年…: the year that the question has named.
        (
            span,
            years[0] if years and span.of(folded) in _WHOLE_YEAR else _look_back(period, span.of(folded), today, ahead),
        )
        for span, period in found
    ]


def _lend_year(found: list[tuple[Span, Period]], folded: str) -> list[tuple[Span, Period]]:
    """Return the periods with the one year that stands apart in the question for those without: 1—6月产量（2023）."""
    apart = {int(match.group(1)) for match in _YEAR_IN_BRACKETS.finditer(folded)}
    bare = {int(match.group()) for match in _YEAR_APART.finditer(folded)}
    timed = [(span, period) for span, period in found if not _YEAR_ALONE.fullmatch(span.of(folded))]
    explained = len(apart) == 1 and bool(timed)
    if not explained:
        timed = found
        apart = {year for year in bare if not any(str(year) in span.of(folded) for span, _ in found)}
    if len(apart) != 1 or any(re.search(r"\d{4}", span.of(folded)) for span, _ in timed):
        return found
    year = apart.pop()
    return [
        (
            span,
            period
            if not explained and _YEAR_SAID.search(span.of(folded))
            else shift_years(period, year - period.end.year),
        )
        for span, period in timed
    ]


def _is_year(period: Period) -> bool:
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)


def _look_back(period: Period, said: str, today: dt.date, ahead: bool) -> Period:
    running = period.start <= today and (ahead or (period.end - period.start).days < _STILL_RUNNING_DAYS)
    is_plan = (period.end - period.start).days > _PLAN_DAYS
    if period.end <= today or running or is_plan or _YEAR_SAID.search(said):
        return period
    return shift_years(period, -1)


def _is_listed(folded: str, span: Span) -> bool:
    """Say whether a year stands in a list of years: 2020、2021、2022三年."""
    return bool(_YEAR_BEFORE.search(folded[: span.start]) or _YEAR_BEHIND.match(folded, span.end))


def find_bare_years(
    text: str, folded: str, places: Iterable[Span], metrics: Iterable[Span], taken: Iterable[Span]
) -> list[tuple[Span, Period]]:
    """Return the years without 年 that stand right after a place or right beside a metric: 武汉2024签约额.

    Before anything else four digits may begin a name (2023世界机器人大会).
    """
    ends = {span.end for span in (*places, *metrics)}
    starts = {span.start for span in metrics}
    found: list[tuple[Span, Period]] = []
    for match in _BARE_YEAR.finditer(folded):
        span = Span(*match.span())
        beside = span.start in ends or span.end in starts or _is_listed(folded, span)
        if beside and not any(span.overlaps(other) for other in taken):
            start, end = dt.date(int(match.group()), 1, 1), dt.date(int(match.group()), 12, 31)
            found.append((span, Period(start, end, label_period(start, end), span.of(text))))
    return found
