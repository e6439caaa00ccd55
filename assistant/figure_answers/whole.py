"""The numbers of a list that a question asks for, or that something is to be worked out of, read as a whole.

Asks that are taken out of a question one by one lose what holds them together: 各品牌门店分别有多少家 has as many
numbers as the source has brands, and 前三季度加起来多少 has three operands that it does not name. So the trained reader
also reads the question as it is, and marks every number that it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.figure_answers.arithmetic import exact_value
from assistant.figure_answers.reading import Candidate, Reader, is_one_value
from assistant.figure_answers.select import Choice, Fit
from assistant.figure_answers.view import View

# From this score of the whole question on a number belongs to a list that is asked for, or is an operand.
_LISTED = 4.0
# Two numbers by far the likeliest: the score of the second, how far the third is behind, and how much of the question
# stands around each.
_PAIRED, _APART, _TOLD = -2.0, 2.5, 0.75
# More numbers than this are no answer that somebody reads.
_MOST = 12
_TWO = 2


def complete_choices(
    choices: Sequence[Choice],
    rankings: Sequence[Sequence[Candidate]],
    reader: Reader,
    *,
    units: int,
    operands: bool,
) -> list[Choice]:
    """Return the choices with the further numbers of one article that the whole question is surely about.

    `rankings` holds for each choice the candidates that nothing speaks against, empty where it was not read; `units` is
    how many units the numbers may have; `operands`: two of them are wanted at least. Of those that were told without
    being meant none is kept where others are.
    """
    scores = reader.read_whole([one.view for one in _pool(rankings)])
    listed = _find_listed(_pool(rankings), scores, units)
    if len(listed) < _TWO and operands:
        listed = _find_pair(_pool(rankings), scores)
    if len(listed) < _TWO:
        return list(choices)
    kept = [c for c in choices if c.fits and scores.get(id(c.views[0]), _LISTED) >= _LISTED]
    kept = [c for c in kept if not _is_total(c.views[0], [one.view for one in listed])]
    told = [view for choice in kept for view in choice.views]
    for one in listed:
        # Two items of a list may have one value.
        if not any(view.figure.span == one.view.figure.span or _is_reprint(one.view, view) for view in told):
            kept.append(Choice(choices[0].slot, (Fit(one.view, one.match, one.timing),)))
    return kept


def _pool(rankings: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Return the candidates of all slots, each as the slot has it that it suits best, the best first."""
    best: dict[int, Candidate] = {}
    for one in (one for ranked in rankings for one in ranked):
        if id(one.view) not in best or one.score > best[id(one.view)].score:
            best[id(one.view)] = one
    return sorted(best.values(), key=lambda one: (-one.score, *one.view.rank))


def _find_listed(pool: Sequence[Candidate], scores: Mapping[int, float], units: int) -> list[Candidate]:
    """Return the numbers that are surely meant, of the article of the surest one, in its order."""
    meant = [one for one in pool if scores.get(id(one.view), 0.0) >= _LISTED]
    if not meant:
        return []
    top = max(meant, key=lambda one: scores[id(one.view)])
    place = (top.view.figure.doc_id, top.view.figure.version)
    near = [one for one in meant if (one.view.figure.doc_id, one.view.figure.version) == place]
    kinds = list(
        dict.fromkeys(one.view.figure.canonical_unit for one in sorted(near, key=lambda o: -scores[id(o.view)]))
    )
    listed = [one for one in near if one.view.figure.canonical_unit in kinds[:units]]
    parts = [one for one in listed if not _is_total(one.view, [other.view for other in listed])]
    return sorted(parts, key=lambda one: one.view.figure.span.start) if len(parts) <= _MOST else []


def _find_pair(pool: Sequence[Candidate], scores: Mapping[int, float]) -> list[Candidate]:
    """Return the two numbers of one article and unit that are by far the likeliest ones meant; none where none are.

    A question for a difference names neither number, so that each is read with less certainty; but each one's own words
    stand in it.
    """
    ranked = sorted((one for one in pool if id(one.view) in scores), key=lambda one: -scores[id(one.view)])
    best: list[Candidate] = []
    for one in ranked:
        if best and one.view.figure.canonical_unit != best[0].view.figure.canonical_unit:
            continue
        if not any(is_one_value(one.view, other.view) for other in best):
            best.append(one)
    if len(best) < _TWO or best[0].view.figure.doc_id != best[1].view.figure.doc_id:
        return []
    levels = [scores[id(one.view)] for one in best]
    apart = len(levels) == _TWO or levels[1] - levels[2] >= _APART
    told = all(one.what >= _TOLD for one in best[:_TWO])
    return best[:_TWO] if levels[1] >= _PAIRED and apart and told else []


def _is_total(view: View, others: Sequence[View]) -> bool:
    """Say whether a number is the sum of the others of its unit: the whole stands beside its parts."""
    rest = [
        other for other in others if other is not view and other.figure.canonical_unit == view.figure.canonical_unit
    ]
    values = [exact_value(other.figure) for other in rest]
    return len(rest) > 1 and None not in values and sum(filter(None, values), Decimal(0)) == exact_value(view.figure)


def _is_reprint(one: View, other: View) -> bool:
    return one.figure.doc_id != other.figure.doc_id and is_one_value(one, other)
