"""The words around a number that bound it (超, 近, 以上) or turn its sign (下降)."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"(不少于|不低于|不超过|不高于|不小于|不大于|不多于|超过|超出|大约|约为|约合|将近|接近|突破|至少|至多|最多|最少|最高|最低|多于|高于|低于"
    r"|少于|小于|大于|不足|不到|未达|跨过|跨越|超|约|近|逾|过|上|破|达到或超过"
    r"|more than|over|about|around|nearly|almost|at least|at most|less than|under|up to|not less than|some)"
    r"[ 了为]?(?:¥|￥|us\$|hk\$|\$|€|£|rmb ?|人民币)?$"
)
_AFTER = re.compile(r" ?(?:及|\(含\))?(以上|以下|以内|左右|上下|有余|开外|or more|or so)")
# 过 and 上 are verbs and particles elsewhere: 通过, 达到过, 以上, 线上.
_PARTICLE = re.compile(
    r"(?:[通经超度不太错路]过|[以线网之同加乘市岸晚早年海地月街车路榜]上|打破|[附最相临邻靠]近|[条大简节预签合制公特集契节隐]约)$"
)
_DECLINE = re.compile(
    r"(?:下降|下跌|减少|降低|回落|下滑|萎缩|缩减|缩短|压缩|负增长|降|跌|减)(?:幅度?为?)?[了约近超逾达]?(?:超过|接近|大约)?\s?$"
)
_NOT_DECLINE = re.compile(r"(?:升降|涨跌|增减|加减|裁减|核减|少降|不降|止跌)$")


def find_qualifier(folded: str, start: int, end: int) -> tuple[str | None, int]:
    """Return the bounding word before `start` or after `end`, and where it starts or ends; None where there is none."""
    window = folded[max(0, start - 14) : start]
    match = _BEFORE.search(window)
    if match and not (len(match.group(1)) == 1 and _PARTICLE.search(window[: match.end(1)])):
        return match.group(1), start - len(window) + match.start(1)
    after = _AFTER.match(folded, end)
    if after and end > start:
        return after.group(1), after.end()
    return None, end


def is_decline(folded: str, start: int) -> bool:
    """Say whether the words right before a number say that it fell by that much; 下降到 says where it fell to."""
    window = folded[max(0, start - 10) : start]
    return bool(_DECLINE.search(window)) and not _NOT_DECLINE.search(window)
