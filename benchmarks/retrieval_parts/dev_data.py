"""The development sets: articles and questions as files of JSON lines, one folder a set."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.types import Article, Description

# Sets whose question is the title: it is taken off the articles.
HEADLINE_SETS = {"policy_news_xwlb", "xinhua_claims", "finna_headline"}
# The questions of these make sense only beside their document.
WITHOUT_QUESTIONS = {"cjrc_single_doc", "finqa_single_doc", "policy_docs"}
# The same documents and questions as another set: measured alone, left out of the pool.
SUBSETS = {"policy_subset"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the articles that answer it; `groups` where several facts are asked for."""

    question: str
    gold: frozenset[str]
    kind: str
    english: str | None = None


@dataclass(frozen=True, slots=True)
class DevSet:
    """One data set."""

    name: str
    articles: tuple[Article, ...]
    asked: tuple[Asked, ...]


def read_sets(folder: Path) -> list[DevSet]:
    """Read every set of `folder` that has a corpus, in alphabetical order."""
    return [_read_set(path.parent) for path in sorted(folder.glob("*/corpus.jsonl"))]


def pool_sets(sets: list[DevSet]) -> DevSet:
    """Pour all sets into one library, each article and each question once."""
    articles = {article.doc_id: article for dev in sets for article in dev.articles}
    asked = tuple(one for dev in sets if dev.name not in SUBSETS for one in dev.asked)
    return DevSet("pooled", tuple(articles.values()), asked)


def _read_set(folder: Path) -> DevSet:
    articles = {row["doc_id"]: _read_article(row, folder.name) for row in _rows(folder / "corpus.jsonl")}
    asked = [] if folder.name in WITHOUT_QUESTIONS else list(_rows(folder / "questions.jsonl"))
    return DevSet(folder.name, tuple(articles.values()), tuple(_read_question(row) for row in asked if _fits(row)))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _fits(row: dict[str, Any]) -> bool:
    return bool(row.get("answerable") and row.get("gold_doc_ids") and row.get("setting") != "single_doc")


def _read_article(row: dict[str, Any], name: str) -> Article:
    title = "" if name in HEADLINE_SETS else row.get("title") or ""
    date = dt.date.fromisoformat(row["date"]) if row.get("date") else None
    described = Description(title, date, None, None, None, "other", (), "Hans")
    return Article(row["doc_id"], 1, row["doc_id"], "", row["doc_id"], "", row["text"], described)


def _read_question(row: dict[str, Any]) -> Asked:
    gold = {*row["gold_doc_ids"], *row.get("alt_doc_ids", ()), *row.get("related_doc_ids", ())}
    return Asked(row["question"], frozenset(gold), row["type"], row.get("question_en"))
