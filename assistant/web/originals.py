"""The original beside the clean text: PDF pages and pictures with boxes, cells of a workbook, anything else as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from assistant.web.faces import LibraryFace
from assistant.web.render.marks import Mark
from assistant.web.render.original import (
    Boxed,
    SheetCell,
    render_missing,
    render_page,
    render_plain,
    render_sheet,
    render_slides,
)
from assistant.web.requests import OriginalRequest, parse_request
from index.config import ReadSettings
from index.errors import SourceError, UsageError
from index.read.original import load_original, read_again
from index.read.pages import PageSize, draw_page, draw_picture, measure_page, measure_picture
from index.types import Article, Origin, RawArticle

# Characters of a text original that are shown; the rest is in the file.
_SHOWN = 300_000
# Of a workbook: rows before and after a cited one, cited rows, and columns.
_ROWS_AROUND, _ROWS_CITED, _COLUMNS_SHOWN = 6, 10, 40
_PICTURES = (".png", ".jpg", ".jpeg")


class Originals:
    """Shows the file from which an article was read."""

    def __init__(self, library: LibraryFace, settings: ReadSettings) -> None:
        self._library = library
        self._settings = settings

    def open(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the original as HTML, at the active citation."""
        request = parse_request(OriginalRequest, payload)
        article = self._library.article(request.doc, request.version)
        try:
            return {"html": self._show(article, request.marks(), request)}
        except SourceError:
            return {"html": render_missing(article, request.language)}

    def _show(self, article: Article, marks: list[Mark], request: OriginalRequest) -> str:
        if _is_drawn(article):
            return self._show_page(article, marks, request)
        active, name = _touched(article, marks, "active"), Path(article.path).name
        cited = [origin for origin in active if origin.cell]
        if cited:
            sheet = cited[0].sheet or ""
            return render_sheet(name, sheet, _find_cells(article, sheet, cited), request.language)
        if any(origin.page for origin in active):
            return render_slides(name, active, request.language)
        return render_plain(article, _find_words(read_again(article, self._settings)), request.language)

    def _show_page(self, article: Article, marks: list[Mark], request: OriginalRequest) -> str:
        active = _touched(article, marks, "active")
        number = request.page or next((origin.page for origin in active if origin.page), 1)
        size = self._measure(article, number)
        boxes = [
            Boxed(origin.box, kind)
            for kind in ("context", "cited", "active")
            for origin in _touched(article, marks, kind)
            if origin.page == number and origin.box is not None
        ]
        return render_page(article, number, size, boxes, request.language)

    def _measure(self, article: Article, number: int) -> PageSize:
        data = load_original(article.path, self._settings)
        return measure_picture(data) if _is_picture(article) else measure_page(data, number)

    def draw(self, doc_id: str, version: int, page: int) -> bytes:
        """Return a page of an article's PDF, or its picture, as a PNG; raises `UsageError` where it has none."""
        article = self._library.article(doc_id, version)
        if not _is_drawn(article):
            raise UsageError(f"{doc_id} has no pages", "only a PDF and a picture have")
        data = load_original(article.path, self._settings)
        return draw_picture(data) if _is_picture(article) else draw_page(data, page)


def _is_picture(article: Article) -> bool:
    return article.path.lower().endswith(_PICTURES)


def _is_drawn(article: Article) -> bool:
    return _is_picture(article) or article.path.lower().endswith(".pdf")


def _touched(article: Article, marks: list[Mark], kind: str) -> list[Origin]:
    spans = [mark.span for mark in marks if mark.kind == kind]
    return [origin for origin in article.origins if any(origin.span.overlaps(span) for span in spans)]


def _find_cells(article: Article, sheet: str, cited: list[Origin]) -> dict[int, dict[int, SheetCell]]:
    """Return the cited cells of a sheet with the first row, which says what the columns are, and some rows around."""
    rows = {coordinate_to_tuple(origin.cell)[0] for origin in cited if origin.cell}
    shown = {1, *(row + step for row in sorted(rows)[:_ROWS_CITED] for step in range(-_ROWS_AROUND, _ROWS_AROUND + 1))}
    grid: dict[int, dict[int, SheetCell]] = {}
    for origin in article.origins:
        if origin.sheet == sheet and origin.cell:
            row, column = coordinate_to_tuple(origin.cell)
            if row in shown and column <= _COLUMNS_SHOWN:
                cell = SheetCell(origin.span.of(article.text).strip(), origin in cited)
                grid.setdefault(row, {})[column] = cell
    return grid


def _find_words(raw: RawArticle) -> str:
    """Return the text that the reader met; of a web page its words without the tags."""
    text = raw.text
    if raw.media == "html" and text.strip():
        from lxml import html

        # lxml refuses a declaration of an encoding in text that is decoded already.
        words = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")).itertext()
        text = "\n".join(line.strip() for line in words if isinstance(line, str) and line.strip())
    return text[:_SHOWN]
