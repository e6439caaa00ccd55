"""Pinyin that a page puts behind characters, `會(huì)議`, and the words that its converter broke on the way.

The converter worked on GBK bytes. Where the bytes of one of its words straddle two characters, its bracket splits a
character: `日報` became `日?qǐng)?bào)`, since the last byte of 日 and the first of 報 are 請, read qǐng. Each `?` is a
first byte whose second byte was swallowed with the bracket. So the reading in brackets, with the byte before it, proves
the lost byte; the text behind it, put back into bytes and read from that byte on, must then be everyday Chinese.
What is proved is repaired; what is not becomes U+FFFD and a note. Nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.clean.cuts import Cut
from index.text import fold

_LETTERS = "a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿɡɑ"
_GLOSS = re.compile(rf"([\u3400-\u9fff])([(（] ?([{_LETTERS}?1-5]{{1,8}}) ?[)）])")
_BROKEN = re.compile(rf"([\u3400-\u9fff])((?:\?[{_LETTERS}]{{1,7}}\)){{1,6}})")
_PIECE = re.compile(rf"\?([{_LETTERS}]{{1,7}})\)")
# Fewer glosses than this are an author explaining a rare character, and stay.
FEWEST_GLOSSES = 5
# How many characters behind a break may be out of step.
LONGEST_BREAK = 40
BROKEN_MARK = "\ufffd"
# Everyday marks; together with the characters of GB 2312's first level, in both scripts, what a repair may consist of.
_MARKS = frozenset("，。、：；！？“”‘’（）《》—…·％")


@dataclass(frozen=True, slots=True)
class Repair:
    """What a break turned out to be: how many code points behind it are used up, and the words."""

    used: int
    words: str
    whole: bool


def find_pinyin(text: str) -> Iterator[Cut]:
    """Yield the cuts of glosses and of broken words, once there are too many for an author to have written them."""
    candidates = list(_GLOSS.finditer(text))
    breaks = [match for match in _BROKEN.finditer(text) if not match.group(2).isascii()]
    if len(candidates) + len(breaks) < FEWEST_GLOSSES:
        return
    glosses = [match for match in candidates if _reads(match.group(1), match.group(3))]
    if len(glosses) + len(breaks) < FEWEST_GLOSSES:
        return
    for match in glosses:
        yield Cut(*match.span(2), "annotation")
    for match in breaks:
        yield from _mend(text, match)


def _mend(text: str, match: re.Match[str]) -> Iterator[Cut]:
    readings = [piece.group(1) for piece in _PIECE.finditer(match.group(2))]
    start, end = match.span(2)
    if len(readings) == 1 and _reads(match.group(1), readings[0]) and not _prove(match.group(1), readings, text[end:]):
        # Only the opening bracket was lost.
        yield Cut(start, end, "annotation")
        return
    repair = _prove(match.group(1), readings, text[end : end + LONGEST_BREAK])
    if repair is None:
        yield Cut(start, end, "annotation", BROKEN_MARK)
    else:
        yield Cut(start, end + repair.used, "annotation", repair.words)


def _prove(before: str, readings: list[str], behind: str) -> Repair | None:
    """Return the only repair that the bytes allow, None where there is none or more than one."""
    last = _bytes(before)
    if len(last) != 2:
        return None
    found: dict[str, Repair] = {}
    for lost in _lost_bytes(last[1], readings):
        repair = _read_on(lost, behind)
        if repair and (repair.words not in found):
            found[repair.words] = repair
    whole = [repair for repair in found.values() if repair.whole]
    choice = whole or list(found.values())
    return choice[0] if len(choice) == 1 else None


def _lost_bytes(trail: int, readings: list[str]) -> list[bytes]:
    """Return every row of lost first bytes that gives a character of each reading, one after the other."""
    rows = [bytes((trail,))]
    for reading in readings:
        rows = [
            row + bytes((second,))
            for row in rows
            for second in range(0x81, 0xFF)
            if (char := _char(row[-1], second)) and _reads(char, reading)
        ]
    return [row[1:] for row in rows]


def _read_on(lost: bytes, behind: str) -> Repair | None:
    """Read the lost bytes and what follows them as GBK until both ways of cutting it into characters meet again."""
    if len(lost) % 2 == 0:
        words = _decode(lost)
        return Repair(0, words, True) if words and _everyday(words) else None
    stream = bytearray(lost)
    for used, char in enumerate(behind, start=1):
        encoded = _bytes(char)
        if not encoded or char == "\n":
            return None
        stream += encoded
        if len(encoded) == 1:
            # An ASCII letter was the second byte of the last character: in step again.
            return _finish(bytes(stream), used)
    return None


def _finish(stream: bytes, used: int) -> Repair | None:
    if len(stream) % 2:
        return None
    pairs = [stream[at : at + 2] for at in range(0, len(stream), 2)]
    words = "".join(char if (char := _char(*pair)) and _everyday(char) else BROKEN_MARK for pair in pairs)
    # A pair that gives no everyday character is where the reader had to drop bytes; one such place is a gap.
    missing = words.count(BROKEN_MARK)
    if missing > 1 or words.startswith(BROKEN_MARK) or len(words) - missing < 2:
        return None
    return Repair(used, words, missing == 0)


def _bytes(char: str) -> bytes:
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return b""


def _decode(data: bytes) -> str:
    try:
        return data.decode("gbk")
    except UnicodeDecodeError:
        return ""


def _char(first: int, second: int) -> str:
    """Return the GBK character of two bytes, empty where there is none."""
    char = _decode(bytes((first, second)))
    return char if len(char) == 1 else ""


def _everyday(words: str) -> bool:
    return all(char in _MARKS or _first_level(char) for char in words)


def _first_level(char: str) -> bool:
    """Say whether the Simplified form is among the 3,755 characters of GB 2312's first level."""
    try:
        encoded = fold(char).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xD7


@cache
def _plain(reading: str) -> str:
    """Return a reading without tones; a vowel that was lost is left as `?`."""
    folded = reading.lower().replace("ɡ", "g").replace("ɑ", "a")
    letters = unicodedata.normalize("NFD", folded)
    return "".join(char for char in letters if char.isascii() and not char.isdigit())


@cache
def _readings(char: str) -> frozenset[str]:
    """Return all readings of a character, without tones."""
    import pypinyin

    found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True)
    return frozenset(_plain(each) for row in found for each in row) | frozenset(
        _plain(each.replace("v", "u")) for row in found for each in row
    )


def _reads(char: str, reading: str) -> bool:
    """Say whether `char` can be read so; a `?` in the reading stands for one letter that was lost."""
    wanted = _plain(reading)
    return any(
        len(wanted) == len(known) and all(a in ("?", b) for a, b in zip(wanted, known, strict=True))
        for known in _readings(char)
    )
