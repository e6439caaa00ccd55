"""Escaping: the one door through which words from documents, models and users come into the page.

`Markup` (markupsafe) escapes whatever is formatted into it. On top of that, invisible characters that turn the
direction of the text around are shown as what they are, and only http and https links become links.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

# Embeddings, overrides and isolates of the bidirectional algorithm, and control characters that no font shows.
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SHOWN_INVISIBLE = Markup('<span class="invisible" title="U+{code}">▯</span>')


def show(text: str) -> Markup:
    """Escape `text` and make its invisible characters visible."""
    shown = escape(text)
    return Markup(_INVISIBLE.sub(lambda m: _SHOWN_INVISIBLE.format(code=f"{ord(m[0]):04X}"), str(shown)))


def flatten(text: str) -> str:
    """Return `text` without invisible characters, for attributes and file names."""
    return _INVISIBLE.sub("", text)


def join(parts: Iterable[Markup]) -> Markup:
    """Put pieces of HTML one after the other."""
    return Markup("").join(parts)


def show_link(url: str | None, words: str) -> Markup:
    """Return a link that tells its target nothing about us, or nothing where `url` is not http or https."""
    if not url or not is_web_address(url):
        return Markup("")
    return Markup('<a class="outward" href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, words)


def is_web_address(url: str) -> bool:
    """Say whether `url` is a plain http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def show_date(date: dt.date | None, unknown: str) -> Markup:
    """Return a date in ISO form, or the words for one that the page does not settle."""
    if date is None:
        return Markup('<span class="undated">{}</span>').format(unknown)
    return Markup('<time datetime="{0}">{0}</time>').format(date.isoformat())
