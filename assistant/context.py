"""The words elsewhere in an article that settle what a quote means: title, dateline, subject, period, table header."""

from __future__ import annotations

import re

from index.periods import find_periods
from index.regions import Gazetteer
from index.text import fold
from index.types import Article, Context, Period, Span

# The head of an article, in code points: where title and dateline stand.
_HEAD = 400
# How far before a sentence its time may have been said.
_BACK = 600
# Days of a period that later sentences may speak of: 目前 is too short for that, 近十年来 too long.
_SHORTEST, _LONGEST = 2, 366
# A period after these is what something is compared with, not when it was: 增速较1—5月提升.
_YARDSTICK = re.compile(r"(?:比|较|同|与|相比|对比|高于|低于)$")
_DATELINE = re.compile(
    r"(?:发布于|发布时间|发表于|日期|时间|来源)?[:：]?\s*(?:19|20)\d{2}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?|\d{1,2}月\d{1,2}日(?:电|讯|报道|消息)"
)


def find_context(article: Article, quote: Span, gazetteer: Gazetteer) -> tuple[Context, ...]:
    """Return the context spans of a quote: only those that add what the quote itself does not say."""
    found: list[Context] = list(_table_context(article, quote))
    title = _title(article)
    if title and not title.overlaps(quote):
        found.append(Context(title, "title"))
    said = quote.of(article.text)
    periods = [(s, p) for s, p in find_periods(said, article.date) if not _YARDSTICK.search(said[: s.start])]
    if not periods:
        period = _last_period(article, quote)
        if period:
            found.append(Context(period, "period"))
    dateline = _dateline(article, quote)
    if dateline and (not periods or any(_is_relative(span.of(said)) for span, _ in periods)):
        found.append(Context(dateline, "dateline"))
    subject = _subject(article, quote, gazetteer)
    if subject and not any(context.span.overlaps(subject) for context in found):
        found.append(Context(subject, "subject"))
    return tuple(found)


def _table_context(article: Article, quote: Span) -> tuple[Context, ...]:
    sections = [section for section in article.sections if section.kind == "table" and section.span.overlaps(quote)]
    return tuple(context for section in sections for context in section.context if not context.span.overlaps(quote))


def _title(article: Article) -> Span | None:
    at = article.text.find(article.title, 0, _HEAD + len(article.title)) if article.title else -1
    return Span(at, at + len(article.title)) if at >= 0 else None


def _dateline(article: Article, quote: Span) -> Span | None:
    match = _DATELINE.search(article.text, 0, _HEAD)
    if match is None or article.date is None:
        return None
    span = Span(*match.span())
    return None if span.overlaps(quote) else span


def _is_relative(words: str) -> bool:
    return not re.search(r"(?:19|20)\d{2}", words)


def _last_period(article: Article, quote: Span) -> Span | None:
    """Return the last time named before the quote, in its own paragraph; the paragraph before may not speak of it."""
    start = max(article.text.rfind("\n", 0, quote.start) + 1, quote.start - _BACK, 0)
    before = article.text[start : quote.start]
    periods = [
        span
        for span, period in find_periods(before, article.date)
        if not _YARDSTICK.search(before[: span.start])
        and _SHORTEST <= (period.end - period.start).days <= _LONGEST
        and _stands_alone(span.of(before), period, article)
    ]
    if not periods:
        return None
    span = periods[-1]
    return Span(start + span.start, start + span.end)


def _stands_alone(words: str, period: Period, article: Article) -> bool:
    """Say whether the words mean the same period without what stands before them (同期 does not)."""
    alone = find_periods(words, article.date)
    return bool(alone) and (alone[0][1].start, alone[0][1].end) == (period.start, period.end)


def _subject(article: Article, quote: Span, gazetteer: Gazetteer) -> Span | None:
    """Return the nearest place named before a quote that names none."""
    if any(not mention.inside_name for mention in gazetteer.find(quote.of(article.text))):
        return None
    start = max(0, quote.start - _BACK)
    mentions = [mention for mention in gazetteer.find(article.text[start : quote.start]) if not mention.inside_name]
    own = {fold(name) for name in article.description.regions}
    best = [m for m in mentions if any(fold(region.name) in own for region in m.regions)] or (
        mentions if not own else []
    )
    heads = [m for m in mentions if _heads_sentence(article.text, start + m.span.start)]
    if heads and (not best or heads[-1].span.start > best[-1].span.end):
        # 安徽加快…。已有354家…: a digest goes on to a place that is none of its own.
        best = heads
    return Span(start + best[-1].span.start, start + best[-1].span.end) if best else None


def _heads_sentence(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in "。！？；\n"
