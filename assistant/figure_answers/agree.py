"""Whether sources agree: equal values strengthen each other, different ones are kept apart and explained.

Three differences are no conflict: a rounded writing of the same value (399.6 and 400, 超3300 and 3377.7), a headline
that lost its decimal point (23398亿 beside 2339.8亿元), and a revision that says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.figure_answers.terms import Term, cover
from assistant.figure_answers.view import View
from index.quantities import lost_point
from index.types import Figure, Quantity

Value = Decimal | tuple[Decimal, Decimal]
Difference = Literal["equal", "rounded", "lost_point", "revised", "conflict"]

_MORE = frozenset(["超", "超过", "逾", "突破", "多", "余", "以上", "不少于", "不低于", "高于", "大于", "至少"])
_LESS = frozenset(["近", "不到", "不足", "以下", "不超过", "低于", "少于", "至多", "将近", "接近"])
_ABOUT = frozenset(["约", "约为", "大约", "左右", "上下", "大概", "近"])
# 超3300 may stand for 3377.7, not for 4000.
_REACH = Decimal("0.1")
# Share of each other's words from which on two metrics are one.
_ALIKE = 0.8
_GOALS = re.compile(r"预期|拼搏|奋斗|约束性|力争")
_REVISION = re.compile(r"修订|核定|最终核实|核实(?:数|结果)|初步核算|调整后|更正|订正|修正为|快报数")


@dataclass(frozen=True, slots=True)
class Reading:
    """One value with all the records that give it; `views[0]` writes it most exactly."""

    views: tuple[View, ...]

    @property
    def view(self) -> View:
        """The record that is quoted first."""
        return self.views[0]

    @property
    def independent(self) -> tuple[View, ...]:
        """One record of each independent article: reprints of an article that is in already are left out."""
        kept: list[View] = []
        for view in self.views:
            if not any(_reprints(view, other) for other in kept):
                kept.append(view)
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class Settled:
    """What sources say of one thing: the readings, more than one only in conflict; what was set aside and why."""

    readings: tuple[Reading, ...]
    lost_point: View | None = None
    revised: View | None = None


def settle(views: Sequence[View]) -> Settled:
    """Group records of one thing by value; the first view is the best match and sets the metric."""
    head = views[0]
    alike = _one_of_each([view for view in views if _same_thing(head, view)])
    groups: list[list[View]] = []
    for view in sorted(alike, key=_exactness):
        group = next((g for g in groups if compare_values(g[0], view) in ("equal", "rounded")), None)
        if group is None:
            groups.append([view])
        else:
            group.append(view)
    readings = [Reading(tuple(group)) for group in groups]
    lost = _take_lost_point(readings)
    revised = _take_revised(readings)
    return Settled(tuple(readings), lost, revised)


def _one_of_each(views: Sequence[View]) -> list[View]:
    """Keep of each article the first of different values: those after it are parts, or other things in like words.

    A headline and a body are told apart by the value itself (a rounding, a lost point), so equal values and headlines
    stay.
    """
    kept: list[View] = []
    for view in views:
        same = [other for other in kept if other.figure.doc_id == view.figure.doc_id]
        if not same or any(compare_values(other, view) != "conflict" for other in same):
            kept.append(view)
    return kept


def compare_values(exact: View, other: View) -> Difference:
    """Say how another record's value differs from the more exactly written one's."""
    a, b = exact.figure, other.figure
    if a.canonical_unit != b.canonical_unit:
        return "conflict"
    if a.canonical_value == b.canonical_value and not _differs_in_bound(a, b):
        return "equal"
    if isinstance(a.canonical_value, tuple) or isinstance(b.canonical_value, tuple):
        return "conflict"
    if _rounds(a, b) or _rounds(b, a):
        return "rounded"
    if _lost_point(a, b) or _lost_point(b, a):
        return "lost_point"
    return "conflict"


def _differs_in_bound(a: Figure, b: Figure) -> bool:
    """超160 beside 160 speaks of the same value; 160以下 beside 160以上 does not."""
    return (a.qualifier in _MORE and b.qualifier in _LESS) or (a.qualifier in _LESS and b.qualifier in _MORE)


def _rounds(exact: Figure, rough: Figure) -> bool:
    """Say whether `rough` is a coarser writing of `exact`: by its last written digit, or by its qualifier."""
    value, coarse = exact.canonical_value, rough.canonical_value
    if isinstance(value, tuple) or isinstance(coarse, tuple):
        return False
    if rough.qualifier in _MORE:
        return coarse <= value <= coarse * (1 + _REACH)
    if rough.qualifier in _LESS:
        return coarse * (1 - _REACH) <= value <= coarse
    step = _last_digit(rough)
    if step is None or _last_digit(exact) is None or step <= (_last_digit(exact) or step):
        return rough.qualifier in _ABOUT and abs(value - coarse) <= abs(value) * _REACH / 2
    return abs(value - coarse) <= step / 2


def _last_digit(figure: Figure) -> Decimal | None:
    """Return the worth of the last written digit: of 399.6亿 it is 0.1亿, of 400亿 1亿."""
    if isinstance(figure.value, tuple) or isinstance(figure.canonical_value, tuple) or figure.value == 0:
        return None
    scale = abs(figure.canonical_value / figure.value)
    exponent = figure.value.as_tuple().exponent
    return scale * Decimal(1).scaleb(min(int(exponent), 0)) if isinstance(exponent, int) else None


def _lost_point(whole: Figure, broken: Figure) -> bool:
    """Say whether `broken` has the digits of `whole` without its decimal point."""
    return lost_point(_as_quantity(broken), _as_quantity(whole))


def _as_quantity(f: Figure) -> Quantity:
    return Quantity(f.span, f.value, f.unit, f.canonical_value, f.canonical_unit, f.qualifier)


def _take_lost_point(readings: list[Reading]) -> View | None:
    """Remove a reading whose decimal point was lost, where one with the point stands beside it."""
    for reading in readings:
        for other in readings:
            if other is not reading and _lost_point(reading.view.figure, other.view.figure):
                readings.remove(other)
                return other.view
    return None


def _take_revised(readings: list[Reading]) -> View | None:
    """Remove the older of two readings where the newer one says that it revises; return the older."""
    if len(readings) != 2:
        return None
    older, newer = sorted(readings, key=lambda r: (r.view.article.date is not None, str(r.view.article.date)))
    if older.view.article.date == newer.view.article.date or not _REVISION.search(newer.view.sentence):
        return None
    readings.remove(older)
    return older.view


def _exactness(view: View) -> tuple[bool, bool, bool, Decimal, str, int]:
    """Exactly written values first: no qualifier, not in a headline, the metric beside it, the smallest last digit."""
    figure = view.figure
    step = _last_digit(figure)
    in_title = figure.sentence.of(view.article.text).strip() == view.article.title.strip()
    named = cover(view.terms, (view.clause, 1.0)) > _ALIKE
    return (figure.qualifier is not None, in_title, not named, step if step is not None else Decimal(0), *view.rank)


def _same_thing(head: View, view: View) -> bool:
    """Say whether two matching records give the same metric, so that different values contradict each other."""
    if head is view:
        return True
    if head.measure != view.measure or head.figure.canonical_unit != view.figure.canonical_unit:
        return False
    if goal_word(head) != goal_word(view):
        return False
    if (head.figure.threshold or "") != (view.figure.threshold or ""):
        return False
    if (head.figure.subject_key or "") != (view.figure.subject_key or ""):
        return False
    if head.names and view.names and not head.names & view.names:
        return False
    named = bool(head.names & view.names)
    one, other = (head.modifiers, view.modifiers) if named else (head.terms, view.terms)
    return _covers(one, view) and _covers(other, head)


def goal_word(view: View) -> str | None:
    """Return which of several goals a record is: 预期目标 and 拼搏目标 do not contradict each other."""
    found = _GOALS.search(view.said)
    return found.group() if found and view.figure.status not in ("actual", "comparison") else None


def _covers(terms: tuple[Term, ...], view: View) -> bool:
    return cover(terms, (view.metric + view.subject, 1.0)) > _ALIKE


def _reprints(one: View, other: View) -> bool:
    """Say whether two records stand in the same article or in reprints of it."""
    if one.figure.doc_id == other.figure.doc_id:
        return True
    a, b = one.article, other.article
    known = {name for name in (b.source_id, b.path, b.doc_id) if name}
    return bool(known & set(a.duplicates)) or one.sentence == other.sentence
