"""Follow-ups that stand alone: what is carried over, what is not, and that nothing is made up."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.condense import condense
from assistant.condense.scene import leading_noun
from assistant.types import Turn
from index.metrics import load_vocabulary
from index.regions import load_gazetteer

TODAY = dt.date(2025, 3, 10)
FIRST = "武汉经开区2024年签约额是多少？"


def ask(*turns: str) -> str:
    """Return the last turn as it stands alone after the others, each answered with something false."""
    history = [
        turn for text in turns[:-1] for turn in (Turn("user", text), Turn("assistant", "云南2099年出口9999亿元。"))
    ]
    return condense(turns[-1], history, TODAY, load_gazetteer(), load_vocabulary())


@pytest.mark.parametrize(
    ("turn", "whole"),
    [
        ("那2023年呢？", "武汉经开区2023年签约额是多少？"),
        ("汉南区呢？", "汉南区2024年签约额是多少？"),
        ("签约项目呢", "武汉经开区2024年签约项目是多少？"),
        ("不，是汉南区", "汉南区2024年签约额是多少？"),
        ("不对，我问的是2023年", "武汉经开区2023年签约额是多少？"),
        ("我说的是汉南区", "汉南区2024年签约额是多少？"),
        ("汉南区那边呢", "汉南区2024年签约额是多少？"),
        ("不，我是问签约项目", "武汉经开区2024年签约项目是多少？"),
        ("放一张表里", "武汉经开区2024年签约额是多少，放一张表里"),
        ("换成2022年", "武汉经开区2022年签约额是多少？"),
        ("同比呢？", "武汉经开区2024年的签约额同比是多少？"),
        ("它的目标是多少？", "武汉经开区2024年的签约额目标是多少？"),
        ("它2023年的GDP是多少？", "武汉经开区2023年的GDP是多少？"),
        ("2025年目标是多少？", "武汉经开区2025年的签约额目标是多少？"),
        ("签约项目有多少个？", "武汉经开区2024年签约项目有多少个？"),
        ("和随州相比呢？", "武汉经开区和随州2024年的签约额对比"),
        ("最新的呢", "武汉经开区最新的签约额是多少？"),
        ("换成表格", "武汉经开区2024年签约额是多少，换成表格"),
        ("为什么？", "武汉经开区2024年签约额是多少，为什么？"),
    ],
)
def test_what_a_follow_up_leaves_out_is_carried_over(turn: str, whole: str) -> None:
    assert ask(FIRST, turn) == whole


@pytest.mark.parametrize(
    "turn",
    [
        "随州2023年出口是多少？",
        "什么是新质生产力？",
        "不少于569亿元的要求，是对哪些区提的？",
        "谢谢",
        "你是谁？",
        "哪些城市取消了落户限制？",
    ],
)
def test_a_question_that_stands_alone_stays_as_it_is(turn: str) -> None:
    assert ask(FIRST, turn) == turn


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (("7月全国摩托车零售多少辆", "电动的呢？"), "7月全国电动摩托车零售多少辆"),
        (("7月全国摩托车零售多少辆", "不对，我要批发口径的"), "7月全国摩托车批发多少辆"),
        (("7月全国摩托车零售多少辆", "同比呢"), "全国7月摩托车零售同比是多少？"),
        (("今年一季度摩托车卖了多少辆", "产量呢？"), "今年一季度摩托车产量是多少？"),
        (("今年一季度全国实际使用外资是多少？", "只看前两个月的话？"), "今年前两个月全国实际使用外资是多少？"),
        (("今年一季度全国实际使用外资是多少？", "去年同期呢？"), "全国去年一季度的实际使用外资是多少？"),
        (("今年一季度全国实际使用外资是多少？", "制造业用了多少"), "全国今年一季度制造业实际使用外资用了多少？"),
        (("青禾食品上半年新开了多少家门店？", "净利润是涨还是跌？"), "青禾食品上半年的净利润是涨还是跌？"),
        (("青禾食品上半年净利润是多少？", "不，我问的是蓝杉"), "蓝杉上半年净利润是多少？"),
        (("青禾食品上半年净利润是多少？", "比去年涨了多少"), "青禾食品上半年的净利润比去年涨了多少？"),
        (("随州引进了多少个新能源项目", "总投资呢"), "随州引进的新能源项目总投资是多少？"),
        (("随州今年前两个月进出口多少", "占全国多大比重"), "随州今年前两个月的进出口占全国多大比重？"),
        (("青禾食品是哪年落地随州的", "它在随州有多少员工？"), "青禾食品在随州有多少员工？"),
        (("青禾食品在随州有多少员工？", "这家公司业务覆盖了多少个国家"), "青禾食品业务覆盖了多少个国家"),
        (("随州是怎么招商的？", "它和宜昌有什么不同"), "随州和宜昌的招商对比"),
    ],
)
def test_what_no_list_holds_is_told_by_its_place_in_the_question(turns: tuple[str, ...], whole: str) -> None:
    assert ask(*turns) == whole


def test_a_table_of_what_was_asked_in_turn_holds_all_of_it() -> None:
    assert (
        ask("随州去年GDP多少？", "那宜昌呢？", "荆州呢", "换成表格给我") == "随州、宜昌和荆州去年GDP多少，换成表格给我"
    )
    assert ask("随州今年引资目标是多少？", "去年的呢？", "两年都列个表") == "随州今年和去年引资目标是多少，两年都列个表"
    assert ask("随州去年GDP多少？", "那宜昌呢？", "哪个更高") == "随州和宜昌去年的GDP哪个更高？"
    assert ask("随州去年GDP多少？", "那宜昌呢？", "换成表格", "那荆州呢") == "荆州去年GDP多少？"


def test_a_wish_for_another_language_or_form_is_about_the_last_question() -> None:
    assert ask(FIRST, "用英文回答") == "武汉经开区2024年签约额是多少，用英文回答"
    assert ask(FIRST, "用英文回答", "那2023年呢？") == "武汉经开区2023年签约额是多少？"


def test_the_library_tells_whether_a_name_goes_on_about_the_last_question() -> None:
    history = [Turn("user", "青禾食品上半年营业收入是多少？")]

    def say(turn: str, *, belong: bool) -> str:
        return condense(
            turn, history, TODAY, load_gazetteer(), load_vocabulary(), belong=lambda question, words: belong
        )

    assert say("备件多久能交付", belong=True) == "青禾食品上半年的备件多久能交付？"
    assert say("备件多久能交付", belong=False) == "备件多久能交付"
    assert say("蓝杉呢？", belong=False) == "蓝杉上半年营业收入是多少？"


def test_a_chain_of_follow_ups_keeps_what_each_did_not_change() -> None:
    turns = [FIRST, "那2023年呢？", "汉南区呢？", "谢谢", "同比呢？"]
    assert ask(*turns) == "汉南区2023年的签约额同比是多少？"


def test_a_comparison_is_followed_by_its_parts() -> None:
    assert ask("武汉和随州2024年出口谁高？", "前者的GDP是多少？") == "武汉2024年的GDP是多少？"
    assert ask("武汉和随州2024年出口谁高？", "宜昌呢？") == "宜昌2024年出口是多少"
    assert ask("武汉和随州2024年出口谁高？", "2023年呢") == "武汉和随州2023年出口谁高？"


def test_a_company_is_carried_over_like_a_place() -> None:
    assert ask("云栖科技有限公司2024年净利润是多少", "2023年呢") == "云栖科技有限公司2023年净利润是多少"
    assert ask("云栖科技有限公司2024年净利润是多少", "它的营业收入呢").startswith("云栖科技有限公司2024年的营业收入")


def test_english_follow_ups() -> None:
    assert ask("What was Wuhan's GDP in 2023?", "What about 2022?") == "What was Wuhan's GDP in 2022?"
    assert ask("What was Wuhan's GDP in 2023?", "And Nanjing?") == "What was Nanjing's GDP in 2023?"


def test_without_a_history_a_question_stays_as_it_is() -> None:
    assert ask("同比呢？") == "同比呢？"


def test_what_the_assistant_said_is_never_used() -> None:
    history = [Turn("assistant", "云南2099年出口9999亿元。")]
    assert condense("同比呢？", history, TODAY, load_gazetteer(), load_vocabulary()) == "同比呢？"


_SAID = (
    f"{FIRST} 那2023年呢？ 汉南区呢？ 同比呢？ 它的目标是多少？ 不，是吉林 市场主体有多少个？ 换成表格 "
    "和随州相比呢？ 2021 前者呢 2亿元以上项目呢？ 它增长12%吗 最新的呢 5月6日的报道呢 其中100个在哪 广东 省内呢 "
    "谢谢 不是随州，是武汉 出口30亿，为什么？"
)
_TURNS = st.lists(
    st.sampled_from([*_SAID.split(" "), "What about Nanjing?", "its GDP in 2019?"]), min_size=1, max_size=12
)


@settings(deadline=None)
@given(_TURNS)
def test_a_standalone_question_holds_no_number_and_no_place_that_the_user_did_not_say(turns: list[str]) -> None:
    gazetteer = load_gazetteer()
    whole = ask(*turns)

    def numbers(text: str) -> set[str]:
        return set(re.findall(r"\d+", text))

    def places(text: str) -> set[str]:
        return {region.key for mention in gazetteer.find(text, question=True) for region in mention.regions}

    assert numbers(whole) <= {number for turn in turns for number in numbers(turn)}
    assert places(whole) <= {place for turn in turns for place in places(turn)}


def test_fifty_turns_are_read_and_the_result_stays_short() -> None:
    turns = [FIRST, *["那2023年呢？", "汉南区呢？", "同比呢？", "换成表格", "为什么？"] * 10]
    assert len(ask(*turns)) < 200


def test_what_an_ordinal_tells_apart_is_a_subject_of_its_own() -> None:
    assert leading_noun("第三个园区签约多少？") == "第三个园区"
    assert leading_noun("第三条产线投了多少？") == "第三条产线"
