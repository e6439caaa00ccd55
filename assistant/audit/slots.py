"""What a claim puts where its source has something else: 参议院 in a sentence that is otherwise about 众议院.

Words alone do not see this: both houses stand in the article. So the claim is laid beside the sentence that it comes
nearest to, and where all around a place agrees, the two nouns in it are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from assistant.audit.polarity import OPPOSITES
from assistant.audit.sources import Source
from assistant.audit.words import Word, content_words, overlap, read_list, same_meaning, share_in_pieces
from index.types import Span

# So much of a claim must stand in a sentence for what stands there to take each other's place.
_BESIDE = 0.3
# What a noun is put for has at most so many code points, and as many must agree on each side.
_LONGEST = 6
_AGREEING = 2
_HAN = re.compile(r"[一-鿿]+")
_EDGE = "，,。；;：:！!？?\n"


def find_slot_faults(folded: str, sentence: str) -> list[tuple[str, str]]:
    """Return (said, source) for each noun of a folded claim that stands in the place of another of its sentence."""
    if not sentence:
        return []
    pairs = [(mine.text, theirs.text) for mine, theirs in _replaced(folded, sentence)]
    found = [(mine, theirs) for mine, theirs in pairs if _are_two_things(mine, theirs, sentence)]
    return list(dict.fromkeys(found + _sibling_faults(folded, sentence)))


def find_turned_faults(folded: str, sentence: str) -> list[tuple[str, str]]:
    """Return (said, source) where the claim does to a thing the opposite of what its sentence does to it.

    提高物流成本 of 降低物流成本, 提高效率: that the sentence raises something else does not speak for it.
    """
    faults: list[tuple[str, str]] = []
    for left, right in OPPOSITES if sentence else ():
        for mine, theirs in ((left, right), (right, left)):
            done, held = (_deeds(words, text) for words, text in ((mine, folded), (theirs, sentence)))
            kept = set(_deeds(mine, sentence)) | set(_deeds(theirs, folded))
            faults += [(done[what], held[what]) for what in done if what in held and what not in kept]
    return list(dict.fromkeys(faults))


def _deeds(words: Sequence[str], text: str) -> dict[tuple[str, str], str]:
    """Return how a text puts what one of `words` does to a thing, by the letters next to it: behind it, or before."""
    found: dict[tuple[str, str], str] = {}
    for match in re.finditer("|".join(words), text):
        after, before = _THING.match(text, match.end()), text[max(0, match.start() - _AGREEING) : match.start()]
        if after:
            found["behind", after["what"]] = match.group() + after["what"]
        if len(before) == _AGREEING and _HAN.fullmatch(before):
            found["before", before] = before + match.group()
    return found


_THING = re.compile(r"了?(?P<what>[一-鿿]{2})")


def _sibling_faults(folded: str, sentence: str) -> list[tuple[str, str]]:
    """Return (said, source) where the claim names one of several that divide a matter, and the sentence another alone.

    A word that the sentence has too, or that is a part of one of its words (专利 of 专利权), is no other.
    """
    faults: list[tuple[str, str]] = []
    for siblings in _siblings():
        mine, theirs = (_among(siblings, text) for text in (folded, sentence))
        if mine and theirs and not set(mine) & set(theirs):
            faults.append((mine[0], theirs[0]))
    return faults


def _among(siblings: Sequence[Sequence[str]], text: str) -> list[str]:
    """Return which of several siblings a text names, each by the first of its names; a longer name hides a shorter."""
    found: list[str] = []
    names = sorted(((name, group[0]) for group in siblings for name in group), key=lambda pair: -len(pair[0]))
    for name, first in names:
        if name in text:
            found.append(first)
            text = text.replace(name, "　")
    return found


@cache
def _siblings() -> list[list[list[str]]]:
    """Return the lines of the list: each holds siblings, and each sibling its names."""
    return [[name.split("/") for name in line] for line in read_list("siblings")]


def find_beside(folded: str, sources: Sequence[Source]) -> str:
    """Return the sentence that a claim is laid beside: it holds most of it, and of those as near it is the shortest."""
    sentences = [span.of(source.reading.folded) for source in sources for span in source.reading.sentences]
    best = max(sentences, key=lambda sentence: (overlap(folded, sentence), -len(sentence)), default="")
    return best if overlap(folded, best) >= _BESIDE else ""


def _replaced(folded: str, sentence: str) -> Iterator[tuple[Word, Word]]:
    """Yield the nouns of two texts that stand in one place, with the same words before and behind it."""
    blocks = SequenceMatcher(None, folded, sentence, autojunk=False).get_matching_blocks()
    mine, theirs = ([w for w in content_words(text) if w.kind in ("noun", "name")] for text in (folded, sentence))
    ends = [(0, 0, 0), *((b.a, b.b, b.size) for b in blocks if b.size)]
    for (a, b, size), (next_a, next_b, next_size) in pairwise(ends):
        here, there = Span(a + size, next_a), Span(b + size, next_b)
        opens = here.start == 0 or folded[here.start - 1] in _EDGE
        if (size < _AGREEING and not opens) or next_size < _AGREEING:
            continue
        if not 0 < here.end - here.start <= _LONGEST or not 0 < there.end - there.start <= _LONGEST:
            continue
        pair = [[w for w in words if w.span.overlaps(at)] for words, at in ((mine, here), (theirs, there))]
        # A name in the place of a noun (南京 of 分产业看) is another way to begin.
        if len(pair[0]) == len(pair[1]) == 1 and pair[0][0].kind == pair[1][0].kind:
            yield pair[0][0], pair[1][0]


def _are_two_things(a: str, b: str, sentence: str) -> bool:
    """Say whether two nouns are of one kind and not the same: 民主党人, 共和党人, but not 商品, 优质产品."""
    if not _HAN.fullmatch(a + b) or a in sentence or b in same_meaning(a) or a in b or b in a:
        return False
    if min(len(a), len(b)) == _SHORT and set(a[-_SHORT:]) & set(b[-_SHORT:]):
        # 荒漠, 沙漠: of words so short, those that share a letter mostly mean nearly the same.
        return False
    if share_in_pieces(a, b) >= _SAME or share_in_pieces(b, a) >= _SAME:
        return False
    return len(a) == len(b) or a[-1] == b[-1]


_SHORT = 2
# Two names for one thing share so much: 国家发改委, 国家发展改革委.
_SAME = 0.6


_CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]+")
_PART = re.compile(r"[^。；;！!？?\n]+")


def find_crossed_faults(folded: str, sources: Sequence[Source]) -> list[tuple[str, str]]:
    """Return (said, source) where two clauses of a claim have each a half of what two clauses of a source tell.

    甲推动削减，乙表示担忧 of 乙推动削减，甲表示担忧: all words are the source's, and none stands where it stood. So do
    two sentences, where a clause of each tells to whom what is told belongs: 针对甲，设立…；针对乙，推出….
    """
    for unit in (_CLAUSE, _PART):
        theirs = [match.group() for source in sources for match in unit.finditer(source.reading.folded)]
        found = _find_crossed([match.group() for match in _CLAUSE.finditer(folded)], list(dict.fromkeys(theirs)))
        if found:
            return [found]
    return []


def _find_crossed(clauses: Sequence[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    mine = [_homes(clause, theirs) for clause in clauses]
    for i, one in enumerate(mine):
        for other in mine[i + 1 :]:
            both = [home for home in dict.fromkeys(one.values()) if home in other.values()]
            if len(both) >= _HALVES:
                crossed = [word for word, home in (*one.items(), *other.items()) if home in both[:_HALVES]]
                return " ".join(crossed), "，".join(theirs[home] for home in both[:_HALVES])
    return None


_HALVES = 2


def _homes(clause: str, theirs: Sequence[str]) -> dict[str, int]:
    """Return which one clause of a source each word of a claim's clause stands in, where it is one alone."""
    homes: dict[str, int] = {}
    for word in content_words(clause):
        found = [i for i, other in enumerate(theirs) if word.text in other]
        if len(found) == 1:
            homes[word.text] = found[0]
    return homes
