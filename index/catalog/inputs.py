"""What was read from which file, and what users have set by hand."""

from __future__ import annotations

import datetime as dt

from index.catalog.store import Store


class Inputs(Store):
    """Files as they were last read, and corrections of descriptions."""

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
