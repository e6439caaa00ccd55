"""How the catalog writes frozen types as JSON, and reads them back.

Knows the shapes of `index.types` and nothing of SQL. Lists stand for tuples; numbers that must stay exact are text.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from index.types import Context, Figure, OffsetRun, Origin, Period, Removal, Section, Span

Value = Decimal | tuple[Decimal, Decimal]


def dump(value: Any) -> str:
    """Write compact JSON that keeps Chinese readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pack_value(value: Value) -> str | list[str]:
    """Write a value as text, a range as two."""
    return [str(part) for part in value] if isinstance(value, tuple) else str(value)


def unpack_value(stored: str | list[str]) -> Value:
    """Read what `pack_value` wrote."""
    if isinstance(stored, list):
        return Decimal(stored[0]), Decimal(stored[1])
    return Decimal(stored)


def pack_period(period: Period | None) -> list[str | None] | None:
    """Write a period as start, end, label, said."""
    return [period.start.isoformat(), period.end.isoformat(), period.label, period.said] if period else None


def unpack_period(stored: list[Any] | None) -> Period | None:
    """Read what `pack_period` wrote."""
    if stored is None:
        return None
    return Period(dt.date.fromisoformat(stored[0]), dt.date.fromisoformat(stored[1]), stored[2], stored[3])


def pack_context(context: tuple[Context, ...]) -> list[list[Any]]:
    """Write each context as start, end, role."""
    return [[item.span.start, item.span.end, item.role] for item in context]


def unpack_context(stored: list[list[Any]]) -> tuple[Context, ...]:
    """Read what `pack_context` wrote."""
    return tuple(Context(Span(start, end), role) for start, end, role in stored)


def pack_sections(sections: tuple[Section, ...]) -> str:
    """Write sections with heading path, kind and context."""
    return dump(
        [[s.span.start, s.span.end, list(s.heading), s.kind, pack_context(s.context)] for s in sections],
    )


def unpack_sections(stored: str) -> tuple[Section, ...]:
    """Read what `pack_sections` wrote."""
    return tuple(
        Section(Span(start, end), tuple(heading), kind, unpack_context(context))
        for start, end, heading, kind, context in json.loads(stored)
    )


def pack_offsets(offsets: tuple[OffsetRun, ...]) -> str:
    """Write each run as clean, source, length."""
    return dump([[run.clean, run.source, run.length] for run in offsets])


def unpack_offsets(stored: str) -> tuple[OffsetRun, ...]:
    """Read what `pack_offsets` wrote."""
    return tuple(OffsetRun(*run) for run in json.loads(stored))


def pack_origins(origins: tuple[Origin, ...]) -> str:
    """Write where clean text stands in a paged or tabular format."""
    return dump([[o.span.start, o.span.end, o.page, o.box, o.sheet, o.cell] for o in origins])


def unpack_origins(stored: str) -> tuple[Origin, ...]:
    """Read what `pack_origins` wrote."""
    return tuple(
        Origin(Span(start, end), page, tuple(box) if box else None, sheet, cell)
        for start, end, page, box, sheet, cell in json.loads(stored)
    )


def pack_removed(removed: tuple[Removal, ...]) -> str:
    """Write each removal as reason, text."""
    return dump([[item.reason, item.text] for item in removed])


def unpack_removed(stored: str) -> tuple[Removal, ...]:
    """Read what `pack_removed` wrote."""
    return tuple(Removal(reason, text) for reason, text in json.loads(stored))


def pack_figure(figure: Figure) -> str:
    """Write what of a figure has no column of its own."""
    return dump(
        {
            "quote": figure.quote,
            "value": pack_value(figure.value),
            "unit": figure.unit,
            "canonical": pack_value(figure.canonical_value),
            "sentence": [figure.sentence.start, figure.sentence.end],
            "period": pack_period(figure.period),
            "qualifier": figure.qualifier,
            "threshold": figure.threshold,
            "context": pack_context(figure.context),
            "corrected": figure.corrected,
        }
    )


def unpack_figure(row: dict[str, Any]) -> Figure:
    """Read a figure from its columns and what `pack_figure` wrote."""
    rest = json.loads(row["rest"])
    return Figure(
        doc_id=row["doc_id"],
        version=row["version"],
        span=Span(row["start"], row["end"]),
        quote=rest["quote"],
        value=unpack_value(rest["value"]),
        unit=rest["unit"],
        canonical_value=unpack_value(rest["canonical"]),
        canonical_unit=row["canonical_unit"],
        metric=row["metric"],
        metric_said=row["metric_said"],
        status=row["status"],
        sentence=Span(*rest["sentence"]),
        subject=row["subject"],
        subject_key=row["subject_key"],
        period=unpack_period(rest["period"]),
        qualifier=rest["qualifier"],
        threshold=rest["threshold"],
        context=unpack_context(rest["context"]),
        corrected=rest["corrected"],
    )
