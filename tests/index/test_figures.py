"""Figure records: who, what, when, and whether it is a result or a goal, in invented articles."""

import datetime as dt
import re
import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.figures import extract_figures
from index.metrics import load_vocabulary
from index.regions import load_gazetteer
from index.types import Article, Context, ContextRole, Description, Figure, Section, Span

GAZETTEER, VOCABULARY = load_gazetteer(), load_vocabulary()
DAY = dt.date(2023, 8, 15)


def article(text: str, title: str = "", date: dt.date | None = DAY) -> Article:
    description = Description(title, date, None, None, None, "news", (), "Hans")
    return Article("doc", 1, "", "", None, "", text, description)


def extract(text: str, title: str = "", date: dt.date | None = DAY) -> list[Figure]:
    return extract_figures(article(text, title, date), GAZETTEER, VOCABULARY)


def facts(text: str) -> list[tuple[str, str | None, str]]:
    return [(figure.quote, figure.subject, figure.metric) for figure in extract(text)]


def test_a_release_gives_level_growth_and_gap_of_one_metric() -> None:
    figures = extract("上半年，佛山市进出口3377.7亿元，同比增长12.6%，比一季度加快0.4个百分点。")
    assert [(f.metric, f.status) for f in figures] == [
        ("进出口总额", "actual"),
        ("进出口总额同比增速", "actual"),
        ("进出口总额增速较一季度变动", "comparison"),
    ]
    assert {f.subject for f in figures} == {"佛山市"}
    assert {(str(f.period.start), str(f.period.end)) for f in figures if f.period} == {("2023-01-01", "2023-06-30")}


def test_a_list_of_places_carries_the_metric() -> None:
    assert facts("上半年，苏州市地区生产总值11458亿元，南京市8316亿元，十堰和鄂州各400亿元。") == [
        ("11458亿元", "苏州市", "地区生产总值"),
        ("8316亿元", "南京市", "地区生产总值"),
        ("400亿元", "十堰市", "地区生产总值"),
        ("400亿元", "鄂州市", "地区生产总值"),
    ]


def test_growth_rates_are_dealt_out_to_the_metrics_before_them() -> None:
    figures = extract("去年，南京市销售收入达到14亿元，税收收入6亿元，同比分别增长29.5%、65.8%。")
    assert [f.metric for f in figures[2:]] == ["销售收入同比增速", "税收收入同比增速"]


def test_a_coordination_before_the_verb_is_dealt_out() -> None:
    figures = extract("上半年，南京市固投和GDP分别增长34.5%和7.3%。")
    assert [f.metric for f in figures] == ["固定资产投资同比增速", "地区生产总值同比增速"]


def test_a_threshold_is_kept_beside_the_metric() -> None:
    first, second = extract("去年，南京市签约亿元以上招商项目110个、签约额超2100亿元。")
    assert (first.metric, first.threshold, first.quote) == ("签约项目数", "亿元以上", "110个")
    assert (second.metric, second.qualifier) == ("签约额", "超")
    assert second.period is not None
    assert (second.period.said, second.period.label) == ("去年", "2022年")


def test_a_share_names_its_whole() -> None:
    figures = extract("1至7月，厦门市对东盟进出口974.7亿元，占进出口总值的17.7%；对欧盟进出口772.4亿元，占14%。")
    assert [f.metric for f in figures] == [
        "对东盟进出口",
        "对东盟进出口占进出口总值比重",
        "对欧盟进出口",
        "对欧盟进出口占进出口总值比重",
    ]


def test_goals_forecasts_and_plans_are_no_results() -> None:
    statuses = [
        extract(text)[-1].status
        for text in (
            "到2025年，南京市汽车产量将超过200万辆。",
            "今年，南京市到位资金预期目标为9330亿元。",
            "项目建成后，预计年产值可达30亿元。",
            "南京市拟投资20亿元建设产业园。",
            "各中心城区到位资金不少于569亿元。",
            "南京市完成投资30亿元。",
        )
    ]
    assert statuses == ["target", "target", "forecast", "planned", "requirement", "actual"]


def test_a_list_of_goals_stays_one_where_the_name_of_a_metric_begins_with_the_word_for_actual() -> None:
    figures = extract("2026年云栖市（虚构）目标任务为：签约额120亿元，实际利用外资3亿美元，实际到位资金40亿元。")
    assert [figure.status for figure in figures] == ["target"] * 3


