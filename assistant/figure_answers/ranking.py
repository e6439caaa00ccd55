"""Rankings over places that the question does not list: 江苏哪个市GDP最高, of the cities of a province."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.figure_answers.asks import Ask, Wanted
from assistant.figure_answers.places import subjects_of
from assistant.figure_answers.terms import unshield
from assistant.figure_answers.types import FigureQuery, FigureSource, Places
from assistant.types import Question
from index.types import Figure, Region

_LEVELS = {
    "省": ("省份", "省"),
    "市": ("城市", "地市", "设区市", "市州", "市"),
    "区": ("区县", "县区", "县市", "县", "区"),
}
_NAMES_OF_LEVELS = "|".join(name for names in _LEVELS.values() for name in names)
_OPEN = re.compile(
    rf"(?:哪个|哪些|哪几个|各个?|\d+个?|所有|(?:排名)?前[三五十\d]+的?)(?P<level>{_NAMES_OF_LEVELS})"
    rf"|最[高大多快低小少慢]的(?P<level2>{_NAMES_OF_LEVELS})"
)
_MOST = 2000
# Records of one place that are looked at, of its metric and of that one's growth each.
_OF_EACH = 2
# Words of two characters and more.
_TELLING = 2.0


def expand_places(
    question: Question, wanted: Wanted, source: FigureSource, places: Places | None
) -> tuple[Question, Wanted, list[Figure]]:
    """Put the places that a question asks to rank in its subjects' place, where records name at least two.

    The records of their metric come with them, empty where no places are asked to be ranked: of a province's many
    towns nobody would ask for each by itself.
    """
    found = _OPEN.search(wanted.text)
    outer = subjects_of(question)
    asks = [ask for ask in wanted.asks if ask.metrics or ask.raw]
    if places is None or found is None or len(outer) > 1 or not asks:
        return question, wanted, []
    wording = found.group("level") or found.group("level2")
    level = next(level for level, words in _LEVELS.items() if wording in words)
    inner, figures = _find_inner(asks[0], outer[0] if outer else None, level, question, source, places)
    if len(inner) < 2:
        return question, wanted, []
    text = wanted.text.replace(found.group(), " ")
    ranked = tuple(_without(ask, found.group()) for ask in wanted.asks)
    question = replace(question, subjects=tuple(inner), kind="ranking")
    return question, replace(wanted, asks=ranked, text=text), figures


def _without(ask: Ask, words: str) -> Ask:
    """Return an ask without the words for the places, as one that ranks them."""
    terms = tuple(term for term in ask.terms if term.word not in words)
    raw = tuple(term for term in ask.raw if term.word not in words)
    return replace(ask, terms=terms, raw=raw, places=(), compares=True, open_ranking=True)


def _find_inner(
    ask: Ask, outer: Region | None, level: str, question: Question, source: FigureSource, places: Places
) -> tuple[Sequence[Region], list[Figure]]:
    """Return the places of the level inside the outer one that have a record of the metric, in a stable order.

    And the newest of those records, so many of each place.
    """
    inner: dict[str, Region] = {}
    kept: dict[tuple[str, str], list[Figure]] = {}
    for period in question.periods or (None,):
        query = FigureQuery(metrics=_names(ask), period=period, limit=_MOST)
        if not ask.metrics or question.period is None:
            words = tuple(unshield(term.word) for term in ask.raw if term.weight >= _TELLING)
            query = FigureQuery(words=words, period=period, limit=_MOST) if words else query
        for figure in source.find(query):
            region = places.get(figure.subject_key) if figure.subject_key else None
            if region is None or region.level != level:
                continue
            if outer is None or outer.key == "CN" or places.is_within(region.key, outer.key):
                inner.setdefault(region.key, region)
                kept.setdefault((region.key, figure.metric), []).append(figure)
    figures = [figure for key in sorted(kept) for figure in kept[key][:_OF_EACH]]
    return [inner[key] for key in sorted(inner)], figures


def _names(ask: Ask) -> tuple[str, ...]:
    """Return the record names of a metric: its own, and the one of its growth."""
    return (*ask.metrics, *(f"{name}同比增速" for name in ask.metrics))
