"""The unpacker: four-bit blocks, and a folder that sentence-transformers reads."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from index.errors import WeightsError
from index.weights.unpack import is_unpacked, unpack_q4, unpack_sentence_transformer

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁亿", "元", "ab"]


def make_packed() -> bytes:
    """Return a packed model of one layer, 32 wide, whose matrices are all (3 - 8) x 0.5."""
    block = struct.pack("<e", 0.5) + bytes([0x33]) * 16
    matrices = {"emb.word": 8, **{f"l0.{name}.w": 32 for name in ("q", "k", "v", "ao", "fo")}, "l0.fi.w": 32}
    floats = {"emb.pos": 16 * 32, "emb.type": 64, "emb.ln.w": 32, "emb.ln.b": 32}
    floats |= {f"l0.{name}.b": 32 for name in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")}
    floats |= {"l0.aln.w": 32, "l0.oln.w": 32}
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4").tobytes()
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 2, 32, 8, 16, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + offsets
    head += struct.pack("<8f", 0, 0, 0, 0, -2, -1, -1, -3) + blob
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xFF10, 1, 0x30)
    tensors = [(name, 1, rows * 32, block * rows) for name, rows in matrices.items()]
    tensors += [(name, 0, count, np.full(count, 0.25, "<f4").tobytes()) for name, count in floats.items()]
    size = 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    at = len(head) + size
    directory = struct.pack("<i", len(tensors))
    for name, kind, count, raw in tensors:
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, at, len(raw))
        at += len(raw)
    return head + directory + b"".join(raw for *_, raw in tensors)


def test_low_halves_are_the_first_sixteen_weights() -> None:
    raw = struct.pack("<e", 2.0) + bytes([0x9F]) + bytes([0x88]) * 15
    weights = unpack_q4(raw, 32)
    assert weights[0] == (15 - 8) * 2
    assert weights[16] == (9 - 8) * 2
    assert weights.sum() == 16


def test_the_folder_is_an_ordinary_sentence_transformer(tmp_path: Path) -> None:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    (tmp_path / "m.bin").write_bytes(make_packed())
    unpack_sentence_transformer(tmp_path / "m.bin", tmp_path / "m", "hash")
    tensors = load_file(tmp_path / "m" / "model.safetensors")
    assert tensors["embeddings.word_embeddings.weight"].shape == (8, 32)
    assert tensors["encoder.layer.0.attention.self.query.weight"][0, 0] == np.float32(-2.5)
    assert json.loads((tmp_path / "m" / "config.json").read_text())["layer_norm_eps"] == 1e-12
    tokenizer = Tokenizer.from_file(str(tmp_path / "m" / "tokenizer.json"))
    # Full-width A and b are folded by NFKC only in form; the space becomes the mark of a word's beginning.
    assert tokenizer.encode(" 亿元  ａｂ").tokens == ["<s>", "▁亿", "元", "▁", "ab", "</s>"]


def test_a_folder_counts_only_while_it_is_whole_and_unharmed(tmp_path: Path) -> None:
    (tmp_path / "m.bin").write_bytes(make_packed())
    unpack_sentence_transformer(tmp_path / "m.bin", tmp_path / "m", "hash")
    assert is_unpacked(tmp_path / "m", "hash")
    assert not is_unpacked(tmp_path / "m", "other")
    weights = tmp_path / "m" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    assert not is_unpacked(tmp_path / "m", "hash")


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(100), make_packed()[:200], make_packed()[:-5000]])
def test_another_or_a_shortened_file_leaves_no_folder(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.bin").write_bytes(content)
    with pytest.raises(WeightsError, match="not a packed e5 model"):
        unpack_sentence_transformer(tmp_path / "m.bin", tmp_path / "m", "hash")
    assert [path.name for path in tmp_path.iterdir()] == ["m.bin"]