def test_two_goals_of_one_metric_keep_their_names() -> None:
    figures = extract(
        "2021年，武汉市到位资金总额预期目标为9330亿元，拼搏目标为9360亿元；实际利用外资增幅预期目标为8%，拼搏目标为9%。"
    )
    assert [(f.metric, f.status) for f in figures] == [
        ("到位资金预期目标", "target"),
        ("到位资金拼搏目标", "target"),
        ("实际利用外资同比增速预期目标", "target"),
        ("实际利用外资同比增速拼搏目标", "target"),
    ]


def test_years_are_dealt_out_to_their_values() -> None:
    figures = extract("2020—2022年，南京市税收分别为4亿元、5亿元和6亿元。")
    assert [f.period.label if f.period else None for f in figures] == ["2020年", "2021年", "2022年"]


def test_the_whole_year_is_that_of_last_year_where_the_sentence_tells_of_it() -> None:
    figures = extract("去年，南京市签约项目110个，全年FDI完成5.6亿美元。")
    assert [f.period.label if f.period else None for f in figures] == ["2022年", "2022年"]


def test_a_list_of_counted_nouns_keeps_each_noun_to_its_number() -> None:
    assert [f.metric for f in extract("南京市有145座文化名城、312座文化名镇和20家龙头企业。")] == [
        "文化名城",
        "文化名镇",
        "龙头企业数",
    ]


def test_redacted_values_give_no_record() -> None:
    assert extract("1-5月份，市考核认定亿元以上签约项目**个，协议引资额**亿元。") == []


def test_the_whole_city_is_the_city_of_the_place_in_force() -> None:
    assert [f.subject for f in extract("上半年，南京市江宁区税收6亿元。全市税收60亿元。")] == ["江宁区", "南京市"]


def test_words_outside_the_sentence_that_settle_it_are_its_context() -> None:
    text = "上半年，南京市经济回升。出口1692亿元。"
    (figure,) = extract(text)
    assert {(c.role, c.span.of(text)) for c in figure.context} == {("subject", "南京市"), ("period", "上半年")}


def test_an_undated_stock_of_another_sentence_keeps_no_period() -> None:
    figures = extract("2022年，南京市税收6亿元。全市已有龙头企业120家。")
    assert figures[1].period is None


def table_article() -> Article:
    text = (
        "2023年上半年各市主要指标\n单位：亿元\n地区\t地区生产总值\t\t签约项目（个）\n\t总量\t同比增速（%）\t\n"
        "南京市\t8,316.92\t5.6\t64\n苏州市\t11458.4\t-1.2\t**\n"
    )
    caption, unit, head, second, *_ = text.split("\n")
    starts = [0, len(caption) + 1, len(caption) + len(unit) + 2, len(caption) + len(unit) + len(head) + 3]
    roles: list[ContextRole] = ["caption", "unit", "header", "header"]
    spans = [Span(at, at + len(line)) for at, line in zip(starts, (caption, unit, head, second), strict=True)]
    contexts = tuple(Context(span, role) for span, role in zip(spans, roles, strict=True))
    return replace(article(text), sections=(Section(Span(starts[2], len(text) - 1), (), "table", contexts),))


def test_a_cell_takes_its_meaning_from_header_label_unit_line_and_caption() -> None:
    rows = table_article()
    figures = extract_figures(rows, GAZETTEER, VOCABULARY)
    assert [(f.quote, f.subject, f.metric, f.canonical_value, f.canonical_unit) for f in figures] == [
        ("8,316.92", "南京市", "地区生产总值", Decimal("831692000000"), "CNY"),
        ("5.6", "南京市", "地区生产总值同比增速", Decimal("5.6"), "percent"),
        ("64", "南京市", "签约项目数", Decimal(64), "count"),
        ("11458.4", "苏州市", "地区生产总值", Decimal("1145840000000"), "CNY"),
        ("-1.2", "苏州市", "地区生产总值同比增速", Decimal("-1.2"), "percent"),
    ]
    assert {f.period.label for f in figures if f.period} == {"2023年上半年"}
    roles = {context.role for context in figures[0].context}
    assert roles == {"header", "unit", "caption"}


