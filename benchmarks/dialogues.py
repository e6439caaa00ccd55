"""Measure conversations: follow-ups that stand alone, and what they are answered with, by kind of turn.

    python -m benchmarks.dialogues DIALOGUES.jsonl --library DIR [--model extractive] [--show] [--keep]

A line is `{id, today, turns: [{question, standalone, kind, answerable, gold_doc_ids, facts, must_not}]}`. The turns are
asked in order with all that was said before as history. A turn's standalone question is right where subject, period and
metric are those of the gold one, both as `understand` reads them: this compares two texts with one reader, so what that
reader cannot see counts as equal. It must hold no number and no place that no user's turn holds. An answer is right
where all facts and none of `must_not` are shown; of a turn without an answer, where it is refused, or, of small talk,
where nothing is cited.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.report import report_answer
from assistant.results import Report
from assistant.scoring import conveys, interval, normalise, shown_text
from assistant.types import AnswerReady, Question, Turn
from index.library import Library

Json = dict[str, Any]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTRY = "全国"
_TALK = frozenset({"chat", "greeting", "thanks", "product", "out_of_scope", "harmful"})
# What a question says beside place and period is the same where so much of its letter pairs is.
_ALIKE = 0.5


def main() -> int:
    """Ask the dialogues and print the shares by kind of turn."""
    parser = argparse.ArgumentParser(prog="benchmarks.dialogues")
    parser.add_argument("dialogues", type=Path)
    parser.add_argument("--library", type=Path, required=True, help="a library that holds the articles")
    parser.add_argument("--model", default="extractive")
    parser.add_argument("--show", action="store_true", help="print every turn that is not right")
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/results")
    args = parser.parse_args()
    report = Report("dialogues", f"{args.dialogues.stem}-{args.model}")
    settings = load_settings({"data": args.library})
    assistant = Assistant(Library(settings), settings)
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    for line in args.dialogues.read_text(encoding="utf-8").splitlines():
        dialogue = json.loads(line)
        history: list[Turn] = []
        for number, turn in enumerate(dialogue["turns"], 1):
            today = dt.date.fromisoformat(dialogue["today"])
            began = time.perf_counter()
            events = assistant.ask(turn["question"], history, model=args.model, today=today)
            result = report_answer(next(event.answer for event in events if isinstance(event, AnswerReady)))
            history += [Turn("user", turn["question"]), Turn("assistant", result["answer"])]
            marks = score_turn(turn, result, [t.content for t in history if t.role == "user"], assistant, today)
            marks["seconds"] = time.perf_counter() - began
            kind = turn["kind"] if number > 1 else f"{turn['kind']}, first"
            for key, value in marks.items():
                for group in (kind, "all"):
                    scores[group, key].append(value)
            if args.show and marks.get("standalone", 1) * marks["answer"] * marks["nothing added"] < 1:
                _show(f"{dialogue['id']}.{number} {kind}", turn, result, marks)
    _say(report, scores)
    if args.keep:
        print(report.keep())
    return 0


def score_turn(turn: Json, result: Json, said: list[str], assistant: Assistant, today: dt.date) -> dict[str, float]:
    """Return the marks of one turn, each 0 or 1; `said` are the user's turns up to this one."""
    whole = result["standalone_question"]
    marks: dict[str, float] = {}
    if turn["kind"] not in _TALK:
        gold, given = (assistant.read(text, today=today) for text in (turn["standalone"], whole))
        marks["subject"] = float(_same_subject(gold, given))
        marks["period"] = float(_days(gold) == _days(given))
        marks["metric"] = float(_same_metric(gold, given))
        marks["standalone"] = float(all(marks.values()))
    marks["nothing added"] = float(_adds_nothing(whole, said, assistant))
    marks["answer"] = float(_is_right(turn, result))
    return marks


def _same_subject(gold: Question, given: Question) -> bool:
    """Say whether both are about the same; the whole country is as good as no place."""
    one, other = ({region.key for region in asked.subjects if region.name != _COUNTRY} for asked in (gold, given))
    if one != other:
        return False
    return all(
        _share(name, other.standalone) >= _ALIKE
        for one, other in ((gold, given), (given, gold))
        for name in one.names
    )  # fmt: skip


