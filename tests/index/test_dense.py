"""The dense index: nearest first, exact under a filter, empty rather than wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index import dense as module
from index.dense import DenseIndex
from index.vector_rows import VectorRows, Vectors


def make_vectors(count: int, dimension: int = 16, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def index(tmp_path: Path) -> DenseIndex:
    made = DenseIndex.open(tmp_path, 16, "model-a")
    made.add(range(10, 60), make_vectors(50))
    return made


def test_the_nearest_come_first(index: DenseIndex) -> None:
    vectors = make_vectors(50)
    exact = np.argsort(-(vectors @ vectors[7]))[:5] + 10
    found = index.search(vectors[7], 5)
    assert [number for number, _ in found] == exact.tolist()
    assert found[0][1] == pytest.approx(1, abs=1e-4)


def test_a_small_allowed_set_is_searched_exactly(index: DenseIndex) -> None:
    vectors = make_vectors(50)
    allowed = np.array([11, 20, 33, 59, 900])
    exact = sorted(allowed[:4], key=lambda number: -float(vectors[number - 10] @ vectors[0]))
    assert [number for number, _ in index.search(vectors[0], 4, allowed)] == exact


def test_a_large_allowed_set_is_found_by_asking_for_more(index: DenseIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = make_vectors(50)
    allowed = np.arange(10, 60, 2)
    exact = index.search(vectors[3], 5, allowed)
    monkeypatch.setattr(module, "ROWS_A_NEIGHBOUR", 0)
    assert [number for number, _ in index.search(vectors[3], 5, allowed)] == [number for number, _ in exact]


def test_before_chroma_has_read_a_large_graph_everything_is_searched_exactly(
    index: DenseIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = make_vectors(50)
    index.remove([10])
    expected = [number for number, _ in index.search(vectors[7], 5)]
    index.close()
    monkeypatch.setattr(module, "SMALL", 5)
    reopened = DenseIndex.open(tmp_path, 16, "model-a")
    for _ in range(2):
        assert [number for number, _ in reopened.search(vectors[7], 5)] == expected
    reopened.wait()
    assert reopened._is_loaded()
    assert [number for number, _ in reopened.search(vectors[7], 5)] == expected
    assert 10 not in [number for number, _ in reopened.search(vectors[0], 5)]
    reopened.close()


def test_a_removed_vector_is_gone_after_reopening(index: DenseIndex, tmp_path: Path) -> None:
    index.remove([17, 12345])
    reopened = DenseIndex.open(tmp_path, 16, "model-a")
    assert 17 not in reopened.ids()
    assert len(reopened) == len(reopened.ids()) == 49


def test_a_vector_added_again_counts_as_it_was_added_last(index: DenseIndex) -> None:
    index.add([10], make_vectors(1, seed=5))
    assert index.search(make_vectors(1, seed=5)[0], 1)[0][0] == 10
    assert index.cosines(make_vectors(1, seed=5)[0], np.array([10]))[0] == pytest.approx(1, abs=0.01)
    assert len(index) == 50


def test_vectors_of_another_model_are_never_mixed(index: DenseIndex, tmp_path: Path) -> None:
    assert len(DenseIndex.open(tmp_path, 16, "model-b")) == 0


def test_an_unreadable_store_opens_empty(index: DenseIndex, tmp_path: Path) -> None:
    del index
    (tmp_path / "lost").mkdir()
    (tmp_path / "lost" / "chroma").mkdir()
    (tmp_path / "lost" / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    assert len(DenseIndex.open(tmp_path / "lost", 16, "model-a")) == 0


def test_rows_whose_chroma_is_lost_count_no_more(index: DenseIndex, tmp_path: Path) -> None:
    index.close()
    shutil.rmtree(tmp_path / "chroma")
    reopened = DenseIndex.open(tmp_path, 16, "model-a")
    assert len(reopened) == 0
    assert reopened.search(make_vectors(1)[0], 5) == []


def test_a_torn_row_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "rows.bin"
    VectorRows(path, 16).append(np.array([1, 2]), make_vectors(2))
    path.write_bytes(path.read_bytes()[:-3])
    rows = VectorRows(path, 16)
    assert rows.ids().tolist() == [1]
    rows.append(np.array([5]), make_vectors(1, seed=3))
    assert VectorRows(path, 16).ids().tolist() == [1, 5]
    assert rows.cosines(make_vectors(1, seed=3)[0], np.array([5, 2])).tolist() == pytest.approx([1, -1], abs=0.01)


def test_rows_of_removed_vectors_are_given_back(tmp_path: Path) -> None:
    made = DenseIndex.open(tmp_path, 16, "model-a")
    made.add(range(50), make_vectors(50))
    made.remove(range(40))
    assert (tmp_path / "rows.bin").stat().st_size == 10 * (8 + 4 + 16)
