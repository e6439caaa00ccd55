"""A text in the making, of a format that has structure: paragraphs, headings and tables with the place of each.

What a reader adds becomes lines of one text. Rows are lines with tabs between cells; headings open chapters. Where a
line came from (page and box, sheet and cell) is kept as an `Origin`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.tables import CELL, LINES_BEFORE, Above, Row, make_table
from index.types import Media, Origin, RawArticle, Removal, Section, Span

_BREAKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the file."""

    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    cell: str | None = None


class StructuredText:
    """Collects lines; `finish` gives the article."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.sections: list[Section] = []
        self.origins: list[Origin] = []
        self.notes: list[str] = []
        self.removed: list[Removal] = []
        self._path: list[tuple[int, str]] = []
        self._begin: int | None = None
        self._rows: list[Row] = []
        self._above: list[Above] = []

    def add_paragraph(self, words: str, place: Place | None = None, level: int | None = None) -> None:
        """Add a line of prose; with a `level` it is a heading, 1 the highest."""
        words = _BREAKS.sub(" ", words).strip()
        if not words:
            return
        self._close_table()
        if level is not None:
            self._close_chapter()
            self._path = [*(each for each in self._path if each[0] < level), (level, words)]
        if self._begin is None:
            self._begin = self.length
        span = self._add_line(words)
        self._locate(span, place)
        self._above = [*self._above[1 - LINES_BEFORE :], Above(span, words)]

    def add_row(self, cells: Sequence[str], places: Sequence[Place | None] = ()) -> None:
        """Add a row of a table; `places` is that of each cell, or one for the row."""
        clean = [_BREAKS.sub(" ", cell).strip() for cell in cells]
        if not any(clean):
            return
        if not self._rows:
            self._close_chapter()
        span = self._add_line(CELL.join(clean))
        self._rows.append(Row(span, tuple(clean)))
        if len(places) == 1:
            self._locate(span, places[0])
        start = span.start
        for cell, place in zip(clean, places, strict=False) if len(places) > 1 else ():
            if cell:
                self._locate(Span(start, start + len(cell)), place)
            start += len(cell) + len(CELL)

    def end_table(self) -> None:
        """Say that the rows so far are a table; the next row begins another."""
        self._close_table()

    def finish(self, raw: RawArticle) -> RawArticle:
        """Return `raw` with all that was collected."""
        self._close_table()
        self._close_chapter()
        return replace(
            raw,
            text="".join(self.parts),
            sections=tuple(self.sections),
            origins=tuple(self.origins),
            notes=tuple(dict.fromkeys((*raw.notes, *self.notes))),
            removed=tuple(self.removed),
        )

    def _add_line(self, words: str) -> Span:
        span = Span(self.length, self.length + len(words))
        self.parts.append(words + "\n")
        self.length += len(words) + 1
        return span

    def _locate(self, span: Span, place: Place | None) -> None:
        if place is not None:
            self.origins.append(Origin(span, place.page, place.box, place.sheet, place.cell))

    def _heading(self) -> tuple[str, ...]:
        return tuple(words for _, words in self._path)

    def _close_chapter(self) -> None:
        if self._begin is not None and self._path and self.length > self._begin:
            self.sections.append(Section(Span(self._begin, self.length - 1), self._heading()))
        self._begin = None

    def _close_table(self) -> None:
        if self._rows:
            self.sections.append(make_table(self._rows, self._above, self._heading()))
            self._rows, self._above = [], []


def start_article(path: str, digest: str, media: Media = "structured") -> RawArticle:
    """Return the article of a file before its text is known."""
    return RawArticle(key=path, path=path, source_id=None, digest=digest, text="", media=media)
