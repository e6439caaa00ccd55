"""Which places an article is about, and what 全区, 全市 and 我省 mean in it.

An article names many places and is about few: those of its title and its lead, those that come back through the text,
those whose authorities act in it. A site's own place says nothing; a place whose parent the article leaves open stays
open (朝阳区 is in Beijing as well as in Changchun).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.regions.gazetteer import Gazetteer
from index.regions.scan import Mention
from index.text import fold
from index.types import Article, Region

# What one naming is worth: in the title, in the lead, in the body, in an enumeration, inside another name.
_TITLE, _LEAD, _BODY, _LISTED, _INSIDE = 6.0, 3.0, 1.0, 0.3, 0.1
# An agency's dateline (新华社杭州7月26日电) is where the reporter sat.
_DATELINE = 0.5
# Where something happens (赴北京, 在上海) is less than who acts.
_WHERE = 0.4
# 上海期货交易所 quotes for the country; where it sits says nothing.
_EXCHANGE = re.compile("(?:期货|黄金|证券|商品|石油天然气|航运)交易所|华通铂银")
_DATED = re.compile(r"\s?\d{1,2}月\d{1,2}日\s?(?:电|讯|消息)")
# An authority of the place (区委, 管委会) makes it the one that acts.
_AUTHORITY = 1.0
# The lead is what an agency would run alone; a long body repeats one place without being more about it.
_LEAD_LENGTH, _MOST_FROM_BODY = 120, 8.0
# Below this a place is a mere mention; below this share of the strongest it is a side scene.
_LEAST, _LEAST_SHARE = 3.0, 0.4
# With no title and no lead, what is named at least this often is what the article is about.
_LEAST_ALONE = 2.0
# More places than this are a survey of a wider one.
_MOST = 6

_AUTHORITIES = re.compile(
    "市委|区委|县委|省委|州委|党工委|工委|管委会|人民政府|政府|市长|区长|县长|书记|统计局|商务局|招商局|海关|发改委|投促局"
)
_LIST = "、和及与"
# A paper or an office speaks for the place in its name: 随州日报. A site about a place (武汉厂房网) does not.
_LOCAL_VOICE = re.compile(
    "日报|晚报|早报|晨报|都市报|商报|发布|广播电视台|电视台|人民政府|政府网|统计局|商务局|管委会|投资促进局|融媒"
)
_SPEAKER = re.compile("(?:日报|晚报|早报|晨报|融媒体中心|广播电视台)(?:全媒体?)?(?:讯|消息|记者)")


@dataclass(frozen=True, slots=True)
class Scope:
    """What 全区 (the zone, else the district), 全市, 全省 and 全国 mean in one article; None where that is open."""

    zone: Region | None = None
    district: Region | None = None
    city: Region | None = None
    province: Region | None = None
    country: Region | None = None

    @property
    def home(self) -> Region | None:
        """The narrowest of them: whom the article speaks for."""
        return self.zone or self.district or self.city or self.province


@dataclass(slots=True)
class _Standing:
    """How much an article is about one place (a name whose parent is open counts as one)."""

    regions: tuple[Region, ...]
    head: float = 0.0
    body: float = 0.0

    @property
    def score(self) -> float:
        return self.head + min(self.body, _MOST_FROM_BODY)


@dataclass(slots=True)
class _Tally:
    """The standings of the places of one article."""

    standings: dict[tuple[str, ...], _Standing] = field(default_factory=dict)

    def add(self, regions: tuple[Region, ...], head: float, body: float) -> None:
        key = tuple(region.key for region in regions)
        standing = self.standings.setdefault(key, _Standing(regions))
        standing.head += head
        standing.body += body

    def ranked(self) -> list[_Standing]:
        return sorted(self.standings.values(), key=lambda standing: -standing.score)


def find_article_regions(title: str, text: str, publisher: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the names of the regions that an article is about, the strongest first; never a mere mention.

    A name that several places bear comes with its parent where the article settles it, and alone where it does not.
    """
    chosen = _choose(_tally(title, text, publisher, gazetteer))
    names = [
        gazetteer.label(standing.regions[0]) if len(standing.regions) == 1 else standing.regions[0].name
        for standing in chosen
    ]
    return tuple(dict.fromkeys(names))


