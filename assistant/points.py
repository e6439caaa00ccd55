"""The lists that an article makes: which statements are points of one series, and what leads in to it.

Chinese policy prose numbers its points (一是…二是…, 一、…二、…, 第一方面…), or begins them alike (聚焦…, 聚焦…).
Knows nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.statements import Statement
from index.types import Article

_NUMERALS = "一二三四五六七八九十"
# How a point begins, by style; the group is its number. 第三条 is a rule of its own and no point of a list.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("一是", rf"([{_NUMERALS}]{{1,3}})是"),
        ("一、", rf"([{_NUMERALS}]{{1,3}})、"),
        ("(一)", rf"\(([{_NUMERALS}]{{1,3}})\)"),
        ("(1)", r"\((\d{1,2})\)"),
        ("1.", r"(\d{1,2})(?:[.、．](?!\d)|\))"),
        ("①", r"([①-⑳])"),
        ("第一", rf"第([{_NUMERALS}]{{1,3}})(?:,|是|、|个?方面|类|种|步|点|项|批|:)"),
    )
)
# 措施包括:一是…: the first point may stand behind its own lead-in.
_FIRST_INSIDE = re.compile(r"[:,]\s?(?:一是|第一[,是、]|\(一\)|1[.、](?!\d))")
_MARKED = frozenset(style for style, _ in _STYLES) | {"首先", ":"}
_ORDER = ("首先", "其次", "再次", "然后", "最后")
_HEAD = re.compile(r"[^,;:。]{4,36}:")
_SPEECH = re.compile(
    r"(?:说|表示|介绍|指出|认为|透露|强调|告诉|称|问|答|记者|来源|讯|电|编辑|审核|时间|地址|电话)[^:]{0,4}:"
)
_LEAST_ALIKE = 3
# A verb that begins three points and more stands at no greater distance than so many statements.
_FARTHEST_ALIKE = 8
# What a point is about, said briefly, and how long a sentence of details is at least.
_BRIEF = re.compile(r"[一-鿿“”、]{4,14}(?:,[一-鿿“”、]{4,12})?。")
_DETAILED = 20
# 第三条: the unit of a rule.
_RULE = re.compile(rf"第[{_NUMERALS}百零〇\d]{{1,5}}条(?![^\s　,:]{{0,2}}规定)")


@dataclass(frozen=True, slots=True)
class Series:
    """Points that belong together, as numbers of statements; each ends where the next begins, the last at `end`."""

    style: str
    points: tuple[int, ...]
    end: int

    def extent(self, index: int) -> tuple[int, int]:
        """Return the first statement of a point, and the one after its last."""
        after = self.points[index + 1] if index + 1 < len(self.points) else self.end
        return self.points[index], after

    @property
    def marked(self) -> bool:
        """Whether marks or headings part the text, rather than sentences that begin alike."""
        return self.style in _MARKED

    def holds(self, statement: int) -> bool:
        """Say whether a statement is part of a point."""
        return self.points[0] <= statement < self.end


def find_series(article: Article, statements: Sequence[Statement]) -> list[Series]:
    """Return the lists of an article, in the order of their first points."""
    paragraphs = _paragraphs(article, statements)
    found = [
        *_numbered(statements),
        *_ordered(statements),
        *_alike(statements, paragraphs),
        *_headed(statements),
        *_briefed(statements),
    ]
    series = [Series(style, points, _end_of_last(points, paragraphs)) for style, points in found]
    return sorted(series, key=lambda one: (one.points[0], -one.end))


def rule_of(statements: Sequence[Statement], at: int) -> tuple[int, int]:
    """Return the statements of the rule (第N条) that a statement belongs to; all where the text has no rules."""
    starts = [number for number, statement in enumerate(statements) if _RULE.match(statement.folded)]
    first = max((start for start in starts if start <= at), default=0)
    return first, min((start for start in starts if start > at), default=len(statements))


def has_rules(statements: Sequence[Statement]) -> bool:
    """Say whether a text is made of rules (第N条)."""
    return sum(bool(_RULE.match(statement.folded)) for statement in statements) > _LEAST_ALIKE


def _paragraphs(article: Article, statements: Sequence[Statement]) -> list[int]:
    """Return the number of the paragraph of each statement."""
    numbers: list[int] = []
    number, last = 0, 0
    for statement in statements:
        number += "\n" in article.text[last : statement.span.start]
        numbers.append(number)
        last = statement.span.end
    return numbers


def _numbered(statements: Sequence[Statement]) -> Iterator[tuple[str, tuple[int, ...]]]:
    open_: dict[str, list[int]] = {}
    count: dict[str, int] = {}
    for at, statement in enumerate(statements):
        read = _read_number(statement.folded)
        if read is None:
            continue
        style, number = read
        if number == count.get(style, 0) + 1 and number > 1:
            open_[style].append(at)
        elif number == 1:
            if len(open_.get(style, ())) > 1:
                yield style, tuple(open_[style])
            open_[style] = [at]
        else:
            continue
        count[style] = number
        # A new point of an outer list closes the lists inside the point before it.
        if number == 1:
            continue
        for inner in [name for name in open_ if name != style and open_[name][0] > open_[style][-2]]:
            if len(open_[inner]) > 1:
                yield inner, tuple(open_[inner])
            del open_[inner], count[inner]
    yield from ((style, tuple(points)) for style, points in open_.items() if len(points) > 1)


def _read_number(folded: str) -> tuple[str, int] | None:
    for style, pattern in _STYLES:
        if match := pattern.match(folded):
            return style, _value(match.group(1))
    first = _FIRST_INSIDE.search(folded)
    if first:
        for style, pattern in _STYLES:
            if match := pattern.match(folded, _past_blank(folded, first.start() + 1)):
                # All of a list inside one statement needs no finding.
                return style, _value(match.group(1))
    return None


def _past_blank(folded: str, at: int) -> int:
    return at + (folded[at : at + 1] == " ")


def _value(numeral: str) -> int:
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    if numeral[0] == "十":
        return 10 + (_NUMERALS.index(numeral[1]) + 1 if len(numeral) > 1 else 0)
    if len(numeral) > 1 and numeral[1] == "十":
        return 10 * (_NUMERALS.index(numeral[0]) + 1) + (_NUMERALS.index(numeral[2]) + 1 if len(numeral) > 2 else 0)
    return _NUMERALS.index(numeral[0]) + 1


def _ordered(statements: Sequence[Statement]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield what is told in the order 首先, 其次, 最后."""
    points: list[int] = []
    rank = -1
    for at, statement in enumerate(statements):
        found = next((n for n, word in enumerate(_ORDER) if statement.folded.startswith(word)), None)
        if found == 0:
            points, rank = [at], 0
        elif found is not None and points and found >= rank:
            points, rank = [*points, at], found
            if found == len(_ORDER) - 1:
                yield "首先", tuple(points)
                points = []
    if len(points) > 1:
        yield "首先", tuple(points)


