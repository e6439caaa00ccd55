"""Finding figure records of the newest articles by subject, metric, words and period, each step carried by an index.

Every subject is asked for by itself, and from an index alone, so that the records of the commonest place are never
sorted or even read for the few that are wanted; docs/architecture.md says how long it takes over a million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from index import storing
from index.catalog.figures import Figures
from index.catalog.store import marks
from index.schema import LONG_PERIOD
from index.types import Figure, Period

# The newest records of a subject in which words are looked for where no period narrows them.
_LOOKED_THROUGH = 10_000
# Days of the longest period that an index of starts finds from its end.
_SHORT = timedelta(days=400)
# A condition with its values.
Condition = tuple[str, list[Any]]


class FigureSearch(Figures):
    """Finds the newest figure records."""

    def search_figures(
        self,
        *,
        keys: Sequence[str] = (),
        names: Sequence[str] = (),
        metrics: Sequence[str] = (),
        words: Sequence[str] = (),
        period: Period | None = None,
        doc_ids: Sequence[Sequence[str]] = (),
        status: str | None = None,
        named: tuple[str, str] | None = None,
        limit: int,
    ) -> list[Figure]:
        """Return live records of the newest articles first, at most `limit`.

        `keys` and `names` of subjects are joined by or, all else by and. A name finds records of a place by its key
        where keys are given too. Of `doc_ids` every list must hold the article. `named` is a metric's canonical name
        and words of which its own or the source's name holds one.
        """
        rest = _join([*_metric_condition(metrics), *_word_condition(words), *_listed_condition(status, named)])
        found: set[tuple[str, int]] = set()
        if doc_ids:
            found = self._in_articles(keys, names, _join([rest, *_period_conditions(period)[:1]]), doc_ids, limit)
        else:
            for sql, values in self._searches(keys, names, metrics, words, period, rest):
                found |= self._newest(sql, values, limit)
        ids = [rowid for _, rowid in sorted(found, reverse=True)[:limit]]
        rows = self.db.execute(
            f"{self._FIGURES} AND f.id IN ({marks(ids)}) ORDER BY f.day DESC, f.article, f.start", ids
        )
        return [storing.unpack_figure(dict(row)) for row in rows]

    def _in_articles(
        self, keys: Sequence[str], names: Sequence[str], rest: Condition, doc_ids: Sequence[Sequence[str]], limit: int
    ) -> set[tuple[str, int]]:
        """Return days and ids of records in the named articles."""
        articles: set[int] | None = None
        for wanted in doc_ids:
            held = {
                row[0]
                for column in ("doc_id", "source_id")
                for row in self.db.execute(
                    f"SELECT id FROM articles WHERE state = 'live' AND {column} IN ({marks(wanted)})", tuple(wanted)
                )
            }
            articles = held if articles is None else articles & held
        found = tuple(articles or ())
        sql, values = _join([(f"f.article IN ({marks(found)})", list(found)), *_subject_condition(keys, names), rest])
        return self._newest(f"SELECT f.day, f.id FROM figures f WHERE {sql}", values, limit)

    def _newest(self, sql: str, values: Sequence[Any], limit: int) -> set[tuple[str, int]]:
        """Return days and ids of the newest records that a statement finds; a record without a day comes last."""
        rows = self.db.execute(f"{sql} ORDER BY f.day DESC LIMIT ?", (*values, limit))
        return {(row[0] or "", row[1]) for row in rows}

    def _searches(
        self,
        keys: Sequence[str],
        names: Sequence[str],
        metrics: Sequence[str],
        words: Sequence[str],
        period: Period | None,
        rest: Condition,
    ) -> Iterator[Condition]:
        """Yield the statements, each with its index, that together find what is wanted."""
        spans = _period_conditions(period)
        for key in keys:
            who: Condition = ("f.subject_key = ?", [key])
            if metrics:
                yield _select("figures_by_place_metric", _join([who, rest, *spans[:1]]))
            elif period:
                yield _select("figures_by_place_period", _join([who, rest, *spans[1:2]]))
                yield _select("figures_by_place_long", _join([who, rest, *spans[2:]]))
            elif words:
                newest, values = _select("figures_by_place_day", who)
                inner = newest.replace("SELECT f.day, f.id", "SELECT f.day, f.id, f.metric, f.metric_said", 1)
                sql = f"SELECT f.day, f.id FROM ({inner} ORDER BY f.day DESC LIMIT {_LOOKED_THROUGH}) f WHERE {rest[0]}"
                yield sql, [*values, *rest[1]]
            else:
                yield _select("figures_by_place_day", _join([who, rest]))
        for name in names:
            unplaced = [("f.subject_key IS NULL", list[Any]())] if keys else []
            yield _select("figures_by_name", _join([("f.subject = ?", [name]), *unplaced, rest, *spans[:1]]))
        if not keys and not names:
            index = "figures_by_metric" if metrics else "figures_by_day"
            yield _select(index, _join([rest, *spans[:1]]))


def _subject_condition(keys: Sequence[str], names: Sequence[str]) -> list[Condition]:
    if not keys and not names:
        return []
    sql = f"(f.subject_key IN ({marks(keys)}) OR f.subject IN ({marks(names)}))"
    return [(sql, [*keys, *names])]


def _select(index: str, condition: Condition) -> Condition:
    return f"SELECT f.day, f.id FROM figures f INDEXED BY {index} WHERE {condition[0]}", condition[1]


def _join(conditions: Sequence[Condition]) -> Condition:
    """Join conditions by and; an empty one is left out."""
    kept = [condition for condition in conditions if condition[0] != "1"]
    return " AND ".join(sql for sql, _ in kept) or "1", [value for _, values in kept for value in values]


def _metric_condition(metrics: Sequence[str]) -> list[Condition]:
    return [(f"f.metric IN ({marks(metrics)})", list(metrics))] if metrics else []


def _word_condition(words: Sequence[str]) -> list[Condition]:
    if not words:
        return []
    return [("(" + " OR ".join(["instr(f.metric || f.metric_said, ?)"] * len(words)) + ")", list(words))]


def _listed_condition(status: str | None, named: tuple[str, str] | None) -> list[Condition]:
    found: list[Condition] = [("f.status = ?", [status])] if status else []
    if named:
        found.append(("(f.metric = ? OR instr(f.metric || '/' || f.metric_said, ?))", [*named]))
    return found


def _period_conditions(period: Period | None) -> list[Condition]:
    """Return what overlaps a period: any record, those of short periods by their start, those of long ones."""
    if period is None:
        return []
    start, end = period.start.isoformat(), period.end.isoformat()
    earliest = max(period.start, date.min + _SHORT) - _SHORT
    return [
        ("f.period_start <= ? AND f.period_end >= ?", [end, start]),
        ("f.period_start BETWEEN ? AND ? AND f.period_end >= ?", [earliest.isoformat(), end, start]),
        (f"{LONG_PERIOD} AND f.period_start <= ? AND f.period_end >= ?", [end, start]),
    ]
