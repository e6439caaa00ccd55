"""What a question asks for: each number that is wanted, as words, sort of number, unit and scope.

Reads the question's own text, so that a metric no vocabulary knows can be asked for. Subjects and periods are taken
out first: they are the question's, not the metric's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.figure_answers.listing import End, Item, split_items
from assistant.figure_answers.places import NO_YARDSTICK, names_of, places_in, subjects_of
from assistant.figure_answers.sorts import (
    ASKING,
    COUNTERS,
    DELTA,
    EACH,
    GAP,
    LEVEL,
    LEVELS,
    MONEY,
    NAMES_NUMBER,
    OF_RATE,
    RATE_WORDS,
    SIZES,
    WAYS,
    Bound,
    measures_of,
    read_bound,
    read_measures,
    read_unit,
    strip_gap,
)
from assistant.figure_answers.terms import (
    PERIOD_WORDS,
    Term,
    name_metrics,
    read_pairs,
    split_terms,
    tag_words,
)
from assistant.figure_answers.types import Measure, Metrics
from assistant.types import Question
from index.text import fold
from index.types import Period

_SEGMENT = re.compile(r"[，,。？?；;！!\n]+")
_MARKER = re.compile(
    r"多少|(?<![第十好])几(?![乎何近经内])|多大|多高|多长|百分之几|第几|是什么"
    r"|哪[个些家座一几里边]|谁(?=[^，,]{0,8}[高低多少大小快慢厉])|怎么样|怎么变|如何|情况|各是|各有|吗|呢|对比|排序|排名|排个序|增长还是下降|是增是减|数据|成绩|相差|差距"
    r"|有没有|是否|列出|列一下|分别|(?:百分比|比例|比重|占比|份额|增速|增幅|金额|数量|总数|总额|规模)$"
)
_UNIT = re.compile(rf"(?:多少|几)([千百]?[万亿]?(?:{MONEY}|{COUNTERS}|{SIZES}))")
# 多少亿元以上项目 counts projects: the amount is their threshold.
_COUNTED_ABOVE = re.compile(
    r"(?:多少|几)个?(?P<what>\d*[千百]?[万亿]元?(?:及)?以上的?[^，,。？?了]{1,8}?)(?=[，,。？?了]|$)"
)
_THRESHOLD = re.compile(r"(\d*(?:十|百|千)?[万亿]元?)(?:及|及其)?以上")
_TARGET = re.compile(
    r"目标|计划|规划|预计|预期|拟|打算|想(?:要|做到|达到|实现|完成)|力争|任务|不少于|不低于|要求|将(?!军)"
    r"|(?:还|需|都|应)?要(?:建成|建|达到|达|完成|实现|引进|新增|配套|投资|培育|覆盖|增长|提高|提升|超过|到|求)"
)
_DONE = re.compile(
    r"完成率|完成进度|兑现率|实际(?:上)?(?!使用|利用|吸收|到位资金|外资|增速|gdp|增长)|已经|完成了(?:吗|没有|多少|百分之|几)|完成得|完成没有|达成了|实现了吗|达到了吗"
    r"|(?:有没有|是否)(?:完成|达到|实现)"
)
_RANK = re.compile(r"第几|排名(?!前)|名列|位居|排在")
# Words for a whole family of figures rather than one.
_FAMILY = re.compile(r"^(?!.*(?:多少|几[个家户]))(?:.*(?:成绩|数据|情况|表现)|.*(?:怎么样|如何)$)|数据情况")
# 跟去年同期比怎么样 asks for the growth over the time spoken of before.
_SAME_TIME = re.compile(
    r"(?:跟|与|和|同|比|较)(?:(?:去年|上年)?同期|去年|上年|前年|前一年)(?:相?比)?"
    r"(?:怎么样|如何|(?:增长|变化|[多少涨跌高低增减])了?(?:多少(?=[,，?？]|$)|几成|百分之几|(?:多少|几)个(?:百分)?点)|(?=[,，?？]|$))"
)
# A part that only says in which form an answer is wanted: 要最新通报的数.
_REQUEST = re.compile(r"^(?:请|麻烦|帮我|给我|我?要(?!求)|我?想要|列|用|只要|按|以)")
# What has come about so far is no plan.
_SO_FAR = re.compile(r"(?:到|截至|截止到?)(?:目前|现在|今天?)|至今|迄今|为止")
_NUMBERS = re.compile(r"的数$|数字|数据|数值|数额")
# 比一季度快, 跟一季度比: the time that another one is held against.
_AGAINST = r"(?:比|较|相比于?|(?:跟|与|同|和)(?=[^，,]{2,10}?(?:相比|比)))"
# 几个亿, 几个点 and 几个基点 count no pieces, and 几毛钱 are money.
_SPOKEN = (
    (re.compile(r"几个(?=[千百]?[万亿])"), "几"),
    (re.compile(r"(?:几|多少)个点"), "几个百分点"),
    (re.compile(r"(?:几|多少)个?(?:基点|bp)(?![a-z])"), "几个百分点"),
    (re.compile(r"(?:几|多少)[块毛角]钱"), "多少元"),
)
_ORDERED = re.compile(
    r"[两三四五六七八九几]个?[地省市]?(?=[^，,]{0,8}[从由]高到低)|[从由](?:高到低|低到高|大到小|小到大|多到少|少到多)(?:怎么)?(?:排[序列一下]*)?"
)
_ONLY_WHETHER = re.compile(
    r"(?:这个?)?(?:数|数字|数据|说法|消息)?(?:对不对|[对是]吗|[对是]么|是不是|是真的吗|真的吗|没错吧|属实吗|正确吗|准确吗|有这么多吗)"
)
_YARDSTICK = re.compile(r"(?:跑赢|高于|低于|超过|快于|慢于|好于|优于|达到|比|对比)了?全国")
_ENDS_IN_NUMBER = re.compile(rf"(?:{NAMES_NUMBER.pattern})$")
# 各增几成: no word 各增 is asked about.
_EACH_CHANGE = re.compile(r"^[又且并]?(?:各|分别)(?=[增涨降跌升占]|同比|环比|下[降跌滑])")
_OF_EACH = re.compile(r"[又且并]?(?:各|分别)")
# A name that was taken out leaves a mark until the words that joined it to the next one are out as well.
_GAP = "\ue0ff"
# Brackets of which only a year or nothing is left: 增幅（2024）.
_LEFT_OVER = re.compile(r"[(（]\s*(?:(?:19|20)\d\d年?)?\s*[)）]")
_GAPS = re.compile(rf"(?:[、和与及跟同]|以及)?\s*{_GAP}(?:\s*(?:[、和与及跟同比]|以及)?\s*{_GAP})*")
# The occasion at which a figure was given says where to look, not what is meant.
_SETTING = re.compile(
    r"^.*(?:博览会|推介会|对接会|洽谈会|交易会|招商会|签约会|座谈会|发布会|大会|年会|峰会|论坛|仪式|展会|展览|清单|方案|规划|公报|[^季环调细]节)"
    r"(?:上|现场|期间|中|里|的)*(?=[^)）\s]{2})"
)
_WHICH = re.compile(
    r"(?:哪个|哪家|哪里|哪边|谁)(?:的)?(?:更|最)?(?:多|高|大|少|低|小|快|慢)|排序|排名|排个序|对比|比较"
)


_WHEN = re.compile(r"哪一?年|哪[天日]|几月份?|什么时[候间]|何时")
_COMPARING = re.compile(r"谁|哪[个家边里]|哪一")


@dataclass(frozen=True, slots=True)
class Ask:
    """One number that is wanted: `metrics` by name with `terms` for the other words, and `raw`, all words as terms.

    `measures` are the sorts of number that can answer it; `borrowed` are terms that an earlier part of the question
    lends to one that has none of its own ("…签了几个项目、多少钱"); `places` the keys of the places, and
    `periods` the periods, that its own part names.
    """

    words: str
    terms: tuple[Term, ...]
    raw: tuple[Term, ...] = ()
    metrics: tuple[str, ...] = ()
    measures: frozenset[Measure] = LEVEL
    explicit: bool = False
    unit: str | None = None
    delta: bool = False
    threshold: str | None = None
    wants_target: bool = False
    wants_result: bool = False
    wants_rank: bool = False
    every: bool = False
    compares: bool = False
    family: tuple[str, ...] = ()
    yardstick: bool = False
    bound: Bound | None = None
    open_ranking: bool = False
    borrowed: tuple[Term, ...] = ()
    places: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    # What its part of the question says before a place or a time that was taken out: 甲公司 of 甲公司2022年轻卡销量.
    topic: str = ""
    # Its part of the question, by number: the asks of one list share it.
    part: int = 0
    # Which end of a change is asked for: 从多少升到多少.
    end: End | None = None
    # The periods that it holds its own against: 比一季度快多少.
    against: tuple[Period, ...] = ()

    @property
    def own(self) -> tuple[Term, ...]:
        """The terms to look for: its own, and what it borrows because those say too little."""
        return self.terms + self.borrowed


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that a question asks for, and the terms of its other parts, which say where rather than what."""

    asks: tuple[Ask, ...]
    shared: tuple[Term, ...]
    text: str
    marked: bool
    # Set where a part only says that numbers are wanted: 要最新通报的数.
    requested: bool = False


