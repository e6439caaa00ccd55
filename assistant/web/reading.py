"""The source panel's handler: opens an article version at a citation."""

from __future__ import annotations

from typing import Any

from assistant.web.faces import FigureFilters, LibraryFace
from assistant.web.render.article import render_article
from assistant.web.render.marks import Mark
from assistant.web.requests import ArticleRequest, parse_request

# Figures marked in one article; a yearbook has thousands.
_MOST_FIGURES = 5000


class Reading:
    """Opens articles."""

    def __init__(self, library: LibraryFace) -> None:
        self._library = library

    def open(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the article as HTML, with the citations marked and the active one numbered."""
        request = parse_request(ArticleRequest, payload)
        article = self._library.article(request.doc, request.version)
        marks = request.marks()
        if request.figures:
            rows = self._library.figures(FigureFilters(doc_id=article.doc_id), _MOST_FIGURES)
            marks += [Mark(row.figure.span, "figure") for row in rows if row.figure.version == article.version]
        relatives = self._library.relatives(article)
        return {"title": article.title, "html": render_article(article, marks, request.language, relatives)}
