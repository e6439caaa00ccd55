"""The largest parts of a metric: 前三大贸易伙伴 are the three largest of 对甲进出口, 对乙进出口 and so on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.figure_answers.asks import Wanted
from assistant.figure_answers.match import match_subject
from assistant.figure_answers.select import RESULTS
from assistant.figure_answers.terms import shield
from assistant.figure_answers.timing import compare_periods
from assistant.figure_answers.view import View
from index.types import Period, Region

_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_PARTNERS = re.compile(
    r"(?:前?(?P<n>[一二两三四五六七八九十]|\d{1,2})大?个?|主要|最大的?)?(?:的)?\s*(?:贸易伙伴|出口市场|进口来源)"
)
_BOTH_WAYS = shield("进出口")
_BY_PARTNER = re.compile(
    rf"对(?P<partner>[^，。占]{{1,12}}?)(?P<flow>{_BOTH_WAYS}|出口|贸易)|自(?P<source>[^，。占]{{1,12}}?)(?P<inflow>进口)"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many of the largest parts are wanted (None: all), and of which flow."""

    number: int | None
    flow: str


def read_parts(wanted: Wanted) -> Parts | None:
    """Return the parts that the question wants, None where it wants no parts."""
    found = _PARTNERS.search(wanted.text)
    if found is None:
        return None
    text = shield(wanted.text)
    flow = next((way for way in (_BOTH_WAYS, "进口", "出口") if way in text), _BOTH_WAYS)
    number = found.group("n")
    return Parts(_NUMERALS.get(number) or int(number) if number else None, flow)


def find_parts(
    parts: Parts, region: Region | None, period: Period | None, views: Sequence[View], today: dt.date, asked: str
) -> list[View]:
    """Return the records of the parts, largest first, one for each partner."""
    largest: dict[str, View] = {}
    for view in views:
        if view.measure != "amount" or view.figure.status not in RESULTS or match_subject(view, region, asked) <= 0:
            continue
        found = _BY_PARTNER.search(view.metric)
        if found is None or (found.group("flow") or found.group("inflow")) != parts.flow:
            continue
        if period and compare_periods(period, view.figure.period, today, view.article.date) == "other":
            continue
        partner = found.group("partner") or found.group("source")
        if partner not in largest or _size(view) > _size(largest[partner]):
            largest[partner] = view
    ordered = sorted(largest.values(), key=lambda view: (-_size(view), view.rank))
    return ordered[: parts.number]


def _size(view: View) -> Decimal:
    value = view.figure.canonical_value
    return value if isinstance(value, Decimal) else value[0]
