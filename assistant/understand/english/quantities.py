"""Amounts that an English question names, as Chinese writes them: 100 billion yuan is 1000亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from index.types import Span

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_UNITS = {
    "yuan": "元", "rmb": "元", "us dollars": "美元", "dollars": "美元", "euros": "欧元", "hk dollars": "港元",
    "yen": "日元",
    "percentage points": "个百分点", "percent": "%", "per cent": "%", "%": "%", "people": "人",
    "tonnes": "吨", "tons": "吨",
    "square kilometres": "平方公里", "square kilometers": "平方公里", "square metres": "平方米",
    "square meters": "平方米", "kilometres": "公里", "kilometers": "公里", "km": "公里", "hectares": "公顷", "mu": "亩",
    "kilowatts": "千瓦", "kilowatt-hours": "千瓦时", "households": "户", "companies": "家企业", "enterprises": "家企业",
    "firms": "家企业", "projects": "个项目",
}  # fmt: skip
_CURRENCIES = {"$": "美元", "us$": "美元", "¥": "元", "rmb": "元", "rmb ": "元", "€": "欧元", "hk$": "港元"}
_QUANTITY = re.compile(
    r"(?<![\w.,])(?P<currency>us\$|hk\$|rmb ?|[$¥€])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?: ?(?P<scale>thousand|million|billion|trillion))?"
    rf"(?: ?(?P<unit>{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![a-z]))?(?![\w])"
)
# Aged 60 and over, over the age of 60.
_AGE = re.compile(
    r"(?:over the age of|aged over|aged|over) (?P<age>\d{1,2})(?: (?:and|or) (?:over|above|older))?"
    r"(?![\w.,%]| [a-z]+s\b)"
)
_HUNDRED_MILLION, _TEN_THOUSAND, _MOST = Decimal(10**8), Decimal(10**4), 2100


def find_quantities(folded: str) -> Iterator[tuple[Span, str]]:
    """Yield the amounts of folded English text with the Chinese for each; bare, four digits may be a year."""
    for match in _AGE.finditer(folded):
        yield Span(match.start(), match.end()), f"{match['age']}岁以上"
    for match in _QUANTITY.finditer(folded):
        value = Decimal(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
        unit = _UNITS.get(match["unit"] or "") or _CURRENCIES.get(match["currency"] or "", "")
        bare = not (unit or match["scale"])
        if bare and ("," not in match["number"]) and (value < _MOST or "." in match["number"]):
            if not _is_counted(folded, match):
                continue
            unit = ""
        yield Span(match.start(), match.end()), write_quantity(value, unit)


def _is_counted(folded: str, match: re.Match[str]) -> bool:
    """Say whether a bare number counts what follows (the 40 projects) rather than naming a year or a day."""
    after = re.match(r" (?P<word>[a-z-]+)", folded[match.end() :])
    small = len(match["number"]) < 4
    return bool(
        small
        and after
        and after["word"].endswith("s")
        and not after["word"].startswith(("months", "years", "days", "quarters"))
    )


def write_quantity(value: Decimal, unit: str) -> str:
    """Return a value as Chinese writes it, with 亿 and 万 where they fit."""
    for size, mark in ((_HUNDRED_MILLION, "亿"), (_TEN_THOUSAND, "万")):
        if value >= size:
            return (
                f"{value / size:f}".rstrip("0").rstrip(".") + mark + unit
                if "." in f"{value / size:f}"
                else f"{value / size:f}{mark}{unit}"
            )
    return f"{value:f}{unit}"
