"""Evidence: the few sentences that speak to a question, and whether they are enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import pytest

from assistant.answerable import Sufficiency, is_told_in_words, judge_evidence, settles, wants_no_number
from assistant.audit.parts import Lookup
from assistant.evidence import choose_evidence, rank_sentences
from assistant.reader import SpanReader
from assistant.relevance import Weigher, holds_wanted, question_terms, unnamed
from assistant.types import Evidence, Question, QuestionKind, Quote, RefusalReason
from index.regions import load_gazetteer
from index.types import Article, Filters, Hit, Period, Span
from tests.assistant.audit.make import lookup, make_article

ONE = make_article(
    "云栖园区召开大会。去年，园区引进企业42家。园区向每家新企业发放补贴30万元，补贴由财政局在三个月内拨付。"
    "会后，代表参观了展厅。",
    regions=(),
    doc_id="one",
)
TWO = make_article("临江公园周末开放。门票每张20元。", regions=(), doc_id="two")
REPRINT = make_article("去年，园区引进企业42家。", regions=(), doc_id="three")


def _hit(article: Article) -> Hit:
    return Hit(1, article.doc_id, 1, Span(0, len(article.text)), article.text, 1.0, {}, None, "", "", None)


def _ask(text: str, kind: QuestionKind = "fact") -> Question:
    return Question(text, text, "zh", dt.date(2025, 3, 3), kind)


def _choose(text: str, *articles: Article, tokens: int = 320) -> list[Evidence]:
    shelf = {article.doc_id: article for article in articles}
    hits = [_hit(article) for article in articles]
    return choose_evidence(_ask(text), hits, lambda doc_id, version: shelf[doc_id], Lookup(*lookup()), tokens)


def _judge(text: str, *articles: Article) -> tuple[bool, str]:
    shelf = {article.doc_id: article for article in articles}
    hits = [_hit(article) for article in articles]
    enough = judge_evidence(
        _ask(text), _choose(text, *articles), hits, lambda doc_id, version: shelf[doc_id], Lookup(*lookup())
    )
    return enough.sufficient, enough.reason


def test_the_best_sentence_is_the_one_that_answers() -> None:
    best = max(_choose("补贴由谁拨付？", ONE, TWO), key=lambda item: item.score)
    assert "财政局" in best.text


def test_keys_count_from_one_and_quotes_are_exact() -> None:
    evidence = _choose("园区补贴多少万元？", ONE, TWO)
    assert [item.key for item in evidence] == list(range(1, len(evidence) + 1))
    shelf = {"one": ONE, "two": TWO}
    assert all(item.text == item.quote.span.of(shelf[item.quote.doc_id].text) for item in evidence)


def test_what_says_the_same_twice_is_taken_once() -> None:
    texts = [item.text for item in _choose("去年园区引进企业多少家？", ONE, REPRINT)]
    assert len([text for text in texts if "42家" in text]) == 1


def test_a_small_budget_keeps_the_best_alone() -> None:
    assert len(_choose("补贴由谁拨付？", ONE, TWO, tokens=10)) == 1


def test_two_subjects_get_equal_shares() -> None:
    gazetteer = load_gazetteer()
    subjects = tuple(gazetteer.resolve(name)[0] for name in ("武汉", "随州"))
    wuhan = make_article("武汉出台补贴办法。武汉补贴每家10万元。武汉补贴次年发放。", regions=("武汉",), doc_id="w")
    suizhou = make_article("随州出台补贴办法。", regions=("随州",), doc_id="s")
    shelf = {"w": wuhan, "s": suizhou}
    question = Question(
        "武汉和随州的补贴办法", "武汉和随州的补贴办法", "zh", dt.date(2025, 3, 3), "comparison", subjects
    )
    evidence = choose_evidence(
        question, [_hit(wuhan), _hit(suizhou)], lambda doc_id, version: shelf[doc_id], Lookup(*lookup()), 40
    )
    assert {item.quote.doc_id for item in evidence} == {"w", "s"}


def test_rare_words_weigh_more() -> None:
    weigher = Weigher(question_terms("园区补贴"), ["园区", "园区", "园区补贴"])
    assert weigher.weight("补贴") > weigher.weight("园区")


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("补贴多少万元？", "补贴30万元", True),
        ("补贴多少万元？", "补贴按季发放", False),
        ("罚了多少钱？", "罚款8760万", True),
        ("由多少个元素组成？", "由4种元素组成", True),
        ("签约多少个项目？", "签约额88亿元", False),
        ("有多少百分比的人认为？", "49%的人认为", True),
        ("何时开业？", "3月5日开业", True),
        ("何时开业？", "园区开业", False),
        ("占比是多少？", "占全市的12%", True),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, sentence: str, held: bool) -> None:
    assert holds_wanted(question_terms(question), sentence) is held


def test_an_answer_that_stands_there_is_enough() -> None:
    assert _judge("园区向每家新企业发放补贴多少万元？", ONE, TWO, REPRINT)[0]


def test_a_sentence_that_holds_every_word_asked_is_clear() -> None:
    shelf = {"one": ONE}
    asked = _ask("园区向每家新企业发放补贴多少万元？")
    enough = judge_evidence(
        asked, _choose(asked.text, ONE), [_hit(ONE)], lambda doc_id, version: shelf[doc_id], Lookup(*lookup())
    )
    assert enough.clear


def test_a_matter_that_no_article_holds_is_refused() -> None:
    assert _judge("青海省海西州的盐湖锂产能是多少吨？", ONE, TWO, REPRINT) == (False, "no_document")


def test_no_hits_is_no_document() -> None:
    assert judge_evidence(_ask("问"), [], [], lambda d, v: ONE, Lookup(*lookup())).reason == "no_document"


def test_evidence_of_an_article_that_no_hit_names_is_judged_too() -> None:
    shelf = {"one": ONE, "two": TWO}
    asked = _ask("园区向每家新企业发放补贴多少万元？")
    enough = judge_evidence(
        asked, _choose(asked.text, ONE), [_hit(TWO)], lambda doc_id, version: shelf[doc_id], Lookup(*lookup())
    )
    assert enough.reason == "no_document"


def test_a_comparison_on_one_matter_leaves_out_what_else_an_article_tells_of_a_place() -> None:
    wuhan, suizhou = (load_gazetteer().resolve(name)[0] for name in ("武汉", "随州"))
    one = make_article(
        "武汉召开大会，总结全年工作并表彰了一批先进单位。武汉在北京、上海、深圳三地派驻招商小组，每组五人，驻点两年。",
        regions=("武汉市",),
        doc_id="one",
    )
    two = make_article(
        "随州召开专题会议，部署下一阶段的各项重点任务。随州按产业链在广州和宁德驻点招商，由副市长带队，每月回报一次。",
        regions=("随州市",),
        doc_id="two",
    )
    shelf = {"one": one, "two": two}
    asked = replace(_ask("武汉和随州在驻点招商上有什么不同？", "comparison"), subjects=(wuhan, suizhou))
    hits = [_hit(one), _hit(two)]
    told = choose_evidence(asked, hits, lambda doc_id, version: shelf[doc_id], Lookup(*lookup()))
    assert sorted(item.text[:5] for item in told) == ["武汉在北京", "随州按产业"]


def test_each_thing_that_is_asked_gets_its_sentence() -> None:
    texts = [item.text for item in _choose("去年园区引进企业多少家？补贴由谁拨付？", ONE, TWO)]
    assert any("42家" in text for text in texts)
    assert any("财政局" in text for text in texts)


def test_an_article_of_another_year_stands_back() -> None:
    old = make_article("园区减免摊位费。", regions=(), doc_id="old", day=dt.date(2021, 5, 1))
    new = make_article("园区减免摊位费和水费。", regions=(), doc_id="new", day=dt.date(2024, 5, 1))
    year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "2024年")
    asked = replace(_ask("2024年园区减免什么？"), period=year, periods=(year,))
    ranked = rank_sentences(asked, [_hit(old), _hit(new)], lambda doc_id, version: {"old": old, "new": new}[doc_id])
    assert ranked[0].article.doc_id == "new"
    assert [candidate.signs["elsewhen"] for candidate in ranked] == [0.0, 1.0]


class _Silent:
    """A reader that finds an answer nowhere, or everywhere."""

    def __init__(self, logit: float) -> None:
        self.logit = logit

    def score_sentences(
        self, question: str, articles: Sequence[Article], sentences: Sequence[Span]
    ) -> list[float | None]:
        return [self.logit for _ in sentences]


@pytest.mark.parametrize(("logit", "enough"), [(-9.0, False), (4.0, True)])
def test_in_a_given_document_the_reader_says_whether_it_answers(logit: float, enough: bool) -> None:
    asked = replace(_ask("补贴由谁拨付？"), filters=Filters(doc_ids=("one",)))
    hits = [_hit(ONE)]
    reader = cast(SpanReader, _Silent(logit))
    evidence = choose_evidence(asked, hits, lambda *_: ONE, Lookup(*lookup()), reader=reader)
    assert {item.reading for item in evidence} == {logit}
    assert judge_evidence(asked, evidence, hits, lambda *_: ONE, Lookup(*lookup())).sufficient is enough


@pytest.mark.parametrize(
    ("text", "logit", "enough"),
    [
        ("园区怎么向每家新企业发放补贴？", 1.0, True),
        # In the source's own words the reader surely sees whether they answer; in other words it may miss it.
        ("园区怎么向每家新企业发放补贴？", -3.0, False),
        ("刚开张的公司想拿扶持款，园区怎么个给法？", -3.0, True),
        ("刚开张的公司想拿扶持款，园区怎么个给法？", -9.0, False),
        # A name that the article does not know is another one's.
        ("刚开张的公司想在张家口拿扶持款，怎么个给法？", -3.0, False),
    ],
)
def test_how_unsure_the_reader_may_be_of_measures_depends_on_the_words(text: str, logit: float, enough: bool) -> None:
    shelf = {article.doc_id: article for article in (ONE, TWO, REPRINT)}
    hits = [replace(_hit(article), score=1 - 0.1 * at) for at, article in enumerate(shelf.values())]
    quote = Quote("one", 1, Span(ONE.text.index("园区向"), ONE.text.index("会后")))
    evidence = [Evidence(1, quote, quote.span.of(ONE.text), 1.0, ONE.title, ONE.date, meaning=0.94, reading=logit)]
    judged = judge_evidence(_ask(text, "how"), evidence, hits, lambda doc_id, _: shelf[doc_id], Lookup(*lookup()))
    assert judged.sufficient is enough


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("园区补贴摊位费吗？", "yes_no", True),
        ("园区补贴多少元？", "figure", False),
    ],
)
def test_what_asks_for_no_number_is_left_to_sentences(text: str, kind: QuestionKind, told: bool) -> None:
    assert wants_no_number(_ask(text, kind)) is told


def test_places_compared_by_what_they_do_are_told_in_words() -> None:
    assert is_told_in_words(_ask("甲园和乙园各推出了什么补贴？", "comparison"))


def test_a_name_that_an_article_never_names_counts_against_it_and_a_kind_of_thing_does_not() -> None:
    assert unnamed("珠江航道怎么整治？", "长江航道整治工程复工。") > 0
    assert unnamed("长江航道设在哪几个城市？", "长江航道在三地设站。") == 0


@dataclass(frozen=True)
class _Refusal:
    reason: RefusalReason
    firm: bool = True


def test_the_records_refusal_does_not_settle_when_something_is_due() -> None:
    asked = replace(_ask("注册资本登记什么时候公告，公告有多长？", "figure"), metrics=("注册资本",))
    assert not settles(_Refusal("other_metric"), asked, Sufficiency(True))
    assert settles(_Refusal("other_period"), asked, Sufficiency(True))
    assert settles(_Refusal("other_metric"), replace(asked, standalone="注册资本有多少？"), Sufficiency(True))
