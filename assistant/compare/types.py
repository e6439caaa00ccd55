"""What goes into a comparison and what comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.figure_answers.types import FigureSource, Metrics
from assistant.figure_answers.view import View
from assistant.figure_answers.word import Wording
from assistant.types import Evidence, Language, Quote
from index.types import Figure, Period, Region

# Sentences for one subject and aspect; the same for every subject, so that none is read more closely than another.
Search = Callable[[str, Region], Sequence[Evidence]]
# The records of each subject, by its key.
Known = Mapping[str, Sequence[View]]
# Keys of subjects that no map knows: a company, a policy, a project.
NAMED = "NAME:"


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell before its citations have numbers.

    `claim` is what the cell says in its row and column, as a sentence; that is what the audit judges.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    figure: Figure | None = None
    blank: Literal["not_reported"] | None = None
    note: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table before its citations have numbers; the first column is the aspect.

    `complete` says that every row was asked for and stays even when all its cells are blank.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[DraftCell, ...], ...]
    warnings: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be compared; no aspects means those that the sources speak of."""

    subjects: tuple[Region, ...]
    aspects: tuple[str, ...] = ()
    period: Period | None = None
    language: Language = "zh"
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where cells come from."""

    records: FigureSource
    metrics: Metrics
    search: Search


def make_blank(wording: Wording) -> DraftCell:
    """Return the cell of which no source speaks."""
    return DraftCell(wording.pick("未见报道", "not reported"), blank="not_reported")
