"""The vocabulary of metrics. It is empty until it lands."""

from __future__ import annotations

from pathlib import Path

from index.types import Span


class Vocabulary:
    """Names of metrics."""

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Return where metrics are named."""
        return []

    def canonical(self, words: str) -> str | None:
        """Return the canonical name of a metric's words."""
        return None

    def confusable(self, one: str, other: str) -> bool:
        """Say whether two metrics must not be taken for each other."""
        return False


def load_vocabulary(overlay: Path | None = None) -> Vocabulary:
    """Return the vocabulary."""
    return Vocabulary()
