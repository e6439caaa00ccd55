"""A user's own text against the sources, sentence by sentence: supported, contradicted, or not found.

The same audit that guards our answers. Contradicted means that the sources speak of the same thing and differ in a
part that can be named; where more than that differs, they merely do not say it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.answer import AnswerBuilder
from assistant.audit import Auditor
from assistant.audit.meaning import Meaning, meaning_of
from assistant.audit.parts import Tools
from assistant.audit.second_reading import claim_reader_of
from assistant.audit.words import overlap
from assistant.context import find_context
from assistant.draft_parts import split_draft
from assistant.evidence import rank_sentences
from assistant.finding import CheckedSentence, judge
from assistant.reader import ClaimReader
from assistant.report import report_citation
from assistant.types import Question, Quote
from index.clean import clean_article
from index.describe import parse_day
from index.errors import SourceError, UsageError
from index.library import Library
from index.quantities import parse_quantities
from index.read import read_file
from index.text import detect_script, split_sentences
from index.types import Article, Description, Failure, Filters, Quantity, Span

ArticleOf = Callable[[str, int], Article]

# Articles searched and sentences compared for one sentence of a draft.
_ARTICLES = 5
_SENTENCES = 6
# Sentences added for each number of it.
_HOLDING = 2
_FEWEST_LETTERS = 5
_NO_CLAIM = re.compile(
    r"[？?]\s*$|^[^，。；！,;\d]{2,24}(?:报告|总结|汇报|概况|简报|致辞|讲话稿?|工作要点|有关情况|工作情况)$|^(?:谢谢|感谢|大家好|各位|尊敬的|此致|敬礼|你好|您好|附件|联系人|注[:：]|图\d|表\d|目录|摘要[:：]?$|前言|结语)|^[一二三四五六七八九十]+、[^，。]{0,20}$|"
    r"^(?:第[一二三四五六七八九十\d]+[章节部分]|\d+(?:\.\d+)*[.、]?)[^，。]{0,20}$|^(?:thank|dear|hello|hi)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A checked draft."""

    sentences: tuple[CheckedSentence, ...]


def check_draft(text: str, date: dt.date | None, library: Library) -> CheckReport:
    """Judge every sentence of `text` against the library; its relative dates are read by `date`."""
    knowledge = library.knowledge
    auditor = Auditor(
        library.article, knowledge.gazetteer, knowledge.vocabulary, meaning_of(library), claim_reader_of(library)
    )

    def judge_one(claim: str) -> CheckedSentence:
        if is_no_claim(claim):
            return CheckedSentence(claim, "not_a_claim")
        return judge(claim, _nearest_quotes(claim, date, library), auditor, date)

    checked = []
    for part in split_draft(text):
        found = [judge_one(claim) for claim in part.claims]
        checked.append(_join(part.text, found) if found else CheckedSentence(part.text, "not_a_claim"))
    return CheckReport(tuple(checked))


# The verdict that a row of a table takes over from one of its cells, the least favourable first.
_LEAST = ("contradicted", "not_found", "supported", "not_a_claim")


def _join(text: str, found: Sequence[CheckedSentence]) -> CheckedSentence:
    """Return one finding for a part of a draft, of those of its claims."""
    verdict = min((one.verdict for one in found), key=_LEAST.index)
    quotes = tuple(dict.fromkeys(quote for one in found for quote in one.quotes))
    differs = tuple(fault for one in found if one.verdict == verdict for fault in one.differs)
    return CheckedSentence(text, verdict, quotes, differs)


def check_claim(
    line: Mapping[str, Any], knowledge: Tools, meaning: Meaning | None = None, reader: ClaimReader | None = None
) -> dict[str, Any]:
    """Judge one line `{"id", "claim", "evidence", "date"?, "region"?}` against its evidence alone; returns the result.

    Raises `UsageError` where the claim or the evidence is missing.
    """
    claim, evidence = line.get("claim"), line.get("evidence")
    if not isinstance(claim, str) or not isinstance(evidence, str):
        raise UsageError(f"line {line.get('id')!r} needs a claim and its evidence", "both are texts")
    article = make_article(evidence, parse_day(str(line.get("date") or "")), line.get("region"))
    found = check_against(claim, article, knowledge, meaning, reader)
    body = report_check(CheckReport((found,)), lambda doc_id, version: article)
    return {"id": line.get("id"), **{key: body["sentences"][0][key] for key in ("verdict", "differs")}} | {
        "citations": body["citations"]
    }


