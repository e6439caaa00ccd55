"""Figure records: written with their article, found by an SQL condition, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from index import storing
from index.catalog.store import Store
from index.types import Figure

# Figures that a tally looks at: enough to know what a library is about, in a tenth of a second.
_TALLIED = 20_000


class Figures(Store):
    """The figure records of live articles."""

    def add_figures(self, rowid: int, figures: Iterable[Figure]) -> None:
        """Write the records of an article version."""
        self.db.executemany(
            "INSERT INTO figures VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,(SELECT date FROM articles WHERE id = ?))",
            [
                (
                    rowid, f.span.start, f.span.end, f.subject, f.subject_key, f.metric, f.metric_said, f.status,
                    f.period and f.period.start.isoformat(), f.period and f.period.end.isoformat(),
                    f.canonical_unit, storing.pack_figure(f), rowid,
                )
                for f in figures
            ],
        )  # fmt: skip

    def replace_figures(self, doc_id: str, version: int, figures: Iterable[Figure]) -> None:
        """Put new figure records in the place of an article version's old ones."""
        rowid = self.rowid(doc_id, version)
        self.db.execute("DELETE FROM figures WHERE article = ?", (rowid,))
        self.add_figures(rowid, figures)

    _FIGURES = (
        "SELECT a.doc_id, a.version, f.start, f.end, f.subject, f.subject_key, f.metric, f.metric_said, f.status,"
        " f.canonical_unit, f.rest FROM figures f JOIN articles a ON a.id = f.article WHERE a.state = 'live'"
    )

    def find_figures(self, where: str = "", values: Sequence[Any] = (), limit: int = -1) -> list[Figure]:
        """Return live figures for an SQL condition on `f` (figures) and `a` (articles), in order of articles."""
        condition = f" AND ({where})" if where else ""
        rows = self.db.execute(f"{self._FIGURES}{condition} ORDER BY f.article, f.start LIMIT ?", (*values, limit))
        return [storing.unpack_figure(dict(row)) for row in rows]

    def find_newest_figures(self, where: str, values: Sequence[Any], limit: int) -> list[Figure]:
        """Return live figures for an SQL condition, those of the newest articles first."""
        condition = f" AND ({where})" if where else ""
        rows = self.db.execute(
            f"{self._FIGURES}{condition} ORDER BY f.day DESC, f.article, f.start LIMIT ?",
            (*values, limit),
        )
        return [storing.unpack_figure(dict(row)) for row in rows]

    def figures_of(self, doc_id: str, version: int | None = None) -> list[Figure]:
        """Return the figures of one live article."""
        if version is None:
            return self.find_figures("a.doc_id = ?", (doc_id,))
        return self.find_figures("a.doc_id = ? AND a.version = ?", (doc_id, version))

    def tally_figures(
        self, column: Literal["subject", "metric"], where: str = "", values: Sequence[Any] = (), limit: int = 20
    ) -> list[tuple[str, int]]:
        """Return the commonest subjects or metrics of live figures with how often, among the newest that were read."""
        condition = f" AND ({where})" if where else ""
        rows = self.db.execute(
            f"SELECT name, count(*) AS n FROM (SELECT f.{column} AS name FROM figures f JOIN articles a"
            f" ON a.id = f.article WHERE a.state = 'live' AND f.subject_key IS NOT NULL{condition}"
            f" ORDER BY f.id DESC LIMIT {_TALLIED}) GROUP BY name ORDER BY n DESC, name LIMIT ?",
            (*values, limit),
        )
        return [(row["name"], row["n"]) for row in rows if row["name"]]
