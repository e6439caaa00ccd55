"""Sentences of drafts against a whole library: supported, contradicted or not found, as people labelled them.

    python benchmarks/drafts.py --library DIR --drafts FILE.jsonl [--show] [--keep]

Each line holds `sentence`, `label` and `doc_id` (of the article that the sentence was written over; other articles may
carry it too). Printed: what each label came out as, how often the labelled article is among the citations, how many
contradictions name the source's value, and the time of a sentence (searching and judging). The baseline says
"supported" where every number of the sentence stands in the one article that its search finds first.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.check import CheckReport, check_draft
from assistant.config import load_settings
from assistant.results import Report
from index.library import Library
from index.types import Filters

LABELS = ("supported", "contradicted", "not_found")


def judge(item: dict[str, Any], library: Library) -> tuple[str, CheckReport]:
    """Return the finding of a line (the least favourable of its sentences) and the report."""
    report = check_draft(item["sentence"], None, library)
    found = {sentence.verdict for sentence in report.sentences}
    order = ("contradicted", "not_found", "supported")
    return next((verdict for verdict in order if verdict in found), "not_a_claim"), report


def present(sentence: str, library: Library) -> bool:
    """Baseline: every number stands in the article that is found first."""
    hits = library.search(sentence, 1, Filters())
    words = library.article(hits[0].doc_id, hits[0].version).text if hits else ""
    return all(number in words for number in re.findall(r"\d+(?:\.\d+)?", sentence))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--drafts", type=Path, required=True)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/results")
    options = parser.parse_args()
    report = Report("drafts", options.drafts.stem)
    counts: Counter[tuple[str, str]] = Counter()
    extra: Counter[str] = Counter()
    seconds: list[float] = []
    items = [json.loads(line) for line in options.drafts.read_text(encoding="utf-8").splitlines()]
    library = Library(load_settings().model_copy(update={"data": options.library}))
    library.search("产业", 1, Filters())
    for item in items:
        started = time.perf_counter()
        verdict, checked = judge(item, library)
        seconds.append(time.perf_counter() - started)
        label = item["label"]
        counts[label, verdict] += 1
        counts[label, "present"] += present(item["sentence"], library)
        keys = {library.article(q.doc_id, q.version).source_id for s in checked.sentences for q in s.quotes}
        extra[f"{label}: cites the labelled article"] += verdict == label and item["doc_id"] in keys
        named = any(fault.source for s in checked.sentences for fault in s.differs)
        extra[f"{label}: names the source's value"] += verdict == label == "contradicted" and named
        if options.show and verdict != label:
            differs = [(f.kind, f.said, f.source) for s in checked.sentences for f in s.differs]
            print(item["id"], "|", label, "->", verdict, "|", item["sentence"], "|", differs)
    say_table(report, items, counts, extra, sorted(seconds))
    if options.keep:
        print(report.keep())


def say_table(
    report: Report,
    items: list[dict[str, Any]],
    counts: Counter[tuple[str, str]],
    extra: Counter[str],
    times: list[float],
) -> None:
    """Print shares by label, counts, and milliseconds; `times` are sorted."""
    columns = (*LABELS, "not_a_claim", "present")
    report.say(f"{'label':14} {'n':>3}  " + "  ".join(f"{name:>12}" for name in columns))
    for label in LABELS:
        n = sum(item["label"] == label for item in items)
        shares = {name: counts[label, name] / max(1, n) for name in columns}
        report.say(f"{label:14} {n:3}  " + "  ".join(f"{share:12.3f}" for share in shares.values()))
        report.numbers[label] = {"n": n, **shares}
    for name, count in sorted(extra.items()):
        if count:
            report.say(f"{name}: {count}")
            report.numbers[name] = count
    middle, tail = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.95))
    report.say(f"milliseconds a sentence, searching and judging: p50 {middle:.0f}  p95 {tail:.0f}")
    report.numbers["milliseconds"] = {"p50": middle, "p95": tail}


if __name__ == "__main__":
    main()
