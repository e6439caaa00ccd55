"""The single numbers that one part of a question asks for: several asking words, items of a list, ends of a change.

覆盖几个城市、几家车企 asks twice, 营收和净利润各多少 for each of two items, 从多少升到多少 for where a change begins
and ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.figure_answers.sorts import ASKING, read_unit
from assistant.figure_answers.terms import cut_words, tag_words
from assistant.figure_answers.types import Metrics

# Which end of a change is asked for: 从17.1%提升至36.7%.
End = Literal["start", "end"]

# 广告及其他营收 is one thing.
_JOINT = re.compile(r"、|以及(?:其(?!中|他|它))?|和|与|及(?!其[他它])(?:其(?!中))?|跟")
_LISTS = re.compile(r"各|分别|、")
# 甲和乙的增幅比较: both are wanted.
_HELD_TOGETHER = re.compile(r"的?(?:对比|比较|对照)$")
# Where the words that ask begin, behind the last item of a list.
_TAIL = re.compile(r"各|分别|是多少|有多少|的|多少|几[个家户]")
_FROM = re.compile(r"(?:从|由)(?:的)?$")
_TO = re.compile(
    r"(?:升|涨|增|提|扩|拓|降|跌|减|缩|回落|回升|调整|发展|变|攀升|跃升|翻|压缩|精简)[^，,]{0,4}?(?:到|至|为|成)了?(?:多少|几|多大|多高)"
)
_START = re.compile(r"起点|起初|最初|原先|原来|起始|基数")
# Times that are counted back from one day.
_DURATION = re.compile(r"^近(?=(?:\d+|[一二两三五六十半])个?(?:月|年|周|天|日))")
_BARE_DURATION = re.compile(r"^(?:\d+|[一二两三五六十半])个?(?:月|年|周|天|日)")
_NUMBER_NAME = re.compile(
    r"(?:额|率|量|数(?<!系数)|值|收入|利润|指数|营收|规模|面积|投资|损失|人口|人数|金额|税收|里程|价格?|gdp|[人场班车架列家笔]次|数目|成交|净利|到资|计划|任务|资金|就业|幅度"
    r"|占比|比重|比例|份额|[增涨降跌升]幅|增速|[同环]比(?:变化|变动|增减|涨跌)?|多少|几[个家户项人名件])$"
)
# 占比及提高了几个百分点: the change of what was named before.
_CHANGES = re.compile(
    r"(?:同比|环比|[比较][^，,]{1,10}?)?(?:增长|增加|提高|提升|上升|上涨|扩大|下降|降低|减少|下滑|回落|收窄|[增涨升降跌多少])"
    r"了?(?:多少|几|百分之)"
)
_BARE_RATE = re.compile(r"(?:同比|环比)?(?:增速|增幅|涨幅|降幅|跌幅|增长率?|增减|变化|占比|比重|份额|同比|环比)")
_TWO = 2
# 里 and 中 end what the items are parts of; in 里程 and 中小企业 they do not.
_HEAD_END = re.compile(r"里(?!程|面)|(?<!集)中(?![小国央部心学医型西东外方介])|[的:： ]")


@dataclass(frozen=True, slots=True)
class Item:
    """The words of one wanted number, the piece of the question that they come from, and the end of a change.

    `group`: which piece, by number; the items of one list share it.
    """

    words: str
    piece: str
    end: End | None = None
    group: int = 0


def split_items(words: str, metrics: Metrics) -> tuple[list[Item], str]:
    """Return the wanted numbers of one part of a question, and what they are parts of (新能源装机里光伏、风电)."""
    items: list[Item] = []
    containers: list[str] = []
    for group, (piece, end) in enumerate(split_pieces(words)):
        if end is not None:
            items.append(Item(piece, piece, end, group))
            continue
        found, container = split_list(piece, metrics)
        containers.append(container)
        # 项目数和签约额: what sort of number one of them is, the other's words do not say.
        items += [Item(item, f"{container} {item}" if len(found) > 1 else piece, group=group) for item in found]
    return items, " ".join(filter(None, containers))


def split_pieces(words: str) -> list[tuple[str, End | None]]:
    """Return the pieces of a part that ask for one number each, with the end of a change that a piece asks for."""
    asking = list(ASKING.finditer(words))
    cuts = [_find_cut(words, one.start(), other.start()) for one, other in pairwise(asking)]
    starts = [0, *cuts]
    pieces = [words[start:end].strip("、和与及以 ") for start, end in zip(starts, [*cuts, len(words)], strict=True)]
    if len(asking) > 1 and _FROM.search(words[: asking[0].start()]) and _TO.search(pieces[1] if cuts else ""):
        head = _FROM.sub("", words[: asking[0].start()])
        first: tuple[str, End | None] = (head + words[asking[0].start() : cuts[0]], "start")
        # 从多少升到多少: both ends are of the same.
        return [first, (f"{head} {pieces[1]}", "end"), *((piece, None) for piece in pieces[2:])]
    return [(piece, find_end(piece)) for piece in pieces if piece] or [(words, None)]


def find_end(words: str) -> End | None:
    """Return the end of a change that the words ask for, None where they speak of none."""
    if _START.search(words) and ASKING.search(words):
        return "start"
    return "end" if _TO.search(words) else None


def _find_cut(words: str, start: int, end: int) -> int:
    """Return where, between two asking words, the first one's piece ends."""
    unit = read_unit(words[start:])
    after = start + unit.span.end if unit is not None and start + unit.span.end <= end else min(start + 2, end)
    gap = words[after:end]
    joints = list(_JOINT.finditer(gap))
    if joints:
        # 收入多少、利润和增速多少: what follows goes with the next one.
        marks = [joint for joint in joints if joint.group() == "、"] or joints
        joint = joints[0] if not gap[: joints[0].start()].strip() else marks[-1]
        return after + joint.start()
    at, cut, running = after, end, False
    for word, tag in tag_words(gap):
        verbal = tag[:1] == "v" or tag == "zg" or (running and tag[:1] in "up")
        if verbal and not running:
            cut = at
        running, at = verbal, at + len(word)
    return cut


