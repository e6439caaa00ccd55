"""Quantities: every writing, what only looks like one, and writing back."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quantities import (
    WRITINGS,
    Writing,
    find_thresholds,
    format_amount,
    lost_point,
    parse_quantities,
    rounds_to,
    same_quantity,
)
from index.types import Quantity


def read(text: str) -> Quantity:
    (quantity,) = parse_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "canonical", "unit"),
    [
        ("1.2万亿元", "1200000000000", "CNY"),
        ("12000亿元", "1200000000000", "CNY"),
        ("4,000,000万元", "40000000000", "CNY"),
        ("一百二十亿元", "12000000000", "CNY"),
        ("一万二千五百亿元", "1250000000000", "CNY"),
        ("3亿5000万元", "350000000", "CNY"),
        ("５．６亿元", "560000000", "CNY"),
        ("九千瓦", "9", "kW"),
        ("翻了一番", "2", "times"),
        ("US$ 3.5 million", "3500000", "USD"),
        ("企业数三十家", "30", "count"),
        ("一百二十千米", "120", "km"),
        ("5.6 亿 美元", "560000000", "USD"),
        ("US$5.6 billion", "5600000000", "USD"),
        ("5.6 billion yuan", "5600000000", "CNY"),
        ("over 210 billion", "210000000000", "CNY"),
        ("23398亿", "2339800000000", "CNY"),
        ("两成", "20", "percent"),
        ("八成五", "85", "percent"),
        ("36.5％", "36.5", "percent"),
        ("百分之三十六点五", "36.5", "percent"),
        ("5.4个百分点", "5.4", "percentage_point"),
        ("1.96倍", "1.96", "times"),
        ("翻一番", "2", "times"),
        ("1200亩", "1200", "mu"),
        ("3.5万公顷", "35000", "hectare"),
        ("3.5平方公里", "3.5", "km2"),
        ("20万千瓦", "200000", "kW"),
        ("3.2万人次", "32000", "count"),
        ("14亿人", "1400000000", "count"),
        ("二十三个项目", "23", "count"),
        ("120 new investment projects", "120", "count"),
        ("500元/亩", "500", "CNY/mu"),
        ("下降3.1%", "-3.1", "percent"),
        ("GDP5.5万亿元", "5500000000000", "CNY"),
        ("１２０億元", "12000000000", "CNY"),
    ],
)
def test_each_writing_gives_its_base_amount(text: str, canonical: str, unit: str) -> None:
    quantity = read(text)
    assert (quantity.canonical_value, quantity.canonical_unit) == (Decimal(canonical), unit)


@pytest.mark.parametrize(
    "text",
    [
        "第三条", "前三位", "前10名", "3号线", "5个月", "2023年1—5月", "2+5个", "C919飞机", "百亿项目",
        "千亿级产业", "500强", "第12345热线", "10亿元以上项目", "2000万元及以上工业企业", "三四个", "2022-2023年度",
        "两位数",
        "十四五", "完成立项",
    ],
)  # fmt: skip
def test_ordinals_names_durations_and_thresholds_are_no_quantities(text: str) -> None:
    assert parse_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("签约额超2100亿元", "超"),
        ("不少于569亿元", "不少于"),
        ("占比约40%", "约"),
        ("总投资5亿元以上，", "以上"),
        ("突破1.2万亿元大关", "突破"),
        ("新增30余家", "余"),
        ("2000多亿元", "多"),
        ("通过3亿元", None),
        ("线上5亿元", None),
    ],
)
def test_the_bounding_word_is_kept(text: str, said: str | None) -> None:
    assert read(text).qualifier == said


def test_a_range_is_one_quantity_and_a_change_is_two() -> None:
    assert read("8%–10%").canonical_value == (Decimal(8), Decimal(10))
    assert read("五至八亿元").canonical_value == (Decimal(500000000), Decimal(800000000))
    assert [q.value for q in parse_quantities("由5%到8%")] == [Decimal(5), Decimal(8)]


def test_the_span_holds_number_and_unit_without_the_qualifier() -> None:
    text = "全区签约额超2100亿元,新增30余家企业"
    assert [q.span.of(text) for q in parse_quantities(text)] == ["2100亿元", "30余家"]


def test_a_decline_runs_through_a_list() -> None:
    assert [q.canonical_value for q in parse_quantities("分别下降3.1%和2.5%")] == [Decimal("-3.1"), Decimal("-2.5")]


def test_a_level_after_a_fall_is_no_decline() -> None:
    assert read("失业率下降到5%").canonical_value == 5


def test_a_threshold_is_found_as_such() -> None:
    text = "签约亿元以上项目110个、30亿元及以上工业项目2个"
    assert [span.of(text) for span in find_thresholds(text)] == ["亿元以上", "30亿元及以上"]
    assert [q.value for q in parse_quantities(text)] == [Decimal(110), Decimal(2)]


def test_a_headline_without_its_decimal_point_is_recognised() -> None:
    assert lost_point(read("23398亿"), read("2339.8亿元"))
    assert not lost_point(read("23398亿"), read("2339.9亿元"))
    assert not lost_point(read("2339.8亿"), read("2339.8亿"))


@pytest.mark.parametrize("text", ["几十亿元", "数百家企业", "二三十家", "八九十家企业", "三四百万元", "十几亿元"])
def test_a_number_that_nobody_gave_is_none(text: str) -> None:
    assert parse_quantities(text) == []


def test_numbers_of_a_dealt_out_list_share_the_unit_of_the_last() -> None:
    found = parse_quantities("两地分别投资200、300和400亿元，分别下降2.2和0.8个百分点。")
    assert [(q.canonical_value, q.canonical_unit) for q in found] == [
        (Decimal(20_000_000_000), "CNY"),
        (Decimal(30_000_000_000), "CNY"),
        (Decimal(40_000_000_000), "CNY"),
        (Decimal("-2.2"), "percentage_point"),
        (Decimal("-0.8"), "percentage_point"),
    ]
    assert parse_quantities("1、2和3号线分别于2021和2022年开通。") == []


def test_rounding_is_told_from_another_value() -> None:
    assert rounds_to(read("399.6亿元"), read("400亿元"))
    assert rounds_to(read("2339.8亿元"), read("2339亿元"))
    assert not rounds_to(read("399.6亿元"), read("410亿元"))


def test_currencies_are_never_equal() -> None:
    assert not same_quantity(read("5亿元"), read("5亿美元"))


amounts = st.decimals(min_value="0.01", max_value="99999999999999", places=2)
units = st.sampled_from(["CNY", "USD", "mu", "km2", "km", "kW", "t"])


@given(amounts, units, st.sampled_from(WRITINGS))
def test_every_writing_of_an_amount_reads_back(value: Decimal, unit: str, writing: Writing) -> None:
    quantity = read(format_amount(value, unit, writing))
    assert (quantity.canonical_value, quantity.canonical_unit) == (value, unit)


@given(
    st.decimals(min_value="0.01", max_value="999", places=2), st.sampled_from(["percent", "percentage_point", "times"])
)
def test_ratios_read_back(value: Decimal, unit: str) -> None:
    assert read(format_amount(value, unit)).canonical_value == value


@given(st.integers(2, 10**12), st.sampled_from(WRITINGS[:6]))
def test_counts_read_back(value: int, writing: Writing) -> None:
    assert read(format_amount(Decimal(value), "count", writing, "家")).canonical_value == value


@given(st.decimals(min_value="0.01", max_value="9999999", places=2))
def test_scaling_never_changes_equality(value: Decimal) -> None:
    in_yi, in_wan = read(f"{value}亿元"), read(f"{value * 10000}万元")
    assert same_quantity(in_yi, in_wan)
    assert not same_quantity(in_yi, read(f"{value + 1}亿元"))


@given(st.text(alphabet="0123456789.,万亿元%个至-一二十百分之成倍家 第前", max_size=40))
def test_any_text_is_read_without_overlap(text: str) -> None:
    quantities = parse_quantities(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(quantities))
    assert all(q.span.of(text).strip() for q in quantities)


def test_people_without_a_unit_are_counted_and_amounts_are_money() -> None:
    assert [q.canonical_unit for q in parse_quantities("用户数超过2亿，会员同比减少5%至1.15亿，成交额达到3亿。")] == [
        "count",
        "percent",
        "count",
        "CNY",
    ]


def test_points_of_a_pair_share_their_unit() -> None:
    first, second = parse_quantities("较上月上升0.9个和2个百分点。")
    assert (first.canonical_unit, second.canonical_unit) == ("percentage_point", "percentage_point")
    assert (str(first.canonical_value), str(second.canonical_value)) == ("0.9", "2")


@pytest.mark.parametrize(
    ("text", "value"),
    [("净利润-0.03亿元", "-3000000"), ("增速（-9.9%）", "-9.9"), ("同比-5%", "-5"), ("乙型-3亿元", "300000000")],
)
def test_a_minus_behind_a_measure_is_below_zero(text: str, value: str) -> None:
    assert read(text).canonical_value == Decimal(value)


def test_a_range_keeps_its_dash_and_counts_of_events_and_heads_are_read() -> None:
    assert read("8-10场").canonical_value == (8, 10)
    assert [read(text).canonical_value for text in ("约30起林火", "共3起，", "608口人")] == [30, 3, 608]
    assert parse_quantities("5月1日起，") == []