def read_asks(question: Question, metrics: Metrics) -> Wanted:
    """Return what the question asks for; `marked` is False where no word asks for a number."""
    parts = _read_parts(question)
    marked = [bool(_MARKER.search(part.words)) and not _only_requests(part.words, metrics) for part in parts]
    asking = _find_asking(parts, marked, metrics)
    shared: list[Term] = []
    asks: list[Ask] = []
    for number, (part, asked) in enumerate(zip(parts, asking, strict=True)):
        if not asked:
            shared += split_terms(part.words)
            continue
        setting, words = split_setting(part.words)
        if len(question.subjects) > 1 or len(part.periods) > 1:
            # Of several places or times the numbers themselves are wanted; the gap is worked out.
            words = _ask_level(words, metrics)
        items, container = split_items(words, metrics)
        shared += split_terms(f"{setting} {container}")
        found = _read_items(items, part, metrics, tuple(ask for ask in asks if ask.part == asks[-1].part), parts[0])
        asks += [replace(ask, topic=split_topic(part.words), part=number) for ask in found]
        if len(asks) > 1 and _goes_on(asks[-2], asks[-1]):
            # 占比，2012年和2021年分别是多少: one number is asked for in two parts.
            first, last = asks[-2:]
            asks[-2:] = [replace(first, words=f"{first.words}{last.words}", part=number, periods=last.periods)]
    # …目标是多少，哪一年达到: the clause that gives the number says when.
    asks = [ask for ask in asks if not _WHEN.search(ask.words) or ask.explicit] or asks
    # What a question of several parts says of a goal holds for the part that says it.
    every = question.wants_target and len({ask.part for ask in asks}) < 2
    wanted = [replace(ask, wants_target=ask.wants_target or (every and not ask.wants_result)) for ask in asks]
    if _SO_FAR.search(question.standalone):
        wanted = [replace(ask, wants_result=not ask.wants_target) for ask in wanted]
    wanted = _share_measure(_lend_periods(wanted))
    requested = any(_only_requests(part.words, metrics) and _NUMBERS.search(part.words) for part in parts)
    return Wanted(tuple(wanted), tuple(shared), " ".join(part.words for part in parts), any(marked), requested)


