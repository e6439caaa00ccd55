"""What a question names, and where: places, periods, metrics, other names. Shared by `understand` and `condense`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import index.periods
from assistant.understand.english import find_english_metrics, find_english_periods
from assistant.understand.names import find_names
from assistant.understand.timing import find_bare_years, look_back
from assistant.understand.vocabulary import Metrics, PeriodFinder
from index.regions import Gazetteer, Mention
from index.text import fold
from index.types import Period, Region, Span

_Meaning = TypeVar("_Meaning")

# A question that goes on after this is a document; its beginning says what it asks.
_MOST_READ = 2000
# 占全国比重, 在全省排第几: a place to compare with, not what is asked about.
_SHARE_BEFORE = re.compile(r"(?:占|在|居|位居|位列|高于|低于|快于|好于|跑赢|超过)$")
_SHARE_AFTER = re.compile(r"的?(?:比重|占比|份额|\d)")
_PLACED = re.compile(r"(?:排名?|平均|第[几一二三\d]|位居|位列|居|前列|首位|之首)")
# 对东盟的进出口: the other side of a trade.
_PARTNER_AFTER = re.compile(r"的?(?:外贸|货物)?(?:进出口|出口|进口|贸易|投资)")
_TRADES_WITH = re.compile(r"[对与同向自从]$")
# Qinghe (青禾市): not the county that is spelled so.
_GLOSSED = re.compile(r"(?<=[a-z]) ?\((?=[\u4e00-\u9fff])")
# 湖北以外: a place that is left out is not what is asked about.
_EXCEPTED = re.compile(r"(?:省|市|区|县)?(?:以外|之外|除外)")
# 基金会, 出口企业, 注册资本登记管理规定: a metric's words that only begin the name of something else.
_NAMES_ELSE = re.compile(
    r"会(?![议计])|(?:型|类|的)?企业(?![家数个户总的法])|(?:登记|管理)(?:管理|制度|暂行)?的?(?:规定|办法|条例|制度|意见)|"
    r"的?(?:规定|办法|条例|意见|政策|措施|制度|行动|专项|改革|做法|路数|思路|经验|机制|环境)"
)
# 山东来重庆投资的项目, 湖南在深圳签约: two places of one number, not a number of each.
_BETWEEN = re.compile(r"[省市县区州]?[^，,。；;、和与及跟同比或]{0,4}?(?P<way>来|赴|往|到|对|向|给|去|在)")
_TITLE = re.compile(r"《[^《》]{1,60}》")
# 较2018年末增幅: what a number is held against, not the time that is asked about.
_AGAINST = re.compile(r"(?:较|比|相比|对比|相较于?)$")
_CHANGED = re.compile(r"[^，,。?？]{0,6}(?:增|减|升|降|涨|跌|提高|扩大|缩小|加快|放缓|回落|多|少|高|低|翻)")
# 目前 and its like ask for the latest there is; they are no period that a source must name.
_NOW = re.compile(r"^(?:截至|截止|到)?(?:目前|现在|当前|如今|现阶段|今)(?:为止)?$")


@dataclass(frozen=True, slots=True)
class Slots:
    """The parts of a question, each with its span, in reading order."""

    text: str
    folded: str
    places: tuple[tuple[Span, Region], ...]
    yardsticks: tuple[Region, ...]
    periods: tuple[tuple[Span, Period], ...]
    metrics: tuple[tuple[Span, str], ...]
    names: tuple[Span, ...]
    asks_now: bool

    def taken(self) -> list[Span]:
        """Return every span that is a slot."""
        parts = (*self.places, *self.periods, *self.metrics)
        return sorted([*(span for span, _ in parts), *self.names])


def read_slots(
    text: str,
    today: dt.date,
    gazetteer: Gazetteer,
    vocabulary: Metrics,
    find_periods: PeriodFinder = index.periods.find_periods,
    near: Iterable[str] = (),
) -> Slots:
    """Read the slots of `text`; relative periods count from `today`, `near` settles places of one name."""
    text = text[:_MOST_READ]
    folded = fold(text)
    near = frozenset(near)
    mentions = [
        mention
        for mention in _drop_glossed(folded, gazetteer.find(text, near=near, question=True), gazetteer)
        # A name that no list holds may be a place of its own: a mistyped one is read only as a place that the library
        # is about, since an answer about another place is worse than none.
        if not mention.guessed or any(region.key in near for region in mention.regions)
    ]
    asked = [mention for mention in mentions if not mention.inside_name]
    yardsticks = [mention for mention in asked if len(asked) > 1 and _is_yardstick(folded, mention.span)]
    asked = _leave_out_parties(folded, [mention for mention in asked if mention not in yardsticks])
    places = tuple(
        (m.span, _one_region(m, gazetteer))
        for m in asked
        if m not in yardsticks and not _EXCEPTED.match(folded, m.span.end)
    )
    found = _longest([*find_english_periods(text, today, find_periods), *find_periods(text, today)])
    found = [(_trim(folded, span), period) for span, period in found]
    named = _longest([*find_english_metrics(text, vocabulary), *vocabulary.find(text)])
    named = [(span, name) for span, name in named if not _NAMES_ELSE.match(folded, span.end)]
    beside = [span for span, _ in places], [span for span, _ in named]
    found += find_bare_years(text, folded, *beside, taken=[span for span, _ in found])
    found = look_back(sorted(found, key=lambda item: item[0]), folded, today)
    periods = tuple(item for item in found if not _NOW.match(item[0].of(folded)))
    periods = _leave_out_titles(folded, periods)
    if len(periods) == 1 and _is_base(folded, periods[0][0]):
        periods = ()
    metrics = tuple((_after(span, periods), name) for span, name in named)
    taken = [span for span, _ in (*places, *periods, *metrics)]
    partial = [mention.span for mention in mentions if mention.inside_name]
    names = tuple(find_names(text, taken, partial))
    return Slots(
        text,
        folded,
        _once(places),
        tuple(_one_region(mention, gazetteer) for mention in yardsticks),
        periods,
        metrics,
        names,
        len(found) > len(periods),
    )


def _longest(found: list[tuple[Span, _Meaning]]) -> list[tuple[Span, _Meaning]]:
    """Keep the longest of readings that overlap, in order: 2023 stands inside "the first half of 2023"."""
    kept: list[tuple[Span, _Meaning]] = []
    for span, meaning in sorted(found, key=lambda item: item[0].start - item[0].end):
        if not any(span.overlaps(other) for other, _ in kept):
            kept.append((span, meaning))
    return sorted(kept, key=lambda item: item[0])


def _leave_out_titles(folded: str, periods: tuple[tuple[Span, Period], ...]) -> tuple[tuple[Span, Period], ...]:
    """Return the periods without those in the name of a document, where others stand outside of it."""
    titles = [Span(*match.span()) for match in _TITLE.finditer(folded)]
    outside = tuple(item for item in periods if not any(title.overlaps(item[0]) for title in titles))
    return outside or periods


def _is_base(folded: str, span: Span) -> bool:
    """Say whether a period is what a number is held against: 较2018年末增长. 比去年 says of which time that one is."""
    named = bool(re.search(r"\d{4}", span.of(folded)))
    return named and bool(_AGAINST.search(folded[: span.start]) and _CHANGED.match(folded, span.end))


def _leave_out_parties(folded: str, asked: list[Mention]) -> list[Mention]:
    """Return the places without those that only say from where or where to: who invests in a place, and where it signs.

    Both stay words of the question.
    """
    left = list(asked)
    for first, second in pairwise(asked):
        between = _BETWEEN.fullmatch(folded[first.span.end : second.span.start])
        if between is not None and first in left and len(left) > 1:
            left.remove(second if between.group("way") == "在" else first)
    return left


def _trim(folded: str, span: Span) -> Span:
    """Return a period's span without a closing 的 or blank."""
    end = span.end
    while end > span.start + 1 and folded[end - 1] in "的 ":
        end -= 1
    return Span(span.start, end)


