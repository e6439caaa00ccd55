"""Rates of exchange that a text states: 1美元=7.1元, 人民币对美元汇率中间价报7.1884, 100日元兑4.6元人民币.

Reads what stands there and nothing else: no rate is known by heart, and none is worked out from two amounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.quantities.units import CURRENCIES, CURRENCY_SIGNS, UNITS
from index.text import fold
from index.types import Span


@dataclass(frozen=True, slots=True)
class Rate:
    """`units` of the currency `base` are worth `value` of the currency `quoted`, as the words at `span` say.

    `rough` is True where the text itself says about (1美元约合7.2元).
    """

    span: Span
    base: str
    units: Decimal
    quoted: str
    value: Decimal
    rough: bool = False


_NAMES = {**{word: unit for word, (unit, _) in UNITS.items() if unit in CURRENCIES}, **CURRENCY_SIGNS}
# 元 alone is money of the text's own country; as the dearer side of a rate it says nothing.
_OWN = frozenset({"元", "块钱", "$", "¥", "￥"})


def _join(words: list[str]) -> str:
    """Join words longest first; a Latin word must end where it ends."""
    ordered = sorted(words, key=len, reverse=True)
    latin = (word[-1].isascii() and word[-1].isalpha() for word in ordered)
    return "|".join(re.escape(word) + "(?![a-z])" * ends for word, ends in zip(ordered, latin, strict=True))


_NAMED = _join([word for word in _NAMES if word not in _OWN])
_ANY = _join(list(_NAMES))
_VALUE = r"\d+(?:\.\d+)?(?![\d.]|\s?[万亿千百%]|\s?个?基?点|年|月|日)"
_ABOUT = r"(?:大?约|约为|≈)?"
_LINK = rf"\s?(?:=|≈|合|折合|折算为?|等于|相当于|兑换?|对|换|可兑换?|is|equals?|to|was)\s?{_ABOUT}\s?"
_UNITS = {
    "": 1,
    "每": 1,
    "每1": 1,
    "一": 1,
    "每一": 1,
    "1": 1,
    "10": 10,
    "100": 100,
    "百": 100,
    "一百": 100,
    "每100": 100,
    "1000": 1000,
}
# 1美元=7.1元, 100日元对人民币4.6元, us$1 = rmb 7.1.
_STATED = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?<![万亿千百十])(?:(?P<units>每?10{{0,3}}|每?一|一?百|每)\s?个?(?P<base>{_NAMED})|(?P<sign>us\$|hk\$|\$|€|£|人民币)\s?1(?![\d.,])元?)"
    rf"\s?{_ABOUT}{_LINK}(?:(?P<before>{_NAMED})\s?{_ABOUT}(?:汇率)?(?:中间价)?(?:为|报)?\s?)?"
    rf"(?P<value>{_VALUE})\s?(?P<after>{_ANY})?"
)
# 人民币对美元汇率中间价报7.1884: the dearer of the two is worth so much of the other.
_QUOTED = re.compile(
    rf"(?P<a>{_NAMED})\s?(?:兑|对|兑换|/)\s?(?P<b>{_NAMED})[^。；;\n]{{0,16}}?(?:汇率|中间价|牌价|折算价|即期|收盘价)"
    rf"(?P<between>[^。；;\n]{{0,40}}?[^\d.。；;\n])(?P<value>\d+\.\d{{1,5}})(?![\d.]|\s?[万亿千百%]|\s?个?基?点)"
)
# 美元与人民币按1:7.1折算.
_RATIO = re.compile(
    rf"(?P<a>{_NAMED})\s?(?:与|和|对|兑)\s?(?P<b>{_NAMED})[^。；;\n\d]{{0,10}}?(?<!\d)1\s?[:：比]\s?(?P<value>\d+\.\d+)(?!\d)"
)
# Currencies of which one is worth more than one of every other here; for the rest only a stated number of units tells
# which way a rate is meant.
_DEAR = ("GBP", "CHF", "EUR", "USD", "SGD", "CAD", "AUD", "CNY", "HKD", "MOP")


def find_rates(text: str) -> list[Rate]:
    """Return the rates that `text` states, in order."""
    folded = fold(text)
    found = [*_find_stated(folded), *_find_quoted(folded), *_find_ratios(folded)]
    kept: list[Rate] = []
    for rate in sorted(found, key=lambda rate: (rate.span.start, -rate.span.end)):
        if not any(rate.span.overlaps(other.span) for other in kept):
            kept.append(rate)
    return kept


def _find_stated(folded: str) -> list[Rate]:
    found = []
    for match in _STATED.finditer(folded):
        base = _NAMES[match.group("base") or match.group("sign")]
        after, before = match.group("after"), match.group("before")
        quoted = _NAMES[before] if before else _NAMES[after] if after else None
        if quoted is None or quoted == base or (before and after and not _agree(quoted, after)):
            continue
        units = _UNITS.get(match.group("units") or "1")
        if units is None or not Decimal(match.group("value")):
            continue
        words = match.group()
        rough = "约" in words or "≈" in words
        found.append(Rate(Span(*match.span()), base, Decimal(units), quoted, Decimal(match.group("value")), rough))
    return found


def _agree(quoted: str, written: str) -> bool:
    """Say whether a unit behind the number can be of the currency named before it: 人民币7.1元."""
    return written in _OWN or _NAMES[written] == quoted


def _find_quoted(folded: str) -> list[Rate]:
    return [rate for match in _QUOTED.finditer(folded) if (rate := _order_pair(match, match.start("a")))]


def _find_ratios(folded: str) -> list[Rate]:
    found = []
    for match in _RATIO.finditer(folded):
        base, quoted = _NAMES[match.group("a")], _NAMES[match.group("b")]
        if base != quoted:
            found.append(Rate(Span(*match.span()), base, Decimal(1), quoted, Decimal(match.group("value"))))
    return found


def _order_pair(match: re.Match[str], start: int) -> Rate | None:
    """Return the rate of a quoted pair, None where the pair does not tell which of the two is the unit."""
    pair = _NAMES[match.group("a")], _NAMES[match.group("b")]
    if pair[0] == pair[1] or not all(name in _DEAR for name in pair):
        return None
    base, quoted = sorted(pair, key=_DEAR.index)
    return Rate(Span(start, match.end()), base, Decimal(1), quoted, Decimal(match.group("value")))


def convert(value: Decimal, currency: str, rate: Rate) -> Decimal | None:
    """Return an amount in the other currency of a rate, None where the rate is not of its currency."""
    if currency == rate.base:
        return value * rate.value / rate.units
    if currency == rate.quoted:
        return value * rate.units / rate.value
    return None


def name_currency(currency: str) -> str:
    """Return the Chinese unit of a currency: 美元; 元 for the renminbi."""
    return next(
        word for word, unit in _NAMES.items() if unit == currency and not word[0].isascii() and word != "元人民币"
    )


def write_pair(rate: Rate) -> str:
    """Return the unit of a rate's value: 元/美元, 元/100日元."""
    units = "" if rate.units == 1 else f"{rate.units:f}"
    return f"{name_currency(rate.quoted)}/{units}{name_currency(rate.base)}"


_PAIR = re.compile(rf"(?P<quoted>{_ANY})/(?P<units>\d*)(?P<base>{_ANY})")


def read_pair(value: Decimal, unit: str) -> Rate | None:
    """Return the rate of a value whose unit is a pair of currencies; None for any other unit."""
    match = _PAIR.fullmatch(unit)
    if match is None:
        return None
    units = Decimal(match.group("units") or 1)
    return Rate(Span(0, 0), _NAMES[match.group("base")], units, _NAMES[match.group("quoted")], value)


_SPOKEN = re.compile(rf"{_NAMED}|(?:多少|几)(?:[万亿]|万亿)?(?P<own>元)")


def find_currencies(text: str) -> list[tuple[Span, str]]:
    """Return where currencies are named, with their codes; 元 alone is one only where it is asked for (多少亿元)."""
    return [
        (Span(*match.span("own" if match.group("own") else 0)), _NAMES[match.group("own") or match.group()])
        for match in _SPOKEN.finditer(fold(text))
    ]
