"""Word lists that the rules of understanding are made of.

A list is written as words with white space between them; `_` stands for a space inside an English phrase, and a word
may be a regular expression. Nothing in them repeats without a bound, so that a hostile question costs no time.
"""

from __future__ import annotations

import re


def compile_cues(words: str) -> re.Pattern[str]:
    """Return a pattern that finds any of `words` in folded text."""
    return re.compile("|".join(word.replace("_", " ") for word in words.split()))
