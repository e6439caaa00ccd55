"""How fast the page is in a real Chromium: first paint, Enter to evidence, first sentence and end, for 1 and 10 users.

    python benchmarks/page.py [--data LIBRARY] [--models extractive,local] [--gallery FOLDER] [--axe axe.min.js]

Without `--data` the sample corpus is read into a temporary library. Each user is a browser window of its own and asks
a question of its own at the same moment; `http` is the same without windows: ten of them share the processor with the
program.  `--gallery` also keeps a screenshot of every view; `--axe` runs axe-core
(not part of this repository) over every view and prints what it finds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WINDOWS = {"desktop": (1440, 900), "phone": (390, 844), "wide": (3840, 2160)}
QUESTIONS = (
    "甲州市2024年签约额是多少？",
    "乙港市2024年实际利用外资是多少？",
    "丙山经开区驻点招商有哪些做法？",
    "丁湖区驻点招商怎么做？",
    "庚台新区集中签约了多少项目？",
    "辛洲区经济运行情况如何？",
    "己原市投资推介会有什么成果？",
    "癸川市营商环境有哪些措施？",
    "乙港市上半年签约额是多少？",
    "甲州市产业基金规模多大？",
)
ANSWERED = {"zh": QUESTIONS[0], "en": "What was the value of signed projects of 甲州市 in 2024?"}
REFUSED = {"zh": "甲州市2022年签约额是多少？", "en": "What was the value of signed projects of 甲州市 in 2022?"}
ANSWER_SECONDS = 240


@dataclass
class Timing:
    """Milliseconds from Enter, by step, one for each user."""

    evidence: list[float] = field(default_factory=list)
    sentence: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)


@contextmanager
def serve(data: Path | None) -> Iterator[str]:
    """Serve the page over a library and give its address."""
    from assistant.chat import Assistant
    from assistant.config import load_settings
    from assistant.conversations import Conversations
    from assistant.live import open_library, warm_assistant
    from assistant.web.holding import Holding
    from assistant.web.page import Page
    from assistant.web.serving import start_server
    from assistant.web.uploads import Uploads

    with tempfile.TemporaryDirectory() as temporary:
        folder = data or Path(temporary) / "library"
        settings = load_settings({"data": str(folder)})
        library = open_library(settings, ROOT / "examples")
        kept = Conversations(Path(temporary) / "conversations")
        uploads = Uploads(Path(temporary) / "uploads")
        assistant = Assistant(library, settings)
        warm_assistant(assistant)
        page = Page(assistant, Holding(library), kept, uploads)
        running = start_server(page, "127.0.0.1", 0)
        try:
            yield running.address
        finally:
            running.close()
            library.close()


def launch(playwright: Any) -> Any:
    """Start an installed Chromium where there is one, else Playwright's own."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=found, args=SWITCHES)


def measure_paint(browser: Any, address: str) -> list[float]:
    """Return milliseconds to the first contentful paint, three fresh windows."""
    paints = []
    for _ in range(3):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(300)
        paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        context.close()
    return paints


def measure_asking(browser: Any, address: str, users: int, model: str) -> Timing:
    """Let `users` windows ask at the same moment."""
    contexts = [browser.new_context() for _ in range(users)]
    pages = [context.new_page() for context in contexts]
    for page, question in zip(pages, QUESTIONS, strict=False):
        page.goto(address)
        page.select_option("#model", model)
        page.fill("#question", question)
    for page in pages:
        page.evaluate("document.getElementById('composer').requestSubmit()")
    timing = Timing()
    for page in pages:
        page.wait_for_selector('.turn-body[aria-busy="false"]', timeout=ANSWER_SECONDS * 1000)
        marks = page.evaluate(
            "Object.fromEntries(performance.getEntriesByType('mark').map(mark => [mark.name, mark.startTime]))"
        )
        for name in ("evidence", "sentence", "answer"):
            if name in marks:
                getattr(timing, name).append(marks[name] - marks["asked"])
    for context in contexts:
        context.close()
    return timing


