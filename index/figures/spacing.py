"""An article as it reads without the spaces of its typography, and its records back in the article's own offsets.

7 月零售达到 177.5 万辆 is 7月零售达到177.5万辆: every rule is written for the second. Table cells keep their tabs.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from index.text import tighten
from index.types import Article, Context, Figure, Section, Span


def tighten_article(article: Article) -> tuple[Article, tuple[int, ...]]:
    """Return the article without such spaces, with where each code point of its text stood."""
    text, origins = tighten(article.text)

    def move(span: Span) -> Span:
        return Span(bisect_left(origins, span.start), bisect_left(origins, span.end))

    sections = tuple(
        Section(
            move(section.span),
            section.heading,
            section.kind,
            tuple(Context(move(context.span), context.role) for context in section.context),
        )
        for section in article.sections
    )
    description = replace(article.description, title=tighten(article.title)[0])
    return replace(article, text=text, sections=sections, description=description), origins


def restore_figure(figure: Figure, article: Article, origins: tuple[int, ...]) -> Figure:
    """Return a record of the tightened article with its spans in `article`."""

    def move(span: Span) -> Span:
        # The end lies behind the last code point kept, not before the next: a space after it stays outside.
        return Span(origins[span.start], origins[span.end - 1] + 1) if span.end > span.start else span

    span = move(figure.span)
    return replace(
        figure,
        span=span,
        quote=span.of(article.text),
        sentence=move(figure.sentence),
        context=tuple(Context(move(context.span), context.role) for context in figure.context),
    )
