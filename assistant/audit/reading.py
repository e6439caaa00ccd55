"""One text taken apart: each number with the words that it belongs to, every date, every place.

The claim and its sources are read by the same code, so that both sides err alike; nothing here compares them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.audit.modality import Cue, Hedge, Mood, find_cues, hedge_of, mood_at
from assistant.audit.words import content_words
from index.metrics import Vocabulary
from index.periods import find_periods
from index.quantities import parse_quantities
from index.regions import Gazetteer, Mention
from index.text import fold, split_sentences
from index.types import Period, Quantity, Span

Role = Literal["level", "growth", "share"]

# Where the words of one number end and those of the next begin.
_BREAKS = "，,。；;、：:（()）！!？?\n"
_GROWTH = re.compile(
    r"同比|环比|增长|下降|增幅|增速|降幅|涨幅|跌幅|上升|上涨|下跌|下滑|提高|降低|回落|增加|减少|加快|放缓|提升|扩大|收窄|增|降|涨|跌"
)
_DOWN = re.compile(r"下降|减少|降低|下跌|下滑|回落|降幅|跌幅|负增长|缩减|放缓|收窄|跌|降|减")
_UP = re.compile(r"增长|增加|上升|提高|提升|上涨|增幅|增速|涨幅|回升|加快|扩大|增|升|涨")
_SHARE = re.compile(r"占|比重|份额|比例|比率|率")
_PERCENT_UNITS = frozenset({"percent", "percentage_point", "times"})
# A hedge that stands off its number: 约占全市的40%, 不超过其总额的50%.
_HEDGE_BEFORE = re.compile(
    r"(?:不?超过|不低于|不高于|不少于|大约|约|接近|将近|近|超|逾|突破|至少|最多)(?:占|为|达到?|有|合|是|在)[^，。；、,;0-9]{0,8}$"
)
# Places after these are partners or yardsticks of the number, not what it is about: 对东盟出口, 占全市四成.
_NOT_SUBJECT = re.compile(
    r"(?:占|比|较|对|与|向|从|到|至|赴|由|来自|往|于|距|跟|同|面向|出口|进口自|高于|低于|快于|在)$"
)
# Periods after these are what the number is compared with: 比2022年增长.
_YARDSTICK = re.compile(r"(?:比|较|同|与|相比|对比|相较|相对于|高于|低于|超过)$")


class Tools(Protocol):
    """What names are looked up in; a library's knowledge is one."""

    @property
    def gazetteer(self) -> Gazetteer:
        """The places."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The metrics."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Places and metrics, where there is no library to ask."""

    gazetteer: Gazetteer
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity with its own words: what is counted, of whom, when, and in which mood."""

    quantity: Quantity
    said: str
    clause: Span
    sentence: Span
    label: frozenset[str]
    metric: str | None
    role: Role
    direction: int
    hedge: Hedge
    mood: Mood
    period: Period | None
    # False where the period comes from an earlier sentence.
    period_near: bool
    subjects: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the audit looks at in one text."""

    text: str
    folded: str
    numbers: tuple[Number, ...]
    periods: tuple[tuple[Span, Period], ...]
    mentions: tuple[Mention, ...]
    metrics: tuple[tuple[Span, str], ...]
    cues: tuple[Cue, ...]
    sentences: tuple[Span, ...]

    def hidden(self) -> list[Span]:
        """Return the spans that are bound as numbers, dates or places, and so are no plain words."""
        spans = [number.quantity.span for number in self.numbers] + [span for span, _ in self.periods]
        return spans + [mention.span for mention in self.mentions]


