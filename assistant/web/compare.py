"""The compare view's handler: a table, kept as a conversation so that it can be opened and exported again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.compare.aspects import list_themes
from assistant.conversations import Conversations
from assistant.types import AnswerReady, Notice
from assistant.web.faces import AssistantFace, LibraryFace
from assistant.web.render.answer import render_answer, render_notice, render_turn
from assistant.web.render.views import render_picks
from assistant.web.requests import CompareRequest, SuggestRequest, parse_request, split_list

Piece = dict[str, Any]


class Compare:
    """Makes comparison tables, and says what there is to compare."""

    def __init__(self, assistant: AssistantFace, library: LibraryFace, conversations: Conversations) -> None:
        self._assistant = assistant
        self._library = library
        self._conversations = conversations

    def run(self, payload: Piece) -> Iterator[Piece]:
        """Yield notices and at last the table."""
        request = parse_request(CompareRequest, payload)
        subjects, aspects = split_list(request.subjects), split_list(request.aspects)
        period = request.period.strip() or None
        for event in self._assistant.compare(subjects, aspects, period=period, language=request.language):
            if isinstance(event, Notice):
                yield {"event": "notice", "html": render_notice(event.text)}
            elif isinstance(event, AnswerReady):
                answer = event.answer
                turn = self._conversations.add_turn(self._conversations.start(answer.question), answer.question)
                self._conversations.keep_answer(turn, answer)
                body = render_answer(answer, request.language)
                yield {"event": "answer", "html": render_turn(turn, answer.question, body)}

    def suggest(self, payload: Piece) -> Piece:
        """Return subjects and aspects of the library to pick from."""
        request = parse_request(SuggestRequest, payload)
        subjects, metrics = self._library.subjects(), self._library.metrics(split_list(request.subjects))
        return {
            "subjects": render_picks(subjects, request.language),
            "aspects": render_picks((*metrics, *list_themes()), request.language),
            "names": list(subjects),
            "metrics": list(metrics),
        }
