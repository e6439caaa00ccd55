"""What a question wishes besides its kind: a goal, the newest, a table."""

from __future__ import annotations

from assistant.understand.cues import compile_cues

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


def wants_target(text: str) -> bool:
    """Say whether a goal is asked for rather than a result."""
    return bool(TARGET.search(text)) and not _RESULT.search(text)


def wants_latest(text: str) -> bool:
    """Say whether the newest there is is asked for."""
    return bool(_LATEST.search(text))


def wants_table(text: str) -> bool:
    """Say whether the answer is to be a table."""
    return bool(_TABLE.search(text))
