"""One number of a claim against one number of a source: every way in which they may differ.

Presence is not enough. 2100 must be the source's 2100, of the same unit, metric, subject, period, direction and mood.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Literal

from assistant.audit.modality import find_cues, is_done
from assistant.audit.parts import Number, Tools
from assistant.audit.reading import YARDSTICK
from assistant.audit.sources import OWN_PLACE, Source
from assistant.audit.words import share_in_pieces
from assistant.types import Fault
from index.regions import Mention
from index.text import fold
from index.types import Period, Quantity, Region

ValueFault = Literal["digit", "unit", "other"]

# What makes one pairing a worse explanation of the claim than another; only the order of the sums matters.
_COSTS = {"digit": 4.0, "unit": 3.0, "qualifier": 1.0, "unsupported": 9.0}
_COST_OF_BINDING = 2.0
# So much of a metric's name must stand beside a number for the number to be of that metric too.
_SAME_NAME = 0.6
# A document whose title makes all that it says a plan.
_PLAN_TITLE = re.compile(r"《[^《》]{2,40}(?:清单|方案|规划|计划|意见|要点)》")
_SURELY_DONE = re.compile(r"已(?!有计划)|完成|实现|达到?|了")
_BASES = {"year": "同比", "month": "环比"}
_MEANT = ("target", "planned", "forecast", "requirement")
_MOODS = {"result": "结果 ", "goal": "目标 ", "plan": "计划 ", "forecast": "预计 "}
# Counting words that go with anything.
GENERAL_COUNTERS = ("个", "项", "")
_BARE_AMOUNT = re.compile(r"\d\s?(?:[万亿]+|thousand|million|billion|trillion)$")
_HALF_YEAR = 183
_LONGEST_YEAR = 366
# Days of a month at least: 3日至5日 is told by its own days only.
SHORTEST_STRETCH = 27
# 今年以来 ends on the day of the event or of the report.
_SAME_END = 2
_TEN_DAYS = 10  # 旬
_SHORTEST_NOW = 5  # days; a day of its own is compared as such
_LONGEST_POINT = 31  # days; a dated event may be told by its month or year, a half-year's total may not


# Parts of a year that name none.
_BARE_PART = re.compile(
    r"全年(?:度)?|[上下]半年|(?:第)?[一二三四1-4]季度|前[一二三1-3]季度|\d{1,2}(?:月|[-—~至到]\d{1,2}月)(?:份)?"
)


def number_faults(mine: Number, theirs: Number, source: Source, tools: Tools) -> list[Fault]:
    """Return the faults of `mine`, were it taken from `theirs`; none where the source carries it."""
    faults: list[Fault] = []
    value = _value_fault(mine, theirs)
    if value == "other":
        return [Fault("unsupported", mine.said, None)]
    if value is not None:
        faults.append(Fault(value, mine.said, theirs.said))
    loose = _is_rounding(mine, theirs) or _is_implied(mine, theirs)
    if mine.hedge != theirs.hedge and not (value is None and loose):
        faults.append(
            Fault(
                "qualifier",
                (mine.quantity.qualifier or "") + mine.said,
                (theirs.quantity.qualifier or "") + theirs.said,
            )
        )
    if mine.direction * theirs.direction == -1:
        faults.append(Fault("negation", mine.said, theirs.said))
    if mine.turn * theirs.turn == -1:
        faults.append(Fault("negation", mine.said, theirs.said))
    if mine.basis and theirs.basis and mine.basis != theirs.basis:
        faults.append(Fault("metric", _BASES[mine.basis] + mine.said, _BASES[theirs.basis] + theirs.said))
    for check in (_metric_fault, _period_fault, _place_fault, _mood_fault):
        fault = check(mine, theirs, source, tools)
        if fault:
            faults.append(fault)
    return faults


def cost(faults: list[Fault], mine: Number, theirs: Number) -> float:
    """Return how poor an explanation of `mine` this pairing is; words in common make it better."""
    shared = len(mine.label & theirs.label) / max(len(mine.label | theirs.label), 1)
    return sum(_COSTS.get(kind, _COST_OF_BINDING) for kind in {fault.kind for fault in faults}) - shared


def _bounds(value: Decimal | tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return value if isinstance(value, tuple) else (value, value)


def _size(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the canonical value without its sign; the direction is compared on its own."""
    low, high = _bounds(quantity.canonical_value)
    return (abs(low), abs(high)) if abs(low) <= abs(high) else (abs(high), abs(low))


