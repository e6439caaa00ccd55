"""An encoder that remembers: vectors by hash of (model, prompt, text), so that a second run of a benchmark is quick."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embed import Encoder

Vectors = npt.NDArray[np.float32]
# Texts that are encoded before they are kept: a stopped run loses no more than these.
BATCH = 128


class CachedEncoder:
    """Stands for `encoder`, and asks it only for what no run has asked before."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        self.encoder = encoder
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file)
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors(key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    @property
    def model_hash(self) -> str:
        """The hash of the encoder that is stood for."""
        return self.encoder.model_hash

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""
        keys = [self._key("passage", text) for text in texts]
        found = {key: vector for key in set(keys) if (vector := self._get(key)) is not None}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        left = list(missing.items())
        for start in range(0, len(left), BATCH):
            part = left[start : start + BATCH]
            vectors = self.encoder.encode_passages([text for _, text in part])
            for (key, _), vector in zip(part, vectors, strict=True):
                found[key] = vector
                self._put(key, vector)
            self._db.commit()
        return np.stack([found[key] for key in keys]) if keys else np.zeros((0, self.dimension), np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        key = self._key("query", text)
        vector = self._get(key)
        if vector is None:
            vector = self.encoder.encode_query(text)
            self._put(key, vector)
            self._db.commit()
        return vector

    def _key(self, kind: str, text: str) -> bytes:
        return hashlib.sha256(f"{self.model_hash}\0{kind}\0{text}".encode()).digest()

    def _get(self, key: bytes) -> Vectors | None:
        row = self._db.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return None if row is None else np.frombuffer(row[0], np.float32)

    def _put(self, key: bytes, vector: Vectors) -> None:
        self._db.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", (key, vector.astype(np.float32).tobytes()))
