"""The assistant inside LlamaIndex, and LlamaIndex's models inside the assistant.

Ours for a LlamaIndex application: `CitedQueryEngine` and `CitedChatEngine` answer with audited, cited sentences;
`ModelLLM` makes any model of ours (the bundled engine too) one of theirs. Theirs in ours: `LLMModel`. See
docs/llamaindex.md.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Protocol

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.base.response.schema import Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.llms.callbacks import llm_chat_callback, llm_completion_callback
from llama_index.core.llms.custom import CustomLLM
from llama_index.core.llms.llm import LLM
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode

from assistant.endpoint import Messages, bound_in_time, drop_thinking, refuse_garbage
from assistant.model import Model
from assistant.report import report_answer
from assistant.types import Answer, AnswerReady, Event, SentenceReady, Turn
from index.errors import ModelError

# A short answer: what our prompts ask for.
_TOKENS = 512
_SECONDS = 60.0


class Asker(Protocol):
    """What the engines need of `assistant.chat.Assistant`."""

    def ask(self, question: str, history: Sequence[Turn] = (), /) -> Iterator[Event]:
        """Answer a question, as events; the last one holds the whole answer."""


class CitedQueryEngine(CustomQueryEngine):  # type: ignore[misc]
    """Answers a question with audited sentences; `source_nodes` are the cited spans, `metadata` the whole answer."""

    _assistant: Asker = PrivateAttr()

    def __init__(self, assistant: Asker, **data: Any) -> None:
        super().__init__(**data)
        self._assistant = assistant

    def custom_query(self, query_str: str) -> Response:
        """Answer one question, without history."""
        answer = _last_answer(self._assistant.ask(query_str))
        return Response(answer.text, source_nodes=cited_nodes(answer), metadata=report_answer(answer))


class CitedChatEngine(BaseChatEngine):  # type: ignore[misc]
    """A conversation: follow-ups are understood, and nothing that was said before is evidence."""

    def __init__(self, assistant: Asker) -> None:
        self._assistant = assistant
        self._history: list[ChatMessage] = []

    @property
    def chat_history(self) -> list[ChatMessage]:
        """What was said so far."""
        return self._history

    def reset(self) -> None:
        """Begin a new conversation."""
        self._history = []

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer at once; `chat_history`, where it is given, takes the place of what was said."""
        self._take(chat_history)
        answer = _last_answer(self._assistant.ask(message, self._turns()))
        self._remember(message, answer)
        return AgentChatResponse(answer.text, source_nodes=cited_nodes(answer), metadata=report_answer(answer))

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """Answer sentence by sentence, each after its audit; sources and history are there once it has ended."""
        self._take(chat_history)
        response = StreamingAgentChatResponse(is_writing_to_memory=False)
        response.chat_stream = self._stream(message, response)
        return response

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer on a thread of its own."""
        import asyncio

        return await asyncio.to_thread(self.chat, message, chat_history)

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """Answer sentence by sentence, on a thread of its own."""
        response = self.stream_chat(message, chat_history)
        response.achat_stream = _iterate_beside(response.chat_stream)
        return response

    def _stream(self, message: str, response: StreamingAgentChatResponse) -> ChatResponseGen:
        said = ""
        for event in self._assistant.ask(message, self._turns()):
            delta = ""
            if isinstance(event, SentenceReady):
                markers = "".join(f"[{n}]" for n in event.sentence.citations)
                delta = f"{event.sentence.text}{markers}\n"
            elif isinstance(event, AnswerReady):
                # A refusal or a table comes whole.
                delta = "" if said else event.answer.text
                response.source_nodes = cited_nodes(event.answer)
                self._remember(message, event.answer)
            if delta:
                said += delta
                yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=delta)

    def _take(self, history: list[ChatMessage] | None) -> None:
        if history is not None:
            self._history = list(history)

    def _turns(self) -> list[Turn]:
        turns: list[Turn] = []
        for message in self._history:
            if message.role == MessageRole.USER:
                turns.append(Turn("user", message.content or ""))
            elif message.role == MessageRole.ASSISTANT:
                turns.append(Turn("assistant", message.content or ""))
        return turns

    def _remember(self, message: str, answer: Answer) -> None:
        self._history += [
            ChatMessage(role=MessageRole.USER, content=message),
            ChatMessage(role=MessageRole.ASSISTANT, content=answer.text),
        ]


class ModelLLM(CustomLLM):  # type: ignore[misc]
    """Any model of ours as an LLM of LlamaIndex."""

    max_tokens: int = _TOKENS
    context_window: int = 2048
    _model: Model = PrivateAttr()

    def __init__(self, model: Model, **data: Any) -> None:
        super().__init__(**data)
        self._model = model

    @classmethod
    def class_name(cls) -> str:
        """Return the name that LlamaIndex serialises."""
        return "ModelLLM"

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex plans its prompts by."""
        return LLMMetadata(
            context_window=self.context_window,
            num_output=self.max_tokens,
            is_chat_model=True,
            model_name=self._model.name,
        )

    @llm_completion_callback()  # type: ignore[untyped-decorator]
    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        """Answer a prompt."""
        return CompletionResponse(text="".join(self._say([{"role": "user", "content": prompt}])))

    @llm_completion_callback()  # type: ignore[untyped-decorator]
    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponseGen:
        """Answer a prompt as it comes."""

        def stream() -> CompletionResponseGen:
            text = ""
            for delta in self._say([{"role": "user", "content": prompt}]):
                text += delta
                yield CompletionResponse(text=text, delta=delta)

        return stream()

    @llm_chat_callback()  # type: ignore[untyped-decorator]
    def chat(self, messages: Sequence[ChatMessage], **_: Any) -> ChatResponse:
        """Answer messages, their roles kept."""
        text = "".join(self._say(_plain(messages)))
        return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=text))

    @llm_chat_callback()  # type: ignore[untyped-decorator]
    def stream_chat(self, messages: Sequence[ChatMessage], **_: Any) -> ChatResponseGen:
        """Answer messages as it comes."""

        def stream() -> ChatResponseGen:
            text = ""
            for delta in self._say(_plain(messages)):
                text += delta
                yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=text), delta=delta)

        return stream()

    def _say(self, messages: Messages) -> Iterator[str]:
        return self._model.stream(messages, self.max_tokens)


