"""Numbers that are no quantity of the library's records, and must be bound all the same: times taken, odd units.

2小时26分钟, 18个月, 100TB, 6500余双: nobody keeps a record of them, but a claim may get them wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from index.text import fold
from index.types import Quantity, Span

_MINUTES = {
    "秒": Decimal(1) / 60, "秒钟": Decimal(1) / 60, "分钟": Decimal(1), "小时": Decimal(60), "个小时": Decimal(60),
    "天": Decimal(1440), "日": Decimal(1440), "周": Decimal(10080), "个星期": Decimal(10080),
}  # fmt: skip
_MONTHS = {"个月": Decimal(1), "年": Decimal(12)}
_ENGLISH = {"minute": "分钟", "hour": "小时", "day": "天", "week": "周", "month": "个月", "year": "年"}
_HEDGE = (
    "(?P<hedge>不(?:得|能)?(?:超过|少于|低于|多于)|最[长短](?:为|是|可达)?|超过|超|逾|突破|将近|接近|近|大约|约|不到|不足|"
    "至少|最多|至多|over |about |nearly )?"
)
_LASTING = re.compile(
    rf"(?<![\d.第a-z年]){_HEDGE}"
    r"(?P<value>\d{1,3}(?:\.\d+)?)(?P<more>余|多)?\s?"
    r"(?P<unit>秒钟?|分钟|个?小时|天|个?工作日|(?<=[6-9]\d)日|(?<=\d{3})日|日(?=以?内|之内|以[上下])|周(?![岁年边])|个星期|个月|年(?![代级度轻报]|\d|底|末|初|[一二三四]季|[上下]半|\d*月)"
    r"|(?:minute|hour|day|week|month|year)(?=s?\b))(?P<after>以上|以下|以内|之内|内|左右|上下)?"
)
_HALF = re.compile(r"(?P<value>半)个?(?P<unit>小时|年)(?P<after>以上|以下|以内|之内|内|左右|上下)?")
# What numbers things instead of counting them, and clocks: 12号线, 8点30分.
_NUMBERING = "号年月日时点分秒路届级版代期周层岁第后左右上下以之的至到和与及或、，。；：:;,.)）(（“”\"'-—~/%"
_LATIN = r"(?:[kmgtp]b|[kmgt]?wh?|km|kg|mm|cm|hz|db)(?![a-z])"
_OTHER = re.compile(
    rf"(?<![\d.第a-z\-—~/:]){_HEDGE}(?P<value>\d+(?:\.\d+)?)\s?(?P<big>[万亿千])?(?P<more>余|多)?(?P<late>[万亿])?\s?"
    rf"(?P<unit>(?![{_NUMBERING}万亿千余多])[一-鿿]|{_LATIN})(?P<after>以上|以下|以内|左右|上下)?"
)
# 178.8点: an index, where a clock has no decimals.
_POINTS = re.compile(
    rf"(?<![\d.]){_HEDGE}(?P<value>\d+\.\d+)(?P<more>余|多)?(?P<unit>点)(?P<after>以上|以下|左右|上下)?"
)
_TIMES = {"千": 10**3, "万": 10**4, "亿": 10**8}


def find_measures(text: str, taken: Iterable[Span]) -> list[Quantity]:
    """Return times taken (canonical unit minute or month) and counts in units of their own, outside of `taken`."""
    folded, busy = fold(text), list(taken)
    found: list[Quantity] = []
    for match in _LASTING.finditer(folded):
        span = Span(match.start("value"), match.end("unit"))
        if not any(span.overlaps(other) for other in busy):
            found.append(_lasting(match, span))
    for match in _HALF.finditer(folded):
        span = Span(match.start("value"), match.end("unit"))
        if not any(span.overlaps(other) for other in busy):
            found.append(_half(match, span))
    found = _join(folded, sorted(found, key=lambda quantity: quantity.span.start))
    busy += [quantity.span for quantity in found]
    for match in _POINTS.finditer(folded):
        span = Span(match.start("value"), match.end("unit"))
        if not any(span.overlaps(other) for other in busy):
            value = Decimal(match.group("value"))
            found.append(Quantity(span, value, "点", value, "in 点", _qualifier(match)))
            busy.append(span)
    for match in _OTHER.finditer(folded):
        span = Span(match.start("value"), match.end("unit"))
        if not any(span.overlaps(other) for other in busy):
            found.append(_other(match, span))
    return found


def _qualifier(match: re.Match[str]) -> str | None:
    """Return the hedge of a match as written."""
    return (match.group("hedge") or "").strip() or match.group("more") or match.group("after")


def _lasting(match: re.Match[str], span: Span) -> Quantity:
    unit = _ENGLISH.get(match.group("unit"), match.group("unit"))
    value = Decimal(match.group("value"))
    if unit.endswith("工作日"):
        return Quantity(span, value, "工作日", value, "in 工作日", _qualifier(match))
    if unit in _MONTHS:
        return Quantity(span, value, unit, value * _MONTHS[unit], "month", _qualifier(match))
    return Quantity(span, value, unit, value * _MINUTES[unit], "minute", _qualifier(match))


def _half(match: re.Match[str], span: Span) -> Quantity:
    half = Decimal("0.5")
    if match.group("unit") == "年":
        return Quantity(span, half, "年", half * 12, "month", match.group("after"))
    return Quantity(span, half, "小时", half * 60, "minute", match.group("after"))


def _join(folded: str, parts: list[Quantity]) -> list[Quantity]:
    """Make one time of 2小时26分钟."""
    joined: list[Quantity] = []
    for part in parts:
        last = joined[-1] if joined else None
        apart = folded[last.span.end : part.span.start].strip() if last else "-"
        if last and not apart and last.canonical_unit == part.canonical_unit:
            total = _value(last) + _value(part)
            joined[-1] = Quantity(Span(last.span.start, part.span.end), total, part.unit, total, last.canonical_unit)
        else:
            joined.append(part)
    return joined


def _value(quantity: Quantity) -> Decimal:
    value = quantity.canonical_value
    return value[0] if isinstance(value, tuple) else value


def _other(match: re.Match[str], span: Span) -> Quantity:
    value = Decimal(match.group("value"))
    for part in ("big", "late"):
        value *= _TIMES.get(match.group(part) or "", 1)
    unit = match.group("unit")
    return Quantity(span, Decimal(match.group("value")), unit, value, f"in {unit}", _qualifier(match))
