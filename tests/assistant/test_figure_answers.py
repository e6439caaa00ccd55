"""Figure answers end to end over a made-up library: one number, its period, its status, and refusals that help."""

from __future__ import annotations

import datetime as dt

from assistant.figure_answers import FigureAnswer, RecordList, answer_from_figures
from assistant.types import Question
from index.types import Article, Figure, Period
from tests.assistant.figure_world import (
    HALF_2024,
    LAST_YEAR,
    RIVER,
    SKY,
    YEAR_2023,
    YEAR_2024,
    ZONE,
    Map,
    Names,
    make_article,
    make_figure,
    make_question,
)


def ask(question: Question, figures: list[Figure], articles: list[Article]) -> FigureAnswer:
    answer = answer_from_figures(question, RecordList(figures, articles), Names())
    assert answer is not None
    return answer


def texts(answer: FigureAnswer) -> list[str]:
    return [claim.text for claim in answer.claims]


TRADE = make_article("trade", "2024年，云栖市进出口900.5亿元，其中出口600亿元，进口300.5亿元；对东盟进出口88亿元。")
TRADE_FIGURES = [
    make_figure(TRADE, "900.5亿元", "进出口总额", 90050000000),
    make_figure(TRADE, "600亿元", "出口总额", 60000000000),
    make_figure(TRADE, "300.5亿元", "进口总额", 30050000000),
    make_figure(TRADE, "88亿元", "对东盟进出口", 8800000000),
]


def test_a_total_is_not_answered_with_its_part() -> None:
    answer = ask(make_question("云栖市2024年进出口总额是多少？", SKY, periods=(YEAR_2024,)), TRADE_FIGURES, [TRADE])
    assert [figure.quote for figure in answer.figures] == ["900.5亿元"]
    assert texts(answer) == ["云栖市2024年进出口总额为900.5亿元。"]


def test_a_part_is_not_answered_with_its_total() -> None:
    question = make_question("云栖市2024年对东盟进出口是多少？", SKY, periods=(YEAR_2024,))
    assert [figure.quote for figure in ask(question, TRADE_FIGURES, [TRADE]).figures] == ["88亿元"]
    without = [figure for figure in TRADE_FIGURES if figure.quote != "88亿元"]
    refused = ask(question, without, [TRADE])
    assert refused.refusal is not None
    assert refused.refusal.reason == "other_metric"


def test_exports_are_not_found_in_imports_and_exports() -> None:
    answer = ask(make_question("云栖市2024年出口多少亿元？", SKY, periods=(YEAR_2024,)), TRADE_FIGURES, [TRADE])
    assert [figure.quote for figure in answer.figures] == ["600亿元"]


def test_another_period_is_offered_and_never_told_as_the_answer() -> None:
    question = make_question("云栖市2023年进出口总额是多少？", SKY, periods=(YEAR_2023,))
    answer = ask(question, TRADE_FIGURES, [TRADE])
    assert answer.claims == ()
    assert answer.refusal is not None
    assert answer.refusal.reason == "other_period"
    assert answer.refusal.nearest[0].figures[0].quote == "900.5亿元"


def test_a_half_year_does_not_answer_for_the_year() -> None:
    article = make_article("half", "上半年，云栖市地区生产总值1200亿元。")
    figure = make_figure(article, "1200亿元", "地区生产总值", 120000000000, period=HALF_2024)
    answer = ask(make_question("云栖市2024年GDP是多少？", SKY, periods=(YEAR_2024,)), [figure], [article])
    assert answer.refusal is not None
    assert answer.refusal.reason == "other_period"


def test_a_target_never_answers_for_a_result() -> None:
    article = make_article("goal", "云栖市2024年固定资产投资预期目标为500亿元。")
    figure = make_figure(article, "500亿元", "固定资产投资", 50000000000, status="target")
    asked = make_question("云栖市2024年固定资产投资实际完成多少？", SKY, periods=(YEAR_2024,))
    refused = ask(asked, [figure], [article])
    assert refused.refusal is not None
    assert refused.refusal.reason == "only_target"
    wanted = ask(make_question("云栖市2024年固定资产投资目标是多少？", SKY, periods=(YEAR_2024,)), [figure], [article])
    assert texts(wanted) == ["云栖市2024年固定资产投资预期目标为500亿元。"]


def test_a_level_is_not_answered_with_its_growth() -> None:
    article = make_article("growth", "2024年，云栖市地区生产总值同比增长6.1%。")
    figure = make_figure(article, "6.1%", "地区生产总值同比增速", "6.1", "percent")
    level = ask(make_question("云栖市2024年GDP是多少亿元？", SKY, periods=(YEAR_2024,)), [figure], [article])
    assert level.refusal is not None
    assert level.refusal.reason == "other_metric"
    growth = ask(make_question("云栖市2024年GDP增速是多少？", SKY, periods=(YEAR_2024,)), [figure], [article])
    assert texts(growth) == ["云栖市2024年地区生产总值同比增长6.1%。"]


