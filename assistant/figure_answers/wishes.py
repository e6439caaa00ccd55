"""The words of one wanted number: those to look for near it, and those to look for around it.

What stands next to the word that asks names the thing that is counted and weighs most; nouns weigh more than verbs, and
words of everyday speech stand for those of reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.figure_answers.sorts import ASKING, RATE_WORDS
from assistant.figure_answers.terms import PERIOD_WORDS, Term, join_singles, read_pairs, shield
from assistant.types import Question
from index.text import fold
from index.types import Quantity

# A place that the question names is as telling as a long word.
REGION_WEIGHT = 3.0
# A long word is no more telling than two short ones.
_HEAVIEST = 4.0
# Verbs and other words that name nothing can be put otherwise; the thing that is counted weighs at least this much.
_NO_NAME, _COUNTED = 0.7, 2.0
# Weight of the words next to the one that asks, which name the thing that is counted.
_FOCUS = (1.6, 1.5, 1.4, 1.2)
_RUN = re.compile(r"[\u4e00-\u9fffa-z0-9\ue000-\ue0ff]+")


@dataclass(frozen=True, slots=True)
class Word:
    """An asked word in all its writings, and its weight."""

    forms: tuple[str, ...]
    weight: float
    naming: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """One number that is wanted, as words to look for near it and words to look for around it."""

    what: tuple[Word, ...]
    where: tuple[Word, ...]
    pairs: frozenset[str]
    around: frozenset[str]
    unit: Quantity | None


def strip_periods(text: str, question: Question) -> str:
    """Return folded text without the question's periods and other words of time."""
    text = fold(text)
    for period in question.periods:
        if period.said:
            text = text.replace(fold(period.said), " ")
    return PERIOD_WORDS.sub(" ", text)


def write_forms(word: str) -> tuple[str, ...]:
    """Return a word with what reports say for it."""
    said = next((others for everyday, others in read_pairs("everyday") if everyday == word), "")
    return (word, *(shield(other) for other in said.split()))


def weigh_focus(words: str, unit: Quantity | None) -> tuple[Word, ...]:
    """Return the content words of an ask; those nearest to the word that asks name what is counted and weigh more."""
    asking = ASKING.search(words)
    start, end = asking.span() if asking else (len(words), len(words))
    if unit is not None:
        end = unit.span.end
    before, after = words[:start], words[end:]
    order: list[tuple[int, Term, bool]] = []
    for text, left in ((before, True), (after, False)):
        shielded = shield(text)
        for term in join_singles(text):
            if term.word not in RATE_WORDS:
                at = shielded.rfind(term.word) if left else shielded.find(term.word)
                order.append((len(shielded) - at - len(term.word) if left else at, term, left))
    order.sort(key=lambda found: found[0])
    heavy = [term.word for _, term, _ in order if term.weight >= 1]
    factors = dict(zip(heavy, _FOCUS, strict=False))
    words_of: list[Word] = []
    for distance, term, left in order:
        weight = min(term.weight, _HEAVIEST) * (1.0 if term.naming else _NO_NAME)
        if not left and not distance:
            # What stands right behind the asking word is the thing that is counted.
            weight = max(weight, _COUNTED)
        words_of.append(
            Word(write_forms(term.word), weight * factors.get(term.word, 1.0), term.naming and term.weight >= 1)
        )
    return tuple(words_of)


def read_pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of shielded text."""
    runs = _RUN.findall(ASKING.sub(" ", text))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
