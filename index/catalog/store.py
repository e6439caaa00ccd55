"""The SQLite file: connections, transactions, library-wide values, and the rows of article versions."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import LibraryError, UsageError
from index.filters import FilterTable
from index.schema import create_or_migrate

# Seconds a reader waits while the writer commits.
_BUSY_SECONDS = 30.0
# SQLite's limit of variables in one statement, with room to spare.
_CHUNK = 900


class Store:
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

    def rowid(self, doc_id: str, version: int) -> int:
        """Return the row of an article version; raises `UsageError` where there is none."""
        row = self.db.execute("SELECT id FROM articles WHERE doc_id = ? AND version = ?", (doc_id, version)).fetchone()
        if row is None:
            raise UsageError(f"no article {doc_id} version {version}", "`yinzheng search` gives the ids")
        return int(row["id"])


def read_date(stored: str | None) -> dt.date | None:
    """Return a day as it is stored."""
    return dt.date.fromisoformat(stored) if stored else None


def marks(values: Sequence[Any]) -> str:
    """Return a question mark for each value, for an SQL list."""
    return ",".join("?" * len(values))


def chunks(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield values in lists that one statement can take."""
    items = [int(v) if isinstance(v, np.integer) else v for v in values]
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
