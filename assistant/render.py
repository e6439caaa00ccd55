"""An answer as plain text for a terminal: sentences, a table, then the sources with their exact words."""

from __future__ import annotations

import unicodedata

from assistant.types import Answer, Citation, Table

_HEADS = {"zh": ("出处", "另有不同数值", "未能回答", "提示"), "en": ("Sources", "Other values", "Not answered", "Note")}
_WIDE = {"W", "F"}


def render_text(answer: Answer) -> str:
    """Return the answer for reading in a terminal."""
    sources, conflicts, missing, note = _HEADS[answer.language]
    parts = [f"{note}：{notice}" for notice in answer.notices]
    if answer.table is not None:
        parts.append(render_table(answer.table))
        parts += [f"{note}：{warning}" for warning in answer.table.warnings]
    else:
        lines = [sentence.text + "".join(f"[{n}]" for n in sentence.citations) for sentence in answer.sentences]
        parts.append("\n".join(lines))
    for conflict in answer.conflicts:
        values = "；".join(f"{value.text}[{value.citation}]" for value in conflict.values)
        parts.append(f"{conflicts}（{conflict.subject}{conflict.metric}）：{values}")
    for item in answer.missing:
        named = "".join(filter(None, (item.subject, item.period.label if item.period else None, item.metric)))
        parts.append(f"{missing}：{named}（{item.reason}）")
    if answer.citations:
        parts.append(f"{sources}\n" + "\n".join(render_citation(citation) for citation in answer.citations))
    return "\n\n".join(part for part in parts if part)


def render_citation(citation: Citation) -> str:
    """Return one source as a line: number, title, day, and the words."""
    day = citation.date.isoformat() if citation.date else "—"
    words = " ".join(citation.quote.split())
    return f"[{citation.n}] {citation.title}（{day}）“{words}”  {citation.source_id or citation.path}"


def render_table(table: Table) -> str:
    """Return a table with columns of even width; a wide character counts two."""
    rows = [list(table.columns)]
    rows += [[cell.text + "".join(f"[{n}]" for n in cell.citations) for cell in row] for row in table.rows]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(table.columns))]
    return "\n".join(
        "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)
