"""The numbers that one question wants: a choice for each, out of candidate records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.figure_answers.asks import Wanted
from assistant.figure_answers.change import settle_ends
from assistant.figure_answers.deciding import decide, read_slots
from assistant.figure_answers.gather import gather_figures, steps_of
from assistant.figure_answers.match import match_metric
from assistant.figure_answers.parts import find_parts, read_parts
from assistant.figure_answers.reading import Reader
from assistant.figure_answers.select import Choice, Fit, Slot, choose
from assistant.figure_answers.series import fill_series
from assistant.figure_answers.slots import make_slots
from assistant.figure_answers.suits import is_derived
from assistant.figure_answers.terms import cover, shield
from assistant.figure_answers.together import list_likely
from assistant.figure_answers.types import FigureSource, Likely, Metrics, NumberJudge
from assistant.figure_answers.view import View, Views
from assistant.figure_answers.work import Chooser
from assistant.types import Question
from index.types import Figure


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of one question: a choice for each, the records that they were chosen from, and likely sets."""

    choices: Sequence[Choice]
    candidates: list[View]
    choose_slot: Chooser
    likely: Callable[[], Sequence[Likely]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the numbers of questions in one source of records, each article read once."""

    source: FigureSource
    metrics: Metrics
    views: Views
    judge: NumberJudge | None = None

    def find(
        self, question: Question, wanted: Wanted, doc_ids: tuple[str, ...], ranked: Sequence[Figure] = ()
    ) -> Found:
        """Return a choice for each number that a question wants; `doc_ids` are the articles found for it, best first.

        `ranked` are the records of places that the question asks to rank without listing them.
        """
        figures = gather_figures(question, wanted, self.source, doc_ids, ranked)
        candidates = [self.views.view(figure) for figure in figures]
        choose_slot = partial(
            choose, wanted=wanted, views=candidates, today=question.today, confusable=self.metrics.confusable
        )
        slots = make_slots(question, wanted)
        choices = choose_parts(slots, wanted, candidates, question)
        if choices:
            return Found(choices, candidates, choose_slot, tuple)
        matched = [choice for slot in slots for choice in choose_steps(slot, question, choose_slot)]
        reader = Reader(question, wanted, candidates, doc_ids, self.judge)
        alone, rankings = read_slots(matched, reader)
        choices = decide(matched, alone, rankings, reader)
        choices = settle_ends(part_doubles(open_derived(choices)), candidates, question.standalone)
        choices = fill_series(choices, wanted, question, candidates)
        return Found(choices, candidates, choose_slot, partial(list_likely, alone, rankings, reader))


def choose_steps(slot: Slot, question: Question, choose_slot: Chooser) -> list[Choice]:
    """Return the choice for a slot; of 2021到2023年每年 or 逐季 one a step, where no record covers the stretch."""
    choice = choose_slot(slot)
    steps = steps_of(question, slot.period)
    if choice.fits or not steps:
        return [choice]
    return [choose_slot(replace(slot, period=step)) for step in steps]


def open_derived(choices: Sequence[Choice]) -> list[Choice]:
    """Leave open what one number alone does not answer: a gap, a share or a mean that has to be worked out of two."""
    opened = list(choices)
    for at, choice in enumerate(choices):
        listed = sum(other.slot.ask is choice.slot.ask for other in choices) > 1
        if choice.fits and not listed and all(is_derived(choice.slot.ask, view) for view in choice.views):
            opened[at] = Choice(choice.slot, reason="other_metric", nearest=choice.fits[:1])
    return opened


def part_doubles(choices: Sequence[Choice]) -> list[Choice]:
    """Leave a number that answers two asks to the one whose words stand nearer to it; the other one stays open."""
    parted = list(choices)
    for at, choice in enumerate(choices):
        rival = next((i for i, other in enumerate(choices) if i != at and _is_double(choice, other)), None)
        if rival is not None and not _is_nearer(choice, choices[rival], at < rival):
            parted[at] = Choice(choice.slot, reason="no_figure")
    return parted


def _is_double(one: Choice, other: Choice) -> bool:
    """Say whether two asks with words of their own have the same first number."""
    a, b = one.slot, other.slot
    if not (one.fits and other.fits) or a.ask is b.ask or a.ask.compares or b.ask.compares:
        return False
    if a.ask.end or b.ask.end or a.ask.wants_rank or b.ask.wants_rank:
        return False
    if a.ask.terms == b.ask.terms or a.region != b.region:
        return False
    first, second = one.views[0].figure, other.views[0].figure
    return (first.doc_id, first.span) == (second.doc_id, second.span)


def _is_nearer(choice: Choice, rival: Choice, first: bool) -> bool:
    """Say whether the words that only the one ask has stand nearer to the number than those that only the other has."""
    view = choice.views[0]
    fields = ((view.metric, 1.0), (view.clause, 0.9), (view.before, 0.5))
    mine, others = {t.word for t in choice.slot.ask.terms}, {t.word for t in rival.slot.ask.terms}
    own = tuple(term for term in choice.slot.ask.terms if term.word not in others)
    other = tuple(term for term in rival.slot.ask.terms if term.word not in mine)
    one, two = cover(own, *fields) if own else 0.0, cover(other, *fields) if other else 0.0
    return one > two or (one == two and first)


def choose_parts(slots: Sequence[Slot], wanted: Wanted, candidates: Sequence[View], question: Question) -> list[Choice]:
    """Return a choice for each of the largest parts that the question wants, empty where it wants none."""
    parts = read_parts(wanted)
    if parts is None or not slots:
        return []
    slot, asked = slots[0], shield(wanted.text)
    views = find_parts(parts, slot.region, slot.period, candidates, question.today, asked)
    fits = (Fit(view, match_metric(slot.ask, wanted.shared, view, asked, 1.0)) for view in views)
    return [Choice(replace(slot), (fit,)) for fit in fits]
