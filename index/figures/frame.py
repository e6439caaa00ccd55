"""One article as extraction sees it: its views, its places, its periods and its day, each found once."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from index.figures.entities import find_entities, main_entity
from index.figures.events import find_event
from index.figures.noise import keep_quantities
from index.metrics import Vocabulary
from index.periods import find_periods, label_period
from index.quantities import parse_quantities
from index.regions import Gazetteer, Mention, Scope, read_scope
from index.text import fold
from index.types import Article, Date, Period, Quantity, Region, Span

# How far from its start a text tells whose paper it is.
HEAD = 60
# How far back the year may stand that 全年 means.
YEAR_WITHIN = 400

_MONTH_DAY = re.compile(
    r"(?:(?P<year>20\d\d)[年/.-])?(?<![\d.])(?P<month>1[0-2]|0?[1-9])(?:月|(?<=\d\d\d\d[/.-]\d)[/.-]|(?<=\d\d\d\d[/.-]\d\d)[/.-])"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?:日|(?=[\s\d:]))"
)
_DATED_MONTH = re.compile(r"截[至止]到?(20\d\d)年(1[0-2]|[1-9])月")
_FUTURE = re.compile(r"(?:到|(?<!截)至|—|-|–|力争|年|争取|目标|规划|预计)“?$")
_FUTURE_AFTER = re.compile(r"(?:底?前|末|远景|可持续|底)")
_LEANS_ON_DAY = re.compile("目前|当前|现在|如今|迄今|至今|今[日天]|昨|以来|近|过去|最近|年来|本月|上个?月|当月|季")
# What a text says of its own year, and a plan does not say of the years to come.
_DETAIL = re.compile(
    r"\s?(?:1[0-2]|[1-9])(?:月|—|-|至)|上半年|下半年|[一二三四]季度|第|前|度|全国|中国|世界|以来|"
    r"(?:[^在全各\W\d_]{2,4}[省市区县州]|我)(?!.{0,12}(?:达|建成|实现|力争|将|要))"
)
# A plan's own words are goals even where they do not say so: 2024年建成充电车位2000个.
_PLAN = re.compile(
    r"(?:印发|出台|发布|公布|制定|关于|根据)[^。]{0,24}《[^》]{0,40}(?:计划|方案|规划|清单|意见|措施|行动|政策|若干|办法|纲要)|"
    r"^[^。\n]{0,40}(?:行动计划|实施方案|工作方案|发展规划|若干措施|实施意见|工作要点)(?:的通知)?[\s\n]"
)
PLAN_LEAD = 400
# A place is what an article is about when it is named at least so often, and is this share of all Chinese places.
LEAST_NAMED, LEAST_SHARE = 3, 0.6
# A semicolon ends a clause that stands alone, and no sentence that settles a period.
SENTENCE_MARKS = "。！？!?\n"
# A text without any full stop is read in windows of so many code points, so that time grows with its length alone.
LONGEST_SENTENCE = 1500
# The one period that an article reports on is named within so many characters, and lasts a month or more (days).
MAIN_LEAD, SHORTEST_STRETCH, LONGEST_STRETCH = 250, 27, 366
# … and ended no longer ago (days); what is older is history.
OLDEST_MAIN = 420
_ANNIVERSARY = re.compile(r"今年是[^。]{0,30}?(\d{1,2})周年")
_PAPER = re.compile(r"[\u4e00-\u9fff]{0,2}?(?:日报|晚报|晨报|早报|都市报|商报|新闻|广播|融媒)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
# 比2021年增长44%: a year that something is measured against.
_COMPARED = re.compile("(?:比|较|于)$")
# 报告期内, 期末: the stretch that an article reports on, and its last day.
_REPORT = re.compile("(?:本?报告期|(?<=[，,。；;：:\\s])期|(?<=[较比])期)(?P<end>末)?内?(?![间限货权刊满])")


@dataclass(frozen=True, slots=True)
class Frame:
    """An article and all that was found in it; offsets are the article's."""

    article: Article
    folded: str
    gazetteer: Gazetteer
    vocabulary: Vocabulary
    anchor: Date | None
    day_known: bool
    plan: bool
    scope: Scope
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    voice: Region | None
    main: tuple[Span, Period] | None
    entities: tuple[Span, ...]
    company: Span | None
    event: Span | None
    _mention_starts: tuple[int, ...] = field(repr=False)
    _quantity_starts: tuple[int, ...] = field(repr=False)
    _periods: dict[int, tuple[int, list[tuple[Span, Period]]]] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The clean text."""
        return self.article.text

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the places named from `start` to `end`."""
        first = bisect.bisect_left(self._mention_starts, start)
        return self.mentions[first : bisect.bisect_left(self._mention_starts, end)]

    def quantities_in(self, span: Span) -> tuple[Quantity, ...]:
        """Return the quantities of a sentence."""
        first = bisect.bisect_left(self._quantity_starts, span.start)
        return self.quantities[first : bisect.bisect_left(self._quantity_starts, span.end)]

    def periods_in(self, start: int, end: int) -> list[tuple[Span, Period]]:
        """Return the settled periods of a stretch, read with their whole sentence; each sentence is read once."""
        first = sentence_start(self.folded, start)
        known = self._periods.get(first)
        if known is None or known[0] < end:
            longest = max(end, first + 3 * LONGEST_SENTENCE)
            stops = [at for mark in SENTENCE_MARKS if (at := self.folded.find(mark, end, longest)) >= 0]
            last = min(stops, default=min(longest, len(self.folded)))
            known = self._periods[first] = (last, self._read_periods(first, last))
        return [(span, period) for span, period in known[1] if span.start >= start and span.end <= end]

    def _read_periods(self, start: int, end: int) -> list[tuple[Span, Period]]:
        found = [
            (Span(span.start + start, span.end + start), period)
            for span, period in self._settle_whole_year(find_periods(self.text[start:end], self.anchor), start)
            # Where only the year is known, nothing that leans on the day is settled.
            if self.day_known or not _LEANS_ON_DAY.search(period.said or "")
        ]
        return sorted([*found, *self._read_report(start, end)], key=lambda entry: entry[0])

    def _read_report(self, start: int, end: int) -> Iterator[tuple[Span, Period]]:
        """Yield 报告期内 and 期末 where the article reports on one stretch."""
        if self.main is None:
            return
        period = self.main[1]
        for match in _REPORT.finditer(self.folded, start, end):
            first = period.end if match["end"] else period.start
            yield Span(*match.span()), Period(first, period.end, label_period(first, period.end), match.group())

    def _settle_whole_year(self, found: list[tuple[Span, Period]], start: int) -> list[tuple[Span, Period]]:
        """Read a 全年 that opens a sentence in the year that the lines before it, or else the title, spoke of."""
        if not found or found[0][1].said != "全年":
            return found
        before = find_periods(self.text[max(0, start - YEAR_WITHIN) : start], self.anchor)
        behind = max(0, start - YEAR_WITHIN)
        told = [p for s, p in before if not _COMPARED.search(self.folded, behind, behind + s.start)]
        years = [
            p for p in (*(p for _, p in find_periods(self.article.title, self.anchor)), *told) if _is_whole_year(p)
        ]
        if not years or years[-1].start.year == found[0][1].start.year:
            return found
        year = years[-1]
        return [(found[0][0], Period(year.start, year.end, year.label, found[0][1].said)), *found[1:]]

    def label(self, region: Region) -> str:
        """Name a region as a record does; the country is 全国."""
        return "全国" if region.key == "CN" else self.gazetteer.label(region)


