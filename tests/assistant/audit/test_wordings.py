"""What is said in other words is the same where it is so: times, hedges, reasons, places."""

from __future__ import annotations

import datetime as dt

import pytest

from index.types import Article
from tests.assistant.audit.make import audit, kinds, make_article

DAY = dt.date(2024, 8, 14)
PLANTS = make_article("云栖市国家级绿色工厂数量已达112家，居全省前列。", DAY, ("云栖市",))
MEMBERS = make_article("云栖互助社成立10年来，成员从57家增至目前的110家。", DAY, ("云栖市",))
ROBOTS = make_article("云栖市机器人出口6.5亿元，占全省机器人出口总量的一半以上。", DAY, ("云栖市",))
NOTICE = make_article("公司登记机关可以予以公告，公告期限不少于60日。缓缴期间免收滞纳金。", DAY, ())
LINE = make_article("今天，云栖轨道交通6号线正式开通运营，将增强东西片区的交通联系。", DAY, ("云栖市",))
PLATFORM = make_article("全省首个标准化协作平台今天在上海成立。", DAY, ("北京", "上海"))
POSTS = make_article("全市已有59个服务区建成充电桩，占服务区总数的89%。", DAY, ("云栖市",))
GROWTH = make_article("上半年，云栖市机器人产量1200台，同比增长4.1%。", DAY, ("云栖市",))
FAIR = make_article("展会期间举办了上百场活动。这是云栖首个展会，也是全省首个由市举办的展会。", DAY, ("云栖市",))
COSTS = make_article("力争到2027年，物流费用占比由目前的14.1%降至13.5%。", DAY, ())
CANAL = make_article("截至8月13日，水渠通水近9年来，已累计送水600亿立方米。", DAY, ())
CASES = make_article("昨日，两部门公布了5件典型案例。", DAY, ())


@pytest.mark.parametrize(
    ("claim", "article"),
    [
        ("截至2024年8月，云栖市共有112家国家级绿色工厂。", PLANTS),
        ("到2024年8月，云栖互助社的成员已有110家。", MEMBERS),
        ("云栖市机器人出口6.5亿元，占全省机器人出口总量的一半多。", ROBOTS),
        ("云栖轨道交通6号线2024年8月14日投入运营。", LINE),
        ("展会期间办了一百多场活动。", FAIR),
        ("云栖是全省第一个有展会的市。", FAIR),
        ("到2027年，物流费用占比要争取从14.1%降到13.5%。", COSTS),
        ("到2024年8月13日，水渠已累计送水600亿立方米。", CANAL),
        ("两个部门公布了5起典型案例。", CASES),
    ],
)
def test_the_same_in_other_words_passes(claim: str, article: Article) -> None:
    assert audit(claim, article).carried, audit(claim, article).faults


@pytest.mark.parametrize(
    ("claim", "article", "kind"),
    [
        ("截至2024年5月，云栖市共有112家国家级绿色工厂。", PLANTS, "year"),
        ("截至2023年8月，云栖市共有112家国家级绿色工厂。", PLANTS, "year"),
        ("云栖市机器人出口6.5亿元，占全省机器人出口总量的一半。", ROBOTS, "qualifier"),
        ("公司登记机关的公告期限最长为60日。", NOTICE, "qualifier"),
        ("公司登记机关的公告期限不得超过60日。", NOTICE, "qualifier"),
        ("缓缴期间仍需缴纳滞纳金。", NOTICE, "negation"),
        ("全省首个标准化协作平台在北京成立。", PLATFORM, "place"),
        ("三部门公布了5件典型案例。", CASES, "digit"),
        ("全市所有服务区都已建成充电桩。", POSTS, "qualifier"),
        ("云栖市机器人产量增长4.1%，原因是厂房改造补贴放宽。", GROWTH, "unsupported"),
    ],
)
def test_what_only_looks_alike_does_not(claim: str, article: Article, kind: str) -> None:
    assert kind in kinds(claim, article)


def test_a_day_is_told_by_its_year_and_by_no_stretch_of_years() -> None:
    opened = make_article("2017年4月1日，云栖试验区挂牌，累计形成546项创新成果。", DAY, ("云栖市",))
    assert "year" not in kinds("云栖试验区2017年累计形成546项创新成果。", opened)
    assert "year" in kinds("2016年4月1日至2022年8月4日，云栖试验区累计形成546项创新成果。", opened)


def test_a_denied_bound_turns_round() -> None:
    share = make_article("自有资金比例不得低于30%。", DAY, ())
    assert audit("自有资金比例不低于30%。", share).carried
    assert "qualifier" in kinds("自有资金比例不得超过30%。", share)


def test_a_title_that_denies_its_article_is_heard() -> None:
    text = "云栖方面24日对邻市的货运站进行检查，邻市称检查影响了生产。"
    article = make_article(text, DAY, ("云栖市",), title="商会表示，不支持云栖对邻市货运站进行检查")
    assert "negation" in kinds("商会支持云栖对邻市货运站进行检查。", article)


def test_is_to_tells_a_plan() -> None:
    bonds = make_article("今年第四季度，我国将增发1万亿元国债。", DAY, ())
    assert "status" not in kinds("China is to issue 1 trillion yuan (1万亿元) of bonds in the fourth quarter.", bonds)
    assert "status" in kinds("China issued 1 trillion yuan (1万亿元) of bonds in the fourth quarter.", bonds)
