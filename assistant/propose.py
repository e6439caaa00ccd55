"""The answer model as a proposer of records at ingest, where the settings ask for it.

Off unless `figures.proposer` is `answer-model`. What it says is checked word by word in `index.figures.propose`; where
it fails or says nothing that can be read, the rules' records stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import prompts
from assistant.config import Settings
from assistant.model import EXTRACTIVE, Model, choose_model, complete, load_model
from index.errors import ModelError
from index.figures import Proposal
from index.library import Library

# The value of the setting `figures.proposer` that asks for this one.
ANSWER_MODEL = "answer-model"
# A line for each of a few numbers.
TOKENS = 160
# Longer sentences are lists, which cost a small model more than they give.
LONGEST_SENTENCE = 400


class ModelProposer:
    """Asks a language model about a sentence. `load` is called at the first use."""

    def __init__(self, load: Callable[[], Model]) -> None:
        self._load = load

    def propose(self, sentence: str, quotes: Sequence[str]) -> Sequence[Proposal]:
        """Return what the model says of the numbers; nothing where it fails."""
        if len(sentence) > LONGEST_SENTENCE:
            return []
        prompt = prompts.load("propose").fill(sentence=sentence, numbers="\n".join(dict.fromkeys(quotes)))
        try:
            answer = complete(self._load(), [{"role": "user", "content": prompt}], TOKENS)
        except ModelError:
            return []
        return [proposal for line in answer.splitlines() if (proposal := _read_line(line)) is not None]


def _read_line(line: str) -> Proposal | None:
    """Read 数字|指标|主体; None for any other line."""
    parts = [part.strip(" “”\"'`") for part in line.replace("｜", "|").split("|")]
    if len(parts) < 2 or not parts[0] or not parts[1]:
        return None
    return Proposal(parts[0], parts[1], parts[2] if len(parts) > 2 else "")


def use_proposer(library: Library, settings: Settings) -> None:
    """Let the answer model propose records at ingest, if the settings ask for it."""
    if settings.figures.proposer == ANSWER_MODEL:
        library.proposer = ModelProposer(lambda: load_model(_name(settings), settings))


def _name(settings: Settings) -> str:
    """Return the model that answers; raises `ModelError` where none does."""
    name = choose_model(settings)
    if name == EXTRACTIVE:
        raise ModelError("no language model is chosen", "set answer.model, or leave figures.proposer empty")
    return name
