"""Figures: cards under an answer and rows of the record table. A figure always shows its period, 口径 and status."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from assistant.types import Language
from assistant.web.render.safe import join, show
from assistant.web.texts import say
from index.types import Figure, Period


def show_value(figure: Figure) -> str:
    """Return the figure as its source writes it, with the qualifier that limits it."""
    quote = figure.quote
    return quote if not figure.qualifier or quote.startswith(figure.qualifier) else f"{figure.qualifier}{quote}"


def show_period(period: Period) -> Markup:
    """Return a period with the words of the source that said it, where they are others."""
    if period.said and period.said != period.label:
        return Markup('<span class="period">{} <q>{}</q></span>').format(show(period.label), show(period.said))
    return Markup('<span class="period">{}</span>').format(show(period.label))


def render_period(figure: Figure, language: Language) -> Markup:
    """Return the period of a figure, or the words for one that the text does not settle."""
    if figure.period is None:
        return Markup('<span class="period undated">{}</span>').format(say(language, "figure.no_period"))
    return show_period(figure.period)


def render_status(figure: Figure, language: Language) -> Markup:
    """Return the badge that tells a result from a goal."""
    return Markup('<span class="status {}">{}</span>').format(figure.status, say(language, f"status.{figure.status}"))


def render_figure_card(figure: Figure, cite: Markup, language: Language) -> Markup:
    """Return the small card of a figure in an answer."""
    threshold = Markup('<span class="threshold">{}</span>').format(show(figure.threshold)) if figure.threshold else ""
    return Markup(
        '<li class="figure-card"><span class="subject">{}</span><span class="metric">{}{}</span>'
        '<strong class="value">{}{}</strong><span class="facts">{}{}</span></li>'
    ).format(
        show(figure.subject or "—"),
        show(figure.metric),
        threshold,
        show(show_value(figure)),
        cite,
        render_period(figure, language),
        render_status(figure, language),
    )


def render_canonical(figure: Figure) -> str:
    """Return the canonical value and unit in plain digits, for columns that are compared."""
    value = figure.canonical_value
    shown = "–".join(_plain(part) for part in value) if isinstance(value, tuple) else _plain(value)
    return f"{shown} {figure.canonical_unit}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def join_facts(parts: list[str]) -> Markup:
    """Return facts one beside the other."""
    return join(Markup("<span>{}</span>").format(show(part)) for part in parts if part)
