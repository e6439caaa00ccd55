"""The other views' handlers: library, figures, comparison, drafts, models, uploads."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from assistant.web.page import Page
from assistant.web.render.chart import choose_chart, plan_chart
from assistant.web.render.figures import plain, render_figure_card
from assistant.web.uploads import Uploads, clean_name
from index.errors import UsageError, YinzhengError
from index.types import Figure, Period
from tests.assistant.web.conftest import make_page
from tests.assistant.web.fakes import SIGNING, FakeLibrary, make_figure


@pytest.fixture
def page(tmp_path: Path) -> tuple[Page, FakeLibrary, Path]:
    made, _, library, _ = make_page(tmp_path)
    return made, library, tmp_path / "uploads"


def upload(page: Page, name: str, content: bytes) -> str:
    arrived = page.uploads.receive()
    arrived.write_bytes(content)
    return page.uploads.place(arrived, name)


def of_year(year: int, value: int, **over: object) -> Figure:
    period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year}年")
    fields = {"metric": "签约额", "period": period, "canonical_value": Decimal(value), **over}
    return make_figure(SIGNING, "1234亿元", **fields)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\资料\\a.txt", "C_/资料/a.txt"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("x\u202etxt.exe", "x_txt.exe"),
        ("甲" * 300 + ".txt", "甲" * 116 + ".txt"),
    ],
)
def test_a_name_cannot_leave_the_folder(name: str, kept: str) -> None:
    assert clean_name(name).as_posix() == kept


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError):
        clean_name("../..")


def test_two_files_of_one_name_are_both_kept_and_one_file_twice_is_one(page: Any) -> None:
    made, _, folder = page
    names = [upload(made, "a.txt", content) for content in (b"1", b"2", b"1")]
    assert names == ["a.txt", "a (2).txt", "a.txt"]
    assert (folder / "a (2).txt").read_bytes() == b"2"


def test_an_upload_outside_the_folder_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    with pytest.raises(UsageError):
        Uploads(tmp_path / "uploads").find("../secret.txt")


def test_ingest_tells_progress_and_names_what_failed(page: Any) -> None:
    made, library, _ = page
    names = [upload(made, "a.txt", "一".encode()), upload(made, "b.pdf", b"%PDF")]
    pieces = list(made.streams()["ingest"]({"names": names}))
    assert [piece["event"] for piece in pieces] == ["progress", "progress", "report"]
    assert (pieces[0]["done"], pieces[0]["total"], pieces[0]["seconds"]) == (1, 2, 1.0)
    assert "文件有密码" in pieces[-1]["html"]
    assert "a.txt" in library.held


def test_a_cancelled_ingest_keeps_what_was_read(page: Any) -> None:
    made, library, _ = page
    names = [upload(made, f"{n}.txt", str(n).encode()) for n in range(9)]
    library.pause = 0.02
    pieces = made.streams()["ingest"]({"names": names})
    next(pieces)
    made.calls()["cancel_ingest"]({})
    last = list(pieces)[-1]
    assert last["cancelled"]
    assert 1 <= len(library.ingested) < 9


def test_a_pasted_text_becomes_an_article(page: Any) -> None:
    made, library, _ = page
    payload = {"text": "云栖市（虚构）签约10亿元。", "title": "题", "date": "2025-01-02"}
    assert list(made.streams()["paste"](payload))[-1]["event"] == "report"
    line = library.ingested[0].read_text(encoding="utf-8")
    assert '"date": "2025-01-02"' in line
    assert '"url"' not in line


def test_the_list_is_filtered_and_corrected_and_shortened(page: Any) -> None:
    made, library, _ = page
    calls = made.calls()
    assert calls["list_articles"]({"words": "招商"})["html"].count('class="article"') == 1
    calls["correct_article"]({"doc": "signing", "date": "2025-03-03"})
    assert library.corrections == [("signing", {"date": "2025-03-03"})]
    calls["remove_article"]({"doc": "signing"})
    assert "signing" not in library.held


def test_figures_are_listed_with_chart_and_sources(page: Any) -> None:
    html = page[0].calls()["list_figures"]({"metric": "签约额"})["html"]
    assert html.count('class="ref"') == 3
    assert "<polyline" in html
    mixed = page[0].calls()["list_figures"]({})["html"]
    assert "4 条中可比的 3 条" in mixed
    with pytest.raises(YinzhengError):
        page[0].calls()["list_figures"]({"period": "哪年"})


@pytest.mark.parametrize(
    ("figures", "refusal"),
    [
        ([of_year(2023, 1)], "too_few"),
        ([of_year(2023, 1), of_year(2024, 2, metric="到位资金")], "metrics"),
        ([of_year(2023, 1), of_year(2024, 2, canonical_unit="USD")], "units"),
        ([of_year(2023, 1), of_year(2024, 2, status="target")], "statuses"),
        (
            [of_year(2023, 1), of_year(2024, 2, period=Period(dt.date(2024, 1, 1), dt.date(2024, 3, 31), "一季度"))],
            "periods",
        ),
        ([of_year(2023 + n % 2, n, subject=f"区{n}") for n in range(9)], "too_many"),
        ([of_year(2023, 1), of_year(2024, 2)], None),
    ],
)
def test_only_figures_of_one_kind_share_a_chart(figures: list[Figure], refusal: str | None) -> None:
    assert plan_chart(figures).refusal == refusal


def test_of_mixed_figures_the_most_that_are_comparable_share_a_chart() -> None:
    ranking = [of_year(2024, n, subject=f"区{n}") for n in (1, 2, 3)]
    series = [of_year(2022, 7, subject="区1", metric="到位资金"), of_year(2023, 8, subject="区1", metric="到位资金")]
    chart = choose_chart([*series, *ranking, of_year(2024, 4, subject=None)])
    assert sorted(point.subject for point in chart.points) == ["区1", "区2", "区3"]
    assert (chart.over_time, chart.of) == (False, 6)
    assert choose_chart([of_year(2024, 1), of_year(2023, 1, metric="到位资金")]).refusal == "metrics"


def test_english_names_metric_period_and_plain_digits() -> None:
    html = render_figure_card(of_year(2024, 1), Markup(""), "en")
    assert 'value of signed projects <span lang="zh-Hans">签约额</span>' in html
    assert ">2024</span>" in html
    assert plain(Decimal("1.88E+3")) == "1880"


def test_a_leap_year_is_as_long_as_another() -> None:
    assert plan_chart([of_year(2023, 1), of_year(2024, 2)]).over_time


def test_what_the_library_holds_can_be_picked(page: Any) -> None:
    picks = page[0].calls()["suggest"]({"subjects": "临江经开区", "language": "en"})
    assert picks["names"] == ["𠮷丰经开区", "临江经开区"]
    assert 'data-value="签约额">value of signed projects (签约额)<' in picks["aspects"]
    assert 'data-value="营商环境">Business environment (营商环境)<' in picks["aspects"]


def test_a_comparison_is_kept_as_a_conversation(page: Any) -> None:
    made = page[0]
    (piece,) = made.streams()["compare"]({"subjects": "𠮷丰经开区，临江经开区"})
    assert "未见报道" in piece["html"]
    (kept,) = made.conversations.search()
    assert made.conversations.turns(kept.id)[0].answer.table is not None


def test_a_draft_is_judged_and_can_be_downloaded(page: Any) -> None:
    made = page[0]
    checked = made.calls()["check"]({"text": "签约额1300亿元。"})
    assert '<li class="contradicted">' in checked["html"]
    assert made.drafts.export(checked["key"], "zh").startswith(b"PK")
    with pytest.raises(UsageError):
        made.drafts.export("gone", "zh")
    with pytest.raises(UsageError):
        made.calls()["check"]({"text": "  "})


def test_a_model_is_tried_and_what_is_wrong_is_said(page: Any) -> None:
    made = page[0]
    assert made.calls()["try_model"]({"model": "local", "language": "en"})["text"] == "It answers: 好"
    with pytest.raises(YinzhengError, match="401"):
        made.calls()["try_model"]({"model": "cloud"})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_document_is_whole_in_both_languages(page: Any, language: str) -> None:
    html = page[0].render(language, "0")
    for view in ("ask", "compare", "figures", "check", "library", "settings"):
        assert f'id="view-{view}"' in html
    assert "{" not in html.split('<script type="application/json"')[0]
    assert "style=" not in html
    assert " on" not in "".join(part.split(">")[0] for part in html.split("<")).replace(" one", "")
