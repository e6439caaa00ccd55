"""Weights: what they are, where they come from, and that they are what they should be.

`find` never touches the network; `pull` does. Everything is trusted by SHA-256 alone.
"""

from index.weights.fetch import Progress, WeightsState, find, list_weights, pull
from index.weights.registry import ARTEFACTS, Artefact
from index.weights.store import remembered_hash

__all__ = ["ARTEFACTS", "Artefact", "Progress", "WeightsState", "find", "list_weights", "pull", "remembered_hash"]
