"""The chat's handlers: ask with a stream of HTML pieces, stop, conversations, judgements."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from assistant.conversations import Conversations, KeptTurn
from assistant.types import AnswerReady, Citation, Event, EvidenceReady, Language, Notice, SentenceReady
from assistant.web.faces import AssistantFace
from assistant.web.render.answer import (
    make_cite,
    render_answer,
    render_evidence,
    render_notice,
    render_ref,
    render_sentence,
    render_turn,
)
from assistant.web.render.safe import join
from assistant.web.render.shell import render_conversations
from assistant.web.requests import (
    AskRequest,
    ConversationRequest,
    JudgeRequest,
    RenameRequest,
    SearchRequest,
    TurnRequest,
    parse_request,
)
from assistant.web.texts import say
from index.errors import YinzhengError

Piece = dict[str, Any]
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Running:
    """A turn that is being answered: what it has cited so far."""

    language: Language
    citations: list[Citation] = field(default_factory=list)


class Talk:
    """Answers questions as pieces of HTML, and keeps what was said."""

    def __init__(self, assistant: AssistantFace, conversations: Conversations) -> None:
        self._assistant = assistant
        self._conversations = conversations
        self._stops: dict[str, threading.Event] = {}

    def ask(self, payload: Piece) -> Iterator[Piece]:
        """Yield the pieces of one turn: start, evidence, sentences, notices, and the finished answer."""
        request = parse_request(AskRequest, payload)
        if request.replaces:
            self._conversations.drop_turn(request.replaces)
        conversation = request.conversation or self._conversations.start(request.question)
        history = self._conversations.history(conversation)
        turn = self._conversations.add_turn(conversation, request.question)
        stop = self._stops.setdefault(turn, threading.Event())
        yield {
            "event": "start",
            "turn": turn,
            "conversation": conversation,
            "html": render_turn(turn, request.question, Markup("")),
        }
        events = self._assistant.ask(request.question, history, model=request.model or None, filters=request.filters())
        try:
            yield from self._follow(turn, events, stop, request.language)
        finally:
            self._stops.pop(turn, None)

    def _follow(self, turn: str, events: Iterator[Event], stop: threading.Event, language: Language) -> Iterator[Piece]:
        running = _Running(language)
        try:
            for event in events:
                if stop.is_set():
                    break
                if isinstance(event, AnswerReady):
                    self._conversations.keep_answer(turn, event.answer)
                yield _render_event(event, running)
        except YinzhengError as error:
            yield {"event": "failed", "html": render_notice(f"{error.message} {error.hint}".strip())}
        except Exception:
            # A fault of ours must not leave the page spinning; the log has the traceback.
            _log.exception("asking failed")
            yield {"event": "failed", "html": render_notice(say(language, "error.unexpected"))}
        if stop.is_set():
            yield {"event": "stopped", "html": render_notice(say(language, "answer.stopped"))}

    def stop(self, payload: Piece) -> Piece:
        """Ask a running turn to end after the sentence it is at."""
        event = self._stops.get(parse_request(TurnRequest, payload).turn)
        if event is not None:
            event.set()
        return {}

    def open(self, payload: Piece) -> Piece:
        """Return a kept conversation as HTML."""
        request = parse_request(ConversationRequest, payload)
        kept = self._conversations.find(request.conversation)
        turns = self._conversations.turns(request.conversation)
        return {"title": kept.title, "html": join(_render_kept(turn, request.language) for turn in turns)}

    def find(self, payload: Piece) -> Piece:
        """Return the list of conversations in which the words stand."""
        request = parse_request(SearchRequest, payload)
        return {"html": render_conversations(self._conversations.search(request.words), request.language)}

    def rename(self, payload: Piece) -> Piece:
        """Rename a conversation."""
        request = parse_request(RenameRequest, payload)
        self._conversations.rename(request.conversation, request.title)
        return {}

    def delete(self, payload: Piece) -> Piece:
        """Delete a conversation."""
        self._conversations.delete(parse_request(ConversationRequest, payload).conversation)
        return {}

    def judge(self, payload: Piece) -> Piece:
        """Keep a thumb and its reason."""
        request = parse_request(JudgeRequest, payload)
        self._conversations.judge(request.turn, request.judgement or None, request.reason)
        return {}


def _render_event(event: Event, running: _Running) -> Piece:
    language = running.language
    if isinstance(event, EvidenceReady):
        return {"event": "evidence", "html": render_evidence(event.evidence, event.seconds, language)}
    if isinstance(event, SentenceReady):
        running.citations.extend(event.citations)
        cite = make_cite(running.citations, language)
        return {
            "event": "sentence",
            "html": render_sentence(event.sentence, cite, language),
            "refs": join(render_ref(citation, language) for citation in event.citations),
        }
    if isinstance(event, Notice):
        return {"event": "notice", "html": render_notice(event.text)}
    return {"event": "answer", "html": render_answer(event.answer, language)}


def _render_kept(turn: KeptTurn, language: Language) -> Markup:
    if turn.answer is None:
        body = render_notice(say(language, "answer.unanswered"))
    else:
        body = render_answer(turn.answer, language)
    return render_turn(turn.id, turn.question, body)
