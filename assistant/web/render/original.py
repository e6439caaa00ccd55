"""The original of an article: a page of a PDF as a drawing with boxes, cells, or plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from markupsafe import Markup

from assistant.types import Language
from assistant.web.render.marks import MarkKind
from assistant.web.render.safe import flatten, join, show
from assistant.web.texts import say
from index.read.pages import PageSize
from index.types import Article, Origin


@dataclass(frozen=True, slots=True)
class Boxed:
    """A box on a page in points, from the lower left as PDF counts, and what stands in it."""

    box: tuple[float, float, float, float]
    kind: MarkKind


def render_page(article: Article, number: int, size: PageSize, boxes: Sequence[Boxed], language: Language) -> Markup:
    """Return a page as a drawing; boxes lie over it, and buttons lead to the pages around it."""
    drawn = join(
        Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>').format(
            item.box[0] - 2,
            size.height - item.box[3] - 2,
            item.box[2] - item.box[0] + 4,
            item.box[3] - item.box[1] + 4,
            item.kind,
        )
        for item in boxes
    )
    picture = f"original/{article.doc_id}/{article.version}/{number}.png"
    return Markup(
        '<div class="original"><h2>{}</h2><p class="pager"><button type="button" class="button" data-page="{}" {}>{}'
        '</button><span>{}</span><button type="button" class="button" data-page="{}" {}>{}</button></p>'
        '<svg class="pdf-page" viewBox="0 0 {w:.1f} {h:.1f}" role="img" aria-label="{}"><image href="{}"'
        ' width="{w:.1f}" height="{h:.1f}"/>{}</svg></div>'
    ).format(
        show(article.title),
        number - 1,
        Markup("disabled") if number <= 1 else "",
        say(language, "original.previous"),
        say(language, "original.page", page=number, pages=size.pages),
        number + 1,
        Markup("disabled") if number >= size.pages else "",
        say(language, "original.next"),
        say(language, "original.page", page=number, pages=size.pages),
        picture,
        drawn,
        w=size.width,
        h=size.height,
    )


def render_cells(name: str, origins: Sequence[Origin], language: Language) -> Markup:
    """Return where the cited words stand in a workbook or a presentation."""
    items = join(
        Markup("<li>{}</li>").format(
            show(
                say(language, "original.slide", page=o.page)
                if o.page and not o.cell
                else say(language, "original.cell", sheet=o.sheet or "", cell=o.cell or "")
            )
        )
        for o in origins[:50]
    )
    return Markup('<div class="original"><h2>{}</h2><ul class="cells">{}</ul></div>').format(show(name), items)


def render_plain(article: Article, text: str, language: Language) -> Markup:
    """Return the file as text."""
    note = say(language, "original.plain", path=PurePath(article.path).name)
    return Markup(
        '<div class="original"><h2>{}</h2><p class="facts" title="{}">{}</p><pre dir="auto">{}</pre></div>'
    ).format(show(article.title), flatten(article.path), show(note), show(text))


def render_missing(article: Article, language: Language) -> Markup:
    """Return what there is to say where the file is gone or holds the article no more."""
    return Markup('<div class="original"><h2>{}</h2><p class="notice">{}</p></div>').format(
        show(article.title), show(say(language, "original.missing", path=article.path))
    )
