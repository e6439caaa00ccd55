"""Example questions out of what the library holds, so that every one of them has an answer."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.types import Language
from assistant.web.texts import say
from index.types import Figure

_SHOWN = 4


def make_examples(figures: Iterable[Figure], language: Language) -> list[str]:
    """Return questions about figures that have subject and period: one a subject, and one that compares two.

    `figures` are those whose metric is a known one: other words make clumsy questions.
    """
    chosen: dict[str, Figure] = {}
    metrics: set[str] = set()
    for figure in sorted(filter(_is_clear, figures), key=_newest_first, reverse=True):
        if figure.subject and figure.subject not in chosen and figure.metric not in metrics:
            chosen[figure.subject] = figure
            metrics.add(figure.metric)
        if len(chosen) == _SHOWN:
            break
    questions = [
        say(language, "examples.figure", subject=f.subject, period=f.period.label if f.period else "", metric=f.metric)
        for f in chosen.values()
    ]
    if len(chosen) > 1:
        first, second, *_ = chosen.values()
        compared = say(language, "examples.compare", one=first.subject, two=second.subject, metric=first.metric)
        questions[_SHOWN - 1 :] = [compared]
    return questions


def _is_clear(figure: Figure) -> bool:
    return bool(figure.subject and figure.period and figure.status == "actual" and not figure.threshold)


def _newest_first(figure: Figure) -> tuple[str, str]:
    return (figure.period.end.isoformat() if figure.period else "", figure.doc_id)
