"""Unpacking the 4-bit e5-small into an ordinary SentenceTransformer folder, once.

The packed file holds, in this order and little endian: the magic `E5S1` and a version; nine numbers of the model's
shape; a SentencePiece unigram vocabulary; a normalisation map, which NFKC makes unnecessary; a directory of tensors;
the tensors. Matrices are Q4_0: blocks of 32 weights, a float16 scale and 16 bytes, whose low halves are the weights
0-15 and high halves 16-31, each worth (half - 8) x scale. Products of a float16 and a 4-bit number are exact in
float32, so the folder is the same model, not an approximation of it.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import WeightsError
from index.weights.store import hash_file, remembered_hash

# Raised whenever the folder's content changes for the same packed file, so that old folders are made anew.
_FORMAT = 1
_MANIFEST = "yinzheng.json"
_WEIGHTS = "model.safetensors"
# Vocabulary 250037 x 384 in float32, twelve layers, the tokenizer, and the two graphs of index.embed_onnx.
UNPACKED_BYTES = 620 * 2**20
_BLOCK = 32
_BLOCK_BYTES = 18

Array = npt.NDArray[np.float32]

# Tensor names of the packed file, and what BertModel calls them.
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """The model's shape, as the head of the packed file gives it."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class _Reader:
    """Takes numbers off a packed file, one after the other."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, form: str) -> Any:
        """Return the next number of struct format `form`."""
        (value,) = struct.unpack_from("<" + form, self.content, self.at)
        self.at += struct.calcsize("<" + form)
        return value

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """Return the next `count` numbers of numpy type `kind`."""
        values = np.frombuffer(self.content, kind, count, self.at)
        self.at += values.nbytes
        return values


def is_unpacked(folder: Path, sha256: str) -> bool:
    """Say whether `folder` was made whole, in today's format, from the packed file with this hash, and is unharmed."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        unpacked = remembered_hash(folder / _WEIGHTS, folder.parent)
    except (OSError, ValueError):
        return False
    return bool(manifest == {"format": _FORMAT, "source": sha256, "unpacked": unpacked})


