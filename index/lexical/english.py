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

_IRREGULAR = {
    "grew": "grow", "grown": "grow", "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall",
    "built": "build",
    "spent": "spend", "sold": "sell", "made": "make", "took": "take", "taken": "take", "bought": "buy", "paid": "pay",
    "held": "hold", "set": "set", "began": "begin", "begun": "begin", "won": "win", "lost": "lose", "shrank": "shrink",
    "shrunk": "shrink", "brought": "bring", "gave": "give", "given": "give", "saw": "see", "seen": "see", "laid": "lay",
    "drew": "draw", "drawn": "draw", "drove": "drive", "driven": "drive", "flew": "fly", "flown": "fly",
    "left": "leave",
    "met": "meet", "sent": "send", "taught": "teach", "wrote": "write", "written": "write", "people": "people",
}  # fmt: skip


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Load the table, once; it takes a tenth of a second."""
    lines = files("index.data").joinpath("english.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {phrase: tuple(words.split(" ")) for phrase, words in pairs}


@cache
def listed_terms() -> tuple[tuple[str, str], ...]:
    """Return the English terms of metrics with the Chinese that sources use, in the file's order."""
    return _read_pairs("english_terms")


@cache
def worded_terms() -> tuple[dict[str, str], dict[str, str]]:
    """Return the Chinese of every listed English word or phrase, and the same by the stems of its words."""
    terms = [(phrase, chinese) for phrase, chinese in listed_terms() if "多少" not in chinese and " " not in chinese]
    exact = dict([*terms, *_read_pairs("english_words")])
    return exact, {" ".join(stem(word) for word in phrase.split()): exact[phrase] for phrase in reversed(exact)}


def _read_pairs(name: str) -> tuple[tuple[str, str], ...]:
    lines = files("index.data").joinpath(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((pair[0], pair[1]) for pair in pairs)


def stem(word: str) -> str:
    """Return a word without the ending of its form; two forms of a word have one stem, which need be no word."""
    word = _IRREGULAR.get(word, word)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + instead
            break
    word = word[:-1] if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "ls" else word
    return word.removesuffix("e") if len(word) > SHORTEST else word


# A word with more meanings than these that is no noun in Chinese is too vague to be said by one of them.
_CLEAR = 3


@cache
def first_meaning(word: str) -> str | None:
    """Return the Chinese that a single word most often means, a noun before others; None where that is not clear."""
    import rjieba

    meant = next((meant for form in _stems(word) if (meant := _table().get(form))), ())
    noun = next((chinese for chinese in meant if rjieba.tag(chinese, False)[0][1][:1] == "n"), None)
    return noun or (meant[0] if meant and len(meant) <= _CLEAR else None)


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
