"""Whether a question wants an amount in another currency: which amount, which currency, and what else it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.quantities import parse_quantities
from index.quantities.rates import find_currencies
from index.quantities.units import CURRENCIES
from index.text import fold
from index.types import Quantity, Span

_VERB = re.compile(
    r"相当于|折合|折算|换算|折成|换成|兑换成?|合算|转换|\bconvert(?:ed)?\b|\bequivalent\b|\bin terms of\b"
)
# Right behind an amount these ask what it is in another currency: 5.6亿美元合多少人民币, is US$5 million in yuan.
_LINK = re.compile(r"\s?(?:大?约|大概|现在)?(?:可以?)?(?:合|兑|换|等于|相当于|是|值|为|in|to|into)")
_LEAD = re.compile(r"(?:大?约|如果|\b(?:in|to|into) )?$")
_TAIL = re.compile(r"\s?(?:计算|表示|来算|来看|之后|后)?(?:的话)?")
_HOW_MUCH = re.compile(r"多少|几|how much|how many")
_SIGN = re.compile(r"(?:(?:US|HK)?\$|[€£¥￥])?\s?$", re.IGNORECASE)
# How far behind the verb the currency may stand.
_REACH = 14


@dataclass(frozen=True, slots=True)
class Wish:
    """An amount is wanted in the currency `into`: the `amount` that the question holds, else what `rest` asks for.

    `written` is the amount as the question writes it, with its sign (US$560 million); empty where there is none.
    """

    into: str
    amount: Quantity | None
    written: str
    rest: str


def read_wish(question: str) -> Wish | None:
    """Return what a question wants converted, None where it wants nothing converted."""
    folded = fold(question)
    amounts = [quantity for quantity in parse_quantities(question) if is_money(quantity)]
    named = [
        (span, currency)
        for span, currency in find_currencies(question)
        if not any(span.overlaps(amount.span) for amount in amounts)
    ]
    verb = _VERB.search(folded)
    amount = amounts[0] if amounts else None
    if verb is None and (amount is None or not _LINK.match(folded, amount.span.end)):
        return None
    after = verb.end() if verb else amount.span.end if amount else 0
    targets = [(span, currency) for span, currency in named if amount is None or currency != amount.canonical_unit]
    close = [found for found in targets if after <= found[0].start <= after + _REACH]
    span, into = next(iter(close or targets), (None, ""))
    if span is None or (amount is not None and not isinstance(amount.canonical_value, Decimal)):
        return None
    beside = verb is not None and 0 <= span.start - verb.end() <= _REACH
    start = verb.start() if verb and beside else span.start
    return Wish(into, amount, _written(question, amount), _take_out(question, Span(start, span.end)))


def _written(question: str, amount: Quantity | None) -> str:
    """Return an amount as the question writes it, with the sign before it."""
    if amount is None:
        return ""
    sign = _SIGN.search(question, 0, amount.span.start)
    return question[sign.start() if sign else amount.span.start : amount.span.end]


def _take_out(question: str, span: Span) -> str:
    """Return the question without the words that ask for the other currency."""
    lead = _LEAD.search(question, 0, span.start)
    tail = _TAIL.match(question, span.end)
    head = question[: lead.start() if lead else span.start].rstrip(" ，,")
    rest = head + question[tail.end() if tail else span.end :].lstrip(" ，,")
    return rest if _HOW_MUCH.search(fold(rest)) else rest.rstrip("？?。. ") + "是多少？"


def is_money(quantity: Quantity) -> bool:
    """Say whether a quantity is an amount of money."""
    return quantity.canonical_unit in CURRENCIES
