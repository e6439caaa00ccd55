"""The graph that we write: the same model in float32, nearly the same in 8 bits, chosen by trying."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.config import EmbeddingSettings, IndexSettings
from index.embed import _is_for_onnx, hash_model, load_encoder
from index.embed_graph import quantise_columns
from index.embed_onnx import OnnxEncoder, Trial, arithmetic_hash, load_onnx_encoder, map_tensors, try_int8
from index.errors import ConfigError
from index.weights.unpack import unpack_sentence_transformer
from tests.index.test_unpack import make_packed

TEXTS = ["亿元ab元", "ab", "亿元 ab 元元元"]
SETTINGS = EmbeddingSettings(threads=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a tiny model of one layer with random weights, in the form that the weights are unpacked to."""
    from safetensors.numpy import load_file, save_file

    (tmp_path / "m.bin").write_bytes(make_packed())
    unpack_sentence_transformer(tmp_path / "m.bin", tmp_path / "m", "hash")
    path = tmp_path / "m" / "model.safetensors"
    random = np.random.default_rng(7)
    tensors = {
        name: random.normal(0, 0.3, values.shape).astype(np.float32) + np.float32("LayerNorm.weight" in name)
        for name, values in load_file(path).items()
    }
    save_file(tensors, path, metadata={"format": "pt"})
    return tmp_path / "m"


