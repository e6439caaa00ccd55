"""Parts of speech of a few words, from the segmenter's dictionary; one call takes microseconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


@cache
def _tagger() -> Callable[[str], list[tuple[str, str]]]:
    """Load the dictionary, once."""
    import rjieba

    tag: Callable[[str], list[tuple[str, str]]] = rjieba.tag
    return tag


def tag_words(words: str) -> list[tuple[str, str]]:
    """Return the words of a phrase with their parts of speech (n, v, vn, d, p, ul …)."""
    return _tagger()(words) if words else []
