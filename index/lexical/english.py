"""English words in a question, as the Chinese words that articles may say them with.

A phrase is looked up as long as it can be (steam engine before steam), then by the stem of its last word. All that it
may mean is sought as one word: of 住, 活 and 生活 for live, whichever a passage says counts, and only once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

# Words of the longest phrase in the table.
LONGEST = 3
# Shorter than this, what is left of a word without its ending is no word.
SHORTEST = 3

_WORD = re.compile(r"[a-z]{1,40}(?:['-][a-z]{1,20}){0,3}")
# Endings, and what stands in their place.
_ENDINGS = (
    ("'s", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("er", ""), ("ers", ""), ("ly", ""), ("est", ""),
)  # fmt: skip


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Load the table, once; it takes a tenth of a second."""
    lines = files("index.data").joinpath("english.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {phrase: tuple(words.split(" ")) for phrase, words in pairs}


@cache
def chinese_words() -> frozenset[str]:
    """Return the Chinese words of the table: everyday words, as against names."""
    return frozenset(word for words in _table().values() for word in words)


@cache
def english_words() -> frozenset[str]:
    """Return the English words of the table that stand alone: everyday words, in small letters."""
    return frozenset(phrase for phrase in _table() if " " not in phrase)


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for phrase, words in _table().items():
        for word in words:
            found.setdefault(word, []).append(phrase)
    return {
        word: tuple(sorted(phrases, key=lambda phrase: (len(phrase.split()), phrase)))
        for word, phrases in found.items()
    }


def find_phrases(chinese: str) -> tuple[str, ...]:
    """Return the English phrases that the table has for a Chinese word, those of the fewest words first."""
    return _phrases().get(chinese, ())


def translate_words(folded: str, skipped: frozenset[str]) -> list[tuple[str, ...]]:
    """Return each English phrase of a folded question that the table holds: its words, then the Chinese ones for it.

    `skipped` words begin no phrase, but may stand inside one (freedom of speech).
    """
    words = _WORD.findall(folded)
    found: list[tuple[str, ...]] = []
    start = 0
    while start < len(words):
        length, meant = _longest(words[start : start + LONGEST]) if words[start] not in skipped else (1, ())
        if meant:
            found.append((*words[start : start + length], *meant))
        start += length
    return list(dict.fromkeys(found))


def _longest(words: list[str]) -> tuple[int, tuple[str, ...]]:
    """Return how many of `words` make the longest phrase of the table, and what it means; one word and nothing else."""
    for length in range(len(words), 0, -1):
        before = words[: length - 1]
        for last in _stems(words[length - 1]):
            if meant := _table().get(" ".join([*before, last])):
                return length, meant
    return 1, ()


def _stems(word: str) -> Iterator[str]:
    """Yield `word`, and what it may be a form of."""
    yield word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            stem = word[: -len(ending)]
            yield stem + instead
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]
