"""A comparison's cells: audited, numbered, or honestly blank."""

from __future__ import annotations

import datetime as dt

from assistant.answer import AnswerBuilder
from assistant.audit import Auditor
from assistant.compare import DraftCell, DraftTable
from assistant.tables import finish_table
from assistant.types import Answer, Question, Quote
from index.metrics import load_vocabulary
from index.regions import load_gazetteer
from index.types import Article, Span
from tests.made import make_article

TEXT = "2024年，丙山经开区签约额520亿元。在上海、深圳、苏州设立三个驻点招商分局。"
ARTICLE = make_article(TEXT)
ASKED = Question("比较", "比较", "zh", dt.date(2025, 8, 1), "comparison")


def article_of(doc_id: str, version: int | None = None) -> Article:
    return ARTICLE


def cell(words: str, said: str | None = None) -> DraftCell:
    start = TEXT.index(words)
    return DraftCell(said or words, (Quote("d1", 1, Span(start, start + len(words))),))


def finish(*cells: DraftCell) -> tuple[AnswerBuilder, Answer]:
    builder = AnswerBuilder(article_of)
    draft = DraftTable(
        ("方面", *(f"地方{n}" for n in range(len(cells)))), ((DraftCell("做法"), *cells),), ("时间不同",)
    )
    auditor = Auditor(article_of, load_gazetteer(), load_vocabulary())
    return builder, finish_table(draft, ASKED, builder, auditor)


def test_a_cell_that_its_quote_carries_is_numbered_and_a_blank_one_says_so() -> None:
    _, answer = finish(cell("在上海、深圳、苏州设立三个驻点招商分局。"), DraftCell("未见报道", blank="not_reported"))
    assert answer.kind == "table"
    assert [c.citations for c in answer.table.rows[0]] == [(), (1,), ()]
    assert [c.blank for c in answer.table.rows[0]] == [None, None, "not_reported"]
    assert "| 做法 | 在上海、深圳、苏州设立三个驻点招商分局。[1] | 未见报道 |" in answer.text
    assert answer.text.endswith("- 时间不同")


def test_a_cell_that_its_quote_does_not_carry_becomes_blank_and_is_recorded() -> None:
    builder, answer = finish(
        cell("在上海、深圳、苏州设立三个驻点招商分局。"),
        cell("2024年，丙山经开区签约额520亿元。", "2024年签约额620亿元"),
    )
    assert answer.table.rows[0][2].blank == "not_reported"
    assert [removed.text for removed in builder.removed] == ["2024年签约额620亿元"]


def test_a_table_without_a_single_source_is_a_refusal() -> None:
    _, answer = finish(DraftCell("未见报道", blank="not_reported"))
    assert (answer.kind, answer.refusal.reason) == ("refusal", "no_document")
