"""Kill an ingest at random moments and see whether the next one brings the library to what it should be.

    python benchmarks/crashes.py [--moments 100] [--articles 120] [--seed 1]

Articles are made up here; vectors come from the named constant-time `HashEncoder`, so that a run takes minutes. Also
tried: a full disk (a file-size limit on the process) and a second process that ingests at the same time.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from index.config import IndexSettings
from index.embed import HashEncoder
from index.library import Library

INGEST = """
import sys
from pathlib import Path
from index.config import IndexSettings
from index.embed import HashEncoder
from index.errors import YinzhengError
from index.library import Library
library = Library(IndexSettings(data=Path(sys.argv[1])), encoder=HashEncoder())
print("ready", flush=True)
try:
    library.ingest([Path(sys.argv[2])])
except YinzhengError as error:
    print(type(error).__name__, error)
    raise SystemExit(error.exit_status)
"""
# Bytes a file may have on the disk that is full, and what has to come of it.
FULL = (50_000, 200_000, 600_000, 1_500_000)
FULL_DISK = "; then converges"
QUESTIONS = ("签约额是多少", "第7号园区的项目", "固定资产投资增长")


def write_articles(folder: Path, count: int, seed: int) -> None:
    """Write articles of a few paragraphs about numbered zones that do not exist."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        lines = [f"第{number}号园区招商情况", f"2025-0{1 + number % 9}-15 来源:样本日报"]
        for quarter in range(1, 5):
            projects, amount, growth = chance.randrange(5, 90), chance.randrange(10, 900), chance.randrange(1, 200) / 10
            lines.append(f"第{quarter}季度,第{number}号园区签约项目{projects}个,签约额{amount}亿元,投资增长{growth}%。")
            lines.append("园区负责人介绍了下一步打算。" * chance.randrange(4, 20))
        (folder / f"{number:04}.txt").write_text("\n".join(lines), encoding="utf-8")


def read_all(folder: Path) -> dict[str, Any]:
    """Return all that a reader of the library can see, without numbers that depend on the order of work."""
    library = Library(IndexSettings(data=folder), encoder=HashEncoder())
    articles = {article.doc_id: article for article in library.catalog.iterate_articles()}
    passages = {
        doc_id: [
            (row.span, row.heading, row.text, library.catalog.vectors([row.id])[1].tobytes())
            for row in library.catalog.article_passages(doc_id, article.version)
        ]
        for doc_id, article in articles.items()
    }
    live = library.catalog.live_passage_ids().tolist()
    seen = {
        "articles": articles,
        "passages": passages,
        "figures": {doc_id: library.catalog.figures_of(doc_id) for doc_id in articles},
        "agree": live == sorted(library.dense.ids()) == sorted(library.lexical.ids()),
        "hits": [[(hit.doc_id, hit.span, hit.score) for hit in library.search(question)] for question in QUESTIONS],
    }
    library.close()
    return seen


def start(data: Path, articles: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """Start an ingest in a process of its own and wait until the library is open; `limit` bounds any file's bytes."""

    def bound() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    process = subprocess.Popen(
        [sys.executable, "-c", INGEST, str(data), str(articles)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=bound,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    return process


def try_moment(seconds: float, articles: Path, expected: dict[str, Any], folder: Path) -> str:
    """Kill an ingest after `seconds`, ingest again, and say whether the library is what it should be."""
    data = folder / "killed"
    shutil.rmtree(data, ignore_errors=True)
    process = start(data, articles)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    try:
        library = Library(IndexSettings(data=data), encoder=HashEncoder())
        library.search(QUESTIONS[0])
        library.close()
    except Exception as error:
        return f"does not open: {error!r}"
    again = start(data, articles)
    if again.wait() != 0:
        return f"the next ingest ended with {again.returncode}"
    found = read_all(data)
    return "converges" if found == expected else f"differs in {[k for k in expected if found[k] != expected[k]]}"


def try_full_disk(limit: int, articles: Path, expected: dict[str, Any], folder: Path) -> str:
    """Ingest where no file may grow beyond `limit` bytes, then without the limit."""
    data = folder / "full"
    shutil.rmtree(data, ignore_errors=True)
    process = start(data, articles, limit=limit)
    status = process.wait()
    said = process.stdout.read().strip().replace(str(folder), "…") if process.stdout else ""
    again = start(data, articles).wait()
    outcome = "converges" if again == 0 and read_all(data) == expected else "differs"
    return f"exit {status} ({said}); then {outcome}"


def try_two_writers(articles: Path, expected: dict[str, Any], folder: Path) -> str:
    """Ingest from two processes at once."""
    data = folder / "two"
    shutil.rmtree(data, ignore_errors=True)
    one, other = start(data, articles), start(data, articles)
    statuses = sorted((one.wait(), other.wait()))
    start(data, articles).wait()
    return f"exits {statuses}; then {'converges' if read_all(data) == expected else 'differs'}"


def main() -> int:
    """Run all trials and print what each gave."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = folder / "articles"
        write_articles(articles, options.articles, options.seed)
        began = time.monotonic()
        assert start(folder / "whole", articles).wait() == 0
        whole = time.monotonic() - began
        expected = read_all(folder / "whole")
        assert expected["agree"]
        print(f"{len(expected['articles'])} articles, an ingest takes {whole:.1f} s with start-up")
        chance = random.Random(options.seed)
        outcomes: dict[str, int] = {}
        for _ in range(options.moments):
            outcome = try_moment(chance.uniform(0, whole), articles, expected, folder)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        for outcome, count in sorted(outcomes.items()):
            print(f"killed: {outcome}: {count} of {options.moments}")
        full = [try_full_disk(limit, articles, expected, folder) for limit in FULL]
        print("\n".join(f"full at {limit:,} bytes a file: {each}" for limit, each in zip(FULL, full, strict=True)))
        print(f"two writers: {(two := try_two_writers(articles, expected, folder))}")
    refused = all(each.startswith("exit 3 (LibraryError") and FULL_DISK in each for each in full)
    return 0 if set(outcomes) == {"converges"} and refused and "then converges" in two else 1


if __name__ == "__main__":
    raise SystemExit(main())
