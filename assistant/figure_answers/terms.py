"""Words that tell one figure from another, in a question and in a record, and how well one is found in the other.

A term is a word of the text (jieba) after known metrics have been taken out under their canonical name, so that GDP
and 地区生产总值 meet. Terms that any metric may carry (总额, 数, 规模) weigh little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from assistant.figure_answers.types import Metrics
from index.text import fold

_LIGHT_WEIGHT = 0.3
# Longer texts are articles, which are shielded once.
_SHORT = 300
# Longer metrics that hold the name of another one: 出口 is not found in 进出口. Each stands as one private code point.
_WHOLES = ("进出口", "增加值", "净出口", "非金融", "未完成", "非公有", "不含", "再投资", "战略性新兴")
# Parts of speech (jieba) that name things: nouns, names, abbreviations, places, kinds, foreign words, private signs.
_NAMING = frozenset("njsbexzl")
# Verbs that stand for any other and tell nothing.
_PRO_VERBS = frozenset(["做", "搞", "弄", "办", "有", "叫", "算"])
# Parts of speech of a single character that ends a longer noun.
_TAIL_NOUNS = frozenset("nqkgz")
# Parts of speech of words that only join: particles, auxiliaries, prepositions, conjunctions.
_PARTICLES = frozenset("uypc")
_PRIVATE = {word: chr(0xE000 + i) for i, word in enumerate(_WHOLES)}
# 签约额 and 签约, 项目数 and 项目 name the same thing; words of two characters (产量, 人数) stay whole.
_GENERIC_TAIL = re.compile(r"(?<=..)[数额量]$")
_PUNCTUATION = re.compile(r"[\s，,。；;：:！!？?、“”\"'‘’《》<>（）()【】\[\]…—\-–~～·%/\\|&*#@^+=_`$]+")
# Half of a term's pairs found is chance (企业总部 in 企业总数); from here on it is the same word written otherwise.
_PARTIAL_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Term:
    """A word and its weight; `naming` where it is a noun, a name or a foreign word rather than a verb."""

    word: str
    weight: float
    naming: bool = True


@cache
def read_words(name: str) -> frozenset[str]:
    """Return the words of a list in the package's data folder; a line that starts with # is a remark."""
    text = resources.files("assistant.figure_answers").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def read_columns(name: str, count: int) -> tuple[tuple[str, ...], ...]:
    """Return the first `count` columns of a table in the package's data folder, in the file's order."""
    text = resources.files("assistant.figure_answers").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(tuple(row[:count]) for row in rows)


@cache
def read_pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a list in the package's data folder, in the file's order."""
    return tuple((row[0], row[1]) for row in read_columns(name, 2))


def shield(text: str) -> str:
    """Return folded text in which the wholes that hold other metrics' names are one code point each."""
    return _shield_short(text) if len(text) <= _SHORT else _shield_long(text)


def _shield(text: str) -> str:
    return shield_folded(fold(text))


def shield_folded(folded: str) -> str:
    """Return text that is folded already with its wholes as one code point each."""
    for word, other in read_pairs("synonyms"):
        folded = folded.replace(word, other)
    for word, private in _PRIVATE.items():
        folded = folded.replace(word, private)
    return folded


# The same names and sentences come again and again while one question is answered.
_shield_short = lru_cache(maxsize=1 << 15)(_shield)
_shield_long = lru_cache(maxsize=1 << 8)(_shield)


# Words of time, which belong to a period and never tell metrics apart.
PERIOD_WORDS = re.compile(
    r"(?:\d{2,4}年)?(?:1|一)?(?:[-—至到~])?\d{1,2}月(?:份|底|末|初|上旬|中旬|下旬)?|\d{4}年(?:底|末|初|度)?|(?:上|下)半年|前?[一二三四1-4]季度"
    r"|今年以来|今年|去年|前年|当年|近[一二三四五两几\d]年|前\d{1,2}个月|截至|目前|同期"
)


def unshield(word: str) -> str:
    """Return a shielded word as it is written."""
    return word.translate(_WIDTHS)


@cache
def _tag(text: str) -> tuple[tuple[str, str], ...]:
    """Cut shielded text into words with their parts of speech; private code points stand alone."""
    import rjieba

    return tuple(pair for part in _PUNCTUATION.split(text) for pair in rjieba.tag(part, False) if pair[0].strip())


def is_light(word: str) -> bool:
    """Say whether any metric may carry a word, so that it tells none apart."""
    return word in read_words("light_words")


