"""Markdown: marks go, words stay and map back, headings and tables become sections."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import clean_article
from index.config import ReadSettings
from index.read import read_file
from index.types import CleanText, RawArticle

TEXT = """---
title: "云栖市一季度经济"
date: 2025-04-18
source: 云栖日报
---
# 云栖市一季度经济

全市签约项目**61个**，[详情](https://example.invalid/a)见`附件`。

## 一、招商

- 签约额超400亿元。
> 据统计，增长12%。

表1 各区签约情况
单位：亿元

| 区 | 2024年 | 增速 |
|---|---:|---|
| 望海区 | 300 | 12% |
| 临江区 |  | -3% |

### 重点

签约项目**个，协议引资额**亿元。
"""


def clean(text: str) -> CleanText:
    result = clean_article(RawArticle("k", "p", None, "d", text, "markdown", plain_source=True))
    for run in result.offsets:
        assert result.text[run.clean : run.clean + run.length] == text[run.source : run.source + run.length]
    return result


def test_marks_go_and_words_stay() -> None:
    assert clean(TEXT).text.split("\n") == [
        "云栖市一季度经济", "全市签约项目61个，详情见附件。", "一、招商", "签约额超400亿元。", "据统计，增长12%。",
        "表1 各区签约情况", "单位：亿元", "区\t2024年\t增速", "望海区\t300\t12%", "临江区\t\t-3%", "重点",
        "签约项目**个，协议引资额**亿元。",
    ]  # fmt: skip
    assert clean(TEXT).notes == ("values redacted as **",)


def test_headings_and_tables_become_sections() -> None:
    result = clean(TEXT)
    chapters = [(each.heading, each.kind) for each in result.sections]
    assert chapters == [(("一、招商",), "text"), (("一、招商",), "table"), (("一、招商", "重点"), "text")]
    table = result.sections[1]
    assert [(each.role, each.span.of(result.text)) for each in table.context] == [
        ("caption", "表1 各区签约情况"), ("unit", "单位：亿元"), ("header", "区\t2024年\t增速"),
    ]  # fmt: skip
    assert table.span.of(result.text).endswith("临江区\t\t-3%")


def test_front_matter_declares_title_date_and_publisher(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT, encoding="utf-8")
    (raw,) = read_file(file, ReadSettings())
    assert isinstance(raw, RawArticle)
    assert raw.declared == {"title": "云栖市一季度经济", "date": "2025-04-18", "publisher": "云栖日报"}


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("# *_`|->[]()!\n甲乙，。1：表单位\t~<b>")), max_size=200))
def test_offsets_map_for_any_markdown(text: str) -> None:
    result = clean(text)
    for section in result.sections:
        assert section.span.end <= len(result.text)
