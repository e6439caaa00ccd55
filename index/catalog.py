"""The catalog: SQLite, the truth about every article, passage and figure.

Knows rows and transactions; knows nothing of vectors' meaning, words, or models. An article version is `pending`
until both indexes hold its passages, then `live`; a superseded or removed one is `old` and keeps its text, so that
an old conversation's citations open, until it is purged. Readers see live rows only.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from index import storing
from index.editions import name_edition
from index.errors import LibraryError, UsageError
from index.filters import FilterTable
from index.schema import create_or_migrate
from index.types import Article, Description, Figure, Filters, Passage, Span

Vectors = npt.NDArray[np.float32]

# Seconds a reader waits while the writer commits.
_BUSY_SECONDS = 30.0
# SQLite's limit of variables in one statement, with room to spare.
_CHUNK = 900
# Figures that a tally looks at: enough to know what a library is about, in a tenth of a second.
_TALLIED = 20_000


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


class Catalog:
    """One library's SQLite file. A thread each opens its own connection lazily."""

    def __init__(self, path: Path | None) -> None:
        import threading

        self._path = path
        self._local = threading.local()
        self._filters: tuple[tuple[int, int, int], FilterTable] | None = None
        # An in-memory catalog has one connection for every thread.
        self._shared = self._connect() if path is None else None

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                str(self._path) if self._path else ":memory:",
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=self._path is not None,
            )
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -65536")
            create_or_migrate(connection)
        except sqlite3.Error as error:
            raise LibraryError(
                f"{self._path}: {error}",
                "check the folder's rights and free space; a damaged catalog is restored from a backup",
            ) from None
        return connection

    @property
    def db(self) -> sqlite3.Connection:
        """The calling thread's connection."""
        if self._shared is not None:
            return self._shared
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection

    def close(self) -> None:
        """Close the calling thread's connection."""
        connection = self._shared or getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the body as one transaction: all of it is kept, or nothing."""
        db = self.db
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise LibraryError(f"{self._path}: {error}", "another process writes; try again when it is done") from None
        try:
            yield db
            db.execute("COMMIT")
        except BaseException as error:
            # Where the disk is full, SQLite has rolled back by itself.
            if db.in_transaction:
                db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                hint = "free some space on the disk, then ingest again"
                raise LibraryError(f"{self._path}: {error}", hint) from None
            raise

    # ── meta ──────────────────────────────────────────────────────────────────────────────────────────────────

    def meta(self, key: str) -> str | None:
        """Return a library-wide value, None where it was never set."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row and str(row["value"])

    def set_meta(self, key: str, value: str) -> None:
        """Set a library-wide value."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def generation(self) -> int:
        """Return the number that grows whenever what readers see changes."""
        return int(self.meta("generation") or 0)

    def bump_generation(self) -> None:
        """Tell open readers that what they see has changed."""
        self.set_meta("generation", str(self.generation() + 1))

    # ── articles ──────────────────────────────────────────────────────────────────────────────────────────────

    def live_digests(self) -> dict[str, tuple[str, str, int]]:
        """Return `{key: (doc_id, digest, version)}` of all live articles."""
        rows = self.db.execute("SELECT key, doc_id, digest, version FROM articles WHERE state = 'live'")
        return {row["key"]: (row["doc_id"], row["digest"], row["version"]) for row in rows}

    def latest_version(self, doc_id: str) -> int:
        """Return the highest version ever kept of an article, 0 where there is none."""
        row = self.db.execute("SELECT max(version) AS v FROM articles WHERE doc_id = ?", (doc_id,)).fetchone()
        return int(row["v"] or 0)

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
        self._name_edition(rowid, rest)
        ids = []
        for passage, vector in zip(passages, vectors, strict=True):
            row = (rowid, passage.ordinal, passage.span.start, passage.span.end, storing.dump(list(passage.heading)))
            blob = vector.astype(np.float16).tobytes()
            inserted = self.db.execute("INSERT INTO passages VALUES (NULL,?,?,?,?,?,?)", (*row, blob)).lastrowid
            assert inserted is not None
            ids.append(inserted)
        self._add_figures(rowid, figures)
        return ids

    def _add_figures(self, rowid: int, figures: Iterable[Figure]) -> None:
        self.db.executemany(
            "INSERT INTO figures VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (
                    rowid, f.span.start, f.span.end, f.subject, f.subject_key, f.metric, f.metric_said, f.status,
                    f.period and f.period.start.isoformat(), f.period and f.period.end.isoformat(),
                    f.canonical_unit, storing.pack_figure(f),
                )
                for f in figures
            ],
        )  # fmt: skip

    def _name_edition(self, rowid: int, about: Description) -> None:
        self.db.execute("DELETE FROM editions WHERE article = ?", (rowid,))
        if name := name_edition(about.title, about.kind, about.regions):
            self.db.execute("INSERT INTO editions VALUES (?, ?)", (rowid, name))

    def replace_figures(self, doc_id: str, version: int, figures: Iterable[Figure]) -> None:
        """Put new figure records in the place of an article version's old ones."""
        rowid = self._rowid(doc_id, version)
        self.db.execute("DELETE FROM figures WHERE article = ?", (rowid,))
        self._add_figures(rowid, figures)

    def _rowid(self, doc_id: str, version: int) -> int:
        row = self.db.execute("SELECT id FROM articles WHERE doc_id = ? AND version = ?", (doc_id, version)).fetchone()
        if row is None:
            raise UsageError(f"no article {doc_id} version {version}", "`yinzheng search` gives the ids")
        return int(row["id"])

    def region_names(self) -> list[str]:
        """Return the names of all places that live articles are about."""
        return [row["region"] for row in self.db.execute("SELECT DISTINCT region FROM article_regions ORDER BY region")]

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
        rowid = self._rowid(doc_id, version)
        ids = [row["id"] for row in self.db.execute("SELECT id FROM passages WHERE article = ?", (rowid,))]
        self.db.execute("DELETE FROM passages WHERE article = ?", (rowid,))
        self.db.execute("DELETE FROM figures WHERE article = ?", (rowid,))
        self.db.execute("DELETE FROM article_regions WHERE article = ?", (rowid,))
        self.db.execute("UPDATE articles SET state = 'old', cluster = NULL WHERE id = ?", (rowid,))
        return ids

    # ── inputs and corrections ────────────────────────────────────────────────────────────────────────────────

    def input_digest(self, path: str) -> str | None:
        """Return the digest of a file as it was when it was last read without a failure."""
        row = self.db.execute("SELECT digest FROM inputs WHERE path = ?", (path,)).fetchone()
        return str(row["digest"]) if row else None

    def set_input_digest(self, path: str, digest: str) -> None:
        """Remember a file that was read without a failure."""
        self.db.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?)", (path, digest))

    def forget_input(self, path: str) -> None:
        """Let the next ingest read a file again."""
        self.db.execute("DELETE FROM inputs WHERE path = ?", (path,))

    def count_from(self, path: str) -> int:
        """Return the number of live articles that came from a file."""
        row = self.db.execute("SELECT count(*) FROM articles WHERE path = ? AND state = 'live'", (path,)).fetchone()
        return int(row[0])

    def corrections(self) -> dict[str, dict[str, str]]:
        """Return `{doc_id: {field: value}}` of what users set by hand."""
        found: dict[str, dict[str, str]] = {}
        for row in self.db.execute("SELECT doc_id, field, value FROM corrections"):
            found.setdefault(row["doc_id"], {})[row["field"]] = row["value"]
        return found

    def set_correction(self, doc_id: str, field: str, value: str) -> None:
        """Keep what a user set by hand; it survives every later ingest."""
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.db.execute("INSERT OR REPLACE INTO corrections VALUES (?,?,?,?)", (doc_id, field, value, made))

    def redescribe(self, doc_id: str, version: int, description: Description, corrected: Sequence[str]) -> None:
        """Write another description for an article version, with the fields that a user set."""
        rowid = self._rowid(doc_id, version)
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
        self._name_edition(rowid, description)

    def purge_old(self) -> int:
        """Delete every old version for good; return how many."""
        self.db.execute("DELETE FROM editions WHERE article IN (SELECT id FROM articles WHERE state = 'old')")
        return self.db.execute("DELETE FROM articles WHERE state = 'old'").rowcount

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
            f" FROM articles a WHERE state = 'live' AND doc_id IN ({_marks(doc_ids)})",
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
                date=_read_date(row["date"]),
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

    # ── near-duplicates ───────────────────────────────────────────────────────────────────────────────────────

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
        for chunk in _chunks(doc_ids):
            rows = self.db.execute(
                f"SELECT doc_id, cluster FROM articles WHERE state = 'live' AND cluster IS NOT NULL"
                f" AND doc_id IN ({_marks(chunk)})",
                chunk,
            )
            found.update({row["doc_id"]: row["cluster"] for row in rows})
        return found

    # ── editions ──────────────────────────────────────────────────────────────────────────────────────────────

    def later_editions(self, doc_ids: Sequence[str]) -> dict[str, str]:
        """Return `{doc_id: doc_id of the latest edition}` for those live policies that a later edition has replaced."""
        return {doc_id: later for chunk in _chunks(doc_ids) for doc_id, later in self._editions(chunk, "a")}

    def earlier_editions(self, doc_id: str) -> tuple[str, ...]:
        """Return the live editions of a policy that it has replaced, the oldest first."""
        return tuple(earlier for earlier, _ in self._editions([doc_id], "b"))

    def _editions(self, doc_ids: Sequence[str], side: str) -> list[tuple[str, str]]:
        """Return pairs of an edition and a later one; of the later ones to one edition, the latest comes last."""
        rows = self.db.execute(
            "SELECT a.doc_id AS earlier, b.doc_id AS later FROM editions e JOIN articles a ON a.id = e.article"
            " JOIN editions f ON f.name = e.name JOIN articles b ON b.id = f.article"
            " WHERE a.state = 'live' AND b.state = 'live' AND a.date < b.date"
            f" AND (a.cluster IS NULL OR a.cluster IS NOT b.cluster) AND {side}.doc_id IN ({_marks(doc_ids)})"
            " ORDER BY b.date, a.date",
            tuple(doc_ids),
        )
        return [(row["earlier"], row["later"]) for row in rows]

    # ── passages ──────────────────────────────────────────────────────────────────────────────────────────────

    _PASSAGES = (
        "SELECT p.id, p.article, p.ordinal, p.start, p.end, p.heading, a.doc_id, a.version, a.source_id, a.path,"
        " a.title, a.date, a.cluster, a.regions, substr(a.text, p.start + 1, p.end - p.start) AS text"
        " FROM passages p JOIN articles a ON a.id = p.article"
    )

    def passage_rows(self, ids: Sequence[int]) -> dict[int, PassageRow]:
        """Return the live passages among `ids`, with their text; ids that are gone are left out."""
        found: dict[int, PassageRow] = {}
        for chunk in _chunks(ids):
            rows = self.db.execute(
                f"{self._PASSAGES} WHERE p.id IN ({_marks(chunk)}) AND a.state = 'live'",
                chunk,
            )
            for row in rows:
                found[row["id"]] = _read_passage(row)
        return found

    def article_passages(self, doc_id: str, version: int) -> list[PassageRow]:
        """Return the passages of one article version in order."""
        rowid = self._rowid(doc_id, version)
        rows = self.db.execute(
            f"{self._PASSAGES} WHERE p.article = ? ORDER BY p.ordinal",
            (rowid,),
        )
        return [_read_passage(row) for row in rows]

    def neighbours(self, ids: Sequence[int], reach: int) -> list[tuple[int, int]]:
        """Return `(article, passage id)` of `ids` and of what stands up to `reach` passages from them, ascending."""
        found: set[tuple[int, int]] = set()
        for chunk in _chunks(ids):
            rows = self.db.execute(
                "SELECT near.article, near.id FROM passages p JOIN passages near ON near.article = p.article"
                f" AND near.ordinal BETWEEN p.ordinal - ? AND p.ordinal + ? WHERE p.id IN ({_marks(chunk)})",
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
        for chunk in _chunks(ids):
            query = f"SELECT id, vector FROM passages WHERE id IN ({_marks(chunk)}) ORDER BY id"
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
                conditions.append(f"{column} IN ({_marks(wanted)})")
                values += wanted
        if filters.doc_ids:
            marks = _marks(filters.doc_ids)
            conditions.append(f"(doc_id IN ({marks}) OR source_id IN ({marks}))")
            values += [*filters.doc_ids, *filters.doc_ids]
        if filters.regions:
            conditions.append(
                f"id IN (SELECT article FROM article_regions WHERE region IN ({_marks(filters.regions)}))"
            )
            values += filters.regions
        return " AND ".join(conditions), values

    # ── figures ───────────────────────────────────────────────────────────────────────────────────────────────

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
            f"{self._FIGURES}{condition} ORDER BY a.date IS NULL, a.date DESC, f.article, f.start LIMIT ?",
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

    # ── counts ────────────────────────────────────────────────────────────────────────────────────────────────

    def count(self) -> dict[str, int]:
        """Return the numbers of live articles, passages and figures."""
        one: Callable[[str], int] = lambda sql: int(self.db.execute(sql).fetchone()[0])  # noqa: E731
        live = "JOIN articles a ON a.id = x.article WHERE a.state = 'live'"
        return {
            "articles": one("SELECT count(*) FROM articles WHERE state = 'live'"),
            "passages": one(f"SELECT count(*) FROM passages x {live}"),
            "figures": one(f"SELECT count(*) FROM figures x {live}"),
        }

    def count_articles(self) -> int:
        """Return the number of live articles."""
        return int(self.db.execute("SELECT count(*) FROM articles WHERE state = 'live'").fetchone()[0])

    def latest_date(self) -> dt.date | None:
        """Return the latest day of publication of a live article."""
        return _read_date(self.db.execute("SELECT max(date) FROM articles WHERE state = 'live'").fetchone()[0])


def _read_date(stored: str | None) -> dt.date | None:
    return dt.date.fromisoformat(stored) if stored else None


def _read_passage(row: sqlite3.Row) -> PassageRow:
    return PassageRow(
        id=row["id"],
        article=row["article"],
        doc_id=row["doc_id"],
        version=row["version"],
        source_id=row["source_id"],
        path=row["path"],
        title=row["title"],
        date=_read_date(row["date"]),
        span=Span(row["start"], row["end"]),
        text=row["text"],
        heading=tuple(json.loads(row["heading"])),
        ordinal=row["ordinal"],
        cluster=row["cluster"],
        regions=tuple(json.loads(row["regions"])),
    )


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _chunks(values: Sequence[Any]) -> Iterator[list[Any]]:
    items = [int(v) if isinstance(v, np.integer) else v for v in values]
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
