"""The places of a question that figures are wanted of, and by which names a text may call them."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.types import Question
from index.text import fold
from index.types import Region

# A sign before and a work of engineering or a house behind: the place is part of a longer name.
_LONGER_NAME = re.compile(
    r"(?![和与及跟、，,比在对])[\u4e00-\u9fff].{1,5}?(?:铁路|高铁|高速|机场|大桥|银行|集团|股份|城际)"
)
# 河口村, 甲庄街道, 北京分公司: what follows makes the place a part of another name.
_NAME_GOES_ON = re.compile(
    r"[\u4e00-\u9fff]?(?:村|镇|乡|街道|社区)|号(?!召)|[\u4e00-\u9fff]{0,4}(?:分公司|支公司|分行|支行|产险|财险|人寿)"
)
_RANKED = re.compile(r".*[省市县区州盟旗国]$")
# What a place stands behind where it only measures another: 占全省比重, 在全省排第几, 相当于全国的几倍.
NO_YARDSTICK = r"(?<!占)(?<!在)(?<!居)(?<!相当于)(?<!对)(?<!自)"
_RANK_OF_PLACE = re.compile(r"(?:省|市|自治区|特别行政区|地区|盟)$")


def subjects_of(question: Question) -> tuple[Region, ...]:
    """Return the places that figures are wanted of: a foreign country beside a place at home is its partner."""
    text = fold(question.standalone or question.text)
    outside = tuple(region for region in question.subjects if not _inside_name(region, text))
    home = tuple(region for region in outside if not _is_partner(region))
    return home or outside


def _is_partner(region: Region) -> bool:
    """Say whether a place is a country or a group of countries abroad."""
    return (region.level == "国" and region.key != "CN") or region.key.startswith("GROUP:")


def _inside_name(region: Region, text: str) -> bool:
    """Say whether a place is named only inside the name of something else: 巴南 of 汉巴南铁路."""
    found = [match for name in names_of(region) if name in text for match in re.finditer(re.escape(name), text)]
    # Only the longest naming at a place counts: 武汉市 before 武汉.
    outer = [m for m in found if not any(o is not m and o.start() <= m.start() and m.end() < o.end() for o in found)]
    return bool(outer) and all(_is_part(match, text) for match in outer)


def _is_part(match: re.Match[str], text: str) -> bool:
    """Say whether the name found is part of a longer one."""
    if _LONGER_NAME.match(text[max(0, match.start() - 1) : match.end() + 4]):
        return True
    on = _NAME_GOES_ON.match(text, match.end())
    if on is None:
        return False
    # 云栖市某村 lies in the city; only a short name runs on into the village's.
    return not (_RANKED.match(match.group()) and on.group()[-1:] in "村镇乡道区号")


# A question's places are looked for around each of its candidates.
@lru_cache(maxsize=1 << 10)
def names_of(region: Region) -> tuple[str, ...]:
    """Return the folded names of a place that a text may use, longest first; none of one code point (京, 沪)."""
    names = {fold(name) for name in (region.name, short_name(region.name), *region.aliases)}
    return tuple(sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)))


def short_name(name: str) -> str:
    """Return a place's name without its rank: 武汉市 → 武汉."""
    return _RANK_OF_PLACE.sub("", name) if len(name) > 2 else name


def places_in(text: str, question: Question) -> tuple[str, ...]:
    """Return the keys of the question's places that a part of it names, save where it names them as a yardstick."""
    found: list[str] = []
    for region in subjects_of(question):
        held = [name for name in names_of(region) if name in text]
        names = "|".join(re.escape(name) for name in held)
        if held and re.search(rf"{NO_YARDSTICK}(?:{names})", text):
            found.append(region.key)
    return tuple(found)
