"""From the question to evidence, to the first audited sentence and to the end, and the share of each step.

    python benchmarks/latency.py [--model local] [--questions examples/questions.jsonl]

Asks every question that wants words (figure questions need no model), once to warm up and once counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import tempfile
import time
from pathlib import Path

from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.types import Answer, AnswerReady, EvidenceReady, SentenceReady
from index.library import Library

STEPS = ("evidence", "first_sentence", "total")


def ask(assistant: Assistant, question: dict[str, str], model: str) -> tuple[dict[str, float], Answer]:
    """Ask once; returns the seconds at which each event came."""
    began = time.perf_counter()
    times: dict[str, float] = {}
    answer: Answer | None = None
    today = dt.date.fromisoformat(question["today"])
    for event in assistant.ask(question["question"], model=model, today=today):
        now = time.perf_counter() - began
        if isinstance(event, EvidenceReady):
            times["evidence"] = now
        elif isinstance(event, SentenceReady):
            times.setdefault("first_sentence", now)
        elif isinstance(event, AnswerReady):
            times["total"] = now
            answer = event.answer
    assert answer is not None
    return times, answer


def main() -> None:
    """Time all questions and print the medians and the 95th of a hundred."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="local")
    parser.add_argument("--questions", type=Path, default=Path("examples/questions.jsonl"))
    options = parser.parse_args()
    questions = [json.loads(line) for line in options.questions.read_text(encoding="utf-8").splitlines()]
    worded = [question for question in questions if "key_facts" in question]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "places.toml").write_bytes(Path("examples/places.toml").read_bytes())
        library = Library(load_settings({"data": folder}))
        library.ingest([Path("examples/articles")])
        assistant = Assistant(library, load_settings({"data": folder}))
        ask(assistant, worded[0], options.model)
        runs = []
        for question in worded:
            times, answer = ask(assistant, question, options.model)
            first_token = answer.timings.get("engine_first_token")
            runs.append(times)
            shown = "  ".join(f"{step} {times[step]:6.2f}" for step in STEPS if step in times)
            token = f"{first_token:6.2f}" if first_token is not None else "     —"
            print(f"{shown}  engine's first words {token}  {answer.model:<12}{question['question']}")
        print()
        for step in STEPS:
            values = sorted(run[step] for run in runs if step in run)
            if values:
                late = values[min(len(values) - 1, int(0.95 * len(values)))]
                print(f"{step:<16} p50 {statistics.median(values):6.2f} s   p95 {late:6.2f} s   of {len(values)}")


if __name__ == "__main__":
    main()
