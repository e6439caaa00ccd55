"""Where words stand on a page, put into reading order: lines, columns, paragraphs that run on, tables.

Knows nothing of PDF: the same is done for what OCR finds in a picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from index.read.structured import Place, StructuredText

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
# Columns of a picture: lines whose parts are at least so many heights wide, on so many lines, and share a gap.
WIDE_PART = 6
SPLIT_LINES = 4

_ENDS = re.compile(r"[。！？!?；;：:…][”’」』）)\]】》]*$")
# A line that begins like this is no continuation of the one above.
_STARTS = re.compile(
    r"^(?:第[一二三四五六七八九十百零0-9]{1,5}[条章节编]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|[0-9]{1,2}[.．、](?![0-9])|附件|表 ?[0-9])"
)
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


def arrange(segments: Sequence[Segment]) -> list[Segment]:
    """Return what was found in a picture in reading order: from the top, and columns of prose one by one."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda each: -(each.bottom + each.top)):
        last = rows[-1][0] if rows else None
        if last and abs(last.bottom + last.top - segment.bottom - segment.top) < min(last.height, segment.height):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    rows = [sorted(row, key=lambda each: each.left) for row in rows]
    paired = [at for at, row in enumerate(rows) if _is_pair(row)]
    left = max((rows[at][0].right for at in paired), default=0.0)
    right = min((rows[at][1].left for at in paired), default=0.0)
    if len(paired) < SPLIT_LINES or left >= right:
        return [each for row in rows for each in row]
    return list(_by_column(rows, (left + right) / 2, paired))


def _is_pair(row: list[Segment]) -> bool:
    """Say whether a line is of two columns of prose; the cells of a table are short."""
    return len(row) == 2 and all(each.right - each.left >= WIDE_PART * each.height for each in row)


def _by_column(rows: list[list[Segment]], gutter: float, paired: list[int]) -> Iterator[Segment]:
    """Yield the left column and then the right one where they stand side by side, and all else as it is."""
    left: list[Segment] = []
    right: list[Segment] = []
    end = paired[-1] + 1
    # The longer column goes on alone.
    while end < len(rows) and len(rows[end]) == 1 and _follows(rows[end][0], rows[end - 1]):
        end += 1
    for at, row in enumerate(rows):
        if not paired[0] <= at < end or any(each.left < gutter < each.right for each in row):
            yield from (*left, *right, *row)
            left, right = [], []
            continue
        left += [each for each in row if each.right <= gutter]
        right += [each for each in row if each.left >= gutter]
    yield from (*left, *right)


def _follows(segment: Segment, above: list[Segment]) -> bool:
    """Say whether a line stands right below one of those above it."""
    return any(
        each.left < segment.right and segment.left < each.right and each.bottom - segment.top < segment.height
        for each in above
    )


@dataclass(slots=True)
class Paragraph:
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


def make_paragraphs(lines: list[Line]) -> Iterator[Paragraph]:
    """Yield the lines put together."""
    at = 0
    blocks = _find_blocks(lines)
    while at < len(lines):
        until = at
        while until < len(lines) and _is_row(lines, until):
            until += 1
        if until - at >= TABLE_LINES:
            yield Paragraph(lines[at:until], table=True)
            at = until
            continue
        paragraph = Paragraph([lines[at]])
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
