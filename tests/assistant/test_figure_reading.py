"""Numbers found by the words around them: metrics that nobody named, everyday words, checks, and whose number it is."""

from __future__ import annotations

import datetime as dt

from assistant.figure_answers import FigureAnswer, RecordList, answer_from_figures
from assistant.figure_answers.candidates import last_step
from assistant.figure_answers.reading import _clashes
from assistant.figure_answers.view import View, Views
from assistant.types import Question
from index.types import Article, Figure, Period, Region
from tests.assistant.figure_world import (
    RIVER,
    SKY,
    YEAR_2024,
    Names,
    make_article,
    make_figure,
    make_question,
)


def ask(question: Question, figures: list[Figure], article: Article) -> FigureAnswer:
    answer = answer_from_figures(question, RecordList(figures, [article]), Names(), (article.doc_id,))
    assert answer is not None
    return answer


def numbers(answer: FigureAnswer) -> list[str]:
    return [figure.quote for figure in answer.figures]


FAIR = make_article(
    "fair",
    "云栖市农业招商大会昨天举行。会上，9个农产品加工项目集中签约，金额达46亿元，另有17个项目准备签约。"
    "蓝鲸重工全年完成汽车销售13万辆，其中轻卡销售11万辆，同比下滑24%，客车销售2万辆，同比下滑58%。",
)
FAIR_FIGURES = [
    make_figure(FAIR, "9个", "农产品加工项目集中签约", 9, "count", period=None),
    make_figure(FAIR, "46亿元", "金额", 4600000000, period=None),
    make_figure(FAIR, "17个", "项目准备签约", 17, "count", period=None),
    make_figure(FAIR, "13万辆", "完成汽车销售", 130000, "count"),
    make_figure(FAIR, "11万辆", "轻卡销售", 110000, "count"),
    make_figure(FAIR, "24%", "轻卡销售同比增速", -24, "percent"),
    make_figure(FAIR, "2万辆", "客车销售", 20000, "count"),
    make_figure(FAIR, "58%", "客车销售同比增速", -58, "percent"),
]


def test_a_number_without_a_telling_metric_is_found_by_the_words_around_it() -> None:
    question = make_question("云栖市农业招商大会上签了多少钱？", SKY, periods=())
    assert numbers(ask(question, FAIR_FIGURES, FAIR)) == ["46亿元"]


def test_what_is_only_prepared_is_not_counted_as_done() -> None:
    question = make_question("云栖市农业招商大会签约了几个项目？", SKY, periods=())
    assert numbers(ask(question, FAIR_FIGURES, FAIR)) == ["9个"]


def test_everyday_words_reach_the_words_of_reports() -> None:
    question = make_question("蓝鲸重工2024年卖了多少辆轻卡？", periods=(YEAR_2024,))
    assert numbers(ask(question, FAIR_FIGURES, FAIR)) == ["11万辆"]


def test_a_rate_goes_with_the_number_that_it_follows() -> None:
    question = make_question("蓝鲸重工2024年客车销售多少辆，比上年降了百分之几？", periods=(YEAR_2024,))
    assert numbers(ask(question, FAIR_FIGURES, FAIR)) == ["2万辆", "58%"]


def test_a_number_that_the_question_names_is_checked_and_not_looked_for() -> None:
    question = make_question("蓝鲸重工2024年轻卡销售了13万辆，对不对？", periods=(YEAR_2024,))
    answer = ask(question, FAIR_FIGURES, FAIR)
    assert numbers(answer) == ["11万辆"]
    assert answer.claims[0].text.startswith("不是，")


def test_the_subject_is_the_one_that_question_and_article_name() -> None:
    question = make_question("蓝鲸重工2024年卖了多少辆轻卡？", periods=(YEAR_2024,))
    assert [figure.subject for figure in ask(question, FAIR_FIGURES, FAIR).figures] == ["蓝鲸重工"]


def test_a_number_of_another_place_is_not_read_as_the_asked_one() -> None:
    article = make_article("other", "临江市2024年新建口袋公园26座。")
    figures = [make_figure(article, "26座", "新建口袋公园", 26, "count", subject=RIVER)]
    answer = ask(make_question("云栖市2024年新建了多少座口袋公园？", SKY, periods=(YEAR_2024,)), figures, article)
    assert not answer.figures


def test_a_districts_number_is_not_its_citys() -> None:
    city, district = Region("990100", "云栖市", "市"), Region("990103", "湖东区", "区")
    article = make_article("district", "笔者从云栖市湖东区获悉，2024年全区新增口袋公园26座。")
    figures = [make_figure(article, "26座", "新增口袋公园", 26, "count", subject=district)]
    answer = ask(make_question("云栖市2024年新增了多少座口袋公园？", city, periods=(YEAR_2024,)), figures, article)
    assert not answer.figures


