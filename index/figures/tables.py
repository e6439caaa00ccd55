"""Figures of a table: each cell with a number is a record under its row's label and its column's header.

A row is a line with tabs between its cells. The label or the header may be the place, the other is the metric; unit,
period and subject are sought in the cell, its header, its label, the unit line, the caption, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.figures.frame import Frame
from index.figures.names import canonical_name, clean_name
from index.figures.statuses import read_status
from index.figures.subjects import Subject, home_subject
from index.quantities import parse_quantities
from index.text import fold
from index.types import Context, ContextRole, Figure, Period, Quantity, Section, Span, Status

_NUMBER = re.compile(r"[-−+▲▼]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?(?:%|‰|个百分点)?")
_UNIT_IN = re.compile(r"[(（\[]\s?(?:单位[:：])?([^()（）\[\]]{1,10})[)）\]]|单位[:：]\s?([^\s，,；;)）]{1,10})")
_GROWTH = re.compile("同比|增速|增长|增幅|±|比上年|环比")
_UNIT_HEAD = re.compile("计?量?单位|unit")
_ORDER = re.compile("序号|排名|位次|名次|编号|年份|时间|电话|邮编|代码")
_YEAR_CELL = re.compile(r"(?:19|20)\d\d")
# A label of 合计 stands for the whole the table is about.
_TOTAL = re.compile("合计|总计|全市|全省|全区|全国|总数")
# Over the column of labels these words say that each row is somebody's, whether a map knows the name or not.
_WHO = re.compile(
    "(?:各|所属|责任|填报|牵头)?(?:地区|区域|地方|省份?|地市|市州|城市|区县|县区|县市区?|区|县|市|园区|开发区|功能区|板块|乡镇|街道|镇街"
    "|单位|部门|企业|公司|集团|机构|学校|银行)(?:名称)?"
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's words and where they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Table:
    """A table's headers by column, and the words above it."""

    headers: dict[int, tuple[_Cell, ...]]
    above: tuple[Context, ...]


def read_table(frame: Frame, section: Section) -> Iterator[Figure]:
    """Yield the records of a table."""
    rows = list(_rows(frame, section.span))
    header_spans = [context.span for context in section.context if context.role == "header"]
    table = _Table(_headers(rows, header_spans), section.context)
    units = [column for column, heads in table.headers.items() if _UNIT_HEAD.fullmatch("".join(h.text for h in heads))]
    for line, cells in rows:
        if any(line.overlaps(context.span) for context in section.context) or not cells:
            continue
        # A column of units gives each row its own.
        unit = next((cells[column] for column in units if column < len(cells) and cells[column].text), None)
        for column, cell in enumerate(cells[1:], 1):
            if column not in units:
                yield from _read_cell(frame, table, line, cells[0], column, cell, unit)


def _rows(frame: Frame, span: Span) -> Iterator[tuple[Span, list[_Cell]]]:
    """Yield each line of a table with its cells."""
    position = span.start
    for line in frame.folded[span.start : span.end].split("\n"):
        cells, start = [], position
        for words in line.split("\t"):
            stripped = words.strip()
            at = start + words.find(stripped)
            cells.append(_Cell(stripped, Span(at, at + len(stripped))))
            start += len(words) + 1
        if line.strip():
            yield Span(position, position + len(line)), cells
        position += len(line) + 1


def _headers(rows: list[tuple[Span, list[_Cell]]], spans: list[Span]) -> dict[int, tuple[_Cell, ...]]:
    """Return the header cells of each column, top to bottom."""
    headers: dict[int, tuple[_Cell, ...]] = {}
    width = max((len(cells) for _, cells in rows), default=0)
    for line, cells in rows:
        if not any(line.overlaps(span) for span in spans):
            continue
        above: _Cell | None = None
        for column in range(width):
            cell = cells[column] if column < len(cells) else None
            # A cell that spans columns leaves empty ones behind it.
            above = cell if cell and cell.text else above
            if above is not None and above not in headers.get(column, ()):
                headers[column] = (*headers.get(column, ()), above)
    return headers


def _read_cell(
    frame: Frame, table: _Table, line: Span, label: _Cell, column: int, cell: _Cell, row_unit: _Cell | None
) -> Iterator[Figure]:
    """Yield the record of a cell, if it holds one number with a unit that can be told."""
    heads = table.headers.get(column, ())
    head = "".join(part.text for part in heads)
    if not _NUMBER.fullmatch(cell.text) and not parse_quantities(cell.text):
        return
    if _ORDER.search(head) or _ORDER.search(label.text) or _YEAR_CELL.fullmatch(cell.text):
        return
    quantity = _quantity(frame, table, label, head, cell, row_unit.text if row_unit else None)
    if quantity is None:
        return
    subject, of_label = _subject(frame, label, heads, "".join(part.text for part in table.headers.get(0, ())))
    period = _period(frame, [*(part.span for part in heads), label.span, *(c.span for c in table.above)])
    name = clean_name(_plain(head if of_label else label.text), ())
    if not name and of_label:
        name = _name_to_the_left(table, column)
    name = name or clean_name(_plain(head), ()) or clean_name(_plain(label.text), ())
    name = canonical_name(fold(name), frame.vocabulary)
    if quantity.canonical_unit == "percent" and _GROWTH.search(head + label.text) and not _GROWTH.search(name):
        name += "同比增速"
    status = read_status(name + head, "", None, period[1] if period else None, frame.anchor)
    yield _record(frame, table, line, quantity, name, subject, period, status, (label, *heads), row_unit)


