"""PDF: lines with their boxes become paragraphs and tables; scanned pages go through OCR where it is installed.

pypdfium2 (Apache-2.0/BSD, Chrome's own engine) gives text segments with boxes. Segments on one height are a line; wide
gaps between them, on several lines, are a table. Lines that reach the right edge go on in the next line, also across
pages, once page headers and footers (the same words at the edge of several pages) are out of the way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.errors import SourceError
from index.read.decode import EVERYDAY
from index.read.ocr import Recognised, load_ocr
from index.read.structured import Place, StructuredText
from index.types import Removal

LAST_CHARACTER = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)
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
# A line that begins so many heights beside the one above it is in another column, or centred.
COLUMN_SHIFT = 6
COLUMN_LINES = 4
# A line that stops amid a sentence after this share of its column goes on below: a long number did not fit.
LONG_SHARE = 0.6
# Lines at the top and bottom of a page among which headers and footers are looked for, and on how many pages.
EDGE_LINES = 2
FEWEST_REPEATS = 3
REPEAT_SHARE = 0.4
LONGEST_EDGE = 80
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

    @property
    def height(self) -> float:
        """Upper less lower edge; a dash has some too."""
        return max(self.top - self.bottom, 1.0)


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
    """Yield the text between wide gaps, as it stands in the page's content.

    Widths are taken with what the type leaves free beside a character: the ink of 口 or ， is narrower than its place,
    and what lies between two of them is no space.
    """
    segment: Segment | None = None
    space = False
    for char, box in _characters(layer):
        if not char.strip():
            space = True
            continue
        if segment is not None and _is_beside(segment, box):
            gap = box.left - segment.right
            segment.words += (" " if space and gap > SPACE_GAP * box.height else "") + char
            segment.right = max(segment.right, box.right)
            segment.bottom, segment.top = min(segment.bottom, box.bottom), max(segment.top, box.top)
        else:
            if segment is not None:
                yield segment
            segment = Segment(char, box.left, box.bottom, box.right, box.top)
        space = False
    if segment is not None:
        yield segment


def _characters(layer: Any) -> Iterator[tuple[str, Segment]]:
    """Yield each character with its place: as wide as it is set, as high as its ink; white space has none."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    ink = [c_double() for _ in range(4)]
    wide = raw.FS_RECTF()
    nowhere = Segment("", 0, 0, 0, 0)
    for at in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, at)
        char = chr(code) if 0 < code <= LAST_CHARACTER and not SURROGATES[0] <= code <= SURROGATES[1] else ""
        if char in ("", "\ufffe"):
            continue
        if not char.strip():
            yield char, nowhere
            continue
        left, right, bottom, top = ink
        raw.FPDFText_GetCharBox(layer, at, byref(left), byref(right), byref(bottom), byref(top))
        raw.FPDFText_GetLooseCharBox(layer, at, byref(wide))
        yield (
            char,
            Segment(
                char,
                min(left.value, wide.left),
                bottom.value,
                max(right.value, wide.right),
                max(top.value, bottom.value),
            ),
        )


def _is_beside(segment: Segment, box: Segment) -> bool:
    """Say whether a character goes on with the segment: on its height, and no wide gap away."""
    middle, height = (box.bottom + box.top) / 2, max(segment.height, box.height)
    level = segment.bottom - height / 2 <= middle <= segment.top + height / 2
    return level and -height <= box.left - segment.right <= CELL_GAP * height


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
    repeated = {name for name, count in seen.items() if count >= needed and _is_furniture(name)}
    numbers = re.compile(r"^[-—－–·第]{0,3}#[-—－–·页]{0,3}(?:共?/?#页?)?$")
    kept: list[list[Line]] = []
    for lines in pages:
        out = [
            line
            for line in edges(lines)
            if shape(line) in repeated or (numbers.match(shape(line)) and (len(filled) > 1 or "页" in shape(line)))
        ]
        text.removed.extend(Removal("boilerplate", line.words()) for line in out)
        kept.append([line for line in lines if not any(line is each for each in out)])
    return kept


def _is_furniture(name: str) -> bool:
    """Say whether words that repeat can be a page's header: no sentence, and no row of numbers."""
    return len(name) < LONGEST_EDGE and "。" not in name and bool(re.search(r"[^\W\d_]", name))


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
    blocks = _find_blocks(lines)
    while at < len(lines):
        until = at
        while until < len(lines) and _is_row(lines, until):
            until += 1
        if until - at >= TABLE_LINES:
            yield _Paragraph(lines[at:until], table=True)
            at = until
            continue
        paragraph = _Paragraph([lines[at]])
        at += 1
        while at < len(lines) and _goes_on(lines, at, blocks) and not _begins_table(lines, at):
            paragraph.lines.append(lines[at])
            at += 1
        yield paragraph


