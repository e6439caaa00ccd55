"""Every single number that a question wants: its asks by places by periods, in the order of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figure_answers.asks import Ask, Wanted
from assistant.figure_answers.gather import periods_of
from assistant.figure_answers.places import subjects_of
from assistant.figure_answers.select import Slot
from assistant.types import Question
from index.text import fold
from index.types import Period, Region

# What 全国平均 measures by.
COUNTRY = Region("CN", "全国", "国")


# Times that name none of their own.
_DOUBLED = frozenset({"当月", "年内", "当年", "年内的", "当月的"})
# What a number is held against by its source itself: 比上年同期多几个.
_BEFORE = re.compile(r"同期|上年|上一年|上月|上个月|上季|前一")


def make_slots(question: Question, wanted: Wanted) -> list[Slot]:
    """Return every number that is wanted: asks by places by periods, in the order of the question."""
    slots: list[Slot] = []
    for ask in wanted.asks:
        for region in _regions_of(ask, question):
            for period in read_times(ask, question) or (None,):
                slots.append(Slot(ask, region, period))
        if ask.yardstick:
            slots += [Slot(ask, COUNTRY, period) for period in read_times(ask, question) or (None,)]
    return slots


def read_times(ask: Ask, question: Question) -> tuple[Period, ...]:
    """Return the periods of an ask: those of its own part, where that names fewer than the whole question.

    What it is held against (比一季度快多少) comes last, and not at all where the source gives the gap itself.
    """
    every = periods_of(question)
    named = tuple(period for period in ask.periods if not (_plans(period, question) or _doubles(period, question)))
    if not named or len(question.periods) < 2:
        return every
    gives_gap = ask.explicit and (ask.delta or ask.measures <= {"points"})
    # A gap that the source gives is told for the last of several times.
    against = [period for period in ask.against if not _BEFORE.search(fold(period.said or ""))]
    return named[-1:] if gives_gap else (*named, *against)


def _plans(period: Period, question: Question) -> bool:
    """Say whether a period names a plan (全年计划, 年度目标) rather than a time."""
    said = fold(period.said or "\0")
    return said in ("全年", "年度", "全年的", "年度的", "年初") and bool(
        re.search(f"{said}[^，,。]{{0,6}}?(?:计划|目标|任务|预期)", fold(question.standalone))
    )


def _doubles(period: Period, question: Question) -> bool:
    """Say whether a period is the one that other words of the question have named: 11月…当月, 今年…年内."""
    return fold(period.said or "") in _DOUBLED and any(other.said != period.said for other in question.periods)


def _regions_of(ask: Ask, question: Question) -> Sequence[Region | None]:
    named = [region for region in subjects_of(question) if region.key in ask.places]
    return named or list(subjects_of(question)) or [None]
