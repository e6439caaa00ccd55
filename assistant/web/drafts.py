"""The check view's handler, and the draft as Word with comments."""

from __future__ import annotations

import tempfile
import uuid
from collections import OrderedDict
from pathlib import Path
from typing import Any

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


class Drafts:
    """Checks drafts, and remembers the last few for the download."""

    def __init__(self, assistant: AssistantFace, uploads: Uploads) -> None:
        self._assistant = assistant
        self._uploads = uploads
        self._checked: OrderedDict[str, CheckedDraft] = OrderedDict()

    def check(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Judge a pasted or uploaded draft."""
        request = parse_request(CheckRequest, payload)
        if request.name:
            checked = self._assistant.check(self._uploads.find(request.name), request.date)
        elif request.text.strip():
            checked = self._check_text(request)
        else:
            raise UsageError(say(request.language, "check.placeholder"))
        key = uuid.uuid4().hex
        self._checked[key] = checked
        while len(self._checked) > _KEPT:
            self._checked.popitem(last=False)
        return {"key": key, "html": render_checked(checked, request.language)}

    def _check_text(self, request: CheckRequest) -> CheckedDraft:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "draft.txt"
            path.write_text(request.text, encoding="utf-8")
            return self._assistant.check(path, request.date)

    def export(self, key: str, language: Language) -> bytes:
        """Return a checked draft as Word; raises `UsageError` for one that is no longer held."""
        if key not in self._checked:
            raise UsageError("this check is no longer held", "check the draft again")
        checked = self._checked[key]
        sources = {citation.n: citation for citation in checked.citations}
        remarks = []
        for sentence in checked.sentences:
            lines = [say(language, f"check.{sentence.verdict}")] if sentence.verdict != "not_a_claim" else []
            for said, source, kind in sentence.differs if sentence.verdict == "contradicted" else ():
                lines.append(f"{say(language, f'fault.{kind}')}：{said} → {source or '—'}")
            for n in sentence.citations:
                lines.append(f"[{n}] {describe_source(sources[n], language)}：“{sources[n].quote}”")
            remarks.append(Remark(sentence.text, sentence.verdict, "\n".join(lines)))
        return write_checked_word(remarks, language)
