"""What the trained reader may change of the rules' judgement: it has learned what words say, and rules have not.

Rules keep the last word on numbers, units, times and places. Faults of wording are `soft`: the reader lets them go
where it is sure that the source says the same, and it stops wording in which no rule saw a fault where it is sure that
the source does not say so. docs/audit.md states the rule.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.config import Settings
from assistant.reader import ClaimReader, ClaimReading, open_claim_reader, open_reader
from assistant.types import Fault, Verdict
from index.config import IndexSettings


def soften(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults as such that only words speak for."""
    return [replace(fault, soft=True) for fault in faults]


def merge(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return each fault once, in order; found by words and otherwise too, it is no soft one."""
    merged: dict[Fault, Fault] = {}
    for fault in faults:
        merged[fault] = fault if not fault.soft else merged.get(fault, fault)
    return tuple(merged.values())


# As likely must "supported" be for faults of wording to go; more where a rule names the other matter, or the opposite,
# that the source has instead: there the reader errs most.
_FORGIVEN, _FORGIVEN_NAMED = 0.7, 0.85
_NAMED = frozenset({"metric", "negation"})
# Below this it is sure that the source does not say so; of a sentence that takes several quotes together, earlier.
_REJECTED, _REJECTED_TOGETHER = 0.1, 0.3
# From this on the source says otherwise, though no rule can name in what.
_CONTRADICTED = 0.8
# A difference that rules name is none where the reader finds that the source says the same; one of words alone needs
# its consent. Where it finds nothing of the matter, there is nothing to contradict.
_SAME, _CONSENT, _NOTHING = 0.6, 0.55, 0.8
# Of ten changed sentences whose words all stood in the source it was as sure of eight; of twenty-one true ones, of
# two at most.
_DENIED = 0.85
# The reader does not count: a digit or a unit is another, whatever it says.
_COUNTED = frozenset({"digit", "unit"})


class _HasSettings(Protocol):
    @property
    def settings(self) -> IndexSettings: ...


def claim_reader_of(library: _HasSettings) -> ClaimReader | None:
    """Return the judge of claims for a library, or None where it is off, absent or has learned none."""
    settings = library.settings
    if isinstance(settings, Settings) and not settings.answer.reader:
        return None
    reader = open_reader(settings)
    return open_claim_reader(reader) if reader else None


def forgives(faults: Sequence[Fault], reading: ClaimReading | None) -> bool:
    """Say whether faults that only words speak for may go: the reader is sure that the source says the same."""
    named = any(fault.source and fault.kind in _NAMED for fault in faults)
    least = _FORGIVEN_NAMED if named else _FORGIVEN
    return reading is not None and reading.supported >= least


def rejects(reading: ClaimReading | None, bound: bool, quotes: int = 1) -> bool:
    """Say whether wording in which no rule saw a fault may not stand: the reader is sure that it is not said.

    `bound`: the sentence holds numbers, and each is bound; that it is said in other units, the reader does not see.
    `quotes`: so many were needed together.
    """
    least = _REJECTED_TOGETHER if quotes > 1 else _REJECTED
    return reading is not None and not bound and reading.supported < least


# What speaks for a sentence of a draft, in log odds, by a regression over 279 claims that people would write, of
# articles that the reader has not learned from; a changed one that passes costs as much as two true ones that do not.
# The more letters of a sentence are the source's, the surer the reader must be: it is then either said or changed in
# one word. Where numbers are bound, rules have seen to most of it.
_CONSTANT, _LETTERS, _NOUN = 1.46, -4.57, -1.67
_READ, _READ_OF_NUMBERS, _NUMBERS = 1.11, -0.11, 1.31
# What is turned round, or told of all, needs a reader as sure as ever.
_TURNED = frozenset({"negation", "qualifier", "status"})
_LEAST = 0.001
# A copy that leaves out a word of its source is no more doubtful than one that leaves out two.
_COPIED = 0.8


def bears_out(verdict: Verdict, reading: ClaimReading, bound: bool, letters: float) -> bool:
    """Say whether rules and reader together hold a sentence of a draft to be borne out by a passage.

    `letters`: the share of the sentence's letter pairs that the nearest quote of its article holds; `bound`: the
    sentence holds numbers.
    """
    turned = any(fault.source and fault.kind in _TURNED for fault in verdict.faults)
    if turned and reading.supported < _FORGIVEN_NAMED:
        return False
    odds = math.log(max(reading.supported, _LEAST) / max(1 - reading.supported, _LEAST))
    nouns = sum(fault.kind == "metric" for fault in verdict.faults)
    weight = _CONSTANT + _READ * odds + _LETTERS * min(letters, _COPIED) + _NOUN * nouns
    return weight + (_NUMBERS + _READ_OF_NUMBERS * odds if bound else 0.0) >= 0


def denies(reading: ClaimReading | None) -> bool:
    """Say whether the reader is so sure of a contradiction that words which all stand in the source prove nothing.

    The numbers of two things, exchanged, are such words.
    """
    return reading is not None and reading.contradicted >= _DENIED


def contradicts(reading: ClaimReading | None) -> bool:
    """Say whether the reader is so sure of a contradiction that no rule needs to name it."""
    return reading is not None and reading.contradicted >= _CONTRADICTED


def doubts(faults: Sequence[Fault], reading: ClaimReading | None, surest: ClaimReading | None) -> bool:
    """Say whether a difference that rules name is too unsure to be called a contradiction.

    `reading` is of the quote that differs, `surest` of the passage that says most of the matter.
    """
    if reading is None or surest is None:
        return False
    if surest.not_found >= _NOTHING:
        return True
    if any(fault.kind in _COUNTED for fault in faults):
        return False
    return reading.supported >= _SAME or (all(f.soft for f in faults) and reading.contradicted < _CONSENT)


def settle(verdict: Verdict, reading: ClaimReading | None, text: str, bound: bool) -> Verdict:
    """Return a verdict over wording as the reader leaves it."""
    if verdict.carried and rejects(reading, bound, len(verdict.quotes)):
        return replace(verdict, carried=False, faults=(Fault("unsupported", text, None, soft=True),))
    if not verdict.carried and forgives(verdict.faults, reading):
        return replace(verdict, carried=True, faults=())
    return verdict
