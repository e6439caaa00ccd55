"""Progress bars on standard error, and nothing when nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from index.ingest import Progress
from index.weights import Progress as Download


def show_progress() -> Callable[[Progress], None]:
    """Return a callback that draws an ingest's progress with the time that is left."""
    bar: Any = None

    def report(progress: Progress) -> None:
        nonlocal bar
        if not sys.stderr.isatty():
            left = f"，约剩 {progress.seconds_left:.0f} 秒" if progress.seconds_left else ""
            print(f"{progress.articles} 篇，{progress.passages} 段{left}", file=sys.stderr)
            return
        if bar is None:
            from tqdm import tqdm

            bar = tqdm(total=progress.total, unit="B", unit_scale=True, desc="入库")
        bar.total = progress.total
        bar.update(progress.done - bar.n)
        bar.set_postfix_str(f"{progress.articles} 篇 {progress.passages} 段")

    return report


def show_bytes() -> Download:
    """Return a callback that draws a download: name, bytes here, bytes in all."""
    bars: dict[str, Any] = {}

    def report(name: str, done: int, total: int) -> None:
        from tqdm import tqdm

        if name not in bars:
            bars[name] = tqdm(total=total, unit="B", unit_scale=True, desc=name, mininterval=1.0)
        bars[name].update(done - bars[name].n)
        if done >= total:
            bars[name].close()

    return report
