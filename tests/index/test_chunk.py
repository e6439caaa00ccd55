"""Passages hold every sentence once, whole, under its headings."""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from index.chunk import passage_words, split_passages
from index.config import PassageSettings
from index.types import Article, Context, Description, Passage, Section, Span

SETTINGS = PassageSettings(target=60, longest=80)


def make_article(text: str, sections: tuple[Section, ...] = (), title: str = "云栖市(虚构)的新闻") -> Article:
    described = Description(title, dt.date(2025, 3, 2), None, None, None, "news", (), "Hans")
    return Article("a", 1, "a", "a.txt", None, "", text, described, sections=sections)


def words_of(article: Article, settings: PassageSettings = SETTINGS) -> list[str]:
    return [passage.span.of(article.text) for passage in split_passages(article, settings)]


def test_a_short_article_is_one_passage() -> None:
    assert words_of(make_article("云栖市签约两个项目。\n总额十亿元。")) == ["云栖市签约两个项目。\n总额十亿元。"]


def test_sentences_stay_whole_and_share_the_length_evenly() -> None:
    sentence = "这是一句有二十个字的话用来数一数长短。"
    passages = words_of(make_article(sentence * 6))
    assert [len(words) for words in passages] == [57, 57]


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    text = "他说：“" + "今年要干" * 12 + "。”" + "明年还要接着干" * 6 + "。"
    assert words_of(make_article(text))[0].endswith("。”")


def test_a_heading_opens_a_passage_and_becomes_its_path() -> None:
    article = make_article("一、工作目标\n力争签约十个项目。\n二、工作措施\n（一）招大引强\n每月走访五家企业。")
    passages = split_passages(article, SETTINGS)
    assert [passage.heading for passage in passages] == [("一、工作目标",), ("二、工作措施", "（一）招大引强")]
    assert passages[1].span.of(article.text).startswith("二、工作措施")


def test_a_number_at_the_start_of_prose_is_no_heading() -> None:
    article = make_article("3.5亿元到位。\n一、对新引进的企业，给予最高五百万元奖励。")
    assert all(passage.heading == () for passage in split_passages(article, SETTINGS))


def test_a_long_measure_stands_alone() -> None:
    measure = "对新引进并于当年开工的先进制造业企业，按实际到位资金给予奖励，" * 3 + "不超过一百万元。"
    article = make_article(f"第一条　{measure}\n第二条　{measure}")
    assert [words[:3] for words in words_of(article, PassageSettings())] == ["第一条", "第二条"]


def test_rows_of_a_table_do_not_mix_with_prose_and_carry_their_header() -> None:
    text = "各区情况如下。\n地区 签约额\n临江区 12亿元\n望山区 9亿元\n以上为初步数。"
    table = Section(Span(8, 32), kind="table", context=(Context(Span(8, 14), "header"),))
    article = make_article(text, (table,))
    passages = split_passages(article, PassageSettings())
    assert [passage.span.of(text)[:2] for passage in passages] == ["各区", "地区", "以上"]
    row = Passage("a", 1, 0, Span(15, 23))
    assert passage_words(article, row).split("\n")[1:] == ["地区 签约额", "临江区 12亿元"]


def test_a_list_without_stops_is_cut_so_that_the_encoder_reads_it_all() -> None:
    passages = words_of(make_article("，".join(["临江经开区项目"] * 60)))
    assert max(map(len, passages)) <= SETTINGS.longest
    assert "".join(passages).count("临江经开区项目") == 60


def test_an_empty_article_has_no_passage() -> None:
    assert words_of(make_article(" \n\n ")) == []


@given(st.text(alphabet="一二三、（）第条章。；！#1. \n字词，", max_size=400), st.integers(60, 120))
def test_nothing_is_lost_and_nothing_stands_twice(text: str, target: int) -> None:
    article = make_article(text)
    passages = split_passages(article, PassageSettings(target=target, longest=target + 40))
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(passages))
    covered = {place for passage in passages for place in range(passage.span.start, passage.span.end)}
    assert all(char.isspace() or place in covered for place, char in enumerate(text))
