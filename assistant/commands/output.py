"""What a command needs to answer: the library and the assistant, and the one way to print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.config import Settings
from assistant.report import report_answer
from assistant.types import Answer, AnswerReady, Event, Notice

if TYPE_CHECKING:
    from assistant.chat import Assistant
    from index.library import Library


def open_library(settings: Settings) -> Library:
    """Return the library that the settings name."""
    from index.library import Library

    library = Library(settings)
    if settings.search.reranker:
        from assistant.rerank import use_reranker

        use_reranker(library, settings)
    if settings.figures.proposer:
        from assistant.propose import use_proposer

        use_proposer(library, settings)
    return library


def open_assistant(settings: Settings) -> Assistant:
    """Return an assistant over it."""
    from assistant.chat import Assistant

    return Assistant(open_library(settings), settings)


def print_json(value: Any) -> None:
    """Print one JSON value on a line of its own."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def await_answer(events: Iterator[Event]) -> Answer:
    """Return the answer that ends the events; notices go to the standard error."""
    answer: Answer | None = None
    for event in events:
        if isinstance(event, Notice):
            print(event.text, file=sys.stderr)
        elif isinstance(event, AnswerReady):
            answer = event.answer
    assert answer is not None, "the last event is always the answer"
    return answer


def print_answer(answer: Answer, *, as_json: bool) -> None:
    """Print an answer as text or as JSON."""
    if as_json:
        print_json(report_answer(answer))
        return
    from assistant.render import render_text

    print(render_text(answer))
