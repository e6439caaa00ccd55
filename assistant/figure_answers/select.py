"""Which records answer one number of a question, and what there is where none does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from assistant.figure_answers.asks import Ask, Wanted
from assistant.figure_answers.match import Confusable, Match, match_metric, match_subject
from assistant.figure_answers.terms import shield
from assistant.figure_answers.timing import Timing, compare_periods, same_occasion
from assistant.figure_answers.view import View, effective_status, is_unfinished
from assistant.types import RefusalReason
from index.types import Period, Region

RESULTS = frozenset({"actual", "comparison"})
GOALS = frozenset({"target", "requirement"})
_OBLIGING = frozenset({"不少于", "不低于"})
# Records this much below the best are another metric that happens to share words.
_MARGIN = 0.12
_CLOSENESS: dict[Timing, int] = {"same": 0, "so_far": 1, "within": 2, "open": 3, "other": 4}


@dataclass(frozen=True, slots=True)
class Slot:
    """One number that is wanted: of whom, which, when."""

    ask: Ask
    region: Region | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A record with how it stands to a slot."""

    view: View
    match: Match
    timing: Timing = "same"

    @property
    def order(self) -> tuple[float, str, int]:
        """Best first, then a stable order."""
        return (-self.match.score, *self.view.rank)


@dataclass(frozen=True, slots=True)
class Choice:
    """The records that answer a slot, best first, or why none does and the nearest that there are."""

    slot: Slot
    fits: tuple[Fit, ...] = ()
    reason: RefusalReason | None = None
    nearest: tuple[Fit, ...] = ()
    # Plans and forecasts of the same, set aside because there are results.
    plans: tuple[Fit, ...] = ()

    @property
    def views(self) -> tuple[View, ...]:
        """The answering records."""
        return tuple(fit.view for fit in self.fits)


@dataclass(slots=True)
class _Sorted:
    """Candidates of a slot, by what keeps them from answering it."""

    fits: list[Fit] = field(default_factory=list)
    goals: list[Fit] = field(default_factory=list)
    other_period: list[Fit] = field(default_factory=list)
    other_metric: list[Fit] = field(default_factory=list)


def choose(
    slot: Slot, wanted: Wanted, views: list[View], today: dt.date, confusable: Confusable | None = None
) -> Choice:
    """Return the records that answer the slot, or the reason and the nearest."""
    found = _sort_views(slot, wanted, views, today, confusable)
    if found.fits:
        best = _keep_best(found.fits, slot)
        plans = [fit for fit in found.fits if effective_status(fit.view) not in RESULTS and fit not in best]
        return Choice(slot, tuple(best), plans=tuple(plans))
    for reason, near in (
        # Asked for a goal, a result is another figure of the same; asked for a result, a goal is only a goal.
        ("other_metric" if slot.ask.wants_target else "only_target", found.goals),
        ("other_period", found.other_period),
        ("other_metric", found.other_metric),
    ):
        if near:
            return Choice(slot, (), reason, tuple(sorted(near, key=lambda fit: fit.order)[:3]))  # type: ignore[arg-type]
    return Choice(slot, (), "no_figure")


def _sort_views(
    slot: Slot, wanted: Wanted, views: list[View], today: dt.date, confusable: Confusable | None
) -> _Sorted:
    """Judge the records of the slot's place; those of another time only where nothing of the asked time is there."""
    asked, found = shield(wanted.text), _Sorted()
    key = slot.region.key if slot.region is not None else None
    own = [view for view in views if key is None or view.figure.subject_key in (None, key)]
    timed = [(view, _time(slot, view, today)) for view in own]

    def judge(view: View, timing: Timing) -> None:
        subject = match_subject(view, slot.region, asked)
        if subject > 0:
            match = match_metric(slot.ask, wanted.shared, view, asked, subject, confusable)
            _sort(Fit(view, match, timing), slot, found)

    for view, timing in timed:
        if timing != "other":
            judge(view, timing)
    if not (found.fits or found.goals):
        for view, timing in timed:
            if timing == "other":
                judge(view, timing)
    return found


def _time(slot: Slot, view: View, today: dt.date) -> Timing:
    if slot.period is None:
        return "same"
    return compare_periods(slot.period, view.figure.period, today, view.article.date)


def _sort(fit: Fit, slot: Slot, found: _Sorted) -> None:
    """Put a candidate where it belongs."""
    if not fit.match.fits:
        if fit.match.near and fit.timing != "other":
            found.other_metric.append(fit)
        return
    if not right_status(fit.view, slot.ask):
        found.goals.append(fit)
    elif fit.timing == "other":
        found.other_period.append(fit)
    else:
        found.fits.append(fit)


def right_status(view: View, ask: Ask) -> bool:
    """Say whether a record of its status may answer: a goal never answers for a result, nor a result for a goal."""
    status = effective_status(view)
    if status in RESULTS and view.figure.qualifier in _OBLIGING:
        # 提供不少于6.8万个岗位 obliges; it counts nothing yet.
        status = "requirement"
    if ask.wants_result:
        return status in RESULTS and not is_unfinished(view)
    if ask.wants_target:
        return status not in RESULTS
    return status not in GOALS


def _keep_best(fits: list[Fit], slot: Slot) -> list[Fit]:
    """Keep the best records that belong together: one metric, one occasion, results before plans."""
    if not slot.ask.wants_target and any(effective_status(fit.view) in RESULTS for fit in fits):
        fits = [fit for fit in fits if effective_status(fit.view) in RESULTS]
    if slot.ask.wants_target and any(effective_status(fit.view) == "target" for fit in fits):
        # 全市目标 is asked for, not what each district is obliged to.
        fits = [fit for fit in fits if effective_status(fit.view) != "requirement"]
    closest = min(_CLOSENESS[fit.timing] for fit in fits)
    fits = sorted((fit for fit in fits if _CLOSENESS[fit.timing] == closest), key=lambda fit: fit.order)
    if slot.ask.every:
        return _latest(fits)
    top = fits[0].match.score
    return _latest([fit for fit in fits if fit.match.score >= top - _MARGIN])


def _latest(fits: list[Fit]) -> list[Fit]:
    """Keep the records of the latest occasion; those without a period belong to any."""
    dated = [fit for fit in fits if fit.view.figure.period is not None]
    if not dated:
        return fits
    latest = max(dated, key=lambda fit: _recency(fit.view)).view.figure.period
    return [fit for fit in fits if same_occasion(fit.view.figure.period, latest)]


def _recency(view: View) -> tuple[dt.date, int]:
    """Later ends are later; of two that end together the longer is the fuller."""
    period = view.figure.period
    assert period is not None
    return (period.end, -period.start.toordinal())
