"""What form of answer a question wants."""

from __future__ import annotations

import pytest

from index.wanted import find_wanted_form


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("云栖大会是哪年开始的", "始于2009年", "始于前年"),
        ("签约仪式的时间和地点", "3月5日在望山举行", "今年3月在望山举行"),
        ("什么时候开园", "2024-03-05开园", "春天开园"),
        ("到位资金多少？", "到位12.5亿元", "到位资金很多"),
        ("签约了几个项目", "签约三十个项目", "签约项目"),
    ],
)
def test_the_form_is_read_from_how_a_question_asks(question: str, answer: str, other: str) -> None:
    form = find_wanted_form(question)
    assert form is not None
    assert form.search(answer)
    assert not form.search(other)


@pytest.mark.parametrize("question", ["谁签约了", "为什么几乎没有签约", "招商政策有哪些", "How many came?", ""])
def test_other_questions_want_no_form(question: str) -> None:
    assert find_wanted_form(question) is None