def test_a_row_of_a_table_by_places_is_its_own_places_even_where_no_map_knows_it() -> None:
    text = "地区\t签约额（亿元）\t增速\n寅谷区\t93.8\t12%\n"
    head = Span(0, text.index("\n"))
    section = Section(Span(0, len(text) - 1), (), "table", (Context(head, "header"),))
    figures = extract_figures(replace(article(text), sections=(section,)), GAZETTEER, VOCABULARY)
    assert [(f.subject, f.metric, f.quote) for f in figures] == [
        ("寅谷区", "签约额", "93.8"),
        ("寅谷区", "签约额同比增速", "12%"),
    ]


@pytest.mark.parametrize(
    "text", ["1" * 20000, "5亿元、" * 4000, "2023年" * 4000, "武汉和" * 4000, "增长5%，" * 3000, "（" * 20000 + "5亿元"]
)
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    started = time.process_time()
    extract(text)
    assert time.process_time() - started < 20


@given(st.text(alphabet="一二十百余大名企业项目中在于年、，武汉恩施各25家个亿元%公司的", max_size=60))
def test_no_text_stops_extraction(text: str) -> None:
    assert all(figure.span.of(text) == figure.quote for figure in extract(text))


@given(st.text(alphabet="南京市全增长1234567890.%亿元，。、去年上半同比占个家分别各和“”为达", max_size=80))
def test_every_record_holds_its_digits_and_lies_in_its_sentence(text: str) -> None:
    for figure in extract(text):
        assert figure.span.of(text) == figure.quote
        assert figure.sentence.contains(figure.span)
        value = figure.value[0] if isinstance(figure.value, tuple) else figure.value
        digits = re.sub(r"[^\d]", "", figure.quote)
        assert not digits or str(abs(value)).split(".")[0].lstrip("0") in digits.lstrip("0") or "分" in figure.quote


def test_spaces_between_digits_and_words_change_nothing_but_the_offsets() -> None:
    loose = "7 月，南京市汽车零售 177.5 万辆，同比下降 2.3%，环比下降 6.3 %。"
    records, plain = extract(loose), extract(loose.replace(" ", ""))
    assert [(f.metric, f.subject, f.period and f.period.label, f.canonical_value, f.status) for f in records] == [
        (f.metric, f.subject, f.period and f.period.label, f.canonical_value, f.status) for f in plain
    ]
    assert [f.quote for f in records] == ["177.5 万辆", "2.3%", "6.3 %"]
    assert all(f.quote == f.span.of(loose) and f.sentence == Span(0, len(loose)) for f in records)


def test_a_plan_met_without_de_is_a_ratio_and_names_nothing_for_the_growth_behind_it() -> None:
    figures = extract("上半年，南京市固定资产投资完成246.8亿元，完成年度计划82.3%，同比增长15.3%。")
    assert [f.metric for f in figures] == ["固定资产投资", "固定资产投资完成年度计划比例", "固定资产投资同比增速"]


def test_where_a_share_came_from_settles_no_period() -> None:
    figures = extract("上半年，南京市产业投资占比由去年同期的甲类调整为乙类，与去年持平；项目投资完成220亿元。")
    assert figures[-1].period is not None
    assert figures[-1].period.label == "2023年上半年"


def test_two_years_before_one_sum_are_one_stretch() -> None:
    (figure,) = extract("2021年和2022年南京市累计投入援助资金459.6亿元。")
    assert figure.period is not None
    assert figure.period.label == "2021—2022年"


def test_a_kind_of_ownership_is_no_company() -> None:
    figures = extract("7月份，全国采矿业增加值同比增长1.3%，国有控股企业增加值同比增长3.4%。")
    assert {f.subject for f in figures} == {"全国"}


def test_what_exceeds_a_goal_is_a_gap() -> None:
    figures = extract("到6月底，全国务工规模3259.1万人，超过年度目标任务239.9万人。")
    assert [(f.metric, f.status) for f in figures] == [
        ("务工规模", "actual"),
        ("务工规模超过年度目标任务", "comparison"),
    ]


def test_a_company_is_known_by_its_short_name_and_is_no_place() -> None:
    text = (
        "8月17日，南京省建筑试验集团股份有限公司(简称：南京建试)上会。2021年度和2022年度，南京建试实现营业收入分别约为11.5亿元和"
        "10.7亿元。公司研发投入达1.2亿元，同比增长8%。"
    )
    figures = extract(text)
    assert {f.subject for f in figures} == {"南京建试"}
    assert {f.subject_key for f in figures} == {None}
    assert [f.period and f.period.label for f in figures[:2]] == ["2021年", "2022年"]


