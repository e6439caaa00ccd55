"""The two sides of a comparison in words: 浙江17条和工信部20条在水电费用上有何不同 has one question for each.

Reads the form of a question only; which source speaks for a side is found out by asking for it alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import fold
from index.types import Region

_EACH = r"各自|各(?!地|种|类|项|位|国|市|区|县|省|级|界|族|部门|方|个|家|大|单位)|分别"
_ASKS = re.compile(rf"区别|差别|差异(?!化)|异同|不同|不一样|对比|比较|比一比|{_EACH}")
_OPENS = re.compile(r"(?:请|帮我|麻烦)*(?:把|将)?(?:对比|比较|比一比)(?:一下|下)?")
# Where a side begins: behind a comma, or a time that holds for both.
_BEFORE = re.compile(
    r".*(?:[,。:;、]|\d{4}年(?:\d{1,2}月)?的?|(?:今|去|前)年|期间|[初前后]期|时候?(?=.)|[对给向](?!外))"
)
# 和, 与 and 跟 that join two things: not those of 共和, 和谐, 参与, 跟进.
AND = r"(?<![共总温缓饱柔平附调祥])和(?![谐平解睦])|(?<!参)与(?![会否])|跟(?![进踪着])"
_JOINER = re.compile(rf"{AND}|(?<![涉以提普危遍])及(?!时|格)|\b(?:and|with|vs\.?)\b")
# Where the second side ends: before what both do or have.
_AFTER = re.compile(
    rf"[,。?:;]|在(?!建)|对(?!外)|给|的|推[动进行出]|{_EACH}|有(?:何|什么|哪|啥)|支持|促|扶持|优化|吸引|相比|比(?:起|较)|哪|是(?!否)|"
    r"谁|怎|如何|发展|抓|要|都|引才|招商"
)
# 和以前有什么不同: another time is no other side.
_EARLIER = re.compile(r"以前|从前|之前|此前|先前|过去|原来|往年|往常")
_STOP = re.compile(r"[,。?:;]|$")
_SHORTEST, _LONGEST = 2, 40
# What asks for the difference, and what asks for one side instead.
_PLAIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (
            r"(?:主要)?(?:有|存在)?(?:何|什么|哪些|啥|怎么|哪里|哪儿)?(?:的)?(?:区别|差别|差异|异同|不同|不一样)(?:点|之处)?(?:在哪里?|是什么|吗)?",
            "是什么",
        ),
        (r"(?:进行|做个?)?(?:对比|比较|比一比)(?:一下|下)?", ""),
        (rf"{_EACH}", ""),
        (r"(?<=[，,])的", ""),
        (r"[两二](?:份|个|项|部)?(?:文件|规定|政策|地|省|市|者|家)", ""),
    )
)


def find_sides(question: str, subjects: Sequence[Region] = ()) -> tuple[str, ...]:
    """Return the question asked of each side alone; nothing where no sides are compared.

    Places that are known (`subjects`) are the sides where there are two or more.
    """
    sides = _split(question) if len(subjects) < 3 else ()
    if len(subjects) < 2:
        return sides
    own = [[region.key for region in subjects if _names(side, region)] for side in sides]
    if len(own) == 2 and own[0] and own[1] and not set(own[0]) & set(own[1]):
        return sides
    return tuple(_ask_plainly(_leave_out(question, subjects, side)) for side in subjects)


def _split(question: str) -> tuple[str, ...]:
    """Return the question without each of the two things that a word joins and another one compares."""
    folded = fold(question)
    if not _ASKS.search(folded):
        return ()
    opened = _OPENS.match(folded)
    for joiner in _JOINER.finditer(folded, opened.end() if opened else 0):
        if _EARLIER.match(folded, joiner.end()):
            continue
        comma = _STOP.search(folded, joiner.end())
        if opened and comma:
            start, end = opened.end(), comma.start()
        else:
            head = _BEFORE.match(folded[: joiner.start()])
            tail = _AFTER.search(folded, joiner.end() + _SHORTEST)
            start, end = head.end() if head else 0, tail.start() if tail else len(folded)
        if min(joiner.start() - start, end - joiner.end()) < _SHORTEST or end - start > 2 * _LONGEST:
            continue
        one = question[: joiner.start()] + question[end:]
        return _ask_plainly(one), _ask_plainly(question[:start] + question[joiner.end() :])
    return ()


def _names(side: str, region: Region) -> bool:
    return any(name in side for name in (region.name, region.name[:-1], *region.aliases) if len(name) > 1)


def _leave_out(question: str, subjects: Sequence[Region], side: Region) -> str:
    """Return the question without the names of the other places, and what joins them."""
    others = {name for region in subjects if region.key != side.key for name in (region.name, *region.aliases)}
    own = {side.name, *side.aliases}
    for name in sorted(others - own, key=len, reverse=True):
        question = re.sub(rf"(?:和|与|跟|及|以及|、)?{re.escape(name)}(?:和|与|跟|及|以及|、)?", "", question)
    return question


def _ask_plainly(question: str) -> str:
    for pattern, plain in _PLAIN:
        question = pattern.sub(plain, question)
    return question.strip("，, ")
