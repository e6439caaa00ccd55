"""English beside Chinese: the English for an answer.

A metric is glossed word for word or not at all: 农村居民人均可支配收入 is "disposable income per head, rural
residents", and one of which a word is not known stays in the source's own writing.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.figure_answers.terms import read_pairs, tag_words
from assistant.figure_answers.view import GROWTH_TAIL
from index.lexical.english import find_phrases, listed_terms
from index.text import fold

# What a metric's name may carry without being another metric.
_EMPTY = re.compile(r"^(?:总额|总值|总量|总数|数量|金额|规模|的|数|额|量|总)")
_PARTNER = {"对": "with", "自": "from"}
_RANKS = {"市": "", "区": "District", "县": "County"}
_PLAIN_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}(?<!自治)(?<!高新)(?<!经开)(?<!开发)(?<!新)(?<!园)(?<!景)[市区县]")
_CITY_AND_PART = re.compile(r"([\u4e00-\u9fff]{2,4}市)([\u4e00-\u9fff]{1,4}(?<!高新)(?<!经开)(?<!开发)(?<!新)[区县])")


@cache
def _chinese_terms() -> dict[str, str]:
    """Return the Chinese of all listed terms with the English of an answer; the names of metrics win."""
    listed = {chinese: english for english, chinese in reversed(listed_terms()) if " " not in chinese}
    return {**listed, **dict(read_pairs("metric_names"))}


def gloss_metric(metric: str) -> str | None:
    """Return the English for a Chinese metric, None where one of its words is not known."""
    words = GROWTH_TAIL.sub("", fold(metric)) or fold(metric)
    parts: list[str] = []
    partner = ""
    while words:
        if words[0] in _PARTNER and parts == [] and not partner:
            partner, words = _PARTNER[words[0]], words[1:]
            continue
        empty = _EMPTY.match(words) if parts else None
        known = next((words[:n] for n in range(len(words), 1, -1) if words[:n] in _chinese_terms()), "")
        if known:
            parts.append(_capitalise(_chinese_terms()[known]))
        elif empty:
            known = empty.group()
        else:
            known = tag_words(words)[0][0]
            noun = tag_words(words)[0][1][:1] == "n" and len(known) > 1
            phrases = find_phrases(known) if noun else ()
            if not phrases:
                return None
            parts.append(phrases[0])
        words = words[len(known) :]
    return _join(parts, partner)


def _capitalise(english: str) -> str:
    """Return a listed term, the names among them with capitals."""
    if english in ("asean", "fdi", "gdp", "cpi", "brics"):
        return english.upper()
    return english.title() if english in ("european union", "united states", "japan", "hong kong") else english


def _join(parts: list[str], partner: str) -> str | None:
    """Return the last word as the head, what narrows it behind a comma, or behind `with` for a partner."""
    if not parts or (partner and len(parts) < 2):
        return None
    narrowing = " ".join(parts[:-1])
    if partner:
        return f"{parts[-1]} {partner} {narrowing}"
    return f"{parts[-1]}, {narrowing}" if narrowing else parts[-1]


def gloss_place(name: str) -> str | None:
    """Return the English for a place's name: 佛山市 is Foshan, 铁西区 Tiexi District; None where none is known."""
    known = dict(read_pairs("place_names"))
    if name in known:
        return known[name]
    city = _CITY_AND_PART.fullmatch(name)
    if city:
        return f"{gloss_place(city.group(2))}, {gloss_place(city.group(1))}"
    if _PLAIN_PLACE.fullmatch(name):
        return f"{_spell(name[:-1]).capitalize()} {_RANKS[name[-1]]}".strip()
    return None


def _spell(words: str) -> str:
    """Return Chinese words in pinyin, without tones and spaces."""
    import pypinyin

    return "".join(pypinyin.lazy_pinyin(words)).lower()


_UNITS = (
    ("万亿", " trillion"), ("亿", "00 million"), ("万", "0 thousand"), ("美元", " US dollars"), ("元", " yuan"),
    ("个百分点", " percentage points"), ("倍", " times"), ("%", "%"),
)  # fmt: skip


def gloss_unit(unit: str) -> str:
    """Return a written unit for an English sentence: the source's own, with English for rates."""
    return next((english for chinese, english in _UNITS[5:] if unit == chinese), f" {unit}" if unit else "")
