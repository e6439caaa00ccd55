"""Whether a record can be the wanted number at all: its sort and unit, its status, its place."""

from __future__ import annotations

import re

from assistant.figure_answers.asks import Ask
from assistant.figure_answers.places import names_of
from assistant.figure_answers.select import right_status
from assistant.figure_answers.sorts import ASKING, COMPARED_GAP, LEVEL, MEAN_OF_EACH, RATES
from assistant.figure_answers.surroundings import Surroundings
from assistant.figure_answers.terms import shield
from assistant.figure_answers.view import View
from index.types import Figure, Quantity, Region

_AREAS = frozenset({"mu", "hectare", "m2", "km2"})
_LENGTHS = frozenset({"km", "m"})
_PEOPLE = frozenset("人名位")
_FIRMS = frozenset("家户")
_GENERIC = frozenset("个项处")
_AHEAD = re.compile(r"将|拟|计划|预计|目标|力争|规划")
_GOAL_WORDS = re.compile(r"目标|力争|计划|规划|任务|要求|确保|拼搏|预期|奋斗|到20\d\d年")
_OBLIGING = frozenset({"不少于", "不低于", "至少"})
# 某报北京8月9日讯: where it was written is not what it is about.
_DATELINE = re.compile(r"^[^，,。]{0,24}?(?:讯|电)(?=[ （(]|[^，,。]{0,4}[，,]|记者)")
_RATE_UNITS = frozenset({"percent", "percentage_point", "times"})
# What a source says beside a mean, and beside a gap that it gives itself; so many code points before its number.
_MEAN = re.compile(r"平均|均|每|单个")
_ADDED_UP = re.compile(r"加起来|相加|之和|加在一起")
_IN_ALL = re.compile(r"合计|总|共|累计|之和")
_COMPARED = re.compile(r"比|较|超|高于|低于|多于|少于|相差|差距|净增|净减")
_NEAR = 16
_PLACE = re.compile(r"[省市区县州镇乡村]$")


def right_sort(ask: Ask, unit: Quantity | None, view: View) -> bool:
    """Say whether a record is the sort of number that is asked for: by its measure, and by its unit's dimension."""
    measure, found = view.measure, view.figure.canonical_unit
    if ask.bound is not None and measure in LEVEL and found != ask.bound.unit:
        return (ask.bound.written or "")[-1:] in ("亿", "万")
    if ask.delta and measure in LEVEL and not view.delta:
        # 净增几个 wants the change, not what there is.
        return False
    if not ask.explicit:
        return measure not in ("growth", "points", "multiple") and (unit is None or _one_dimension(unit, found))
    loose = measure in ("rate", "share") and bool(ask.measures & {"share", "rate"})
    if measure not in ask.measures and not loose and not (measure == "rate" and "growth" in ask.measures):
        return False
    return unit is None or measure not in LEVEL or _one_dimension(unit, found)


def is_derived(ask: Ask, view: View) -> bool:
    """Say whether an ask wants a gap, a share, a mean or a sum of which a record gives only one of the two numbers."""
    if ask.explicit and ask.measures <= RATES and view.figure.canonical_unit not in _RATE_UNITS:
        return True
    if _ADDED_UP.search(ask.words):
        return not _IN_ALL.search(view.clause + view.metric)
    if MEAN_OF_EACH.search(ask.words):
        return not _MEAN.search(view.clause + view.before[-_NEAR:])
    if not COMPARED_GAP.search(ask.words) or view.measure in ("points", "multiple", "growth") or view.delta:
        return False
    return view.figure.status != "comparison" and not _COMPARED.search(view.clause + view.before[-_NEAR:])


def suits_status(view: View, ask: Ask) -> bool:
    """Say whether a record's status suits; the words of goals in its own sentence, or their lack, count as well."""
    if right_status(view, ask):
        return True
    if ask.wants_target:
        return bool(_AHEAD.search(view.sentence))
    return not ask.wants_result and not _GOAL_WORDS.search(view.sentence) and view.figure.qualifier not in _OBLIGING


def speaks_of(view: View, around: Surroundings, region: Region | None) -> bool:
    """Say whether a record may be about the asked place: its own subject, or a place that is named near its number."""
    figure = view.figure
    if region is None or figure.subject_key == region.key or (region.key == "CN" and figure.subject_key is None):
        return True
    names = [shield(name) for name in names_of(region)]
    own = view.subject
    if _PLACE.search(own) and any(name in own for name in names) and not any(own in name for name in names):
        # 云栖市湖东区 is a part of 云栖市.
        return False
    if own and own in view.sentence and _PLACE.search(own) and not any(own in name for name in names):
        return False
    if any(name in _DATELINE.sub("", view.sentence) for name in names):
        return True
    if figure.subject_key is not None:
        # Another place that the sentence itself names is the one that is meant; a district's number is not its city's.
        inner = figure.subject_key.startswith(region.key.rstrip("0")) and region.key.isdigit()
        if inner or (view.subject and view.subject in view.sentence):
            return False
    return any(name in around.lead or name in around.earlier for name in names)


def names_place(view: View, region: Region) -> bool:
    """Say whether a record is of the place, by its subject or in its own sentence."""
    return view.figure.subject_key == region.key or any(shield(name) in view.sentence for name in names_of(region))


def _one_dimension(unit: Quantity, found: str) -> bool:
    asked = unit.canonical_unit
    if asked == found or (asked in _AREAS and found in _AREAS) or (asked in _LENGTHS and found in _LENGTHS):
        return True
    # 多少亿 leaves open of what.
    return (unit.unit or "")[-1:] in ("亿", "万")


def compare_units(ask: Ask, unit: Quantity | None, figure: Figure) -> float:
    """Return what the counter speaks for or against: 多少名 counts people, not 个."""
    if unit is None:
        asks_thing = bool(ASKING.search(ask.words)) and not ask.explicit
        return -0.06 if asks_thing and figure.canonical_unit == "percent" else 0.0
    one, other = (unit.unit or "")[-1:], (figure.unit or "")[-1:]
    if one == other:
        return 0.06
    if unit.canonical_unit != "count" or figure.canonical_unit != "count":
        return 0.0
    if (one in _PEOPLE and other in _PEOPLE) or ({one, other} <= _FIRMS | _GENERIC):
        return 0.02
    return -0.1 if one in _PEOPLE or other in _PEOPLE else -0.03
