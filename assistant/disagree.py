"""Two sentences that say the same in nearly the same words, or nearly the same with another number, name or denial.

The first is a repetition, the second a conflict between sources: both sides are shown, and nobody decides which is
true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.audit.polarity import polarity_faults
from assistant.audit.words import content_words
from assistant.types import Evidence
from index.text import fold

# Two sentences that share this much of their letter pairs say the same.
_SAME = 0.8
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def is_repeat(a: str, b: str) -> bool:
    """Say whether two folded sentences say the same in nearly the same words."""
    return is_alike(a, b) and not differs(a, b)


def is_alike(a: str, b: str) -> bool:
    """Say whether two folded sentences share nearly all of their letter pairs."""
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (a, b))
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def differs(a: str, b: str) -> bool:
    """Say whether each of two folded sentences has a number or a name that the other lacks, or one denies the other."""
    for found in (_NUMBER.findall, _names):
        first, second = set(found(a)), set(found(b))
        if first - second and second - first:
            return True
    return bool(polarity_faults(a, b))


def _names(folded: str) -> list[str]:
    return [word.text for word in content_words(folded) if word.kind == "name"]


def find_disagreement(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence of different articles that is alike and differs, in its order."""
    found: set[int] = set()
    for one, other in combinations(evidence, 2):
        if one.quote.doc_id == other.quote.doc_id:
            continue
        a, b = fold(one.text), fold(other.text)
        if is_alike(a, b) and differs(a, b):
            found |= {one.key, other.key}
    return tuple(item for item in evidence if item.key in found)