def test_the_graph_gives_what_sentence_transformers_gives(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    ours = OnnxEncoder(folder, SETTINGS, "h", "float32").encode_passages(TEXTS)
    theirs = SentenceTransformer(str(folder), device="cpu").encode(TEXTS, prompt="passage: ")
    assert np.allclose(ours, theirs, atol=1e-5)


def test_eight_bits_are_nearly_the_same(folder: Path) -> None:
    exact = OnnxEncoder(folder, SETTINGS, "h", "float32").encode_passages(TEXTS)
    coarse = OnnxEncoder(folder, SETTINGS, "h", "int8").encode_passages(TEXTS)
    cosines = (exact * coarse).sum(axis=1)
    assert cosines.min() > 0.995
    assert not np.array_equal(exact, coarse)


@pytest.mark.parametrize("arithmetic", ["float32", "int8"])
def test_a_vector_does_not_depend_on_its_neighbours(folder: Path, arithmetic: str) -> None:
    encoder = OnnxEncoder(folder, SETTINGS, "h", arithmetic)  # type: ignore[arg-type]
    together = encoder.encode_passages(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        assert np.array_equal(encoder.encode_passages([text])[0], row)
    assert encoder.encode_passages([]).shape == (0, 32)


def test_a_text_longer_than_the_model_is_cut(folder: Path) -> None:
    encoder = OnnxEncoder(folder, SETTINGS, "h", "float32")
    assert np.array_equal(encoder.encode_text("ab " * 500), encoder.encode_text("ab " * 600))


@given(st.lists(st.lists(st.floats(-50, 50, width=32), min_size=3, max_size=3), min_size=1, max_size=6))
def test_quantised_columns_are_within_half_a_step(rows: list[list[float]]) -> None:
    weights = np.array(rows, np.float32)
    quantised, scales = quantise_columns(weights)
    assert np.abs(quantised * scales - weights).max() <= scales.max() * 0.501 + 1e-12
    assert np.abs(quantised.astype(int)).max() <= 127


def test_mapped_tensors_are_the_saved_ones(folder: Path) -> None:
    from safetensors.numpy import load_file

    saved, mapped = load_file(folder / "model.safetensors"), map_tensors(folder / "model.safetensors")
    assert saved.keys() == mapped.keys()
    assert all(np.array_equal(saved[name], mapped[name]) for name in saved)


@pytest.mark.parametrize(
    ("trial", "made_with", "expected"),
    [
        (Trial(0.999, 2.0), None, "int8"),
        (Trial(0.999, 0.8), None, "float32"),
        (Trial(0.99, 2.0), None, "float32"),
        (Trial(0.999, 2.0), "float32", "float32"),
        (Trial(0.999, 0.8), "int8", "int8"),
        (Trial(0.99, 2.0), "int8", "float32"),
    ],
)
def test_eight_bits_are_chosen_where_they_are_true_and_faster_and_a_library_keeps_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch, trial: Trial, made_with: str | None, expected: str
) -> None:
    monkeypatch.setattr("index.embed_onnx._try_once", lambda _: trial)
    recorded = None if made_with is None else arithmetic_hash("h", made_with)  # type: ignore[arg-type]
    encoder = load_onnx_encoder(folder, SETTINGS, "h", recorded)
    assert encoder.arithmetic == expected
    assert encoder.model_hash == arithmetic_hash("h", expected)  # type: ignore[arg-type]


def test_the_two_arithmetics_have_two_hashes() -> None:
    assert arithmetic_hash("h", "float32") == "h"
    assert arithmetic_hash("h", "int8") != "h"


def test_the_trial_is_made_once_and_its_graphs_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embed_onnx.has_fast_int8", lambda: True)
    first = load_onnx_encoder(folder, SETTINGS, "h")
    assert sorted(path.name for path in (folder / "onnx").iterdir()) == ["float32-1.onnx", "int8-1.onnx", "trial.json"]
    monkeypatch.setattr("index.embed_onnx.try_int8", lambda _: pytest.fail("tried again"))
    monkeypatch.setattr("index.embed_onnx.build_graph", lambda *_: pytest.fail("built again"))
    assert load_onnx_encoder(folder, SETTINGS, "h").arithmetic == first.arithmetic


def test_a_folder_that_cannot_be_written_still_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("index.embed_onnx.write_atomically", refuse)
    assert load_onnx_encoder(folder, SETTINGS, "h").encode_query("ab").shape == (32,)
    assert try_int8(folder).cosine > 0.9


@pytest.mark.parametrize(
    ("settings", "onnx"),
    [
        (EmbeddingSettings(device="cpu"), True),
        (EmbeddingSettings(device="cuda"), False),
        (EmbeddingSettings(device="cpu", dtype="bfloat16"), False),
        (EmbeddingSettings(backend="torch"), False),
        (EmbeddingSettings(backend="onnx", device="auto"), True),
        (EmbeddingSettings(model="some/model", device="cpu"), False),
    ],
)
def test_what_carries_the_model_follows_from_the_settings(settings: EmbeddingSettings, onnx: bool) -> None:
    assert _is_for_onnx(settings) is onnx


def test_onnx_for_another_model_is_refused() -> None:
    with pytest.raises(ConfigError, match="e5-small-q4 only"):
        _is_for_onnx(EmbeddingSettings(model="some/model", backend="onnx"))


@pytest.mark.weights
def test_the_real_model_agrees_with_float32_sentence_transformers() -> None:
    from assistant.config import load_settings

    settings = load_settings()
    assert isinstance(settings, IndexSettings)
    text = ["云栖市(虚构)去年签约亿元以上项目一百一十个，合同额超三百亿元。", "Exports of the zone rose 12.4% in 2024."]
    torch = settings.model_copy(update={"embedding": EmbeddingSettings(backend="torch", device="cpu", dtype="float32")})
    exact = load_encoder(torch).encode_passages(text)
    ours = load_encoder(settings)
    assert (ours.encode_passages(text) * exact).sum(axis=1).min() >= 0.995
    if isinstance(ours, OnnxEncoder) and ours.arithmetic == "int8":
        assert ours.model_hash != load_encoder(torch).model_hash
    assert load_encoder(torch).model_hash == hash_model(Path("unused"), torch)


def test_the_encoder_serves_inside_a_sentence_transformer(folder: Path) -> None:
    from index.embed_module import as_sentence_transformer

    encoder = OnnxEncoder(folder, SETTINGS, "h", "int8")
    model = as_sentence_transformer(encoder, SETTINGS)
    assert np.array_equal(model.encode(TEXTS, prompt_name="document", batch_size=2), encoder.encode_passages(TEXTS))
    assert np.array_equal(model.encode_query("ab"), encoder.encode_query("ab"))
    assert model.get_embedding_dimension() == 32
