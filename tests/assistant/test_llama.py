"""The assistant as LlamaIndex' engines, and models both ways."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Iterator, Sequence

import pytest
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import MockLLM

from assistant.llama import CitedChatEngine, CitedQueryEngine, LLMModel, ModelLLM
from assistant.model import ScriptedModel, complete
from assistant.types import Answer, AnswerReady, Citation, Event, Sentence, SentenceReady, Turn
from index.errors import ModelError

CITATION = Citation(1, "d1", 2, None, "a.txt", "云栖简报", dt.date(2025, 3, 2), None, 5, 12, "签约一百一十个")
SENTENCE = Sentence("云栖市(虚构)去年签约一百一十个。", (1,), "exact")


def make_answer(question: str, sentences: tuple[Sentence, ...] = (SENTENCE,)) -> Answer:
    """Return an answer of one cited sentence, or a refusal where there are no sentences."""
    text = "".join(f"{sentence.text}[1]" for sentence in sentences) or "资料中没有。"
    kind = "answer" if sentences else "refusal"
    return Answer(question, question, kind, "zh", text, sentences, (CITATION,) if sentences else ())  # type: ignore[arg-type]


class Scripted:
    """An assistant that answers everything alike and keeps what it was asked."""

    def __init__(self, refuses: bool = False) -> None:
        self.refuses = refuses
        self.asked: list[tuple[str, list[Turn]]] = []

    def ask(self, question: str, history: Sequence[Turn] = (), /) -> Iterator[Event]:
        """Give one sentence, then the answer."""
        self.asked.append((question, list(history)))
        if not self.refuses:
            yield SentenceReady(SENTENCE, (CITATION,))
        yield AnswerReady(make_answer(question, () if self.refuses else (SENTENCE,)))


def test_a_query_gives_the_answer_its_cited_spans_and_the_whole_record() -> None:
    response = CitedQueryEngine(Scripted()).query("去年签约多少？")
    assert str(response) == "云栖市(虚构)去年签约一百一十个。[1]"
    (node,) = response.source_nodes
    assert (node.node.text, node.node.metadata["start"], node.node.metadata["version"]) == ("签约一百一十个", 5, 2)
    assert response.metadata["citations"][0]["quote"] == "签约一百一十个"


def test_a_chat_hands_on_what_was_said() -> None:
    assistant = Scripted()
    engine = CitedChatEngine(assistant)
    engine.chat("去年签约多少？")
    engine.chat("前年呢？")
    assert assistant.asked[1] == (
        "前年呢？",
        [Turn("user", "去年签约多少？"), Turn("assistant", "云栖市(虚构)去年签约一百一十个。[1]")],
    )
    engine.reset()
    assert engine.chat_history == []


def test_a_given_history_takes_the_place_of_what_was_said() -> None:
    assistant = Scripted()
    engine = CitedChatEngine(assistant)
    engine.chat("一")
    engine.chat("二", chat_history=[ChatMessage(role="system", content="s"), ChatMessage(role="user", content="零")])
    assert assistant.asked[1][1] == [Turn("user", "零")]


def test_a_stream_gives_sentences_with_their_markers_and_then_the_sources() -> None:
    engine = CitedChatEngine(Scripted())
    response = engine.stream_chat("去年签约多少？")
    assert "".join(response.response_gen) == "云栖市(虚构)去年签约一百一十个。[1]\n"
    assert len(response.source_nodes) == 1
    assert len(engine.chat_history) == 2


def test_a_refusal_streams_whole() -> None:
    response = CitedChatEngine(Scripted(refuses=True)).stream_chat("随州呢？")
    assert "".join(response.response_gen) == "资料中没有。"


def test_the_async_engines_answer_alike() -> None:
    async def talk() -> tuple[str, str]:
        engine = CitedChatEngine(Scripted())
        whole = await engine.achat("一")
        streamed = await engine.astream_chat("二")
        return str(whole), "".join([delta async for delta in streamed.async_response_gen()])

    whole, streamed = asyncio.run(talk())
    assert whole == streamed.strip() == "云栖市(虚构)去年签约一百一十个。[1]"


def test_our_model_is_an_llm_of_theirs() -> None:
    model = ScriptedModel("第一个。", "第二个。", "第三个。", "第四个。")
    llm = ModelLLM(model)
    messages = [ChatMessage(role="system", content="规则"), ChatMessage(role="user", content="问")]
    assert llm.complete("问").text == "第一个。"
    assert list(llm.stream_complete("问"))[-1].text == "第二个。"
    assert llm.chat(messages).message.content == "第三个。"
    assert "".join(part.delta or "" for part in llm.stream_chat(messages)) == "第四个。"
    assert model.asked[2] == [{"role": "system", "content": "规则"}, {"role": "user", "content": "问"}]
    assert llm.metadata.model_name == "scripted"


def test_their_llm_is_a_model_of_ours() -> None:
    model = LLMModel(MockLLM(max_tokens=3))
    assert complete(model, [{"role": "user", "content": "一 二 三"}], 9).strip()
    assert model.leaves_machine


def test_the_way_there_and_back_says_the_same() -> None:
    there_and_back = LLMModel(ModelLLM(ScriptedModel("原样的话。")), leaves_machine=False)
    assert complete(there_and_back, [{"role": "user", "content": "问"}], 9) == "原样的话。"
    assert not there_and_back.leaves_machine


class Broken(MockLLM):  # type: ignore[misc]
    """An LLM that fails in its own way."""

    def stream_chat(self, *_: object, **__: object) -> Iterator[object]:
        """Fail."""
        raise ConnectionResetError("gone")


class Slow(MockLLM):  # type: ignore[misc]
    """An LLM that keeps its caller waiting."""

    def stream_chat(self, *_: object, **__: object) -> Iterator[object]:
        """Wait for longer than anyone should."""
        time.sleep(1.0)
        return iter(())


def test_whatever_their_llm_raises_is_one_error_of_ours() -> None:
    with pytest.raises(ModelError, match="gone"):
        complete(LLMModel(Broken()), [{"role": "user", "content": "问"}], 9)
    with pytest.raises(ModelError, match=r"within 0\.2 seconds"):
        complete(LLMModel(Slow(), seconds=0.2), [{"role": "user", "content": "问"}], 9)
