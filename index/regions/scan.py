"""Find the names of places in a text: longest name first, zones read on, parents joined, doubtful names checked.

A name counts only where the text shows that a place is meant: it begins where a word begins, and an everyday word
(日照, 和平, 新城区) has its parent before it or its full name elsewhere in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.regions.latin import read_latin
from index.regions.names import QUESTION, RANKS, SAFE, SUPPORTED, Entry, NameTable
from index.regions.words import Boundaries
from index.regions.zones import PART, read_part, read_zone
from index.text import fold
from index.types import Region, Span

# Names up to this length may arise by chance across the border of two words; longer ones do not.
_CHECKED_LENGTH = 3
_CITY_RANK = RANKS["市"]
# What turns the name of a place into the name of something else.
_NAME_GOES_ON = re.compile(
    "大学|学院|师范|理工|职业|中学|小学|银行|农商行|证券|股份|集团|控股|电气|啤酒|茅台|路|街|大道|大桥|公园|时间|日报|晚报|早报|商报|"
    "都市报|卫视|电视台|医院|人寿|平安|移动|联通|电信|石油|石化|海油|国航|南航|东航|地铁集团|铁路局|国安|泰山队|足球|男篮|女排|协和|"
    "商会|协会|联合会|同乡会|人民解放军|共产党|工商银行|籍|菜|话|湾区科技"
)
# 云豆（南京）企业管理有限公司, 南京云豆科技有限公司
_COMPANY_GOES_ON = re.compile(
    r"(?:[)）]|(?![\u4e00-\u9fff]{0,12}[的与和、]))[\u4e00-\u9fff]{2,14}?(?:有限(?:责任)?公司|股份公司|集团公司)"
)
# A name of a zone's free-trade kind with its province in brackets: 中国(湖北)自由贸易试验区.
_BRACKETED = re.compile(r"中国\((?P<place>[一-龥]{2,8})\)")
_WORDS_OF_LEVELS = frozenset(
    [
        "市场",
        "市民",
        "市值",
        "市面",
        "市井",
        "市况",
        "市容",
        "市集",
        "区域",
        "区块",
        "区间",
        "区位",
        "区别",
        "县域",
        "省份",
        "省内",
        "省外",
    ]
)
_OFFICES = re.compile("局|厅|部门|机关|分局|系统|民警|干警|委员会")
# What stands before a name and is no part of it.
_JOINS = frozenset("比较和与跟及于、")
# What a bare everyday word needs around it to be a place in a question: its start, or a join; then a period or 的.
_BEFORE_PLACE = re.compile(r"(?:^|[和与跟及、,,比在])$")
_AFTER_PLACE = re.compile(r"(?:的|市|今年|去年|前年|上半年|下半年|20\d\d|[一二三四]季度|gdp|和|与|、|一季度)")

# Districts called by a verb or an adjective that else stands before what is built or described.
_DOERS = frozenset(["新建", "新兴", "振兴", "解放", "复兴", "前进", "友好", "平安", "光明", "和平", "团结", "建设"])
# What follows such a name: its level, a mark, a particle, an office, a time, a verb of news.
_AFTER_NAME = re.compile(
    r"$|[\s,。、;:!?()\"“”《》]|[市区县镇]|的|和|与|及|等|在|为|将|已|也|共|全|位于|人|委|政府|(?:今|去|前)年|[0-9]|[一二三四]季度"
    r"|上半年|下半年|召开|举行|签约|实现|完成|新增|引进|出台|印发|发布|获|推进|招商|经济|财政|商务|教育|公安|法院|检察|税务"
)
# A line is called by the first characters of its ends: 汉巴南铁路 runs from 汉中 by 巴中 to 南充, and not to 巴南.
_LINE = re.compile(r"(?:城际|高速)?(?:铁路|高铁|公路|客运专线|客专)|城际|高速")
_LINE_ENDS = tuple("京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵黔粤青藏川宁琼汉成郑广深昆沈哈武合福长杭济太兰银西")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text.

    `regions` are the ones it may mean; more than one where the text does not settle it. `inside_name` marks a place
    that is only part of another name (武汉大学), `guessed` one that was read in spite of a typing error.
    """

    span: Span
    regions: tuple[Region, ...]
    inside_name: bool = False
    guessed: bool = False

    @property
    def region(self) -> Region | None:
        """The one region that is meant, None where several may be."""
        return self.regions[0] if len(self.regions) == 1 else None


