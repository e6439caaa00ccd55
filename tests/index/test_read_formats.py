"""PDF, Office files, tables of data, archives and saved pages: text, tables, places, and one failure for what fails."""

from __future__ import annotations

import email.message
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest

from index.clean import clean_article
from index.config import ReadSettings
from index.describe import describe_article
from index.read import find_inputs, read_file
from index.read.numbering import write_number
from index.read.ocr import Recognised
from index.types import CleanText, Failure, RawArticle
from tests.index.made_files import Piece, make_pdf, make_zip

SETTINGS = ReadSettings()
LINE = "去年全市签约亿元以上项目六十一个签约额超四百亿元同比增长百分之十二"


def read_bytes(folder: Path, name: str, data: bytes, settings: ReadSettings = SETTINGS) -> list[RawArticle | Failure]:
    file = folder / name
    file.write_bytes(data)
    return list(read_file(file, settings))


def read_one(folder: Path, name: str, data: bytes) -> tuple[RawArticle, CleanText]:
    (raw,) = read_bytes(folder, name, data)
    assert isinstance(raw, RawArticle), raw
    clean = clean_article(raw)
    for run in clean.offsets:
        assert clean.text[run.clean : run.clean + run.length] == raw.text[run.source : run.source + run.length]
    return raw, clean


def codes(found: list[RawArticle | Failure]) -> list[str]:
    return [each.code for each in found if isinstance(each, Failure)]


def table_of(clean: CleanText) -> tuple[list[str], list[tuple[str, str]]]:
    section = next(each for each in clean.sections if each.kind == "table")
    context = [(each.role, each.span.of(clean.text)) for each in section.context]
    return section.span.of(clean.text).split("\n"), context


def test_lines_of_a_pdf_become_paragraphs_across_pages_without_headers_and_footers(tmp_path: Path) -> None:
    def page(number: int, body: list[Piece]) -> list[Piece]:
        return [(240, 800, 9, "云栖市统计局内部资料"), *body, (290, 30, 9, f"- {number} -")]

    first: list[Piece] = [(220, 760, 16, "云栖市经济简况"), (92, 720, 12, LINE), (68, 700, 12, LINE + "前一")]
    second: list[Piece] = [(68, 760, 12, "页接后一页完。"), (92, 740, 12, "另起一段，到此为止。")]
    third: list[Piece] = [(92, 760, 12, "第三页只有这一句话。")]
    raw, clean = read_one(tmp_path, "a.pdf", make_pdf([page(1, first), page(2, second), page(3, third)]))
    assert clean.text.split("\n") == [
        "云栖市经济简况", f"{LINE}{LINE}前一页接后一页完。", "另起一段，到此为止。", "第三页只有这一句话。",
    ]  # fmt: skip
    assert [each.text for each in clean.removed].count("云栖市统计局内部资料") == 3
    assert "- 2 -" in [each.text for each in clean.removed]
    last = clean.origins[-1]
    assert (last.span.of(clean.text), last.page) == ("第三页只有这一句话。", 3)
    assert last.box is not None
    assert last.box[1] == pytest.approx(760, abs=4)
    assert raw.media == "structured"


def test_columns_of_a_pdf_become_a_table_with_its_unit(tmp_path: Path) -> None:
    rows = [("地区", "2024年", "增速"), ("望海区", "300", "12%"), ("临江区", "", "5%"), ("青川区", "80", "-3%")]
    pieces: list[Piece] = [(68, 780, 12, "表1 各区签约情况"), (400, 760, 10, "单位：亿元")]
    for at, row in enumerate(rows):
        pieces += [(68 + 150 * column, 740 - 20 * at, 12, cell) for column, cell in enumerate(row) if cell]
    _, clean = read_one(tmp_path, "t.pdf", make_pdf([pieces]))
    lines, context = table_of(clean)
    assert lines == ["地区\t2024年\t增速", "望海区\t300\t12%", "临江区\t\t5%", "青川区\t80\t-3%"]
    assert context == [("caption", "表1 各区签约情况"), ("unit", "单位：亿元"), ("header", "地区\t2024年\t增速")]


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "初步核算全年地区生产总值三千一百",
        "亿元比上年增长百分之五点八其中第",
        "一产业增加值二百亿元第二产业增加",
        "值一千三百亿元。",
    ]
    right = [line.replace("初步核算", "年末统计") for line in left]
    pieces: list[Piece] = [(200, 780, 20, "云栖市统计公报"), (240, 750, 10, "云栖市统计局"), (245, 735, 10, "二月八日")]
    for column, lines in ((60, left), (320, right)):
        pieces += [(column, 700 - 16 * at, 12, line) for at, line in enumerate(lines)]
    raw, _ = read_one(tmp_path, "c.pdf", make_pdf([pieces]))
    assert raw.text.strip().split("\n")[-2:] == ["".join(left), "".join(right)]
    assert raw.text.strip().split("\n")[:3] == ["云栖市统计公报", "云栖市统计局", "二月八日"]


