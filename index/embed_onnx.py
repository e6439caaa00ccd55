"""The default embedding on onnxruntime: faster than PyTorch on a processor, and ready in a second.

Neither torch nor sentence-transformers is imported. Texts run one at a time, as many side by side as there are cores:
nothing is padded, and a vector does not depend on what was encoded with it. Which arithmetic carries the model is
decided once a machine, by trying: 8 bits where they are faster and agree with float32, else float32.
"""

from __future__ import annotations

import hashlib
import json
import struct
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.config import EmbeddingSettings
from index.embed_graph import GRAPH_FORMAT, Arithmetic, GraphShape, Tensors, build_graph, build_word_graph
from index.machine import count_cores, cpu_flags, has_fast_int8
from index.types import Span
from index.weights.store import write_atomically

Vectors = npt.NDArray[np.float32]

# Below this cosine with float32, on any probe, 8 bits are not the same model. Goal of the measurements: 0.995.
LEAST_COSINE = 0.995
# Chinese, Traditional, English; short and long; figures and names. Invented.
_PROBES = (
    "云栖市(虚构)去年签约亿元以上项目一百一十个。",
    "query: 临江经开区上半年实际使用外资多少？",
    "The new zone's exports grew by 12.4 percent to US$3.1 billion in 2024, officials said on Tuesday.",
    "雲棲市（虛構）招商引資再創佳績，" * 12 + "合同額約350億元，同比增長8.6%。",
)
_DIGEST = {"float32": "", "int8": f":int8-{GRAPH_FORMAT}"}
_SHORTEST_RUN_REPEATS = 3
# The layer at which the vector of a word is nearest to that of another word for the same; the last layers mix in what
# the whole text is about. Measured on paraphrases of news beside invented sentences: 4, 8 and 12 were tried.
_WORD_LAYERS = 8
# onnxruntime would join Add and LayerNormalization into an operator that is ten times slower.
_SLOW_FUSIONS = ["SkipLayerNormFusion"]


def arithmetic_hash(model_hash: str, arithmetic: Arithmetic) -> str:
    """Return the hash of a model carried in `arithmetic`: float32 is the model itself, 8 bits are another one."""
    return (
        hashlib.sha256(f"{model_hash}{_DIGEST[arithmetic]}".encode()).hexdigest()
        if arithmetic != "float32"
        else model_hash
    )


def load_onnx_encoder(
    folder: Path, settings: EmbeddingSettings, model_hash: str, made_with: str | None = None
) -> OnnxEncoder:
    """Return the encoder for a folder that `index.weights` unpacked, in the arithmetic that suits this machine.

    `made_with` is the hash that a library recorded: its arithmetic is kept, where this machine carries it truly.
    """
    trial, chosen = _try_once(folder), choose_arithmetic(folder)
    if made_with == model_hash:
        chosen = "float32"
    elif trial.true and made_with == arithmetic_hash(model_hash, "int8"):
        chosen = "int8"
    return OnnxEncoder(folder, settings, arithmetic_hash(model_hash, chosen), chosen)


@dataclass(frozen=True, slots=True)
class Trial:
    """What trying the 8-bit graph on this machine gave: the least cosine with float32, and how often faster it is."""

    cosine: float
    ratio: float

    @property
    def true(self) -> bool:
        """Say whether 8 bits are the same model."""
        return self.cosine >= LEAST_COSINE


class Lookup:
    """The sum of word, position and type embeddings; the words are mapped, so only those that occur are read."""

    def __init__(self, folder: Path) -> None:
        tensors = map_tensors(folder / "model.safetensors")
        self.words = tensors["embeddings.word_embeddings.weight"]
        types = np.asarray(tensors["embeddings.token_type_embeddings.weight"])
        self.places = np.asarray(tensors["embeddings.position_embeddings.weight"]) + types[0]

    def __call__(self, ids: list[int]) -> Vectors:
        """Return (1, tokens, width)."""
        return np.asarray(self.words[ids] + self.places[: len(ids)], np.float32)[None]


