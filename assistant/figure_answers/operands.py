"""What a question wants worked out, over the numbers that were found for it as a whole.

The other programs of arithmetic take a question's words apart into operands and look for each; here the operands are
what the trained reader marked when it read the question as it is, and only the operation is read from its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.figure_answers.agree import settle
from assistant.figure_answers.arithmetic import exact_value
from assistant.figure_answers.plan import Plan
from assistant.figure_answers.select import Choice
from assistant.figure_answers.view import View
from assistant.figure_answers.word import Wording
from assistant.figure_answers.work import Item, Work, tell_result
from assistant.types import Operation
from index.text import fold

_PATTERNS: tuple[tuple[Operation, str], ...] = (
    (
        "ratio",
        r"每\S{0,8}?[一]?[个家户项件座条人名台辆处亩吨次笔]|平均(?:下来)?[一单][个家户项件座条场人名台辆处亩吨次笔]|"
        r"[几多少]+倍|是.{1,12}的几倍|per |how many times",
    ),
    ("mean", r"平均(?:值|下来|是|为|有)|均值|[取求]平均|on average|\bmean\b"),
    (
        "difference",
        r"相差|差(?:了)?(?:多少|几|额|距|值)|(?<![减最])[多少高低快慢大小]出?了?(?:多少|几)(?!家|个[^百]|户)|省了?多少|"
        r"倒推|反推|顺差|逆差|还(?:剩|有)多少没|减去|扣除|谁.{0,8}[高低多少快慢大小]|哪.{0,10}[高低多少快慢大小]|"
        r"difference|how much (?:more|less|higher|lower|faster)|\bgap\b|which .{0,60}(?:more|higher|larger|faster)",
    ),
    ("sum", r"总和|之和|加起来|相加|加在一起|combined|altogether|add(?:ed)? up"),
    ("share", r"占.{0,14}(?:比重|比例|份额|多少|几成|百分之|多大)|share of|percentage of|what proportion"),
)
_OPERATIONS = tuple((operation, re.compile(pattern)) for operation, pattern in _PATTERNS)
# What may be one number of a source as well as the sum of several.
_IN_ALL = re.compile(r"合计|一共|总共|共计|in total")
_BACK = re.compile(r"倒推|反推|推算|年初|月初|[上去前]年[末底]|原来|此前|at the (?:start|beginning)")
_FALLEN = re.compile(r"减少|下降|降低|回落|减")
_VERB_REACH = 6
_TWO = 2


def wants_work(text: str, *, answered: bool) -> bool:
    """Say whether folded words ask for something that has to be worked out of several numbers.

    `answered`: one number was found that may be what is asked for.
    """
    return any(pattern.search(text) for _, pattern in _OPERATIONS) or (not answered and bool(_IN_ALL.search(text)))


def wants_quotient(text: str) -> bool:
    """Say whether folded words ask how much falls to each: numbers of two units are wanted then."""
    return bool(_OPERATIONS[0][1].search(text))


def work_marked(text: str, choices: Sequence[Choice], wording: Wording) -> Work | None:
    """Return the result over all numbers found, None where the words name no operation or the numbers do not suit it.

    A number that the source gives as the result itself is no operand: where one number alone was found, it is told.
    """
    filled = [choice for choice in choices if choice.fits and len(settle(choice.views).readings) == 1]
    views = list({(v.figure.doc_id, v.figure.span): v for v in (choice.views[0] for choice in filled)}.values())
    if len(views) < _TWO or len(filled) < len(choices) or _are_other_things(filled):
        return None
    plan, operands = _suit(fold(text), views)
    if plan is None:
        return None
    items = [Item(view, filled[0].slot.region) for view in operands]
    told = tell_result(plan, items, wording)
    return Work(tuple(told), tuple(items), tuple(filled)) if told else None


def _are_other_things(choices: Sequence[Choice]) -> bool:
    """Say whether the numbers of several places are of metrics that have nothing in common: 签约额 and 到位资金."""
    places = {choice.slot.region.key for choice in choices if choice.slot.region is not None}
    named = [choice.views[0].names for choice in choices if choice.views[0].names]
    return len(places) >= _TWO and len(named) == len(choices) and not frozenset.intersection(*map(frozenset, named))


def _suit(text: str, views: Sequence[View]) -> tuple[Plan | None, Sequence[View]]:
    """Return the first operation that the words name and the numbers allow, with its operands in order."""
    alike = len({view.figure.canonical_unit for view in views}) == 1
    values = [exact_value(view.figure) or Decimal(0) for view in views]
    largest_first = [view for _, view in sorted(zip(values, views, strict=True), key=lambda pair: -pair[0])]
    pair = len(views) == _TWO
    if pair and alike and _BACK.search(text) and any(view.delta for view in views):
        return _back_out(views)
    for operation, pattern in _OPERATIONS:
        if not (pattern.search(text) or (operation == "sum" and _IN_ALL.search(text))):
            continue
        if operation in ("sum", "mean") and alike and not any(view.delta for view in views):
            return Plan(operation), views
        if operation == "difference" and alike and pair and not any(view.delta for view in views):
            return Plan(operation), largest_first
        if operation == "ratio" and pair and not alike:
            return _per_piece(views)
        if operation == "ratio" and pair and alike and "倍" in text:
            return Plan(operation), largest_first
        if operation == "share" and pair and alike and views[0].figure.canonical_unit != "percent":
            return Plan(operation), list(reversed(largest_first))
    return None, views


def _per_piece(views: Sequence[View]) -> tuple[Plan | None, Sequence[View]]:
    """Return how much falls to each: an amount over a count, and over nothing else."""
    amounts = [view for view in views if view.measure == "amount"]
    counts = [view for view in views if view.measure == "count"]
    if len(amounts) != 1 or len(counts) != 1:
        return None, views
    return Plan("ratio", label="平均每" + (counts[0].figure.unit or "个").lstrip("十百千万亿")), [amounts[0], counts[0]]


def _back_out(views: Sequence[View]) -> tuple[Plan | None, Sequence[View]]:
    """Return what there was before: a level without what it has grown by, or with what it has lost."""
    levels, changes = [view for view in views if not view.delta], [view for view in views if view.delta]
    if len(levels) != 1:
        return None, views
    fallen = _FALLEN.search(changes[0].before[-_VERB_REACH:])
    return Plan("sum" if fallen else "difference", label="此前"), [levels[0], changes[0]]