def measure_serving(address: str, users: int, model: str) -> Timing:
    """Let `users` ask over HTTP: what the program itself needs, without ten windows on the same processor."""
    import httpx

    timing = Timing()

    def ask(question: str) -> None:
        with httpx.Client(base_url=address, timeout=ANSWER_SECONDS, trust_env=False) as client:
            started = time.perf_counter()
            payload = {"question": question, "model": model}
            job = client.post("gradio_api/call/ask", json={"data": [payload]}).json()["event_id"]
            with client.stream("GET", f"gradio_api/call/ask/{job}") as stream:
                for line in stream.iter_lines():
                    milliseconds = (time.perf_counter() - started) * 1000
                    for name in ("evidence", "answer"):
                        if f'"event": "{name}"' in line and line.startswith("data"):
                            getattr(timing, name).append(milliseconds)
                    if line.startswith("event: complete"):
                        return

    threads = [threading.Thread(target=ask, args=(question,)) for question in QUESTIONS[:users]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return timing


def show(values: list[float]) -> str:
    """Return median and worst in milliseconds."""
    return f"{statistics.median(values):7.0f} {max(values):7.0f}" if values else "      –       –"


def walk(page: Any, address: str, language: str) -> Iterator[str]:
    """Open every view with something in it; yield the name of each."""
    page.goto(f"{address}?lang={language}")
    page.wait_for_timeout(300)
    yield "welcome"
    yield from walk_answers(page, language)
    yield from walk_tables(page)
    page.evaluate("location.hash = '#/check'")
    page.fill("#draft", "2024年，甲州市签约额1420.5亿元。\n乙港市全年实际利用外资4.5亿美元。\n两市都超额完成任务。")
    page.click("#check-form .primary")
    page.wait_for_selector(".checked", timeout=60_000)
    yield "check"
    page.evaluate("location.hash = '#/library'")
    page.wait_for_selector("#articles li")
    yield "library"
    page.evaluate("location.hash = '#/settings'")
    page.wait_for_timeout(200)
    yield "settings"


def walk_answers(page: Any, language: str) -> Iterator[str]:
    """Ask, look at a citation, its source and the original, and at a refusal."""
    ask(page, ANSWERED[language])
    yield "answer"
    page.hover(".prose .cite >> nth=0")
    page.wait_for_selector("#preview:visible")
    yield "preview"
    page.click(".prose .cite >> nth=0")
    page.wait_for_selector("#source-body mark.active")
    page.wait_for_timeout(400)
    yield "source"
    page.click("#source-original")
    page.wait_for_selector("#source-body .original")
    page.wait_for_timeout(200)
    yield "original"
    page.keyboard.press("Escape")
    ask(page, REFUSED[language])
    yield "refusal"


def walk_tables(page: Any) -> Iterator[str]:
    """Compare two places by what the library offers, with charts, and list figures."""
    page.evaluate("location.hash = '#/compare'")
    for name in ("甲州市", "乙港市"):
        page.click(f'.picks[data-for="subjects"] [data-value="{name}"]')
        page.wait_for_timeout(200)
    page.fill("#compare-form [name=period]", "2024年")
    page.click("#compare-form .primary")
    page.wait_for_selector("#compared .turn", timeout=60_000)
    page.wait_for_timeout(200)
    yield "compare"
    page.click("#compared .charts summary")
    page.locator("#compared .charts").scroll_into_view_if_needed()
    yield "charts"
    page.evaluate("location.hash = '#/figures'")
    page.fill("#figure-filters [name=metric]", "签约额")
    page.click("#figure-filters .primary")
    page.wait_for_selector("#records svg")
    yield "figures"


def ask(page: Any, question: str) -> None:
    """Ask and wait for the whole answer."""
    turns = page.locator(".turn").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_selector(f'.turn:nth-child({turns + 1}) .turn-body[aria-busy="false"]', timeout=ANSWER_SECONDS * 1000)
    page.wait_for_timeout(200)


def shrink(path: Path) -> None:
    """Keep a screenshot small: 160 colours are enough for a page of text."""
    from PIL import Image

    Image.open(path).convert("RGB").quantize(160).save(path, optimize=True)


def look(browser: Any, address: str, gallery: Path | None, axe: Path | None) -> None:
    """Walk every view at three widths, in both languages and themes."""
    for language, size, theme in (
        ("zh", "desktop", "light"), ("zh", "phone", "light"), ("en", "desktop", "light"), ("en", "phone", "dark"),
        ("zh", "desktop", "dark"), ("zh", "wide", "light"),
    ):  # fmt: skip
        width, height = WINDOWS[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, bypass_csp=axe is not None
        )
        page = context.new_page()
        for name in walk(page, address, language):
            if gallery is not None:
                gallery.mkdir(parents=True, exist_ok=True)
                path = gallery / f"{name}-{language}-{size}-{theme}.png"
                page.screenshot(path=path)
                shrink(path)
            if axe is not None:
                report_axe(page, axe, f"{name} {language} {size} {theme}")
        context.close()


def report_axe(page: Any, axe: Path, where: str) -> None:
    """Print what axe-core finds in a view."""
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    print(f"axe-core, {where}: {len(found)} findings")
    for violation in found:
        print(f"  {violation['impact']} {violation['id']}: {[node['target'] for node in violation['nodes']][:5]}")


def run(options: argparse.Namespace) -> None:
    """Measure and print."""
    from playwright.sync_api import Error, sync_playwright

    with serve(options.data) as address, sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except Error as error:
            print(f"no Chromium on this machine, so nothing is measured: {error.message.splitlines()[0]}")
            return
        paints = measure_paint(browser, address)
        print(f"first contentful paint: {statistics.median(paints):.0f} ms, worst of 3 {max(paints):.0f} ms\n")
        print("ms from Enter            evidence         first sentence   end")
        print("model        users       median   worst   median   worst   median   worst")
        for model in filter(None, options.models.split(",")):
            for users in (1, 10):
                timing = measure_asking(browser, address, users, model)
                print(
                    f"{model:12} {users:5} win {show(timing.evidence)}  {show(timing.sentence)}  {show(timing.answer)}"
                )
                bare = measure_serving(address, users, model)
                print(f"{model:12} {users:5} http{show(bare.evidence)}  {show(bare.sentence)}  {show(bare.answer)}")
        if options.gallery or options.axe:
            look(browser, address, options.gallery, options.axe)
        browser.close()


def main() -> None:
    """Read the options and run in a thread of its own: Gradio keeps the main one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a library; without it the sample corpus is read")
    parser.add_argument("--models", default="extractive", help="whose speed is measured; empty: nobody's")
    parser.add_argument("--gallery", type=Path, help="keep a screenshot of every view here")
    parser.add_argument("--axe", type=Path, help="axe.min.js of axe-core")
    options = parser.parse_args()
    started = time.perf_counter()
    run(options)
    print(f"\n{time.perf_counter() - started:.0f} s, {threading.active_count()} threads")


if __name__ == "__main__":
    main()