# 四川饭店, 北京饭店: a house named after a place; 四川省的饭店 are those of the place.
_BRAND = re.compile("(?:饭店|宾馆|菜馆|酒楼|大酒店|烤鸭店)(?!业|行业|数|餐饮|消费)")


def _is_brand(folded: str, mention: Mention) -> bool:
    """Say whether a place's short name opens the name of a house."""
    words = mention.span.of(folded)
    return bool(_BRAND.match(folded, mention.span.end)) and words[-1] not in "省市区县州"


def _is_whole_year(period: Period) -> bool:
    """Say whether a period is one calendar year, named by words that settle it."""
    whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    return whole and period.start.year == period.end.year and period.said != "全年"


def sentence_start(folded: str, position: int) -> int:
    """Return where the sentence that a full stop ends starts, at most twice `LONGEST_SENTENCE` before."""
    window = max(0, (position // LONGEST_SENTENCE - 1) * LONGEST_SENTENCE)
    return max(window, max(folded.rfind(mark, window, position) for mark in SENTENCE_MARKS) + 1)


def read_frame(article: Article, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Frame:
    """Find places, quantities and the day of an article."""
    folded = fold(article.text)
    entities = find_entities(folded, lambda name: any(m.span == Span(0, len(name)) for m in gazetteer.find(name)))
    mentions = tuple(
        m
        for m in gazetteer.find(article.text)
        if not any(m.span.overlaps(e) for e in entities) and not _is_brand(folded, m)
    )
    quantities = tuple(keep_quantities(folded, parse_quantities(article.text)))
    anchor, day_known = find_anchor(article, folded)
    return Frame(
        article,
        folded,
        gazetteer,
        vocabulary,
        anchor,
        day_known,
        bool(_PLAN.search(article.title + "\n" + folded[:PLAN_LEAD])),
        _find_scope(article, gazetteer, mentions),
        mentions,
        quantities,
        find_voice(mentions, folded),
        _find_main(article.text, anchor),
        entities,
        main_entity(folded, entities),
        find_event(folded),
        tuple(mention.span.start for mention in mentions),
        tuple(quantity.span.start for quantity in quantities),
    )


def find_anchor(article: Article, folded: str) -> tuple[Date | None, bool]:
    """Return the day against which 去年 is read, and whether the day itself is known or only its year.

    It is the article's date; else the first day in its text, in the year that the text settles.
    """
    if article.date:
        return article.date, True
    day = _MONTH_DAY.search(folded)
    year = int(day["year"]) if day and day["year"] else _year_in(folded)
    if year is None:
        return None, False
    if day is None:
        return Date(year, 12, 31), False
    try:
        anchor = Date(year, int(day["month"]), int(day["day"]))
    except ValueError:
        return Date(year, 12, 31), False
    # 截至2022年12月 in an article of an 8月14日: the year is another one.
    past = (match for match in _DATED_MONTH.finditer(folded) if int(match[1]) == year and int(match[2]) > anchor.month)
    return (None, False) if any(past) else (anchor, True)


def _year_in(folded: str) -> int | None:
    """Return the year that a text without a dated day is of: the only one it names, a jubilee's, the last."""
    named = [
        match
        for match in _YEAR.finditer(folded)
        if not _FUTURE.search(folded[max(0, match.start() - 6) : match.start()])
    ]
    years = {int(match[1]) for match in named if not _FUTURE_AFTER.match(folded, match.end())}
    if len(years) == 1:
        return years.pop()
    # 今年是成立10周年, and 2013年 is named.
    jubilee = _ANNIVERSARY.search(folded)
    if jubilee:
        founded = [year for year in sorted(years) if year + int(jubilee[1]) >= max(years)]
        return founded[0] + int(jubilee[1]) if founded else None
    detailed = {int(match[1]) for match in named if _DETAIL.match(folded, match.end())}
    return max(detailed, default=None)


def _find_main(text: str, anchor: Date | None) -> tuple[Span, Period] | None:
    """Return the one stretch of months that an article reports on: named early, and at least half of all it names."""
    stretches = [
        (span, period)
        for span, period in find_periods(text, anchor)
        # A year that is not over is no report's.
        if SHORTEST_STRETCH <= (period.end - period.start).days <= LONGEST_STRETCH
        and (anchor is None or timedelta() <= anchor - period.end < timedelta(OLDEST_MAIN))
    ]
    if not stretches or stretches[0][0].start > MAIN_LEAD:
        return None
    dates, times = Counter((period.start, period.end) for _, period in stretches).most_common(1)[0]
    first = next(entry for entry in stretches if (entry[1].start, entry[1].end) == dates)
    return first if times > 1 and 2 * times >= len(stretches) else None


def _find_scope(article: Article, gazetteer: Gazetteer, mentions: tuple[Mention, ...]) -> Scope:
    """Return what 全区 and 全市 mean; where the article leaves that open, the place that it names most by far."""
    scope = read_scope(article, gazetteer)
    if scope.home is not None:
        return scope
    named = [
        m.regions[0] for m in mentions if len(m.regions) == 1 and not m.inside_name and m.regions[0].key[0].isdigit()
    ]
    if not named:
        return scope
    key, times = Counter(region.key for region in named).most_common(1)[0]
    near = sum(gazetteer.is_within(region.key, key) for region in named)
    if times < LEAST_NAMED or near < LEAST_SHARE * len(named):
        return scope
    chain = [gazetteer.get(key), *(gazetteer.get(parent) for parent in next(r for r in named if r.key == key).parents)]
    levels = {region.level: region for region in reversed(chain) if region is not None}
    return Scope(levels.get("园区"), levels.get("区"), levels.get("市"), levels.get("省"), scope.country)


def find_voice(frame_mentions: tuple[Mention, ...], folded: str) -> Region | None:
    """Return the place whose paper writes (湖北日报讯), which 我省 means where no other is the article's."""
    for mention in frame_mentions:
        if mention.span.start > HEAD:
            return None
        if mention.inside_name and _PAPER.match(folded, mention.span.end):
            return mention.regions[0]
    return None
