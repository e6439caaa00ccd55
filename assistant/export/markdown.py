"""Answers as Markdown with a list of sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.export.words import describe_source, say, tell_cell
from assistant.types import Answer, Citation, Language, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def write_markdown(answers: Sequence[Answer], title: str, language: Language) -> bytes:
    """Return the file."""
    parts = [f"# {escape(title)}"] if len(answers) != 1 else []
    for answer in answers:
        parts.append(f"## {escape(answer.question)}")
        parts.append(answer.text)
        if answer.table is not None and "|" not in answer.text:
            parts.append(write_table(answer.table, language))
        parts.extend(
            f"**{say('conflicts', language)}** {escape(c.subject)} {escape(c.metric)}："
            + "；".join(f"{escape(value.text)} [{value.citation}]" for value in c.values)
            for c in answer.conflicts
        )
        if answer.citations:
            parts.append(f"### {say('sources', language)}")
            parts.append("\n".join(_write_source(citation, language) for citation in answer.citations))
    return ("\n\n".join(parts) + "\n").encode()


def _write_source(citation: Citation, language: Language) -> str:
    quote = escape(" ".join(citation.quote.split()))
    return f"- [{citation.n}] {escape(describe_source(citation, language))}\n  > {quote}"


def write_table(table: Table, language: Language) -> str:
    """Return a table with `[n]` in its cells."""
    rows = [[escape(column) for column in table.columns], ["---"] * len(table.columns)]
    for row in table.rows:
        cells = [escape(tell_cell(cell, language)) + "".join(f"[{n}]" for n in cell.citations) for cell in row]
        rows.append(cells)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def escape(text: str) -> str:
    """Return one line in which Markdown finds nothing of its own."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
