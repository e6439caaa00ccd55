"""Charts as SVG, drawn here: bars for one period, lines over periods.

Only figures of one 口径, one unit, one status and one length of period share a chart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from markupsafe import Markup

from assistant.export.words import name_period
from assistant.types import Language, Table
from assistant.web.render.figures import show_metric, show_value
from assistant.web.render.safe import join, show
from assistant.web.texts import say
from index.types import Figure, Period

# More lines than this cannot be told apart, more bars not read.
_MOST_LINES = 6
_MOST_BARS = 24
_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM, _PLOT = 720, 64, 120, 32, 30, 200
# Narrow, so that its words can be read on a phone.
_BARS_WIDTH, _BAR_HEIGHT, _BAR_LABEL, _BAR_VALUE = 440, 26, 124, 104

Refusal = Literal["too_few", "metrics", "units", "statuses", "periods", "too_many"]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart: whose, for which period, and how the source writes it."""

    subject: str
    period: Period
    value: Decimal
    shown: str

    @property
    def end(self) -> dt.date:
        """The last day, by which points of one length are told apart."""
        return self.period.end


@dataclass(frozen=True, slots=True)
class Chart:
    """Points that may stand in one chart, or the reason why they may not.

    `about` is one of its figures, which names what all of them are; `of` counts the figures among which those of the
    chart were chosen.
    """

    points: tuple[Point, ...] = ()
    refusal: Refusal | None = None
    about: Figure | None = None
    of: int = 0

    @property
    def over_time(self) -> bool:
        """Say whether there is more than one period."""
        return len({point.end for point in self.points}) > 1


def plan_chart(figures: Sequence[Figure]) -> Chart:
    """Return the points of a chart; figures that differ in 口径, unit, status or length of period share none."""
    usable = [f for f in figures if f.period is not None and not isinstance(f.canonical_value, tuple)]
    if len(usable) < 2:
        return Chart(refusal="too_few")
    tests: tuple[tuple[Refusal, set[object]], ...] = (
        ("metrics", {(f.metric, f.threshold) for f in usable}),
        ("units", {f.canonical_unit for f in usable}),
        ("statuses", {f.status for f in usable}),
    )
    for refusal, values in tests:
        if len(values) > 1:
            return Chart(refusal=refusal)
    points = tuple({(p.subject, p.end): p for p in map(_as_point, usable)}.values())
    lengths = {_months(p.period) for p in points}
    if len(lengths) > 1 and max(lengths) - min(lengths) > 1:
        return Chart(refusal="periods")
    over_time = len({p.end for p in points}) > 1
    subjects = len({p.subject for p in points})
    if subjects > (_MOST_LINES if over_time else _MOST_BARS):
        return Chart(refusal="too_many")
    return Chart(points, about=usable[0]) if len(points) > 1 else Chart(refusal="too_few")


def choose_chart(figures: Sequence[Figure]) -> Chart:
    """Return a chart of all figures, else of the most that may share one: a ranking, or the series of one subject."""
    whole = plan_chart(figures)
    if whole.refusal is None:
        return whole
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        if figure.subject and figure.period is not None and not isinstance(figure.canonical_value, tuple):
            kind = (figure.metric, figure.threshold, figure.canonical_unit, figure.status)
            groups.setdefault((*kind, figure.period.start, figure.period.end), []).append(figure)
            groups.setdefault((*kind, figure.subject, _months(figure.period)), []).append(figure)
    charts = [chart for group in groups.values() if (chart := plan_chart(group)).refusal is None]
    # The most points, and of as many the newest.
    best = max(charts, key=lambda chart: (len(chart.points), max(p.end for p in chart.points)), default=None)
    return whole if best is None else replace(best, of=len(figures))


def _months(period: Period) -> int:
    """Return about how many months a period lasts; a leap year is as long as another."""
    return (period.end - period.start).days // 27


def _as_point(figure: Figure) -> Point:
    period, value = figure.period, figure.canonical_value
    if period is None or isinstance(value, tuple):
        raise ValueError("a point has a period and one value")
    return Point(figure.subject or "—", period, value, show_value(figure))


def render_chart(chart: Chart, language: Language) -> Markup:
    """Return the chart, or one line that says why there is none."""
    if chart.refusal is not None or chart.about is None:
        return Markup('<p class="no-chart">{}</p>').format(say(language, f"chart.{chart.refusal}"))
    drawn = _draw_lines(chart.points, language) if chart.over_time else _draw_bars(chart.points, language)
    return Markup('<figure class="chart"><figcaption>{}</figcaption>{}</figure>').format(
        _render_caption(chart, chart.about, language), drawn
    )


