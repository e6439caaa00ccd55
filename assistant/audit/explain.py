"""What is wrong with a claim, in one line for people."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Fault

_KINDS = {
    "digit": "数字不符",
    "unit": "单位不符",
    "year": "时间不符",
    "place": "地点不符",
    "metric": "口径不符",
    "qualifier": "限定词不符",
    "negation": "肯定与否定相反",
    "status": "目标与结果混同",
    "entity": "名称不见于来源",
    "unsupported": "来源未提及",
}


def explain_faults(faults: Sequence[Fault]) -> str:
    """Return the faults as one line: kind, what was said, what the source has."""
    if not faults:
        return "来源未提及"
    return "；".join(
        f"{_KINDS[fault.kind]}：{fault.said}" + (f"（来源：{fault.source}）" if fault.source else "")
        for fault in faults
    )
