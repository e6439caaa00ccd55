"""The audit of whole claims: what is bound passes, what is merely present does not."""

import datetime as dt
from decimal import Decimal

import pytest

from assistant.audit import Auditor, explain_faults
from assistant.audit.claim import drop_glosses
from assistant.audit.parts import Lookup
from assistant.audit.sources import open_source
from assistant.types import Claim, Derivation, Operand, Quote
from index.types import Span
from tests.assistant.audit.make import audit, kinds, lookup, make_article

SIGNED = make_article("去年，全区签约亿元以上招商项目110个、签约额超2100亿元，全年FDI完成5.6亿美元，占全市比重约40%。")
PLAN = make_article("2025年，全区力争完成签约额2300亿元，预计新增就业1.2万人。")
NEIGHBOUR = make_article("2024年，随州签约项目86个，签约额430亿元。", dt.date(2025, 1, 20), ("随州",), doc_id="n")


@pytest.mark.parametrize(
    "claim",
    [
        "去年，全区签约亿元以上招商项目110个、签约额超2100亿元。",
        "2024年，武汉经开区签约额超过2100亿元。",
        "武汉经开区2024年签约亿元以上招商项目110个。",
        "超2100亿元是武汉经开区2024年的签约额。",
        "2024年，武汉经开区签约额超0.21万亿元。",
        "武汉经开区2024年FDI完成5.6亿美元，约占全市的40%。",
        "2024年，武漢經開區簽約額超2100億元。",
        "In 2024, Wuhan Economic and Technological Development Zone (武汉经开区) signed deals worth over"
        " 210 billion yuan (超2100亿元).",
    ],
)
def test_a_true_sentence_in_other_words_passes(claim: str) -> None:
    verdict = audit(claim, SIGNED)
    assert verdict.carried, explain_faults(verdict.faults)


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("2024年，武汉经开区签约额超过2200亿元。", "digit"),
        ("2024年，武汉经开区签约额超过2100万元。", "unit"),
        ("2023年，武汉经开区签约额超过2100亿元。", "year"),
        ("2024年，随州签约额超过2100亿元。", "place"),
        ("2024年，武汉经开区签约额2100亿元。", "qualifier"),
        ("2024年，武汉经开区签约额约2100亿元。", "qualifier"),
        ("2024年，武汉经开区没有签约亿元以上招商项目110个。", "negation"),
        ("2024年，武汉经开区力争签约额超过2100亿元。", "status"),
        ("2024年，武汉经开区签约亿元以上招商项目2100个。", "digit"),
        ("In 2024, Suizhou signed deals worth over 210 billion yuan.", "place"),
        ("In 2024, Wuhan Economic Development Zone used foreign capital of 5.6 billion US dollars.", "unit"),
    ],
)
def test_a_changed_sentence_is_refused_with_what_differs(claim: str, kind: str) -> None:
    verdict = audit(claim, SIGNED)
    assert not verdict.carried
    assert kind in {fault.kind for fault in verdict.faults}


def test_a_goal_is_no_result() -> None:
    assert "status" in kinds("2025年，武汉经开区完成签约额2300亿元。", PLAN)
    assert audit("2025年，武汉经开区力争完成签约额2300亿元。", PLAN).carried


def test_a_forecast_stays_one() -> None:
    assert "status" in kinds("2025年，武汉经开区新增就业1.2万人。", PLAN)


def test_a_neighbours_number_is_not_ours() -> None:
    assert "place" in kinds("2024年，武汉经开区签约额430亿元。", SIGNED, NEIGHBOUR)
    assert "place" in kinds("2024年，随州签约额超2100亿元。", SIGNED, NEIGHBOUR)


def test_two_sources_carry_two_numbers_and_are_both_cited() -> None:
    verdict = audit("2024年，武汉经开区签约额超2100亿元，随州签约额430亿元。", SIGNED, NEIGHBOUR)
    assert verdict.carried, explain_faults(verdict.faults)
    assert {quote.doc_id for quote in verdict.quotes} == {"d", "n"}


def test_numbers_of_one_sentence_do_not_change_places() -> None:
    article = make_article("2024年，云栖茶叶公司投资12亿元，临江机械公司投资35亿元。", regions=())
    assert audit("2024年，临江机械公司投资35亿元。", article).carried
    assert not audit("2024年，临江机械公司投资12亿元。", article).carried


def test_years_of_two_spans_do_not_change_places() -> None:
    article = make_article("2022年签约额12亿元。2023年签约额35亿元。")
    assert audit("武汉经开区2023年签约额35亿元。", article).carried
    assert "year" in kinds("武汉经开区2022年签约额35亿元。", article)


def test_a_fall_is_no_rise() -> None:
    article = make_article("2024年，全区出口12亿元，下降3.4%。")
    assert audit("2024年，武汉经开区出口下降3.4%。", article).carried
    assert "negation" in kinds("2024年，武汉经开区出口增长3.4%。", article)


def test_a_rate_is_no_share() -> None:
    article = make_article("2024年，全区税收增长6.2%。")
    assert not audit("2024年，武汉经开区税收占比6.2%。", article).carried


