"""Word, Excel and PowerPoint: paragraphs, headings and tables in reading order.

The files are zip archives: how much one unpacks to is checked before anything is unpacked. python-docx, openpyxl and
python-pptx (all MIT) open them; text is read from the XML itself where these would pass over tracked insertions.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from index.config import ReadSettings
from index.errors import SourceError
from index.read.numbering import Numbering
from index.read.structured import Place, StructuredText

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Inside a paragraph, and no words of its sentence: a box beside it, the form for older programs, what was moved away.
_APART = (f"{_WORD}txbxContent", f"{_COMPATIBLE}Fallback", f"{_WORD}moveFrom")
_HEADING_STYLE = re.compile(r"(?:heading|标题|toc heading) ?([1-6])", re.I)
# A member that unpacks to more than this many times its size, and is large, was made to do so.
BOMB_RATIO = 250
BOMB_SIZE = 32 * 2**20
# Cells of a workbook up to which each keeps its own place; above that a row has one.
CELLS_WITH_PLACE = 20_000
# Rows and columns that are read of a sheet; a sheet that claims more is formatted, not filled.
MOST_ROWS = 200_000
MOST_COLUMNS = 256


def check_archive(archive: zipfile.ZipFile, settings: ReadSettings) -> None:
    """Raise SourceError where the archive would unpack to more than the settings allow, or was made to be a bomb."""
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if total > settings.largest_archive:
        raise SourceError("zip_bomb", f"it unpacks to {total} bytes, more than {settings.largest_archive}")
    for member in members:
        if member.file_size > BOMB_SIZE and member.file_size > BOMB_RATIO * max(member.compress_size, 1):
            raise SourceError(
                "zip_bomb", f"{member.filename} unpacks to {member.file_size} bytes from {member.compress_size}"
            )


def _open_archive(data: bytes, settings: ReadSettings) -> None:
    """Raise SourceError unless `data` is an Office file that may be unpacked."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SourceError("encrypted", "it is encrypted, or of the format before 2007; save it anew without a password")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_archive(archive, settings)
            if any(member.flag_bits & 1 for member in archive.infolist()):
                raise SourceError("encrypted", "it is encrypted")
    except zipfile.BadZipFile as error:
        raise SourceError("damaged", f"it is no Office file: {error}") from error


def read_docx(data: bytes, text: StructuredText, settings: ReadSettings) -> None:
    """Add the paragraphs, headings and tables of a Word file."""
    import docx

    _open_archive(data, settings)
    document = docx.Document(BytesIO(data))
    _Word(document, text).read(document.element.body)


class _Word:
    """The state of one pass over a Word file: how its styles read, and how far its lists have counted."""

    def __init__(self, document: Any, text: StructuredText) -> None:
        self.text = text
        self.levels = {style.style_id: level for style in document.styles if (level := _style_level(style)) is not None}
        self.styles = {style.style_id: style.element.find(f"{_WORD}pPr") for style in document.styles}
        parts = (part for part in document.part.package.iter_parts() if str(part.partname).endswith("/numbering.xml"))
        self.numbering = Numbering(next((part.element for part in parts if hasattr(part, "element")), None))
        self.notes = dict(_read_notes(document))

    def read(self, body: Any) -> None:
        """Add the paragraphs and tables of the body, or of a frame inside it."""
        for element in body:
            if element.tag == f"{_WORD}p":
                self._read_paragraph(element)
            elif element.tag == f"{_WORD}tbl":
                _read_table(element, self.text)
            elif element.tag in (f"{_WORD}sdt", f"{_WORD}sdtContent", f"{_WORD}ins"):
                self.read(element)

    def _read_paragraph(self, element: Any) -> None:
        words = _words_of(element)
        if words.strip():
            self._add_paragraph(element, words)
        for box in element.iter(f"{_WORD}txbxContent"):
            if not _is_within(box, element, _APART):
                self.read(box)
        for mark in element.iter(f"{_WORD}footnoteReference", f"{_WORD}endnoteReference"):
            if note := self.notes.get((mark.tag, mark.get(f"{_WORD}id"))):
                self.text.add_paragraph(f"注：{note}")

    def _add_paragraph(self, element: Any, words: str) -> None:
        properties = element.find(f"{_WORD}pPr")
        style = properties.find(f"{_WORD}pStyle") if properties is not None else None
        name = style.get(f"{_WORD}val") if style is not None else None
        number = self.numbering.next(properties, self.styles.get(name))
        self.text.add_paragraph(number + words, level=self.levels.get(name) or None)


