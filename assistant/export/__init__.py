"""Answers, tables, figures and checked drafts as files that others can open: Word, Excel, Markdown, CSV.

Every file carries its citations: footnotes in Word, a sheet of sources in Excel, a list in Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.types import Answer, Language
from index.errors import UsageError

__all__ = ["FORMATS", "Exported", "export_answers"]

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
FORMATS = ("docx", "xlsx", "md")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: its bytes, its media type, and a name."""

    content: bytes
    media: str
    name: str


def export_answers(answers: Sequence[Answer], form: str, language: Language, title: str = "") -> Exported:
    """Write one answer or a whole conversation as `form`; raises `UsageError` for an unknown one."""
    write = _find_writer(form)
    named = title or (answers[0].question if answers else "yinzheng")
    return Exported(write(answers, named, language), MEDIA[form], f"{make_stem(named)}.{form}")


def _find_writer(form: str) -> Callable[[Sequence[Answer], str, Language], bytes]:
    if form == "docx":
        from assistant.export.word import write_word

        return write_word
    if form == "xlsx":
        from assistant.export.sheets import write_sheets

        return write_sheets
    if form == "md":
        from assistant.export.markdown import write_markdown

        return write_markdown
    raise UsageError(f"no export to {form!r}", f"one of {', '.join(FORMATS)}")


def make_stem(title: str) -> str:
    """Return a title as the stem of a file name."""
    kept = "".join(char if char.isalnum() or char in "-_，、（）" else " " for char in title)
    return " ".join(kept.split())[:60].strip() or "yinzheng"
