"""Filters: the right passages, after every change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from index.catalog import Catalog
from index.types import Article, Description, Filters, Passage, Span


def make_article(name: str, date: dt.date | None, publisher: str | None, regions: tuple[str, ...]) -> Article:
    described = Description(name, date, None, publisher, None, "news", regions, "Hans")
    return Article(name, 1, name, name, f"s-{name}", name, "第一句。第二句。", described)


def keep(catalog: Catalog, article: Article) -> list[int]:
    passages = [Passage(article.doc_id, 1, place, Span(4 * place, 4 * place + 4)) for place in range(2)]
    ids = catalog.add_pending(article, passages, np.zeros((2, 4), np.float32), [])
    catalog.make_live(article.doc_id, 1)
    return ids


@pytest.fixture
def kept() -> tuple[Catalog, dict[str, list[int]]]:
    catalog = Catalog(None)
    articles = [
        make_article("早", dt.date(2024, 1, 5), "云栖日报", ("云栖市",)),
        make_article("晚", dt.date(2025, 6, 1), "临江发布", ("临江区", "云栖市")),
        make_article("无", None, None, ()),
    ]
    return catalog, {article.doc_id: keep(catalog, article) for article in articles}


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(regions=("云栖市",)), ["早", "晚"]),
        (Filters(regions=("临江区", "望山区")), ["晚"]),
        (Filters(date_from=dt.date(2024, 1, 6)), ["晚"]),
        (Filters(date_to=dt.date(2024, 1, 5)), ["早"]),
        (Filters(publishers=("云栖日报",)), ["早"]),
        (Filters(kinds=("news",)), ["早", "晚", "无"]),
        (Filters(kinds=("policy",)), []),
        (Filters(doc_ids=("无", "s-早")), ["早", "无"]),
        (Filters(doc_ids=("晚",), regions=("临江区",), date_from=dt.date(2025, 6, 1)), ["晚"]),
        (Filters(doc_ids=("晚",), date_to=dt.date(2025, 5, 31)), []),
    ],
)
def test_a_filter_lets_these_articles_through(
    kept: tuple[Catalog, dict[str, list[int]]], filters: Filters, names: list[str]
) -> None:
    catalog, ids = kept
    found = catalog.filter_ids(filters)
    assert found is not None
    assert found.tolist() == sorted(id_ for name in names for id_ in ids[name])


def test_no_filter_is_no_limit(kept: tuple[Catalog, dict[str, list[int]]]) -> None:
    assert kept[0].filter_ids(Filters()) is None


def test_a_filter_sees_what_came_and_went_since(kept: tuple[Catalog, dict[str, list[int]]]) -> None:
    catalog, ids = kept
    of_news = Filters(kinds=("news",))
    assert len(catalog.filter_ids(of_news)) == 6  # type: ignore[arg-type]
    catalog.retire("早", 1)
    new = keep(catalog, replace(make_article("新", None, None, ()), source_id=None))
    found = catalog.filter_ids(of_news)
    assert found is not None
    assert found.tolist() == sorted(ids["晚"] + ids["无"] + new)


def test_an_empty_catalog_lets_nothing_through() -> None:
    assert len(Catalog(None).filter_ids(Filters(kinds=("news",)))) == 0  # type: ignore[arg-type]