def test_a_table_goes_on_over_the_page_and_centred_headers_stand_over_their_columns(tmp_path: Path) -> None:
    rows = [
        ("望海区", "812.4", "6.1"),
        ("临江区", "655.0", "5.4"),
        ("青川县", "211.7", "4.9"),
        ("东湾区", "88.0", "3.2"),
    ]
    header: list[Piece] = [(80, 100, 12, "地区"), (235, 100, 12, "生产总值"), (440, 100, 12, "增速")]
    pages = [header, []]
    for at, row in enumerate(rows):
        page, bottom = (0, 80 - 20 * at) if at < 2 else (1, 780 - 20 * at)
        pages[page] += [(60 + 160 * column, bottom, 12, cell) for column, cell in enumerate(row)]
    _, clean = read_one(tmp_path, "t.pdf", make_pdf(pages))
    assert table_of(clean)[0] == ["地区\t生产总值\t增速", *("\t".join(row) for row in rows)]


def test_the_last_sentence_of_a_page_is_no_footer_though_it_comes_on_each(tmp_path: Path) -> None:
    pages: list[list[Piece]] = [
        [
            (60, 780, 9, "云栖市公报"),
            (60, 700, 12, "第一段话说得很长很长一直到行末为止"),
            (60, 60, 12, f"完成投资{n}亿元。"),
        ]
        for n in (11, 12, 13)
    ]
    raw, _ = read_one(tmp_path, "e.pdf", make_pdf(pages))
    assert all(f"完成投资{n}亿元。" in raw.text for n in (11, 12, 13))
    assert "云栖市公报" not in raw.text


def test_a_pdf_without_text_says_what_to_install_or_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.read.pdf.load_ocr", lambda: None)
    assert codes(read_bytes(tmp_path, "scan.pdf", make_pdf([[]]))) == ["needs_ocr"]
    picture: list[Piece] = [(68, 700, 300, "")]
    some = make_pdf([[(68, 700, 12, f"{LINE}。")], picture, []])
    raw, _ = read_one(tmp_path, "some.pdf", some)
    assert raw.notes == ("pages without text: 2",)
    found = [Recognised("扫描所得的一行。", 100.0, 200.0, 400.0, 230.0)]
    monkeypatch.setattr("index.read.pdf.load_ocr", lambda: lambda _: found)
    raw, clean = read_one(tmp_path, "read.pdf", some)
    assert clean.text == f"{LINE}。\n扫描所得的一行。"
    assert raw.origins[-1].box == (50.0, 842 - 115.0, 200.0, 842 - 100.0)


def test_a_page_that_says_it_is_a_mile_wide_is_drawn_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def recognise(picture: Any) -> list[Recognised]:
        drawn.append(picture.size)
        return []

    monkeypatch.setattr("index.read.pdf.load_ocr", lambda: recognise)
    data = make_pdf([[(60, 700, 300, "")]]).replace(b"595 842", b"999999 999999")
    (failed,) = read_bytes(tmp_path, "w.pdf", data)
    assert isinstance(failed, Failure)
    assert failed.code == "empty"
    assert 0 < drawn[0] <= 4 * 21_000_000


def test_rows_of_short_words_are_no_menu(tmp_path: Path) -> None:
    rows = "区\t镇\n甲区\t乙镇\n丙区\t丁镇\n戊区\t己镇\n首页\t更多\n"
    _, clean = read_one(tmp_path, "a.csv", rows.replace("\t", ",").encode())
    assert clean.text == rows.strip()


