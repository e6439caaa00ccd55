"""Articles, figures and libraries for tests, made from a few words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from index.config import IndexSettings
from index.types import Article, Description, Figure, OffsetRun, Period, Span


def make_description(**fields: Any) -> Description:
    """Return a description of a plain news article, with some fields set."""
    given: dict[str, Any] = {
        "title": "丙山经开区招商",
        "date": dt.date(2025, 3, 2),
        "date_basis": "2025-03-02",
        "publisher": None,
        "url": None,
        "kind": "news",
        "regions": ("丙山经开区",),
        "script": "Hans",
    }
    return Description(**{**given, **fields})


def make_article(
    text: str = "去年，全区签约项目110个。", doc_id: str = "d1", version: int = 1, **fields: Any
) -> Article:
    """Return an article with this clean text; description fields and article fields are told apart by name."""
    about = {name: fields.pop(name) for name in list(fields) if name in Description.__dataclass_fields__}
    given: dict[str, Any] = {
        "key": f"/articles/{doc_id}.txt",
        "path": f"/articles/{doc_id}.txt",
        "source_id": None,
        "digest": f"{doc_id}-{version}",
        "offsets": (OffsetRun(0, 0, len(text)),),
        "plain_source": True,
    }
    return Article(
        doc_id=doc_id, version=version, text=text, description=make_description(**about), **{**given, **fields}
    )


def make_figure(article: Article, quote: str, **fields: Any) -> Figure:
    """Return the figure whose number and unit are `quote`, in the sentence where it first stands."""
    start = article.text.index(quote)
    given: dict[str, Any] = {
        "value": Decimal("110"),
        "unit": "个",
        "canonical_value": Decimal("110"),
        "canonical_unit": "count",
        "metric": "签约项目数",
        "metric_said": "签约项目",
        "status": "actual",
        "subject": "丙山经开区",
        "subject_key": None,
        "period": Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "去年"),
        "sentence": Span(0, len(article.text)),
    }
    return Figure(
        doc_id=article.doc_id,
        version=article.version,
        span=Span(start, start + len(quote)),
        quote=quote,
        **{**given, **fields},
    )


def make_settings(folder: Path) -> IndexSettings:
    """Return settings for a library in `folder`."""
    return IndexSettings(data=folder)
