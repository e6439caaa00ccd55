"""A headline tells a number that the lines below tell again in full: when it held and whose it is stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index.types import Context, Figure

# A headline is no longer than this, and the lines below are looked through so far.
LONGEST, FARTHEST = 60, 400
# 超70万辆 tells of 70.32万辆, 近1万亿元 of 9980亿元: as much may be rounded away.
ROUNDED_OFF = Decimal("0.06")
_ENDS = frozenset("。！？!?；;")


def complete_headline(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures, those of a first line with the period and the subject that the lines below give them."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    start = text.find(first)
    end = start + len(first)
    if not first or len(first) > LONGEST or first.rstrip()[-1] in _ENDS or end == len(text):
        return list(figures)
    told = [figure for figure in figures if end <= figure.span.start < end + FARTHEST]
    return [_complete(figure, told) if figure.span.end <= end else figure for figure in figures]


def _complete(figure: Figure, told: Sequence[Figure]) -> Figure:
    """Return a headline's figure with what the same number below says of itself."""
    if figure.period is not None and figure.subject is not None:
        return figure
    again = next((other for other in told if _is_same(figure, other)), None)
    if again is None:
        return figure
    period, subject, context = figure.period, figure.subject, list(figure.context)
    key = figure.subject_key
    if period is None and again.period is not None:
        period = again.period
        context.append(Context(again.sentence, "period"))
    if subject is None and again.subject is not None:
        subject, key = again.subject, again.subject_key
        context.append(Context(again.sentence, "subject"))
    return replace(figure, period=period, subject=subject, subject_key=key, context=tuple(dict.fromkeys(context)))


def _is_same(figure: Figure, other: Figure) -> bool:
    """Say whether the lines below tell the headline's number: equal, or what it was rounded from."""
    value, whole = figure.canonical_value, other.canonical_value
    if figure.canonical_unit != other.canonical_unit or isinstance(value, tuple) or isinstance(whole, tuple):
        return False
    if value == whole:
        return True
    return bool(figure.qualifier and value and abs(whole - value) <= ROUNDED_OFF * abs(value))
