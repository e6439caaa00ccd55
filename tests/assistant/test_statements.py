"""Statements: what an article says, without headline, headings, datelines and bylines."""

from __future__ import annotations

import pytest

from assistant.statements import find_statements, is_furniture
from tests.assistant.audit.make import make_article


def _say(text: str, title: str = "", whole: bool = False) -> list[str]:
    article = make_article(text, regions=(), title=title)
    return [statement.span.of(article.text) for statement in find_statements(article, whole)]


def test_a_headline_and_a_dateline_say_nothing() -> None:
    text = "云栖园区召开大会\n2024-11-08 08:00 来源:云栖晚报\n园区去年引进企业42家。"
    assert _say(text, "云栖园区召开大会") == ["园区去年引进企业42家。"]


def test_a_question_about_the_document_reads_all_of_it() -> None:
    text = "云栖园区召开大会\n2024-11-08 08:00\n园区去年引进企业42家。"
    assert _say(text, "云栖园区召开大会", whole=True)[:2] == ["云栖园区召开大会", "2024-11-08 08:00"]


def test_a_title_that_runs_into_the_text_is_cut_off() -> None:
    assert _say("云栖园区补贴办法 补贴每家30万元。", "云栖园区补贴办法") == ["补贴每家30万元。"]


def test_markdown_marks_are_no_words_of_the_source() -> None:
    article = make_article("## 一、补贴\n- 每家30万元。", regions=(), title="办法")
    found = find_statements(article)
    assert [(s.span.of(article.text), s.heading) for s in found] == [("一、补贴", True), ("每家30万元。", False)]


def test_points_of_a_text_without_line_ends_stand_alone() -> None:
    assert _say("通知如下： 一、免收房租。 （一）2月全免。 二、延期缴费。") == [
        "通知如下：",
        "一、免收房租。",
        "（一）2月全免。",
        "二、延期缴费。",
    ]


def test_a_sentence_that_happens_to_hold_a_date_stays() -> None:
    assert _say("园区2024年11月8日开工，总投资5亿元。") == ["园区2024年11月8日开工，总投资5亿元。"]


@pytest.mark.parametrize(
    "line",
    [
        "2024-09-12 10:22 来源:云栖晚报",
        "发布于:2025-3-2 20:05 有86人参与",
        "云栖开发〔2024〕7号 2024-05-08",
        "责任编辑:王小满",
        "各有关单位:",
        "[查看原文](https://news.example.com/2025/06/06/a-very-long-name-of-a-page-that-goes-on-and-on.shtml)",
        "(云栖晚报供图)",
        "云栖社保中心 2020年2月2日",
    ],
)
def test_lines_that_only_tell_when_and_by_whom(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["补贴每家30万元", "签约项目: 42个", "2024年签约42个", "上海、深圳、苏州"])
def test_lines_that_say_something(line: str) -> None:
    assert not is_furniture(line)


def test_what_every_document_says_is_a_formula() -> None:
    article = make_article("第一条　为规范补贴工作，制定本办法。\n补贴每家30万元。\n特此通知。", regions=())
    assert [statement.formula for statement in find_statements(article)] == [True, False, True]
