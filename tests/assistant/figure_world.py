"""A small made-up library for tests of figure answers: articles by hand, records found by their words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from assistant.figure_answers import RecordList
from assistant.types import Language, Question, QuestionKind
from index.text import fold, sentence_at
from index.types import Article, Context, Description, Figure, Period, Region, Span, Status

SKY = Region("x:sky", "云栖市", "市", aliases=("云栖",))
RIVER = Region("x:river", "临江市", "市", aliases=("临江",))
ZONE = Region("x:zone", "临江经开区", "园区", parents=("x:river",))
TODAY = dt.date(2025, 6, 1)
YEAR_2023 = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31), "2023年", "2023年")
YEAR_2024 = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "2024年")
YEAR_2025 = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "2025年", "2025年")
LAST_YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "去年")
HALF_2024 = Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30), "2024年上半年", "上半年")


class Names:
    """A vocabulary of a few metrics."""

    synonyms: ClassVar[dict[str, str]] = {
        "地区生产总值": "地区生产总值", "gdp": "地区生产总值", "经济总量": "地区生产总值",
        "进出口总额": "进出口总额", "进出口": "进出口总额", "出口总额": "出口总额", "出口": "出口总额",
        "进口总额": "进口总额", "进口": "进口总额", "固定资产投资": "固定资产投资",
    }  # fmt: skip

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Return the longest names first found, left to right."""
        folded, found, at = fold(text), [], 0
        while at < len(folded):
            names = [name for name in self.synonyms if folded.startswith(name, at)]
            if names:
                name = max(names, key=len)
                found.append((Span(at, at + len(name)), self.synonyms[name]))
                at += len(name)
            else:
                at += 1
        return found

    def get(self, name: str) -> None:
        """Nothing more is known of these."""

    def canonical(self, words: str) -> str | None:
        """Return the canonical name."""
        return self.synonyms.get(fold(words))

    def confusable(self, one: str, other: str) -> bool:
        """No two of these are marked."""
        return False


def make_article(doc_id: str, text: str, date: dt.date | None = dt.date(2025, 3, 2), title: str = "") -> Article:
    """Return an article of the given text."""
    description = Description(title, date, None, None, None, "news", (), "Hans")
    return Article(doc_id, 1, doc_id, doc_id, doc_id, "", text, description)


def make_figure(
    article: Article,
    quote: str,
    metric: str,
    canonical: str | int,
    unit: str = "CNY",
    *,
    subject: Region | str | None = SKY,
    period: Period | None = YEAR_2024,
    status: Status = "actual",
    qualifier: str | None = None,
    threshold: str | None = None,
    nth: int = 0,
    context: tuple[Context, ...] = (),
) -> Figure:
    """Return the record of the nth place where `quote` (number and unit) stands in the article."""
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(quote, start + 1)
    digits = "".join(char for char in quote if char.isdigit() or char == ".")
    return Figure(
        article.doc_id,
        1,
        Span(start, start + len(quote)),
        quote,
        Decimal(digits),
        quote.lstrip("0123456789.") or None,
        Decimal(canonical),
        unit,
        metric,
        metric,
        status,
        sentence_at(article.text, start),
        subject.name if isinstance(subject, Region) else subject,
        subject.key if isinstance(subject, Region) else None,
        period,
        qualifier,
        threshold,
        context,
    )


def make_question(
    text: str,
    *subjects: Region,
    periods: tuple[Period, ...] = (),
    kind: QuestionKind = "figure",
    language: Language = "zh",
    today: dt.date = TODAY,
) -> Question:
    """Return a question as understanding would."""
    return Question(
        text, text, language, today, kind, subjects,
        period=periods[0] if len(periods) == 1 else None, periods=periods,
    )  # fmt: skip


class Map:
    """The places of this world."""

    regions: ClassVar[dict[str, Region]] = {region.key: region for region in (SKY, RIVER, ZONE)}

    def get(self, key: str) -> Region | None:
        """Return a place by key."""
        return self.regions.get(key)

    def is_within(self, key: str, other_key: str) -> bool:
        """Say whether one lies in the other."""
        return key == other_key or other_key in self.regions[key].parents


# Two places that export, each in an article of its own.
EXPORTING = (
    make_article("sky", "2024年，云栖市出口总额1320.5亿元。"),
    make_article("river", "2024年，临江市出口总额980亿元。"),
)
SKY_EXPORTS = make_figure(EXPORTING[0], "1320.5亿元", "出口总额", 132050000000)
RIVER_EXPORTS = make_figure(EXPORTING[1], "980亿元", "出口总额", 98000000000, subject=RIVER)
EXPORTS = RecordList([SKY_EXPORTS, RIVER_EXPORTS], EXPORTING)
