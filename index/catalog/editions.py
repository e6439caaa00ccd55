"""Editions of one policy: which live article a later one has replaced."""

from __future__ import annotations

from collections.abc import Sequence

from index.catalog.store import Store, chunks, marks
from index.editions import name_edition
from index.types import Description


class Editions(Store):
    """Which policies are editions of one another."""

    def name_edition(self, rowid: int, about: Description) -> None:
        """Write under which name an article is an edition, where it is one."""
        self.db.execute("DELETE FROM editions WHERE article = ?", (rowid,))
        if name := name_edition(about.title, about.kind, about.regions):
            self.db.execute("INSERT INTO editions VALUES (?, ?)", (rowid, name))

    def later_editions(self, doc_ids: Sequence[str]) -> dict[str, str]:
        """Return `{doc_id: doc_id of the latest edition}` for those live policies that a later edition has replaced."""
        return {doc_id: later for chunk in chunks(doc_ids) for doc_id, later in self._editions(chunk, "a")}

    def earlier_editions(self, doc_id: str) -> tuple[str, ...]:
        """Return the live editions of a policy that it has replaced, the oldest first."""
        return tuple(earlier for earlier, _ in self._editions([doc_id], "b"))

    def _editions(self, doc_ids: Sequence[str], side: str) -> list[tuple[str, str]]:
        """Return pairs of an edition and a later one; of the later ones to one edition, the latest comes last."""
        rows = self.db.execute(
            "SELECT a.doc_id AS earlier, b.doc_id AS later FROM editions e JOIN articles a ON a.id = e.article"
            " JOIN editions f ON f.name = e.name JOIN articles b ON b.id = f.article"
            " WHERE a.state = 'live' AND b.state = 'live' AND a.date < b.date"
            f" AND (a.cluster IS NULL OR a.cluster IS NOT b.cluster) AND {side}.doc_id IN ({marks(doc_ids)})"
            " ORDER BY b.date, a.date",
            tuple(doc_ids),
        )
        return [(row["earlier"], row["later"]) for row in rows]
