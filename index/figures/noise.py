"""Quantities that are no figures: small counts in words, classes, programmes, ranks, durations in disguise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.types import Quantity

# Below this, a count in Chinese characters is a way of speaking: 三家, 两个方面.
LEAST_COUNT_IN_WORDS = 20

_COUNTED = frozenset({"count", "km", "m", "mu", "t", "km2", "m2"})
_RANK_BEFORE = re.compile(r"(?:排名|位次|名次|名列|位列|位居|排在|列全[国省市]|居全[国省市])[^，。；]{0,12}$")
_RANK_AFTER = re.compile(r"(?:上升|跃升|提升|前移|下降)(?:到|至)第?\d+位")
# 产值超100亿元的产业集群180多个: what is counted must be larger than this.
_LIMITS = re.compile(
    r"(?:以上)?的[\u4e00-\u9fff“”]{2,10}?(?:已?达|共|已?有|近|超过?|约|逾)*(?:\d+(?:\.\d+)?万?[多余]?|近?[百千])[个家户座项条]"
)
_BOUNDS, _BODIES = frozenset({"近", "超", "超过", "逾", "约"}), frozenset("名人户家")
# 1个工作日内, 24小时; 2个以上 of a rule is kept.
_IN_QUOTES = re.compile(r"[“\"'‘《][^”\"'’》，。]{0,14}$")
_OUT_QUOTES = re.compile(r"[^“\"'‘《，。]{0,14}[”\"'’》]")
# 新希望(12.290, -0.03, -0.24%): the price of the day.
_STOCK_QUOTE = re.compile(r"[(（]\s?\d+(?:\.\d+)?,\s?[-+]?\d+(?:\.\d+)?,\s?[-+]?$")
# 开工率在75%-100%之间的占12.3%: what tells a class apart.
_OF_A_CLASS = re.compile(r"(?:之间|以上|以下|以内)?的[\u4e00-\u9fff]{0,6}占比?(?:约|近|超|为|达)?\d")


def keep_quantities(folded: str, quantities: Iterable[Quantity]) -> list[Quantity]:
    """Return the quantities that may become figures."""
    return [quantity for quantity in quantities if not _is_noise(folded, quantity)]


def _is_noise(folded: str, quantity: Quantity) -> bool:
    """Say whether a quantity states nothing that is measured."""
    start, end = quantity.span.start, quantity.span.end
    words = folded[start:end]
    before = folded[max(0, start - 20) : start]
    if quantity.canonical_unit in _COUNTED and not words[0].isdigit() and _amount(quantity) < LEAST_COUNT_IN_WORDS:
        # 三家, 最后一公里: a way of speaking.
        return True
    if quantity.canonical_unit == "CNY" and quantity.qualifier in _BOUNDS and _LIMITS.match(folded, end):
        return True
    if quantity.canonical_unit == "percent" and (_STOCK_QUOTE.search(before) or _OF_A_CLASS.match(folded, end)):
        return True
    if quantity.canonical_unit == "count":
        if words.endswith("位") and (_RANK_BEFORE.search(before) or _RANK_AFTER.match(folded, end)):
            return True
        if _in_short_quotes(folded, start, end):
            return True
    if words[0] in "千百" and quantity.qualifier in _BOUNDS and words[-1] in _BODIES:
        # 近千名劳动力, 逾百家企业: a bound that somebody counted to.
        return False
    if words[0] in "千万百" and not words.endswith("元") and not folded.startswith(("大关", "元"), end):
        # 八年过千亿: a class, not an amount.
        return True
    if re.search(r"[一二三五八十]年$", before) and not words[0].isdigit():
        return True
    return _is_share_capital_word(folded, start, end)


def _amount(quantity: Quantity) -> float:
    """Return the size of a quantity, the upper end of a range."""
    value = quantity.canonical_value
    return abs(float(value[1] if isinstance(value, tuple) else value))


def _in_short_quotes(folded: str, start: int, end: int) -> bool:
    """Say whether a count stands inside a short quoted name: “百县千镇”, “3个100”."""
    return bool(_IN_QUOTES.search(folded[max(0, start - 15) : start]) and _OUT_QUOTES.match(folded, end))


def _is_share_capital_word(folded: str, start: int, end: int) -> bool:
    """Say whether 一半 or 半 is a figure of speech: 事半功倍, 一半是…一半是."""
    return folded[start:end] in {"半", "一半"} and folded[end : end + 1] in {
        "功",
        "是",
        "径",
        "岛",
        "导",
        "天",
        "夜",
        "壁",
    }
