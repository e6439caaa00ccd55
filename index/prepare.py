"""One document, up to the point where it needs no library: clean → describe → chunk → figures.

Pure of stores, so that it runs in any number of processes; `index.ingest` reads before it and embeds after it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import get_args

from index.chunk import split_passages
from index.clean import clean_article
from index.config import PassageSettings
from index.describe import describe_article
from index.duplicates import Signature, sign_text
from index.errors import UsageError
from index.figures import extract_figures
from index.metrics import Vocabulary
from index.regions import Gazetteer
from index.types import Article, Description, Figure, Kind, Passage, RawArticle

# What `yinzheng set` can correct.
CORRECTABLE = ("title", "date", "publisher", "regions", "kind", "url")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of the world: places and metrics."""

    gazetteer: Gazetteer
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article version with all that is made from it, before its vectors."""

    article: Article
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    signature: Signature | None


def name_article(key: str) -> str:
    """Return the doc_id of an article's lasting key: 16 hex digits."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def prepare_article(
    raw: RawArticle,
    doc_id: str,
    version: int,
    corrections: dict[str, str],
    settings: PassageSettings,
    knowledge: Knowledge,
) -> Prepared:
    """Turn one raw article into what the catalog keeps; a user's corrections win over what the page says."""
    clean = clean_article(raw)
    description = correct_description(describe_article(raw, clean, knowledge.gazetteer), corrections)
    article = Article(
        doc_id=doc_id,
        version=version,
        key=raw.key,
        path=raw.path,
        source_id=raw.source_id,
        digest=raw.digest,
        text=clean.text,
        description=description,
        removed=clean.removed,
        notes=tuple(dict.fromkeys((*raw.notes, *clean.notes))),
        sections=clean.sections,
        offsets=clean.offsets,
        origins=clean.origins,
        plain_source=raw.plain_source,
        corrected=tuple(sorted(corrections)),
    )
    return derive_records(article, settings, knowledge)


def derive_records(article: Article, settings: PassageSettings, knowledge: Knowledge) -> Prepared:
    """Make passages, figures and signature of an article as it stands."""
    return Prepared(
        article,
        tuple(split_passages(article, settings)),
        tuple(extract_figures(article, knowledge.gazetteer, knowledge.vocabulary)),
        sign_text(article.text),
    )


def correct_description(description: Description, corrections: dict[str, str]) -> Description:
    """Return the description with a user's corrections in it; raises `UsageError` for one that cannot be."""
    corrected = description
    for field, value in corrections.items():
        if field == "date":
            day = _read_day(value) if value else None
            corrected = replace(corrected, date=day, date_basis="corrected by hand")
        elif field == "regions":
            names = tuple(name.strip() for name in value.replace("，", ",").split(",") if name.strip())
            corrected = replace(corrected, regions=names)
        elif field == "kind":
            kinds: tuple[Kind, ...] = get_args(Kind)
            found = next((kind for kind in kinds if kind == value), None)
            if found is None:
                raise UsageError(f"kind={value} is none of {', '.join(kinds)}")
            corrected = replace(corrected, kind=found)
        elif field == "title":
            corrected = replace(corrected, title=value)
        elif field == "publisher":
            corrected = replace(corrected, publisher=value or None)
        elif field == "url":
            corrected = replace(corrected, url=value or None)
        else:
            raise UsageError(f"{field} cannot be set", f"one of {', '.join(CORRECTABLE)}")
    return corrected


def _read_day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"date={value} is no day", "write it as 2025-03-02") from None
