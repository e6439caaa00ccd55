"""English beside Chinese: the words of an English question that name metrics, and the English for an answer.

A closed list of terms of economic statistics; what it does not know stays in the source's own writing.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_LATIN = re.compile(r"[a-z][a-z'’.]*")
# Acronyms and names that Chinese sources write in Latin letters stay.
_KEPT = re.compile(r"^(?:fdi|gdp|rcep|5g|ai|led|lng|ipo|\w*\d\w*)$")


@cache
def read_pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a list in the package's data folder, in the file's order."""
    text = resources.files("assistant.figure_answers").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((row[0], row[1]) for row in rows)


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
