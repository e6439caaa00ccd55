"""The comparison table: a citation in every cell, honest blanks, warnings above."""

from __future__ import annotations

from markupsafe import Markup

from assistant.types import Cell, Language, Table
from assistant.web.render.figures import render_status
from assistant.web.render.inline import Cite
from assistant.web.render.safe import flatten, join, show
from assistant.web.texts import say


def render_table(table: Table, cite: Cite, language: Language) -> Markup:
    """Return the table; the first column is the aspect."""
    warnings = join(Markup('<p class="warning" role="note">{}</p>').format(show(warning)) for warning in table.warnings)
    head = join(
        Markup('<th scope="col"><button type="button" class="sort">{}</button>{}</th>').format(
            show(column), _render_hide(column, language) if number else ""
        )
        for number, column in enumerate(table.columns)
    )
    rows = join(_render_row(row, cite, language) for row in table.rows)
    return Markup(
        '<div class="comparison">{}<div class="scroll" tabindex="0" role="region" aria-label="{}"><table>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></div>"
    ).format(warnings, say(language, "table.label"), head, rows)


def _render_hide(column: str, language: Language) -> Markup:
    return Markup('<button type="button" class="hide-column" aria-label="{}">×</button>').format(
        say(language, "compare.hide_column", column=flatten(column))
    )


def _render_row(row: tuple[Cell, ...], cite: Cite, language: Language) -> Markup:
    aspect, *cells = row
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(
        show(aspect.text), join(_render_cell(cell, cite, language) for cell in cells)
    )


def _render_cell(cell: Cell, cite: Cite, language: Language) -> Markup:
    if cell.blank is not None:
        return Markup('<td class="blank">{}</td>').format(say(language, f"blank.{cell.blank}"))
    parts = [Markup('<span class="cell">{}</span>').format(show(cell.text))]
    parts.extend(cite(n) for n in cell.citations)
    sort_value = ""
    if cell.figure is not None:
        value = cell.figure.canonical_value
        sort_value = str(value[0] if isinstance(value, tuple) else value)
        # The words of the cell tell the period.
        parts.append(Markup('<span class="facts">{}</span>').format(render_status(cell.figure, language)))
    if cell.note:
        parts.append(Markup('<span class="note">{}</span>').format(show(cell.note)))
    return Markup('<td data-value="{}">{}</td>').format(sort_value, join(parts))
