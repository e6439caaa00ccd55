"""Comparison tables: subjects across, aspects down, each cell a short statement with the quotes that carry it.

An aspect that names a metric is filled from figure records, any other from the sentences that an injected search
finds, the same number for every subject. A cell of which no source speaks stays blank, and a row whose figures differ
in period, definition or status says so. Knows nothing of numbering: citations get their numbers later.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.figure_answers.agree import settle
from assistant.figure_answers.asks import Wanted, make_ask
from assistant.figure_answers.select import Choice, Slot, choose
from assistant.figure_answers.terms import cover, credit, read_pairs, shield, split_terms
from assistant.figure_answers.types import FigureQuery, FigureSource, Metrics
from assistant.figure_answers.view import View, Views, quote_of
from assistant.figure_answers.word import Wording
from assistant.types import Evidence, Language, Quote
from index.text import split_sentences
from index.types import Figure, Period, Region, Span

# Sentences for one subject and aspect; the same for every subject, so that none is read more closely than another.
Search = Callable[[str, Region], Sequence[Evidence]]

_MOST_METRICS = 6
_MOST_ASPECTS = 5
_RECORDS_EACH = 400
# A cell is read at a glance.
_LONGEST_CELL = 90
# Share of an asked aspect's words that a sentence must hold.
_SPEAKS = 0.5


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell before its citations have numbers."""

    text: str
    quotes: tuple[Quote, ...] = ()
    figure: Figure | None = None
    blank: Literal["not_reported"] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table before its citations have numbers; the first column is the aspect."""

    columns: tuple[str, ...]
    rows: tuple[tuple[DraftCell, ...], ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be compared; no aspects means those that the sources speak of."""

    subjects: tuple[Region, ...]
    aspects: tuple[str, ...] = ()
    period: Period | None = None
    language: Language = "zh"
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """Where cells come from."""

    source: FigureSource
    metrics: Metrics
    search: Search


def compare_subjects(comparison: Comparison, library: Library) -> DraftTable:
    """Return the table; every subject gets a cell for every aspect, blank where no source speaks of it."""
    views = Views(library.source, library.metrics)
    known = {region.key: _views_of(region, library.source, views) for region in comparison.subjects}
    aspects = comparison.aspects or find_aspects(comparison, known, library)
    wording = Wording(comparison.language)
    rows: list[tuple[DraftCell, ...]] = []
    warnings: list[str] = []
    for aspect in aspects:
        cells = _fill_figures(aspect, comparison, known, library.metrics, wording)
        if cells is None:
            cells = [_fill_text(aspect, region, library.search, wording) for region in comparison.subjects]
        else:
            warnings += _warn(aspect, cells, wording)
        if comparison.aspects or any(cell.blank is None for cell in cells):
            rows.append((DraftCell(aspect), *cells))
    columns = (wording.pick("方面", "Aspect"), *(region.name for region in comparison.subjects))
    return DraftTable(columns, tuple(rows), tuple(warnings))


def _views_of(region: Region, source: FigureSource, views: Views) -> list[View]:
    query = FigureQuery(subject_keys=(region.key,), subject_names=(region.name,), limit=_RECORDS_EACH)
    return [views.view(figure) for figure in source.find(query)]


def find_aspects(comparison: Comparison, known: dict[str, list[View]], library: Library) -> tuple[str, ...]:
    """Return the metrics and themes that the sources speak of for most subjects, metrics first."""
    metrics: Counter[str] = Counter()
    for views in known.values():
        metrics.update({view.figure.metric for view in views if _in_period(view.figure, comparison.period)})
    shared = [name for name, _ in sorted(metrics.items(), key=lambda pair: (-pair[1], pair[0]))]
    themes: Counter[str] = Counter()
    for region in comparison.subjects:
        for name, words in read_pairs("aspects"):
            if _best_sentence(words, region, library.search(f"{region.name}{name}", region)) is not None:
                themes[name] += 1
    order = {name: index for index, (name, _) in enumerate(read_pairs("aspects"))}
    spoken = sorted(themes, key=lambda name: (-themes[name], order[name]))
    return (*shared[:_MOST_METRICS], *spoken[:_MOST_ASPECTS])


def _in_period(figure: Figure, period: Period | None) -> bool:
    if period is None or figure.period is None:
        return period is None
    return period.start <= figure.period.start and figure.period.end <= period.end


def _fill_figures(
    aspect: str, comparison: Comparison, known: dict[str, list[View]], metrics: Metrics, wording: Wording
) -> list[DraftCell] | None:
    """Return the cells of an aspect that is a metric, None where no subject has a record of it."""
    ask = make_ask(aspect, metrics)
    wanted = Wanted((ask,), (), aspect, marked=True)
    today = comparison.today or dt.date.today()

    def choose_all(period: Period | None) -> list[Choice]:
        return [choose(Slot(ask, region, period), wanted, known[region.key], today) for region in comparison.subjects]

    choices = choose_all(comparison.period)
    if not any(choice.fits for choice in choices):
        return None
    if comparison.period is None:
        choices = _align(choices, choose_all)
    return [_figure_cell(choice, wording) for choice in choices]


