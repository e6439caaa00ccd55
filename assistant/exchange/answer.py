"""The answer to a question for an amount in another currency: the result, the amount as written, the rate as stated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.exchange.known import Known, Shelf, choose_rate, find_known_rates, holds_in
from assistant.exchange.stated import find_equivalent
from assistant.exchange.wish import Wish
from assistant.figure_answers import FigureAnswer, FigureRefusal, FigureSource, Metrics
from assistant.figure_answers.arithmetic import write_decimal
from assistant.figure_answers.english import MONEY, scale
from assistant.figure_answers.quoting import quote_of
from assistant.figure_answers.view import View, Views
from assistant.figure_answers.word import Wording, tell_views
from assistant.types import Claim, Derivation, Operand, Question
from index.quantities import parse_quantities
from index.quantities.rates import convert, name_currency, write_pair
from index.quantities.units import CURRENCIES
from index.types import Figure, Quantity

AskRecords = Callable[[Question], FigureAnswer | None]

# What an amount is written in, the largest that leaves a whole number of it.
_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"), (Decimal(1), ""))
_CENT = Decimal("0.01")
# Amounts that one answer converts.
_MOST = 6


def answer_in_currency(
    wish: Wish,
    asked: Question,
    shelf: Shelf,
    source: FigureSource,
    metrics: Metrics,
    ask: AskRecords,
    near: Sequence[str],
) -> FigureAnswer | None:
    """Answer in the wanted currency, or refuse with the amount as written where no source states a rate.

    `ask` answers a question from records; `near` are the articles that the search found. None where the question's
    own figure is none, so that sentences may answer it.
    """
    wording, views = Wording(asked.language), Views(source, metrics)
    if wish.amount is not None:
        held = _find_record(wish.amount, shelf, near)
        amounts = [(wish.amount, views.view(held) if held else None)]
        told = FigureAnswer(tuple(tell_views([view], None, wording) for _, view in amounts if view))
    else:
        found = ask(replace(asked, standalone=wish.rest, operation=None, kind="figure"))
        foreign = [figure for figure in found.figures if _is_foreign(figure, wish.into)] if found else []
        if found is None or not foreign or found.conflicts or len(foreign) > _MOST:
            return found
        amounts, told = [(_quantity(figure), views.view(figure)) for figure in foreign], found
    claims: list[Claim] = []
    for amount, view in amounts:
        claims += _convert(amount, view, wish, asked, shelf, near, wording)
    if not claims:
        return FigureAnswer(refusal=_refuse(told, amounts, wish, asked, shelf, near, wording))
    if all(claim.support == "exact" and claim.figures for claim in claims):
        # The sources give every amount in both currencies.
        return replace(told, claims=tuple(claims), refusal=None)
    return replace(told, claims=tuple(dict.fromkeys([*claims[:1], *told.claims, *claims[1:]])), refusal=None)


def _find_record(amount: Quantity, shelf: Shelf, near: Sequence[str]) -> Figure | None:
    """Return a record of the very amount that the question names, in the articles found for it."""
    for doc_id in near:
        for figure in shelf.figures(doc_id=doc_id):
            if (figure.canonical_value, figure.canonical_unit) == (amount.canonical_value, amount.canonical_unit):
                return figure
    return None


def _is_foreign(figure: Figure, into: str) -> bool:
    unit = figure.canonical_unit
    return unit in CURRENCIES and unit != into and isinstance(figure.canonical_value, Decimal)


def _quantity(figure: Figure) -> Quantity:
    return Quantity(
        figure.span, figure.value, figure.unit, figure.canonical_value, figure.canonical_unit, figure.qualifier
    )


def _rates_for(
    amount: Quantity, wish: Wish, asked: Question, shelf: Shelf, near: Sequence[str], view: View | None
) -> list[Known]:
    pair = frozenset((amount.canonical_unit, wish.into))
    beside = [view.figure.doc_id] if view else []
    return find_known_rates(shelf, pair, asked.filters, [*beside, *near])


def _convert(
    amount: Quantity,
    view: View | None,
    wish: Wish,
    asked: Question,
    shelf: Shelf,
    near: Sequence[str],
    wording: Wording,
) -> list[Claim]:
    """Return the converted amount and the rate, nothing where no rate is known for it."""
    stated = find_equivalent(view, wish.into) if view else None
    if stated is not None:
        return [stated]
    known = _rates_for(amount, wish, asked, shelf, near, view)
    if view is None:
        known = [one for one in known if holds_in(one, asked.period)]
    chosen = choose_rate(known, view.figure if view else None, asked.period)
    value = amount.canonical_value
    converted = convert(value, amount.canonical_unit, chosen.rate) if chosen and isinstance(value, Decimal) else None
    if chosen is None or converted is None:
        return []
    claims = [_tell_result(amount, view, chosen, converted, wish, wording), _tell_rate(chosen, shelf)]
    if view is not None and not holds_in(chosen, view.figure.period):
        claims.append(Claim(wording.pick(*_OTHER_TIME), (chosen.quote,), "none"))
    return claims


_OTHER_TIME = (
    "注意：所用汇率与这个数字不是同一时期的，结果仅供参考。",
    "Note: the rate is of another time than the figure.",
)


def _tell_result(
    amount: Quantity, view: View | None, known: Known, converted: Decimal, wish: Wish, wording: Wording
) -> Claim:
    """Return the sentence for the result, worked out from the amount and the rate."""
    value, unit, exact = _in_unit(converted, wish.into)
    rough = not exact or known.rate.rough or bool(amount.qualifier)
    rate = Operand(known.rate.value, write_pair(known.rate), known.quote)
    operands = (Operand(*_write(amount), quote_of(view) if view else None), rate)
    derivation = Derivation("conversion", operands, value, unit)
    written = wish.written or (wording.number(view) if view else "")
    name = "人民币" if wish.into == "CNY" else ""
    if wording.english:
        number = MONEY.get(wish.into, f"{{}} {wish.into}").format(scale(_scaled(value, unit)))
        text = f"{written} is {'about ' if rough else ''}{number}."
    else:
        text = f"{written}折合{name}{'约' if rough else ''}{write_decimal(value)}{unit}。"
    quotes = tuple(dict.fromkeys(operand.quote for operand in operands if operand.quote))
    return Claim(text, quotes, "derived", derivation, (view.figure,) if view else ())


def _write(amount: Quantity) -> tuple[Decimal, str | None]:
    """Return value and unit as written, or (US$560 million) in Chinese units where those two say less than they do."""
    value, canonical = amount.value, amount.canonical_value
    assert isinstance(value, Decimal)
    assert isinstance(canonical, Decimal)
    read = parse_quantities(f"{value:f}{amount.unit or ''}")
    if any((one.canonical_value, one.canonical_unit) == (canonical, amount.canonical_unit) for one in read):
        return value, amount.unit
    size, word = next(((size, word) for size, word in _SCALES if abs(canonical) >= size), _SCALES[-1])
    return canonical / size, word + name_currency(amount.canonical_unit)


def _in_unit(value: Decimal, into: str) -> tuple[Decimal, str, bool]:
    """Return a value rounded to two decimals of a fitting unit, the unit, and whether nothing was rounded."""
    size, word = next(((size, word) for size, word in _SCALES if abs(value) >= size), _SCALES[-1])
    rounded = (value / size).quantize(_CENT, rounding=ROUND_HALF_UP)
    return rounded, word + name_currency(into), rounded == value / size


def _scaled(value: Decimal, unit: str) -> Decimal:
    return value * next(size for size, word in _SCALES if unit.startswith(word))


def _tell_rate(known: Known, shelf: Shelf) -> Claim:
    """Return the words that state a rate, as they stand."""
    quote = known.quote
    return Claim(quote.span.of(shelf.article(quote.doc_id, quote.version).text), (quote,))


def _refuse(
    told: FigureAnswer,
    amounts: Sequence[tuple[Quantity, View | None]],
    wish: Wish,
    asked: Question,
    shelf: Shelf,
    near: Sequence[str],
    wording: Wording,
) -> FigureRefusal:
    """Return the refusal for want of a rate: the amount as written, else a rate of another time than was asked for."""
    nearest = list(told.claims)
    if not nearest:
        amount, view = amounts[0]
        other = choose_rate(_rates_for(amount, wish, asked, shelf, near, view), None, asked.period)
        nearest = [_tell_rate(other, shelf)] if other else []
    text = wording.pick("资料中没有这两种货币的汇率。", "No source gives a rate between these two currencies.")
    return FigureRefusal("no_rate", text, tuple(nearest))
