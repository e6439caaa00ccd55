"""The settings view's handler: tries a model."""

from __future__ import annotations

from typing import Any

from assistant.web.faces import AssistantFace
from assistant.web.render.models import name_model
from assistant.web.requests import ModelRequest, parse_request
from assistant.web.texts import say

# A model that talks on is cut: a word is enough to see that it answers.
_SHOWN = 80


class Models:
    """Tries models."""

    def __init__(self, assistant: AssistantFace) -> None:
        self._assistant = assistant

    def test(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Ask a model for one word; what is wrong comes as an error in plain words."""
        request = parse_request(ModelRequest, payload)
        said = self._assistant.try_model(request.model)
        return {"text": say(request.language, "settings.works", said=name_model(said[:_SHOWN], request.language))}
