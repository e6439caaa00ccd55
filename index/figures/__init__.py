"""Figure records out of an article. It gives none until extraction lands."""

from __future__ import annotations

from index.metrics import Vocabulary
from index.regions import Gazetteer
from index.types import Article, Figure


def extract_figures(article: Article, gazetteer: Gazetteer, vocabulary: Vocabulary) -> list[Figure]:
    """Return the records of an article."""
    return []
