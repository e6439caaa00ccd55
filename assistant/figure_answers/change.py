"""Both ends of a change that one sentence tells: 从17.1%提升至36.7%, 由2455项调整至2509项."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.figure_answers.asks import strip_asked
from assistant.figure_answers.match import Match
from assistant.figure_answers.select import Choice, Fit
from assistant.figure_answers.sorts import read_unit
from assistant.figure_answers.terms import cover, is_light, join_singles, shield
from assistant.figure_answers.view import View
from index.types import Quantity

# What stands before the first number, and between the two.
_FROM = re.compile(r"(?:从|由)[^，,。；;从由]{0,24}$")
_TO = re.compile(
    r"^[^，,。；;]{0,12}?(?:升|涨|增|提|扩|拓|降|跌|减|缩|落|调整|发展|变|跃|翻|精简|压|改)[^，,。；;]{0,8}?(?:到|至|为|成|达)"
    r"[^，,。；;]{0,12}$"
)

# Share of an ask's words in the change's sentence, of the question's in the article, and how near another may come.
_NEAR, _AROUND, _MARGIN = 0.55, 0.6, 0.08


def find_change(view: View, views: Sequence[View]) -> tuple[View, View] | None:
    """Return where the change begins and where it ends that a record is one end of, None where it is of none."""
    figure = view.figure
    place = (figure.doc_id, figure.version, figure.sentence)
    beside = sorted(
        (v for v in views if (v.figure.doc_id, v.figure.version, v.figure.sentence) == place),
        key=lambda v: v.figure.span.start,
    )
    beside = list({v.figure.span: v for v in beside}.values())
    at = next((i for i, v in enumerate(beside) if v.figure.span == figure.span), None)
    if at is None:
        return None
    pairs = [(beside[i], beside[i + 1]) for i in (at - 1, at) if 0 <= i < len(beside) - 1]
    return next((pair for pair in pairs if _is_change(*pair)), None)


def _is_change(first: View, last: View) -> bool:
    a, b, text = first.figure, last.figure, first.article.text
    if a.canonical_unit != b.canonical_unit or a.span.end > b.span.start:
        return False
    return bool(_FROM.search(text[a.sentence.start : a.span.start]) and _TO.match(text[a.span.end : b.span.start]))


def choose_change(words: str, unit: Quantity | None, views: Sequence[View], asked: str) -> tuple[View, View] | None:
    """Return the one change that is told in the words of an ask; None where none is, or several are.

    `asked` is the whole question: the article has to speak of the rest of it as well.
    """
    terms = tuple(term for term in join_singles(words) if not is_light(term.word))
    around = tuple(term for term in join_singles(asked) if not is_light(term.word))
    if not terms:
        return None
    found: list[tuple[float, tuple[View, View]]] = []
    for view in views:
        pair = find_change(view, views)
        if pair is None or pair[0] is not view or (unit is not None and not _counts_as(unit, view)):
            continue
        article = shield(f"{view.article.title}\n{view.article.text}")
        near = cover(terms, (view.metric, 1.0), (view.sentence, 1.0), (article, 0.3))
        if near >= _NEAR and cover(around, (view.sentence, 1.0), (article, 0.9)) >= _AROUND:
            found.append((near, pair))
    found.sort(key=lambda one: -one[0])
    rivals = [pair for near, pair in found if near > found[0][0] - _MARGIN]
    values = {(a.figure.canonical_value, b.figure.canonical_value) for a, b in rivals}
    return rivals[0] if len(values) == 1 else None


def _counts_as(unit: Quantity, view: View) -> bool:
    return unit.canonical_unit == view.figure.canonical_unit or (unit.unit or "")[-1:] in ("亿", "万")


def settle_ends(choices: Sequence[Choice], views: Sequence[View], asked: str) -> list[Choice]:
    """Give each choice for an end of a change that end; a beginning that no sentence tells stays open."""
    changes = [find_change(choice.views[0], views) if choice.fits else None for choice in choices]
    settled: list[Choice] = []
    for at, choice in enumerate(choices):
        end = choice.slot.ask.end
        if end is None:
            settled.append(choice)
            continue
        near = [changes[i] for i in (at, at + 1, at - 1) if 0 <= i < len(choices) and _is_end(choices[i], choice)]
        change = next((found for found in near if found is not None), None)
        if change is None:
            words = strip_asked(choice.slot.ask.words)
            change = choose_change(words, read_unit(choice.slot.ask.words), views, strip_asked(asked))
        if change is None:
            settled.append(choice if end == "end" else _open(choice))
            continue
        view = change[0] if end == "start" else change[1]
        settled.append(_fill(choice, view))
    return settled


def _is_end(other: Choice, choice: Choice) -> bool:
    """Say whether another choice is of the same change: the same one, or one beside it that asks for an end as well."""
    return other is choice or other.slot.ask.end is not None or choice.slot.ask.end == "start"


def _open(choice: Choice) -> Choice:
    return Choice(choice.slot, reason=choice.reason or "no_figure")


def _fill(choice: Choice, view: View) -> Choice:
    """Return the choice with the one record; what is known of the match comes from the choice that found the change."""
    match = Match(1.0, 0.0, 0.0, 0.0, True, True, True, 1.0, 1.0)
    fit = next((fit for fit in choice.fits), Fit(view, match))
    subject = choice.views[0].figure if choice.fits else None
    if subject is not None and view.figure.subject is None:
        view = replace(view, figure=replace(view.figure, subject=subject.subject, subject_key=subject.subject_key))
    return Choice(choice.slot, (Fit(view, fit.match, fit.timing),))
