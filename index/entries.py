"""What the lexical index is told of a passage."""

from __future__ import annotations

from index.catalog import PassageRow
from index.lexical import LexicalEntry


def make_entry(row: PassageRow) -> LexicalEntry:
    """Return a passage with the fields that words are sought in."""
    return LexicalEntry(
        id=row.id,
        body=row.text,
        title=row.title,
        heading="\n".join(row.heading),
        regions=" ".join(row.regions),
        date=row.date.isoformat() if row.date else "",
    )
