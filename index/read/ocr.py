"""Words in pictures, through an extra: `pip install 'yinzheng[ocr]'`.

RapidOCR (Apache-2.0) carries its models (PP-OCR, Apache-2.0) inside the package and runs them with onnxruntime, so
that nothing is fetched when the first scan is read.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

# What is recognised with less certainty than this is not passed on as text.
LEAST_SCORE = 0.6


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of text in a picture; pixels, `top` above `bottom`, counted from the upper edge."""

    words: str
    left: float
    top: float
    right: float
    bottom: float


Ocr = Callable[[Any], list[Recognised]]


@cache
def load_ocr() -> Ocr | None:
    """Return what recognises the lines of a picture (bytes or pixels), None where the extra is not installed."""
    if importlib.util.find_spec("rapidocr") is None:
        return None
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error"})

    def recognise(picture: Any) -> list[Recognised]:
        made = engine(picture)
        if made.boxes is None or made.txts is None:
            return []
        found = []
        for box, words, score in zip(made.boxes, made.txts, made.scores, strict=True):
            if score >= LEAST_SCORE and words.strip():
                across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
                found.append(Recognised(words.strip(), min(across), min(down), max(across), max(down)))
        return found

    return recognise
