"""The library view's handlers: ingest with progress, list, delete, paste, correct."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.types import Language
from assistant.web.faces import IngestOutcome, IngestProgress, LibraryFace
from assistant.web.render.library import render_outcome, render_rows
from assistant.web.render.shell import render_examples, render_holds
from assistant.web.requests import (
    ArticlesRequest,
    CorrectRequest,
    DocRequest,
    IngestRequest,
    PasteRequest,
    Request,
    parse_request,
)
from assistant.web.uploads import Uploads

Piece = dict[str, Any]
Read = Callable[[IngestProgress], IngestOutcome]
# Articles that a list shows before it asks for more.
PAGE_LENGTH = 50


class _CancelledError(Exception):
    """Raised out of the progress report to end an ingest that the user cancelled."""


@dataclass(frozen=True, slots=True)
class _Done:
    """How the ingest thread ended."""

    outcome: IngestOutcome | None
    error: Exception | None


class Shelf:
    """Takes articles in, lists them, and takes them out."""

    def __init__(self, library: LibraryFace, uploads: Uploads) -> None:
        self._library = library
        self._uploads = uploads
        self._cancelled = threading.Event()

    def ingest(self, payload: Piece) -> Iterator[Piece]:
        """Read uploaded files into the library; yield progress, then the report."""
        request = parse_request(IngestRequest, payload)
        paths = [self._uploads.find(name) for name in request.names]
        yield from self._follow(lambda progress: self._library.ingest(paths, progress), request.language)

    def ingest_samples(self, payload: Piece) -> Iterator[Piece]:
        """Read the sample corpus; yield progress, then the report."""
        request = parse_request(Request, payload)
        yield from self._follow(self._library.ingest_samples, request.language)

    def paste(self, payload: Piece) -> Iterator[Piece]:
        """Take a pasted text in as an article; yield progress, then the report."""
        request = parse_request(PasteRequest, payload)
        name = self._uploads.paste(request.text, request.about())
        paths = [self._uploads.find(name)]
        yield from self._follow(lambda progress: self._library.ingest(paths, progress), request.language)

    def _follow(self, read: Read, language: Language) -> Iterator[Piece]:
        self._cancelled.clear()
        reports: queue.SimpleQueue[Piece | _Done] = queue.SimpleQueue()
        thread = threading.Thread(target=self._read_all, args=(read, reports), daemon=True)
        thread.start()
        while True:
            report = reports.get()
            if isinstance(report, _Done):
                break
            yield report
        if report.error is not None and not isinstance(report.error, _CancelledError):
            raise report.error
        yield {
            "event": "report",
            "cancelled": report.outcome is None,
            "html": render_outcome(report.outcome, language),
            "holds": render_holds(self._library.state(), language),
            "examples": render_examples(self._library.examples(language), language),
        }

    def _read_all(self, read: Read, reports: queue.SimpleQueue[Piece | _Done]) -> None:
        def progress(done: int, total: int, path: str, seconds_left: float | None) -> None:
            if self._cancelled.is_set():
                raise _CancelledError
            name = Path(path).name
            reports.put({"event": "progress", "done": done, "total": total, "name": name, "seconds": seconds_left})

        try:
            reports.put(_Done(read(progress), None))
        except Exception as error:
            # Whatever it is, the page must hear of the end; the caller raises it again.
            reports.put(_Done(None, error))

    def cancel(self, payload: Piece) -> Piece:
        """End the running ingest after the group of articles it is at."""
        parse_request(Request, payload)
        self._cancelled.set()
        return {}

    def list(self, payload: Piece) -> Piece:
        """Return one page of the list of articles."""
        request = parse_request(ArticlesRequest, payload)
        rows = self._library.articles(request.words, request.filters(), PAGE_LENGTH + 1, request.offset)
        return {
            "html": render_rows(rows[:PAGE_LENGTH], request.language),
            "more": len(rows) > PAGE_LENGTH,
            "holds": render_holds(self._library.state(), request.language),
        }

    def remove(self, payload: Piece) -> Piece:
        """Take an article out of the search."""
        request = parse_request(DocRequest, payload)
        self._library.remove(request.doc)
        return {"holds": render_holds(self._library.state(), request.language)}

    def correct(self, payload: Piece) -> Piece:
        """Keep a correction by hand."""
        request = parse_request(CorrectRequest, payload)
        self._library.correct(request.doc, request.fields())
        return {}
