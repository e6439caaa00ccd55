"""Drafts: exact quotes, a model's sentences, and what the audit makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from assistant.audit import Auditor
from assistant.compose import (
    audited,
    choose_for_model,
    compose_extractive,
    compose_with_model,
    draft_with_model,
    name_places,
    read_sentence,
    split_stream,
)
from assistant.model import ScriptedModel
from assistant.types import Claim, Evidence, Question, QuestionKind, Quote, Removed
from index.text import split_sentences
from index.types import Span
from tests.assistant.audit.make import lookup, make_article

ARTICLE = make_article(
    "2024年，全区签约项目110个，签约额超2100亿元。今年，全区力争签约额达到2300亿元。管委会选派32名干部驻点招商。"
)


def _ask(text: str, kind: QuestionKind = "fact") -> Question:
    return Question(text, text, "zh", dt.date(2025, 3, 3), kind)


def _evidence() -> list[Evidence]:
    return [
        Evidence(
            key, Quote("d", 1, span), span.of(ARTICLE.text), 1 - key / 10, "", ARTICLE.date, ("武汉经开区",)
        )
        for key, span in enumerate(split_sentences(ARTICLE.text), 1)
    ]  # fmt: skip


def _auditor() -> Auditor:
    return Auditor(lambda doc_id, version: ARTICLE, *lookup())


def _texts(outcomes: Sequence[Claim | Removed]) -> list[str]:
    return [outcome.text for outcome in outcomes if isinstance(outcome, Claim)]


def _with_model(*answers: str) -> list[Claim | Removed]:
    return list(compose_with_model(_ask("签约额多少？"), _evidence(), ScriptedModel(*answers), _auditor()))


def test_an_extractive_answer_quotes_exactly_and_stays_short() -> None:
    claims = list(compose_extractive(_ask("签约额多少？"), _evidence()))
    assert 1 <= len(claims) <= 3
    assert all(claim.text == claim.quotes[0].span.of(ARTICLE.text) for claim in claims)


def test_a_list_is_given_whole_whatever_the_setting() -> None:
    assert len(list(compose_extractive(_ask("有哪些举措？", "list"), _evidence(), 2))) == len(_evidence())


def test_a_single_fact_keeps_to_the_setting() -> None:
    assert len(list(compose_extractive(_ask("签约额多少？"), _evidence(), 1))) == 1


def test_a_stream_is_cut_into_sentences_with_their_keys() -> None:
    pieces = ["第一句", "。[1", "]第二句", "[2]。", "第三句"]
    assert list(split_stream(pieces)) == ["第一句。[1]", "第二句[2]。", "第三句"]


def test_an_invented_key_is_dropped() -> None:
    claim = read_sentence("2024年签约项目110个[9]。", _evidence())
    assert claim is not None
    assert [quote.span for quote in claim.quotes] == [_evidence()[0].quote.span]


def test_a_model_that_finds_nothing_makes_no_claim() -> None:
    assert read_sentence("资料中没有相关信息。", _evidence()) is None
    assert read_sentence("以下是相关措施：", _evidence()) is None


def test_a_true_sentence_of_a_model_is_shown_with_its_quote() -> None:
    (claim,) = _with_model("武汉经开区2024年签约额超2100亿元[1]。")
    assert isinstance(claim, Claim)
    assert claim.quotes[0].span == _evidence()[0].quote.span


def test_a_wrong_key_is_mended_by_better_evidence() -> None:
    (claim,) = _with_model("武汉经开区2024年签约额超2100亿元[3]。")
    assert isinstance(claim, Claim)
    assert claim.text.startswith("武汉经开区")


def test_a_wrong_number_gives_way_to_the_exact_quote() -> None:
    (claim,) = _with_model("2024年，全区签约项目110个，签约额超2200亿元[1]。")
    assert isinstance(claim, Claim)
    assert claim.text == _evidence()[0].text


def test_a_goal_told_as_a_result_is_never_shown() -> None:
    shown = _texts(_with_model("2025年武汉经开区签约额达到2300亿元[2]。"))
    assert not any("达到2300亿元" in text and "力争" not in text for text in shown)


def test_what_no_evidence_holds_is_removed_with_the_reason() -> None:
    (removed,) = _with_model("该区还开通了三条地铁线路。")
    assert isinstance(removed, Removed)
    assert removed.why


def test_nothing_is_said_twice() -> None:
    assert len(_with_model("管委会选派32名干部驻点招商[3]。管委会选派32名干部驻点招商[3]。")) == 1


def test_claims_without_evidence_are_only_audited() -> None:
    quote = _evidence()[0].quote
    outcomes = list(audited([Claim("签约项目111个。", (quote,)), Removed("甲", "乙")], _auditor()))
    assert all(isinstance(outcome, Removed) for outcome in outcomes)


def test_the_prompt_begins_the_same_for_every_question() -> None:
    model = ScriptedModel("甲。", "乙。")
    for text in ("问一？", "问二？"):
        list(compose_with_model(_ask(text), _evidence(), model, _auditor()))
    assert model.asked[0][0] == model.asked[1][0]


def test_for_a_single_fact_the_model_reads_only_what_is_close() -> None:
    question = Question("问", "补贴由谁拨付？", "zh", dt.date(2025, 3, 3), "fact")
    quote = Quote("d", 1, Span(0, 1))
    evidence = [Evidence(key, quote, "句", score, "", None) for key, score in enumerate([0.5, 1.0, 0.9], 1)]
    assert [item.key for item in choose_for_model(question, evidence)] == [2, 3]


def test_for_a_list_the_model_reads_all() -> None:
    question = Question("问", "有哪些补贴措施？", "zh", dt.date(2025, 3, 3), "how")
    quote = Quote("d", 1, Span(0, 1))
    evidence = [Evidence(key, quote, "句", score, "", None) for key, score in enumerate([0.5, 1.0], 1)]
    assert choose_for_model(question, evidence) == evidence


def test_a_bare_name_becomes_the_sentence_that_holds_it() -> None:
    claim = read_sentence("武汉经开区[1]", _evidence())
    assert claim is not None
    assert claim.text == _evidence()[0].text


def test_where_places_are_compared_each_part_names_its_place() -> None:
    texts = [claim.text for claim in name_places(_evidence(), True)]
    assert texts[0].startswith("武汉经开区：")
    assert not any(text.startswith("武汉经开区：") for text in texts[1:])
    assert [claim.text for claim in name_places(_evidence(), False)] == [item.text for item in _evidence()]


def test_a_sentence_that_names_an_asked_place_is_put_under_no_other() -> None:
    text = "今年，云栖市提供免租金的人才公寓。"
    item = replace(_evidence()[0], text=text, regions=("临江区",))
    assert [claim.text for claim in name_places([item], True, ["云栖市", "云栖"])] == [text]
    assert [claim.text for claim in name_places([item], True, ["青禾市"])] == [f"临江区：{text}"]
    assert [claim.text for claim in name_places([replace(item, regions=("中国",))], True)] == [text]


def test_a_sentence_that_only_says_the_question_again_becomes_the_source() -> None:
    echo = ScriptedModel("2024年签约额是多少亿元。[1]")
    claims = list(draft_with_model(_ask("2024年签约额是多少亿元？"), _evidence(), echo))
    assert [claim.text for claim in claims] == [_evidence()[0].text]
