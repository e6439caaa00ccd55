"""A number that may be one of those a question wants, as plain data: how it was read, alone and with the whole.

Plain, so that the program that fits what each sign counts can keep it without the articles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.figure_answers.candidates import Candidate
from assistant.figure_answers.select import RESULTS
from assistant.figure_answers.weighing import Signs

# Below this score of the whole question a number is none of those asked for.
LEAST_WHOLE = -12.0
# Scores and utilities beyond these say no more.
_MOST_READ, _MOST_SCORE, _FARTHEST = 10.0, 12.0, -10.0
# What keeps the odds of a sure thing finite.
_SLACK = 0.01
# Signs of the slot that suits a number best that are carried over as they are.
_CARRIED = (
    "found", "where", "pairs", "headline", "place", "same", "so_far", "within", "open", "other", "unit", "named",
    "scope", "off_sort", "off_place", "off_status", "unasked", "first", "excess",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How a number stands to one slot: the odds among that slot's candidates, its utility, and signs it is made of."""

    odds: float
    score: float
    signs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Member:
    """A number of an article: `whole` is the reader's score for the whole question, `slots` how each slot sees it.

    `told` where slot by slot it would be told, `matched` where it fits a slot by its metric, `result` where it is no
    goal, plan or forecast. Two members of one `value` and `place` (article) are one number.
    """

    value: str
    place: str
    sentence: int
    unit: str
    whole: float
    slots: Mapping[str, Standing]
    told: bool
    matched: bool
    result: bool

    @property
    def best(self) -> Standing:
        """How it stands to the slot that it suits best."""
        return max(self.slots.values(), key=lambda one: one.odds)


def name_amount(value: Decimal | tuple[Decimal, Decimal], unit: str) -> str:
    """Return a canonical value with its unit as a name; a decline of 3 % is written 3 % as often as -3 %."""
    parts = value if isinstance(value, tuple) else (value,)
    return f"{'-'.join(f'{abs(part).normalize():f}' for part in parts)} {unit}"


def stand(one: Candidate) -> Standing:
    """Return how a candidate stands to its slot."""
    kept = (*_CARRIED, "read", "what", "off_time")
    return Standing(one.odds, one.score, {name: one.signs[name] for name in kept if one.signs.get(name)})


def is_result(one: Candidate) -> bool:
    """Say whether a candidate tells of what has come about."""
    return one.view.figure.status in RESULTS


def describe_members(members: Sequence[Member], slots: int) -> list[Signs]:
    """Return the signs of each number beside the others; `members` come with the surest of the whole question first."""
    if not members:
        return []
    first = members[0]
    shares: dict[str, float] = {}
    for one in members:
        shares[one.place] = shares.get(one.place, 0.0) + one.best.odds
    return [
        {
            "always": 1.0,
            "whole": _bound(one.whole, _MOST_READ) / 5,
            "read": _bound(max(s.signs.get("read", LEAST_WHOLE) for s in one.slots.values()), _MOST_READ) / 5,
            "odds": math.log((one.best.odds + _SLACK) / (1 + _SLACK - one.best.odds)) / 3,
            "score": _bound(one.best.score, _MOST_SCORE) / 5,
            "behind": max(_FARTHEST, min(one.whole - first.whole, 0.0)) / 5,
            "same_article": float(one.place == first.place),
            "same_sentence": float((one.place, one.sentence) == (first.place, first.sentence)),
            "surest": float(one.value == first.value),
            "several": float(slots > 1),
            "what": max(s.signs.get("what", 0.0) for s in one.slots.values()),
            "matched": float(one.matched),
            "off_time": min(s.signs.get("off_time", 0.0) for s in one.slots.values()),
            "same_unit": float(one.unit == first.unit),
            "goal": float(not one.result),
            "of_article": min(one.best.odds / max(shares[one.place], 1e-6), 1.0),
            **{name: one.best.signs.get(name, 0.0) for name in _CARRIED},
        }
        for one in members
    ]


def _bound(value: float, most: float) -> float:
    return max(-most, min(value, most))
