"""A series of names with a number each: 厂商出口方面，甲汽车3辆、乙汽车2辆、丙汽车1辆.

Each name is whom its number is about, and what is counted was said before the series.
"""

from __future__ import annotations

import re

from index.figures.frame import Frame
from index.figures.state import Group
from index.figures.subjects import Subject
from index.types import Span

# Fewer than this are no series.
LEAST_HOLDERS = 3
_NAME = re.compile("[\u4e00-\u9fffa-z0-9·（）()&-]{2,12}")
_NO_NAME = re.compile(
    "[的了在和与及其各]|(?:量|额|值|率|数|人|面积|收入|支出|投资|利润|产值|税|规模|项目|企业|完成|实现|新增|建成|增长|下降|达到?|为|占|约|近|超|共)$"
)


def find_holders(frame: Frame, groups: list[Group]) -> dict[int, Span]:
    """Return, by the start of its number, the name that holds it, for the numbers of such series."""
    holders: dict[int, Span] = {}
    run: list[tuple[Group, Span]] = []
    for group in groups:
        name = _holder(frame, group)
        follows = run and name and frame.folded[run[-1][0].quantities[0].span.end : name.start] == "、"
        same = run and run[-1][0].quantities[0].canonical_unit == group.quantities[0].canonical_unit
        if not (follows and same):
            holders |= _settle(run)
            run = []
        if name:
            run.append((group, name))
    return holders | _settle(run)


def _settle(run: list[tuple[Group, Span]]) -> dict[int, Span]:
    """Return the holders of a run that is long enough."""
    return {group.quantities[0].span.start: name for group, name in run} if len(run) >= LEAST_HOLDERS else {}


def _holder(frame: Frame, group: Group) -> Span | None:
    """Return the name right before a lone count, where nothing but a name stands there."""
    quantity = group.quantities[0]
    words = frame.folded[group.clause : quantity.span.start]
    lone = len(group.quantities) == 1 and quantity.canonical_unit not in {"percent", "percentage_point", "times"}
    if not lone or not _NAME.fullmatch(words) or _NO_NAME.search(words) or frame.vocabulary.find(words):
        return None
    if frame.mentions_in(group.clause, group.clause + 1):
        return None
    return Span(group.clause, quantity.span.start)


def name_holder(frame: Frame, span: Span) -> Subject:
    """Return a holder as a subject."""
    return Subject(span.of(frame.text), None, span)
