"""From claims to an answer: numbers, markers, escaping, and JSON that keeps every promise of the contract."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import AnswerBuilder, escape_markdown
from assistant.render import render_text
from assistant.report import report_answer, report_article
from assistant.types import Claim, Derivation, Operand, Question, Quote
from index.types import Article, Context, Span
from tests.made import make_article, make_figure

TEXT = "标题[71]\n去年，全区签约项目110个，签约额**超**2100亿元。今年目标2300亿元。"
ARTICLE = make_article(TEXT)
ASKED = Question("签约额？", "签约额？", "zh", dt.date(2025, 8, 1), "figure")


def article_of(doc_id: str, version: int) -> Article:
    assert (doc_id, version) == ("d1", 1)
    return ARTICLE


def quote(words: str, *context: str) -> Quote:
    def span(part: str) -> Span:
        return Span(TEXT.index(part), TEXT.index(part) + len(part))

    return Quote("d1", 1, span(words), tuple(Context(span(part), "period") for part in context))


def test_the_same_span_is_cited_under_the_same_number_with_all_context_that_is_needed() -> None:
    builder = AnswerBuilder(article_of)
    first = builder.add(Claim("签约110个。", (quote("110个"),)))
    second = builder.add(Claim("去年签约110个。", (quote("110个", "去年"), quote("2100亿元"))))
    assert (first.citations, second.citations) == ((1,), (1, 2))
    assert [words for _, words in builder.citations[0].context] == ["去年"]


def test_every_marker_has_its_citation_and_every_citation_its_marker() -> None:
    builder = AnswerBuilder(article_of)
    builder.add(Claim("签约110个。", (quote("110个"),)))
    builder.add(Claim("目标[9]2300亿元。", (quote("2300亿元"),), related=True))
    answer = builder.finish(ASKED)
    unescaped = re.sub(r"\\.", "", answer.text)
    assert {int(n) for n in re.findall(r"\[(\d+)\]", unescaped)} == {c.n for c in answer.citations} == {1, 2}


def test_related_figures_stand_below_what_was_asked_and_are_marked() -> None:
    builder = AnswerBuilder(article_of)
    builder.add(
        Claim("目标2300亿元。", (quote("2300亿元"),), related=True, figures=(make_figure(ARTICLE, "2300亿元"),))
    )
    builder.add(Claim("签约110个。", (quote("110个"),), figures=(make_figure(ARTICLE, "110个"),)))
    body = report_answer(builder.finish(ASKED))
    assert [s["text"] for s in body["sentences"]] == ["签约110个。", "同时报道：", "目标2300亿元。"]
    assert [(f["related"], f["citation"]) for f in body["figures"]] == [(False, 2), (True, 1)]


def test_likely_numbers_are_listed_where_the_quotes_hold_all_of_them() -> None:
    builder = AnswerBuilder(article_of)
    builder.add(Claim("全区签约项目110个。", (quote("全区签约项目110个"),)))
    count, amount = make_figure(ARTICLE, "110个"), make_figure(ARTICLE, "2100亿元")
    builder.add_likely([[[count], [amount]], [[amount, count]]])
    # The first set's amount stands in no quote; of the second set's one number the second record does.
    assert builder.figures == [(count, 1)]


def test_a_quote_in_json_is_the_text_between_its_offsets() -> None:
    builder = AnswerBuilder(article_of)
    builder.add(Claim("签约110个。", (quote("110个", "去年"),)))
    body = report_answer(builder.finish(ASKED))
    text = report_article(ARTICLE)["text"]
    for citation in body["citations"]:
        for part in (citation, *citation["context"]):
            assert part["quote"] == text[part["start"] : part["end"]]
        assert TEXT[citation["source_start"] : citation["source_end"]] == citation["quote"]


def test_a_derivation_names_the_citation_of_each_operand() -> None:
    operands = (
        Operand(Decimal("2300"), "亿元", quote("2300亿元")),
        Operand(Decimal("2100"), "亿元", quote("2100亿元")),
    )
    derivation = Derivation("difference", operands, Decimal("200"), "亿元")
    builder = AnswerBuilder(article_of)
    builder.add(Claim("相差200亿元。", tuple(o.quote for o in operands), "derived", derivation))
    (sentence,) = report_answer(builder.finish(ASKED))["sentences"]
    assert [operand["citation"] for operand in sentence["derivation"]["operands"]] == [1, 2]
    assert (sentence["support"], sentence["derivation"]["value"]) == ("derived", "200")


def test_a_refusal_says_what_there_is_with_its_citation() -> None:
    builder = AnswerBuilder(article_of)
    near = Claim("2024年签约110个。", (quote("110个", "去年"),), figures=(make_figure(ARTICLE, "110个"),))
    body = report_answer(builder.refuse(ASKED, "other_period", "资料只有其他时间的数据。", (near,)))
    assert (body["kind"], body["refusal"]["reason"]) == ("refusal", "other_period")
    assert body["refusal"]["nearest"]["figures"][0]["citation"] == 1
    assert body["figures"] == []
    assert body["sentences"][0]["support"] == "none"


def test_a_figure_that_no_citation_holds_is_not_listed() -> None:
    builder = AnswerBuilder(article_of)
    builder.add(Claim("目标2300亿元。", (quote("2300亿元"),), figures=(make_figure(ARTICLE, "110个"),)))
    assert builder.figures == []


@given(st.text())
def test_no_text_of_a_document_passes_for_a_marker_or_for_markdown(text: str) -> None:
    escaped = re.sub(r"\\.", "", escape_markdown(text), flags=re.DOTALL)
    assert not set(escaped) & set("[]*_|$<")


def test_the_plain_text_of_an_answer_names_its_sources() -> None:
    builder = AnswerBuilder(article_of)
    builder.add(Claim("签约110个。", (quote("110个"),)))
    text = render_text(builder.finish(ASKED))
    assert "签约110个。[1]" in text
    assert "[1] 丙山经开区招商（2025-03-02）“110个”" in text
