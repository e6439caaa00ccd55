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
_WHICH_YEAR = rf"(?P<year>{_YEAR}|this year|last year)"
_OF = r"(?:,? (?:of|in) |,? )"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "eleven": 11}  # fmt: skip
_QUARTERS = "一二三四"


def _year(words: str | None) -> str:
    return {"this year": "今年", "last year": "去年", None: ""}.get(words, f"{words}年")


def _month(word: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(word[:3]))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


# Each English form of a period, with the Chinese that means it. The first that fits a place wins.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), render)
    for pattern, render in (
        (
            rf"\b(?P<half>first|1st|second|2nd|last) half(?:{_OF}(?:the )?{_WHICH_YEAR})",
            lambda m: _year(m["year"]) + ("上半年" if m["half"] in ("first", "1st") else "下半年"),
        ),
        (rf"\bh(?P<half>[12])[ ,]*(?P<year>{_YEAR})", lambda m: _year(m["year"]) + "上下"[int(m["half"]) - 1] + "半年"),
        (
            rf"\bfirst (?P<count>three|two) quarters(?:{_OF}{_WHICH_YEAR})",
            lambda m: _year(m["year"]) + ("前三季度" if m["count"] == "three" else "上半年"),
        ),
        (
            rf"\b(?P<quarter>first|1st|second|2nd|third|3rd|fourth|4th|last) quarter(?:{_OF}(?:the )?{_WHICH_YEAR})",
            lambda m: f"{_year(m['year'])}{_QUARTERS[_ORDINALS[m['quarter']] - 1]}季度",
        ),
        (rf"\bq(?P<q>[1-4])[ ,]*(?P<year>{_YEAR})", lambda m: f"{_year(m['year'])}{_QUARTERS[int(m['q']) - 1]}季度"),
        (
            rf"\bfirst (?P<count>\d+|{'|'.join(_NUMBERS)}) months(?:{_OF}{_WHICH_YEAR})",
            lambda m: f"{_year(m['year'])}1-{_number(m['count'])}月",
        ),
        (
            rf"\b(?P<a>{_MONTH}) ?(?:to|through|-|–|—) ?(?P<b>{_MONTH}){_OF}{_WHICH_YEAR}",
            lambda m: f"{_year(m['year'])}{_month(m['a'])}-{_month(m['b'])}月",
        ),
        (
            rf"\b(?:by |as of |at |until |through )?(?:the )?end of (?P<month>{_MONTH}){_OF}(?P<year>{_YEAR})",
            lambda m: f"截至{_year(m['year'])}{_month(m['month'])}月底",
        ),
        (
            rf"\b(?:by |as of |at |until )?(?:the )?end of {_WHICH_YEAR}",
            lambda m: f"{_year(m['year'])}底",
        ),
        (
            rf"\b(?P<month>{_MONTH}) (?P<day>[0-3]?\d)(?:st|nd|rd|th)?,? (?P<year>{_YEAR})",
            lambda m: f"{_year(m['year'])}{_month(m['month'])}月{int(m['day'])}日",
        ),
        (rf"\b(?P<month>{_MONTH}){_OF}{_WHICH_YEAR}", lambda m: f"{_year(m['year'])}{_month(m['month'])}月"),
        (rf"\b(?:from |between )(?P<a>{_YEAR}) (?:to|and|through) (?P<b>{_YEAR})", lambda m: f"{m['a']}-{m['b']}年"),
        (rf"\bsince (?P<year>{_YEAR})", lambda m: f"{m['year']}年以来"),
        (r"\b(?P<year>this year|last year)\b", lambda m: _year(m["year"])),
        (r"\bthe year before last\b", lambda _: "前年"),
        (rf"(?<![\d.,])(?P<year>{_YEAR})(?![\d,.]\d|\d|年)", lambda m: f"{m['year']}年"),
    )
)

# English for the metrics that questions name most; the vocabulary gives each its canonical name.
_METRICS = {
    "gross domestic product": "地区生产总值",
    "gdp": "地区生产总值",
    "utilized foreign investment": "实际使用外资",
    "utilised foreign investment": "实际使用外资",
    "actually utilized foreign capital": "实际使用外资",
    "actual use of foreign capital": "实际使用外资",
    "paid-in foreign investment": "实际使用外资",
    "foreign direct investment": "外商直接投资",
    "foreign investment": "实际使用外资",
    "fdi": "外商直接投资",
    "contracted investment": "签约额",
    "contract value": "签约额",
    "signed investment": "签约额",
    "value of signed projects": "签约额",
    "total investment": "总投资",
    "planned investment": "计划投资",
    "fixed asset investment": "固定资产投资",
    "fixed-asset investment": "固定资产投资",
    "industrial added value": "规模以上工业增加值",
    "industrial output": "规模以上工业增加值",
    "retail sales": "社会消费品零售总额",
    "per-capita disposable income": "居民人均可支配收入",
    "per capita disposable income": "居民人均可支配收入",
    "disposable income": "居民人均可支配收入",
    "general public budget revenue": "一般公共预算收入",
    "budget revenue": "一般公共预算收入",
    "fiscal revenue": "一般公共预算收入",
    "imports and exports": "进出口总额",
    "import and export": "进出口总额",
    "foreign trade": "进出口总额",
    "exports": "出口总额",
    "imports": "进口总额",
    "permanent population": "常住人口",
    "signed projects": "签约项目数",
    "projects signed": "签约项目数",
    "market entities": "市场主体数",
    "consumer price index": "居民消费价格指数",
    "cpi": "居民消费价格指数",
    "fund size": "基金规模",
    "revenue": "营业收入",
    "net profit": "净利润",
}
_METRIC = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _METRICS), key=len, reverse=True)) + r")\b(?!,? (?:zone|park))"
)


def find_english_periods(text: str, today: dt.date, find_periods: PeriodFinder) -> list[tuple[Span, Period]]:
    """Return the periods that English words name, each with the words that said it."""
    folded = fold(text)
    if not re.search(r"[a-z]{2}", folded):
        return []
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
