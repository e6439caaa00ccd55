"""Chapters and tables of a page.

In a table of data a row becomes one block with tabs between its cells; tables that only lay out a page stay. A cell
that spans several columns or rows leaves empty cells where it spans, so that columns stay under their headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from index.clean.dom import Block, Element, Page
from index.tables import CELL, LINES_BEFORE, Above, Row, make_table
from index.types import OffsetRun, Section, Span

# A table of data has at least so many rows and columns, and cells no longer than this; longer ones hold a page's parts.
FEWEST_ROWS = 2
FEWEST_COLUMNS = 2
LONGEST_CELL = 400
AVERAGE_CELL = 80
# Columns and rows that one cell may span; more is no table that anyone reads.
WIDEST_SPAN = 40
# A heading is no longer than this; a bold line counts as deeper than every heading that says so.
LONGEST_HEADING = 48
BOLD_LEVEL = 7

_PARAGRAPHS = frozenset(("div", "td", "body", "html", "article", "section", "li", "table"))
ENDS_SENTENCE = re.compile(r"[。！？!?；;…][”’」』）)\]】》\"]*$")
PUNCTUATION = re.compile(r"[，。；！？、,;!?]")


def merge_rows(page: Page) -> dict[int, Element]:
    """Replace the cells of each table of data by a block a row; returns the table of each such block by its id."""
    tables = _find_tables(page)
    if not tables:
        return {}
    blocks: list[Block] = []
    owner: dict[int, Element] = {}
    done: set[int] = set()
    for block in page.blocks:
        table, row = _ancestor(block.element, "table"), _ancestor(block.element, "tr")
        if table is None or row is None or table.order not in tables:
            blocks.append(block)
        elif row.order not in done:
            done.add(row.order)
            merged = tables[table.order].get(row.order)
            if merged is not None:
                blocks.append(merged)
                owner[id(merged)] = table
    page.blocks = blocks
    return owner


def _ancestor(element: Element | None, tag: str) -> Element | None:
    while element is not None and element.tag != tag:
        element = element.parent
    return element


def _find_tables(page: Page) -> dict[int, dict[int, Block]]:
    """Return the merged rows of each table of data, by the order of table and row."""
    cells: dict[int, dict[int, dict[int, list[Block]]]] = {}
    outer: set[int] = set()
    elements: dict[int, Element] = {}
    for element in page.elements:
        if element.tag == "table" and (around := _ancestor(element.parent, "table")):
            outer.add(around.order)
        if element.tag in ("td", "th") and (row := _ancestor(element, "tr")) and (table := _ancestor(row, "table")):
            elements[element.order] = element
            cells.setdefault(table.order, {}).setdefault(row.order, {})[element.order] = []
    for block in page.blocks:
        cell = _ancestor(block.element, "td") or _ancestor(block.element, "th")
        row, table = _ancestor(cell, "tr"), _ancestor(cell, "table")
        if cell and row and table and cell.order in cells.get(table.order, {}).get(row.order, {}):
            cells[table.order][row.order][cell.order].append(block)
    found = {order: rows for order, rows in cells.items() if order not in outer and _is_data(rows.values())}
    return {order: _merge_table(rows, elements) for order, rows in found.items()}


def _is_data(rows: Iterable[dict[int, list[Block]]]) -> bool:
    """Say whether the rows are rows of data: enough of them, more than one column, and short cells."""
    filled = [row for row in rows if any(row.values())]
    lengths = [sum(block.length for block in cell) for row in filled for cell in row.values()]
    if len(filled) < FEWEST_ROWS or sum(len(row) >= FEWEST_COLUMNS for row in filled) < FEWEST_ROWS:
        return False
    return max(lengths) <= LONGEST_CELL and sum(lengths) <= AVERAGE_CELL * len(lengths)


def _merge_table(rows: dict[int, dict[int, list[Block]]], elements: dict[int, Element]) -> dict[int, Block]:
    merged: dict[int, Block] = {}
    pending: dict[int, int] = {}
    for order, row in rows.items():
        columns: list[list[Block]] = []
        for cell, blocks in row.items():
            _skip_spanned(columns, pending)
            width, height = _span(elements[cell], "colspan"), _span(elements[cell], "rowspan")
            for column in range(len(columns), len(columns) + width):
                if height > 1:
                    pending[column] = height - 1
            columns += [blocks, *([] for _ in range(width - 1))]
        _skip_spanned(columns, pending)
        if any(columns):
            merged[order] = _merge_row(columns)
    return merged


def _skip_spanned(columns: list[list[Block]], pending: dict[int, int]) -> None:
    """Add an empty cell for each column that a cell of a row above still fills."""
    while pending.get(len(columns), 0):
        pending[len(columns)] -= 1
        columns.append([])


def _span(element: Element, name: str) -> int:
    words = element.get(name).strip()
    return min(max(int(words), 1), WIDEST_SPAN) if words.isdecimal() and len(words) < 4 else 1


def _merge_row(columns: list[list[Block]]) -> Block:
    parts: list[str] = []
    runs: list[OffsetRun] = []
    length = 0
    first = next(block for column in columns for block in column)
    for number, column in enumerate(columns):
        if number:
            parts.append(CELL)
            length += 1
        for at, block in enumerate(column):
            if at:
                parts.append(" ")
                length += 1
            runs += [OffsetRun(run.clean + length, run.source, run.length) for run in block.runs]
            parts.append(block.text)
            length += block.length
    table = _ancestor(first.element, "table") or first.element
    links = sum(block.links for column in columns for block in column)
    return Block("".join(parts), runs, table, links, first.source)


def find_sections(kept: list[Block], tables: dict[int, Element]) -> tuple[Section, ...]:
    """Return the tables, and what stands under each heading below the headline, as sections of the page's source.

    A heading is an element that says so, or a short line that is bold as a whole and no sentence.
    """
    paths: list[tuple[str, ...]] = []
    path: list[tuple[int, str]] = []
    for at, block in enumerate(kept):
        level = _heading_level(block) if at else None
        if level is not None:
            path = [*(each for each in path if each[0] < level), (level, block.text.strip())]
        paths.append(tuple(words for _, words in path))
    sections: list[Section] = []
    for (table, heading), group in groupby(range(len(kept)), key=lambda at: (tables.get(id(kept[at])), paths[at])):
        places = list(group)
        if table is not None:
            sections.append(_read_table(kept, places[0], places[-1] + 1, heading))
        elif heading:
            span = Span(span_of(kept[places[0]]).start, span_of(kept[places[-1]]).end)
            sections.append(Section(span, heading))
    return tuple(sections)


def _heading_level(block: Block) -> int | None:
    """Return how deep a heading is, None for what is no heading."""
    if not 2 <= block.length <= LONGEST_HEADING or ENDS_SENTENCE.search(block.text) or CELL in block.text:
        return None
    element: Element | None = block.element
    while element is not None and element.tag not in _PARAGRAPHS:
        if re.fullmatch(r"h[1-6]", element.tag):
            return int(element.tag[1])
        element = element.parent
    return BOLD_LEVEL if block.bold and not PUNCTUATION.search(block.text) else None


def _read_table(kept: list[Block], first: int, end: int, heading: tuple[str, ...]) -> Section:
    """Return the blocks from `first` to `end`, which are rows, as a table with what the lines above say of it."""
    rows = [Row(span_of(block), tuple(block.text.split(CELL))) for block in kept[first:end]]
    above = [Above(span_of(block), block.text) for block in kept[max(0, first - LINES_BEFORE) : first]]
    return make_table(rows, above, heading)


def span_of(block: Block) -> Span:
    """Return where the words of a block begin and end in the source."""
    if not block.runs:
        return Span(block.source, block.source)
    return Span(block.runs[0].source, max(run.source + run.length for run in block.runs))
