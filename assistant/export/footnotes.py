"""Footnotes for python-docx, which writes none: the part `word/footnotes.xml` and the references to it."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Word wants the two separators to be the first notes; ours follow.
_FIRST_ID = 2
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_TIGHT = '<w:pPr><w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
_SMALL = (
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="18"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
)


class Footnotes:
    """Collects the notes of one document; `attach` writes them into it."""

    def __init__(self) -> None:
        self._notes: list[str] = []

    def add(self, paragraph: Any, text: str) -> int:
        """Put a reference at the end of `paragraph` to a new note; return the note's number as a reader sees it."""
        self._notes.append(text)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._notes) - 1 + _FIRST_ID))
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(reference)
        return len(self._notes)

    def attach(self, document: Any) -> None:
        """Add the part with all notes to the document."""
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p>{_TIGHT}<w:r>{_RAISED}<w:footnoteRef/></w:r>'
            f'<w:r>{_SMALL}<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self._notes, _FIRST_ID)
        )
        blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_NAMESPACE}">'
        blob += f"{_SEPARATORS}{notes}</w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, blob.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
