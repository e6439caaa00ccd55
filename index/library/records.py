"""Figure records by subject, metric, period and status, and what most of them are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from index.types import Figure, Period

if TYPE_CHECKING:
    pass


from index.library.parts import Parts

# Metrics of one subject that are weighed against those of the others.
_METRICS_WEIGHED = 60


class Records(Parts):
    """The figure records of a library."""

    def figures(
        self,
        subject: str | None = None,
        metric: str | None = None,
        period: Period | None = None,
        status: str | None = None,
        doc_id: str | None = None,
        limit: int = -1,
    ) -> list[Figure]:
        """Return figure records; a subject matches by all its names, a metric by its canonical name or its words.

        All come in order of articles; of a limited number the newest.
        """
        if limit >= 0:
            return self.catalog.search_figures(
                keys=[region.key for region in self.knowledge.gazetteer.resolve(subject)] if subject else (),
                names=[subject] if subject else (),
                named=(self.knowledge.vocabulary.canonical(metric) or metric, metric) if metric else None,
                period=period,
                status=status,
                doc_ids=[[doc_id]] if doc_id else (),
                limit=limit,
            )
        conditions, values = list[str](), list[Any]()
        if subject:
            conditions, values = self._match_subject(subject)
        if metric:
            canonical = self.knowledge.vocabulary.canonical(metric) or metric
            conditions.append("(f.metric = ? OR instr(f.metric, ?) OR instr(f.metric_said, ?))")
            values += [canonical, metric, metric]
        if period:
            conditions.append("f.period_start <= ? AND f.period_end >= ?")
            values += [period.end.isoformat(), period.start.isoformat()]
        if status:
            conditions.append("f.status = ?")
            values.append(status)
        if doc_id:
            conditions.append("a.doc_id = ?")
            values.append(doc_id)
        return self.catalog.find_figures(" AND ".join(conditions), values)

    def _match_subject(self, subject: str) -> tuple[list[str], list[Any]]:
        keys = [region.key for region in self.knowledge.gazetteer.resolve(subject)]
        marks = ",".join("?" * len(keys))
        return [f"(f.subject = ? OR f.subject_key IN ({marks}))"], [subject, *keys]

    def common_subjects(self, limit: int = 20) -> list[str]:
        """Return the places of which most figures were read, the commonest first."""
        return [name for name, _ in self.catalog.tally_figures("subject", limit=limit)]

    def common_metrics(self, subjects: Sequence[str] = (), limit: int = 20) -> list[str]:
        """Return known metrics that most of `subjects` have figures of (of all, where none is named)."""
        shared: Counter[str] = Counter()
        for subject in subjects or ("",):
            conditions, values = self._match_subject(subject) if subject else (list[str](), list[Any]())
            tallied = self.catalog.tally_figures("metric", " AND ".join(conditions), values, _METRICS_WEIGHED)
            # Whoever shares it weighs more than how often it is told.
            shared.update({name: 1_000_000 + count for name, count in tallied})
        known = self.knowledge.vocabulary.canonical
        return [name for name, _ in shared.most_common() if known(name) == name][:limit]
