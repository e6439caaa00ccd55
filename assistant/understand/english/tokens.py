"""The words of an English question as tokens: names, times and known phrases in Chinese, and the words that join them.

A phrase is read as long as it can be; a word that no list holds is looked up in the dictionary, and is left out where
that does not hold it either. What begins with a capital letter and is no word is a name and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.understand.english.function_words import Kind, function_words
from assistant.understand.english.quantities import find_quantities
from assistant.understand.english.times import SaidTime, find_times
from index.lexical.english import english_words, first_meaning, stem, worded_terms
from index.text import fold
from index.types import Span


@dataclass(frozen=True, slots=True)
class Token:
    """A phrase of a question: what it is, the Chinese for it, and the English that said it, folded."""

    kind: Kind
    chinese: str
    said: str = ""


_COMMA: Kind = "comma"
_STOP: Kind = "stop"
_PUNCTUATION = dict.fromkeys(",、，", _COMMA) | dict.fromkeys(";:?.!—？。", _STOP)
_UNIT = re.compile(r"u\.s\.|[a-z\d](?:[a-z\d&]|\.(?=[a-z\d]))*(?:['-][a-z\d]+)*'?|[\u4e00-\u9fff“”·]+|[^\sa-z\d]")
_POSSESSIVE = re.compile(r"'s?$")
# A Chinese name in brackets, and the capitalised words before it that it stands for.
_BRACKET = re.compile(
    r"\s?\((?P<name>[\u4e00-\u9fff0-9a-z“”·、]*[\u4e00-\u9fff][\u4e00-\u9fff0-9a-z“”·、]*)\)(?:'s|')?"
)
_NAME_BEFORE = re.compile(
    r"(?:[A-Z0-9][\w.&'’-]*|of|and|the|for|&)(?: (?:[A-Z0-9][\w.&'’-]*|of|and|the|for|&))*$", re.ASCII
)
_STARTS = re.compile(
    r"(?:(?:of|and|the|for|&|what|how|which|who|when|was|were|is|are|did|in|do|does|has|have|compare|list"
    r"|give|rank) )+",
    re.IGNORECASE,
)
_OTHER_AMERICA = re.compile(r"\b(?:north|south|latin|central) $")
_ORDINAL = re.compile(r"(?P<number>\d{1,3})(?:st|nd|rd|th)")
_LONGEST = 7


def read_tokens(text: str, places: Iterable[tuple[Span, str]]) -> list[Token]:
    """Return the tokens of an English question; `places` are the spans of places with their Chinese names."""
    folded = fold(text).replace("’", "'")
    fixed = _find_fixed(text, folded, places)
    tokens: list[Token] = []
    at = 0
    for span, token in [*fixed, (Span(len(folded), len(folded)), None)]:
        tokens += _read_words(text, folded, at, span.start)
        if token is not None:
            tokens.append(token)
            owner = re.compile("'s?(?![a-z])").match(folded, span.end)
            if owner or span.of(folded).endswith(("'s", "'")):
                tokens.append(Token("poss", ""))
        at = span.end
    return tokens


def _find_fixed(text: str, folded: str, places: Iterable[tuple[Span, str]]) -> list[tuple[Span, Token]]:
    """Return what is no word: names with their Chinese in brackets, quantities, times and places, in order."""
    found: list[tuple[Span, Token]] = []

    def offer(span: Span, token: Token) -> None:
        if not any(span.overlaps(other) for other, _ in found):
            found.append((span, token))

    places = list(places)
    for bracket in _BRACKET.finditer(folded):
        span = Span(_begin_name(text, folded, bracket), bracket.end())
        inside = Span(bracket.start(), bracket.end())
        if any(at.overlaps(inside) for at, _ in places) and not any(
            at.overlaps(span) and not at.overlaps(inside) for at, _ in places
        ):
            # Bosch (苏州): where it is, not what it is called.
            span = inside
        offer(span, Token("name", bracket["name"], span.of(folded)))
    for span, chinese in find_quantities(folded):
        offer(span, Token("quantity", chinese, span.of(folded)))
    for time in find_times(folded):
        offer(time.span, _time_token(time, folded))
    for span, chinese in places:
        if _OTHER_AMERICA.search(folded[: span.start]) and "america" in span.of(folded):
            continue
        offer(span, Token("place", chinese, span.of(folded)))
    return sorted(found, key=lambda item: item[0])


def _time_token(time: SaidTime, folded: str) -> Token:
    said = time.span.of(folded)
    if time.chinese in ("同比", "环比"):
        return Token("same", time.chinese, said)
    return Token("time", time.chinese, said)


def _begin_name(text: str, folded: str, bracket: re.Match[str]) -> int:
    """Return where the words begin that a Chinese name in brackets stands for: capitalised ones, else a noun phrase."""
    end = bracket.start()
    before = _NAME_BEFORE.search(text, 0, end)
    if before and any(char.isupper() for char in before.group()):
        start = before.start() + _count_before_name(before.group(), bracket["name"])
        if text[start:end].strip():
            return start
    start = end
    for word in reversed(list(re.finditer(r"[a-z][a-z'-]*", folded[:end]))):
        if word.group() in function_words() or folded[word.end() : start].strip():
            break
        start = word.start()
    return start


def _count_before_name(words: str, chinese: str) -> int:
    """Return how many characters of capitalised words come before a name: asking words, a year, and what it owns.

    Port of Qinghe (青禾港) is one name, GDP of Wuhan (武汉) is not.
    """
    opening = _STARTS.match(words)
    start = opening.end() if opening else 0
    while (owned := re.match(r"(?P<of>[^ ]+(?: [^ ]+)*?) of (?:the )?", words[start:])) is not None:
        meant = [_look_up(word) for word in fold(owned["of"]).split()]
        if any(token is not None and token.chinese and token.chinese in chinese for token in meant):
            break
        start += owned.end()
    year = re.match(r"(?:19|20)\d\d ", words[start:])
    return start + (year.end() if year else 0)


def _read_words(text: str, folded: str, start: int, end: int) -> list[Token]:
    """Read a stretch that holds words and punctuation only."""
    units = list(_UNIT.finditer(folded, start, end))
    tokens: list[Token] = []
    at = 0
    while at < len(units):
        token, taken = _read_longest(text, units[at : at + _reach(tokens, units, at)])
        tokens += token
        at += taken
    return tokens


def _reach(tokens: list[Token], units: list[re.Match[str]], at: int) -> int:
    """Return how many words a phrase may take: between exports and imports names two things, not their sum."""
    last = next((token for token in reversed(tokens) if token.kind != "det"), None)
    if last is None or last.said != "between":
        return _LONGEST
    return next((i for i, unit in enumerate(units[at:]) if unit.group() == "and"), _LONGEST) or 1


def _read_longest(text: str, units: list[re.Match[str]]) -> tuple[list[Token], int]:
    """Return the tokens of the longest phrase that the first of some words begins, and how many words it took."""
    words = [unit.group() for unit in units]
    first = words[0]
    if first in _PUNCTUATION:
        return [Token(_PUNCTUATION[first], "", first)], 1
    if re.match(r"[\u4e00-\u9fff]", first):
        return [Token("name", first, first)], 1
    if not first[0].isalnum():
        return [], 1
    for length in range(len(words), 0, -1):
        phrase = words[:length]
        if any(word in _PUNCTUATION for word in phrase):
            continue
        for candidate in (phrase, [*phrase[:-1], _POSSESSIVE.sub("", phrase[-1])]):
            token = _look_up(" ".join(candidate))
            if token is not None:
                own = [Token("poss", "")] if candidate[-1] != words[length - 1] else []
                return [token, *own], length
    return _read_unknown(text, units[0]), 1


@cache
def _look_up(phrase: str) -> Token | None:
    """Return the token of a phrase that the lists hold, by its own words or by their stems."""
    if phrase in function_words():
        kind, chinese = function_words()[phrase]
        return Token(kind, chinese, phrase)
    exact, stemmed = worded_terms()
    if phrase in exact:
        return Token("word", exact[phrase], phrase)
    by_stem = stemmed.get(" ".join(stem(word) for word in phrase.split()))
    if by_stem:
        return Token("word", by_stem, phrase)
    ordinal = _ORDINAL.fullmatch(phrase)
    if ordinal:
        return Token("word", f"第{ordinal['number']}", phrase)
    return _look_up(phrase.replace("-", " ")) if "-" in phrase else None


def _read_unknown(text: str, unit: re.Match[str]) -> list[Token]:
    """Return a word that no list holds: a name where it begins with a capital, else what the dictionary says first."""
    word = _POSSESSIVE.sub("", unit.group())
    own = [Token("poss", "")] if word != unit.group() else []
    if word[:1].isdigit() or len(word) < 2:
        return []
    capital = text[unit.start()].isupper() and unit.start() > 0
    if capital and (word not in english_words() or text[unit.start() : unit.end()].isupper()):
        return [Token("name", word, word), *own]
    parts = [(part, known.chinese if (known := _look_up(part)) else first_meaning(part)) for part in word.split("-")]
    meant = [Token("word", chinese, part) for part, chinese in parts if chinese]
    if meant:
        return [*meant, *own]
    return [Token("name", word, word), *own] if any(char.isdigit() for char in word) else []
