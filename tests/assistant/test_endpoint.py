"""Endpoints that are slow, broken, empty, unreachable or babbling: always one plain error, always in time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.endpoint import Endpoint, OpenAIModel, drop_thinking, is_garbage
from assistant.types import Answer, AnswerReady
from index.errors import ModelError
from tests.assistant.product_world import open_product

ASK = [{"role": "user", "content": "去年签约多少？"}]


class FakeEndpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that does what its test tells it."""

    script: ClassVar[list[Any]] = []
    requests: ClassVar[list[dict[str, Any]]] = []
    headers_seen: ClassVar[list[str | None]] = []

    def do_POST(self) -> None:
        FakeEndpoint.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        FakeEndpoint.headers_seen.append(self.headers.get("Authorization"))
        step = FakeEndpoint.script.pop(0)
        if isinstance(step, int):
            self.send_response(step)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"error": {"message": "key sk-secret is not known"}}')
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in step:
            if isinstance(piece, float):
                time.sleep(piece)
                continue
            self.wfile.write(piece if isinstance(piece, bytes) else event(piece))
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def event(text: str) -> bytes:
    """Return one chunk of a streamed answer."""
    chunk = {"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": text}}]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


@pytest.fixture
def address() -> Iterator[str]:
    """Serve the fake on a loopback port."""
    FakeEndpoint.script.clear()
    FakeEndpoint.requests.clear()
    FakeEndpoint.headers_seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeEndpoint)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def make_model(address: str, seconds: float = 60.0, timeout: float = 5.0, retries: int = 0) -> OpenAIModel:
    """Return a model at `address` with a key."""
    return OpenAIModel("fake", Endpoint(address, "m", SecretStr("sk-secret"), timeout, retries, seconds))


def ask(model: OpenAIModel) -> str:
    """Return the whole answer."""
    return "".join(model.stream(ASK, 100))


def test_an_answer_streams_with_what_was_asked_at_temperature_zero(address: str) -> None:
    FakeEndpoint.script.append(["签约", "一百一十个。", DONE])
    assert list(make_model(address).stream(ASK, 77)) == ["签约", "一百一十个。"]
    sent = FakeEndpoint.requests[0]
    assert (sent["messages"], sent["max_tokens"], sent["temperature"], sent["model"]) == (ASK, 77, 0, "m")
    assert FakeEndpoint.headers_seen == ["Bearer sk-secret"]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_a_refusal_is_told_without_the_key(address: str, status: int) -> None:
    FakeEndpoint.script.append(status)
    with pytest.raises(ModelError) as caught:
        ask(make_model(address))
    assert address in caught.value.message
    assert "sk-secret" not in caught.value.message + caught.value.hint


def test_a_passing_fault_is_tried_again(address: str) -> None:
    FakeEndpoint.script.extend([503, ["好。", DONE]])
    assert ask(make_model(address, retries=1)) == "好。"


def test_an_endpoint_that_nobody_serves_is_told_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9"):
        ask(make_model("http://127.0.0.1:9/v1"))
    assert time.monotonic() - began < 3


def test_silence_ends_at_the_time_that_is_set(address: str) -> None:
    FakeEndpoint.script.append([3.0])
    began = time.monotonic()
    with pytest.raises(ModelError, match=r"within 0\.4 seconds"):
        ask(make_model(address, seconds=0.4))
    assert time.monotonic() - began < 1.5


def test_keep_alive_lines_do_not_stretch_the_time(address: str) -> None:
    FakeEndpoint.script.append([b": ping\n\n", 0.1] * 40)
    began = time.monotonic()
    with pytest.raises(ModelError, match="seconds"):
        ask(make_model(address, seconds=0.5))
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("pieces", [[DONE], ["", DONE], [" \n", DONE], [b"data: {}\n\n", DONE]])
def test_an_empty_answer_is_an_error(address: str, pieces: list[Any]) -> None:
    FakeEndpoint.script.append(pieces)
    with pytest.raises(ModelError, match=r"empty|model fake"):
        ask(make_model(address))


