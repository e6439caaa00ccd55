"""How audited claims become an answer: citations get their numbers, sentences their markers.

The only place that numbers citations and writes `[n]`; text from documents is escaped here, so that nothing in it can
pass for a marker or for Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.types import (
    Answer,
    Citation,
    Claim,
    Conflict,
    ConflictValue,
    Question,
    Quote,
    Refusal,
    RefusalReason,
    Removed,
    Sentence,
)
from index.offsets import source_span
from index.types import Article, Figure, Period

ArticleOf = Callable[[str, int], Article]

# Heads the figures that stand beside what was asked.
_RELATED = {"zh": "同时报道：", "en": "Also reported:"}

_MARKDOWN = re.compile(r"([\\\[\]*_|$<>`#~])")


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is: brackets, stars, bars, dollars and angle brackets are escaped."""
    return _MARKDOWN.sub(r"\\\1", text)


@dataclass(frozen=True, slots=True)
class QuotedConflict:
    """Several values for the same thing, before their quotes have numbers."""

    subject: str
    metric: str
    period: Period | None
    values: tuple[tuple[str, Quote], ...]


@dataclass(slots=True)
class AnswerBuilder:
    """Collects sentences and citations; the same span is cited under the same number."""

    article_of: ArticleOf
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    figures: list[tuple[Figure, int]] = field(default_factory=list)
    related: list[tuple[Figure, int]] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    _related: set[int] = field(default_factory=set)

    def cite(self, quote: Quote) -> int:
        """Return the number of a quote, giving it the next one where it is new."""
        key = (quote.doc_id, quote.version, quote.span.start, quote.span.end)
        if key in self._numbers:
            number = self._numbers[key]
            self._widen(number, quote)
            return number
        article = self.article_of(quote.doc_id, quote.version)
        number = len(self.citations) + 1
        source = source_span(article, quote.span)
        self.citations.append(
            Citation(
                n=number,
                doc_id=article.doc_id,
                version=article.version,
                source_id=article.source_id,
                path=article.path,
                title=article.title,
                date=article.date,
                url=article.description.url,
                start=quote.span.start,
                end=quote.span.end,
                quote=quote.span.of(article.text),
                context=tuple((context, context.span.of(article.text)) for context in quote.context),
                source_start=source.start if source else None,
                source_end=source.end if source else None,
            )
        )
        self._numbers[key] = number
        return number

    def is_cited(self, quote: Quote) -> bool:
        """Say whether a sentence cites the quote already."""
        return (quote.doc_id, quote.version, quote.span.start, quote.span.end) in self._numbers

    def _widen(self, number: int, quote: Quote) -> None:
        """Add context that another sentence needs of the same quote."""
        citation = self.citations[number - 1]
        known = {context for context, _ in citation.context}
        fresh = [context for context in quote.context if context not in known]
        if fresh:
            text = self.article_of(quote.doc_id, quote.version).text
            added = tuple((context, context.span.of(text)) for context in fresh)
            self.citations[number - 1] = replace(citation, context=(*citation.context, *added))

    def add(self, claim: Claim) -> Sentence:
        """Take an audited claim in; returns the sentence as it will be shown."""
        numbers = tuple(dict.fromkeys(self.cite(quote) for quote in claim.quotes))
        sentence = Sentence(claim.text.strip(), numbers, claim.support, claim.derivation)
        if claim.related:
            self._related.add(len(self.sentences))
        self.sentences.append(sentence)
        for figure in claim.figures:
            self.add_figure(figure, self.related if claim.related else self.figures)
        return sentence

    def add_likely(self, sets: Iterable[Sequence[Sequence[Figure]]]) -> None:
        """List the first set of numbers that the citations hold whole; of each number one of its records is enough."""
        for numbers in sets:
            held = [figure for records in numbers for figure in list(filter(self.find_holder, records))[:1]]
            if len(held) == len(numbers):
                for figure in held:
                    self.add_figure(figure, self.figures)
                return

    def find_holder(self, figure: Figure) -> int | None:
        """Return the number of the first citation that holds a figure."""
        return next(
            (
                c.n
                for c in self.citations
                if (c.doc_id, c.version) == (figure.doc_id, figure.version)
                and c.start <= figure.span.start
                and figure.span.end <= c.end
            ),
            None,
        )

    def add_figure(self, figure: Figure, listed: list[tuple[Figure, int]]) -> None:
        """List a figure with the citation that holds it; one that no citation holds is not listed."""
        number = self.find_holder(figure)
        if number is not None and (figure, number) not in listed:
            listed.append((figure, number))

    def number_conflicts(self, conflicts: Sequence[QuotedConflict]) -> tuple[Conflict, ...]:
        """Give the quotes of conflicts their numbers."""
        return tuple(
            Conflict(
                conflict.subject,
                conflict.metric,
                conflict.period,
                tuple(ConflictValue(text, self.cite(quote)) for text, quote in conflict.values),
            )
            for conflict in conflicts
        )

    def finish(self, asked: Question, *, as_list: bool = False) -> Answer:
        """Return the answer that the sentences make: what was asked first, related figures as a list below it."""
        asked_for = [s for i, s in enumerate(self.sentences) if i not in self._related]
        related = [s for i, s in enumerate(self.sentences) if i in self._related]
        parts = [write_sentences(asked_for, as_list=as_list)]
        if related:
            heading = Sentence(_RELATED[asked.language], (), "none")
            # A claim that says so itself needs no heading.
            headed = related if related[0].text.startswith(heading.text.rstrip("：:")) else [heading, *related]
            parts.append(write_sentences(headed, as_list=len(headed) > 1))
            self.sentences = [*asked_for, *headed]
        return self._answer(asked, "answer", "\n\n".join(part for part in parts if part))

    def refuse(self, asked: Question, reason: RefusalReason, text: str, nearest: Sequence[Claim]) -> Answer:
        """Return a typed refusal: our words, then what there is, with citations."""
        said = Sentence(text, (), "none")
        near = [self.add(claim) for claim in nearest]
        figures = (*self.figures, *self.related)
        self.sentences, self.figures, self.related = [said, *near], [], []
        body = write_sentences(near, as_list=len(near) > 1)
        answer = self._answer(asked, "refusal", f"{escape_markdown(text)}\n\n{body}".strip())
        return replace(answer, refusal=Refusal(reason, body, figures))

    def _answer(self, asked: Question, kind: Literal["answer", "refusal"], text: str) -> Answer:
        return Answer(
            question=asked.text,
            standalone_question=asked.standalone,
            kind=kind,
            language=asked.language,
            text=text,
            sentences=tuple(self.sentences),
            citations=tuple(self.citations),
            figures=tuple(self.figures),
            related=tuple(self.related),
            removed=tuple(self.removed),
        )


def write_sentences(sentences: Sequence[Sentence], *, as_list: bool) -> str:
    """Return Markdown of sentences with their markers; a list from the second on where `as_list`."""
    lines = [escape_markdown(s.text) + "".join(f"[{n}]" for n in s.citations) for s in sentences]
    if not as_list:
        return "\n\n".join(lines)
    return "\n".join(line if sentences[i].support == "none" else f"- {line}" for i, line in enumerate(lines))
