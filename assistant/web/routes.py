"""Routes for files: uploads coming in, exports going out. Everything else goes through the handlers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from assistant.export import MEDIA, Exported
from assistant.export.kept import export_conversation, export_judged, export_turn
from assistant.export.sheets import write_figure_csv, write_figure_sheet
from assistant.types import Language
from assistant.web.complaints import tell_error
from assistant.web.page import Page
from index.errors import UsageError, YinzhengError

_PIECE = 1 << 20


def add_routes(server: FastAPI, page: Page, language_of: Callable[[Request], Language]) -> None:
    """Add uploads and exports to the server."""

    async def receive(request: Request) -> Response:
        form = await request.form(max_files=5000, max_fields=5000)
        names = []
        for upload in form.getlist("files"):
            if isinstance(upload, str):
                continue
            names.append(await _place(page, upload))  # type: ignore[arg-type]
        return JSONResponse({"names": names})

    def export(request: Request, kind: str, name: str) -> Response:
        try:
            return _send(_make(page, kind, name, language_of(request), dict(request.query_params)))
        except YinzhengError as error:
            return Response(tell_error(error, language_of(request)), 404, media_type="text/plain; charset=utf-8")

    def draw(doc: str, version: int, page: int) -> Response:
        try:
            return Response(page_of.draw(doc, version, page), media_type="image/png")
        except YinzhengError as error:
            return Response(error.message, 404, media_type="text/plain; charset=utf-8")

    page_of = page.originals
    server.add_api_route("/original/{doc}/{version}/{page}.png", draw, methods=["GET"])
    server.add_api_route("/files", receive, methods=["POST"])
    server.add_api_route("/export/{kind}/{name}", export, methods=["GET"])


async def _place(page: Page, upload: UploadFile) -> str:
    """Write an upload piece by piece, then give it its name."""
    arrived = page.uploads.receive()
    try:
        with arrived.open("wb") as target:
            while piece := await upload.read(_PIECE):
                target.write(piece)
        return page.uploads.place(arrived, upload.filename or "")
    finally:
        arrived.unlink(missing_ok=True)


def _make(page: Page, kind: str, name: str, language: Language, query: dict[str, str]) -> Exported:
    stem, _, form = name.rpartition(".")
    if kind == "turn":
        return export_turn(page.conversations, stem, form, language)
    if kind == "conversation":
        return export_conversation(page.conversations, stem, form, language)
    if kind == "figures" and form in ("csv", "xlsx"):
        return _make_figures(page, form, language, query)
    if kind == "judged":
        return export_judged(page.conversations)
    if kind == "draft" and form == "docx":
        return Exported(page.drafts.export(stem, language), MEDIA["docx"], "draft.docx")
    raise UsageError(f"nothing to export at {kind}/{name}", "use the buttons of the page")


def _make_figures(page: Page, form: str, language: Language, query: dict[str, str]) -> Exported:
    rows = page.records.export({"language": language, **query})
    figures = [(row.figure, row.title) for row in rows]
    if form == "csv":
        return Exported(write_figure_csv(figures, language), MEDIA["csv"], "figures.csv")
    content = write_figure_sheet(figures, [row.sentence for row in rows], language)
    return Exported(content, MEDIA["xlsx"], "figures.xlsx")


def _send(exported: Exported) -> Response:
    headers: dict[str, Any] = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(exported.name)}"}
    return Response(exported.content, media_type=exported.media, headers=headers)