def _render_caption(chart: Chart, about: Figure, language: Language) -> Markup:
    """Say what all points are: 口径, status, and the period where there is one; and how many were left out."""
    parts = [show_metric(about.metric, language)]
    parts += [show(about.threshold)] if about.threshold else []
    parts.append(show(say(language, f"status.{about.status}")))
    parts += [] if chart.over_time else [show(name_period(chart.points[0].period, language))]
    if chart.of:
        parts.append(show(say(language, "chart.chosen", shown=len(chart.points), all=chart.of)))
    return Markup(" · ").join(parts)


def _draw_bars(points: Sequence[Point], language: Language) -> Markup:
    ordered = sorted(points, key=lambda point: point.value, reverse=True)
    widest = max((abs(point.value) for point in ordered), default=Decimal(1)) or Decimal(1)
    room = _BARS_WIDTH - _BAR_LABEL - _BAR_VALUE
    rows = []
    for number, point in enumerate(ordered):
        y = number * _BAR_HEIGHT
        width = float(abs(point.value) / widest) * room
        rows.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text><rect x="{}" y="{}" width="{:.1f}" height="16"'
                ' class="{}"/><text x="{:.1f}" y="{}" class="value">{}</text>'
            ).format(
                _BAR_LABEL - 8, y + 17, show(point.subject[:9]), _BAR_LABEL, y + 4, max(width, 1.0),
                "down" if point.value < 0 else "bar", _BAR_LABEL + width + 6, y + 17, show(point.shown),
            )
        )  # fmt: skip
    return _wrap(join(rows), (_BARS_WIDTH, len(ordered) * _BAR_HEIGHT + 6), ordered, language, "bars")


def _draw_lines(points: Sequence[Point], language: Language) -> Markup:
    ends = sorted({point.end for point in points})
    labels = {point.end: name_period(point.period, language) for point in points}
    low, high = min(p.value for p in points), max(p.value for p in points)
    # The axis starts at nought: a cut axis makes small changes look large.
    base = min(low, Decimal(0))
    span = (high - base) or Decimal(1)
    room = _WIDTH - _LEFT - _RIGHT

    def x(end: dt.date) -> float:
        days = (ends[-1] - ends[0]).days or 1
        return _LEFT + (end - ends[0]).days / days * room

    def y(value: Decimal) -> float:
        return _TOP + _PLOT - float((value - base) / span) * _PLOT

    grid = join(
        Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
            x(end), _TOP + _PLOT + 20, show(labels[end])
        )
        for end in ends[:: max(1, len(ends) // 8 + 1)]
    )
    axis = Markup('<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" class="axis"/>').format(
        _LEFT - 10, _WIDTH - _RIGHT + 10, _TOP + _PLOT
    )
    lines = join(
        _draw_line(number, subject, [p for p in points if p.subject == subject], x, y)
        for number, subject in enumerate(sorted({p.subject for p in points}))
    )
    return _wrap(
        Markup("{}{}{}").format(axis, grid, lines), (_WIDTH, _TOP + _PLOT + _BOTTOM), points, language, "lines"
    )


def _draw_line(
    number: int, subject: str, points: Sequence[Point], x: Callable[[dt.date], float], y: Callable[[Decimal], float]
) -> Markup:
    ordered = sorted(points, key=lambda point: point.end)
    path = " ".join(f"{x(p.end):.1f},{y(p.value):.1f}" for p in ordered)
    dots = join(
        Markup(
            '<circle cx="{0:.1f}" cy="{1:.1f}" r="3.5"/><text x="{0:.1f}" y="{2:.1f}" text-anchor="middle">{3}</text>'
        ).format(x(p.end), y(p.value), y(p.value) - 9, show(p.shown))
        for p in ordered
    )
    last = ordered[-1]
    return Markup(
        '<g class="series s{}"><polyline points="{}"/>{}<text x="{:.1f}" y="{:.1f}" class="name">{}</text></g>'
    ).format(number, path, dots, x(last.end) + 12, y(last.value) + 5, show(subject[:10]))


def _wrap(
    body: Markup, size: tuple[int, int], points: Sequence[Point], language: Language, kind: Literal["bars", "lines"]
) -> Markup:
    described = "；".join(f"{p.subject} {name_period(p.period, language)} {p.shown}" for p in points)
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        kind, *size, described, body
    )


def render_table_charts(table: Table, language: Language) -> Markup:
    """Return a chart for each row of a comparison whose cells are figures of one 口径; else why there is none."""
    charts = []
    for row in table.rows:
        figures = [cell.figure for cell in row[1:] if cell.figure is not None]
        if len(figures) > 1:
            charts.append(render_chart(plan_chart(figures), language))
    if not charts:
        return Markup("")
    return Markup('<details class="charts"><summary>{}</summary>{}</details>').format(
        say(language, "chart.title"), join(charts)
    )