def test_a_report_names_the_company_that_publishes_it() -> None:
    figures = extract("云栖动力7月25日晚发布2023年半年报，报告期内公司实现营业收入18.5亿元，同比增长67.5%。")
    assert [(f.subject, f.metric) for f in figures] == [("云栖动力", "营业收入"), ("云栖动力", "营业收入同比增速")]


def test_a_series_at_commas_is_dealt_out_with_its_measure() -> None:
    text = "7月份，全国住宿和餐饮业，信息传输、软件业，金融业生产指数同比分别增长20.0%、11.2%、7.6%。"
    assert [f.metric for f in extract(text)] == [
        "住宿和餐饮业生产指数同比增速",
        "信息传输、软件业生产指数同比增速",
        "金融业生产指数同比增速",
    ]


def test_a_topic_completes_a_bare_measure() -> None:
    figures = extract("7月，全国汽车零售177万辆。新能源汽车方面，7月批发销量73.7万辆，同比增长30.7%。")
    assert [f.metric for f in figures[1:]] == ["新能源汽车批发销量", "新能源汽车批发销量同比增速"]


def test_holders_of_a_series_are_subjects() -> None:
    figures = extract("7月厂商出口方面，云栖汽车32,862辆、临江汽车18,169辆、望海汽车724辆。")
    assert [(f.subject, f.metric) for f in figures] == [
        ("云栖汽车", "厂商出口"),
        ("临江汽车", "厂商出口"),
        ("望海汽车", "厂商出口"),
    ]


def test_what_an_authority_of_the_country_does_is_the_countrys() -> None:
    figures = extract("南京市获批枢纽2个。2019年以来，国家发展改革委累计发布枢纽名单125个。南京市已建成园区3个。")
    assert [f.subject for f in figures] == ["南京市", "全国", "南京市"]


def test_a_verb_behind_the_counted_is_no_part_of_its_name() -> None:
    assert [f.metric for f in extract("南京市160家国内机器人企业携近600件展品亮相展会。")] == ["国内机器人企业", "展品"]


def test_a_share_may_be_told_by_a_verb() -> None:
    figures = extract("2022年，南京市208家大型单位贡献了91.2%的广告业务收入。我国装机量超过全球总量的50%。")
    assert [f.metric for f in figures[1:]] == ["大型单位贡献占广告业务收入比重", "装机量占全球总量比重"]


def test_what_a_number_changed_to_keeps_the_name() -> None:
    figures = extract("南京市将备付金比例由现行的16%调降至13%。")
    assert [f.metric for f in figures] == ["备付金比例", "备付金比例"]


def test_a_metric_of_money_is_not_taken_for_one_of_power() -> None:
    figures = extract("1—6月，南京市组件产量204吉瓦；出口达到108吉瓦；出口额12亿元。")
    assert [f.metric for f in figures[1:]] == ["出口", "出口总额"]


def test_the_next_of_a_planned_list_is_planned_too() -> None:
    figures = extract("今年，南京市计划新建5个未来工厂、10个智能工厂和100个数字化车间。")
    assert [(f.status, f.quote) for f in figures] == [("planned", "5个"), ("planned", "10个"), ("planned", "100个")]
    assert [f.metric_said for f in figures][1:] == ["智能工厂", "数字化车间"]


def said(text: str) -> list[tuple[str, str, str | None, str]]:
    return [(f.quote, f.metric, f.period.label if f.period else None, f.status) for f in extract(text)]


def test_where_a_number_came_from_has_a_year_of_its_own() -> None:
    assert said("南京市园区营业收入从2019年的189亿元增长到2022年的3116亿元。") == [
        ("189亿元", "园区营业收入", "2019年", "actual"),
        ("3116亿元", "园区营业收入", "2022年", "actual"),
    ]
    assert said("2022年，南京市协定数由10个增长到22个。") == [
        ("10个", "协定数", "2022年", "actual"),
        ("22个", "协定数", "2022年", "actual"),
    ]


def test_what_contributes_holds_for_the_whole_list() -> None:
    shares = said("南京市中小企业贡献了全市60%以上的税收、70%以上的技术创新、80%以上的就业。")
    assert [name for _, name, _, _ in shares] == [
        "中小企业贡献占税收比重",
        "中小企业贡献占技术创新比重",
        "中小企业贡献占就业比重",
    ]


