"""The life of an article version: pending, live, old, purged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index import storing
from index.catalog.editions import Editions
from index.catalog.figure_search import FigureSearch
from index.types import Article, Description, Figure, Passage

Vectors = npt.NDArray[np.float32]


class Versions(Editions, FigureSearch):
    """Brings versions of articles in, makes them live and lets them go."""

    def add_pending(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, figures: Sequence[Figure]
    ) -> list[int]:
        """Write an article version as pending, with passages, vectors and figures; return the passages' ids."""
        rest = article.description
        cursor = self.db.execute(
            "INSERT INTO articles VALUES (NULL,?,?,'pending',?,?,?,?,?,?,?,?,?,?,?,?,NULL,?,?,?,?,?,?,?,?)",
            (
                article.doc_id, article.version, article.key, article.path, article.source_id, article.digest,
                rest.title, rest.date and rest.date.isoformat(), rest.date_basis, rest.publisher, rest.url, rest.kind,
                rest.script, storing.dump(list(rest.regions)), int(article.plain_source),
                storing.dump(list(article.corrected)), article.text, storing.pack_removed(article.removed),
                storing.dump(list(article.notes)), storing.pack_sections(article.sections),
                storing.pack_offsets(article.offsets), storing.pack_origins(article.origins),
            ),
        )  # fmt: skip
        rowid = cursor.lastrowid
        assert rowid is not None
        self.db.executemany("INSERT INTO article_regions VALUES (?, ?)", [(r, rowid) for r in set(rest.regions)])
        self.name_edition(rowid, rest)
        ids = []
        for passage, vector in zip(passages, vectors, strict=True):
            row = (rowid, passage.ordinal, passage.span.start, passage.span.end, storing.dump(list(passage.heading)))
            blob = vector.astype(np.float16).tobytes()
            inserted = self.db.execute("INSERT INTO passages VALUES (NULL,?,?,?,?,?,?)", (*row, blob)).lastrowid
            assert inserted is not None
            ids.append(inserted)
        self.add_figures(rowid, figures)
        return ids

    def pending(self) -> list[tuple[str, int]]:
        """Return the article versions that an interrupted ingest left behind."""
        rows = self.db.execute("SELECT doc_id, version FROM articles WHERE state = 'pending' ORDER BY id")
        return [(row["doc_id"], row["version"]) for row in rows]

    def make_live(self, doc_id: str, version: int) -> list[int]:
        """Make a pending version live and the one before it old; return the ids of the passages that leave."""
        older = self.db.execute(
            "SELECT version FROM articles WHERE doc_id = ? AND state = 'live'", (doc_id,)
        ).fetchall()
        gone: list[int] = []
        for row in older:
            gone += self.retire(doc_id, row["version"])
        self.db.execute("UPDATE articles SET state = 'live' WHERE doc_id = ? AND version = ?", (doc_id, version))
        return gone

    def retire(self, doc_id: str, version: int) -> list[int]:
        """Make a version old: its text stays, its passages and figures go; return the ids of those passages."""
        rowid = self.rowid(doc_id, version)
        ids = [row["id"] for row in self.db.execute("SELECT id FROM passages WHERE article = ?", (rowid,))]
        self.db.execute("DELETE FROM passages WHERE article = ?", (rowid,))
        self.db.execute("DELETE FROM figures WHERE article = ?", (rowid,))
        self.db.execute("DELETE FROM article_regions WHERE article = ?", (rowid,))
        self.db.execute("UPDATE articles SET state = 'old', cluster = NULL WHERE id = ?", (rowid,))
        return ids

    def redescribe(self, doc_id: str, version: int, description: Description, corrected: Sequence[str]) -> None:
        """Write another description for an article version, with the fields that a user set."""
        rowid = self.rowid(doc_id, version)
        self.db.execute(
            "UPDATE articles SET title = ?, date = ?, date_basis = ?, publisher = ?, url = ?, kind = ?, regions = ?,"
            " corrected = ? WHERE id = ?",
            (
                description.title, description.date and description.date.isoformat(), description.date_basis,
                description.publisher, description.url, description.kind, storing.dump(list(description.regions)),
                storing.dump(sorted(corrected)), rowid,
            ),
        )  # fmt: skip
        self.db.execute("DELETE FROM article_regions WHERE article = ?", (rowid,))
        rows = [(region, rowid) for region in set(description.regions)]
        self.db.executemany("INSERT INTO article_regions VALUES (?, ?)", rows)
        self.name_edition(rowid, description)

    def purge_old(self) -> int:
        """Delete every old version for good; return how many."""
        self.db.execute("DELETE FROM editions WHERE article IN (SELECT id FROM articles WHERE state = 'old')")
        return self.db.execute("DELETE FROM articles WHERE state = 'old'").rowcount
