"""Yes or no: the sentence that a question asks about, and whether the evidence settles it."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.audit import Auditor
from assistant.types import Evidence, Question, Quote
from assistant.verdicts import find_false_premise, find_verdict, open_with_verdict, presume, state
from index.types import Article, Span
from tests.assistant.audit.make import lookup, make_article

ARTICLE = make_article(
    "云栖园区对新企业减免房租。补贴延续至2027年12月31日。园区尚未开放夜间受理。取消注册资本限制。", regions=()
)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("园区是否减免房租？", "园区减免房租"),
        ("园区减免房租吗？", "园区减免房租"),
        ("请问园区有没有补贴？", "园区有补贴"),
        ("企业能不能申请补贴", "企业能申请补贴"),
        ("补贴延续到2027年底，对吗？", "补贴延续到2027年底"),
        ("园区是不是减免房租？补贴怎么算？", "园区减免房租"),
        ("补贴怎么申请？", None),
        ("园区减免房租吗？补贴有没有？", None),
    ],
)
def test_the_statement_that_a_question_asks_about(question: str, statement: str | None) -> None:
    assert state(question) == statement


def _find(question: str, *sentences: str) -> list[str]:
    asked = Question(question, question, "zh", dt.date(2025, 3, 3), "yes_no")
    evidence = []
    for number, words in enumerate(sentences, 1):
        at = ARTICLE.text.index(words)
        quote = Quote(ARTICLE.doc_id, ARTICLE.version, Span(at, at + len(words)))
        evidence.append(Evidence(number, quote, words, 1 / number, "", ARTICLE.date))
    return [claim.text for claim in open_with_verdict(asked, evidence, _auditor())]


def _auditor() -> Auditor:
    def article_of(doc_id: str, version: int) -> Article:
        return ARTICLE

    return Auditor(article_of, *lookup())


def test_what_the_source_says_is_yes() -> None:
    assert _find("云栖园区是否对新企业减免房租？", "云栖园区对新企业减免房租。") == ["是。"]


def test_what_the_source_denies_is_no() -> None:
    assert _find("园区是否开放夜间受理？", "园区尚未开放夜间受理。") == ["不是。"]


def test_the_opposite_of_what_the_source_says_is_no() -> None:
    assert _find("园区是不是还保留注册资本限制？", "取消注册资本限制。") == ["不是。"]


def test_what_the_source_does_not_speak_of_is_left_open() -> None:
    assert _find("园区是否提供班车？", "云栖园区对新企业减免房租。") == []


def test_a_question_of_another_kind_has_no_verdict() -> None:
    asked = Question("补贴怎么申请？", "补贴怎么申请？", "zh", dt.date(2025, 3, 3), "how")
    assert find_verdict(asked, (), _auditor()) is None


def test_a_plan_that_is_asked_for_as_done_is_named_as_a_plan() -> None:
    article = make_article("园区计划2027年建成展示中心。", regions=())
    quote = Quote(article.doc_id, 1, Span(0, len(article.text)))
    evidence = [Evidence(1, quote, article.text, 1.0, "", article.date)]
    asked = Question("园区展示中心已经建成了吧？", "园区展示中心已经建成了吧？", "zh", dt.date(2025, 3, 3), "yes_no")
    auditor = Auditor(lambda doc_id, version: article, *lookup())
    assert [claim.text for claim in open_with_verdict(asked, evidence, auditor)] == [
        "资料没有说已经做到，说的是目标或计划。"
    ]


def test_a_sentence_that_only_shares_words_with_the_question_is_no_yes() -> None:
    assert _find("园区房租是不是得先在网上交？", "云栖园区对新企业减免房租。") == []


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("园区为什么保留注册资本限制？", "园区保留注册资本限制"),
        ("请说说，园区为啥减免房租呢？", "请说说，园区减免房租"),
        ("园区为什么减免房租，减多少？", None),
        ("园区怎么减免房租？", None),
    ],
)
def test_what_a_question_for_reasons_takes_for_granted(question: str, premise: str | None) -> None:
    assert presume(question) == premise


def _find_premise(question: str, words: str) -> Quote | None:
    at = ARTICLE.text.index(words)
    quote = Quote(ARTICLE.doc_id, ARTICLE.version, Span(at, at + len(words)))
    asked = Question(question, question, "zh", dt.date(2025, 3, 3), "how")
    return find_false_premise(asked, [Evidence(1, quote, words, 1.0, "", ARTICLE.date)], _auditor())


def test_a_premise_that_the_source_turns_round_is_named() -> None:
    assert _find_premise("园区为什么保留注册资本限制？", "取消注册资本限制。") is not None
    assert _find_premise("园区为什么开放夜间受理？", "园区尚未开放夜间受理。") is not None


def test_a_premise_that_the_source_bears_out_is_none_to_name() -> None:
    assert _find_premise("园区为什么取消注册资本限制？", "取消注册资本限制。") is None
    assert _find_premise("云栖园区为什么对新企业减免房租？", "云栖园区对新企业减免房租。") is None
    assert _find_premise("园区为什么不提供班车？", "云栖园区对新企业减免房租。") is None


def test_whether_something_always_holds_depends_where_the_source_makes_an_exception() -> None:
    article = make_article("如果病例发现较早，不需要关闭企业。园区企业都要登记。", regions=())
    quote = Quote(article.doc_id, 1, Span(0, 17))
    auditor = Auditor(lambda doc_id, version: article, *lookup())

    def find(question: str, reading: float) -> list[str]:
        evidence = [Evidence(1, quote, quote.span.of(article.text), 1.0, "", article.date, reading=reading)]
        asked = Question(question, question, "zh", dt.date(2025, 3, 3), "yes_no")
        return [claim.text for claim in open_with_verdict(asked, evidence, auditor)]

    assert find("有了病例，企业是不是一定得关门？", 2.0) == ["不一定，要看情况。"]
    assert "不一定，要看情况。" not in find("有了病例，企业是不是一定得关门？", -5.0)
    assert "不一定，要看情况。" not in find("有了病例，企业要不要关门？", 2.0)
