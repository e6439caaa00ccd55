"""When two quantities say the same: equal after normalisation, equal by rounding, or a lost decimal point."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from index.quantities.numerals import SCALES
from index.types import Quantity

# A difference that only the writing of a fraction makes: 三分之一 beside 33.33%.
_FRACTION_TOLERANCE = Decimal("1e-9")


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Say whether both are the same amount of the same base unit; currencies are never mixed."""
    if a.canonical_unit != b.canonical_unit:
        return False
    first, second = _ends(a.canonical_value), _ends(b.canonical_value)
    if len(first) != len(second):
        return False
    return all(abs(x - y) <= _FRACTION_TOLERANCE * max(abs(x), abs(y)) for x, y in zip(first, second, strict=True))


def rounds_to(fine: Quantity, coarse: Quantity) -> bool:
    """Say whether `coarse` is `fine` with fewer digits, rounded or cut: 399.6亿元 and 400亿元, 2339.8亿 and 2339亿."""
    if fine.canonical_unit != coarse.canonical_unit:
        return False
    exact, said = fine.canonical_value, coarse.canonical_value
    if isinstance(exact, tuple) or isinstance(said, tuple) or isinstance(coarse.value, tuple) or not said:
        return False
    step = written_step(coarse)
    return any((exact / step).quantize(Decimal(1), rounding=way) * step == said for way in (ROUND_HALF_UP, ROUND_DOWN))


def written_step(quantity: Quantity) -> Decimal:
    """Return the worth of the last digit written: 0.1亿元 for 2339.8亿元; trailing zeros of 2100 count as rounded."""
    if isinstance(quantity.value, tuple) or isinstance(quantity.canonical_value, tuple) or not quantity.value:
        return Decimal(1)
    factor = abs(quantity.canonical_value / quantity.value)
    exponent = quantity.value.normalize().as_tuple().exponent
    return factor * Decimal(10) ** int(exponent)


def lost_point(headline: Quantity, body: Quantity) -> bool:
    """Say whether `headline` is `body` without its decimal point: 23398亿 beside 2339.8亿."""
    if isinstance(headline.value, tuple) or isinstance(body.value, tuple):
        return False
    if headline.canonical_unit != body.canonical_unit or _scale(headline) != _scale(body):
        return False
    with_point = format(body.value, "f")
    return "." in with_point and with_point.replace(".", "").lstrip("0") == format(headline.value, "f")


def _ends(value: Decimal | tuple[Decimal, Decimal]) -> tuple[Decimal, ...]:
    """Return a value as one or two numbers."""
    return value if isinstance(value, tuple) else (value,)


def _scale(quantity: Quantity) -> str:
    """Return the scale word of the unit as written."""
    unit = quantity.unit or ""
    return next((scale for scale in SCALES if unit.startswith(scale)), "")
