"""The whole path in a real Chromium: sample corpus, real weights, real assistant; no language model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.conversations import Conversations
from tests.assistant.web.test_browser_ask import ask, marked_words

pytestmark = [pytest.mark.browser, pytest.mark.weights]

ROOT = Path(__file__).parents[3]
HEADLINE = "武汉经开区2024年签约额是多少？"


class _Real:
    """A served library that can be restarted over the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self.start()

    def start(self) -> None:
        from assistant.chat import Assistant
        from assistant.config import load_settings
        from assistant.live import open_library
        from assistant.web.holding import Holding
        from assistant.web.page import Page
        from assistant.web.serving import start_server
        from assistant.web.uploads import Uploads

        settings = load_settings({"data": str(self.folder), "answer": {"model": "extractive"}})
        self.library = open_library(settings, ROOT / "examples")
        page = Page(
            Assistant(self.library, settings),
            Holding(self.library),
            Conversations(self.folder),
            Uploads(self.folder / "uploads"),
        )
        self.running = start_server(page, "127.0.0.1", 0)
        self.address = self.running.address

    def stop(self) -> None:
        self.running.close()
        self.library.close()

    def restart(self) -> None:
        self.stop()
        self.start()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Real]:
    served = _Real(tmp_path_factory.mktemp("real"))
    yield served
    served.stop()


@pytest.fixture
def page(chromium: Any, real: _Real) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.goto(real.address)
    yield opened
    context.close()


def test_the_headline_question_is_answered_and_citation_one_shows_the_words(page: Any, real: _Real) -> None:
    ask(page, HEADLINE)
    assert "2100亿元" in page.inner_text(".prose")
    assert "2024年" in page.inner_text(".turn-body")
    page.click('.prose .cite[data-n="1"] >> nth=0')
    page.wait_for_selector("#source-body mark.active")
    assert "2100亿元" in marked_words(page)
    assert "2025-03-02" in page.inner_text("#source-body header")
    conversation = page.evaluate("location.hash")
    real.restart()
    page.goto(real.address + conversation)
    page.wait_for_selector('.prose .cite[data-n="1"]')
    page.click('.prose .cite[data-n="1"] >> nth=0')
    page.wait_for_selector("#source-body mark.active")
    assert "2100亿元" in marked_words(page)


def test_an_example_question_is_answered_with_a_citation(page: Any) -> None:
    page.click(".example >> nth=0")
    page.wait_for_selector('.turn-body[aria-busy="false"] .cite')


def test_what_the_library_does_not_hold_is_refused(page: Any) -> None:
    ask(page, "火星市2024年签约额是多少？")
    assert page.locator(".refused").count() == 1


def test_an_uploaded_article_is_asked_about_at_once(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "寅谷.txt"
    path.write_text(
        "寅谷经开区（虚构）招商\n2025-04-01\n2024年，寅谷经开区签约项目77个，签约额345亿元。\n", encoding="utf-8"
    )
    page.set_input_files("#files", path)
    page.wait_for_selector('.toast:has-text("新增 1 篇")', timeout=60_000)
    ask(page, "寅谷经开区2024年签约额是多少？")
    assert "345亿元" in page.inner_text(".prose")
