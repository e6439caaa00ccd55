"""Cells of an aspect that is a metric: of each subject the record that fits best, all of one period where they can be.

Results come before goals, which are told as what they are. Without an asked period a row takes the latest one for
which most subjects have a result; a subject that lacks it gives its latest, and the row carries a warning.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from assistant.compare.types import Comparison, DraftCell, Known, make_blank
from assistant.figure_answers.agree import settle
from assistant.figure_answers.asks import Wanted, make_ask
from assistant.figure_answers.select import RESULTS, Slot, choose
from assistant.figure_answers.timing import compare_periods
from assistant.figure_answers.types import Measure, Metrics
from assistant.figure_answers.view import View, effective_status
from assistant.figure_answers.word import Wording, tell_conflict, tell_views
from index.text import fold
from index.types import Figure, Period, Region

_Days = tuple[dt.date, dt.date]
_GROWTH = re.compile(r"(?:同比|环比|比上年)?(?:增速|增长率?|增幅|涨幅|降幅)$")
# An aspect that no vocabulary knows is looked for among the records only where its last word names a number.
_NUMBER = re.compile(r"(?:[数额量率值]|增速|规模|面积|比重|占比|资金|投资|收入|支出|人口|产能|价格|总计|多少)$")
_LEVELS: frozenset[Measure] = frozenset({"amount", "count", "extent"})


def fill_figures(
    aspect: str, comparison: Comparison, known: Known, metrics: Metrics, wording: Wording
) -> list[DraftCell] | None:
    """Return the cells of an aspect that is a metric, None where no subject has a record of it."""
    fitting = {region.key: find_records(aspect, known[region.key], metrics) for region in comparison.subjects}
    if not any(fitting.values()) and _NUMBER.search(fold(aspect)):
        fitting = {
            region.key: _choose(aspect, region, comparison, known[region.key], metrics)
            for region in comparison.subjects
        }
    if not any(fitting.values()):
        return None
    common = _common_period(list(fitting.values()))
    if comparison.period is not None:
        today = comparison.today or dt.date.today()
        fitting = {key: _told_of(views, comparison.period, today) for key, views in fitting.items()}
        common = (comparison.period.start, comparison.period.end)
    return [_fill(region, _pick(fitting[region.key], common), wording) for region in comparison.subjects]


def find_records(aspect: str, views: Sequence[View], metrics: Metrics) -> list[View]:
    """Return the records of the metric that an aspect names: its level, or its growth where that is named."""
    words = fold(aspect)
    if growth := _GROWTH.search(words):
        base = metrics.canonical(words[: growth.start()]) or words[: growth.start()]
        grown = [view for view in views if view.measure == "growth"]
        return [view for view in grown if fold(_GROWTH.sub("", view.figure.metric)) == fold(base)]
    name = metrics.canonical(words)
    if name is None:
        return [view for view in views if fold(view.figure.metric) == words]
    named = metrics.get(name)
    rate = named is not None and named.unit == "percent"
    return [view for view in views if view.figure.metric == name and (rate or view.measure in _LEVELS)]


def _choose(aspect: str, region: Region, comparison: Comparison, views: Sequence[View], metrics: Metrics) -> list[View]:
    """Return the records that a question for the aspect would be answered with."""
    ask = make_ask(aspect, metrics)
    wanted = Wanted((ask,), (), aspect, marked=True)
    slot = Slot(ask, region, comparison.period)
    return list(choose(slot, wanted, list(views), comparison.today or dt.date.today()).views)


def _told_of(views: Sequence[View], period: Period, today: dt.date) -> list[View]:
    """Return the records that answer for the asked period: of it, or of an event in it."""
    return [view for view in views if is_told_of(view.figure, period, today, view.article.date)]


def is_told_of(figure: Figure, period: Period, today: dt.date, told: dt.date | None) -> bool:
    """Say whether a record of an article of the day `told` answers for a period."""
    return compare_periods(period, figure.period, today, told) in ("same", "so_far", "within")


def _common_period(rows: Sequence[Sequence[View]]) -> _Days | None:
    """Return the period for which most subjects have a result; of several the latest, then the longest."""
    holders: dict[_Days, int] = defaultdict(int)
    for views in rows:
        for days in {_days(view) for view in views if _is_result(view)} - {None}:
            assert days is not None
            holders[days] += 1
    if not holders:
        return None
    return max(holders, key=lambda days: (holders[days], days[1], days[1] - days[0]))


def _days(view: View) -> _Days | None:
    period = view.figure.period
    return (period.start, period.end) if period else None


def _is_result(view: View) -> bool:
    return effective_status(view) in RESULTS


def _pick(views: Sequence[View], common: _Days | None) -> list[View]:
    """Return the records of one period, status and threshold that make the cell, the one that is shown first."""
    if not views:
        return []

    def order(view: View) -> tuple[bool, bool, bool, dt.date, int, bool, dt.date]:
        days = _days(view) or (dt.date.min, dt.date.min)
        return (
            _is_result(view),
            _days(view) == common,
            days[1] != dt.date.min,
            days[1],
            (days[1] - days[0]).days,
            view.figure.threshold is None,
            view.article.date or dt.date.min,
        )

    head = max(views, key=order)
    alike = [view for view in views if view is not head and order(view)[:6] == order(head)[:6]]
    return [head, *alike]


def _fill(region: Region, views: Sequence[View], wording: Wording) -> DraftCell:
    if not views:
        return make_blank(wording)
    settled = settle(views)
    readings = settled.readings
    first = readings[0].view
    numbers = wording.pick("；", "; ").join(_number(reading.view, wording) for reading in readings)
    period = wording.period(first.figure.period)
    # 2024年（文中称“去年”） inside brackets loses its own.
    inner = period.replace("（", "，").replace("）", "")
    text = wording.pick(f"{numbers}（{inner}）", f"{numbers}, {period}") if period else numbers
    notes = [note for note in (wording.status(first), first.figure.threshold) if note]
    if len(readings) > 1:
        notes.append(wording.pick("各来源不一", "sources differ"))
        claim, _ = tell_conflict(settled, region, wording)
    else:
        claim = tell_views([first], region, wording)
    note = wording.pick("；", "; ").join(notes) or None
    return DraftCell(text, claim.quotes, first.figure, note=note, claim=claim.text)


def _number(view: View, wording: Wording) -> str:
    """Return the number as written, of a growth with its direction."""
    number, value = wording.number(view), view.figure.canonical_value
    if view.measure != "growth":
        return number
    fallen = (value if isinstance(value, Decimal) else value[0]) < 0
    return wording.pick(f"{'下降' if fallen else '增长'}{number}", f"{'down' if fallen else 'up'} {number}")