def split_list(segment: str, metrics: Metrics) -> tuple[list[str], str]:
    """Return the items of a list that is asked for, and what they are parts of (新能源装机里光伏、风电各是多少).

    Words that all items share (对东盟、欧盟进出口各多少) go with each.
    """
    if _JOINT.search(segment):
        segment = _HELD_TOGETHER.sub("各是多少", segment)
    parts = [part.strip() for part in _JOINT.split(segment)]
    if len(parts) < _TWO or not all(parts):
        return split_blanks(segment, metrics), ""
    if len(parts) > _TWO and _BARE_RATE.fullmatch(parts[-1]):
        return _split_rate(segment, parts, metrics)
    if not _LISTS.search(segment) and not _are_metrics(parts, metrics):
        return [segment], ""
    # 建成的食堂、改造的小区: each item has its own 的, which opens no list.
    if all("的" in part for part in parts):
        return parts, ""
    head, first = _split_head(parts[0])
    if _DURATION.match(first):
        # 近1个月、3个月、1年: all of them count back from the same day.
        parts = [_BARE_DURATION.sub(r"近\g<0>", part) for part in parts]
    whole = _names_number(first, metrics)
    if _CHANGES.match(parts[-1]):
        return parts, ""
    longest = None if whole else max(len(part) for part in (first, *parts[1:-1]))
    alone = whole and not ASKING.search(parts[-1]) and _names_number(parts[-1], metrics)
    # 购车总数与改号的台数: the last one's 的 opens no tail.
    last, tail = (parts[-1], "") if alone else _split_tail(parts[-1], longest)
    inside = head.rstrip().endswith(("里", "中", "内"))
    opening = "" if inside else head
    return [f"{opening} {item} {tail}".strip() for item in (first, *parts[1:-1], last)], head if inside else ""


def split_blanks(segment: str, metrics: Metrics) -> list[str]:
    """Return the numbers that blanks join (新签项目 合同投资额 合同产值), the segment itself where they join none."""
    chunks = segment.split()
    if not chunks or ASKING.search(segment) or not _names_number(chunks[-1], metrics):
        return [segment]
    named = [chunk for chunk in chunks if _names_number(chunk, metrics)]
    rest = " ".join(chunk for chunk in chunks if chunk not in named)
    return [f"{rest} {chunk}".strip() for chunk in named] if len(named) > 1 else [segment]


def _split_rate(segment: str, parts: Sequence[str], metrics: Metrics) -> tuple[list[str], str]:
    """Return the items of a list with the change of each (肉类、禽蛋、牛奶产量及增幅).

    Where each item names a number by itself, only the last one's.
    """
    items, container = split_list(segment[: max(found.start() for found in _JOINT.finditer(segment))], metrics)
    changing = items[-1:] if _names_number(parts[0], metrics) else items
    return [*items, *(f"{item} {parts[-1]}" for item in changing)], container


def _are_metrics(parts: list[str], metrics: Metrics) -> bool:
    """Say whether every part of a list without 各 names a number of its own: 产值和进出口额是多少."""
    last = _TAIL.split(parts[-1], maxsplit=1)[0]
    named = all(_names_number(part, metrics) for part in parts[:-1])
    ends = _names_number(last, metrics) or _names_number(parts[-1], metrics)
    return named and (ends or bool(_CHANGES.match(parts[-1])))


def _names_number(words: str, metrics: Metrics) -> bool:
    """Say whether words end in the name of a number: a known metric, or what numbers are named by."""
    found = metrics.find(words)
    words = words.rstrip()
    return any(span.end == len(words) for span, _ in found) or bool(_NUMBER_NAME.search(words))


def _split_head(part: str) -> tuple[str, str]:
    """Return what stands before the first item, up to the last 里, 中, 的 or space, and the item."""
    cut = max((found.end() for found in _HEAD_END.finditer(part)), default=0)
    return part[:cut], part[cut:]


def _split_tail(part: str, longest: int | None) -> tuple[str, str]:
    """Return the last item and what follows it: the asking words, and a head noun that all items share.

    `longest` is the length of the longest other item, None where an item is a metric by itself: then none is shared.
    """
    found = _TAIL.search(part)
    cut = found.start() if found else len(part)
    item = ""
    for word in cut_words(part[:cut]):
        if longest is not None and len(item) >= longest:
            break
        item += word
    return item, part[len(item) :]
