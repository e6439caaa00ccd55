"""A checked draft with numbered citations, and claims judged line by line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assistant.answer import AnswerBuilder
from assistant.audit.meaning import meaning_of
from assistant.audit.second_reading import claim_reader_of
from assistant.check import CheckReport, check_claim, check_draft, report_check
from assistant.types import CheckedDraft, CheckedSentence
from index.errors import UsageError
from index.library import Library

# From the verdict that a whole claim takes over from one of its sentences, to the one that says least.
_ORDER = ("contradicted", "not_found", "supported", "not_a_claim")


def number_report(report: CheckReport, library: Library) -> CheckedDraft:
    """Give the quotes of a checked draft their numbers."""
    builder = AnswerBuilder(library.article)
    sentences = tuple(
        CheckedSentence(
            judged.text,
            judged.verdict,
            tuple(dict.fromkeys(builder.cite(quote) for quote in judged.quotes)),
            tuple((fault.said, fault.source, fault.kind) for fault in judged.differs),
        )
        for judged in report.sentences
    )
    return CheckedDraft(sentences, tuple(builder.citations))


def judge_line(line: dict[str, Any], library: Library) -> dict[str, Any]:
    """Judge one claim of a batch against its own evidence alone, or else the library; returns the contract's line."""
    if line.get("evidence") is not None:
        return check_claim(line, library.knowledge, meaning_of(library), claim_reader_of(library))
    claim = line.get("claim")
    if not isinstance(claim, str) or not claim.strip():
        raise UsageError("the line has no claim", '{"id": "1", "claim": "…"}')
    body = report_check(check_draft(claim, _read_day(line.get("date")), library), library.article)
    verdicts = [sentence["verdict"] for sentence in body["sentences"]]
    return {
        "id": line.get("id"),
        "verdict": min(verdicts, key=_ORDER.index, default="not_a_claim"),
        "differs": [differ for sentence in body["sentences"] for differ in sentence["differs"]],
        "citations": body["citations"],
    }


def _read_day(value: Any) -> dt.date | None:
    if not value:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f"date {value!r} is no day", "write it as 2025-03-02") from None
