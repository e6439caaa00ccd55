"""What each sign of a candidate counts, and how sure the best of them is.

A multinomial choice: each candidate, and "none of them", gets a utility, linear in its signs; the odds follow from
those of all. The weights were fitted on questions about articles that no rule was written on, with near misses beside
each, by `benchmarks/reader_training/fit.py`; `data/reading.toml` holds them, once with the trained reader's score and
once without.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from pathlib import Path

Signs = dict[str, float]
_WEIGHTS = Path(__file__).parent / "data" / "reading.toml"
# The utility of "none of them" is the table's own sign of this name.
NONE = "none"
# Scores of the trained reader beyond these say no more.
_READ = frozenset({"read", "whole"})
_LEAST_READ, _MOST_READ = -12.0, 12.0


@cache
def read_table() -> Mapping[str, Mapping[str, float]]:
    """Return the weights by sign, for candidates that the trained reader judged and for those of rules alone."""
    return tomllib.loads(_WEIGHTS.read_text(encoding="utf-8"))


def is_judged(signs: Signs) -> bool:
    """Say whether the trained reader had its turn."""
    return "read" in signs or "unread" in signs


def weigh(signs: Signs) -> float:
    """Return the utility of a candidate."""
    table = read_table()["read" if is_judged(signs) else "rules"]
    total = 0.0
    for name, value in signs.items():
        if value:
            bounded = min(max(value, _LEAST_READ), _MOST_READ) if name in _READ else value
            total += table.get(name, 0.0) * bounded
    return total


def share_odds(utilities: Sequence[float], values: Sequence[Hashable], *, judged: bool) -> list[float]:
    """Return the odds of each candidate's value, beside those of the other values and of none of them.

    Two records of one value confirm each other no further than the better of them: ten repeats are one telling.
    """
    none = read_table()["read" if judged else "rules"][NONE]
    top = max([none, *utilities])
    best: dict[Hashable, float] = {}
    for value, utility in zip(values, utilities, strict=True):
        best[value] = max(best.get(value, 0.0), math.exp(utility - top))
    total = sum(best.values()) + math.exp(none - top)
    return [best[value] / total for value in values]
