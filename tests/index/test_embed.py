"""Encoders: order kept, hashes that tell models apart, and the real weights."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.config import EmbeddingSettings, IndexSettings
from index.embed import HashEncoder, Turns, Vectors, encode_by_length, hash_model, load_encoder, normalise
from index.errors import ConfigError, WeightsError
from index.machine import read_quota

TEXTS = ["云栖市(虚构)去年签约项目一百一十个。", "临江经开区上半年进出口额增长。", "天气晴。"]


@given(st.lists(st.text(max_size=12), max_size=20), st.integers(1, 7))
def test_batches_of_like_length_come_back_in_the_order_given(texts: list[str], batch_size: int) -> None:
    def encode(batch: list[str]) -> Vectors:
        assert len(batch) <= batch_size
        return np.array([[len(text), sum(map(ord, text)) % 97] for text in batch], np.float32)

    rows = encode_by_length(texts, batch_size, 2, encode)
    assert rows.tolist() == [[len(text), sum(map(ord, text)) % 97] for text in texts]


def test_normalising_leaves_length_one_and_zero_as_it_is() -> None:
    rows = normalise(np.array([[3.0, 4.0], [0.0, 0.0]]))
    assert rows.tolist() == [[np.float32(0.6), np.float32(0.8)], [0, 0]]
    assert rows.dtype == np.float32


def test_the_hash_encoder_finds_the_text_that_shares_words() -> None:
    encoder = HashEncoder()
    scores = encoder.encode_passages(TEXTS) @ encoder.encode_query("云栖市签约项目多少个")
    assert int(np.argmax(scores)) == 0
    assert np.allclose(np.linalg.norm(encoder.encode_passages([*TEXTS, ""]), axis=1), 1)


def test_a_question_goes_before_the_next_batch() -> None:
    turns, order, started = Turns(), [], threading.Event()

    def ask() -> None:
        with turns.question():
            order.append("question")

    def ingest() -> None:
        for n in range(3):
            with turns.batch():
                order.append(f"batch {n}")
                if n == 0:
                    asker.start()
                    # The question stands at the door before the first batch ends.
                    while not turns._door.locked():
                        started.wait(0.001)

    asker = threading.Thread(target=ask)
    ingest()
    asker.join()
    assert order == ["batch 0", "question", "batch 1", "batch 2"]


def make_folder(folder: Path, weights: bytes = b"weights") -> IndexSettings:
    """Return settings that name a folder with a weights file and a note."""
    folder.mkdir(exist_ok=True)
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "README.md").write_text("a note")
    return IndexSettings(
        embedding=EmbeddingSettings(model=str(folder)),
        weights={"folder": folder.parent / "cache"},  # type: ignore[arg-type]
    )


def test_the_hash_changes_with_weights_and_prompts_and_with_nothing_else(tmp_path: Path) -> None:
    settings = make_folder(tmp_path / "m")
    first = hash_model(tmp_path / "m", settings)
    (tmp_path / "m" / "README.md").write_text("another note")
    assert hash_model(tmp_path / "m", settings) == first
    assert hash_model(tmp_path / "m", make_folder(tmp_path / "m", b"others!")) != first
    prompted = settings.model_copy(update={"embedding": EmbeddingSettings(query_prompt="问：")})
    assert hash_model(tmp_path / "m", prompted) != first


@pytest.mark.parametrize("name", ["no-such-model", "/no/such/folder", "a/b/c"])
def test_a_model_that_is_neither_folder_nor_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="no folder and no name"):
        load_encoder(IndexSettings(embedding=EmbeddingSettings(model=name)))


def test_a_hub_that_cannot_be_reached_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    settings = IndexSettings(
        embedding=EmbeddingSettings(model="nobody/nothing"),
        weights={"folder": tmp_path, "hub_seconds": 0.5, "offline": True},  # type: ignore[arg-type]
    )
    with pytest.raises(WeightsError, match="nobody/nothing") as caught:
        load_encoder(settings)
    assert "HF_ENDPOINT" in caught.value.hint


def test_a_containers_quota_counts_whole_cores_upwards(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    assert read_quota(tmp_path / "cpu.max") == 2
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert read_quota(tmp_path / "cpu.max") is None
    assert read_quota(tmp_path / "none") is None


@pytest.mark.weights
def test_the_real_weights_put_the_answer_before_the_rest() -> None:
    from assistant.config import load_settings

    encoder = load_encoder(load_settings())
    scores = encoder.encode_passages(TEXTS) @ encoder.encode_query("云栖市去年签约了多少个项目？")
    assert int(np.argmax(scores)) == 0
    assert encoder.dimension == 384


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return a tiny model in an ordinary SentenceTransformer folder."""
    from index.weights.unpack import unpack_sentence_transformer
    from tests.index.test_unpack import make_packed

    (tmp_path / "m.bin").write_bytes(make_packed())
    unpack_sentence_transformer(tmp_path / "m.bin", tmp_path / "m", "hash")
    return tmp_path / "m"


def test_any_sentence_transformers_folder_encodes_with_the_prompts_of_the_settings(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    embedding = EmbeddingSettings(model=str(tiny), device="cpu", dtype="float32", batch_size=2, query_prompt="ab")
    encoder = load_encoder(IndexSettings(embedding=embedding, weights={"folder": tiny.parent}))  # type: ignore[arg-type]
    bare = SentenceTransformer(str(tiny), device="cpu")
    texts = ["亿元", "元元元亿元", "", "ab"]
    assert np.allclose(encoder.encode_passages(texts), bare.encode(texts, prompt="passage: "), atol=1e-6)
    assert np.allclose(encoder.encode_query("亿元"), bare.encode("亿元", prompt="ab"), atol=1e-6)
    assert encoder.dimension == 32


def test_a_folder_without_a_model_is_told_by_name(tmp_path: Path) -> None:
    settings = IndexSettings(
        embedding=EmbeddingSettings(model=str(tmp_path), device="cpu"),
        weights={"folder": tmp_path / "cache"},  # type: ignore[arg-type]
    )
    with pytest.raises(WeightsError, match="cannot be loaded"):
        load_encoder(settings)
