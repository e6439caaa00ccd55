"""Whether a question is answered by a table, and what its rows are to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Question
from assistant.understand.wishes import find_matter
from index.text import fold
from index.types import Region

# 的进出口、集成电路出口和工业机器人出口分别是多少
_ASKED_EACH = re.compile(r"的(?P<list>[^,。?的]{2,80}?)(?:分别|各)(?:是|有|为|达)?多少")
_LIST = re.compile(r"、|以及|和|与|及")


def wants_tabling(asked: Question, subjects: Sequence[Region]) -> bool:
    """Say whether a table is asked for, or places are to be compared in whatever the sources tell of them."""
    if asked.wants_table and subjects:
        return len(subjects) > 1 or len(list_aspects(asked, subjects)) > 1
    named = asked.metrics or asked.aspects or asked.operation
    compares = asked.kind == "comparison" and len(subjects) > 1
    return compares and not named and not find_matter(asked.standalone, subjects)


def list_aspects(asked: Question, subjects: Sequence[Region]) -> tuple[str, ...]:
    """Return what a table's rows are to tell: what the question lists, its metrics, or its matter; none for any."""
    if asked.aspects:
        return asked.aspects
    if listed := _ASKED_EACH.search(fold(asked.standalone)):
        return tuple(part.strip() for part in _LIST.split(listed["list"]) if part.strip())
    if asked.metric_words:
        return asked.metric_words
    matter = "".join(find_matter(asked.standalone, subjects))
    return (matter,) if matter else ()
