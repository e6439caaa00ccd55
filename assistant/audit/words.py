"""The words of a sentence, and whether a source holds them.

Knows nothing of numbers, dates or places: those are bound one by one elsewhere. Works on folded text, so that a
Traditional sentence is covered by a Simplified one and the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from index.lexical.english import chinese_words
from index.text import fold
from index.types import Span

WordKind = Literal["name", "noun", "verb", "other"]

# Tags of jieba (ICTCLAS): what a sentence is about, as against the words that hold it together.
_KINDS: dict[str, WordKind] = {
    "n": "noun",
    "v": "verb",
    "a": "other",
    "i": "other",
    "j": "noun",
    "l": "noun",
    "b": "noun",
}
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz", "eng"})
_RUN = re.compile(r"[一-鿿]+|[a-z]+(?:[-'.][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """One content word of a folded text."""

    span: Span
    text: str
    kind: WordKind


def read_list(name: str) -> list[list[str]]:
    """Return the lines of a list in the package's data folder, each split into its words."""
    text = resources.files("assistant.audit").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word for line in read_list("fillers") for word in line)


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for group in read_list("synonyms"):
        for word in group:
            table[word] = table.get(word, ()) + tuple(other for other in group if other != word)
    return table


def same_meaning(word: str) -> tuple[str, ...]:
    """Return the words that mean the same as the folded `word`, itself first."""
    return (word, *_synonyms().get(word, ()))


def content_words(folded: str, hidden: Iterable[Span] = ()) -> list[Word]:
    """Return the words that carry facts, leaving out fillers and whatever lies in `hidden` (numbers, dates, places)."""
    import rjieba

    covered = sorted(hidden)
    words: list[Word] = []
    offset = 0
    for text, tag in rjieba.tag(folded):
        span = Span(offset, offset + len(text))
        offset = span.end
        bare = text[:-1] if len(text) == 2 and text[-1] in _LINKS_AFTER else text
        if (
            not _RUN.fullmatch(text)
            or text in _fillers()
            or bare in _fillers()
            or _ANAPHOR.fullmatch(text)
            or any(span.overlaps(other) for other in covered)
        ):
            continue
        kind = _kind_of(text, tag)
        if kind is not None and (len(text) > 1 or kind == "name"):
            words.append(Word(span, text, kind))
    return words


def _kind_of(text: str, tag: str) -> WordKind | None:
    """Return what a word is by its tag; what the tagger takes for a name and the dictionary has is an everyday word."""
    if tag in _NAME_TAGS:
        everyday = tag in _GUESSED and "一" <= text[0] <= "鿿" and text in chinese_words() and len(text) <= _PAIR
        return "other" if everyday else "name"
    return _KINDS.get(tag[:1])


# Longer ones are names of people and companies after all: 特斯拉.
_PAIR = 2
# Names that the tagger makes up where it does not know a word: 晋级, 扎根.
_GUESSED = frozenset({"nr", "nrt", "nrfg"})


def find_people(folded: str) -> list[str]:
    """Return the names of people in a folded text, by the tagger."""
    import rjieba

    return [
        text
        for text, tag in rjieba.tag(folded)
        if tag == "nr" and 2 <= len(text) <= _LONGEST_NAME and text[0] in _SURNAMES
    ]


# The most common family names; what the tagger takes for a person and has none of them is mostly none.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟"
    "秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季樊兰殷齐庄章鲁岳温牛葛翁安倪左聂翟耿焦柳祝尤骆路欧阳司徒诸"
)
# 司马相如: the longest Chinese name that is usual.
_LONGEST_NAME = 4


def is_covered(word: Word, source: str) -> bool:
    """Say whether the folded `source` holds `word`: itself, a synonym, or (no name) most of it in its pieces."""
    if any(other in source for other in same_meaning(word.text)) or _bare(word.text) in source:
        return True
    if word.kind == "name" and len(word.text) == _LONGEST_SHORT and word.text[:2] in source and word.text[2] in source:
        # 招商团 of 招商…团组, which the tagger takes for a name.
        return True
    if word.kind == "name" or not word.text[0] >= "一":
        return False
    if len(word.text) == _TERM and word.text[0] + word.text[2] in source:
        # 固体废物 of a source that says 固废.
        return True
    return share_in_pieces(word.text, source) >= _PIECES or is_shortened(word.text, source)


def is_shortened(text: str, source: str) -> bool:
    """Say whether `text` is made of the first letters of words of the source that follow closely: 研发, 世卫, 自贸."""
    if not 2 <= len(text) <= _LONGEST_SHORT:
        return False
    at = -1
    for letter in text:
        found = _initials(source).find(letter, at + 1)
        if found < 0 or (at >= 0 and found - at > _GAP):
            return False
        at = found
    return True


@lru_cache(maxsize=256)
def _initials(source: str) -> str:
    import rjieba

    return "".join(word[0] for word in rjieba.cut(source) if word.strip())


# A term of two words of two letters.
_TERM = 4
# Letters of a short form, and words that it may leave out between two of them: 研究(与)(试验)发展.
_LONGEST_SHORT = 3
_GAP = 3


# 该线, 该园: whatever was named before; 多产, 少收: by how much, and not what.
_ANAPHOR = re.compile(r"[该此本其这那][一-鿿]|[多少][产销卖收缴花用]")
# 率为, 额达: a measure with the verb that follows it.
_LINKS_AFTER = "为达是约超"
# Words that jieba sometimes takes for the first letter of a name: 由云栖.
_LINKS = "占由在与和对向被把将及为从让给据经于至以同该了能要会可需应已还仅只"


def _bare(text: str) -> str:
    """Return a word without a link at its head and a word of measure at its end: 占地面积 → 占地."""
    if len(text) > 1 and text[0] in _LINKS:
        text = text[1:]
    tail = next((n for n in (3, 2) if len(text) >= n + 2 and text[-n:] in _fillers()), 0)
    return text[: len(text) - tail]


# 进口额 is covered by 进口 (2 of 3); 进出 alone does not cover 进出口岸 (2 of 4).
_PIECES = 0.6


def share_in_pieces(text: str, source: str) -> float:
    """Return the share of `text` that stands in `source` in pieces of two code points or more."""
    covered = start = 0
    while start < len(text) - 1:
        end = start + 2
        if text[start:end] not in source:
            start += 1
            continue
        while end < len(text) and text[start : end + 1] in source:
            end += 1
        covered += end - start
        start = end
    return covered / max(len(text), 1)


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of `text`, folded, without punctuation and white space."""
    letters = "".join(char for char in fold(text) if char.isalnum())
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1)) or frozenset({letters} - {""})


def overlap(text: str, source: str) -> float:
    """Return the share of the bigrams of `text` that `source` holds; 0 for an empty text."""
    wanted = bigrams(text)
    return len(wanted & bigrams(source)) / len(wanted) if wanted else 0.0


def alike(a: str, b: str) -> float:
    """Return how much two texts share of their bigrams, of both together: 1 for the same, 0 for nothing."""
    first, second = bigrams(a), bigrams(b)
    together = len(first) + len(second)
    return 2 * len(first & second) / together if together else 0.0
