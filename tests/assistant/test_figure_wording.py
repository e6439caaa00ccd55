"""What a figure answer says: the source's own clauses, who and when before them, and our wording where it is proven."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.figure_answers import RecordList
from assistant.figure_answers.clauses import cut_clauses, split_clauses
from assistant.figure_answers.gloss import gloss_metric, gloss_place
from assistant.figure_answers.owners import find_owner, says
from assistant.figure_answers.view import View, Views
from assistant.figure_answers.word import Wording, merge_repeats, tell_views
from assistant.types import Claim, Language
from index.types import Article, Context, Figure, Period, Region, Span
from tests.assistant.figure_world import HALF_2024, SKY, YEAR_2024, Names, make_article, make_figure

COUNTRY = Region("CN", "全国", "国")


def view_of(figure: Figure, article: Article) -> View:
    return Views(RecordList([figure], [article]), Names()).view(figure)


def tell(article: Article, *figures: Figure, region: Region | None = None, language: Language = "zh") -> Claim:
    return tell_views([view_of(figure, article) for figure in figures], region, Wording(language))


def kept(article: Article, figure: Figure, *names: str) -> str:
    return cut_clauses([view_of(figure, article)], names).kept.of(article.text)


# ── where clauses end ─────────────────────────────────────────────────────────────────────────────────────────


def test_brackets_titles_and_short_quotations_are_never_cut() -> None:
    text = "出口5亿元(人民币，下同)，按《甲，乙规划》建成“一区，两园”，共1,200户。"
    words = [clause.words for clause in split_clauses(text, Span(0, len(text)))]
    assert words == ["出口5亿元(人民币,下同)", "按《甲,乙规划》建成“一区,两园”", "共1,200户"]


def test_items_that_each_have_a_name_and_a_number_are_clauses() -> None:
    text = "签约额5亿元、到位资金3亿元，分别建成20个以上、10个以上"
    words = [clause.words for clause in split_clauses(text, Span(0, len(text)))]
    assert words == ["签约额5亿元", "到位资金3亿元", "分别建成20个以上、10个以上"]


def test_a_share_comes_with_what_it_is_of() -> None:
    article = make_article("share", "从行业看，灯具产业引资加快，实际使用外资12亿元，占全市实际使用外资的40%。")
    figure = make_figure(article, "40%", "实际使用外资占实际使用外资比重", 40, "percent", subject=COUNTRY)
    assert kept(article, figure) == "从行业看，灯具产业引资加快，实际使用外资12亿元，占全市实际使用外资的40%"


def test_a_predicate_comes_with_its_subject_and_keeps_what_is_denied() -> None:
    article = make_article("deny", "云栖法院没有一拍了之，而是引资续建，将停工的147套房交付，又结了9件旧案。")
    figure = make_figure(article, "147套", "停工房交付", 147, "count", subject=None)
    assert kept(article, figure) == "云栖法院没有一拍了之，而是引资续建，将停工的147套房交付"


def test_who_says_it_stays_behind_but_not_the_report_that_dates_it() -> None:
    article = make_article("who", "市统计局数据显示，铜矿石产量5万吨。")
    figure = make_figure(article, "5万吨", "铜矿石产量", 50000, "t", period=None)
    assert kept(article, figure) == "铜矿石产量5万吨"
    article = make_article("report", "蓝鲸重工2024一季报显示，公司主营收入8亿元。")
    figure = make_figure(article, "8亿元", "公司主营收入", 800000000, period=None, subject="蓝鲸重工")
    assert kept(article, figure) == "蓝鲸重工2024一季报显示，公司主营收入8亿元"


def test_a_goal_is_never_cut_off_from_its_word() -> None:
    text = "力争三个矿泉水基地项目年底前建成投产，全年完成投资5亿元以上。"
    article = make_article("goal", text)
    figure = make_figure(article, "5亿元", "完成投资", 500000000, status="target", qualifier="以上")
    assert tell(article, figure).text == f"2024年：{text}"


def test_a_condition_comes_with_the_clause_that_it_narrows() -> None:
    article = make_article(
        "narrow", "云栖市港口全年货物吞吐量增长3%，集装箱吞吐量增长4%，旅客吞吐量增长2%，扣除转口因素，出口额增长6%。"
    )
    figure = make_figure(article, "6%", "出口额同比增速", 6, "percent")
    assert kept(article, figure, "云栖市") == "扣除转口因素，出口额增长6%"


def test_a_long_chain_is_cut_where_its_head_tells_the_subject() -> None:
    text = (
        "截至6月底，云栖产业基金累计设立13只，累计投资项目137个，覆盖上下游十二个细分行业和四个园区，"
        "带动社会资本48亿元。"
    )
    article = make_article("chain", text)
    period = Period(dt.date(2024, 6, 30), dt.date(2024, 6, 30), "2024年6月30日", "截至6月底")
    figure = make_figure(article, "48亿元", "带动社会资本", 4800000000, subject="云栖产业基金", period=period)
    assert tell(article, figure).text == "云栖产业基金2024年6月30日（文中称“截至6月底”）：带动社会资本48亿元。"


def test_two_numbers_of_one_clause_are_told_by_one_clause() -> None:
    article = make_article("two", "今天，云栖今年首批项目签约，38个项目总投资达452亿元。")
    count = make_figure(article, "38个", "项目总投资", 38, "count", period=None)
    money = make_figure(article, "452亿元", "项目总投资", 45200000000, period=None)
    assert tell(article, count, money).text == "云栖今年首批项目签约，38个项目总投资达452亿元。"


# ── whom it names ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_place_that_the_article_only_lent_is_neither_told_nor_listed() -> None:
    article = make_article("bridge", "大桥全桥长244米，2022年通车。", title="中国企业承建的跨海大桥获奖")
    figure = make_figure(article, "244米", "大桥全桥长", "0.244", "km", subject=COUNTRY, period=None)
    claim = tell(article, figure)
    assert claim.text == "大桥全桥长244米。"
    assert [(told.subject, told.subject_key) for told in claim.figures] == [(None, None)]


def test_a_town_in_the_clause_is_not_told_as_its_county() -> None:
    article = make_article("town", "今年全镇种植烟叶520亩。", title="云栖市临水镇烟叶丰收")
    period = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "今年")
    figure = make_figure(article, "520亩", "种植烟叶", 520, "mu", period=period)
    assert tell(article, figure).text == "2024年：今年全镇种植烟叶520亩。"


def test_a_subject_of_the_sentence_before_is_told() -> None:
    article = make_article("before", "2024年上半年，云栖市经济向好。新设立企业97家。")
    figure = make_figure(article, "97家", "新设立企业", 97, "count", period=HALF_2024)
    assert tell(article, figure).text == "云栖市2024年上半年（文中称“上半年”）：新设立企业97家。"


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        ("占全国的四成", "全国", False),
        ("云栖市出口5亿元", "云栖市", True),
        ("云栖日报讯", "云栖", False),
        ("云栖国家级石油示范区产油5万吨", "云栖", False),
        ("云栖—临江班列开行5列", "云栖", False),
        ("人保财险云栖市分公司赔付5万元", "云栖市", False),
        ("向云栖市捐款5万元", "云栖市", False),
    ],
)
def test_a_name_counts_only_where_it_has_the_number(words: str, name: str, said: bool) -> None:
    assert says(words, name) is said


def test_the_country_is_told_only_where_the_sentence_or_its_context_says_it() -> None:
    article = make_article("fund", "7月，券商板块上涨2%。", title="中国市场周报")
    figure = make_figure(article, "2%", "券商板块涨幅", 2, "percent", subject=COUNTRY)
    assert find_owner(view_of(figure, article), "全国", COUNTRY) is None
    said = make_article("said", "我国外贸向好。对东盟进出口5亿元。")
    context = (Context(Span(0, 2), "subject"),)
    figure = make_figure(said, "5亿元", "对东盟进出口", 500000000, subject=COUNTRY, context=context)
    owner = find_owner(view_of(figure, said), "全国", COUNTRY)
    assert owner is not None
    assert owner.name == "全国"


# ── our own wording ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_known_metric_with_nothing_else_in_its_clause_is_worded_shortly() -> None:
    article = make_article("short", "云栖市发布数据，去年实现进出口90亿元，增长5%，其中出口60亿元，下降3.4%。")
    last = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "去年")
    level = make_figure(article, "60亿元", "出口", 6000000000, period=last)
    growth = make_figure(article, "3.4%", "出口同比增速", "-3.4", "percent", period=last)
    assert tell(article, level, growth).text == "云栖市2024年（文中称“去年”）出口为60亿元，下降3.4%。"


def test_what_else_stands_in_the_clause_forbids_our_wording() -> None:
    article = make_article("else", "2024年，云栖市民营企业出口60亿元。")
    figure = make_figure(article, "60亿元", "出口", 6000000000)
    assert tell(article, figure).text == "2024年，云栖市民营企业出口60亿元。"


def test_a_list_of_places_under_one_metric_is_worded_for_each() -> None:
    article = make_article("list", "2024年，临江市地区生产总值80亿元，云栖市70亿元，沙洲市60亿元。")
    figure = make_figure(article, "70亿元", "地区生产总值", 7000000000)
    assert tell(article, figure).text == "云栖市2024年地区生产总值为70亿元。"


def test_claims_of_the_same_words_become_one_with_both_figures() -> None:
    article = make_article("same", "2024年，云栖市出口60亿元。")
    one, other = (
        make_figure(article, "60亿元", "出口", 6000000000),
        make_figure(article, "60亿元", "出口额", 6000000000),
    )
    merged = merge_repeats([Claim("甲。", (), figures=(one,)), Claim("乙。", ()), Claim("甲。", (), figures=(other,))])
    assert [(claim.text, len(claim.figures)) for claim in merged] == [("甲。", 2), ("乙。", 0)]


# ── English ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("metric", "english"),
    [
        ("农村居民人均可支配收入", "disposable income per head, rural residents"),
        ("对东盟进出口", "imports and exports with ASEAN"),
        ("地区生产总值同比增速", "GDP"),
        ("外资研发中心", None),
        ("三类企业出口占比", None),
    ],
)
def test_a_metric_is_glossed_whole_or_not_at_all(metric: str, english: str | None) -> None:
    assert gloss_metric(metric) == english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("全国", "China"),
        ("陕西省", "Shaanxi"),
        ("云栖市", "Yunqi"),
        ("云栖市湖东区", "Hudong District, Yunqi"),
        ("云栖高新区", None),
    ],
)
def test_a_place_has_its_english_name_or_none(name: str, english: str | None) -> None:
    assert gloss_place(name) == english


def test_an_english_answer_quotes_the_clause_where_the_metric_has_no_words_of_its_own() -> None:
    article = make_article("en", "2024年，云栖市引来60家研发中心落户。")
    figure = make_figure(article, "60家", "引来研发中心落户", 60, "count")
    assert (
        tell(article, figure, language="en").text
        == "Yunqi (云栖市): the source gives 60 (“2024年，云栖市引来60家研发中心落户”)."
    )
    assert YEAR_2024.said == "2024年"
    assert SKY.name == "云栖市"


def test_clips_of_one_sentence_that_grow_are_told_once() -> None:
    article = make_article("list", "从分布看，入围企业中，甲县3家、乙县2家、丙县1家。")
    figures = [make_figure(article, f"{count}家", "入围企业", count, "count") for count in (3, 2, 1)]
    texts = (
        "从分布看，入围企业中，甲县3家。",
        "从分布看，入围企业中，甲县3家、乙县2家。",
        "入围企业中，甲县3家、乙县2家、丙县1家。",
    )
    claims = [Claim(text=text, quotes=(), figures=(figure,)) for text, figure in zip(texts, figures, strict=True)]
    merged = merge_repeats(claims)
    assert [claim.text for claim in merged] == [texts[2]]
    assert {figure.quote for figure in merged[0].figures} == {"3家", "2家", "1家"}