def test_the_city_is_not_its_zone() -> None:
    article = make_article("city", "2024年，临江市固定资产投资700亿元。")
    figure = make_figure(article, "700亿元", "固定资产投资", 70000000000, subject=RIVER)
    question = make_question("临江经开区2024年固定资产投资多少？", ZONE, periods=(YEAR_2024,))
    answer = ask(question, [figure], [article])
    assert answer.figures == ()
    assert answer.refusal is not None
    assert answer.refusal.reason == "no_document"


def test_the_articles_own_word_for_the_period_is_said() -> None:
    article = make_article("said", "去年，云栖市签约项目42个、签约额超310亿元。")
    figures = [
        make_figure(article, "42个", "签约项目数", 42, "count", period=LAST_YEAR),
        make_figure(article, "310亿元", "签约额", 31000000000, period=LAST_YEAR, qualifier="超"),
    ]
    answer = ask(make_question("云栖市2024年签约情况如何？", SKY, periods=(YEAR_2024,)), figures, [article])
    assert texts(answer) == ["2024年（文中称“去年”）：云栖市签约项目42个、签约额超310亿元。"]


def test_an_english_answer_keeps_the_sources_writing_beside_the_number() -> None:
    article = make_article("english", "去年，云栖市签约额超310亿元。")
    figure = make_figure(article, "310亿元", "签约额", 31000000000, period=LAST_YEAR, qualifier="超")
    question = make_question("云栖市2024年签约额是多少？", SKY, periods=(YEAR_2024,), language="en")
    assert texts(ask(question, [figure], [article])) == [
        "In 2024 (“去年” in the source), Yunqi (云栖市): value of signed projects (签约额) "
        "over 31 billion yuan (超310亿元)."
    ]


def test_without_a_period_the_latest_is_given_with_its_period() -> None:
    article = make_article("two", "2023年，云栖市出口500亿元；2024年，云栖市出口600亿元。")
    figures = [
        make_figure(article, "500亿元", "出口总额", 50000000000, period=YEAR_2023),
        make_figure(article, "600亿元", "出口总额", 60000000000),
    ]
    assert texts(ask(make_question("云栖市出口多少？", SKY), figures, [article])) == ["云栖市2024年出口总额为600亿元。"]


def test_different_values_are_put_side_by_side() -> None:
    one = make_article("one", "2024年，云栖市进出口900.5亿元。", dt.date(2025, 1, 10))
    other = make_article("other", "据悉，云栖市2024年进出口达到870.2亿元。", dt.date(2025, 1, 12))
    figures = [
        make_figure(one, "900.5亿元", "进出口总额", 90050000000),
        make_figure(other, "870.2亿元", "进出口总额", 87020000000),
    ]
    answer = ask(make_question("云栖市2024年进出口多少？", SKY, periods=(YEAR_2024,)), figures, [one, other])
    assert len(answer.conflicts) == 1
    assert [text for text, _ in answer.conflicts[0].values] == [
        "900.5亿元（2025年1月10日报道）",
        "870.2亿元（2025年1月12日报道）",
    ]
    assert len(answer.claims[0].quotes) == 2


def test_a_rounded_value_is_no_conflict_and_the_exact_one_is_told() -> None:
    one = make_article("one", "2024年，云栖市进出口超900亿元。")
    other = make_article("other", "云栖市2024年进出口900.5亿元。")
    figures = [
        make_figure(one, "900亿元", "进出口总额", 90000000000, qualifier="超"),
        make_figure(other, "900.5亿元", "进出口总额", 90050000000),
    ]
    answer = ask(make_question("云栖市2024年进出口多少？", SKY, periods=(YEAR_2024,)), figures, [one, other])
    assert answer.conflicts == ()
    assert texts(answer) == ["云栖市2024年进出口总额为900.5亿元。"]
    assert len(answer.claims[0].quotes) == 2


def test_a_lost_decimal_point_is_not_believed() -> None:
    head = make_article("head", "云栖市2024年进出口23398亿元。")
    body = make_article("body", "2024年云栖市进出口2339.8亿元，再创新高。")
    figures = [
        make_figure(head, "23398亿元", "进出口总额", 2339800000000),
        make_figure(body, "2339.8亿元", "进出口总额", 233980000000),
    ]
    answer = ask(make_question("云栖市2024年进出口多少？", SKY, periods=(YEAR_2024,)), figures, [head, body])
    assert [figure.quote for figure in answer.figures] == ["2339.8亿元"]
    assert answer.conflicts == ()


