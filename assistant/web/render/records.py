"""The figures view: filters, the record table, a chart where one is honest."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.types import Language
from assistant.web.faces import FigureRow
from assistant.web.render.answer import spot_attributes
from assistant.web.render.chart import choose_chart, render_chart
from assistant.web.render.figures import render_period, render_status, show_metric, show_value
from assistant.web.render.pieces import load_piece
from assistant.web.render.safe import flatten, join, show, show_date
from assistant.web.render.views import plain_texts
from assistant.web.texts import say

_STATUSES = ("actual", "comparison", "target", "planned", "forecast", "requirement")


def render_records_view(language: Language) -> Markup:
    """Return the view before anything is listed."""
    statuses = join(
        Markup('<option value="{}">{}</option>').format(status, say(language, f"status.{status}"))
        for status in _STATUSES
    )
    return load_piece("figures").format(statuses=statuses, **plain_texts(language, "records"))


def render_records(rows: Sequence[FigureRow], more: bool, language: Language) -> Markup:
    """Return chart and table of figure records; each row opens its source."""
    if not rows:
        return Markup('<p class="hint">{}</p>').format(say(language, "records.none"))
    chart = choose_chart([row.figure for row in rows])
    note = say(language, "records.more" if more else "records.count", count=len(rows))
    heads = join(
        Markup('<th scope="col">{}</th>').format(say(language, f"records.{name}"))
        for name in ("subject", "metric", "value", "period", "status", "source")
    ) + Markup('<th><span class="off">{}</span></th>').format(say(language, "records.correct_title"))
    return Markup(
        '{}<p class="facts">{}</p><div class="scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="records"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(
        render_chart(chart, language),
        note,
        say(language, "records.title"),
        heads,
        join(_render_row(number, row, language) for number, row in enumerate(rows, 1)),
    )


def _render_row(number: int, row: FigureRow, language: Language) -> Markup:
    figure = row.figure
    context = [(c.span.start, c.span.end, c.role) for c in figure.context]
    spot = spot_attributes(number, figure.doc_id, figure.version, figure.span.start, figure.span.end, context)
    threshold = Markup(' <span class="threshold">{}</span>').format(show(figure.threshold)) if figure.threshold else ""
    said = Markup("<small>{}</small>").format(show(figure.metric_said)) if figure.metric_said != figure.metric else ""
    return Markup(
        '<tr class="ref" {}><td>{}</td><td>{}{}{}</td><td class="number">{}</td><td>{}</td><td>{}</td>'
        '<td><button type="button" class="ref-open"><span class="ref-title">{}</span><span class="facts">{}</span>'
        '</button></td><td><button type="button" class="mini" data-do="correct-figure" aria-label="{}">✎</button></td>'
        "</tr>"
    ).format(
        spot,
        show(figure.subject or "—"),
        show_metric(figure.metric, language),
        threshold,
        said,
        show(show_value(figure)),
        render_period(figure, language),
        render_status(figure, language),
        show(row.title),
        show_date(row.date, say(language, "source.undated")),
        say(language, "records.correct", value=flatten(show_value(figure))),
    )
