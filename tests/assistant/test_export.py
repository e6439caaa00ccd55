"""Exports hold every citation, open in the programs they are for, and run nothing out of an article."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pytest
from lxml import etree

from assistant.export import export_answers, make_stem
from assistant.export.markdown import escape
from assistant.export.sheets import write_figure_csv, write_figure_sheet
from assistant.export.word import Remark, write_checked_word
from assistant.markup import parse_answer
from index.errors import UsageError
from tests.assistant.web.fakes import SIGNING, hostile_answer, make_figure, signing_answer, table_answer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_footnotes(content: bytes) -> list[str]:
    """Return the words of all notes that are no separators."""
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/footnotes.xml"))
    return ["".join(note.itertext()) for note in tree if note.get(f"{W}type") is None]


def test_word_has_a_footnote_for_each_mention_with_title_date_and_quote() -> None:
    content = export_answers([signing_answer()], "docx", "zh").content
    notes = read_footnotes(content)
    assert len(notes) == 4
    assert "2025-03-02" in notes[0]
    assert "“签约额超1234亿元”" in notes[0]
    assert notes[2].strip() == "同脚注 1"
    references = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")).iter(
        f"{W}footnoteReference"
    )
    assert [r.get(f"{W}id") for r in references] == ["2", "3", "4", "5"]


def test_word_names_a_chinese_font_and_keeps_the_table() -> None:
    document = docx.Document(io.BytesIO(export_answers([table_answer("甲、乙")], "docx", "zh").content))
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["方面", "𠮷丰经开区", "临江经开区"]
    assert document.tables[0].rows[2].cells[1].text == "未见报道"
    assert 'w:eastAsia="宋体"' in document.styles["Normal"].element.xml
    assert 'w:eastAsia="zh-CN"' in document.styles["Normal"].element.xml
    assert round(document.sections[0].page_width.mm) == 210


def test_word_survives_characters_that_xml_cannot_hold() -> None:
    answer = replace(signing_answer(), question="问\x00题\ud800", text="甲\x0b乙[1]")
    assert docx.Document(io.BytesIO(export_answers([answer], "docx", "zh").content)).paragraphs[0].text == "问题"


def test_excel_has_answers_tables_figures_and_sources() -> None:
    answers = [signing_answer(), table_answer("甲、乙")]
    book = openpyxl.load_workbook(io.BytesIO(export_answers(answers, "xlsx", "zh", "对话").content))
    assert book.sheetnames == ["答案", "表 2", "数据", "出处"]
    assert [row[0].value for row in book["出处"].iter_rows(min_row=2)] == ["1-1", "1-2", "2-1", "2-2"]
    assert book["数据"]["D2"].value == 123_400_000_000


def test_a_formula_out_of_an_article_is_text_in_excel_and_csv() -> None:
    figure = make_figure(SIGNING, "1234亿元", "=HYPERLINK(1)")
    book = openpyxl.load_workbook(io.BytesIO(write_figure_sheet([(figure, "+题")], ["-句"], "zh")))
    assert book["数据"]["B2"].data_type == "s"
    line = write_figure_csv([(figure, "+题")], "zh").decode("utf-8-sig").splitlines()[1]
    assert line.split(",")[1] == "'=HYPERLINK(1)"
    assert line.endswith("'+题")


def test_markdown_lists_sources_and_escapes_what_is_not_ours() -> None:
    text = export_answers([hostile_answer("敌意")], "md", "zh").content.decode()
    assert '- [1] \\<img src=x onerror="window.hacked=true"\\>' in text
    assert "### 出处" in text


def test_a_checked_draft_has_a_comment_beside_what_differs() -> None:
    remarks = [
        Remark("签约额1300亿元。", "contradicted", "数字：1300亿元 → 1234亿元"),
        Remark("同志们：", "not_a_claim", ""),
    ]
    content = write_checked_word(remarks, "zh")
    comments = zipfile.ZipFile(io.BytesIO(content)).read("word/comments.xml").decode()
    assert comments.count("<w:comment ") == 1
    assert "1300亿元 → 1234亿元" in comments


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UsageError, match="pptx"):
        export_answers([signing_answer()], "pptx", "zh")


def test_a_title_becomes_a_file_name() -> None:
    assert make_stem("../a/b: 签约额？*") == "a b 签约额"
    assert make_stem("///") == "yinzheng"
    assert escape("a[1]|b\nc") == "a\\[1\\]\\|b c"


def test_an_answer_is_parsed_into_blocks_with_citations() -> None:
    blocks = parse_answer("甲**乙**[12]\\[3\\]\n\n- 丙\n## 丁")
    assert [(block.kind, block.plain) for block in blocks] == [
        ("paragraph", "甲乙[12][3]"),
        ("item", "丙"),
        ("heading", "丁"),
    ]
    assert [piece.bold for piece in blocks[0].pieces] == [False, True, False, False]


def test_a_table_stands_once_in_every_file_and_its_cells_keep_their_notes() -> None:
    answer = table_answer("甲、乙")
    table = answer.table
    assert table is not None
    cells = table.rows[0]
    noted = replace(cells[1], note="亿元以上")
    text = "| 方面 | 甲 |\n| --- | --- |\n| 签约额 | 超1234亿元[1] |\n\n- 两地统计口径可能不同。"
    answer = replace(answer, text=text, table=replace(table, rows=((cells[0], noted, cells[2]),)))
    document = docx.Document(io.BytesIO(export_answers([answer], "docx", "zh").content))
    assert "超1234亿元（亿元以上）" in document.tables[0].cell(1, 1).text
    assert sum("口径可能不同" in paragraph.text for paragraph in document.paragraphs) == 1
    book = openpyxl.load_workbook(io.BytesIO(export_answers([answer], "xlsx", "zh").content))
    assert not any("|" in str(row[0]) for row in book["答案"].values)
    assert book["表"]["B2"].value == "超1234亿元（亿元以上）[1]"