def test_a_hidden_value_is_told_as_hidden() -> None:
    article = make_article("hidden", "云栖市2024年签约亿元以上项目**个。云栖市召开大会。")
    shown = make_figure(make_article("x", "云栖市2024年出口600亿元。"), "600亿元", "出口总额", 60000000000)
    other = make_article("x", "云栖市2024年出口600亿元。")
    source = RecordList([shown], [article, other])
    question = make_question("云栖市2024年签约亿元以上项目多少个？", SKY, periods=(YEAR_2024,))
    answer = answer_from_figures(question, source, Names(), ("hidden", "x"))
    assert answer is not None
    assert answer.refusal is not None
    assert answer.refusal.reason == "redacted"


def test_a_question_about_measures_is_left_to_the_sentences() -> None:
    question = make_question("云栖市如何推动产业链招商？", SKY, kind="how")
    assert answer_from_figures(question, RecordList([], []), Names()) is None


def test_a_yes_or_no_question_is_answered_from_the_value() -> None:
    yes = ask(make_question("云栖市2024年出口超过500亿元了吗？", SKY, periods=(YEAR_2024,)), TRADE_FIGURES, [TRADE])
    assert texts(yes) == ["是，云栖市2024年出口总额为600亿元。"]
    no = ask(make_question("云栖市2024年出口突破700亿元了吗？", SKY, periods=(YEAR_2024,)), TRADE_FIGURES, [TRADE])
    assert texts(no) == ["没有，云栖市2024年出口总额为600亿元。"]


def test_the_largest_parts_are_told_in_order() -> None:
    article = make_article("parts", "2024年，云栖市对甲国进出口88亿元，对乙国进出口120亿元，对丙国进出口15亿元。")
    figures = [
        make_figure(article, "88亿元", "对甲国进出口", 8800000000),
        make_figure(article, "120亿元", "对乙国进出口", 12000000000),
        make_figure(article, "15亿元", "对丙国进出口", 1500000000),
    ]
    question = make_question("云栖市2024年前两大贸易伙伴的进出口额是多少？", SKY, periods=(YEAR_2024,))
    assert [figure.quote for figure in ask(question, figures, [article]).figures] == ["120亿元", "88亿元"]


def test_each_of_two_ranks_goes_to_its_own_figure() -> None:
    article = make_article("ranks", "2024年，云栖市出口和进口分别增长9.5%和7.3%，分别居全省第二和第五位。")
    figures = [
        make_figure(article, "9.5%", "出口总额同比增速", "9.5", "percent"),
        make_figure(article, "7.3%", "进口总额同比增速", "7.3", "percent"),
    ]
    question = make_question("云栖市2024年进口增速是多少，全省排第几？", SKY, periods=(YEAR_2024,))
    assert texts(ask(question, figures, [article])) == [
        "2024年，云栖市出口和进口分别增长9.5%和7.3%，分别居全省第二和第五位。"
    ]


def test_every_year_of_a_stretch_is_told() -> None:
    article = make_article("years", "云栖市2023年出口500亿元，2024年出口600亿元。")
    figures = [
        make_figure(article, "500亿元", "出口总额", 50000000000, period=YEAR_2023),
        make_figure(article, "600亿元", "出口总额", 60000000000),
    ]
    both = Period(dt.date(2023, 1, 1), dt.date(2024, 12, 31), "2023—2024年", "2023到2024年")
    question = make_question("云栖市2023到2024年每年出口多少？", SKY, periods=(both,), kind="series")
    assert [figure.quote for figure in ask(question, figures, [article]).figures] == ["500亿元", "600亿元"]


def test_two_goals_of_one_sentence_are_both_told_and_completion_is_missing() -> None:
    text = "2025年全市工作目标如下。\n——固定资产投资预期目标为930亿元,拼搏目标为960亿元;"
    article = make_article("goals", text, date=None)
    figures = [
        make_figure(article, "930亿元", "固定资产投资预期目标", 93000000000, status="target", period=None),
        make_figure(article, "960亿元", "拼搏目标", 96000000000, status="target", period=None),
    ]
    year = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "2025年", "2025年")
    answer = ask(
        make_question("2025年云栖市固定资产投资目标是多少，完成了吗？", SKY, periods=(year,)), figures, [article]
    )
    assert texts(answer) == ["2025年：——固定资产投资预期目标为930亿元,拼搏目标为960亿元。"]
    assert [missing.reason for missing in answer.missing] == ["only_target"]


