"""Write an amount in any of the writings that `parse_quantities` reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from index.quantities.numerals import write_chinese
from index.types import Quantity

Writing = Literal["scaled", "plain", "thousands", "full_width", "chinese", "spaced", "english"]
WRITINGS: tuple[Writing, ...] = get_args(Writing)

_NAMES = {
    "CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑", "percent": "%",
    "percentage_point": "个百分点", "times": "倍", "count": "个", "mu": "亩", "hectare": "公顷", "km2": "平方公里",
    "m2": "平方米", "m3": "立方米", "km": "公里", "m": "米", "kW": "千瓦", "kWh": "千瓦时", "t": "吨",
    "km/h": "公里/小时",
}  # fmt: skip
_ENGLISH_NAMES = {
    "CNY": " yuan", "USD": " US dollars", "EUR": " euros", "percent": "%", "percentage_point": " percentage points",
    "times": " times", "mu": " mu", "hectare": " hectares", "km2": " square kilometers", "m2": " square meters",
    "km": " km", "kW": " kW", "kWh": " kWh", "t": " tonnes", "count": "",
}  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def format_amount(value: Decimal, canonical_unit: str, writing: Writing = "scaled", counter: str = "个") -> str:
    """Write a canonical value: scaled 2100亿元, plain 210000000000元, thousands 210,000元, english 210 billion yuan.

    `counter` stands for the unit of counts. A negative value keeps a minus sign.
    """
    name = counter if canonical_unit == "count" else _NAMES.get(canonical_unit, canonical_unit)
    sign, size = ("-" if value < 0 else ""), abs(value)
    if writing == "english":
        return sign + _write_english(size, canonical_unit)
    if writing == "chinese":
        if canonical_unit == "percent":
            return "百分之" + write_chinese(size)
        number, scale = _scale(size)
        return write_chinese(number) + scale + name
    if writing in {"plain", "thousands"}:
        return sign + (f"{size:,f}" if writing == "thousands" else _digits(size)) + name
    scale = "" if canonical_unit in {"percent", "percentage_point", "times"} else _scale(size)[1]
    shown = _digits(size / _factor(scale))
    if writing == "full_width":
        return sign + (shown + scale + name).translate(_FULL_WIDTH)
    return f"{sign}{shown} {scale}{name}" if writing == "spaced" else f"{sign}{shown}{scale}{name}"


def format_quantity(quantity: Quantity, writing: Writing = "scaled") -> str:
    """Write a quantity by its canonical value; a range has an en dash between its ends."""
    counter = (quantity.unit or "个").lstrip("百千万亿") or "个"
    value = quantity.canonical_value
    if isinstance(value, tuple):
        low, high = (format_amount(end, quantity.canonical_unit, writing, counter) for end in value)
        return f"{low}–{high}"
    return format_amount(value, quantity.canonical_unit, writing, counter)


def _factor(scale: str) -> Decimal:
    """Return what 万, 亿 and 万亿 multiply by."""
    return {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}[scale]


def _scale(size: Decimal) -> tuple[Decimal, str]:
    """Choose 万亿, 亿 or 万 as a Chinese reader would."""
    scale = "万亿" if size >= 10**12 else "亿" if size >= 10**8 else "万" if size >= 10**4 else ""
    return size / _factor(scale), scale


def _digits(value: Decimal) -> str:
    """Write digits without an exponent and without trailing zeros behind the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_english(size: Decimal, unit: str) -> str:
    """Write with million, billion and trillion."""
    name = _ENGLISH_NAMES.get(unit, f" {unit}")
    if unit not in {"percent", "percentage_point", "times"}:
        for word, factor in (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)):
            if size >= factor:
                return f"{_digits(size / factor)} {word}{name}"
    return f"{_digits(size)}{name}"
