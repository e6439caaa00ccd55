"""One text taken apart: each number with the words that it belongs to, every date, every place.

The claim and its sources are read by the same code, so that both sides err alike; nothing here compares them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.audit.measures import find_measures
from assistant.audit.modality import Hedge, Mood, find_cues, hedge_of, is_done, mood_at
from assistant.audit.parts import TELLING, Basis, Number, Parts, Reading, Role, Tools
from assistant.audit.stretch import QUOTED, group_of, stretches_of
from assistant.audit.words import content_words
from index.periods import find_periods
from index.quantities import parse_quantities
from index.regions import Mention
from index.text import fold, split_sentences
from index.types import Figure, Period, Quantity, Span

GROWTH = re.compile(
    r"同比|环比|增长|下降|增幅|增速|降幅|涨幅|跌幅|上升|上涨|下跌|下滑|提高|降低|回落|增加|减少|加快|放缓|提升|扩大|收窄|增|降|涨|跌"
)
# 从96个增加到118个: the number is what was reached, not by how much.
_REACHES = re.compile(r"(?:增长|增加|提高|提升|上升|扩大|上涨|升|增|下降|减少|降低|降|减)(?:到|至|为)[^，,]{0,10}$")
_TO = re.compile(r"[到至为]")
# …稳步增长，达到36130亿元: an amount that is reached, in a clause of its own.
_ATTAINS = re.compile(r"[,，]\s?(?:已|共|累计)?(?:达到?|为)了?[^,，]{0,3}$")
_DEADLINE = re.compile(r"(?:^|[,，;；。])到20\d\d年(?:年?[底末])?[,，]?")
_BARE_DAY = re.compile(r"(?<![\d月第每个])([0-3]?\d)日(?![报元均程内间游方本军常后益])")
# 从10多种扩展至1200多种: what it was, and what it became.
_FROM = re.compile(r"[从由自](?:\d{4}年[^,，\d]{0,4})?[^,，。；;、\d]{0,12}$")
_BECOMES = re.compile(r"[^,，。；;、\d]{0,12}[到至为成]")
_INTO = re.compile(
    r"(?:增|升|降|减|扩|提|缩|加|涨|跌|变|长|高|少|低|展|大)[^,，。；;\d]{0,4}[到至为成](?:\d{4}年)?[^,，。；;\d]{0,4}$"
)
_DOWN = re.compile(r"下降|减少|降低|下跌|下滑|回落|降幅|跌幅|负增长|缩减|放缓|收窄|跌|降|减")
_UP = re.compile(r"增长|增加|上升|提高|提升|上涨|增幅|增速|涨幅|回升|加快|扩大|增|升|涨")
_SHARE = re.compile(r"占|比重|份额|比例|比率|率")
# 比往年多2分钟, 与不吃者相比低17%.
_DIFFERS = re.compile(
    r"(?:(?:比|较|相比|相较)[^。；;]{0,40}(?P<near>[高低多少快慢])出?了?[一-鿿]?(?:将近|接近|近|约|超)?|(?P<than>[高低多少快慢])[于过][^，。；,;\d]{1,20})$"
)
_PERCENT_UNITS = frozenset({"percent", "percentage_point", "times"})
# A hedge that stands off its number: 约占全市的40%, 不超过其总额的50%.
_HEDGE_BEFORE = re.compile(
    r"最低(?:需|要|仅|只)[^,，。；;、\d]{0,4}$|(?:最长|最短)(?:期限|时间|时限)?(?:为|是|可达|不超过)?$|"
    r"(?:至少|最多|至多|大约|不(?:得|能)?(?:少于|低于|超过|高于|多于))[^,，。；;、\d]{0,6}$|"
    r"(?:超过|超|突破|逾|不足|不到|近|约)(?:全|总)[^,，。；;、\d]{0,8}的$|(?:不足|不到|超过)[^,，。；;、\d]{1,8}的$|"
    r"(?:不?超过|不低于|不高于|不少于|大约|约|接近|将近|近|超|逾|突破|至少|最多)(?:占|为|达到?|有|合|是|在|值|计)[^，。；、,;0-9]{0,8}$"
)
# Places after these are partners or yardsticks of the number, not what it is about: 对东盟出口, 占全市四成.
_NOT_SUBJECT = re.compile(
    r"(?:占|比|较|对|与|向|从|到|至|赴|由|来自|往|于|距|跟|同|面向|出口|进口自|高于|低于|快于|在|居|列|位|列入|排)$"
)
# Periods after these are what the number is compared with: 比2022年增长.
YARDSTICK = re.compile(r"(?:比|较|同|与|相比|对比|相较|相对于|高于|低于|超过)$")


# A day of the month alone (23日) may be read as the next month's; only what lies further ahead is surely to come.
_SLIP = dt.timedelta(days=31)
# 由目前的14.1%降至13.5%: not the time of what it becomes.
_WHAT_IT_WAS = re.compile(r"[由从](?:目前|现在|当前)的")
# The day of a report is not the time of its figures: （2025年7月22日报道）.
OF_REPORT = re.compile(r"(?:的)?(?:报道|发布|刊发|公布|披露|消息)")
# A place in the name of something else: 中国队, “井冈山5号”.
_OF_NAME = re.compile(r"(?:国家)?(?:队|籍|杯|人(?!均|口|民|大|社|才)|号)")
# In English a phrase of time may stand behind a comma: 110 projects, in 2024.
_CLAUSE_BREAK = re.compile(r"[,，;；。](?!\s?(?:in|as|for|by|from|during|over|last)\b)")
# The place of a dateline is where the reporter sat: 新华社北京7月26日电.
_DATELINE = re.compile(r"\d{1,2}(?:月\d{1,2})?日?(?:电|讯)")


def read_text(
    text: str,
    anchor: dt.date | None,
    tools: Tools,
    *,
    is_source: bool = False,
    records: Mapping[Span, Figure] | None = None,
) -> Reading:
    """Take `text` apart; relative dates are resolved by `anchor`, the day on which it was written.

    What a source says of the time after that day is no result, whatever its words; a claim must say so itself.
    """
    folded = fold(text)
    periods = find_periods(text, anchor)
    periods = [_without_verb(folded, span, period, anchor) for span, period in periods]
    periods += find_bare_days(folded, anchor, [span for span, _ in periods])
    quantities = [
        quantity for quantity in parse_quantities(text) if not any(quantity.span.overlaps(span) for span, _ in periods)
    ]
    taken = [quantity.span for quantity in quantities] + [span for span, _ in periods]
    quantities += find_measures(text, taken)
    parts = Parts(
        folded,
        split_sentences(text),
        sorted(quantities, key=lambda quantity: quantity.span.start),
        sorted(periods, key=lambda item: item[0].start),
        sorted(tools.gazetteer.find(text), key=lambda mention: mention.span.start),
        sorted(tools.vocabulary.find(text), key=lambda item: item[0].start),
        find_cues(folded),
    )
    numbers = [_bind(parts, i, anchor if is_source else None, is_source) for i in range(len(parts.quantities))]
    for i in range(len(numbers)):
        numbers[i] = _join_before(numbers, i, group_of(parts, i))
        if records and numbers[i].quantity.span in records:
            numbers[i] = _with_record(numbers[i], records[numbers[i].quantity.span], folded)
    return Reading(
        text, folded, tuple(numbers), tuple(parts.periods), tuple(parts.mentions), tuple(parts.metrics),
        tuple(parts.cues), tuple(parts.sentences),
    )  # fmt: skip


def _with_record(number: Number, record: Figure, folded: str) -> Number:
    """Join a number to its record; where both see a cue of what is to come, the record says how far it reaches."""
    meant = _MEANT.get(record.status)
    before = folded[number.sentence.start : number.quantity.span.start]
    if number.mood == "result" and meant and (find_cues(before) or _AFTERWARDS.search(before)):
        return replace(number, record=record, mood=meant)
    return replace(number, record=record)


_MEANT: dict[str, Mood] = {"target": "goal", "planned": "plan", "forecast": "forecast"}
# 项目实施后，将…: a time that is not yet.
_AFTERWARDS = re.compile(r"(?:实施|建成|投产|达产|投用|完工|运营)后")


def find_bare_days(folded: str, anchor: dt.date | None, taken: Sequence[Span]) -> list[tuple[Span, Period]]:
    """Return the days of news told without their month (世卫组织18日表示): the last such day up to `anchor`."""
    found: list[tuple[Span, Period]] = []
    for match in _BARE_DAY.finditer(folded) if anchor else ():
        span, day = Span(*match.span()), int(match.group(1))
        if anchor and not any(span.overlaps(other) for other in taken):
            last = anchor if day <= anchor.day else anchor.replace(day=1) - dt.timedelta(days=1)
            if 1 <= day <= last.day:
                when = last.replace(day=day)
                found.append((span, Period(when, when, when.isoformat(), match.group())))
    return found


def _without_verb(folded: str, span: Span, period: Period, anchor: dt.date | None) -> tuple[Span, Period]:
    """Return the year of 增至2024年的8.6万亿元, where 至 belongs to the verb and begins no stretch of time."""
    if folded[span.start] not in "至到" or folded[max(0, span.start - 1) : span.start] not in _CHANGED:
        return span, period
    rest = Span(span.start + 1, span.end)
    found = find_periods(rest.of(folded), anchor)
    return (rest, found[0][1]) if len(found) == 1 else (span, period)


_CHANGED = tuple("增升降减涨跌扩高加")


def _join_before(numbers: list[Number], i: int, group: tuple[int, int]) -> Number:
    """Give a number what it shares with those before it: the way of change in a list, the thing that changed."""
    number, (first, last) = numbers[i], group
    if first < i:
        number = replace(number, role=numbers[first].role, direction=numbers[first].direction)
    if i == 0 or number.sentence != numbers[i - 1].sentence or not _goes_on(number):
        return number
    # 甲12家、乙3亿元，分别增长1%、2%: each rate is of the number as far before it as the list is long.
    back = i - (last - first + 1) if last > first and "分别" in number.words else first - 1
    if back < 0 or numbers[back].sentence != number.sentence:
        return number
    same = numbers[back]
    return replace(
        number,
        label=number.label | (same.label - TELLING),
        head=number.head | (same.head - TELLING),
        metric=same.metric or number.metric,
    )


def _goes_on(number: Number) -> bool:
    """Say whether a number names nothing of its own, and so speaks of what one before it counts: …，增长6%."""
    if any(not GROWTH.fullmatch(word) for word in number.label - TELLING):
        return False
    cues = sum(cue.span.end - cue.span.start for cue in find_cues(number.words))
    letters = sum("一" <= char <= "鿿" for char in number.words) - cues
    return number.quantity.canonical_unit in _PERCENT_UNITS or letters <= _FEW_LETTERS


def _bind(parts: Parts, i: int, anchor: dt.date | None, is_source: bool) -> Number:
    quantity = parts.quantities[i]
    sentence = next((s for s in parts.sentences if s.contains(quantity.span)), quantity.span)
    stretches = stretches_of(parts, i, sentence)
    before = "".join(s.of(parts.folded) for s in stretches if s.end <= quantity.span.start)
    after = "".join(s.of(parts.folded) for s in stretches if s.start >= quantity.span.end)
    label = _label(parts, stretches)
    said, metric = _metric(parts, quantity, stretches, sentence)
    lead = parts.folded[sentence.start : quantity.span.start]
    role, direction = _role(quantity, before, after, lead)
    if metric and role == "level" and quantity.canonical_unit in _PERCENT_UNITS and said not in before + after:
        # A metric named earlier in the sentence is what a change is of, not a level: 税收优惠（减按15%征收）.
        said, metric = "", None
    period, near = _period(parts, quantity, sentence, stretches)
    mood = mood_at(parts.folded, quantity.span, sentence, parts.cues)
    said_before = any(sentence.start <= s.start and s.end <= quantity.span.start for s, _ in parts.periods)
    if mood == "result" and said_before and period and anchor and period.start > anchor + _SLIP:
        mood = "plan"
    if mood == "result" and period and anchor and (period.end - anchor).days > _LONGEST_YEAR:
        mood = "plan" if not is_done(lead) else mood
    if mood == "result" and is_source and anchor is None and _is_deadline(parts.folded, quantity.span, sentence):
        mood = "plan"
    return Number(
        quantity=quantity,
        said=quantity.span.of(parts.folded),
        stretches=stretches,
        words=before + "　" + after,
        sentence=sentence,
        label=frozenset(label),
        head=frozenset(label[-_HEAD:]),
        metric=metric,
        metric_said=said,
        role=role,
        direction=direction,
        hedge=_hedge(quantity, before, parts.folded[quantity.span.end : sentence.end]),
        mood=mood,
        period=period,
        period_near=near,
        subjects=_subjects(parts, quantity, sentence, stretches),
        others=tuple(m for m in parts.mentions if sentence.contains(m.span)),
        turn=_turn(parts, quantity, sentence),
        located=_located(parts, quantity, sentence),
        counted=_counted(parts, quantity, stretches),
        basis=_basis(parts, i, sentence),
    )


_OF_YEAR = re.compile(r"同比|(?:比|较|与|同)(?:上年|上一年|去年|前一年|一年前)|上年同期|去年同期")
_OF_MONTH = re.compile(r"环比|(?:比|较|与)(?:上月|上个月|上季|上一季|上周|前一?月|前一季|前一周)")


def _basis(parts: Parts, i: int, sentence: Span) -> Basis:
    """Return what a change is measured from, where the words between the number before and this one say it."""
    quantity = parts.quantities[i]
    floor = max(parts.quantities[i - 1].span.end if i else 0, sentence.start)
    before = parts.folded[floor : quantity.span.start]
    year, month = ([match.start() for match in found.finditer(before)] for found in (_OF_YEAR, _OF_MONTH))
    if not year and not month:
        return None
    return "year" if max(year, default=-1) > max(month, default=-1) else "month"


def _counted(parts: Parts, quantity: Quantity, stretches: tuple[Span, ...]) -> str:
    after = next((span for span in stretches if span.start >= quantity.span.end), None)
    if after is None or quantity.canonical_unit != "count":
        return ""
    words = content_words(after.of(parts.folded))
    return words[0].text if words and words[0].span.start == 0 and words[0].kind == "noun" else ""


def _in_quotes(folded: str, span: Span) -> bool:
    """Say whether a span stands in a short quoted name with more than itself."""
    start = folded.rfind("“", max(0, span.start - 8), span.start)
    end = folded.find("”", span.end, span.end + 12)
    return start >= 0 and end >= 0 and "”" not in folded[start : span.start] and end - start - 1 > span.end - span.start


def _located(parts: Parts, quantity: Quantity, sentence: Span) -> tuple[Mention, ...]:
    """Return the last place before the number in which something is said to have happened: 在武汉市."""
    found = [
        mention
        for mention in parts.mentions
        if sentence.start <= mention.span.start
        and mention.span.end <= quantity.span.start
        and not mention.inside_name
        and parts.folded[max(0, mention.span.start - 1) : mention.span.start] == "在"
    ]
    return tuple(found[-1:])


def _is_deadline(folded: str, number: Span, sentence: Span) -> bool:
    """Say whether a number stands after 到2025年底, with nothing that tells it as done: to be reached, not reached."""
    before = folded[sentence.start : number.start]
    return bool(_DEADLINE.search(before)) and not is_done(before)


def _leads_on(parts: Parts, metric: Span, quantity: Quantity) -> bool:
    """Say whether a metric belongs to the next number: 总投资 of 38个项目总投资达4523亿元."""
    following = next((other for other in parts.quantities if other.span.start >= metric.end), None)
    if following is None or following is quantity or following.canonical_unit == "count":
        return False
    between = parts.folded[metric.end : following.span.start]
    return len(between) <= _NEXT and _is_one_clause(between)


def _turn(parts: Parts, quantity: Quantity, sentence: Span) -> int:
    """Return -1 for what something was before it changed to another number, 1 for what it became, else 0."""
    before = parts.folded[sentence.start : quantity.span.start]
    if _FROM.search(before) and _BECOMES.match(parts.folded, quantity.span.end):
        return -1
    return 1 if _INTO.search(before) else 0


def _hedge(quantity: Quantity, before: str, after: str) -> Hedge:
    """Return the hedge at the number, or one that stands off it in the same clause."""
    if quantity.qualifier:
        denied = _DENIES_HEDGE.search(before.removesuffix(quantity.qualifier))
        return hedge_of((denied.group() if denied else "") + quantity.qualifier)
    apart = _HEDGE_BEFORE.search(before)
    if apart:
        return hedge_of(apart.group())
    part = quantity.canonical_unit in _PERCENT_UNITS and _OF_PART.search(quantity.unit or "半")
    behind = _HEDGE_BEHIND.match(after) if part else None
    if behind is None:
        return "none"
    return "under" if behind["less"] else "over"


# 不得低于30%: the denial turns the hedge.
_DENIES_HEDGE = re.compile(r"不[得能应可]$")
# 一半多, 三成略多, 两倍有余, 三分之一强; a hedge behind what is no exact number.
_OF_PART = re.compile(r"[成倍半]|分之")
_HEDGE_BEHIND = re.compile(
    r"(?:略|稍)?(?:(?P<more>多(?!数|年|种|个|家|样|元|边|次|地|方|为|云|位|名|项|于)|有余|出头|强(?![一-鿿]))|(?P<less>略?少(?!数|年|于)|弱(?![一-鿿])))"
)


def _label(parts: Parts, stretches: tuple[Span, ...]) -> list[str]:
    """Return the words of the stretches in order, without numbers, dates, cues and places."""
    words: list[str] = []
    hidden = [*parts.hidden(), *(m.span for m in parts.mentions if not m.inside_name)]
    for span in stretches:
        inside = [Span(s.start - span.start, s.end - span.start) for s in hidden if span.contains(s)]
        said = span.of(parts.folded)
        words += [word.text for word in content_words(said, inside)]
        words += [match.group(1) for match in QUOTED.finditer(said) if match.group(1) not in words]
    return words


# 205亿元，这是…的进口总额: what it is stands last.
_THIS_IS = re.compile(r"[,，]?\s?这?是")
_AT_ONCE = 1
_NEXT = 4
_LONGEST_YEAR = 366
# Letters around a number that say no more than 达, 为 or 共.
_FEW_LETTERS = 2
# So many words name a metric; those before them tell of whom or how.
_HEAD = 3


def _metric(parts: Parts, quantity: Quantity, stretches: tuple[Span, ...], sentence: Span) -> tuple[str, str | None]:
    """Return the nearest metric (words, name) before the number in its stretch, else after it, else (rates) before."""
    inside = [(span, name) for span, name in parts.metrics if any(s.contains(span) for s in stretches)]
    before = [(span, name) for span, name in inside if span.end <= quantity.span.start]
    after = [item for item in inside if item[0].start >= quantity.span.end]
    if quantity.canonical_unit == "count":
        # 38个项目总投资达…: what is counted stands at once after the number.
        after = [
            item
            for item in after
            if item[0].start - quantity.span.end <= _AT_ONCE and not _leads_on(parts, item[0], quantity)
        ]
    inverted = bool(_THIS_IS.match(parts.folded, quantity.span.end))
    chosen = before[-1:] or (after[-1:] if inverted else after[:1])
    if not chosen and quantity.canonical_unit in _PERCENT_UNITS:
        chosen = [
            (span, name)
            for span, name in parts.metrics
            if sentence.start <= span.start and span.end <= quantity.span.start
        ][-1:]
    return (chosen[0][0].of(parts.folded), chosen[0][1]) if chosen else ("", None)


def _role(quantity: Quantity, before: str, after: str, lead: str) -> tuple[Role, int]:
    """Say whether the number is a level, a change or a share, and which way a change goes."""
    value = quantity.canonical_value[0] if isinstance(quantity.canonical_value, tuple) else quantity.canonical_value
    near = before[-14:]
    behind = [match for match in GROWTH.finditer(after[:6]) if not _TO.match(after, match.end())]
    changes = list(GROWTH.finditer(near)) or behind
    differs = _DIFFERS.search(lead)
    if not changes and differs:
        return "growth", -1 if (differs["near"] or differs["than"]) in "低少慢" else 1
    if not changes:
        if quantity.canonical_unit == "percent" and _SHARE.search(before + after):
            return "share", 0
        return "level", -1 if value < 0 else 0
    last = changes[-1].group()
    if _REACHES.search(near) or (quantity.canonical_unit not in _PERCENT_UNITS and _ATTAINS.search(near)):
        return "level", 0
    if _DOWN.search(last) or value < 0:
        return "growth", -1
    if _UP.search(last):
        return "growth", 1
    return "growth", 0


def _is_one_clause(between: str) -> bool:
    return not any(mark in between for mark in "，,;；。")


def _period(
    parts: Parts, quantity: Quantity, sentence: Span, stretches: tuple[Span, ...]
) -> tuple[Period | None, bool]:
    own = [
        (span, period)
        for span, period in parts.periods
        if not YARDSTICK.search(parts.folded[max(0, span.start - 4) : span.start])
        and not OF_REPORT.match(parts.folded, span.end)
        and not _WHAT_IT_WAS.match(parts.folded, max(0, span.start - 1))
    ]
    before = [period for span, period in own if sentence.start <= span.start and span.end <= quantity.span.start]
    if before:
        return _most_exact(before), True
    # What follows in a clause of its own (…1.9亿美元，扭转了去年下降的局面) is another matter's time.
    after = [
        period
        for span, period in own
        if quantity.span.end <= span.start
        and span.end <= sentence.end
        and (
            not _CLAUSE_BREAK.search(parts.folded, quantity.span.end, span.start)
            or any(stretch.contains(span) for stretch in stretches)
        )
    ]
    if after:
        return after[0], True
    earlier = [period for span, period in own if span.end <= sentence.start]
    return (earlier[-1], False) if earlier else (None, False)


def _most_exact(periods: list[Period]) -> Period:
    """Return the last period, or an earlier one inside it: 上半年…（2023年） is the half year."""
    last = periods[-1]
    if (last.end - last.start).days > _LONGEST_YEAR:
        return last
    inside = [p for p in periods if last.start <= p.start and p.end <= last.end and p != last]
    return inside[-1] if inside else last


def _subjects(parts: Parts, quantity: Quantity, sentence: Span, stretches: tuple[Span, ...]) -> tuple[Mention, ...]:
    """Return the mentions of the place that the number is about: the last group before it, else after it."""
    own = [
        mention
        for mention in parts.mentions
        if sentence.contains(mention.span)
        and not mention.inside_name
        and not _DATELINE.match(parts.folded, mention.span.end)
        and not _OF_NAME.match(parts.folded, mention.span.end)
        and not _in_quotes(parts.folded, mention.span)
        and not _NOT_SUBJECT.search(parts.folded[max(0, mention.span.start - 3) : mention.span.start])
    ]
    before = [mention for mention in own if mention.span.end <= quantity.span.start]
    if before:
        return _listed_with(before, parts.folded, sentence)
    after = [mention for mention in own if any(span.contains(mention.span) for span in stretches)]
    return (after[0],) if after else ()


def _listed_with(mentions: list[Mention], folded: str, sentence: Span) -> tuple[Mention, ...]:
    """Return the last of some places with those before it in one list: 北京、江苏、浙江等8省市.

    Where each of a list has its own number (分别, 各), the last alone.
    """
    if re.search("分别|各", sentence.of(folded)):
        return (mentions[-1],)
    first = len(mentions) - 1
    while first and folded[mentions[first - 1].span.end : mentions[first].span.start] in _LISTS:
        first -= 1
    return tuple(mentions[first:])


_LISTS = frozenset({"、", "和", "与", "及"})
