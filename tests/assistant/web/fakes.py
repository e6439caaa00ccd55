"""A library and an assistant over invented articles, as slow or as faulty as a test wants them."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from assistant.types import (
    Answer,
    AnswerReady,
    Cell,
    CheckedDraft,
    CheckedSentence,
    Citation,
    Conflict,
    ConflictValue,
    Coverage,
    Event,
    Evidence,
    EvidenceReady,
    Language,
    Missing,
    ModelState,
    Notice,
    Quote,
    Refusal,
    Removed,
    Sentence,
    SentenceReady,
    Table,
    Turn,
)
from assistant.web.faces import (
    ArticleRow,
    FigureFilters,
    FigureRow,
    IngestOutcome,
    IngestProgress,
    LibraryState,
    Relative,
)
from index.errors import ModelError, UsageError
from index.types import Article, Context, Description, Figure, Filters, Period, Removal, Span

# The astral 𠮷 and the emoji stand before the quote: offsets in UTF-16 units would be off by two.
SIGNING_TEXT = (
    "云栖市（虚构）𠮷丰经开区🎉召开招商工作会\n"
    "3月1日，𠮷丰经开区召开招商引资工作会，总结2024年全区招商引资工作。\n"
    + "会议听取了各园区的汇报，并研究了下一步的安排。\n" * 40
    + "去年，全区签约亿元以上项目86个、签约额超1234亿元，全年FDI完成3.2亿美元。\n"
    + "会议要求，进一步优化营商环境。\n" * 30
)
HOSTILE_TEXT = (
    '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">\n'
    "[点我](javascript:alert(1)) **粗体** $\\frac{1}{2}$ &lt;b&gt; \u202e倒过来的字\u202c\n"
    "</mark></article><style>body{display:none}</style>\n"
    "临江经开区（虚构）去年签约<b>70亿元</b>。\n"
)
QUESTION = "𠮷丰经开区2024年签约额是多少？"


def make_article(doc_id: str, text: str, title: str, **about: object) -> Article:
    """Return an article of one version; `about` overrides its description."""
    described = {
        "title": title, "date": dt.date(2025, 3, 2), "date_basis": "发布于:2025-3-2", "publisher": "云栖日报（虚构）",
        "url": "https://news.example/1", "kind": "news", "regions": ("𠮷丰经开区",), "script": "Hans",
    }  # fmt: skip
    return Article(
        doc_id=doc_id, version=1, key=doc_id, path=f"{doc_id}.txt", source_id=None, digest="0", text=text,
        description=Description(**{**described, **about}),  # type: ignore[arg-type]
        removed=(Removal("boilerplate", "责任编辑：<b>某某</b>"),), notes=("付费墙：缺662字",),
    )  # fmt: skip


SIGNING = make_article("signing", SIGNING_TEXT, "𠮷丰经开区召开招商引资工作会")
HOSTILE = make_article(
    "hostile", HOSTILE_TEXT, '<img src=x onerror="window.hacked=true">', url="javascript:alert(1)", publisher="<i>x</i>"
)


def cite(n: int, article: Article, words: str, context: Sequence[tuple[str, str]] = ()) -> Citation:
    """Return the citation of `words` in `article`, with (role, words) of its context."""
    start = article.text.index(words)
    spans = [(role, article.text.index(said), said) for role, said in context]
    return Citation(
        n=n, doc_id=article.doc_id, version=article.version, source_id=None, path=article.path, title=article.title,
        date=article.date, url=article.description.url, start=start, end=start + len(words), quote=words,
        context=tuple((Context(Span(at, at + len(said)), role), said) for role, at, said in spans),  # type: ignore[arg-type]
    )  # fmt: skip


def make_figure(article: Article, words: str, metric: str = "签约额", **over: object) -> Figure:
    """Return a figure whose number and unit are `words`."""
    at = article.text.index(words)
    fields = {
        "doc_id": article.doc_id, "version": 1, "span": Span(at, at + len(words)), "quote": words,
        "value": Decimal(1234), "unit": "亿元", "canonical_value": Decimal(123_400_000_000), "canonical_unit": "CNY",
        "metric": metric, "metric_said": metric, "status": "actual", "sentence": Span(at, at + len(words)),
        "subject": "𠮷丰经开区", "qualifier": "超",
        "period": Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "去年"),
    }  # fmt: skip
    return Figure(**{**fields, **over})  # type: ignore[arg-type]


def signing_answer(question: str = QUESTION) -> Answer:
    """Return an answer with two citations of one article, a removed sentence and a conflict."""
    first = cite(
        1,
        SIGNING,
        "签约额超1234亿元",
        [("period", "总结2024年全区招商引资工作"), ("subject", "𠮷丰经开区召开招商引资工作会")],
    )
    second = cite(2, SIGNING, "全年FDI完成3.2亿美元")
    return Answer(
        question=question,
        standalone_question=question,
        kind="answer",
        language="zh",
        text="2024年，𠮷丰经开区签约额超1234亿元。[1]\n\n**同时报道**\n- FDI 3.2亿美元。[2]",
        sentences=(
            Sentence("2024年，𠮷丰经开区签约额超1234亿元。", (1,), "exact"),
            Sentence("FDI 3.2亿美元。", (2,), "exact"),
        ),
        citations=(first, second),
        figures=((make_figure(SIGNING, "1234亿元", "签约额"), 1),),
        conflicts=(
            Conflict("𠮷丰经开区", "签约额", None, (ConflictValue("1234亿元", 1), ConflictValue("1200亿元", 2))),
        ),
        missing=(Missing("𠮷丰经开区", "到位资金", None, "no_figure"),),
        removed=(Removed("签约额居全省第一。", "出处未提"),),
        coverage=Coverage(dt.date(2025, 3, 2), 2),
        timings={"evidence": 0.04, "total": 0.3},
    )


def refusal_answer(question: str) -> Answer:
    """Return a typed refusal that offers the nearest thing."""
    near = cite(1, SIGNING, "去年，全区签约亿元以上项目86个、签约额超1234亿元，全年FDI完成3.2亿美元。")
    return Answer(
        question=question, standalone_question=question, kind="refusal", language="zh",
        text="资料中没有2025年的签约额；最近的是2024年：超1234亿元。[1]", sentences=(), citations=(near,),
        refusal=Refusal("other_period", "最近的是2024年：超1234亿元。[1]"),
    )  # fmt: skip


def table_answer(question: str) -> Answer:
    """Return a comparison of two subjects: one row that can be charted, one with an honest blank."""
    first, second = cite(1, SIGNING, "签约额超1234亿元"), cite(2, SIGNING, "全年FDI完成3.2亿美元")
    one = make_figure(SIGNING, "1234亿元", "签约额")
    two = make_figure(SIGNING, "1234亿元", "签约额", subject="临江经开区", canonical_value=Decimal(70) * 10**8)
    rows = (
        (Cell("签约额"), Cell("超1234亿元", (1,), one), Cell("70亿元", (2,), two)),
        (Cell("到位资金"), Cell("", blank="not_reported"), Cell("", blank="not_reported")),
    )
    return Answer(
        question=question, standalone_question=question, kind="table", language="zh", text="", sentences=(),
        citations=(first, second),
        table=Table(("方面", "𠮷丰经开区", "临江经开区"), rows, ("两地统计口径可能不同。",)),
    )  # fmt: skip


def hostile_answer(question: str) -> Answer:
    """Return an answer out of an article that tries to be code."""
    found = cite(1, HOSTILE, "<b>70亿元</b>")
    return Answer(
        question=question, standalone_question=question, kind="answer", language="zh",
        text="签约\\<b\\>70亿元\\</b\\>。<img src=x onerror='window.hacked=true'>[1]", sentences=(), citations=(found,),
    )  # fmt: skip


class FakeLibrary:
    """Two articles; an ingest counts to the number of paths."""

    def __init__(self) -> None:
        self.held = {article.doc_id: article for article in (SIGNING, HOSTILE)}
        self.ingested: list[Path] = []
        self.corrections: list[tuple[str, dict[str, str]]] = []
        self.figure_corrections: list[tuple[str, Span, str, str]] = []
        self.pause = 0.0

    def article(self, doc_id: str, version: int | None = None) -> Article:
        if doc_id not in self.held or version not in (None, 1):
            raise UsageError(f"no article {doc_id}", "search again")
        return self.held[doc_id]

    def relatives(self, article: Article) -> Sequence[Relative]:
        others = [other for other in self.held.values() if other.doc_id != article.doc_id]
        return [Relative("duplicate", other.doc_id, other.title, other.date) for other in others]

    def articles(self, words: str, filters: Filters, limit: int, offset: int) -> Sequence[ArticleRow]:
        rows = [
            ArticleRow(
                a.doc_id, a.version, a.title, a.date, a.description.publisher, a.description.kind,
                a.description.regions, a.path, len(a.text), a.notes,
            )
            for a in self.held.values()
            if words in a.title and (not filters.kinds or a.description.kind in filters.kinds)
        ]  # fmt: skip
        return rows[offset : offset + limit]

    def figures(self, filters: FigureFilters, limit: int) -> Sequence[FigureRow]:
        if filters.period == "哪年":
            raise UsageError("'哪年' names no period", "2024年")
        rows = []
        for year, value in ((2022, 900), (2023, 1100), (2024, 1234)):
            period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year}年")
            canonical = Decimal(value) * 10**8
            figure = make_figure(SIGNING, "1234亿元", "签约额", period=period, canonical_value=canonical)
            rows.append(FigureRow(figure, SIGNING.title, SIGNING.date, "签约额超1234亿元。"))
        if not filters.metric:
            fdi = make_figure(
                SIGNING, "3.2亿美元", "=实际使用外资", canonical_unit="USD", qualifier=None, status="target"
            )
            rows.append(FigureRow(fdi, SIGNING.title, None))
        return rows[:limit]

    def state(self) -> LibraryState:
        return LibraryState(len(self.held), 12, 3, dt.date(2025, 3, 2))

    def ingest(self, paths: Sequence[Path], progress: IngestProgress) -> IngestOutcome:
        failed = []
        for number, path in enumerate(paths, 1):
            progress(number, len(paths), str(path), float(len(paths) - number))
            time.sleep(self.pause)
            if path.suffix == ".pdf":
                failed.append((path.name, "encrypted", "it is encrypted"))
                continue
            self.ingested.append(path)
            article = make_article(path.name, path.read_text(encoding="utf-8"), path.name)
            self.held[path.name] = article
        return IngestOutcome(len(paths) - len(failed), 0, 0, tuple(failed), len(self.held))

    def has_samples(self) -> bool:
        return True

    def ingest_samples(self, progress: IngestProgress) -> IngestOutcome:
        progress(1, 1, "sample.txt", None)
        self.held["sample"] = make_article("sample", "云栖市（虚构）签约10亿元。", "示例")
        return IngestOutcome(1, 0, 0, (), len(self.held))

    def remove(self, doc_id: str) -> None:
        del self.held[doc_id]

    def correct_figure(self, doc_id: str, span: Span, field: str, value: str) -> None:
        self.figure_corrections.append((doc_id, span, field, value))

    def examples(self, language: str) -> Sequence[str]:
        return (QUESTION, "敌意文章说了什么？")

    def subjects(self) -> Sequence[str]:
        return ("𠮷丰经开区", "临江经开区")

    def metrics(self, subjects: Sequence[str]) -> Sequence[str]:
        return ("签约额", "实际利用外资") if subjects else ("签约额",)

    def correct(self, doc_id: str, fields: dict[str, str]) -> None:
        self.corrections.append((doc_id, fields))


class FakeAssistant:
    """Answers by what stands in the question; `pause` seconds lie between two events."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.histories: list[tuple[Turn, ...]] = []
        self.filters: list[Filters | None] = []
        self.hold = threading.Event()
        self.hold.set()

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        model: str | None = None,
        filters: Filters | None = None,
        today: dt.date | None = None,
    ) -> Iterator[Event]:
        self.histories.append(tuple(history))
        self.filters.append(filters)
        if "断线" in question:
            raise ModelError("本地模型没有回应", "稍后再试")
        if "故障" in question:
            raise ZeroDivisionError
        answer = self._choose(question)
        yield EvidenceReady(tuple(_evidence(c, n) for n, c in enumerate(answer.citations, 1)), 0.04)
        for sentence in answer.sentences:
            time.sleep(self.pause)
            self.hold.wait(10)
            yield SentenceReady(sentence, tuple(c for c in answer.citations if c.n in sentence.citations))
        if model == "local":
            yield Notice("本地模型未就绪，已用摘录作答。")
        yield AnswerReady(answer)

    def compare(
        self,
        subjects: Sequence[str],
        aspects: Sequence[str] = (),
        *,
        period: str | None = None,
        language: Language = "zh",
    ) -> Iterator[Event]:
        yield AnswerReady(table_answer("、".join(subjects)))

    def check(self, draft: Path, date: dt.date | None = None) -> CheckedDraft:
        text = draft.read_text(encoding="utf-8")
        source = cite(1, SIGNING, "签约额超1234亿元")
        sentences = [
            CheckedSentence(text, "contradicted", (1,), (("1300亿元", "1234亿元", "digit"),)),
            CheckedSentence("签约额超1234亿元。", "supported", (1,)),
            CheckedSentence("全市第一。", "not_found", ()),
            CheckedSentence("同志们：", "not_a_claim", ()),
        ]
        return CheckedDraft(tuple(sentences), (source,))

    def models(self) -> Sequence[ModelState]:
        return (
            ModelState("extractive", True),
            ModelState("local", False, detail="1.1 GB"),
            ModelState("cloud", True, True),
        )

    def try_model(self, name: str) -> str:
        if name == "cloud":
            raise ModelError("cloud：401，密钥不对", "检查 endpoints.cloud.api_key")
        return "好"

    def _choose(self, question: str) -> Answer:
        if "2025" in question:
            return refusal_answer(question)
        return hostile_answer(question) if "敌意" in question else signing_answer(question)


def _evidence(citation: Citation, key: int) -> Evidence:
    quote = Quote(citation.doc_id, 1, Span(citation.start, citation.end), tuple(c for c, _ in citation.context))
    return Evidence(key, quote, citation.quote, 1.0, citation.title, citation.date, ("𠮷丰经开区",))
