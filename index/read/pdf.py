"""PDF: lines with their boxes become paragraphs and tables; scanned pages go through OCR where it is installed.

pypdfium2 (Apache-2.0/BSD, Chrome's own engine) gives text segments with boxes. Segments on one height are a line; wide
gaps between them, on several lines, are a table. Lines that reach the right edge go on in the next line, also across
pages, once page headers and footers (the same words at the edge of several pages) are out of the way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from index.errors import SourceError
from index.read.decode import EVERYDAY
from index.read.layout import CELL_GAP, SPACE_GAP, Line, Segment, arrange, make_lines, make_paragraphs
from index.read.ocr import Recognised, load_ocr
from index.read.structured import StructuredText
from index.types import Removal

LAST_CHARACTER = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)
# More pages than any document has; each is read and forgotten in turn.
MOST_PAGES = 10_000
# Lines at the top and bottom of a page among which headers and footers are looked for, and on how many pages.
EDGE_LINES = 2
FEWEST_REPEATS = 3
REPEAT_SHARE = 0.4
LONGEST_EDGE = 80
# A text layer of which fewer characters than this are readable is none.
READABLE_SHARE = 0.5
# Pages with fewer characters than this are pictures, if they hold one.
PICTURE_PAGE = 12

# Dots for each point of a page that OCR looks at, and of how many a picture of it has at most.
SCAN_SCALE = 2.0
MOST_PIXELS = 20_000_000
# Kinds of page objects that can hold words as pictures: path, image, shading, form.
_PICTURES = (2, 3, 4, 5)


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
    for paragraph in make_paragraphs([line for page in pages for line in page]):
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
        width, height = page.get_size()
        # A page can say that it is a mile wide.
        scale = min(SCAN_SCALE, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        found = ocr(page.render(scale=scale).to_numpy()) if scale * min(width, height) >= 1 else []
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
    return make_lines(arrange(segments), page)


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