def _value_fault(mine: Number, theirs: Number) -> ValueFault | None:
    a, b = mine.quantity, theirs.quantity
    same_unit = a.canonical_unit == b.canonical_unit
    if same_unit and (_size(a) == _size(b) or _is_rounding(mine, theirs) or _is_implied(mine, theirs)):
        return None
    if (
        (_is_bare(mine) or _is_bare(theirs))
        and "count" in (a.canonical_unit, b.canonical_unit)
        and _size(a) == _size(b)
    ):
        return None
    if {a.canonical_unit, b.canonical_unit} == {"times", "percent"} and _as_percent(a) == _as_percent(b):
        return None
    if mine.said == theirs.said:
        return None
    if _is_other_counter(a, b):
        return None
    if _bounds(a.value) == _bounds(b.value) or (same_unit and _is_of_another_size(a, b)):
        return "unit"
    if not same_unit or (a.canonical_unit == "count" and not _count_alike(a, b)):
        return "other"
    return "digit"


# So many digits are not alike by chance.
TELLING_DIGITS = 3


def _is_other_counter(a: Quantity, b: Quantity) -> bool:
    """Say whether equal numbers are only counted by words for the same, or telling ones by any or none.

    5起, 5件; 187趟, 187列, 5,536.
    """
    counts = all(q.canonical_unit == "count" or q.canonical_unit.startswith("in ") for q in (a, b))
    digits = len(_size(a)[0].normalize().as_tuple().digits)
    return counts and _size(a) == _size(b) and (digits >= TELLING_DIGITS or counter(a) == counter(b))


def _is_of_another_size(a: Quantity, b: Quantity) -> bool:
    """Say whether two numbers have the same digits, and units (亿元, 万元) that make them differ."""
    one, other = _size(a), _size(b)
    if a.unit == b.unit or not one[0] or not other[0]:
        return False
    return one[0].normalize().as_tuple().digits == other[0].normalize().as_tuple().digits


def _count_alike(a: Quantity, b: Quantity) -> bool:
    """Say whether two counting words may count the same things; those that go with anything always may."""
    one, other = counter(a), counter(b)
    return one == other or one in GENERAL_COUNTERS or other in GENERAL_COUNTERS or one.isascii() or other.isascii()


def counter(quantity: Quantity) -> str:
    """Return the counting word without its size: 人 of 万人; people count alike."""
    word = (quantity.unit or "").lstrip("十百千万亿余多")
    return _ALIKE_COUNTERS.get(word, word)


# People, cases and cars are counted by several words.
_ALIKE_COUNTERS = {"名": "人", "位": "人", "起": "件", "宗": "件", "例": "件", "辆": "台"}


def _is_bare(number: Number) -> bool:
    """Say whether a number has no unit: 48.8亿, of which the sentence says that they are people."""
    return _BARE_AMOUNT.search(number.said) is not None


def _as_percent(quantity: Quantity) -> tuple[Decimal, Decimal]:
    low, high = _size(quantity)
    return (low * 100, high * 100) if quantity.canonical_unit == "times" else (low, high)


def _is_rounding(mine: Number, theirs: Number) -> bool:
    """Say whether an 约 of the claim is the source's exact number, correctly rounded to at least two digits."""
    a, b = mine.quantity, theirs.quantity
    near = mine.hedge == "about" or (mine.hedge == "nearly" and "分之" in mine.said and _is_less(theirs, mine))
    if not near or theirs.hedge not in ("none", "about") or a.canonical_unit != b.canonical_unit:
        return False
    if isinstance(a.canonical_value, tuple) or isinstance(b.canonical_value, tuple) or not isinstance(a.value, Decimal):
        return False
    if "分之" in mine.said:
        return abs(abs(a.canonical_value) - abs(b.canonical_value)) <= _OF_FRACTION
    # 四成左右 has one digit by nature.
    if not a.value or (len(a.value.normalize().as_tuple().digits) < 2 and a.unit != "成"):
        return False
    return abs(abs(a.canonical_value) - abs(b.canonical_value)) * 2 <= _last_step(a)


