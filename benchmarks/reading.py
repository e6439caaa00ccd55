"""How questions and places are read: subject, period and kind of figure questions, and the gazetteer's speed.

    python benchmarks/reading.py [--data ../shared/data/dev]

1. Gazetteer: time to open, text searched a second, next to the longest-match of a plain regular expression over the
   same names (which has no check of words, no zones by rule and no parents).
2. `figures/questions.jsonl`: of the questions whose answers name subjects, how many are read with exactly those; of
   the answers' periods, how many are among those read (where the question names one); and the kind.
A subject that the question names as a family (湖北各市州) counts where its members are wanted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import time
from pathlib import Path
from typing import Any

from assistant.types import Question
from assistant.understand import understand
from index.metrics import load_vocabulary
from index.regions import Gazetteer, load_gazetteer
from index.regions.names import read_names
from index.text import fold

# The kinds that answer each type of the question file; a comparison may be read as a ranking, a series as a list.
KINDS = {
    "figure": {"figure"},
    "series": {"series", "ranking", "list", "comparison"},
    "arithmetic": {"arithmetic"},
    "comparison": {"comparison", "ranking"},
}
# Questions without a day of their own are asked on this one, inside the time of the articles.
DEFAULT_DAY = dt.date(2023, 8, 20)
CORPORA = ("crud_news", "policy_covid", "policy_docs", "drcd_trad")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measure_gazetteer(data: Path) -> None:
    """Print how fast the gazetteer opens and searches."""
    opening = []
    for _ in range(5):
        start = time.perf_counter()
        table = read_names()
        opening.append(time.perf_counter() - start)
    gazetteer = load_gazetteer()
    gazetteer.find("武汉和日照")
    pattern = re.compile("|".join(sorted(map(re.escape, table.names), key=len, reverse=True)))
    print(f"opens in {min(opening) * 1000:.0f} ms, {len(table.names)} names")
    print(f"{'corpus':16}{'MB':>7}{'MB/s':>8}{'places':>9}{'regex MB/s':>12}{'regex places':>14}")
    for name in CORPORA:
        texts = [line["text"] for line in read_lines(data / name / "corpus.jsonl")]
        size = sum(len(text.encode()) for text in texts) / 1e6
        start = time.perf_counter()
        found = sum(len(gazetteer.find(text)) for text in texts)
        ours = time.perf_counter() - start
        # The expression tries 7,000 names at each character: a tenth of the texts is enough.
        sample = texts[::10]
        start = time.perf_counter()
        plain = sum(len(pattern.findall(fold(text))) for text in sample)
        regex = time.perf_counter() - start
        share = sum(len(text.encode()) for text in sample) / 1e6
        print(f"{name:16}{size:7.2f}{size / ours:8.2f}{found:9}{share / regex:12.2f}{plain * 10:14}")


def stem(name: str) -> str:
    """Return a place's name without what questions and gold write differently."""
    return re.sub(r"(?:省|市|区|县|自治州|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|彝族自治州)$", "", name)


def right_subjects(question: Question, answers: list[dict[str, Any]]) -> bool:
    """Say whether the subjects read are those of the answers, or frame them all."""
    gold = {answer["subject"] for answer in answers}
    stems = [["全国", "中国"] if region.key == "CN" else [stem(region.name)] for region in question.subjects]
    said = question.standalone
    wanted = {name for name in gold if any(part in said for part in (name, name[:2]))}
    each_read = all(any(name in subject for subject in gold for name in names) for names in stems)
    each_found = all(any(name in subject for names in stems for name in names) or not stems for subject in wanted)
    return each_read and each_found


def measure_questions(data: Path) -> None:
    """Print how many figure questions are read right, by part."""
    gazetteer, vocabulary = load_gazetteer(), load_vocabulary()
    right = dict.fromkeys(("subjects", "periods", "kind"), 0)
    asked = dict.fromkeys(right, 0)
    seconds = 0.0
    lines = read_lines(data / "figures" / "questions.jsonl")
    for line in lines:
        today = dt.date.fromisoformat(line["today"]) if line["today"] else DEFAULT_DAY
        question, taken = read_timed(line["question"], today, gazetteer, vocabulary)
        seconds += taken
        answers = line["answers"] or []
        periods = {(answer["period"]["start"], answer["period"]["end"]) for answer in answers if answer["period"]}
        mine = {(str(period.start), str(period.end)) for period in question.periods}
        checks = {
            "subjects": right_subjects(question, answers) if answers else None,
            "periods": bool(mine & periods) if mine and periods else None,
            "kind": question.kind in KINDS[line["type"]] if line["type"] in KINDS else None,
        }
        for part, verdict in checks.items():
            asked[part] += verdict is not None
            right[part] += bool(verdict)
    print(f"\nquestions: {len(lines)}, {seconds / len(lines) * 1000:.1f} ms each")
    for part, count in asked.items():
        print(f"{part:10}{right[part]:4} of {count:4}  {right[part] / count:.3f}")


def read_timed(text: str, today: dt.date, gazetteer: Gazetteer, vocabulary: Any) -> tuple[Question, float]:
    """Return the question as read, and the seconds that it took."""
    start = time.perf_counter()
    question = understand(text, text, today, gazetteer, vocabulary)
    return question, time.perf_counter() - start


def main() -> None:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    data = parser.parse_args().data
    measure_gazetteer(data)
    measure_questions(data)


if __name__ == "__main__":
    main()
