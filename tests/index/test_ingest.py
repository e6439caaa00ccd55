"""Ingest: what changed is worked on, nothing else; a crash at any moment is mended by the next run."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from benchmarks.crashes import read_all, start, try_full_disk, try_moment, try_two_writers, write_articles
from index.embed import HashEncoder
from index.errors import LibraryBusyError, LibraryError, UsageError
from index.ingest import Progress
from index.library import Library
from index.types import Filters
from tests.made import make_settings


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(make_settings(tmp_path / "library"), encoder=HashEncoder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles", 6, seed=3)
    return tmp_path / "articles"


def test_a_second_run_changes_nothing(library: Library, folder: Path) -> None:
    first, second = library.ingest([folder]), library.ingest([folder])
    assert (first.added, first.unchanged, first.articles) == (6, 0, 6)
    assert (second.added, second.updated, second.unchanged) == (0, 0, 6)
    assert first.passages == second.passages > 6


def test_a_changed_file_gives_a_new_version_under_the_same_id(library: Library, folder: Path) -> None:
    library.ingest([folder])
    file = folder / "0002.txt"
    doc_id = next(a.doc_id for a in library.catalog.iterate_articles() if a.path == str(file))
    file.write_text(file.read_text(encoding="utf-8").replace("第2号园区", "第2号新园区"), encoding="utf-8")
    report = library.ingest([folder])
    assert (report.updated, report.unchanged) == (1, 5)
    assert library.article(doc_id).version == 2
    assert "新园区" not in library.article(doc_id, 1).text
    assert {hit.version for hit in library.search("第2号新园区") if hit.doc_id == doc_id} == {2}


def test_a_renamed_file_keeps_its_article(library: Library, folder: Path) -> None:
    library.ingest([folder])
    before = {article.doc_id for article in library.catalog.iterate_articles()}
    (folder / "0001.txt").rename(folder / "renamed.txt")
    report = library.ingest([folder], prune=True)
    assert (report.added, report.removed) == (0, 0)
    assert {article.doc_id for article in library.catalog.iterate_articles()} == before


def test_pruning_removes_what_is_gone_and_keeps_it_for_old_citations(library: Library, folder: Path) -> None:
    library.ingest([folder])
    doc_id = next(a.doc_id for a in library.catalog.iterate_articles() if a.path.endswith("0003.txt"))
    (folder / "0003.txt").unlink()
    assert library.ingest([folder]).articles == 6
    assert library.ingest([folder], prune=True).removed == 1
    assert doc_id not in {hit.doc_id for hit in library.search("第3号园区", 20)}
    assert library.article(doc_id).text
    library.ingest([folder], purge=True)
    with pytest.raises(UsageError, match=doc_id):
        library.article(doc_id)


def test_a_line_of_a_file_is_an_article_with_its_own_id(library: Library, tmp_path: Path) -> None:
    lines = [
        {"id": f"n{n}", "title": f"第{n}号园区", "date": "2025-01-0" + str(n), "text": f"第{n}号园区签约{n}个项目。"}
        for n in (1, 2)
    ]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert library.ingest([file]).added == 2
    assert library.article("n2").title == "第2号园区"
    lines[1]["text"] = "第2号园区签约9个项目。"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    report = library.ingest([file])
    assert (report.updated, report.unchanged) == (1, 1)


def test_removing_an_unknown_article_is_an_error_that_names_it(library: Library) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        library.remove(["nowhere"])


def test_a_removed_article_comes_back_with_the_next_ingest(library: Library, folder: Path) -> None:
    library.ingest([folder])
    doc_id = library.search("第4号园区")[0].doc_id
    assert library.remove([doc_id]) == 1
    assert doc_id not in {hit.doc_id for hit in library.search("第4号园区", 20)}
    library.ingest([folder])
    assert doc_id in {hit.doc_id for hit in library.search("第4号园区", 20)}


def test_a_correction_by_hand_survives_a_new_version(library: Library, folder: Path) -> None:
    library.ingest([folder])
    doc_id = next(a.doc_id for a in library.catalog.iterate_articles() if a.path.endswith("0000.txt"))
    library.set_fields(doc_id, {"date": "2020-05-01", "title": "更正的标题"})
    file = folder / "0000.txt"
    file.write_text(file.read_text(encoding="utf-8") + "\n补充一句。", encoding="utf-8")
    library.ingest([folder])
    article = library.article(doc_id)
    assert (article.version, article.title, str(article.date)) == (2, "更正的标题", "2020-05-01")
    assert article.corrected == ("date", "title")


def test_filters_limit_a_search_to_days_and_articles(library: Library, folder: Path) -> None:
    library.ingest([folder])
    doc_id = next(a.doc_id for a in library.catalog.iterate_articles() if a.path.endswith("0005.txt"))
    assert {hit.doc_id for hit in library.search("签约额", 9, Filters(doc_ids=(doc_id,)))} == {doc_id}


def test_two_writers_do_not_mix(library: Library, folder: Path) -> None:
    other = Library(library.settings, encoder=HashEncoder())
    with library.writing(), pytest.raises(LibraryBusyError, match="process"):
        other.ingest([folder])


def test_another_model_is_noticed_and_leads_to_new_vectors(library: Library, folder: Path) -> None:
    library.ingest([folder])
    other = Library(library.settings, encoder=HashEncoder(32))
    with pytest.raises(LibraryError, match="vectors were made by"):
        other.search("签约额")
    with other.writing():
        assert other.renew_vectors() == library.catalog.count()["passages"]
    assert other.search("第4号园区")


def test_both_indexes_are_rebuilt_from_the_catalog(library: Library, folder: Path) -> None:
    library.ingest([folder])
    expected = read_all(library.folder)
    library.close()
    shutil.rmtree(library.folder / "dense")
    shutil.rmtree(library.folder / "lexical")
    again = Library(library.settings, encoder=HashEncoder())
    with pytest.raises(LibraryError, match="dense and lexical index"):
        again.search("签约额")
    assert again.reconcile()
    assert read_all(library.folder) == expected


@pytest.mark.parametrize("seed", range(5))
def test_an_ingest_killed_at_any_moment_converges(tmp_path: Path, seed: int) -> None:
    articles = tmp_path / "articles"
    write_articles(articles, 40, seed)
    assert start(tmp_path / "whole", articles).wait() == 0
    expected = read_all(tmp_path / "whole")
    moment = random.Random(seed).uniform(0.0, 2.5)
    assert try_moment(moment, articles, expected, tmp_path) == "converges"


def test_a_full_disk_and_a_second_writer_lose_nothing(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    write_articles(articles, 40, 9)
    assert start(tmp_path / "whole", articles).wait() == 0
    expected = read_all(tmp_path / "whole")
    assert re.match(r"exit 3 \(LibraryError .*then converges", try_full_disk(200_000, articles, expected, tmp_path))
    assert "then converges" in try_two_writers(articles, expected, tmp_path)


def test_an_open_reader_sees_what_another_process_wrote(library: Library, folder: Path) -> None:
    library.ingest([folder])
    assert library.search("第4号园区")
    write_articles(folder, 9, seed=3)
    assert start(library.folder, folder).wait() == 0
    found = library.search("第8号园区", 3)
    assert any(hit.path.endswith("0008.txt") for hit in found)


def test_progress_tells_how_far_an_ingest_is(library: Library, folder: Path) -> None:
    told = []
    library.ingest([folder], report=told.append)
    assert told[-1].articles == 6
    assert told[-1].done == told[-1].total == sum(path.stat().st_size for path in folder.iterdir())


def test_a_page_of_navigation_alone_is_a_failure_that_says_so(library: Library, folder: Path) -> None:
    page = "<html><body><ul><li><a href='/'>首页</a></li><li><a href='/x'>新闻</a></li></ul></body></html>"
    (folder / "menu.html").write_text(page, encoding="utf-8")
    report = library.ingest([folder])
    assert (report.added, report.articles) == (6, 6)
    assert [failure.code for failure in report.failed] == ["empty"]


def test_the_ingest_of_one_long_article_tells_how_far_it_is_and_can_be_ended(library: Library, tmp_path: Path) -> None:
    text = "\n".join(
        f"第{n}号园区2024年签约项目{n}个，园区完善配套，服务企业落地。{'推进项目。' * 60}" for n in range(900)
    )
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    shares = []

    def end(progress: Progress) -> None:
        shares.append(progress.done / progress.total)
        if len(shares) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.ingest([tmp_path / "long.txt"], report=end)
    assert 0 < shares[0] < shares[1] < 1
    assert library.catalog.count_articles() == 0
    assert library.ingest([tmp_path / "long.txt"]).passages > 600
