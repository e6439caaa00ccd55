"""The original of an article: a page of a PDF as a drawing with boxes, cells, or plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from markupsafe import Markup
from openpyxl.utils import get_column_letter

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


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a workbook, and whether it is cited."""

    text: str
    cited: bool


# Row → column → cell, both counted from 1.
Grid = Mapping[int, Mapping[int, SheetCell]]


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


def render_slides(name: str, origins: Sequence[Origin], language: Language) -> Markup:
    """Return on which slides the cited words stand in a presentation."""
    items = join(
        Markup("<li>{}</li>").format(say(language, "original.slide", page=page))
        for page in sorted({origin.page for origin in origins if origin.page})
    )
    return Markup('<div class="original"><h2>{}</h2><ul class="cells">{}</ul></div>').format(show(name), items)


def render_sheet(name: str, sheet: str, grid: Grid, language: Language) -> Markup:
    """Return the cited cells of a workbook among their neighbours, with its own letters and numbers around."""
    columns = sorted({column for row in grid.values() for column in row})
    heads = join(Markup('<th scope="col">{}</th>').format(get_column_letter(column)) for column in columns)
    rows = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            number, join(_render_cell(row.get(column), f"{get_column_letter(column)}{number}") for column in columns)
        )
        for number, row in sorted(grid.items())
    )
    label = say(language, "original.sheet", sheet=flatten(sheet))
    return Markup(
        '<div class="original"><h2>{}</h2><p class="facts">{}</p><div class="scroll" tabindex="0" role="region"'
        ' aria-label="{}"><table class="sheet"><thead><tr><th scope="col"><span class="off">{}</span></th>{}</tr>'
        "</thead><tbody>{}</tbody></table></div></div>"
    ).format(show(name), label, label, say(language, "original.row"), heads, rows)


def _render_cell(cell: SheetCell | None, address: str) -> Markup:
    if cell is None:
        return Markup("<td></td>")
    words = show(cell.text)
    if not cell.cited:
        return Markup("<td>{}</td>").format(words)
    return Markup('<td title="{}"><mark class="active">{}</mark></td>').format(address, words)


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
