"""A question that compares is taken apart into the question of each side, and each side is asked by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.figure_answers import FigureAnswer, RecordList, answer_from_figures
from assistant.figure_answers.apart import ask_plainly, take_apart
from assistant.types import Question
from index.types import Figure, Period, Region
from tests.assistant.figure_world import (
    EXPORTING,
    RIVER,
    RIVER_EXPORTS,
    SKY,
    SKY_EXPORTS,
    YEAR_2023,
    YEAR_2024,
    Names,
    make_article,
    make_figure,
    make_question,
)

LAKE = Region("420003", "平湖市", "市")


def take(text: str, *subjects: Region, periods: tuple[Period, ...] = ()) -> list[str]:
    apart = take_apart(make_question(text, *subjects, periods=periods), Names())
    return [side.text for side in apart.sides] if apart is not None else []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "2024年云栖市和临江市的出口总额谁高？差多少亿元？",
            ["2024年云栖市的出口总额是多少？", "2024年临江市的出口总额是多少？"],
        ),
        ("云栖市、临江市2024年GDP增速排个序", ["云栖市2024年gdp增速是多少？", "临江市2024年gdp增速是多少？"]),
        (
            "2024年上半年云栖市的GDP增速比临江市快几个点",
            ["2024年上半年云栖市的gdp增速是多少？", "2024年上半年临江市的gdp增速是多少？"],
        ),
        (
            "云栖市2024年GDP增速有没有跑赢临江市？差几个点",
            ["云栖市2024年gdp增速是多少？", "临江市2024年gdp增速是多少？"],
        ),
        (
            "2024年一季度的集中签约，云栖市和临江市各签了几个项目、多少钱？",
            [
                "2024年一季度的集中签约,云栖市签了几个项目、多少钱？",
                "2024年一季度的集中签约,临江市签了几个项目、多少钱？",
            ],
        ),
        (
            "云栖市博览会和临江市推介会，哪个签约金额更大？项目数呢？",
            ["云栖市博览会,签约金额是多少?项目数呢？", "临江市推介会,签约金额是多少?项目数呢？"],
        ),
        (
            "2024年云栖市CPI同比和临江市比，谁涨谁跌？",
            ["2024年云栖市cpi同比是多少？", "2024年临江市cpi同比是多少？"],
        ),
    ],
)
def test_each_place_is_asked_in_the_words_of_the_whole(text: str, sides: list[str]) -> None:
    assert take(text, SKY, RIVER) == sides


def test_three_places_make_three_questions_and_five_none() -> None:
    assert len(take("云栖市、临江市、平湖市2024年出口总额哪个最大哪个最小", SKY, RIVER, LAKE)) == 3
    more = [Region(f"43000{at}", name, "市") for at, name in enumerate(("青山市", "白石市", "红岩市"))]
    names = "、".join(region.name for region in (SKY, RIVER, *more))
    assert take(f"{names}2024年出口总额排个序", SKY, RIVER, *more) == []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "甲乙食品、丙丁饮料上半年营收谁最高？按高低列一下",
            ["甲乙食品上半年营收是多少？", "丙丁饮料上半年营收是多少？"],
        ),
        (
            "今年上半年甲科和乙科谁的国内份额高，差几个点？",
            ["今年上半年甲科国内份额是多少？", "今年上半年乙科国内份额是多少？"],
        ),
    ],
)
def test_firms_are_sides_as_places_are(text: str, sides: list[str]) -> None:
    assert take(text) == sides


@pytest.mark.parametrize(
    "text",
    [
        "云栖市2024年进口额和出口额哪个大？",
        "调查中说没变的、说加码的、说调低的各占多少？",
        "云栖市2024年出口总额比上年同期多多少？",
        "云栖市2024年签约项目数和签约额是多少？",
    ],
)
def test_kinds_of_numbers_and_one_thing_alone_are_no_sides(text: str) -> None:
    assert take(text, SKY) == []


def test_a_list_with_a_thing_that_is_no_place_is_not_taken_apart_by_its_places() -> None:
    assert take("三个项目（云栖市试剂、临江市医学检验、云数据升级）谁投得多？", SKY, RIVER) == []


def test_times_said_side_by_side_are_asked_one_by_one() -> None:
    said = (make_quarter(2022, "2022年"), make_quarter(2023, "2023年一季度"))
    assert take("云栖市2022年和2023年一季度到位资金各多少，涨了百分之几？", SKY, periods=said) == [
        "云栖市2022年一季度到位资金多少？",
        "云栖市2023年一季度到位资金多少？",
    ]


def make_quarter(year: int, said: str) -> Period:
    return Period(dt.date(year, 1, 1), dt.date(year, 3, 31), f"{year}年第一季度", said)


def test_a_part_and_its_whole_are_the_sides_of_a_share() -> None:
    apart = take_apart(make_question("2024年云栖市外贸占临江市的百分之几？", SKY, RIVER), Names())
    assert apart is not None
    assert apart.operation == "share"
    assert [side.text for side in apart.sides] == ["2024年云栖市外贸是多少？", "2024年临江市外贸是多少？"]


def test_what_only_compares_is_left_out_and_a_number_is_asked_for() -> None:
    assert ask_plainly("2024年甲市出口总额,从高到低,差多少") == "2024年甲市出口总额是多少？"
    assert ask_plainly("2024年甲市实际利用外资哪边涨得猛?各涨多少") == "2024年甲市实际利用外资同比增长多少？"


# ── asked by themselves ───────────────────────────────────────────────────────────────────────────────────────


def compare(text: str, figures: list[Figure]) -> tuple[FigureAnswer, list[str]]:
    """Return the answer to a question of two places, and the questions that were sought for it."""
    sought: list[str] = []

    def seek(side: str) -> tuple[Question, tuple[str, ...]]:
        sought.append(side)
        region, found = (SKY, "sky") if "云栖市" in side else (RIVER, "river")
        return make_question(side, region, periods=(YEAR_2024,)), (found,)

    source = RecordList(figures, EXPORTING)
    question = make_question(text, SKY, RIVER, periods=(YEAR_2024,))
    answer = answer_from_figures(question, source, Names(), ("sky",), seek=seek)
    assert answer is not None
    return answer, sought


def test_each_side_is_sought_by_itself_and_the_gap_is_worked_out() -> None:
    answer, sought = compare("2024年云栖市和临江市的出口总额谁高？差多少？", [SKY_EXPORTS, RIVER_EXPORTS])
    assert sought == ["2024年云栖市的出口总额是多少？", "2024年临江市的出口总额是多少？"]
    # 1320.5 - 980 = 340.5
    assert answer.claims[0].text == "云栖市比临江市多340.5亿元。"
    assert answer.aside


def test_a_side_that_no_source_speaks_of_is_missing_and_nothing_is_worked_out() -> None:
    answer, _ = compare("2024年云栖市和临江市的出口总额谁高？差多少？", [SKY_EXPORTS])
    assert [figure.subject for figure in answer.figures] == ["云栖市"]
    assert not [claim for claim in answer.claims if claim.derivation]
    assert [missing.subject for missing in answer.missing] == ["临江市"]


def test_a_share_is_worked_out_of_the_part_and_the_whole() -> None:
    answer, _ = compare("2024年临江市出口总额占云栖市的百分之几？", [SKY_EXPORTS, RIVER_EXPORTS])
    derivation = answer.claims[0].derivation
    assert derivation is not None
    # 980 / 1320.5 = 74.214 %
    assert str(derivation.value) == "74.21"


def test_another_year_of_one_side_is_not_compared() -> None:
    older = make_figure(EXPORTING[1], "980亿元", "出口总额", 98000000000, subject=RIVER, period=YEAR_2023)
    answer, _ = compare("2024年云栖市和临江市的出口总额谁高？", [SKY_EXPORTS, older])
    assert [figure.subject for figure in answer.figures] == ["云栖市"]


def test_two_numbers_of_one_firm_are_not_compared_as_if_they_were_of_two() -> None:
    article = make_article("one", "2024年，甲科出口总额600亿元，进口总额300亿元。")
    figures = [
        make_figure(article, "600亿元", "出口总额", 60000000000, subject="甲科"),
        make_figure(article, "300亿元", "进口总额", 30000000000, subject="甲科"),
    ]

    def seek(side: str) -> tuple[Question, tuple[str, ...]]:
        # Of the second firm nothing is told of its year.
        return make_question(side, periods=(YEAR_2024 if "甲科" in side else YEAR_2023,)), ("one",)

    question = make_question("2024年甲科和乙科的出口总额、进口总额各是多少？", periods=(YEAR_2024,), kind="comparison")
    answer = answer_from_figures(question, RecordList(figures, [article]), Names(), ("one",), seek=seek)
    assert answer is not None
    assert not [claim for claim in answer.claims if claim.derivation]


def test_one_number_of_each_side_is_compared_only_where_both_are_called_the_same() -> None:
    sky = make_article("sky", "2024年，云栖市出口总额600亿元。")
    river = make_article("river", "2024年，临江市进口总额300亿元。")
    figures = [
        make_figure(sky, "600亿元", "出口总额", 60000000000),
        make_figure(river, "300亿元", "进口总额", 30000000000, subject=RIVER),
    ]

    def seek(side: str) -> tuple[Question, tuple[str, ...]]:
        region, found = (SKY, "sky") if "云栖市" in side else (RIVER, "river")
        return make_question(side, region, periods=(YEAR_2024,)), (found,)

    text = "2024年云栖市和临江市的出口总额、进口总额各是多少？"
    question = make_question(text, SKY, RIVER, periods=(YEAR_2024,), kind="comparison")
    answer = answer_from_figures(question, RecordList(figures, [sky, river]), Names(), ("sky", "river"), seek=seek)
    assert answer is not None
    assert not [claim for claim in answer.claims if claim.derivation]
    # What each of the two lacks is named.
    assert [missing.subject for missing in answer.missing] == ["云栖市", "临江市"]
