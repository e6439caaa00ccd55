"""A small vocabulary and a small reader of periods, so that the reading of questions is tested by itself."""

from __future__ import annotations

import datetime as dt
import re

from index.text import fold
from index.types import Period, Span

TODAY = dt.date(2025, 3, 10)

_METRICS = ("地区生产总值", "签约项目", "签约额", "fdi", "进出口", "出口", "固定资产投资", "营业收入", "净利润", "gdp")
_PERIOD = re.compile(
    r"(?P<year>20\d\d)年?(?P<half>上半年|下半年)?|(?P<word>今年|去年|前年)(?P<half2>上半年|下半年)?|(?P<month>\d{1,2})月(?P<day>\d{1,2})日|目前"
)


class SmallVocabulary:
    """A handful of metrics, found longest first."""

    def find(self, text: str) -> list[tuple[Span, str]]:
        pattern = "|".join(sorted(_METRICS, key=len, reverse=True))
        return [(Span(*match.span()), match.group()) for match in re.finditer(pattern, fold(text))]


def find_periods(text: str, anchor: dt.date | None) -> list[tuple[Span, Period]]:
    """Read years, half-years and days."""
    found = []
    for match in _PERIOD.finditer(fold(text)):
        year = (anchor or TODAY).year
        if match["year"]:
            year = int(match["year"])
        elif match["word"]:
            year -= ("今年", "去年", "前年").index(match["word"])
        half = match["half"] or match["half2"]
        start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
        if match["month"]:
            start = end = dt.date(year, int(match["month"]), int(match["day"]))
        elif half:
            start, end = (start, dt.date(year, 6, 30)) if half == "上半年" else (dt.date(year, 7, 1), end)
        found.append((Span(*match.span()), Period(start, end, match.group(), match.group())))
    return found
