"""What the page is made of: which handler answers which name, and the first sight. Knows nothing of Gradio."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.conversations import Conversations
from assistant.types import Language
from assistant.web.faces import AssistantFace, LibraryFace, ModelState
from assistant.web.reading import Reading
from assistant.web.render.shell import Shell, render_shell
from assistant.web.talk import Talk

Payload = dict[str, Any]
Call = Callable[[Payload], Payload]
Stream = Callable[[Payload], Iterator[Payload]]


class Page:
    """The page over one library and one assistant."""

    # Streams that write to the library: one at a time.
    writers = frozenset({"ingest"})

    def __init__(
        self,
        assistant: AssistantFace,
        library: LibraryFace,
        conversations: Conversations,
        *,
        language: Language = "zh",
        models: Callable[[], Sequence[ModelState]] = lambda: (ModelState("extractive", True),),
        examples: Callable[[], Sequence[str]] = tuple,
        model: str = "auto",
    ) -> None:
        self.language = language
        self._library = library
        self._conversations = conversations
        self._models, self._examples, self._model = models, examples, model
        self._talk = Talk(assistant, conversations)
        self._reading = Reading(library)

    def streams(self) -> dict[str, Stream]:
        """Return the handlers that answer piece by piece."""
        return {"ask": self._talk.ask}

    def calls(self) -> dict[str, Call]:
        """Return the handlers that answer at once."""
        return {
            "stop": self._talk.stop,
            "open_conversation": self._talk.open,
            "find_conversations": self._talk.find,
            "rename_conversation": self._talk.rename,
            "delete_conversation": self._talk.delete,
            "judge": self._talk.judge,
            "open_article": self._reading.open,
        }

    def render(self, language: Language, assets: str) -> str:
        """Return the document."""
        shell = Shell(
            language=language,
            state=self._library.state(),
            models=self._models(),
            model=self._model,
            conversations=self._conversations.search(),
            examples=self._examples(),
            views=(),
            assets=assets,
        )
        return render_shell(shell)
