"""What a claim is before its source, as the reader labels it."""

from __future__ import annotations

LABELS = ("supported", "contradicted", "not_found")
