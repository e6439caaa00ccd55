"""The small part of Markdown that an answer is written in: paragraphs, items, headings, bold, `[n]` and escapes.

Anything else is text. There are no links, no images and no HTML, so nothing in an answer can lead anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# An escaped character, a citation marker, a bold mark. Linear: no part repeats inside another.
_TOKEN = re.compile(r"\\([!-/:-@\[-`{-~])|\[(\d{1,4})\]|(\*\*)")
_BULLET = re.compile(r"[-*•] +")
_HEADING = re.compile(r"#{1,6} +")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or the number of a citation."""

    text: str = ""
    bold: bool = False
    cite: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, or a heading."""

    kind: Literal["paragraph", "item", "heading"]
    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        """The words with `[n]` for citations."""
        return "".join(piece.text if piece.cite is None else f"[{piece.cite}]" for piece in self.pieces)


def parse_line(line: str) -> tuple[Piece, ...]:
    """Return the pieces of one line."""
    pieces: list[Piece] = []
    words, at, bold = "", 0, False
    for match in _TOKEN.finditer(line):
        words += line[at : match.start()]
        at = match.end()
        if match[1]:
            words += match[1]
            continue
        if words:
            pieces.append(Piece(words, bold))
        words = ""
        if match[2]:
            pieces.append(Piece(cite=int(match[2])))
        else:
            bold = not bold
    words += line[at:]
    if words:
        pieces.append(Piece(words, bold))
    return tuple(pieces)


def parse_answer(text: str) -> list[Block]:
    """Return the blocks of an answer; each line is one."""
    blocks: list[Block] = []
    for line in text.split("\n"):
        line = line.strip()
        bullet, heading = _BULLET.match(line), _HEADING.match(line)
        if bullet:
            blocks.append(Block("item", parse_line(line[bullet.end() :])))
        elif heading:
            blocks.append(Block("heading", parse_line(line[heading.end() :])))
        elif line:
            blocks.append(Block("paragraph", parse_line(line)))
    return blocks
