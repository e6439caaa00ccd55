"""English beside Chinese: the words of an English question that name metrics, and the English for an answer.

A closed list of terms of economic statistics; what it does not know stays in the source's own writing.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.figure_answers.terms import read_pairs

_LATIN = re.compile(r"[a-z][a-z'’.]*")
# Acronyms and names that Chinese sources write in Latin letters stay.
_KEPT = re.compile(r"^(?:fdi|gdp|rcep|5g|ai|led|lng|ipo|\w*\d\w*)$")


@cache
def _english_terms() -> tuple[re.Pattern[str], dict[str, str]]:
    terms = dict(read_pairs("english_terms"))
    longest_first = sorted((re.escape(term) for term in terms), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(longest_first)})(?![a-z])"), terms


def translate_question(text: str) -> str:
    """Return a folded English question with the terms that are known in Chinese; other Latin words are dropped."""
    pattern, terms = _english_terms()
    known = pattern.sub(lambda found: f" {terms[found.group()]} ", text)
    return _LATIN.sub(lambda found: found.group() if _KEPT.match(found.group()) else " ", known)


def gloss_metric(metric: str) -> str | None:
    """Return the English for a Chinese metric where the list knows its head, else None."""
    for chinese, english in read_pairs("metric_names"):
        if chinese in metric:
            return english
    return None


_UNITS = (
    ("万亿", " trillion"), ("亿", "00 million"), ("万", "0 thousand"), ("美元", " US dollars"), ("元", " yuan"),
    ("个百分点", " percentage points"), ("倍", " times"), ("%", "%"),
)  # fmt: skip


def gloss_unit(unit: str) -> str:
    """Return a written unit for an English sentence: the source's own, with English for rates."""
    return next((english for chinese, english in _UNITS[5:] if unit == chinese), f" {unit}" if unit else "")
