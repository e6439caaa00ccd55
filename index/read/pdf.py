"""PDF: lines with their boxes become paragraphs and tables; scanned pages go through OCR where it is installed.

pypdfium2 (Apache-2.0/BSD, Chrome's own engine) gives text segments with boxes. Segments on one height are a line; wide
gaps between them, on several lines, are a table. Lines that reach the right edge go on in the next line, also across
pages, once page headers and footers (the same words at the edge of several pages) are out of the way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.errors import SourceError
from index.read.decode import EVERYDAY
from index.read.ocr import Recognised, load_ocr
from index.read.structured import Place, StructuredText
from index.types import Removal

# More pages than any document has; each is read and forgotten in turn.
MOST_PAGES = 10_000
# Gaps between segments of a line, in heights of the line: above the first a space, above the second another cell.
SPACE_GAP = 0.25
CELL_GAP = 1.6
# Lines with several cells that follow each other make a table from this many on.
TABLE_LINES = 3
# A line that ends so many heights before the right edge is the last of its paragraph; one that begins so many heights
# behind the left edge is the first.
SHORT_END = 2.2
INDENT = 1.2
# Lines at the top and bottom of a page among which headers and footers are looked for, and on how many pages.
EDGE_LINES = 2
FEWEST_REPEATS = 3
REPEAT_SHARE = 0.4
# A text layer of which fewer characters than this are readable is none.
READABLE_SHARE = 0.5
# Pages with fewer characters than this are pictures, if they hold one.
PICTURE_PAGE = 12

_ENDS = re.compile(r"[。！？!?；;：:…][”’」』）)\]】》]*$")
# A line that begins like this is no continuation of the one above.
_STARTS = re.compile(
    r"^(?:第[一二三四五六七八九十百零0-9]{1,5}[条章节编]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|[0-9]{1,2}[.．、](?![0-9])|附件|表 ?[0-9])"
)
# Kinds of page objects that can hold words as pictures: path, image, shading, form.
_PICTURES = (2, 3, 4, 5)
_LATIN = re.compile(r"[A-Za-z0-9]$")


@dataclass(slots=True)
class Segment:
    """Text in a box; `y` grows upwards, as PDF has it."""

    words: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Line:
    """Segments on one height, from left to right."""

    page: int
    segments: list[Segment] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Left edge."""
        return min(each.left for each in self.segments)

    @property
    def right(self) -> float:
        """Right edge."""
        return max(each.right for each in self.segments)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return min(each.bottom for each in self.segments)

    @property
    def top(self) -> float:
        """Upper edge."""
        return max(each.top for each in self.segments)

    @property
    def height(self) -> float:
        """Height of its tallest segment, the size of its type; never zero."""
        return max(max(each.top - each.bottom for each in self.segments), 1.0)

    def cells(self) -> list[str]:
        """Return its words, cut where a gap is as wide as a column's."""
        cells, last = [""], None
        for each in self.segments:
            gap = (each.left - last.right) / self.height if last else 0.0
            if last and gap > CELL_GAP:
                cells.append("")
            elif last and gap > SPACE_GAP:
                cells[-1] += " "
            cells[-1] += each.words
            last = each
        return [cell.strip() for cell in cells]

    def words(self) -> str:
        """Return its words as one."""
        return " ".join(cell for cell in self.cells() if cell)

    def place(self) -> Place:
        """Return page and box."""
        box = (round(self.left, 1), round(self.bottom, 1), round(self.right, 1), round(self.top, 1))
        return Place(page=self.page, box=box)


