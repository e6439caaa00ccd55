"""Questions taken apart, and numbers put together: several asks, ends of a change, rows, sides, gaps, shares."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from assistant.figure_answers import FigureAnswer, RecordList, answer_from_figures
from assistant.figure_answers.answer import asks_for_figures
from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.listing import split_pieces
from assistant.figure_answers.sorts import LEVEL
from assistant.types import Question
from index.types import Article, Figure, Period
from tests.assistant.figure_world import SKY, YEAR_2023, YEAR_2024, Names, make_article, make_figure, make_question

MAY = Period(dt.date(2024, 5, 1), dt.date(2024, 5, 31), "2024年5月", "5月")


def ask(question: Question, figures: list[Figure], *articles: Article) -> FigureAnswer:
    found = tuple(article.doc_id for article in articles)
    answer = answer_from_figures(question, RecordList(figures, articles), Names(), found)
    assert answer is not None
    return answer


def numbers(answer: FigureAnswer) -> set[str]:
    return {figure.quote for figure in answer.figures}


def results(answer: FigureAnswer) -> list[Decimal]:
    return [claim.derivation.value for claim in answer.claims if claim.derivation]


def words_of(text: str, *periods: Period) -> list[str]:
    wanted = read_asks(make_question(text, periods=periods), Names())
    return [" ".join(ask.words.split()) for ask in wanted.asks]


# ── taking apart ──────────────────────────────────────────────────────────────────────────────────────────────


def test_each_asking_word_of_a_part_is_an_ask_of_its_own() -> None:
    assert [piece for piece, _ in split_pieces("打算投多少钱、用多少亩地")] == ["打算投多少钱", "用多少亩地"]
    assert [piece for piece, _ in split_pieces("有多少国家和地区、多少家企业参加")] == [
        "有多少国家和地区",
        "多少家企业参加",
    ]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("2024年网络零售额与同比增幅", [LEVEL, {"growth"}]),
        ("签约项目数和签约额", [{"count"}, {"amount"}]),
        ("签约项目数和签约额分别是多少", [{"count"}, {"amount"}]),
        ("出入境人次及同比", [LEVEL, {"growth"}]),
        ("研发经费占收入比重及提高了几个点", [{"share"}, {"points"}]),
        ("客人花了多少及同比", [LEVEL, {"growth"}]),
    ],
)
def test_an_amount_and_its_change_are_two_numbers_of_two_sorts(text: str, measures: list[set[str]]) -> None:
    wanted = read_asks(make_question(text), Names())
    assert [ask.measures for ask in wanted.asks] == measures


def test_a_word_that_only_holds_a_cut_does_not_open_a_list() -> None:
    assert words_of("专精特新中小企业和小巨人各多少家") == ["专精特新中小企业 各多少家", "小巨人 各多少家"]
    assert words_of("铁路营业里程和高铁里程各多长") == ["铁路营业里程 各多长", "高铁里程 各多长"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "肉类、禽蛋、牛奶产量及增幅",
            ["肉类 产量", "禽蛋 产量", "牛奶 产量", "肉类 产量 增幅", "禽蛋 产量 增幅", "牛奶 产量 增幅"],
        ),
        ("出游人次增幅与出游总花费增幅比较", ["出游人次增幅 各是多少", "出游总花费增幅 各是多少"]),
        ("新线总里程及其中高铁里程", ["新线总里程", "其中高铁里程"]),
        ("外贸总额，出口涨幅", ["外贸总额", "出口涨幅"]),
        ("广告及其他营收是多少", ["广告及其他营收是多少"]),
    ],
)
def test_names_of_numbers_that_are_joined_are_asked_one_by_one(text: str, asked: list[str]) -> None:
    assert words_of(text) == asked


def test_what_is_asked_of_each_is_asked_as_often_as_there_are_items() -> None:
    wanted = read_asks(make_question("在建和预备重点项目各几个、完成投资各多少"), Names())
    assert [sorted(ask.measures & {"count", "amount"}) for ask in wanted.asks] == [
        ["count"], ["count"], ["amount", "count"], ["amount", "count"],
    ]  # fmt: skip
    assert [term.word for term in wanted.asks[3].borrowed] == [term.word for term in wanted.asks[1].terms]
    assert len(read_asks(make_question("云栖公司营收和净利各多少、各涨几个点"), Names()).asks) == 4


def test_land_that_is_taken_up_is_no_share() -> None:
    wanted = read_asks(make_question("产业园一共占地多少亩"), Names())
    assert [ask.measures for ask in wanted.asks] == [{"extent"}]


def test_from_and_to_are_the_two_ends_of_one_change() -> None:
    assert split_pieces("付费用户从多少升到多少") == [("付费用户多少", "start"), ("付费用户 升到多少", "end")]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("云栖公司出货掉了几个点", {"growth", "points"}),
        ("云栖公司家电多卖了百分之几", {"growth", "share", "rate"}),
        ("云栖公司存单利率低多少个基点", {"points"}),
        ("云栖公司汽油每升涨几毛钱", {"amount"}),
    ],
)
def test_everyday_words_for_changes_and_money_ask_for_their_sort_of_number(text: str, measures: set[str]) -> None:
    (ask,) = read_asks(make_question(text), Names()).asks
    assert ask.measures == measures


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("云栖公司累计专利申请量", True),
        ("云栖公司外销额及下滑幅度", True),
        ("云栖公司公共服务质量", False),
        ("云栖公司营商环境评价", False),
    ],
)
def test_the_name_of_a_number_asks_for_it_without_an_asking_word(text: str, asks: bool) -> None:
    question = make_question(text, kind="fact")
    assert asks_for_figures(question, read_asks(question, Names())) is asks


def test_what_is_asked_of_a_list_is_asked_of_each_of_it() -> None:
    wanted = read_asks(make_question("云栖公司出口和固定资产投资各多少，分别增长多少？"), Names())
    assert [(ask.metrics, "growth" in ask.measures) for ask in wanted.asks] == [
        (("出口总额",), False),
        (("固定资产投资",), False),
        (("出口总额",), True),
        (("固定资产投资",), True),
    ]


def test_a_part_that_only_says_which_form_is_wanted_asks_for_nothing() -> None:
    assert words_of("洪灾造成的直接经济损失和受灾人口，要最新通报的数") == [
        "洪灾造成的 直接经济损失",
        "洪灾造成的 受灾人口",
    ]


def test_how_much_waste_was_cut_is_no_subtraction() -> None:
    article = make_article("cut", "到目前，湖滨工程节约标煤30吨，减少排放70吨。")
    figures = [
        make_figure(article, "30吨", "节约标煤", 30, "t", subject=None, period=None),
        make_figure(article, "70吨", "减少排放", 70, "t", subject=None, period=None),
    ]
    answer = ask(make_question("湖滨工程节约了多少吨标煤、减少了多少吨排放？"), figures, article)
    assert numbers(answer) == {"30吨", "70吨"}
    assert results(answer) == []


def test_all_that_was_done_of_one_thing_is_not_added_to_another() -> None:
    article = make_article("rail", "2024年，滨海铁路累计发送旅客18万人次。")
    figures = [make_figure(article, "18万人次", "发送旅客", 180000, "count", subject="滨海铁路")]
    answer = ask(
        make_question("滨海铁路2024年一共运了多少货、发送了多少旅客？", periods=(YEAR_2024,)), figures, article
    )
    assert results(answer) == []
    assert len(answer.missing) == 1


# ── putting together ──────────────────────────────────────────────────────────────────────────────────────────


CHANGE = make_article("change", "云栖市扩大审查范围，本次审查涉及产品已从立项时的120项调整至目前的135项。")
CHANGE_FIGURES = [
    make_figure(CHANGE, "120项", "涉及产品", 120, "count", period=None),
    make_figure(CHANGE, "135项", "涉及产品", 135, "count", period=None),
]


def test_both_ends_of_a_change_are_told() -> None:
    answer = ask(make_question("云栖市审查涉及产品从多少项调整到多少项？", SKY), CHANGE_FIGURES, CHANGE)
    assert [figure.quote for figure in answer.figures] == ["120项", "135项"]


def test_how_many_more_than_at_the_start_is_worked_out_of_the_change() -> None:
    answer = ask(make_question("云栖市审查涉及产品比立项那会儿多出来几项？", SKY), CHANGE_FIGURES, CHANGE)
    assert results(answer) == [15]
    assert numbers(answer) == {"120项", "135项"}


FIRMS = [
    make_article("whale", "2024年，蓝鲸重工实现营业收入9.5亿元，同比增长6%。", title="蓝鲸重工年报"),
    make_article("crane", "2024年，白鹤食品实现营业收入7.25亿元，同比增长4%。", title="白鹤食品年报"),
]
FIRM_FIGURES = [
    make_figure(FIRMS[0], "9.5亿元", "营业收入", 950000000, subject="蓝鲸重工"),
    make_figure(FIRMS[0], "6%", "营业收入同比增速", 6, "percent", subject="蓝鲸重工"),
    make_figure(FIRMS[1], "7.25亿元", "营业收入", 725000000, subject="白鹤食品"),
    make_figure(FIRMS[1], "4%", "营业收入同比增速", 4, "percent", subject="白鹤食品"),
]


def test_two_firms_are_compared_by_their_own_numbers() -> None:
    question = make_question("蓝鲸重工和白鹤食品，2024年谁的营业收入高，差多少？", periods=(YEAR_2024,))
    answer = ask(question, FIRM_FIGURES, *FIRMS)
    assert numbers(answer) == {"9.5亿元", "7.25亿元"}
    assert results(answer) == [Decimal("2.25")]
    assert answer.missing == ()


def test_one_side_alone_answers_no_comparison() -> None:
    question = make_question("蓝鲸重工和青松药业，2024年谁的营业收入高？", periods=(YEAR_2024,))
    answer = ask(question, FIRM_FIGURES, *FIRMS)
    assert answer.figures == ()
    assert answer.refusal is not None


def test_two_parts_of_one_thing_are_held_against_each_other() -> None:
    article = make_article("cloud", "从收入结构来看，湖滨公司的直营业务占比为62%，加盟业务占比为38%。")
    figures = [
        make_figure(article, "62%", "直营业务占比", 62, "percent", subject="湖滨公司", period=None),
        make_figure(article, "38%", "加盟业务占比", 38, "percent", subject="湖滨公司", period=None),
    ]
    answer = ask(make_question("湖滨公司直营业务占比比加盟业务高几个百分点？"), figures, article)
    assert results(answer) == [24]


def test_the_gap_between_two_rates_is_in_points() -> None:
    article = make_article(
        "rates", "2023年云栖市固定资产投资增长5.5%。2024年云栖市固定资产投资增长7.1%。", dt.date(2025, 1, 9)
    )
    figures = [
        make_figure(article, "5.5%", "固定资产投资同比增速", "5.5", "percent", period=YEAR_2023),
        make_figure(article, "7.1%", "固定资产投资同比增速", "7.1", "percent", period=YEAR_2024),
    ]
    question = make_question(
        "云栖市固定资产投资增速，2024年和2023年差几个百分点？", SKY, periods=(YEAR_2024, YEAR_2023)
    )
    answer = ask(question, figures, article)
    assert results(answer) == [Decimal("1.6")]
    assert [claim.derivation.unit for claim in answer.claims if claim.derivation] == ["个百分点"]


VINES = make_article("vines", "目前，云栖市具有生产能力的茶庄企业40家，取得绿色认证的茶庄企业26家。")
VINE_FIGURES = [
    make_figure(VINES, "40家", "具有生产能力的茶庄企业", 40, "count", period=None),
    make_figure(VINES, "26家", "取得绿色认证的茶庄企业", 26, "count", period=None),
]


def test_a_share_of_two_counts_of_one_sentence_is_worked_out() -> None:
    answer = ask(make_question("云栖市的茶庄企业里取得绿色认证的占比多少？", SKY), VINE_FIGURES, VINES)
    assert results(answer) == [65]
    assert numbers(answer) == {"26家", "40家"}


def test_the_mean_of_signed_projects_is_their_sum_over_their_number() -> None:
    article = make_article("fair", "云栖市茶业大会现场签约了总金额达48亿元的16个茶业项目。")
    figures = [
        make_figure(article, "48亿元", "签约总金额", 4800000000, period=None),
        make_figure(article, "16个", "茶业项目", 16, "count", period=None),
    ]
    answer = ask(make_question("云栖市茶业大会签约的茶业项目平均单个多少亿元？", SKY), figures, article)
    assert results(answer) == [3]


def test_an_open_list_is_answered_by_the_row_of_like_numbers() -> None:
    article = make_article(
        "row", "5月，云栖市茶叶库存指数按产区看，北区指数为54.1%，东区指数为59.5%，西区指数为61.7%。"
    )
    figures = [
        make_figure(article, quote, f"{where}指数", quote.rstrip("%"), "percent", period=MAY)
        for quote, where in (("54.1%", "北区"), ("59.5%", "东区"), ("61.7%", "西区"))
    ]
    answer = ask(make_question("5月云栖市茶叶库存指数分产区看，各是多少？", SKY, periods=(MAY,)), figures, article)
    assert numbers(answer) == {"54.1%", "59.5%", "61.7%"}


def test_one_number_alone_is_no_mean_no_share_and_no_gap() -> None:
    article = make_article("one", "云栖市茶业大会现场签约总金额48亿元。云栖市取得绿色认证的茶庄企业26家。")
    figures = [
        make_figure(article, "48亿元", "签约总金额", 4800000000, period=None),
        make_figure(article, "26家", "取得绿色认证的茶庄企业", 26, "count", period=None),
    ]
    for text in (
        "云栖市茶业大会现场签约的项目平均单个多少亿元？",
        "云栖市的茶庄企业里取得绿色认证的占比多少？",
        "云栖市取得绿色认证的茶庄企业比立项那会儿多出来几家？",
    ):
        answer = ask(make_question(text, SKY), figures, article)
        assert answer.figures == (), text


def test_a_gap_to_something_else_is_not_the_gap_between_the_two_sides() -> None:
    article = make_article("gap", "2024年，湖滨牧户收入增长9%，山前茶农收入增长7%，快于全省平均1.2个百分点。")
    figures = [
        make_figure(article, "9%", "湖滨牧户收入同比增速", 9, "percent", subject=None),
        make_figure(article, "7%", "山前茶农收入同比增速", 7, "percent", subject=None),
        make_figure(article, "1.2个百分点", "山前茶农收入增速", "1.2", "percentage_point", subject=None),
    ]
    question = make_question("2024年湖滨牧户收入和山前茶农收入，哪个增速更快，快几个百分点？", periods=(YEAR_2024,))
    answer = ask(question, figures, article)
    assert "1.2个百分点" not in numbers(answer)


def test_one_of_two_numbers_is_not_their_sum() -> None:
    article = make_article("sum", "5月，湖滨公司为甲厂提供担保1.5亿元。")
    figures = [make_figure(article, "1.5亿元", "担保", 150000000, subject="湖滨公司", period=MAY)]
    answer = ask(make_question("湖滨公司5月两笔担保加起来多少亿元？", periods=(MAY,)), figures, article)
    assert answer.figures == ()
