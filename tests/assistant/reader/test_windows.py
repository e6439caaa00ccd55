"""Windows hold every sentence of an article once, and none is longer than the reader can take."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from assistant.reader.windows import LONGEST, make_windows, split_windows
from index.text import split_sentences
from index.types import Article, Description, Span


def make_article(text: str, title: str = "", date: dt.date | None = None) -> Article:
    return Article("a", 1, "a", "a", "a", title, text, Description(title, date, None, None, None, "news", (), "Hans"))


def test_short_sentences_share_a_window() -> None:
    assert split_windows("云栖市签约十个项目。总投资30亿元。") == [Span(0, 18)]


def test_a_window_ends_before_the_sentence_that_would_make_it_too_long() -> None:
    text = "甲" * 149 + "。" + "乙" * 59 + "。"
    assert split_windows(text) == [Span(0, 150), Span(150, 210)]


def test_a_sentence_that_no_window_holds_is_cut_with_an_overlap() -> None:
    windows = split_windows("甲" * 400 + "。")
    assert windows == [Span(0, 260), Span(220, 401)]


def test_the_head_is_the_title_with_the_day_and_else_the_first_line() -> None:
    titled = make_article("正文。", "云栖ＧＤＰ", dt.date(2024, 3, 2))
    assert make_windows(titled)[0].head == "云栖gdp(2024-03-02)"
    assert make_windows(make_article("云栖市上半年增长。出口也增长。"))[0].head == "云栖市上半年增长()"


@given(st.text(alphabet="甲乙丙12.5%亿元，。；\n ", max_size=900))
def test_windows_come_in_order_and_hold_every_sentence(text: str) -> None:
    windows = split_windows(text)
    assert all(0 <= w.start < w.end <= len(text) and w.end - w.start <= LONGEST for w in windows)
    assert [w.start for w in windows] == sorted(w.start for w in windows)
    held = {at for w in windows for at in range(w.start, w.end)}
    assert all(set(range(s.start, s.end)) <= held for s in split_sentences(text))