class OnnxEncoder:
    """The unpacked default model, without PyTorch."""

    def __init__(self, folder: Path, settings: EmbeddingSettings, model_hash: str, arithmetic: Arithmetic) -> None:
        from tokenizers import Tokenizer

        self.model_hash = model_hash
        self.arithmetic: Arithmetic = arithmetic
        self._settings = settings
        self._lookup = Lookup(folder)
        self.dimension = int(self._lookup.words.shape[1])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(len(self._lookup.places))
        self._folder = folder
        self._session = open_session(_graph_bytes(folder, arithmetic))
        self._word_session: Any = None
        self._opening = threading.Lock()
        self._workers = settings.threads or count_cores()
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="embed")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages, as many side by side as there are cores."""
        return self.encode_texts([self._settings.passage_prompt + text for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """Encode a question on the caller's own thread, beside whatever else is encoded."""
        return self.encode_text(self._settings.query_prompt + text)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text as it stands, without a prompt."""
        rows = np.zeros((len(texts), self.dimension), np.float32)

        def encode(i: int) -> None:
            rows[i] = self.encode_text(texts[i])

        # The longest first: none is left running alone at the end.
        for _ in self._pool.map(encode, sorted(range(len(texts)), key=lambda i: -len(texts[i]))):
            pass
        return rows

    def encode_text(self, text: str) -> Vectors:
        """Return the vector of `text` as it stands, without a prompt."""
        embedded = self._lookup(self._tokenizer.encode(text).ids)
        return np.asarray(self._session.run(["vector"], {"embedded": embedded})[0][0], np.float32)

    def encode_words(self, text: str) -> tuple[Vectors, list[Span]]:
        """Return a vector of length one for each token of `text` in its context, and where the token stands."""
        with self._opening:
            if self._word_session is None:
                self._word_session = open_session(_word_graph_bytes(self._folder, self.arithmetic))
        encoded = self._tokenizer.encode(text)
        states = self._word_session.run(["words"], {"embedded": self._lookup(encoded.ids)})[0][0]
        kept = [(i, Span(*offsets)) for i, offsets in enumerate(encoded.offsets) if offsets[1] > offsets[0]]
        return np.asarray(states[[i for i, _ in kept]], np.float32), [span for _, span in kept]


def map_tensors(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Return the float32 tensors of a safetensors file, mapped rather than read."""
    with path.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        head = json.loads(stream.read(length))
    return {
        name: np.memmap(path, "<f4", "r", 8 + length + entry["data_offsets"][0], tuple(entry["shape"]))
        for name, entry in head.items()
        if name != "__metadata__"
    }


def open_session(graph: bytes) -> Any:
    """Return a session that runs on its caller's thread alone; side by side beats several threads on one product."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW_FUSIONS
    )


def _graph_bytes(folder: Path, arithmetic: Arithmetic) -> bytes:
    """Return the graph of texts, built at its first use and kept beside the weights."""
    return _kept_graph(
        folder, f"{arithmetic}-{GRAPH_FORMAT}", lambda tensors, shape: build_graph(tensors, shape, arithmetic)
    )


def _word_graph_bytes(folder: Path, arithmetic: Arithmetic) -> bytes:
    """Return the graph of words, built and kept like the other."""

    def build(tensors: Tensors, shape: GraphShape) -> bytes:
        return build_word_graph(tensors, shape, arithmetic, min(_WORD_LAYERS, shape.layers))

    return _kept_graph(folder, f"words-{_WORD_LAYERS}-{arithmetic}-{GRAPH_FORMAT}", build)


def _kept_graph(folder: Path, name: str, build: Callable[[Tensors, GraphShape], bytes]) -> bytes:
    path = folder / "onnx" / f"{name}.onnx"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    graph = build(map_tensors(folder / "model.safetensors"), read_shape(folder))
    keep_file(path, graph)
    return graph


def read_shape(folder: Path) -> GraphShape:
    """Return what the folder's configuration says of the encoder's shape."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return GraphShape(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"])


def choose_arithmetic(folder: Path) -> Arithmetic:
    """Return 8 bits where this machine carries them faster and as truly as float32, else float32."""
    trial = _try_once(folder)
    return "int8" if trial.true and trial.ratio > 1 else "float32"


def _try_once(folder: Path) -> Trial:
    """Return this machine's trial, made at first use and after a change of processor or onnxruntime."""
    import onnxruntime

    machine = hashlib.sha256(" ".join(sorted(cpu_flags())).encode()).hexdigest()[:16]
    key = [GRAPH_FORMAT, onnxruntime.__version__, machine]
    path = folder / "onnx" / "trial.json"
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["key"] == key:
            return Trial(known["cosine"], known["ratio"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    trial = try_int8(folder) if has_fast_int8() else Trial(0.0, 0.0)
    keep_file(path, json.dumps({"key": key, "cosine": trial.cosine, "ratio": trial.ratio}).encode())
    return trial


def try_int8(folder: Path) -> Trial:
    """Run the probes in both arithmetics, a few times in turn, and compare vectors and shortest times."""
    settings = EmbeddingSettings()
    exact, coarse = (OnnxEncoder(folder, settings, "", kind) for kind in ("float32", "int8"))
    cosine = min(float(exact.encode_text(probe) @ coarse.encode_text(probe)) for probe in _PROBES)
    shortest = {id(exact): np.inf, id(coarse): np.inf}
    for _ in range(_SHORTEST_RUN_REPEATS):
        for encoder in (exact, coarse):
            begun = time.perf_counter()
            encoder.encode_text(_PROBES[-1])
            shortest[id(encoder)] = min(shortest[id(encoder)], time.perf_counter() - begun)
    return Trial(cosine, shortest[id(exact)] / shortest[id(coarse)])


def keep_file(path: Path, content: bytes) -> None:
    """Write what was worked out beside the weights, where that folder can be written."""
    # A folder that cannot be written costs a second at each start, and nothing else.
    try:
        write_atomically(path, content)
        path.chmod(0o644)
    except OSError:
        pass
