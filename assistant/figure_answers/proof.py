"""Whether our short wording of a record says the same as its source: subject + period + metric + number.

It does where the vocabulary knows the whole metric, the metric's name stands right before the number (or before the
level whose growth the number is), nothing else stands in their clause, and nothing before it sets another topic.
"""

from __future__ import annotations

import re

from assistant.figure_answers.clauses import Clause, cut_clauses, has_other_topic, says_who, split_clauses
from assistant.figure_answers.owners import Owner
from assistant.figure_answers.terms import PERIOD_WORDS
from assistant.figure_answers.view import View, effective_status
from index.text import fold
from index.types import Span

_LINK = (
    r"(?:累计|共|已|全年)?"
    r"(?:完成|实现|达到|达成|达|为|是|有|至|总额|总值|总量|额|数量|数|了|约|超过|超|突破|近|逾|[：:\s])*"
)
_CHANGE = (
    r"(?:同比|环比|比上年|较上年|比去年同期|比上年同期|较上年同期)?(?:名义|实际)?"
    r"(?:增长|下降|上升|上涨|下跌|增加|减少|回落|增速|增幅|降幅)(?:了|为|达到?|约|近|超过?)*"
)
_NUMBER = r"[\d.,]+[\u4e00-\u9fff%]{1,6}?(?:[（(][^（）()]*[）)])?"
# 甲市生产总值11亿元，乙市8亿元，丙市…: the name of the metric stands once for a list of places.
_LISTED = rf"{_LINK}{_NUMBER}(?:[，,、；;]\s?[\u4e00-\u9fff]{{2,8}}\s?{_LINK}{_NUMBER})*[，,、；;]\s?"
_LIST_MARK = re.compile("[，,、；;]")
_LEVEL = re.compile(_LINK)
_GROWTH = re.compile(rf"(?:{_LINK}{_NUMBER}[，,、])?\s?{_CHANGE}")
_LEADING = re.compile(r"其中|此外|另外|同时|截至|截止|数据显示|据统计|全年|当年|累计|实现|完成|达到|[底末“”\s，,、的]")
_SCOPE = re.compile(r"(?:全|该|我|本)(?:国|省|自治区|市|州|盟|区|县|旗|园区)")
_TAIL = re.compile(r"(?:以上|以下|左右|上下|多|余|以内)?(?:人民币)?(?:[（(][^（）()]*[）)])?[”\s]*")


def is_same_as_source(view: View, owner: Owner | None, metric: str = "") -> bool:
    """Say whether the worded form of a record of the owner is the source's own statement in other order.

    `metric` are the source's words for the metric where they need not be the vocabulary's.
    """
    figure, text, known = view.figure, view.article.text, view.known
    if known is None and metric:
        known = _find_beside(view, metric)
    if owner is None or known is None or figure.status != "actual" or effective_status(view) != "actual":
        return False
    if (
        (owner.scope and not metric)
        or figure.subject_key is None
        or figure.threshold
        or view.measure in ("points", "multiple", "share")
    ):
        return False
    clauses = split_clauses(text, figure.sentence)
    own = next((i for i, clause in enumerate(clauses) if clause.span.contains(known)), None)
    if own is None:
        return False
    clause = clauses[own]
    between = fold(text[known.end : figure.span.start])
    if view.measure != "growth" and _is_listed(between, owner):
        return True
    if not (_GROWTH if view.measure == "growth" else _LEVEL).fullmatch(between):
        return False
    last = next((c for c in clauses if c.span.contains(figure.span)), clause)
    if not _TAIL.fullmatch(fold(text[figure.span.end : last.span.end])):
        return False
    if not _is_only(fold(text[clause.span.start : known.start]), view, owner):
        return False
    if owner.is_named(clause.words):
        return True
    cut = cut_clauses([view], owner.words)
    before = [c for c in (*cut.chain, *_within(clauses, cut.kept, own)) if not says_who(c.words)]
    return not has_other_topic(before, clause, owner.words)


def _is_listed(between: str, owner: Owner) -> bool:
    """Say whether what stands between a metric and a number lists other places and comes to the owner."""
    if not _LIST_MARK.search(between) or not any(name in between for name in owner.names):
        return False
    listed = rf"{_LISTED}(?:{'|'.join(map(re.escape, owner.names))})\s?{_LINK}"
    return re.fullmatch(listed, between) is not None


def _find_beside(view: View, metric: str) -> Span | None:
    """Return where the words `metric` stand last before the number, None where they do not."""
    start = view.figure.sentence.start
    at = fold(view.article.text[start : view.figure.span.start]).rfind(fold(metric))
    return Span(start + at, start + at + len(metric)) if at >= 0 else None


def _within(clauses: list[Clause], kept: Span, own: int) -> list[Clause]:
    return [c for c in clauses[:own] if kept.contains(c.span)]


def _is_only(words: str, view: View, owner: Owner) -> bool:
    """Say whether the words before a metric are no more than its time, its subject and what joins them."""
    period = view.figure.period
    for name in (*owner.names, fold(period.said or "") if period else ""):
        words = words.replace(name, "") if name else words
    return not _LEADING.sub("", _SCOPE.sub("", PERIOD_WORDS.sub("", words)))