@cache
def join_singles(text: str) -> tuple[Term, ...]:
    """Return the content terms of a text; single characters in a row are one name that no dictionary holds.

    A single noun right behind a word of two characters belongs to it: 充电桩.
    """
    import rjieba

    found: list[tuple[str, bool, bool]] = []
    for part in _PUNCTUATION.split(shield(text)):
        open_end = False
        for word, tag in rjieba.tag(part, False):
            empty = word in read_words("empty_words") or (len(word) == 1 and tag[:1] in _PARTICLES)
            # 中老铁路: before another single character 中 is the country.
            empty = (empty or word in _PRO_VERBS) and not (word == "中" and not open_end)
            if open_end and not empty and len(word) == 1 and (tag[:1] in _TAIL_NOUNS or found[-1][1]):
                found[-1] = (found[-1][0] + word, found[-1][1], True)
            elif not empty:
                found.append((word, len(word) == 1, _is_naming(word, tag)))
            open_end = not empty and (len(word) == 2 or found[-1][1])
    return tuple({word: Term(word, weigh(word), naming) for word, _, naming in found}.values())


def _is_naming(word: str, tag: str) -> bool:
    """Say whether a word names a thing; what holds Latin letters (5G) does."""
    return tag[:1] in _NAMING or any("a" <= char <= "z" for char in word)


@cache
def is_proper(word: str) -> bool:
    """Say whether the dictionary takes a word for a proper name, or does not hold it whole."""
    import rjieba

    tagged = rjieba.tag(word, False)
    return len(tagged) > 1 or tagged[0][1] in ("nr", "nz", "nt", "ns", "nrt", "nrfg")


def tag_words(text: str) -> tuple[tuple[str, str], ...]:
    """Cut folded text into all its words with their parts of speech."""
    import rjieba

    return tuple(rjieba.tag(text, False))


def cut_words(text: str) -> tuple[str, ...]:
    """Cut folded text into all its words, in order."""
    import rjieba

    return tuple(rjieba.cut(text, False))


def name_metrics(text: str, metrics: Metrics) -> tuple[str, tuple[str, ...]]:
    """Return the text without the metrics that the vocabulary finds in it, and their canonical names in order."""
    names: list[str] = []
    parts: list[str] = []
    at = 0
    for span, name in sorted(metrics.find(text), key=lambda found: (found[0].start, -found[0].end)):
        if span.start < at:
            continue
        parts += [text[at : span.start], " "]
        names.append(name)
        at = span.end
    parts.append(text[at:])
    return "".join(parts), tuple(dict.fromkeys(names))


def split_terms(text: str) -> tuple[Term, ...]:
    """Return the content terms of a text, each once, in order."""
    terms: dict[str, Term] = {}
    for whole, part_of_speech in _tag(shield(text)):
        word = _GENERIC_TAIL.sub("", whole)
        if word not in read_words("empty_words") and word not in terms:
            terms[word] = Term(word, weigh(word), _is_naming(word, part_of_speech))
    return tuple(terms.values())


def weigh(word: str) -> float:
    """Return how much a word tells metrics apart: its length, little for words that any metric carries."""
    if word in read_words("light_words"):
        return _LIGHT_WEIGHT
    if word.isdigit():
        return 1.0
    return float(min(len(word.translate(_WIDTHS)), 5))


# A private code point weighs like the word it stands for.
_WIDTHS = {ord(private): word for word, private in _PRIVATE.items()}


def credit(word: str, text: str) -> float:
    """Return how far a word is found in shielded text: 1 whole, else the share of its pairs, 0 below a half."""
    if word in text:
        return 1.0
    if len(word) < 3:
        return 0.0
    pairs = _pairs_of(word)
    held = 0
    for pair in pairs:
        held += pair in text
    share = held / len(pairs)
    return share * 0.9 if share >= _PARTIAL_FROM else 0.0


# The words of one question are looked for around each of its candidates.
@lru_cache(maxsize=1 << 12)
def _pairs_of(word: str) -> tuple[str, ...]:
    return tuple(word[i : i + 2] for i in range(len(word) - 1))


def cover(terms: tuple[Term, ...], *fields: tuple[str, float]) -> float:
    """Return the share of the terms' weight that is found in the best of the shielded fields, each with its worth."""
    total = sum(term.weight for term in terms)
    if total == 0:
        return 1.0
    return sum(t.weight * max(worth * credit(t.word, text) for text, worth in fields) for t in terms) / total
