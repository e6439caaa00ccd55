"""Invented articles and a shortcut to the audit, for the tests of this folder."""

from __future__ import annotations

import datetime as dt
from functools import cache

from assistant.audit import Auditor
from assistant.audit.parts import Lookup
from assistant.audit.sources import Source, open_source
from assistant.types import Claim, Quote, Verdict
from index.metrics import Vocabulary, load_vocabulary
from index.regions import Gazetteer, load_gazetteer
from index.types import Article, Description, Span

DAY = dt.date(2025, 3, 2)


@cache
def lookup() -> tuple[Gazetteer, Vocabulary]:
    """Return the places and the metrics, opened once."""
    return load_gazetteer(), load_vocabulary()


def make_article(
    text: str, day: dt.date | None = DAY, regions: tuple[str, ...] = ("武汉经开区",), title: str = "", doc_id: str = "d"
) -> Article:
    """Return an article of one text."""
    described = Description(title, day, None, None, None, "news", regions, "Hans")
    return Article(doc_id, 1, doc_id, doc_id, None, "", text, described)


def open_whole(text: str, day: dt.date | None = DAY) -> Source:
    """Return a whole article as the audit reads it."""
    article = make_article(text, day)
    return open_source(Quote("d", 1, Span(0, len(text))), article, {}, Lookup(*lookup()))


def audit(claim: str, *articles: Article) -> Verdict:
    """Judge a claim against whole articles."""
    shelf = {article.doc_id: article for article in articles}
    quotes = tuple(Quote(article.doc_id, 1, Span(0, len(article.text))) for article in articles)
    return Auditor(lambda doc_id, version: shelf[doc_id], *lookup()).audit(Claim(claim, quotes))


def kinds(claim: str, *articles: Article) -> set[str]:
    """Return the kinds of the faults that the audit finds."""
    return {fault.kind for fault in audit(claim, *articles).faults}
