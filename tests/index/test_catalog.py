"""The catalog: what is written is read back, and readers see what is live."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from index.catalog import Catalog
from index.errors import LibraryError, UsageError
from index.types import Article, Filters, Passage, Removal, Section, Span
from tests.made import make_article, make_figure


def put(catalog: Catalog, article: Article, *, live: bool = True) -> list[int]:
    passage = Passage(article.doc_id, article.version, 0, Span(0, len(article.text)), ("一、目标",))
    figures = [make_figure(article, "110个")] if "110个" in article.text else []
    with catalog.transaction():
        ids = catalog.add_pending(article, [passage], np.eye(1, 4, dtype=np.float32), figures)
        if live:
            catalog.make_live(article.doc_id, article.version)
    return ids


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(tmp_path / "catalog.sqlite")


def test_an_article_is_read_back_as_it_was_written(catalog: Catalog) -> None:
    article = make_article(
        removed=(Removal("noise", "x7 k"),),
        notes=("values redacted as **",),
        sections=(Section(Span(0, 4), ("一、",), "text"),),
        corrected=("date",),
    )
    put(catalog, article)
    assert catalog.find_article("d1") == article


def test_a_figure_is_read_back_as_it_was_written(catalog: Catalog) -> None:
    article = make_article()
    put(catalog, article)
    assert catalog.figures_of("d1") == [make_figure(article, "110个")]


def test_a_pending_article_is_not_seen_by_readers(catalog: Catalog) -> None:
    ids = put(catalog, make_article(), live=False)
    assert catalog.passage_rows(ids) == {}
    assert catalog.count() == {"articles": 0, "passages": 0, "figures": 0}
    assert catalog.pending() == [("d1", 1)]


def test_a_new_version_takes_the_place_of_the_old_one_which_can_still_be_shown(catalog: Catalog) -> None:
    first = put(catalog, make_article())
    second = put(catalog, make_article("今年，全区签约项目120个。", version=2))
    assert list(catalog.passage_rows([*first, *second])) == second
    assert catalog.find_article("d1").version == 2
    assert catalog.find_article("d1", 1).text.startswith("去年")
    assert catalog.figures_of("d1") == []


def test_purging_forgets_old_versions_only(catalog: Catalog) -> None:
    put(catalog, make_article())
    put(catalog, make_article("今年，全区签约项目120个。", version=2))
    assert catalog.purge_old() == 1
    assert catalog.find_article("d1").version == 2
    with pytest.raises(UsageError, match="version 1"):
        catalog.find_article("d1", 1)


def test_filters_resolve_to_the_passages_of_matching_articles(catalog: Catalog) -> None:
    near = put(catalog, make_article(doc_id="near"))
    far = put(catalog, make_article(doc_id="far", regions=("乙港市",), date=dt.date(2023, 1, 1), source_id="s-2"))
    assert catalog.filter_ids(Filters()) is None
    for filters, expected in (
        (Filters(regions=("乙港市",)), far),
        (Filters(date_from=dt.date(2024, 1, 1)), near),
        (Filters(date_to=dt.date(2024, 1, 1)), far),
        (Filters(doc_ids=("s-2",)), far),
        (Filters(regions=("乙港市",), date_from=dt.date(2024, 1, 1)), []),
    ):
        ids = catalog.filter_ids(filters)
        assert ids is not None
        assert ids.tolist() == expected


def test_vectors_survive_to_half_precision(catalog: Catalog) -> None:
    ids = put(catalog, make_article())
    kept, vectors = catalog.vectors([*ids, 999])
    assert kept == ids
    assert vectors.tolist() == [[1.0, 0.0, 0.0, 0.0]]


def test_a_failed_transaction_leaves_nothing(catalog: Catalog) -> None:
    def fail_half_way() -> None:
        with catalog.transaction():
            catalog.add_pending(make_article(), [], np.zeros((0, 4), np.float32), [])
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail_half_way()
    assert catalog.pending() == []


def test_a_full_disk_says_so_and_leaves_nothing(catalog: Catalog) -> None:
    pages = catalog.db.execute("PRAGMA page_count").fetchone()[0]
    catalog.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    article = make_article(text="签约额超2100亿元。" * 20_000)
    with pytest.raises(LibraryError, match="full") as caught, catalog.transaction():
        catalog.add_pending(article, [], np.zeros((0, 4), np.float32), [])
    assert caught.value.exit_status == 3
    catalog.db.execute("PRAGMA max_page_count = 100000")
    put(catalog, make_article())
    assert catalog.count()["articles"] == 1


def test_an_article_is_found_by_the_id_its_input_gave(catalog: Catalog) -> None:
    put(catalog, make_article(source_id="news-7"))
    assert catalog.find_article("news-7").doc_id == "d1"


def test_a_catalog_from_a_newer_program_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    Catalog(path).db.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="format 99"):
        Catalog(path).count()


def test_a_file_that_is_no_catalog_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    path.write_text("not a database, whatever its name says" * 40)
    with pytest.raises(LibraryError, match=r"catalog\.sqlite"):
        Catalog(path).count()