def _is_row(lines: list[Line], at: int) -> bool:
    return len(lines[at].cells()) > 1


def _begins_table(lines: list[Line], at: int) -> bool:
    return at + TABLE_LINES <= len(lines) and all(_is_row(lines, each) for each in range(at, at + TABLE_LINES))


@dataclass(slots=True)
class _Block:
    """Lines below one another in one column of a page, and the edges that they share."""

    lines: list[Line]
    left: float = 0.0
    right: float = 0.0

    def measure(self) -> None:
        """Find the edges: the outermost that several lines share, else the outermost."""
        size = self.lines[0].height
        self.left = _shared([line.left for line in self.lines], size, min)
        self.right = _shared([line.right for line in self.lines], 2 * size, max)


def _shared(edges: list[float], near: float, outermost: Callable[[list[float]], float]) -> float:
    """Return the outermost edge that at least a quarter of the lines, and two, have or nearly have."""
    needed = max(2, len(edges) // 4)
    common = [edge for edge in edges if sum(abs(edge - other) <= near for other in edges) >= needed]
    return outermost(common or edges)


def _find_blocks(lines: list[Line]) -> list[_Block]:
    """Return the block of each line: a new one begins on a new page, in another column, or under a line across both."""
    found: list[_Block] = []
    for at, line in enumerate(lines):
        last = lines[at - 1] if at else None
        same = (
            last is not None
            and last.page == line.page
            and line.top <= last.top
            and abs(line.left - last.left) <= COLUMN_SHIFT * line.height
        )
        if same:
            found[-1].lines.append(line)
            found.append(found[-1])
        else:
            found.append(_Block([line]))
    widest = {page: max(line.right for line in lines if line.page == page) for page in {line.page for line in lines}}
    for block in {id(block): block for block in found}.values():
        block.measure()
        if len(block.lines) < COLUMN_LINES:
            # Too few to tell how wide their column is: a name and a day below each other.
            block.right = widest[block.lines[0].page]
    return found


def _goes_on(lines: list[Line], at: int, blocks: list[_Block]) -> bool:
    """Say whether line `at` is of the paragraph of the one before: that one is full, or stops amid a sentence."""
    line, following, block, other = lines[at - 1], lines[at], blocks[at - 1], blocks[at]
    if abs(line.height - following.height) > 0.35 * line.height or _STARTS.match(following.words()):
        return False
    if following.left > other.left + INDENT * following.height:
        return False
    ended = bool(_ENDS.search(line.words()))
    full = line.right >= block.right - SHORT_END * line.height
    long = line.right - block.left >= LONG_SHARE * (block.right - block.left) and len(block.lines) > 1
    return (full and (block is other or not ended)) or (long and not ended and block is other)


def _columns(lines: list[Line]) -> Iterator[tuple[list[str], Place]]:
    """Yield the cells of each row under common columns, empty where a row has none."""
    groups = [_cell_boxes(line) for line in lines]
    starts: list[tuple[float, float]] = []
    for left, right, _ in sorted(box for group in groups for box in group):
        if starts and left <= starts[-1][1]:
            starts[-1] = (starts[-1][0], max(starts[-1][1], right))
        else:
            starts.append((left, right))
    most = max(map(len, groups))
    whole = [group for group in groups if len(group) == most]
    if len(starts) > most and len(whole) * 2 > len(groups):
        # A header in the middle of its column and numbers at its edge need not overlap: they go by their order.
        starts = [(min(box[0] for box in column), max(box[1] for box in column)) for column in zip(*whole, strict=True)]
    for line, group in zip(lines, groups, strict=True):
        row = [""] * len(starts)
        for place, (left, right, words) in enumerate(group):
            column = place if len(group) == len(starts) else _nearest(starts, left, right)
            row[column] = f"{row[column]} {words}".strip()
        yield row, line.place()


def _nearest(columns: list[tuple[float, float]], left: float, right: float) -> int:
    """Return the column that a cell overlaps most, or is least away from."""
    return max(range(len(columns)), key=lambda at: min(right, columns[at][1]) - max(left, columns[at][0]))


def _cell_boxes(line: Line) -> list[tuple[float, float, str]]:
    boxes: list[tuple[float, float, str]] = []
    for each in line.segments:
        if boxes and (each.left - boxes[-1][1]) / line.height <= CELL_GAP:
            boxes[-1] = (boxes[-1][0], each.right, boxes[-1][2] + each.words)
        else:
            boxes.append((each.left, each.right, each.words))
    return boxes
