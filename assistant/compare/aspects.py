"""Aspects: those that the sources speak of for most subjects, and what words speak of one."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from assistant.compare.figures import find_records
from assistant.compare.types import Comparison, Known, Sources
from assistant.figure_answers.gloss import gloss_metric
from assistant.figure_answers.terms import cover, read_columns, shield, split_terms
from assistant.figure_answers.types import Metrics
from assistant.figure_answers.view import View
from assistant.figure_answers.word import Wording
from index.text import fold
from index.types import Period

# What an aspect is said to be, and no source needs to say.
_HEAD = re.compile(
    r"(?:的?(?:模式|举措|措施|做法|重点|情况|条数|数量|方面|内容|特点|进展|成效|经验|思路|方向|工作|力度|主体|方式|问题|表现|"
    r"布局|安排|计划|路径|打法|优势))+$"
)
_MOST_METRICS = 6
_MOST_THEMES = 5
# Share of an asked aspect's words that a sentence must hold: of two words both.
_SPEAKS = 0.6
# What the listed words of a theme must come to: two common words, or one of three characters or more, which says it.
_ENOUGH = 2
_TELLING = 3


@cache
def _themes() -> dict[str, tuple[str, str]]:
    """Return the themes in their order: name → English name, words of sentences that speak of it."""
    return {name: (english, words) for name, english, words in read_columns("aspects", 3)}


def list_themes() -> tuple[str, ...]:
    """Return the themes of policy that may be compared."""
    return tuple(_themes())


def find_words(aspect: str) -> str:
    """Return the words that speak of an aspect: those of the list, else the aspect itself."""
    return _themes()[aspect][1] if aspect in _themes() else aspect


def least_of(aspect: str, *, asked: bool) -> int | None:
    """Return what the listed words of a theme must come to in a sentence, None for an aspect that is not listed.

    Who asks for a theme is served with one common word; a row that nobody asked for must be sure of it.
    """
    return (1 if asked else _ENOUGH) if aspect in _themes() else None


def name_aspect(aspect: str, wording: Wording) -> str:
    """Return an aspect's heading; in English with the Chinese beside it."""
    english = _themes()[aspect][0] if aspect in _themes() else gloss_metric(fold(aspect))
    return wording.pick(aspect, f"{english} ({aspect})" if english else aspect)


def speaks_of(words: str, text: str, least: int | None) -> float:
    """Return how well a sentence speaks of an aspect, 0 where it does not: its listed words, or the share of asked."""
    here = shield(text)
    if least is not None:
        found = sum(2 if len(word) >= _TELLING else 1 for word in words.split() if shield(word) in here)
        return float(found) if found >= least else 0.0
    if shield(words) in here:
        return 1.0
    # 招商模式 is told by who tells of 招商 and how; no sentence needs to call it a 模式.
    matter = _HEAD.sub("", words)
    share = cover(split_terms(matter if len(matter) > 1 else words), (here, 1.0))
    return share if share >= _SPEAKS else 0.0


def find_aspects(comparison: Comparison, known: Known, sources: Sources) -> tuple[str, ...]:
    """Return the metrics of which at least two subjects have a record, then the themes of policy.

    A theme that no subject's sentences speak of leaves an empty row, which the table drops.
    """
    holders: Counter[str] = Counter()
    for views in known.values():
        holders.update({view.figure.metric for view in views if _is_metric(view, comparison.period, sources.metrics)})
    shared = sorted((name for name, count in holders.items() if count > 1), key=lambda name: (-holders[name], name))
    spoken: Counter[str] = Counter()
    for region in comparison.subjects:
        for name in _themes():
            evidence = sources.search(f"{region.name}{name}", region)
            if any(speaks_of(find_words(name), one.text, _ENOUGH) for one in evidence):
                spoken[name] += 1
    order = {name: number for number, name in enumerate(_themes())}
    themes = sorted(spoken, key=lambda name: (-spoken[name], order[name]))
    return (*shared[:_MOST_METRICS], *themes[:_MOST_THEMES])


def _is_metric(view: View, period: Period | None, metrics: Metrics) -> bool:
    """Say whether a record is the level of a metric that the vocabulary knows, told of the period."""
    figure = view.figure
    if metrics.canonical(figure.metric) != figure.metric or not find_records(figure.metric, [view], metrics):
        return False
    told = figure.period
    return period is None or (told is not None and period.start <= told.start and told.end <= period.end)