def test_a_family_of_figures_is_told_whole_with_what_its_sentence_also_reports() -> None:
    article = make_article("family", "去年，云栖市签约亿元以上项目42个、签约额超310亿元，全年外贸进出口90亿元。")
    figures = [
        make_figure(article, "42个", "签约项目数", 42, "count", period=LAST_YEAR, threshold="亿元以上"),
        make_figure(article, "310亿元", "签约额", 31000000000, period=LAST_YEAR, qualifier="超"),
        make_figure(article, "90亿元", "进出口总额", 9000000000, period=LAST_YEAR),
    ]
    chinese = ask(
        make_question("云栖市2024年签约情况怎么样", SKY, periods=(YEAR_2024,), kind="how"), figures, [article]
    )
    assert [figure.quote for figure in chinese.figures] == ["42个", "310亿元"]
    assert [claim.related for claim in chinese.claims] == [False, True]
    question = make_question("云栖市2024年签约数据情况", SKY, periods=(YEAR_2024,), language="en", kind="fact")
    assert texts(ask(question, figures, [article]))[0].startswith("In 2024 (“去年” in the source), Yunqi (云栖市): ")


def test_places_that_the_question_does_not_list_are_ranked() -> None:
    article = make_article("rank", "2024年，云栖市出口600亿元，临江市出口810亿元，临江经开区出口95亿元。")
    figures = [
        make_figure(article, "600亿元", "出口总额", 60000000000),
        make_figure(article, "810亿元", "出口总额", 81000000000, subject=RIVER),
        make_figure(article, "95亿元", "出口总额", 9500000000, subject=ZONE),
    ]
    question = make_question("2024年哪个城市出口最高？", periods=(YEAR_2024,), kind="ranking")
    answer = answer_from_figures(question, RecordList(figures, [article]), Names(), (), Map())
    assert answer is not None
    assert texts(answer)[0] == "有资料的地区从高到低依次为临江市、云栖市。"


def test_a_value_hidden_in_another_places_article_is_no_reason() -> None:
    hidden = make_article("hidden", "某区2024年签约亿元以上项目**个。")
    shown = make_article("shown", "云栖市2024年出口600亿元。")
    figure = make_figure(shown, "600亿元", "出口总额", 60000000000)
    question = make_question("云栖市2024年签约亿元以上项目多少个？", SKY, periods=(YEAR_2024,))
    answer = answer_from_figures(question, RecordList([figure], [hidden, shown]), Names(), ("hidden", "shown"))
    assert answer is not None
    assert answer.refusal is not None
    assert answer.refusal.reason != "redacted"


def test_of_one_article_a_second_value_in_like_words_is_a_part_and_no_conflict() -> None:
    article = make_article("parts", "2024年，云栖市进出口900.5亿元。对三个邻市分别进出口41.4亿元、30.5亿元和12.6亿元。")
    figures = [
        make_figure(article, "900.5亿元", "进出口总额", 90050000000),
        make_figure(article, "41.4亿元", "进出口总额", 4140000000),
        make_figure(article, "30.5亿元", "进出口总额", 3050000000),
    ]
    answer = ask(make_question("云栖市2024年进出口多少？", SKY, periods=(YEAR_2024,)), figures, [article])
    assert answer.conflicts == ()
    assert [figure.quote for figure in answer.figures] == ["900.5亿元"]


def test_an_asked_noun_that_the_source_does_not_hold_is_another_metric() -> None:
    question = make_question("云栖市2024年民营企业出口多少？", SKY, periods=(YEAR_2024,))
    answer = ask(question, TRADE_FIGURES, [TRADE])
    assert answer.refusal is not None
    assert answer.refusal.reason == "other_metric"


def test_what_had_not_begun_when_it_was_written_is_no_result() -> None:
    article = make_article("ahead", "云栖市2025年建成充电桩2200个。", dt.date(2024, 8, 1))
    year = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "2025年", "2025年")
    figure = make_figure(article, "2200个", "建成充电桩", 2200, "count", period=year)
    asked = make_question("云栖市2025年实际建成了多少个充电桩？", SKY, periods=(year,))
    answer = ask(asked, [figure], [article])
    assert answer.refusal is not None
    assert answer.refusal.reason == "only_target"


def test_half_a_year_does_not_answer_for_the_whole_year_that_is_asked_for_by_name() -> None:
    from assistant.figure_answers.timing import compare_periods
    from index.types import Period

    half = Period(dt.date(2025, 1, 1), dt.date(2025, 6, 30), "2025年上半年", "上半年")
    today, published = dt.date(2025, 8, 1), dt.date(2025, 7, 18)

    def asked(said: str) -> Period:
        return Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "2025年", said)

    assert compare_periods(asked("2025年"), half, today, published) == "so_far"
    assert compare_periods(asked("2025年全年"), half, today, published) == "other"
