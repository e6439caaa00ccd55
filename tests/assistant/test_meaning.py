"""A sentence is encoded once, and its vector is what the encoder gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.meaning import SentenceMemory
from index.embed import HashEncoder, Vectors


class _Counting(HashEncoder):
    """Notes what it is asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().encode_passages(texts)


def test_a_sentence_is_encoded_once_and_its_rows_stand_in_order() -> None:
    encoder, memory = _Counting(), SentenceMemory()
    first = memory.encode(encoder, ["甲区签约。", "乙区签约。"])
    again = memory.encode(encoder, ["乙区签约。", "丙区签约。", "甲区签约。"])
    assert encoder.asked == ["甲区签约。", "乙区签约。", "丙区签约。"]
    assert np.array_equal(again[[2, 0]], first)
    assert np.array_equal(again, HashEncoder().encode_passages(["乙区签约。", "丙区签约。", "甲区签约。"]))


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    encoder, memory = _Counting(), SentenceMemory(2)
    for sentence in ("甲。", "乙。", "甲。", "丙。", "甲。", "乙。"):
        memory.encode(encoder, [sentence])
    assert encoder.asked == ["甲。", "乙。", "丙。", "乙。"]
