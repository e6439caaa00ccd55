"""The catalog: SQLite, the truth about every article, passage and figure.

Knows rows and transactions; knows nothing of vectors' meaning, words, or models. An article version is `pending`
until both indexes hold its passages, then `live`; a superseded or removed one is `old` and keeps its text, so that
an old conversation's citations open, until it is purged. Readers see live rows only.
"""

from __future__ import annotations

from collections.abc import Callable

from index.catalog.articles import Articles
from index.catalog.inputs import Inputs
from index.catalog.passages import PassageRow, Passages
from index.catalog.versions import Versions

__all__ = ["Catalog", "PassageRow"]


class Catalog(Articles, Versions, Passages, Inputs):
    """One library's SQLite file, in all its parts."""

    def count(self) -> dict[str, int]:
        """Return the numbers of live articles, passages and figures."""
        one: Callable[[str], int] = lambda sql: int(self.db.execute(sql).fetchone()[0])  # noqa: E731
        live = "JOIN articles a ON a.id = x.article WHERE a.state = 'live'"
        return {
            "articles": one("SELECT count(*) FROM articles WHERE state = 'live'"),
            "passages": one(f"SELECT count(*) FROM passages x {live}"),
            "figures": one(f"SELECT count(*) FROM figures x {live}"),
        }
