"""`yinzheng evaluate`: ask a question file, keep every answer, score them per kind of question.

Scores come from `assistant.scoring`, which knows the contract's JSON and nothing of the product. Answers are kept line
by line, so that a second run goes on where the first one stopped; the scores are kept beside them in a report of
numbers (`assistant.results`), both named by commit. Two runs are compared by either.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.report import report_answer
from assistant.results import FOLDER, KeptAnswers, Report, end_after, name_commit, name_run, read_answers
from assistant.scoring import interval, score_answer
from assistant.types import AnswerReady, Turn
from index.errors import UsageError
from index.types import Filters

# A sample must be the same one in every run.
_SEED = 20261122
_RESAMPLES = 1000
_SHARES = ("correct", "refusal_right", "refusal_reason", "citation_precision", "citation_recall")


def evaluate_file(
    path: Path,
    assistant: Assistant,
    *,
    model: str | None = None,
    sample: int | None = None,
    results: Path | None = None,
    minutes: float | None = None,
) -> dict[str, Any]:
    """Ask every question of a file (or a stratified sample) and return scores per kind, with counts and intervals.

    After `minutes` no further question is asked: the scores are those of what is answered, and a second run goes on.
    """
    questions = _sample(list(_read_questions(path)), sample)
    commit, of = name_commit(), f"{path.parent.resolve().name}-{path.stem}-{model or 'auto'}"
    target = results or FOLDER / f"{name_run(commit, 'evaluate', of)}.jsonl"
    kept = KeptAnswers(target, end_after(minutes))
    pairs = []
    for question in questions:
        result = kept.find_or_ask(question["qid"], partial(_ask, assistant, question, model))
        if result is not None:
            pairs.append((question, result))
    scores: dict[str, Any] = {
        "questions": str(path),
        "model": model,
        "results": str(target),
        "commit": commit,
        "asked": len(pairs),
        "of": len(questions),
        **summarise(pairs),
    }
    scores["report"] = str(_keep_report(scores, pairs, f"{of}-{sample}" if sample else of, results))
    return scores


def _keep_report(
    scores: dict[str, Any], pairs: list[tuple[dict[str, Any], dict[str, Any]]], of: str, results: Path | None
) -> Path:
    """Keep the table and the scores of every question, without a word of question or answer; return where."""
    report = Report("evaluate", of, write=lambda line: None)
    print_scores({**scores, "questions": Path(scores["questions"]).name}, report.say)
    each = {question["qid"]: score_answer(question, result) for question, result in pairs}
    report.numbers = {"asked": scores["asked"], "of": scores["of"], "kinds": scores["kinds"], "scores": each}
    return report.keep(results and results.with_suffix(".report.json"))


def summarise(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    """Return the mean of each score with its count and interval, over all and per kind of question."""
    kinds: dict[str, list[dict[str, float | None]]] = defaultdict(list)
    for question, result in pairs:
        scores = score_answer(question, result)
        kinds["all"].append(scores)
        kinds[str(question.get("type", "question"))].append(scores)
    return {"kinds": {kind: {**_average(rows), **_refusals(rows)} for kind, rows in kinds.items()}}


def _refusals(rows: list[dict[str, float | None]]) -> dict[str, Any]:
    """Return precision and recall of refusals with counts and intervals; one that has nothing to count is left out."""
    refused = [row for row in rows if row["refused"]]
    # `refusal_right` says whether an answer is refused exactly where the question has none.
    without = [row for row in rows if bool(row["refused"]) == bool(row["refusal_right"])]
    right = sum(1 for row in refused if row["refusal_right"])
    out: dict[str, Any] = {}
    for name, of in (("refusal_precision", len(refused)), ("refusal_recall", len(without))):
        if of:
            low, high = interval(right, of)
            out |= {name: round(right / of, 4), f"{name}_interval": [round(low, 4), round(high, 4)], f"{name}_of": of}
    return out


def compare_results(questions: Path, one: Path, other: Path) -> dict[str, Any]:
    """Return by how much the second of two runs is ahead in each score, with paired 95 % intervals.

    A run is named by its answers (.jsonl) or by its report (.json). Only questions that both answered count, and of
    these only those to which a score applies in both.
    """
    known = {question["qid"]: question for question in _read_questions(questions)}
    runs = [_read_scores(path, known) for path in (one, other)]
    shared = [qid for qid in known if all(qid in run for run in runs)]
    scores: dict[str, Any] = {}
    for name in runs[0][shared[0]] if shared else ():
        values = [(runs[0][qid].get(name), runs[1][qid].get(name)) for qid in shared]
        gains = [second - first for first, second in values if first is not None and second is not None]
        if gains:
            low, high = _resample(gains)
            mean = round(sum(gains) / len(gains), 4)
            scores[name] = {"difference": mean, "interval": [round(low, 4), round(high, 4)], "of": len(gains)}
    return {"one": str(one), "other": str(other), "questions": len(shared), "scores": scores}


def _read_scores(path: Path, known: dict[str, dict[str, Any]]) -> dict[str, dict[str, float | None]]:
    """Return the scores of every question of a run; raises `UsageError` where the file is none."""
    try:
        if path.suffix == ".json":
            return dict(json.loads(path.read_text(encoding="utf-8"))["numbers"]["scores"])
        path.stat()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no run: {error!r}", "name the .jsonl or the .json that evaluate kept") from None
    return {line["qid"]: score_answer(known[line["qid"]], line) for line in read_answers(path) if line["qid"] in known}


def _resample(gains: list[float]) -> tuple[float, float]:
    """Return the 95 % interval of a mean by seeded resampling of its questions."""
    chance = random.Random(_SEED)
    means = sorted(sum(chance.choices(gains, k=len(gains))) / len(gains) for _ in range(_RESAMPLES))
    return means[round(_RESAMPLES * 0.025)], means[round(_RESAMPLES * 0.975) - 1]


def _average(rows: list[dict[str, float | None]]) -> dict[str, Any]:
    out: dict[str, Any] = {"questions": len(rows)}
    for name in rows[0]:
        values = [value for row in rows if (value := row[name]) is not None]
        if not values:
            continue
        out[name] = round(sum(values) / len(values), 4)
        if name in _SHARES:
            low, high = interval(sum(values), len(values))
            out[f"{name}_interval"] = [round(low, 4), round(high, 4)]
            out[f"{name}_of"] = len(values)
    return out


def print_scores(scores: dict[str, Any], write: Callable[[str], None]) -> None:
    """Write the table of scores, a line per kind of question."""
    part = "" if scores["asked"] == scores["of"] else f"  {scores['asked']} of {scores['of']} questions so far"
    write(f"{scores['questions']}  model {scores['model'] or 'auto'}  commit {scores['commit']}{part}")
    heads = ("correct", 9), ("95 %", 16), ("cite P", 8), ("cite R", 8), ("refusal", 9), ("wrong", 7), ("chars", 7)
    write(f"{'kind':<24}{'n':>5}" + "".join(f"{head:>{width}}" for head, width in heads))
    for kind, row in scores["kinds"].items():
        low, high = row.get("correct_interval", (0.0, 1.0))
        write(
            f"{kind:<24}{row['questions']:>5}{_cell(row, 'correct'):>9}{f'{low:.3f}–{high:.3f}':>16}"
            f"{_cell(row, 'citation_precision'):>8}{_cell(row, 'citation_recall'):>8}{_cell(row, 'refusal_right'):>9}"
            f"{_cell(row, 'wrong_figures'):>7}{row.get('length', 0):>7.0f}"
        )
    for name, row in scores.get("compared", {}).get("scores", {}).items():
        low, high = row["interval"]
        write(f"{name:<24}{row['of']:>5}{row['difference']:>+9.3f}{f'{low:+.3f} … {high:+.3f}':>20}")


def _cell(row: dict[str, Any], name: str) -> str:
    return f"{row[name]:.3f}" if name in row else "—"


def _ask(assistant: Assistant, question: dict[str, Any], model: str | None) -> dict[str, Any]:
    asked = assistant.over_articles(question["articles"]) if question.get("articles") is not None else assistant
    if question.get("setting") == "single_doc" and not question.get("doc"):
        question = {**question, "doc": question["gold_doc_ids"]}
    today = dt.date.fromisoformat(question["today"]) if question.get("today") else None
    history = tuple(Turn(turn["role"], turn["content"]) for turn in question.get("history") or ())
    filters = Filters(doc_ids=tuple(question.get("doc") or ()))
    events = asked.ask(question["question"], history, model=model, today=today, filters=filters)
    answer = next(event.answer for event in events if isinstance(event, AnswerReady))
    return report_answer(answer, question["qid"])


def _read_questions(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "name a question file, one JSON object a line") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            question = json.loads(line)
            yield {"qid": str(number), **question}


def _sample(questions: list[dict[str, Any]], size: int | None) -> list[dict[str, Any]]:
    """Return a seeded sample with each kind of question in proportion."""
    if size is None or size >= len(questions):
        return questions
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for question in questions:
        kinds[str(question.get("type", "question"))].append(question)
    chance = random.Random(_SEED)
    chosen: list[dict[str, Any]] = []
    for kind in sorted(kinds):
        share = max(1, round(size * len(kinds[kind]) / len(questions)))
        chosen += chance.sample(kinds[kind], min(share, len(kinds[kind])))
    return chosen[:size]
