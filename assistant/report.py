"""The contract's JSON of answers, articles, hits and figures. Pure; the shapes are in docs/contract.md."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assistant.types import Answer, Cell, Citation, Derivation, Sentence, Table
from index.offsets import map_to_source, source_span
from index.types import Article, Context, Figure, Hit, IngestReport, Period


def report_period(period: Period | None) -> dict[str, Any] | None:
    """Write a period in the contract's one form."""
    if period is None:
        return None
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "label": period.label,
        "said": period.said,
    }


def report_value(value: Decimal | tuple[Decimal, Decimal]) -> Any:
    """Write a value as written: text, or `[low, high]`."""
    return [str(part) for part in value] if isinstance(value, tuple) else str(value)


def report_number(value: Decimal | tuple[Decimal, Decimal]) -> Any:
    """Write a canonical value as a JSON number, whole where it is whole."""
    if isinstance(value, tuple):
        return [report_number(part) for part in value]
    return int(value) if value == value.to_integral_value() else float(value)


def report_figure(figure: Figure, citation: int | None = None) -> dict[str, Any]:
    """Write a figure; `citation` is the number that holds it in an answer."""
    return {
        "subject": figure.subject,
        "metric": figure.metric,
        "metric_said": figure.metric_said,
        "value": report_value(figure.value),
        "unit": figure.unit,
        "canonical_value": report_number(figure.canonical_value),
        "canonical_unit": figure.canonical_unit,
        "qualifier": figure.qualifier,
        "threshold": figure.threshold,
        "status": figure.status,
        "period": report_period(figure.period),
        "citation": citation,
    }


def report_record(figure: Figure, article: Article) -> dict[str, Any]:
    """Write a figure record with its place in its article."""
    source = source_span(article, figure.span)
    return {
        **report_figure(figure),
        "doc_id": figure.doc_id,
        "version": figure.version,
        "source_id": article.source_id,
        "path": article.path,
        "title": article.title,
        "date": article.date and article.date.isoformat(),
        "start": figure.span.start,
        "end": figure.span.end,
        "source_start": source and source.start,
        "source_end": source and source.end,
        "quote": figure.quote,
        "sentence": figure.sentence.of(article.text),
        "context": [_report_context(item, item.span.of(article.text)) for item in figure.context],
        "corrected": figure.corrected,
    }


def _report_context(context: Context, quote: str) -> dict[str, Any]:
    return {"start": context.span.start, "end": context.span.end, "quote": quote, "role": context.role}


def report_citation(citation: Citation) -> dict[str, Any]:
    """Write a citation with its context."""
    return {
        "n": citation.n,
        "doc_id": citation.doc_id,
        "version": citation.version,
        "source_id": citation.source_id,
        "path": citation.path,
        "title": citation.title,
        "date": citation.date and citation.date.isoformat(),
        "url": citation.url,
        "start": citation.start,
        "end": citation.end,
        "source_start": citation.source_start,
        "source_end": citation.source_end,
        "quote": citation.quote,
        "context": [_report_context(context, quote) for context, quote in citation.context],
    }


def _report_sentence(sentence: Sentence, citations: tuple[Citation, ...]) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "support": sentence.support,
        "derivation": sentence.derivation and _report_derivation(sentence.derivation, citations),
    }


def _report_derivation(derivation: Derivation, citations: tuple[Citation, ...]) -> dict[str, Any]:
    numbers = {(c.doc_id, c.version, c.start, c.end): c.n for c in citations}
    return {
        "operation": derivation.operation,
        "operands": [
            {
                "value": str(operand.value),
                "unit": operand.unit,
                "citation": operand.quote
                and numbers.get(
                    (operand.quote.doc_id, operand.quote.version, operand.quote.span.start, operand.quote.span.end)
                ),
            }
            for operand in derivation.operands
        ],
        "value": str(derivation.value),
        "unit": derivation.unit,
    }


def _report_cell(cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "citations": list(cell.citations),
        "figure": cell.figure and report_figure(cell.figure, cell.citations[0] if cell.citations else None),
        "blank": cell.blank,
        "note": cell.note,
    }


def _report_table(table: Table) -> dict[str, Any]:
    return {
        "columns": list(table.columns),
        "rows": [[_report_cell(cell) for cell in row] for row in table.rows],
        "warnings": list(table.warnings),
    }


