"""Articles that say the same: near-duplicates, one witness with several addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.catalog.store import Store, chunks, marks


class Clusters(Store):
    """Which live articles are near-duplicates of one another."""

    def witnesses(self, cluster: str | None, doc_id: str) -> tuple[str, ...]:
        """Return source_id or path of the other live articles that say the same."""
        if cluster is None:
            return ()
        rows = self.db.execute(
            "SELECT source_id, path FROM articles WHERE cluster = ? AND state = 'live' AND doc_id != ? ORDER BY id",
            (cluster, doc_id),
        )
        return tuple(row["source_id"] or row["path"] for row in rows)

    def witness_ids(self, doc_id: str) -> list[str]:
        """Return the ids of the other live articles that say the same."""
        rows = self.db.execute(
            "SELECT b.doc_id FROM articles a JOIN articles b ON b.cluster = a.cluster"
            " WHERE a.doc_id = ? AND a.state = 'live' AND b.state = 'live' AND b.doc_id != a.doc_id ORDER BY b.id",
            (doc_id,),
        )
        return [row["doc_id"] for row in rows]

    def set_cluster(self, doc_id: str, cluster: str | None) -> None:
        """Put an article's live version into a cluster of near-duplicates."""
        self.db.execute("UPDATE articles SET cluster = ? WHERE doc_id = ? AND state = 'live'", (cluster, doc_id))

    def merge_clusters(self, into: str, others: Iterable[str]) -> None:
        """Make several clusters one."""
        self.db.executemany("UPDATE articles SET cluster = ? WHERE cluster = ?", [(into, other) for other in others])

    def cluster_of(self, doc_id: str) -> str | None:
        """Return the cluster of an article's live version."""
        row = self.db.execute("SELECT cluster FROM articles WHERE doc_id = ? AND state = 'live'", (doc_id,)).fetchone()
        return str(row["cluster"]) if row and row["cluster"] else None

    def clusters_of(self, doc_ids: Sequence[str]) -> dict[str, str]:
        """Return `{doc_id: cluster}` for those that are in one."""
        found: dict[str, str] = {}
        for chunk in chunks(doc_ids):
            rows = self.db.execute(
                f"SELECT doc_id, cluster FROM articles WHERE state = 'live' AND cluster IS NOT NULL"
                f" AND doc_id IN ({marks(chunk)})",
                chunk,
            )
            found.update({row["doc_id"]: row["cluster"] for row in rows})
        return found
