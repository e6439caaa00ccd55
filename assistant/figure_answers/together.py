"""What was found slot by slot, held against the whole question: numbers are added, exchanged or left untold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.figure_answers.candidates import Candidate, find_alike
from assistant.figure_answers.members import LEAST_WHOLE, Member, is_result, name_amount, stand
from assistant.figure_answers.reading import Reader
from assistant.figure_answers.select import Choice
from assistant.figure_answers.sets import choose_set, count_asked, share_values
from assistant.figure_answers.types import Likely
from assistant.figure_answers.view import View

# Numbers that are weighed as sets, the surest of the whole question.
_MOST = 30
_TWO = 2
# Odds of a number that nothing else comes near.
_SURE = 0.99


@dataclass(frozen=True, slots=True)
class Pooled:
    """A number as plain data, and how each slot that it may answer sees it."""

    member: Member
    candidates: Mapping[str, Candidate]

    @property
    def candidate(self) -> Candidate:
        """How the slot sees it that it suits best."""
        return max(self.candidates.values(), key=lambda one: one.odds)


def choose_together(choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader) -> list[Choice]:
    """Return the choices with the numbers that the question wants as a set.

    As they are where the whole was not read, where sources differ, where ranks, families or several places are asked
    for, and where one number is asked for and none was found: of thirteen that a set told held out seven were wrong.
    """
    if _is_no_set(choices):
        return list(choices)
    if any(len({name_value(view) for view in choice.views}) > 1 for choice in choices):
        # Sources differ: which of them is right the question does not say.
        return list(choices)
    told = {name_value(choice.views[0]) for choice in choices if choice.fits}
    slots = count_slots(choices, rankings)
    if (slots < _TWO and not told) or (_is_of_several_times(choices) and not reader.translated):
        return list(choices)
    pool = pool_numbers(choices, rankings, reader)
    if not pool or not told <= {one.member.value for one in pool if one.member.told}:
        return list(choices)
    values = choose_set([one.member for one in pool], count_asked(reader.asked, slots)) or _keep_sure(pool, slots)
    if values == told:
        return list(choices)
    return _assign(choices, pool, values)


def _is_no_set(choices: Sequence[Choice]) -> bool:
    """Say whether ranks, whole families or several places are asked for, whose numbers no one set of an article is."""
    asks = [choice.slot.ask for choice in choices]
    places = {choice.slot.region.key for choice in choices if choice.slot.region is not None}
    return len(places) >= _TWO or any(ask.every or ask.family or ask.wants_rank for ask in asks)


def _keep_sure(pool: Sequence[Pooled], slots: int) -> frozenset[str]:
    """Return the numbers of several that fit their slot by name and beyond doubt, where no set is worth telling.

    项目数、签约额及同比增速: of what is not there nothing takes away from what is.
    """
    sure = (one.member for one in pool if one.member.told and one.member.matched and one.member.best.odds >= _SURE)
    return frozenset(member.value for member in sure) if slots >= _TWO else frozenset()


def list_likely(choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader) -> list[Likely]:
    """Return the sets of numbers that the question may want, the likeliest first, none of them sure enough to be told.

    Just as many as are asked for; nothing where ranks, families, several places or one of two things are asked for.
    """
    if _is_no_set(choices) or any(choice.slot.ask.compares for choice in choices):
        return []
    pool = pool_numbers(choices, rankings, reader)
    if not pool:
        return []
    asked = count_asked(reader.asked, count_slots(choices, rankings))
    shares = share_values([one.member for one in pool], asked)
    records = {
        value: tuple(one.candidate.view.figure for one in pool if one.member.value == value)
        for value in {one.member.value for one in pool}
    }
    return [
        Likely(tuple(records[value] for value in sorted(values)), share)
        for values, share in sorted(shares.items(), key=lambda item: (-item[1], sorted(item[0])))
        if values and len(values) in (asked.slots, asked.said)
    ]


def pool_numbers(choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader) -> list[Pooled]:
    """Return the candidates of all slots that the whole question was read for, the surest first."""
    seen: dict[int, tuple[View, dict[str, Candidate]]] = {}
    for choice, ranked in zip(choices, rankings, strict=True):
        slot = name_slot(choice)
        for one in ranked:
            slots = seen.setdefault(id(one.view), (one.view, {}))[1]
            if slot not in slots or one.odds > slots[slot].odds:
                slots[slot] = one
    wholes = reader.read_whole([view for view, _ in seen.values()])
    told = {_place_of(choice.views[0]) for choice in choices if choice.fits}
    pool = [
        Pooled(_write_member(view, slots, wholes[key], told=_place_of(view) in told), slots)
        for key, (view, slots) in seen.items()
        if key in wholes and (wholes[key] >= LEAST_WHOLE or _place_of(view) in told)
    ]
    pool.sort(key=lambda one: -one.member.whole)
    return pool[:_MOST]


def name_slot(choice: Choice) -> str:
    """Return a name for the ask and the place of a choice: its times are read as one."""
    region = choice.slot.region
    return f"{id(choice.slot.ask)} {region.key if region is not None else ''}"


def count_slots(choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]]) -> int:
    """Return how many numbers are asked for, as far as the slots that have candidates say."""
    return len({name_slot(choice) for choice, ranked in zip(choices, rankings, strict=True) if ranked})


def name_value(view: View) -> str:
    """Return the value of a record with its unit as a name."""
    return name_amount(view.figure.canonical_value, view.figure.canonical_unit)


def _write_member(view: View, slots: Mapping[str, Candidate], whole: float, *, told: bool) -> Member:
    figure = view.figure
    candidates = list(slots.values())
    return Member(
        value=name_value(view),
        place=figure.doc_id,
        sentence=figure.sentence.start,
        unit=figure.canonical_unit,
        whole=whole,
        slots={slot: stand(one) for slot, one in slots.items()},
        told=told,
        matched=any(one.signs.get("strict") for one in candidates),
        result=is_result(candidates[0]),
    )


def _is_of_several_times(choices: Sequence[Choice]) -> bool:
    """Say whether the numbers of several times were found in several articles: they are no set of one."""
    filled = [choice for choice in choices if choice.fits]
    times = {choice.slot.period and (choice.slot.period.start, choice.slot.period.end) for choice in filled}
    return len(times) >= _TWO and len({choice.views[0].figure.doc_id for choice in filled}) >= _TWO


def _place_of(view: View) -> tuple[str, int]:
    return view.figure.doc_id, view.figure.span.start


def _assign(choices: Sequence[Choice], pool: Sequence[Pooled], values: frozenset[str]) -> list[Choice]:
    """Return the choices with these values: what was found stays with its slot, each other goes where it suits best."""
    left = set(values)
    kept: list[list[Choice]] = []
    for choice in choices:
        value = name_value(choice.views[0]) if choice.fits else ""
        kept.append([choice] if value in left else [])
        left.discard(value)
    for value in sorted(left):
        numbers = [one for one in pool if one.member.value == value]
        best = max(numbers, key=lambda one: (one.candidate.odds, one.member.whole))
        at = _find_slot(choices, kept, best)
        kept[at].append(_fill(choices[at], best, numbers))
    assigned: list[Choice] = []
    for choice, filled in zip(choices, kept, strict=True):
        filled.sort(key=lambda one: one.views[0].rank)
        assigned += filled or [_empty(choice)]
    return assigned


def _find_slot(choices: Sequence[Choice], kept: Sequence[Sequence[Choice]], number: Pooled) -> int:
    """Return which choice a number goes to: an open one first, then the one that it suits best."""
    able = [at for at, choice in enumerate(choices) if name_slot(choice) in number.candidates]
    return max(able, key=lambda at: (not kept[at], number.candidates[name_slot(choices[at])].odds, -at))


def _fill(choice: Choice, best: Pooled, numbers: Sequence[Pooled]) -> Choice:
    """Return a choice with a number, and with the other records of its value that are read nearly as well."""
    slot = name_slot(choice)
    first = best.candidates[slot]
    others = [one.candidates[slot] for one in numbers if one is not best and slot in one.candidates]
    return Choice(choice.slot, tuple(one.fit for one in (first, *find_alike(first, others))))


def _empty(choice: Choice) -> Choice:
    return Choice(choice.slot, reason="no_figure", nearest=choice.fits[:1]) if choice.fits else choice