def _read_notes(document: Any) -> Iterator[tuple[tuple[str, str | None], str]]:
    """Yield the notes of a document under the mark that refers to each; a line between text and notes is none."""
    from docx.oxml import parse_xml

    for kind in ("footnote", "endnote"):
        for part in document.part.package.iter_parts():
            if not str(part.partname).endswith(f"/{kind}s.xml"):
                continue
            for note in parse_xml(part.blob).iter(f"{_WORD}{kind}"):
                words = " ".join(_words_of(each).strip() for each in note.iter(f"{_WORD}p")).strip()
                if words:
                    yield (f"{_WORD}{kind}Reference", note.get(f"{_WORD}id")), words


def _style_level(style: Any) -> int | None:
    name = style.name or ""
    if found := _HEADING_STYLE.search(name):
        return int(found.group(1))
    return 0 if name.lower() in ("title", "标题") else None


def _read_table(table: Any, text: StructuredText) -> None:
    for row in table.iter(f"{_WORD}tr"):
        cells: list[str] = []
        for cell in row.iterchildren(f"{_WORD}tc"):
            merged = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
            continues = merged is not None and merged.get(f"{_WORD}val") in (None, "continue")
            cells.append("" if continues else " ".join(_words_of(each) for each in cell.iter(f"{_WORD}p")))
            width = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
            wide = width.get(f"{_WORD}val", "1") if width is not None else "1"
            cells += [""] * (min(int(wide), MOST_COLUMNS) - 1 if wide.isdecimal() else 0)
        text.add_row(cells)
    text.end_table()


def _words_of(paragraph: Any) -> str:
    """Return the words of a paragraph as the reader of the file sees them: insertions in, deletions out."""
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t" and node.text and not _is_within(node, paragraph, _APART):
            parts.append(node.text)
        elif node.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            parts.append(" ")
    return "".join(parts)


def _is_within(node: Any, until: Any, tags: tuple[str, ...]) -> bool:
    """Say whether an element of one of `tags` stands between a node and the one that it is looked for in."""
    node = node.getparent()
    while node is not until and node is not None:
        if node.tag in tags:
            return True
        node = node.getparent()
    return False


def read_xlsx(data: bytes, text: StructuredText, settings: ReadSettings) -> None:
    """Add each sheet: a row of one cell is a paragraph, rows of several are a table up to the next empty row."""
    import openpyxl

    _open_archive(data, settings)
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        placed = 0
        for sheet in sheets:
            if len(sheets) > 1:
                text.add_paragraph(sheet.title, Place(sheet=sheet.title), level=1)
            for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
                placed += _add_cells(row, sheet.title, text, placed < CELLS_WITH_PLACE)
            text.end_table()
    finally:
        book.close()


def _add_cells(row: Any, sheet: str, text: StructuredText, each: bool) -> int:
    """Add a row of a sheet; returns how many cells it filled."""
    cells = [_show(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    filled = [at for at, cell in enumerate(cells) if cell]
    if not filled:
        text.end_table()
        return 0
    places = [Place(sheet=sheet, cell=getattr(cell, "coordinate", None)) for cell in row[: len(cells)]]
    if len(filled) == 1 and len(cells) == 1:
        text.add_paragraph(cells[0], places[0])
        return 1
    first, last = places[filled[0]].cell, places[filled[-1]].cell
    text.add_row(cells, places if each else [Place(sheet=sheet, cell=f"{first}:{last}")])
    return len(filled)


def _show(cell: Any) -> str:
    """Return a cell as the sheet shows it: percentages as such, numbers with the decimals of their format."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _show_number(value, str(getattr(cell, "number_format", "") or ""))
    return str(value)


def _show_number(value: float, style: str) -> str:
    decimals = re.search(r"0\.(0+)", style.split(";")[0])
    if "%" in style:
        return f"{value * 100:.{len(decimals.group(1)) if decimals else 0}f}%"
    if decimals and isinstance(value, float):
        return f"{value:.{len(decimals.group(1))}f}"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def read_pptx(data: bytes, text: StructuredText, settings: ReadSettings) -> None:
    """Add each slide: its title as a heading, then its text and tables, from top to bottom."""
    import pptx

    _open_archive(data, settings)
    for number, slide in enumerate(pptx.Presentation(BytesIO(data)).slides, start=1):
        title = slide.shapes.title
        if title is not None and title.has_text_frame:
            text.add_paragraph(title.text_frame.text, Place(page=number), level=1)
        for shape in _shapes(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                _add_shape(shape, number, text)


def _shapes(shapes: Any) -> Iterator[Any]:
    """Yield the shapes of a slide by their place, groups opened."""
    for shape in sorted(shapes, key=lambda each: (each.top or 0, each.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _add_shape(shape: Any, number: int, text: StructuredText) -> None:
    if getattr(shape, "has_table", False) and shape.has_table:
        for row in shape.table.rows:
            text.add_row([cell.text_frame.text for cell in row.cells], [Place(page=number)])
        text.end_table()
    elif shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            text.add_paragraph("".join(run.text for run in paragraph.runs), Place(page=number))