def test_word_paragraphs_headings_and_tables_are_read_as_shown(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("云栖市招商方案", level=1)
    document.add_paragraph("去年签约61个项目。")
    document.add_heading("主要目标", level=2)
    document.add_paragraph("表1 目标")
    document.add_paragraph("单位：亿元")
    table = document.add_table(rows=3, cols=3)
    for at, row in enumerate((("区", "签约额", ""), ("望海区", "300", "12%"), ("", "310", "5%"))):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("以上为目标。")
    out = BytesIO()
    document.save(out)
    _, clean = read_one(tmp_path, "a.docx", out.getvalue())
    lines, context = table_of(clean)
    assert lines == ["区\t签约额\t", "望海区\t300\t12%", "\t310\t5%"]
    assert [role for role, _ in context] == ["caption", "unit", "header"]
    assert [each.heading for each in clean.sections if each.kind == "text"] == [
        ("云栖市招商方案",), ("云栖市招商方案", "主要目标"), ("云栖市招商方案", "主要目标"),
    ]  # fmt: skip


def test_numbers_that_word_counts_itself_are_written_out(tmp_path: Path) -> None:
    from docx.oxml import parse_xml

    document = docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for at, (form, words) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        )
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, words in ((0, "总体要求"), (1, "目标"), (1, "任务"), (2, "招商。"), (0, "保障措施"), (1, "组织")):
        paragraph = document.add_paragraph(words)
        list_of = f'<w:numPr {space}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(list_of))
    out = BytesIO()
    document.save(out)
    _, clean = read_one(tmp_path, "a.docx", out.getvalue())
    assert clean.text.split("\n") == [
        "一、总体要求",
        "（一）目标",
        "（二）任务",
        "1.招商。",
        "二、保障措施",
        "（一）组织",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (101, "一百零一"), (110, "一百一十")],
)
def test_chinese_numbers_are_written_as_lists_write_them(number: int, words: str) -> None:
    assert write_number(number, "chineseCounting") == words


