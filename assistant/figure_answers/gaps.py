"""Gaps that no source gives: worked out of two numbers that were found, or of both ends of a change.

2012年和2021年占比各是多少，提高了几个点 is the difference of what was just answered; 比立案时多出来几项 that of the two
ends of 从2455项调整至2509项; 比6月慢多少 that of the same rate in two months.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figure_answers.again import Asker
from assistant.figure_answers.agree import settle
from assistant.figure_answers.asks import Ask, strip_asked
from assistant.figure_answers.change import choose_change
from assistant.figure_answers.plan import Plan
from assistant.figure_answers.select import Choice
from assistant.figure_answers.sorts import GAP, read_unit, strip_gap
from assistant.figure_answers.view import View
from assistant.figure_answers.word import Wording
from assistant.figure_answers.work import Item, Work, tell_result
from index.text import fold
from index.types import Region

_THAN = re.compile(r"(?:比|较)[^，,]{0,16}$")
_NET = re.compile(r"净[增减]")


def work_gaps(choices: Sequence[Choice], asker: Asker, wording: Wording) -> list[Work]:
    """Return a result for each open ask for a gap that the numbers found, or asked for again, give."""
    works: list[Work] = []
    done: set[int] = set()
    for at, choice in enumerate(choices):
        if choice.fits or not _asks_gap(choice.slot.ask) or id(choice.slot.ask) in done:
            continue
        done.add(id(choice.slot.ask))
        pair = _find_pair(choice, choices[:at], asker)
        if pair is None:
            continue
        operands = [Item(view, region) for view, region in zip(pair, _regions_of(choice, choices[:at]), strict=True)]
        told = tell_result(Plan("difference"), operands, wording)
        if told:
            works.append(Work(tuple(told), tuple(operands), (choice, *_told_by(pair, choices))))
    return works


def _told_by(pair: tuple[View, View], choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices whose one record is told with the result, so that it is not told twice."""
    places = {(view.figure.doc_id, view.figure.span) for view in pair}
    return [
        choice
        for choice in choices
        if choice.fits and {(v.figure.doc_id, v.figure.span) for v in choice.views} <= places
    ]


def _asks_gap(ask: Ask) -> bool:
    return (ask.explicit and (ask.delta or ask.measures <= {"points"})) or bool(GAP.search(ask.words))


def _find_pair(choice: Choice, before: Sequence[Choice], asker: Asker) -> tuple[View, View] | None:
    """Return the two numbers between which the gap lies: what it is counted from comes last."""
    ask = choice.slot.ask
    earlier = _last_asked(before)
    if len(earlier) == 2 and all(_is_clear(one) for one in earlier):
        first, last = earlier[0].views[0], earlier[1].views[0]
        return (first, last) if _NET.search(ask.words) else _order(first, last)
    if ask.against and len(earlier) == 1 and _is_clear(earlier[0]):
        words = f"{fold(ask.against[0].said or '')}{earlier[0].slot.ask.words}"
        other = asker.ask(words, ask.against)
        return (earlier[0].views[0], other.views[0]) if other is not None else None
    if ask.against and not earlier:
        levels = [asker.ask(strip_gap(ask.words), periods) for periods in (ask.periods, ask.against) if periods]
        now, then = (levels[0], levels[1]) if len(levels) == 2 else (None, None)
        return (now.views[0], then.views[0]) if now is not None and then is not None else None
    if _is_of_another_place(choice, earlier):
        # 甲市签约额多少，比乙市高多少: the same is asked of the other place.
        assert choice.slot.region is not None
        other = asker.ask(f"{choice.slot.region.name}{earlier[0].slot.ask.words}")
        return (earlier[0].views[0], other.views[0]) if other is not None else None
    found = GAP.search(ask.words)
    if found is None:
        return None
    # 比立案时多出来几项: the change that the source tells from then on.
    words = f"{_THAN.sub('', ask.words[: found.start()])} {ask.words[found.end() :]}"
    change = choose_change(words, read_unit(ask.words), asker.views, strip_asked(asker.text))
    return (change[1], change[0]) if change is not None else None


def _is_of_another_place(choice: Choice, earlier: Sequence[Choice]) -> bool:
    """Say whether one number of another place was asked for just before."""
    if len(earlier) != 1 or not _is_clear(earlier[0]):
        return False
    one, other = earlier[0].slot.region, choice.slot.region
    return one is not None and other is not None and one.key != other.key


def _regions_of(choice: Choice, before: Sequence[Choice]) -> tuple[Region | None, Region | None]:
    """Return the places of the two numbers between which a gap lies."""
    earlier = _last_asked(before)
    other = earlier[0].slot.region if _is_of_another_place(choice, earlier) else choice.slot.region
    return other, choice.slot.region


def _last_asked(before: Sequence[Choice]) -> list[Choice]:
    """Return the choices of the part that was asked last before this."""
    filled = [choice for choice in before if not _asks_gap(choice.slot.ask)]
    return [choice for choice in filled if choice.slot.ask.part == filled[-1].slot.ask.part]


def _is_clear(choice: Choice) -> bool:
    return bool(choice.fits) and len(settle(choice.views).readings) == 1


def _order(first: View, last: View) -> tuple[View, View]:
    """Return the later one first where both have a time, else as they were asked."""
    a, b = first.figure.period, last.figure.period
    return (last, first) if a is not None and b is not None and a.end < b.end else (first, last)