@dataclass(frozen=True, slots=True)
class _Match:
    """A name on its way to a mention."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    joined: bool = False


def scan(text: str, table: NameTable, question: bool = False, near: Iterable[str] = ()) -> list[Mention]:
    """Return the places that `text` names, in order; `near` are keys of regions that settle a doubtful name."""
    folded = fold(text)
    matches = _read_chinese(folded, table)
    matches += [_Match(start, end, entries) for start, end, entries in read_latin(text, folded, table, question)]
    matches.sort(key=lambda match: match.start)
    matches = _join_parents(folded, matches, table)
    matches = _keep_supported(folded, matches, question, table)
    matches = _settle(matches, table, Counter(near))
    return [mention for match in matches if (mention := _mention(folded, match, table))]


def _read_chinese(folded: str, table: NameTable) -> list[_Match]:
    """Return the longest names from left to right, each read on into the zone that it begins."""
    matches: list[_Match] = []
    lengths, names = table.lengths, table.names
    position, last = 0, len(folded) - 1
    while position < last:
        found = lengths.get(folded[position : position + 2])
        if found is None:
            position += 1
            continue
        for length in found:
            entries = names.get(folded[position : position + length])
            end = position + length
            if entries is not None and end <= len(folded) and not _ends_in_word(folded, end):
                match = _read_on(folded, _Match(position, end, tuple(entries)), table)
                matches.append(match)
                position = match.end
                break
        else:
            position += 1
    return matches


def _ends_in_word(folded: str, end: int) -> bool:
    """Say whether the last character of a name begins another word: 吉林市场 is no 吉林市."""
    return folded[end - 1 : end + 1] in _WORDS_OF_LEVELS


def _read_on(folded: str, match: _Match, table: NameTable) -> _Match:
    """Read a place on into the zone that is named after it."""
    bracketed = _BRACKETED.match(folded, match.start) if folded.startswith("中国(", match.start) else None
    if bracketed and bracketed["place"] in table.names:
        place = replace(match, end=bracketed.end(), entries=tuple(table.names[bracketed["place"]]))
        zone = _read_zone(folded, place, table)
        return zone if zone is not place else match
    return _read_zone(folded, match, table)


def _read_zone(folded: str, match: _Match, table: NameTable) -> _Match:
    zone = read_zone(folded, match.end)
    if zone is None:
        return match
    kind, end = zone
    # A province has no zone of a general kind: 湖北开发区 are several.
    usable = ("市", "区") if kind in ("新区", "经开区", "工业园区") else ("省", "市", "区")
    keys = [key for key, _ in match.entries if (region := table.region(key)) and region.level in usable]
    if not keys:
        return match
    widest = min(map(table.rank, keys))
    keys = [key for key in keys if table.rank(key) == widest]
    entries = tuple((table.compose(key, kind), SAFE) for key in keys)
    return _read_zone_part(folded, _Match(match.start, end, entries, joined=True), table)


def _read_zone_part(folded: str, zone: _Match, table: NameTable) -> _Match:
    """Read a free-trade zone on into its part in one city: 湖北自贸试验区武汉片区."""
    if len(zone.entries) != 1 or not zone.entries[0][0].endswith("自贸试验区"):
        return zone
    for length in table.lengths.get(folded[zone.end : zone.end + 2], ()):
        end = read_part(folded, zone.end + length)
        if end is not None and folded[zone.end : zone.end + length] in table.names:
            stem = folded[zone.end : zone.end + length].removesuffix("市")
            return replace(zone, end=end, entries=((f"{zone.entries[0][0]}/{stem}{PART}", SAFE),))
    return zone


def _join_parents(folded: str, matches: list[_Match], table: NameTable) -> list[_Match]:
    """Make one match of a place and what follows it directly and lies in it: 武汉市 + 汉阳区, 武汉经开区(汉南区)."""
    joined: list[_Match] = []
    for match in matches:
        if joined and (both := _join(folded, joined[-1], match, table)):
            joined[-1] = both
        else:
            joined.append(match)
    return joined


def _join(folded: str, outer: _Match, inner: _Match, table: NameTable) -> _Match | None:
    between = folded[outer.end : inner.start]
    if between in ("", "·", "'s ", "’s "):
        keys = {key for key, _ in outer.entries}
        within = [entry for entry in inner.entries if keys.intersection(table.parents(entry[0]))]
        # 湖北公安 are the police of Hubei: before an everyday word only its own city makes it a place.
        wide = min(map(table.rank, keys)) < _CITY_RANK or _OFFICES.match(folded, inner.end)
        within = [entry for entry in within if entry[1] != SUPPORTED or not wide]
        entries = tuple((key, SAFE) for key, _ in within)
        return _Match(outer.start, inner.end, entries, joined=True) if entries else None
    if between == "(" and folded[inner.end : inner.end + 1] == ")":
        joint = {other for key, _ in outer.entries for other in table.joint(key)}
        if joint.intersection(key for key, _ in inner.entries):
            return replace(outer, end=inner.end + 1)
    return None


def _keep_supported(folded: str, matches: list[_Match], question: bool, table: NameTable) -> list[_Match]:
    """Drop what begins inside a word, and everyday words that nothing shows to be places."""
    boundaries = Boundaries(folded)
    placed = {
        key
        for match in matches
        if match.joined or match.end - match.start >= _CHECKED_LENGTH
        for key, rank in match.entries
        if rank == SAFE
    }
    kept: list[_Match] = []
    for match in matches:
        if not match.joined:
            allowed = QUESTION if question else SAFE
            if question and stands_as_place(folded, Span(match.start, match.end)):
                allowed = SUPPORTED
            meant = placed if _is_used(folded, match) else set()
            match = replace(match, entries=tuple(e for e in match.entries if e[1] <= allowed or e[0] in meant))
        if not match.entries or _is_of_line(folded, match) or not _is_used(folded, match):
            continue
        if _is_long(folded, match) or _is_whole(folded, boundaries, match, table):
            kept.append(match)
    return kept


def _is_of_line(folded: str, match: _Match) -> bool:
    """Say whether a name arises from the ends of a railway or a road."""
    short = match.end - match.start < _CHECKED_LENGTH and match.start > 0
    return short and folded[match.start - 1] in _LINE_ENDS and bool(_LINE.match(folded, match.end))


def _is_used(folded: str, match: _Match) -> bool:
    """Say whether a word is used as a name is: in a text about 新建区, 新建幼儿园 still builds."""
    return folded[match.start : match.end] not in _DOERS or bool(_AFTER_NAME.match(folded, match.end))


def _is_whole(folded: str, boundaries: Boundaries, match: _Match, table: NameTable) -> bool:
    """Say whether a short name begins where a word begins; a county's must be the whole word (安吉 in 安吉拉)."""
    if match.start and folded[match.start - 1] in _JOINS and match.end - match.start >= _CHECKED_LENGTH:
        # 比乙港市高: the cutter may take 比乙 for a word.
        return True
    start, end = boundaries.word_at(match.start)
    certain = any(rank == SAFE and table.rank(key) <= _CITY_RANK for key, rank in match.entries)
    return start == match.start and (certain or end <= match.end)


