"""What counts as a word in Chinese text, for a question and a passage alike.

Words and sub-words come from jieba's search cut; pairs of neighbouring characters stand beside them, which is how
names that no dictionary holds (a zone, a policy, a person) are found; a number is kept whole with its unit, and once
more alone; Latin words are lower-case. Everything happens on folded text, so Traditional and full-width writing give
the same tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Protocol

from index.lexical.english import translate_words
from index.text import fold

# Part of the format: an index whose tokens were made by other rules is rebuilt.
TOKENS_VERSION = 1
# A pair of neighbours that is no dictionary word says less than a word; it is a token of its own kind.
PAIR = "\x01"

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df"
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_HAN_WORD = re.compile(rf"[{_HAN}]{{2,}}")
_LATIN = re.compile(r"[a-z][a-z0-9]{0,39}(?:[-.&'][a-z0-9]{1,20}){0,4}")
_NUMBER = re.compile(
    r"(?P<number>[0-9]{1,15}(?:,[0-9]{3}(?![0-9])){0,5}(?:\.[0-9]{1,8})?)"
    r"(?P<unit>(?:个百分点|[%‰]|[十百千]?[万亿]{0,2}(?:美元|欧元|英镑|日元|港元|元|平方公里|平方千米|平方米|公里|千米|公顷"
    r"|千瓦时|千瓦|吨|米|亩|倍|人次|人|家|个|项|户|套|辆|台|件|年|月|日|季度)?))"
)
# Long and short names of the same kind of zone or body; either finds the other.
_SHORT_NAMES = {
    "经济技术开发区": "经开区",
    "经济开发区": "经开区",
    "高新技术产业开发区": "高新区",
    "高新技术开发区": "高新区",
    "高新技术产业园区": "高新区",
    "综合保税区": "综保区",
    "自由贸易试验区": "自贸区",
    "自由贸易区": "自贸区",
    "自贸试验区": "自贸区",
    "国内生产总值": "gdp",
    "地区生产总值": "gdp",
    "外商直接投资": "fdi",
}
_LONG_NAME = re.compile("|".join(sorted(_SHORT_NAMES, key=len, reverse=True)))
# Words that make a sentence a question; no answer is found by them.
_ASKING = re.compile(
    "为什么|什么时候|什么时间|是什么|有哪些|是哪些|是多少|有多少|怎么样|怎样|怎么|如何|什么|哪些|哪个|哪里|哪儿|哪年|哪一|多少|是否"
    "|请问|告诉我|分别|几个|几年|多久|吗|呢|谁|几"
)
# Likewise in English; articles in Chinese hold these only by accident, and then they would count as rare.
_ENGLISH = frozenset(
    re.findall(
        "[a-z]+",
        "a about an and are as at be been being by can could did do does during for from had has have how if in into is"
        " it its kind many much name of on or over s should than that the their them they this to type under until was"
        " were what when where which while who whom whose why will with would",
    )
)


class _Cutter(Protocol):
    """The part of jieba that is used."""

    def cut_for_search(self, text: str, /) -> list[str]:
        """Return the words of `text` and the dictionary words inside them."""


@cache
def _cutter() -> _Cutter:
    """Load the dictionary, once; it takes a tenth of a second."""
    import rjieba

    cutter: _Cutter = rjieba.Jieba()
    return cutter


@lru_cache(maxsize=1 << 20)
def hash_token(token: str) -> int:
    """Return the 64-bit name under which `token` is stored; 10 million tokens share one with odds of 1 : 370,000."""
    return int.from_bytes(blake2b(token.encode(), digest_size=8).digest(), "little")


def tokenise(text: str) -> list[str]:
    """Return the tokens of `text` in no particular order, repeated as often as they stand there."""
    folded = fold(text)
    tokens = [word for word in _cutter().cut_for_search(folded) if _HAN_WORD.fullmatch(word)]
    words = set(tokens)
    tokens += [PAIR + pair for pair in _pairs(folded) if pair not in words]
    tokens += _LATIN.findall(folded)
    tokens += _numbers(folded)
    tokens += [_SHORT_NAMES[match.group()] for match in _LONG_NAME.finditer(folded)]
    return tokens


def question_tokens(question: str) -> list[str]:
    """Return the distinct tokens of `question` that can find something, sorted.

    The asking words are taken out where anything else is left, and no pair is made across the gap.
    """
    bare = _ASKING.sub(" ", fold(question))
    return sorted(set(tokenise(bare)) - _ENGLISH or set(tokenise(question)))


def question_terms(question: str) -> list[tuple[str, ...]]:
    """Return what `question` seeks, each as the tokens that say it: one, or all that an English word may mean."""
    folded = fold(question)
    meant = [] if _HAN_RUN.search(folded) else translate_words(folded, _ENGLISH)
    known = {token for term in meant for token in term}
    return [(token,) for token in question_tokens(question) if token not in known] + meant


def _pairs(folded: str) -> Iterator[str]:
    """Yield each two neighbouring Han characters; a character alone stands for itself."""
    for match in _HAN_RUN.finditer(folded):
        run = match.group()
        if len(run) == 1:
            yield run
        for start in range(len(run) - 1):
            yield run[start : start + 2]


def _numbers(folded: str) -> Iterator[str]:
    """Yield each number without its thousands marks, and once more with its unit."""
    for match in _NUMBER.finditer(folded):
        number = match["number"].replace(",", "")
        yield number
        if match["unit"]:
            yield number + match["unit"]
