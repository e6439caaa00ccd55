"""The page over the real library: opens it, reads the sample corpus into an empty one, brings the model, listens."""

from __future__ import annotations

import shutil
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.chat import Assistant
from assistant.config import Settings
from assistant.conversations import Conversations
from assistant.engine import find_gguf
from assistant.model import EXTRACTIVE, LOCAL, choose_model, warm_model
from assistant.progress import show_bytes, show_progress
from assistant.propose import use_proposer
from assistant.rerank import use_reranker
from index.errors import YinzhengError
from index.library import Library
from index.weights import pull

if TYPE_CHECKING:
    from assistant.web.arrival import Arrival

# Goes through records, sentences and their meaning, whatever the library holds.
_WARMING = "各地的招商引资有哪些做法？"
_ARTICLES, _PLACES = "articles", "places.toml"


def serve_page(settings: Settings, *, host: str | None, port: int | None, examples: Path | None) -> None:
    """Serve until interrupted; the address is printed once the page listens."""
    from assistant.web.arrival import Arrival
    from assistant.web.holding import Holding
    from assistant.web.page import Page
    from assistant.web.serving import start_server
    from assistant.web.uploads import Uploads

    library = open_library(settings, examples)
    assistant, arrival = Assistant(library, settings), Arrival()
    folder = examples or find_samples()
    samples = None if folder is None else partial(take_samples, library, folder)
    # The first question should not wait for what every question needs to be opened.
    threading.Thread(target=warm_assistant, args=(assistant,), daemon=True).start()
    page = Page(
        assistant,
        Holding(library, samples),
        Conversations(library.folder),
        Uploads(library.folder / "uploads"),
        language=settings.page.language,
        model=settings.answer.model,
        notice=arrival.describe,
        queues=lambda name: (name or choose_model(settings)) == LOCAL,
    )
    running = start_server(page, host or settings.page.host, settings.page.port if port is None else port)
    say(f"引证已在 {running.address} 打开（仅本机可访问；Ctrl-C 退出）")
    threading.Thread(target=bring_model, args=(settings, arrival), daemon=True).start()
    try:
        running.wait()
    except KeyboardInterrupt:
        say("正在关闭……")
    finally:
        running.close()
        library.close()


def open_library(settings: Settings, examples: Path | None) -> Library:
    """Open the library; an empty one reads the sample corpus first, a full one takes up what changed of its model."""
    library = Library(settings)
    use_reranker(library, settings)
    use_proposer(library, settings)
    if library.catalog.count_articles() == 0 and examples is not None:
        say(f"资料库为空，正在读入示例 {examples} ……")
        library.ingest([take_samples(library, examples)], report=show_progress())
    elif library.catalog.meta("embedding") not in (None, library.encoder.model_hash):
        say("向量模型已更换，正在重新计算全部向量……")
        with library.writing():
            library.renew_vectors(show_progress())
    return library


def find_samples() -> Path | None:
    """Return the folder of the sample corpus, which lies beside the program where that runs from its sources."""
    folder = Path(__file__).resolve().parent.parent / "examples"
    return folder if (folder / _ARTICLES).is_dir() else None


def take_samples(library: Library, examples: Path) -> Path:
    """Make the places of a sample corpus known to the library; return the folder of its articles."""
    if (examples / _PLACES).exists() and not (library.folder / _PLACES).exists():
        shutil.copy(examples / _PLACES, library.folder / _PLACES)
        library.renew_knowledge()
    return examples / _ARTICLES if (examples / _ARTICLES).exists() else examples


def bring_model(settings: Settings, arrival: Arrival) -> None:
    """Bring the language model in the background and start it; where it cannot be had, say so once."""
    name = settings.engine.gguf
    if settings.answer.model not in ("auto", LOCAL):
        return
    try:
        if find_gguf(settings) is None and not settings.weights.offline:
            bar = show_bytes()

            def report(name: str, done: int, total: int) -> None:
                bar(name, done, total)
                arrival.report(name, done, total)

            pull(name, settings.weights, report)
            say(f"语言模型 {name} 已就绪，此后的回答由它组织语言")
        if find_gguf(settings) is not None:
            # What every prompt begins with is read before the first question comes.
            warm_model(settings)
    except YinzhengError as error:
        arrival.fail(f"{error.message} {error.hint}".strip())
        say(f"语言模型未能取得：{error.message}；回答将直接引用原文。{error.hint}")


def warm_assistant(assistant: Assistant) -> None:
    """Ask one question that nobody sees: encoder, indexes, places and word lists are open for the next one."""
    try:
        for _ in assistant.ask(_WARMING, model=EXTRACTIVE):
            pass
    except YinzhengError as error:
        say(f"{error.message}；{error.hint}")


def say(text: str) -> None:
    """Tell the one who started the page."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
