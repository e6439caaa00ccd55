"""Measure comparison tables: cells that say what their span says, and cells filled of those that can be.

    python -m benchmarks.comparison --data ../shared/data/dev [--library DIR] [--pairs 30] [--keep]
    python -m benchmarks.comparison --tables FILE --library DIR [--show] [--keep]

Pairs of places that gold records (a person's reading of the articles) speak of, with the metrics that both have, are
compared over a library that holds those articles. A cell is in its span where its number, or all of its words, stand
in the quote that it cites; a cell can be filled where a gold record of the subject and metric is a result.

`--tables` asks for tables that a person wrote down: `{tables: [{id, subjects, aspects, period, today, cells}], figures:
[[question, numbers, verdict, today]]}`; a cell is `[doc_id, quote]`, or null where no source tells it. A filled cell is
right where it cites the gold article and shows the quote's numbers, or most of its words; a figure question is right
where the answer gives all numbers and its verdict.
"""

from __future__ import annotations

import argparse
import datetime as dt
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
from assistant.results import Report
from assistant.scoring import conveys, interval, normalise, shown_text
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
    parser.add_argument("--tables", type=Path, help="ask for the tables of this file instead")
    parser.add_argument("--show", action="store_true", help="print every cell that is not right")
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/results")
    args = parser.parse_args()
    report = Report("comparison", args.tables.stem if args.tables else "figures")
    settings = load_settings({"data": args.library or Path(".cache/comparison")})
    library = Library(settings)
    assistant = Assistant(library, settings)
    if args.tables:
        run_tables(json.loads(args.tables.read_text(encoding="utf-8")), assistant, report, args.show)
    else:
        if args.library is None:
            library.ingest([args.data / "crud_news" / "corpus.jsonl"], workers=1)
        run_pairs(args.data / "figures" / "records.jsonl", args.pairs, assistant, report)
    if args.keep:
        print(report.keep())
    return 0


def run_pairs(records: Path, count: int, assistant: Assistant, report: Report) -> None:
    """Compare pairs of places that gold records speak of and print the shares."""
    seconds: list[float] = []
    scores: dict[str, list[float]] = defaultdict(list)
    for one, other, metrics in choose_pairs([r for line in _lines(records) for r in line["records"]], count):
        began = time.perf_counter()
        events = list(assistant.compare([one, other], [*metrics, *_THEMES]))
        seconds.append(time.perf_counter() - began)
        answer = next(event.answer for event in events if isinstance(event, AnswerReady))
        for key, value in score_table(report_answer(answer, one), len(metrics)):
            scores[key].append(value)
    say_shares(report, scores)
    middle = sorted(seconds)[len(seconds) // 2]
    report.say(f"{'seconds a table':<24}{len(seconds):>5}{middle:>9.2f}")
    report.numbers["seconds a table"] = middle


def say_shares(report: Report, scores: dict[str, list[float]]) -> None:
    """Print the share of each mark with its interval."""
    for key, values in scores.items():
        low, high = interval(sum(values), len(values))
        report.say(f"{key:<24}{len(values):>5}{sum(values) / len(values):>9.3f}  {low:.3f}–{high:.3f}")
        report.numbers[key] = {"share": sum(values) / len(values), "of": len(values), "interval": [low, high]}


def run_tables(asked: Json, assistant: Assistant, report: Report, show: bool) -> None:
    """Ask for each table and figure question and print the shares."""
    scores: dict[str, list[float]] = defaultdict(list)

    def note(marks: dict[str, float], *said: object) -> None:
        for key, value in marks.items():
            scores[key].append(value)
        if show and min(marks.values()) == 0:
            print(*said, " ".join(key for key, value in marks.items() if value == 0))

    for table in asked["tables"]:
        today = dt.date.fromisoformat(table["today"])
        events = assistant.compare(table["subjects"], table["aspects"], period=table["period"], today=today)
        result = report_answer(next(event.answer for event in events if isinstance(event, AnswerReady)))
        rows = {row[0]["text"]: row[1:] for row in (result.get("table") or {}).get("rows") or []}
        for aspect in table["aspects"]:
            for number, subject in enumerate(table["subjects"]):
                gold = table["cells"][subject][aspect]
                cell = rows[aspect][number] if aspect in rows else {"blank": "not_reported", "text": ""}
                note(_score_cell(cell, gold, result), table["id"], subject, aspect, "gold", gold, "got", cell["text"])
        if show:
            print(*(f"  warning {warning}\n" for warning in (result.get("table") or {}).get("warnings") or []))
    for question, numbers, verdict, today in asked["figures"]:
        events = assistant.ask(question, today=dt.date.fromisoformat(today), model="extractive")
        result = report_answer(next(event.answer for event in events if isinstance(event, AnswerReady)))
        shown = shown_text(result)
        both = result["kind"] != "refusal" and all(number in shown for number in numbers)
        told = both and bool(re.search(rf"{verdict}[^，。]{{0,30}}(?:更|高|大|快|多)", shown))
        note({"both figures": float(both), "verdict": float(told)}, question, result["kind"], shown[:300])
    say_shares(report, scores)


def _score_cell(cell: Json, gold: list[str] | None, result: Json) -> dict[str, float]:
    """Return the marks of one cell; `gold` is its article and quote, None where no source tells it."""
    filled = cell["blank"] is None
    cited = [one for one in result["citations"] if filled and one["n"] in cell["citations"]]
    marks = {"filled": float(filled)} if gold else {"left blank": float(not filled)}
    if filled:
        marks["in span"] = float(any(_says(one["quote"], cell["text"]) for one in cited))
    if gold:
        told = filled and conveys(cell["text"], _key(gold[1]))
        marks["right"] = float(told and gold[0] in {one["source_id"] for one in cited})
    return marks


def _key(quote: str) -> str:
    """Return what of a gold quote must be shown: its number with its unit, else its words."""
    number = re.search(r"\d[\d.]*(?:%|[万亿]?[一-龥])?", quote)
    return number.group() if number else quote


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
