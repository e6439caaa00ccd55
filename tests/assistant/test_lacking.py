"""What near evidence lacks: another place, another year, no number of the kind, a goal and no result."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from assistant.answerable import wants_no_number
from assistant.lacking import find_lack
from assistant.relevance import question_terms
from assistant.types import Evidence, Question, Quote, RefusalReason
from index.periods import parse_period
from index.regions import load_gazetteer
from index.types import Span
from tests.assistant.audit.make import make_article

TODAY = dt.date(2025, 3, 3)


def _lack(question: str, text: str, *, place: float = 1.0) -> RefusalReason | None:
    article = make_article(text, regions=())
    quote = Quote(article.doc_id, 1, Span(0, len(text)))
    evidence = [Evidence(1, quote, text, 1.0, "", article.date)]
    subjects = (load_gazetteer().resolve("武汉")[0],) if "武汉" in question else ()
    asked = Question(question, question, "zh", TODAY, "fact", subjects)
    asked = replace(asked, period=parse_period(question[:5], TODAY) if question[:4].isdigit() else None)
    return find_lack(asked, question_terms(question), evidence, [article], place)


def test_a_place_that_is_named_nowhere_near() -> None:
    assert _lack("武汉的驻点专员有几名？", "临江市派出3名驻点专员。", place=0.0) == "no_figure"
    assert _lack("武汉的驻点专员有几名？", "武汉派出3名驻点专员。") is None


def test_a_number_of_the_kind_that_is_told_nowhere() -> None:
    assert _lack("贷款贴息的比例是多少？", "园区推出贷款贴息20条。") == "no_figure"
    assert _lack("贷款贴息的比例是多少？", "园区按利息的50%贴息。") is None
    assert _lack("基金盘子有多大？", "园区到2027年设立发展基金。") == "no_figure"
    assert _lack("赚了多少利润？", "园区有企业42家。") == "no_figure"


def test_a_day_that_is_told_nowhere() -> None:
    assert _lack("展厅何时开放？", "展厅由园区建设。") == "no_figure"
    assert _lack("展厅何时开放？", "展厅5月6日开放。") is None


def test_an_article_of_another_year() -> None:
    assert _lack("2023年的补贴怎么发？", "园区今年按季发放补贴。") == "other_period"
    assert _lack("2025年的补贴怎么发？", "园区今年按季发放补贴。") is None
    assert _lack("2023年的补贴怎么发？", "2023年园区按季发放补贴。") is None


def test_a_plan_where_a_result_is_asked_for() -> None:
    assert _lack("到期实际建成了几个站点？", "园区计划一年内建站点400个。") == "only_target"
    assert _lack("到期实际建成了几个站点？", "园区已建成站点380个。") is None
    assert _lack("计划建几个站点？", "园区计划一年内建站点400个。") is None


def test_who_when_and_where_want_no_number() -> None:
    def asks(text: str) -> bool:
        return wants_no_number(Question(text, text, "zh", TODAY, "figure"))

    assert asks("扶持资金管理办法由谁来定？")
    assert asks("什么时候可以申请补贴？")
    assert not asks("签约额是多少？")
    assert not asks("什么时候签约额达到多少？")


def test_a_thing_of_a_sure_kind_that_is_told_nowhere() -> None:
    assert _lack("云栖科技的融资轮次是什么？", "云栖科技获得投资5000万元。") == "no_figure"
    assert _lack("云栖科技的融资轮次是什么？", "云栖科技获得A轮投资。") is None
