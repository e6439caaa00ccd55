"""A page over the fakes, served on a free port, and a real browser to look at it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.conversations import Conversations
from assistant.web.page import Page
from assistant.web.uploads import Uploads
from tests.assistant.web.fakes import FakeAssistant, FakeLibrary

# Chromium speaks to hosts of its own unless told not to.
CHROMIUM_SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
WIDE = (3840, 2160)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, None where there is none."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def has_own_chromium() -> bool:
    """Say whether Playwright has brought a Chromium of its own."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    return any(Path(folder).glob("chromium*"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser's tests out, and say so, where there is no browser: no package index carries one."""
    if find_chromium() or has_own_chromium():
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.issue_config_time_warning(
            pytest.PytestWarning(
                f"no Chromium on this machine: {len(left_out)} tests of the page in a browser left out"
            ),
            2,
        )


@dataclass
class Served:
    """A served page with what stands behind it."""

    address: str
    assistant: FakeAssistant
    library: FakeLibrary
    conversations: Conversations


def make_page(folder: Path) -> tuple[Page, FakeAssistant, FakeLibrary, Conversations]:
    """Return a page over fresh fakes."""
    assistant, library, conversations = FakeAssistant(), FakeLibrary(), Conversations(folder)
    page = Page(assistant, library, conversations, Uploads(folder / "uploads"))
    return page, assistant, library, conversations


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a page over the fakes until the test ends."""
    from assistant.web.serving import start_server

    page, assistant, library, conversations = make_page(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = start_server(page, "127.0.0.1", port)
    yield Served(running.address, assistant, library, conversations)
    running.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return a browser: Debian's where it is, else Playwright's own."""
    from playwright.sync_api import sync_playwright

    found = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, served: Served) -> Iterator[Callable[..., Any]]:
    """Open the page; requests to other hosts are kept in `page.strangers`, script errors in `page.faults`."""
    contexts = []

    def open_page(size: str = "desktop", lang: str = "zh") -> Any:
        width, height = WIDE if size == "wide" else SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.strangers, page.faults = [], []
        page.on("request", lambda r: page.strangers.append(r.url) if not r.url.startswith(served.address) else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
        page.goto(f"{served.address}?lang={lang}")
        return page

    yield open_page
    for context in contexts:
        context.close()
