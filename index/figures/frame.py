"""One article as extraction sees it: its views, its places, its periods and its day, each found once."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from index.figures.noise import keep_quantities
from index.metrics import Vocabulary
from index.periods import find_periods
from index.quantities import parse_quantities
from index.regions import Gazetteer, Mention, Scope, read_scope
from index.text import fold
from index.types import Article, Date, Period, Quantity, Region, Span

# How far from its start a text tells whose paper it is.
HEAD = 60

_MONTH_DAY = re.compile(
    r"(?:(?P<year>20\d\d)[年/.-])?(?<![\d.])(?P<month>1[0-2]|0?[1-9])(?:月|(?<=\d\d\d\d[/.-]\d)[/.-]|(?<=\d\d\d\d[/.-]\d\d)[/.-])"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?:日|(?=[\s\d:]))"
)
_ANNIVERSARY = re.compile(r"今年是[^。]{0,30}?(\d{1,2})周年")
_PAPER = re.compile(r"[\u4e00-\u9fff]{0,2}?(?:日报|晚报|晨报|早报|都市报|商报|新闻|广播|融媒)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


@dataclass(frozen=True, slots=True)
class Frame:
    """An article and all that was found in it; offsets are the article's."""

    article: Article
    folded: str
    gazetteer: Gazetteer
    vocabulary: Vocabulary
    anchor: Date | None
    scope: Scope
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    voice: Region | None
    _mention_starts: tuple[int, ...] = field(repr=False)
    _quantity_starts: tuple[int, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The clean text."""
        return self.article.text

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the places named from `start` to `end`."""
        first = bisect.bisect_left(self._mention_starts, start)
        return self.mentions[first : bisect.bisect_left(self._mention_starts, end)]

    def quantities_in(self, span: Span) -> tuple[Quantity, ...]:
        """Return the quantities of a sentence."""
        first = bisect.bisect_left(self._quantity_starts, span.start)
        return self.quantities[first : bisect.bisect_left(self._quantity_starts, span.end)]

    def periods_in(self, start: int, end: int) -> list[tuple[Span, Period]]:
        """Return the settled periods of a stretch, with the article's offsets."""
        return [
            (Span(span.start + start, span.end + start), period)
            for span, period in find_periods(self.text[start:end], self.anchor)
        ]

    def label(self, region: Region) -> str:
        """Name a region as a record does; the country is 全国."""
        return "全国" if region.key == "CN" else self.gazetteer.label(region)


def read_frame(article: Article, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Frame:
    """Find places, quantities and the day of an article."""
    folded = fold(article.text)
    mentions = tuple(gazetteer.find(article.text))
    quantities = tuple(keep_quantities(folded, parse_quantities(article.text)))
    return Frame(
        article,
        folded,
        gazetteer,
        vocabulary,
        find_anchor(article, folded),
        read_scope(article, gazetteer),
        mentions,
        quantities,
        find_voice(mentions, folded),
        tuple(mention.span.start for mention in mentions),
        tuple(quantity.span.start for quantity in quantities),
    )


def find_anchor(article: Article, folded: str) -> Date | None:
    """Return the day against which 去年 is read: the article's, else the first day in its text with the text's year."""
    if article.date:
        return article.date
    day = _MONTH_DAY.search(folded)
    if day is None:
        return None
    year = int(day["year"]) if day["year"] else _year_in(folded)
    try:
        return Date(year, int(day["month"]), int(day["day"])) if year else None
    except ValueError:
        return None


def _year_in(folded: str) -> int | None:
    """Return the one year that a text without a dated day is of: the only one it names, or that of an anniversary."""
    years = {int(match[1]) for match in _YEAR.finditer(folded)}
    if len(years) == 1:
        return years.pop()
    # 今年是成立10周年, and 2013年 is named: several years leave open which one the day is of, this settles it.
    anniversary = _ANNIVERSARY.search(folded)
    if anniversary:
        founded = [year for year in sorted(years) if year + int(anniversary[1]) >= max(years)]
        return founded[0] + int(anniversary[1]) if founded else None
    return None


def find_voice(frame_mentions: tuple[Mention, ...], folded: str) -> Region | None:
    """Return the place whose paper writes (湖北日报讯), which 我省 means where no other is the article's."""
    for mention in frame_mentions:
        if mention.span.start > HEAD:
            return None
        if mention.inside_name and _PAPER.match(folded, mention.span.end):
            return mention.regions[0]
    return None
