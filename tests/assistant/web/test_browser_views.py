"""A real Chromium walks the other views: library, figures, comparison, drafts, settings, conversations, downloads."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.web.conftest import SIZES, Served
from tests.assistant.web.fakes import QUESTION, make_article

pytestmark = pytest.mark.browser


def go(page: Any, view: str) -> None:
    page.evaluate(f"location.hash = '#/{view}'")
    page.wait_for_selector(f"#view-{view}:visible")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_opens_without_a_fault_or_sideways_scrolling(visit: Any, size: str, lang: str) -> None:
    page = visit(size, lang)
    for view in ("compare", "figures", "check", "library", "settings", "ask"):
        go(page, view)
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], view
        assert page.evaluate(f"document.getElementById('view-{view}').scrollWidth") <= SIZES[size][0], view
    assert (page.strangers, page.faults) == ([], [])


def test_files_are_uploaded_read_listed_and_deleted_with_undo(visit: Any, served: Served, tmp_path: Path) -> None:
    page = visit()
    go(page, "library")
    for name in ("甲.txt", "乙.pdf"):
        (tmp_path / name).write_text("云栖市（虚构）签约10亿元。", encoding="utf-8")
    page.set_input_files("#library-files", [tmp_path / "甲.txt", tmp_path / "乙.pdf"])
    page.wait_for_selector("#ingest-report .failures")
    assert "文件有密码" in page.inner_text("#ingest-report")
    page.wait_for_selector('#articles li:has-text("甲.txt")')
    page.click('#articles li:has-text("甲.txt") [data-do="remove"]')
    page.click(".toast button")
    assert page.locator('#articles li:has-text("甲.txt")').is_visible()
    page.click('#articles li:has-text("甲.txt") .open')
    page.wait_for_selector("#source-body .source")
    assert "甲.txt" in served.library.held
    assert page.faults == []


def test_a_text_is_pasted_and_an_article_corrected(visit: Any, served: Served) -> None:
    page = visit()
    go(page, "library")
    page.click("#paste-open")
    page.fill("#paste-dialog [name=text]", "云栖市（虚构）签约10亿元。")
    page.click("#paste-dialog [value=save]")
    page.wait_for_selector("#ingest-report .outcome")
    page.click('#articles li:has-text("招商引资工作会") [data-do="correct"]')
    page.fill("#correct-dialog [name=regions]", "云栖市、临江经开区")
    page.click("#correct-dialog [value=save]")
    page.wait_for_selector(".toast")
    page.wait_for_timeout(200)
    assert served.library.corrections == [("signing", {"regions": "云栖市,临江经开区"})]


def test_figures_have_a_chart_and_open_their_source(visit: Any) -> None:
    page = visit()
    go(page, "figures")
    page.fill("#figure-filters [name=metric]", "签约额")
    page.click("#figure-filters .primary")
    page.wait_for_selector("#records svg polyline")
    page.click("#records .ref-open >> nth=1")
    page.wait_for_selector("#source-body mark.active")
    with page.expect_download() as download:
        page.click('[data-download="xlsx"]')
    assert download.value.suggested_filename == "figures.xlsx"


def test_a_comparison_can_be_sorted_transposed_and_shortened(visit: Any) -> None:
    page = visit()
    go(page, "compare")
    page.fill("#compare-form [name=subjects]", "𠮷丰经开区、临江经开区")
    page.press("#compare-form [name=subjects]", "Enter")
    page.wait_for_selector("#compared table")
    page.click('[data-table="hide"]')
    assert page.locator("#compared tbody tr:visible").count() == 1
    page.click('[data-table="all"]')
    page.click('[data-table="transpose"]')
    assert page.inner_text("#compared tbody th >> nth=0") == "𠮷丰经开区"
    page.click("#compared td .cite >> nth=0")
    page.wait_for_selector("#source-body mark.active")
    assert page.faults == []


def test_subjects_and_aspects_are_picked_from_what_the_library_holds(visit: Any) -> None:
    page = visit("phone")
    go(page, "compare")
    page.click('#compare-form [data-value="𠮷丰经开区"]')
    page.focus('#compare-form [data-value="临江经开区"]')
    page.keyboard.press("Enter")
    assert page.input_value("#compare-form [name=subjects]") == "𠮷丰经开区、临江经开区"
    # Aspects follow the subjects, and the place of the keyboard is kept.
    page.click('#compare-form [data-value="实际利用外资"]')
    assert page.get_attribute('#compare-form [data-value="临江经开区"]', "aria-pressed") == "true"
    page.click('#compare-form [data-value="𠮷丰经开区"]')
    assert page.input_value("#compare-form [name=subjects]") == "临江经开区"
    assert page.faults == []


def test_an_empty_library_reads_the_sample_corpus_on_request(visit: Any, served: Served) -> None:
    served.library.held.clear()
    page = visit()
    page.click('#examples [data-do="samples"]')
    page.wait_for_selector('#articles li:has-text("示例")')
    assert page.locator(".first-run").count() == 0
    go(page, "ask")
    assert page.locator("#examples .example").count() == 2
    assert page.faults == []


def test_a_draft_is_checked_and_downloaded(visit: Any) -> None:
    page = visit()
    go(page, "check")
    page.fill("#draft", "签约额1300亿元。")
    page.click("#check-form .primary")
    page.wait_for_selector(".checked .contradicted")
    page.click(".checked .cite >> nth=0")
    page.wait_for_selector("#source-body mark.active")
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.click("#check-word")
    assert download.value.suggested_filename == "draft.docx"


def test_settings_try_models_and_keep_theme_and_sources(visit: Any, served: Served) -> None:
    page = visit()
    go(page, "settings")
    page.click('[data-model="cloud"] button')
    page.wait_for_selector('.tested:has-text("401")')
    page.select_option("#theme", "dark")
    page.fill("#source-settings [name=region]", "云栖市")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    go(page, "ask")
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector('.turn-body[aria-busy="false"]')
    assert served.assistant.filters[-1].regions == ("云栖市",)


def test_conversations_are_found_renamed_and_deleted_and_answers_judged(visit: Any, served: Served) -> None:
    page = visit()
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector('.turn-body[aria-busy="false"]')
    page.click('[data-tool="up"]')
    page.wait_for_selector('[data-tool="up"][aria-pressed="true"]')
    page.click('[data-tool="down"]')
    page.fill("#line-dialog input", "年份不对")
    page.click("#line-dialog [value=save]")
    page.wait_for_selector('[data-tool="down"][aria-pressed="true"]')
    assert [kept["reason"] for kept in served.conversations.iterate_judged()] == ["年份不对"]
    page.hover("#talks li")
    page.click('#talks [data-do="rename"]')
    page.fill("#line-dialog input", "我的对话")
    page.click("#line-dialog [value=save]")
    page.wait_for_selector('#talks a:has-text("我的对话")')
    page.fill("#find-talk", "没有这样的")
    page.wait_for_selector("#talks li", state="detached")
    page.fill("#find-talk", "我的")
    page.wait_for_selector("#talks li")
    page.hover("#talks li")
    page.click('#talks [data-do="delete"]')
    page.wait_for_timeout(6800)
    assert served.conversations.search() == []


def test_what_was_deleted_stays_deleted_when_the_page_is_closed_at_once(visit: Any, served: Served) -> None:
    page = visit()
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector('.turn-body[aria-busy="false"]')
    page.hover("#talks li")
    page.click('#talks [data-do="delete"]')
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    assert served.conversations.search() == []


def test_the_other_language_is_one_click_away_and_keeps_the_place(visit: Any) -> None:
    page = visit()
    go(page, "library")
    page.click("#language")
    page.wait_for_selector('html[lang="en"] #view-library:visible')
    assert page.inner_text("#view-library h2") == "Library"
    page.reload()
    assert page.get_attribute("html", "lang") == "en"


def test_answers_download_as_word_excel_and_markdown(visit: Any) -> None:
    page = visit()
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector('.turn-body[aria-busy="false"]')
    for tool, ending in (("word", ".docx"), ("excel", ".xlsx"), ("markdown", ".md")):
        with page.expect_download() as download:
            page.click(f'[data-tool="{tool}"]')
        assert download.value.suggested_filename.endswith(ending)
        assert "签约额" in download.value.suggested_filename


def test_a_figure_is_corrected_by_hand(visit: Any, served: Served) -> None:
    page = visit()
    go(page, "figures")
    page.click('#records [data-do="correct-figure"] >> nth=0')
    page.select_option("#figure-dialog [name=field]", "status")
    page.select_option("#figure-dialog [name=status]", "target")
    page.click("#figure-dialog [value=save]")
    page.wait_for_selector(".toast")
    ((doc, _, field, value),) = served.library.figure_corrections
    assert (doc, field, value) == ("signing", "status", "target")
    assert page.faults == []


def test_an_article_of_the_library_opens_with_its_figures_marked(visit: Any) -> None:
    page = visit()
    go(page, "library")
    page.click('#articles li:has-text("招商引资工作会") .open')
    page.wait_for_selector("#source-body mark.figure")


def test_a_conversation_downloads_as_a_whole_and_a_slash_leads_to_the_question(visit: Any) -> None:
    page = visit()
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector('.turn-body[aria-busy="false"]')
    with page.expect_download() as download:
        page.click('#thread-tools [data-export="docx"]')
    assert download.value.suggested_filename.endswith(".docx")
    page.focus("#thread-scroll .tool >> nth=0")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "question"


@pytest.mark.parametrize("text", ["卯山区推进项目建设，优化营商环境。" * 40 + "\n", "辰河区推进项目，"])
def test_an_article_of_200_pages_and_a_line_of_a_megabyte_open_in_time(visit: Any, served: Served, text: str) -> None:
    served.library.held["long"] = make_article("long", text * (300 if "\n" in text else 125_000), "长文")
    page = visit()
    go(page, "library")
    page.wait_for_selector('#articles li:has-text("长文")')
    started = time.perf_counter()
    page.click('#articles li:has-text("长文") .open')
    page.wait_for_selector('#source-body h2:has-text("长文")')
    assert time.perf_counter() - started < 8
    assert page.faults == []
