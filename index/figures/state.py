"""What holds at a point of a text, and the quantities that are read together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.figures.frame import Frame
from index.figures.names import name_behind
from index.figures.parts import tag_words
from index.figures.phrase import last_clause
from index.figures.subjects import Subject
from index.figures.times import Said
from index.quantities.qualifiers import find_qualifier
from index.types import Quantity, Span, Status

# How many of the metrics named last can be dealt out to a list.
REMEMBERED = 8
# A verb between a counted noun and the next number is no longer than this.
LONGEST_LINKING_VERB = 3

_LINK = re.compile(r"\s?(?:、|和|与|及|以及|，和|,)\s?")
_AFTER_BOUND = re.compile("^(?:以上|以下|左右|上下|以内)")
_STOP = re.compile(r"[、，,；;。]|和(?=\d)|及(?=\d)")
_LEADING_LINK = re.compile(r"^\s?(?:(?:以上|以下|左右|上下|以内|有余)(?=[、和与及]))?(?:、|以及|和|与|及)")


@dataclass(frozen=True, slots=True)
class Named:
    """A metric as it was last named: its name, the words, and whether a growth of it was told since."""

    metric: str
    said: str
    growth: bool = False


@dataclass(slots=True)
class State:
    """What holds at a point of the text."""

    subject: Subject | None
    period: Said | None
    named: list[Named] = field(default_factory=list)
    whole: str = ""
    main: Subject | None = None
    seen: set[str] = field(default_factory=set)
    event: Said | None = None
    market: Said | None = None
    shared: bool = False
    # The status of the last number, and where it ends: the next of a list has the same.
    status: tuple[Status, int] = ("actual", 0)
    # The names of a series, by where the number of each starts.
    holders: dict[int, Span] = field(default_factory=dict)
    # The places that a clause without numbers listed: 甘肃、新疆等地…提速，完成投资均超过100亿元.
    listed: tuple[Subject, ...] = ()
    # What 方面 said the clauses behind it are about.
    topic: str = ""
    # The last name given to a number, of whatever kind, and the period in force before its clause.
    last: Named = Named("", "")
    earlier: Said | None = None
    # What contributed the last share of several: 贡献了60%的甲、70%的乙.
    giver: str = ""
    # Whether the last number is what a change came from: 从1.1万亿元[提升至…].
    came: bool = False
    # Whether a name took it up; then it holds for the next sentence too.
    topic_used: bool = False
    # What growths are measured against where only a heading or 从环比看 says it.
    basis: str = ""
    # How many metrics the full sentence has named so far.
    here: int = 0

    def remember(self, named: Named) -> None:
        """Keep a metric that later words may refer to."""
        self.named = [*self.named[-REMEMBERED:], named]
        self.here += 1


@dataclass(frozen=True, slots=True)
class Group:
    """Quantities in a list, the words from the last number to it, and where its last clause starts."""

    quantities: tuple[Quantity, ...]
    start: int
    clause: int
    sentence: Span


def find_groups(frame: Frame, sentence: Span) -> Iterator[Group]:
    """Yield the quantities of a sentence, those of one list together."""
    run: list[Quantity] = []
    position = sentence.start
    for quantity in frame.quantities_in(sentence):
        if run and not _continues(frame, run[-1], quantity):
            group = _group(frame, run, position, sentence)
            yield group
            position, run = min(_after_name(frame, group, quantity.span.start), quantity.span.start), []
        run.append(quantity)
    if run:
        yield _group(frame, run, position, sentence)


def _after_name(frame: Frame, group: Group, following: int) -> int:
    """Return where the next clause may start: behind the counted noun, where a stop or only a verb follows it.

    145座[名城]、312座名镇; 160家[企业]携600件展品.
    """
    end = group.quantities[-1].span.end
    words, after = name_behind(frame.folded, end, group.sentence.end, group.quantities[-1].canonical_unit)
    counted = group.quantities[-1].canonical_unit == "count"
    stop = _STOP.match(frame.folded, after) if counted else frame.folded.startswith("、", after)
    between = tag_words(frame.folded[after:following])
    near = counted and 0 < following - after <= LONGEST_LINKING_VERB and between[0][1] == "v"
    return after if words and (stop or near) else end


def _continues(frame: Frame, last: Quantity, quantity: Quantity) -> bool:
    """Say whether a quantity goes on with a list: same base unit, and only a link between."""
    between = frame.folded[last.span.end : quantity.span.start]
    if last.canonical_unit != quantity.canonical_unit or len(between) > 6:
        return False
    if quantity.canonical_unit == "count" and (last.unit or "")[-1:] != (quantity.unit or "")[-1:]:
        # 政策260余项，超1万家企业: two kinds of things.
        return False
    qualifier = find_qualifier(frame.folded, quantity.span.start, quantity.span.start)[0] or ""
    return bool(_LINK.fullmatch(_AFTER_BOUND.sub("", between.removesuffix(qualifier))))


def _group(frame: Frame, run: list[Quantity], position: int, sentence: Span) -> Group:
    """Find where the clause of a list starts."""
    first = run[0].span.start
    clause = _LEADING_LINK.sub("", last_clause(frame.folded[position:first]))
    return Group(tuple(run), position, first - len(clause), sentence)


# 由2012年的11.4%上升到18%: where a number came from.
_CAME_FROM = re.compile(
    r"(?:由|从)(?:(?:(?:20|19)?\d\d年|去年|上年|前年|[一二三四五六七八九十]+年前|期初|年初)(?:同期|初|底|末|\d{1,2}月)?|现行|原来|原先|此前|过去|最初)?的?$"
    r"|(?:较|同比|相比于?|(?<![占同环对相])比|高于|低于|快于|慢于)(?:(?:(?:20)?\d\d年|去年|上年|前年)(?:全年)?(?:\d{1,2}月份?|[一二三四]季度|上半年|前?\d+个月)?"
    r"|\d{1,2}月份?|[一二三四]季度|上半年|前?\d+个月)(?:同期)?的$"
)


def cut_origin(words: str) -> str:
    """Return the words of a clause without those that say that its number is where something came from."""
    return _CAME_FROM.sub("", words)


def words_before(frame: Frame, start: int, quantity: Quantity) -> str:
    """Return the folded words from a clause's start to a quantity, without the qualifier before it."""
    qualifier, at = find_qualifier(frame.folded, quantity.span.start, quantity.span.start)
    return frame.folded[start : at if qualifier and at >= start else quantity.span.start]
