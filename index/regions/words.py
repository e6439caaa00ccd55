"""Where words begin and end: 成都 does not stand in 变成都市, nor 和县 in 市和县两级."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def _cutter() -> Callable[[str], list[str]]:
    """Return jieba's segmentation; loading its dictionary takes a tenth of a second, so only on first need."""
    import rjieba

    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


@cache
def _dictionary() -> Any:
    """Return jieba's dictionary, for the question whether something is a word."""
    import rjieba

    return rjieba.Jieba()


def is_word(text: str) -> bool:
    """Say whether the dictionary holds `text` as a word."""
    return bool(_dictionary().has_word(text))


class Boundaries:
    """The words of one text; it is cut on the first question."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._starts: list[int] | None = None

    def word_at(self, offset: int) -> tuple[int, int]:
        """Return start and end of the word that the code point at `offset` belongs to."""
        if self._starts is None:
            self._starts, position = [], 0
            for word in _cutter()(self._folded):
                self._starts.append(position)
                position += len(word)
            self._starts.append(position)
        index = bisect_right(self._starts, offset)
        return self._starts[index - 1], self._starts[min(index, len(self._starts) - 1)]