def test_deleted_words_are_out_and_inserted_words_in(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("签约")
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>50</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>61个。</w:t></w:r></w:ins>"))
    out = BytesIO()
    document.save(out)
    assert read_one(tmp_path, "a.docx", out.getvalue())[1].text == "签约61个。"


def test_boxes_and_notes_stand_behind_the_paragraph_not_in_its_sentence(tmp_path: Path) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    box = "<w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent>"
    drawn = (
        f"<w:r {names}><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    paragraph = document.add_paragraph("望海区签约")
    paragraph._p.append(parse_xml(drawn))
    paragraph._p.append(parse_xml(f'<w:r {names}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run("400亿元。")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>含意向。</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {names}>{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = BytesIO()
    document.save(out)
    _, clean = read_one(tmp_path, "n.docx", out.getvalue())
    assert clean.text == "望海区签约400亿元。\n框里的话\n注：含意向。"


def test_a_sheet_keeps_its_cells_and_shows_numbers_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "一季度"
    for row in (
        ["各区签约情况"],
        ["单位：亿元"],
        ["区", "签约额", "增速"],
        ["望海区", 300.5, 0.123],
        ["临江区", None, -0.05],
    ):
        sheet.append(row)
    sheet["C4"].number_format = sheet["C5"].number_format = "0.0%"
    book.create_sheet("隐藏").sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    _, clean = read_one(tmp_path, "a.xlsx", out.getvalue())
    lines, context = table_of(clean)
    assert lines == ["区\t签约额\t增速", "望海区\t300.5\t12.3%", "临江区\t\t-5.0%"]
    assert context[:2] == [("caption", "各区签约情况"), ("unit", "单位：亿元")]
    places = {each.cell: each.span.of(clean.text) for each in clean.origins}
    assert (places["B4"], places["C5"], clean.origins[0].sheet) == ("300.5", "-5.0%", "一季度")


def test_slides_are_read_with_their_numbers(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for title in ("招商情况", "下一步打算"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"{title}：签约61个。"
    out = BytesIO()
    deck.save(out)
    _, clean = read_one(tmp_path, "a.pptx", out.getvalue())
    assert clean.text == "招商情况\n招商情况：签约61个。\n下一步打算\n下一步打算：签约61个。"
    assert [each.page for each in clean.origins] == [1, 1, 2, 2]
    assert [each.heading for each in clean.sections] == [("招商情况",), ("下一步打算",)]


def test_a_table_alone_is_called_by_its_file(tmp_path: Path) -> None:
    raw, clean = read_one(tmp_path, "各区签约.csv", "单位：亿元,\n地区,签约额\n望海区,402.2\n".encode("gb18030"))
    assert describe_article(raw, clean).title == "各区签约"


def test_a_csv_of_data_is_a_table(tmp_path: Path) -> None:
    data = "各区签约情况\n单位：亿元\n区;2024年;增速\n望海区;300;12%\n临江区;;5%\n".encode("gb18030")
    _, clean = read_one(tmp_path, "a.csv", data)
    lines, context = table_of(clean)
    assert lines == ["区\t2024年\t增速", "望海区\t300\t12%", "临江区\t\t5%"]
    assert context[1] == ("unit", "单位：亿元")
    assert clean.origins[-1].cell == "5"


def test_a_saved_page_is_read_with_its_address(tmp_path: Path) -> None:
    message = email.message.EmailMessage()
    message["Snapshot-Content-Location"] = "https://example.invalid/2025/0302/a.html"
    message.set_content(f"<html><body><h1>云栖市签约</h1><p>{LINE}，共三百亿元。</p></body></html>", subtype="html")
    raw, clean = read_one(tmp_path, "a.mhtml", message.as_bytes())
    assert raw.declared["url"] == "https://example.invalid/2025/0302/a.html"
    assert clean.text == f"云栖市签约\n{LINE}，共三百亿元。"


def test_an_archive_gives_its_members_and_a_failure_for_each_bad_one(tmp_path: Path) -> None:
    data = make_zip({
        "a/一.txt": LINE.encode(), "b.jsonl": b'{"id": "x", "text": "y"}\n{', "../evil.txt": b"x", "/abs.txt": b"x",
        "c.pdf": b"%PDF-1.4 nothing", "d.zip": b"PK", "e.exe": b"MZ", "f.txt": b"", "C:\\g.txt": b"x",
    })  # fmt: skip
    found = read_bytes(tmp_path, "a.zip", data)
    keys = {each.key.partition("!")[2] for each in found if isinstance(each, RawArticle)}
    failed = {each.path.partition("!")[2]: each.code for each in found if isinstance(each, Failure)}
    assert keys == {"a/一.txt", "b.jsonl#x"}
    assert failed == {
        "b.jsonl#L2": "bad_json", "../evil.txt": "unsafe_path", "/abs.txt": "unsafe_path", "c.pdf": "damaged",
        "d.zip": "nested_archive", "f.txt": "empty", "C:\\g.txt": "unsafe_path",
    }  # fmt: skip


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    bomb = make_zip({"a.txt": b"0" * (40 * 2**20)})
    assert codes(read_bytes(tmp_path, "bomb.zip", bomb)) == ["zip_bomb"]
    assert codes(read_bytes(tmp_path, "bomb.docx", bomb)) == ["zip_bomb"]
    small = make_zip({"a.txt": LINE.encode() * 100})
    limits = ReadSettings(largest_archive=2048)
    assert codes(read_bytes(tmp_path, "b.zip", small, limits)) == ["zip_bomb"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF-1.7\n" + b"\0" * 100, "damaged"),
        ("a.pdf", make_pdf([[(68, 700, 12, LINE)]])[:300], "damaged"),
        ("a.pdf", make_pdf([[(68, 700, 12, LINE)]], locked=True), "encrypted"),
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        ("a.xlsx", make_zip({"x.txt": b"no workbook"}), "damaged"),
        ("a.pptx", make_zip({}), "damaged"),
        ("a.zip", b"PK\x05\x06", "damaged"),
        ("a.mhtml", b"Subject: x\n\nno page", "empty"),
        ("a.csv", b"\n\n", "empty"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "unsupported"),
    ],
)
def test_each_hostile_file_is_one_failure(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert codes(read_bytes(tmp_path, name, data)) == [code]


def test_old_formats_in_a_folder_are_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "old.doc").write_bytes(b"x")
    (file,) = find_inputs([tmp_path], SETTINGS)
    (failure,) = read_file(file, SETTINGS)
    assert isinstance(failure, Failure)
    assert "save it as .docx" in failure.message
