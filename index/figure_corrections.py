"""A user's corrections of figure records, kept across every later ingest.

A correction is bound to the article, the quote and a few words before it, not to offsets, which move when the file
changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import get_args

from index import storing
from index.catalog import Catalog
from index.errors import UsageError
from index.types import Article, Figure, Period, Status

CORRECTABLE = ("subject", "metric", "value", "unit", "status", "period", "removed")
# Words before the quote that tell two equal quotes of one article apart.
_NEAR = 12


def keep_correction(catalog: Catalog, article: Article, figure: Figure, field: str, value: str) -> None:
    """Store one correction; raises `UsageError` for a field or a value that cannot be."""
    _correct(figure, field, value)
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    catalog.db.execute(
        "INSERT OR REPLACE INTO figure_corrections VALUES (?,?,?,?,?,?)",
        (article.doc_id, figure.quote, _near(article, figure), field, value, made),
    )


def correct_figures(catalog: Catalog, article: Article, figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures with all kept corrections of their article in them."""
    rows = catalog.db.execute("SELECT * FROM figure_corrections WHERE doc_id = ?", (article.doc_id,)).fetchall()
    if not rows:
        return list(figures)
    corrected = []
    for figure in figures:
        kept: Figure | None = figure
        for row in rows:
            if kept is not None and row["quote"] == figure.quote and row["near"] == _near(article, figure):
                kept = _correct(kept, row["field"], row["value"])
        if kept is not None:
            corrected.append(kept)
    return corrected


def _near(article: Article, figure: Figure) -> str:
    return article.text[max(0, figure.span.start - _NEAR) : figure.span.start]


def _correct(figure: Figure, field: str, value: str) -> Figure | None:
    """Return the figure with one field set, None where it was removed."""
    if field == "removed":
        return None
    if field == "subject":
        return replace(figure, subject=value or None, subject_key=None, corrected=True)
    if field == "metric":
        return replace(figure, metric=value, corrected=True)
    if field == "unit":
        return replace(figure, canonical_unit=value, corrected=True)
    if field == "status":
        statuses: tuple[Status, ...] = get_args(Status)
        found = next((status for status in statuses if status == value), None)
        if found is None:
            raise UsageError(f"status={value} is none of {', '.join(statuses)}")
        return replace(figure, status=found, corrected=True)
    if field == "value":
        try:
            return replace(figure, canonical_value=Decimal(value), corrected=True)
        except InvalidOperation:
            raise UsageError(f"value={value} is no number", "write it in the base unit, as 210000000000") from None
    if field == "period":
        return replace(figure, period=_read_period(value), corrected=True)
    raise UsageError(f"{field} of a figure cannot be set", f"one of {', '.join(CORRECTABLE)}")


def _read_period(value: str) -> Period | None:
    if not value:
        return None
    start, _, end = value.partition("..")
    try:
        first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
    except ValueError:
        raise UsageError(f"period={value} is no period", "write it as 2024-01-01..2024-12-31") from None
    return storing.unpack_period([first.isoformat(), last.isoformat(), value, None])
