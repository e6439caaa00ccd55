"""A figure corrected by hand stays so when its file changes or moves and when every record is read again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from index.embed import HashEncoder
from index.errors import UsageError
from index.library import Library, load_knowledge
from index.types import Figure
from tests.made import make_settings

TEXT = "丙山经开区成绩单\n2025-03-02\n2024年，丙山经开区签约项目46个，签约额120亿元。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "one.txt").write_text(TEXT, encoding="utf-8")
    return made


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    places = load_knowledge(Path(__file__).parents[2] / "examples")
    opened = Library(make_settings(tmp_path / "library"), encoder=HashEncoder(), knowledge=places)
    opened.ingest([folder])
    yield opened
    opened.close()


def amount(library: Library) -> Figure:
    (found,) = [figure for figure in library.figures() if figure.quote == "120亿元"]
    return found


def correct(library: Library, field: str, value: str) -> None:
    figure = amount(library)
    library.correct_figure(figure.doc_id, figure.span, field, value)


def check_kept(library: Library) -> None:
    figure = amount(library)
    assert (figure.metric, figure.canonical_value, figure.corrected) == ("协议投资额", Decimal(13000000000), True)


def test_a_correction_is_kept_when_the_file_changes_moves_and_is_read_again(library: Library, folder: Path) -> None:
    correct(library, "metric", "协议投资额")
    correct(library, "value", "13000000000")
    check_kept(library)
    (folder / "one.txt").write_text(TEXT + "\n园区新建厂房。", encoding="utf-8")
    library.ingest([folder])
    check_kept(library)
    (folder / "one.txt").rename(folder / "two.txt")
    library.ingest([folder], prune=True)
    check_kept(library)
    library.renew_figures()
    assert library.reconcile() == []
    check_kept(library)


def test_a_removed_record_does_not_come_back(library: Library) -> None:
    correct(library, "removed", "")
    library.renew_figures()
    assert [figure.quote for figure in library.figures()] == ["46个"]


@pytest.mark.parametrize(
    ("field", "value"), [("value", "viel"), ("status", "wish"), ("period", "soon"), ("colour", "x")]
)
def test_what_cannot_be_is_refused_and_changes_nothing(library: Library, field: str, value: str) -> None:
    with pytest.raises(UsageError):
        correct(library, field, value)
    assert not amount(library).corrected
