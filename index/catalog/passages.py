"""Passages: with what a hit shows of their article, what filters let through, and their vectors."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.catalog.store import Store, chunks, marks, read_date
from index.filters import FilterTable
from index.types import Filters, Span

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage with what a hit shows of its article."""

    id: int
    article: int
    doc_id: str
    version: int
    source_id: str | None
    path: str
    title: str
    date: dt.date | None
    span: Span
    text: str
    heading: tuple[str, ...]
    ordinal: int
    cluster: str | None
    regions: tuple[str, ...]


class Passages(Store):
    """The passages of live articles."""

    _PASSAGES = (
        "SELECT p.id, p.article, p.ordinal, p.start, p.end, p.heading, a.doc_id, a.version, a.source_id, a.path,"
        " a.title, a.date, a.cluster, a.regions, substr(a.text, p.start + 1, p.end - p.start) AS text"
        " FROM passages p JOIN articles a ON a.id = p.article"
    )

    def passage_rows(self, ids: Sequence[int]) -> dict[int, PassageRow]:
        """Return the live passages among `ids`, with their text; ids that are gone are left out."""
        found: dict[int, PassageRow] = {}
        for chunk in chunks(ids):
            rows = self.db.execute(
                f"{self._PASSAGES} WHERE p.id IN ({marks(chunk)}) AND a.state = 'live'",
                chunk,
            )
            for row in rows:
                found[row["id"]] = _read_passage(row)
        return found

    def article_passages(self, doc_id: str, version: int) -> list[PassageRow]:
        """Return the passages of one article version in order."""
        rowid = self.rowid(doc_id, version)
        rows = self.db.execute(
            f"{self._PASSAGES} WHERE p.article = ? ORDER BY p.ordinal",
            (rowid,),
        )
        return [_read_passage(row) for row in rows]

    def neighbours(self, ids: Sequence[int], reach: int) -> list[tuple[int, int]]:
        """Return `(article, passage id)` of `ids` and of what stands up to `reach` passages from them, ascending."""
        found: set[tuple[int, int]] = set()
        for chunk in chunks(ids):
            rows = self.db.execute(
                "SELECT near.article, near.id FROM passages p JOIN passages near ON near.article = p.article"
                f" AND near.ordinal BETWEEN p.ordinal - ? AND p.ordinal + ? WHERE p.id IN ({marks(chunk)})",
                [reach, reach, *chunk],
            )
            found.update((row[0], row[1]) for row in rows)
        return sorted(found)

    def filter_ids(self, filters: Filters) -> npt.NDArray[np.int64] | None:
        """Return the ids of the live passages that `filters` lets through, sorted; None where nothing is limited."""
        if filters.empty:
            return None
        # Another process bumps the generation; what this connection has written itself it need not have told anybody.
        state = self.generation(), id(self.db), self.db.total_changes
        if self._filters is None or self._filters[0] != state:
            self._filters = state, FilterTable(self.db)
        return self._filters[1].find(self.db, filters)

    def live_passage_ids(self) -> npt.NDArray[np.int64]:
        """Return the ids of all live passages, sorted."""
        rows = self.db.execute(
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article WHERE a.state = 'live' ORDER BY p.id"
        )
        return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def vectors(self, ids: Sequence[int]) -> tuple[list[int], Vectors]:
        """Return the ids among `ids` that exist and their vectors, float32 (n, d)."""
        kept: list[int] = []
        blobs: list[bytes] = []
        for chunk in chunks(ids):
            query = f"SELECT id, vector FROM passages WHERE id IN ({marks(chunk)}) ORDER BY id"
            for row in self.db.execute(query, chunk):
                kept.append(row["id"])
                blobs.append(row["vector"])
        flat = np.frombuffer(b"".join(blobs), dtype=np.float16).astype(np.float32)
        return kept, flat.reshape(len(kept), -1) if kept else flat.reshape(0, 0)

    def replace_vectors(self, vectors: Iterable[tuple[int, npt.NDArray[np.float32]]]) -> None:
        """Write new vectors for passages (after a change of the embedding model)."""
        self.db.executemany(
            "UPDATE passages SET vector = ? WHERE id = ?",
            [(vector.astype(np.float16).tobytes(), passage) for passage, vector in vectors],
        )


def _read_passage(row: sqlite3.Row) -> PassageRow:
    return PassageRow(
        id=row["id"],
        article=row["article"],
        doc_id=row["doc_id"],
        version=row["version"],
        source_id=row["source_id"],
        path=row["path"],
        title=row["title"],
        date=read_date(row["date"]),
        span=Span(row["start"], row["end"]),
        text=row["text"],
        heading=tuple(json.loads(row["heading"])),
        ordinal=row["ordinal"],
        cluster=row["cluster"],
        regions=tuple(json.loads(row["regions"])),
    )