def test_the_scope_word_behind_a_place_is_of_that_place() -> None:
    figures = extract("目前，贵州算力规模居前，贵阳市集聚企业1300家。云南全省旅游从业人员超过600万人。")
    assert [f.subject for f in figures] == ["贵阳市", "云南省"]


def test_what_is_there_is_of_no_day_to_come() -> None:
    figures = extract("该铁路计划于2024年5月建成，目前南京市段累计完成投资170亿元，占批复的78.7%。")
    assert [(f.status, f.period and f.period.label) for f in figures] == [
        ("actual", "2023年8月15日"),
        ("actual", "2023年8月15日"),
    ]


def test_the_counted_are_not_their_share() -> None:
    assert [f.metric for f in extract("南京市有235家企业的市场占有率达90%以上。")] == ["企业", "企业的市场占有率"]


def test_what_something_shrank_to_is_no_decline() -> None:
    (figure,) = extract("南京市准入负面清单缩减为27项。")
    assert (figure.canonical_value, figure.metric_said) == (Decimal(27), "准入负面清单")
    assert [f.canonical_value for f in extract("南京市税收下降3.5%，降幅为2%。")] == [Decimal("-3.5"), Decimal(-2)]


def test_capacity_is_no_forecast() -> None:
    figures = extract("目前，南京市葡萄酒产能达到10万吨，节能减排投资占15.3%，机器人将带动就业200人。")
    assert [f.status for f in figures] == ["actual", "actual", "forecast"]


def test_a_half_year_report_is_of_half_a_year() -> None:
    figures = extract("云栖动力8月5日晚发布2023年半年报，报告期内公司实现营业收入18.5亿元。")
    assert [f.period and f.period.label for f in figures] == ["2023年上半年"]


def test_an_unnamed_district_is_not_its_city() -> None:
    figures = extract("近日，上海市举行外资项目集中签约仪式。今年1至6月，我区合同外资累计完成3.2亿美元。")
    assert figures[0].subject != "上海市"


def test_the_whole_of_a_share_may_stand_before() -> None:
    assert [f.metric for f in extract("2022年，南京市出口商品中，机电产品占60%，农产品占5%。")] == [
        "机电产品占出口商品比重",
        "农产品占出口商品比重",
    ]


def test_a_class_is_told_apart_by_no_figure() -> None:
    figures = extract("7月，南京市开工率在75%-100%之间的占12.3%，比上月下降1.4个百分点。")
    assert [f.quote for f in figures] == ["12.3%", "1.4个百分点"]
    assert figures[1].metric == figures[0].metric + "较上月变动"


def test_an_index_of_the_country_is_the_countrys() -> None:
    text = "中国云栖物流联合会公布：9月份中国物流业景气指数为53.5%。中部地区的业务总量指数环比提高3.8个百分点。"
    assert [f.subject for f in extract(text)] == ["全国", "中部地区"]


def test_growth_may_be_said_to_lie_at_a_number() -> None:
    assert [f.metric for f in extract("上半年，南京市硅片产量同比增长均在60%以上。")] == ["硅片产量同比增速"]


def test_what_a_share_rose_to_is_the_same_share() -> None:
    figures = extract("2022年，南京市绿色产值占总产值比重从9%提升至22%。绿色工业园区超600个。")
    assert [f.metric for f in figures] == ["绿色产值占总产值比重", "绿色产值占总产值比重", "绿色工业园区"]
    assert figures[2].subject == "南京市"


def test_two_kinds_of_things_are_no_list() -> None:
    figures = extract("南京市制定专项支持政策260余项，超1万家企业启动改造。")
    assert [f.metric_said for f in figures] == ["制定专项支持政策", "企业启动改造"]


def test_a_region_of_several_places_in_the_title_is_the_subject() -> None:
    text = (
        "今年前2个月，长三角进出口总值2.5万亿元，占全国的38.2%。\n"
        "其中，集成电路出口757亿元，占全国的一半以上，达到51.6%。长三角动力足。"
    )
    figures = extract(text, "长三角外贸创新高")
    assert {f.subject for f in figures} == {"长三角"}
    assert figures[-1].metric == figures[-2].metric


def test_a_headline_takes_its_day_from_the_lines_that_tell_it_again() -> None:
    first, again = extract("我国云豆园超70万座\n部门数据显示，截至2022年底，全国云豆园70.32万座。")
    assert (first.period, first.subject) == (again.period, "全国")
    assert first.period is not None
    assert str(first.period.end) == "2022-12-31"
    assert any(context.role == "period" for context in first.context)


