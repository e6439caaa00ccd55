"""Arithmetic over records: results worked out by hand, operands cited, nothing mixed that must not be."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assistant.figure_answers import FigureAnswer, RecordList, answer_from_figures
from assistant.figure_answers.arithmetic import derive, round_to, write_decimal
from assistant.figure_answers.view import Views
from assistant.types import Question
from index.types import Article, Figure, Region
from tests.assistant.figure_world import (
    EXPORTS,
    RIVER,
    SKY,
    YEAR_2023,
    YEAR_2024,
    Names,
    make_article,
    make_figure,
    make_question,
)

TRADE = make_article("trade", "2024年，云栖市出口600亿元，进口300.5亿元，签约项目40个，签约额120亿元。")
SKY_FIGURES = [
    make_figure(TRADE, "600亿元", "出口总额", 60000000000),
    make_figure(TRADE, "300.5亿元", "进口总额", 30050000000),
    make_figure(TRADE, "40个", "签约项目数", 40, "count"),
    make_figure(TRADE, "120亿元", "签约额", 12000000000),
]
OTHER = make_article("other", "2024年，临江市出口0.05万亿元，地区生产总值同比增长5.1%。")
RIVER_FIGURES = [
    make_figure(OTHER, "0.05万亿元", "出口总额", 50000000000, subject=RIVER),
    make_figure(OTHER, "5.1%", "地区生产总值同比增速", "5.1", "percent", subject=RIVER),
]
ALL = [*SKY_FIGURES, *RIVER_FIGURES]


def ask(question: Question, figures: list[Figure], *articles: Article) -> FigureAnswer:
    answer = answer_from_figures(question, RecordList(figures, articles), Names())
    assert answer is not None
    return answer


def result(answer: FigureAnswer) -> tuple[Decimal, str | None]:
    derivation = answer.claims[0].derivation
    assert derivation is not None
    return derivation.value, derivation.unit


def test_a_trade_surplus_is_exports_less_imports() -> None:
    answer = ask(make_question("云栖市2024年贸易顺差是多少？", SKY, periods=(YEAR_2024,)), ALL, TRADE, OTHER)
    assert result(answer) == (Decimal("299.5"), "亿元")
    texts = [claim.text for claim in answer.claims]
    assert texts == ["顺差为299.5亿元。", "云栖市2024年出口总额为600亿元，进口总额为300.5亿元。"]
    assert answer.claims[0].support == "derived"


def test_two_places_differ_in_the_smaller_unit() -> None:
    question = make_question("云栖市2024年出口比临江市多多少？", SKY, RIVER, periods=(YEAR_2024,))
    answer = ask(question, ALL, TRADE, OTHER)
    assert result(answer) == (Decimal(100), "亿元")
    assert answer.claims[0].text.startswith("云栖市比临江市多100亿元。")
    assert len(answer.claims[0].quotes) == 2


def test_a_sum_over_places_names_every_operand() -> None:
    question = make_question("云栖市和临江市2024年出口合计多少？", SKY, RIVER, periods=(YEAR_2024,))
    assert result(ask(question, ALL, TRADE, OTHER)) == (Decimal(1100), "亿元")


def test_the_mean_of_a_project_is_amount_by_number() -> None:
    question = make_question("云栖市2024年签约项目平均每个投资多少？", SKY, periods=(YEAR_2024,))
    assert result(ask(question, ALL, TRADE, OTHER)) == (Decimal("3.00"), "亿元")


def test_a_share_that_no_source_gives_is_worked_out() -> None:
    figures = [*SKY_FIGURES, make_figure(TRADE, "120亿元", "进出口总额", 12000000000)]
    article = make_article("gdp", "2024年，云栖市地区生产总值2000亿元。")
    figures.append(make_figure(article, "2000亿元", "地区生产总值", 200000000000))
    question = make_question("云栖市2024年出口占GDP的比重是多少？保留一位小数", SKY, periods=(YEAR_2024,))
    assert result(ask(question, figures, TRADE, article)) == (Decimal("30.0"), "%")


def test_growth_between_two_years_comes_from_their_levels() -> None:
    article = make_article("two", "云栖市2023年出口500亿元，2024年出口600亿元。")
    figures = [
        make_figure(article, "500亿元", "出口总额", 50000000000, period=YEAR_2023),
        make_figure(article, "600亿元", "出口总额", 60000000000),
    ]
    question = make_question("云栖市2024年出口比2023年多多少亿元？", SKY, periods=(YEAR_2024, YEAR_2023))
    answer = ask(question, figures, article)
    assert result(answer) == (Decimal(100), "亿元")
    assert answer.claims[0].text.startswith("2024年比2023年多100亿元。")


def test_a_year_before_is_worked_out_from_the_increase_but_not_from_a_rate() -> None:
    article = make_article("more", "2024年云栖市共有高新技术企业782家，较2023年增加176家；出口600亿元，增长20%。")
    figures = [
        make_figure(article, "782家", "高新技术企业数", 782, "count"),
        make_figure(article, "176家", "高新技术企业数较2023年增加", 176, "count", status="comparison"),
        make_figure(article, "600亿元", "出口总额", 60000000000),
        make_figure(article, "20%", "出口总额同比增速", 20, "percent"),
    ]
    firms = ask(make_question("云栖市2023年高新技术企业多少家？", SKY, periods=(YEAR_2023,)), figures, article)
    assert result(firms) == (Decimal(606), "家")
    assert firms.claims[0].text.startswith("2023年推算为606家：")
    trade = ask(make_question("云栖市2023年出口多少？", SKY, periods=(YEAR_2023,)), figures, article)
    assert trade.refusal is not None
    assert trade.refusal.reason == "other_period"


def test_currencies_are_never_mixed() -> None:
    dollars = make_article("usd", "2024年，临江市出口80亿美元。")
    figures = [SKY_FIGURES[0], make_figure(dollars, "80亿美元", "出口总额", 8000000000, "USD", subject=RIVER)]
    question = make_question("云栖市和临江市2024年出口合计多少？", SKY, RIVER, periods=(YEAR_2024,))
    answer = ask(question, figures, TRADE, dollars)
    assert all(claim.derivation is None for claim in answer.claims)
    assert {figure.quote for figure in answer.figures} == {"600亿元", "80亿美元"}


def test_three_places_are_told_from_high_to_low() -> None:
    third = make_article("third", "2024年，临江经开区出口555亿元。")
    from tests.assistant.figure_world import ZONE

    figures = [*ALL, make_figure(third, "555亿元", "出口总额", 55500000000, subject=ZONE)]
    question = make_question(
        "临江市、云栖市和临江经开区2024年出口哪个最多？", RIVER, SKY, ZONE, periods=(YEAR_2024,), kind="ranking"
    )
    claims = ask(question, figures, TRADE, OTHER, third).claims
    assert claims[0].text == "从高到低依次为云栖市、临江经开区、临江市。"
    assert ["600亿元" in claims[1].text, "555亿元" in claims[2].text, "0.05万亿元" in claims[3].text] == [True] * 3


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_a_written_decimal_reads_back_as_itself(value: Decimal) -> None:
    assert Decimal(write_decimal(value)) == value
    assert "E" not in write_decimal(value)


@given(st.decimals(min_value=0, max_value=10**6, places=5), st.integers(0, 4))
def test_rounding_moves_by_at_most_half_a_step(value: Decimal, places: int) -> None:
    assert abs(round_to(value, places) - value) <= Decimal(1).scaleb(-places) / 2


def test_how_much_more_than_another_place_is_worked_out_of_what_was_asked_before() -> None:
    question = make_question("云栖市2024年出口总额多少，比临江市高多少？", SKY, RIVER, periods=(YEAR_2024,))
    found = answer_from_figures(question, EXPORTS, Names(), ("sky", "river"))
    assert found is not None
    assert found.claims[0].text == "云栖市比临江市多340.5亿元。"


def test_a_quotient_is_written_in_a_unit_in_which_it_is_something() -> None:
    article = make_article("pay", "假期共处理支付交易2000万笔、金额0.5万亿元。")
    amount = make_figure(article, "0.5万亿元", "金额", 500000000000)
    count = make_figure(article, "2000万笔", "支付交易", 20000000, "count")
    views = [Views(RecordList([], [article]), Names()).view(figure) for figure in (amount, count)]
    # 500,000,000,000 / 20,000,000 = 25,000 yuan, which in 万亿元 would be 0.
    derivation = derive("ratio", views)
    assert derivation is not None
    assert (derivation.value, derivation.unit) == (Decimal("2.50"), "万元")


def test_a_total_is_not_worked_out_of_a_part() -> None:
    lake = Region("420003", "平湖市", "市")
    for words in ("云栖市、临江市和平湖市2024年出口总额加起来多少？", "云栖市、临江市和平湖市2024年出口总额谁最高？"):
        question = make_question(words, SKY, RIVER, lake, periods=(YEAR_2024,))
        found = answer_from_figures(question, EXPORTS, Names(), ("sky", "river"))
        assert found is not None
        assert not [claim for claim in found.claims if claim.derivation]
