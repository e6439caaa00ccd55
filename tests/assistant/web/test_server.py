"""The server refuses what does not come from its own page, and sends headers that keep everything at home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.web.serving import find_port, start_server
from index.errors import ConfigError
from tests.assistant.web.conftest import Served, make_page
from tests.assistant.web.fakes import QUESTION


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, timeout=20, trust_env=False) as opened:
        yield opened


def test_every_response_forbids_foreign_scripts_and_frames(client: httpx.Client) -> None:
    for path in ("/", "/ui/page.css", "/export/turn/x.docx"):
        headers = client.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_page_names_no_other_host(client: httpx.Client) -> None:
    assert "//" not in client.get("/").text.replace("<!doctype", "")


def test_another_origin_or_host_is_refused(client: httpx.Client) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert client.post("/gradio_api/run/judge", json={"data": [{}]}, headers=foreign).status_code == 403
    assert client.post("/files", files={"files": ("a.txt", b"x")}, headers=foreign).status_code == 403
    assert client.post("/files", files={"files": ("a.txt", b"x")}, headers={"Origin": "null"}).status_code == 403
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/config", "/login", "/gradio_api/upload", "/gradio_api/info", "/gradio_api/file=/etc/passwd", "/assets/x.js"],
)
def test_the_routes_of_gradio_that_the_page_does_not_use_are_closed(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, json={}).status_code == 404


def test_a_file_goes_into_the_folder_of_uploads(client: httpx.Client, served: Served, tmp_path: Path) -> None:
    answer = client.post("/files", files=[("files", ("../../a.txt", b"1")), ("files", ("b/c.txt", b"2"))])
    assert answer.json() == {"names": ["a.txt", "b/c.txt"]}
    assert (tmp_path / "uploads" / "b" / "c.txt").read_bytes() == b"2"


def test_a_mistake_is_told_in_words_and_a_fault_is_not(client: httpx.Client) -> None:
    def call(name: str, payload: object) -> dict[str, dict[str, str]]:
        return client.post(f"/gradio_api/run/{name}", json={"data": [payload]}).json()["data"][0]

    assert call("open_article", {"doc": "nothing"})["error"]["message"].startswith("没有这篇文章：nothing")
    assert "no article" in call("open_article", {"doc": "nothing", "language": "en"})["error"]["message"]
    assert call("open_conversation", {"conversation": "x", "more": 1})["error"]["message"].startswith("more")


def test_an_answer_streams_through_the_queue_and_is_exported(client: httpx.Client) -> None:
    job = client.post("/gradio_api/call/ask", json={"data": [{"question": QUESTION}]}).json()["event_id"]
    stream = client.get(f"/gradio_api/call/ask/{job}").text
    pieces = [json.loads(line[6:])[0] for line in stream.splitlines() if line.startswith("data: [")]
    assert [piece["event"] for piece in pieces][:3] == ["start", "evidence", "sentence"]
    exported = client.get(f"/export/turn/{pieces[0]['turn']}.docx")
    assert exported.content.startswith(b"PK")
    assert "filename*=UTF-8''" in exported.headers["content-disposition"]
    assert client.get("/export/turn/nothing.docx").status_code == 404
    assert client.get(f"/export/turn/{pieces[0]['turn']}.exe").status_code == 404


def test_static_files_are_kept_by_the_browser_and_named_by_their_content(client: httpx.Client) -> None:
    page = client.get("/").text
    address = page.split('stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(address).headers["cache-control"]


def test_the_page_listens_on_loopback_only(tmp_path: Path) -> None:
    page, *_ = make_page(tmp_path)
    with pytest.raises(ConfigError, match=r"0\.0\.0\.0"):
        start_server(page, "0.0.0.0", 0)


def test_a_taken_port_moves_on_to_the_next(served: Served) -> None:
    port = int(served.address.rsplit(":", 1)[1].strip("/"))
    assert find_port("127.0.0.1", port) > port
