"""Text to vectors: one small interface, the model that the settings name, and a fake for tests.

An encoder's `model_hash` covers all that decides a vector: weights, prompts, pooling, arithmetic that rounds coarsely.
A library records it, so vectors of two models never meet. The number format (float32 or bfloat16, cosine 0.9999
between them) is no part of it: a library may move from one machine to another. Eight bits are (`index.embed_onnx`).
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.config import DEFAULT_EMBEDDING, EmbeddingSettings, IndexSettings
from index.errors import ConfigError, WeightsError
from index.machine import count_cores, has_fast_bfloat16
from index.text import fold
from index.weights import Progress, pull, remembered_hash
from index.weights.hub import hub_address
from index.weights.registry import get_artefact

Vectors = npt.NDArray[np.float32]

# What a folder of weights holds beyond what decides a vector.
_NO_WEIGHTS = {".md", ".gitattributes", ".lock", ".png"}
# Other forms of the same weights, in other frameworks.
_FOREIGN = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot"]


class Encoder(Protocol):
    """Turns text into vectors of length one."""

    @property
    def model_hash(self) -> str:
        """Return 64 hex digits that change with anything that changes a vector."""

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, float32, each of Euclidean length one."""

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question, float32, of Euclidean length one."""


def load_encoder(settings: IndexSettings, progress: Progress | None = None, made_with: str | None = None) -> Encoder:
    """Return the encoder that the settings name, fetching weights where they are missing; raises `WeightsError`.

    `made_with` is the `model_hash` that a library recorded. Where this machine would choose another arithmetic for
    the same model, but carries that one as well, it keeps to it.
    """
    folder = _locate(settings, progress)
    model_hash = hash_model(folder, settings)
    if _is_for_onnx(settings.embedding):
        from index.embed_onnx import load_onnx_encoder

        return load_onnx_encoder(folder, settings.embedding, model_hash, made_with)
    return SentenceTransformerEncoder(folder, settings.embedding, model_hash)


def _is_for_onnx(embedding: EmbeddingSettings) -> bool:
    """Say whether onnxruntime carries the model: the default one, on a processor, where nothing else is asked for."""
    if embedding.model != DEFAULT_EMBEDDING:
        if embedding.backend == "onnx":
            raise ConfigError(
                f"embedding.backend = 'onnx' carries {DEFAULT_EMBEDDING} only", "leave embedding.backend at auto"
            )
        return False
    if embedding.backend != "auto":
        return embedding.backend == "onnx"
    return embedding.dtype == "auto" and (embedding.device == "cpu" or (embedding.device == "auto" and not has_gpu()))


def has_gpu() -> bool:
    """Say whether PyTorch would find a GPU; PyTorch itself is asked only where there are signs of one."""
    signs = (Path("/dev/nvidia0"), Path("/dev/kfd"))
    apple = platform.system() == "Darwin" and platform.machine() == "arm64"
    if not (apple or shutil.which("nvidia-smi") or any(sign.exists() for sign in signs)):
        return False
    import torch

    return _choose_device(torch) != "cpu"


def hash_model(folder: Path, settings: IndexSettings) -> str:
    """Return the hash of every file of the model and of the prompts around its input."""
    prompts = [settings.embedding.query_prompt, settings.embedding.passage_prompt]
    if settings.embedding.model == DEFAULT_EMBEDDING:
        # What was unpacked follows from what was packed; the tokenizer's file may be written differently elsewhere.
        return hashlib.sha256(json.dumps([get_artefact(DEFAULT_EMBEDDING).sha256, prompts]).encode()).hexdigest()
    files = {
        path.relative_to(folder).as_posix(): remembered_hash(path, settings.weights.folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in _NO_WEIGHTS and not path.name.startswith(".")
    }
    return hashlib.sha256(json.dumps([files, prompts], sort_keys=True).encode()).hexdigest()


def _locate(settings: IndexSettings, progress: Progress | None) -> Path:
    """Return the SentenceTransformer folder of the model that is named."""
    name = settings.embedding.model
    if name == DEFAULT_EMBEDDING:
        return pull(name, settings.weights, progress)
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if folder.is_absolute() or name.count("/") != 1:
        raise ConfigError(
            f"embedding.model = {name!r} is no folder and no name of a model",
            f"name {DEFAULT_EMBEDDING}, the folder of a sentence-transformers model, or one on the hub as owner/name",
        )
    return _fetch_snapshot(name, settings)


def _fetch_snapshot(name: str, settings: IndexSettings) -> Path:
    """Return the folder of a model on the hub, through the hub's own client and cache."""
    import huggingface_hub

    try:
        return Path(
            huggingface_hub.snapshot_download(
                name,
                ignore_patterns=_FOREIGN,
                etag_timeout=settings.weights.hub_seconds,
                endpoint=hub_address(settings.weights),
                local_files_only=settings.weights.offline,
            )
        )
    # The client raises a dozen kinds of error, of three libraries; the reader needs to know one thing.
    except Exception as error:
        raise WeightsError(
            f"the embedding {name} could not be had from {hub_address(settings.weights)}: {error}",
            f"set HF_ENDPOINT to a mirror, name a folder, or use {DEFAULT_EMBEDDING}, which a package index carries",
        ) from None


