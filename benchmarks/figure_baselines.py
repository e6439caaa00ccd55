"""The product beside its local model alone on figure questions: found passages and no records.

    python -m benchmarks.figure_baselines --library DIR --questions FILE.jsonl [--sample 40] [--minutes 60] [--keep]

A seeded sample of the file, its types in proportion. `product` answers as it is shipped, without a language model.
`model_alone` gets the passages that the same library finds for the question, with title and day, the day of asking, and
the order to write numbers with their units. Every amount of its answer counts as given, but for those that the question
says itself, and a number without a unit where there is no other. What it leaves unsaid is granted: subject, period, the
direction of a change, and an arithmetic result in any unit. Both are scored as in `benchmarks.figure_answers`: exact, a
wrong figure, refused. Both answer one question before the next; a second run over the same `--answers` folder goes on.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.model import Model, complete, load_model, warm_model
from assistant.results import KeptAnswers, Report, end_after, name_commit
from assistant.scoring import interval
from benchmarks.answers import spread
from benchmarks.figure_answers import DEFAULT_TODAY, Given, ask_product, read_lines, say_rates, score
from index.library import Library
from index.quantities import parse_quantities

Json = dict[str, Any]

SYSTEMS = ("product", "model_alone")
# Passages that fit the model's window with room to answer, and the answer: a few numbers.
TOP_K, MOST_TOKENS = 3, 96
# Reading three passages takes a minute on a busy machine: nobody is cut off.
PATIENCE = 1200.0
REFUSAL = "资料中没有"
NUMBER = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d")
ORDER = """资料：
{evidence}

今天是{today}。只根据上面的资料回答问题，写出所问的数字和单位，不写别的数字；资料里没有答案时，只写：资料中没有相关信息。
问题：{question}"""


def main() -> int:
    """Ask what is not answered yet and print the rates of both."""
    args = _parse()
    questions = [q for q in read_lines(args.questions) if "answers" in q or not q["answerable"]]
    chosen = spread(questions, args.sample)
    report = Report("figure_baselines", f"{args.questions.stem}-{args.sample}")
    folder = args.answers or Path(".cache/figure_baselines") / f"{name_commit()}-{args.questions.stem}"
    until = end_after(args.minutes)
    kept = {name: KeptAnswers(folder / f"{name}.jsonl", until) for name in args.systems}
    ask = make_answerers(args.library, args.systems)
    # The first question pays for opening the indexes: it is asked once beside the count.
    ask["product"](chosen[0])
    asked: list[tuple[Json, dict[str, Json]]] = []
    for question in chosen:
        found = {name: kept[name].find_or_ask(question["qid"], partial(ask[name], question)) for name in args.systems}
        answers = {name: line for name, line in found.items() if line is not None}
        if len(answers) == len(args.systems):
            asked.append((question, answers))
    print(f"{len(asked)} questions answered by all, of {len(chosen)}; answers in {folder}", file=sys.stderr)
    if asked:
        for name in args.systems:
            say_system(report, name, [(question, answers[name]) for question, answers in asked], args.show)
    if args.keep:
        print(report.keep())
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="holds the articles; it is only read")
    parser.add_argument("--questions", type=Path, required=True, help="in the form of figures/questions.jsonl")
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--answers", type=Path, help="folder for the answers; default .cache/figure_baselines/COMMIT-…")
    parser.add_argument("--minutes", type=float, help="ask nothing more after this; run again to go on")
    parser.add_argument("--show", action="store_true", help="print what was not right")
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/results")
    return parser.parse_args()


def make_answerers(folder: Path, systems: list[str]) -> dict[str, Callable[[Json], Json]]:
    """Return what answers under each name; the model is started before the first question is timed."""
    settings = load_settings({"data": str(folder)})
    library = Library(settings)
    assistant = Assistant(library, settings)
    answerers: dict[str, Callable[[Json], Json]] = {
        "product": lambda question: timed(lambda: write_given(ask_product(assistant, question)))
    }
    if "model_alone" in systems:
        patient = load_settings({"data": str(folder), "answer": {"seconds": PATIENCE}})
        warm_model(patient)
        model = load_model("local", patient)
        answerers["model_alone"] = lambda question: timed(lambda: ask_alone(model, library, question))
    return answerers


def timed(answer: Callable[[], Json]) -> Json:
    """Return an answer with the seconds that it took."""
    began = time.perf_counter()
    line = answer()
    return {**line, "seconds": time.perf_counter() - began}


def ask_alone(model: Model, library: Library, question: Json) -> Json:
    """Return what the model writes over the found passages."""
    hits = library.search(question["question"], TOP_K)
    evidence = "\n\n".join(f"{hit.title}\n{hit.date or ''}\n{hit.text}" for hit in hits)
    today = question["today"] or DEFAULT_TODAY
    prompt = ORDER.format(evidence=evidence, today=today, question=question["question"])
    return {"text": complete(model, [{"role": "user", "content": prompt}], MOST_TOKENS)}


def write_given(given: Given) -> Json:
    """Write what the product gave as a line of JSON."""
    figures = [[value and str(value), *rest] for value, *rest in given.figures]
    results = [str(result) for result in given.results]
    return {"text": given.text, "refusal": given.refusal, "figures": figures, "results": results}


def read_given(question: Json, line: Json) -> Given:
    """Read a kept line; of the model's alone, what its words give."""
    if "figures" not in line:
        return read_words(question, line["text"])
    figures = [
        (None if value is None else Decimal(value), unit, period and tuple(period), subject)
        for value, unit, period, subject in line["figures"]
    ]
    return Given(figures, [Decimal(result) for result in line["results"]], line["refusal"], line["text"])


