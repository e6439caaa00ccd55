"""A small trained reader: it says whether a stretch of an article answers a question, and with which words.

One question and one window go in together, as with a cross-encoder; two numbers a token come out, how well an answer
begins and how well it ends there, beside those for "nothing here answers". It knows words, not rules: which year is
asked, which place holds which, and whether a goal is told stay with the code around it. `docs/reader.md` says what it
was trained on and what it is worth.
"""

from __future__ import annotations

from assistant.reader.claims import ClaimReader, ClaimReading, Passage, open_claim_reader
from assistant.reader.model import TrainedReader, WindowReading, open_reader
from assistant.reader.spans import SpanReader
from assistant.reader.windows import Window, make_windows

__all__ = [
    "ClaimReader",
    "ClaimReading",
    "Passage",
    "SpanReader",
    "TrainedReader",
    "Window",
    "WindowReading",
    "make_windows",
    "open_claim_reader",
    "open_reader",
]
