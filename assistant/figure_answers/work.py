"""Carries out the arithmetic that a question wants, over the records chosen for its operands, and words the result.

The result opens the sentence; the operands follow, each with subject, period and number as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.figure_answers.agree import settle
from assistant.figure_answers.arithmetic import derive, exact_value, write_decimal
from assistant.figure_answers.gloss import gloss_unit
from assistant.figure_answers.plan import Plan
from assistant.figure_answers.quoting import quotes_of
from assistant.figure_answers.select import Choice, Slot
from assistant.figure_answers.timing import label_period
from assistant.figure_answers.view import View
from assistant.figure_answers.word import Wording, tell_views
from assistant.types import Claim, Derivation
from index.types import Period, Region

Chooser = Callable[[Slot], Choice]


_TWO = 2
# Of these a part is another number than the whole.
_OF_ALL = frozenset({"sum", "mean"})
_FALLEN = re.compile(r"减少|下降|降低|回落")
# The verb stands right before the number.
_VERB_REACH = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One operand: the record, and the place that it was chosen for."""

    view: View
    region: Region | None


def by_size(item: Item) -> Decimal:
    """Sort operands from the largest down; a range, which has no one value, counts as nothing."""
    return -(exact_value(item.view.figure) or Decimal(0))


@dataclass(frozen=True, slots=True)
class Work:
    """What arithmetic gave: sentences, the records used, and the choices that they answer."""

    claims: tuple[Claim, ...]
    items: tuple[Item, ...]
    choices: tuple[Choice, ...] = ()


def work_out(plan: Plan, choices: Sequence[Choice], choose_slot: Chooser, wording: Wording) -> Work | None:
    """Return the worked-out answer, None where operands are missing; then the figures are told as they are."""
    if plan.operands:
        return _work_operands(plan, choices, choose_slot, wording)
    claims: list[Claim] = []
    items: list[Item] = []
    used: list[Choice] = []
    done: set[object] = set()
    for group in _group_by_ask(choices):
        filled = [choice for choice in group if choice.fits and _clear(choice)]
        if len(filled) < _TWO or (len(filled) < len(group) and (plan.operation in _OF_ALL or len(filled) == _TWO)):
            # A total of a part is another number, and two of three places are no order of them.
            continue
        operands = [Item(settle(choice.views).readings[0].view, choice.slot.region) for choice in filled]
        told = tell_result(plan, operands, wording)
        if told and operands_of(operands) in done:
            # 谁更多、排个序: the second part asks for the same again.
            used += filled
        elif told:
            done.add(operands_of(operands))
            claims += [*told, *_caution(operands, wording)]
            items += operands
            used += filled
    return Work(tuple(claims), tuple(items), tuple(used)) if claims else None


def join_works(works: Sequence[Work]) -> Work | None:
    """Return several results as one, None for none."""
    if not works:
        return None
    return Work(
        tuple(claim for work in works for claim in work.claims),
        tuple(item for work in works for item in work.items),
        tuple(choice for work in works for choice in work.choices),
    )


def operands_of(items: Sequence[Item]) -> frozenset[object]:
    """Return what makes two sets of operands one: the records."""
    return frozenset((item.view.figure.doc_id, item.view.figure.span) for item in items)


def _work_operands(plan: Plan, choices: Sequence[Choice], choose_slot: Chooser, wording: Wording) -> Work | None:
    """Work over operands of their own, once for each place and period; a direct answer makes it needless."""
    last = choices[-1].slot.ask
    direct = [choice for choice in choices if choice.slot.ask is last and choice.fits]
    if direct and plan.operation != "ratio" and not plan.spelled:
        return None
    claims: list[Claim] = []
    items: list[Item] = []
    used: list[Choice] = []
    for choice in (choice for choice in choices if choice.slot.ask is last):
        slot = choice.slot
        asks = [replace(ask, wants_target=last.wants_target) for ask in plan.operands]
        found = [choose_slot(Slot(ask, slot.region, slot.period)) for ask in asks]
        if plan.operation == "ratio" and not found[0].fits:
            # 平均每个投资多少: the amount may have been found under the question's own words.
            found[0] = choice
        if not all(one.fits and _clear(one) for one in found):
            continue
        operands = [Item(settle(one.views).readings[0].view, slot.region) for one in found]
        told = tell_result(plan, operands, wording)
        if told:
            claims += told
            items += operands
            used += [other for other in choices if other.slot.region == slot.region]
    return Work(tuple(claims), tuple(items), tuple(used)) if claims else None