def _find_asking(parts: Sequence[_Part], marked: Sequence[bool], metrics: Metrics) -> list[bool]:
    """Return which parts ask for numbers: those with a word that asks, else those that end in the name of a number."""
    ends = [bool(_ENDS_IN_NUMBER.search(part.words)) for part in parts]
    if any(marked):
        silent = not any(ASKING.search(part.words) for part in parts)
        # 总额，出口涨幅: nothing asks but the names of numbers.
        return [one or (silent and end) for one, end in zip(marked, ends, strict=True)]
    if not parts:
        return []
    # No word asks: the last part that names a metric is what is wanted, and each that ends in the name of a number.
    telling = [i for i, part in enumerate(parts) if not _only_requests(part.words, metrics)] or [len(parts) - 1]
    named = [i for i in telling if metrics.find(parts[i].words) or NAMES_NUMBER.search(parts[i].words)] or telling
    return [index == named[-1] or end for index, end in enumerate(ends)]


def _read_items(
    items: Sequence[Item], part: _Part, metrics: Metrics, before: tuple[Ask, ...], first: _Part
) -> list[Ask]:
    """Return the asks of one part's items; `before` are those of the part before it, `first` opens the question."""
    asks: list[Ask] = []
    begins: dict[int, int] = {}
    for item in items:
        others = asks[: begins.setdefault(item.group, len(asks))]
        # 营收和净利各多少、各涨几个点: of each of what stands before it in its own part.
        lenders = tuple(asks if _OF_EACH.match(item.words) else asks[-1:]) or before
        found = list(_read_each(item, part, metrics, lenders, first))
        if len(found) == 1 and len(others) > 1 and EACH.search(item.words):
            # 在建和预备项目各几个、投资各多少: another number of each of them.
            found = [replace(found[0], borrowed=lender.terms) for lender in others]
        asks += [replace(ask, end=item.end) for ask in found]
    return asks


def _goes_on(first: Ask, last: Ask) -> bool:
    """Say whether an ask says nothing of its own and the one before it names a number without asking for it."""
    bare = not (last.explicit or GAP.search(last.words) or any(term.weight >= 1 for term in last.terms))
    return bare and last.part != first.part and not ASKING.search(first.words) and not first.compares