@pytest.mark.parametrize(
    "pieces",
    [[b"data: {not json\n\n"], [b"<html>a login page</html>"], ["\ufffd" * 30, DONE], ["一样的话。" * 80, DONE]],
)
def test_nonsense_is_an_error(address: str, pieces: list[Any]) -> None:
    FakeEndpoint.script.append(pieces)
    with pytest.raises(ModelError):
        ask(make_model(address))


def test_leaving_an_answer_stops_the_endpoint(address: str) -> None:
    FakeEndpoint.script.append([piece for n in range(200) for piece in (f"第{n}句。", 0.02)])
    stream = make_model(address).stream(ASK, 100)
    assert next(stream) == "第0句。"
    began = time.monotonic()
    stream.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize(
    ("base_url", "leaves"),
    [("http://127.0.0.1:1/v1", False), ("http://localhost/v1", False), ("http://[::1]:8/v1", False),
     ("https://api.deepseek.com/v1", True), ("http://192.168.1.5:11434/v1", True),
     ("http://localhost.evil.cn/v1", True)],
)  # fmt: skip
def test_only_loopback_keeps_the_evidence_here(base_url: str, leaves: bool) -> None:
    assert make_model(base_url).leaves_machine is leaves


@pytest.mark.parametrize(
    ("pieces", "answer"),
    [
        (["<thi", "nk>想", "一想</th", "ink>\n\n答", "案"], "答案"),
        (["答", "案 <think> 是词"], "答案 <think> 是词"),
        (["<think>没有想完"], ""),
        (["<", "3"], "<3"),
        (["<th"], "<th"),
    ],
)
def test_thinking_aloud_is_left_out(pieces: list[str], answer: str) -> None:
    assert "".join(drop_thinking(iter(pieces))) == answer


@given(st.lists(st.sampled_from("<think>/ 答案\n"), max_size=40), st.integers(1, 5))
def test_thinking_is_found_however_the_answer_is_cut(chars: list[str], size: int) -> None:
    text = "".join(chars)
    cut = [text[i : i + size] for i in range(0, len(text), size)]
    assert "".join(drop_thinking(iter(cut))) == "".join(drop_thinking(iter([text])))


def test_a_loop_is_garbage_and_a_long_answer_is_not() -> None:
    assert is_garbage("武汉" * 200)
    assert not is_garbage("武汉" * 20)
    assert not is_garbage("".join(f"第{n}项签约额为{n * 37}亿元。" for n in range(60)))
    assert is_garbage("\x00\x01\x02\x03")
    assert not is_garbage("半个字\ufffd")


def ask_product(address: str) -> Answer:
    """Ask the whole product with the endpoint as its model, named as a user names it: in the environment."""
    named = {"BASE_URL": address, "MODEL": "m", "API_KEY": "sk-secret"}
    settings = load_settings({}, {f"YINZHENG_ENDPOINTS__MINE__{name}": value for name, value in named.items()})
    product = open_product(
        (
            "丙山经开区出台驻点招商办法",
            "2025-03-02",
            "丙山经开区近日出台驻点招商办法。办法提出，驻点小分队每月走访企业。",
        )
    )
    events = Assistant(product.library, settings).ask("丙山经开区的驻点招商办法提出了什么？", model="mine")
    return next(event.answer for event in events if isinstance(event, AnswerReady))


def test_an_endpoint_words_what_the_product_found_and_the_audit_keeps_the_last_word(address: str) -> None:
    FakeEndpoint.script.append(["办法提出，驻点小分队每月走访企业[1]。", "每月走访企业99家[1]。", DONE])
    answer = ask_product(address)
    assert answer.model == "mine"
    assert "每月走访企业" in answer.text
    assert "99" not in answer.text
    assert answer.citations
    assert FakeEndpoint.headers_seen == ["Bearer sk-secret"]
    assert "驻点小分队" in FakeEndpoint.requests[0]["messages"][-1]["content"]


def test_the_product_quotes_where_the_endpoint_fails(address: str) -> None:
    FakeEndpoint.script.extend([500] * 3)
    answer = ask_product(address)
    assert answer.kind == "answer"
    assert "每月走访企业" in answer.text
    assert any("mine" in notice for notice in answer.notices)
    assert "sk-secret" not in str(answer)
