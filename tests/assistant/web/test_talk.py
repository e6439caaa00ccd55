"""The chat's handlers, without a server: pieces in order, errors in words, nothing lost."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from assistant.conversations import Conversations
from assistant.web.reading import Reading
from assistant.web.talk import Talk
from index.errors import UsageError
from tests.assistant.web.fakes import QUESTION, FakeAssistant, FakeLibrary


@pytest.fixture
def talk(tmp_path: Path) -> tuple[Talk, FakeAssistant, Conversations]:
    assistant, conversations = FakeAssistant(), Conversations(tmp_path)
    return Talk(assistant, conversations, lambda model: model == "local"), assistant, conversations


def names(pieces: list[dict[str, Any]]) -> list[str]:
    return [piece["event"] for piece in pieces]


def test_evidence_comes_before_the_first_sentence_and_the_answer_last(talk: Any) -> None:
    pieces = list(talk[0].ask({"question": QUESTION}))
    assert names(pieces) == ["start", "evidence", "sentence", "sentence", "answer"]
    assert 'data-n="1"' in pieces[2]["refs"]
    assert 'data-n="2"' not in pieces[2]["refs"]


def test_the_answer_is_kept_and_a_follow_up_sees_it(talk: Any) -> None:
    handler, assistant, conversations = talk
    start = next(iter(pieces := list(handler.ask({"question": QUESTION}))))
    list(handler.ask({"question": "那么FDI呢？", "conversation": start["conversation"]}))
    assert [turn.role for turn in assistant.histories[1]] == ["user", "assistant"]
    assert len(conversations.turns(start["conversation"])) == 2
    opened = handler.open({"conversation": start["conversation"]})
    assert pieces[-1]["html"] in opened["html"]


def test_a_retry_takes_the_place_of_the_turn(talk: Any) -> None:
    handler, _, conversations = talk
    start, *_ = list(handler.ask({"question": QUESTION}))
    list(handler.ask({"question": QUESTION, "conversation": start["conversation"], "replaces": start["turn"]}))
    assert len(conversations.turns(start["conversation"])) == 1


def test_a_model_that_does_not_answer_is_said_in_words(talk: Any) -> None:
    pieces = list(talk[0].ask({"question": "断线"}))
    assert names(pieces) == ["start", "failed"]
    assert "本地模型没有回应" in pieces[1]["html"]
    assert 'data-tool="retry"' in pieces[1]["html"]


def test_a_conversation_that_another_window_deleted_is_begun_anew(talk: Any) -> None:
    handler, _, conversations = talk
    start, *_ = list(handler.ask({"question": QUESTION, "conversation": "gone"}))
    assert start["conversation"] != "gone"
    assert conversations.turns(start["conversation"])[0].answer is not None


def test_a_fault_of_ours_says_no_more_than_that(talk: Any, caplog: Any) -> None:
    pieces = list(talk[0].ask({"question": "故障"}))
    assert "ZeroDivisionError" not in pieces[1]["html"]
    assert "asking failed" in caplog.text


def test_stop_ends_the_turn_and_keeps_no_answer(talk: Any) -> None:
    handler, _, conversations = talk
    pieces = handler.ask({"question": QUESTION})
    start = next(pieces)
    handler.stop({"turn": start["turn"]})
    assert names(list(pieces))[-1] == "stopped"
    assert conversations.turns(start["conversation"])[0].answer is None


@pytest.mark.parametrize("payload", [{"question": ""}, {"question": "甲" * 5000}, {"question": "甲", "extra": 1}])
def test_what_the_page_may_not_send_is_refused(talk: Any, payload: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        list(talk[0].ask(payload))


def test_an_unknown_article_is_refused_and_a_known_one_opened() -> None:
    reading = Reading(FakeLibrary())
    with pytest.raises(UsageError):
        reading.open({"doc": "nothing"})
    spot = {"n": 1, "start": 0, "end": 3, "context": [[4, 8, "period"], [9, 2, "unit"]]}
    html = reading.open({"doc": "signing", "version": 1, "spots": [spot]})["html"]
    assert html.count('<mark class="active"') == 1
    assert html.count('<mark class="context"') == 1


def test_those_behind_in_the_queue_are_told_their_place(talk: Any) -> None:
    handler, assistant, _ = talk
    assistant.hold.clear()
    first = handler.ask({"question": QUESTION, "model": "local"})
    second = handler.ask({"question": QUESTION, "model": "local"})
    assert [next(first)["event"], next(first)["event"]] == ["start", "evidence"]
    assert [next(second)["event"], next(second)["event"]] == ["start", "evidence"]
    piece = next(second)
    assert (piece["event"], piece["ahead"]) == ("queue", 1)
    assistant.hold.set()
    assert names(list(first))[-1] == "answer"
    assert names(list(second))[-1] == "answer"


def test_stop_does_not_wait_for_the_model(talk: Any) -> None:
    handler, assistant, _ = talk
    assistant.hold.clear()
    pieces = handler.ask({"question": QUESTION})
    start, _ = next(pieces), next(pieces)
    handler.stop({"turn": start["turn"]})
    started = time.perf_counter()
    assert next(pieces)["event"] == "stopped"
    assert time.perf_counter() - started < 2
    assistant.hold.set()
