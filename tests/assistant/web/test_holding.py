"""The page over a real library: citations of every kind open, also after a restart; lists, figures and corrections."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from assistant.web.faces import FigureFilters
from assistant.web.holding import Holding
from assistant.web.originals import Originals
from assistant.web.reading import Reading
from index.config import ReadSettings
from index.embed import HashEncoder
from index.errors import UsageError
from index.library import Library
from index.types import Article, Filters
from tests.index.made_files import make_pdf
from tests.made import make_settings

WORDS = "2024年，云栖市（虚构）签约项目37个，签约额412亿元。"


def write_inputs(folder: Path) -> None:
    """Write one article of each kind, a copy of the first, and one that will be removed."""
    folder.mkdir()
    body = f"云栖市招商公报\n2025-01-20\n{WORDS}\n会议要求继续优化营商环境，全力服务企业落地。\n"
    (folder / "a.txt").write_text(body, encoding="utf-8")
    (folder / "copy.txt").write_text(body + "转载。\n", encoding="utf-8")
    (folder / "gone.txt").write_text(body.replace("云栖市", "临江市"), encoding="utf-8")
    page = f"<html><body><nav>首页</nav><article><h1>云栖市招商</h1><p>{WORDS}</p><p>{'推进项目。' * 30}</p></article>"
    (folder / "b.html").write_text(page, encoding="utf-8")
    document = docx.Document()
    document.add_heading("云栖市招商", 1)
    document.add_paragraph(WORDS)
    document.save(folder / "c.docx")
    book = openpyxl.Workbook()
    book.active.append(["地区", "签约额（亿元）"])
    book.active.append(["云栖市（虚构）", 412])
    book.save(folder / "d.xlsx")
    (folder / "e.pdf").write_bytes(make_pdf([[(60, 700, 12, "The zone of Yunqi signed 412 projects in 2024.")]]))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a library on disk with all inputs, one of them removed again, and the inputs."""
    root = tmp_path_factory.mktemp("shelf")
    write_inputs(root / "in")
    library = Library(make_settings(root / "library"), encoder=HashEncoder())
    holding = Holding(library)
    seen: list[tuple[int, int, str]] = []
    outcome = holding.ingest([root / "in"], lambda done, total, path, left: seen.append((done, total, path)))
    assert (outcome.added, outcome.failed) == (7, ())
    assert seen[-1][0] == seen[-1][1]
    (gone,) = holding.articles("gone", Filters(), 10, 0)
    holding.remove(gone.doc_id)
    library.close()
    return root / "library", root / "in"


def reopen(folder: Path) -> Holding:
    """Return the library as a restarted program sees it."""
    return Holding(Library(make_settings(folder), encoder=HashEncoder()))


def article_of(holding: Holding, name: str) -> Article:
    """Return the article that was read from a file, also one that was removed."""
    catalog = holding._library.catalog
    articles = [*catalog.iterate_articles(), *catalog.iterate_articles(live=False)]
    return next(article for article in articles if Path(article.path).name == name)


@pytest.mark.parametrize("name", ["a.txt", "b.html", "c.docx", "d.xlsx", "e.pdf", "copy.txt", "gone.txt"])
def test_a_citation_of_every_kind_opens_after_a_restart(shelf: Any, name: str) -> None:
    holding = reopen(shelf[0])
    article = article_of(holding, name)
    start = article.text.index("412")
    request = {"doc": article.doc_id, "version": article.version, "spots": [{"n": 1, "start": start, "end": start + 3}]}
    html = Reading(holding).open(request)["html"]
    assert '<sup class="at" id="at-1">1</sup>412</mark>' in html
    assert ("较早的版本" in html) == (name == "gone.txt")
    shown = Originals(holding, ReadSettings()).open(request)["html"]
    place = {"d.xlsx": 'title="B2"', "e.pdf": 'class="active"'}.get(name, "412")
    assert place in shown


def test_a_page_of_a_pdf_is_boxed_where_the_words_stand(shelf: Any) -> None:
    holding = reopen(shelf[0])
    article = article_of(holding, "e.pdf")
    start = article.text.index("412")
    request = {"doc": article.doc_id, "version": 1, "spots": [{"n": 1, "start": start, "end": start + 3}]}
    html = Originals(holding, ReadSettings()).open(request)["html"]
    assert html.count('class="active"') == 1
    assert Originals(holding, ReadSettings()).draw(article.doc_id, 1, 1).startswith(b"\x89PNG")


def test_articles_are_found_by_words_date_and_kind(shelf: Any) -> None:
    holding = reopen(shelf[0])
    assert {Path(row.path).name for row in holding.articles("招商公报", Filters(), 10, 0)} == {"a.txt", "copy.txt"}
    assert len(holding.articles("", Filters(), 2, 0)) == 2
    assert len(holding.articles("", Filters(), 10, 4)) == 2
    assert holding.articles("", Filters(date_from=dt.date(2030, 1, 1)), 10, 0) == []
    assert holding.state().articles == 6
    (row,) = holding.articles("a.txt", Filters(), 10, 0)
    assert (row.passages, row.figures) == (1, 2)
    assert holding.state().latest == dt.date(2025, 1, 20)


def test_the_same_text_elsewhere_is_named(shelf: Any) -> None:
    holding = reopen(shelf[0])
    copies = [relative.title for relative in holding.relatives(article_of(holding, "a.txt"))]
    assert copies == [article_of(holding, "copy.txt").title]
    assert holding.relatives(article_of(holding, "gone.txt")) == []


def test_figures_come_with_their_article_and_sentence(shelf: Any) -> None:
    rows = reopen(shelf[0]).figures(FigureFilters(metric="签约额", period="2024年"), 50)
    assert rows
    assert all("签约额" in row.sentence or "签约额" in row.figure.metric for row in rows)
    with pytest.raises(UsageError):
        reopen(shelf[0]).figures(FigureFilters(period="哪年哪月"), 5)


def test_corrections_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"云栖市招商公报\n2025-01-20\n{WORDS}\n", encoding="utf-8")
    holding = reopen(tmp_path / "library")
    holding.ingest([tmp_path / "a.txt"], lambda *_: None)
    (row,) = holding.articles("", Filters(), 10, 0)
    holding.correct(row.doc_id, {"date": "2025-02-01", "publisher": "云栖日报"})
    figure = holding.figures(FigureFilters(), 1)[0].figure
    holding.correct_figure(row.doc_id, figure.span, "period", "2023年")
    again = reopen(tmp_path / "library")
    assert again.article(row.doc_id).date == dt.date(2025, 2, 1)
    corrected = next(r.figure for r in again.figures(FigureFilters(), 50) if r.figure.span == figure.span)
    assert corrected.period is not None
    assert corrected.period.end == dt.date(2023, 12, 31)


def test_places_and_metrics_to_pick_from_are_those_of_the_figures(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    places = "\n".join(f'[[place]]\nname = "{name}"\nlevel = "园区"\n' for name in ("云栖经开区", "临江经开区"))
    (library / "places.toml").write_text(places, encoding="utf-8")
    for name, words in (("云栖经开区", "签约额41亿元，到位资金9亿元"), ("临江经开区", "签约额12亿元，税收3亿元")):
        text = f"{name}招商公报\n2025-01-20\n2024年，{name}{words}。\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    holding = reopen(library)
    holding.ingest(sorted(tmp_path.glob("*.txt")), lambda *_: None)
    assert sorted(holding.subjects()) == ["临江经开区", "云栖经开区"]
    assert holding.metrics(holding.subjects())[0] == "签约额"
    assert "到位资金" not in holding.metrics(["临江经开区"])
