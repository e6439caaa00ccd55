"""The reader on onnxruntime: logits for the tokens of a window, and scores for spans of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.reader.verdict import LABELS
from assistant.reader.weights import HEAD_BIAS, HEAD_WEIGHT, WEIGHTS, hash_weights, read_weights
from assistant.reader.windows import Window
from index.config import DEFAULT_EMBEDDING, IndexSettings
from index.embed_graph import GRAPH_FORMAT, Arithmetic, Head, build_graph
from index.embed_onnx import Lookup, choose_arithmetic, keep_file, map_tensors, open_session, read_shape
from index.machine import count_cores
from index.text import fold
from index.types import Span
from index.weights import find

# Tokens of a question and of a window with its head; as in training.
_QUESTION, _WINDOW = 96, 300
_BEGIN, _END = 0, 2
_OUTPUTS = 2 + len(LABELS)
# The longest answer that is looked for, in tokens.
_LONGEST_ANSWER = 40
# Readings that are remembered: the same question is read for records and then for sentences.
_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the reader sees in one window: for each token how well an answer begins and ends there, over "nothing".

    `begins` and `ends` are float32 (tokens,); `starts` and `stops` int (tokens,), each token's place in the article.
    `verdict` holds how likely each of `LABELS` is where what was read is a claim instead of a question, float32 (3,).
    """

    window: Window
    begins: npt.NDArray[np.float32]
    ends: npt.NDArray[np.float32]
    starts: npt.NDArray[np.int64]
    stops: npt.NDArray[np.int64]
    verdict: npt.NDArray[np.float32]

    def score_span(self, span: Span) -> float | None:
        """Return how surely exactly this span is the answer, 0 being as sure as "nothing"; None outside the window."""
        inside = np.flatnonzero((self.stops > span.start) & (self.starts < span.end) & (self.stops > self.starts))
        if not len(inside) or not (self.window.span.start <= span.start and span.end <= self.window.span.end):
            return None
        return float(self.begins[inside[0]] + self.ends[inside[-1]])

    def score_within(self, span: Span) -> float | None:
        """Return how surely an answer stands somewhere inside a span; None where the window holds none of it."""
        inside = np.flatnonzero((self.starts >= span.start) & (self.stops <= span.end) & (self.stops > self.starts))
        if not len(inside):
            return None
        first, last = inside[0], inside[-1] + 1
        best = -np.inf
        for at in range(first, last):
            stop = min(at + _LONGEST_ANSWER, last)
            best = max(best, float(self.begins[at] + self.ends[at:stop].max()))
        return best


class TrainedReader:
    """Reads questions against windows. Safe for several threads."""

    def __init__(self, folder: Path, weights: Path = WEIGHTS, arithmetic: Arithmetic | None = None) -> None:
        from tokenizers import Tokenizer

        self._lookup = Lookup(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._session = open_session(_graph_bytes(folder, weights, arithmetic or choose_arithmetic(folder)))
        self._pool = ThreadPoolExecutor(count_cores(), thread_name_prefix="reader")
        self._memory: OrderedDict[tuple[str, Window], WindowReading] = OrderedDict()
        self._door = threading.Lock()

    @property
    def judges_claims(self) -> bool:
        """Whether the weights have learned to judge claims as well as to answer questions."""
        return int(self._session.get_outputs()[0].shape[-1]) == _OUTPUTS

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowReading]:
        """Return a reading of each window, in their order; those read lately are remembered."""
        asked = fold(question)
        keys = [(asked, window) for window in windows]
        with self._door:
            known = {key: self._memory[key] for key in keys if key in self._memory}
        new = [at for at, key in enumerate(keys) if key not in known]
        ids = self._tokenizer.encode(asked, add_special_tokens=False).ids[:_QUESTION]
        # The longest first: none is left running alone at the end.
        order = sorted(new, key=lambda at: -len(windows[at].text))
        for at, reading in zip(order, self._pool.map(lambda at: self._read(ids, windows[at]), order), strict=True):
            known[keys[at]] = reading
        with self._door:
            for key in keys:
                self._memory[key] = known[key]
                self._memory.move_to_end(key)
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return [known[key] for key in keys]

    def _read(self, question: list[int], window: Window) -> WindowReading:
        encoded = self._tokenizer.encode(f"{window.head} {window.text}", add_special_tokens=False)
        tokens = encoded.ids[:_WINDOW]
        ids = [_BEGIN, *question, _END, _END, *tokens, _END]
        logits = np.asarray(self._session.run(["logits"], {"embedded": self._lookup(ids)})[0][0], np.float32)
        first = len(question) + 3
        own = logits[first : first + len(tokens), :2] - logits[0, :2]
        shift = window.span.start - len(window.head) - 1
        places = np.asarray(encoded.offsets[: len(tokens)], np.int64).reshape(-1, 2) + shift
        # What stands in the head is no part of the window.
        inside = places[:, 0] >= window.span.start
        verdict = _share(logits[0, 2:])
        return WindowReading(window, own[inside, 0], own[inside, 1], places[inside, 0], places[inside, 1], verdict)


def _share(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    powers = np.exp(logits - logits.max(initial=0))
    return np.asarray(powers / max(powers.sum(), 1e-9), np.float32)


def open_reader(settings: IndexSettings) -> TrainedReader | None:
    """Return the one reader of this process, or None where the embedding whose table it shares is not here."""
    folder = find(DEFAULT_EMBEDDING, settings.weights)
    return _open_once(folder) if folder else None


@cache
def _open_once(folder: Path) -> TrainedReader:
    return TrainedReader(folder)


def _graph_bytes(folder: Path, weights: Path, arithmetic: Arithmetic) -> bytes:
    """Return the graph, built at its first use and kept beside the embedding's."""
    path = folder / "onnx" / f"reader-{hash_weights(weights)[:12]}-{arithmetic}-{GRAPH_FORMAT}.onnx"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    own = read_weights(weights)
    head = Head(own.pop(HEAD_WEIGHT), own.pop(HEAD_BIAS))
    tensors: dict[str, Any] = {**map_tensors(folder / "model.safetensors"), **own}
    graph = build_graph(tensors, read_shape(folder), arithmetic, head)
    keep_file(path, graph)
    return graph
