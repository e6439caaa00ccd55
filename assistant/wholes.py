"""What a statement is not whole without: the items that it leads in to, the clauses between semicolons beside it.

Statements are cut at semicolons, and a law's 下列各项： stands apart from its items. Whoever quotes one of them alone
says half of what the source says. Knows nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from assistant.points import find_series
from assistant.statements import Statement
from index.types import Article

# A count of points: 三个方向, 四方面, “三关”.
_COUNT = re.compile(
    r"(?<![\d第十百.])([两二三四五六七八九十]|1[0-2]|[2-9])(?:个|项|条|点|大|类|种|方面|关|步)(?![月日年元亿万%])"
)
_VALUES = dict(zip("两二三四五六七八九十", (2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
# What a statement ends in that goes on in the next one.
_GOES_ON = (";", ":")
_LEADS_IN = re.compile(r":$|(?:如下|下列|以下)[^,。;:]{0,12}[。:]?$")
# How many statements may stand between a lead-in and its list.
_LEAD = 3


def leads_in(statement: Statement) -> bool:
    """Say whether a statement only announces what follows it."""
    return bool(_LEADS_IN.search(statement.folded))


def clauses_beside(statements: Sequence[Statement], at: int) -> tuple[int, int]:
    """Return the first statement of the sentence that a statement is a clause of, and the one after its last."""
    first = at
    while first > 0 and statements[first - 1].folded.endswith(_GOES_ON):
        first -= 1
    return first, _end_of_sentence(statements, at)


def items_after(article: Article, statements: Sequence[Statement], at: int) -> list[int]:
    """Return the statements that a lead-in announces, in order; none after the end."""
    first = at + 1
    if first >= len(statements):
        return []
    series = next((one for one in find_series(article, statements) if one.points[0] == first), None)
    return list(range(first, series.end if series else _end_of_sentence(statements, first)))


def counts_in(folded: str) -> frozenset[int]:
    """Return the counts of points that words speak of: 三个方向 speaks of 3."""
    return frozenset(_VALUES.get(found, 0) or int(found) for found in _COUNT.findall(folded))


def points_around(article: Article, statements: Sequence[Statement], at: int, counts: Set[int]) -> list[int]:
    """Return the heads of the list that a statement is part of, or leads in to, where it has as many as are counted.

    `counts` are those that the question speaks of; a statement right before a list may count its points itself.
    """
    for one in find_series(article, statements):
        led = one.points[0] == at + 1 and len(one.points) in counts_in(statements[at].folded)
        near = one.holds(at) or 0 < one.points[0] - at <= _LEAD
        if led or (near and len(one.points) in counts):
            return list(one.points)
    return []


def _end_of_sentence(statements: Sequence[Statement], at: int) -> int:
    after = at + 1
    while after < len(statements) and statements[after - 1].folded.endswith(_GOES_ON):
        after += 1
    return after
