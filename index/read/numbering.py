"""The numbers that Word counts itself: 一、（一）1. before paragraphs whose text does not hold them.

A paragraph names a list and a level; the list says how its levels are written (`%1、`, `（%2）`) and in which figures.
Only the figures that Chinese and English documents use are written out; a bullet gives nothing.
"""

from __future__ import annotations

import re
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "taiwaneseCounting",
    "taiwaneseCountingThousand",
))  # fmt: skip
# Lists and levels are small; a number beyond this was not counted by a writer.
LARGEST = 9999


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {
            each.get(f"{_WORD}abstractNumId"): {
                int(level.get(f"{_WORD}ilvl", "0")): (
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(_value(level, "start") or "1"),
                )
                for level in each.iterchildren(f"{_WORD}lvl")
            }
            for each in root.iterchildren(f"{_WORD}abstractNum")
        }
        for each in root.iterchildren(f"{_WORD}num"):
            found = abstract.get(_value(each, "abstractNumId"))
            if found is not None:
                self._levels[each.get(f"{_WORD}numId")] = found

    def next(self, properties: Any | None, inherited: Any | None = None) -> str:
        """Return the number of the next paragraph with these properties, empty where it has none."""
        number = _numbered(properties)
        number = _numbered(inherited) if number is None else number
        if number is None or number[0] not in self._levels:
            return ""
        name, level = number
        levels, counts = self._levels[name], self._counts.setdefault(name, {})
        if level not in levels:
            return ""
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return self._write(levels, counts, level)

    @staticmethod
    def _write(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], level: int) -> str:
        if levels[level][0] in ("bullet", "none"):
            return ""

        def figure(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            form, _, start = levels.get(at, ("decimal", "", 1))
            return write_number(counts.get(at, start), form)

        return re.sub(r"%([1-9])", figure, levels[level][1])


def _numbered(properties: Any | None) -> tuple[str, int] | None:
    found = properties.find(f"{_WORD}numPr") if properties is not None else None
    if found is None:
        return None
    name, level = _value(found, "numId"), _value(found, "ilvl") or "0"
    return (name, int(level)) if name and level.isdecimal() else None


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{_WORD}{name}")
    return None if found is None else found.get(f"{_WORD}val")


def write_number(number: int, form: str) -> str:
    """Return a number in the figures of a list."""
    if not 0 < number <= LARGEST:
        return str(number)
    if form in _CHINESE:
        return _chinese(number)
    if form in ("lowerLetter", "upperLetter") and number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalEnclosedCircle" and number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[rest] if rest else "")
    unit, word = (100, "百") if number < 1000 else (1000, "千")
    high, rest = divmod(number, unit)
    zero = "零" if 0 < rest < unit // 10 else ""
    lower = ("一" if 10 <= rest < 20 else "") + _chinese(rest) if rest else ""
    return _DIGITS[high] + word + zero + lower
