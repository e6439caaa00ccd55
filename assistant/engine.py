"""The bundled engine: a GGUF file served by a child process on loopback, started when first asked, kept alive.

Port and key are random; the key goes through a pipe, never over a command line. The child ends with its parent, also
when that is killed. A child that has died is started again for the next question, a few times.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from assistant.config import EngineSettings, Settings
from assistant.endpoint import Endpoint, Messages, OpenAIModel
from assistant.prompt_cache import PromptCache
from index.errors import ModelError, UsageError
from index.machine import count_cores
from index.weights import ARTEFACTS, find

_CHILD = Path(__file__).with_name("engine_child.py")
# A gigabyte from a slow disk takes its time; longer is a fault.
_START_SECONDS = 180.0
# A file that kills its engine every time must not keep the machine busy.
_RESTARTS = 3
_RESTART_WINDOW_SECONDS = 300.0
_STOP_SECONDS = 5.0
# A killed process takes a moment to give its memory back, and until then looks alive.
_ENDING_SECONDS = 1.0
# The engine's threads meet hundreds of times a token. Spinning while they wait, they take from each other the very
# core that the last one needs: with other work on the machine, 2 tokens a second instead of 14.
_CALM = {"OMP_WAIT_POLICY": "PASSIVE"}


def find_gguf(settings: Settings) -> Path | None:
    """Return the GGUF file that `engine.gguf` names, None where it is not here; never touches the network."""
    name = settings.engine.gguf
    if any(artefact.name == name and artefact.kind == "model" for artefact in ARTEFACTS):
        return find(name, settings.weights)
    path = Path(name).expanduser()
    if path.is_file():
        return path
    known = ", ".join(artefact.name for artefact in ARTEFACTS if artefact.kind == "model")
    raise UsageError(
        f"engine.gguf = {name!r} is no file and no name of a model", f"name a GGUF file, or one of {known}"
    )


def choose_threads(wanted: int, cores: int) -> tuple[int, int]:
    """Return the threads that read a prompt and that write an answer; `wanted` is the setting, 0 for our choice.

    Reading is bound by arithmetic and takes every core. Writing is bound by memory: the last core would add little,
    and on a machine that does something else beside it each token would wait for the slowest.
    """
    if wanted:
        return wanted, wanted
    return cores, max(1, cores - 1)


class Engine:
    """One child process that serves one GGUF file."""

    def __init__(self, gguf: Path, settings: EngineSettings, cache: PromptCache | None = None) -> None:
        self._gguf = gguf
        self._cache = cache
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._address = ""
        self._key = ""
        self._starts: deque[float] = deque(maxlen=_RESTARTS + 1)
        atexit.register(self.stop)

    @property
    def pid(self) -> int | None:
        """The process id of the running child, None where none runs."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def ensure_running(self) -> tuple[str, str]:
        """Return address and key of a running child, starting one where none runs; raises `ModelError`."""
        with self._lock:
            if self.pid is None:
                self._note_start()
                if self._process:
                    _close_pipes(self._process)
                self._start()
                if self._cache:
                    self._cache.prepare(self._address, self._key)
            return self._address, self._key

    def has_ended(self) -> bool:
        """Say whether the child has ended; one that is just ending is waited for a moment."""
        process = self._process
        if process is None:
            return True
        try:
            process.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """End the child, if one runs."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        try:
            if process.stdin:
                process.stdin.close()
            process.wait(_STOP_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        _close_pipes(process)

    def _note_start(self) -> None:
        now = time.monotonic()
        if len(self._starts) > _RESTARTS and now - self._starts[0] < _RESTART_WINDOW_SECONDS:
            raise ModelError(
                f"the bundled engine ended {_RESTARTS + 1} times in {_RESTART_WINDOW_SECONDS / 60:.0f} minutes",
                f"check memory and {self._gguf}, or use --model extractive",
            )
        self._starts.append(now)

    def _start(self) -> None:
        self._key = secrets.token_urlsafe(32)
        # -P: the script's own folder must not stand before the standard library.
        process = subprocess.Popen(
            [sys.executable, "-P", str(_CHILD)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            env=_CALM | os.environ,
        )  # fmt: skip
        reading, writing = choose_threads(self._settings.threads, count_cores())
        config = {
            "gguf": str(self._gguf),
            "reading_threads": reading,
            "writing_threads": writing,
            "context": self._settings.context,
            "prompts": self._cache.make_folder() if self._cache else "",
            "key": self._key,
        }
        try:
            assert process.stdin
            process.stdin.write(json.dumps(config) + "\n")
            process.stdin.flush()
            line = _read_line(process, _START_SECONDS)
            answer = json.loads(line) if line else {"error": f"it ended with status {process.wait()}"}
            if "error" in answer:
                raise ModelError(f"the bundled engine cannot load {self._gguf}: {answer['error']}", "name another GGUF")
        except (OSError, ValueError, ModelError) as error:
            process.kill()
            process.wait()
            _close_pipes(process)
            if isinstance(error, ModelError):
                raise
            raise ModelError(f"the bundled engine did not start: {error}", "use --model extractive") from None
        self._process = process
        self._address = answer["address"]


class LocalModel:
    """The model called `local`: the bundled engine, one question after the other, the rest in a bounded queue."""

    name = "local"
    leaves_machine = False

    def __init__(self, engine: Engine, settings: EngineSettings, seconds: float) -> None:
        self._engine = engine
        self._queue = settings.queue
        self._seconds = seconds
        # The one that runs, and those that wait.
        self._places = threading.BoundedSemaphore(settings.queue + 1)
        self._turn = threading.Lock()

    def stream(self, messages: Messages, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it comes; raises `ModelError`, at once where the queue is full."""
        if not self._places.acquire(blocking=False):
            raise ModelError(f"the bundled engine is busy: {self._queue} questions wait", "try again in a minute")
        try:
            if not self._turn.acquire(timeout=self._seconds):
                raise ModelError(f"the bundled engine was busy for {self._seconds:g} seconds", "try again in a minute")
            try:
                yield from self._stream(messages, max_tokens)
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def warm(self) -> None:
        """Load the weights and what every prompt begins with, so that the first question is fast."""
        self._engine.ensure_running()

    def _stream(self, messages: Messages, max_tokens: int) -> Iterator[str]:
        """Stream; an engine that turns out to have ended before it said a word is started again, once."""
        said = False
        try:
            for piece in self._connect().stream(messages, max_tokens):
                said = True
                yield piece
        except ModelError:
            if said or not self._engine.has_ended():
                raise
            yield from self._connect().stream(messages, max_tokens)

    def _connect(self) -> OpenAIModel:
        address, key = self._engine.ensure_running()
        endpoint = Endpoint(f"{address}/v1", "local", SecretStr(key), self._seconds, 0, self._seconds)
        return OpenAIModel("local", endpoint)


def _close_pipes(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        # What a dead process did not read any more is of no interest.
        with suppress(OSError):
            if pipe:
                pipe.close()


def _read_line(process: subprocess.Popen[str], seconds: float) -> str:
    """Return the child's first line, empty where it ends without one; raises `TimeoutError`."""
    assert process.stdout
    box: list[str] = []
    reader = threading.Thread(target=lambda: box.append(process.stdout.readline()), daemon=True)  # type: ignore[union-attr]
    reader.start()
    reader.join(seconds)
    if not box:
        raise TimeoutError(f"it said nothing for {seconds:g} seconds")
    return box[0]