def read_pdf(data: bytes, text: StructuredText) -> None:
    """Add all pages; raises SourceError for a file that is encrypted, damaged, or has no text to be had."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        raise SourceError(code, f"{error}") from error
    try:
        pages = [_read_page(document, number) for number in range(min(len(document), MOST_PAGES))]
        if not pages:
            raise SourceError("damaged", "it has no pages")
        _recognise(document, pages, text)
    finally:
        document.close()
    pages = _drop_edges(pages, text)
    for paragraph in _paragraphs([line for page in pages for line in page]):
        paragraph.add_to(text)


def _read_page(document: Any, number: int) -> list[Line]:
    """Return the lines of a page; a page that cannot be read has none."""
    import pypdfium2

    try:
        page = document[number]
        try:
            layer = page.get_textpage()
            segments = list(_segments(layer))
            layer.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return []
    return make_lines(segments, number + 1)


def _segments(layer: Any) -> Iterator[Segment]:
    for at in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(at)
        words = layer.get_text_bounded(left, bottom, right, top).replace("\r\n", " ").replace("\ufffe", "")
        if words.strip():
            yield Segment(words.strip(), left, bottom, right, top)


def make_lines(segments: Sequence[Segment], page: int) -> list[Line]:
    """Put segments that follow each other on one height together."""
    lines: list[Line] = []
    for segment in segments:
        middle = (segment.bottom + segment.top) / 2
        if lines and lines[-1].bottom <= middle <= lines[-1].top and segment.left >= lines[-1].segments[-1].left:
            lines[-1].segments.append(segment)
        else:
            lines.append(Line(page, [segment]))
    return lines


def _recognise(document: Any, pages: list[list[Line]], text: StructuredText) -> None:
    """Fill pages that are pictures by OCR; where it is not installed, note them, or fail if there is nothing else."""
    empty = [at for at, lines in enumerate(pages) if not _is_readable(lines)]
    if len(empty) < len(pages):
        empty = [at for at in empty if _has_picture(document, at)]
    if not empty:
        return
    ocr = load_ocr()
    if ocr is None:
        if len(empty) == len(pages):
            raise SourceError(
                "needs_ocr", "its pages are pictures; pip install 'yinzheng[ocr]' installs what reads them"
            )
        text.notes.append(f"pages without text: {', '.join(str(at + 1) for at in empty[:20])}")
        return
    for at in empty:
        page = document[at]
        height = page.get_height()
        scale = 2.0
        found = ocr(page.render(scale=scale).to_numpy())
        page.close()
        pages[at] = lines_of(found, at + 1, height, scale)
    text.notes.append(f"read by OCR: {len(empty)} of {len(pages)} pages")


def _has_picture(document: Any, number: int) -> bool:
    """Say whether a page shows anything besides text; a blank page needs no OCR."""
    page = document[number]
    try:
        return any(True for _ in page.get_objects(filter=_PICTURES, max_depth=2))
    finally:
        page.close()


def lines_of(found: Sequence[Recognised], page: int, height: float, scale: float) -> list[Line]:
    """Return what was recognised in a picture as lines, with boxes as PDF has them."""
    segments = [
        Segment(
            each.words, each.left / scale, height - each.bottom / scale, each.right / scale, height - each.top / scale
        )
        for each in found
    ]
    return make_lines(segments, page)


def _is_readable(lines: list[Line]) -> bool:
    """Say whether a page has a text layer that is text: fonts without a map give rubble."""
    words = "".join(line.words() for line in lines)
    if len(words) < PICTURE_PAGE:
        return False
    broken = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" or char < " " for char in words)
    other = [char for char in words if char >= "\u2e80"]
    everyday = sum(char in EVERYDAY for char in other)
    return broken <= (1 - READABLE_SHARE) * len(words) and (len(other) < PICTURE_PAGE or everyday * 8 >= len(other))


def _drop_edges(pages: list[list[Line]], text: StructuredText) -> list[list[Line]]:
    """Take page headers and footers out: words that stand at the edge of several pages, whatever their number."""

    def edges(lines: list[Line]) -> list[Line]:
        return [*lines[:EDGE_LINES], *lines[-EDGE_LINES:]] if len(lines) > 2 * EDGE_LINES else lines

    def shape(line: Line) -> str:
        return re.sub(r"[0-9０-９]+", "#", re.sub(r"\s", "", line.words()))

    filled = [lines for lines in pages if lines]
    seen = Counter(name for lines in filled for name in {shape(line) for line in edges(lines)})
    needed = max(FEWEST_REPEATS, REPEAT_SHARE * len(filled))
    repeated = {name for name, count in seen.items() if count >= needed and len(name) < 80}
    numbers = re.compile(r"^[-—－–·第]{0,3}#[-—－–·页]{0,3}(?:共?/?#页?)?$")
    kept: list[list[Line]] = []
    for lines in pages:
        out = [
            line for line in edges(lines) if shape(line) in repeated or (len(filled) > 1 and numbers.match(shape(line)))
        ]
        text.removed.extend(Removal("boilerplate", line.words()) for line in out)
        kept.append([line for line in lines if not any(line is each for each in out)])
    return kept


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together: prose, or the rows of a table."""

    lines: list[Line]
    table: bool = False

    def add_to(self, text: StructuredText) -> None:
        """Add it to the text."""
        if self.table:
            for cells, place in _columns(self.lines):
                text.add_row(cells, [place])
            text.end_table()
            return
        words = ""
        for line in self.lines:
            more = line.words()
            glue = " " if _LATIN.search(words) and re.match(r"[A-Za-z]", more) else ""
            words += glue + more
        first, last = self.lines[0], self.lines[-1]
        same = [line for line in self.lines if line.page == first.page]
        box = (
            round(min(line.left for line in same), 1), round(min(line.bottom for line in same), 1),
            round(max(line.right for line in same), 1), round(max(line.top for line in same), 1),
        )  # fmt: skip
        text.add_paragraph(words, Place(page=first.page, box=box))
        if last.page != first.page and text.origins:
            text.notes.append("paragraphs run across pages; their origin is where they begin")


