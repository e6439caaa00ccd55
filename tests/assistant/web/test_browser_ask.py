"""A real Chromium asks, clicks a citation and sees the cited words; hostile text stays text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.web.conftest import SIZES, Served
from tests.assistant.web.fakes import QUESTION

pytestmark = pytest.mark.browser


def ask(page: Any, question: str) -> None:
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_selector('.turn:last-child .turn-body[aria-busy="false"]')


def marked_words(page: Any) -> str:
    """Return the highlighted words without the small numbers."""
    return str(
        page.evaluate(
            "() => [...document.querySelectorAll('#source-body mark.active')].map(m => { const c = m.cloneNode(true);"
            " c.querySelectorAll('sup').forEach(s => s.remove()); return c.textContent; }).join('')"
        )
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_click_on_a_citation_shows_the_cited_words(visit: Any, size: str, lang: str) -> None:
    page = visit(size, lang)
    ask(page, QUESTION)
    page.click(".prose .cite >> nth=0")
    page.wait_for_selector("#source-body mark.active")
    page.wait_for_timeout(200)
    assert marked_words(page) == "签约额超1234亿元"
    box = page.locator("#source-body mark.active").bounding_box()
    panel = page.locator("#source-body").bounding_box()
    assert panel["y"] <= box["y"] <= panel["y"] + panel["height"]
    page.keyboard.press("n")
    page.wait_for_selector('#source-body mark.active:has-text("FDI")')
    page.keyboard.press("Escape")
    assert page.locator("#source").is_hidden()
    assert (page.strangers, page.faults) == ([], [])


def test_a_phone_needs_no_sideways_scrolling(visit: Any) -> None:
    page = visit("phone")
    ask(page, QUESTION)
    # Its source has a quote that is longer than the window.
    ask(page, "2025年呢？")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.getElementById('thread-scroll').scrollWidth") <= 390


def test_a_conversation_is_there_after_a_reload_and_its_citations_open(visit: Any) -> None:
    page = visit()
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector(".turn .prose .cite")
    page.click(".prose .cite >> nth=1")
    page.wait_for_selector("#source-body mark.active")
    assert marked_words(page) == "全年FDI完成3.2亿美元"


def test_the_preview_shows_title_and_quote_on_focus(visit: Any) -> None:
    page = visit()
    ask(page, QUESTION)
    page.focus(".prose .cite >> nth=0")
    assert "签约额超1234亿元" in page.inner_text("#preview")
    assert "2025-03-02" in page.inner_text("#preview")


def test_on_a_large_screen_words_are_large_and_the_preview_stands_at_its_citation(visit: Any) -> None:
    page = visit("wide")
    ask(page, QUESTION)
    page.hover(".prose .cite >> nth=0")
    page.wait_for_selector("#preview:visible")
    cite, preview = (page.locator(name).first.bounding_box() for name in (".prose .cite", "#preview"))
    assert 0 <= preview["y"] - cite["y"] - cite["height"] < 20
    assert preview["x"] <= cite["x"] <= preview["x"] + preview["width"]
    assert page.locator("#composer").bounding_box()["y"] < 2160
    assert page.evaluate("document.documentElement.scrollHeight") <= 2160
    assert page.locator(".prose p").first.bounding_box()["height"] > 40


def test_hostile_articles_and_answers_are_text(visit: Any) -> None:
    page = visit()
    ask(page, "敌意文章说了什么？")
    page.click(".prose .cite")
    page.wait_for_selector("#source-body mark.active")
    assert "<script>" in page.inner_text("#source-body")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#source-body a, #source-body img, #source-body script, #source-body style").count() == 0
    assert (page.strangers, page.faults) == ([], [])


def test_stop_ends_the_waiting_and_retry_asks_again(visit: Any, served: Served) -> None:
    served.assistant.hold.clear()
    page = visit()
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector(".turn-evidence .card")
    page.click("#stop")
    page.wait_for_selector("#send:visible")
    served.assistant.hold.set()
    page.click('.turn:last-child [data-tool="retry"]')
    page.wait_for_selector('.turn:last-child [data-tool="copy"]')
    assert page.locator(".turn").count() == 1
    page.click('[data-tool="edit"]')
    assert page.input_value("#question") == QUESTION


def test_while_an_answer_is_made_another_conversation_can_be_read(visit: Any, served: Served) -> None:
    page = visit()
    ask(page, "2025年呢？")
    first = page.evaluate("location.hash")
    page.click("#new")
    served.assistant.hold.clear()
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector(".turn-evidence .card")
    second = page.evaluate("location.hash")
    page.evaluate(f"location.hash = '{first}'")
    page.wait_for_selector('.turn .asked:has-text("2025年呢")')
    # What stands there is not taken away by a click while the other answer is being made.
    page.click('.turn [data-tool="retry"]')
    assert page.locator(".turn").count() == 1
    page.evaluate(f"location.hash = '{second}'")
    page.wait_for_selector('.turn-body[aria-busy="true"]')
    page.evaluate("location.hash = '#/ask'")
    served.assistant.hold.set()
    page.wait_for_selector("#send:visible")
    assert page.locator(".turn").count() == 0
    page.evaluate(f"location.hash = '{second}'")
    page.wait_for_selector('.turn [data-tool="copy"]')
    assert page.locator(".turn").count() == 1
    assert page.faults == []


def test_the_same_text_elsewhere_opens_from_the_source(visit: Any) -> None:
    page = visit()
    ask(page, QUESTION)
    page.click(".prose .cite >> nth=0")
    page.click('#source-body [data-open="hostile"]')
    page.wait_for_selector('#source-body .source[data-doc="hostile"]')
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").startswith("cite")
    assert page.faults == []


def test_the_original_lies_beside_the_text(visit: Any, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "signing.txt"
    path.write_text("原件<script>", encoding="utf-8")
    served.library.held["signing"] = replace(served.library.held["signing"], key=str(path), path=str(path))
    page = visit()
    ask(page, QUESTION)
    page.click(".prose .cite >> nth=0")
    page.wait_for_selector("#source-body mark.active")
    page.click("#source-original")
    page.wait_for_selector("#source-body .original pre")
    assert page.text_content("#source-body pre") == "原件<script>"
    page.click("#source-original")
    page.wait_for_selector("#source-body mark.active")
    assert page.faults == []