def _ask_level(words: str, metrics: Metrics) -> str:
    """Return words that ask for a gap as words that ask for the number, where they name one."""
    level = strip_gap(words)
    named = metrics.find(level) or any(term.weight >= 1 for term in split_terms(level))
    return level if level != words and (named or OF_RATE.search(level)) else words


def _share_measure(asks: list[Ask]) -> list[Ask]:
    """Give an ask for which of two is more the sort of number of the gap that is asked next: 谁高，高多少美元."""
    for at, (ask, gap) in enumerate(pairwise(asks)):
        if not ask.explicit and _COMPARING.search(ask.words) and gap.explicit and GAP.search(gap.words):
            points = gap.measures <= {"points"}
            measures: frozenset[Measure] = frozenset({"growth", "share", "rate"}) if points else gap.measures
            asks[at] = replace(ask, measures=measures, explicit=True, unit=None if points else gap.unit)
    return asks


def _only_requests(words: str, metrics: Metrics) -> bool:
    """Say whether a part names no number and only says what form the answer is to have: 要最新通报的数."""
    return bool(_REQUEST.match(words)) and not ASKING.search(words) and not metrics.find(words)


def _lend_periods(asks: list[Ask]) -> list[Ask]:
    """Give an ask that names no time of its own, or only one to hold it against, the time of the ask before it."""
    lent: list[Ask] = []
    for ask in asks:
        if not ask.periods and lent and ask.part != lent[-1].part:
            ask = replace(ask, periods=lent[-1].periods)
        lent.append(ask)
    return lent


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the question between punctuation, without names and periods, and which of those it names."""

    words: str
    places: tuple[str, ...]
    periods: tuple[Period, ...]
    against: tuple[Period, ...]


def _read_parts(question: Question) -> list[_Part]:
    raw = split_parts(question)
    parts = [_read_part(words, question) for words in raw]
    return [part for part in parts if part.words]


def _read_part(raw: str, question: Question) -> _Part:
    periods = periods_in(raw, question)
    against = tuple(p for p in periods if re.search(_AGAINST + re.escape(fold(p.said or "\0")), raw))
    own = tuple(period for period in periods if period not in against)
    return _Part(strip_names(raw, question).strip(), places_in(raw, question), own, against)


def strip_asking(question: Question) -> str:
    """Return the folded first part of a question up to the word that asks, without its periods."""
    first = split_parts(question)[0] if split_parts(question) else ""
    for period in question.periods:
        first = first.replace(fold(period.said or "\0"), "，")
    found = ASKING.search(first)
    return PERIOD_WORDS.sub("，", first[: found.start()] if found else first).lstrip("，")


def split_parts(question: Question) -> list[str]:
    """Return the folded parts of a question between its punctuation."""
    text = fold(question.standalone or question.text)
    text = _ORDERED.sub(" 排序", text)
    for spoken, written in _SPOKEN:
        text = spoken.sub(written, text)
    parts = [_SAME_TIME.sub(" 同比增速多少", WAYS.sub("多少", part)) for part in _SEGMENT.split(text) if part.strip()]
    for index in range(len(parts) - 1, 0, -1):
        # …有3259万人，这个数对吗: the part that only asks whether belongs to the one before.
        if _ONLY_WHETHER.fullmatch(parts[index].strip()):
            parts[index - 1 : index + 1] = [parts[index - 1] + "吗"]
    return parts


def split_setting(words: str) -> tuple[str, str]:
    """Return the occasion that opens a part of a question (…推介会现场), and the rest."""
    found = _SETTING.match(words)
    return (found.group(), words[found.end() :]) if found else ("", words)


def strip_asked(words: str) -> str:
    """Return words without those that ask, their unit, and a number that is asked about."""
    while asking := ASKING.search(words):
        unit = read_unit(words)
        end = unit.span.end if unit is not None else asking.end()
        words = f"{words[: asking.start()]} {words[end:]}"
    return read_bound(words)[1]


def split_topic(words: str) -> str:
    """Return what stands before the last name or time that was taken out of a part, where words are left behind it."""
    chunks = words.split(" ")
    for index in range(len(chunks) - 1, 0, -1):
        if any(term.weight >= 1 for term in split_terms(" ".join(chunks[index:]))):
            return " ".join(chunks[:index]).strip()
    return ""


def _drop_parents(text: str) -> str:
    """Take out the name of a place that stands right before a place that is taken out: 沈阳 of 沈阳铁西区."""
    parts = text.split(_GAP)
    for index, part in enumerate(parts[:-1]):
        words = tag_words(part)
        if words and words[-1][1] == "ns" and part.endswith(words[-1][0]):
            parts[index] = part[: len(part) - len(words[-1][0])]
    return _GAP.join(parts)


def periods_in(text: str, question: Question) -> tuple[Period, ...]:
    """Return the question's periods that a part of it names in its own words."""
    return tuple(period for period in question.periods if period.said and fold(period.said) in text)


