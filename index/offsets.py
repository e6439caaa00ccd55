"""From a span of clean text back to where it stands in the input."""

from __future__ import annotations

from bisect import bisect_right

from index.types import Article, Span


def map_to_source(article: Article, span: Span) -> Span | None:
    """Return the span of the decoded input from which `span` comes; None where nothing of it stands there.

    Words that the cleaner took out inside the span are inside the answer.
    """
    runs = article.offsets
    if not runs or span.start == span.end:
        return None
    starts = [run.clean for run in runs]
    first = runs[max(0, bisect_right(starts, span.start) - 1)]
    last = runs[max(0, bisect_right(starts, span.end - 1) - 1)]
    start = first.source + min(max(span.start - first.clean, 0), first.length)
    end = last.source + min(max(span.end - last.clean, 0), last.length)
    return Span(start, end) if start <= end else None


def source_span(article: Article, span: Span) -> Span | None:
    """Return the same span in a plain-text input, None for other formats."""
    return map_to_source(article, span) if article.plain_source else None
