"""A draft comes back as the user's own Word file, with comments at the sentences that were judged."""

from __future__ import annotations

import io
from typing import Any

import docx

from assistant.export.annotate import annotate_text, annotate_word
from assistant.export.word import Remark


def _draft() -> bytes:
    document = docx.Document()
    document.add_heading("招商情况汇报", 1)
    paragraph = document.add_paragraph("2024年，云栖市（虚构）签约额")
    paragraph.add_run("1300亿元").bold = True
    paragraph.add_run("。到位资金100亿元。全年引进项目37个。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "临江市（虚构）", "签约额80亿元"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _commented(content: bytes) -> dict[str, str]:
    """Return comment → the words between its marks."""
    document: Any = docx.Document(io.BytesIO(content))
    words: dict[str, list[str]] = {}
    open_ids: set[str] = set()
    for element in document.element.body.iter():
        kind = element.tag.rpartition("}")[2]
        if kind in ("commentRangeStart", "commentRangeEnd"):
            number = next(value for key, value in element.attrib.items() if key.endswith("}id"))
            (open_ids.add if kind.endswith("Start") else open_ids.discard)(number)
        elif kind == "t":
            for number in open_ids:
                words.setdefault(number, []).append(element.text or "")
    return {comment.text: "".join(words.get(str(comment.comment_id), [])) for comment in document.comments}


REMARKS = [
    Remark("招商情况汇报", "not_a_claim", ""),
    Remark("2024年，云栖市（虚构）签约额1300亿元。", "contradicted", "不符"),
    Remark("到位资金100亿元。", "supported", "有据"),
    Remark("全年引进项目37个。", "not_found", "未找到"),
    Remark("临江市（虚构）\t签约额80亿元", "supported", "表"),
]


def test_comments_stand_at_their_sentences_and_the_rest_stays() -> None:
    content = annotate_word(_draft(), REMARKS)
    assert _commented(content) == {
        "不符": "2024年，云栖市（虚构）签约额1300亿元。",
        "有据": "到位资金100亿元。",
        "未找到": "全年引进项目37个。",
        "表": "临江市（虚构）签约额80亿元",
    }
    document = docx.Document(io.BytesIO(content))
    before = docx.Document(io.BytesIO(_draft()))
    assert [p.text for p in document.paragraphs] == [p.text for p in before.paragraphs]
    assert document.paragraphs[0].style.name == "Heading 1"
    assert [run.text for run in document.paragraphs[1].runs if run.bold] == ["1300亿元"]
    assert document.tables[0].cell(0, 1).text == "签约额80亿元"


def test_a_sentence_that_is_not_found_keeps_its_comment() -> None:
    commented = _commented(annotate_word(_draft(), [Remark("别的话。", "not_found", "未找到")]))
    assert list(commented) == ["“别的话。”：未找到"]


def test_a_pasted_text_keeps_its_lines_and_repeated_sentences_their_own_comment() -> None:
    text = "签约。\n\n落地。签约。"
    content = annotate_text(text, [Remark("签约。", "supported", "一"), Remark("签约。", "not_found", "二")])
    assert [p.text for p in docx.Document(io.BytesIO(content)).paragraphs] == ["签约。", "", "落地。签约。"]
    assert _commented(content) == {"一": "签约。", "二": "签约。"}