def read_scope(article: Article, gazetteer: Gazetteer) -> Scope:
    """Return what 全区, 全市, 全省 and 全国 mean in `article`."""
    country = gazetteer.get("CN")
    tally = _tally(article.title, article.text, article.description.publisher, gazetteer)
    homes = [s for s in _choose(tally) if s.regions[0].level not in ("国", "区域")]
    if not homes:
        return Scope(country=country)
    first = homes[0]
    if len(first.regions) > 1:
        return Scope(district=gazetteer.open_region(first.regions[0].name), country=country)
    # A zone and the district it is run with, or a city and its zone: the narrowest that leads speaks for all above it.
    home = first.regions[0]
    for other in homes[1:]:
        inner = other.regions[0]
        if len(other.regions) == 1 and other.head > 0 and gazetteer.is_within(inner.key, home.key):
            home = inner
            break
    return _scope_of(home, gazetteer, country)


def _scope_of(home: Region, gazetteer: Gazetteer, country: Region | None) -> Scope:
    chain = [home, *(region for key in home.parents if (region := gazetteer.get(key)))]
    by_level = {region.level: region for region in reversed(chain)}
    province = by_level.get("省")
    # 全市 in an article about a municipality is the municipality.
    city = by_level.get("市") or (province if province and province.name.endswith("市") else None)
    if city is None and home.level == "区" and home.name.endswith("市"):
        city = home
    zone = by_level.get("片区") or by_level.get("园区")
    return Scope(zone, by_level.get("区"), city, province, country)


def _tally(title: str, text: str, publisher: str | None, gazetteer: Gazetteer) -> _Tally:
    """Weigh every naming of every place in an article."""
    tally = _Tally()
    whole = f"{title}\n{text}"
    folded = fold(whole)
    lead_end = len(title) + 1 + _LEAD_LENGTH
    local = _local_voice(publisher, gazetteer)
    for mention in gazetteer.find(whole, near=[region.key for region in local]):
        head, body = _weigh(folded, mention, len(title), lead_end)
        tally.add(mention.regions, head, body)
    if local and re.search("我[省市区县州]|全[省市区县州]", folded):
        tally.add(local, _LEAD, 0.0)
    return tally


def _local_voice(publisher: str | None, gazetteer: Gazetteer) -> tuple[Region, ...]:
    """Return the place that a local paper or office speaks for."""
    if not publisher or not _LOCAL_VOICE.search(publisher):
        return ()
    first = next(iter(gazetteer.find(publisher)), None)
    return first.regions if first and first.span.start == 0 and first.regions[0].level != "国" else ()


def _weigh(folded: str, mention: Mention, title_end: int, lead_end: int) -> tuple[float, float]:
    """Return what a naming is worth for the head of the article, and for its body."""
    start, end = mention.span.start, mention.span.end
    if mention.inside_name:
        speaks = bool(_SPEAKER.match(folded, end)) and start < lead_end
        return (_LEAD / 2, 0.0) if speaks else (0.0, _INSIDE)
    if _DATED.match(folded, end):
        return 0.0, _DATELINE
    if _EXCHANGE.match(folded, end):
        return 0.0, _INSIDE
    if _is_listed(folded, start, end):
        return (_TITLE / 2, 0.0) if start < title_end else (0.0, _LISTED)
    authority = _AUTHORITY if _AUTHORITIES.match(folded, end) else 0.0
    weight = _WHERE if folded[start - 1 : start] in tuple("在赴到往来去从于驻") else 1.0
    if start < title_end:
        return (_TITLE + authority) * weight, 0.0
    return (_LEAD * weight if start < lead_end else 0.0), _BODY * weight + authority


def _is_listed(folded: str, start: int, end: int) -> bool:
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return (
        before in ("、",) or after in ("、",) or (bool(before) and before in _LIST and bool(after) and after in _LIST)
    )


def _choose(tally: _Tally) -> list[_Standing]:
    """Return the standings that make the article's places, the strongest first."""
    ranked = tally.ranked()
    if not ranked:
        return []
    strongest = ranked[0].score
    chosen = [s for s in ranked if s.score >= _LEAST and s.score >= _LEAST_SHARE * strongest]
    if not chosen and strongest >= _LEAST_ALONE:
        chosen = ranked[:1]
    chosen = _drop_wider(chosen)
    return chosen[:_MOST]


def _drop_wider(chosen: list[_Standing]) -> list[_Standing]:
    """Drop a region that only frames a narrower one which is at least as strong, and the country beside any place."""
    kept = []
    for standing in chosen:
        keys = {region.key for region in standing.regions}
        inner = [s for s in chosen if any(keys & set(region.parents) for region in s.regions)]
        if any(s.score >= standing.score for s in inner) or (keys == {"CN"} and _others(chosen)):
            continue
        kept.append(standing)
    return kept


def _others(chosen: Iterable[_Standing]) -> bool:
    return any(standing.head > 0 and standing.regions[0].level != "国" for standing in chosen)