# 近三分之一 of 32%: percentage points that a fraction may be off.
_OF_FRACTION = Decimal("1.7")


def _is_less(a: Number, b: Number) -> bool:
    return _size(a.quantity) < _size(b.quantity)


def _last_step(quantity: Quantity) -> Decimal:
    """Return what one of the last digit that is written of a number amounts to, in base units."""
    value, canonical = _bounds(quantity.value)[0], _bounds(quantity.canonical_value)[0]
    if not value:
        return Decimal(0)
    return abs(canonical / value) * Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _is_implied(mine: Number, theirs: Number) -> bool:
    """Say whether the source's exact number bears out the claim's bound, by less than one of its last digit.

    超3120亿元 of 3120.4亿元, 不到六成 of 57.7%; 超3120亿元 of 3120亿元 is not borne out.
    """
    a, b = mine.quantity, theirs.quantity
    if theirs.hedge != "none" or a.canonical_unit != b.canonical_unit or isinstance(a.value, tuple):
        return False
    gap = abs(_bounds(b.canonical_value)[0]) - abs(_bounds(a.canonical_value)[0])
    if isinstance(b.value, tuple) or not 0 < abs(gap) < _last_step(a):
        return False
    return gap > 0 if mine.hedge == "over" else mine.hedge in ("under", "nearly") and gap < 0


def _metric_fault(mine: Number, theirs: Number, source: Source, tools: Tools) -> Fault | None:
    if mine.role != theirs.role and "growth" in (mine.role, theirs.role) and not _adds_alike(mine, theirs, source):
        said, held = (" ".join(sorted(number.label)) or number.said for number in (mine, theirs))
        return Fault("metric", said, held, soft=True)
    if mine.metric and theirs.metric and not same_metric(mine.metric, theirs.metric, tools):
        elsewhere = theirs.words.replace(theirs.metric_said, "　") if theirs.metric_said else theirs.words
        if share_in_pieces(mine.metric_said, elsewhere) >= _SAME_NAME:
            return None
        return Fault("metric", mine.metric, theirs.metric, soft=True)
    return None


# 再增加200家 and 计划新增…200家: so many more, whichever word of a list says so.
_ADDS = re.compile(r"新增|增加|增设|新设|新建|多出?|减少|下降|少")


def _adds_alike(mine: Number, theirs: Number, source: Source) -> bool:
    told = theirs.sentence.of(source.reading.folded)
    return mine.quantity.canonical_unit == theirs.quantity.canonical_unit == "count" and bool(_ADDS.search(told))


def same_metric(a: str, b: str, tools: Tools) -> bool:
    """Say whether two canonical names mean one 口径: equal, or one a longer wording of the other."""
    if a == b:
        return True
    return not tools.vocabulary.confusable(a, b) and (a in b or b in a)


def _period_fault(mine: Number, theirs: Number, source: Source, tools: Tools) -> Fault | None:
    if mine.period is None or (mine.turn == theirs.turn == -1):
        # 到2027年由14.1%降至13.5%: the time is that of what it becomes.
        return None
    present = theirs.period is None or (theirs.period_near and is_the_present(theirs.period, source.date))
    if present and is_by_now(mine.period, source.date):
        return None
    if theirs.period is not None and theirs.period_near:
        allowed = _settle_part_of_year(theirs.period, theirs, source) + _points_beside(theirs, source)
    elif theirs.record and theirs.record.period:
        allowed = [theirs.record.period]
    else:
        allowed = [theirs.period, *source.periods] if theirs.period else [*source.periods, *year_of(source.date)]
        if not theirs.period and not source.periods:
            allowed += latest_of(source.date)
        if not theirs.period and is_now(mine.period, source.date):
            return None
    if any(same_period(mine.period, period) for period in allowed):
        return None
    return Fault(
        "year", mine.period.said or mine.period.label, allowed[0].said or allowed[0].label if allowed else None
    )


