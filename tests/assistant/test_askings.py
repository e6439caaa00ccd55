"""The things that one question asks."""

from __future__ import annotations

import pytest

from assistant.askings import split_askings


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("云栖园区怎么补贴？", ("云栖园区怎么补贴?",)),
        ("云栖园区的展馆怎么铺开？首批有哪些镇，谁来管？", ("云栖园区的展馆怎么铺开?", "首批有哪些镇,", "谁来管?")),
        ("展会在哪儿办、由谁主办？", ("展会在哪儿办、", "由谁主办?")),
        ("去年那次减租，小店能全免吗？和大店有没有区别？", ("去年那次减租,小店能全免吗?", "和大店有没有区别?")),
        ("园区是副县级单位，对吗？", ("园区是副县级单位,对吗?",)),
        ("条例何时生效，主要管什么？给个要点。", ("条例何时生效,", "主要管什么?给个要点。")),
        ("准入条件、申请流程是什么？", ("准入条件、申请流程是什么?",)),
        ("Did the zone get a bureau? What is it for?", ("did the zone get a bureau?", "what is it for?")),
        ("云栖园区招商政策", ("云栖园区招商政策",)),
    ],
)
def test_each_part_asks_one_thing_with_what_leads_in_to_it(question: str, parts: tuple[str, ...]) -> None:
    assert split_askings(question) == parts


def test_a_question_of_many_thousand_letters_is_read_at_once() -> None:
    assert len(split_askings("园区怎么补贴，" * 5000)) == 5000
