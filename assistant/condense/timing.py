"""The time that a turn speaks of, by the words of it and of the question before: 前两个月, 当月, 去年同期."""

from __future__ import annotations

import re

from assistant.condense.joining import join_words
from assistant.condense.scene import Scene
from assistant.condense.turns import SAME_PERIOD, YARDSTICK, YEAR_BEFORE
from assistant.understand.slots import Slots
from index.types import Span

_YEAR = re.compile(r"^(?P<year>今年|本年|去年|上年|前年|明年|(?:19|20)\d\d年)(?:度|的)?")
_SETTLES_YEAR = re.compile(r"\d{4}|今|本|去年|前年|明年|上年|上个?月|近|目前|现在|昨|前天|last|this|next|past|since")
_THIS_YEAR = ("今年", "本年", "")


def say_period(before: Scene, now: Slots) -> tuple[str, list[Span]]:
    """Return the words of the period that a turn speaks of, and the spans of the turn that they take the place of."""
    known = before.period_words()
    year = _YEAR.match(known)
    if match := YEAR_BEFORE.search(now.folded):
        said = year["year"] if year else ""
        if said in _THIS_YEAR and known:
            return "去年" + (known[year.end() :] if year else known), [Span(*match.span())]
        return known, []
    if (match := SAME_PERIOD.search(now.folded)) and known:
        return known, [Span(*match.span())]
    own = [span for span, _ in now.periods if not YARDSTICK.search(now.folded[: span.start])]
    if not own:
        return ("" if now.asks_now else known), []
    words = join_words(now.text, own)
    if year and len(own) == 1 and len(before.periods()) == 1 and not _SETTLES_YEAR.search(words):
        words = year["year"] + words
    return words, own
