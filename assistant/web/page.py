"""What the page is made of: which handler answers which name, and the first sight. Knows nothing of Gradio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from assistant.conversations import Conversations
from assistant.types import Language
from assistant.web.compare import Compare
from assistant.web.drafts import Drafts
from assistant.web.faces import AssistantFace, LibraryFace
from assistant.web.models import Models
from assistant.web.originals import Originals
from assistant.web.reading import Reading
from assistant.web.records import Records
from assistant.web.render.library import render_library
from assistant.web.render.records import render_records_view
from assistant.web.render.shell import Shell, render_shell
from assistant.web.render.views import render_check_view, render_compare_view, render_settings_view
from assistant.web.shelf import Shelf
from assistant.web.talk import Talk
from assistant.web.uploads import Uploads
from index.config import ReadSettings

Payload = dict[str, Any]
Call = Callable[[Payload], Payload]
Stream = Callable[[Payload], Iterator[Payload]]


class Page:
    """The page over one library and one assistant."""

    # Streams that write to the library: one at a time.
    writers = frozenset({"ingest", "ingest_samples", "paste"})

    def __init__(
        self,
        assistant: AssistantFace,
        library: LibraryFace,
        conversations: Conversations,
        uploads: Uploads,
        *,
        language: Language = "zh",
        model: str = "",
        notice: Callable[[Language], str] = lambda language: "",
        queues: Callable[[str], bool] = lambda model: model == "local",
    ) -> None:
        self.language = language
        self.conversations, self.uploads = conversations, uploads
        self.records = Records(library)
        self.drafts = Drafts(assistant, uploads)
        self._assistant, self._library = assistant, library
        self._model, self._notice = model, notice
        self._talk = Talk(assistant, conversations, queues)
        self._reading = Reading(library)
        self.originals = Originals(library, ReadSettings())
        self._shelf = Shelf(library, uploads)
        self._compare = Compare(assistant, library, conversations)
        self._models = Models(assistant)

    def streams(self) -> dict[str, Stream]:
        """Return the handlers that answer piece by piece."""
        return {
            "ask": self._talk.ask,
            "compare": self._compare.run,
            "ingest": self._shelf.ingest,
            "ingest_samples": self._shelf.ingest_samples,
            "paste": self._shelf.paste,
        }

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
            "open_original": self.originals.open,
            "list_articles": self._shelf.list,
            "remove_article": self._shelf.remove,
            "correct_article": self._shelf.correct,
            "cancel_ingest": self._shelf.cancel,
            "list_figures": self.records.list,
            "correct_figure": self.records.correct,
            "check": self.drafts.check,
            "suggest": self._compare.suggest,
            "try_model": self._models.test,
        }

    def render(self, language: Language, assets: str) -> str:
        """Return the document."""
        state, models = self._library.state(), self._assistant.models()
        views: tuple[tuple[str, Markup], ...] = (
            ("compare", render_compare_view(language)),
            ("figures", render_records_view(language)),
            ("check", render_check_view(language)),
            ("library", render_library(state, self._library.has_samples(), language)),
            ("settings", render_settings_view(models, language)),
        )
        shell = Shell(
            language=language,
            state=state,
            models=models,
            model=self._model,
            conversations=self.conversations.search(),
            examples=self._library.examples(language),
            views=views,
            assets=assets,
            samples=self._library.has_samples(),
            notice=self._notice(language),
        )
        return render_shell(shell)
