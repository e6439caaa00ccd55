"""A library in memory over a handful of given articles: for a question that is asked of these alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.ingest import write_group
from index.library import Library
from index.prepare import name_article, prepare_article
from index.read import parse_record


def make_given_library(parent: Library, articles: Sequence[dict[str, Any]]) -> Library:
    """Return a library over `articles` (as the lines of a .jsonl) that shares models and knowledge with `parent`."""
    library = Library(parent.settings, encoder=parent.encoder, knowledge=parent.knowledge, in_memory=True)
    group = []
    for number, record in enumerate(articles):
        raw = parse_record(record, f"given:{number}")
        doc_id = name_article(raw.key)
        group.append(prepare_article(raw, doc_id, 1, {}, library.settings.passages, library.knowledge))
    write_group(library, group)
    library.flush()
    return library
