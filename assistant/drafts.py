"""A user's own draft, read from any file, judged sentence by sentence, with numbered citations."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.answer import AnswerBuilder
from assistant.check import CheckedSentence as Judged
from assistant.check import check_claim, check_draft
from assistant.report import report_citation
from assistant.types import CheckedDraft, CheckedSentence
from index.clean import clean_article
from index.errors import SourceError, UsageError
from index.library import Library
from index.read import read_file
from index.types import Article, Failure

STANDARD_INPUT = "-"


def read_draft(path: Path, library: Library) -> str:
    """Return the clean text of a draft in any readable format; raises `SourceError` for one that cannot be read."""
    if str(path) == STANDARD_INPUT:
        return sys.stdin.read()
    if not path.exists():
        raise UsageError(f"{path} does not exist", "name a file, or - for standard input")
    texts = []
    for raw in read_file(path, library.settings.read):
        if isinstance(raw, Failure):
            raise SourceError(raw.code, raw.message)
        texts.append(clean_article(raw).text)
    return "\n".join(texts)


def check_text(text: str, library: Library, date: dt.date | None = None) -> CheckedDraft:
    """Judge every sentence of a draft; its 去年 and the like are read by `date`."""
    knowledge = library.knowledge
    report = check_draft(text, date, library, knowledge.gazetteer, knowledge.vocabulary)
    builder = AnswerBuilder(lambda doc_id, version: library.article(doc_id, version))
    sentences = tuple(_number(judged, builder) for judged in report.sentences)
    return CheckedDraft(sentences, tuple(builder.citations))


def judge_line(line: dict[str, Any], library: Library) -> dict[str, Any]:
    """Judge one claim of a batch, against its own evidence alone or against the library; returns the contract's line."""
    claim = line.get("claim")
    if not isinstance(claim, str) or not claim.strip():
        raise UsageError("the line has no claim", '{"id": "1", "claim": "…"}')
    date = _read_day(line.get("date"))
    if line.get("evidence") is None:
        draft = check_text(claim, library, date)
        worst = min(draft.sentences, key=lambda s: _ORDER.index(s.verdict), default=None)
        verdict = worst.verdict if worst else "not_a_claim"
        differs = [d for s in draft.sentences for d in s.differs]
        citations = draft.citations
    else:
        knowledge = library.knowledge
        judged, article = check_claim(
            claim, str(line["evidence"]), date, line.get("region"), knowledge.gazetteer, knowledge.vocabulary
        )
        builder = AnswerBuilder(_only(article))
        numbered = _number(judged, builder)
        verdict, differs, citations = numbered.verdict, list(numbered.differs), tuple(builder.citations)
    return {
        "id": line.get("id"),
        "verdict": verdict,
        "differs": [{"said": said, "source": source, "kind": kind} for said, source, kind in differs],
        "citations": [report_citation(citation) for citation in citations],
    }


def report_draft(draft: CheckedDraft) -> dict[str, Any]:
    """Write a checked draft in the contract's shape."""
    return {
        "sentences": [
            {
                "text": sentence.text,
                "verdict": sentence.verdict,
                "citations": list(sentence.citations),
                "differs": [{"said": said, "source": source, "kind": kind} for said, source, kind in sentence.differs],
            }
            for sentence in draft.sentences
        ],
        "citations": [report_citation(citation) for citation in draft.citations],
    }


# From the verdict that a whole claim takes over from one sentence, to the one that says least.
_ORDER = ("contradicted", "not_found", "supported", "not_a_claim")


def _number(judged: Judged, builder: AnswerBuilder) -> CheckedSentence:
    numbers = tuple(dict.fromkeys(builder.cite(quote) for quote in judged.quotes))
    differs = tuple((fault.said, fault.source, fault.kind) for fault in judged.differs)
    return CheckedSentence(judged.text, judged.verdict, numbers, differs)


def _only(article: Article) -> Callable[[str, int], Article]:
    return lambda doc_id, version: article


def _read_day(value: Any) -> dt.date | None:
    if not value:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f"date {value!r} is no day", "write it as 2025-03-02") from None

