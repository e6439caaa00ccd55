"""The few fixed words of exported files, in both languages."""

from __future__ import annotations

from pathlib import PurePath

from assistant.figure_answers.timing import label_period
from assistant.types import Answer, Cell, Citation, Language
from index.types import Period, Status

WORDS: dict[str, dict[Language, str]] = {
    "sources": {"zh": "出处", "en": "Sources"},
    "answer": {"zh": "答案", "en": "Answer"},
    "table": {"zh": "表", "en": "Table"},
    "figures": {"zh": "数据", "en": "Figures"},
    "question": {"zh": "问题", "en": "Question"},
    "number": {"zh": "编号", "en": "No."},
    "title": {"zh": "标题", "en": "Title"},
    "date": {"zh": "日期", "en": "Date"},
    "url": {"zh": "网址", "en": "Address"},
    "file": {"zh": "文件", "en": "File"},
    "quote": {"zh": "原文", "en": "Quote"},
    "context": {"zh": "依据", "en": "Context"},
    "subject": {"zh": "主体", "en": "Subject"},
    "metric": {"zh": "指标", "en": "Metric"},
    "value": {"zh": "数值", "en": "Value"},
    "canonical": {"zh": "折算值", "en": "Canonical value"},
    "unit": {"zh": "折算单位", "en": "Canonical unit"},
    "period": {"zh": "时期", "en": "Period"},
    "status": {"zh": "性质", "en": "Status"},
    "undated": {"zh": "日期不详", "en": "undated"},
    "blank": {"zh": "未见报道", "en": "not reported"},
    "same_note": {"zh": "同脚注 {n}", "en": "See note {n}"},
    "conflicts": {"zh": "来源说法不一", "en": "Sources disagree"},
    "draft": {"zh": "核稿结果", "en": "Checked draft"},
}

STATUSES: dict[Status, dict[Language, str]] = {
    "actual": {"zh": "实绩", "en": "actual"},
    "comparison": {"zh": "对比值", "en": "comparison"},
    "target": {"zh": "目标", "en": "target"},
    "planned": {"zh": "计划", "en": "planned"},
    "forecast": {"zh": "预计", "en": "forecast"},
    "requirement": {"zh": "要求", "en": "requirement"},
}


def name_period(period: Period, language: Language) -> str:
    """Return a period in the reader's language: 2024年上半年, the first half of 2024."""
    return label_period(period, english=True) if language == "en" else period.label


def tell_without_table(answer: Answer) -> str:
    """Return an answer's Markdown without the lines of a table, and without the warnings that stand above it."""
    if answer.table is None:
        return answer.text
    warned = set(answer.table.warnings)
    lines = answer.text.split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith("|") and line.lstrip("- ") not in warned)


def tell_cell(cell: Cell, language: Language) -> str:
    """Return the words of a cell with the note that limits them, without its citations."""
    if cell.blank:
        return say("blank", language)
    opening, closing = ("（", "）") if language == "zh" else (" (", ")")
    return f"{cell.text}{opening}{cell.note}{closing}" if cell.note else cell.text


def say(key: str, language: Language) -> str:
    """Return a fixed word."""
    return WORDS[key][language]


def describe_source(citation: Citation, language: Language) -> str:
    """Return a source as a reader of a printed page can find it again."""
    day = citation.date.isoformat() if citation.date else say("undated", language)
    # A path of the machine on which it was written helps nobody who holds the paper.
    place = citation.url or citation.source_id or PurePath(citation.path).name
    return f"{citation.title}，{day}，{place}" if language == "zh" else f"{citation.title}, {day}, {place}"
