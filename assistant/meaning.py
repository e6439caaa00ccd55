"""Vectors of sentences, remembered: the same ones stand behind many questions, and behind each row of a table."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.embed import Encoder

# Sentences that are remembered; with 512 numbers each about 16 MB.
_REMEMBERED = 8192


class SentenceMemory:
    """The vectors of the sentences that were encoded last, by model; for several threads."""

    def __init__(self, size: int = _REMEMBERED) -> None:
        self._size = size
        self._vectors: OrderedDict[tuple[str, str], npt.NDArray[np.float32]] = OrderedDict()
        self._door = threading.Lock()

    def encode(self, encoder: Encoder, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row a sentence; only those that are not remembered are encoded."""
        keys = [(encoder.model_hash, sentence) for sentence in sentences]
        with self._door:
            known = {key: self._vectors[key] for key in keys if key in self._vectors}
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if new:
            known.update(zip(new, encoder.encode_passages([sentence for _, sentence in new]), strict=True))
        with self._door:
            for key in keys:
                self._vectors[key] = known[key]
                self._vectors.move_to_end(key)
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)
        return np.stack([known[key] for key in keys])


_MEMORY = SentenceMemory()


def encode_sentences(encoder: Encoder, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return one row a sentence, as `Encoder.encode_passages` does."""
    return _MEMORY.encode(encoder, sentences)
