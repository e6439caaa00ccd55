"""The candidates for a question: few enough to judge one by one, from a library of a million records.

Asked of indexes only: by subject and period, by the articles that the search found, and by subject and metric in any
period, for what there is instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.figure_answers.asks import Wanted
from assistant.figure_answers.places import subjects_of
from assistant.figure_answers.terms import unshield
from assistant.figure_answers.timing import split_months, split_years
from assistant.figure_answers.types import FigureQuery, FigureSource
from assistant.types import Question
from index.types import Figure, Period

# Judging a record costs about a quarter of a millisecond: so many in all, and of each sort.
_MOST, _EACH, _FOUND = 360, 120, 240
# Of another period than the asked one: what there is instead.
_INSTEAD = 40
# Of one step of a stretch at least.
_OF_STEP = 8
_YEARLY = re.compile(r"每年|逐年|历年|各年|分年|分别|each year|every year|yearly", re.IGNORECASE)
# Stretches that are asked for by quarters or by months, and how many months one is.
_STEPS = ((re.compile(r"逐季|各季|每个?季|分季"), 3), (re.compile(r"逐月|各月|每个?月|分月"), 1))
# Words of two characters and more.
_TELLING = 2.0
# Articles whose other records are read as well, and so many of those.
_BESIDE, _BESIDE_MOST = 6, 60


def gather_figures(
    question: Question,
    wanted: Wanted,
    source: FigureSource,
    doc_ids: tuple[str, ...],
    ranked: Sequence[Figure] = (),
) -> list[Figure]:
    """Return the candidate records, each once.

    Of a ranking over places that the question does not list they are `ranked`, beside those of the found articles.
    """
    if len(ranked) > _EACH:
        read = source.find(FigureQuery(doc_ids=doc_ids, limit=_EACH)) if doc_ids else []
        return list({identify(figure): figure for figure in (*read, *ranked)}.values())
    metrics = tuple(dict.fromkeys([*question.metrics, *(name for ask in wanted.asks for name in ask.metrics)]))
    found: dict[object, Figure] = {}
    for query in _write_queries(question, wanted, metrics, doc_ids):
        left = min(query.limit, _MOST - len(found))
        if left > 0:
            found |= {identify(figure): figure for figure in source.find(replace(query, limit=left))}
    # Ranks, increases and second goals stand beside what was found, under words that no question holds.
    named = [figure for figure in found.values() if figure.metric in metrics or _holds(figure, telling_words(wanted))]
    beside = tuple(dict.fromkeys(figure.doc_id for figure in named if figure.doc_id not in doc_ids))[:_BESIDE]
    if beside:
        found |= {identify(figure): figure for figure in source.find(FigureQuery(doc_ids=beside, limit=_BESIDE_MOST))}
    return list(found.values())


def _write_queries(
    question: Question, wanted: Wanted, metrics: tuple[str, ...], doc_ids: tuple[str, ...]
) -> Iterator[FigureQuery]:
    """Yield what is asked of the source: the found articles' records, then those that tell most first."""
    if doc_ids:
        yield FigureQuery(doc_ids=doc_ids, limit=_FOUND)
    subjects = subjects_of(question)
    yardstick = ("CN",) if any(ask.yardstick for ask in wanted.asks) else ()
    keys = (*(region.key for region in subjects), *yardstick)
    names = tuple(dict.fromkeys([*(region.name for region in subjects), *question.names]))
    limits, words = question.filters.doc_ids, telling_words(wanted)
    periods: tuple[Period | None, ...] = periods_of(question) or (None,)
    if not (keys or names):
        if metrics:
            yield from (FigureQuery(metrics=metrics, period=one, doc_ids=limits, limit=_MOST) for one in periods)
        return
    # In any period as well: what there is instead, and which is the latest. What tells least fills up the rest.
    for period, most in _share_limit(question, periods):
        if metrics:
            yield FigureQuery(keys, names, metrics, period=period, doc_ids=limits, limit=most)
        if words:
            yield FigureQuery(keys, names, words=words, period=period, doc_ids=limits, limit=most)
    yield from (FigureQuery(keys, names, period=period, doc_ids=limits, limit=_EACH) for period in periods)


def _share_limit(question: Question, periods: Sequence[Period | None]) -> Iterator[tuple[Period | None, int]]:
    """Yield the periods to look in, each with how many records of it are wanted at most.

    A stretch that is wanted step by step is looked for step by step: its newest records are all of its last one.
    """
    steps = [step for period in periods for step in steps_of(question, period)]
    yield from ((step, max(_EACH // len(steps), _OF_STEP)) for step in steps)
    yield from ((period, _EACH if period in periods else _INSTEAD) for period in dict.fromkeys((*periods, None)))


def _holds(figure: Figure, words: tuple[str, ...]) -> bool:
    return any(word in figure.metric or word in figure.metric_said for word in words)


def telling_words(wanted: Wanted) -> tuple[str, ...]:
    """Return the asked words that tell metrics apart, as sources write them."""
    terms = [term for ask in wanted.asks for term in (*ask.raw, *ask.own) if term.weight >= _TELLING]
    return tuple(dict.fromkeys(unshield(term.word) for term in terms))


def periods_of(question: Question) -> tuple[Period, ...]:
    """Return the periods that the question names, each once."""
    named: Iterable[Period] = question.periods or ((question.period,) if question.period else ())
    return tuple({(p.start, p.end): p for p in named}.values())


def steps_of(question: Question, period: Period | None) -> tuple[Period, ...]:
    """Return the years, quarters or months of an asked stretch, where the question wants them one by one."""
    if period is None:
        return ()
    months = next((months for pattern, months in _STEPS if pattern.search(question.standalone)), None)
    if months is not None:
        return split_months(period, months)
    yearly = question.kind in ("series", "trend") or _YEARLY.search(question.standalone)
    return split_years(period) if yearly else ()


def identify(figure: Figure) -> tuple[str, int, int, int, str]:
    """Return what makes a record one: its place in an article version, and its metric."""
    return (figure.doc_id, figure.version, figure.span.start, figure.span.end, figure.subject or figure.metric)
