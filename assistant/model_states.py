"""Which models can be chosen, whether each is ready, and a word from it to see that it works."""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant.config import Settings
from assistant.engine import find_gguf
from assistant.model import EXTRACTIVE, LOCAL, complete, load_model
from assistant.types import ModelState
from index.errors import YinzhengError

_PROBE = ({"role": "user", "content": "请只回答一个字：好"},)
_PROBE_TOKENS = 8


def list_models(settings: Settings) -> list[ModelState]:
    """Return all models that the settings know; nothing is started and nothing sent."""
    states = [ModelState(EXTRACTIVE, ready=True, detail="")]
    try:
        gguf = find_gguf(settings)
        states.append(ModelState(LOCAL, ready=gguf is not None, detail=gguf.name if gguf else settings.engine.gguf))
    except YinzhengError as error:
        states.append(ModelState(LOCAL, ready=False, detail=error.message))
    for name, endpoint in sorted(settings.endpoints.items()):
        host = urlsplit(endpoint.base_url).hostname or endpoint.base_url
        away = host not in ("127.0.0.1", "localhost", "::1")
        states.append(ModelState(name, ready=True, leaves_machine=away, detail=f"{endpoint.model} @ {host}"))
    return states


def try_out(name: str, settings: Settings) -> str:
    """Ask a model for one word and return what it said; raises `YinzhengError` that says what is wrong."""
    if name == EXTRACTIVE:
        return EXTRACTIVE
    return complete(load_model(name, settings), _PROBE, _PROBE_TOKENS).strip()
