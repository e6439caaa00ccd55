"""Whether what was read is told: in place of nothing, in place of what fits by metric, or not at all.

Matching by metric is trusted until reading is sure of another number; where neither is sure, no number is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.figure_answers.asks import Ask, strip_asked
from assistant.figure_answers.candidates import Candidate, find_alike, is_one_value
from assistant.figure_answers.match import UNHEARD
from assistant.figure_answers.operands import wants_quotient, wants_work
from assistant.figure_answers.reading import Reader
from assistant.figure_answers.select import Choice, Fit, Slot, right_status
from assistant.figure_answers.sorts import EACH, LEVEL
from assistant.figure_answers.suits import names_place
from assistant.figure_answers.terms import cover
from assistant.figure_answers.together import choose_together
from assistant.figure_answers.view import View
from assistant.figure_answers.weighing import is_judged
from assistant.figure_answers.whole import agree_on_set, fill_open, find_operands, list_siblings
from assistant.types import RefusalReason

# The operating point: odds from which a number is told, and the lower ones from which one that fits by its metric's
# very name is. Chosen on the wordings of benchmarks/reader_training/fit.py, so that a wrong number is far rarer than a
# missed one.
_ENOUGH, _ENOUGH_NAMED = 0.5, 0.3
# Beside another place the words around a number are half those of the other one: what fits by name needs less.
_ENOUGH_COMPARED = 0.12
# Least share of the asked words near a number that is told as what there is instead.
_HEARD_ALL = 0.85
# Share of a record's name that the question says, the least weight of a name that is no general one (two words), and
# the least certainty of its subject.
_TOLD, _SPECIFIC, _OWN = 0.75, 4.0, 0.9
_TWO = 2


def read_choices(choices: Sequence[Choice], reader: Reader) -> list[Choice]:
    """Return the choices as reading has them: each for itself, then all held against the question as a whole."""
    return decide(choices, *read_slots(choices, reader), reader)


def decide(
    choices: Sequence[Choice], alone: Sequence[Choice], rankings: Sequence[Sequence[Candidate]], reader: Reader
) -> list[Choice]:
    """Return what is told of the choices: `alone` as each was read for itself, with the candidates of its slot."""
    # A list, and what something is worked out of, were read whole already.
    is_whole = len(alone) != len(choices) or _wants_operands(alone, reader)
    together = alone if is_whole and not reader.translated else choose_together(alone, rankings, reader)
    return [_finish(choice, alone, reader) for choice in together]


def read_slots(choices: Sequence[Choice], reader: Reader) -> tuple[list[Choice], list[Sequence[Candidate]]]:
    """Return a choice for each number found, and beside each the candidates of its slot.

    Filled by reading where no metric answers, and changed where reading gainsays the metric.
    """
    read: list[Choice] = []
    rankings: list[Sequence[Candidate]] = []
    before: list[View] = []
    compared = len({choice.slot.region.key for choice in choices if choice.slot.region is not None}) >= _TWO
    reader.share_windows(len(choices))
    for choice in choices:
        if not _is_readable(choice, choices, reader, before):
            read.append(choice)
            rankings.append(reader.rank(choice.slot, choice.views) if _is_listed(choice) else ())
            continue
        ranked = reader.rank(choice.slot, choice.views, before)
        rankings.append(ranked)
        changed = reader.attribute(read_choice(choice, ranked, compared=compared))
        read.append(changed if changed.fits else explain(_accept_read(changed, ranked, reader), reader))
        before += changed.views[:1]
    if not choices:
        return read, rankings
    if len(choices) >= _TWO:
        return fill_open(agree_on_set(read, rankings, reader), rankings, reader), rankings
    if _is_listed(choices[0]):
        listed = list_siblings(read[0], rankings[0])
        return listed, [rankings[0]] * len(listed)
    if not _wants_operands(read, reader):
        return read, rankings
    # Operands may be of parts of the asked time, or of the time after it.
    anytime = [reader.rank(_free(choices[0].slot, reader))]
    operands = find_operands(read, anytime, reader)
    return operands, [rankings[0]] * len(operands)


def _free(slot: Slot, reader: Reader) -> Slot:
    """Return a slot for operands: of whatever time, and of whatever unit where one number goes into another."""
    if not wants_quotient(reader.asked):
        return replace(slot, period=None)
    words = strip_asked(slot.ask.words)
    ask = replace(slot.ask, words=f"{words}多少", unit=None, explicit=False, measures=LEVEL, bound=None)
    return replace(slot, ask=ask, period=None)


def _wants_operands(read: Sequence[Choice], reader: Reader) -> bool:
    """Say whether the one number that is asked for has to be worked out, and was not found as the source gives it."""
    if len(read) != 1:
        return False
    given = bool(read[0].fits) and all(view.is_gap for view in read[0].views)
    return not given and wants_work(reader.asked, answered=bool(read[0].fits))


def _finish(choice: Choice, alone: Sequence[Choice], reader: Reader) -> Choice:
    """Return a choice with the subject that is named for its numbers, or with the reason why none is left."""
    if choice.fits:
        return reader.attribute(choice)
    return choice if any(choice is one for one in alone) else explain(choice, reader)


def _is_listed(choice: Choice) -> bool:
    """Say whether as many numbers are asked for as the source lists: 各多少, 分别是多少."""
    ask = choice.slot.ask
    return not (ask.every or ask.family) and bool(EACH.search(ask.words))


def _is_readable(choice: Choice, choices: Sequence[Choice], reader: Reader, before: Sequence[View]) -> bool:
    """Say whether one number can answer, and something says which."""
    ask = choice.slot.ask
    if ask.every or ask.family or (ask.wants_rank and (ask.borrowed or not ask.explicit)):
        return False
    if not reader.read_wish(choice.slot).what and not before:
        return False
    # One number is no answer to 各多少.
    alone = sum(other.slot.ask is ask for other in choices) < _TWO
    return not (alone and EACH.search(ask.words))


def read_choice(choice: Choice, ranked: Sequence[Candidate], *, compared: bool = False) -> Choice:
    """Return a choice as reading has it: kept, filled, changed, or emptied where the odds speak for no number.

    `compared`: it is one of several places' numbers.
    """
    if not ranked:
        return choice
    top = ranked[0]
    least = _ENOUGH_COMPARED if compared else _ENOUGH_NAMED
    known = {id(view) for view in choice.views}
    best = next((one for one in ranked if id(one.view) in known), None)
    if best is not None and (best is top or is_one_value(best.view, top.view)):
        if top.odds >= least:
            return _narrow(choice, best.view)
        return Choice(choice.slot, reason="no_figure", nearest=choice.fits[:1])
    if top.odds < _ENOUGH:
        if best is None or best.odds >= least:
            return choice
        return Choice(choice.slot, reason="no_figure", nearest=choice.fits[:1])
    return Choice(choice.slot, tuple(one.fit for one in find_alike(top, ranked)))


def _narrow(choice: Choice, best: View) -> Choice:
    """Return a choice without the other numbers of the best one's sentence: they are other things in like words.

    Of goals one sentence may give two.
    """
    if choice.slot.ask.wants_target:
        return choice
    place = (best.figure.doc_id, best.figure.version, best.figure.sentence)
    fits = tuple(
        fit
        for fit in choice.fits
        if is_one_value(fit.view, best)
        or (fit.view.figure.doc_id, fit.view.figure.version, fit.view.figure.sentence) != place
    )
    if len(fits) == len(choice.fits):
        return choice
    return replace(choice, fits=tuple(sorted(fits, key=lambda fit: not is_one_value(fit.view, best))))


def _accept_read(choice: Choice, ranked: Sequence[Candidate], reader: Reader) -> Choice:
    """Return what is told by its whole name, unless reading is for another number."""
    told = accept_told(choice, reader.named)
    if not told.fits or not ranked or not is_judged(ranked[0].signs):
        return told
    return told if is_one_value(told.views[0], ranked[0].view) else choice


def accept_told(choice: Choice, asked: str) -> Choice:
    """Return a choice filled by the nearest record, where the question says that record's whole name in its own words.

    Everyday questions wrap a metric in words that no source has (咱们国家对外投资花出去多少): what counts then is that
    the record says nothing that was not asked, and that no
    asked noun is missing around its number. `asked` is shielded.
    """
    ask = choice.slot.ask
    if choice.fits or choice.reason != "other_metric" or ask.compares or ask.yardstick:
        return choice
    told = [fit for fit in choice.nearest if _says_no_more(fit, ask, asked)]
    told = [fit for fit in told if fit.timing == told[0].timing]
    if not told or any(not is_one_value(told[0].view, fit.view) for fit in told):
        return choice
    return Choice(choice.slot, tuple(told))


def _says_no_more(fit: Fit, ask: Ask, asked: str) -> bool:
    match, terms = fit.match, fit.view.terms
    weight = sum(term.weight for term in terms)
    heard = match.unheard < UNHEARD or (match.unheard == UNHEARD and weight >= 2 * _SPECIFIC)
    if not (match.right_measure and match.same_scope and match.subject >= _OWN and heard):
        return False
    if fit.timing not in ("same", "so_far") or not right_status(fit.view, ask):
        return False
    return weight >= _SPECIFIC and cover(terms, (asked, 1.0)) >= _TOLD


def explain(choice: Choice, reader: Reader) -> Choice:
    """Return an empty choice with the reason that reading finds: the same as a goal only, or for another time."""
    slot = choice.slot
    reasons: list[tuple[RefusalReason, list[Candidate]]] = []
    if not slot.ask.wants_target:
        reasons.append(("only_target", reader.rank(slot, goals=True)))
    if slot.period is not None:
        reasons.append(("other_period", reader.rank(replace(slot, period=None))))
    for reason, ranked in reasons:
        if not ranked or ranked[0].odds < _ENOUGH or ranked[0].what < _HEARD_ALL:
            continue
        top = ranked[0]
        if slot.region is None or names_place(top.view, slot.region):
            return replace(choice, reason=reason, nearest=(top.fit,))
    return choice
