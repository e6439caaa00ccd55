"""Shares and means that no source gives, out of two numbers of one sentence: 23家 of 42家, 644亿元 over 26个项目."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figure_answers.again import Asker
from assistant.figure_answers.arithmetic import exact_value
from assistant.figure_answers.asks import Ask
from assistant.figure_answers.plan import Plan
from assistant.figure_answers.select import Choice
from assistant.figure_answers.sorts import LEVEL, MEAN_OF_EACH, read_unit
from assistant.figure_answers.terms import Term, cover, join_singles
from assistant.figure_answers.view import View
from assistant.figure_answers.word import Wording
from assistant.figure_answers.work import Item, Work, tell_result

# 酒庄企业里拿到认证的占比多少: the whole, and the part of it.
_WITHIN = re.compile(
    r"(?P<whole>[^，,]{2,24}?)(?:里面?|中|当中)的?[，, ]*(?P<part>[^，, ]{2,20}?)的?"
    r"(?:占比|占了?(?:多少|多大|几成|百分之几)|比例|比重)"
)
_TELLS = 0.7
_SHORT = 40


def work_quotients(choices: Sequence[Choice], asker: Asker, wording: Wording) -> list[Work]:
    """Return a result for each open ask for a share of a number, or a mean of one, that two found numbers give."""
    works: list[Work] = []
    alone = len({id(choice.slot.ask) for choice in choices}) == 1
    for choice in choices:
        # 资金里，春节用的占几成: the whole may stand in a part of its own.
        words = asker.text if alone else choice.slot.ask.words
        found = None if choice.fits else _find_operands(choice.slot.ask, words, asker)
        if found is None:
            continue
        plan, pair = found
        items = [Item(view, choice.slot.region) for view in pair]
        told = tell_result(plan, items, wording)
        if told:
            works.append(Work(tuple(told), tuple(items), (choice,)))
    return works


def _find_operands(ask: Ask, words: str, asker: Asker) -> tuple[Plan, tuple[View, View]] | None:
    within = _WITHIN.search(words)
    if within is not None and ask.measures <= {"share", "rate"}:
        pair = _find_share(within.group("whole").lstrip(" 的"), within.group("part"), asker)
        return (
            (Plan("share", names=(within.group("part"), within.group("whole").lstrip(" 的"))), pair) if pair else None
        )
    each = MEAN_OF_EACH.search(ask.words)
    if each is not None and ask.measures <= {"amount"}:
        pair = _find_mean(ask.words, each, asker)
        unit = each.group("unit") or each.group("unit2") or "个"
        return (Plan("ratio", label=f"平均每{unit}"), pair) if pair else None
    return None


def _find_share(whole: str, part: str, asker: Asker) -> tuple[View, View] | None:
    """Return the part and the whole: two numbers of one unit in one sentence, the part named by what only it has."""
    whole_terms, part_terms = join_singles(whole), join_singles(part)
    levels = [view for view in asker.views if view.measure in LEVEL and not view.delta]
    found: dict[tuple[object, object], tuple[View, View]] = {}
    for view in levels:
        if _tell(part_terms, view) < _TELLS or _tell(whole_terms, view, wide=True) < _TELLS:
            continue
        for other in levels:
            if not _is_whole(other, view) or _tell(whole_terms, other) < _TELLS or _tell(part_terms, other) >= _TELLS:
                continue
            found[view.figure.canonical_value, other.figure.canonical_value] = (view, other)
    return next(iter(found.values())) if len(found) == 1 else None


def _tell(terms: tuple[Term, ...], view: View, *, wide: bool = False) -> float:
    """Return how much of the words stands right around a number; `wide` in its sentence as well."""
    fields = [(view.metric, 1.0), (view.clause, 1.0)]
    return cover(terms, *fields, *([(view.sentence, 1.0)] if wide else []))


def _is_whole(view: View, part: View) -> bool:
    """Say whether a number can be the whole of another: in the same sentence, of the same unit, and larger."""
    a, b = view.figure, part.figure
    if (a.doc_id, a.version, a.sentence, a.canonical_unit) != (b.doc_id, b.version, b.sentence, b.canonical_unit):
        return False
    one, other = exact_value(a), exact_value(b)
    return one is not None and other is not None and one > other > 0


def _find_mean(words: str, each: re.Match[str], asker: Asker) -> tuple[View, View] | None:
    """Return the sum of money that is asked of, and the count of things that stands in its sentence."""
    head = words[: each.start()]
    unit = read_unit(words)
    amount = asker.ask(f"{head}总金额多少{unit.unit if unit is not None and unit.unit else '亿元'}")
    if amount is None:
        return None
    found, things = amount.views[0], join_singles(head)[-1:]
    counts = [
        view
        for view in asker.views
        if view.measure == "count"
        and (view.figure.doc_id, view.figure.sentence) == (found.figure.doc_id, found.figure.sentence)
        and abs(view.figure.span.start - found.figure.span.end) < _SHORT
        and _tell(things, view) >= _TELLS
    ]
    once = {view.figure.span: view for view in counts}
    return (found, next(iter(once.values()))) if len(once) == 1 else None