def _after(span: Span, periods: Iterable[tuple[Span, Period]]) -> Span:
    """Return a metric's span without the 年 that ends a period: 2020年 and 营业收入."""
    ends = [period.end for period, _ in periods if period.start < span.start < period.end < span.end]
    return Span(max([span.start, *ends]), span.end)


def _one_region(mention: Mention, gazetteer: Gazetteer) -> Region:
    """Return the region that is meant; of several, one by name alone, which fits each of them."""
    return mention.region or gazetteer.open_region(mention.regions[0].name)


def _is_yardstick(folded: str, span: Span) -> bool:
    """Say whether a place is what another one is measured by, or trades with."""
    before = folded[max(0, span.start - 2) : span.start]
    if _PLACED.match(folded, span.end) or (_SHARE_BEFORE.search(before) and _SHARE_AFTER.match(folded, span.end)):
        return True
    return bool(_TRADES_WITH.search(before) and _PARTNER_AFTER.match(folded, span.end))


def _drop_glossed(folded: str, mentions: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Drop a place that the next one says again, or more narrowly, in brackets: Xinjiang … Corps (新疆兵团).

    Of a spelling whose Chinese name stands right behind it that name is meant, whether it is a known place or not.
    """
    kept = [mention for mention in mentions if not _GLOSSED.match(folded, mention.span.end)]
    mentions = list(kept)
    for outer, inner in pairwise(mentions):
        bracketed = re.fullmatch(r"[a-z &'-]{0,40}\(", folded[outer.span.end : inner.span.start])
        if bracketed and any(gazetteer.is_within(a.key, b.key) for a in inner.regions for b in outer.regions):
            kept.remove(outer)
    return kept


def _once(places: Iterable[tuple[Span, Region]]) -> tuple[tuple[Span, Region], ...]:
    """Keep the first naming of each place."""
    seen: set[str] = set()
    kept: list[tuple[Span, Region]] = []
    for span, region in places:
        if region.key not in seen:
            seen.add(region.key)
            kept.append((span, region))
    return tuple(kept)
