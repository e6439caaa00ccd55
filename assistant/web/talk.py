"""The chat's handlers: ask with a stream of HTML pieces, stop, conversations, judgements."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from assistant.conversations import Conversations, KeptTurn
from assistant.types import AnswerReady, Citation, Event, EvidenceReady, Language, Notice, SentenceReady
from assistant.web.complaints import tell_error
from assistant.web.faces import AssistantFace
from assistant.web.pump import pump
from assistant.web.render.answer import (
    make_cite,
    render_answer,
    render_evidence,
    render_notice,
    render_queue,
    render_ref,
    render_sentence,
    render_turn,
    render_unfinished,
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


# Between two events the page looks this often whether it was told to stop, and how long the queue is.
_TICK = 0.25


@dataclass(slots=True)
class _Running:
    """A turn that is being answered: what it has cited so far, and the place in the queue it was told last."""

    turn: str
    language: Language
    queued: bool
    stop: threading.Event = field(default_factory=threading.Event)
    citations: list[Citation] = field(default_factory=list)
    told: int = 0


class Talk:
    """Answers questions as pieces of HTML, and keeps what was said."""

    def __init__(self, assistant: AssistantFace, conversations: Conversations, queues: Callable[[str], bool]) -> None:
        self._assistant = assistant
        self._conversations = conversations
        # Whether a model of that name (empty: the one that is set) answers one question after the other.
        self._queues = queues
        self._running: dict[str, _Running] = {}
        # Turns that have their evidence and wait for the local model, in order.
        self._waiting: dict[str, None] = {}

    def ask(self, payload: Piece) -> Iterator[Piece]:
        """Yield the pieces of one turn: start, evidence, sentences, notices, and the finished answer."""
        request = parse_request(AskRequest, payload)
        if request.replaces:
            self._conversations.drop_turn(request.replaces)
        conversation = self._find_or_start(request)
        history = self._conversations.history(conversation)
        turn = self._conversations.add_turn(conversation, request.question)
        running = _Running(turn, request.language, self._queues(request.model))
        self._running[turn] = running
        yield {
            "event": "start",
            "turn": turn,
            "conversation": conversation,
            "html": render_turn(turn, request.question, Markup("")),
            "unfinished": render_unfinished(say(request.language, "answer.stopped"), request.language),
        }

        def start() -> Iterator[Event]:
            model, filters = request.model or None, request.filters()
            return self._assistant.ask(request.question, history, model=model, filters=filters)

        try:
            yield from self._follow(pump(start, _TICK), running)
        finally:
            self._running.pop(turn, None)
            self._waiting.pop(turn, None)

    def _find_or_start(self, request: AskRequest) -> str:
        """Return the conversation of the page, or a new one where there is none or another window deleted it."""
        if request.conversation and self._conversations.holds(request.conversation):
            return request.conversation
        return self._conversations.start(request.question)

    def _follow(self, events: Iterator[Event | None], running: _Running) -> Iterator[Piece]:
        try:
            for event in events:
                if running.stop.is_set():
                    yield {"event": "stopped"}
                    return
                if event is None:
                    yield from self._tell_place(running)
                    continue
                if isinstance(event, EvidenceReady) and running.queued:
                    self._waiting[running.turn] = None
                if isinstance(event, AnswerReady):
                    self._conversations.keep_answer(running.turn, event.answer)
                yield _render_event(event, running)
        except YinzhengError as error:
            html = render_unfinished(tell_error(error, running.language), running.language)
            yield {"event": "failed", "html": html}
        except Exception:
            # A fault of ours must not leave the page spinning; the log has the traceback.
            _log.exception("asking failed")
            html = render_unfinished(say(running.language, "error.unexpected"), running.language)
            yield {"event": "failed", "html": html}

    def _tell_place(self, running: _Running) -> Iterator[Piece]:
        """Say how many are ahead in the queue of the local model, whenever that changed."""
        ahead = list(self._waiting).index(running.turn) if running.turn in self._waiting else 0
        if ahead != running.told and not running.citations:
            running.told = ahead
            html = render_queue(ahead, running.language) if ahead else Markup("")
            yield {"event": "queue", "ahead": ahead, "html": html}

    def stop(self, payload: Piece) -> Piece:
        """End a running turn."""
        running = self._running.get(parse_request(TurnRequest, payload).turn)
        if running is not None:
            running.stop.set()
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
        body = render_unfinished(say(language, "answer.unanswered"), language)
    else:
        body = render_answer(turn.answer, language)
    return render_turn(turn.id, turn.question, body)
