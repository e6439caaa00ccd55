"""Description: each answer rests on words of the page, and stays open where the page leaves it open."""

from __future__ import annotations

import datetime as dt

import pytest

from index.clean import clean_article
from index.describe import describe_article, find_kind, parse_day
from index.types import Description, RawArticle

BODY = (
    "去年，全市签约亿元以上项目61个，签约额超400亿元，同比增长12%，为2021年以来最好水平，2019年8月7日动工的项目已投产。"
)


def describe(text: str, **declared: str) -> Description:
    raw = RawArticle("k", "p", None, "d", text, "text", declared)
    return describe_article(raw, clean_article(raw), None)


def test_the_head_of_a_page_gives_title_and_date() -> None:
    found = describe(f"首页 > 新闻\n云栖市召开招商会\n发布时间：2025/3/2 18:29  浏览：118\n{BODY}")
    assert (found.title, found.date) == ("云栖市召开招商会", dt.date(2025, 3, 2))
    assert found.date_basis == "发布时间：2025/3/2 18:29"


@pytest.mark.parametrize(
    ("head", "basis"),
    [
        ("admin9个月前 (09-27)云栖产业92", "9个月前 (09-27)"),
        ("12月5日，全市召开招商会，部署明年工作，市长出席会议并讲话。", "12月5日, without a year"),
    ],
)
def test_a_page_that_does_not_settle_the_year_has_no_date(head: str, basis: str) -> None:
    found = describe(f"云栖市召开招商会\n{head}\n{BODY}{BODY}")
    assert (found.date, found.date_basis) == (None, basis)


def test_the_history_in_the_body_never_dates_an_article() -> None:
    found = describe(f"云栖市召开招商会\n{BODY}")
    assert (found.date, found.date_basis) == (None, None)


def test_the_table_over_an_official_document_dates_it_and_names_who_issued_it() -> None:
    head = "索 引 号：000/2025\n发文机关：云栖市人民政府办公室\n成文日期：2025年2月20日\n发布日期：2025年3月2日"
    found = describe(f"{head}\n关于印发云栖市招商方案的通知\n{BODY}{BODY}")
    assert (found.date, found.publisher) == (dt.date(2025, 3, 2), "云栖市人民政府办公室")


def test_the_day_of_signing_and_of_speaking_count_where_nothing_else_does() -> None:
    signed = describe(f"关于印发云栖市招商方案的通知\n{BODY}{BODY}\n云栖市人民政府\n2025年3月2日")
    assert (signed.date, signed.date_basis) == (dt.date(2025, 3, 2), "2025年3月2日")
    spoken = describe(f"在招商会上的讲话\n（2025年3月1日在云栖市招商会上）\n{BODY}{BODY}")
    assert spoken.date == dt.date(2025, 3, 1)
    adopted = describe(f"云栖市招商条例\n（2019年3月1日云栖市人民代表大会通过）\n{BODY}{BODY}")
    assert adopted.date is None


@pytest.mark.parametrize("words", ["2025 03/02 18:29:07", "2025年03月02日18:29", "2025.3.2", "2025/03/02", "20250302"])
def test_days_are_read_in_every_writing(words: str) -> None:
    assert parse_day(words) == dt.date(2025, 3, 2)


def test_declared_fields_win_and_a_url_dates_an_article() -> None:
    found = describe(
        BODY, title="题", date="2024-05-06 10:00", publisher="云栖日报", url="https://example.invalid/2023/0102/a.html"
    )
    assert (found.title, found.date, found.publisher) == ("题", dt.date(2024, 5, 6), "云栖日报")
    by_url = describe(BODY, url="https://example.invalid/2023/0102/a.html")
    assert by_url.date == dt.date(2023, 1, 2)


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"云栖日报讯(记者张三)12月5日，云栖市开会。{BODY}", "云栖日报"),
        (f"云栖市开会\n来源：云栖发布  作者：李四\n{BODY}{BODY}", "云栖发布"),
        (f"{BODY}(洪云新闻记者刘三)", "洪云新闻"),
        (f"本网讯 12月5日，云栖市开会。{BODY}", None),
        (f"云栖市能源局发布全市发电量。{BODY}", None),
        (f"新华社云栖3月1日电(记者张三)云栖市开会。{BODY}", "新华社"),
        (f"{BODY}\n版权声明：本文由某厂房网发布，如需转载请注明出处", None),
    ],
)
def test_the_publisher_is_whom_the_article_names_not_the_site_that_copied_it(text: str, publisher: str | None) -> None:
    assert describe(text).publisher == publisher


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发云栖市招商引资工作实施方案的通知", "policy"),
        ("云栖市优化营商环境条例", "policy"),
        ("在全区招商引资座谈会上的讲话", "speech"),
        ("2023年云栖市国民经济和社会发展统计公报", "statistics"),
        ("关于召开招商推介会的通知", "notice"),
        ("云栖市土地出让公告", "notice"),
        ("云栖市签约12个项目", "news"),
        ("市长在招商会上发表重要讲话", "news"),
        ("招商会讲话稿", "speech"),
    ],
)
def test_the_title_tells_the_kind(title: str, kind: str) -> None:
    assert find_kind(title, "3月2日，本报记者获悉，12个项目签约。") == kind


@pytest.mark.parametrize("words", ["2025-02-30", "3月2日", "20250231", "", "1825-01-01"])
def test_what_is_no_day_gives_none(words: str) -> None:
    assert parse_day(words) is None