def _name_to_the_left(table: _Table, column: int) -> str:
    """Return the metric of the nearest column before, of which 增速 alone is the growth; empty where there is none."""
    for before in range(column - 1, 0, -1):
        if name := clean_name(_plain("".join(part.text for part in table.headers.get(before, ()))), ()):
            return name
    return ""


def _quantity(
    frame: Frame, table: _Table, label: _Cell, head: str, cell: _Cell, row_unit: str | None
) -> Quantity | None:
    """Read a cell's number with its own unit, else that of its header, its label, or the unit line."""
    own = parse_quantities(cell.text)
    if own:
        return _move(own[0], cell)
    lines = [context.span.of(frame.folded) for context in table.above if context.role in {"unit", "caption"}]
    for words in (head, label.text, *lines):
        unit = _unit_in(words)
        if unit is None and words is head:
            unit = "%" if _GROWTH.search(head) else row_unit
        if unit:
            found = parse_quantities(re.sub(r"[\s+▲▼]", "", cell.text) + unit)
            return _move(found[0], cell) if found else None
    return None


def _unit_in(words: str) -> str | None:
    """Return the unit in brackets or behind 单位; None where several are offered or none is."""
    match = _UNIT_IN.search(words)
    unit = (match.group(1) or match.group(2)) if match else None
    return unit if unit and parse_quantities("12" + unit) else None


def _move(quantity: Quantity, cell: _Cell) -> Quantity:
    """Give a quantity the span of its cell."""
    return Quantity(
        cell.span,
        quantity.value,
        quantity.unit,
        quantity.canonical_value,
        quantity.canonical_unit,
        quantity.qualifier,
    )


def _plain(words: str) -> str:
    """Return a label without its unit and its numbering."""
    return re.sub(r"^[一二三四五六七八九十\d]+[、.]|^其中[:：]?", "", _UNIT_IN.sub("", words)).strip()


def _subject(frame: Frame, label: _Cell, heads: tuple[_Cell, ...], over: str) -> tuple[Subject | None, bool]:
    """Return whom a cell is about, and whether its row's label names it (then its header names the metric).

    `over` is the header over the labels.
    """
    for cell in (label, *heads):
        mentions = frame.mentions_in(cell.span.start, cell.span.end)
        if mentions and len(mentions[0].regions) == 1:
            region = mentions[0].regions[0]
            return Subject(frame.label(region), region, cell.span), cell is label
    if _WHO.fullmatch(over) and label.text and not _TOTAL.match(label.text):
        return Subject(label.text, None, label.span), True
    whole = bool(_TOTAL.match(label.text)) or not label.text
    return home_subject(frame), whole


def _period(frame: Frame, spans: list[Span]) -> tuple[Span, Period] | None:
    """Return the first period that header, label, unit line or caption names."""
    for span in spans:
        found = frame.periods_in(span.start, span.end)
        if found:
            return found[-1]
    return None


def _record(
    frame: Frame,
    table: _Table,
    line: Span,
    quantity: Quantity,
    name: str,
    subject: Subject | None,
    period: tuple[Span, Period] | None,
    status: Status,
    heads: tuple[_Cell, ...],
    row_unit: _Cell | None,
) -> Figure:
    """Put the record of a cell together; label, headers, unit line and caption are its context."""
    role: ContextRole = "header"
    own = [Context(cell.span, role) for cell in heads if cell.text]
    if row_unit is not None:
        own.append(Context(row_unit.span, "unit"))
    above = [context for context in table.above if context.role != "header"]
    return Figure(
        doc_id=frame.article.doc_id,
        version=frame.article.version,
        span=quantity.span,
        quote=quantity.span.of(frame.text),
        value=quantity.value,
        unit=quantity.unit,
        canonical_value=quantity.canonical_value,
        canonical_unit=quantity.canonical_unit,
        metric=name,
        metric_said="".join(cell.text for cell in heads),
        status=status,
        sentence=line,
        subject=subject.name if subject else None,
        subject_key=subject.region.key
        if subject and subject.region and not subject.region.key.startswith("OPEN:")
        else None,
        period=period[1] if period else None,
        context=tuple(dict.fromkeys([*own, *above])),
    )