def infer_previous(choice: Choice, candidates: Sequence[View], wording: Wording) -> Work | None:
    """Work a year's level out of the next year's and the increase that the same sentence gives over it."""
    period = choice.slot.period
    if choice.fits or period is None or choice.reason != "other_period":
        return None
    for fit in choice.nearest:
        found = fit.view.figure.period
        increase = _find_increase(fit.view, candidates, period)
        if found is None or not _follows(found, period) or increase is None:
            continue
        fallen = bool(_FALLEN.search(increase.before[-_VERB_REACH:]))
        derivation = derive("sum" if fallen else "difference", [fit.view, increase])
        if derivation is not None:
            return _tell_previous(choice, fit.view, increase, derivation, wording)
    return None


def _tell_previous(choice: Choice, level: View, increase: View, derivation: Derivation, wording: Wording) -> Work:
    """Word the year before: the result, the level, and the increase over the year that is asked for."""
    period, region = choice.slot.period, choice.slot.region
    operands = (Item(level, region), Item(increase, region))
    label = label_period(period, wording.english) if period else ""
    number = _number(derivation, operands, wording)
    views = [level, increase]
    told = tell_views(views, region, wording).text
    text = wording.pick(f"{label}推算为{number}：{told}", f"{label}: {number} by arithmetic: {told}")
    claim = Claim(text, quotes_of(views), "derived", derivation, tuple(view.figure for view in views))
    return Work((claim,), operands, (choice,))


def _find_increase(level: View, candidates: Sequence[View], earlier: Period) -> View | None:
    """Return the increase over the earlier year that follows a level in its own sentence."""
    named = re.compile(rf"{earlier.start.year}年|上年|去年|前一年|同期")
    for view in sorted(candidates, key=lambda view: view.rank):
        here = (view.figure.doc_id, view.figure.sentence) == (level.figure.doc_id, level.figure.sentence)
        after = here and view.figure.span.start > level.figure.span.end
        if after and view.delta and view.figure.canonical_unit == level.figure.canonical_unit:
            between = level.article.text[level.figure.span.end : view.figure.span.start]
            return view if named.search(between) else None
    return None


def _follows(later: Period, earlier: Period) -> bool:
    """Say whether the later period is the earlier one a year on."""
    return (later.start.year, later.end.year) == (earlier.start.year + 1, earlier.end.year + 1) and (
        later.start.month,
        later.end.month,
    ) == (earlier.start.month, earlier.end.month)


def _group_by_ask(choices: Sequence[Choice]) -> list[list[Choice]]:
    groups: dict[int, list[Choice]] = {}
    for choice in choices:
        groups.setdefault(id(choice.slot.ask), []).append(choice)
    groups_of_asks = list(groups.values())
    if all(len(group) == 1 for group in groups_of_asks):
        # Items of one list are worked with together; another part of the question asks for something else.
        parts: dict[int, list[Choice]] = {}
        for choice in choices:
            parts.setdefault(choice.slot.ask.part, []).append(choice)
        return list(parts.values())
    return groups_of_asks


def _clear(choice: Choice) -> bool:
    """Say whether the sources agree on a choice; nothing is worked out from a conflict."""
    return len(settle(choice.views).readings) == 1


def tell_result(plan: Plan, operands: Sequence[Item], wording: Wording) -> list[Claim]:
    """Return the result as a sentence of its own, then the operands; nothing where it cannot be worked out."""
    operation = plan.operation
    if len(operands_of(operands)) < len(operands):
        # One number twice is nothing to work with.
        return []
    if operation == "growth" and all(item.view.figure.canonical_unit == "percent" for item in operands):
        # Rates have no growth: of two the higher is told, and by how many points.
        plan, operation = replace(plan, operation="ranking"), "ranking"
    if operation == "ranking":
        if len(operands) > 2 or plan.label:
            return _tell_ranking(operands, wording, listed=not plan.label)
        # Of two the larger comes first, and by how much says more than an order.
        operands = sorted(operands, key=by_size)
        operation = "difference"
    derivation = derive(operation, [item.view for item in operands], plan.places)
    if derivation is None:
        return _tell_ranking(operands, wording) if operation == "difference" else []
    return _claims(_opening(plan, derivation, operands, wording), operands, derivation, wording)


def _claims(opening: str, operands: Sequence[Item], derivation: Derivation, wording: Wording) -> list[Claim]:
    """Return the sentence for the result, and one for the operands of each subject, period and source sentence."""
    views = [item.view for item in operands]
    figures = tuple(view.figure for view in views)
    result = Claim(f"{opening}{wording.pick('。', '.')}", quotes_of(views), "derived", derivation, figures)
    groups: dict[object, list[Item]] = {}
    for item in operands:
        figure = item.view.figure
        key = (figure.doc_id, figure.sentence, wording.head(item.view, item.region))
        groups.setdefault(key, []).append(item)
    told = [tell_views([item.view for item in group], group[0].region, wording) for group in groups.values()]
    return [result, *told]


