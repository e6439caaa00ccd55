"""What the reading of questions needs from the library: the vocabulary of metrics and the reader of periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from index.types import Period, Span

# `index.periods.find_periods`: the periods that a text names, relative ones against an anchor.
PeriodFinder = Callable[[str, dt.date | None], list[tuple[Span, Period]]]


class Metrics(Protocol):
    """What is asked of the vocabulary of metrics."""

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Return where metrics are named, with their canonical names."""
        ...