def test_digits_in_names_must_stand_in_the_source() -> None:
    article = make_article("会议提出打造“135”现代化产业体系，参加了第三届博览会。")
    assert audit("会议提出打造“135”现代化产业体系。", article).carried
    assert not audit("会议提出打造“136”现代化产业体系。", article).carried
    assert not audit("会议参加了第四届博览会。", article).carried


def test_a_new_name_is_refused() -> None:
    article = make_article("云栖科技有限公司与管委会签订合作协议。")
    assert audit("管委会与云栖科技有限公司签订了合作协议。", article).carried
    assert not audit("管委会与临江药业有限公司签订了合作协议。", article).carried


def test_what_is_intended_is_not_done() -> None:
    article = make_article("管委会拟建设二期标准厂房。")
    assert "status" in kinds("管委会已建设二期标准厂房。", article)


def test_a_sentence_of_other_matter_is_unsupported() -> None:
    assert not audit("图书馆周末延长开放时间，方便读者借阅。", SIGNED).carried


def test_an_exact_clip_is_exact_and_cites_its_quote() -> None:
    verdict = audit("签约额超2100亿元", SIGNED)
    assert (verdict.carried, verdict.support) == (True, "exact")


def test_a_clip_that_loses_its_goal_is_refused() -> None:
    article = make_article("力争到2026年，全区签约额达到3000亿元。")
    assert not audit("全区签约额达到3000亿元", article).carried


def test_a_claim_without_quotes_stands_only_as_fixed_words() -> None:
    auditor = Auditor(lambda doc_id, version: SIGNED, *lookup())
    assert auditor.audit(Claim("资料没有说明所问的这一点。", (), "none")).carried
    assert not auditor.audit(Claim("签约12个项目。", (), "none")).carried
    assert not auditor.audit(Claim("资料没有说明所问的这一点。", ())).carried


def _difference(value: str) -> Claim:
    quotes = tuple(Quote(article.doc_id, 1, Span(0, len(article.text))) for article in (SIGNED, NEIGHBOUR))
    operands = (Operand(Decimal(110), "个", quotes[0]), Operand(Decimal(86), "个", quotes[1]))
    text = f"2024年武汉经开区签约项目比随州多{value}个。"
    return Claim(text, quotes, "derived", Derivation("difference", operands, Decimal(value), "个"))


def test_arithmetic_is_done_again() -> None:
    shelf = {"d": SIGNED, "n": NEIGHBOUR}
    auditor = Auditor(lambda doc_id, version: shelf[doc_id], *lookup())
    assert auditor.audit(_difference("24")).carried  # 110 − 86
    assert not auditor.audit(_difference("34")).carried


def test_an_operand_must_stand_in_its_quote() -> None:
    quote = Quote("d", 1, Span(0, len(SIGNED.text)))
    derivation = Derivation(
        "sum", (Operand(Decimal(111), "个", quote), Operand(Decimal(1), "个", quote)), Decimal(112), "个"
    )
    verdict = Auditor(lambda doc_id, version: SIGNED, *lookup()).audit(
        Claim("共112个。", (quote,), "derived", derivation)
    )
    assert not verdict.carried


def test_our_remark_of_how_the_source_puts_a_period_passes_only_where_it_does_put_it_so() -> None:
    source = open_source(Quote("d1", 1, Span(0, len(SIGNED.text))), SIGNED, {}, Lookup(*lookup()))
    assert drop_glosses("2024年（原文作“去年”）签约项目110个。", [source]) == "2024年签约项目110个。"
    assert drop_glosses("2024 (“去年” in the source): 110", [source]) == "2024 : 110"
    assert "前年" in drop_glosses("2023年（原文作“前年”）签约项目110个。", [source])


def test_the_day_of_the_report_is_not_the_time_of_the_figure() -> None:
    assert audit("2024年，武汉经开区签约额超2100亿元（2025年3月2日报道）。", SIGNED).carried
    assert not audit("2024年，武汉经开区签约额超2100亿元（2025年3月9日报道）。", SIGNED).carried


def test_a_measure_with_its_verb_is_no_new_word() -> None:
    article = make_article("上半年，全区事项办结率达98.5%。")
    assert audit("2025年上半年武汉经开区事项办结率为98.5%。", article).carried


@pytest.mark.parametrize(
    ("claim", "carried"),
    [("武汉经开区2024年FDI完成5.6亿美元。", True), ("武汉经开区2025年FDI完成5.6亿美元。", False)],
)
def test_the_whole_year_is_the_year_that_was_spoken_of_before_it(claim: str, carried: bool) -> None:
    assert audit(claim, SIGNED).carried is carried


def test_a_time_in_a_later_clause_is_not_that_of_the_number_before() -> None:
    source = make_article(
        "2024年上半年签约额801亿元。实际利用外资1.9亿美元，扭转了去年下降的局面。", dt.date(2024, 7, 18)
    )
    assert audit("2024年上半年，武汉经开区实际利用外资1.9亿美元。", source).carried
    assert "year" in kinds("2021年，武汉经开区实际利用外资1.9亿美元。", source)
