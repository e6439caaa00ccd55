"""Articles as they are read: one version, all of them, or a list by filters."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from index import storing
from index.catalog.clusters import Clusters
from index.catalog.editions import Editions
from index.catalog.store import marks, read_date
from index.errors import UsageError
from index.types import Article, Description, Filters


class Articles(Clusters, Editions):
    """The articles of a library."""

    def live_digests(self) -> dict[str, tuple[str, str, int]]:
        """Return `{key: (doc_id, digest, version)}` of all live articles."""
        rows = self.db.execute("SELECT key, doc_id, digest, version FROM articles WHERE state = 'live'")
        return {row["key"]: (row["doc_id"], row["digest"], row["version"]) for row in rows}

    def latest_version(self, doc_id: str) -> int:
        """Return the highest version ever kept of an article, 0 where there is none."""
        row = self.db.execute("SELECT max(version) AS v FROM articles WHERE doc_id = ?", (doc_id,)).fetchone()
        return int(row["v"] or 0)

    def region_names(self) -> list[str]:
        """Return the names of all places that live articles are about."""
        return [row["region"] for row in self.db.execute("SELECT DISTINCT region FROM article_regions ORDER BY region")]

    def rename(self, doc_id: str, key: str, path: str) -> None:
        """Follow a file that was moved: the article keeps its id."""
        self.db.execute("UPDATE articles SET key = ?, path = ? WHERE doc_id = ?", (key, path, doc_id))

    def find_article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version, the newest where none is named; raises `UsageError` where there is none."""
        condition = "AND version = ?" if version is not None else "ORDER BY (state = 'live') DESC, version DESC LIMIT 1"
        values: tuple[Any, ...] = (doc_id,) if version is None else (doc_id, version)
        row = self.db.execute(f"SELECT * FROM articles WHERE doc_id = ? {condition}", values).fetchone()
        if row is None and version is None:
            row = self.db.execute(
                "SELECT * FROM articles WHERE source_id = ? AND state = 'live' ORDER BY id LIMIT 1", (doc_id,)
            ).fetchone()
        if row is None:
            what = f"no article {doc_id}" + (f" version {version}" if version is not None else "")
            raise UsageError(what, "`yinzheng search` and `yinzheng status` say what there is")
        return self._article(row)

    def iterate_articles(self, *, live: bool = True) -> Iterator[Article]:
        """Yield all live articles (or all old ones) in the order in which they came."""
        ids = [
            row["id"]
            for row in self.db.execute(
                "SELECT id FROM articles WHERE state = ? ORDER BY id", ("live" if live else "old",)
            )
        ]
        for rowid in ids:
            yield self._article(self.db.execute("SELECT * FROM articles WHERE id = ?", (rowid,)).fetchone())

    def list_articles(self, filters: Filters | None = None, limit: int = -1, offset: int = 0) -> list[dict[str, Any]]:
        """Return what a list shows of each live article (no text), newest first."""
        where, values = self._conditions(filters or Filters())
        rows = self.db.execute(
            "SELECT doc_id, version, title, date, publisher, kind, regions, path, source_id, notes,"
            f" length(text) AS characters FROM articles WHERE {where}"
            " ORDER BY date IS NULL, date DESC, id LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        return [{**dict(row), "regions": json.loads(row["regions"]), "notes": json.loads(row["notes"])} for row in rows]

    def count_given(self, doc_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Return how many passages and figures each live article gave."""
        rows = self.db.execute(
            "SELECT doc_id, (SELECT count(*) FROM passages WHERE article = a.id) AS passages,"
            " (SELECT count(*) FROM figures WHERE article = a.id) AS figures"
            f" FROM articles a WHERE state = 'live' AND doc_id IN ({marks(doc_ids)})",
            tuple(doc_ids),
        )
        return {row["doc_id"]: (row["passages"], row["figures"]) for row in rows}

    def _article(self, row: sqlite3.Row) -> Article:
        policy = row["kind"] == "policy" and row["state"] == "live"
        return Article(
            doc_id=row["doc_id"],
            version=row["version"],
            key=row["key"],
            path=row["path"],
            source_id=row["source_id"],
            digest=row["digest"],
            text=row["text"],
            description=Description(
                title=row["title"],
                date=read_date(row["date"]),
                date_basis=row["date_basis"],
                publisher=row["publisher"],
                url=row["url"],
                kind=row["kind"],
                regions=tuple(json.loads(row["regions"])),
                script=row["script"],
            ),
            removed=storing.unpack_removed(row["removed"]),
            notes=tuple(json.loads(row["notes"])),
            sections=storing.unpack_sections(row["sections"]),
            offsets=storing.unpack_offsets(row["offsets"]),
            origins=storing.unpack_origins(row["origins"]),
            plain_source=bool(row["plain_source"]),
            duplicates=self.witnesses(row["cluster"], row["doc_id"]),
            superseded_by=self.later_editions([row["doc_id"]]).get(row["doc_id"]) if policy else None,
            supersedes=self.earlier_editions(row["doc_id"]) if policy else (),
            corrected=tuple(json.loads(row["corrected"])),
            live=row["state"] == "live",
        )

    def _conditions(self, filters: Filters) -> tuple[str, list[Any]]:
        conditions, values = ["state = 'live'"], list[Any]()
        if filters.date_from:
            conditions.append("date >= ?")
            values.append(filters.date_from.isoformat())
        if filters.date_to:
            conditions.append("date <= ?")
            values.append(filters.date_to.isoformat())
        for column, wanted in (("publisher", filters.publishers), ("kind", filters.kinds)):
            if wanted:
                conditions.append(f"{column} IN ({marks(wanted)})")
                values += wanted
        if filters.doc_ids:
            asked = marks(filters.doc_ids)
            conditions.append(f"(doc_id IN ({asked}) OR source_id IN ({asked}))")
            values += [*filters.doc_ids, *filters.doc_ids]
        if filters.regions:
            conditions.append(f"id IN (SELECT article FROM article_regions WHERE region IN ({marks(filters.regions)}))")
            values += filters.regions
        return " AND ".join(conditions), values

    def count_articles(self) -> int:
        """Return the number of live articles."""
        return int(self.db.execute("SELECT count(*) FROM articles WHERE state = 'live'").fetchone()[0])

    def latest_date(self) -> dt.date | None:
        """Return the latest day of publication of a live article."""
        return read_date(self.db.execute("SELECT max(date) FROM articles WHERE state = 'live'").fetchone()[0])
