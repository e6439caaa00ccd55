"""Zones that are named by rule: a place, and a word for a kind of zone.

武汉经济技术开发区, 武汉经开区 and 武汉市国家级经济技术开发区 are one zone: the place and the kind make its key. A
zone with a name of its own (光谷) stands in the data file instead.
"""

from __future__ import annotations

import re

# Each kind of zone with the forms that mean it; the first form after the kind itself is the official one.
KINDS: dict[str, tuple[str, ...]] = {
    "经开区": ("经济技术开发区", "经济开发区", "经济技术开发试验区", "开发区"),
    "高新区": (
        "高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高新技术产业园", "高新技术产业区", "高新开发区",
    ),
    "综保区": ("综合保税区",),
    "保税区": (),
    "保税港区": (),
    "出口加工区": (),
    "自贸试验区": ("自由贸易试验区", "自贸区", "自由贸易区"),
    "自贸港": ("自由贸易港",),
    "边合区": ("边境经济合作区",),
    "台商投资区": (),
    "新区": (),
    "工业园区": ("工业园",),
    "空港经济区": ("临空经济区", "临空经济示范区"),
    "临港经济区": (),
}  # fmt: skip
# English words for the same kinds.
ENGLISH_KINDS: dict[str, str] = {
    "economic and technological development zone": "经开区",
    "economic and technological development area": "经开区",
    "economic and technical development zone": "经开区",
    "economic & technological development zone": "经开区",
    "economic development zone": "经开区",
    "development zone": "经开区",
    "etdz": "经开区",
    "high-tech industrial development zone": "高新区",
    "hi-tech industrial development zone": "高新区",
    "high-tech development zone": "高新区",
    "high-tech zone": "高新区",
    "high tech zone": "高新区",
    "hi-tech zone": "高新区",
    "comprehensive bonded zone": "综保区",
    "pilot free trade zone": "自贸试验区",
    "free trade zone": "自贸试验区",
    "ftz": "自贸试验区",
    "new area": "新区",
}

_FORMS = {form: kind for kind, forms in KINDS.items() for form in (kind, *forms)}
_SUFFIX = re.compile(
    "(?:国家级|国家|省级|市级)?(?P<form>" + "|".join(sorted(map(re.escape, _FORMS), key=len, reverse=True)) + ")"
)
_ENGLISH = re.compile(" (?P<form>" + "|".join(sorted(map(re.escape, ENGLISH_KINDS), key=len, reverse=True)) + r")\b")
# 新区域, 新区划 and 开发区域 are words of their own.
_NOT_AFTER = "域划块间"
# 武汉片区 after a free-trade zone: the zone's part in that place.
PART = "片区"


def read_zone(folded: str, at: int) -> tuple[str, int] | None:
    """Return the kind of zone that `folded` names from `at` on, and where its word ends."""
    match = _SUFFIX.match(folded, at)
    if match is None or folded[match.end() : match.end() + 1] in tuple(_NOT_AFTER):
        return None
    return _FORMS[match["form"]], match.end()


def read_english_zone(folded: str, at: int) -> tuple[str, int] | None:
    """Return the kind of zone that English words from `at` on name, and where they end."""
    match = _ENGLISH.match(folded, at)
    return (ENGLISH_KINDS[match["form"]], match.end()) if match else None


def read_part(folded: str, at: int) -> int | None:
    """Return where 片区 ends if it stands at `at`."""
    return at + len(PART) if folded.startswith(PART, at) else None


def zone_name(stem: str, kind: str) -> str:
    """Return the short name of a zone: 武汉 and 经开区 give 武汉经开区."""
    return stem + kind


def zone_aliases(stem: str, kind: str) -> tuple[str, ...]:
    """Return the other names of a zone that is named by rule."""
    free_trade = (f"中国({stem})自由贸易试验区",) if kind == "自贸试验区" else ()
    return tuple(stem + form for form in KINDS[kind]) + free_trade
