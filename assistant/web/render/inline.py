"""An answer's Markdown as HTML: citations become buttons, everything else escaped words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from markupsafe import Markup

from assistant.markup import Block, Piece, parse_answer
from assistant.web.render.safe import join, show

Cite = Callable[[int], Markup]
_TAGS = {"paragraph": Markup("p"), "item": Markup("li"), "heading": Markup("h3")}


def render_pieces(pieces: Sequence[Piece], cite: Cite) -> Markup:
    """Render one line; `cite` turns a citation's number into a button."""
    return join(_render_piece(piece, cite) for piece in pieces)


def _render_piece(piece: Piece, cite: Cite) -> Markup:
    if piece.cite is not None:
        return cite(piece.cite)
    return Markup("<strong>{}</strong>").format(show(piece.text)) if piece.bold else show(piece.text)


def render_markdown(text: str, cite: Cite) -> Markup:
    """Render an answer's Markdown."""
    parts = []
    for is_list, blocks in groupby(parse_answer(text), lambda block: block.kind == "item"):
        body = join(_render_block(block, cite) for block in blocks)
        parts.append(Markup("<ul>{}</ul>").format(body) if is_list else body)
    return join(parts)


def _render_block(block: Block, cite: Cite) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(_TAGS[block.kind], render_pieces(block.pieces, cite))
