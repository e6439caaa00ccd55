"""An optional second look at what a search found: the answer model says which passages answer the question.

Off unless `search.reranker` is `answer-model`. A model is never trusted: it may only reorder, and where it fails or
says nothing that can be read, the search's own order stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

import prompts
from assistant.config import Settings
from assistant.model import EXTRACTIVE, Model, choose_model, complete, load_model
from index.errors import ModelError
from index.library import Library

# The value of the setting `search.reranker` that asks for this one.
ANSWER_MODEL = "answer-model"
# Passages that the model reads, and how much of each: a prompt of about 500 tokens.
READ = 6
LENGTH = 100
# A few numbers and commas.
TOKENS = 24


class ModelReranker:
    """Asks a language model once a question. `load` is called at the first use."""

    def __init__(self, load: Callable[[], Model]) -> None:
        self._load = load

    def score(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return larger numbers for what the model names, in its order; the rest keep their order behind it."""
        scores = -np.arange(len(texts), dtype=np.float32)
        for place, number in enumerate(self._ask(question, texts[:READ])):
            scores[number] = len(texts) - place
        return scores

    def _ask(self, question: str, texts: Sequence[str]) -> list[int]:
        """Return the places of the passages that the model names, best first."""
        passages = "\n".join(f"[{n}] {' '.join(text.split())[:LENGTH]}" for n, text in enumerate(texts, 1))
        prompt = prompts.load("rerank").fill(passages=passages, question=question)
        try:
            answer = complete(self._load(), [{"role": "user", "content": prompt}], TOKENS)
        except ModelError:
            return []
        named = (int(number) - 1 for number in re.findall("[0-9]{1,2}", answer))
        return [place for place in dict.fromkeys(named) if 0 <= place < len(texts)]


def use_reranker(library: Library, settings: Settings) -> None:
    """Let the answer model reorder what `library` finds, if the settings ask for it and name a model."""
    if settings.search.reranker == ANSWER_MODEL:
        library.reranker = ModelReranker(lambda: load_model(_name(settings), settings))


def _name(settings: Settings) -> str:
    """Return the model that answers; raises `ModelError` where none does."""
    name = choose_model(settings)
    if name == EXTRACTIVE:
        raise ModelError("no language model is chosen", "set answer.model, or leave search.reranker empty")
    return name
