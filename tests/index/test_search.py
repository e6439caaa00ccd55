"""One question's path: both ways, articles rather than passages, filters, duplicates, freshness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pytest

from index.lexical import Match
from index.search import load_fusion, search_library
from index.types import Filters, Hit, Span


@dataclass
class FakeRow:
    id: int
    doc_id: str
    date: dt.date | None = None
    cluster: str | None = None
    version: int = 1
    source_id: str | None = None
    path: str = "a.txt"
    title: str = "题"
    span: Span = field(default_factory=lambda: Span(0, 2))
    text: str = "正文"
    heading: tuple[str, ...] = ()


class FakeShelf:
    def __init__(self, rows: Sequence[FakeRow], allowed: list[int] | None = None) -> None:
        self.rows = {row.id: row for row in rows}
        self.allowed = None if allowed is None else np.array(allowed, np.int64)

    def filter_ids(self, filters: Filters) -> npt.NDArray[np.int64] | None:
        return None if filters.empty else self.allowed

    def neighbours(self, ids: Sequence[int], reach: int) -> list[tuple[int, int]]:
        articles = {self.rows[id_].doc_id for id_ in ids if id_ in self.rows}
        numbers = {doc_id: number for number, doc_id in enumerate(sorted(articles))}
        return sorted((numbers[row.doc_id], row.id) for row in self.rows.values() if row.doc_id in articles)

    def passage_rows(self, ids: Sequence[int]) -> dict[int, FakeRow]:
        return {id_: self.rows[id_] for id_ in ids if id_ in self.rows}

    def witnesses(self, cluster: str | None, doc_id: str) -> tuple[str, ...]:
        return tuple(row.doc_id for row in self.rows.values() if row.cluster == cluster and row.doc_id != doc_id)


class FakeIndex:
    """Both indexes in one: scores by id, between 0 and 1. One word, which alone decides the lexical score."""

    def __init__(self, scores: dict[int, float]) -> None:
        self.known = scores

    def search(self, what: object, k: int, allowed: npt.NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        inside = [(i, s) for i, s in self.known.items() if s > 0 and (allowed is None or i in allowed)]
        return sorted(inside, key=lambda pair: (-pair[1], pair[0]))[:k]

    def match(self, question: str, ids: npt.NDArray[np.int64]) -> Match:
        assert (np.diff(ids) > 0).all()
        shares = [self.known.get(int(i), 0.0) for i in ids]
        return Match(np.ones(1), np.rint(255 * np.array([shares])).astype(np.uint8))

    def cosines(self, vector: object, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        return np.array([self.known.get(int(i), 0.0) for i in ids], np.float32)


class FakeEncoder:
    def encode_query(self, question: str, /) -> npt.NDArray[np.float32]:
        return np.ones(2, np.float32)


def find(
    rows: Sequence[FakeRow],
    words: dict[int, float],
    meaning: dict[int, float],
    top_k: int = 10,
    filters: Filters | None = None,
    allowed: list[int] | None = None,
    question: str = "问",
) -> list[Hit]:
    return search_library(
        question, FakeShelf(rows, allowed), FakeIndex(words), FakeIndex(meaning), FakeEncoder(), top_k, filters
    )


def test_top_k_counts_articles_and_each_shows_its_best_passage() -> None:
    rows = [FakeRow(1, "a"), FakeRow(2, "a"), FakeRow(3, "b"), FakeRow(4, "c")]
    hits = find(rows, {1: 0.2, 2: 0.9, 3: 0.5, 4: 0.1}, {}, top_k=2)
    assert [(hit.doc_id, hit.passage_id) for hit in hits] == [("a", 2), ("b", 3)]


def test_both_ways_name_candidates_and_both_count() -> None:
    rows = [FakeRow(1, "words"), FakeRow(2, "meaning"), FakeRow(3, "both")]
    hits = find(rows, {1: 0.6, 3: 0.5}, {2: 0.55, 3: 0.5})
    assert hits[0].doc_id == "both"
    assert hits[0].why == {"dense": 0.5, "lexical": pytest.approx(0.5, abs=0.01)}
    assert {hit.doc_id for hit in hits} == {"words", "meaning", "both"}


def test_articles_that_say_the_same_give_one_hit_with_its_witnesses() -> None:
    rows = [FakeRow(1, "a", cluster="x"), FakeRow(2, "b", cluster="x"), FakeRow(3, "c")]
    hits = find(rows, {1: 0.5, 2: 0.6, 3: 0.1}, {})
    assert [hit.doc_id for hit in hits] == ["b", "c"]
    assert hits[0].duplicates == ("a",)


def test_among_equals_the_newer_comes_first() -> None:
    old, new = dt.date(2023, 1, 1), dt.date(2025, 1, 1)
    rows = [FakeRow(1, "old", old), FakeRow(2, "none"), FakeRow(3, "new", new)]
    assert [hit.doc_id for hit in find(rows, dict.fromkeys((1, 2, 3), 0.5), {})] == ["new", "old", "none"]


def test_the_latest_counts_for_more_where_it_is_asked_for() -> None:
    rows = [FakeRow(1, "old", dt.date(2023, 1, 1)), FakeRow(2, "new", dt.date(2025, 1, 1))]
    scores = {1: 0.52, 2: 0.5}
    assert [hit.doc_id for hit in find(rows, {}, scores)] == ["old", "new"]
    assert [hit.doc_id for hit in find(rows, {}, scores, question="最新的签约额")] == ["new", "old"]


def test_the_learned_weights_are_what_a_search_uses() -> None:
    learned = load_fusion()
    assert min(learned.dense, learned.lexical + learned.article) > 0
    rows = [FakeRow(1, "words"), FakeRow(2, "meaning")]
    without_words = replace(learned, lexical=0.0, article=0.0)
    parts = FakeShelf(rows), FakeIndex({1: 1.0}), FakeIndex({1: 0.80, 2: 0.81}), FakeEncoder()
    assert search_library("问", *parts)[0].doc_id == "words"
    assert search_library("问", *parts, fusion=without_words)[0].doc_id == "meaning"


def test_a_passage_with_the_form_that_was_asked_for_comes_before_an_equal_without() -> None:
    rows = [
        FakeRow(1, "none", text="云栖市(虚构)签约了项目"),
        FakeRow(2, "day", text="云栖市(虚构)3月５日签约了12个项目"),
    ]
    scores = {1: 0.505, 2: 0.5}
    assert find(rows, {}, scores, question="谁签约了")[0].doc_id == "none"
    assert find(rows, {}, scores, question="何时签约")[0].doc_id == "day"
    assert find(rows, {}, scores, question="签约了多少项目")[0].doc_id == "day"


def test_words_spread_over_an_article_count_together() -> None:
    class TwoWords(FakeIndex):
        def match(self, question: str, ids: npt.NDArray[np.int64]) -> Match:
            impacts = {1: (120, 0), 2: (0, 120), 3: (120, 0), 4: (120, 0)}
            return Match(np.ones(2), np.array([impacts[int(i)] for i in ids], np.uint8).T)

    rows = [FakeRow(1, "spread"), FakeRow(2, "spread"), FakeRow(3, "once"), FakeRow(4, "once")]
    words = TwoWords(dict.fromkeys((1, 2, 3, 4), 0.5))
    hits = search_library("问", FakeShelf(rows), words, FakeIndex({}), FakeEncoder())
    assert [hit.doc_id for hit in hits] == ["spread", "once"]


def test_a_filter_keeps_everything_else_out() -> None:
    rows = [FakeRow(1, "a"), FakeRow(2, "b")]
    filters = Filters(regions=("临江经开区",))
    words, meaning = {1: 0.9, 2: 0.1}, {1: 0.9, 2: 0.1}
    assert [hit.doc_id for hit in find(rows, words, meaning, filters=filters, allowed=[2])] == ["b"]
    assert find(rows, words, meaning, filters=filters, allowed=[]) == []


def test_a_passage_that_has_just_gone_is_left_out() -> None:
    assert [hit.doc_id for hit in find([FakeRow(2, "b")], {1: 0.9, 2: 0.1}, {})] == ["b"]


def test_an_empty_library_finds_nothing() -> None:
    assert find([], {}, {}) == []
    assert find([], {7: 0.9}, {7: 0.9}) == []
