"""Editions of a policy: the later one takes the place of the earlier, both stay, and neither hides the other."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.duplicates import agree_in_numbers
from index.editions import name_edition
from index.embed import HashEncoder
from index.library import Library
from index.schema import FORMAT
from tests.made import make_settings

POLICY = (
    "第一条 为鼓励外来投资，促进产业发展，根据国家有关规定，结合云栖市实际，制定本办法。\n"
    "第二条 本办法适用于在云栖市注册纳税的新引进企业，企业应当依法经营、按时纳税。\n"
    "第三条 固定资产投资1亿元以上的项目，按实际投资额的{share}%给予奖励，最高不超过{most}万元。\n"
    "第四条 引进世界500强企业的，另给予一次性奖励200万元，由市、区两级财政按比例承担。\n"
    "第五条 本办法由云栖市商务局负责解释。"
)


def write(folder: Path, name: str, title: str, day: str, share: int, most: int) -> None:
    text = f"{title}\n发布日期：{day}\n{POLICY.format(share=share, most=most)}"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder, "old", "云栖市招商引资奖励办法", "2020-01-05", 3, 500)
    write(folder, "new", "关于印发《云栖市招商引资奖励办法（2023年修订）》的通知", "2023-02-01", 5, 1000)
    write(folder, "reprint", "云栖市招商引资奖励办法", "2020-03-09", 3, 500)
    made = Library(make_settings(tmp_path / "library"), encoder=HashEncoder())
    # The place is made up: no list of places holds it.
    made.ingest([folder])
    for article in made.catalog.iterate_articles():
        made.set_fields(article.doc_id, {"regions": "云栖市"})
    return made


def find(library: Library, name: str) -> str:
    return next(a.doc_id for a in library.catalog.iterate_articles() if a.path.endswith(f"{name}.txt"))


def test_the_revision_supersedes_and_is_no_duplicate(library: Library) -> None:
    old, new, reprint = (library.article(find(library, name)) for name in ("old", "new", "reprint"))
    assert (old.superseded_by, reprint.superseded_by, new.superseded_by) == (new.doc_id, new.doc_id, None)
    assert set(new.supersedes) == {old.doc_id, reprint.doc_id}
    assert new.duplicates == ()
    assert len(old.duplicates) == len(reprint.duplicates) == 1


def test_both_are_found_and_the_later_comes_first(library: Library) -> None:
    hits = library.search("云栖市招商引资奖励办法 按实际投资额的3%给予奖励 最高不超过500万元")
    assert hits[0].doc_id == find(library, "new")
    assert [hit.superseded_by for hit in hits] == [None, find(library, "new")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云栖市招商引资奖励办法", "关于印发云栖市招商引资奖励办法（试行）的通知", True),
        ("云栖市招商引资奖励办法", "【政策】《云栖市招商引资奖励办法（2023年修订）》", True),
        ("云栖市2023年招商工作要点", "云栖市2024年招商工作要点", False),
        ("云栖市招商引资奖励办法", "望海市招商引资奖励办法", False),
    ],
)
def test_editions_share_a_name_and_other_documents_do_not(one: str, other: str, same: bool) -> None:
    names = [name_edition(title, "policy", ("云栖市",)) for title in (one, other)]
    assert (names[0] == names[1]) is same


def test_what_is_no_policy_or_has_no_name_of_its_own_has_no_editions() -> None:
    assert name_edition("云栖市招商引资奖励办法解读", "news", ("云栖市",)) is None
    assert name_edition("管理办法", "policy", ("云栖市",)) is None
    assert name_edition("招商引资奖励办法", "policy", ()) is None


def test_a_story_with_new_numbers_is_another_witness() -> None:
    story = "截至3月5日18:00，签约项目{n}个，总投资{m}亿元，同比增长12.5%。"
    assert agree_in_numbers(story.format(n=61, m=400), "截至3月6日9:30，" + story.format(n=61, m=400)[9:])
    assert not agree_in_numbers(story.format(n=61, m=400), story.format(n=75, m=512))
    assert agree_in_numbers("签约61个（责任编辑：甲子 CN078）", "签约61个（编辑：PN132）")


def test_a_library_of_the_format_before_is_brought_up_to_date(library: Library) -> None:
    path = library.folder / "catalog.sqlite"
    new = find(library, "new")
    library.close()
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE editions; PRAGMA user_version = 1;")
    catalog = Catalog(path)
    assert catalog.find_article(new).supersedes
    assert catalog.db.execute("PRAGMA user_version").fetchone()[0] == FORMAT
