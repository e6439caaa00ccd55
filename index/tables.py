"""What belongs to every row of a table: its header, the unit line above it, its caption.

A table is lines of text, a row a line, with a tab between cells. A number in a row means nothing without the words
that stand over it, so they go with the table as context spans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import fold
from index.types import Context, ContextRole, Section, Span

# Stands between the cells of a row.
CELL = "\t"
# Rows without a number at the top that are header rows, at most.
HEADER_ROWS = 3
# A unit line or a caption is no longer than this.
LONGEST_UNIT = 40
LONGEST_CAPTION = 70
# Lines above a table among which unit line and caption are looked for.
LINES_BEFORE = 3

_UNIT = re.compile(r"^[(\[]?(?:计量|金额|货币)?单位 ?[:] ?.{1,24}[)\]]?$")
_CAPTION = re.compile(
    r"^(?:附?表|续表|table) ?[0-9一二三四五六七八九十-]{0,5}"
    r"|(?:表|情况|一览|统计|清单|指标|明细|目录|进度|名单)(?:\(.{1,20}\))?$"
)
_SENTENCE = re.compile(r"[，,。；;：:！!？?]")
# A line that names a day is the head of a page, not of a table.
_DAY = re.compile(r"[0-9]{1,2} ?月 ?[0-9]{1,2} ?日|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
_NUMBER = re.compile(r"[-+±]?[0-9][0-9,]*(?:\.[0-9]+)?")
_PERIOD = re.compile(
    r"^(?:19|20)[0-9]{2}(?: ?[-/.年] ?[0-9]{0,2}(?:[-/.月至~][0-9]{0,2})?(?:日|月|季度)?)?(?:末|度|底)?$"
    r"|^[0-9]{1,2}[-至~]?[0-9]{0,2}月$"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: where it stands, and the words of its cells."""

    span: Span
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Above:
    """A line that stands over a table."""

    span: Span
    words: str


def make_table(rows: Sequence[Row], above: Sequence[Above] = (), heading: tuple[str, ...] = ()) -> Section:
    """Return the table as a section with what belongs to every row; `above` are the lines over it, the nearest last."""
    contexts = list(_read_above(above[-LINES_BEFORE:]))
    headers: list[Row] = []
    body = 0
    for row in rows[: HEADER_ROWS + 2]:
        filled = [cell for cell in row.cells if cell.strip()]
        if len(filled) == 1 and len(rows) > 1:
            role = _role(filled[0])
            if role is None:
                break
            contexts.append(Context(row.span, role))
        elif _is_header(filled) and (not headers or _continues(headers[-1], row)):
            contexts.append(Context(row.span, "header"))
            headers.append(row)
        else:
            break
        body += 1
    if body == len(rows):
        # All rows look like headers: only the first can be one.
        contexts = [each for each in contexts if each.role != "header" or each.span == rows[0].span]
    span = Span(rows[0].span.start, rows[-1].span.end)
    return Section(span, heading, "table", tuple(contexts))


def _read_above(lines: Sequence[Above]) -> list[Context]:
    """Return unit line and caption among the lines over a table, from the nearest up, until prose comes."""
    found: list[Context] = []
    for line in reversed(lines):
        role = _role(line.words)
        if role is None or any(each.role == role for each in found):
            break
        found.append(Context(line.span, role))
    return found[::-1]


def is_unit_line(folded: str) -> bool:
    """Say whether a folded line is no more than the unit of the numbers below it: 单位:亿元."""
    return len(folded) <= LONGEST_UNIT and bool(_UNIT.search(folded.strip()))


def _role(words: str) -> ContextRole | None:
    """Say what a line over a table is: `unit`, `caption`, or nothing of the kind."""
    folded = fold(words).strip()
    if is_unit_line(folded):
        return "unit"
    if len(folded) > LONGEST_CAPTION or folded.endswith(("。", ";", ",", ":")) or is_value(folded):
        return None
    if _DAY.search(folded):
        return None
    short = len(folded) <= LONGEST_UNIT and not _SENTENCE.search(folded) and len(folded) > 3
    return "caption" if short or _CAPTION.search(folded) else None


def _is_header(cells: Sequence[str]) -> bool:
    """Say whether no cell holds a value: names, units and periods may stand in a header."""
    return (
        bool(cells) and not any(is_value(cell) for cell in cells) and any(not cell.strip().isdigit() for cell in cells)
    )


def _continues(upper: Row, lower: Row) -> bool:
    """Say whether a row goes on with the header above it: one of the two has a cell that spans, or it names periods."""
    spanned = any(not cell.strip() for cell in (*upper.cells, *lower.cells))
    return spanned or all(_PERIOD.search(fold(cell).strip()) for cell in lower.cells if cell.strip())


def is_value(cell: str) -> bool:
    """Say whether a cell holds a number that is no period; a bare small number may be one."""
    folded = fold(cell).strip()
    if not folded or _PERIOD.search(folded):
        return False
    found = _NUMBER.match(folded)
    return (
        found is not None and len(folded) - found.end() <= 6 and not re.match(r"[、.] ?[^0-9]", folded[found.end() :])
    )
