"""Sentences for records: short, the number exactly as written, the period said, a goal told as a goal.

An English sentence keeps the source's writing beside each number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.figure_answers.agree import Settled
from assistant.figure_answers.english import english_number
from assistant.figure_answers.gloss import gloss_metric
from assistant.figure_answers.match import is_short_form
from assistant.figure_answers.timing import label_period
from assistant.figure_answers.types import FigureConflict
from assistant.figure_answers.view import View, clause_of, effective_status, quote_of, written_number
from assistant.types import Claim, Language, Quote
from index.text import fold
from index.types import Figure, Period, Region, Span

_GROWTH_TAIL = re.compile(
    r"(?:同比|环比|比上年|较上年)?(?:名义|实际)?(?:增速|增长率|增幅|增长|涨跌幅|降幅|跌幅|涨幅|下降)(（[^）]*）)?$"
)
_LATIN = re.compile(r"[a-z]+")
_YEAR = re.compile(r"\d{4}|十四五|十三五")
_GOAL = re.compile(r"预期目标|拼搏目标|奋斗目标|约束性目标|目标任务|年度目标|目标|力争|计划|预计|要求")
# Numbers of independent articles that are cited beside the first.
_ALSO = 1
_TAILS_CHINESE: dict[str, str] = {
    "target": "（目标）",
    "planned": "（计划）",
    "forecast": "（预计）",
    "requirement": "（要求）",
}
_TAILS_ENGLISH: dict[str, str] = {
    "target": " (target)",
    "planned": " (planned)",
    "forecast": " (forecast)",
    "requirement": " (requirement)",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The language of an answer and what its sentences share."""

    language: Language

    @property
    def english(self) -> bool:
        """Say whether the answer is in English."""
        return self.language == "en"

    def pick(self, chinese: str, english: str) -> str:
        """Return the text in the answer's language."""
        return english if self.english else chinese

    def subject(self, view: View, region: Region | None) -> str:
        """Return who the record is about, as the source or the map names it."""
        subject = view.figure.subject
        if region and (
            not subject or (view.figure.subject_key is None and is_short_form(subject, region, view.article))
        ):
            return region.name
        return subject or ""

    def period(self, period: Period | None) -> str:
        """Return the period, with the source's word where that leaves the year to the article's date."""
        if period is None:
            return ""
        label = label_period(period, self.english)
        if not period.said or _YEAR.search(period.said):
            return label
        return self.pick(f"{label}（文中称“{period.said}”）", f"{label} (“{period.said}” in the source)")

    def number(self, view: View) -> str:
        """Return the number as written; in English with its English before it."""
        written = written_number(view)
        if not self.english:
            return written
        translated = english_number(view)
        return f"{translated} ({written})" if translated and translated != written else written

    def head(self, view: View, region: Region | None) -> str:
        """Return subject and period, which open a sentence."""
        subject, period = self.subject(view, region), self.period(view.figure.period)
        if not self.english:
            return subject + period
        if not period or view.figure.period is None:
            return subject
        word = "As of" if view.figure.period.start == view.figure.period.end else "In"
        return f"{word} {period}, {subject}" if subject else f"{word} {period}"

    def tail(self, view: View) -> str:
        """Return what follows a number that is no result: （目标）."""
        tails = _TAILS_ENGLISH if self.english else _TAILS_CHINESE
        return tails.get(effective_status(view), "")

    def status(self, view: View) -> str:
        """Return the same without brackets, for a note."""
        return self.tail(view).strip("（） ()")

    def body(self, view: View, subject: str = "") -> str:
        """Return metric and number: 签约额超2100亿元; 固定资产投资同比增长2.3%."""
        return self._english_body(view) if self.english else self._chinese_body(view, subject)

    def _english_body(self, view: View) -> str:
        metric = tell_metric(view)
        gloss = gloss_metric(fold(metric)) or gloss_metric(fold(view.figure.metric))
        if view.measure == "share":
            gloss = "share"
        named = f"{gloss} ({metric})" if gloss and gloss != metric else metric
        fallen = view.measure == "growth" and _negative(view)
        return f"{named} {'down ' if fallen else ''}{self.number(view)}{self.tail(view)}"

    def _chinese_body(self, view: View, subject: str) -> str:
        figure, number = view.figure, self.number(view)
        told = tell_metric(view)
        metric = told.removeprefix(subject) or told
        if figure.threshold and figure.threshold not in metric:
            metric = f"{figure.threshold}{metric}"
        tail = self.tail(view)
        if view.measure == "growth" and figure.status not in ("target", "requirement"):
            return f"{_grow(metric, view)}{number}{tail}"
        goal = _GOAL.search(fold(view.clause)) if figure.status in ("target", "requirement") else None
        if goal and goal.group() not in metric:
            metric += goal.group()
        plain = figure.qualifier is None or not number.startswith(figure.qualifier)
        link = "为" if plain and not metric.endswith(("占", "达", "为", "比")) else ""
        return f"{metric}{link}{number}{tail}"


