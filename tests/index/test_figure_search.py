"""Finding records: the newest first, by subject, metric, words and period, whatever else the catalog holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.catalog import Catalog
from index.types import Period
from tests.made import make_article, make_figure

PLAN = Period(dt.date(2021, 1, 1), dt.date(2025, 12, 31), "十四五", "十四五")


def year(number: int) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31), f"{number}年", f"{number}年")


# doc_id, day, and what its one record says.
RECORDS: list[tuple[str, str | None, dict[str, Any]]] = [
    ("old", "2020-02-01", {"period": year(2019), "subject_key": "x:a"}),
    ("new", "2025-02-01", {"period": year(2024), "subject_key": "x:a"}),
    ("plan", "2022-02-01", {"period": PLAN, "subject_key": "x:a", "metric": "产值", "metric_said": "工业产值"}),
    ("open", None, {"period": None, "subject_key": "x:a"}),
    ("firm", "2024-02-01", {"period": year(2023), "subject": "甲子公司"}),
    ("other", "2023-02-01", {"period": year(2022), "subject": "乙山县", "subject_key": "x:b", "status": "target"}),
]


@pytest.fixture
def catalog() -> Catalog:
    made = Catalog(None)
    for doc_id, day, fields in RECORDS:
        article = make_article(doc_id=doc_id, date=dt.date.fromisoformat(day) if day else None)
        with made.transaction():
            figure = make_figure(article, "110个", **{"subject": "甲山县", **fields})
            made.add_pending(article, [], np.zeros((0, 1), np.float32), [figure])
            made.make_live(doc_id, 1)
    return made


def find(catalog: Catalog, limit: int = 10, **wanted: Any) -> list[str]:
    return [figure.doc_id for figure in catalog.search_figures(limit=limit, **wanted)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["new", "firm", "other", "plan", "old", "open"]),
        ({"keys": ["x:a"]}, ["new", "plan", "old", "open"]),
        ({"keys": ["x:a", "x:b"]}, ["new", "other", "plan", "old", "open"]),
        ({"names": ["甲子公司"]}, ["firm"]),
        ({"names": ["乙山县"]}, ["other"]),
        ({"keys": ["x:a"], "names": ["甲子公司", "乙山县"]}, ["new", "firm", "plan", "old", "open"]),
        ({"keys": ["x:a"], "period": year(2024)}, ["new", "plan"]),
        ({"keys": ["x:a"], "period": year(2019)}, ["old"]),
        ({"keys": ["x:a"], "period": PLAN}, ["new", "plan"]),
        ({"keys": ["x:a"], "metrics": ["产值"]}, ["plan"]),
        ({"metrics": ["签约项目数"], "period": year(2023)}, ["firm"]),
        ({"keys": ["x:a"], "words": ["工业"]}, ["plan"]),
        ({"keys": ["x:a"], "words": ["工业", "签约"], "period": year(2024)}, ["new", "plan"]),
        ({"keys": ["x:a"], "metrics": ["产值"], "words": ["签约"]}, []),
        ({"doc_ids": [["old", "plan", "firm"]]}, ["firm", "plan", "old"]),
        ({"doc_ids": [["old", "firm"]], "keys": ["x:a"]}, ["old"]),
        ({"doc_ids": [["old", "plan"], ["plan"]]}, ["plan"]),
        ({"status": "target"}, ["other"]),
        ({"named": ("产值", "工业")}, ["plan"]),
        ({"keys": ["x:nowhere"]}, []),
    ],
)
def test_what_is_wanted_is_found_the_newest_first(catalog: Catalog, wanted: dict[str, Any], found: list[str]) -> None:
    assert find(catalog, **wanted) == found


def test_a_limit_keeps_the_newest_over_all_subjects(catalog: Catalog) -> None:
    assert find(catalog, 2, keys=["x:a", "x:b"], names=["甲子公司"]) == ["new", "firm"]


def test_records_that_are_gone_are_not_found(catalog: Catalog) -> None:
    with catalog.transaction():
        catalog.retire("new", 1)
    assert find(catalog, keys=["x:a"], period=year(2024)) == ["plan"]


def test_a_catalog_of_the_format_before_gives_its_records_their_day(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    old = Catalog(path)
    article = make_article(date=dt.date(2025, 3, 2))
    with old.transaction():
        old.add_pending(article, [], np.zeros((0, 1), np.float32), [make_figure(article, "110个", subject_key="x:a")])
        old.make_live("d1", 1)
    names = [row[0] for row in old.db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'figures_by_%'")]
    for name in names:
        old.db.execute(f"DROP INDEX {name}")
    old.db.executescript("ALTER TABLE figures DROP COLUMN day; PRAGMA user_version = 2;")
    old.close()
    brought = Catalog(path)
    assert find(brought, keys=["x:a"]) == ["d1"]
    assert brought.db.execute("SELECT day FROM figures").fetchone()[0] == "2025-03-02"
