"""The rates that a library states for two currencies, and which of them fits an amount best."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.types import Quote
from index.periods import find_periods
from index.quantities.rates import Rate, find_rates, name_currency
from index.rate_table import RATE_TABLE
from index.text import sentence_at
from index.types import Article, Figure, Filters, Hit, Period, Span

# Articles that are searched for a rate.
_SEARCHED = 20
# A longer sentence is quoted by the words of the rate alone.
_LONGEST_QUOTE = 160
# A rate of longer than this is no average of a year.
_LONGEST_DAYS = 366


class Shelf(Protocol):
    """What is asked of a library."""

    def search(self, question: str, top_k: int | None = None, filters: Filters | None = None) -> list[Hit]:
        """Return the best passage of each of the best articles."""
        ...

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version, the newest where none is named."""
        ...

    def rate_table(self) -> Article | None:
        """Return the user's own rates as an article."""
        ...

    def figures(self, *, doc_id: str | None = None) -> list[Figure]:
        """Return the records of an article."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """A rate with the words that state it, and when it held (None where its article does not say)."""

    rate: Rate
    quote: Quote
    period: Period | None

    @property
    def of_table(self) -> bool:
        """Say whether it comes from the user's own table."""
        return self.quote.doc_id == RATE_TABLE


def find_known_rates(shelf: Shelf, pair: frozenset[str], filters: Filters, near: Iterable[str]) -> list[Known]:
    """Return every rate between two currencies in the user's table, the articles `near`, and what a search finds."""
    names = [
        name_currency(currency).replace("元", "人民币", 1) if currency == "CNY" else name_currency(currency)
        for currency in sorted(pair)
    ]
    words = f"{names[0]}对{names[1]}汇率中间价 1{names[1]}={names[0]}"
    found = shelf.search(words, _SEARCHED, filters)
    doc_ids = dict.fromkeys([*near, *(hit.doc_id for hit in found)])
    table = shelf.rate_table()
    articles = ([table] if table else []) + [shelf.article(doc_id) for doc_id in doc_ids]
    return [known for article in articles for known in _read_article(article) if _pair_of(known.rate) == pair]


def choose_rate(known: Sequence[Known], figure: Figure | None, period: Period | None) -> Known | None:
    """Return the rate for an amount: its own article's, else one of its period, else the nearest in time.

    Among equals the user's own table comes first. Without a period the newest is taken.
    """
    when = figure.period if figure is not None else period
    return min(known, key=lambda one: _rank(one, figure, when), default=None)


def holds_in(known: Known, period: Period | None) -> bool:
    """Say whether a rate held within a period; True where no period limits it."""
    if period is None:
        return True
    return known.period is not None and known.period.start <= period.end and known.period.end >= period.start


def _rank(known: Known, figure: Figure | None, when: Period | None) -> tuple[bool, bool, bool, int]:
    own = figure is not None and known.quote.doc_id == figure.doc_id
    end = known.period.end if known.period else dt.date.min
    far = abs((end - when.end).days) if when else -end.toordinal()
    return not own, not holds_in(known, when), not known.of_table, far


def _pair_of(rate: Rate) -> frozenset[str]:
    return frozenset((rate.base, rate.quoted))


def _read_article(article: Article) -> list[Known]:
    found = []
    for rate in find_rates(article.text):
        sentence = sentence_at(article.text, rate.span.start)
        short = sentence.contains(rate.span) and sentence.end - sentence.start <= _LONGEST_QUOTE
        quote = Quote(article.doc_id, article.version, sentence if short else rate.span)
        found.append(Known(rate, quote, _when(article, sentence, rate.span)))
    return found


def _when(article: Article, sentence: Span, span: Span) -> Period | None:
    """Return when a rate held: as its sentence says before or in it, else on the day of its article."""
    named = [
        period
        for place, period in find_periods(sentence.of(article.text), article.date)
        if sentence.start + place.start < span.end and (period.end - period.start).days <= _LONGEST_DAYS
    ]
    if named:
        return named[-1]
    return Period(article.date, article.date, article.date.isoformat()) if article.date else None
