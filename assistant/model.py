"""The face of all language models: one small interface, the way from a name to a model, and a scripted one for tests.

`extractive` is no model: it is what answers where there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Protocol

import prompts
from assistant.config import EngineSettings, Settings
from assistant.endpoint import Endpoint, Messages, OpenAIModel
from assistant.engine import Engine, LocalModel, find_gguf
from assistant.prompt_cache import PromptCache
from index.errors import ConfigError, ModelError

EXTRACTIVE = "extractive"
LOCAL = "local"


class Model(Protocol):
    """Answers messages with text, as it comes."""

    @property
    def name(self) -> str:
        """The name under which the settings know it."""

    @property
    def leaves_machine(self) -> bool:
        """Say whether what it is sent goes to another machine."""

    def stream(self, messages: Messages, max_tokens: int) -> Iterator[str]:
        """Yield the answer to `messages` (mappings with `role` and `content`); raises `ModelError`."""


def choose_model(settings: Settings) -> str:
    """Return the name that `auto` stands for now: `local` where its weights are here, else `extractive`."""
    if settings.answer.model != "auto":
        return settings.answer.model
    return LOCAL if find_gguf(settings) else EXTRACTIVE


def check_name(name: str, settings: Settings) -> str:
    """Return `name` where something is called so; raises `ConfigError` that lists what is."""
    known = [EXTRACTIVE, LOCAL, *sorted(settings.endpoints)]
    if name not in known:
        raise ConfigError(
            f"no model is called {name!r}", f"known are {', '.join(known)}; [endpoints.NAME] defines another"
        )
    return name


def load_model(name: str, settings: Settings) -> Model:
    """Return the model called `name`; raises `ConfigError` for an unknown name, `ModelError` where weights are missing.

    Nothing is started and nothing sent before the first question.
    """
    if name == LOCAL:
        return _load_local(settings)
    check_name(name, settings)
    chosen = settings.endpoints[name]
    return OpenAIModel(
        name,
        Endpoint(
            chosen.base_url, chosen.model, chosen.api_key, chosen.timeout, chosen.retries, settings.answer.seconds
        ),
    )


def warm_model(settings: Settings) -> None:
    """Start the bundled engine and have it know what every prompt begins with; raises `ModelError`."""
    _load_local(settings).warm()


def complete(model: Model, messages: Messages, max_tokens: int) -> str:
    """Return the whole answer; raises `ModelError`."""
    return "".join(model.stream(messages, max_tokens))


class ScriptedModel:
    """A stand-in for tests: gives the answers it was told, in order, and keeps what it was asked."""

    name = "scripted"
    leaves_machine = False

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = deque(answers)
        self.asked: list[Messages] = []

    def stream(self, messages: Messages, max_tokens: int) -> Iterator[str]:
        """Yield the next answer in pieces of a few characters, as a real one comes."""
        self.asked.append(messages)
        if not self.answers:
            raise ModelError("the scripted model was asked once more than it has answers")
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        for start in range(0, len(answer), 4):
            yield answer[start : start + 4]


def _load_local(settings: Settings) -> LocalModel:
    gguf = find_gguf(settings)
    if gguf is None:
        name = settings.engine.gguf
        raise ModelError(
            f"the language model {name} is not on this machine", f"yinzheng models pull {name}, or --model extractive"
        )
    return _start_once(gguf, settings.engine, settings.answer.seconds, settings.weights.folder / "prompts")


@cache
def _start_once(gguf: Path, engine: EngineSettings, seconds: float, folder: Path) -> LocalModel:
    """Return one model a process and file: two would share the machine's cores and halve each other."""
    beginning = PromptCache(folder, gguf, engine.context, prompts.load("answer_system").text)
    return LocalModel(Engine(gguf, engine, beginning), engine, seconds)