def _alike(statements: Sequence[Statement], paragraphs: Sequence[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield statements that begin with the same verb (聚焦产业…; 聚焦项目…), near one another."""
    groups: dict[str, list[int]] = {}
    for at, statement in enumerate(statements):
        verb = _first_verb(statement.folded)
        if verb is None:
            continue
        group = groups.setdefault(verb, [])
        if group and at - group[-1] > _FARTHEST_ALIKE:
            if len(group) >= _LEAST_ALIKE:
                yield verb, tuple(group)
            group.clear()
        group.append(at)
    yield from ((verb, tuple(group)) for verb, group in groups.items() if len(group) >= _LEAST_ALIKE)


def _first_verb(folded: str) -> str | None:
    import rjieba

    head = rjieba.tag(folded[:6])
    if head and len(head[0][0]) == 2 and head[0][1] in ("v", "vn", "a"):
        return str(head[0][0])
    return None


def _headed(statements: Sequence[Statement]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield statements that each begin with a heading and a colon (绿色出行行动:…)."""
    points = [
        at
        for at, statement in enumerate(statements)
        if (match := _HEAD.match(statement.folded))
        and not _SPEECH.search(match.group())
        and match.end() < len(statement.folded)
    ]
    yield from ((":", run) for run in _gather_runs(points))


def _briefed(statements: Sequence[Statement]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield points that begin with a brief sentence of what they are about: 强化培训,提升本领。 and then details."""
    points = [
        at
        for at, statement in enumerate(statements[:-1])
        if _BRIEF.fullmatch(statement.folded)
        and len(statements[at + 1].folded) >= _DETAILED
        and not _BRIEF.fullmatch(statements[at + 1].folded)
    ]
    yield from (("。", run) for run in _gather_runs(points))


def _gather_runs(points: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the points that stand near enough to one another to be one list, where they are enough for one."""
    runs: list[list[int]] = []
    for at in points:
        if runs and at - runs[-1][-1] <= _FARTHEST_ALIKE:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [tuple(run) for run in runs if len(run) >= _LEAST_ALIKE]


def _end_of_last(points: Sequence[int], paragraphs: Sequence[int]) -> int:
    """Return where the last point ends: with its paragraph, and where lists run on, no later than the others do."""
    last = points[-1]
    inline = paragraphs[points[0]] == paragraphs[last]
    end = next((at for at in range(last + 1, len(paragraphs)) if paragraphs[at] != paragraphs[last]), len(paragraphs))
    longest = max(after - before for before, after in pairwise(points))
    if inline:
        return min(end, last + longest)
    # A point that is a heading goes on in the paragraphs below it.
    return min(last + max(longest, 1), len(paragraphs)) if longest > 1 else end
