"""The numbers of a list that a question asks for, or that something is to be worked out of, read as a whole.

Asks that are taken out of a question one by one lose what holds them together: 各品牌门店分别有多少家 has as many
numbers as the source has brands, and 前三季度加起来多少 has three operands that it does not name. So the trained reader
also reads the question as it is, and marks every number that it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.figure_answers.arithmetic import exact_value
from assistant.figure_answers.candidates import Candidate, is_one_value
from assistant.figure_answers.operands import wants_quotient
from assistant.figure_answers.reading import Reader
from assistant.figure_answers.select import Choice
from assistant.figure_answers.sorts import ASKING, GAP
from assistant.figure_answers.view import View

# From this score of the whole question on a number belongs to a list that is asked for, or is an operand.
_LISTED = 4.0
# From this score on a number may fill an open ask; below the second one that is told may give way to such a one.
_MEANT, _DOUBTED = 2.0, -3.0
# What a step of the whole question's score counts beside the utility for one ask, and the highest that counts.
_WEIGHT, _GREATEST = 0.3, 10.0
_ASKS = re.compile(f"{ASKING.pattern}|呢|各|分别")
# So much less of the question may stand around another item of a list.
_ALIKE = 0.1
# Odds from which a number shows where the list stands.
_SURE = 0.5
# Two numbers by far the likeliest: the score of the second, how far the third is behind, and how much of the question
# stands around each.
_PAIRED, _APART, _TOLD = -2.0, 2.5, 0.75
# More numbers than this are no answer that somebody reads.
_MOST = 12
_TWO = 2


def agree_on_set(choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader) -> list[Choice]:
    """Return the choices with the numbers that the whole question is surely about, where these are as many as asks.

    Part by part a question may be read askew; that it wants just so many numbers, and that just so many of one article
    are surely meant, says more.
    """
    if not all(rankings) or any(choice.slot.ask.wants_rank or choice.slot.ask.compares for choice in choices):
        return list(choices)
    pool = _pool(rankings)
    scores = reader.read_whole([one.view for one in pool])
    listed = _find_listed(pool, scores, _TWO)
    doubted = any(not choice.fits or scores.get(id(choice.views[0]), 0.0) < 0 for choice in choices)
    if len(listed) != len(choices) or not doubted:
        return list(choices)
    left, agreed = list(listed), list(choices)
    order = sorted(range(len(choices)), key=lambda at: -max((one.odds for one in rankings[at]), default=0.0))
    for at in order:
        own = [(one, other) for one in rankings[at] for other in left if one.view is other.view]
        if not own:
            return list(choices)
        one, other = max(own, key=lambda pair: pair[0].score)
        left.remove(other)
        if not any(is_one_value(view, one.view) for view in choices[at].views):
            agreed[at] = Choice(choices[at].slot, (one.fit,))
    return agreed


def fill_open(choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader) -> list[Choice]:
    """Return the choices with open ones filled, and doubted ones changed, by what the whole question is about."""
    scores = reader.read_whole([one.view for one in _pool(rankings)])
    filled = list(choices)
    asking = any(ASKING.search(choice.slot.ask.words) for choice in choices)
    places = len({choice.slot.region.key for choice in choices if choice.slot.region is not None})
    if reader.translated and places > 1:
        # Which of the places a number is of, the English words as a whole do not say.
        return filled
    for at, (choice, ranked) in enumerate(zip(choices, rankings, strict=True)):
        words = choice.slot.ask.words
        ask = choice.slot.ask
        if GAP.search(words) or ask.compares or ask.wants_rank or (asking and not _ASKS.search(words)):
            continue
        if places > 1:
            ranked = [one for one in ranked if one.signs["place"]]
        if choice.fits and scores.get(id(choice.views[0]), 0.0) > _DOUBTED:
            continue
        told = [view for i, other in enumerate(filled) if i != at for view in other.views]
        found = _find_best(ranked, scores, told)
        if found is not None:
            filled[at] = Choice(choice.slot, (found.fit,))
    return filled


def _find_best(ranked: Sequence[Candidate], scores: Mapping[int, float], told: Sequence[View]) -> Candidate | None:
    """Return the candidate that suits a slot and the whole question best, of those whose number is not told yet.

    What stands in the article of a number that is told already is likelier than what stands in another.
    """
    able = [
        one
        for one in ranked
        if scores.get(id(one.view), _DOUBTED) >= _MEANT and not any(is_one_value(one.view, view) for view in told)
    ]
    near = [one for one in able if any(one.view.figure.doc_id == view.figure.doc_id for view in told)]
    return max(
        near or able,
        key=lambda one: (one.score + _WEIGHT * min(scores[id(one.view)], _GREATEST), -one.view.figure.span.start),
        default=None,
    )


def list_siblings(choice: Choice, ranked: Sequence[Candidate]) -> list[Choice]:
    """Return a choice for each item of the list that a sentence has of what is asked for: 甲91家，乙6家，丙1家.

    Items are the numbers of one unit around which as much of the question stands; their sum beside them is none.
    """
    if not ranked or ranked[0].odds < _SURE:
        return [choice]
    first, top = ranked[0].view, ranked[0].what
    items = [
        one
        for one in ranked
        if (one.view.figure.doc_id, one.view.figure.version, one.view.figure.sentence)
        == (first.figure.doc_id, first.figure.version, first.figure.sentence)
        and (one.view.figure.canonical_unit, one.view.measure) == (first.figure.canonical_unit, first.measure)
        and one.what >= top - _ALIKE
    ]
    parts = [one for one in items if not _is_total(one.view, [other.view for other in items])]
    if not _TWO <= len(parts) <= _MOST:
        return [choice]
    parts.sort(key=lambda one: one.view.figure.span.start)
    return [Choice(choice.slot, (one.fit,)) for one in parts]


def find_operands(choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader) -> list[Choice]:
    """Return a choice for each number that something is to be worked out of; the choices as they are where none is."""
    pool = _pool(rankings)
    scores = reader.read_whole([one.view for one in pool])
    marked = _find_listed(pool, scores, _TWO if wants_quotient(reader.asked) else 1)
    marked = [one for one in marked if not _is_total(one.view, [other.view for other in marked])]
    if wants_quotient(reader.asked) and choices[0].fits:
        marked = _pair_with_count(choices[0].views[0], marked)
    operands = marked if len(marked) >= _TWO else _find_pair(pool, scores)
    if len(operands) < _TWO:
        return list(choices)
    return [Choice(choices[0].slot, (one.fit,)) for one in operands]


def _pair_with_count(view: View, marked: Sequence[Candidate]) -> list[Candidate]:
    """Return an amount that was found and the number of another unit beside it that it is to be divided by."""
    amount = [one for one in marked if one.view.figure.span == view.figure.span]
    beside = [
        one
        for one in marked
        if (one.view.figure.doc_id, one.view.figure.sentence) == (view.figure.doc_id, view.figure.sentence)
        and one.view.figure.canonical_unit != view.figure.canonical_unit
    ]
    return [*amount[:1], *beside[:1]] if amount and beside else list(marked)


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
    return sorted(listed, key=lambda one: one.view.figure.span.start) if len(listed) <= _MOST else []


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
