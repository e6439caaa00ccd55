"""HTML from articles and answers: escaped, marked by code points, complete in both languages."""

from __future__ import annotations

import datetime as dt
import re
import string
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from assistant.web.faces import Relative
from assistant.web.render.answer import render_answer, render_evidence
from assistant.web.render.article import render_article
from assistant.web.render.inline import render_markdown
from assistant.web.render.marks import Mark, cut_segments, split_paragraphs
from assistant.web.render.notes import translate_note
from assistant.web.render.safe import is_web_address, show
from assistant.web.texts import LANGUAGES, load_texts, say
from index.types import Span
from tests.assistant.web.fakes import (
    HOSTILE,
    SIGNING,
    hostile_answer,
    make_article,
    refusal_answer,
    signing_answer,
)


class _Reader(HTMLParser):
    """Collects tags, attributes, and the words under `mark.active`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.active = ""
        self._open: list[bool] = []
        self._in_label = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        if tag == "mark":
            self._open.append(("class", "active") in attrs)
        self._in_label = tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._open.pop()
        if tag == "sup":
            self._in_label = False

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] and not self._in_label:
            self.active += data


def test_the_highlight_covers_the_quote_also_behind_an_astral_character() -> None:
    citation = signing_answer().citations[0]
    html = render_article(SIGNING, [Mark(Span(citation.start, citation.end), "active", 1)], "zh")
    assert _Reader(html).active == "签约额超1234亿元"


def test_overlapping_marks_are_cut_into_segments_that_name_all_of_them() -> None:
    marks = [Mark(Span(2, 6), "active", 1), Mark(Span(4, 8), "cited", 2)]
    cut = [(s.span.start, s.span.end, [m.n for m in s.marks]) for s in cut_segments(Span(0, 10), marks)]
    assert cut == [(0, 2, []), (2, 4, [1]), (4, 6, [1, 2]), (6, 8, [2]), (8, 10, [])]


def test_a_quote_over_two_lines_is_marked_on_both() -> None:
    article = make_article("two", "甲乙丙\n丁戊己", "题")
    assert _Reader(render_article(article, [Mark(Span(1, 6), "active", 1)], "zh")).active == "乙丙丁戊"


def test_a_mark_beyond_the_text_is_left_out() -> None:
    article = make_article("short", "甲乙丙", "题")
    assert "<mark" not in render_article(article, [Mark(Span(90, 95), "active", 1)], "zh")


@given(st.text(alphabet="甲乙。 \n𠮷<&", max_size=200), st.data())
def test_paragraphs_and_segments_lose_no_visible_character(text: str, data: st.DataObject) -> None:
    edge = st.integers(0, max(len(text), 1))
    spans = data.draw(st.lists(st.tuples(edge, edge), max_size=4))
    marks = [Mark(Span(min(a, b), max(a, b)), "cited", 1) for a, b in spans if a != b]
    seen = "".join(
        segment.span.of(text) for paragraph in split_paragraphs(text) for segment in cut_segments(paragraph, marks)
    )
    assert seen.split() == text.split() or "".join(seen.split()) == "".join(text.split())


def test_other_editions_and_the_same_text_elsewhere_are_a_click_away() -> None:
    relatives = [Relative("later", "two", "办法<b>", dt.date(2025, 1, 2)), Relative("duplicate", "three", "转载", None)]
    html = render_article(SIGNING, [], "zh", relatives)
    assert '已有更新的版本：<button type="button" class="text-link" data-open="two">办法&lt;b&gt;</button>' in html
    assert 'data-open="three"' in html


def test_a_line_of_a_million_characters_is_cut_and_rendered_fast() -> None:
    started = time.perf_counter()
    html = render_article(
        make_article("long", "甲" * 1_000_000, "长"), [Mark(Span(999_990, 999_999), "active", 1)], "zh"
    )
    assert time.perf_counter() - started < 5
    assert max(map(len, re.split(r"</?p", html))) < 5000
    assert _Reader(html).active == "甲" * 9


def test_nothing_of_a_hostile_article_becomes_a_tag_or_a_handler() -> None:
    html = render_article(HOSTILE, [Mark(Span(0, 20), "active", 1)], "zh")
    reader = _Reader(html)
    assert set(reader.tags) <= {
        "article", "header", "h2", "p", "span", "time", "ul", "li", "div", "mark", "sup", "details", "summary", "b",
    }  # fmt: skip
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name == "style"]
    assert "a" not in reader.tags


def test_notes_are_told_in_the_language_of_the_page() -> None:
    assert translate_note("paywalled: 662 characters are missing", "zh") == "付费墙：缺 662 字"
    assert (
        translate_note("truncated: 1860 of 2925 characters are shown", "zh") == "原文被截断：共 2925 字，只有 1860 字"
    )
    assert translate_note("values redacted as {0}", "zh") == "原文以 {0} 隐去了数值"
    assert translate_note("something new", "zh") == "something new"
    assert translate_note("paywalled: 662 characters are missing", "en") == "paywalled: 662 characters are missing"


def test_a_paragraph_begins_with_its_first_letter() -> None:
    text = "甲。 乙“丁。” 戊“己” 庚。\n  丙"
    assert [span.of(text) for span in split_paragraphs(text)] == ["甲。", "乙“丁。”", "戊“己” 庚。", "丙"]


def test_an_override_of_direction_is_shown_as_a_sign() -> None:
    assert show("\u202e倒") == Markup('<span class="invisible" title="U+202E">▯</span>倒')


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.example", "http://["]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert not is_web_address(url)


def test_markdown_knows_markers_bold_lists_and_escapes_and_nothing_else() -> None:
    html = render_markdown(
        "# 题\n**甲**乙\\[71\\]\\*[1][9]\n- 丙<i>\n![x](http://a.example/x.png)",
        lambda n: Markup("<cite>{}</cite>").format(n) if n == 1 else Markup("[{}]").format(n),
    )
    assert html == (
        "<h3>题</h3><p><strong>甲</strong>乙[71]*<cite>1</cite>[9]</p><ul><li>丙&lt;i&gt;</li></ul>"
        "<p>![x](http://a.example/x.png)</p>"
    )


@given(st.text(alphabet=string.punctuation + "甲1\n ", max_size=300))
def test_no_markdown_makes_an_element_of_its_own(text: str) -> None:
    reader = _Reader(render_markdown(text, lambda n: Markup("[{}]").format(n)))
    assert set(reader.tags) <= {"p", "ul", "li", "h3", "strong"}
    assert not reader.attributes


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_shows_figures_conflicts_gaps_removals_and_sources(language: str) -> None:
    html = render_answer(signing_answer(), language)  # type: ignore[arg-type]
    for words in ("超1234亿元", "1200亿元", "到位资金", "签约额居全省第一", "总结2024年全区招商引资工作"):
        assert words in html
    assert html.count('class="cite"') == 5
    assert html.count('class="ref"') == 2


def test_a_refusal_names_its_kind_and_offers_the_nearest() -> None:
    html = render_answer(refusal_answer("2025年呢？"), "zh")
    assert "只有其他时期的数据" in html
    assert html.count("最近的是2024年") == 1


def test_a_hostile_answer_stays_text() -> None:
    html = render_answer(hostile_answer("敌意"), "zh")
    assert "<img" not in html
    assert "签约&lt;b&gt;70亿元&lt;/b&gt;" in html


def test_evidence_cards_open_their_sentence() -> None:
    from tests.assistant.web.fakes import FakeAssistant

    event = next(iter(FakeAssistant().ask("签约额")))
    html = render_evidence(event.evidence, event.seconds, "zh")  # type: ignore[union-attr]
    assert 'data-doc="signing"' in html
    assert f'data-start="{signing_answer().citations[0].start}"' in html


def test_every_text_is_there_in_both_languages_with_the_same_fields() -> None:
    fields = re.compile(r"\{(\w+)\}")
    for key, words in load_texts().items():
        assert set(words) == set(LANGUAGES), key
        assert sorted(fields.findall(words["zh"])) == sorted(fields.findall(words["en"])), key
        assert not re.search(r"[\u4e00-\u9fff]", words["en"].replace("中文", "")), key


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("zh", "page.nothing")


def test_no_class_of_a_drawing_is_one_of_the_page() -> None:
    from importlib import resources

    from assistant.web.render.original import render_page
    from index.read.pages import PageSize

    drawn = render_page(SIGNING, 1, PageSize(595, 842, 1), [], "zh")
    pieces = resources.files("assistant.web").joinpath("pieces")
    used = {
        c
        for piece in pieces.iterdir()
        for m in re.findall(r'class="([^"{]+)"', piece.read_text("utf-8"))
        for c in m.split()
    }
    mine = {c for m in re.findall(r'<svg class="([^"]+)"', drawn) for c in m.split()}
    assert mine
    assert not mine & used
