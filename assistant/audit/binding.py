"""Each number of a claim paired with the number of a source that it can only come from.

A pairing without faults is not yet enough: what is counted must be named near, whoever holds the number must be the
same, and no other number of the sources may fit the claim's words better.
"""

from __future__ import annotations

import re

from assistant.audit.compare import cost, number_faults, same_period
from assistant.audit.parts import Number, Reading, Tools
from assistant.audit.sources import Source
from assistant.audit.words import Word, content_words, is_covered, overlap, same_meaning, share_in_pieces
from assistant.types import Fault
from index.types import Span

# So much of a metric's name must stand near a number.
_SAME_NAME = 0.6


def bind_number(
    mine: Number, reading: Reading, sources: list[Source], tools: Tools
) -> tuple[list[Fault], Source | None, Number | None]:
    """Return the faults of the best pairing of one number, with the source and the number that it was paired with."""
    best: tuple[float, list[Fault], Source, Number] | None = None
    for source in sources:
        for theirs in source.reading.numbers:
            faults = number_faults(mine, theirs, source, tools)
            if not faults:
                faults = (
                    _holder_faults(mine, theirs, reading)
                    + _label_faults(mine, theirs, source)
                    + _rival_faults(mine, theirs, reading, sources)
                )
            price = cost(faults, mine, theirs)
            if best is None or price < best[0]:
                best = (price, faults, source, theirs)
    if best is None:
        return [Fault("unsupported", mine.said, None)], None, None
    return best[1], best[2], best[3]


def _holder_faults(mine: Number, theirs: Number, reading: Reading) -> list[Fault]:
    """Return a company or body that the claim gives a number to, where the source gives it to another."""
    said, held = _ORGANISATION.findall(mine.words), _ORGANISATION.findall(theirs.words)
    if not said or not held or any(name in reading.folded for name in held):
        return []
    alike = any(overlap(name, other) >= _ALIKE for name in said for other in held)
    return [] if alike else [Fault("entity", said[-1], held[-1])]


# Two ways to write one company share so much: 云栖新能源有限公司, 云栖新能源公司.
_ALIKE = 0.5
_ORGANISATION = re.compile(r"[一-鿿]{2,12}?(?:集团|公司|银行|大学|学院|医院|协会|研究院)")


def _label_faults(mine: Number, theirs: Number, source: Source) -> list[Fault]:
    """Return what is counted but named neither in the sentences of the source's number nor in its context."""
    words = source.context + "\n" + _reach(theirs, source)
    faults: list[Fault] = []
    named = {name for _, name in source.reading.metrics}
    if mine.metric and mine.metric not in named and share_in_pieces(mine.metric_said, words) < _SAME_NAME:
        faults.append(Fault("metric", mine.metric_said or mine.metric, theirs.metric_said or None))
    for text in sorted(mine.label):
        word = _as_word(text)
        if word.kind in ("noun", "name") and not is_covered(word, words) and text.isascii() is False:
            faults.append(
                Fault("entity" if word.kind == "name" else "metric", text, " ".join(sorted(theirs.label)) or None)
            )
    return faults


def _reach(number: Number, source: Source) -> str:
    """Return the sentence of a number and the one before it, which may name what it counts."""
    folded, sentences = source.reading.folded, source.reading.sentences
    at = next((i for i, span in enumerate(sentences) if span == number.sentence), None)
    if at is None:
        return folded
    return folded[sentences[max(0, at - 1)].start : number.sentence.end]


def _as_word(text: str) -> Word:
    words = content_words(text)
    return words[0] if len(words) == 1 else Word(Span(0, len(text)), text, "noun")


def _rival_faults(mine: Number, theirs: Number, reading: Reading, sources: list[Source]) -> list[Fault]:
    """Catch swapped numbers: another number of the sources fits the claim's words better than its own."""
    for source in sources if mine.label else ():
        for rival in source.reading.numbers:
            if rival.quantity.canonical_unit != theirs.quantity.canonical_unit or rival.role != theirs.role:
                continue
            if rival.quantity.canonical_value == theirs.quantity.canonical_value or _of_another_time(mine, rival):
                continue
            together, apart = _companions(mine, theirs, reading, sources), _companions(mine, rival, reading, sources)
            if together > apart:
                continue
            if apart > together and _shared(mine.label, rival.label):
                return [Fault("digit", mine.said, rival.said)]
            of_rival = _shared(mine.head, _apart(rival.label, theirs.label))
            of_theirs = _shared(mine.head, _apart(theirs.label, rival.label))
            if len(of_rival) > len(of_theirs) or _fits_better(mine.label, rival.label, theirs.label):
                said = " ".join(sorted(of_rival or mine.label))
                return [Fault("metric", said or mine.said, " ".join(sorted(theirs.label)) or theirs.said)]
    return []


def _companions(mine: Number, theirs: Number, reading: Reading, sources: list[Source]) -> int:
    """Return how many other numbers of the claim stand in the same sentence of a source as `theirs`."""
    others = {
        (number.quantity.canonical_value, number.quantity.canonical_unit)
        for number in reading.numbers
        if number is not mine and number.sentence == mine.sentence
    }
    beside = {
        (number.quantity.canonical_value, number.quantity.canonical_unit)
        for source in sources
        if any(number is theirs for number in source.reading.numbers)
        for number in source.reading.numbers
        if number.sentence == theirs.sentence and number is not theirs
    }
    return len(others & beside)


def _of_another_time(mine: Number, rival: Number) -> bool:
    """Say whether a number cannot be what the claim means, being of another period."""
    return bool(mine.period and rival.period and rival.period_near and not same_period(mine.period, rival.period))


# A number whose words the claim says nearly all, against one whose words it mostly leaves out.
_MUCH_BETTER = 0.5
_BETTER = 0.3


def _fits_better(label: frozenset[str], rival: frozenset[str], theirs: frozenset[str]) -> bool:
    """Say whether the claim leaves out most of what sets its number apart, and nothing of the rival's."""
    if not rival or not theirs:
        return False
    for_rival, for_theirs = len(_shared(label, rival)) / len(rival), len(_shared(label, theirs)) / len(theirs)
    better = for_rival == 1 and for_rival - for_theirs >= _BETTER
    return (better or for_rival - for_theirs >= _MUCH_BETTER) and len(_shared(label, rival)) >= len(
        _shared(label, theirs)
    )


def _apart(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return the words that no word of `others` holds or is held by."""
    return frozenset(word for word in words if not any(word in other or other in word for other in others))


def _said(label: frozenset[str], words: frozenset[str]) -> set[str]:
    return {word for word in words if any(other in label for other in same_meaning(word))}


def _shared(label: frozenset[str], words: frozenset[str]) -> set[str]:
    """Return those of `words` that the label says, in these or in other words of the same meaning."""
    return {
        word
        for word in words
        if any(other in label for other in same_meaning(word)) or any(word in mine for mine in label)
    }