def _points_beside(theirs: Number, source: Source) -> list[Period]:
    """Return the days up to which a sentence counts where it tells of many years: 截至11月13日，近9年来已…."""
    period = theirs.period
    if period is None or (period.end - period.start).days <= _LONGEST_YEAR:
        return []
    return [
        point
        for span, point in source.reading.periods
        if theirs.sentence.contains(span) and span.end <= theirs.quantity.span.start and point.start == point.end
        if (point.said or "").startswith(("截至", "截止"))
    ]


def _settle_part_of_year(part: Period, theirs: Number, source: Source) -> list[Period]:
    """Return a period that names no year (全年, 上半年) in the year that was spoken of before it.

    去年，签约110个，全年FDI完成5.6亿美元: both are last year's. Without a year before it in the quote, the context may
    name one; without any, it is the article's.
    """
    if part.said is None or not _BARE_PART.fullmatch(fold(part.said)):
        return [part]
    before = [
        period
        for span, period in source.reading.periods
        if span.end <= theirs.quantity.span.start
        and not _BARE_PART.fullmatch(fold(period.said or ""))
        # 自2018年至今 names no year that a later 截至6月 could be of.
        and (period.end - period.start).days <= _LONGEST_YEAR
        and not YARDSTICK.search(source.reading.folded[: span.start])
    ]
    years = [before[-1].start.year] if before else [period.start.year for period in source.periods]
    return [_in_year(part, year) for year in dict.fromkeys(years)] or [part]


def _in_year(part: Period, year: int) -> Period:
    shift = year - part.start.year
    try:
        start, end = part.start.replace(year=year), part.end.replace(year=part.end.year + shift)
        return Period(start, end, part.label, part.said)
    except ValueError:
        # 29 February has no counterpart.
        return part


def year_of(date: dt.date | None) -> list[Period]:
    """Return the article's day and year: what an undated sentence of it speaks of."""
    if date is None:
        return []
    year = Period(dt.date(date.year, 1, 1), dt.date(date.year, 12, 31), f"{date.year}年")
    return [Period(date, date, date.isoformat()), year]


def latest_of(date: dt.date | None) -> list[Period]:
    """Return the last whole month, quarter, half year and months of a year before a day: what undated news tells of."""
    if date is None:
        return []
    found: list[Period] = []
    for months in (1, 3, 6, 0):
        # The last whole stretch of so many months; of 0, from January on.
        last = date.replace(day=1) - dt.timedelta(days=1)
        while months and last.month % months:
            last = last.replace(day=1) - dt.timedelta(days=1)
        start = dt.date(last.year, last.month - months + 1 if months else 1, 1)
        found.append(Period(start, last, f"{last.year}年{start.month}—{last.month}月"))
    return found


def is_now(claim: Period, date: dt.date | None) -> bool:
    """Say whether a claim speaks of the days around the article's own: 到6月下旬 of news of 26 June."""
    days = (claim.end - claim.start).days
    if date is not None and days == 0 and "旬" in (claim.said or ""):
        return abs((claim.end - date).days) <= _TEN_DAYS and claim.end.month == date.month
    if date is None or "日" in (claim.said or ""):
        return False
    return claim.start <= date <= claim.end and _SHORTEST_NOW <= days <= _LONGEST_POINT


def is_by_now(claim: Period, date: dt.date | None) -> bool:
    """Say whether a claim speaks of the state in the month in which the article was written: 截至8月, as of August.

    It tells no more than 目前 does; the end of a month (8月底) is another matter.
    """
    said = (claim.said or "").lower()
    if date is None or claim.start != claim.end or _OF_DAY.search(said):
        return False
    if (claim.end.year, claim.end.month) != (date.year, date.month):
        return False
    return date.day <= _TEN_DAYS if "初" in said else bool(_OF_MONTH_ALONE.search(said))


