"""The optional reranker: reorders what was found, with any cross-encoder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.config import IndexSettings, SearchSettings
from index.embed import HashEncoder
from index.errors import WeightsError
from index.library import Library
from index.rerank import CrossEncoderReranker, rerank_hits
from index.types import Hit, Span


def make_hit(number: int, text: str) -> Hit:
    return Hit(number, f"a{number}", 1, Span(0, len(text)), text, 0.5, {"dense": 0.1}, None, "a.txt", "题", None)


class ByLength:
    """Thinks that the longer text is the better answer."""

    def score(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([len(text) for text in texts], np.float32)


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a cross-encoder of a few thousand random weights."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"云栖市签约项目总额望山区天气问题"]
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(vocabulary)), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=32, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_hits_are_put_into_the_rerankers_order_and_say_so() -> None:
    hits = rerank_hits("问", [make_hit(1, "短"), make_hit(2, "长一些的话"), make_hit(3, "次")], ByLength())
    assert [hit.passage_id for hit in hits] == [2, 1, 3]
    assert hits[0].why == {"dense": 0.1, "reranker": 7.0}


def test_nothing_found_is_nothing_reranked() -> None:
    assert rerank_hits("问", [], ByLength()) == []


def test_a_cross_encoder_scores_each_pair(tiny_model: Path) -> None:
    scores = CrossEncoderReranker(str(tiny_model)).score(
        "云栖市签约", ["云栖市签约项目", "望山区天气", "云栖市签约项目"]
    )
    assert scores.shape == (3,)
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert scores[0] != scores[1]


def test_a_model_that_cannot_be_had_is_named() -> None:
    with pytest.raises(WeightsError, match="nowhere-to-be-found"):
        CrossEncoderReranker("./nowhere-to-be-found", offline=True)


def test_a_library_uses_the_reranker_that_its_settings_name(tmp_path: Path, tiny_model: Path) -> None:
    source = tmp_path / "articles.jsonl"
    texts = ["云栖市签约项目总额12亿元。", "望山区天气晴朗，云栖市有雨。"]
    source.write_text("\n".join(f'{{"id": "{n}", "text": "{text}"}}' for n, text in enumerate(texts)), encoding="utf-8")
    settings = IndexSettings(data=tmp_path / "library", search=SearchSettings(reranker=str(tiny_model)))
    library = Library(settings, encoder=HashEncoder())
    library.ingest([source])
    hits = library.search("云栖市签约")
    assert [hit.why["reranker"] for hit in hits] == sorted((hit.why["reranker"] for hit in hits), reverse=True)
    assert len(hits) == 2
    assert len(library.search("云栖市签约", 1)) == 1
