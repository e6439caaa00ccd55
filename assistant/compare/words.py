"""Cells of an aspect that is no metric: the clauses of the subject's own sentence that speak of it, verbatim."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.compare.aspects import find_words, least_of, speaks_of
from assistant.compare.types import NAMED, DraftCell, Sources, make_blank
from assistant.figure_answers.terms import credit, shield
from assistant.figure_answers.types import FigureQuery, FigureSource
from assistant.figure_answers.word import Wording
from assistant.types import Evidence, Quote
from index.text import fold, split_sentences
from index.types import Figure, Region, Span

_DIGIT = re.compile(r"\d")
_CONCRETE = re.compile(r"\d|“[^”]+”|《[^》]+》")
# A cell is read at a glance.
_LONGEST_CELL = 90


@dataclass(slots=True)
class Told:
    """What other rows have told already, and the records of the articles that were looked into."""

    metrics: set[str] = field(default_factory=set)
    spans: set[tuple[str, int, int, str]] = field(default_factory=set)
    records: dict[str, list[Figure]] = field(default_factory=dict)

    def records_in(self, quote: Quote, source: FigureSource) -> list[Figure]:
        """Return the records that stand in a quote."""
        if quote.doc_id not in self.records:
            self.records[quote.doc_id] = source.find(FigureQuery(doc_ids=(quote.doc_id,)))
        return [figure for figure in self.records[quote.doc_id] if figure.span.overlaps(quote.span)]


def fill_words(
    aspect: str,
    region: Region,
    sources: Sources,
    wording: Wording,
    told: Told,
    asked: bool,
    fits: Callable[[Evidence, Sequence[Figure]], bool] | None = None,
) -> DraftCell:
    """Return the best sentence's clauses; blank where none of the subject's speaks of the aspect.

    With `fits` only a sentence counts of which, with its records, that is true.

    Of an aspect that was not `asked` for, a sentence counts only where no other row has it, neither itself nor the
    figures that it gives.
    """
    words, least = find_words(aspect), least_of(aspect, asked=asked)
    best: tuple[tuple[float, bool, float], Evidence] | None = None
    for one in sources.search(f"{region.name}{aspect}", region):
        records = told.records_in(one.quote, sources.records)
        if not _is_own(one, region, records) or (fits is not None and not fits(one, records)):
            continue
        key = (one.quote.doc_id, one.quote.span.start, one.quote.span.end, region.key)
        if not asked and (key in told.spans or told.metrics & {figure.metric for figure in records}):
            continue
        score = speaks_of(words, one.text, least)
        # Of sentences that speak of it alike, one that names or counts something tells more than one that praises.
        order = (score, bool(_CONCRETE.search(one.text)), one.score)
        if score > 0 and (best is None or order > best[0]):
            best = (order, one)
    if best is None:
        return make_blank(wording)
    quote = best[1].quote
    told.spans.add((quote.doc_id, quote.span.start, quote.span.end, region.key))
    span, text = _shorten(best[1], words, least)
    return DraftCell(text, (Quote(quote.doc_id, quote.version, span, quote.context),))


def has_number(one: Evidence) -> bool:
    """Say whether a sentence gives a number."""
    return bool(_DIGIT.search(one.text))


def _is_own(one: Evidence, region: Region, records: Sequence[Figure]) -> bool:
    """Say whether a sentence is the subject's: it names it or its article is about it, and no number is another's."""
    text = fold(one.text)
    if region.key.startswith(NAMED):
        name = fold(region.name)
        title = fold(one.title)
        subjects = [fold(figure.subject) for figure in records if figure.subject]
        # A number in an article that only mentions the subject is somebody else's; a rule of a policy names no policy.
        told_of = name in title or not has_number(one)
        return name in text or (told_of and all(name in other or other in title for other in subjects))
    named = any(fold(name) in text for name in (region.name, region.name[:-1], *region.aliases) if len(name) > 1)
    if not named and one.regions and not {region.key, region.name} & set(one.regions):
        return False
    return not any(figure.subject_key not in (None, region.key) for figure in records)


def _shorten(evidence: Evidence, words: str, least: int | None) -> tuple[Span, str]:
    """Return the part of a sentence, from one comma to another, that speaks of the aspect; an exact span."""
    start, text = evidence.quote.span.start, evidence.text
    sentences = [span.of(text) for span in split_sentences(text)] or [text]
    best = max(sentences, key=lambda sentence: speaks_of(words, sentence, least))
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
