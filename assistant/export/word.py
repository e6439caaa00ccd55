"""Answers as Word: footnotes for citations, tables as tables, Chinese fonts named. Drafts with comments."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from assistant.export.footnotes import Footnotes
from assistant.export.words import describe_source, say, tell_cell, tell_without_table
from assistant.markup import Block, parse_answer
from assistant.types import Answer, Citation, Language, Table

_BODY, _HEAD, _LATIN = "宋体", "黑体", "Times New Roman"
# Characters that XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_VERDICT_COLOURS = {"supported": "1D6B43", "contradicted": "A1261D", "not_found": "7D4E00"}


@dataclass(slots=True)
class _Notes:
    """Footnotes of one answer: the first mention in full, later ones point to it."""

    footnotes: Footnotes
    citations: dict[int, Citation]
    language: Language
    seen: dict[int, int] = field(default_factory=dict)

    def cite(self, paragraph: Any, n: int) -> None:
        """Put the footnote of citation `n` at the end of the paragraph."""
        if n not in self.citations:
            paragraph.add_run(f"[{n}]")
            return
        if n in self.seen:
            self.footnotes.add(paragraph, say("same_note", self.language).format(n=self.seen[n]))
            return
        citation = self.citations[n]
        quote = " ".join(citation.quote.split())
        text = f"{describe_source(citation, self.language)}：“{quote}”"
        self.seen[n] = self.footnotes.add(paragraph, clean(text))


def clean(text: str) -> str:
    """Return text without characters that a Word file cannot hold."""
    return _FORBIDDEN.sub("", text)


def make_document() -> Any:
    """Return an empty document with Chinese fonts in every style that is used."""
    document = docx.Document()
    for name, font, size in (
        ("Normal", _BODY, 11),
        ("Title", _HEAD, 18),
        ("Heading 1", _HEAD, 14),
        ("Heading 2", _HEAD, 12),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # A theme font would win over the named one.
        for attribute in list(fonts.attrib):
            if "Theme" in attribute:
                del fonts.attrib[attribute]
        fonts.set(qn("w:ascii"), _LATIN)
        fonts.set(qn("w:hAnsi"), _LATIN)
        fonts.set(qn("w:eastAsia"), font)
        _set_language(style)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    return document


def _set_language(style: Any) -> None:
    """Name the language: without it the punctuation stands in the middle of its square, as in Taiwan."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def write_word(answers: Sequence[Answer], title: str, language: Language) -> bytes:
    """Return the file."""
    document, footnotes = make_document(), Footnotes()
    if len(answers) != 1:
        document.add_heading(clean(title), 0)
    for answer in answers:
        document.add_heading(clean(answer.question), 1)
        notes = _Notes(footnotes, {citation.n: citation for citation in answer.citations}, language)
        _write_answer(document, answer, notes, language)
    footnotes.attach(document)
    return _save(document)


def _write_answer(document: Any, answer: Answer, notes: _Notes, language: Language) -> None:
    for block in parse_answer(tell_without_table(answer)):
        _write_block(document, block, notes)
    if answer.table is not None:
        _write_table(document, answer.table, notes, language)
    for conflict in answer.conflicts:
        paragraph = document.add_paragraph()
        head = f"{say('conflicts', language)}：{conflict.subject}{conflict.metric} "
        paragraph.add_run(clean(head)).bold = True
        for value in conflict.values:
            paragraph.add_run(clean(f" {value.text}"))
            notes.cite(paragraph, value.citation)
    # A source that no marker of the text names still belongs to the file.
    for n in [n for n in notes.citations if n not in notes.seen]:
        paragraph = document.add_paragraph(clean(f"{say('sources', language)} [{n}]"))
        notes.cite(paragraph, n)


def _write_block(document: Any, block: Block, notes: _Notes) -> None:
    style = {"item": "List Bullet", "heading": "Heading 2"}.get(block.kind)
    paragraph = document.add_paragraph(style=style)
    for piece in block.pieces:
        if piece.cite is not None:
            notes.cite(paragraph, piece.cite)
        else:
            paragraph.add_run(clean(piece.text)).bold = piece.bold or None


def _write_table(document: Any, table: Table, notes: _Notes, language: Language) -> None:
    for warning in table.warnings:
        document.add_paragraph(clean(warning)).runs[0].italic = True
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(clean(column)).bold = True
    for row in table.rows:
        for cell, content in zip(grid.add_row().cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(clean(tell_cell(content, language)))
            for n in content.citations:
                notes.cite(paragraph, n)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence of a draft, its verdict, and what a comment beside it says (empty: no comment)."""

    text: str
    verdict: str
    comment: str


def write_checked_word(remarks: Sequence[Remark], language: Language) -> bytes:
    """Return the draft as Word: coloured by verdict, with a comment on every sentence that has something to say."""
    document = make_document()
    document.add_heading(say("draft", language), 1)
    for remark in remarks:
        run = document.add_paragraph().add_run(clean(remark.text))
        colour = _VERDICT_COLOURS.get(remark.verdict)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if remark.comment:
            document.add_comment(run, text=clean(remark.comment), author="引证", initials="引")
    return _save(document)


def _save(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
