"""A language model behind an OpenAI-compatible endpoint, and what is done about one that misbehaves.

Knows nothing of questions or evidence. Every way in which an endpoint can fail (unreachable, slow, busy, broken in the
middle, empty, babbling) ends in one `ModelError`, and always within the time that is set: the caller then shows the
evidence instead.
"""

from __future__ import annotations

import ipaddress
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from index.errors import ModelError

Messages = Sequence[Mapping[str, str]]

# A loop is a period of at most this many code points that fills the last `_LOOP_WINDOW` code points of an answer.
_LOOP_PERIOD = 48
_LOOP_WINDOW = 240
# A share of undecodable or control characters above this is no text.
_GARBAGE_SHARE = 0.05
_THINKING, _THOUGHT = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is, how it is called there, and how long it may take. `seconds` bounds a whole answer."""

    base_url: str
    model: str
    api_key: SecretStr
    timeout: float
    retries: int
    seconds: float

    @property
    def is_loopback(self) -> bool:
        """Say whether text sent there stays on this machine."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


class OpenAIModel:
    """Streams answers from an endpoint."""

    def __init__(self, name: str, endpoint: Endpoint) -> None:
        self.name = name
        self._endpoint = endpoint

    @property
    def leaves_machine(self) -> bool:
        """Say whether the evidence is sent to another machine, which its owner must be told."""
        return not self._endpoint.is_loopback

    def stream(self, messages: Messages, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it comes, at temperature 0; raises `ModelError`."""
        chunks = bound_in_time(
            lambda stop: self._receive(messages, max_tokens, stop), self._endpoint.seconds, self.name
        )
        yield from refuse_garbage(drop_thinking(chunks), self.name)

    def _receive(self, messages: Messages, max_tokens: int, stop: threading.Event) -> Iterator[str]:
        """Yield the endpoint's chunks; leaving the loop closes the connection, which makes the endpoint stop too."""
        import openai

        try:
            with _connect(self._endpoint) as client:
                answer = client.chat.completions.create(
                    model=self._endpoint.model,
                    messages=[dict(message) for message in messages],
                    max_tokens=max_tokens,
                    temperature=0,
                    stream=True,
                )
                with answer:
                    for chunk in answer:
                        if stop.is_set():
                            return
                        yield (chunk.choices[0].delta.content or "") if chunk.choices else ""
        except (openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
            raise self._explain(error) from None
        except Exception as error:
            # A line that breaks in the middle of an answer comes from below the client, as an error of httpx.
            if not type(error).__module__.startswith(("httpx", "httpcore")):
                raise
            raise self._explain(error) from None

    def _explain(self, error: Exception) -> ModelError:
        """Return what the user should read: the endpoint, the reason, the way out, and never the key."""
        status = getattr(error, "status_code", None)
        reason = str(error) or type(error).__name__
        key = self._endpoint.api_key.get_secret_value()
        if key:
            reason = reason.replace(key, "**********")
        hint = {
            401: "check the endpoint's api_key",
            403: "check the endpoint's api_key",
            404: "check the endpoint's base_url and model",
            429: "the endpoint is busy or the account is empty: try again later",
        }.get(status or 0, "check that the endpoint runs and can be reached, or use --model extractive")
        return ModelError(f"model {self.name} ({self._endpoint.base_url}): {' '.join(reason.split())[:300]}", hint)


def _connect(endpoint: Endpoint) -> Any:
    """Return a client; one for loopback never goes through a proxy."""
    import openai

    return openai.OpenAI(
        base_url=endpoint.base_url,
        # The client insists on a key; Ollama and its like take any.
        api_key=endpoint.api_key.get_secret_value() or "none",
        max_retries=endpoint.retries,
        http_client=openai.DefaultHttpxClient(
            timeout=openai.Timeout(min(endpoint.timeout, endpoint.seconds), connect=min(10.0, endpoint.timeout)),
            trust_env=not endpoint.is_loopback,
        ),
    )


def bound_in_time(receive: Callable[[threading.Event], Iterator[str]], seconds: float, name: str) -> Iterator[str]:
    """Yield what `receive` yields; raises `ModelError` once `seconds` have passed, whatever it is waiting for.

    A read timeout alone would not do: an endpoint that sends a byte now and then, or only keep-alive lines, would
    never end. The reading thread that is left behind ends at its next chunk or at its own timeout.
    """
    inbox: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stop = threading.Event()

    def read() -> None:
        try:
            for chunk in receive(stop):
                inbox.put(chunk)
            inbox.put(None)
        # Carried over to the thread that asked.
        except Exception as error:
            inbox.put(error)

    threading.Thread(target=read, name=f"model-{name}", daemon=True).start()
    end = time.monotonic() + seconds
    try:
        while True:
            try:
                item = inbox.get(timeout=max(0.001, end - time.monotonic()))
            except queue.Empty:
                raise ModelError(
                    f"model {name}: no whole answer within {seconds:g} seconds", "raise answer.seconds, or ask for less"
                ) from None
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        stop.set()


def drop_thinking(chunks: Iterator[str]) -> Iterator[str]:
    """Leave out a `<think>…</think>` at the beginning: reasoning models of many endpoints send it as text."""
    begin = ""
    for chunk in chunks:
        begin += chunk
        start = begin.lstrip()
        if start.startswith(_THINKING):
            _, ended, rest = start.partition(_THOUGHT)
            if ended:
                yield rest.lstrip()
                break
        elif not _THINKING.startswith(start):
            yield begin
            break
    else:
        # It ended while it was thinking, or before it could be told.
        if not begin.lstrip().startswith(_THINKING):
            yield begin
        return
    yield from chunks


def refuse_garbage(chunks: Iterator[str], name: str) -> Iterator[str]:
    """Yield non-empty chunks; raises `ModelError` on an answer that is empty, no text, or goes round in circles."""
    text = ""
    for chunk in chunks:
        text += chunk
        if is_garbage(text):
            raise ModelError(f"model {name}: the answer is no text", "try another model, or --model extractive")
        if chunk:
            yield chunk
    if not text.strip():
        raise ModelError(f"model {name}: the answer is empty", "try again, or use --model extractive")


def is_garbage(text: str) -> bool:
    """Say whether an answer so far is undecodable, or repeats one short stretch over and over."""
    tail = text[-_LOOP_WINDOW:]
    odd = sum(char == "\ufffd" or (char < " " and char not in "\n\r\t") for char in tail)
    # One split character at the end of a chunk is no garbage yet.
    if odd > max(2, _GARBAGE_SHARE * len(tail)):
        return True
    if len(tail) < _LOOP_WINDOW:
        return False
    return any(tail[period:] == tail[:-period] for period in range(1, _LOOP_PERIOD + 1))
