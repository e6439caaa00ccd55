"""Which places an article is about, and what 全区 and 全市 mean in it."""

from __future__ import annotations

import datetime as dt

import pytest

from index.regions import Gazetteer, Scope, find_article_regions, load_gazetteer, read_scope
from index.types import Article, Description


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def make_article(title: str, text: str, publisher: str | None = None) -> Article:
    description = Description(title, dt.date(2025, 3, 2), None, publisher, None, "news", (), "Hans")
    return Article("a", 1, "a", "a.txt", None, "0", text, description)


def names(scope: Scope) -> dict[str, str]:
    levels = {"zone": scope.zone, "district": scope.district, "city": scope.city, "province": scope.province}
    return {level: region.name for level, region in levels.items() if region}


def test_an_article_is_about_the_place_that_acts_and_not_about_those_that_it_lists(gazetteer: Gazetteer) -> None:
    text = "武汉经开区管委会今日部署工作。专班将赴北京、上海、深圳招商。去年，全区签约项目增多，武汉经开区将继续努力。"
    assert find_article_regions("武汉经开区召开招商会", text, None, gazetteer) == ("武汉经开区",)


def test_an_agencys_dateline_is_not_what_an_article_is_about(gazetteer: Gazetteer) -> None:
    text = "新华社北京7月26日电 湖北省今日启动应急响应，湖北各地加强值守。"
    assert find_article_regions("", text, None, gazetteer) == ("湖北省",)


def test_a_place_of_many_cities_stays_open_until_the_text_settles_it(gazetteer: Gazetteer) -> None:
    opened = "铁西区召开会议，部署招商工作。铁西区区长出席。"
    assert find_article_regions("铁西区招商会", opened, "云栖厂房网", gazetteer) == ("铁西区",)
    assert find_article_regions("铁西区招商会", opened + "沈阳市领导到会。", None, gazetteer)[0] == "沈阳市铁西区"


def test_a_site_about_a_city_does_not_make_a_district_its_own(gazetteer: Gazetteer) -> None:
    assert find_article_regions("东湖区招商", "东湖区发布了招商成果。", "武汉厂房网", gazetteer) == ("东湖区",)
    scope = read_scope(make_article("东湖区招商", "东湖区发布了招商成果。", "武汉厂房网"), gazetteer)
    assert scope.city is not None
    assert scope.city.name != "武汉市"


def test_a_local_paper_speaks_for_its_city(gazetteer: Gazetteer) -> None:
    text = "全市招商会今日召开，会议要求抓好招商。"
    assert find_article_regions("全市招商会召开", text, "随州日报", gazetteer) == ("随州市",)
    assert find_article_regions("全市招商会召开", text, "随州厂房网", gazetteer) == ()
    assert find_article_regions("全市招商会召开", "随州日报讯 " + text + "项目落户随州。", None, gazetteer) == (
        "随州市",
    )


def test_the_scope_of_an_article_about_a_zone_holds_its_city_and_province(gazetteer: Gazetteer) -> None:
    article = make_article("武汉经开区召开招商会", "武汉经开区去年签约额占全市比重约四成。")
    assert names(read_scope(article, gazetteer)) == {"zone": "武汉经开区", "city": "武汉市", "province": "湖北省"}


def test_the_scope_of_an_article_about_a_municipality_has_it_as_city_too(gazetteer: Gazetteer) -> None:
    assert names(read_scope(make_article("重庆召开会议", "重庆市长出席。"), gazetteer)) == {
        "city": "重庆市",
        "province": "重庆市",
    }


def test_an_article_that_names_no_place_of_its_own_leaves_the_scope_open(gazetteer: Gazetteer) -> None:
    article = make_article("在全区座谈会上的讲话", "同志们：今天召开全区座谈会。6月将在淮安举办说明会。我区任务很重。")
    assert names(read_scope(article, gazetteer)) == {}