def _days(asked: Question) -> set[tuple[dt.date, dt.date]]:
    return {(period.start, period.end) for period in asked.periods}


def _same_metric(gold: Question, given: Question) -> bool:
    if gold.metrics or given.metrics:
        return set(gold.metrics) == set(given.metrics)
    return _share(_matter(gold), given.standalone) >= _ALIKE


def _matter(asked: Question) -> str:
    """Return a question without the words of its places and periods."""
    text = asked.standalone
    for words in (*(period.said or "" for period in asked.periods), *(region.name for region in asked.subjects)):
        text = text.replace(words, " ") if words else text
    return text


def _share(part: str, whole: str) -> float:
    """Return the share of letter pairs of `part` that stand in `whole`."""
    one, other = normalise(part), normalise(whole)
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return sum(pair in other for pair in pairs) / len(pairs) if pairs else 1.0


def _adds_nothing(whole: str, said: list[str], assistant: Assistant) -> bool:
    """Say whether each number and each place of a standalone question stands in a user's turn."""
    gazetteer = assistant.library.knowledge.gazetteer

    def places(text: str) -> set[str]:
        return {region.key for mention in gazetteer.find(text, question=True) for region in mention.regions}

    numbers = {number for text in said for number in _NUMBER.findall(text)}
    known = set().union(*(places(text) for text in said))
    return set(_NUMBER.findall(whole)) <= numbers and places(whole) <= known


def _is_right(turn: Json, result: Json) -> bool:
    shown = shown_text(result)
    if any(_stands_in(wrong, shown) for wrong in turn.get("must_not") or ()):
        return False
    if turn["kind"] in _TALK:
        return not result["citations"]
    if not turn["answerable"]:
        return bool(result["kind"] == "refusal")
    return result["kind"] != "refusal" and all(conveys(shown, fact) for fact in turn["facts"])


def _stands_in(words: str, shown: str) -> bool:
    """Say whether words are shown, a number as a whole: 12% does not stand in 112% or 3.12%."""
    bound = r"(?<![\d.])" if words[:1].isdigit() else ""
    return bool(re.search(bound + re.escape("".join(words.split())), "".join(shown.split())))


def _show(name: str, turn: Json, result: Json, marks: dict[str, float]) -> None:
    wrong = " ".join(key for key, value in marks.items() if value == 0)
    print(f"── {name}: {wrong}\n   {turn['question']}\n   gold: {turn['standalone']}")
    print(f"   got:  {result['standalone_question']}\n   facts {turn['facts']} not {turn.get('must_not')}")
    print(f"   {result['kind']}: {shown_text(result)[:400]!r}")


def _say(report: Report, scores: dict[tuple[str, str], list[float]]) -> None:
    for group in sorted({group for group, _ in scores}, key=lambda group: (group == "all", group)):
        marks: dict[str, float] = {}
        for key in ("subject", "period", "metric", "standalone", "nothing added", "answer"):
            if values := scores.get((group, key)):
                marks[key] = sum(values) / len(values)
        n = len(scores[group, "answer"])
        report.say(f"{group:<24} n={n:<4}{'  '.join(f'{key} {mark:.2f}' for key, mark in marks.items())}")
        report.numbers[group] = {"n": n, **marks}
    for key in ("standalone", "answer"):
        values = scores["all", key]
        low, high = interval(sum(values), len(values))
        report.say(f"{key:<24} {sum(values) / len(values):.3f}  {low:.3f}–{high:.3f}  of {len(values)}")
        report.numbers["all"][f"{key} interval"] = [low, high]
    seconds = sorted(scores["all", "seconds"])
    report.say(f"{'seconds a turn':<24} {seconds[len(seconds) // 2]:.2f}")
    report.numbers["all"]["seconds"] = seconds[len(seconds) // 2]


if __name__ == "__main__":
    sys.exit(main())
