"""Segments, tail, removal, crash: the index always answers as if it had been built in one go."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.lexical import LexicalEntry, LexicalIndex
from index.lexical import index as module

BODIES = [
    "临江经开区签约项目总额12亿元",
    "望山区发布招商引资奖励办法",
    "云栖市召开项目签约仪式，总额30亿元",
    "临江经开区到位资金3亿元",
    "云栖市的天气晴朗",
    "望山区签约项目两个",
]


def entry(number: int, body: str | None = None, title: str = "") -> LexicalEntry:
    return LexicalEntry(number, body if body is not None else BODIES[number % len(BODIES)], title)


def filled(folder: Path, count: int = 6) -> LexicalIndex:
    index = LexicalIndex.open(folder)
    index.add(entry(number) for number in range(count))
    index.commit()
    return index


def test_the_passage_with_the_words_comes_first(tmp_path: Path) -> None:
    hits = filled(tmp_path).search("临江经开区到位资金多少？", 3)
    assert hits[0][0] == 3
    assert hits[1][0] == 0


def test_a_score_is_bm25_worked_out_by_hand(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    index.add([LexicalEntry(1, "fdi eod"), LexicalEntry(2, "eod")])
    # idf = ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) = ln 2; the field has 2 tokens against a pivot of 350:
    # tf = 1 / (0.5 + 0.5 × 2 / 350) = 1.9886; impact = 1.9886 / (0.6 + 1.9886) = 0.7682.
    [(number, score)] = index.search("FDI", 5)
    assert number == 1
    assert score == pytest.approx(0.6931 * 0.7682, abs=0.003)


def test_a_title_counts_beside_the_body(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    index.add([entry(1, "项目签约"), entry(2, "项目签约", title="项目签约")])
    assert [number for number, _ in index.search("项目签约", 2)] == [2, 1]


def test_ties_go_to_the_smaller_id(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    index.add([entry(number, "同样的话") for number in (9, 4, 7)])
    assert [number for number, _ in index.search("同样的话", 2)] == [4, 7]


def test_only_allowed_passages_are_found(tmp_path: Path) -> None:
    index = filled(tmp_path)
    assert [number for number, _ in index.search("签约项目", 9, np.array([2, 5, 77]))] == [5, 2]
    assert index.search("签约项目", 9, np.zeros(0, np.int64)) == []


def test_what_is_added_is_found_before_it_is_committed_and_kept_after(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.add([entry(50, "新来的一句独特的话")])
    assert index.search("独特的话", 1)[0][0] == 50
    assert 50 not in LexicalIndex.open(tmp_path).ids()
    index.commit()
    assert 50 in LexicalIndex.open(tmp_path).ids()


def test_a_removed_passage_is_gone(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.remove([3, 400])
    index.commit()
    reopened = LexicalIndex.open(tmp_path)
    assert reopened.ids().tolist() == [0, 1, 2, 4, 5]
    assert reopened.search("到位资金", 5) == []


def test_scores_of_given_passages_are_those_of_the_search(tmp_path: Path) -> None:
    index = filled(tmp_path, 60)
    found = dict(index.search("云栖市签约总额30亿元", 60))
    scores = index.match("云栖市签约总额30亿元", np.arange(61)).score_passages()
    assert {number: score for number, score in enumerate(scores.tolist()) if score} == pytest.approx(found)


def test_no_score_passes_the_best_possible(tmp_path: Path) -> None:
    index = filled(tmp_path)
    question = "临江经开区签约项目总额12亿元"
    assert 0 < index.search(question, 1)[0][1] < index.match(question, np.arange(1)).best_possible


def test_a_number_that_was_asked_for_counts_twice(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    index.add([LexicalEntry(1, "fdi"), LexicalEntry(2, "2024"), LexicalEntry(3, "fdi 2024")])
    weights = index.match("fdi 2024", np.arange(1)).weights
    assert weights.max() == pytest.approx(2 * weights.min(), rel=0.01)


def test_of_words_that_mean_the_same_the_one_that_counts_most_counts(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    index.add([LexicalEntry(1, "企业"), LexicalEntry(2, "企业公司"), LexicalEntry(3, "公园"), LexicalEntry(4, "天气")])
    match = index.match("companies", np.array([1, 2, 3, 4]))
    assert match.impacts.shape == (1, 4)
    assert match.impacts[0].astype(bool).tolist() == [True, True, False, False]
    # Two passages hold 企业, one 公司: the term is as rare as a word in three of four passages, ln(1 + 1.5 / 3.5).
    assert match.weights[0] == pytest.approx(0.3567, abs=0.003)
    assert {number for number, _ in index.search("companies", 9)} == {1, 2}


def test_a_crash_before_the_manifest_leaves_the_last_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled(tmp_path)
    index.add([entry(70, "没有写完的话")])
    with monkeypatch.context() as patch:
        patch.setattr(LexicalIndex, "_write_manifest", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index.commit()
    reopened = LexicalIndex.open(tmp_path)
    assert reopened.ids().tolist() == [0, 1, 2, 3, 4, 5]
    reopened.add([entry(71)])
    reopened.commit()
    named = json.loads((tmp_path / module.MANIFEST).read_text(encoding="utf-8"))["segments"]
    assert sorted(folder.name for folder in tmp_path.glob("segment-*")) == sorted(named)


def test_an_index_of_another_format_or_a_broken_one_opens_empty(tmp_path: Path) -> None:
    filled(tmp_path)
    manifest = json.loads((tmp_path / module.MANIFEST).read_text(encoding="utf-8"))
    next(tmp_path.glob("segment-*/impacts.npy")).write_bytes(b"")
    assert len(LexicalIndex.open(tmp_path)) == 0
    (tmp_path / module.MANIFEST).write_text(json.dumps({**manifest, "format": "0"}), encoding="utf-8")
    assert len(LexicalIndex.open(tmp_path)) == 0


def test_segments_stay_few(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    for number in range(64):
        index.add([entry(number)])
        index.commit()
    assert len(list(tmp_path.glob("segment-*"))) <= 7


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=40), st.integers(1, 8))
def test_any_history_answers_like_a_fresh_index(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int]], k: int
) -> None:
    index = LexicalIndex.open(tmp_path_factory.mktemp("history"))
    present: set[int] = set()
    for adds, number in steps:
        if adds and number not in present:
            index.add([entry(number)])
            present.add(number)
        elif not adds:
            index.remove([number])
            index.commit()
            present.discard(number)
    fresh = LexicalIndex.open(tmp_path_factory.mktemp("fresh"))
    fresh.add(entry(number) for number in sorted(present))
    for question in ("临江经开区签约", "云栖市的天气", "望山区项目 12亿元"):
        assert index.search(question, k) == fresh.search(question, k)
