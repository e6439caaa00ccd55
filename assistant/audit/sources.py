"""What a claim may rest on: the words of its quotes, and what their context and article settle."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.audit.parts import Reading, Tools
from assistant.audit.reading import read_text
from assistant.audit.records import records_within
from assistant.types import Quote
from index.periods import find_periods
from index.text import fold
from index.types import Article, Figure, Period, Region, Span

# How far before a quote what it leaves out may be named: sentences, and code points.
_LEAD_SENTENCES = 2
_LEAD = 300
_OPENING = 250
_STOP = re.compile(r"[。！？!?]+[”」』]?")

ArticleOf = Callable[[str, int], Article]

# Words for the article's own place, whatever its level.
OWN_PLACE = re.compile(
    r"全(?:国|省|市|州|区|县|镇|乡|域|园区|年度)|我(?:国|省|市|州|区|县|镇)|该(?:省|市|州|区|县|园区)|本(?:省|市|区|县)|当地|辖区|区域内"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One quote as the audit reads it: its words, the words of its context, and what both settle."""

    quote: Quote
    article: Article
    reading: Reading
    context: str
    places: tuple[Region, ...]
    periods: tuple[Period, ...]
    # The sentences before the quote in its paragraph: nothing may be taken from them, but they name what the quote
    # leaves out, and their numbers may be what a claim mixed up.
    lead: Reading
    # The first sentences of the article, folded: they say who 该院 is.
    opening: str = ""

    @property
    def words(self) -> str:
        """Everything citable, folded: the quote, its context, the title and the names of the article's places."""
        return self.context + "\n" + self.reading.folded

    @property
    def around(self) -> str:
        """What stands beside the quote and may name what it leaves out, folded."""
        return self.opening + "\n" + self.lead.folded

    @property
    def date(self) -> dt.date | None:
        """The day by which the quote's relative dates are read."""
        return self.article.date


def _named_day(pieces: list[str]) -> dt.date | None:
    """Return the last day of the year that the context names, for the dates of an article without a day of its own."""
    years = [int(year) for words in pieces for year in re.findall(r"(?<!\d)((?:19|20)\d{2})年", fold(words))]
    return dt.date(years[-1], 12, 31) if years else None


def open_source(quote: Quote, article: Article, records: dict[Span, Figure], tools: Tools) -> Source:
    """Read a quote of `article` with its context; `records` are those of the article, by span."""
    said = quote.span.of(article.text)
    pieces = [piece.span.of(article.text) for piece in quote.context]
    names = article.description.regions
    context = "\n".join([article.title, *names, *pieces])
    if article.date:
        context += f"\n{article.date.year}年{article.date.month}月{article.date.day}日"
    places = [region for name in names for region in tools.gazetteer.resolve(name)]
    for words in [*names, article.title, *pieces]:
        places += [region for mention in tools.gazetteer.find(words) for region in mention.regions]
    periods = [
        period
        for piece in quote.context
        if piece.role in ("period", "title", "header", "caption")
        for _, period in find_periods(piece.span.of(article.text), article.date)
    ]
    day, lead = article.date or _named_day(pieces), find_lead(article.text, quote.span)
    return Source(
        quote,
        article,
        read_text(said, day, tools, is_source=True, records=records_within(records, quote.span)),
        fold(context),
        tuple(dict.fromkeys(places)),
        tuple(periods),
        read_text(lead.of(article.text), day, tools, is_source=True, records=records_within(records, lead)),
        fold(find_opening(article.text).of(article.text)),
    )


def find_opening(text: str) -> Span:
    """Return the first sentences of a text that end within so many code points."""
    stops = [match.end() for match in _STOP.finditer(text, 0, _OPENING)]
    return Span(0, stops[-1] if stops else min(len(text), _OPENING))


def find_lead(text: str, quote: Span) -> Span:
    """Return the last sentences before a quote in its own paragraph: to the second full stop back."""
    floor = max(text.rfind("\n", 0, quote.start) + 1, quote.start - _LEAD)
    stops = [
        match.end() for match in _STOP.finditer(text, floor, quote.start) if text[match.end() : quote.start].strip()
    ]
    return Span(stops[-_LEAD_SENTENCES] if len(stops) >= _LEAD_SENTENCES else floor, quote.start)
