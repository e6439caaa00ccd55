"""The path of a figure question from records to sentences, readable top to bottom.

    what is asked → candidates → one choice for each number → what sources agree on → arithmetic → sentences

Needs no language model. Returns None for a question that does not ask for figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.figure_answers.again import Asker
from assistant.figure_answers.agree import Settled, settle
from assistant.figure_answers.arithmetic import exact_value
from assistant.figure_answers.aside import Seeker, ask_aside, work_aside
from assistant.figure_answers.asks import Ask, Wanted, read_asks
from assistant.figure_answers.gaps import work_gaps
from assistant.figure_answers.match import Match
from assistant.figure_answers.numbers import Finder
from assistant.figure_answers.operands import work_marked
from assistant.figure_answers.places import names_of, subjects_of
from assistant.figure_answers.plan import Plan, read_plan
from assistant.figure_answers.quotients import work_quotients
from assistant.figure_answers.ranking import expand_places
from assistant.figure_answers.ranks import find_rank
from assistant.figure_answers.refuse import missing_of, refuse
from assistant.figure_answers.select import Choice, Fit
from assistant.figure_answers.series import wants_series
from assistant.figure_answers.sides import Sides, ask_sides, read_sides, tells_gap
from assistant.figure_answers.sorts import ASKING, GAP, NAMES_NUMBER
from assistant.figure_answers.types import (
    FigureAnswer,
    FigureConflict,
    FigureSource,
    Metrics,
    NumberJudge,
    Places,
)
from assistant.figure_answers.view import View, Views
from assistant.figure_answers.word import Wording, merge_repeats, tell_conflict, tell_set_aside, tell_views
from assistant.figure_answers.work import (
    Chooser,
    Item,
    Work,
    by_size,
    infer_previous,
    join_works,
    tell_result,
    work_out,
)
from assistant.types import Claim, Question
from index.text import fold
from index.types import Article, Figure

# Found articles that are read for values that they hide.
_READ = 5
_TWO = 2
# Kinds of question that want no number, and kinds that want nothing else.
_WORDS_ONLY = frozenset({"how", "summary", "chat"})
_FIGURES_ONLY = frozenset({"figure", "series", "ranking", "arithmetic", "trend"})


def answer_from_figures(
    question: Question,
    source: FigureSource,
    metrics: Metrics,
    doc_ids: tuple[str, ...] = (),
    places: Places | None = None,
    judge: NumberJudge | None = None,
    seek: Seeker | None = None,
) -> FigureAnswer | None:
    """Answer from records.

    `doc_ids` are the articles that the search found, best first, for subjects no map knows; `places` lets a question
    rank places that it does not list; `judge` reads which number is meant; `seek` reads and searches each side of a
    comparison as a question of its own. An English question is asked in Chinese.
    """
    if question.topic != "library":
        return None
    question = question.in_chinese or question
    wanted = read_asks(question, metrics)
    family = any(ask.family for ask in wanted.asks)
    if not asks_for_figures(question, wanted) or (question.kind in _WORDS_ONLY and not family):
        return None
    question, wanted, ranked = expand_places(question, wanted, source, places)
    wording, finder = Wording(question.language), Finder(source, metrics, Views(source, metrics), judge)
    found = finder.find(question, wanted, doc_ids, ranked)
    choices, candidates = found.choices, found.candidates
    asker = Asker(question, candidates, metrics, doc_ids, judge)
    aside = ask_aside(question, found, finder, seek) if seek is not None and not ranked else None
    if aside is not None:
        choices, candidates = aside.choices, [*candidates, *aside.candidates]
        work = work_aside(aside, question, wording)
    else:
        choices, work = compare_sides(choices, question, wanted, asker, wording)
    if work is None:
        work = do_arithmetic(read_plan(question, wanted, metrics), choices, found.choose_slot, candidates, wording)
    if work is None:
        work = join_works([*work_gaps(choices, asker, wording), *work_quotients(choices, asker, wording)])
    if work is None:
        work = work_marked(question.standalone, choices, wording)
    if work is None and not any(choice.fits for choice in choices):
        articles = read_articles(question, candidates, [finder.views.article(doc_id) for doc_id in doc_ids[:_READ]])
        return FigureAnswer(
            missing=missing_of(choices), refusal=refuse(choices, articles, wording), likely=found.likely
        )
    return replace(write_answer(choices, work, candidates, wording), aside=aside is not None)


def read_articles(question: Question, candidates: Sequence[View], found: Sequence[Article]) -> list[Article]:
    """Return the articles in which a hidden value would be the asked one: those that name a place of the question."""
    names = [name for region in subjects_of(question) for name in names_of(region)]
    every = [*(view.article for view in candidates), *found]
    articles = {(article.doc_id, article.version): article for article in every}.values()
    return [article for article in articles if not names or any(name in fold(article.text) for name in names)]


def compare_sides(
    choices: Sequence[Choice], question: Question, wanted: Wanted, asker: Asker, wording: Wording
) -> tuple[list[Choice], Work | None]:
    """Return what a comparison of two things by name gives; where one of them is not found, its asks stay open.

    The number of one side alone is no answer: it is left as the nearest that there is.
    """
    sides = read_sides(wanted, asker.metrics, question)
    if sides is None:
        return list(choices), None
    asked = [choice for choice in choices if any(choice.slot.ask is ask for ask in sides.asks)]
    given = [choice for choice in asked if choice.fits and gives_gap(choice, sides)]
    if given or not asked:
        return list(choices), None
    found = find_both_sides(asked)
    if found:
        # Read as a whole the question has both numbers already, whatever it calls their sides.
        told = tell_result(Plan("difference"), found, wording)
        gaps = [choice for choice in choices if not choice.fits and GAP.search(choice.slot.ask.words)]
        return list(choices), Work(tuple(told), found, (*asked, *gaps)) if told else None
    first, second = ask_sides(sides, asker)
    if first is not None and second is not None:
        items = (Item(first, asked[0].slot.region), Item(second, asked[0].slot.region))
        told = tell_result(Plan("difference", names=sides.names), items, wording)
        if told:
            return list(choices), Work(tuple(told), items, tuple(asked))
    match = Match(1.0, 0.0, 0.0, 0.0, True, True, True, 1.0, 1.0)
    nearest = tuple(Fit(view, match) for view in (first, second) if view is not None)
    opened = {
        id(choice): Choice(choice.slot, reason="other_metric" if nearest else "no_figure", nearest=nearest)
        for choice in asked
    }
    return [opened.get(id(choice), choice) for choice in choices], None


def find_both_sides(choices: Sequence[Choice]) -> tuple[Item, ...]:
    """Return the two numbers of one unit and article that were found for a comparison, the larger first, or nothing."""
    views = [choice.views[0] for choice in choices if choice.fits]
    values = [exact_value(view.figure) for view in views]
    if len(views) != _TWO or None in values or values[0] == values[1]:
        return ()
    first, second = (view.figure for view in views)
    if (first.doc_id, first.canonical_unit) != (second.doc_id, second.canonical_unit):
        return ()
    return tuple(sorted((Item(view, choices[0].slot.region) for view in views), key=by_size))


def gives_gap(choice: Choice, sides: Sides) -> bool:
    """Say whether a choice holds the gap between the two sides itself, as its source gives it."""
    return all(view.is_gap and tells_gap(view, sides) for view in choice.views)


def do_arithmetic(
    plan: Plan | None,
    choices: Sequence[Choice],
    choose_slot: Chooser,
    candidates: Sequence[View],
    wording: Wording,
) -> Work | None:
    """Return what the question wants worked out, or what can be inferred for a period that no source gives."""
    work = work_out(plan, choices, choose_slot, wording) if plan else None
    if work is not None:
        return work
    inferred = (infer_previous(choice, candidates, wording) for choice in choices)
    return next((found for found in inferred if found is not None), None)


def asks_for_figures(question: Question, wanted: Wanted) -> bool:
    """Say whether the question wants numbers: its kind, its words, or a metric that it names."""
    if not wanted.asks:
        return False
    if (
        wanted.requested
        or wants_series(wanted.text)
        or question.kind in _FIGURES_ONLY
        or any(ask.explicit or ask.compares or ask.family or ask.bound for ask in wanted.asks)
    ):
        return True
    return bool(question.metrics) or any(
        ask.metrics or ASKING.search(ask.words) or NAMES_NUMBER.search(ask.words) for ask in wanted.asks
    )


def write_answer(
    choices: Sequence[Choice], work: Work | None, candidates: Sequence[View], wording: Wording
) -> FigureAnswer:
    """Word what was worked out, then every other filled choice, conflicts apart, related figures of a family last."""
    done = {id(choice) for choice in work.choices} if work else set()
    choices = [choice for choice in choices if id(choice) not in done]
    claims: list[Claim] = []
    figures: list[Figure] = [item.view.figure for item in work.items] if work else []
    conflicts: list[FigureConflict] = []
    pending: list[tuple[Choice, Settled]] = []
    for choice in choices:
        if not choice.fits:
            continue
        for settled in settle_choice(choice):
            figures += [reading.view.figure for reading in settled.readings]
            if len(settled.readings) == 1:
                pending.append((choice, settled))
            else:
                claim, conflict = tell_conflict(settled, choice.slot.region, wording)
                claims.append(claim)
                conflicts.append(conflict)
    claims = [*(work.claims if work else ()), *_tell_together(pending, candidates, wording), *claims]
    for choice, settled in pending:
        claims += tell_set_aside(settled, choice.slot.region, wording)
    claims += tell_related(choices, figures, candidates, wording)
    return FigureAnswer(
        tuple(merge_repeats(claims)), tuple(dict.fromkeys(figures)), tuple(conflicts), missing_of(choices)
    )


def settle_choice(choice: Choice) -> list[Settled]:
    """Return what sources say of a choice: one thing, or for a family each of its metrics."""
    views = list(choice.views)
    if not choice.slot.ask.every and not choice.slot.ask.wants_target:
        settled_results = settle(views)
        if len(settled_results.readings) < 2:
            return [settled_results]
        # Where sources differ anyway, what was announced beforehand helps to see why.
        return [settle([*views, *(fit.view for fit in choice.plans)])]
    settled: list[Settled] = []
    while views:
        one = settle(views)
        told = {id(view) for reading in one.readings for view in reading.views} | {id(views[0])}
        settled.append(one)
        views = [view for view in views if id(view) not in told]
    return settled


def _tell_together(
    pending: Sequence[tuple[Choice, Settled]], candidates: Sequence[View], wording: Wording
) -> list[Claim]:
    """Tell values of one subject and period that stand in one sentence together; each is told once."""
    groups: dict[object, list[tuple[Choice, Settled]]] = {}
    told: set[object] = set()
    for choice, settled in pending:
        figure = settled.readings[0].view.figure
        place = (figure.doc_id, figure.version, figure.span)
        if place in told:
            if choice.slot.ask.wants_rank:
                _add_to_group(groups, place, (choice, settled))
            continue
        told.add(place)
        period = figure.period and (figure.period.start, figure.period.end, figure.period.said)
        key = (figure.doc_id, figure.sentence, figure.subject, period, choice.slot.region and choice.slot.region.key)
        groups.setdefault(key, []).append((choice, settled))
    claims: list[Claim] = []
    for group in groups.values():
        views = [settled.readings[0].view for _, settled in group]
        if group[0][0].slot.ask.every:
            views.sort(key=lambda view: view.rank)
        also = [view for _, settled in group for view in settled.readings[0].independent[1:]]
        ranked = any(choice.slot.ask.wants_rank for choice, _ in group)
        ranks = [find_rank(view, _siblings(view, candidates)) if ranked else None for view in views]
        claim = tell_views(views, group[0][0].slot.region, wording, also, ranks=ranks)
        verdict = _judge(group[0][0].slot.ask, views[0], wording)
        claims.append(
            replace(claim, text=verdict + claim.text, verbatim=verdict + claim.verbatim if claim.verbatim else "")
        )
    return claims


def _judge(ask: Ask, view: View, wording: Wording) -> str:
    """Return the yes or no that opens the answer to a question about a bound, empty for any other."""
    value, bound = view.figure.canonical_value, ask.bound
    if bound is None or isinstance(value, tuple) or view.figure.canonical_unit != bound.unit:
        return ""
    if bound.holds == "equal":
        return wording.pick("是，" if value == bound.value else "不是，", "Yes: " if value == bound.value else "No: ")
    holds = value >= bound.value if bound.holds == "at_least" else value < bound.value
    return wording.pick("是，" if holds else "没有，", "Yes: " if holds else "No: ")


def _add_to_group(
    groups: dict[object, list[tuple[Choice, Settled]]], place: object, ranked: tuple[Choice, Settled]
) -> None:
    """Let a question for the rank of a figure that is told already change how it is told."""
    for group in groups.values():
        for index, (_, settled) in enumerate(group):
            figure = settled.readings[0].view.figure
            if (figure.doc_id, figure.version, figure.span) == place:
                group[index] = ranked


def _siblings(view: View, candidates: Sequence[View]) -> list[View]:
    """Return the records of the same sentence."""
    figure = view.figure
    return [v for v in candidates if (v.figure.doc_id, v.figure.sentence) == (figure.doc_id, figure.sentence)]


def tell_related(
    choices: Sequence[Choice], figures: Sequence[Figure], candidates: Sequence[View], wording: Wording
) -> list[Claim]:
    """For a question about a family of figures, tell what the same sentences also report."""
    if not any(choice.slot.ask.every for choice in choices):
        return []
    sentences = {(figure.doc_id, figure.version, figure.sentence) for figure in figures}
    told = {(figure.doc_id, figure.version, figure.span) for figure in figures}
    related = [
        view
        for view in sorted(candidates, key=lambda view: view.rank)
        if (view.figure.doc_id, view.figure.version, view.figure.sentence) in sentences
        and (view.figure.doc_id, view.figure.version, view.figure.span) not in told
    ]
    groups: dict[object, list[View]] = {}
    for view in related:
        groups.setdefault((view.figure.doc_id, view.figure.subject, view.figure.period), []).append(view)
    return [tell_views(group, None, wording, related=True) for group in groups.values()]
