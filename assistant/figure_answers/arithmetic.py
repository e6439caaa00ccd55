"""Arithmetic over records, in decimals, with each operand's quote: sum, difference, ratio, share, growth, mean.

Currencies are never mixed and nothing is converted; units of one kind are brought together (万亿元 and 亿元). Operands
with a range for a value are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.figure_answers.quoting import quote_of
from assistant.figure_answers.view import View
from assistant.types import Derivation, Operand, Operation
from index.types import Figure

_HUNDRED = Decimal(100)
# Decimals of a quotient where the question names none.
_PLACES = 2
# What makes a unit larger, and the sizes that are left to choose from below it.
_GROWN = re.compile(r"[百千]?(?:万亿|亿|万)")
_STEPS = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))


def derive(operation: Operation, views: Sequence[View], places: int | None = None) -> Derivation | None:
    """Return the result with its operands, None where the units or the values do not allow it."""
    figures = [view.figure for view in views]
    values = [exact_value(figure) for figure in figures]
    if len(values) < 2 or any(value is None for value in values):
        return None
    numbers = [value for value in values if value is not None]
    alike = len({figure.canonical_unit for figure in figures}) == 1
    if not alike and operation != "ratio":
        return None
    result = _compute(operation, numbers, figures, alike, places)
    if result is None:
        return None
    operands = tuple(
        Operand(_signed(figure), figure.unit, quote_of(view)) for view, figure in zip(views, figures, strict=True)
    )
    return Derivation(operation, operands, *result)


def exact_value(figure: Figure) -> Decimal | None:
    """Return the canonical value, None for a range."""
    return figure.canonical_value if isinstance(figure.canonical_value, Decimal) else None


def _signed(figure: Figure) -> Decimal:
    value = figure.value if isinstance(figure.value, Decimal) else figure.value[0]
    canonical = exact_value(figure)
    return -value if canonical is not None and canonical < 0 < value else value


def _compute(
    operation: Operation, numbers: Sequence[Decimal], figures: Sequence[Figure], alike: bool, places: int | None
) -> tuple[Decimal, str | None] | None:
    """Return the value and its unit as it is written."""
    if operation in ("sum", "difference", "mean"):
        total = sum(numbers, Decimal(0)) if operation != "difference" else numbers[0] - numbers[1]
        value = total / len(numbers) if operation == "mean" else total
        return _in_unit(value, figures, places, exact=operation != "mean")
    if numbers[1] == 0:
        return None
    quotient = numbers[0] / numbers[1]
    if operation == "share":
        return round_to(quotient * _HUNDRED, places), "%"
    if operation == "growth":
        return round_to((numbers[0] - numbers[1]) / numbers[1] * _HUNDRED, places), "%"
    if operation == "ratio":
        return (round_to(quotient, places), "倍") if alike else _in_readable_unit(quotient, figures[0], places)
    return None


def _in_unit(
    value: Decimal, figures: Sequence[Figure], places: int | None, *, exact: bool
) -> tuple[Decimal, str | None]:
    """Write a canonical value in the unit of the first operand that is small enough for all; rates differ by points."""
    unit, scale = min(((figure.unit, scale_of(figure)) for figure in figures), key=lambda pair: pair[1])
    if exact and len(figures) > 1 and figures[0].canonical_unit == "percent":
        unit = "个百分点"
    written = value / scale
    return (written.normalize() if exact and places is None else round_to(written, places)), unit


def _in_readable_unit(value: Decimal, figure: Figure, places: int | None) -> tuple[Decimal, str | None]:
    """Write a quotient in the unit of what was divided, or in a smaller one where it would be nothing: 325.95元."""
    grown = _GROWN.match(figure.unit or "")
    if grown is None or value >= scale_of(figure):
        return _in_unit(value, [figure], places, exact=False)
    prefix, size = next(((name, size) for name, size in _STEPS if value >= size), ("", Decimal(1)))
    return round_to(value / size, places), prefix + (figure.unit or "")[grown.end() :]


def scale_of(figure: Figure) -> Decimal:
    """Return what one written unit is in base units: 100000000 for 亿元."""
    value, canonical = figure.value, figure.canonical_value
    if isinstance(value, tuple) or isinstance(canonical, tuple) or value == 0:
        return Decimal(1)
    return abs(canonical / value)


def round_to(value: Decimal, places: int | None) -> Decimal:
    """Round half up to the asked number of decimals, two by default."""
    step = Decimal(1).scaleb(-(_PLACES if places is None else places))
    return value.quantize(step, rounding=ROUND_HALF_UP)


def write_decimal(value: Decimal) -> str:
    """Return a decimal without exponent and closing zeros: 3141.48, 606."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
