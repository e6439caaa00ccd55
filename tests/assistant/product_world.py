"""The whole product over a few invented articles: real records, indexes in memory, a hashing encoder, no model."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from assistant.chat import Assistant
from assistant.config import Settings
from assistant.types import Answer, AnswerReady
from index.embed import HashEncoder
from index.library import Library, load_knowledge
from index.prepare import Knowledge

TODAY = dt.date(2025, 6, 1)
EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def read_places() -> Knowledge:
    """Return the places of the sample corpus, all of them invented."""
    return load_knowledge(EXAMPLES)


def open_product(*articles: tuple[str, str, str]) -> Assistant:
    """Return an assistant over articles of title, day and text; their doc_ids follow from their order."""
    settings = Settings()
    bare = Library(settings, encoder=HashEncoder(), knowledge=read_places(), in_memory=True)
    records = [
        {"id": f"a{n}", "title": title, "date": day, "text": text} for n, (title, day, text) in enumerate(articles)
    ]
    return Assistant(bare, settings).over_articles(records)


def ask(assistant: Assistant, question: str, today: dt.date = TODAY) -> Answer:
    """Return the whole answer, without a model."""
    events = assistant.ask(question, model="extractive", today=today)
    return next(event.answer for event in events if isinstance(event, AnswerReady))


def say(answer: Answer) -> list[str]:
    """Return the sentences of an answer."""
    return [sentence.text for sentence in answer.sentences]
