"""Which sentences of one article tell what a list, a how, a why or a summary asks for.

Where the article makes a list that the question asks for, all of its points are told, each with what it says most to
the question; where it makes none, the stretch around the best sentence. Knows scores, and nothing of how they came
about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from assistant.points import Series, find_series, has_rules, rule_of
from assistant.statements import Statement
from index.types import Article

# What announces a list: 以下, 三项机制, 从五个方面.
_ANNOUNCES = re.compile(
    r":$|如下|包括|以下|下列|(?<!\d)(?:[两二三四五六七八九十多几]{1,2}|\d{1,2})(?:大|个|项|条|点|类|种)?"
    r"(?:方面|举措|措施|机制|行动|工程|任务|政策|办法|内容|要求|工作|路径|领域|环节|重点|原因|特点)"
)
# What ends in the promise of a list, and how many statements may be its points where they bear no marks.
_PROMISES = re.compile(
    r"(?:如下|以下|下列|包括|主要(?:是|有|为)|[两二三四五六七八九十几多]{1,2}(?:个|项|条|点|类|种|大)?(?:方面|举措|措施|内容|特点|原因))"
    r"[^,。]{0,8}[。:;]?$"
)
_PROMISED = 6
# How many statements may stand between the best one and the list that it leads in to.
_LEAD = 3
# Beside the best statement, a lead-in or the points of its list must score this share of it to be what is asked for.
_FITS = 0.6
# A list around the best statement is asked for where its second best point comes so near to the best one.
_EVEN = 0.85
_FITS_AFTER_LEAD = 0.35
# What came of it rather than what is done; a list of measures tells it last.
_RESULT = re.compile(
    r"(?:截至|截止|截至目前|目前|今年以来|上半年|一季度|\d{4}年|\d{1,2}月|\d{1,2}[—\-至到]\d{1,2}月)[^,]{0,14},"
)
_RESULT_COUNTS = 0.75
# A point that is a mere heading goes on in the statement behind it.
_HEADING = 24
# Beside the best statement, one that scores less than this share of it tells of something else.
# Where a list is told, what stands around it needs more.
_TOLD, _TOLD_BESIDE_LIST = 0.35, 0.5
# What a statement loses that stands far from the best one, all of it at so many statements.
_AWAY, _FARTHEST = 0.25, 8
# What neighbours lend to a statement.
_NEIGHBOUR = 0.3
# Outside of the rule that answers, only a statement this near to the best one is told.
_OTHER_RULE = 0.85
# A list that holds this share of a text is what the text is about.
_SECTIONS = 0.4


def choose_told(
    article: Article,
    statements: Sequence[Statement],
    scores: Sequence[float],
    budget: int,
    counts: Set[int] = frozenset(),
    *,
    whole: bool = False,
) -> list[int]:
    """Return the numbers of the statements to tell, in order; `whole` where the document is to be summed up.

    A score of 0 or less keeps a statement out; `budget` is in code points. `counts` are the numbers of points that the
    question speaks of (哪四个方面).
    """
    if not any(score > 0 for score in scores):
        return []
    scores = [
        score * (_RESULT_COUNTS if _RESULT.match(statement.folded) else 1.0)
        for score, statement in zip(scores, statements, strict=True)
    ]
    best = max(range(len(scores)), key=lambda at: scores[at])
    first, after = rule_of(statements, best) if has_rules(statements) else (0, len(statements))
    found = [one for one in find_series(article, statements) if first <= one.points[0] and one.points[-1] < after]
    series = _sections(found, len(statements)) if whole else None
    series = (
        series
        or _counted(found, best, counts)
        or _asked_for(found, statements, scores, best)
        or _announced(statements, best, after)
    )
    kept = _tell_series(series, statements, scores, best, budget) if series else {best}
    bounds = (first, after) if series else _point_around(found, best) or (first, after)
    return sorted(_fill(kept, statements, scores, best, budget, bounds))


def _sections(found: Sequence[Series], count: int) -> Series | None:
    """Return the outermost list, where it makes up a good part of the text."""
    wide = [one for one in found if one.end - one.points[0] >= _SECTIONS * count]
    return min(wide, key=lambda one: (one.points[0], -one.end), default=None)


def _counted(found: Sequence[Series], best: int, counts: Set[int]) -> Series | None:
    """Return the list around the best statement, or soon after it, that has as many points as are asked for."""
    fitting = [one for one in found if len(one.points) in counts]
    return next((one for one in fitting if one.holds(best) or 0 <= one.points[0] - best <= _LEAD), None)


def _asked_for(
    found: Sequence[Series], statements: Sequence[Statement], scores: Sequence[float], best: int
) -> Series | None:
    """Return the list that the best statement leads in to, or the innermost around it that fits as a whole."""
    for one in found:
        gap = one.points[0] - best
        if 0 <= gap <= _LEAD and not any(other.points[0] < one.points[0] and other.holds(best) for other in found):
            lead = statements[best : max(best + 1, one.points[0])]
            announced = any(_ANNOUNCES.search(statement.folded) for statement in lead)
            if announced or _mean_of_points(one, scores) >= _FITS_AFTER_LEAD * scores[best]:
                return one
    around = sorted((one for one in found if one.holds(best)), key=lambda one: -one.points[0])
    # Where one point stands out, it alone is asked for: 亩均税收高的怎么奖励 is the second of five measures.
    return next((one for one in around if _second_point(one, scores) >= _EVEN * scores[best]), None)


def _announced(statements: Sequence[Statement], best: int, after: int) -> Series | None:
    """Return what follows a statement that ends in the promise of a list (主要规定了以下内容), as that list."""
    promise = _PROMISES.search(statements[best].folded)
    points = tuple(range(best + 1, min(best + 1 + _PROMISED, after)))
    return Series("以下", points, points[-1] + 1) if promise and len(points) > 1 else None


def _point_around(found: Sequence[Series], best: int) -> tuple[int, int] | None:
    """Return the innermost point that holds a statement; sentences that merely begin alike part no text."""
    extents = [one.extent(index) for one in found if one.marked for index in range(len(one.points))]
    return min((e for e in extents if e[0] <= best < e[1]), key=lambda e: e[1] - e[0], default=None)


def _tops(one: Series, scores: Sequence[float]) -> list[float]:
    return sorted((max(scores[slice(*one.extent(index))]) for index in range(len(one.points))), reverse=True)


def _second_point(one: Series, scores: Sequence[float]) -> float:
    return _tops(one, scores)[1]


def _mean_of_points(one: Series, scores: Sequence[float]) -> float:
    tops = _tops(one, scores)
    return sum(tops) / len(tops)


def _tell_series(
    one: Series, statements: Sequence[Statement], scores: Sequence[float], best: int, budget: int
) -> set[int]:
    """Return the lead-in and the points, each with an equal share of what is left of the budget."""
    kept: set[int] = set()
    if best < one.points[0]:
        kept.add(best)
    lead = one.points[0] - 1
    leads = lead >= 0 and not _RESULT.match(statements[lead].folded)
    if leads and (scores[lead] >= _FITS * scores[best] or _ANNOUNCES.search(statements[lead].folded)):
        kept.add(lead)
    left = budget - _length(kept, statements)
    for index in range(len(one.points)):
        point = _tell_point(one.extent(index), statements, scores, left // (len(one.points) - index))
        kept |= point
        left -= _length(point, statements)
    return kept | ({best} if one.holds(best) else set())


def _tell_point(
    extent: tuple[int, int], statements: Sequence[Statement], scores: Sequence[float], share: int
) -> set[int]:
    """Return the head of a point and what else of it fits its share, the best first."""
    head, after = extent
    kept = {head}
    if len(statements[head].folded) <= _HEADING and head + 1 < after:
        kept.add(head + 1)
    for at in sorted(range(head + 1, after), key=lambda at: -scores[at]):
        if at not in kept and scores[at] > 0 and _length({*kept, at}, statements) <= share:
            kept.add(at)
    return kept


def _fill(
    kept: set[int],
    statements: Sequence[Statement],
    scores: Sequence[float],
    best: int,
    budget: int,
    bounds: tuple[int, int],
) -> set[int]:
    """Add the statements that speak best to the question, with their neighbours, until the budget is full."""
    lent = [s - _AWAY * min(abs(at - best), _FARTHEST) / _FARTHEST for at, s in enumerate(_lend(scores))]
    least = _TOLD_BESIDE_LIST if len(kept) > 1 else _TOLD
    kept = set(kept)
    for at in sorted(range(len(statements)), key=lambda at: -lent[at]):
        inside = bounds[0] <= at < bounds[1]
        enough = lent[at] >= least * lent[best] if inside else scores[at] >= _OTHER_RULE * scores[best]
        if at in kept or scores[at] <= 0 or not enough:
            continue
        if _length({*kept, at}, statements) <= budget:
            kept.add(at)
    return kept


def _lend(scores: Sequence[float]) -> list[float]:
    """Return each score with what its neighbours lend it: an answer goes on in the next sentence."""
    padded = [0.0, *scores, 0.0]
    return [padded[at] + _NEIGHBOUR * max(padded[at - 1], padded[at + 1]) for at in range(1, len(padded) - 1)]


def _length(kept: set[int], statements: Sequence[Statement]) -> int:
    return sum(len(statements[at].folded) for at in kept)
