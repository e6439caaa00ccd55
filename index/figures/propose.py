"""What a language model proposes where the rules are at a loss, and the checks before any of it becomes a record.

The rules stay the judge: a proposal must give a number that stands in its sentence as the quantity parser reads it,
and a metric and a subject in the sentence's own words. It may name what the rules left unnamed or named by a whole
clause, and tell a number that the rules passed over; it never changes a value, a unit, a period or a standing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.figures.fits import fit_figure
from index.figures.names import canonical_name
from index.figures.parts import tag_words
from index.figures.statuses import read_status
from index.metrics import Vocabulary
from index.periods import find_periods
from index.quantities import parse_quantities
from index.regions import Gazetteer
from index.text import fold, split_sentences
from index.types import Article, Figure, Quantity, Span

# A name by the rules that is longer than this is a clause.
LONGEST_SURE_NAME = 18
# A proposed metric is between these lengths.
SHORTEST_NAME, LONGEST_NAME = 2, 24
# Sentences of an article that a model is asked about, at most: its time is dear.
MOST_SENTENCES = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """A number as it stands in its sentence, with the words that say what it measures and of whom."""

    quote: str
    metric: str
    subject: str = ""


class Proposer(Protocol):
    """Proposes what the numbers of a sentence measure."""

    def propose(self, sentence: str, quotes: Sequence[str]) -> Sequence[Proposal]:
        """Return proposals for some of `quotes`; an empty list where it has none or fails."""


def add_proposed(
    article: Article, figures: Sequence[Figure], proposer: Proposer, gazetteer: Gazetteer, vocabulary: Vocabulary
) -> list[Figure]:
    """Return the records of an article with what passed the checks among the proposals."""
    found = {(figure.span, figure.subject): figure for figure in figures}
    asked = 0
    for sentence in split_sentences(article.text):
        doubtful = [figure for figure in figures if figure.sentence == sentence and is_doubtful(figure)]
        passed_over = _passed_over(article.text, sentence, figures)
        quotes = [figure.quote for figure in doubtful] + [quantity.span.of(article.text) for quantity in passed_over]
        if not quotes:
            continue
        asked += 1
        if asked > MOST_SENTENCES:
            break
        words = sentence.of(article.text)
        for proposal in proposer.propose(words, quotes):
            if not holds(proposal, words):
                continue
            for figure in doubtful:
                if figure.quote == proposal.quote:
                    found[figure.span, figure.subject] = _rename(figure, proposal, vocabulary)
            for quantity in passed_over:
                if quantity.span.of(article.text) == proposal.quote:
                    found[quantity.span, None] = _make(article, sentence, quantity, proposal, gazetteer, vocabulary)
    return sorted(found.values(), key=lambda figure: figure.span)


def is_doubtful(figure: Figure) -> bool:
    """Say whether the rules left a record without a name, or named it by a whole clause."""
    return not figure.metric or len(figure.metric_said) > LONGEST_SURE_NAME


def holds(proposal: Proposal, sentence: str) -> bool:
    """Say whether a proposal stands in its sentence: the number as the parser reads it, the words as they are."""
    folded, metric, subject = fold(sentence), fold(proposal.metric), fold(proposal.subject)
    if not proposal.quote or proposal.quote not in sentence or any(char.isdigit() for char in metric):
        return False
    read = parse_quantities(proposal.quote)
    if len(read) != 1 or read[0].span != Span(0, len(proposal.quote)):
        return False
    if not SHORTEST_NAME <= len(metric) <= LONGEST_NAME or metric not in folded or subject not in folded:
        return False
    return tag_words(metric)[-1][1] not in {"p", "d", "c", "uj", "ul", "u"}


def _passed_over(text: str, sentence: Span, figures: Sequence[Figure]) -> list[Quantity]:
    """Return the quantities with digits of a sentence of which the rules made no record; ordinals are none."""
    start, words = sentence.start, sentence.of(text)
    taken = [figure.span for figure in figures if sentence.contains(figure.span)]
    return [
        replace(quantity, span=span)
        for quantity in parse_quantities(words)
        if (span := Span(quantity.span.start + start, quantity.span.end + start))
        and text[span.start].isdigit()
        and not any(span.overlaps(other) for other in taken)
    ]


def _rename(figure: Figure, proposal: Proposal, vocabulary: Vocabulary) -> Figure:
    """Give a record the proposed name; a growth or share keeps what its rule added."""
    name = canonical_name(fold(proposal.metric), vocabulary)
    ending = next((words for words in ("同比增速", "环比增速", "增速") if figure.metric.endswith(words)), "")
    return fit_figure(replace(figure, metric=name + ending, metric_said=proposal.metric + ending))


def _make(
    article: Article,
    sentence: Span,
    quantity: Quantity,
    proposal: Proposal,
    gazetteer: Gazetteer,
    vocabulary: Vocabulary,
) -> Figure:
    """Make a record of a number passed over; the rules read its period and standing off its sentence."""
    words = sentence.of(article.text)
    periods = [period for _, period in find_periods(words, article.date)]
    period = periods[0] if len(periods) == 1 else None
    clause = fold(article.text[sentence.start : quantity.span.end])
    mentions = gazetteer.find(proposal.subject) if proposal.subject else []
    region = mentions[0].region if len(mentions) == 1 else None
    made = Figure(
        doc_id=article.doc_id,
        version=article.version,
        span=quantity.span,
        quote=proposal.quote,
        value=quantity.value,
        unit=quantity.unit,
        canonical_value=quantity.canonical_value,
        canonical_unit=quantity.canonical_unit,
        metric=canonical_name(fold(proposal.metric), vocabulary),
        metric_said=proposal.metric,
        status=read_status(clause, "", quantity.qualifier, period, article.date),
        sentence=sentence,
        subject=proposal.subject or None,
        subject_key=region.key if region else None,
        period=period,
        qualifier=quantity.qualifier,
    )
    return fit_figure(made)
