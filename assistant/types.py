"""The vocabulary of an answer: questions, evidence, claims, verdicts, answers, events.

The names and shapes follow the command line's contract; `assistant.report` turns them into its JSON.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from index.types import Context, Figure, Filters, Period, Region, Span

Role = Literal["user", "assistant"]
Language = Literal["zh", "en"]
QuestionKind = Literal[
    "figure",
    "series",
    "ranking",
    "arithmetic",
    "comparison",
    "fact",
    "list",
    "how",
    "yes_no",
    "trend",
    "summary",
    "chat",
]
Support = Literal["exact", "derived", "entailed", "none"]
RefusalReason = Literal[
    "no_document", "no_figure", "other_period", "other_metric", "only_target", "redacted", "missing", "out_of_scope",
    "unsupported", "no_rate",
]  # fmt: skip
Operation = Literal["sum", "difference", "ratio", "growth", "share", "mean", "ranking", "conversion"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation. What an assistant's turn said is never evidence."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: what it is about, and what it wants.

    `subjects` are the known places it names, `names` other proper names and key words (companies, projects,
    documents); `metrics` canonical metric names, `metric_words` the words that said them. `period` is None where the
    question names none. `latest` is set by 最新 and its like. `wants_target` is set by 目标 and its like.
    `topic` says what a question that is no question for the library is: greeting, product, out_of_scope, harmful.
    `in_chinese` is an English question for numbers as its Chinese wording is understood; records are asked for by it,
    and `worded` is then the English that it was made of, which the trained reader reads.
    """

    text: str
    standalone: str
    language: Language
    today: dt.date
    kind: QuestionKind
    subjects: tuple[Region, ...] = ()
    names: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    metric_words: tuple[str, ...] = ()
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    operation: Operation | None = None
    latest: bool = False
    wants_target: bool = False
    wants_table: bool = False
    aspects: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    topic: Literal["library", "greeting", "product", "out_of_scope", "harmful"] = "library"
    in_chinese: Question | None = None
    worded: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of an article with the context that settles its meaning: a citation before it has a number."""

    doc_id: str
    version: int
    span: Span
    context: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered sentence that the model may see and an answer may cite."""

    key: int
    quote: Quote
    text: str
    score: float
    title: str
    date: dt.date | None
    regions: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    # Cosine of sentence and question; 0 where nothing was encoded.
    meaning: float = 0.0
    # The trained reader's log-odds that an answer stands here; None where none read it.
    reading: float | None = None
    # The key of the evidence that is not whole without this one: the lead-in of an item, a clause of the same sentence.
    completes: int | None = None


@dataclass(frozen=True, slots=True)
class Operand:
    """One number of a derivation, cited; without a quote it is the asker's own (5.6亿美元折合人民币多少)."""

    value: Decimal
    unit: str | None
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Derivation:
    """Arithmetic over cited operands, with its result; the audit does it again."""

    operation: Operation
    operands: tuple[Operand, ...]
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a draft and the quotes that are to carry it; it is shown only after the audit."""

    text: str
    quotes: tuple[Quote, ...]
    support: Support = "exact"
    derivation: Derivation | None = None
    figures: tuple[Figure, ...] = ()
    # A related figure (同时报道) beside what was asked.
    related: bool = False
    # The source's own words for the same, said where the audit does not let ours stand.
    verbatim: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a claim: `said` stands in it, `source` in the quote (None where nothing does).

    `soft`: words alone speak against it, and no number, time or place; the trained reader may know better.
    """

    kind: Literal[
        "digit", "unit", "year", "place", "metric", "qualifier", "negation", "status", "entity", "unsupported"
    ]
    said: str
    source: str | None
    soft: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The audit's judgement of one claim; `quotes` are the smallest that carry it."""

    carried: bool
    faults: tuple[Fault, ...] = ()
    quotes: tuple[Quote, ...] = ()
    support: Support = "exact"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One audited sentence of an answer, with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    support: Support
    derivation: Derivation | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote with all that opens it again."""

    n: int
    doc_id: str
    version: int
    source_id: str | None
    path: str
    title: str
    date: dt.date | None
    url: str | None
    start: int
    end: int
    quote: str
    context: tuple[tuple[Context, str], ...] = ()
    source_start: int | None = None
    source_end: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a comparison."""

    text: str
    citations: tuple[int, ...] = ()
    figure: Figure | None = None
    blank: Literal["not_reported"] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Aspects down, subjects across; the first column is the aspect."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of several values for the same thing."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that give different values for the same subject, metric and period."""

    subject: str
    metric: str
    period: Period | None
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of the question that the library does not answer."""

    subject: str | None
    metric: str | None
    period: Period | None
    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class Refusal:
    """A typed "the sources do not say", with the nearest that they do say."""

    reason: RefusalReason
    text: str
    figures: tuple[tuple[Figure, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence of the draft that the audit took out."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the library holds, as of now: the latest date and the number of articles."""

    latest: dt.date | None
    articles: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: everything the contract's JSON holds."""

    question: str
    standalone_question: str
    kind: Literal["answer", "table", "refusal"]
    language: Language
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    figures: tuple[tuple[Figure, int], ...] = ()
    # Figures that stand beside what was asked (同时报道).
    related: tuple[tuple[Figure, int], ...] = ()
    table: Table | None = None
    conflicts: tuple[Conflict, ...] = ()
    refusal: Refusal | None = None
    missing: tuple[Missing, ...] = ()
    removed: tuple[Removed, ...] = ()
    notices: tuple[str, ...] = ()
    coverage: Coverage | None = None
    model: str = "extractive"
    settings: str = ""
    timings: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of a user's draft with its verdict; `differs` are (said, source, kind)."""

    text: str
    verdict: Literal["supported", "contradicted", "not_found", "not_a_claim"]
    citations: tuple[int, ...]
    differs: tuple[tuple[str, str | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft after the check, with the sources of its sentences."""

    sentences: tuple[CheckedSentence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model that can answer, whether it is ready, and whether evidence leaves the machine for it."""

    name: str
    ready: bool
    leaves_machine: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceReady:
    """The evidence is chosen: it can be shown before the first sentence."""

    evidence: tuple[Evidence, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """One audited sentence, with the citations that it is the first to use."""

    sentence: Sentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know: a model that could not be reached, a filter that was relaxed."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerReady:
    """The whole answer; always the last event."""

    answer: Answer


Event = EvidenceReady | SentenceReady | Notice | AnswerReady
