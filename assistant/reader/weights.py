"""The reader's weights as they are shipped: eight bits a number, a scale a column.

Only what training changed is in the file, the upper layers and the head. The table of words, the tokenizer and the
lower layers are those of the default embedding, which every installation has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embed_graph import quantise_columns

Array = npt.NDArray[Any]

WEIGHTS = Path(__file__).parent / "data" / "reader.npz"
HEAD_WEIGHT, HEAD_BIAS = "head.weight", "head.bias"
_SCALES = ".scales"


def save_weights(tensors: Mapping[str, Array], path: Path = WEIGHTS) -> None:
    """Write tensors of float32; matrices (outputs, inputs) of an encoder's layers go down to 8 bits."""
    packed: dict[str, Array] = {}
    for name, values in tensors.items():
        if values.ndim == 2 and name != HEAD_WEIGHT:
            quantised, scales = quantise_columns(values.T)
            packed[name], packed[name + _SCALES] = quantised, scales
        else:
            packed[name] = values.astype(np.float32)
    # Never pickled: a file of numbers can do nothing but be numbers.
    np.savez_compressed(path, allow_pickle=False, **packed)


def read_weights(path: Path = WEIGHTS) -> dict[str, Array]:
    """Return the float32 tensors under their names in the encoder, and those of the head."""
    with np.load(path, allow_pickle=False) as packed:
        return {name: _restore(packed, name) for name in packed.files if not name.endswith(_SCALES)}


def _restore(packed: Mapping[str, Array], name: str) -> Array:
    if name + _SCALES not in packed:
        return np.asarray(packed[name])
    return np.ascontiguousarray((packed[name].astype(np.float32) * packed[name + _SCALES]).T)


@cache
def hash_weights(path: Path = WEIGHTS) -> str:
    """Return the SHA-256 of the shipped file; what is built from it is kept under this name."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
