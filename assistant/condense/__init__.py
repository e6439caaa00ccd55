"""Make a follow-up stand alone: what a user leaves out is taken from what the user said before.

Rules only, no model. The words come from the user's own turns; what an assistant's turn said is never used, so a
standalone question holds no number, year or place that the user did not name. What no rule understands stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import index.periods
from assistant.condense.follow import Belong, Follower
from assistant.condense.scene import Scene, read_scene, speaks_of
from assistant.condense.turns import is_wish
from assistant.types import Turn
from assistant.understand.slots import read_slots
from assistant.understand.topic import read_topic
from assistant.understand.vocabulary import Metrics, PeriodFinder
from index.regions import Gazetteer
from index.text import fold

__all__ = ["Belong", "condense", "speaks_of"]

# Turns further back than this have no say: a follow-up to them would not be understood by a person either.
_MOST_TURNS = 50


def condense(
    question: str,
    history: Sequence[Turn],
    today: dt.date,
    gazetteer: Gazetteer,
    vocabulary: Metrics,
    find_periods: PeriodFinder = index.periods.find_periods,
    belong: Belong | None = None,
) -> str:
    """Return `question` with what it leaves out, taken from the user's turns in `history`; itself where it is whole.

    `belong` says whether what is found for a question speaks of some words too; without it names that no list holds
    are taken to go on about the last question.
    """

    def read(text: str) -> Scene:
        return read_scene(read_slots(text, today, gazetteer, vocabulary, find_periods))

    said = [turn.content.strip() for turn in history if turn.role == "user"]
    thread: list[str] = []
    for turn in said[-_MOST_TURNS:]:
        if turn and read_topic(turn) == "library":
            follower = Follower(thread, read, belong) if thread else None
            whole = follower.carry_over(turn) if follower else turn
            if follower and is_wish(fold(turn)):
                # A wish for another form is about the last question, and not another one.
                thread[-1] = follower.known
            else:
                thread.append(whole)
    if not thread or read_topic(question) != "library":
        return question
    return Follower(thread, read, belong).carry_over(question.strip())