def _opening(plan: Plan, derivation: Derivation, operands: Sequence[Item], wording: Wording) -> str:
    number = _number(derivation, operands, wording)
    match plan.operation:
        case "sum":
            return wording.pick(f"合计{number}", f"Total {number}")
        case "mean":
            return wording.pick(f"平均{number}", f"Average {number}")
        case "ratio" if plan.label:
            return wording.pick(f"{plan.label}{number}", f"On average {number} each")
        case "difference" if plan.label:
            return wording.pick(f"{plan.label}为{number}", f"The balance is {number}")
    first, second = plan.names or _names(operands, wording)
    match plan.operation:
        case "ratio":
            return wording.pick(f"{first}是{second}的{number}", f"{first} is {number} {second}")
        case "share":
            return wording.pick(f"{first}占{second}的{number}", f"{first} is {number} of {second}")
        case "growth":
            word = wording.pick("下降" if derivation.value < 0 else "增长", "down" if derivation.value < 0 else "up")
            return wording.pick(f"{first}比{second}{word}{number}", f"{first} {word} {number} on {second}")
        case _:
            return _tell_difference(first, second, derivation, number, operands, wording)


def _tell_difference(
    first: str, second: str, derivation: Derivation, number: str, operands: Sequence[Item], wording: Wording
) -> str:
    if derivation.value == 0:
        return wording.pick(f"{first}与{second}相同", f"{first} equals {second}")
    rate = operands[0].view.figure.canonical_unit == "percent"
    more, less = ("高", "低") if rate else ("多", "少")
    word = wording.pick(more if derivation.value > 0 else less, "more" if derivation.value > 0 else "less")
    return wording.pick(f"{first}比{second}{word}{number}", f"{first}: {number} {word} than {second}")


def _names(operands: Sequence[Item], wording: Wording) -> tuple[str, str]:
    """Return what tells two operands apart: their subjects, else their periods, else their metrics."""
    a, b = operands[0], operands[1]
    subjects = (wording.named(a.view, a.region), wording.named(b.view, b.region))
    if subjects[0] != subjects[1]:
        return subjects
    periods = (a.view.figure.period, b.view.figure.period)
    if periods[0] and periods[1] and (periods[0].start, periods[0].end) != (periods[1].start, periods[1].end):
        return (label_period(periods[0], wording.english), label_period(periods[1], wording.english))
    return (a.view.figure.metric, b.view.figure.metric)


def _number(derivation: Derivation, operands: Sequence[Item], wording: Wording) -> str:
    """Return the result with its unit; 约 where an operand is itself not exact."""
    rough = any(item.view.figure.qualifier for item in operands)
    value = write_decimal(abs(derivation.value))
    unit = derivation.unit or ""
    if wording.english:
        return f"{'about ' if rough else ''}{value}{gloss_unit(unit)}"
    return f"{'约' if rough else ''}{value}{unit}"


def _tell_ranking(operands: Sequence[Item], wording: Wording, *, listed: bool = True) -> list[Claim]:
    """Return the order from high to low, then the figures; nothing where units differ or a value is a range.

    `listed` is False where the question did not list the places: then the order is one of those that sources tell of.
    """
    values = [exact_value(item.view.figure) for item in operands]
    if any(value is None for value in values) or len({item.view.figure.canonical_unit for item in operands}) > 1:
        return []
    ordered = sorted(operands, key=by_size)
    ranked = derive("sum", [item.view for item in ordered])
    if ranked is None:
        return []
    top = ranked.operands[0]
    derivation = Derivation("ranking", ranked.operands, top.value, top.unit)
    names = wording.pick("、", ", ").join(wording.named(item.view, item.region) for item in ordered)
    among = "" if listed else wording.pick("有资料的地区", "Of the places that the sources tell of, ")
    opening = wording.pick(f"{among}从高到低依次为{names}", f"{among}from high to low: {names}")
    return _claims(opening[:1].upper() + opening[1:], ordered, derivation, wording)


def _caution(operands: Sequence[Item], wording: Wording) -> list[Claim]:
    """Return a warning where the operands differ in period, status or metric."""
    figures = [item.view.figure for item in operands]
    periods = {(figure.period.start, figure.period.end) if figure.period else None for figure in figures}
    regions = {item.region.key if item.region else None for item in operands}
    differ: list[str] = []
    if len(regions) > 1 and len(periods) > 1:
        differ.append(wording.pick("时期", "period"))
    if len(regions) > 1 and len({item.view.names for item in operands}) > 1:
        differ.append(wording.pick("口径", "definition"))
    if len({figure.status in ("actual", "comparison") for figure in figures}) > 1:
        differ.append(wording.pick("性质（有的是目标或计划）", "status (some are goals)"))
    if not differ:
        return []
    joined = wording.pick("、", " and ").join(differ)
    text = wording.pick(f"注意：以上数字的{joined}不同，不宜简单相比。", f"Note: these figures differ in {joined}.")
    return [Claim(text, quotes_of([item.view for item in operands]), "none")]
