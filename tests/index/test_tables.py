"""Tables: which lines give every row its meaning."""

from __future__ import annotations

import pytest

from index.clean import clean_article
from index.tables import Above, Row, is_value, make_table
from index.types import RawArticle, Span

PROSE = "去年，全市签约亿元以上项目61个，签约额超400亿元，同比增长12%，各区情况见下表。"


def table_of(rows: list[str], above: list[str]) -> list[tuple[str, str]]:
    lines = [*above, *rows]
    text = "\n".join(lines)
    spans: list[Span] = []
    start = 0
    for line in lines:
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    made = make_table(
        [Row(span, tuple(span.of(text).split("\t"))) for span in spans[len(above) :]],
        [Above(span, span.of(text)) for span in spans[: len(above)]],
    )
    return [(context.role, context.span.of(text)) for context in made.context]


def test_header_rows_end_where_values_begin() -> None:
    rows = ["区\t签约额\t签约额", "\t2023年\t2024年", "望海区\t280\t300", "临江区\t110\t120"]
    assert table_of(rows, []) == [("header", rows[0]), ("header", rows[1])]


def test_unit_and_caption_are_found_above_and_inside() -> None:
    rows = ["指标\t2024年", "签约额\t300"]
    assert table_of(rows, ["上一段的句子。", "表3 主要指标", "（单位：亿元）"]) == [
        ("caption", "表3 主要指标"), ("unit", "（单位：亿元）"), ("header", rows[0]),
    ]  # fmt: skip
    inside = ["云栖市招商引资情况\t\t", "单位：亿元\t\t", "区\t金额\t增速", "望海区\t300\t12%"]
    assert [role for role, _ in table_of(inside, [])] == ["caption", "unit", "header"]


def test_a_short_line_over_a_table_is_its_caption() -> None:
    rows = ["区\t签约额", "望海区\t300"]
    assert table_of(rows, ["云栖市2024年各区签约额", "单位：亿元"])[0] == ("caption", "云栖市2024年各区签约额")
    for line in ("合计", "云栖市统计局　2024年7月25日", "2024-07-25 云栖发布"):
        assert table_of(rows, [line]) == [("header", rows[0])]


def test_prose_above_a_table_is_no_caption() -> None:
    assert table_of(["区\t金额", "望海区\t300"], [PROSE]) == [("header", "区\t金额")]


def test_a_table_of_words_has_one_header_row() -> None:
    assert table_of(["任务\t单位", "建园区\t商务局", "引项目\t招商局"], []) == [("header", "任务\t单位")]
    mixed = table_of(["任务\t目标", "建园区\t开工", "引项目\t12个", "招商\t300亿元"], [])
    assert mixed == [("header", "任务\t目标")]


@pytest.mark.parametrize("cell", ["300", "1,234.5", "-3%", "12.5亿元", "61个", "２０"])
def test_values_are_values(cell: str) -> None:
    assert is_value(cell)


@pytest.mark.parametrize("cell", ["2024年", "2024", "1-6月", "签约额", "", "2024年1-6月", "1、招商引资", "2023年底"])
def test_periods_and_names_are_no_values(cell: str) -> None:
    assert not is_value(cell)


def test_a_table_in_a_page_keeps_its_columns_and_its_context() -> None:
    table = (
        "<p>表1 各区签约情况</p><p>单位：亿元</p><table><tr><th>区<th colspan=2>签约额</tr><tr><th><th>2024年<th>增速"
        "<tr><td rowspan=2>望海区<td>300<td>12%<tr><td>310<td>5%</table><h2>下一步</h2>"
    )
    page = f"<html><body><h1>云栖市招商引资</h1><div><p>{PROSE}</p>{table}<p>{PROSE}</p></div></body></html>"
    result = clean_article(RawArticle("k", "p", None, "d", page, "html"))
    section = next(each for each in result.sections if each.kind == "table")
    assert section.span.of(result.text) == "区\t签约额\t\n\t2024年\t增速\n望海区\t300\t12%\n\t310\t5%"
    assert [(each.role, each.span.of(result.text)) for each in section.context][:2] == [
        ("caption", "表1 各区签约情况"), ("unit", "单位：亿元"),
    ]  # fmt: skip
    after = next(each for each in result.sections if each.kind == "text")
    assert (after.heading, after.span.of(result.text)) == (("下一步",), f"下一步\n{PROSE}")
