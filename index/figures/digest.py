"""Articles that string several news together: each of them is read by itself.

A digest gives every item a headline on a line of its own, which the lines below tell again. What one item is about
(its place, its year) says nothing of the next.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from index.text import fold
from index.types import Article, Context, Figure, Span

# A headline is no longer than this, and this share of its pairs of characters stands in the lines below.
SHORTEST_HEADLINE, LONGEST_HEADLINE, RETOLD = 6, 48, 0.55
# … and in a digest known as one, where it stands between two paragraphs: 智博会 is told in full below.
RETOLD_FREELY = 0.2
# Items that make a digest, and the share of the text that they make up.
LEAST_ITEMS, LEAST_COVERED = 3, 0.7
# What is compared with a headline: the start of the lines below it.
RETELLING = 240

_SENTENCE = re.compile("[。！？!?；;：:，,、…]$")
_PARAGRAPH_ENDS = frozenset("。！？!?”")
_LIST_MARK = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十]+[章节条])"
)


def find_items(article: Article) -> list[Span]:
    """Return the news of a digest in order, what stands before the first included; none where it is one article."""
    if any(section.kind == "table" for section in article.sections):
        return []
    lines = list(_lines(article.text))
    heads = [index for index in range(len(lines) - 1) if _is_headline(article.text, lines, index)]
    if len(heads) < LEAST_ITEMS:
        return []
    starts = [lines[index].start for index in heads]
    if len(article.text) - starts[0] < LEAST_COVERED * len(article.text):
        return []
    free = range(heads[0], len(lines) - 1)
    starts = [lines[index].start for index in free if index in heads or _parts_paragraphs(article.text, lines, index)]
    bounds = [*starts, len(article.text)]
    items = [Span(start, end) for start, end in pairwise(bounds)]
    return [Span(0, starts[0]), *items] if article.text[: starts[0]].strip() else items


def cut_item(article: Article, span: Span) -> Article:
    """Return one of a digest's news as an article, its headline for a title."""
    text = span.of(article.text)
    headline = text.strip().split("\n", 1)[0]
    return replace(article, text=text, sections=(), description=replace(article.description, title=headline))


def move_figure(figure: Figure, start: int) -> Figure:
    """Return a record of the text from `start` on with its spans in the whole text."""

    def move(span: Span) -> Span:
        return Span(span.start + start, span.end + start)

    return replace(
        figure,
        span=move(figure.span),
        sentence=move(figure.sentence),
        context=tuple(Context(move(context.span), context.role) for context in figure.context),
    )


def _lines(text: str) -> list[Span]:
    """Return the lines that hold something."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return found


def _parts_paragraphs(text: str, lines: list[Span], index: int) -> bool:
    """Say whether a line of a digest is a headline that the paragraph below tells in other words."""
    above = index > 0 and lines[index - 1].of(text).rstrip()[-1:] in _PARAGRAPH_ENDS
    return above and _is_headline(text, lines, index, RETOLD_FREELY)


def _is_headline(text: str, lines: list[Span], index: int, retold: float = RETOLD) -> bool:
    """Say whether a line is short, no sentence, and told again by what follows it."""
    line, below = lines[index].of(text).strip(), lines[index + 1]
    if not SHORTEST_HEADLINE <= len(line) <= LONGEST_HEADLINE or _SENTENCE.search(line) or _LIST_MARK.match(line):
        return False
    body = fold(text[below.start : below.start + RETELLING])
    if "。" not in body:
        return False
    words = re.sub(r"[\s\W]+", "", fold(line))
    pairs = [words[at : at + 2] for at in range(len(words) - 1)]
    return sum(pair in body for pair in pairs) >= retold * len(pairs)
