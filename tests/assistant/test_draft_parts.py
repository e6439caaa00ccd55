"""Drafts are taken apart into sentences, and tables into a claim for each number under its header."""

from __future__ import annotations

from assistant.check import is_no_claim
from assistant.draft_parts import split_draft


def test_a_row_says_what_its_label_header_and_unit_say() -> None:
    rows = "地区\t2024年签约额（亿元）\t增长\n云栖市\t1,286.4\t6.3%\n丹浦市\t930亿元\t—"
    draft = f"上半年情况如下。\n{rows}\n以上数字为初步统计。"
    parts = [(part.text, part.claims) for part in split_draft(draft)]
    assert parts == [
        ("上半年情况如下。", ("上半年情况如下。",)),
        ("地区\t2024年签约额（亿元）\t增长", ()),
        ("云栖市\t1,286.4\t6.3%", ("云栖市2024年签约额1,286.4亿元。", "云栖市增长6.3%。")),
        ("丹浦市\t930亿元\t—", ("丹浦市2024年签约额930亿元。",)),
        ("以上数字为初步统计。", ("以上数字为初步统计。",)),
    ]


def test_a_markdown_table_is_read_without_its_rule() -> None:
    draft = "| 园区 | 企业（家） |\n| --- | --- |\n| 临江经开区 | 1560 |"
    assert [part.claims for part in split_draft(draft)] == [(), ("临江经开区企业1560家。",)]


def test_a_row_without_numbers_is_judged_as_it_stands() -> None:
    draft = "园区\t主导产业\n临江经开区\t新材料"
    assert [part.claims for part in split_draft(draft)] == [(), ("临江经开区 新材料",)]


def test_the_title_of_a_report_claims_nothing() -> None:
    assert is_no_claim("云栖市上半年招商工作报告")
    assert not is_no_claim("云栖市发布上半年招商工作报告。")
