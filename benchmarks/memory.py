"""Memory and time of an ingest of very many articles, with figures on and an encoder that costs nothing.

    python benchmarks/memory.py [--articles 100000] [--workers 0] [--folder FOLDER]

The articles are made up here, each different, and stand in one .jsonl; every passage gets the same vector
(`ConstantEncoder`), so that what is measured is everything but embedding. Memory is the highest of this process and the
readers it starts, taken ten times a second; it is printed as it grows, so that a leak shows as a slope.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil

from index.config import IndexSettings
from index.ingest import Progress
from index.library import Library
from index.vector_rows import Vectors

DIMENSION = 384
PEOPLE = ("甲子", "乙丑", "丙寅", "丁卯", "戊辰", "己巳")
PLANS = (
    "聚焦主导产业开展产业链招商", "推动项目早签约早落地早开工", "选派干部驻点招商", "用好产业基金", "优化营商环境",
    "做好要素保障", "压实园区主体责任", "培育链主企业", "加强外资招引", "建好专业园区", "完善考核办法", "办好推介活动",
)  # fmt: skip
MEGABYTE = 2**20


class ConstantEncoder:
    """Gives every text the same vector, in no time."""

    model_hash = "constant-384"
    dimension = DIMENSION
    query_length = 512

    def __init__(self) -> None:
        self._vector = np.full(DIMENSION, DIMENSION**-0.5, dtype=np.float32)

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Return as many rows as there are texts."""
        return np.tile(self._vector, (len(texts), 1))

    def encode_query(self, text: str) -> Vectors:
        """Return the one vector."""
        return self._vector


def write_articles(path: Path, count: int) -> None:
    """Write articles of some four hundred characters about zones that do not exist."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            place = f"第{number}号园区"
            parts = [
                f"{place}{month}月签约项目{chance.randrange(5, 90)}个，签约额{chance.randrange(10, 900)}亿元，同比增长"
                f"{chance.randrange(1, 200) / 10}%。负责人{chance.choice(PEOPLE)}介绍了打算：{chance.choice(PLANS)}。"
                for month in range(1, 3)
            ]
            parts += [
                f"会议提出，{chance.choice(PLANS)}，{chance.choice(PLANS)}，{chance.choice(PLANS)}。" for _ in range(6)
            ]
            line = {
                "id": str(number),
                "title": f"{place}上半年招商情况",
                "date": "2025-07-15",
                "text": "\n".join(parts),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


class Meter:
    """The highest memory of this process with all that it started, in MB."""

    def __init__(self) -> None:
        self.peak = 0
        self._stop = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        process = psutil.Process()
        while not self._stop.wait(0.1):
            total = 0
            for each in (process, *process.children(recursive=True)):
                try:
                    total += each.memory_info().rss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total // MEGABYTE)

    def stop(self) -> int:
        """Return the peak."""
        self._stop.set()
        return self.peak


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=None, help="where library and input may take room")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write_articles(folder / "articles.jsonl", options.articles)
        library = Library(IndexSettings(data=folder / "library"), encoder=ConstantEncoder())
        meter, began, shown = Meter(), time.monotonic(), 0

        def tell(progress: Progress) -> None:
            nonlocal shown
            if progress.articles >= shown + options.articles // 10:
                shown = progress.articles
                print(f"{shown:9} articles {time.monotonic() - began:7.0f} s {meter.peak:6} MB", flush=True)

        report = library.ingest([folder / "articles.jsonl"], workers=options.workers, report=tell)
        seconds = time.monotonic() - began
        size = sum(file.stat().st_size for file in (folder / "library").rglob("*") if file.is_file()) // MEGABYTE
        print(
            f"{report.articles} articles, {report.passages} passages, {report.figures} figures in {seconds:.0f} s"
            f" ({report.articles / seconds:.0f} articles/s); peak {meter.stop()} MB; on disk {size} MB"
        )


if __name__ == "__main__":
    main()
