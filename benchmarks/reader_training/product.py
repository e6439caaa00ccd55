"""The product's own path to the candidates of a written question, for the programs that fit what signs count."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.gather import gather_figures
from assistant.figure_answers.members import name_amount
from assistant.figure_answers.reading import Reader
from assistant.figure_answers.select import Choice, choose
from assistant.figure_answers.slots import make_slots
from assistant.figure_answers.types import NumberJudge
from assistant.figure_answers.view import Views
from assistant.reader import open_reader
from assistant.reader.spans import SpanReader
from assistant.records import LibraryFigures
from index.library import Library
from index.quantities import parse_quantities

# Parts of the articles, each left out once.
FOLDS = 5
# The day of asking where nothing says another.
TODAY = dt.date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Product:
    """A library opened, with who answers from it and who reads for it."""

    library: Library
    assistant: Assistant
    judge: NumberJudge | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the product's own path: what fits each number by its metric, and who reads the candidates.

    `choices` is empty where the library has no candidate at all.
    """

    choices: tuple[Choice, ...]
    reader: Reader


def open_product(folder: Path) -> Product:
    """Open a library and the trained reader, where its weights are here."""
    settings = load_settings({"data": str(folder)})
    library = Library(settings)
    reader = open_reader(settings)
    return Product(library, Assistant(library, settings), SpanReader(reader) if reader else None)


def ask_product(product: Product, text: str, today: dt.date) -> Asked:
    """Walk the product's path up to where numbers are read."""
    question = product.assistant.read(text, today=today)
    doc_ids = tuple(dict.fromkeys(hit.doc_id for hit in product.assistant.search(question)))
    question = question.in_chinese or question
    vocabulary = product.library.knowledge.vocabulary
    source = LibraryFigures(product.library, ())
    wanted = read_asks(question, vocabulary)
    views = Views(source, vocabulary)
    candidates = [views.view(figure) for figure in gather_figures(question, wanted, source, doc_ids)]
    pick = partial(choose, wanted=wanted, views=candidates, today=today, confusable=vocabulary.confusable)
    choices = tuple(pick(slot) for slot in make_slots(question, wanted)) if candidates else ()
    return Asked(choices, Reader(question, wanted, candidates, doc_ids, product.judge))


def read_items(files: Sequence[Path]) -> Iterator[tuple[int, dict[str, Any], list[str | None]]]:
    """Yield each line of question files with the fold of its article and the values of its answers."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            fold = hashlib.sha256(item["doc_id"].encode()).digest()[0] % FOLDS
            yield fold, item, [_read_value(part["answer"]) for part in (item, *item.get("more", ()))]


def _read_value(answer: str) -> str | None:
    """Return the value of an answer as a name, None where it is no number."""
    found = parse_quantities(answer)
    return name_amount(found[0].canonical_value, found[0].canonical_unit) if found else None