def strip_names(text: str, question: Question) -> str:
    """Return folded text without the names of the question's places and without its periods."""
    periods = [question.period, *question.periods]
    said = [fold(period.said) for period in periods if period is not None and period.said]
    names = [name for region in subjects_of(question) for name in names_of(region)]
    for name in sorted({name for name in (*names, *said) if name in text}, key=len, reverse=True):
        text = re.sub(rf"{NO_YARDSTICK}{re.escape(name)}(?:[省市县区州](?![场民值占属内]))?", _GAP, text)
    text = _GAPS.sub(" ", _drop_parents(text))
    return _LEFT_OVER.sub(" ", PERIOD_WORDS.sub(" ", text))


def make_ask(words: str, metrics: Metrics, part: str = "") -> Ask:
    """Read an ask from its words alone; `part` is the part of the question around them."""
    words = _COUNTED_ABOVE.sub(r"\g<what>多少个", words)
    part = _COUNTED_ABOVE.sub(r"\g<what>多少个", part)
    bound, words = read_bound(words)
    rest, named = name_metrics(words, metrics)
    measures, explicit = read_measures(words, part or words)
    if bound is not None and not explicit:
        measures, explicit = measures_of(bound), True
    unit = _UNIT.search(words)
    threshold = _THRESHOLD.search(words)
    every = not explicit and bool(_FAMILY.search(words))
    return Ask(
        words=words,
        terms=split_terms(rest),
        raw=split_terms(words),
        metrics=named,
        measures=measures,
        explicit=explicit,
        unit=unit.group(1) if unit else None,
        delta=bool(DELTA.search(words)),
        threshold=threshold.group(1) if threshold else None,
        wants_target=bool(_TARGET.search(words)) and not _DONE.search(words),
        wants_result=bool(_DONE.search(words)),
        wants_rank=bool(_RANK.search(words)),
        every=every,
        family=read_family(words) if every and not named else (),
        compares=bool(_WHICH.search(words)),
        bound=bound,
        yardstick=bool(_YARDSTICK.search(words)),
    )


def read_family(words: str) -> tuple[str, ...]:
    """Return the words of the metrics that a word for many figures stands for: 招商成绩, 外贸数据."""
    return next((tuple(metrics.split()) for name, metrics in read_pairs("families") if name in words), ())


def _read_each(item: Item, part: _Part, metrics: Metrics, before: tuple[Ask, ...], first: _Part) -> Iterator[Ask]:
    """Yield the ask of an item; one without a metric of its own is asked of each of the list before it."""
    ask = make_ask(_EACH_CHANGE.sub("", item.words), metrics, item.piece)
    ask = replace(ask, places=part.places, periods=part.periods, against=part.against)
    telling = (term for term in ask.terms if term.weight >= 1 and term.word not in RATE_WORDS)
    if ask.metrics or (any(telling) and not ask.compares):
        yield ask
        return
    each = before if len(before) > 1 and not (ask.compares or ask.wants_rank) else before[-1:]
    for lender in each or (None,):
        yield _borrow(ask, lender, first, metrics)


def _borrow(ask: Ask, before: Ask | None, first: _Part, metrics: Metrics) -> Ask:
    """Give an ask without a metric of its own that of the ask before it, or of the part that opens the question."""
    if before is not None:
        rank = ask.wants_rank and not ask.explicit
        measures = (before.measures, before.explicit) if rank else (ask.measures, ask.explicit)
        # 签约金额…？项目数呢？ goes on with 签约, not with the amount's name.
        turns = ask.explicit and ask.measures <= LEVELS and not ask.measures & before.measures
        names, terms = ((), before.raw) if turns else (before.metrics, before.terms)
        lent = terms or before.borrowed
        return replace(ask, metrics=names, raw=(), borrowed=lent, measures=measures[0], explicit=measures[1])
    if ask.words in first.words:
        return ask
    rest, named = name_metrics(first.words, metrics)
    lent = tuple(term for term in split_terms(rest) if not term.word.isdigit())
    # Of 甲和乙国际陆港哪个多 the words left over belong to a name.
    return replace(ask, metrics=named or ask.metrics, terms=lent if ask.compares else ask.terms, raw=(), borrowed=lent)
