"""A data set as a library, brought in as a user would."""

from __future__ import annotations

import json
from pathlib import Path

from retrieval_parts.dev_data import DevSet

from assistant.config import load_settings
from index.embed import Encoder
from index.library import Library


def build_library(dev: DevSet, encoder: Encoder, folder: Path) -> Library:
    """Ingest the articles of a set from one file of JSON lines in `folder`, where the library is kept too."""
    lines = [
        {"id": a.doc_id, "title": a.title, "text": a.text, "date": a.date.isoformat() if a.date else None}
        for a in dev.articles
    ]
    source = folder / "articles.jsonl"
    source.write_text(
        "\n".join(json.dumps({k: v for k, v in line.items() if v}, ensure_ascii=False) for line in lines),
        encoding="utf-8",
    )
    settings = load_settings().model_copy(update={"data": folder / "library"})
    library = Library(settings, encoder=encoder)
    library.ingest([source])
    return library
