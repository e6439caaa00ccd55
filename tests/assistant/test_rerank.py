"""The answer model as a reranker: it reorders, and can do no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import load_settings
from assistant.model import ScriptedModel
from assistant.rerank import READ, ModelReranker, use_reranker
from index.embed import HashEncoder
from index.errors import ModelError
from index.library import Library

TEXTS = [f"云栖市(虚构)第{number}条消息" for number in range(8)]


def order(answer: str | Exception) -> list[int]:
    scores = ModelReranker(lambda: ScriptedModel(answer)).score("签约额是多少？", TEXTS)
    return sorted(range(len(TEXTS)), key=lambda place: -scores[place])


def test_what_the_model_names_comes_first_in_its_order() -> None:
    assert order("3，1") == [2, 0, 1, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("answer", ["0", "", "片段都没有回答", "99, 42", ModelError("stopped")])
def test_an_answer_of_no_use_leaves_the_order_of_the_search(answer: str | Exception) -> None:
    assert order(answer) == list(range(8))


def test_the_model_reads_a_few_passages_only() -> None:
    model = ScriptedModel("1")
    ModelReranker(lambda: model).score("签约额是多少？", ["很长的消息。" * 99] * 20)
    content = model.asked[0][-1]["content"]
    assert content.count("[") == READ
    assert len(content) < 900


def test_a_library_asks_the_answer_model_where_the_settings_say_so(tmp_path: Path) -> None:
    source = tmp_path / "articles.jsonl"
    lines = [f'{{"id": "{n}", "text": "{text}的签约额是{n + 1}亿元。"}}' for n, text in enumerate(TEXTS)]
    source.write_text("\n".join(lines), encoding="utf-8")
    environ = {"YINZHENG_SEARCH__RERANKER": "answer-model", "YINZHENG_ANSWER__MODEL": "extractive"}
    settings = load_settings(environ=environ).model_copy(update={"data": tmp_path / "library"})
    library = Library(settings, encoder=HashEncoder())
    library.ingest([source])
    use_reranker(library, settings)
    # No model is chosen: the order of the search stays.
    before = [hit.passage_id for hit in library.search("签约额")]
    library.reranker = ModelReranker(lambda: ScriptedModel("2"))
    after = [hit.passage_id for hit in library.search("签约额")]
    assert after[0] == before[1]
    assert sorted(after) == sorted(before)
