"""Where in its article a figure's year and subject are settled, when its own sentence does not say them.

The words that settle them stand beside the quote as context: the year that 全年 belongs to, the day by which 去年 is
read, the title that says whose 全区 is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.periods import find_periods
from index.regions import Gazetteer
from index.text import fold
from index.types import Article, Context, Figure, Period, Span

# Words of a period that settle its year, by themselves or by the article's day.
_NAMES_YEAR = re.compile(r"20\d\d|19\d\d|去年|今年|上年|前年|本年|当年|明年")


def add_context(article: Article, figures: list[Figure], gazetteer: Gazetteer) -> list[Figure]:
    """Return the figures with the context spans that they lack."""
    folded = fold(article.text)
    dateline = _find_dateline(article)
    title = _find_title(article)
    said = [
        entry for entry in find_periods(article.text, article.date) if _NAMES_YEAR.search(fold(entry[1].said or ""))
    ]
    added = []
    for figure in figures:
        fresh = [*_settle_year(folded, figure, said, dateline), *_settle_subject(folded, figure, title, gazetteer)]
        context = (*figure.context, *(item for item in fresh if item not in figure.context))
        added.append(replace(figure, context=context) if fresh else figure)
    return added


def _settle_year(
    folded: str, figure: Figure, said: list[tuple[Span, Period]], dateline: Context | None
) -> list[Context]:
    """Return where the year of a figure's period is said: before its number, else by the day of publication."""
    period = figure.period
    if period is None:
        return []
    held = [figure.sentence, *(item.span for item in figure.context)]
    if any(f"{period.start.year}年" in folded[span.start : span.end] for span in held):
        return []
    before = [span for span, named in said if named.start.year == period.start.year and span.end <= figure.span.start]
    context = [Context(before[-1], "period")] if before and not figure.sentence.contains(before[-1]) else []
    explicit = bool(before) and f"{period.start.year}" in folded[before[-1].start : before[-1].end]
    if not explicit and dateline is not None:
        context.append(dateline)
    if not before and dateline is None:
        after = next((span for span, named in said if named.start.year == period.start.year), None)
        context += [Context(after, "period")] if after else []
    return context


def _settle_subject(folded: str, figure: Figure, title: Context | None, gazetteer: Gazetteer) -> list[Context]:
    """Return the title where it names the subject and the figure's own sentence does not."""
    if figure.subject is None or title is None:
        return []
    region = gazetteer.get(figure.subject_key) if figure.subject_key else None
    names = [figure.subject, *((region.name, *region.aliases) if region else ())]
    held = [figure.sentence, *(item.span for item in figure.context)]
    if any(fold(name) in folded[span.start : span.end] for span in held for name in names):
        return []
    words = folded[title.span.start : title.span.end]
    return [title] if any(fold(name) in words for name in names) else []


def _find_dateline(article: Article) -> Context | None:
    """Return where the day of publication stands in the clean text, if it does."""
    basis = article.description.date_basis
    at = article.text.find(basis) if basis and article.date else -1
    return Context(Span(at, at + len(basis)), "dateline") if basis and at >= 0 else None


def _find_title(article: Article) -> Context | None:
    at = article.text.find(article.title) if article.title else -1
    return Context(Span(at, at + len(article.title)), "title") if at >= 0 else None
