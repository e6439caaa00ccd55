"""Names of places in Latin letters: Wuhan, Hannan District, Wuhan Economic and Technological Development Zone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.regions.names import QUESTION, SAFE, Entry, NameTable
from index.regions.zones import read_english_zone

_WORD = re.compile(r"[a-z]+(?:'(?!s\b)[a-z]+)*(?:-[a-z]+)*")
# The longest listed name has seven words (Wuhan East Lake High-tech Development Zone and the like).
_MOST_WORDS = 8
# Shorter spellings are words of many languages (ali, he): they need a capital letter.
_SHORTEST = 4
_LEVEL = re.compile(r" (?P<word>district|county|city|province|prefecture|municipality|autonomous region|qu|xian|shi)\b")
_LEVELS = {
    "district": ("区",),
    "qu": ("区",),
    "county": ("区",),
    "xian": ("区",),
    "city": ("市", "省", "区"),
    "shi": ("市", "省", "区"),
    "prefecture": ("市",),
    "province": ("省",),
    "municipality": ("省", "市"),
    "autonomous region": ("省",),
}


def read_latin(
    text: str, folded: str, table: NameTable, question: bool
) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
    """Yield start, end and candidates of the places that `text` names in Latin letters."""
    words = list(_WORD.finditer(folded))
    index = 0
    while index < len(words):
        found, used = _read_name(text, folded, words, index, table, question)
        if found is not None:
            yield found
        index += used


def _read_name(
    text: str, folded: str, words: list[re.Match[str]], index: int, table: NameTable, question: bool
) -> tuple[tuple[int, int, tuple[Entry, ...]] | None, int]:
    """Return the longest name that begins with a word, and how many words it took."""
    start = words[index].start()
    for last in range(min(index + _MOST_WORDS, len(words)) - 1, index - 1, -1):
        end = words[last].end()
        spelling = folded[start:end].replace("'", "")
        entries = table.latin.get(spelling)
        if entries is None:
            continue
        entries, end = _read_on(folded, end, entries, table)
        capital = text[start].isupper()
        trusted = capital or (question and len(spelling) >= _SHORTEST)
        # A county's spelling may be any word (guide, linger): it needs a capital; a zone's initials do not.
        allowed = QUESTION if question and (capital or table.rank(entries[0][0]) >= table.rank("/")) else SAFE
        kept = tuple(entry for entry in entries if entry[1] <= allowed)
        if kept and trusted:
            taken = sum(1 for word in words[index:] if word.start() < end)
            return (start, end, kept), taken
    return None, 1


def _read_on(folded: str, end: int, entries: list[Entry], table: NameTable) -> tuple[list[Entry], int]:
    """Read a name on into its level or its zone."""
    if zone := read_english_zone(folded, end):
        widest = min(table.rank(key) for key, _ in entries)
        return [(table.compose(key, zone[0]), SAFE) for key, _ in entries if table.rank(key) == widest], zone[1]
    if match := _LEVEL.match(folded, end):
        levels = _LEVELS[match["word"]]
        fitting = [(key, SAFE) for key, _ in entries if (region := table.region(key)) and region.level in levels]
        return (fitting, match.end()) if fitting else (entries, end)
    return entries, end
