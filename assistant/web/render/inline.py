"""The small part of Markdown that an answer uses: paragraphs, lists, headings, bold, `[n]` and escapes.

Anything else is text. There are no links, no images and no HTML, so nothing in an answer can leave the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from assistant.web.render.safe import join, show

Cite = Callable[[int], Markup]

# An escaped character, a citation marker, a bold mark. Linear: no part repeats inside another.
_TOKEN = re.compile(r"\\([!-/:-@\[-`{-~])|\[(\d{1,4})\]|(\*\*)")
_BULLET = re.compile(r"[-*•] +")
_HEADING = re.compile(r"#{1,6} +")


def render_inline(text: str, cite: Cite) -> Markup:
    """Render one line; `cite` turns a citation's number into a button."""
    parts: list[Markup] = []
    at, bold = 0, False
    for match in _TOKEN.finditer(text):
        parts.append(show(text[at : match.start()]))
        at = match.end()
        if match[1]:
            parts.append(show(match[1]))
        elif match[2]:
            parts.append(cite(int(match[2])))
        else:
            bold = not bold
            parts.append(Markup("<strong>") if bold else Markup("</strong>"))
    parts.append(show(text[at:]))
    if bold:
        parts.append(Markup("</strong>"))
    return join(parts)


def render_markdown(text: str, cite: Cite) -> Markup:
    """Render an answer's Markdown; unknown marks stay as they are written."""
    blocks: list[Markup] = []
    items: list[Markup] = []
    for line in [*text.split("\n"), ""]:
        bullet = _BULLET.match(line.lstrip())
        if bullet:
            items.append(Markup("<li>{}</li>").format(render_inline(line.lstrip()[bullet.end() :], cite)))
            continue
        if items:
            blocks.append(Markup("<ul>{}</ul>").format(join(items)))
            items = []
        if line.strip():
            blocks.append(_render_block(line.strip(), cite))
    return join(blocks)


def _render_block(line: str, cite: Cite) -> Markup:
    heading = _HEADING.match(line)
    if heading:
        return Markup("<h3>{}</h3>").format(render_inline(line[heading.end() :], cite))
    return Markup("<p>{}</p>").format(render_inline(line, cite))


def drop_markup(text: str) -> str:
    """Return an answer's Markdown as plain text, with `[n]` kept."""
    return _TOKEN.sub(lambda m: m[1] or (f"[{m[2]}]" if m[2] else ""), text)
