"""The original opens at the citation: a PDF page with its boxes, cells, text; never a file that is no article's."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from PIL import Image

from assistant.web.originals import Originals
from index.config import ReadSettings
from index.errors import SourceError, UsageError
from index.types import Origin, Span
from tests.assistant.web.fakes import FakeLibrary, make_article

BOX = (50.0, 700.0, 250.0, 720.0)


def hold(path: Path, text: str, *origins: Origin) -> Originals:
    library = FakeLibrary()
    library.held["d"] = replace(make_article("d", text, "题"), key=str(path), path=str(path), origins=origins)
    return Originals(library, ReadSettings())


def make_pdf(path: Path, pages: int) -> Path:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(path)
    return path


def spot(start: int, end: int, **over: Any) -> dict[str, Any]:
    return {"doc": "d", "version": 1, "spots": [{"n": 1, "start": start, "end": end}], **over}


def test_a_citation_opens_its_page_with_a_box_around_the_words(tmp_path: Path) -> None:
    origins = (Origin(Span(0, 3), 1, BOX), Origin(Span(3, 6), 2, BOX))
    originals = hold(make_pdf(tmp_path / "a.pdf", 3), "甲乙丙丁戊己", *origins)
    html = originals.open(spot(3, 5))["html"]
    # 842 points high, the box ends at 720, and two points of air lie around it.
    assert '<rect x="48.0" y="120.0" width="204.0" height="24.0" class="active"/>' in html
    assert 'href="original/d/1/2.png"' in html
    assert "第 2 页，共 3 页" in html
    assert "<rect" not in originals.open(spot(3, 5, page=1))["html"]
    assert originals.draw("d", 1, 2).startswith(b"\x89PNG")


def test_a_page_that_does_not_exist_is_said_to_be_missing(tmp_path: Path) -> None:
    originals = hold(make_pdf(tmp_path / "a.pdf", 1), "甲")
    assert "原件不在原处" in originals.open(spot(0, 1, page=9))["html"]


def test_cells_of_a_workbook_stand_among_their_neighbours(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    # Ten rows of two cells of one letter each, and a row far below.
    cells = [f"{column}{row}" for row in (*range(1, 11), 90) for column in "AB"]
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    origins = [Origin(Span(at, at + 1), sheet="表一", cell=cell) for at, cell in enumerate(cells)]
    html = hold(tmp_path / "a.xlsx", text, *origins).open(spot(19, 20))["html"]
    assert "工作表“表一”" in html
    assert '<th scope="col">A</th><th scope="col">B</th>' in html
    assert '<tr><th scope="row">10</th><td>申</td><td title="B10"><mark class="active">酉</mark></td></tr>' in html
    # The first row says what the columns are; rows far from the cited one are left out.
    assert "<td>甲</td><td>乙</td>" in html
    assert not any(f"<td>{letter}</td>" in html for letter in "丙丁戊己戌亥")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "临江经开区去年签约<b>".encode()),
        ("b.txt", "临江经开区去年签约<b>".encode("gb18030")),
        ("c.html", b"<p>\xe7\xad\xbe\xe7\xba\xa6&lt;b&gt;<script>"),
    ],
)
def test_texts_and_web_pages_are_shown_as_text(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    html = hold(tmp_path / name, "甲").open(spot(0, 1))["html"]
    assert "签约&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    originals = hold(tmp_path / "gone.pdf", "甲")
    assert "gone.pdf" in originals.open(spot(0, 1))["html"]
    with pytest.raises(SourceError):
        originals.draw("d", 1, 1)
    with pytest.raises(UsageError):
        hold(tmp_path / "a.txt", "甲").draw("d", 1, 1)


def test_a_document_of_an_office_program_is_shown_as_its_words(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("云栖市（虚构）签约额412亿元。")
    document.save(tmp_path / "a.docx")
    html = hold(tmp_path / "a.docx", "甲").open(spot(0, 1))["html"]
    assert "云栖市（虚构）签约额412亿元。" in html
    assert "invisible" not in html


def test_a_member_of_an_archive_opens_like_a_file(tmp_path: Path) -> None:
    make_pdf(tmp_path / "a.pdf", 2)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "a.pdf", "报表/a.pdf")
        archive.writestr("b.txt", "云栖市（虚构）签约")
    originals = hold(Path(f"{tmp_path}/all.zip!报表/a.pdf"), "甲乙丙", Origin(Span(0, 3), 2, BOX))
    assert "第 2 页，共 2 页" in originals.open(spot(0, 1))["html"]
    assert originals.draw("d", 1, 2).startswith(b"\x89PNG")
    assert "云栖市（虚构）签约" in hold(Path(f"{tmp_path}/all.zip!b.txt"), "甲").open(spot(0, 1))["html"]
    assert "原件不在原处" in hold(Path(f"{tmp_path}/all.zip!c.pdf"), "甲").open(spot(0, 1))["html"]


def test_a_picture_is_drawn_with_the_box_of_the_words(tmp_path: Path) -> None:
    Image.new("RGB", (300, 900), "white").save(tmp_path / "scan.jpg")
    originals = hold(tmp_path / "scan.jpg", "甲", Origin(Span(0, 1), 1, BOX))
    # 900 high, the box ends at 720, and two of air.
    assert '<rect x="48.0" y="178.0"' in originals.open(spot(0, 1))["html"]
    assert originals.draw("d", 1, 1).startswith(b"\x89PNG")
    (tmp_path / "scan.jpg").write_bytes(b"no picture")
    assert "原件不在原处" in originals.open(spot(0, 1))["html"]