# A day of its own, or the end of a month.
_OF_DAY = re.compile(
    r"[日号底末旬]|\b(?:end|late)\b|(?<!\d)\d{1,2}(?:st|nd|rd|th)?,|\b\d{1,2} [a-z]{3}|[a-z]{3} \d{1,2}\b(?!\d)"
)
_OF_MONTH_ALONE = re.compile(r"月|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE)


def is_the_present(period: Period, date: dt.date | None) -> bool:
    """Say whether a source's time is the day of the article, or runs up to it: 目前, 今年以来."""
    if date is None or period.end != date:
        return False
    return period.start == period.end or bool(_PRESENT.search(period.said or ""))


_PRESENT = re.compile(r"目前|现在|如今|今天|今日|至今|现已|以来|截至今")


def same_period(claim: Period, source: Period) -> bool:
    """Say whether the source's period carries the claim's: equal, one end with a point, or a short time inside it."""
    if (
        claim.said in ("今年", "当年", "本年", "年内")
        and (source.said or "").startswith("今年以来")
        and claim.start == source.start
    ):
        return True
    slack = _SAME_END if (source.end - source.start).days > _LONGEST_POINT else 0
    if claim.start == source.start and abs((claim.end - source.end).days) <= slack:
        return True
    told, meant = (claim.end - claim.start).days, (source.end - source.start).days
    if claim.end == source.end and 0 in (told, meant) and max(told, meant) >= SHORTEST_STRETCH:
        return True
    # A day is told by its month or year; by a stretch of six years it is not.
    short = SHORTEST_STRETCH <= told <= _LONGEST_YEAR
    inside = short and claim.start <= source.start and source.end <= claim.end
    return inside and (source.end - source.start).days < _LONGEST_POINT


def _place_fault(mine: Number, theirs: Number, source: Source, tools: Tools) -> Fault | None:
    if mine.located and theirs.located and not _is_there(mine.located[0], theirs.located[0], tools):
        return Fault("place", _spoken(mine.located[0]), _spoken(theirs.located[0]))
    if not mine.subjects:
        return None
    own_words = OWN_PLACE.search(theirs.words)
    if theirs.subjects and not own_words:
        regions = [region for mention in theirs.subjects for region in mention.regions]
    else:
        named = (*theirs.subjects, *_named_before(theirs, source))
        regions = [*source.places, *(region for mention in named for region in mention.regions)]
    said, names = mine.subjects[-1], " ".join(dict.fromkeys(region.name for region in regions)) or None
    if names_one_of(said, regions, tools) or _is_partner(mine, theirs, source, tools):
        return None
    if _is_zone_of(said, mine, regions):
        return None
    if theirs.subjects and _is_told_of(said, theirs, source, tools):
        # 甲区是我国最大的基地，交易额…: our country is what 甲区 is measured by.
        return None
    if _is_home(said) and any(_is_country(mention) for mention in theirs.others):
        # 全国 of a country that is not named.
        return None
    if not theirs.subjects and not source.article.description.regions and _is_home(said):
        # News that names no place of its own speaks of the country.
        return None
    return Fault("place", _spoken(said), names)


def _named_before(theirs: Number, source: Source) -> tuple[Mention, ...]:
    """Return the places of the last part before a number's own that a semicolon joins to it."""
    sentences = source.reading.sentences
    at = next((i for i, span in enumerate(sentences) if span == theirs.sentence), 0)
    for reading, span in ((source.reading, s) for s in reversed(sentences[:at])):
        if span.of(reading.folded).rstrip()[-1:] != ";":
            return ()
        found = tuple(mention for mention in reading.mentions if span.contains(mention.span))
        if found:
            return found[-1:]
    if source.lead.folded.rstrip()[-1:] != ";":
        return ()
    return tuple(m for m in source.lead.mentions if not m.inside_name)[-1:]


def _is_partner(mine: Number, theirs: Number, source: Source, tools: Tools) -> bool:
    """Say whether the source's place is what the claim deals with, and the claim's is the article's own.

    云栖对临江出口 in the claim, 临江出口 in an article about 云栖.
    """
    own = [*source.places, *(region for mention in source.reading.mentions for region in mention.regions)]
    if not names_one_of(mine.subjects[-1], own, tools):
        return False
    dealt_with = [region for mention in mine.others for region in mention.regions]
    return bool(theirs.subjects) and all(names_one_of(mention, dealt_with, tools) for mention in theirs.subjects)


def _is_there(mine: Mention, theirs: Mention, tools: Tools) -> bool:
    """Say whether what happened in `theirs` happened in `mine`: the same place, or one that holds it."""
    return any(
        tools.gazetteer.same(a.key, b.key) or tools.gazetteer.is_within(b.key, a.key)
        for a in mine.regions
        for b in theirs.regions
    )


def _is_country(mention: Mention) -> bool:
    return bool(mention.regions) and all(region.level == "国" for region in mention.regions)


# 甲区是我国最大的基地.
_TOLD_OF = re.compile(r"(?:也|已)?(?:是|为|系|成为|作为|位居|居|占)$")


def _is_told_of(said: Mention, theirs: Number, source: Source, tools: Tools) -> bool:
    """Say whether the source's place is our country, named only to say what the claim's place is in it."""
    country = theirs.subjects[-1]
    before = [m for m in theirs.others if m.span.end <= country.span.start]
    if not _is_home(country) or not before:
        return False
    between = source.reading.folded[before[-1].span.end : country.span.start]
    own = list(before[-1].regions)
    return bool(_TOLD_OF.fullmatch(between)) and names_one_of(said, own, tools)


_AREA = re.compile(r"(?:自贸)?片区")


def _is_zone_of(said: Mention, mine: Number, regions: list[Region]) -> bool:
    """Say whether a place with 自贸片区 after it is a part of a zone that the source names: 厦门自贸片区."""
    at = mine.words.find(_spoken(said)[:2])
    named = (at >= 0 and bool(_AREA.search(mine.words[at : at + 8]))) or not mine.words
    return named and any(_spoken(said)[:2] in region.name and region.name.endswith("片区") for region in regions)


def _is_home(mention: Mention) -> bool:
    """Say whether a mention is of China itself: 全国, 我国."""
    return _is_country(mention) and any(region.name == "中国" for region in mention.regions)


def _spoken(mention: Mention) -> str:
    return mention.regions[0].name if mention.regions else ""


def names_one_of(mention: Mention, regions: list[Region], tools: Tools) -> bool:
    """Say whether a mention can mean one of `regions`."""
    return any(tools.gazetteer.same(a.key, b.key) for a in mention.regions for b in regions)


def _reaches_on(theirs: Number, source: Source) -> bool:
    """Say whether a cue before a number reaches to it over a comma, or one in its own clause follows it."""
    folded, at = source.reading.folded, theirs.quantity.span
    before = find_cues(folded[theirs.sentence.start : at.start])
    if before and not _SURELY_DONE.search(folded, theirs.sentence.start + before[-1].span.end, at.start):
        return True
    return bool(find_cues(re.split(r"[，,。；;]", folded[at.end : theirs.sentence.end], maxsplit=1)[0]))


def _is_to_come(mine: Number, source: Source) -> bool:
    """Say whether a claim speaks of a time that ends well after the article was written."""
    return bool(mine.period and source.date and (mine.period.end - source.date).days > _HALF_YEAR)


def _mood_fault(mine: Number, theirs: Number, source: Source, tools: Tools) -> Fault | None:
    if (mine.mood == "result") == (theirs.mood == "result"):
        return None
    if mine.mood != "result" and theirs.record and theirs.record.status in _MEANT:
        return None
    if mine.mood != "result" and _is_to_come(mine, source) and not is_done(theirs.sentence.of(source.reading.folded)):
        # 保持在6%以上 of the years to come needs no 力争.
        return None
    if mine.mood != "result" and _reaches_on(theirs, source):
        # 将开工160项，总投资2700亿元: the sum is as far off as the deed.
        return None
    if mine.mood != "result" and (find_cues(source.context) or _PLAN_TITLE.search(source.context)):
        # A list of measures says once, in its title, that all its numbers are goals.
        return None
    return Fault("status", _MOODS[mine.mood] + mine.said, _MOODS[theirs.mood] + theirs.said)
