"""Pages of the usual content systems: whatever stands around an article goes, and the head is read."""

from __future__ import annotations

import pytest

from index.clean import clean_article
from index.describe import describe_article
from index.types import CleanText, Description, RawArticle

FIRST = "3月1日，云栖市(虚构)召开招商引资工作会。去年，全市签约亿元以上项目61个，签约额超400亿元，同比增长12%。"
SECOND = "会议指出，要聚焦主导产业，开展产业链招商，推动项目早签约、早落地、早开工、早投产，确保全年目标任务完成。"
HEADLINE = "云栖市召开招商引资工作会"


def read(body: str, title: str = HEADLINE) -> tuple[CleanText, Description]:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    raw = RawArticle("k", "p", None, "d", page, "html")
    clean = clean_article(raw)
    return clean, describe_article(raw, clean)


def article(head: str, tail: str = "") -> str:
    return f"<h1>{HEADLINE}</h1><div class='i'>{head}</div><div class='c'><p>{FIRST}</p><p>{SECOND}</p>{tail}</div>"


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("<span>2024-03-05 08:31</span><span>来源：云栖日报</span><span>浏览次数：118</span>", "云栖日报"),
        ("<span>2024-03-05</span> <span>来源: <a>云栖发布</a></span><span>发布于：云栖市</span>", "云栖发布"),
        ("<a>云栖日报</a><time>2024年03月05日 08:31:27</time><span>评论</span><span>分享到：</span>", "云栖日报"),
        ("更新时间 2024年3月5日, 格林尼治标准时间10:41", None),
        ("发布于 <time>2024年3月5日</time> 由 <a>壬申</a>", None),
    ],
)
def test_the_source_ends_where_the_next_label_begins(head: str, publisher: str | None) -> None:
    clean, found = read(article(head))
    assert (found.publisher, str(found.date)) == (publisher, "2024-03-05")
    assert clean.text.endswith(f"{FIRST}\n{SECOND}")


def test_a_date_in_pieces_is_a_date() -> None:
    head = "<span><em> 2024</em></span><span><em>03</em>/<em>05</em></span><span>08:31:27</span>"
    assert str(read(article(head))[1].date) == "2024-03-05"


def test_the_account_of_a_platform_is_the_publisher_not_the_platform() -> None:
    path = "<div class='path'><a href='/x'>青川号</a> &gt; <a href='/y'>云栖发布</a></div>"
    found = read(path + article("2024-03-05 14:07 来源：青川新闻·青川号·政务"))[1]
    assert found.publisher == "云栖发布"


def test_the_edition_of_a_paper_gives_its_name_and_its_day_but_the_day_of_the_visit_is_none() -> None:
    bar = "<p>2024年03月05日 星期二</p><p>第02版：要闻</p>"
    body = f"<h2>{HEADLINE}</h2><div><p>{FIRST}</p><p>{SECOND}</p></div>"
    found = read(bar + body, f"云栖日报数字报-{HEADLINE}")[1]
    assert (found.publisher, str(found.date)) == ("云栖日报", "2024-03-05")
    assert read("<p>今天是2024年03月05日 星期二</p>" + body)[1].date is None


def test_the_table_over_a_document_stays_and_its_headline_is_found_below_it() -> None:
    table = (
        "<table><tr><td>索 引 号：</td><td>000014349/2024-00031</td><td>主题分类：</td><td>商务、海关、旅游</td></tr>"
        "<tr><td>发文机关：</td><td>云栖市商务局</td><td>发布日期：</td><td>2024年03月05日</td></tr></table>"
    )
    clean, found = read(f"<div>{table}<h2>{HEADLINE}</h2><p>{FIRST}</p><p>{SECOND}</p></div>")
    assert (found.title, found.publisher, str(found.date)) == (HEADLINE, "云栖市商务局", "2024-03-05")
    assert "000014349/2024-00031" in clean.text


@pytest.mark.parametrize(
    "line",
    [
        "亲爱的云网用户:您当前使用的浏览器版本过低，导致网站不能正常访问，建议升级浏览器",
        "打开微信，点击底部的“发现”使用“扫一扫”即可将网页分享至朋友圈",
        "不用抽 不用搶 現在用APP看新聞 保證天天中獎 點我下載APP 按我看活動辦法",
        "“特别声明：以上作品内容为云网旗下自媒体平台用户上传并发布，本平台仅提供信息存储空间服务。”",
        "【版权声明】本文部分文字与图片来源于网络，如有侵权请联系我们删除。",
        "【纠错】 【责任编辑:丙寅】",
        "瀏覽人次：0012345　最佳瀏覽解析度1024x768",
        "您是第30211位访问者",
    ],
)
def test_lines_that_only_a_site_says_go(line: str) -> None:
    clean, _ = read(article("2024-03-05", f"<p>{line}</p>"))
    assert clean.text == f"{HEADLINE}\n2024-03-05\n{FIRST}\n{SECOND}"


def test_links_that_the_author_sets_between_the_prose_stay() -> None:
    links = "".join(f"<p>▶ 案例丨<a href='/{n}'>云栖市通报第{n}起整改不力问题</a></p>" for n in range(4))
    clean, _ = read(article("2024-03-05", f"{links}<p>{FIRST}</p>"))
    assert clean.text.count("整改不力问题") == 4


def test_links_behind_the_prose_are_other_articles() -> None:
    links = "".join(f"<p>▶ 更多丨<a href='/{n}'>云栖市签约第{n}个百亿项目</a></p>" for n in range(4))
    clean, _ = read(article("2024-03-05", links))
    assert "百亿项目" not in clean.text


def test_the_contacts_of_a_site_go_and_those_of_a_notice_stay() -> None:
    site = "地址：云栖市中山路1号　电话：000-00000000　传真：000-00000000"
    clean, _ = read(article("2024-03-05", f"<p>联系电话：000-11111111</p><p>{site}</p><p>版权所有 云栖网</p>"))
    assert "中山路" not in clean.text
    assert "000-11111111" in clean.text


def test_a_year_on_one_line_and_a_day_on_the_next_are_a_day() -> None:
    assert str(read(article("<div>2024</div><div>03/05</div><div>08:31</div>"))[1].date) == "2024-03-05"


def test_the_province_that_an_account_posts_from_is_no_part_of_its_name() -> None:
    found = read(article("2024-03-05 08:31:27 来源: <a>云栖日报</a>湖北 <a>举报</a>"))[1]
    assert found.publisher == "云栖日报"


def test_the_line_over_the_day_is_the_headline_where_no_tag_names_one() -> None:
    head = f"<p>您的位置：首页 → 新闻</p><b>{HEADLINE}</b><p>更新时间：2024/3/5　点击数：7</p>"
    assert read(f"{head}<p>{FIRST}</p><p>{SECOND}</p>", "云栖市第一医院")[1].title == HEADLINE
