"""Read a place in spite of a typing error, in questions only: 武汗经开区, 随洲.

Two errors are read: a character of the same sound in a name, and one wrong character in a name of four or more. What is
a word of its own, or could be several places, is left alone: a wrong place is worse than none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from index.regions.names import SAFE, NameTable
from index.regions.scan import Mention, stands_as_place
from index.regions.words import Boundaries, is_word
from index.text import fold
from index.types import Span

_SYLLABLES = Path(__file__).parent.parent / "data" / "syllables.json"
# One wrong character of four leaves three that are right; of three it would leave two, one of them 市 or 区.
_SHORTEST_FOR_ANY_ERROR = 4
_LONGEST = 9
# A name of two characters is read by sound only where it is a province's or a prefecture's.
_WIDE_LEVELS = ("省", "市")


@cache
def _sounds() -> dict[str, str]:
    """Return the toneless syllable of each common character."""
    table: dict[str, str] = json.loads(_SYLLABLES.read_text(encoding="utf-8"))
    return {char: sound for sound, chars in table.items() for char in chars}


class _Spellings:
    """The safe names by sound, and by all their characters but one."""

    def __init__(self, table: NameTable) -> None:
        sounds = _sounds()
        self.by_sound: dict[tuple[str, ...], set[tuple[str, str]]] = {}
        self.by_rest: dict[tuple[int, str], set[tuple[str, str]]] = {}
        for name, entries in table.names.items():
            bearers = {(name, key) for key, rank in entries if rank == SAFE}
            if not bearers or not all("一" <= char <= "龥" for char in name):
                continue
            if len(name) > 2 or any((r := table.region(key)) and r.level in _WIDE_LEVELS for _, key in bearers):
                self.by_sound.setdefault(tuple(sounds.get(char, char) for char in name), set()).update(bearers)
            if len(name) >= _SHORTEST_FOR_ANY_ERROR:
                for index in range(len(name)):
                    self.by_rest.setdefault((index, name[:index] + name[index + 1 :]), set()).update(bearers)

    def like(self, said: str) -> set[tuple[str, str]]:
        """Return names and keys of what sounds like `said`; where nothing does, of what differs in one character."""
        alike = self.by_sound.get(tuple(_sounds().get(char, char) for char in said), set())
        if alike or len(said) < _SHORTEST_FOR_ANY_ERROR:
            return set(alike)
        rests = (self.by_rest.get((i, said[:i] + said[i + 1 :]), set()) for i in range(len(said)))
        return set().union(*rests)


@cache
def _spellings(table: NameTable) -> _Spellings:
    return _Spellings(table)


def guess_places(text: str, known: Iterable[Mention], table: NameTable) -> list[Mention]:
    """Return the places that `text` names with one typing error, outside of the mentions that are `known`."""
    folded = fold(text)
    words = Boundaries(folded)
    taken = [mention.span for mention in known]
    found: list[Mention] = []
    position = 0
    while position < len(folded) - 1:
        mention = _guess_at(folded, position, taken, words, table)
        if mention is not None:
            found.append(mention)
        position = mention.span.end if mention else position + 1
    return found


def _guess_at(folded: str, start: int, taken: list[Span], words: Boundaries, table: NameTable) -> Mention | None:
    spellings = _spellings(table)
    for length in range(min(_LONGEST, len(folded) - start), 1, -1):
        span = Span(start, start + length)
        said = span.of(folded)
        if any(span.overlaps(other) for other in taken) or not all("一" <= char <= "龥" for char in said):
            continue
        guesses = spellings.like(said)
        if len({key for _, key in guesses}) != 1 or said in table.names:
            continue
        name, key = guesses.pop()
        if _is_slip(folded, span, name, words):
            region = table.region(key)
            return Mention(span, (region,), guessed=True) if region else None
    return None


def _is_slip(folded: str, span: Span, name: str, words: Boundaries) -> bool:
    """Say whether `span` can be a slip for `name`: half of it is right, and what is wrong is no word of its own."""
    wrong = [span.start + index for index, char in enumerate(name) if folded[span.start + index] != char]
    if len(wrong) * 2 > len(name) or (len(name) == 2 and not stands_as_place(folded, span)):
        return False
    around = (Span(*words.word_at(offset)) for offset in wrong)
    return not is_word(span.of(folded)) and not any(len(w.of(folded)) > 1 and is_word(w.of(folded)) for w in around)
