"""English questions over Chinese text: words for periods and metrics, read through their Chinese."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from assistant.understand.vocabulary import Metrics, PeriodFinder
from index.text import fold
from index.types import Period, Span

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = r"(?:" + "|".join(f"{month}|{month[:3]}\\.?" for month in _MONTHS) + r"|sept\.?)"
_YEAR = r"(?:20\d\d|19\d\d)"


def _month(word: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(word[:3]))


# English forms that `index.periods` leaves to the question, each with the Chinese that means it.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), render)
    for pattern, render in (
        (
            rf"\b(?P<month>{_MONTH}) (?P<day>[0-3]?\d)(?:st|nd|rd|th)?,? (?P<year>{_YEAR})",
            lambda m: f"{m['year']}年{_month(m['month'])}月{int(m['day'])}日",
        ),
        (rf"\b(?:from |between )(?P<a>{_YEAR}) (?:to|and|through) (?P<b>{_YEAR})", lambda m: f"{m['a']}-{m['b']}年"),
        (rf"\bsince (?P<year>{_YEAR})", lambda m: f"{m['year']}年以来"),
        (r"\bthe year before last\b", lambda _: "前年"),
        # What about 2022? But 2023世界机器人大会 is a name.
        (rf"(?<![\d.,%$一-龥-])(?P<year>{_YEAR})(?![\d.,%一-龥-])(?=[\s?!]|$)", lambda m: f"{m['year']}年"),
    )
)

# English that the vocabulary does not hold, for metrics that questions name often; it gives each its canonical name.
_METRICS = {
    "actual use of foreign capital": "实际使用外资",
    "paid-in foreign investment": "实际使用外资",
    "foreign capital": "实际使用外资",
    "contracted investment": "签约额",
    "contract value": "签约额",
    "contract amount": "签约额",
    "signed investment": "签约额",
    "value of signed projects": "签约额",
    "signed projects": "签约项目数",
    "projects signed": "签约项目数",
    "per-capita disposable income": "居民人均可支配收入",
    "per capita disposable income": "居民人均可支配收入",
    "disposable income": "居民人均可支配收入",
    "budget revenue": "一般公共预算收入",
    "fiscal revenue": "一般公共预算收入",
    "industrial added value": "规模以上工业增加值",
    "industrial output": "规模以上工业增加值",
    "permanent population": "常住人口",
    "market entities": "市场主体",
    "fund size": "基金规模",
}
_METRIC = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _METRICS), key=len, reverse=True)) + r")\b(?!,? (?:zone|park))"
)


def find_english_periods(text: str, today: dt.date, find_periods: PeriodFinder) -> list[tuple[Span, Period]]:
    """Return the periods that English words name, each with the words that said it."""
    folded = fold(text)
    found: list[tuple[Span, Period]] = []
    for pattern, render in _FORMS:
        for match in pattern.finditer(folded):
            span = Span(match.start(), match.end())
            read = find_periods(render(match), today)
            if read and not any(span.overlaps(other) for other, _ in found):
                period = read[0][1]
                found.append((span, Period(period.start, period.end, period.label, span.of(text))))
    return found


def find_english_metrics(text: str, vocabulary: Metrics) -> Iterator[tuple[Span, str]]:
    """Yield the metrics that English words name, under their canonical names."""
    for match in _METRIC.finditer(fold(text)):
        words = _METRICS[match.group()]
        known = vocabulary.find(words)
        yield Span(match.start(), match.end()), known[0][1] if known else words
