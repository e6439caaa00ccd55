"""The source panel's handler: opens an article version at a citation."""

from __future__ import annotations

from typing import Any

from assistant.web.faces import LibraryFace
from assistant.web.render.article import render_article
from assistant.web.requests import ArticleRequest, parse_request


class Reading:
    """Opens articles."""

    def __init__(self, library: LibraryFace) -> None:
        self._library = library

    def open(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the article as HTML, with the citations marked and the active one numbered."""
        request = parse_request(ArticleRequest, payload)
        article = self._library.article(request.doc, request.version)
        return {"title": article.title, "html": render_article(article, request.marks(), request.language)}
