"""Numbers in English: 超2100亿元 is over 210 billion yuan."""

from __future__ import annotations

from decimal import Decimal

from assistant.figure_answers.view import View
from index.types import Figure

MONEY = {"CNY": "{} yuan", "USD": "US${}", "HKD": "HK${}", "EUR": "€{}", "JPY": "{} yen", "GBP": "£{}"}
_UNITS = {
    "percent": "{}%", "percentage_point": "{} percentage points", "times": "{} times", "count": "{}", "mu": "{} mu",
    "hectare": "{} hectares", "m2": "{} square metres", "km2": "{} square kilometres", "km": "{} kilometres",
    "km/h": "{} km/h", "kW": "{} kW", "t": "{} tonnes",
}  # fmt: skip
_QUALIFIERS = {
    "超": "over", "超过": "over", "逾": "over", "突破": "over", "余": "over", "多": "over", "以上": "at least",
    "不少于": "at least", "不低于": "at least", "至少": "at least", "约": "about", "大约": "about", "左右": "about",
    "近": "nearly", "将近": "nearly", "接近": "nearly", "不到": "under", "不足": "under", "以下": "at most",
    "不超过": "at most",
}  # fmt: skip
_MILLION, _THOUSAND = Decimal(10) ** 6, Decimal(1000)
_SCALES = ((Decimal(10) ** 12, " trillion"), (Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million"))


def english_number(view: View) -> str | None:
    """Return the record's number in English, None for a unit without an English form."""
    figure = view.figure
    pattern = MONEY.get(figure.canonical_unit) or _UNITS.get(figure.canonical_unit)
    if pattern is None:
        return None
    number = pattern.format(_count(figure) if figure.canonical_unit == "count" else _scale_value(figure))
    qualifier = _QUALIFIERS.get(figure.qualifier or "")
    return f"{qualifier} {number}" if qualifier else number


def _count(figure: Figure) -> str:
    """Return a count as its source writes it: 187 thousand for 18.7万, 43813 for 43813."""
    value = figure.canonical_value
    if isinstance(value, tuple) or abs(value) >= _MILLION or value % _THOUSAND or abs(value) < _THOUSAND:
        written = _scale_value(figure)
        return written if " " in written else written.replace(",", "")
    return f"{plain(abs(value) / _THOUSAND)} thousand"


def _scale_value(figure: Figure) -> str:
    value = figure.canonical_value
    if isinstance(value, tuple):
        return f"{scale(abs(value[0]))} to {scale(abs(value[1]))}"
    return scale(abs(value))


def scale(value: Decimal) -> str:
    """Return 210 billion for 210000000000, 38,576 for 38576; every digit is kept."""
    for size, word in _SCALES:
        if abs(value) >= size:
            return f"{plain(value / size)}{word}"
    return plain(value)


def plain(value: Decimal) -> str:
    """Return the value with thousands separators and without closing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
