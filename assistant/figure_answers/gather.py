"""The candidates for a question: few enough to judge one by one, from a library of a million records.

Asked of indexes only: by subject and period, by the articles that the search found, and by subject and metric in any
period, for what there is instead.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.figure_answers.asks import Wanted
from assistant.figure_answers.types import FigureQuery, FigureSource
from assistant.types import Question
from index.types import Figure, Period

# Judging a record costs about 50 microseconds.
_MOST = 600


def gather_figures(question: Question, wanted: Wanted, source: FigureSource, doc_ids: tuple[str, ...]) -> list[Figure]:
    """Return the candidate records, each once."""
    keys = tuple(region.key for region in question.subjects)
    names = tuple(dict.fromkeys([*(region.name for region in question.subjects), *question.names]))
    metrics = tuple(dict.fromkeys([*question.metrics, *(name for ask in wanted.asks for name in ask.metrics)]))
    queries: list[FigureQuery] = []
    if doc_ids:
        queries.append(FigureQuery(doc_ids=doc_ids, limit=_MOST))
    limits = question.filters.doc_ids
    if keys or names:
        if metrics:
            queries.append(FigureQuery(keys, names, metrics, doc_ids=limits, limit=_MOST))
        for period in periods_of(question) or (None,):
            queries.append(FigureQuery(keys, names, period=period, doc_ids=limits, limit=_MOST))
    elif metrics:
        for period in periods_of(question) or (None,):
            queries.append(FigureQuery(metrics=metrics, period=period, doc_ids=limits, limit=_MOST))
    found: dict[tuple[str, int, int, int, str], Figure] = {}
    for query in queries:
        for figure in source.find(query):
            found[identify(figure)] = figure
    return list(found.values())


def periods_of(question: Question) -> tuple[Period, ...]:
    """Return the periods that the question names, each once."""
    named: Iterable[Period] = question.periods or ((question.period,) if question.period else ())
    return tuple({(p.start, p.end): p for p in named}.values())


def identify(figure: Figure) -> tuple[str, int, int, int, str]:
    """Return what makes a record one: its place in an article version, and its metric."""
    return (figure.doc_id, figure.version, figure.span.start, figure.span.end, figure.subject or figure.metric)
