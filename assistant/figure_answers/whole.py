"""The numbers that a question of several wants, read from the whole question at once.

Asks that are taken out of a question one by one lose what holds them together: 各品牌门店分别有多少家 has as many
numbers as the source has brands, and of 接了多少台，今年能交付多少 the second part names nobody. So the trained reader
also reads the question as it is, and marks every number that it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.figure_answers.reading import Candidate, Reader, is_one_value
from assistant.figure_answers.select import Choice, Fit

# Scores of the whole question: from the first a number is one of those it asks for, below the second it is none, where
# others are.
_MEANT, _DOUBTED = 1.0, -4.0
# More numbers than this are no answer that somebody reads.
_MOST = 12


def complete_choices(
    choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader
) -> list[Choice]:
    """Return the choices with the numbers that the whole question is about, and without those that it is not.

    `rankings` holds for each choice the candidates that nothing speaks against, empty where it was not read.
    """
    pool = _pool(rankings)
    scores = reader.read_whole([one.view for one in pool])
    meant = _keep_distinct([one for one in pool if scores.get(id(one.view), _DOUBTED) >= _MEANT], scores)
    if not meant or len(meant) > _MOST:
        return list(choices)
    kept = [_drop_doubted(choice, meant, scores) for choice in choices]
    for one in meant:
        if not any(is_one_value(view, one.view) for choice in kept for view in choice.views):
            kept = _place(one, kept, rankings)
    return kept


def _pool(rankings: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Return the candidates of all slots, each as the slot has it that it suits best, the best first."""
    best: dict[int, Candidate] = {}
    for one in (one for ranked in rankings for one in ranked):
        if id(one.view) not in best or one.score > best[id(one.view)].score:
            best[id(one.view)] = one
    return sorted(best.values(), key=lambda one: (-one.score, *one.view.rank))


def _keep_distinct(found: Sequence[Candidate], scores: Mapping[int, float]) -> list[Candidate]:
    """Return one candidate of each value, the best read, in the order of their articles and places."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: -scores[id(one.view)]):
        if not any(is_one_value(one.view, other.view) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.view.rank)


def _drop_doubted(choice: Choice, meant: Sequence[Candidate], scores: Mapping[int, float]) -> Choice:
    """Return a choice emptied where the whole question is surely about other numbers."""
    if not choice.fits or any(is_one_value(choice.views[0], one.view) for one in meant):
        return choice
    if scores.get(id(choice.views[0]), 0.0) >= _DOUBTED:
        return choice
    return Choice(choice.slot, reason="no_figure", nearest=choice.fits[:1])


def _place(one: Candidate, choices: Sequence[Choice], rankings: Sequence[Sequence[Candidate]]) -> list[Choice]:
    """Return the choices with one more number: in the open one that it suits best, else beside the one that it does."""
    suited = [
        (bool(choice.fits), -other.score, at, other)
        for at, (choice, ranked) in enumerate(zip(choices, rankings, strict=False))
        for other in ranked
        if other.view is one.view
    ]
    if not suited:
        return list(choices)
    filled, _, at, own = min(suited, key=lambda entry: entry[:3])
    new = Choice(choices[at].slot, (Fit(own.view, own.match, own.timing),))
    if filled:
        return [*choices, new]
    return [*choices[:at], new, *choices[at + 1 :]]
