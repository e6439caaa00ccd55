"""The check view's handler, and the draft as Word with comments."""

from __future__ import annotations

import tempfile
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.export.annotate import annotate_text, annotate_word
from assistant.export.word import Remark, write_checked_word
from assistant.export.words import describe_source
from assistant.types import CheckedDraft, Language
from assistant.web.faces import AssistantFace
from assistant.web.render.check import render_checked
from assistant.web.requests import CheckRequest, parse_request
from assistant.web.texts import say
from assistant.web.uploads import Uploads
from index.errors import UsageError

# Checked drafts that can still be downloaded; a draft is the user's own and is not kept on disk.
_KEPT = 20


@dataclass(frozen=True, slots=True)
class _Held:
    """A checked draft, and what was checked: a pasted text or a file."""

    checked: CheckedDraft
    text: str = ""
    path: Path | None = None


class Drafts:
    """Checks drafts, and remembers the last few for the download."""

    def __init__(self, assistant: AssistantFace, uploads: Uploads) -> None:
        self._assistant = assistant
        self._uploads = uploads
        self._checked: OrderedDict[str, _Held] = OrderedDict()

    def check(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Judge a pasted or uploaded draft."""
        request = parse_request(CheckRequest, payload)
        if request.name:
            path = self._uploads.find(request.name)
            held = _Held(self._assistant.check(path, request.date), path=path)
        elif request.text.strip():
            held = _Held(self._check_text(request), text=request.text)
        else:
            raise UsageError(say(request.language, "check.placeholder"))
        key = uuid.uuid4().hex
        self._checked[key] = held
        while len(self._checked) > _KEPT:
            self._checked.popitem(last=False)
        return {"key": key, "html": render_checked(held.checked, request.language)}

    def _check_text(self, request: CheckRequest) -> CheckedDraft:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "draft.txt"
            path.write_text(request.text, encoding="utf-8")
            return self._assistant.check(path, request.date)

    def export(self, key: str, language: Language) -> bytes:
        """Return the user's own draft as Word with comments; raises `UsageError` for one that is no longer held."""
        if key not in self._checked:
            raise UsageError("this check is no longer held", "check the draft again")
        held = self._checked[key]
        remarks = _make_remarks(held.checked, language)
        if held.path is not None and held.path.suffix.lower() == ".docx" and held.path.exists():
            return annotate_word(held.path.read_bytes(), remarks)
        return annotate_text(held.text, remarks) if held.text else write_checked_word(remarks, language)


def _make_remarks(checked: CheckedDraft, language: Language) -> list[Remark]:
    """Return what a comment says to each sentence: verdict, what differs, and the sources."""
    sources = {citation.n: citation for citation in checked.citations}
    remarks = []
    for sentence in checked.sentences:
        lines = [say(language, f"check.{sentence.verdict}")] if sentence.verdict != "not_a_claim" else []
        for said, source, kind in sentence.differs if sentence.verdict == "contradicted" else ():
            lines.append(f"{say(language, f'fault.{kind}')}：{said} → {source or '—'}")
        for n in sentence.citations:
            lines.append(f"[{n}] {describe_source(sources[n], language)}：“{sources[n].quote}”")
        remarks.append(Remark(sentence.text, sentence.verdict, "\n".join(lines)))
    return remarks