class LLMModel:
    """Any LLM of LlamaIndex as a model of ours, with the same bounds on time and nonsense.

    Whether text leaves the machine cannot be seen from here: it is assumed, unless the caller knows better.
    """

    def __init__(self, llm: LLM, *, leaves_machine: bool = True, seconds: float = _SECONDS) -> None:
        self.name = str(llm.metadata.model_name or llm.class_name())
        self.leaves_machine = leaves_machine
        self._llm = llm
        self._seconds = seconds

    def stream(self, messages: Messages, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it comes; raises `ModelError`."""
        chunks = bound_in_time(lambda stop: self._receive(messages, max_tokens, stop), self._seconds, self.name)
        yield from refuse_garbage(drop_thinking(chunks), self.name)

    def _receive(self, messages: Messages, max_tokens: int, stop: threading.Event) -> Iterator[str]:
        chat = [ChatMessage(role=message["role"], content=message["content"]) for message in messages]
        try:
            for part in self._llm.stream_chat(chat, max_tokens=max_tokens):
                if stop.is_set():
                    return
                yield part.delta or ""
        # Every integration raises errors of its own; ours is the one that the assistant knows.
        except Exception as error:
            raise ModelError(f"model {self.name}: {error}", "check the LLM, or use --model extractive") from None


def cited_nodes(answer: Answer) -> list[NodeWithScore]:
    """Return a node for each citation, in the order of their numbers: the quote, and where it stands."""
    return [
        NodeWithScore(
            node=TextNode(
                text=citation.quote,
                id_=f"{citation.doc_id}:{citation.version}:{citation.start}-{citation.end}",
                metadata={
                    "n": citation.n,
                    "doc_id": citation.doc_id,
                    "version": citation.version,
                    "title": citation.title,
                    "date": citation.date.isoformat() if citation.date else None,
                    "start": citation.start,
                    "end": citation.end,
                },
            )
        )
        for citation in answer.citations
    ]


def _last_answer(events: Iterator[Event]) -> Answer:
    for event in events:
        if isinstance(event, AnswerReady):
            return event.answer
    raise ModelError("the assistant ended without an answer")


def _plain(messages: Sequence[ChatMessage]) -> list[dict[str, str]]:
    return [{"role": str(message.role.value), "content": message.content or ""} for message in messages]


async def _iterate_beside(chunks: Iterator[ChatResponse]) -> AsyncIterator[ChatResponse]:
    """Yield what an iterator yields, waiting for each on a thread of its own."""
    import asyncio

    while (chunk := await asyncio.to_thread(lambda: next(chunks, None))) is not None:
        yield chunk
