"""What a comparison is made of, asked side by side: each side is searched, read and judged as a question of its own.

Of 98 sides of hand-written comparisons across articles 79 were answered rightly so, and two not wholly rightly; asked
as one question a quarter of the comparisons told a wrong number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.figure_answers.apart import Apart, Side, take_apart
from assistant.figure_answers.arithmetic import exact_value
from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.numbers import Finder, Found
from assistant.figure_answers.places import short_name
from assistant.figure_answers.plan import Plan
from assistant.figure_answers.select import Choice
from assistant.figure_answers.sorts import GAP
from assistant.figure_answers.view import View
from assistant.figure_answers.word import Wording
from assistant.figure_answers.work import Item, Work, by_size, tell_result
from assistant.types import Question

# Reads a text as a question and searches for it: the question as understood, and the articles found, best first.
Seeker = Callable[[str], tuple[Question, tuple[str, ...]]]
_TWO = 2
# Code points before a gap in which a source says what it is held against.
_REACH = 16
_COMPARED = frozenset({"comparison", "ranking", "arithmetic"})


@dataclass(frozen=True, slots=True)
class Aside:
    """The numbers of a comparison's sides, each found by itself.

    `answers` has for each side a choice for every ask that one of them answers.
    """

    apart: Apart
    answers: tuple[tuple[Choice, ...], ...]
    candidates: tuple[View, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices of all sides, side by side."""
        return tuple(choice for answer in self.answers for choice in answer)


def ask_aside(question: Question, found: Found, finder: Finder, seek: Seeker) -> Aside | None:
    """Return what each side of a comparison gives as a question of its own.

    None where it has no sides, where the source gives the gap itself, and where no side is found.
    """
    apart = take_apart(question, finder.metrics)
    if apart is None or any(_gives_gap(choice, apart) for choice in found.choices):
        return None
    if apart.operation == "share" and any(choice.fits for choice in found.choices):
        return None
    numbers = []
    for side in apart.sides:
        asked, doc_ids = seek(side.text)
        numbers.append(finder.find(asked, read_asks(asked, finder.metrics), doc_ids))
    filled = [choice for one in numbers for choice in one.choices if choice.fits]
    if not filled or (apart.operation == "share" and not all(_is_filled(one.choices) for one in numbers)):
        return None
    owns = [
        one.choices if _is_filled(one.choices) else _take_nearest(one.choices, side, filled)
        for side, one in zip(apart.sides, numbers, strict=True)
    ]
    # The same ask of each side is one ask: they are worked with together. What no side answers was read askew.
    asks = [choice.slot.ask for choice in max(owns, key=len)]
    told = {at for own in owns for at, choice in enumerate(own) if choice.fits}
    answers = [
        tuple(
            replace(choice, slot=replace(choice.slot, ask=asks[at], region=side.region))
            for at, choice in enumerate(own)
            if at in told
        )
        for side, own in zip(apart.sides, owns, strict=True)
    ]
    return Aside(apart, tuple(answers), tuple(view for one in numbers for view in one.candidates))


def _is_filled(choices: Sequence[Choice]) -> bool:
    return any(choice.fits for choice in choices)


def _take_nearest(choices: Sequence[Choice], side: Side, filled: Sequence[Choice]) -> Sequence[Choice]:
    """Return choices with the number that is just what another side was found to have: one name, one time, its place.

    Alone it was too unsure; that the other side's is called so says what is meant. One number is taken at most.
    """
    if side.region is None:
        return choices
    for at, choice in enumerate(choices):
        for fit in choice.nearest[:1] if choice.reason == "no_figure" else ():
            own = fit.view
            if own.figure.subject_key == side.region.key and any(_is_same_number(own, c.views[0]) for c in filled):
                return [*choices[:at], Choice(choice.slot, (fit,)), *choices[at + 1 :]]
    return choices


def _is_same_number(view: View, other: View) -> bool:
    """Say whether two records are of one metric, sort and time."""
    one, two = view.figure, other.figure
    alike = (one.canonical_unit, view.measure, one.status) == (two.canonical_unit, other.measure, two.status)
    named = one.metric == two.metric or bool(view.names & other.names)
    if one.period is None or two.period is None:
        return False
    return alike and named and (one.period.start, one.period.end) == (two.period.start, two.period.end)


def work_aside(aside: Aside, question: Question, wording: Wording) -> Work | None:
    """Return what two sides give together: a share, or the gap between two things by name.

    Places and times have plans of their own. Nothing where a side has not just one number: two of one side are no two
    sides.
    """
    if len(aside.answers) != _TWO or any(len(answer) != 1 or not answer[0].fits for answer in aside.answers):
        return None
    filled = aside.choices
    views = [choice.views[0] for choice in filled]
    items = [Item(view, choice.slot.region) for view, choice in zip(views, filled, strict=True)]
    if aside.apart.operation == "share":
        plan = Plan("share")
    elif aside.apart.times and GAP.search(question.standalone):
        # How far a later time is from an earlier one.
        items = sorted(items, key=_start_of, reverse=True)
        plan = Plan("difference")
    elif question.kind in _COMPARED and not any(item.region for item in items):
        values = [exact_value(view.figure) for view in views]
        if None in values or values[0] == values[1]:
            return None
        (larger, first), (smaller, second) = sorted(
            zip(items, aside.apart.sides, strict=True), key=lambda pair: by_size(pair[0])
        )
        items = [larger, smaller]
        plan = Plan("difference", names=(first.name, second.name))
    else:
        return None
    told = tell_result(plan, items, wording)
    return Work(tuple(told), tuple(items), tuple(filled)) if told else None


def _start_of(item: Item) -> dt.date:
    period = item.view.figure.period
    return period.start if period is not None else dt.date.min


def _gives_gap(choice: Choice, apart: Apart) -> bool:
    """Say whether a choice holds the gap between the sides itself, as its source gives it: 高于全省1.2个百分点."""
    return bool(choice.fits) and all(view.is_gap and _names_one(view, apart.sides) for view in choice.views)


def _names_one(view: View, sides: Sequence[Side]) -> bool:
    """Say whether the words right before a number name one of the sides, by its name or as 全省, 全市, 全国."""
    beside = view.before[-_REACH:]
    names = {short_name(side.name) for side in sides} | {f"全{side.region.name[-1]}" for side in sides if side.region}
    return any(name in beside for name in names)
