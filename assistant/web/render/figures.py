"""Figures: cards under an answer and rows of the record table. A figure always shows its period, 口径 and status."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from assistant.export.words import name_period
from assistant.figure_answers.gloss import gloss_metric
from assistant.types import Language
from assistant.web.render.safe import show
from assistant.web.texts import say
from index.text import fold
from index.types import Figure, Period


def show_value(figure: Figure) -> str:
    """Return the figure as its source writes it, with the qualifier that limits it."""
    quote = figure.quote
    return quote if not figure.qualifier or quote.startswith(figure.qualifier) else f"{figure.qualifier}{quote}"


def show_metric(metric: str, language: Language) -> Markup:
    """Return a metric; in English with its English name before the source's own."""
    gloss = gloss_metric(fold(metric)) if language == "en" else None
    if gloss is None or gloss == metric:
        return show(metric)
    return Markup('{} <span lang="zh-Hans">{}</span>').format(gloss, show(metric))


def show_period(period: Period, language: Language) -> Markup:
    """Return a period with the words of the source that said it, where they are others."""
    label = name_period(period, language)
    if period.said and period.said not in (label, period.label):
        return Markup('<span class="period">{} <q>{}</q></span>').format(show(label), show(period.said))
    return Markup('<span class="period">{}</span>').format(show(label))


def render_period(figure: Figure, language: Language) -> Markup:
    """Return the period of a figure, or the words for one that the text does not settle."""
    if figure.period is None:
        return Markup('<span class="period undated">{}</span>').format(say(language, "figure.no_period"))
    return show_period(figure.period, language)


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
        show_metric(figure.metric, language),
        threshold,
        show(show_value(figure)),
        cite,
        render_period(figure, language),
        render_status(figure, language),
    )


def plain(value: Decimal) -> str:
    """Return digits without an exponent: 1880, not 1.88E+3."""
    return f"{value.normalize():f}"
