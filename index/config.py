"""The settings of the library half: one typed tree, unknown keys refused, bounds on every number.

`assistant.config.Settings` extends this tree with models and the page, and reads the TOML file and `YINZHENG_*`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field

# The default embedding, one artefact with one hash; see index/weights.
DEFAULT_EMBEDDING = "e5-small-q4"


class Section(BaseModel):
    """A section of the tree: frozen, and without room for a misspelt key."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(Section):
    """Which model makes the vectors, and on what."""

    model: str = Field(
        DEFAULT_EMBEDDING, description="e5-small-q4, or the name or folder of any sentence-transformers model"
    )
    device: str = Field("auto", description="auto, cpu, cuda, cuda:1, mps")
    backend: Literal["auto", "torch", "onnx"] = Field("auto", description="what carries the default model")
    dtype: Literal["auto", "float32", "bfloat16"] = Field("auto", description="bfloat16 where the processor has it")
    batch_size: int = Field(8, ge=1, le=1024, description="passages a batch")
    threads: int = Field(0, ge=0, le=512, description="0: as many as the machine has cores")
    query_prompt: str = Field("query: ", description="put before a question")
    passage_prompt: str = Field("passage: ", description="put before a passage")


class PassageSettings(Section):
    """How an article is cut."""

    target: int = Field(320, ge=60, le=4000, description="code points a passage aims at")
    longest: int = Field(480, ge=80, le=8000, description="code points a passage never passes, save one long sentence")


class SearchSettings(Section):
    """How hits are found."""

    top_k: int = Field(10, ge=1, le=200, description="distinct articles")
    reranker: str = Field("", description="a cross-encoder by name or folder, or answer-model; empty: none")


class FigureSettings(Section):
    """How figure records are made."""

    proposer: Literal["", "answer-model"] = Field(
        "", description="answer-model: names what the rules leave unnamed, checked against the words; empty: none"
    )


class ReadSettings(Section):
    """Bounds on what is read."""

    largest_file: int = Field(64 * 2**20, ge=2**10, description="bytes; a larger file is refused")
    largest_archive: int = Field(512 * 2**20, ge=2**10, description="bytes an archive may unpack to")
    workers: int = Field(0, ge=0, le=256, description="reading processes; 0: as many as pay")


class WeightsSettings(Section):
    """Where weights are kept and sought."""

    folder: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("yinzheng")) / "weights", description="kept here"
    )
    hub: str = Field("https://huggingface.co", description="HF_ENDPOINT, where it is set, takes its place")
    hub_seconds: float = Field(3.0, gt=0, le=60, description="longest wait for the hub to answer, once")
    offline: bool = Field(False, description="never download")


class IndexSettings(BaseModel):
    """All that the library half needs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("yinzheng")) / "library",
        description="the library: catalog and indexes",
    )
    embedding: EmbeddingSettings = EmbeddingSettings()
    passages: PassageSettings = PassageSettings()
    search: SearchSettings = SearchSettings()
    figures: FigureSettings = FigureSettings()
    read: ReadSettings = ReadSettings()
    weights: WeightsSettings = WeightsSettings()
