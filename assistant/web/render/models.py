"""The names of models as a reader knows them."""

from __future__ import annotations

from assistant.types import Language
from assistant.web.texts import say

# Those that every installation has; an endpoint keeps the name that its user gave it.
_OWN = ("extractive", "local")


def name_model(model: str, language: Language) -> str:
    """Return the name of a model in the reader's language."""
    return say(language, f"ask.{model}") if model in _OWN else model
