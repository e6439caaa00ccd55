"""The server of the page: Gradio in its Server mode.

Gradio brings the API engine: queue, streaming, limits on how much runs at once. The page itself is ours, rendered
here, so that nothing is asked of another host, the first paint needs no framework, and text of documents is escaped
in one place. `Content-Security-Policy` backs that up: no script and no request but our own.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

# Read by Gradio at import: it must never call home.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from fastapi import Request
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from gradio import Server
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.types import Language
from assistant.web.complaints import tell_error
from assistant.web.page import Call, Page, Payload, Stream
from assistant.web.routes import add_routes
from assistant.web.texts import LANGUAGES
from index.errors import YinzhengError

_log = logging.getLogger(__name__)

# What a page may load and call: itself. Style attributes are ours alone (none comes from a document).
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# What the page uses of Gradio and of itself; Gradio's other routes (uploads, proxies, its own pages) are closed.
_OPEN = ("/gradio_api/run/", "/gradio_api/call/", "/gradio_api/startup-events", "/ui/", "/export/", "/original/")
_OPEN_EXACTLY = ("/", "/files")
# Questions that may be under way at once: evidence comes at once for each, the engine has its own queue.
_ASKING_AT_ONCE = 32
# Writers wait for each other; a second upload is queued.
_WRITING_AT_ONCE = 1
_LANGUAGE_COOKIE = "yz_language"
_YEAR = 365 * 24 * 3600


def make_server(page: Page) -> Server:
    """Return the server, with every route and handler, before it listens."""
    server = Server(docs_url=None, redoc_url=None, openapi_url=None, title="Yinzheng")
    # A name that an attacker's page resolves to loopback is not ours.
    server.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "testserver"])
    server.add_middleware(_Guard)
    static = Path(str(resources.files(__package__).joinpath("static")))
    assets = hash_assets(static)
    server.mount("/ui", StaticFiles(directory=static), name="ui")

    def root(request: Request) -> HTMLResponse:
        language = choose_language(request, page.language)
        response = HTMLResponse(page.render(language, assets))
        if request.query_params.get("lang") in ("zh", "en"):
            response.set_cookie(_LANGUAGE_COOKIE, language, max_age=_YEAR, samesite="strict")
        return response

    server.add_api_route("/", root, methods=["GET"], response_class=HTMLResponse)
    add_routes(server, page, lambda request: choose_language(request, page.language))
    _add_handlers(server, page)
    return server


def choose_language(request: Request, default: Language) -> Language:
    """Return the language of the address, else of the cookie, else the one that is set."""
    for wish in (request.query_params.get("lang"), request.cookies.get(_LANGUAGE_COOKIE)):
        for language in LANGUAGES:
            if wish == language:
                return language
    return default


def hash_assets(folder: Path) -> str:
    """Return a short hash of the static files, so that a browser never keeps an old one."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


class _Guard:
    """Refuses what another site's page sends, and adds our headers; plain ASGI, so that streams pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers at the start of a response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if is_foreign(Headers(scope=scope)):
            await PlainTextResponse("not from this page", 403, _HEADERS)(scope, receive, send)
            return
        if not is_open(scope["path"]):
            await PlainTextResponse("there is nothing here", 404, _HEADERS)(scope, receive, send)
            return
        lasting = scope["path"].startswith("/ui/") and b"v=" in scope["query_string"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if lasting:
                    headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
            await send(message)

        await self._app(scope, receive, send_with_headers)


def is_open(path: str) -> bool:
    """Say whether the page has a use for a path."""
    return path in _OPEN_EXACTLY or path.startswith(_OPEN)


def is_foreign(headers: Headers) -> bool:
    """Say whether a browser sent this from a page of another origin (a form there needs nobody's leave)."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
        return True
    return headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"


def _add_handlers(server: Server, page: Page) -> None:
    for name, stream in page.streams().items():
        limit = _WRITING_AT_ONCE if name in page.writers else _ASKING_AT_ONCE
        server.api(_guard_stream(stream), name=name, concurrency_limit=limit, api_visibility="undocumented")
    for name, call in page.calls().items():
        server.api(_guard_call(call), name=name, queue=False, api_visibility="undocumented")


def _guard_call(handler: Call) -> Call:
    """Turn errors into plain words: a user's mistake as it is, a fault of ours into the log."""

    def call(payload: Payload) -> Payload:
        try:
            return handler(payload)
        except Exception as error:
            return describe_error(error, read_language(payload))

    # Gradio counts outputs by the annotations that it finds at run time.
    call.__annotations__ = {"payload": dict, "return": dict}
    return call


def _guard_stream(handler: Stream) -> Stream:
    """Do the same for a handler that streams."""

    def stream(payload: Payload) -> Iterator[Payload]:
        try:
            yield from handler(payload)
        except Exception as error:
            yield describe_error(error, read_language(payload))

    stream.__annotations__ = {"payload": dict, "return": dict}
    return stream


def read_language(payload: Payload) -> Language:
    """Return the language in which a request wants its answer."""
    return "en" if payload.get("language") == "en" else "zh"


def describe_error(error: Exception, language: Language) -> Payload:
    """Return what the page says: our own errors in plain words, anything else only that it happened."""
    if isinstance(error, YinzhengError):
        return {"error": {"message": tell_error(error, language)}}
    _log.error("a handler failed", exc_info=error)
    return {"error": {"message": ""}}