def read_text(text: str, anchor: dt.date | None, tools: Tools) -> Reading:
    """Take `text` apart; relative dates are resolved by `anchor`, the day on which it was written."""
    folded = fold(text)
    periods = find_periods(text, anchor)
    quantities = [
        quantity for quantity in parse_quantities(text) if not any(quantity.span.overlaps(span) for span, _ in periods)
    ]
    parts = _Parts(
        folded,
        split_sentences(text),
        sorted(quantities, key=lambda quantity: quantity.span.start),
        sorted(periods, key=lambda item: item[0].start),
        sorted(tools.gazetteer.find(text), key=lambda mention: mention.span.start),
        sorted(tools.vocabulary.find(text), key=lambda item: item[0].start),
        find_cues(folded),
    )
    numbers = tuple(_bind(parts, i) for i in range(len(parts.quantities)))
    return Reading(
        text, folded, numbers, tuple(parts.periods), tuple(parts.mentions), tuple(parts.metrics), tuple(parts.cues),
        tuple(parts.sentences),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Parts:
    """What `read_text` found, in reading order, before numbers are bound."""

    folded: str
    sentences: list[Span]
    quantities: list[Quantity]
    periods: list[tuple[Span, Period]]
    mentions: list[Mention]
    metrics: list[tuple[Span, str]]
    cues: list[Cue]


def _bind(parts: _Parts, i: int) -> Number:
    quantity = parts.quantities[i]
    sentence = next((s for s in parts.sentences if s.contains(quantity.span)), quantity.span)
    clause = _clause(parts, i, sentence)
    before, after = parts.folded[clause.start : quantity.span.start], parts.folded[quantity.span.end : clause.end]
    metric = _metric(parts, quantity, clause, sentence)
    role, direction = _role(quantity, before, after)
    period, near = _period(parts, quantity, clause, sentence)
    return Number(
        quantity=quantity,
        said=quantity.span.of(parts.folded),
        clause=clause,
        sentence=sentence,
        label=_label(parts, clause),
        metric=metric,
        role=role,
        direction=direction,
        hedge=_hedge(quantity, before),
        mood=mood_at(parts.folded, quantity.span, sentence, parts.cues),
        period=period,
        period_near=near,
        subjects=_subjects(parts, quantity, clause, sentence),
    )


def _clause(parts: _Parts, i: int, sentence: Span) -> Span:
    """Return the stretch that belongs to quantity `i` alone; where it says nothing, the clause before joins it."""
    span, folded = parts.quantities[i].span, parts.folded
    floor = parts.quantities[i - 1].span.end if i else 0
    ceiling = parts.quantities[i + 1].span.start if i + 1 < len(parts.quantities) else len(folded)
    floor, ceiling = max(floor, sentence.start), min(ceiling, sentence.end)
    start = _break_before(folded, span.start, floor)
    end = next((at for at in range(span.end, ceiling) if folded[at] in _BREAKS), ceiling)
    while start > floor and not content_words(folded[start : span.start] + "　" + folded[span.end : end]):
        start = _break_before(folded, start - 1, floor)
    return Span(start, end)


def _hedge(quantity: Quantity, before: str) -> Hedge:
    """Return the hedge at the number, or one that stands off it in the same clause."""
    apart = None if quantity.qualifier else _HEDGE_BEFORE.search(before)
    return hedge_of(apart.group()) if apart else hedge_of(quantity.qualifier)


def _break_before(folded: str, at: int, floor: int) -> int:
    return next((i + 1 for i in range(at - 1, floor - 1, -1) if folded[i] in _BREAKS), floor)


def _label(parts: _Parts, clause: Span) -> frozenset[str]:
    hidden = [quantity.span for quantity in parts.quantities] + [span for span, _ in parts.periods]
    inside = [Span(s.start - clause.start, s.end - clause.start) for s in hidden if clause.contains(s)]
    return frozenset(word.text for word in content_words(clause.of(parts.folded), inside))


def _metric(parts: _Parts, quantity: Quantity, clause: Span, sentence: Span) -> str | None:
    """Return the nearest metric before the number in its clause, else after it, else (rates) the last one before."""
    inside = [(span, name) for span, name in parts.metrics if clause.contains(span)]
    before = [name for span, name in inside if span.end <= quantity.span.start]
    if before:
        return before[-1]
    if inside:
        return inside[0][1]
    if quantity.canonical_unit not in _PERCENT_UNITS:
        return None
    earlier = [n for span, n in parts.metrics if sentence.start <= span.start and span.end <= quantity.span.start]
    return earlier[-1] if earlier else None


def _role(quantity: Quantity, before: str, after: str) -> tuple[Role, int]:
    """Say whether the number is a level, a change or a share, and which way a change goes."""
    value = quantity.canonical_value[0] if isinstance(quantity.canonical_value, tuple) else quantity.canonical_value
    near = before[-14:]
    changes = list(_GROWTH.finditer(near)) or ([] if not after else list(_GROWTH.finditer(after[:6])))
    if not changes:
        if quantity.canonical_unit == "percent" and _SHARE.search(before + after):
            return "share", 0
        return "level", -1 if value < 0 else 0
    last = changes[-1].group()
    if _DOWN.search(last) or value < 0:
        return "growth", -1
    if _UP.search(last):
        return "growth", 1
    return "growth", 0


def _period(parts: _Parts, quantity: Quantity, clause: Span, sentence: Span) -> tuple[Period | None, bool]:
    own = [
        (span, period)
        for span, period in parts.periods
        if not _YARDSTICK.search(parts.folded[max(0, span.start - 4) : span.start])
    ]
    before = [period for span, period in own if sentence.start <= span.start and span.end <= quantity.span.start]
    if before:
        return _most_exact(before), True
    after = [period for span, period in own if quantity.span.end <= span.start and span.end <= sentence.end]
    if after:
        return after[0], True
    earlier = [period for span, period in own if span.end <= sentence.start]
    return (earlier[-1], False) if earlier else (None, False)


def _most_exact(periods: list[Period]) -> Period:
    """Return the last period, or an earlier one inside it: 上半年…（2023年） is the half year."""
    last = periods[-1]
    inside = [p for p in periods if last.start <= p.start and p.end <= last.end and p != last]
    return inside[-1] if inside else last


def _subjects(parts: _Parts, quantity: Quantity, clause: Span, sentence: Span) -> tuple[Mention, ...]:
    """Return the mentions of the place that the number is about: the last group before it, else after it."""
    own = [
        mention
        for mention in parts.mentions
        if sentence.contains(mention.span)
        and not mention.inside_name
        and not _NOT_SUBJECT.search(parts.folded[max(0, mention.span.start - 3) : mention.span.start])
    ]
    before = [mention for mention in own if mention.span.end <= quantity.span.start]
    if before:
        return (before[-1],)
    after = [mention for mention in own if mention.span.start >= quantity.span.end]
    return (after[0],) if after else ()
