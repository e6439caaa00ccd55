"""An optional second look: a cross-encoder reads the question beside each of the best passages.

None is shipped. A setting names any sentence-transformers cross-encoder; what it is worth depends on the model, and on
its time: it reads every pair afresh. It only reorders what the search has found.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import WeightsError
from index.types import Hit

# Hits that are read again; what stands lower does not come back.
RERANKED = 30


class Reranker(Protocol):
    """Says how well passages answer a question."""

    def score(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one number a text, larger for a better answer."""


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder, by name or folder."""

    def __init__(self, name: str, *, offline: bool = False) -> None:
        from sentence_transformers import CrossEncoder

        local = offline or Path(name).expanduser().exists()
        try:
            self._model: Any = CrossEncoder(str(Path(name).expanduser()) if local else name, local_files_only=local)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            raise WeightsError(f"search.reranker {name}: {reason[0]}", "name another one, or none") from None
        self._turn = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the model's score of each pair; one thread at a time."""
        with self._turn:
            scores = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return np.asarray(scores, np.float32).reshape(len(texts), -1)[:, -1]


def rerank_hits(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """Return the hits by the reranker's score, which `why` shows; equals keep the search's order."""
    if not hits:
        return []
    scores = reranker.score(question, ["\n".join(part for part in (hit.title, hit.text) if part) for hit in hits])
    order = np.argsort(-scores, kind="stable")
    return [replace(hits[i], why={**hits[i].why, "reranker": round(float(scores[i]), 6)}) for i in order]
