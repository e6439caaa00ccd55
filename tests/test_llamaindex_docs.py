"""The examples of docs/llamaindex.md run as they stand, over a small library and without weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.schema import MetadataMode

from assistant.chat import Assistant
from assistant.config import Settings, load_settings
from assistant.llama import CitedChatEngine, CitedQueryEngine, LLMModel, ModelLLM
from assistant.model import ScriptedModel
from assistant.types import AnswerReady
from index.embed import HashEncoder
from index.library import Library
from index.llama import LibraryRetriever, RetrieverLibrary

PAGE = Path(__file__).parent.parent / "docs" / "llamaindex.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
ARTICLE = (
    "临江经开区招商引资综述\n2025-03-02 来源：云栖日报(虚构)\n"
    "去年，临江经开区签约亿元以上项目一百一十个。全区新增高新技术企业二百家。\n"
    "今年，全区将继续优化营商环境，建设三个产业园区。\n"
)
QUESTION = "临江经开区去年新增了多少家高新技术企业？"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings whose library holds one article, and let everything load the encoder of the tests."""
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YINZHENG_DATA", str(tmp_path / "library"))
    monkeypatch.setenv("YINZHENG_ANSWER__MODEL", "extractive")
    monkeypatch.setattr("index.embed.load_encoder", lambda *_, **__: HashEncoder())
    monkeypatch.setattr("assistant.model.load_model", lambda *_: ScriptedModel("一句话。[1]"))
    made = load_settings()
    library = Library(made)
    library.ingest([tmp_path / "article.txt"])
    library.close()
    return made


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    """Open the library."""
    opened = Library(settings)
    yield opened
    opened.close()


def run(number: int) -> dict[str, Any]:
    """Run an example and return what it defined."""
    defined: dict[str, Any] = {}
    exec(compile(EXAMPLES[number], f"{PAGE.name} example {number + 1}", "exec"), defined)
    return defined


def test_the_page_has_three_examples_of_about_ten_lines() -> None:
    assert len(EXAMPLES) == 3
    assert all(len([line for line in example.splitlines() if line.strip()]) <= 14 for example in EXAMPLES)


@pytest.mark.usefixtures("settings")
def test_ours_in_their_application(capsys: pytest.CaptureFixture[str]) -> None:
    defined = run(0)
    defined["library"].close()
    assert "一百一十个" in capsys.readouterr().out


@pytest.mark.usefixtures("settings")
def test_our_passages_and_vectors_in_their_pipeline() -> None:
    defined = run(1)
    found = defined["index"].as_retriever(similarity_top_k=1).retrieve("签约项目")
    assert "一百一十个" in found[0].node.get_content(MetadataMode.NONE)


@pytest.mark.usefixtures("settings")
def test_their_retriever_and_llm_in_ours() -> None:
    defined = run(2)
    assert isinstance(defined["assistant"], Assistant)
    assert isinstance(defined["library"], RetrieverLibrary)
    defined["library"].close()


def test_the_engines_give_what_the_assistant_gives(library: Library, settings: Settings) -> None:
    assistant = Assistant(library, settings)
    (answer,) = [event.answer for event in assistant.ask(QUESTION) if isinstance(event, AnswerReady)]
    assert answer.citations
    for response in (CitedQueryEngine(assistant).query(QUESTION), CitedChatEngine(assistant).chat(QUESTION)):
        assert str(response) == answer.text
        quotes = [
            library.article(node.node.metadata["doc_id"]).text[node.node.metadata["start"] : node.node.metadata["end"]]
            for node in response.source_nodes
        ]
        assert (
            quotes == [node.node.get_content() for node in response.source_nodes] == [c.quote for c in answer.citations]
        )


def test_their_retriever_and_llm_carry_an_answer(library: Library, settings: Settings) -> None:
    other = RetrieverLibrary(settings, encoder=HashEncoder())
    other.retriever = LibraryRetriever(library)
    model = LLMModel(ModelLLM(ScriptedModel("去年，全区新增高新技术企业二百家[1]。")), leaves_machine=False)
    events = list(Assistant(other, settings, model).ask(QUESTION, model="local"))
    other.close()
    last = events[-1]
    assert isinstance(last, AnswerReady)
    assert "二百家" in last.answer.text
