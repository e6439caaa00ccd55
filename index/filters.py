"""Filters to passage ids, fast: what articles can be filtered by, as arrays in memory.

Asking SQLite for the ids of a tenth of a million passages takes longer than the search itself. So the first filtered
search reads one row an article and two numbers a passage (about 20 bytes a passage); after that a filter is a
comparison of arrays. A table belongs to one generation of the catalog, and is read anew after a change.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.types import Filters

Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# An article without a date passes no limit on dates.
NO_DATE = -1
# Names of regions, publishers or articles asked for at once, below SQLite's limit.
NAMES = 900


class _Column:
    """Names by article, each name a number."""

    def __init__(self, values: Sequence[str | None]) -> None:
        self._numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        self._values = np.array([self._numbers[value] for value in values], np.int32)

    def flag(self, wanted: Sequence[str]) -> Flags:
        """Say for each article whether its name is one of `wanted`."""
        return np.isin(self._values, [self._numbers[name] for name in wanted if name in self._numbers])


class FilterTable:
    """The live articles and passages of one generation."""

    def __init__(self, db: sqlite3.Connection) -> None:
        rows = db.execute("SELECT id, date, kind, publisher FROM articles WHERE state = 'live' ORDER BY id").fetchall()
        self._articles = np.array([row[0] for row in rows], np.int64)
        self._dates = _ordinals([row[1] for row in rows])
        self._kinds, self._publishers = _Column([row[2] for row in rows]), _Column([row[3] for row in rows])
        self._passages, owners = _read_passages(db)
        place = np.searchsorted(self._articles, owners)
        place = np.minimum(place, max(len(self._articles) - 1, 0))
        live = self._articles[place] == owners if len(self._articles) else np.zeros(len(owners), np.bool_)
        self._passages, self._place = self._passages[live], place[live].astype(np.int32)
        self._regions: dict[str, Ids] = {}

    def find(self, db: sqlite3.Connection, filters: Filters) -> Ids:
        """Return the ids of the live passages that `filters` lets through, ascending."""
        passes = np.ones(len(self._articles), np.bool_)
        if filters.date_from or filters.date_to:
            first = filters.date_from.toordinal() if filters.date_from else 0
            last = filters.date_to.toordinal() if filters.date_to else dt.date.max.toordinal()
            passes &= (self._dates >= first) & (self._dates <= last)
        if filters.kinds:
            passes &= self._kinds.flag(filters.kinds)
        if filters.publishers:
            passes &= self._publishers.flag(filters.publishers)
        if filters.regions:
            passes &= self._flag(np.concatenate([self._of_region(db, name) for name in filters.regions]))
        if filters.doc_ids:
            passes &= self._flag(_named(db, filters.doc_ids))
        return np.asarray(self._passages[passes[self._place]], np.int64)

    def _flag(self, articles: Ids) -> Flags:
        """Return a row of flags, set for `articles`."""
        return np.isin(self._articles, articles)

    def _of_region(self, db: sqlite3.Connection, name: str) -> Ids:
        """Return the articles about a region; remembered, since the same few are asked for."""
        if name not in self._regions:
            rows = db.execute("SELECT article FROM article_regions WHERE region = ?", (name,))
            self._regions[name] = np.fromiter((row[0] for row in rows), np.int64)
        return self._regions[name]


def _ordinals(days: Sequence[str | None]) -> Ids:
    """Return each day as a number, `NO_DATE` for none."""
    known = {day: dt.date.fromisoformat(day).toordinal() for day in set(days) if day}
    return np.array([known.get(day or "", NO_DATE) for day in days], np.int64)


def _read_passages(db: sqlite3.Connection) -> tuple[Ids, Ids]:
    """Return the id of each passage, ascending, and its article; read from an index, without vectors."""
    rows = db.execute("SELECT id, article FROM passages INDEXED BY passages_by_article ORDER BY article, ordinal")
    flat = np.fromiter(map(tuple, rows), np.dtype([("id", np.int64), ("article", np.int64)]))
    order = np.argsort(flat["id"], kind="stable")
    return flat["id"][order], flat["article"][order]


def _named(db: sqlite3.Connection, names: Sequence[str]) -> Ids:
    """Return the live articles with these ids or source ids."""
    found: list[int] = []
    for start in range(0, len(names), NAMES // 2):
        part = names[start : start + NAMES // 2]
        marks = ",".join("?" * len(part))
        rows = db.execute(
            f"SELECT id FROM articles WHERE state = 'live' AND (doc_id IN ({marks}) OR source_id IN ({marks}))",
            [*part, *part],
        )
        found += [row[0] for row in rows]
    return np.array(found, np.int64)
