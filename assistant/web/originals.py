"""The original beside the clean text: PDF pages and pictures with boxes, cells of a workbook, anything else as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.web.faces import LibraryFace
from assistant.web.render.marks import Mark
from assistant.web.render.original import Boxed, render_cells, render_missing, render_page, render_plain
from assistant.web.requests import OriginalRequest, parse_request
from index.config import ReadSettings
from index.errors import SourceError, UsageError
from index.read.original import load_original, read_again
from index.read.pages import PageSize, draw_page, draw_picture, measure_page, measure_picture
from index.types import Article, Origin, RawArticle

# Characters of a text original that are shown; the rest is in the file.
_SHOWN = 300_000
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
        cells = [origin for origin in _touched(article, marks, "active") if origin.cell or origin.page]
        if cells:
            return render_cells(Path(article.path).name, cells, request.language)
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


def _find_words(raw: RawArticle) -> str:
    """Return the text that the reader met; of a web page its words without the tags."""
    text = raw.text
    if raw.media == "html" and text.strip():
        from lxml import html

        # lxml refuses a declaration of an encoding in text that is decoded already.
        words = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")).itertext()
        text = "\n".join(line.strip() for line in words if isinstance(line, str) and line.strip())
    return text[:_SHOWN]
