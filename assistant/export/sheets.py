"""Answers and figure records as Excel, with a sheet of sources; records as CSV too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.export.words import STATUSES, name_period, say, tell_cell, tell_without_table
from assistant.markup import parse_answer
from assistant.types import Answer, Cell, Citation, Language
from index.types import Figure

# What a spreadsheet reads as the start of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000
_FONT = "Microsoft YaHei"
_WIDEST = 60
# Thousands apart; a number with digits behind the point is shown as it is.
_WHOLE = "#,##0"


def write_sheets(answers: Sequence[Answer], title: str, language: Language) -> bytes:
    """Return a workbook: answers, tables, figures and sources, a sheet each."""
    book = Workbook()
    book.remove(book.active)
    rows: list[list[Any]] = []
    for answer in answers:
        rows += [[answer.question], *([block.plain] for block in parse_answer(tell_without_table(answer))), [""]]
    _add_sheet(book, say("answer", language), [title], rows)
    for number, answer in enumerate(answers, 1):
        if answer.table is not None:
            name = say("table", language) + (f" {number}" if len(answers) > 1 else "")
            cells = [[_write_cell(cell, language) for cell in row] for row in answer.table.rows]
            _add_sheet(book, name, list(answer.table.columns), cells)
    figures = [(figure, f"[{n}]") for answer in answers for figure, n in answer.figures]
    if figures:
        _add_sheet(book, say("figures", language), *_figure_rows(figures, language))
    sources = [(number, c) for number, answer in enumerate(answers, 1) for c in answer.citations]
    _add_sheet(book, say("sources", language), *_source_rows(sources, len(answers) > 1, language))
    return _save(book)


def write_figure_sheet(figures: Sequence[tuple[Figure, str]], sources: Sequence[str], language: Language) -> bytes:
    """Return figure records as a workbook; each has the title of its article, `sources` the words it stands in."""
    book = Workbook()
    book.remove(book.active)
    heads, rows = _figure_rows(figures, language)
    _add_sheet(book, say("figures", language), heads, rows)
    cited = [[title, figure.doc_id, words] for (figure, title), words in zip(figures, sources, strict=True)]
    heads = [say("title", language), "doc_id", say("quote", language)]
    _add_sheet(book, say("sources", language), heads, cited)
    return _save(book)


def write_figure_csv(figures: Sequence[tuple[Figure, str]], language: Language) -> bytes:
    """Return figure records as CSV with a byte order mark, without which Excel misreads Chinese."""
    heads, rows = _figure_rows(figures, language)
    out = io.StringIO()
    csv.writer(out).writerows([heads, *([_disarm(value) for value in row] for row in rows)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _disarm(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _figure_rows(figures: Iterable[tuple[Figure, str]], language: Language) -> tuple[list[str], list[list[Any]]]:
    names = ("subject", "metric", "value", "canonical", "unit", "period", "status", "sources")
    rows = []
    for figure, source in figures:
        value = figure.canonical_value
        rows.append(
            [
                figure.subject or "",
                figure.metric,
                f"{figure.qualifier or ''}{figure.quote.removeprefix(figure.qualifier or '')}",
                "–".join(str(v) for v in value) if isinstance(value, tuple) else _number(value),
                figure.canonical_unit,
                name_period(figure.period, language) if figure.period else "",
                STATUSES[figure.status][language],
                source,
            ]
        )
    return [say(name, language) for name in names], rows


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _source_rows(
    sources: Sequence[tuple[int, Citation]], several: bool, language: Language
) -> tuple[list[str], list[list[Any]]]:
    names = ("number", "title", "date", "url", "file", "quote", "context")
    rows = []
    for number, citation in sources:
        rows.append(
            [
                f"{number}-{citation.n}" if several else citation.n,
                citation.title,
                citation.date.isoformat() if citation.date else "",
                citation.url or "",
                citation.source_id or citation.path,
                citation.quote,
                "；".join(words for _, words in citation.context),
            ]
        )
    return [say(name, language) for name in names], rows


def _write_cell(cell: Cell, language: Language) -> str:
    return tell_cell(cell, language) + "".join(f"[{n}]" for n in cell.citations)


def _add_sheet(book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(name[:31])
    for line, row in enumerate([heads, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            if isinstance(value, str):
                # Text stays text: a formula out of an article must not run.
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
                cell.data_type = "s"
            else:
                cell.value = value
                cell.number_format = _WHOLE if isinstance(value, int) and line > 1 and column > 1 else "General"
            cell.font = Font(name=_FONT, bold=line == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if line == 1:
                cell.fill = PatternFill("solid", fgColor="EEF2F7")
    for column in range(1, len(heads) + 1):
        widths = (len(str(cell.value or "")) * 1.8 for cell in sheet[get_column_letter(column)][:50])
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(10, *widths))
    sheet.freeze_panes = "A2"
    # Printed, a sheet is as wide as the page and as long as it needs.
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _save(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
