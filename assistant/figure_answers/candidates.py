"""Records that may answer, with their scores, and the odds of each value beside those of the others and of none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.figure_answers.match import Match
from assistant.figure_answers.select import Fit
from assistant.figure_answers.timing import Timing
from assistant.figure_answers.view import View
from assistant.figure_answers.weighing import Signs, is_judged, share_odds
from index.types import Figure

# Words of a number that was rounded down, and how much less its exact form may be read as the answer.
_ROUNDED_DOWN = frozenset({"超", "超过", "逾", "突破", "多", "余", "以上"})
_ROUNDING_SLACK = 4.0
# Records of one value that are so much worse read still confirm it.
_AGREE = 1.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record with its score for a wish and what the score is made of.

    `odds` is the probability that its value is the asked one, with that of "none of them" beside it.
    """

    view: View
    score: float
    what: float
    where: float
    timing: Timing
    same_scope: bool
    signs: Signs
    odds: float = 0.0

    @property
    def match(self) -> Match:
        """Return the reading as a match, for whoever orders and tells records by it."""
        return Match(self.what, 0.0, 0.0, 0.0, True, True, True, 1.0, self.score)

    @property
    def fit(self) -> Fit:
        """Return the record with its reading, as what answers a slot."""
        return Fit(self.view, self.match, self.timing)


def add_odds(found: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates with the odds of their values, best first."""
    judged = bool(found) and is_judged(found[0].signs)
    exact = [find_exact(one, found) for one in found]
    values = [_value_of(meant or one) for one, meant in zip(found, exact, strict=True)]
    odds = share_odds([one.score for one in found], values, judged=judged)
    shared = [
        (-share, meant is not None, -one.score, one.view.rank, replace(one, odds=share))
        for one, share, meant in zip(found, odds, exact, strict=True)
    ]
    # Of a number and its rounding the number is told.
    return [one for *_, one in sorted(shared, key=lambda entry: entry[:4])]


def is_one_value(one: View, other: View) -> bool:
    """Say whether two records have one value."""
    a, b = one.figure, other.figure
    return (a.canonical_value, a.canonical_unit) == (b.canonical_value, b.canonical_unit)


def find_alike(first: Candidate, others: Sequence[Candidate]) -> list[Candidate]:
    """Return those of other candidates that confirm the value of one: they have it, and are read nearly as well."""
    return [one for one in others if is_one_value(one.view, first.view) and one.score >= first.score - _AGREE]


def _value_of(one: Candidate) -> tuple[object, str]:
    return (one.view.figure.canonical_value, one.view.figure.canonical_unit)


def find_exact(one: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    """Return the exact number of the same article that a number rounds down: 5172.3亿元 of 超5000亿元; else None."""
    figure = one.view.figure
    if figure.qualifier not in _ROUNDED_DOWN or isinstance(figure.canonical_value, tuple):
        return None
    step = last_step(figure)
    for other in others:
        exact = other.view.figure
        alike = (exact.doc_id, exact.canonical_unit) == (figure.doc_id, figure.canonical_unit)
        if not alike or exact.qualifier is not None or isinstance(exact.canonical_value, tuple):
            continue
        same = other.view.measure == one.view.measure and other.score >= one.score - _ROUNDING_SLACK
        if same and figure.canonical_value < exact.canonical_value < figure.canonical_value + step:
            return other
    return None


def last_step(figure: Figure) -> Decimal:
    """Return what one more in the last digit that is no nought is worth, in base units: 1000亿 of 5000亿."""
    assert isinstance(figure.value, Decimal)
    assert isinstance(figure.canonical_value, Decimal)
    if not figure.value:
        return Decimal(0)
    scale = abs(figure.canonical_value / figure.value)
    return scale * Decimal(1).scaleb(int(figure.value.normalize().as_tuple().exponent))
