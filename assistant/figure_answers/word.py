"""Sentences for records: the source's own words, or a short wording of ours where it provably says the same.

    subject + period + "：" + the source's clauses          天津市2023年：38个项目总投资达4523亿元。
    subject + period + metric + number, where all agree      云栖市2024年签约额超310亿元。

An English sentence keeps the source's writing beside each number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.figure_answers.agree import Settled
from assistant.figure_answers.clauses import cut_clauses, stands_alone
from assistant.figure_answers.english import english_number
from assistant.figure_answers.gloss import gloss_metric, gloss_place
from assistant.figure_answers.heads import tell_head, tell_open_period, tell_period
from assistant.figure_answers.match import is_short_form
from assistant.figure_answers.owners import Owner, find_owner
from assistant.figure_answers.proof import is_same_as_source
from assistant.figure_answers.quoting import quote_of, quotes_of
from assistant.figure_answers.ranks import find_rank_clause
from assistant.figure_answers.timing import label_period
from assistant.figure_answers.types import FigureConflict
from assistant.figure_answers.view import GROWTH_TAIL, View, effective_status, written_number
from assistant.types import Claim, Language
from index.text import fold
from index.types import Figure, Period, Region, Span

_LATIN = re.compile(r"[a-z]+")
# Words that make a figure a goal or a plan, and those that tell it as a result.
_AHEAD = re.compile(r"目标|力争|计划|规划|预计|预期|争取|有望|拟|将|要求|确保|不少于|不低于|要|到20\d\d年")
_DONE = re.compile(r"已|累计|截至|共有|完成了|实现了|目前")
# Numbers of independent articles that are cited beside the first.
_ALSO = 1
_EDGES = " \t\n\u3000，,、；;。：:"
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

    def named(self, view: View, region: Region | None) -> str:
        """Return the same for a sentence that tells places apart; in English with the English name before it."""
        name = self.subject(view, region)
        place = gloss_place(name) if self.english else None
        return f"{place} ({name})" if place else name

    def owner(self, view: View, region: Region | None) -> Owner | None:
        """Return who the record is about, None where the source does not say it."""
        name = self.subject(view, region)
        asked = region is not None and (region.key == view.figure.subject_key or name == region.name)
        return find_owner(view, name, region if asked else None)

    def period(self, period: Period | None) -> str:
        """Return the period, with the source's word where that leaves the year to the article's date."""
        return tell_period(period, english=self.english)

    def number(self, view: View) -> str:
        """Return the number as written; in English with its English before it."""
        written = written_number(view)
        if not self.english:
            return written
        translated = english_number(view)
        return f"{translated} ({written})" if translated and translated != written else written

    def head(self, view: View, region: Region | None) -> str:
        """Return subject and period, which open a sentence."""
        period = view.figure.period
        return tell_head(self.owner(view, region), period, self.period(period), english=self.english, scope=True)

    def tail(self, view: View) -> str:
        """Return what follows a number that is no result: （目标）."""
        tails = _TAILS_ENGLISH if self.english else _TAILS_CHINESE
        return tails.get(effective_status(view), "")

    def status(self, view: View) -> str:
        """Return the same without brackets, for a note."""
        return self.tail(view).strip("（） ()")


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
    owner = wording.owner(views[0], region)
    told = tell_plainly(views, owner, wording, ranks) or _quote(views, owner, wording, ranks)
    text = told + wording.pick("。", ".")
    if related:
        text = wording.pick(f"同时报道：{text}", f"Also reported: {text}")
    return Claim(
        text=text,
        quotes=quotes_of([*views, *list(also)[:_ALSO]]),
        figures=tuple(settle_subject(view, owner, region, wording) for view in views),
        related=related,
        verbatim=tell_verbatim(views, owner),
    )


def settle_subject(view: View, owner: Owner | None, region: Region | None, wording: Wording) -> Figure:
    """Return the record as it is told: one whose subject the source does not say is listed without it."""
    own = owner if owner is not None else wording.owner(view, region)
    return view.figure if own is not None else replace(view.figure, subject=None, subject_key=None)


# ── our own wording ───────────────────────────────────────────────────────────────────────────────────────────


def tell_plainly(
    views: Sequence[View], owner: Owner | None, wording: Wording, ranks: Sequence[str | None] = ()
) -> str | None:
    """Return subject, period, metric and number, None where they do not provably say what the source says."""
    # An English reader is helped more by a plain sentence with the source's metric than by the source's clause.
    if not all(is_same_as_source(view, owner, tell_metric(view) if wording.english else "") for view in views):
        return None
    bodies: list[str] = []
    base = ""
    for index, view in enumerate(views):
        rank = ranks[index] if index < len(ranks) else None
        bodies.append(_tell_body(view, wording, base) + (wording.pick(f"，{rank}", f" (“{rank}”)") if rank else ""))
        base = _base(view)
    period = views[0].figure.period
    head = tell_head(owner, period, wording.period(period), english=wording.english, scope=True)
    if wording.english:
        return f"{head}: {'; '.join(bodies)}"
    return f"{head}{'，'.join(bodies)}"


def _base(view: View) -> str:
    metric = tell_metric(view)
    return GROWTH_TAIL.sub("", metric) or metric


def _tell_body(view: View, wording: Wording, before: str) -> str:
    """Return metric and number: 签约额超2100亿元; a growth behind its own level drops the metric: 同比增长2.3%."""
    figure, number, metric = view.figure, wording.number(view), tell_metric(view)
    growth = view.measure == "growth"
    if wording.english:
        gloss = gloss_metric(metric)
        named = f"{gloss} ({metric})" if gloss else metric
        change = f"{'down' if _negative(view) else 'up'} " if growth else ""
        return f"{change}{number}" if growth and _base(view) == before else f"{named} {change}{number}"
    if growth:
        return f"{'' if _base(view) == before else _base(view)}{_tell_change(metric, view)}{number}"
    plain = figure.qualifier is None or not number.startswith(figure.qualifier)
    return f"{metric}{'为' if plain and not metric.endswith(('达', '为')) else ''}{number}"


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


def _tell_change(metric: str, view: View) -> str:
    """Return 同比增长 for a rate of change as its source has it; 环比 and 下降 are kept."""
    said = metric in view.figure.sentence.of(view.article.text)
    words = (metric if said else "") + view.clause
    against = "环比" if "环比" in words else "同比" if "同比" in words else ""
    return f"{against}{'下降' if _negative(view) else '增长'}"


# ── the source's words ────────────────────────────────────────────────────────────────────────────────────────


def _quote(views: Sequence[View], owner: Owner | None, wording: Wording, ranks: Sequence[str | None]) -> str:
    """Return a head and the source's own clauses, those of several sentences one behind the other."""
    pieces = [_kept(group, owner, ranked=any(ranks)) for group in _by_sentence(views)]
    kept = [piece.of(group[0].article.text) for piece, group in zip(pieces, _by_sentence(views), strict=True)]
    words = [_trim(one) for one in kept]
    told = "；".join(words)
    period = views[0].figure.period
    when = tell_open_period(period, told, views[0].article.date, english=wording.english)
    named = not wording.english and owner is not None and owner.is_named(told)
    unnamed = None if named else owner
    head = tell_head(unnamed, period, when, english=wording.english)
    if not wording.english:
        tail = _tell_tail(views[0], told, wording)
        return f"{head}：{told}{tail}" if head else f"{told}{tail}"
    numbers = "; ".join(_tell_english(view) + _tell_tail(view, told, wording) for view in views)
    body = f"{numbers} (“{told}”)"
    return f"{head}: {body}" if head else body[:1].upper() + body[1:]


