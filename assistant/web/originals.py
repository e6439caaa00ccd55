"""The original beside the clean text: PDF pages with boxes, cells of a workbook, a web page or a text as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.web.faces import LibraryFace
from assistant.web.render.marks import Mark
from assistant.web.render.original import Boxed, render_cells, render_missing, render_page, render_plain
from assistant.web.requests import OriginalRequest, parse_request
from index.errors import SourceError, UsageError
from index.read.decode import decode, find_declared
from index.read.pages import draw_page, measure_page
from index.types import Article, Origin

# Characters of a text original that are shown; the rest is in the file.
_SHOWN = 300_000
# Bytes read of it; four for each character at most.
_READ = 4 * _SHOWN


class Originals:
    """Shows the file from which an article was read."""

    def __init__(self, library: LibraryFace) -> None:
        self._library = library

    def open(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the original as HTML, at the active citation."""
        request = parse_request(OriginalRequest, payload)
        article = self._library.article(request.doc, request.version)
        path, marks = Path(article.path), request.marks()
        if not path.is_file():
            return {"html": render_missing(article, request.language)}
        if path.suffix.lower() == ".pdf":
            return {"html": self._show_page(article, path, marks, request)}
        cells = [origin for origin in _touched(article, marks, "active") if origin.cell or origin.page]
        if cells:
            return {"html": render_cells(path.name, cells, request.language)}
        return {"html": render_plain(article, _read_text(path), request.language)}

    def _show_page(self, article: Article, path: Path, marks: list[Mark], request: OriginalRequest) -> str:
        active = _touched(article, marks, "active")
        number = request.page or next((origin.page for origin in active if origin.page), 1)
        boxes = [
            Boxed(origin.box, kind)
            for kind in ("context", "cited", "active")
            for origin in _touched(article, marks, kind)
            if origin.page == number and origin.box is not None
        ]
        try:
            size = measure_page(path, number)
        except SourceError:
            return render_missing(article, request.language)
        return render_page(article, number, size, boxes, request.language)

    def draw(self, doc_id: str, version: int, page: int) -> bytes:
        """Return a page of an article's PDF as a picture; raises `UsageError` where the article has none."""
        path = Path(self._library.article(doc_id, version).path)
        if path.suffix.lower() != ".pdf" or not path.is_file():
            raise UsageError(f"{doc_id} has no pages", "only a PDF has")
        return draw_page(path, page)


def _touched(article: Article, marks: list[Mark], kind: str) -> list[Origin]:
    spans = [mark.span for mark in marks if mark.kind == kind]
    return [origin for origin in article.origins if any(origin.span.overlaps(span) for span in spans)]


def _read_text(path: Path) -> str:
    """Return a text or a web page as text."""
    with path.open("rb") as file:
        raw = file.read(_READ)
    text = decode(raw, find_declared(raw)).text
    if path.suffix.lower() in (".html", ".htm") and text.strip():
        from lxml import html

        # lxml refuses a declaration of an encoding in text that is decoded already.
        words = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")).itertext()
        text = "\n".join(line.strip() for line in words if isinstance(line, str) and line.strip())
    return text[:_SHOWN]
