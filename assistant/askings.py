"""The things that one question asks: 首批有哪些市，谁来管日常运营？ asks two, and each has its own answer.

Knows the form of questions only; the words that a part leaves out (its subject) stay with the whole question.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text import fold

# The words that ask, in either language.
_ASKS = re.compile(
    r"为什么|为何|为啥|缘何|何时|何地|何处|何人|何种|怎样|怎么|如何|咋|哪|什么|啥|多少|几(?!乎|何)|谁|多[大高长久远快]|是否|是不是|"
    r"有没有|有无|能不能|可不可以|能否|可否|会不会|要不要|([一-鿿])不\1|[吗嗎么吧呢][?？]?$|"
    r"\b(?:what|which|who|whom|when|where|why|how)\b|"
    r"^\W*(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|may|must)\b"
)
# Where a part may end; a full stop of English wants a space behind it.
_PIECE = re.compile(r".+?(?:[。!?;,、]|\.(?=\s)|$)", re.DOTALL)
_ENDS = "。!?;."
# 对吗, 是真的吗: asks about what was said before it.
_TAG = re.compile(r"\W*(?:这|那)?(?:是真的|是不是真的|对不对|是不是|对|是|是这样|真的|没错)(?:吗|嗎|吧|么)?\W*$")
_SHORTEST = 4


@lru_cache(maxsize=512)
def split_askings(question: str) -> tuple[str, ...]:
    """Return the parts of a question that ask one thing each, folded and in order; the whole where it asks one.

    What leads in to a part, or follows it without asking, belongs to it.
    """
    parts: list[str] = []
    lead = ""
    for match in _PIECE.finditer(fold(question)):
        piece = match.group()
        if _TAG.fullmatch(piece) and not lead and parts:
            parts[-1] += piece
        elif _ASKS.search(piece.rstrip("。!?;,、. ")) or _ASKS.search(piece):
            parts.append((lead + piece).strip())
            lead = ""
        else:
            lead += piece
            if piece[-1] in _ENDS and parts:
                parts[-1], lead = parts[-1] + lead, ""
    if not parts:
        return (fold(question),)
    parts[-1] += lead
    return tuple(part for part in parts if len(part) >= _SHORTEST) or (fold(question),)