def report_answer(answer: Answer, qid: str | None = None) -> dict[str, Any]:
    """Write a whole answer; every key of the contract is there, null or empty where it does not apply."""
    return {
        "qid": qid,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "kind": answer.kind,
        "language": answer.language,
        "answer": answer.text,
        "sentences": [_report_sentence(sentence, answer.citations) for sentence in answer.sentences],
        "citations": [report_citation(citation) for citation in answer.citations],
        "figures": [
            *({**report_figure(figure, number), "related": False} for figure, number in answer.figures),
            *({**report_figure(figure, number), "related": True} for figure, number in answer.related),
        ],
        "table": answer.table and _report_table(answer.table),
        "conflicts": [
            {
                "subject": conflict.subject,
                "metric": conflict.metric,
                "period": report_period(conflict.period),
                "values": [{"text": value.text, "citation": value.citation} for value in conflict.values],
            }
            for conflict in answer.conflicts
        ],
        "refusal": answer.refusal
        and {
            "reason": answer.refusal.reason,
            "nearest": {
                "text": answer.refusal.text,
                "figures": [report_figure(figure, number) for figure, number in answer.refusal.figures],
            },
        },
        "missing": [
            {"subject": m.subject, "metric": m.metric, "period": report_period(m.period), "reason": m.reason}
            for m in answer.missing
        ],
        "removed": [{"text": removed.text, "why": removed.why} for removed in answer.removed],
        "notices": list(answer.notices),
        "coverage": answer.coverage
        and {
            "latest": answer.coverage.latest and answer.coverage.latest.isoformat(),
            "articles": answer.coverage.articles,
        },
        "model": answer.model,
        "settings": answer.settings,
        "timings": {name: round(seconds, 4) for name, seconds in answer.timings.items()},
    }


def report_article(article: Article, *, original: bool = False) -> dict[str, Any]:
    """Write an article version as `show` gives it; `original` adds where each run of text stands in the input."""
    about = article.description
    shown: dict[str, Any] = {
        "doc_id": article.doc_id,
        "version": article.version,
        "source_id": article.source_id,
        "path": article.path,
        "title": about.title,
        "date": about.date and about.date.isoformat(),
        "date_basis": about.date_basis,
        "publisher": about.publisher,
        "url": about.url,
        "kind": about.kind,
        "regions": list(about.regions),
        "text": article.text,
        "script": about.script,
        "removed": [{"reason": item.reason, "text": item.text} for item in article.removed],
        "duplicates": list(article.duplicates),
        "superseded_by": article.superseded_by,
        "supersedes": list(article.supersedes),
        "notes": list(article.notes),
        "corrected": list(article.corrected),
    }
    if original:
        shown["offsets"] = [[run.clean, run.source, run.length] for run in article.offsets]
        shown["origins"] = [
            {
                "start": origin.span.start,
                "end": origin.span.end,
                "page": origin.page,
                "box": origin.box and list(origin.box),
                "sheet": origin.sheet,
                "cell": origin.cell,
            }
            for origin in article.origins
        ]
    return shown


def report_hit(hit: Hit, article: Article) -> dict[str, Any]:
    """Write a hit."""
    source = map_to_source(article, hit.span) if article.plain_source else None
    return {
        "doc_id": hit.doc_id,
        "version": hit.version,
        "source_id": hit.source_id,
        "path": hit.path,
        "title": hit.title,
        "date": hit.date and hit.date.isoformat(),
        "start": hit.span.start,
        "end": hit.span.end,
        "source_start": source and source.start,
        "source_end": source and source.end,
        "text": hit.text,
        "score": round(hit.score, 6),
        "why": {name: round(score, 6) for name, score in hit.why.items()},
        "heading": list(hit.heading),
        "duplicates": list(hit.duplicates),
        "superseded_by": hit.superseded_by,
    }


def report_ingest(report: IngestReport) -> dict[str, Any]:
    """Write what an ingest did."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [{"path": f.path, "code": f.code, "message": f.message} for f in report.failed],
        "articles": report.articles,
        "passages": report.passages,
        "figures": report.figures,
        "seconds": report.seconds,
    }