def test_the_claim_keeps_the_words_of_the_source_for_where_ours_do_not_stand() -> None:
    question = make_question("蓝鲸重工2024年卖了多少辆轻卡？", periods=(YEAR_2024,))
    claim = ask(question, FAIR_FIGURES, FAIR).claims[0]
    assert claim.verbatim == "蓝鲸重工全年完成汽车销售13万辆，其中轻卡销售11万辆。"


def test_a_metric_that_opens_the_question_is_nobodys_name() -> None:
    article = make_article("cold", "2024年，冷链物流总额达26亿元，库容增加一成。")
    country = Region("CN", "中国", "国")
    figures = [make_figure(article, "26亿元", "冷链物流总额", 2600000000, subject=country)]
    answer = ask(make_question("冷链物流总额2024年是多少？", periods=(YEAR_2024,)), figures, article)
    assert [figure.subject for figure in answer.figures] == ["中国"]


def test_a_sum_of_money_is_not_answered_with_a_count() -> None:
    article = make_article("orders", "云栖市已有20个出访团从海外带回80亿元的订单。")
    figures = [
        make_figure(article, "20个", "出访团", 20, "count", period=None),
        make_figure(article, "80亿元", "带回订单", 8000000000, period=None),
    ]
    answer = ask(make_question("云栖市出访团从海外带回了多少亿订单？", SKY, periods=()), figures, article)
    assert numbers(answer) == ["80亿元"]


ABROAD = make_article("abroad", "2024年，云栖市对外非金融类直接投资52亿元，同比增长18%。民营企业对外投资30亿元。")
ABROAD_FIGURES = [
    make_figure(ABROAD, "52亿元", "对外非金融类直接投资", 5200000000),
    make_figure(ABROAD, "18%", "对外非金融类直接投资同比增速", 18, "percent"),
]


def test_a_name_that_everyday_words_wrap_is_still_the_name() -> None:
    question = make_question("咱们云栖市2024年对外投资（非金融类）花出去多少钱？", SKY, periods=(YEAR_2024,))
    assert numbers(ask(question, ABROAD_FIGURES, ABROAD)) == ["52亿元"]


def test_of_a_number_and_its_rounding_in_one_article_the_number_is_told() -> None:
    article = make_article("port", "云栖港上半年进出口超5000亿元。据海关统计，云栖港上半年进出口达到5172.3亿元。")
    figures = [
        make_figure(article, "5000亿元", "进出口总额", 500000000000, qualifier="超"),
        make_figure(article, "5172.3亿元", "进出口总额", 517230000000),
    ]
    answer = ask(make_question("云栖港上半年进出口多少亿元？", SKY, periods=()), figures, article)
    assert numbers(answer) == ["5172.3亿元"]


def test_a_step_of_the_last_digit_bounds_what_a_number_may_round() -> None:
    article = make_article("port", "云栖港进出口超5000亿元，出口超4360亿元。")
    assert last_step(make_figure(article, "5000亿元", "进出口总额", 500000000000)) == 100000000000
    assert last_step(make_figure(article, "4360亿元", "出口总额", 436000000000)) == 1000000000


def test_a_goal_answers_only_a_question_that_speaks_of_what_is_to_come() -> None:
    article = make_article("goals", "2024年，云栖市签约额目标为1450亿元。")
    figures = [make_figure(article, "1450亿元", "签约额", 145000000000, status="target")]
    open_one = ask(make_question("云栖市2024年签约额是多少？", SKY, periods=(YEAR_2024,)), figures, article)
    assert numbers(open_one) == []
    assert open_one.refusal is not None
    assert open_one.refusal.reason == "only_target"


def test_a_number_of_the_last_year_of_asked_years_is_a_candidate() -> None:
    years = Period(dt.date(2014, 1, 1), dt.date(2022, 12, 31), "2014—2022年", "2014年到2022年")
    last = Period(dt.date(2022, 1, 1), dt.date(2022, 12, 31), "2022年", "2022年")
    middle = Period(dt.date(2018, 1, 1), dt.date(2018, 12, 31), "2018年", "2018年")
    assert not _clashes(years, view_in(last), None)
    assert _clashes(years, view_in(middle), None)


def test_what_is_told_within_the_month_of_an_asked_state_may_answer() -> None:
    state = Period(dt.date(2025, 3, 31), dt.date(2025, 3, 31), "2025年3月底", "截至3月")
    assert not _clashes(state, view_in(None), None)
    later = Period(dt.date(2025, 4, 30), dt.date(2025, 4, 30), "2025年4月底", "截至4月")
    assert _clashes(later, view_in(None), None)


def view_in(period: Period | None) -> View:
    article = make_article("state", "云栖市有港口8个。")
    return Views(RecordList([], [article]), Names()).view(
        make_figure(article, "8个", "港口", 8, "count", period=period)
    )
