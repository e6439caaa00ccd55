"""Views of a text that keep every offset, and its sentences.

Three views of an article exist: original, clean, folded. Folding (half-width, lower case, Simplified) is done code
point for code point, so an offset into the folded text is an offset into the clean text. Every matcher works on the
folded view; no offset map exists above `clean`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from index.types import Script, Span

# Sentence ends; a closing quote or bracket after them belongs to the sentence. A line end always ends one.
_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)\]】》]*|\n|$)")
# Names and clauses are folded again and again; longer texts once.
_SHORT = 80
_BLANK = re.compile(r"\s")


@cache
def _folding() -> dict[int, str]:
    """Map Traditional, full-width and upper-case code points to their folded code point, one for one."""
    import opencc

    to_simplified = opencc.OpenCC("t2s")
    table: dict[int, str] = {}
    for first, last in ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF)):
        source = [chr(point) for point in range(first, last + 1)]
        # A line each: OpenCC must not see neighbours as phrases.
        target = to_simplified.convert("\n".join(source)).split("\n")
        table.update({ord(a): b for a, b in zip(source, target, strict=True) if a != b and len(b) == 1})
    table.update({point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)})
    table[0x3000] = " "
    table[0x00A0] = " "
    for char in [chr(p) for p in range(0x41, 0x250)] + [chr(p) for p in range(0xFF21, 0xFF3B)]:
        lower = table.get(ord(char), char).lower()
        if len(lower) == 1 and lower != char:
            table[ord(char)] = lower
    return table


def fold(text: str) -> str:
    """Return `text` in half-width, lower-case, Simplified form: same length, code point for code point."""
    return _fold_short(text) if len(text) <= _SHORT else _fold_long(text)


# The articles of one question, and the steps of reading one article, ask for the same long texts.
@lru_cache(maxsize=128)
def _fold_long(text: str) -> str:
    return text.translate(_folding())


@lru_cache(maxsize=1 << 15)
def _fold_short(text: str) -> str:
    return text.translate(_folding())


@cache
def _simplifier() -> Callable[[str], str]:
    """Load OpenCC's table, once."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def simplify(text: str) -> str:
    """Return `text` in Simplified characters, and otherwise as it is: what an encoder reads."""
    return _simplifier()(text)


# A space between a Chinese character and a digit or Latin letter is typography: 7 月, 下降 2.3%, 81.8 %.
_LOOSE = re.compile(
    r"(?<=[\u3400-\u9fff“”（）()，。、；：《》]) (?=[0-9a-zA-Z])|(?<=[0-9a-zA-Z%％]) (?=[\u3400-\u9fff%％，。、；：])"
)


def tighten(text: str) -> tuple[str, tuple[int, ...]]:
    """Return `text` without the spaces that set digits off from Chinese, and where each code point of it stood.

    The last entry is the length of `text`, so that the end of a span maps as well.
    """
    cut = {match.start() for match in _LOOSE.finditer(text)}
    if not cut:
        return text, tuple(range(len(text) + 1))
    kept = [index for index in range(len(text)) if index not in cut]
    return "".join(text[index] for index in kept), (*kept, len(text))


def is_loose(text: str) -> bool:
    """Say whether `text` has a space that `tighten` takes out."""
    return _LOOSE.search(text) is not None


def split_sentences(text: str, within: Span | None = None) -> list[Span]:
    """Return the spans of the sentences of `text`, without white space at either end; none is empty.

    A semicolon ends a sentence as well: in Chinese policy prose each clause between semicolons stands alone.
    """
    bounds = within or Span(0, len(text))
    spans: list[Span] = []
    for match in _SENTENCE.finditer(text, bounds.start, bounds.end):
        start, end = match.span()
        while start < end and _BLANK.match(text[start]):
            start += 1
        while end > start and _BLANK.match(text[end - 1]):
            end -= 1
        if start < end:
            spans.append(Span(start, end))
    return spans


def sentence_at(text: str, offset: int) -> Span:
    """Return the sentence in which the code point at `offset` stands."""
    start = max((text.rfind(mark, 0, offset) for mark in "。！？!?；;\n"), default=-1) + 1
    for span in split_sentences(text, Span(start, len(text) if len(text) - start < 5000 else start + 5000)):
        if span.start <= offset < span.end or span.start > offset:
            return span
    return Span(offset, min(offset + 1, len(text)))


@cache
def _traditional_only() -> tuple[frozenset[str], frozenset[str]]:
    """Return the code points that only Traditional, and those that only Simplified text uses."""
    import opencc

    simplify, traditionalise = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
    points = [chr(point) for point in range(0x4E00, 0x9FFF)]
    to_simplified = simplify.convert("\n".join(points)).split("\n")
    to_traditional = traditionalise.convert("\n".join(points)).split("\n")
    traditional = frozenset(a for a, b in zip(points, to_simplified, strict=True) if a != b)
    simplified = frozenset(a for a, b in zip(points, to_traditional, strict=True) if a != b) - traditional
    return traditional, simplified


def detect_script(text: str) -> Script:
    """Say whether `text` is written in Simplified, in Traditional, or in both (each at least a tenth of the other)."""
    traditional, simplified = _traditional_only()
    hant = sum(char in traditional for char in text)
    hans = sum(char in simplified for char in text)
    if hant * 10 < hans or hant == hans == 0:
        return "Hans"
    return "Hant" if hans * 10 < hant else "mixed"
