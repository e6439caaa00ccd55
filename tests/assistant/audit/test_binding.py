"""What binds a number beside its own words: records, counted things, bounds, changes, times taken, parts, places."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.audit.measures import find_measures
from tests.assistant.audit.make import audit, kinds, make_article

REPORT = make_article(
    "一、2022年工作回顾\n丹浦市地区生产总值突破3120亿元，增长6.4%。城镇居民人均可支配收入48652元，"
    "农村居民人均可支配收入24318元，分别增长5.1%和7.3%。\n二、2023年工作安排\n地区生产总值增长6%左右。",
    dt.date(2023, 1, 12),
    ("丹浦市",),
)
POLICE = make_article(
    "丹浦市警方8月8日通报，行动中抓获嫌疑人18名，查扣车辆11辆，收缴仿冒运动鞋6500余双。"
    "案件侦办历时2小时26分钟，由3名民警、4名辅警完成。",
    dt.date(2024, 8, 9),
    ("丹浦市",),
)
RAIL = make_article(
    "云栖至丹浦的班列由每周1列增加到每周3列，可运货物品名由开通初期的10多种扩展至1200多种。",
    dt.date(2024, 5, 6),
    ("云栖市",),
)


def test_a_section_of_last_year_is_not_told_as_of_the_year_of_the_report() -> None:
    assert kinds("2022年，丹浦市地区生产总值突破3120亿元。", REPORT) == set()
    assert "year" in kinds("2023年，丹浦市地区生产总值突破3120亿元。", REPORT)


def test_the_rates_of_a_list_keep_their_own_matter() -> None:
    assert audit("2022年丹浦市农村居民人均可支配收入增长7.3%。", REPORT).carried
    assert not audit("2022年丹浦市农村居民人均可支配收入增长5.1%。", REPORT).carried


def test_a_number_of_one_part_is_none_of_the_other() -> None:
    assert not audit("2022年丹浦市城镇居民人均可支配收入24318元。", REPORT).carried


def test_two_counts_of_one_sentence_cannot_change_places() -> None:
    assert audit("警方抓获18名嫌疑人，查扣车辆11辆。", POLICE).carried
    assert not audit("警方抓获11名嫌疑人，查扣车辆18辆。", POLICE).carried
    assert audit("案件由3名民警和4名辅警完成。", POLICE).carried
    assert not audit("案件由4名民警和3名辅警完成。", POLICE).carried


def test_times_taken_and_odd_units_are_bound_too() -> None:
    assert audit("收缴仿冒运动鞋6500多双。", POLICE).carried
    assert "digit" in kinds("收缴仿冒运动鞋5600多双。", POLICE)
    assert audit("案件侦办历时2小时26分钟。", POLICE).carried
    assert not audit("案件侦办历时1小时26分钟。", POLICE).carried


def test_a_change_keeps_its_direction() -> None:
    assert audit("班列可运货物品名从10多种增加到1200多种。", RAIL).carried
    assert not audit("班列可运货物品名从1200多种减少到10多种。", RAIL).carried


@pytest.mark.parametrize(
    ("claim", "carried"),
    [
        ("丹浦港吞吐量超3120万吨。", True),
        ("丹浦港吞吐量超3121万吨。", False),
        ("丹浦港吞吐量超3100万吨。", True),
        ("丹浦港吞吐量超3200万吨。", False),
        ("丹浦港复工率不到六成。", True),
        ("丹浦港复工率不到五成。", False),
        ("丹浦港复工率超过六成。", False),
    ],
)
def test_a_bound_holds_where_the_exact_number_lies_within_one_of_its_last_digit(claim: str, carried: bool) -> None:
    port = make_article("丹浦港吞吐量3120.4万吨，复工率57.7%。", dt.date(2024, 2, 1), ("丹浦市",))
    assert audit(claim, port).carried is carried


def test_a_bound_at_the_exact_number_is_none() -> None:
    port = make_article("丹浦港吞吐量3120万吨。", dt.date(2024, 2, 1), ("丹浦市",))
    assert "qualifier" in kinds("丹浦港吞吐量超3120万吨。", port)


def test_a_total_that_the_claim_adds_up_itself_is_added_up_again() -> None:
    funds = make_article("园区获得市级资金1.05亿元，区级配套1.43亿元。", dt.date(2024, 3, 1), ("丹浦市",))
    assert audit("园区获得市级资金1.05亿元、区级配套1.43亿元，合计2.48亿元。", funds).carried
    assert not audit("园区获得市级资金1.05亿元、区级配套1.43亿元，合计2.58亿元。", funds).carried
    assert not audit("园区获得市级资金1.05亿元、区级配套1.43亿元，另有2.48亿元。", funds).carried


def test_a_claim_of_all_needs_a_source_that_leaves_nothing_out() -> None:
    rule = make_article("受洪水影响较大的企业2020年度的亏损可以结转八年。", dt.date(2021, 3, 1), ("丹浦市",))
    assert "qualifier" in kinds("所有企业2020年度的亏损可以结转八年。", rule)
    bases = make_article("丹浦市与16所高校和科研院所共建基地。", dt.date(2021, 3, 1), ("丹浦市",))
    assert "qualifier" not in kinds("与丹浦市共建基地的高校和科研院所有16所。", bases)


def test_what_a_source_says_is_not_needed_is_not_told_as_needed() -> None:
    train = make_article("城际列车今日开行。乘客无需提前购票，可直接刷卡进站。", dt.date(2024, 8, 1), ("丹浦市",))
    assert "negation" in kinds("乘坐城际列车，乘客须提前购票。", train)


def test_a_place_of_what_happened_is_not_the_place_beside() -> None:
    raids = make_article(
        "一组民警在武汉市缴获冰毒30.29克。另一组民警在随州市缴获冰毒0.68克。", dt.date(2024, 8, 1), ("武汉",)
    )
    assert audit("民警在随州市缴获冰毒0.68克。", raids).carried
    assert not audit("民警在随州市缴获冰毒30.29克。", raids).carried


def test_measures_are_read_once_and_nothing_numbered_is_one() -> None:
    found = find_measures("12号线3点30分开通，历时18个月，运送货物100tb、6500余双。", ())
    assert [(str(q.canonical_value), q.canonical_unit) for q in found] == [
        ("18", "month"),
        ("100", "in tb"),
        ("6500", "in 双"),
    ]


def test_a_quote_brings_the_sentence_before_where_the_claim_names_something_by_it() -> None:
    text = "临江飞机维修基地18日启动建设。该基地建成后可同时维修28架飞机。"
    article = make_article(text, dt.date(2026, 5, 19), ("丹浦市",))
    from assistant.audit import Auditor
    from assistant.types import Claim, Quote
    from index.types import Span
    from tests.assistant.audit.make import lookup

    second = Span(text.index("该基地"), len(text))
    verdict = Auditor(lambda doc_id, version: article, *lookup()).audit(
        Claim("临江飞机维修基地建成后可同时维修28架飞机。", (Quote("d", 1, second),))
    )
    assert verdict.carried
    assert [context.span.of(text) for context in verdict.quotes[0].context][:1] == ["临江飞机维修基地18日启动建设。"]