def check_against(
    claim: str, article: Article, knowledge: Tools, meaning: Meaning | None = None, reader: ClaimReader | None = None
) -> CheckedSentence:
    """Judge one claim against one article alone: the whole of it, then the fewest sentences that carry it."""
    if is_no_claim(claim):
        return CheckedSentence(claim, "not_a_claim")
    auditor = Auditor(lambda doc_id, version: article, knowledge.gazetteer, knowledge.vocabulary, meaning, reader)
    spans = split_sentences(article.text)
    whole = Quote(article.doc_id, article.version, Span(0, len(article.text)))
    found = judge(claim, [whole], auditor, None)
    if found.verdict == "supported" and len(spans) > 1:
        spans = sorted(spans, key=lambda span: -overlap(claim, span.of(article.text)))[:_SENTENCES]
        quotes = [
            Quote(article.doc_id, article.version, s, find_context(article, s, knowledge.gazetteer)) for s in spans
        ]
        fewest = judge(claim, quotes, auditor, None)
        return fewest if fewest.verdict == "supported" else found
    return found


def check_file(path: str, library: Library, date: dt.date | None) -> CheckReport:
    """Judge a draft of any readable format (`-` is standard input); raises `SourceError` where it cannot be read."""
    return check_draft(read_draft(path, library), date, library)


def read_draft(path: str, library: Library) -> str:
    """Return the clean text of a draft."""
    if path == "-":
        return sys.stdin.read()
    texts = []
    for raw in read_file(Path(path), library.settings.read):
        if isinstance(raw, Failure):
            raise SourceError(raw.code, f"{raw.path}: {raw.message}")
        texts.append(clean_article(raw).text)
    return "\n".join(texts)


def report_check(report: CheckReport, article_of: ArticleOf) -> dict[str, Any]:
    """Write a report in the contract's JSON: sentences with numbered citations, and the citations."""
    builder = AnswerBuilder(article_of)
    sentences = [
        {
            "text": sentence.text,
            "verdict": sentence.verdict,
            "citations": [builder.cite(quote) for quote in sentence.quotes],
            "differs": [
                {"said": fault.said, "source": fault.source, "kind": fault.kind}
                for fault in sentence.differs
                if sentence.verdict == "contradicted" and (fault.kind != "unsupported" or fault.source)
            ],
        }
        for sentence in report.sentences
    ]
    return {"sentences": sentences, "citations": [report_citation(citation) for citation in builder.citations]}


def make_article(text: str, date: dt.date | None, region: str | None) -> Article:
    """Return a text as the article that it would be in a library, for judging a claim against it alone."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    regions = (region,) if region else ()
    described = Description("", date, None, None, None, "other", regions, detect_script(text))
    return Article(f"evidence-{digest[:12]}", 1, "evidence", "", None, digest, text, described)


def is_no_claim(sentence: str) -> bool:
    """Say whether a sentence states nothing: a question, a heading, a greeting, a few letters."""
    letters = [char for char in sentence if char.isalnum()]
    return len(letters) < _FEWEST_LETTERS or bool(_NO_CLAIM.search(sentence.strip()))


def _nearest_quotes(sentence: str, date: dt.date | None, library: Library) -> list[Quote]:
    hits = library.search(sentence, _ARTICLES, Filters())
    asked = Question(sentence, sentence, "zh", date or dt.date.today(), "fact")
    ranked = rank_sentences(asked, hits, library.article)
    values = {_value(quantity) for quantity in parse_quantities(sentence)}
    holding = [(candidate, _held(values, candidate.folded)) for candidate in ranked]
    chosen = [candidate for candidate, _ in holding[:_SENTENCES]]
    for value in values:
        # The sentences that hold a number of the claim, however they are worded.
        chosen += [candidate for candidate, held in holding if value in held][:_HOLDING]
    quotes = [
        Quote(c.article.doc_id, c.article.version, c.span, find_context(c.article, c.span, library.knowledge.gazetteer))
        for c in chosen
    ]
    return list(dict.fromkeys(quotes))


def _value(quantity: Quantity) -> tuple[Decimal, ...]:
    value = quantity.canonical_value
    return tuple(abs(part) for part in (value if isinstance(value, tuple) else (value,)))


def _held(values: set[tuple[Decimal, ...]], folded: str) -> set[tuple[Decimal, ...]]:
    """Return those of `values` that a folded sentence holds; it is read only where it has digits of one of them."""
    digits = "".join(char for char in folded if char.isdigit())
    if not any(_significant(value) in digits for value in values):
        return set()
    return values & {_value(quantity) for quantity in parse_quantities(folded)}


def _significant(value: tuple[Decimal, ...]) -> str:
    return "".join(map(str, value[0].normalize().as_tuple().digits))
