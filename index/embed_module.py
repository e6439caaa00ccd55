"""The fast default embedding inside sentence-transformers' own interface.

For those who have a `SentenceTransformer` to hand over (an evaluator, another library): the same vectors and the same
speed as `OnnxEncoder`, behind `encode`, with the prompts `query` and `document`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import InputModule

from index.config import EmbeddingSettings
from index.embed_onnx import OnnxEncoder


class OnnxModule(InputModule):  # type: ignore[misc]
    """A first and only module: text in, sentence embedding out."""

    def __init__(self, encoder: OnnxEncoder) -> None:
        super().__init__()
        self.encoder = encoder

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Hand the texts on with their prompt; the encoder has its own tokenizer."""
        return {"texts": [(prompt or "") + str(text) for text in inputs]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add `sentence_embedding`, (texts, width) float32."""
        features["sentence_embedding"] = torch.from_numpy(self.encoder.encode_texts(features["texts"]))
        return features

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self.encoder.dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refuse: what is saved is the folder that the encoder was made from, an ordinary SentenceTransformer."""
        raise NotImplementedError(f"copy the unpacked weights to {output_path} instead")


def as_sentence_transformer(encoder: OnnxEncoder, settings: EmbeddingSettings) -> SentenceTransformer:
    """Return a `SentenceTransformer` that runs on the encoder."""
    prompts = {"query": settings.query_prompt, "document": settings.passage_prompt}
    return SentenceTransformer(modules=[OnnxModule(encoder)], device="cpu", prompts=prompts)