def _tell_tail(view: View, told: str, wording: Wording) -> str:
    """Return （目标） where only what the sentence stands under makes it one: its own word for it is told with it."""
    words = view.figure.sentence.of(view.article.text)
    return "" if _AHEAD.search(words) or _DONE.search(told or words) else wording.tail(view)


def _tell_english(view: View) -> str:
    """Return the number in English, with what it is of where the source names a metric that has an English name."""
    number, metric = english_number(view) or written_number(view), tell_metric(view)
    gloss = gloss_metric(metric) if view.known else None
    change = f"{'down' if _negative(view) else 'up'} " if view.measure == "growth" else ""
    return f"{gloss or 'the source gives'} {change}{number}"


def _by_sentence(views: Sequence[View]) -> list[list[View]]:
    groups: dict[object, list[View]] = {}
    for view in views:
        groups.setdefault(_place(view.figure), []).append(view)
    return list(groups.values())


def _kept(views: Sequence[View], owner: Owner | None, *, ranked: bool) -> Span:
    """Return the source's clauses that tell the records, with the clause that ranks them where that is asked."""
    kept = cut_clauses(views, owner.words if owner else ()).kept
    rank = find_rank_clause(max(views, key=lambda view: view.figure.span.end)) if ranked else None
    return Span(kept.start, max(kept.end, rank.end)) if rank else kept


