"""Questions of several numbers: read as a whole, filled together, listed as the source lists, worked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from assistant.figure_answers import FigureAnswer, RecordList, answer_from_figures
from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.match import Match
from assistant.figure_answers.operands import wants_quotient, wants_work, work_marked
from assistant.figure_answers.select import Choice, Fit, Slot
from assistant.figure_answers.view import Views
from assistant.figure_answers.word import Wording
from index.types import Article, Figure
from tests.assistant.figure_world import RIVER, SKY, YEAR_2024, Names, make_article, make_figure, make_question

# What the trained reader gives a number that it is sure is not asked for.
NEVER = -15.0


class MarkingReader:
    """A trained reader that gives numbers the scores it is told, and all others one that means nothing."""

    def __init__(self, scores: Mapping[str, float]) -> None:
        self._scores = scores

    def score_numbers(
        self, question: str, figures: Sequence[Figure], articles: Sequence[Article], most: int = 20
    ) -> list[float | None]:
        return [self._scores.get(figure.quote, NEVER) for figure in figures]


def answer(text: str, figures: Sequence[Figure], article: Article, marked: Mapping[str, float]) -> FigureAnswer:
    source = RecordList(figures, [article])
    found = answer_from_figures(make_question(text), source, Names(), (article.doc_id,), judge=MarkingReader(marked))
    assert found is not None
    return found


def quotes(found: FigureAnswer) -> set[str]:
    return {figure.quote for figure in found.figures}


def results(found: FigureAnswer) -> list[Decimal]:
    return [claim.derivation.value for claim in found.claims if claim.derivation]


ORDERS = make_article("bus", "目前，云栖客车已接到300台订单，预计今年交付150台以上。展厅里停着12台样车。")
ORDER_FIGURES = [
    make_figure(ORDERS, "300台", "订单", 300, "count", subject=None, period=None),
    make_figure(ORDERS, "150台", "交付", 150, "count", subject=None, period=None, status="forecast"),
    make_figure(ORDERS, "12台", "样车", 12, "count", subject=None, period=None),
]


def test_both_numbers_of_a_question_with_two_asks_are_told() -> None:
    found = answer("云栖客车接了多少台订单，能交付多少？", ORDER_FIGURES, ORDERS, {"300台": 6.0, "150台": 6.0})
    assert quotes(found) == {"300台", "150台"}


def test_a_number_that_the_whole_question_is_not_about_fills_no_ask() -> None:
    found = answer("云栖客车接了多少台订单，能交付多少？", ORDER_FIGURES, ORDERS, {"300台": 6.0})
    assert "12台" not in quotes(found)


SHOPS = make_article("shops", "集团共有门店98家，其中甲品牌门店91家，乙品牌门店6家，丙品牌门店1家。另有工厂3家。")
SHOP_FIGURES = [
    make_figure(SHOPS, "98家", "门店", 98, "count", subject=None, period=None),
    make_figure(SHOPS, "91家", "甲品牌门店", 91, "count", subject=None, period=None),
    make_figure(SHOPS, "6家", "乙品牌门店", 6, "count", subject=None, period=None),
    make_figure(SHOPS, "1家", "丙品牌门店", 1, "count", subject=None, period=None, nth=1),
    make_figure(SHOPS, "3家", "工厂", 3, "count", subject=None, period=None),
]


def test_a_list_is_told_as_the_source_lists_it_without_its_total() -> None:
    found = answer("集团各品牌门店分别有多少家？", SHOP_FIGURES, SHOPS, {"91家": 7.0})
    assert quotes(found) == {"91家", "6家", "1家"}


QUARTERS = make_article("trade", "一、二、三季度，云栖外贸总额分别为9.7亿元、10.3亿元和10.8亿元，港口有8个泊位。")
QUARTER_FIGURES = [
    make_figure(QUARTERS, "9.7亿元", "外贸总额", 970000000, subject=None, period=None),
    make_figure(QUARTERS, "10.3亿元", "外贸总额", 1030000000, subject=None, period=None),
    make_figure(QUARTERS, "10.8亿元", "外贸总额", 1080000000, subject=None, period=None),
    make_figure(QUARTERS, "8个", "泊位", 8, "count", subject=None, period=None),
]


def test_a_sum_adds_up_what_the_whole_question_marks() -> None:
    marked = {"9.7亿元": 8.0, "10.3亿元": 8.0, "10.8亿元": 8.0}
    found = answer("云栖三个季度的外贸总额加起来多少亿元？", QUARTER_FIGURES, QUARTERS, marked)
    assert results(found) == [Decimal("30.8")]


@pytest.mark.parametrize(
    ("text", "answered", "works"),
    [
        ("甲和乙加起来多少", True, True),
        ("一共带动了多少投资", True, False),
        ("一共带动了多少投资", False, True),
        ("减少了多少吨排放", False, False),
        ("风电和光伏装机差多少", False, True),
        ("签约项目有多少个", False, False),
    ],
)
def test_what_has_to_be_worked_out_is_told_from_what_is_one_number(text: str, answered: bool, works: bool) -> None:
    assert wants_work(text, answered=answered) is works


def test_how_much_falls_to_each_wants_numbers_of_two_units() -> None:
    assert wants_quotient("每受理一件投诉，平均挽回多少元")
    assert not wants_quotient("投诉有多少件")


def test_a_number_that_fits_by_its_name_but_not_the_whole_question_is_not_told() -> None:
    question = make_question("云栖客车展厅里停着的订单有多少台？")
    source = RecordList(ORDER_FIGURES, [ORDERS])
    found = answer_from_figures(question, source, Names(), ("bus",), judge=MarkingReader({}))
    assert found is not None
    assert not found.figures


def test_where_sources_differ_both_values_are_told_whichever_the_whole_question_means() -> None:
    other = make_article("other", "云栖客车全年接到订单420台，交付150台。")
    figures = [
        make_figure(ORDERS, "300台", "订单", 300, "count"),
        make_figure(ORDERS, "150台", "交付", 150, "count"),
        make_figure(other, "420台", "订单", 420, "count"),
    ]
    source = RecordList(figures, [ORDERS, other])
    question = make_question("云栖市2024年订单多少台，交付多少台？", SKY, periods=(YEAR_2024,))
    judge = MarkingReader({"300台": 2.0, "420台": 6.0, "150台": 6.0})
    found = answer_from_figures(question, source, Names(), ("bus", "other"), judge=judge)
    assert found is not None
    assert quotes(found) == {"300台", "420台", "150台"}


DEAL = make_article("deal", "洽谈会签约重大项目34个，共600亿元。现场还发布投资招商项目200个，总额500亿元。")
DEAL_FIGURES = [
    make_figure(DEAL, "34个", "签约重大项目", 34, "count", subject=None, period=None),
    make_figure(DEAL, "600亿元", "签约重大项目", 60000000000, subject=None, period=None),
    make_figure(DEAL, "200个", "发布投资招商项目", 200, "count", subject=None, period=None),
    make_figure(DEAL, "500亿元", "发布投资招商项目总额", 50000000000, subject=None, period=None),
]


def test_a_mean_of_each_divides_the_amount_that_was_found_by_the_number_beside_it() -> None:
    marked = {"500亿元": 12.0, "600亿元": 5.0, "200个": 9.0}
    found = answer("洽谈会发布的投资招商项目，平均一个多少亿元？", DEAL_FIGURES, DEAL, marked)
    assert results(found) == [Decimal("2.50")]


RATES = make_article("rates", "一季度，云栖全行业投资409亿元，同比增长6.2%，其中非金融类投资356.8亿元，增长4.4%。")
RATE_FIGURES = [
    make_figure(RATES, "409亿元", "全行业投资", 40900000000, subject=None, period=None),
    make_figure(RATES, "6.2%", "全行业投资同比增速", "6.2", "percent", subject=None, period=None),
    make_figure(RATES, "356.8亿元", "非金融类投资", 35680000000, subject=None, period=None),
    make_figure(RATES, "4.4%", "非金融类投资同比增速", "4.4", "percent", subject=None, period=None),
]


def test_two_numbers_that_the_whole_question_marks_are_the_sides_of_its_comparison() -> None:
    marked = {"6.2%": 12.0, "4.4%": 12.0}
    found = answer("云栖全行业投资和其中的非金融类，哪个增速高，差几个百分点？", RATE_FIGURES, RATES, marked)
    assert quotes(found) == {"6.2%", "4.4%"}
    assert results(found) == [Decimal("1.8")]


def test_amounts_of_two_places_under_other_names_are_not_taken_from_each_other() -> None:
    articles = [
        make_article("sky", "2024年，云栖市出口总额1320亿元。"),
        make_article("river", "2024年，临江市固定资产投资376亿元。"),
    ]
    figures = [
        make_figure(articles[0], "1320亿元", "出口总额", 132000000000),
        make_figure(articles[1], "376亿元", "固定资产投资", 37600000000, subject=RIVER),
    ]
    views = [Views(RecordList([], articles), Names()).view(figure) for figure in figures]
    asked = read_asks(make_question("云栖市和临江市出口差多少"), Names()).asks[0]
    match = Match(1.0, 0.0, 0.0, 0.0, True, True, True, 1.0, 1.0)
    choices = [
        Choice(Slot(asked, region), (Fit(view, match),)) for region, view in zip((SKY, RIVER), views, strict=True)
    ]
    assert work_marked("云栖市和临江市出口差多少", choices, Wording("zh")) is None


def test_numbers_that_are_too_unsure_to_be_told_are_kept_as_likely_ones_just_as_many_as_are_asked_for() -> None:
    unsure = answer("云栖客车展厅里的家底有几样？", ORDER_FIGURES, ORDERS, {"300台": -3.0, "12台": -2.0})
    assert not unsure.claims
    likely = unsure.likely()
    assert all(len(one.numbers) == 1 for one in likely)
    shares = [one.share for one in likely]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1
    assert not answer("云栖客车订单和样车哪个多？", ORDER_FIGURES, ORDERS, {}).likely()