def unpack_sentence_transformer(packed: Path, folder: Path, sha256: str) -> None:
    """Make `folder` from the file `packed`; it appears under its name only when it is whole."""
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        _unpack_into(packed.read_bytes(), temporary)
        unpacked = hash_file(temporary / _WEIGHTS)
        _write_json(temporary / _MANIFEST, {"format": _FORMAT, "source": sha256, "unpacked": unpacked})
        # mkdtemp's 0700 and safetensors' 0600 would hide a shared cache from its other users.
        temporary.chmod(0o755)
        (temporary / _WEIGHTS).chmod(0o644)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(temporary, folder)
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise WeightsError(f"{packed}: not a packed e5 model ({error})") from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def unpack_q4(raw: bytes | memoryview, count: int) -> Array:
    """Return `count` float32 weights from Q4_0 blocks."""
    blocks = np.frombuffer(raw, np.uint8, count // _BLOCK * _BLOCK_BYTES).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return ((halves - np.float32(8)) * scales).reshape(-1)


def _unpack_into(content: bytes, folder: Path) -> None:
    from safetensors.numpy import save_file

    reader = _Reader(content)
    if content[:4] != b"E5S1":
        raise ValueError("wrong magic")
    reader.at = 8
    shape = _read_shape(reader)
    if reader.take("i") != _BLOCK:
        raise ValueError("another block size")
    pieces, scores, marks = _read_vocabulary(reader)
    _write_tokenizer(folder, pieces, scores, marks, shape.positions)
    _read_normalisation(reader)
    tensors = _name_tensors(_read_tensors(reader), shape)
    save_file(tensors, folder / _WEIGHTS, metadata={"format": "pt"})
    _write_configuration(folder, shape, marks)


def _read_shape(reader: _Reader) -> _Shape:
    hidden, layers, heads, inner, vocabulary, positions, types = (reader.take("i") for _ in range(7))
    return _Shape(hidden, layers, heads, inner, vocabulary, positions, types, reader.take("f"))


def _read_vocabulary(reader: _Reader) -> tuple[list[str], list[float], dict[str, int]]:
    """Return the pieces, their scores, and the ids of the marks."""
    count = reader.take("i")
    marks = {mark: reader.take("i") for mark in ("<s>", "</s>", "<pad>", "<unk>")}
    length = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.content[reader.at : reader.at + length]
    reader.at += length
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    return pieces, [float(score) for score in scores], marks


def _read_normalisation(reader: _Reader) -> None:
    """Pass over the map: `tokenizers` has Nmt and NFKC, of which it is a copy."""
    reader.take("i")
    length = reader.take("I")
    reader.at += length


def _read_tensors(reader: _Reader) -> dict[str, Array]:
    """Return the tensors, flat, by the names of the packed file."""
    tensors: dict[str, Array] = {}
    for _ in range(reader.take("i")):
        length = reader.take("H")
        name = reader.content[reader.at : reader.at + length].decode("ascii")
        reader.at += length
        packed, count, offset, size = reader.take("B"), reader.take("I"), reader.take("Q"), reader.take("Q")
        raw = memoryview(reader.content)[offset : offset + size]
        # A float32 tensor has four bytes a weight; a packed one little more than half a byte.
        tensors[name] = unpack_q4(raw, count) if packed and size < count * 4 else np.frombuffer(raw, "<f4", count)
    return tensors


def _name_tensors(tensors: dict[str, Array], shape: _Shape) -> dict[str, Array]:
    """Return the tensors in BertModel's names and shapes."""
    named = {new: tensors[old] for old, new in _EMBEDDINGS.items()}
    for layer in range(shape.layers):
        for old, new in _LAYER.items():
            for end, suffix in (("w", "weight"), ("b", "bias")):
                named[f"encoder.layer.{layer}.{new}.{suffix}"] = tensors[f"l{layer}.{old}.{end}"]
    for name, values in named.items():
        if name.endswith("bias") or "LayerNorm" in name:
            continue
        width = shape.inner if ".output.dense" in name and "attention" not in name else shape.hidden
        named[name] = values.reshape(-1, width)
    # BertModel has a pooler; mean pooling never looks at it. Without one, loading would complain and draw a random one.
    named["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float32)
    named["pooler.dense.bias"] = np.zeros(shape.hidden, np.float32)
    return {name: np.ascontiguousarray(values) for name, values in named.items()}


def _write_tokenizer(
    folder: Path, pieces: list[str], scores: list[float], marks: dict[str, int], positions: int
) -> None:
    """Write XLM-RoBERTa's tokenizer as `tokenizers` builds it."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), marks["<unk>"], False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[(mark, marks[mark]) for mark in ("<s>", "</s>")]
    )
    tokenizer.add_special_tokens([mark for mark, _ in sorted(marks.items(), key=lambda item: item[1])])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": positions,
            "bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>",
            "pad_token": "<pad>", "unk_token": "<unk>",
        },
    )  # fmt: skip


def _write_configuration(folder: Path, shape: _Shape, marks: dict[str, int]) -> None:
    """Write the model's shape, and the modules and prompts of a SentenceTransformer."""
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "dtype": "float32",
            "hidden_size": shape.hidden, "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads,
            "intermediate_size": shape.inner, "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions, "type_vocab_size": shape.types,
            # The head holds a float32; its shortest decimal is what BERT's authors wrote.
            "layer_norm_eps": float(f"{shape.epsilon:.6g}"), "pad_token_id": marks["<pad>"],
        },
    )  # fmt: skip
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    _write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False})
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "document": "passage: "}, "similarity_fn_name": "cosine"},
    )
    for path, _ in modules[1:]:
        (folder / path).mkdir()
    _write_json(folder / "1_Pooling" / "config.json", {"pooling_mode": "mean", "embedding_dimension": shape.hidden})
    _write_json(folder / "2_Normalize" / "config.json", {})


def _write_json(path: Path, tree: object) -> None:
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1), encoding="utf-8")
