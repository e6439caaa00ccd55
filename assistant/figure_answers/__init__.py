"""Answers to figure questions, right from records and spans, without a language model."""

from __future__ import annotations

from assistant.figure_answers.answer import answer_from_figures
from assistant.figure_answers.records import RecordList
from assistant.figure_answers.types import (
    FigureAnswer,
    FigureConflict,
    FigureQuery,
    FigureRefusal,
    FigureSource,
    Likely,
    Metrics,
)

__all__ = [
    "FigureAnswer",
    "FigureConflict",
    "FigureQuery",
    "FigureRefusal",
    "FigureSource",
    "Likely",
    "Metrics",
    "RecordList",
    "answer_from_figures",
]
