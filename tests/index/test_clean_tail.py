"""The end of a text without line breaks: credits and links go, the article's own last words stay."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean.tail import cut_tail
from index.text import fold

BODY = "云栖市（虚构）签约项目37个，签约额412亿元。"


def cut(text: str) -> str:
    """Return what is left of a line."""
    for piece in cut_tail(fold(text), 0):
        text = text[: piece.start] + "\0" * (piece.end - piece.start) + text[piece.end :]
    return text.replace("\0", "")


@pytest.mark.parametrize(
    "tail",
    [
        "返回搜狐，查看更多责任编辑：",
        "实习编辑:王某 | 审校:陈某某 | 审核:李某 | 监制:万某某",
        "【编辑:张某某】 更多精彩内容请进入财经频道",
        "（来源：云栖日报）返回搜狐，查看更多",
        "本文属于原创文章，如若转载，请注明来源：临江市汽车产量将超过200万辆https://news.example/1.html",
        "编辑 张某某 校对 李某",
    ],
)
def test_credits_on_the_last_sentence_go(tail: str) -> None:
    assert cut(BODY + tail) == BODY


@pytest.mark.parametrize(
    "kept",
    [
        BODY,
        BODY + "（完）",
        BODY + "（数据来源：云栖市统计局）",
        "会议由总编辑张某主持，来源：各区上报材料的共12份，全部通过。",
        "签约额412亿元，责任编辑：张某",
    ],
)
def test_what_is_the_articles_own_stays(kept: str) -> None:
    assert cut(kept) == kept


def test_a_bracket_between_stays_and_the_link_to_another_article_goes() -> None:
    assert cut(BODY + "（完）返回搜狐，查看更多") == BODY + "（完）"
    assert cut(BODY + "下一篇：临江市签约900亿元") == BODY


@given(st.text(alphabet="编辑责任审校:/|。 （【返回搜狐,甲乙1", max_size=300))
def test_cuts_lie_at_the_end_and_never_overlap(text: str) -> None:
    cuts = sorted(cut_tail(fold(text), 5), key=lambda piece: piece.start)
    assert all(5 <= piece.start < piece.end <= 5 + len(text) for piece in cuts)
    assert all(one.end <= other.start for one, other in itertools.pairwise(cuts))