def _trim(words: str) -> str:
    """Return words without the marks at their ends and without a quotation mark that lost its partner."""
    words = words.strip(_EDGES)
    for opening, closing in (("“", "”"), ("（", "）"), ("(", ")")):
        if closing not in words:
            words = words.removeprefix(opening)
        if opening not in words:
            words = words.removesuffix(closing)
    return re.sub(r"\s*\n\s*", " ", words).strip(_EDGES)


def tell_verbatim(views: Sequence[View], owner: Owner | None = None) -> str:
    """Return the source's own words for records of one sentence, with whom they speak of; empty for several."""
    if len(_by_sentence(views)) > 1:
        return ""
    text, names = views[0].article.text, owner.words if owner else ()
    cut = cut_clauses(views, names)
    kept = cut.kept if stands_alone(cut, text, names) else Span(cut.chain[0].span.start, cut.kept.end)
    return _trim(kept.of(text)) + "。"


def merge_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with those of the same words as one: two figures may be told by one clause."""
    merged: dict[object, Claim] = {}
    for claim in claims:
        key = (claim.text, claim.derivation, claim.related)
        known = merged.get(key)
        merged[key] = claim if known is None else _add_sources(claim, known)
    return _join_nested(list(merged.values()))


def _join_nested(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims without those whose words another one of the same sentence holds: 甲3家 of 甲3家、乙2家."""
    joined: list[Claim] = []
    for claim in claims:
        inner = [other for other in joined if _holds(claim, other)]
        holder = next((at for at, other in enumerate(joined) if _holds(other, claim)), None)
        if holder is not None:
            joined[holder] = _add_sources(joined[holder], claim)
            continue
        for other in inner:
            claim = _add_sources(claim, other)
        at = next((i for i, other in enumerate(joined) if other in inner), len(joined))
        joined = [other for other in joined if other not in inner]
        joined.insert(at, claim)
    return joined


def _add_sources(claim: Claim, other: Claim) -> Claim:
    """Return a claim with the quotes and figures of another one before its own."""
    quotes = tuple(dict.fromkeys((*other.quotes, *claim.quotes)))
    return replace(claim, quotes=quotes, figures=tuple(dict.fromkeys((*other.figures, *claim.figures))))


def _holds(claim: Claim, other: Claim) -> bool:
    """Say whether a claim for other figures says all that another one says; an opening clause may lack."""
    if claim.derivation or other.derivation or claim.related != other.related or not (claim.figures and other.figures):
        return False
    if set(claim.figures) & set(other.figures):
        return False
    if {_place(figure) for figure in (*claim.figures, *other.figures)} != {_place(claim.figures[0])}:
        return False
    words = other.text.rstrip("。.")
    _, _, rest = words.partition("，")
    return words in claim.text or (bool(rest) and rest in claim.text)


def _place(figure: Figure) -> tuple[str, int, Span]:
    return figure.doc_id, figure.version, figure.sentence


# ── sources that differ ───────────────────────────────────────────────────────────────────────────────────────


def tell_conflict(settled: Settled, region: Region | None, wording: Wording) -> tuple[Claim, FigureConflict]:
    """Return one sentence that puts all values side by side, and the conflict for the answer's record."""
    views = [reading.view for reading in settled.readings]
    first = views[0]
    metric = tell_metric(first)
    owner = wording.owner(first, region)
    if all(is_same_as_source(view, wording.owner(view, region)) for view in views):
        head = wording.head(first, region)
        values = [wording.number(view) + wording.tail(view) for view in views]
        gloss = gloss_metric(metric)
        both = f"{gloss} ({metric})" if gloss else metric
        text = wording.pick(
            f"{head}{metric}，各来源不一：{'；'.join(values)}。",
            f"{head}: sources differ on {both}: {'; '.join(values)}.",
        )
    else:
        told = [_trim(_kept([view], owner, ranked=False).of(view.article.text)) for view in views]
        named = owner is not None and all(owner.is_named(one) for one in told)
        when = tell_open_period(first.figure.period, told[0], first.article.date, english=wording.english)
        head = tell_head(None if named else owner, first.figure.period, when, english=wording.english)
        glossed = [f"{_tell_english(view)} (“{one}”)" for view, one in zip(views, told, strict=True)]
        text = wording.pick(
            f"{head}{'，' if head else ''}各来源不一：{'；'.join(told)}。",
            f"{head}{': s' if head else 'S'}ources differ: {'; '.join(glossed)}.",
        )
    also = [view for reading in settled.readings for view in reading.independent[: 1 + _ALSO]]
    figures = tuple(settle_subject(view, None, region, wording) for view in views)
    claim = Claim(text, quotes_of(also), figures=figures)
    pairs = tuple((_dated_value(view, wording), quote_of(view)) for view in views)
    subject = owner.name if owner else ""
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
