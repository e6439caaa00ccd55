"""A drafted comparison becomes an answer: every cell audited, its citations numbered."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import AnswerBuilder, escape_markdown
from assistant.audit import Auditor
from assistant.compare import DraftCell, DraftTable
from assistant.types import Answer, Cell, Claim, Question, Removed, Sentence, Table

_BLANK = {"zh": "未见报道", "en": "not reported"}
_NOTHING = {"zh": "资料中没有可以比较的内容。", "en": "The sources hold nothing to compare."}


def finish_table(draft: DraftTable, asked: Question, builder: AnswerBuilder, auditor: Auditor) -> Answer:
    """Return the answer that the table makes; a cell that its quotes do not carry becomes blank and is recorded."""
    rows = tuple(tuple(_finish_cell(cell, asked, builder, auditor) for cell in row) for row in draft.rows)
    if not draft.complete:
        rows = tuple(row for row in rows if any(cell.citations for cell in row))
    if not any(cell.citations for row in rows for cell in row):
        return builder.refuse(asked, "no_document", _NOTHING[asked.language], ())
    table = Table(draft.columns, rows, draft.warnings)
    sentences = tuple(
        Sentence(cell.text, cell.citations, "exact") for row in rows for cell in row[1:] if cell.citations
    )
    for row in rows:
        for cell in row:
            if cell.figure is not None:
                builder.add_figure(cell.figure, builder.figures)
    answer = builder.finish(asked)
    return replace(answer, kind="table", table=table, sentences=sentences, text=write_table(table))


def _finish_cell(cell: DraftCell, asked: Question, builder: AnswerBuilder, auditor: Auditor) -> Cell:
    if not cell.quotes:
        return Cell(cell.text, (), None, cell.blank, cell.note)
    verdict = auditor.audit(Claim(cell.claim or cell.text, cell.quotes))
    if not verdict.carried:
        builder.removed.append(Removed(cell.text, "；".join(fault.said for fault in verdict.faults)))
        return Cell(_BLANK[asked.language], (), None, "not_reported", None)
    numbers = tuple(dict.fromkeys(builder.cite(quote) for quote in cell.quotes))
    return Cell(cell.text, numbers, cell.figure, None, cell.note)


def write_table(table: Table) -> str:
    """Return the table in Markdown, with markers and warnings."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    lines = [line([escape_markdown(column) for column in table.columns]), line(["---"] * len(table.columns))]
    for row in table.rows:
        lines.append(line([_write_cell(cell) for cell in row]))
    lines += ["", *(f"- {escape_markdown(warning)}" for warning in table.warnings)]
    return "\n".join(lines).strip()


def _write_cell(cell: Cell) -> str:
    text = escape_markdown(" ".join(cell.text.split()))
    note = f"（{escape_markdown(cell.note)}）" if cell.note else ""
    return text + note + "".join(f"[{n}]" for n in cell.citations)
