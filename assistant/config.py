"""The one typed tree of settings: defaults, then one TOML file, then `YINZHENG_*` in the environment.

`YINZHENG_EMBEDDING__MODEL=…` sets `embedding.model`. Unknown keys are refused wherever they come from, and secrets
are never printed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError

from index.config import IndexSettings, Section
from index.errors import ConfigError

_PREFIX = "YINZHENG_"
# Read before the tree exists, so no part of it.
_OWN_VARIABLES = {"YINZHENG_CONFIG"}


class EndpointSettings(Section):
    """An OpenAI-compatible endpoint: DeepSeek, Qwen, Ollama, vLLM and their like."""

    base_url: str = Field(description="for example https://api.deepseek.com/v1")
    model: str = Field(description="the endpoint's name for the model")
    api_key: SecretStr = Field(SecretStr(""), description="never printed, never sent to the page")
    timeout: float = Field(60.0, gt=0, le=3600, description="seconds")
    retries: int = Field(2, ge=0, le=10)


class EngineSettings(Section):
    """The bundled engine that carries the model called `local`."""

    gguf: str = Field("qwen2.5-coder-1.5b", description="a name that `models` lists, or the path of any GGUF file")
    threads: int = Field(0, ge=0, le=512, description="0: as many as the machine has cores")
    context: int = Field(2048, ge=512, le=131072, description="tokens")
    queue: int = Field(8, ge=1, le=256, description="requests that may wait")


class AnswerSettings(Section):
    """How answers are made."""

    model: str = Field(
        "auto", description="auto (local where it is ready, else extractive), extractive, local, or an endpoint"
    )
    evidence_tokens: int = Field(320, ge=60, le=8000, description="evidence given to a model, at most")
    sentences: int = Field(
        5, ge=1, le=50, description="sentences of an extractive answer, at most; a list is given whole"
    )
    reader: bool = Field(
        True, description="the trained reader judges which number or sentence answers; off: rules alone"
    )
    seconds: float = Field(60.0, gt=0, le=3600, description="after this the evidence is given in the model's place")


class PageSettings(Section):
    """The chat page."""

    host: str = Field("127.0.0.1", description="loopback only until users and passwords come")
    port: int = Field(7860, ge=0, le=65535, description="0: any free port; a taken one moves on to the next")
    language: Literal["zh", "en"] = "zh"


class Settings(IndexSettings):
    """Everything that can be set."""

    answer: AnswerSettings = AnswerSettings()
    engine: EngineSettings = EngineSettings()
    page: PageSettings = PageSettings()
    endpoints: dict[str, EndpointSettings] = Field(default_factory=dict)

    def fingerprint(self) -> str:
        """Return 12 hex digits that change with any setting that can change an answer."""
        tree = self.model_dump(mode="json", include={"embedding", "passages", "search", "answer", "engine"})
        return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:12]

    def redacted(self) -> dict[str, Any]:
        """Return the tree for printing; a secret stands as `**********`."""
        return self.model_dump(mode="json")


def default_config_path() -> Path:
    """Return the TOML file that is read where none is named."""
    return Path(platformdirs.user_config_dir("yinzheng")) / "yinzheng.toml"


def load_settings(overrides: dict[str, Any] | None = None, environ: dict[str, str] | None = None) -> Settings:
    """Read file, environment and `overrides` (strongest); raises `ConfigError` naming the key."""
    env = dict(os.environ) if environ is None else environ
    named = env.get("YINZHENG_CONFIG")
    path = Path(named).expanduser() if named else default_config_path()
    tree = _read_toml(path, required=named is not None)
    tree = _merge(tree, _read_environment(env))
    tree = _merge(tree, overrides or {})
    try:
        return Settings.model_validate(tree)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        value = "" if "api_key" in key else f" = {first['input']!r}"
        raise ConfigError(f"setting {key}{value}: {first['msg']}", f"see docs/settings.md; file: {path}") from None


def _read_toml(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if required:
            raise ConfigError(f"YINZHENG_CONFIG names {path}, which does not exist", "create it or unset it") from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: {error}", "mend the file or name another with YINZHENG_CONFIG") from None


def _read_environment(env: dict[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in env.items():
        if not name.startswith(_PREFIX) or name in _OWN_VARIABLES:
            continue
        *sections, last = name.removeprefix(_PREFIX).lower().split("__")
        place = tree
        for section in sections:
            place = place.setdefault(section, {})
        place[last] = value
    return tree


def _merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
