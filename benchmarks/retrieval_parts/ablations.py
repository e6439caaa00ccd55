"""The library's search without one of its parts: what each is worth."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from index.entries import make_entry
from index.lexical import LexicalIndex
from index.lexical.index import question_terms
from index.lexical.tokens import PAIR
from index.library import Library
from index.search import load_fusion, search_library
from index.types import Hit

Search = Callable[[str], list[Hit]]
# Passages that are indexed at a time.
BATCH = 2000


def build_ablations(library: Library, folder: Path) -> dict[str, Search]:
    """Return searches by the name of what they do without; `folder` holds an index without titles."""
    learned = load_fusion()
    weights = {
        "without vectors": replace(learned, dense=0.0),
        "without words": replace(learned, lexical=0.0, article=0.0),
        "without whole articles": replace(learned, article=0.0),
        "without the form of the answer": replace(learned, form=0.0),
    }
    patches = {
        "without pairs of characters": lambda: patch("index.lexical.index.question_terms", _read_no_pairs),
        "without numbers counting twice": lambda: patch("index.lexical.index.NUMBER_WEIGHT", 1.0),
        "without English words in Chinese": lambda: patch("index.lexical.tokens.translate_words", lambda *_: []),
        "without neighbours": lambda: patch("index.search.REACH", 0),
    }
    bare = _index_bodies(library, folder)
    parts = library.catalog, library.lexical, library.dense, library.encoder

    def search(change: Callable[[], AbstractContextManager[object]], **chosen: object) -> Search:
        def run(question: str) -> list[Hit]:
            with change():
                return search_library(question, *(chosen.get("parts") or parts), fusion=chosen.get("fusion"))  # type: ignore[misc, arg-type]

        return run

    found = {name: search(nullcontext, fusion=fusion) for name, fusion in weights.items()}
    found |= {name: search(change) for name, change in patches.items()}
    without_titles = library.catalog, bare, library.dense, library.encoder
    return found | {"without titles, headings, regions, dates in words": search(nullcontext, parts=without_titles)}


def _read_no_pairs(question: str) -> list[tuple[str, ...]]:
    terms = question_terms(question)
    return [term for term in terms if not term[0].startswith(PAIR)] or terms


def _index_bodies(library: Library, folder: Path) -> LexicalIndex:
    """Index what the passages say, and nothing that stands above them."""
    index = LexicalIndex.open(folder)
    live = [int(id_) for id_ in library.catalog.live_passage_ids()]
    for start in range(0, len(live), BATCH):
        rows = library.catalog.passage_rows(live[start : start + BATCH]).values()
        index.add(replace(make_entry(row), title="", heading="", regions="", date="") for row in rows)
    return index
