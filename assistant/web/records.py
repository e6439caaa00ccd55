"""The figures view's handler, and its downloads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.web.faces import FigureRow, LibraryFace
from assistant.web.render.records import render_records
from assistant.web.requests import CorrectFigureRequest, FiguresRequest, parse_request
from index.types import Span

# Rows that a table shows; downloads hold all.
_SHOWN = 400
_EXPORTED = 100_000


class Records:
    """Lists figure records."""

    def __init__(self, library: LibraryFace) -> None:
        self._library = library

    def list(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return chart and table for the filters."""
        request = parse_request(FiguresRequest, payload)
        rows = self._library.figures(request.filters(), _SHOWN + 1)
        return {"html": render_records(rows[:_SHOWN], len(rows) > _SHOWN, request.language)}

    def correct(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Keep a correction of one figure."""
        request = parse_request(CorrectFigureRequest, payload)
        self._library.correct_figure(request.doc, Span(request.start, request.end), request.field, request.value)
        return {}

    def export(self, payload: dict[str, Any]) -> Sequence[FigureRow]:
        """Return all records for the filters."""
        return self._library.figures(parse_request(FiguresRequest, payload).filters(), _EXPORTED)
