"""The larger pieces of HTML, kept as `.html` files beside the code; `{names}` are filled in escaped."""

from __future__ import annotations

from functools import cache
from importlib import resources

from markupsafe import Markup


@cache
def load_piece(name: str) -> Markup:
    """Return `pieces/NAME.html`."""
    source = resources.files("assistant.web").joinpath("pieces", f"{name}.html")
    return Markup(source.read_text(encoding="utf-8"))
