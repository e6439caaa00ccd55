"""A claim with its numbers and times as its source writes them, for the trained reader.

The reader has learned words and does not count: 1万亿元 of 10000亿元 and 2025年 of 明年 are others to it. Rules have
found them to be the same; so it is shown the source's own writing, and has only the words to judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.audit.parts import Number, Reading
from assistant.audit.sources import Source
from index.types import Period, Span


def write_as_source(reading: Reading, sources: Sequence[Source]) -> str:
    """Return the text of a claim with each number and each time that the sources hold as they write it."""
    changes: list[tuple[Span, str]] = []
    for number in reading.numbers:
        told = _number_of(number, sources)
        if told:
            changes.append((number.quantity.span, told))
    for span, period in reading.periods:
        when = _period_of(period, sources)
        if when and not any(span.overlaps(other) for other, _ in changes):
            changes.append((span, when))
    text = reading.folded
    for span, written in sorted(changes, reverse=True):
        text = text[: span.start] + written + text[span.end :]
    return text


def _number_of(number: Number, sources: Sequence[Source]) -> str | None:
    """Return how the sources write a number of the same value, unit and hedge; None where none does, or all alike."""
    held = [
        theirs.said
        for source in sources
        for theirs in source.reading.numbers
        if theirs.quantity.canonical_value == number.quantity.canonical_value
        and theirs.quantity.canonical_unit == number.quantity.canonical_unit
        and theirs.hedge == number.hedge
    ]
    return held[0] if held and number.said not in held else None


def _period_of(period: Period, sources: Sequence[Source]) -> str | None:
    held = [
        span.of(source.reading.folded)
        for source in sources
        for span, theirs in source.reading.periods
        if (theirs.start, theirs.end) == (period.start, period.end)
    ]
    return held[0] if held and not any(period.said == said for said in held) else None
