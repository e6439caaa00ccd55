"""What a question wishes besides its kind: a goal, the newest, a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Language
from assistant.understand.cues import compile_cues
from index.text import fold
from index.types import Region

TARGET = compile_cues(r"""
    目标 力争 拼搏 预[计期](?:完成|达到|实现|增长|突破|为|是|能|将|多少) 拟(?:达到|完成|建成)
    计划(?=20\d\d) 要(?:达到|完成|实现|建成|突破) 任务(?:是|为|数)?(?:多少)?
    计划(?!投资|单列)[^,。?]{0,12}(?:达到|达|完成|实现|建成|引进|新增|突破|到)
    \btargets?\b \bgoals?\b
""")
_RESULT = compile_cues(
    "完成了(?:吗|没|多少|目标) 实际(?:完成|达到) 达成了 有没有(?:完成|达到|实现) 是否(?:完成|达到|实现) 超额"
)
_LATEST = compile_cues(r"""
    最新 最近(?!的?(?:一|两|二|三|四|五|几|\d)[年个]) 近况 latest most_recent newest so_far currently at_present
""")
_TABLE = compile_cues(r"表格 列(?:个|成|一个|张)?表 做(?:个|成|一个|张)表 制表 对照表 对比表 \btable\b \btabular\b")

_IN_ENGLISH = compile_cues(r"(?:用|说成?|写成?|译成|翻成|改成|换成)英[文语] 英[文语](?:版|回答|答) \bin_english\b")
_IN_CHINESE = compile_cues(
    r"(?:用|说成?|写成?|译成|翻成|改成|换成)[中汉][文语] [中汉][文语](?:版|回答|答) \bin_chinese\b"
)

# What a comparison may say without naming what is to be compared; the whole field of the product is no aspect.
_COMPARING = compile_cues(r"""
    英文 英语 用 放在? 里 举措 措施
    20\d\d年?(?:度|全年|上半年|下半年|[一二三四]季度)? 今年 去年 全年 上半年 近年来? 最近 目前
    进行 对比 比较 相比 比一[比下] 异同 不同 差异 差别 区别 特点 优劣 情况 表现 成绩 成效 工作 做法
    招商引资 招商 经济 发展 数据 方面 怎么样 如何 有什么 有哪些 有何 哪些 什么 一下 分别 之间 两[地市区县者家] 各自
    请 帮我? 给我 把 和 与 跟 同 及 以及 的 在 上 吗 呢 做 个 表格?
    \bcompare\b \bcomparison\b \bversus\b \bvs\b \bbetween\b \band\b \bthe\b \bof\b \bin\b \bwith\b \bhow\b \bdo\b
    \bdiffer\b \binvestment\b \bpromotion\b \bperformance\b \btable\b
""")


def wants_target(text: str) -> bool:
    """Say whether a goal is asked for rather than a result."""
    return bool(TARGET.search(text)) and not _RESULT.search(text)


def wants_latest(text: str) -> bool:
    """Say whether the newest there is is asked for."""
    return bool(_LATEST.search(text))


def wants_table(text: str) -> bool:
    """Say whether the answer is to be a table."""
    return bool(_TABLE.search(text))


def wants_language(text: str) -> Language | None:
    """Return the language that a question asks to be answered in, None where it names none."""
    if _IN_ENGLISH.search(text):
        return "en"
    return "zh" if _IN_CHINESE.search(text) else None


def find_matter(text: str, subjects: Sequence[Region]) -> tuple[str, ...]:
    """Return the words of a comparison that name what is to be compared, folded: no places, times or comparing."""
    rest = fold(text)
    known = {fold(name) for region in subjects for name in (region.name, region.name[:-1], *region.aliases)}
    for name in sorted(known, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return tuple(re.findall(r"\w+", _COMPARING.sub(" ", rest)))
