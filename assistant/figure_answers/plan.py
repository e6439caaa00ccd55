"""What arithmetic a question wants: read from its words, as operands that are asks of their own.

A number that the sources give outright is always preferred; only where they do not is it worked out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.figure_answers.asks import Ask, Wanted, make_ask
from assistant.figure_answers.places import subjects_of
from assistant.figure_answers.sorts import ASKING, LEVEL, RATES
from assistant.figure_answers.types import Metrics
from assistant.types import Operation, Question

_SURPLUS = re.compile(r"(?P<sign>顺差|逆差)")
_MINUS = re.compile(
    r"(?P<a>[^，,()（）]{2,24}?)(?:减去|减掉|(?<!加计)扣除|扣掉|减(?![少排税免负轻值速产幅持了缓]))(?P<b>[^，,()（）]{2,24})"
)
_SHARE = re.compile(
    r"(?P<a>[^，,()（）]{2,24}?)占(?:到|了)?(?P<b>[^，,()（）]{2,24}?)的?(?:比重|比例|份额|多少|几成|百分之几|百分比)"
)
# 外贸里出口占多大比重: the whole first.
_SHARE_WITHIN = re.compile(
    r"(?P<b>[^，,()（） ]{2,16}?)(?:里面?|中|当中)的?(?P<a>[^，,()（） ]{2,16}?)占(?:了)?(?:多大|多少|几成|百分之几)"
)
_DIVIDED = re.compile(r"用?(?P<a>[^，,()（）用 ]{2,20}?)除以(?P<b>[^，,()（）]{2,20})")
_PER = re.compile(
    r"平均(?:每|一)(?P<unit>[个家户项件座条场人名台辆处])|每(?P<unit2>[个家户项件座条场台辆处])[^，,]{0,6}平均"
)
_DIFFERENCE = re.compile(
    r"相差|差多少|差距|差额|差了?几|(?<![减最])[高低多少](?:出|[\u4e00-\u9fff]?了)?(?:多少|几)|多多少|少多少|高多少|低多少"
)
_RATIO = re.compile(r"(?:几|多少)倍")
_SUM = re.compile(r"合计|总和|之和|加起来|相加|加在一起")
# 甲和乙一共多少 adds up what it lists; of one thing 一共 is the whole.
_IN_ALL = re.compile(r"一共|总共|共计")
_EACH = re.compile(r"各(?!地|类|级|项|界|方|国)|分别")
_MEAN = re.compile(r"平均(?:值|下来|是多少|多少|为多少|有多少)|均值|[取求]平均")
_GROWN = re.compile(r"(?:增长|下降|增加|减少|提高|[涨跌降增翻])了?(?:百分之)?(?:多少|几)|增速|增幅|增长率|变化")
# 涨了百分之几, of what was asked for before.
_ONLY_GROWN = re.compile(r"^\s*(?:一共|总共)?(?:增长|下降|增加|减少|提高|[涨跌降增翻])了?(?:百分之)?(?:多少|几)")
# What sets two rates against each other.
_HELD = re.compile(r"比|差|还是|[快慢高低]")
_PLACES = re.compile(r"保留(?P<n>[一二两三四1234])位小数")
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Plan:
    """An operation over operands: asks of their own, or (where there are none) the slots of the question in order."""

    operation: Operation
    operands: tuple[Ask, ...] = ()
    label: str = ""
    # What the question calls the two operands, where it names them itself.
    names: tuple[str, str] | None = None
    places: int | None = None
    # Set where the question spells the arithmetic out; then no figure found outright takes its place.
    spelled: bool = False


def read_plan(question: Question, wanted: Wanted, metrics: Metrics) -> Plan | None:
    """Return the arithmetic that the question wants, None where it wants figures as they are."""
    text = wanted.text
    plan = _read_operands(text, wanted, metrics) or _read_over_slots(question, wanted, text)
    found = _PLACES.search(text)
    if plan is None or found is None:
        return plan
    return replace(plan, places=_NUMERALS.get(found.group("n")) or int(found.group("n")))


def _read_operands(text: str, wanted: Wanted, metrics: Metrics) -> Plan | None:
    """Read operations that name both operands in one phrase."""
    surplus = _SURPLUS.search(text)
    if surplus:
        order = ("出口", "进口") if surplus.group() == "顺差" else ("进口", "出口")
        return Plan("difference", tuple(_level(word, "", metrics) for word in order), surplus.group())
    minus = _MINUS.search(text)
    if minus and not ASKING.search(minus.group("a")):
        head = text.replace(minus.group(), " ")
        a, b = _split_shared(minus.group("a")), minus.group("b")
        return Plan("difference", (_level(a, head, metrics), _level(b, head, metrics)))
    per = _PER.search(text)
    if per and wanted.asks:
        unit = per.group("unit") or per.group("unit2")
        ask = wanted.asks[-1]
        # 平均每个投资多少: the verb names no metric of its own.
        each = _PER.sub(" ", ask.words).replace("投资", " ")
        amount = replace(make_ask(each, metrics), measures=frozenset({"amount"}), explicit=True)
        count = make_ask(re.sub(r"投资.*|金额.*|多少.*", "", each), metrics)
        number = replace(count, measures=frozenset({"count"}), explicit=True, unit=unit)
        return Plan("ratio", (amount, number), f"平均每{unit}")
    divided = _DIVIDED.search(text)
    if divided:
        a, b = divided.group("a"), divided.group("b")
        rate = re.search(r"率|比重|占比|比例", text)
        return Plan("share" if rate else "ratio", (_level(a, "", metrics), _level(b, "", metrics)), spelled=True)
    share = _SHARE_WITHIN.search(text) or _SHARE.search(text)
    if share:
        a, b = _split_shared(share.group("a")), share.group("b")
        return Plan("share", (_level(a, "", metrics), _level(b, "", metrics)))
    return None


def _read_over_slots(question: Question, wanted: Wanted, text: str) -> Plan | None:
    """Read operations over the places, periods or metrics that the question lists."""
    listed = max(len(subjects_of(question)), 1) * max(len(question.periods), 1)
    width = listed * max(len(wanted.asks), 1)
    if width < 2:
        return None
    if _RATIO.search(text):
        return Plan("ratio")
    if len(question.periods) == 2 and len(subjects_of(question)) < 2 and _GROWN.search(text):
        if any(ask.explicit and ask.measures <= RATES and not _ONLY_GROWN.match(ask.words) for ask in wanted.asks):
            # Two rates are set against each other: how many points lie between them.
            return Plan("difference") if _HELD.search(question.standalone) else None
        return Plan("growth")
    if _DIFFERENCE.search(text):
        return Plan("difference")
    if _SUM.search(text) or (_IN_ALL.search(text) and listed > 1 and not _EACH.search(text)):
        return Plan("sum")
    if _MEAN.search(text):
        return Plan("mean")
    if any(ask.open_ranking for ask in wanted.asks):
        return Plan("ranking", label="open")
    compares = any(ask.compares for ask in wanted.asks) or question.kind in ("comparison", "ranking")
    # 出口和进口哪个大, 去年和今年哪个高: of the metrics or the periods of one place.
    ranks = question.kind == "comparison" and question.operation == "ranking"
    return Plan("ranking") if ranks or (compares and len(subjects_of(question)) > 1) else None


def _split_shared(words: str) -> str:
    """Return the words after the last gap: what stands before it belongs to the sentence, not to the operand."""
    return words.rsplit(" ", 1)[-1] or words


def _level(words: str, head: str, metrics: Metrics) -> Ask:
    """Return an ask for the level of a metric; `head` are words that the operands share."""
    ask = make_ask(words, metrics)
    lent = make_ask(head, metrics) if head.strip() else None
    terms = ask.terms + (lent.terms if lent else ())
    return replace(
        ask,
        terms=tuple({term.word: term for term in terms}.values()),
        raw=tuple({term.word: term for term in (*ask.raw, *(lent.raw if lent else ()))}.values()),
        metrics=ask.metrics or (lent.metrics if lent else ()),
        measures=LEVEL,
        explicit=False,
        every=False,
        compares=False,
    )