def stands_as_place(folded: str, span: Span) -> bool:
    """Say whether a question uses the words of `span` as it uses a place: at its start, before a period."""
    before, after = folded[max(0, span.start - 1) : span.start], folded[span.end : span.end + 4]
    return bool(_BEFORE_PLACE.search(before)) and bool(_AFTER_PLACE.match(after))


def _is_long(folded: str, match: _Match) -> bool:
    return match.joined or match.end - match.start > _CHECKED_LENGTH or folded[match.start].isascii()


def _settle(matches: list[_Match], table: NameTable, context: Counter[str]) -> list[_Match]:
    """Choose among several regions of one name: the widest, then the one whose parents the text names most."""
    widest: list[_Match] = []
    for match in matches:
        best = min(table.rank(key) for key, _ in match.entries)
        entries = tuple(dict.fromkeys((key, 0) for key, _ in match.entries if table.rank(key) == best))
        widest.append(replace(match, entries=entries))
        if len(entries) == 1:
            context.update((entries[0][0], *table.parents(entries[0][0])))
    settled: list[_Match] = []
    for match in widest:
        scores = {key: sum(context[parent] for parent in table.parents(key)) + context[key] for key, _ in match.entries}
        top = max(scores.values())
        settled.append(replace(match, entries=tuple(e for e in match.entries if scores[e[0]] == top)))
    return settled


def _mention(folded: str, match: _Match, table: NameTable) -> Mention | None:
    regions = tuple(region for key, _ in match.entries if (region := table.region(key)) is not None)
    if not regions:
        return None
    inside = bool(_NAME_GOES_ON.match(folded, match.end) or _COMPANY_GOES_ON.match(folded, match.end))
    return Mention(Span(match.start, match.end), regions, inside_name=inside)
