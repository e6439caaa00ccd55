"""The vocabulary of the library: spans, articles, passages, quantities, periods, figures, hits.

Everything here is frozen and does no input or output. Offsets are Unicode code points into the clean
text of an article version, end exclusive; `article.text[start:end]` is always the exact quote.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Date = dt.date

RemovalReason = Literal["boilerplate", "noise", "annotation", "related"]
Kind = Literal["news", "policy", "speech", "statistics", "notice", "other"]
Script = Literal["Hans", "Hant", "mixed"]
Status = Literal["actual", "comparison", "target", "planned", "forecast", "requirement"]
ContextRole = Literal["title", "dateline", "subject", "period", "header", "unit", "caption"]
Media = Literal["text", "markdown", "html", "structured"]
RegionLevel = Literal["国", "区域", "省", "市", "区", "园区", "片区"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}..{self.end} is not a range")

    def of(self, text: str) -> str:
        """Return the words that the span covers in `text`."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Say whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class OffsetRun:
    """`length` clean code points from `clean` on that stand as they are at `source` in the input."""

    clean: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a range of clean text stands in a format without a plain text: page and box, or sheet and cell."""

    span: Span
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Words that the cleaner took out, and why."""

    reason: RemovalReason
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of clean text under one heading path; tables carry the rows that give meaning to every other row."""

    span: Span
    heading: tuple[str, ...] = ()
    kind: Literal["text", "list", "table"] = "text"
    # For a table: header row, unit line and caption, which belong to every row.
    context: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Words of the same article that settle the meaning of a quote."""

    span: Span
    role: ContextRole


@dataclass(frozen=True, slots=True)
class Region:
    """A place or zone. `key` is unique (GB/T 2260 code, or a zone's own key); `parents` go from near to far."""

    key: str
    name: str
    level: RegionLevel
    parents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive dates; `said` are the words that said it, None where nothing did. A point has start == end."""

    start: Date
    end: Date
    label: str
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written, and in base units.

    `value` is as written (a range is a pair); `canonical_value` is in `canonical_unit` (CNY, USD, percent,
    percentage_point, times, count, mu, m2, km2, kW, t …) and negative for a decline.
    """

    span: Span
    value: Decimal | tuple[Decimal, Decimal]
    unit: str | None
    canonical_value: Decimal | tuple[Decimal, Decimal]
    canonical_unit: str
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that says something: who, what (口径), when, and whether it is a result or a goal.

    `span` covers number and unit, `sentence` the sentence, `context` the words elsewhere in the article that
    settle subject, period, header or unit. `subject_key` is the region's key where the subject is a known place.
    `metric` is the canonical name where the vocabulary knows it, else the words of the source; `metric_said` is
    always the words of the source. `threshold` keeps 亿元以上 of 亿元以上项目.
    """

    doc_id: str
    version: int
    span: Span
    quote: str
    value: Decimal | tuple[Decimal, Decimal]
    unit: str | None
    canonical_value: Decimal | tuple[Decimal, Decimal]
    canonical_unit: str
    metric: str
    metric_said: str
    status: Status
    sentence: Span
    subject: str | None = None
    subject_key: str | None = None
    period: Period | None = None
    qualifier: str | None = None
    threshold: str | None = None
    context: tuple[Context, ...] = ()
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """What an article is, as far as its page settles it."""

    title: str
    date: Date | None
    date_basis: str | None
    publisher: str | None
    url: str | None
    kind: Kind
    regions: tuple[str, ...]
    script: Script


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What a reader hands over: one article before cleaning.

    `key` is the article's lasting identity (absolute path; with `#id` for a line of a file, `!member` for an
    archive); `digest` the SHA-256 of its bytes. `text` is the decoded text that `OffsetRun.source` counts in: for
    plain text, Markdown and the text of a jsonl line exactly the input; for HTML the decoded page. `media` says which
    cleaner reads it. `declared` holds title, date, url and publisher where the file names them. `sections` and
    `origins` come from readers of formats that have structure (Word, Excel, PDF), and then count in `text`.
    """

    key: str
    path: str
    source_id: str | None
    digest: str
    text: str
    media: Media
    declared: dict[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    origins: tuple[Origin, ...] = ()
    notes: tuple[str, ...] = ()
    # True where source_start and source_end of the contract apply (plain text and jsonl text).
    plain_source: bool = False
    # What the reader took out before there was a text: page headers and footers.
    removed: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text that everything above `clean` sees, and what was taken out to get it."""

    text: str
    offsets: tuple[OffsetRun, ...]
    removed: tuple[Removal, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    origins: tuple[Origin, ...] = ()
    # Lines of the page's head that name title, date and publisher, in reading order, also where they were removed.
    head: tuple[str, ...] = ()
    # What tags and scripts of a web page say of it: `title`, `date`, `publisher`, `url`, the most reliable first.
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article as the catalog holds it."""

    doc_id: str
    version: int
    key: str
    path: str
    source_id: str | None
    digest: str
    text: str
    description: Description
    removed: tuple[Removal, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    offsets: tuple[OffsetRun, ...] = ()
    origins: tuple[Origin, ...] = ()
    plain_source: bool = False
    duplicates: tuple[str, ...] = ()
    # Of a policy: the latest edition after this one, and those before it; doc_ids.
    superseded_by: str | None = None
    supersedes: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    live: bool = True

    @property
    def title(self) -> str:
        """The headline."""
        return self.description.title

    @property
    def date(self) -> Date | None:
        """The day of publication, None where the page does not settle it."""
        return self.description.date


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and found: whole sentences of one section."""

    doc_id: str
    version: int
    ordinal: int
    span: Span
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; an empty tuple or None is no limit. Dates are of publication, inclusive."""

    regions: tuple[str, ...] = ()
    date_from: Date | None = None
    date_to: Date | None = None
    doc_ids: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def empty(self) -> bool:
        """Say whether nothing is limited."""
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found. `why` holds the score of each way that found it."""

    passage_id: int
    doc_id: str
    version: int
    span: Span
    text: str
    score: float
    why: dict[str, float]
    source_id: str | None
    path: str
    title: str
    date: Date | None
    heading: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read; the others go on."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    articles: int = 0
    passages: int = 0
    figures: int = 0
    seconds: float = 0.0
