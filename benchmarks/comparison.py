"""Measure comparison tables: cells that say what their span says, and cells filled of those that can be.

    python -m benchmarks.comparison --data ../shared/data/dev [--library DIR] [--pairs 30]

Pairs of places that gold records (a person's reading of the articles) speak of, with the metrics that both have, are
compared over a library that holds those articles. A cell is in its span where its number, or all of its words, stand
in the quote that it cites; a cell can be filled where a gold record of the subject and metric is a result.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.report import report_answer
from assistant.scoring import interval, normalise
from assistant.types import AnswerReady
from index.library import Library

Json = dict[str, Any]

_SEED = 20261122
_METRICS_EACH = 3
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)|, \d{4}.*$")
# Themes of policy that are asked for beside the metrics; nobody knows by a record whether they can be filled.
_THEMES = ("重点产业", "资金支持")


def main() -> int:
    """Compare the pairs and print the shares."""
    parser = argparse.ArgumentParser(prog="benchmarks.comparison")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--library", type=Path, help="a library that holds the articles; none: one is made in .cache")
    parser.add_argument("--pairs", type=int, default=30)
    args = parser.parse_args()
    settings = load_settings({"data": args.library or Path(".cache/comparison")})
    library = Library(settings)
    if args.library is None:
        library.ingest([args.data / "crud_news" / "corpus.jsonl"], workers=1)
    assistant = Assistant(library, settings)
    seconds: list[float] = []
    scores: dict[str, list[float]] = defaultdict(list)
    for one, other, metrics in choose_pairs(
        [r for line in _lines(args.data / "figures" / "records.jsonl") for r in line["records"]], args.pairs
    ):
        began = time.perf_counter()
        events = list(assistant.compare([one, other], [*metrics, *_THEMES]))
        seconds.append(time.perf_counter() - began)
        answer = next(event.answer for event in events if isinstance(event, AnswerReady))
        for key, value in score_table(report_answer(answer, one), len(metrics)):
            scores[key].append(value)
    for key, values in scores.items():
        low, high = interval(sum(values), len(values))
        print(f"{key:<24}{len(values):>5}{sum(values) / len(values):>9.3f}  {low:.3f}–{high:.3f}")
    print(f"{'seconds a table':<24}{len(seconds):>5}{sorted(seconds)[len(seconds) // 2]:>9.2f}")
    return 0


def choose_pairs(records: list[Json], count: int) -> list[tuple[str, str, list[str]]]:
    """Return seeded pairs of places of which gold holds results for the same metrics, with those metrics."""
    metrics: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if record.get("status") == "actual" and record.get("subject") and record.get("metric"):
            metrics[record["subject"]].add(record["metric"])
    pairs = [
        (one, other, sorted(metrics[one] & metrics[other])[:_METRICS_EACH])
        for one, other in combinations(sorted(metrics), 2)
        if metrics[one] & metrics[other]
    ]
    random.Random(_SEED).shuffle(pairs)
    return pairs[:count]


def score_table(result: Json, fillable: int) -> Iterator[tuple[str, float]]:
    """Yield each score of each cell; the first `fillable` rows are of metrics that gold holds for both subjects."""
    quotes = {citation["n"]: citation for citation in result["citations"]}
    rows = (result.get("table") or {}).get("rows") or []
    if not rows:
        yield from (("cells filled", 0.0) for _ in range(2 * fillable))
    for number, row in enumerate(rows):
        for cell in row[1:]:
            if number < fillable:
                yield "cells filled", float(cell["blank"] is None)
            if cell["blank"] is None:
                cited = [quotes[n] for n in cell["citations"]]
                yield "cells in their span", float(bool(cited) and any(_says(c["quote"], cell["text"]) for c in cited))


def _says(quote: str, text: str) -> bool:
    """Say whether a quote holds the numbers of a cell (its period is in brackets), or all of its words."""
    if normalise(text) in normalise(quote):
        return True
    numbers = _NUMBER.findall(_BRACKETS.sub("", text))
    return bool(numbers) and all(number in quote.replace(",", "") for number in numbers)


def _lines(path: Path) -> Iterator[Json]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


if __name__ == "__main__":
    sys.exit(main())
