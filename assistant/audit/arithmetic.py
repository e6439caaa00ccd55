"""Derivations done again: operands must stand in their quotes, and the result must follow from them."""

from __future__ import annotations

from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import pairwise

from assistant.audit.sources import ArticleOf
from assistant.types import Derivation, Fault, Operand
from index.quantities import parse_quantities
from index.quantities.rates import convert, find_rates, read_pair

# Results are shown rounded; a shown result may differ from the exact one by half of its last place.
_HALF = Decimal("0.5")


def derivation_faults(derivation: Derivation, article_of: ArticleOf) -> list[Fault]:
    """Return what is wrong with a derivation: operands that no quote holds, and a result that does not follow."""
    faults = [
        Fault("digit", f"{operand.value}{operand.unit or ''}", None)
        for operand in derivation.operands
        if not _stands_in_quote(operand, article_of)
    ]
    result = work_out(derivation)
    if result is None or not _rounds_to(result, derivation.value):
        shown = f"{derivation.value}{derivation.unit or ''}"
        faults.append(Fault("digit", shown, None if result is None else f"{result.normalize():f}"))
    return faults


def in_base_units(value: Decimal, unit: str | None) -> tuple[Decimal, str] | None:
    """Return value and base unit of a number as written (2100, 亿元 → 210000000000, CNY); None where it is none."""
    for quantity in parse_quantities(f"{value:f}{unit or ''}"):
        if isinstance(quantity.canonical_value, Decimal):
            return quantity.canonical_value, quantity.canonical_unit
    return None


def work_out(derivation: Derivation) -> Decimal | None:
    """Do the arithmetic in base units and return it in the unit of the result; None where it cannot be done."""
    if derivation.operation == "conversion":
        return _work_conversion(derivation)
    operands = [in_base_units(operand.value, operand.unit) for operand in derivation.operands]
    if not operands or any(operand is None for operand in operands):
        return None
    values = [operand[0] for operand in operands if operand]
    # An amount by a number (平均每个) is the one result over two kinds of unit.
    mixed = len({operand[1] for operand in operands if operand}) > 1
    if mixed and derivation.operation != "ratio":
        return None
    try:
        result = _apply(derivation, values)
    except (DivisionByZero, InvalidOperation, IndexError):
        return None
    if derivation.operation in ("ratio", "growth", "share", "ranking") and not mixed:
        return result
    scale = in_base_units(Decimal(1), derivation.unit)
    return result / scale[0] if scale and scale[0] else result


def _apply(derivation: Derivation, values: list[Decimal]) -> Decimal:
    operation = derivation.operation
    if operation == "sum":
        return sum(values, Decimal(0))
    if operation == "difference":
        return values[0] - values[1]
    if operation == "ratio":
        return values[0] / values[1]
    if operation == "growth":
        return (values[0] - values[1]) / values[1] * 100
    if operation == "share":
        return values[0] / values[1] * 100
    if operation == "mean":
        return sum(values, Decimal(0)) / len(values)
    # What is left is a ranking.
    ordered = all(a >= b for a, b in pairwise(values))
    return derivation.value if ordered else Decimal("NaN")


def _work_conversion(derivation: Derivation) -> Decimal | None:
    """Exchange the first operand by the second, a rate; None where the rate is of other currencies."""
    if len(derivation.operands) != 2:
        return None
    amount, rate = derivation.operands
    given, pair = in_base_units(amount.value, amount.unit), read_pair(rate.value, rate.unit or "")
    scale = in_base_units(Decimal(1), derivation.unit)
    if given is None or pair is None or scale is None or {given[1], scale[1]} != {pair.base, pair.quoted}:
        return None
    exchanged = convert(given[0], given[1], pair)
    return None if exchanged is None else exchanged / scale[0]


def _rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Say whether `shown` is `exact` rounded to its own places; a difference may drop its sign."""
    if exact.is_nan():
        return False
    step = Decimal(1).scaleb(int(shown.as_tuple().exponent))
    return abs(abs(exact) - abs(shown)) <= step * _HALF


def _stands_in_quote(operand: Operand, article_of: ArticleOf) -> bool:
    """Say whether the quote holds the number, or states the rate; the asker's own number needs no quote."""
    if operand.quote is None:
        return True
    article = article_of(operand.quote.doc_id, operand.quote.version)
    said = operand.quote.span.of(article.text)
    rate = read_pair(operand.value, operand.unit or "")
    if rate is not None:
        wanted_pair = (rate.base, rate.units, rate.quoted, rate.value)
        return any((one.base, one.units, one.quoted, one.value) == wanted_pair for one in find_rates(said))
    wanted = in_base_units(operand.value, operand.unit)
    for quantity in parse_quantities(said):
        values = (
            quantity.canonical_value if isinstance(quantity.canonical_value, tuple) else (quantity.canonical_value,)
        )
        if wanted and quantity.canonical_unit == wanted[1] and any(abs(v) == abs(wanted[0]) for v in values):
            return True
    return False
