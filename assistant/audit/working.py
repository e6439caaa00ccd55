"""Results that a claim works out itself from numbers that its sources do hold: a total it adds up, a multiple.

A draft has no derivation; where its own words say that it adds (合计) or compares (是…的3.4倍), the sum is done
again here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

from assistant.audit.parts import Number, Reading
from assistant.audit.sources import Source

_TOTALS = re.compile(r"合计|共计|总计|加起来|一共|总共|合起来|\btotal|\baltogether")
# The most numbers of a claim that its total may be made of.
_MOST = 5


def is_worked_out(mine: Number, bound: list[Number], reading: Reading, sources: list[Source]) -> bool:
    """Say whether a number that no source holds is the sum of others of the claim, or a multiple told by a source."""
    value = mine.quantity.canonical_value
    if isinstance(value, tuple):
        return False
    if mine.quantity.canonical_unit == "times":
        return any(_is_multiple(value, source) for source in sources)
    if not _TOTALS.search(mine.words) and not _TOTALS.search(mine.sentence.of(reading.folded)):
        return False
    parts = [
        number.quantity.canonical_value
        for number in bound
        if number is not mine and number.quantity.canonical_unit == mine.quantity.canonical_unit
    ]
    amounts = [part for part in parts if isinstance(part, Decimal)][:_MOST]
    return any(
        sum(chosen, Decimal(0)) == value
        for count in range(2, len(amounts) + 1)
        for chosen in combinations(amounts, count)
    )


def _is_multiple(value: Decimal, source: Source) -> bool:
    """Say whether a source tells of a change from one number to another that is so many times as large."""
    for before in source.reading.numbers:
        for after in source.reading.numbers:
            if before.turn != -1 or after.turn != 1 or before.sentence != after.sentence:
                continue
            a, b = before.quantity.canonical_value, after.quantity.canonical_value
            if before.quantity.canonical_unit != after.quantity.canonical_unit or not isinstance(a, Decimal):
                continue
            step = (
                Decimal(1).scaleb(int(value.as_tuple().exponent)) if isinstance(value.as_tuple().exponent, int) else 1
            )
            if isinstance(b, Decimal) and a and abs(b / a - value) * 2 <= step:
                return True
    return False