def read_words(question: Json, text: str) -> Given:
    """Return the amounts of a text as figures of any subject and period, and as results of any arithmetic."""
    golds = [answer["canonical_value"] for answer in question.get("answers") or []]
    ranges = [tuple(Decimal(str(end)) for end in value) for value in golds if isinstance(value, list)]
    single = {abs(Decimal(str(value))): Decimal(str(value)) for value in golds if not isinstance(value, list)}
    computed = question.get("computed") or {}
    own = {quantity.canonical_value for quantity in parse_quantities(question["question"])}
    given = Given(text=text)
    for quantity in parse_quantities(text):
        value = quantity.canonical_value
        if isinstance(value, tuple):
            # A range has no one value: the scorer knows it by its unit.
            given.figures += [(None, quantity.canonical_unit, None, "")] if value in ranges else []
        elif abs(value) not in single and _is_result(computed, value, quantity.value):
            given.results.append(Decimal(str(computed["value"])))
        elif value not in own:
            given.figures.append((single.get(abs(value), value), quantity.canonical_unit, None, ""))
    if not given.figures and not given.results:
        given.figures += _read_bare_numbers(question, text)
    if not given.figures and not given.results:
        given.refusal = "words" if REFUSAL in text else "no number"
    return given


def _read_bare_numbers(question: Json, text: str) -> list[tuple[Decimal | None, str, tuple[str, str] | None, str]]:
    """Return numbers that stand without a unit: no exact answer, and a wrong one unless the digits are the gold's."""
    written = {Decimal(str(answer["value"])): answer for answer in _single(question)}
    own = set(NUMBER.findall(question["question"]))
    figures: list[tuple[Decimal | None, str, tuple[str, str] | None, str]] = []
    for number in NUMBER.findall(text):
        if number not in own and not YEAR.fullmatch(number):
            value = Decimal(number.replace(",", ""))
            gold = written.get(value)
            figures.append((Decimal(str(gold["canonical_value"])) if gold else value, "", None, ""))
    return figures


def _single(question: Json) -> list[Json]:
    return [answer for answer in question.get("answers") or [] if not isinstance(answer["canonical_value"], list)]


def _is_result(computed: Json, *values: Any) -> bool:
    """Say whether one of the values is the result that arithmetic should give."""
    if computed.get("value") is None:
        return False
    wanted, tolerance = abs(float(computed["value"])), float(computed["tolerance"]) + 1e-9
    return any(not isinstance(value, tuple) and abs(abs(float(value)) - wanted) <= tolerance for value in values)


def say_system(report: Report, name: str, pairs: list[tuple[Json, Json]], show: bool) -> None:
    """Print the rates of one system by type, and its exact answers with an interval."""
    totals: dict[str, Counter[str]] = {}
    lengths: list[int] = []
    scores: dict[str, Json] = {}
    for question, line in pairs:
        given = read_given(question, line)
        marks = scores[question["qid"]] = score(question, given)
        for kind in (question["type"], "all answerable" if question["answerable"] else "all refusals"):
            counts = totals.setdefault(kind, Counter())
            counts["n"] += 1
            counts.update(key for key, value in marks.items() if value)
        lengths += [len(given.text)] if question["answerable"] and given.text else []
        if show and not (marks.get("exact") or marks.get("right reason")):
            print(f"  {question['qid']} {question['question']}\n    {json.dumps(marks)} {given.refusal} {given.text}")
    say_rates(report, name, totals, sorted(line["seconds"] for _, line in pairs), lengths)
    exact = [marks["exact"] for marks in scores.values() if "exact" in marks]
    low, high = interval(sum(exact), len(exact))
    report.say(f"  exact {sum(exact)} of {len(exact)}, 95 %: {low:.3f}–{high:.3f}")
    report.numbers[name] |= {"exact interval": [low, high], "scores": scores}


if __name__ == "__main__":
    sys.exit(main())
