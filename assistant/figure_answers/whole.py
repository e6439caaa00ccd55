"""The numbers that a question of several wants, read from the whole question at once.

Asks that are taken out of a question one by one lose what holds them together: 各品牌门店分别有多少家 has as many
numbers as the source has brands, and of 接了多少台，今年能交付多少 the second part names nobody. So the trained reader
also reads the question as it is, and marks every number that it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.figure_answers.reading import Candidate, Reader, is_one_value
from assistant.figure_answers.select import Choice, Fit
from assistant.figure_answers.view import View

# Scores of the whole question: from the first a number may fill an ask that is open, below the second it may give way
# to one that may.
_MEANT, _DOUBTED = 2.0, -3.0
# From this score on a number belongs to a list that is asked for, or is an operand.
_LISTED = 4.0
# What a step of the whole question's score counts beside the utility of a slot.
_WEIGHT = 0.3
_LEAST, _GREATEST = -6.0, 10.0
# More numbers than this are no answer that somebody reads.
_MOST = 12


def complete_choices(
    choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader, *, open_ended: bool
) -> list[Choice]:
    """Return the choices with open ones filled, doubted ones changed, by what the whole question is about.

    `rankings` holds for each choice the candidates that nothing speaks against, empty where it was not read.
    `open_ended`: it may want more numbers than it has asks, as a list or as operands.
    """
    scores = reader.read_whole([one.view for one in _pool(rankings)])
    if not scores:
        return list(choices)
    kept = list(choices)
    for at, (choice, ranked) in enumerate(zip(choices, rankings, strict=True)):
        used = [view for i, other in enumerate(kept) if i != at for view in other.views]
        if choice.fits and scores.get(id(choice.views[0]), 0.0) > _DOUBTED:
            continue
        found = _find_best(ranked, scores, used)
        if found is not None:
            kept[at] = Choice(choice.slot, (Fit(found.view, found.match, found.timing),))
    return _add_listed(kept, rankings, scores) if open_ended else kept


def _pool(rankings: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Return the candidates of all slots, each as the slot has it that it suits best, the best first."""
    best: dict[int, Candidate] = {}
    for one in (one for ranked in rankings for one in ranked):
        if id(one.view) not in best or one.score > best[id(one.view)].score:
            best[id(one.view)] = one
    return sorted(best.values(), key=lambda one: (-one.score, *one.view.rank))


def _find_best(ranked: Sequence[Candidate], scores: Mapping[int, float], used: Sequence[View]) -> Candidate | None:
    """Return the candidate that suits a slot and the whole question best, of those whose number is not told yet."""
    able = [
        one
        for one in ranked
        if scores.get(id(one.view), _LEAST) >= _MEANT and not any(is_one_value(one.view, view) for view in used)
    ]
    if used:
        # What stands beside a number that is told already is likelier than what stands in another article.
        near = [one for one in able if any(one.view.figure.doc_id == view.figure.doc_id for view in used)]
        able = near or able
    return max(able, key=lambda one: (_join(one, scores), -one.view.figure.span.start), default=None)


def _join(one: Candidate, scores: Mapping[int, float]) -> float:
    return one.score + _WEIGHT * min(max(scores.get(id(one.view), _LEAST), _LEAST), _GREATEST)


def _add_listed(
    choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], scores: Mapping[int, float]
) -> list[Choice]:
    """Return the choices with the further numbers of one sentence that the whole question is surely about.

    Of those that were told without being meant none is kept where others are.
    """
    pool = [one for one in _pool(rankings) if scores.get(id(one.view), _LEAST) >= _LISTED]
    if not pool:
        return list(choices)
    top = max(pool, key=lambda one: scores[id(one.view)])
    place = (top.view.figure.doc_id, top.view.figure.version, top.view.figure.sentence)
    listed = [
        one
        for one in pool
        if (one.view.figure.doc_id, one.view.figure.version, one.view.figure.sentence) == place
        and one.view.figure.canonical_unit == top.view.figure.canonical_unit
    ]
    if not 1 < len(listed) <= _MOST:
        return list(choices)
    kept = [c for c in choices if not c.fits or scores.get(id(c.views[0]), _LISTED) >= _LISTED]
    told = [view for choice in kept for view in choice.views]
    slot = choices[0].slot
    for one in sorted(listed, key=lambda one: one.view.figure.span.start):
        # Two items of a list may have one value.
        if not any(view.figure.span == one.view.figure.span or _is_reprint(one.view, view) for view in told):
            kept.append(Choice(slot, (Fit(one.view, one.match, one.timing),)))
    return [choice for choice in kept if choice.fits] or list(choices)


def _is_reprint(one: View, other: View) -> bool:
    return one.figure.doc_id != other.figure.doc_id and is_one_value(one, other)
