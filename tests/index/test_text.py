"""Folding keeps every offset; sentences are cut where Chinese prose ends them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.text import detect_script, fold, sentence_at, split_sentences


def test_folding_makes_script_width_and_case_one() -> None:
    assert fold("招商引資２０２４年ＦＤＩ　Ａ") == "招商引资2024年fdi a"


@given(st.text())
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_sentences_end_at_stops_semicolons_and_lines_and_keep_closing_quotes() -> None:
    text = "他说：“签约110个。”全年如此；\n  额2100亿元"
    assert [span.of(text) for span in split_sentences(text)] == ["他说：“签约110个。”", "全年如此；", "额2100亿元"]


@given(st.text(alphabet="甲乙1。；\n “”!"))
def test_sentences_lie_in_order_and_leave_out_only_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_the_sentence_around_an_offset_is_found() -> None:
    text = "第一句。第二句有110个。第三句"
    assert sentence_at(text, text.index("110")).of(text) == "第二句有110个。"


def test_the_script_of_a_text_is_told() -> None:
    assert detect_script("全市招商引資工作專題會議") == "Hant"
    assert detect_script("全市招商引资工作专题会议") == "Hans"
    assert detect_script("招商引資專題會議，招商引资专题会议") == "mixed"