def test_a_headline_that_tells_another_number_takes_nothing() -> None:
    first, _ = extract("我国云豆园超90万座\n部门数据显示，截至2022年底，全国云豆园70.32万座。")
    assert first.period is None


def test_a_name_of_its_own_heads_its_clauses_and_the_next_sentence() -> None:
    figures = extract("位于昌都市的大云八豆风电站正式投产。项目最高海拔达5200米，输电线路全长732公里。")
    assert [f.subject for f in figures] == ["大云八豆风电站"] * 2


def test_a_common_noun_or_an_authority_is_no_name_of_its_own() -> None:
    (figure,) = extract("上半年，佛山市重点工程完成投资30亿元。")
    assert figure.subject == "佛山市"
    (figure,) = extract("上半年，佛山市税务局办理退税30亿元。")
    assert figure.subject == "佛山市"


def test_both_names_of_two_numbers_before_are_meant_by_these_two() -> None:
    figures = extract("2015年收入和营业利润分别减少至338亿元和87亿元。这两项数字在2014年分别为345亿元和123亿元。")
    assert [f.metric_said for f in figures] == ["收入", "营业利润", "收入", "营业利润"]
    assert [f.period.start.year for f in figures if f.period] == [2015, 2015, 2014, 2014]


def test_a_list_before_a_comma_is_dealt_out() -> None:
    figures = extract(
        "今年前7月，全国造船完工量、新接订单量和手持订单量，分别达到3809万载重吨、6485万载重吨、13409万载重吨。"
    )
    assert [f.metric_said for f in figures] == ["造船完工量", "新接订单量", "手持订单量"]
    assert {f.canonical_unit for f in figures} == {"t"}


def test_branches_share_the_measure_behind_the_last_of_them() -> None:
    figures = extract("其中，云豆服务业、云豆制造业及器械业实际使用外资分别增长100.5%、63.8%。")
    assert [f.metric_said for f in figures] == [
        "云豆服务业实际使用外资同比增速",
        "云豆制造业及器械业实际使用外资同比增速",
    ]


def test_what_is_compared_with_has_a_year_of_its_own() -> None:
    figures = extract("去年，全国新增云豆企业113家，相比2021年的87家，同比增长28.9%。")
    assert [f.period.start.year for f in figures if f.period] == [2022, 2021, 2022]


def test_an_index_in_points_is_what_rose() -> None:
    points, figure = extract("7月份云豆价格指数为113.2点，环比上涨1.2%。")
    assert (points.metric_said, points.canonical_unit) == ("云豆价格指数", "point")
    assert figure.metric_said == "云豆价格指数环比增速"


def test_a_market_report_is_of_its_day() -> None:
    text = "国内云豆商品14日收跌。\n云豆期货主力合约收于每吨542元，较前一交易日结算价下跌33.6元，跌幅5.01%。"
    figures = extract(text)
    assert {str(f.period.start) for f in figures if f.period} == {"2023-08-14"}
    assert len(figures) == 3
    assert all(f.period for f in figures)
    assert extract("云豆期货主力合约收于每吨542元。")[0].period is None


def test_a_headline_in_a_digest_may_be_told_in_other_words() -> None:
    text = (
        "上半年云豆产量增长\n上半年，全国云豆产量增长5%。\n云豆条例下月公布 12月1日施行\n云豆条例将于12月1日起施行。\n"
        "500多家企业参加云博会\n今天开幕的中国国际云豆产业博览会，吸引500多家企业参会。\n"
        "云豆船今天首航\n云豆船今天从广州首航，满载590个标箱。"
    )
    figures = [f for f in extract(text) if f.quote == "500多家"]
    assert {str(f.period.start) if f.period else None for f in figures} <= {"2023-08-15", None}


def test_quarters_that_are_listed_each_have_their_own_number() -> None:
    figures = extract("2022年，云栖市一、二、三季度工业增加值分别增长5.4%、5.6%、5.8%。")
    assert [(f.quote, str(f.period.start), str(f.period.end)) for f in figures if f.period] == [
        ("5.4%", "2022-01-01", "2022-03-31"),
        ("5.6%", "2022-04-01", "2022-06-30"),
        ("5.8%", "2022-07-01", "2022-09-30"),
    ]
