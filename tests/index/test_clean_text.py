"""Cleaning of text: what goes is recorded, what stays maps back, and no sentence is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import clean_article
from index.clean.cuts import to_source
from index.types import CleanText, RawArticle

BODY = "3月1日，云栖市(虚构)召开招商引资工作会。去年，全市签约亿元以上项目61个，签约额超400亿元，同比增长12%。"
MORE = "会议指出，要聚焦主导产业，开展产业链招商，推动项目早签约、早落地、早开工、早投产，确保全年目标任务完成。"


def make(text: str, title: str = "") -> RawArticle:
    return RawArticle("k", "p", None, "d", text, "text", {"title": title} if title else {}, plain_source=True)


def clean(text: str) -> CleanText:
    result = clean_article(make(text))
    for run in result.offsets:
        words = result.text[run.clean : run.clean + run.length]
        assert words == text[run.source : run.source + run.length]
    return result


def removed(result: CleanText, reason: str) -> list[str]:
    return [each.text for each in result.removed if each.reason == reason]


def test_a_clean_article_comes_through_untouched() -> None:
    text = f"{BODY}\n{MORE}"
    result = clean(text)
    assert result.text == text
    assert result.removed == result.notes == ()


def test_furniture_goes_and_the_day_of_publication_stays() -> None:
    text = (
        "当前位置:首页 > 新闻 > 正文\n云栖市召开招商引资工作会\n发布于:2025-3-2 18:29 有118人参与\n"
        f"{BODY}\n{MORE}\n(责任编辑：张三)\n分享到：微信 微博\n上一篇：别的事\n下一篇：另一件事\n"
        "版权声明：本文转载自网络，如有侵权请联系删除 400-000-0000"
    )
    result = clean(text)
    assert result.text == f"云栖市召开招商引资工作会\n发布于:2025-3-2 18:29\n{BODY}\n{MORE}"
    assert "有118人参与" in removed(result, "boilerplate")
    assert result.head[2] == "发布于:2025-3-2 18:29 有118人参与"


def test_the_heads_of_other_articles_go_as_related() -> None:
    heads = ""
    for n in (1, 2, 3):
        teaser = f"{n}月，第{n}区举行签约大会，签约项目{n}个，总投资{n}00亿元，其中包括新材料等一批项目，涉及..."
        heads += f"第{n}区签约{n}00亿元\n\n第{n}区签约{n}00亿元\n\n  {teaser}\n"
    result = clean(f"云栖市召开会议\n{BODY}\n{MORE}\n相关文章\n{heads}")
    assert result.text == f"云栖市召开会议\n{BODY}\n{MORE}"
    (gone,) = removed(result, "related")
    assert "300亿元" in gone
    unannounced = clean(f"云栖市召开会议\n{BODY}\n{MORE}\n{heads}")
    assert unannounced.text == result.text


def test_words_that_an_author_may_write_stay_in_the_body() -> None:
    text = (
        f"{BODY}\n关键词：高质量发展\n扫码支付成新潮流\n分享经济论坛在云栖市举行\n相关文章\n{MORE}\n"
        f"联系人：李四，联系电话：000-0000\n附件：1.任务清单\n2025年3月2日\n{MORE}"
    )
    kept = clean(text).text
    for line in text.split("\n"):
        if line != "相关文章":
            assert line in kept


def test_a_contact_line_of_a_notice_stays_and_that_of_an_advert_goes() -> None:
    result = clean(f"{BODY}\n{MORE}\n联系电话：021-50000000\n云栖市商务局\n2025年3月2日")
    assert result.removed == ()
    advert = clean(
        f"{BODY}\n{MORE}\n厂房租售:13900000000\n请说明您的需求，以便对接资源。\n长按/扫一扫加微信号\n版权声明：本文由网络发布，侵权删除"
    )
    assert advert.text == f"{BODY}\n{MORE}"


@pytest.mark.parametrize("line", ["2025-02-06", "2024", "12 | 34", "一、大", "2025年2月6日", "3.5"])
def test_a_line_of_figures_is_no_button(line: str) -> None:
    text = f"云栖市招商目标\n{line}\n{BODY}\n{line}\n{MORE}"
    assert clean(text).text == text


def test_a_head_with_day_and_source_leaves_the_day() -> None:
    result = clean(f"云栖市开会\n发布时间：2025年2月11日　来源：云栖发布\n{BODY}\n发布日期：2025-02-11 责任编辑：张三")
    assert result.text == f"云栖市开会\n发布时间：2025年2月11日\n{BODY}"


def test_a_sentence_that_comes_twice_stays_twice() -> None:
    text = f"签约项目共12个，总额300亿元。\n签约项目共12个，总额300亿元。\n{BODY}"
    assert clean(text).text == text


def test_a_menu_over_prose_goes_and_a_list_of_names_stays() -> None:
    assert clean(f"首页\n要闻\n财经\n专题\n云栖市召开招商会\n{BODY}").text == f"云栖市召开招商会\n{BODY}"
    assert clean("张三\n李四\n王五\n赵六\n钱七").text == "张三\n李四\n王五\n赵六\n钱七"


def test_prose_with_a_postcode_is_not_the_foot_of_a_site() -> None:
    contact = "（地址：云栖市一号；邮编：100000；联系电话：010-60000000）"
    text = f"{BODY}\n公众可通过信函、电话提出意见{contact}。公示期为五天，自发布之日起计算。"
    assert clean(text).removed == ()


def test_forum_noise_goes_at_the_edges_of_lines_only() -> None:
    noise = '0 l" F$ p, a1 X5 S'
    result = clean(f"云栖市召开会议 {noise}\n# V% N, Q4 G5 R: r {BODY}{noise}\n{MORE}")
    assert result.text == f"云栖市召开会议\n{BODY}\n{MORE}"
    assert len(removed(result, "noise")) == 3
    for words in ("选项 A B C D E F", "变量 a, b, c, d, e, f", "GPU 4 x A100"):
        assert clean(f"{BODY}{words}\n{MORE}").text == f"{BODY}{words}\n{MORE}"


def test_invisible_characters_and_spaced_words_are_mended() -> None:
    result = clean("通 知 如 下\n\u200b招\u200b商\u00ad引资\r\n\r\n\u3000\u3000王 强出席。 ")
    assert result.text == "通知如下\n招商引资\n王 强出席。"


def test_pinyin_goes_and_a_single_gloss_stays() -> None:
    text = "會(huì)議(yì)強(qiáng)調(diào)，要堅(jiān)持問(wèn)題導(dǎo)向，區(qū)長(zhǎng)（代）出席。"
    assert clean(text).text == "會議強調，要堅持問題導向，區長（代）出席。"
    single = "垚(yáo)是三个土。"
    assert clean(single).text == single


def test_broken_characters_are_repaired_where_the_bytes_prove_it() -> None:
    pinyin = "會(huì)議(yì)強(qiáng)調(diào)，問(wèn)題(tí)。"
    # 日報: the last byte of 日 and the first of 報 are 請 (qǐng), so the converter put its bracket inside.
    mended = clean(f"{pinyin}云棲日?qǐng)?bào)訊")
    assert mended.text == "會議強調，問題。云棲日報訊"
    assert mended.notes == ("1 broken words repaired from their bytes",)
    # 鏈式招商隨州: out of step from 式 on, in step again behind 隨, whose last byte is the letter S.
    source = "鏈式招商隨".encode("gbk")
    shown = source[:2].decode("gbk") + "?zhǔn)" + source[3:-1].decode("gbk") + source[-1:].decode()
    assert clean(f"{pinyin}{shown}州").text == "會議強調，問題。鏈式招商隨州"


def test_a_break_that_cannot_be_proved_is_flagged_and_not_guessed() -> None:
    pinyin = "會(huì)議(yì)強(qiáng)調(diào)，問(wèn)題(tí)。"
    result = clean(f"{pinyin}他說?zzhèn)完了。")
    assert "\ufffd" in result.text
    assert "1 broken characters could not be repaired" in result.notes


def test_gaps_are_said_and_their_dots_stay() -> None:
    result = clean(
        f"{BODY}\n从一季度项目考\n……(某网http://example.invalid省略662字,正式会员可完整阅读)……\n其布局跟踪研究。\n"
        f"{MORE} ……(未完,全文共2925字,当前仅显示1860字,请阅读提示。收藏《讲话》"
    )
    assert result.notes == (
        "paywalled: 662 characters are missing", "truncated: 1860 of 2925 characters are shown",
    )  # fmt: skip
    assert "项目考\n……\n其布局" in result.text
    assert result.text.endswith("……")


def test_redacted_values_are_said() -> None:
    assert clean("在**成功举行推介会，签约项目**个，协议引资额**亿元。").notes == ("values redacted as **",)
    assert clean("××区签约××亿元。").notes == ("values redacted as ××",)
    assert clean("2×3=6，ABXX型号。").notes == ()


def test_a_table_of_contents_and_a_repeated_headline_go() -> None:
    result = clean(
        f"在云栖市招商会上的讲话\n目录/提纲：……\n一、认清形势\n二、把准方向\n……\n在云栖市招商会上的讲话\n同志们：\n{BODY}\n一、认清形势\n{MORE}\n二、把准方向\n{MORE}"
    )
    assert result.text == f"在云栖市招商会上的讲话\n同志们：\n{BODY}\n一、认清形势\n{MORE}\n二、把准方向\n{MORE}"


def test_each_kept_word_maps_back_over_what_was_cut_beside_it() -> None:
    text = "會(huì)議(yì)強(qiáng)調(diào)，要堅(jiān)持。"
    result = clean(text)
    assert [text[to_source(result.offsets, at)] for at in range(len(result.text))] == list("會議強調，要堅持。")


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(
            list('云栖市签约12亿元。，…\n\r \t|*(huì)?zhǔn)0 l"F$相关文章上一篇:\u200b\u3000<>首页2025-3-')
        ),
        max_size=300,
    )
)
def test_offsets_map_for_any_text(text: str) -> None:
    result = clean(text)
    ends = [(run.clean + run.length, run.source + run.length) for run in result.offsets]
    starts = [(run.clean, run.source) for run in result.offsets]
    assert all(a <= b for end, start in zip(ends, starts[1:], strict=False) for a, b in zip(end, start, strict=True))
    assert clean_article(make(result.text)).text is not None


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "?a)" * 20_000,
        "……(" * 20_000,
        "首页>" * 20_000,
        "分享 " * 30_000,
        " A" * 50_000,
        "责任编辑:张三 " * 9000,
        "0 A" * 40_000,
        "会(huì" * 20_000,
    ],
)
def test_no_text_makes_a_pattern_slow(text: str) -> None:
    clean(text)
