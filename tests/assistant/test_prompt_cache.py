"""The kept beginning of prompts: taken up where it fits, read again where it does not, never in the way."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from assistant.prompt_cache import PromptCache


class FakeEngine(BaseHTTPRequestHandler):
    """Writes an empty file when it is told to save, and refuses to restore when it is told to."""

    folder: ClassVar[Path]
    restores: ClassVar[bool] = True
    calls: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        FakeEngine.calls.append(self.path)
        if "action=save" in self.path:
            (FakeEngine.folder / body["filename"]).write_bytes(b"kept")
        self.send_response(400 if "action=restore" in self.path and not FakeEngine.restores else 200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def cache(tmp_path: Path) -> PromptCache:
    """Return a cache for a file that is no model."""
    (tmp_path / "m.gguf").write_bytes(b"GGUF")
    made = PromptCache(tmp_path / "prompts", tmp_path / "m.gguf", 512, "规则")
    made.make_folder()
    return made


@pytest.fixture
def address(cache: PromptCache, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the fake."""
    monkeypatch.setattr(FakeEngine, "folder", cache.folder, raising=False)
    monkeypatch.setattr(FakeEngine, "restores", True)
    monkeypatch.setattr(FakeEngine, "calls", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeEngine)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


SAVE, RESTORE, READ = "/slots/0?action=save", "/slots/0?action=restore", "/v1/chat/completions"


def test_a_beginning_is_read_once_and_then_taken_up(cache: PromptCache, address: str) -> None:
    assert not cache.prepare(address, "k")
    assert cache.prepare(address, "k")
    assert FakeEngine.calls == [READ, SAVE, RESTORE]


def test_what_the_engine_refuses_is_read_again(
    cache: PromptCache, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.prepare(address, "k")
    monkeypatch.setattr(FakeEngine, "restores", False)
    assert not cache.prepare(address, "k")
    assert FakeEngine.calls == [READ, SAVE, RESTORE, READ, SAVE]


def test_another_model_context_or_prompt_has_another_name(cache: PromptCache) -> None:
    names = {
        cache.name,
        PromptCache(cache.folder, cache.gguf, 1024, "规则").name,
        PromptCache(cache.folder, cache.gguf, 512, "别的规则").name,
    }
    os.utime(cache.gguf, ns=(1, 1))
    assert len({*names, cache.name}) == 4


def test_only_the_newest_are_kept(cache: PromptCache, address: str) -> None:
    for n in range(6):
        (cache.folder / f"{n}.bin").write_bytes(b"")
        os.utime(cache.folder / f"{n}.bin", (n, n))
    cache.prepare(address, "k")
    assert {path.name for path in cache.folder.iterdir()} == {cache.name, "5.bin", "4.bin", "3.bin"}


def test_an_engine_that_does_not_answer_is_no_error(cache: PromptCache) -> None:
    assert not cache.prepare("http://127.0.0.1:9", "k")


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, cache: PromptCache) -> None:
    (tmp_path / "file").write_text("")
    assert PromptCache(tmp_path / "file" / "prompts", cache.gguf, 512, "规则").make_folder() == ""
