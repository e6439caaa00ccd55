"""A user's own Word file with comments at the sentences that were judged; nothing else in it changes."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.run import Run

from assistant.export.word import Remark, clean, make_document

_AUTHOR, _INITIALS = "引证", "引"
# What a run may hold and still be cut in two.
_PLAIN = frozenset({qn("w:rPr"), qn("w:t")})


def annotate_word(content: bytes, remarks: Sequence[Remark]) -> bytes:
    """Return the Word file with a comment at every remark whose sentence stands in it."""
    return _annotate(docx.Document(io.BytesIO(content)), remarks)


def annotate_text(text: str, remarks: Sequence[Remark]) -> bytes:
    """Return a text as Word, a paragraph a line, with the comments."""
    document = make_document()
    for line in text.splitlines():
        document.add_paragraph(clean(line))
    return _annotate(document, remarks)


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of a document without white space, and the run and place at which each stands."""

    text: str
    places: tuple[tuple[Run, int], ...]


def _annotate(document: Any, remarks: Sequence[Remark]) -> bytes:
    letters = _read_letters(document)
    found, missed = _find_remarks(letters, remarks)
    # From the end: a cut leaves what stands before it where it was.
    for start, end, comment in sorted(found, reverse=True):
        _comment(document, _cut_out(letters, start, end), comment)
    if missed and letters.places:
        lost = "\n".join(f"“{clean(remark.text)}”：{remark.comment}" for remark in missed)
        _comment(document, [letters.places[0][0]], lost)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _comment(document: Any, runs: list[Run], text: str) -> None:
    document.add_comment(runs, text=clean(text), author=_AUTHOR, initials=_INITIALS)


def _find_remarks(letters: _Letters, remarks: Sequence[Remark]) -> tuple[list[tuple[int, int, str]], list[Remark]]:
    """Return where the sentences of remarks stand, with the comments, and the remarks whose sentence is not there."""
    found, missed, at = [], [], 0
    for remark in remarks:
        sentence = _squeeze(clean(remark.text))
        start = letters.text.find(sentence, at) if sentence else -1
        if start >= 0:
            at = start + len(sentence)
            found.append((start, at, remark.comment))
        elif remark.comment:
            missed.append(remark)
    return [place for place in found if place[2]], missed


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _read_letters(document: Any) -> _Letters:
    text: list[str] = []
    places: list[tuple[Run, int]] = []
    for paragraph in _iterate_paragraphs(document):
        for run in _iterate_runs(paragraph):
            for offset, letter in enumerate(run.text):
                if not letter.isspace():
                    text.append(letter)
                    places.append((run, offset))
    return _Letters("".join(text), tuple(places))


def _iterate_runs(paragraph: Any) -> Iterator[Run]:
    """Yield the runs of a paragraph, those of its links among them."""
    for part in paragraph.iter_inner_content():
        yield from [part] if isinstance(part, Run) else part.runs


def _iterate_paragraphs(container: Any) -> Iterator[Any]:
    """Yield paragraphs in reading order, those of tables among them; a merged cell once."""
    for part in container.iter_inner_content():
        if not isinstance(part, WordTable):
            yield part
            continue
        seen: set[Any] = set()
        for row in part.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    yield from _iterate_paragraphs(cell)


def _cut_out(letters: _Letters, start: int, end: int) -> list[Run]:
    """Return the first and the last run of a stretch, cut so that they hold nothing around it where that can be."""
    (first, begin), (last, offset) = letters.places[start], letters.places[end - 1]
    same = first._r is last._r
    _split(last, offset + 1)
    first = _split(first, begin) or first
    return [first] if same else [first, last]


def _split(run: Run, at: int) -> Run | None:
    """Cut a run in two; return the second half, None where nothing was to be cut or it holds more than text."""
    text = run.text
    if not 0 < at < len(text) or any(child.tag not in _PLAIN for child in run._r):
        return None
    second = copy.deepcopy(run._r)
    run._r.addnext(second)
    run.text = text[:at]
    half = Run(second, run._parent)
    half.text = text[at:]
    return half
