"""Comparison tables: subjects across, aspects down, each cell a short statement with the quotes that carry it.

An aspect that names a metric is filled from figure records, any other from the subject's own sentences, the same number
of which is read for every subject. A cell of which no source speaks stays blank, and a row whose figures differ in
period, definition or status says so. Knows nothing of numbering: citations get their numbers later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from assistant.compare.aspects import find_aspects, name_aspect
from assistant.compare.figures import fill_figures, is_told_of
from assistant.compare.types import NAMED, Comparison, DraftCell, DraftTable, Known, Sources
from assistant.compare.wanted import list_aspects, wants_tabling
from assistant.compare.warnings import warn_of
from assistant.compare.words import Told, fill_words, has_number
from assistant.figure_answers.types import FigureQuery
from assistant.figure_answers.view import Views
from assistant.figure_answers.word import Wording
from assistant.types import Evidence
from index.types import Figure

__all__ = [
    "NAMED", "Comparison", "DraftCell", "DraftTable", "Sources", "compare_subjects", "list_aspects", "wants_tabling",
]  # fmt: skip

_RECORDS_EACH = 400


def compare_subjects(comparison: Comparison, sources: Sources) -> DraftTable:
    """Return the table; every subject gets a cell for every aspect, blank where no source speaks of it."""
    # Finding what the sources speak of, and filling it, ask the same.
    sources = replace(sources, search=cache(sources.search))
    known = _know(comparison, sources)
    wording, told = Wording(comparison.language), Told()
    rows: list[tuple[DraftCell, ...]] = []
    warnings: list[str] = []
    for aspect in comparison.aspects or find_aspects(comparison, known, sources):
        cells = fill_figures(aspect, comparison, known, sources.metrics, wording)
        told.metrics.update(cell.figure.metric for cell in cells or () if cell.figure is not None)
        asked = bool(comparison.aspects)
        if cells is None:
            cells = [fill_words(aspect, region, sources, wording, told, asked) for region in comparison.subjects]
        elif asked:
            # What no record tells of a subject, a sentence of it with a number of that time in it may.
            def is_of_time(one: Evidence, records: Sequence[Figure]) -> bool:
                today = comparison.today or dt.date.today()
                period = comparison.period
                of_time = period is None or any(is_told_of(figure, period, today, one.date) for figure in records)
                return has_number(one) and (of_time or not records)

            cells = [
                cell if cell.blank is None else fill_words(aspect, region, sources, wording, told, asked, is_of_time)
                for cell, region in zip(cells, comparison.subjects, strict=True)
            ]
        title = name_aspect(aspect, wording)
        warnings += warn_of(title, cells, wording)
        if comparison.aspects or any(cell.blank is None for cell in cells):
            rows.append((DraftCell(title), *cells))
    columns = (wording.pick("方面", "Aspect"), *(region.name for region in comparison.subjects))
    return DraftTable(columns, tuple(rows), tuple(warnings), complete=bool(comparison.aspects))


def _know(comparison: Comparison, sources: Sources) -> Known:
    """Return the newest records of each subject."""
    views = Views(sources.records, sources.metrics)
    return {
        region.key: [
            views.view(figure)
            for figure in sources.records.find(
                FigureQuery(subject_keys=(region.key,), subject_names=(region.name,), limit=_RECORDS_EACH)
            )
        ]
        for region in comparison.subjects
    }
