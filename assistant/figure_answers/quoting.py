"""The quote that carries a record: its sentence, of a long one the clauses that tell it, and what settles both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figure_answers.clauses import cut_clauses
from assistant.figure_answers.view import View, find_said, words_around
from assistant.types import Quote
from index.text import fold
from index.types import Context, ContextRole, Figure, Span

# A quote is the whole sentence while it is short enough to be read at a glance.
_LONGEST_QUOTE = 120
_PLAN_TITLE = re.compile(r"《[^《》]{2,40}(?:清单|方案|规划|计划|意见|要点)》")
_FOUR_DIGITS = re.compile(r"\d{4}")
_PLAN = re.compile(r"目标|计划|规划|力争|预期|方案|清单|拟|将")


def quotes_of(views: Sequence[View]) -> tuple[Quote, ...]:
    """Return the quotes of records, each once; records of one long sentence share the clauses that tell them all."""
    return tuple(dict.fromkeys(quote_of(view, views) for view in views))


def quote_of(view: View, among: Sequence[View] = ()) -> Quote:
    """Return the words that carry a record: its sentence, or of a long one the clauses that tell it.

    Records `among` others of the same sentence are quoted with them.
    """
    figure, span = view.figure, view.figure.sentence
    if span.end - span.start > _LONGEST_QUOTE:
        place = (figure.doc_id, figure.version, figure.sentence)
        together = [v for v in among if (v.figure.doc_id, v.figure.version, v.figure.sentence) == place]
        cut = cut_clauses(together or [view], ())
        span = Span(cut.chain[0].span.start if cut.chain else cut.kept.start, cut.kept.end)
    return Quote(figure.doc_id, figure.version, span, (*figure.context, *_missing_context(view, span)))


def _missing_context(view: View, span: Span) -> tuple[Context, ...]:
    """Return where the article names subject and period, if neither the quote nor the record's context does."""
    figure, text = view.figure, view.article.text
    held = [span, *(context.span for context in figure.context)]
    found: list[Context] = []
    wanted: tuple[tuple[str | None, ContextRole], ...] = (
        (figure.subject, "subject"),
        (figure.period.said if figure.period else None, "period"),
    )
    if figure.status in ("target", "planned", "forecast", "requirement"):
        found += _find_plan_word(text, held, span)
    said = find_said(figure, text)
    if said is not None and not any(inside.contains(said) for inside in held[1:]):
        # In a list the metric stands at its head and not beside the number.
        beside = fold(words_around(figure, text))
        found += [] if fold(said.of(text)) in beside else [Context(said, "header")]
    if view.article.date is None:
        found += _find_year(figure, text, held)
    for words, role in wanted:
        names = (words, words[:-1]) if words and len(words) > 2 and role == "subject" else (words,)
        if not words or any(name and name in inside.of(text) for inside in held for name in names):
            continue
        at = max((text.rfind(name, 0, span.start), name) for name in names if name)
        at = at if at[0] >= 0 else max((text.find(name), name) for name in names if name)
        if at[0] >= 0:
            found.append(Context(Span(at[0], at[0] + len(at[1])), role))
    return tuple(found)


def _find_plan_word(text: str, held: list[Span], span: Span) -> list[Context]:
    """Return the word before the quote that makes its figures a plan, where none stands in what is cited already."""
    if any(_PLAN.search(inside.of(text)) for inside in held):
        return []
    words = list(_PLAN_TITLE.finditer(text, 0, span.start)) or list(_PLAN.finditer(text, 0, span.start))
    return [Context(Span(*words[-1].span()), "header")] if words else []


def _find_year(figure: Figure, text: str, held: list[Span]) -> list[Context]:
    """Return where an article without a date of its own names the year of a record's period."""
    period = figure.period
    if period is None or not period.said or _FOUR_DIGITS.search(period.said):
        return []
    year = f"{period.start.year}年"
    if any(year in inside.of(text) for inside in held):
        return []
    for words in (year + period.said.removeprefix("今年"), year):
        at = text.find(words)
        if at >= 0:
            return [Context(Span(at, at + len(words)), "period")]
    return []