class Turns:
    """Lets one thread at a time use a model, and a question go before the next batch of passages."""

    def __init__(self) -> None:
        self._model = threading.Lock()
        self._door = threading.Lock()

    @contextmanager
    def question(self) -> Iterator[None]:
        """Shut the door on further batches, and use the model after the one that is running."""
        with self._door, self._model:
            yield

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Use the model once no question waits at the door."""
        with self._door:
            pass
        with self._model:
            yield


def encode_by_length(
    texts: Sequence[str], batch_size: int, dimension: int, encode: Callable[[list[str]], Vectors]
) -> Vectors:
    """Return the rows of `texts` in order, encoded in batches of like length, so that little padding is computed."""
    rows = np.zeros((len(texts), dimension), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        rows[chosen] = encode([texts[i] for i in chosen])
    return rows


def normalise(vectors: npt.NDArray[Any]) -> Vectors:
    """Return the rows in float32 and of length one; bfloat16 leaves them a thousandth off."""
    rows = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, on the GPU where there is one."""

    def __init__(self, folder: Path, settings: EmbeddingSettings, model_hash: str) -> None:
        self.model_hash = model_hash
        self._settings = settings
        self._turns = Turns()
        self.model = load_sentence_transformer(folder, settings)
        self.dimension = int(self.model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages in batches of like length."""
        prompt = self._settings.passage_prompt
        return encode_by_length(
            texts, self._settings.batch_size, self.dimension, lambda batch: self._run(prompt, batch)
        )

    def encode_query(self, text: str) -> Vectors:
        """Encode one question, before any batch that waits."""
        with self._turns.question():
            return normalise(self._encode(self._settings.query_prompt, [text])).reshape(-1)

    def _run(self, prompt: str, texts: list[str]) -> Vectors:
        with self._turns.batch():
            return normalise(self._encode(prompt, texts))

    def _encode(self, prompt: str, texts: list[str]) -> npt.NDArray[Any]:
        return np.asarray(
            self.model.encode(
                texts, prompt=prompt, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=True
            )
        )


def load_sentence_transformer(folder: Path, settings: EmbeddingSettings) -> Any:
    """Return a `SentenceTransformer` on the device and in the number format that the settings or the machine choose."""
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    # Its bar for loading weights would stand between our own lines.
    transformers.utils.logging.disable_progress_bar()
    device = settings.device if settings.device != "auto" else _choose_device(torch)
    if device == "cpu":
        torch.set_num_threads(settings.threads or count_cores())
    try:
        return SentenceTransformer(
            str(folder),
            device=device,
            local_files_only=True,
            model_kwargs={"dtype": _choose_dtype(torch, device, settings.dtype)},
        )
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise WeightsError(
            f"{folder}: cannot be loaded on {device}: {reason[0]}", "name another embedding.model or embedding.device"
        ) from None


def _choose_device(torch: Any) -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _choose_dtype(torch: Any, device: str, wanted: str) -> Any:
    if wanted == "auto":
        fast = has_fast_bfloat16() if device == "cpu" else device.startswith("cuda") and torch.cuda.is_bf16_supported()
        wanted = "bfloat16" if fast else "float32"
    return getattr(torch, wanted)


class HashEncoder:
    """A stand-in without weights for tests: texts that share words lie near, the same text gives the same vector."""

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension
        self.model_hash = hashlib.sha256(f"hash encoder {dimension}".encode()).hexdigest()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""
        return np.stack([self.encode_query(text) for text in texts]) if texts else np.zeros((0, self.dimension), "f4")

    def encode_query(self, text: str) -> Vectors:
        """Add a signed unit for every two neighbouring code points of the folded text."""
        folded = f" {fold(text)} "
        vector = np.zeros(self.dimension, np.float32)
        for i in range(len(folded) - 1):
            digest = hashlib.blake2b(folded[i : i + 2].encode(), digest_size=8).digest()
            vector[int.from_bytes(digest[:4], "little") % self.dimension] += 1 if digest[4] & 1 else -1
        if not vector.any():
            vector[0] = 1
        return normalise(vector)
