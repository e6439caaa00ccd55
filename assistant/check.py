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
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from assistant.answer import AnswerBuilder
from assistant.audit import Auditor
from assistant.audit.meaning import Meaning, meaning_of
from assistant.audit.parts import Tools
from assistant.audit.words import overlap
from assistant.context import find_context
from assistant.draft_parts import split_draft
from assistant.evidence import rank_sentences
from assistant.report import report_citation
from assistant.types import Claim, Fault, Question, Quote, Verdict
from index.clean import clean_article
from index.describe import parse_day
from index.errors import SourceError, UsageError
from index.library import Library
from index.quantities import parse_quantities
from index.read import read_file
from index.text import detect_script, fold, split_sentences
from index.types import Article, Description, Failure, Filters, Quantity, Span

ArticleOf = Callable[[str, int], Article]

Finding = Literal["supported", "contradicted", "not_found", "not_a_claim"]

# Articles searched and sentences compared for one sentence of a draft.
_ARTICLES = 5
_SENTENCES = 6
# Sentences added for each number of it.
_HOLDING = 2
# Kinds of difference between a sentence and what contradicts it; where more differs, it speaks of something else.
_MOST_DIFFERENCES = 2
# Of the wording of a claim, at most so much may be borne out by nothing for a difference to be a contradiction; less,
# where it differs in two ways.
_SAME_MATTER, _VERY_SAME_MATTER = 0.42, 0.22
_FEWEST_LETTERS = 5
_NO_CLAIM = re.compile(
    r"[？?]\s*$|^[^，。；！,;\d]{2,24}(?:报告|总结|汇报|概况|简报|致辞|讲话稿?|工作要点|有关情况|工作情况)$|^(?:谢谢|感谢|大家好|各位|尊敬的|此致|敬礼|你好|您好|附件|联系人|注[:：]|图\d|表\d|目录|摘要[:：]?$|前言|结语)|^[一二三四五六七八九十]+、[^，。]{0,20}$|"
    r"^(?:第[一二三四五六七八九十\d]+[章节部分]|\d+(?:\.\d+)*[.、]?)[^，。]{0,20}$|^(?:thank|dear|hello|hi)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of a draft, what the sources say to it, and where."""

    text: str
    verdict: Finding
    quotes: tuple[Quote, ...] = ()
    differs: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A checked draft."""

    sentences: tuple[CheckedSentence, ...]


def check_draft(text: str, date: dt.date | None, library: Library) -> CheckReport:
    """Judge every sentence of `text` against the library; its relative dates are read by `date`."""
    knowledge = library.knowledge
    auditor = Auditor(library.article, knowledge.gazetteer, knowledge.vocabulary, meaning_of(library))

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


def check_claim(line: Mapping[str, Any], knowledge: Tools, meaning: Meaning | None = None) -> dict[str, Any]:
    """Judge one line `{"id", "claim", "evidence", "date"?, "region"?}` against its evidence alone; returns the result.

    Raises `UsageError` where the claim or the evidence is missing.
    """
    claim, evidence = line.get("claim"), line.get("evidence")
    if not isinstance(claim, str) or not isinstance(evidence, str):
        raise UsageError(f"line {line.get('id')!r} needs a claim and its evidence", "both are texts")
    article = make_article(evidence, parse_day(str(line.get("date") or "")), line.get("region"))
    found = check_against(claim, article, knowledge, meaning)
    body = report_check(CheckReport((found,)), lambda doc_id, version: article)
    return {"id": line.get("id"), **{key: body["sentences"][0][key] for key in ("verdict", "differs")}} | {
        "citations": body["citations"]
    }


def check_against(claim: str, article: Article, knowledge: Tools, meaning: Meaning | None = None) -> CheckedSentence:
    """Judge one claim against one article alone: the whole of it, then the fewest sentences that carry it."""
    if is_no_claim(claim):
        return CheckedSentence(claim, "not_a_claim")
    auditor = Auditor(lambda doc_id, version: article, knowledge.gazetteer, knowledge.vocabulary, meaning)
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
                if sentence.verdict == "contradicted" and fault.kind != "unsupported"
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


def judge(sentence: str, quotes: Sequence[Quote], auditor: Auditor, date: dt.date | None) -> CheckedSentence:
    """Return the finding for a sentence over quotes, the nearest first: each alone, then all together."""
    if not quotes:
        return CheckedSentence(sentence, "not_found")
    carried: list[Quote] = []
    best: tuple[int, Quote, Verdict] | None = None
    for quote in quotes:
        verdict = auditor.audit(Claim(sentence, (quote,)), date)
        if verdict.carried:
            carried += [quote for quote in verdict.quotes if quote.doc_id not in {other.doc_id for other in carried}]
        elif best is None or _weight(verdict) < best[0]:
            best = (_weight(verdict), quote, verdict)
    if carried:
        return CheckedSentence(sentence, "supported", tuple(carried[:2]))
    for group in _groups(quotes):
        verdict = auditor.audit(Claim(sentence, group), date)
        if verdict.carried:
            return CheckedSentence(sentence, "supported", verdict.quotes)
        if best is None or _weight(verdict) < best[0]:
            best = (_weight(verdict), _nearest(verdict, group, sentence, auditor), verdict)
    faults = _choose_faults(_name_others(best[2].faults, best[1], sentence, auditor)) if best else ()
    if best and _contradicts(sentence, best[1], faults, auditor):
        return CheckedSentence(sentence, "contradicted", (best[1],), faults)
    return CheckedSentence(sentence, "not_found", (), best[2].faults if best else ())


_BODY = re.compile(r"[一-鿿]{2,10}?(?:部|委|厅|局|院|会|公司|集团|银行|大学|法院|中心|办公室)(?![一-鿿]?[长员议])")


def _name_others(faults: Sequence[Fault], quote: Quote, sentence: str, auditor: Auditor) -> tuple[Fault, ...]:
    """Give the one body that the sentence names and the quote does not what the quote names in its place."""
    unknown = [fault for fault in faults if fault.kind == "entity" and fault.source is None]
    if not unknown or any(fault.kind not in ("entity", "unsupported") for fault in faults):
        return tuple(faults)
    said = auditor.source(quote).reading.folded
    others = [name for name in _BODY.findall(said) if name not in fold(sentence)]
    if not others or not _BODY.search(fold(sentence)):
        return tuple(faults)
    return (replace(unknown[0], source=others[0]),)


def _groups(quotes: Sequence[Quote]) -> list[tuple[Quote, ...]]:
    """Return the quotes of each article together, where it has several, and last all of them."""
    articles: dict[tuple[str, int], list[Quote]] = {}
    for quote in quotes:
        articles.setdefault((quote.doc_id, quote.version), []).append(quote)
    groups = [tuple(group) for group in articles.values() if len(group) > 1]
    return groups if len(articles) == 1 else [*groups, tuple(quotes)]


def _nearest(verdict: Verdict, group: Sequence[Quote], sentence: str, auditor: Auditor) -> Quote:
    """Return the quote of a group that says what the sentence has otherwise, else the one nearest to it."""

    def nearness(quote: Quote) -> float:
        said = auditor.source(quote).reading.folded
        named = sum(bool(fault.source) and fold(fault.source or "") in said for fault in verdict.faults)
        return named + overlap(fold(sentence), said)

    return max(group, key=nearness)


def _weight(verdict: Verdict) -> int:
    """Return how far a quote is from the claim: faults that name nothing in the source weigh most."""
    return sum(1 if fault.source else 3 for fault in verdict.faults)


def _choose_faults(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults that name what the source has instead; what only follows from another is left out.

    Where a number, its unit, time, place or mood is another, its words are mostly told to be others too.
    """
    named = [fault for fault in faults if fault.source and fault.kind != "unsupported"]
    main = [fault for fault in named if fault.kind not in ("metric", "entity")]
    return tuple(main or named)


def _contradicts(sentence: str, quote: Quote, faults: Sequence[Fault], auditor: Auditor) -> bool:
    """Say whether the quote speaks of the same thing and differs in one part that can be named, or nearly so in two."""
    kinds = {fault.kind for fault in faults}
    if not kinds or len(kinds) > _MOST_DIFFERENCES:
        return False
    own = auditor.own_share(sentence, quote)
    return own <= (_SAME_MATTER if len(kinds) == 1 else _VERY_SAME_MATTER)


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
