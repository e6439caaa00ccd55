"""Example questions out of what the library holds, so that every one of them has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.export.words import name_period
from assistant.figure_answers.gloss import gloss_metric
from assistant.types import Language
from assistant.understand.english import put_words_in_chinese
from assistant.web.texts import say
from index.text import fold
from index.types import Figure

_SHOWN = 4


def make_examples(figures: Iterable[Figure], language: Language) -> list[str]:
    """Return questions about figures that have subject and period: one a subject, and one that compares two.

    `figures` are those whose metric is a known one: other words make clumsy questions.
    """
    chosen: dict[str, Figure] = {}
    metrics: set[str] = set()
    clear = sorted(filter(_is_clear, figures), key=_newest_first, reverse=True)
    for figure in clear:
        if figure.subject and figure.subject not in chosen and figure.metric not in metrics:
            chosen[figure.subject] = figure
            metrics.add(figure.metric)
        if len(chosen) == _SHOWN:
            break
    questions = [_ask_for(figure, language) for figure in chosen.values()]
    pair = _find_pair(chosen.values(), clear)
    if pair is not None:
        one, other = pair
        metric = _name_metric(one.metric, language)
        compared = say(language, "examples.compare", one=one.subject, two=other.subject, metric=metric)
        questions[_SHOWN - 1 :] = [compared]
    return questions


def _ask_for(figure: Figure, language: Language) -> str:
    period = name_period(figure.period, language) if figure.period else ""
    metric = _name_metric(figure.metric, language)
    return say(language, "examples.figure", subject=figure.subject, period=period, metric=metric)


def _name_metric(metric: str, language: Language) -> str:
    """Return a metric as a reader of `language` asks for it: in English only where that leads back to the metric."""
    gloss = gloss_metric(fold(metric)) if language == "en" else None
    understood = put_words_in_chinese(gloss) if gloss else ""
    return gloss if gloss and understood and understood in metric else metric


def _find_pair(chosen: Iterable[Figure], clear: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """Return a chosen figure and one of another subject with the same metric and unit, the first there is."""
    for one in chosen:
        for other in clear:
            if (other.metric, other.canonical_unit) == (
                one.metric,
                one.canonical_unit,
            ) and other.subject != one.subject:
                return one, other
    return None


def _is_clear(figure: Figure) -> bool:
    return bool(figure.subject and figure.period and figure.status == "actual" and not figure.threshold)


def _newest_first(figure: Figure) -> tuple[str, str]:
    return (figure.period.end.isoformat() if figure.period else "", figure.doc_id)