def _paragraphs(lines: list[Line]) -> Iterator[_Paragraph]:
    """Yield the lines put together."""
    at = 0
    edges = _edges(lines)
    while at < len(lines):
        until = at
        while until < len(lines) and _is_row(lines, until) and lines[until].page == lines[at].page:
            until += 1
        if until - at >= TABLE_LINES:
            yield _Paragraph(lines[at:until], table=True)
            at = until
            continue
        paragraph = _Paragraph([lines[at]])
        at += 1
        while at < len(lines) and _goes_on(paragraph.lines[-1], lines[at], edges) and not _begins_table(lines, at):
            paragraph.lines.append(lines[at])
            at += 1
        yield paragraph


def _is_row(lines: list[Line], at: int) -> bool:
    return len(lines[at].cells()) > 1


def _begins_table(lines: list[Line], at: int) -> bool:
    return at + TABLE_LINES <= len(lines) and all(_is_row(lines, each) for each in range(at, at + TABLE_LINES))


def _edges(lines: list[Line]) -> dict[int, tuple[float, float]]:
    """Return the left and right edge of the text of each page: what most long lines share."""
    found: dict[int, tuple[float, float]] = {}
    for page in {line.page for line in lines}:
        own = [line for line in lines if line.page == page]
        lefts = Counter(round(line.left) for line in own)
        found[page] = (float(lefts.most_common(1)[0][0]), max(line.right for line in own))
        usual = [left for left, count in lefts.items() if count * 4 >= len(own)]
        if usual:
            found[page] = (float(min(usual)), found[page][1])
    return found


def _goes_on(line: Line, following: Line, edges: dict[int, tuple[float, float]]) -> bool:
    """Say whether `following` is the same paragraph: the line is full, and the next is not indented."""
    if abs(line.height - following.height) > 0.35 * line.height or _STARTS.match(following.words()):
        return False
    left, right = edges[following.page][0], edges[line.page][1]
    if following.left > left + INDENT * following.height:
        return False
    full = line.right >= right - SHORT_END * line.height
    return full and (line.page == following.page or not _ENDS.search(line.words()))


def _columns(lines: list[Line]) -> Iterator[tuple[list[str], Place]]:
    """Yield the cells of each row under common columns, empty where a row has none."""
    groups = [_cell_boxes(line) for line in lines]
    starts: list[tuple[float, float]] = []
    for left, right, _ in sorted(box for group in groups for box in group):
        if starts and left <= starts[-1][1]:
            starts[-1] = (starts[-1][0], max(starts[-1][1], right))
        else:
            starts.append((left, right))
    for line, group in zip(lines, groups, strict=True):
        row = [""] * len(starts)
        for left, _, words in group:
            column = max(at for at, (begin, _) in enumerate(starts) if begin <= left)
            row[column] = f"{row[column]} {words}".strip()
        yield row, line.place()


def _cell_boxes(line: Line) -> list[tuple[float, float, str]]:
    boxes: list[tuple[float, float, str]] = []
    for each in line.segments:
        if boxes and (each.left - boxes[-1][1]) / line.height <= CELL_GAP:
            boxes[-1] = (boxes[-1][0], each.right, boxes[-1][2] + each.words)
        else:
            boxes.append((each.left, each.right, each.words))
    return boxes
