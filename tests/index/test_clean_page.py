"""Pages: the article stays whole and maps into the file, all that is around it goes and is recorded."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import clean_article
from index.clean.dom import parse_page
from index.describe import describe_article
from index.types import CleanText, RawArticle

FIRST = "3月1日，云栖市(虚构)召开招商引资工作会。去年，全市签约亿元以上项目61个，签约额超400亿元，同比增长12%。"
SECOND = "会议指出，要聚焦主导产业，开展产业链招商，推动项目早签约、早落地、早开工、早投产，确保全年目标任务完成。"
NAVIGATION = (
    "<div class='nav'><a href='/'>首页</a><a href='/a'>要闻</a><a href='/b'>专题</a><a href='/c'>视频</a></div>"
)
FOOTER = "<div class='footer'><p>版权所有 云栖网 ICP备00000000号</p><p>地址：云栖市一号，电话：000</p></div>"
OTHERS = (
    "<div class='box'><h3>相关阅读</h3><ul><li><a href='/1'>临江经开区签约900亿元</a></li>"
    "<li><a href='/2'>望海区签约800亿元</a></li></ul></div>"
)
ARTICLE = f"<div class='content'><p>{FIRST}</p><p>{SECOND}</p></div>"
HEAD = "<h1>云栖市召开招商引资工作会</h1><div class='info'>2025-03-02 18:29 来源：云栖日报 浏览次数：118</div>"
TITLE = "<title>云栖市召开招商引资工作会_要闻_云栖网</title>"
PAGE = f"<html><head>{TITLE}</head><body>{NAVIGATION}{HEAD}{ARTICLE}{OTHERS}{FOOTER}</body></html>"
LINKED = "<script type='application/ld+json'>"
EXPECTED = f"云栖市召开招商引资工作会\n2025-03-02 18:29\n{FIRST}\n{SECOND}"


def make(page: str) -> RawArticle:
    return RawArticle("k", "p", None, "d", page, "html")


def clean(page: str) -> CleanText:
    result = clean_article(make(page))
    for run in result.offsets:
        assert result.text[run.clean : run.clean + run.length] == page[run.source : run.source + run.length]
    return result


def test_the_article_stays_with_headline_and_day_and_the_rest_goes() -> None:
    result = clean(PAGE)
    assert result.text == EXPECTED
    gone = {
        reason: "\n".join(each.text for each in result.removed if each.reason == reason)
        for reason in ("related", "boilerplate")
    }
    assert "900亿元" in gone["related"]
    assert "来源：云栖日报" in gone["boilerplate"]


def test_every_word_that_stays_maps_into_the_file() -> None:
    result = clean(PAGE)
    mapped = sum(run.length for run in result.offsets)
    assert mapped >= len(result.text) - result.text.count("\n")


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace("<div class='content'>", "</html><div class='content'>"),
        PAGE.replace("</p>", "").replace("</a>", ""),
        PAGE.replace("</div>", ""),
        PAGE.replace("<div class='info'>", '<div class="info title=\'"x>'),
        PAGE.replace("<body>", "<body><!-- never closed <script>var a = '<p>';</script>"),
        PAGE.replace("<p>", "<P ALIGN=left>").replace("</p>", "</P>"),
        PAGE.replace("<body>", "<body>" + "<div>" * 300),
        PAGE.replace("<p>", "<p><font color=red><b>").replace("</p>", "</p></b></font>"),
    ],
)  # fmt: skip
def test_broken_markup_loses_no_sentence(page: str) -> None:
    text = clean(page).text
    assert FIRST in text
    assert SECOND in text


def test_paragraphs_of_divs_and_of_line_breaks_are_read_as_paragraphs() -> None:
    for article in (
        f"<div>{FIRST}</div><div>{SECOND}</div>",
        f"{FIRST}<br><br>　　{SECOND}",
        f"<td>{FIRST}<td>{SECOND}",
    ):
        page = PAGE.replace(ARTICLE, f"<div class='content'>{article}</div>")
        assert f"{FIRST}\n{SECOND}" in clean(page).text.replace("\t", "\n")


def test_hidden_text_and_scripts_are_no_text() -> None:
    secret = "这是隐藏的句子，不应出现在正文里，也不应被引用。"
    page = PAGE.replace(
        "<p>会议", f"<p style='display: none'>{secret}</p><script>{secret}</script><p hidden>{secret}</p><p>会议"
    )
    assert clean(page).text == EXPECTED


def test_words_hidden_inside_a_line_go_and_the_line_stays_whole() -> None:
    jammer = "<font class='jammer'>7 K* x</font>"
    hidden = "<span style='display:none'>! q$ Z</span>"
    page = PAGE.replace("去年，全市", f"去{jammer}年，<ruby>全<rt>quán</rt></ruby>{hidden}市")
    result = clean(page)
    assert result.text == EXPECTED
    assert [each.text for each in result.removed if each.reason == "noise"] == ["7 K* x quán ! q$ Z"]


def test_entities_are_read_and_their_neighbours_still_map() -> None:
    result = clean(PAGE.replace("61个", "61&#20010;&nbsp;&amp;&lt;b&gt;"))
    assert "61个 &<b>、签约额" in result.text or "61个 &<b>，签约额" in result.text


def test_a_box_inside_the_article_goes_and_the_prose_behind_it_stays() -> None:
    box = "<div class='x'><b>延伸 · 阅读</b><p>另一件事，临江经开区签约900亿元，规模创下新高。</p></div>"
    result = clean(PAGE.replace(f"<p>{SECOND}", f"{box}<p>{SECOND}"))
    assert result.text == EXPECTED


@pytest.mark.parametrize(
    "name", ["relative", "footnote", "commentary", "section-header", "info", "text-like", "location"]
)
def test_names_that_say_little_take_nothing_out_of_the_middle(name: str) -> None:
    line = "一、聚焦主导产业"
    page = PAGE.replace(f"<p>{SECOND}", f"<div class='{name}'>{line}</div><p>{SECOND}")
    assert clean(page).text == EXPECTED.replace(SECOND, f"{line}\n{SECOND}")


def test_an_opinion_piece_in_a_box_called_comment_is_an_article() -> None:
    page = PAGE.replace("class='content'", "class='comment-body'")
    assert clean(page).text == EXPECTED


def test_comments_behind_an_article_go_even_where_they_are_most_of_the_page() -> None:
    comments = "".join(f"<p>用户{n}：说得好，支持一下，希望项目早日落地，大家一起努力。</p>" for n in range(40))
    page = PAGE.replace(FOOTER, f"<div id='comments'>{comments}</div>{FOOTER}")
    assert clean(page).text == EXPECTED


def test_attachments_and_links_inside_sentences_stay() -> None:
    page = PAGE.replace(
        f"<p>{SECOND}</p>",
        f"<p>{SECOND.replace('主导产业', '<a href=x>主导产业</a>')}</p><p><a href=y>附件：任务清单.pdf</a></p>",
    )
    result = clean(page)
    assert SECOND in result.text
    assert "附件：任务清单.pdf" in result.text


def test_the_page_is_described_from_what_it_prints() -> None:
    found = describe_article(make(PAGE), clean(PAGE), None)
    assert (found.title, found.date, found.publisher) == ("云栖市召开招商引资工作会", dt.date(2025, 3, 2), "云栖日报")
    assert found.date_basis == "2025-03-02 18:29"


@pytest.mark.parametrize(
    ("extra", "date", "publisher"),
    [
        ("<meta property='article:published_time' content='2025-03-01T20:00:00Z'>", dt.date(2025, 3, 2), None),
        ("<meta name=publishdate content='2025-03-01'>", dt.date(2025, 3, 1), None),
        ("<meta name=date content='2025-03-01'><meta name=source content='云栖发布'>", dt.date(2025, 3, 1), "云栖发布"),
        (f"{LINKED}{{\"datePublished\":\"2025-03-03T08:00:00+08:00\"}}</script>", dt.date(2025, 3, 3), None),
        ("<link rel=canonical href='https://example.invalid/2025-03/04/c_1.html'>", dt.date(2025, 3, 4), None),
        ('<script>var ct = "1740916200";</script>', dt.date(2025, 3, 2), None),
        ("<meta name=viewport content='width=2025-03-01'>", None, None),
    ],
)  # fmt: skip
def test_tags_settle_what_the_page_does_not_print(extra: str, date: dt.date | None, publisher: str | None) -> None:
    head = "<h1>云栖市召开招商引资工作会</h1>"
    page = f"<html><head>{TITLE}{extra}</head><body>{NAVIGATION}{head}{ARTICLE}{FOOTER}</body></html>"
    found = describe_article(make(page), clean(page), None)
    assert (found.date, found.publisher) == (date, publisher)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000, "<a " * 50_000, "<!--" * 50_000, "<script>" * 20_000, "<p title=\"" * 20_000, "&a" * 50_000,
        "<table><tr><td>" * 10_000, "<b><p>" * 30_000, "</div>" * 100_000, "<" * 100_000, "<p>甲</p>" * 20_000,
        "<h3>相关阅读</h3>" * 3000, "<a>甲乙</a><p>丙。</p>" * 5000,
    ],
)  # fmt: skip
def test_no_page_makes_the_parser_slow(page: str) -> None:
    begin = time.perf_counter()
    clean(page)
    assert time.perf_counter() - begin < 15


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([
    "<div>", "</div>", "<p>", "</p>", "<a href='x'>", "</a>", "<table>", "<tr>", "<td>", "</table>", "<br>", "<!--",
    "-->", "<script>", "</script>", "<b>", "</b>", "<pre>", "</pre>", "\n", "  ", "&nbsp;", "&amp;", "&", "<", '"',
    FIRST, SECOND, "相关阅读", "<h1>", "</h1>", "<li>", "<ul>", "</ul>", "会(huì)", "2025-03-02",
    "<title>", "</title>", "云栖市",
]), max_size=60))  # fmt: skip
def test_offsets_map_for_any_page(tokens: list[str]) -> None:
    page = "".join(tokens)
    clean(page)
    for block in parse_page(page).blocks:
        for run in block.runs:
            assert block.text[run.clean : run.clean + run.length] == page[run.source : run.source + run.length]