def tell_metric(view: View) -> str:
    """Return the metric in the source's own words and letters, or by its name where those run on."""
    figure, told = view.figure, view.told
    at = fold(view.article.text[figure.sentence.start : figure.sentence.end]).find(fold(told)) + figure.sentence.start
    if at >= figure.sentence.start:
        return view.article.text[at : at + len(told)]
    return _LATIN.sub(lambda found: found.group().upper(), told)


def _negative(view: View) -> bool:
    value = view.figure.canonical_value
    return value < 0 if isinstance(value, Decimal) else value[0] < 0


def _grow(metric: str, view: View) -> str:
    """Return 固定资产投资同比增长 for 固定资产投资同比增速; 环比 and 下降 are kept."""
    base = _GROWTH_TAIL.sub("", metric)
    words = metric + view.clause
    against = "环比" if "环比" in words else "同比" if "同比" in words else ""
    return f"{base}{against}{'下降' if _negative(view) else '增长'}"


def quotes_of(views: Sequence[View]) -> tuple[Quote, ...]:
    """Return the quotes of the records, each once."""
    return tuple(dict.fromkeys(quote_of(view) for view in views))


def tell_views(
    views: Sequence[View],
    region: Region | None,
    wording: Wording,
    also: Sequence[View] = (),
    *,
    ranks: Sequence[str | None] = (),
    related: bool = False,
) -> Claim:
    """Return one sentence for records of one subject and period; `related` opens it with 同时报道.

    `ranks` are words of the source that rank each record; they follow its number.
    """
    head = wording.head(views[0], region)
    subject = wording.subject(views[0], region)
    bodies = [wording.body(view, subject) for view in views]
    for index, rank in enumerate(ranks):
        if rank:
            bodies[index] += wording.pick(f"，{rank}", f" (“{rank}”)")
    if wording.english:
        text = f"{head}: {'; '.join(bodies)}." if head else f"{'; '.join(bodies)}."
    else:
        text = f"{head}{'，'.join(bodies)}。"
    if related:
        text = wording.pick(f"同时报道：{text}", f"Also reported: {text}")
    return Claim(
        text=text,
        quotes=quotes_of([*views, *list(also)[:_ALSO]]),
        figures=tuple(view.figure for view in views),
        related=related,
        verbatim=tell_verbatim(views),
    )


def tell_verbatim(views: Sequence[View]) -> str:
    """Return the source's own clauses from the first to the last of the numbers, empty where sentences differ."""
    first = views[0].figure
    if any((v.figure.doc_id, v.figure.version, v.figure.sentence) != _place(first) for v in views):
        return ""
    spans = [clause_of(view.figure, view.article.text) for view in views]
    words = views[0].article.text[min(span.start for span in spans) : max(span.end for span in spans)].strip()
    return words.rstrip("，,、；;。") + "。"


def _place(figure: Figure) -> tuple[str, int, Span]:
    return figure.doc_id, figure.version, figure.sentence


def tell_conflict(settled: Settled, region: Region | None, wording: Wording) -> tuple[Claim, FigureConflict]:
    """Return one sentence that puts all values side by side, and the conflict for the answer's record."""
    views = [reading.view for reading in settled.readings]
    first = views[0]
    head = wording.head(first, region)
    metric = tell_metric(first)
    values = [wording.number(view) + wording.tail(view) for view in views]
    if wording.english:
        text = f"{head}: sources differ on {gloss_metric(fold(metric)) or metric} ({metric}): {'; '.join(values)}."
    else:
        text = f"{head}{metric}，各来源不一：{'；'.join(values)}。"
    also = [view for reading in settled.readings for view in reading.independent[: 1 + _ALSO]]
    claim = Claim(text, quotes_of(also), figures=tuple(view.figure for view in views))
    pairs = tuple((_dated_value(view, wording), quote_of(view)) for view in views)
    subject = wording.subject(first, region)
    return claim, FigureConflict(subject, metric, first.figure.period, pairs)


def tell_set_aside(settled: Settled, region: Region | None, wording: Wording) -> list[Claim]:
    """Return what was set aside and why: a value that a later article revises, digits that lost their point."""
    claims: list[Claim] = []
    if settled.revised is not None:
        claims += [
            Claim(wording.pick(*_REVISED), quotes_of([settled.revised]), "none"),
            replace(tell_views([settled.revised], region, wording), related=True),
        ]
    if settled.lost_point is not None:
        claims.append(Claim(wording.pick(*_LOST_POINT), quotes_of([settled.lost_point]), "none"))
    return claims


_REVISED = (
    "注意：较早的报道是另一个数，后来作了修订，以修订后的为准。",
    "Note: an earlier report gave another number, which was revised since.",
)
_LOST_POINT = (
    "注意：有一处写这个数时漏了小数点，以正文写明的为准。",
    "Note: in one place this number has lost its decimal point; the body's value is given.",
)


def _dated_value(view: View, wording: Wording) -> str:
    """Return the value with the day of its article, where that is known."""
    number, date = wording.number(view) + wording.tail(view), view.article.date
    if date is None:
        return number
    day = label_period(Period(date, date, ""), wording.english)
    return wording.pick(f"{number}（{day}报道）", f"{number} (reported {day})")
