"""Comparison tables: figure cells from records, text cells from sentences, honest blanks, warnings."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compare import NAMED, Comparison, DraftTable, Sources, compare_subjects
from assistant.figure_answers import RecordList
from assistant.types import Evidence, Quote
from index.types import Article, Figure, Period, Region, Span
from tests.assistant.figure_world import (
    HALF_2024,
    RIVER,
    SKY,
    TODAY,
    YEAR_2024,
    YEAR_2025,
    Names,
    make_article,
    make_figure,
)

ONE = make_article("one", "2024年，云栖市出口600亿元。云栖市实行产业链招商，围绕链主企业补链强链。")
TWO = make_article("two", "2024年，临江市出口410亿元，上半年地区生产总值900亿元。")
THREE = make_article("three", "2024年，云栖市地区生产总值2000亿元。")
FOUR = make_article("four", "临江市地区生产总值1800亿元；2025年目标2100亿元；项目33个；出口下降3.5%。")
FIVE = make_article("five", "临江市围绕链主企业补链项目70个。")
SIX = make_article("six", "云栖市派出小分队驻点招商，以商招商，围绕链主补链强链。")
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
    sources = Sources(RecordList(figures, [ONE, TWO, THREE, FOUR]), Names(), search)
    return compare_subjects(Comparison((SKY, RIVER), aspects, period, today=TODAY), sources)


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


def test_a_row_takes_the_latest_period_of_which_all_have_a_result() -> None:
    whole = make_figure(FOUR, "1800亿元", "地区生产总值", 180000000000, subject=RIVER)
    cells = compare("GDP", figures=[*FIGURES, whole]).rows[0]
    assert [cell.text for cell in cells[1:]] == ["2000亿元（2024年）", "1800亿元（2024年）"]


def test_a_goal_stands_in_a_cell_only_where_there_is_no_result_and_says_so() -> None:
    goal = make_figure(FOUR, "2100亿元", "地区生产总值", 210000000000, period=YEAR_2025, status="target")
    assert compare("GDP", figures=[*FIGURES, goal]).rows[0][1].text == "2000亿元（2024年）"
    (row,) = compare("GDP", figures=[goal]).rows
    assert (row[1].text, row[1].note) == ("2100亿元（2025年）", "目标")


def test_a_threshold_and_the_direction_of_a_growth_are_said() -> None:
    large = make_figure(FOUR, "33个", "出口总额", 33, "count", threshold="亿元以上")
    assert compare("出口", figures=[large]).rows[0][1].note == "亿元以上"
    fallen = make_figure(FOUR, "3.5%", "出口总额同比增速", "-3.5", "percent")
    assert compare("出口增速", figures=[fallen, *FIGURES]).rows[0][1].text == "下降3.5%（2024年）"


def test_what_the_audit_judges_of_a_cell_names_its_subject_and_metric() -> None:
    assert compare("出口").rows[0][1].claim == "云栖市2024年出口总额为600亿元。"


def test_a_sentence_with_a_neighbours_number_never_fills_a_cell() -> None:
    theirs = make_figure(FIVE, "70个", "补链项目", 70, "count", subject=RIVER)
    sources = Sources(RecordList([theirs], [FIVE]), Names(), lambda words, region: sentences(FIVE, SKY))
    (row,) = compare_subjects(Comparison((SKY, RIVER), ("产业链招商",)), sources).rows
    assert row[1].blank == "not_reported"


def test_a_row_that_nobody_asked_for_repeats_no_sentence_of_another() -> None:
    sources = Sources(RecordList([], [SIX]), Names(), lambda words, region: sentences(SIX, SKY))
    table = compare_subjects(Comparison((SKY,)), sources)
    said = [cell.text for row in table.rows for cell in row[1:] if cell.blank is None]
    assert said
    assert len(said) == len(set(said))
    assert not table.complete


def test_the_sources_are_asked_each_thing_once() -> None:
    asked: list[tuple[str, str]] = []

    def count(words: str, region: Region) -> Sequence[Evidence]:
        asked.append((words, region.key))
        return search(words, region)

    sources = Sources(RecordList(FIGURES, [ONE, TWO, THREE]), Names(), count)
    compare_subjects(Comparison((SKY, RIVER), today=TODAY), sources)
    assert asked
    assert len(asked) == len(set(asked))


def test_a_policy_can_be_compared_like_a_place() -> None:
    one, other = (Region(f"{NAMED}{name}", name, "片区") for name in ("甲办法", "乙办法"))
    sources = Sources(
        RecordList([], [SIX]), Names(), lambda words, region: sentences(SIX, SKY) if region is one else []
    )
    (row,) = compare_subjects(Comparison((one, other), ("产业链招商",)), sources).rows
    assert row[1].text == SIX.text
    assert row[2].blank == "not_reported"


def test_an_english_table_keeps_the_chinese_beside_its_headings() -> None:
    sources = Sources(RecordList(FIGURES, [ONE, TWO, THREE]), Names(), search)
    table = compare_subjects(Comparison((SKY, RIVER), ("产业链招商",), language="en"), sources)
    assert table.columns[0] == "Aspect"
    assert table.rows[0][0].text == "Industry-chain promotion (产业链招商)"
    assert table.rows[0][2].text == "not reported"


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


def test_a_number_of_an_article_that_only_mentions_a_company_fills_no_cell_of_it() -> None:
    company = Region(f"{NAMED}青禾", "青禾", "片区")
    bank = make_article("bank", "青禾等企业入股的某银行开业。该行营业收入35亿元。")
    own = make_article("own", "青禾营业收入12亿元。")

    def fill(*articles: Article) -> str:
        found = [one for article in articles for one in sentences(article, company)]
        sources = Sources(RecordList([], list(articles)), Names(), lambda words, region: found)
        (row,) = compare_subjects(Comparison((company, company), ("营业收入",)), sources).rows
        return row[1].text

    assert fill(bank) == "未见报道"
    assert fill(bank, own) == "青禾营业收入12亿元。"


def test_what_no_record_tells_a_sentence_with_a_number_does() -> None:
    told = make_article("told", "临江市全年出口额约为四百亿，其中出口到东盟120亿元。")
    sources = Sources(RecordList(FIGURES[:1], [ONE, told]), Names(), lambda words, region: sentences(told, region))
    (row,) = compare_subjects(Comparison((SKY, RIVER), ("出口",), today=TODAY), sources).rows
    assert [cell.text for cell in row[1:]] == ["600亿元（2024年）", told.text]


def test_of_sentences_that_speak_of_an_aspect_the_one_that_counts_or_names_is_told() -> None:
    both = make_article("both", "云栖市加大招商力度。云栖市派出11个招商小分队。")
    sources = Sources(RecordList([], [both]), Names(), lambda words, region: sentences(both, SKY))
    (row,) = compare_subjects(Comparison((SKY, SKY), ("招商做法",)), sources).rows
    assert row[1].text == "云栖市派出11个招商小分队。"
