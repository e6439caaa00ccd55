"""What the audit sees of one text: its numbers with their words, its dates, places, metrics and cues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.audit.modality import Cue, Hedge, Mood
from index.metrics import Vocabulary
from index.regions import Gazetteer, Mention
from index.types import Figure, Period, Quantity, Span

Role = Literal["level", "growth", "share"]
Basis = Literal["year", "month"] | None


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
    # The stretches of text that speak of this number alone, and their words in one string.
    stretches: tuple[Span, ...]
    words: str
    sentence: Span
    label: frozenset[str]
    # The words of the label nearest to what it names: in Chinese the last ones.
    head: frozenset[str]
    metric: str | None
    metric_said: str
    role: Role
    direction: int
    hedge: Hedge
    mood: Mood
    period: Period | None
    # False where the period comes from an earlier sentence.
    period_near: bool
    subjects: tuple[Mention, ...]
    # Places of the sentence that are partners or yardsticks.
    others: tuple[Mention, ...] = ()
    # The place in which it is said to have happened: 在武汉市抓获3人.
    located: tuple[Mention, ...] = ()
    # The word right after a counting word: 民警 of 3名民警; empty where none stands there.
    counted: str = ""
    # Where something changes from one number to another: -1 what it was, 1 what it became.
    turn: int = 0
    # What a change is measured from: the year before, the month or quarter before, or not said.
    basis: Basis = None
    # The library's record of the same number, where it keeps one.
    record: Figure | None = None


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
        spans += [cue.span for cue in self.cues]
        return spans + [mention.span for mention in self.mentions]


# Words of a cue that tell one goal from another, and so belong to a number's label.
TELLING = frozenset({"拼搏", "奋斗", "预期目标", "预期"})


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found in a text, each in reading order, before its numbers are bound."""

    folded: str
    sentences: list[Span]
    quantities: list[Quantity]
    periods: list[tuple[Span, Period]]
    mentions: list[Mention]
    metrics: list[tuple[Span, str]]
    cues: list[Cue]

    def hidden(self) -> list[Span]:
        """Return the spans that are no plain words: numbers, dates, cues."""
        spans = [quantity.span for quantity in self.quantities] + [span for span, _ in self.periods]
        # 拼搏目标 and 预期目标 are two numbers: the word before 目标 tells them apart.
        return spans + [cue.span for cue in self.cues if cue.span.of(self.folded) not in TELLING]