def _align(choices: list[Choice], choose_all: Callable[[Period | None], list[Choice]]) -> list[Choice]:
    """Bring a row to one period where every subject has it, the latest first; else leave each its latest."""
    periods = [choice.views[0].figure.period for choice in choices if choice.fits]
    distinct = {(period.start, period.end): period for period in periods if period is not None}
    if len(distinct) < 2:
        return choices
    for _, period in sorted(distinct.items(), key=lambda pair: pair[0][1], reverse=True):
        aligned = choose_all(period)
        if sum(bool(choice.fits) for choice in aligned) >= sum(bool(choice.fits) for choice in choices):
            return aligned
    return choices


def _figure_cell(choice: Choice, wording: Wording) -> DraftCell:
    if not choice.fits:
        return _blank(wording)
    readings = settle(choice.views).readings
    first = readings[0].view
    numbers = wording.pick("；", "; ").join(wording.number(reading.view) for reading in readings)
    period = wording.period(first.figure.period)
    # 2024年（文中称“去年”） inside brackets loses its own.
    inner = period.replace("（", "，").replace("）", "")
    text = wording.pick(f"{numbers}（{inner}）", f"{numbers}, {period}") if period else numbers
    notes = [wording.status(first)] if wording.status(first) else []
    if len(readings) > 1:
        notes.append(wording.pick("各来源不一", "sources differ"))
    quotes = tuple(dict.fromkeys(quote_of(reading.view) for reading in readings))
    return DraftCell(text, quotes, first.figure, note=wording.pick("；", "; ").join(notes) or None)


def _blank(wording: Wording) -> DraftCell:
    return DraftCell(wording.pick("未见报道", "not reported"), blank="not_reported")


def _fill_text(aspect: str, region: Region, search: Search, wording: Wording) -> DraftCell:
    """Return the clauses of the best sentence that speaks of the aspect, verbatim; blank where there is none."""
    words = dict(read_pairs("aspects")).get(aspect, aspect)
    found = _best_sentence(words, region, search(f"{region.name}{aspect}", region))
    if found is None:
        return _blank(wording)
    evidence, span, text = found
    quote = Quote(evidence.quote.doc_id, evidence.quote.version, span, evidence.quote.context)
    return DraftCell(text, (quote,))


def _best_sentence(words: str, region: Region, evidence: Sequence[Evidence]) -> tuple[Evidence, Span, str] | None:
    """Return the sentence of the subject's own articles that holds most of the words, cut to a cell's length."""
    best: tuple[float, Evidence] | None = None
    for one in evidence:
        if one.regions and not {region.key, region.name} & set(one.regions):
            continue
        score = _speaks_of(words, one.text)
        if score > 0 and (best is None or score > best[0]):
            best = (score, one)
    if best is None:
        return None
    span, text = _shorten(best[1], words)
    return best[1], span, text


def _speaks_of(words: str, text: str) -> float:
    """Return how well a sentence speaks of an aspect: number of its listed words, or the share of an asked phrase."""
    here = shield(text)
    listed = words.split()
    if len(listed) > 1:
        return float(sum(shield(word) in here for word in listed))
    share = cover(split_terms(words), (here, 1.0))
    return share if share >= _SPEAKS else 0.0


def _shorten(evidence: Evidence, words: str) -> tuple[Span, str]:
    """Return the part of a sentence, from one comma to another, that speaks of the aspect; an exact span."""
    start, text = evidence.quote.span.start, evidence.text
    sentences = [span.of(text) for span in split_sentences(text)] or [text]
    best = max(sentences, key=lambda sentence: _speaks_of(words, sentence))
    at = text.index(best)
    if len(best) > _LONGEST_CELL:
        clauses = _clauses(best)
        first = next((i for i, (_, clause) in enumerate(clauses) if _names(words, clause)), 0)
        offset, part = clauses[first]
        for _, clause in clauses[first + 1 :]:
            if len(part) + len(clause) > _LONGEST_CELL:
                break
            part += clause
        at, best = at + offset, part
    best = best.rstrip("，,；;、")
    return Span(start + at, start + at + len(best)), best


def _names(words: str, clause: str) -> bool:
    return any(credit(shield(word), shield(clause)) == 1.0 for word in words.split())


def _clauses(sentence: str) -> list[tuple[int, str]]:
    """Return the clauses with their offsets; each keeps its comma."""
    clauses: list[tuple[int, str]] = []
    start = 0
    for index, char in enumerate(sentence):
        if char in "，,；;":
            clauses.append((start, sentence[start : index + 1]))
            start = index + 1
    if start < len(sentence):
        clauses.append((start, sentence[start:]))
    return clauses


def _warn(aspect: str, cells: Sequence[DraftCell], wording: Wording) -> list[str]:
    """Return what makes the figures of a row hard to compare."""
    figures = [cell.figure for cell in cells if cell.figure is not None]
    if len(figures) < 2:
        return []
    differ: list[str] = []
    if len({(f.period.start, f.period.end) if f.period else None for f in figures}) > 1:
        differ.append(wording.pick("时期", "period"))
    if len({f.metric for f in figures}) > 1 or len({f.threshold for f in figures}) > 1:
        differ.append(wording.pick("口径", "definition"))
    if len({f.status in ("actual", "comparison") for f in figures}) > 1:
        differ.append(wording.pick("性质", "status"))
    if not differ:
        return []
    joined = wording.pick("、", " and ").join(differ)
    return [wording.pick(f"{aspect}：各方{joined}不同，不宜直接比较。", f"{aspect}: the figures differ in {joined}.")]
