"""Comparison tables: figure cells from records, text cells from sentences, honest blanks, warnings."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compare import Comparison, DraftTable, Library, compare_subjects
from assistant.figure_answers import RecordList
from assistant.types import Evidence, Quote
from index.types import Article, Figure, Period, Region, Span
from tests.assistant.figure_world import (
    HALF_2024,
    RIVER,
    SKY,
    TODAY,
    YEAR_2024,
    Names,
    make_article,
    make_figure,
)

ONE = make_article("one", "2024年，云栖市出口600亿元。云栖市实行产业链招商，围绕链主企业补链强链。")
TWO = make_article("two", "2024年，临江市出口410亿元，上半年地区生产总值900亿元。")
THREE = make_article("three", "2024年，云栖市地区生产总值2000亿元。")
FIGURES = [
    make_figure(ONE, "600亿元", "出口总额", 60000000000),
    make_figure(TWO, "410亿元", "出口总额", 41000000000, subject=RIVER),
    make_figure(TWO, "900亿元", "地区生产总值", 90000000000, subject=RIVER, period=HALF_2024),
    make_figure(THREE, "2000亿元", "地区生产总值", 200000000000),
]


def sentences(article: Article, region: Region) -> list[Evidence]:
    text = article.text
    ends = [index + 1 for index, char in enumerate(text) if char == "。"]
    starts = [0, *ends[:-1]]
    return [
        Evidence(n, Quote(article.doc_id, 1, Span(a, b)), text[a:b], 1.0, "", None, (region.key,))
        for n, (a, b) in enumerate(zip(starts, ends, strict=True))
    ]


def search(query: str, region: Region) -> Sequence[Evidence]:
    return [*sentences(ONE, SKY), *sentences(TWO, RIVER)]


def compare(*aspects: str, period: Period | None = None, figures: list[Figure] = FIGURES) -> DraftTable:
    library = Library(RecordList(figures, [ONE, TWO, THREE]), Names(), search)
    return compare_subjects(Comparison((SKY, RIVER), aspects, period, today=TODAY), library)


def test_a_metric_is_filled_from_records_with_its_period() -> None:
    table = compare("出口")
    assert table.columns == ("方面", "云栖市", "临江市")
    assert [cell.text for cell in table.rows[0]] == ["出口", "600亿元（2024年）", "410亿元（2024年）"]
    assert table.warnings == ()


def test_figures_of_unlike_periods_carry_a_warning() -> None:
    table = compare("GDP")
    year, half = table.rows[0][1:]
    assert year.text == "2000亿元（2024年）"
    assert half.text == "900亿元（2024年上半年，文中称“上半年”）"
    assert table.warnings == ("GDP：各方时期不同，不宜直接比较。",)


def test_an_asked_period_leaves_other_periods_out() -> None:
    cells = compare("GDP", period=YEAR_2024).rows[0]
    assert cells[1].figure is not None
    assert cells[2].blank == "not_reported"


def test_a_theme_is_filled_with_the_words_of_the_subjects_own_article() -> None:
    cells = compare("产业链招商").rows[0]
    assert cells[1].text == "云栖市实行产业链招商，围绕链主企业补链强链。"
    quote = cells[1].quotes[0]
    assert quote.span.of(ONE.text) == cells[1].text
    assert cells[2].blank == "not_reported"
    assert cells[2].text == "未见报道"


def test_without_aspects_the_table_has_what_the_sources_speak_of() -> None:
    names = [row[0].text for row in compare().rows]
    assert "出口总额" in names
    assert "产业链招商" in names
