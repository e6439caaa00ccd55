"""Measure how exact the answers to figure questions are.

    python benchmarks/figure_answers.py [--data DIR] [--half first|second|both] [--mode gold|product|both] [--show]
    python benchmarks/figure_answers.py --mode product --questions FILE [--articles FILE …] [--keep]

`gold` gives the asking side the annotated records, so that only its own logic is measured; `product` ingests the
articles and asks the whole product without a language model. The questions are split in two by a hash of their id: the
first half was read while this was built, the second was not. An answer is exact when it gives every gold figure with
value, unit, period and subject, the computed value where one is asked for, and no figure that is not gold; a refusal
counts as a miss. Baseline in the same run: the figure of the best-matching words, whatever its period and status.
`--questions` asks another file of the same form, undivided and without gold records; `--articles` says what to ingest.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.figure_answers import FigureAnswer, RecordList, answer_from_figures
from assistant.results import Report
from assistant.types import AnswerReady
from assistant.understand import understand
from index.library import Library
from index.metrics import Vocabulary, load_vocabulary
from index.periods import find_periods
from index.regions import Gazetteer, load_gazetteer
from index.text import sentence_at
from index.types import Article, Description, Figure, Period, Span

# A question without a date of its own is asked on this day.
DEFAULT_TODAY = "2026-11-22"
_COUNTRY = frozenset({"全国", "我国", "中国"})


@dataclass(slots=True)
class Given:
    """What an answer gave, as plain data: nothing of the scored code reaches the scorer."""

    figures: list[tuple[Decimal | None, str, tuple[str, str] | None, str]] = field(default_factory=list)
    results: list[Decimal] = field(default_factory=list)
    refusal: str | None = None
    text: str = ""


Answerer = Callable[[dict[str, Any]], Given]


# ── the scorer ────────────────────────────────────────────────────────────────────────────────────────────────


def read_half(questions: list[dict[str, Any]], half: str) -> list[dict[str, Any]]:
    """Return the questions of one half, or all."""
    if half == "both":
        return questions
    wanted = 0 if half == "first" else 1
    return [q for q in questions if hashlib.sha256(q["qid"].encode()).digest()[0] % 2 == wanted]


def score(question: dict[str, Any], given: Given) -> dict[str, bool]:
    """Score one answer; keys that do not apply are absent."""
    gold = [_gold(answer) for answer in question.get("answers", ())]
    if not question["answerable"]:
        return {
            "refused": given.refusal is not None and not given.figures,
            "right reason": given.refusal == question.get("refusal_reason"),
            "wrong figure": bool(given.figures),
        }
    found = [any(_same(one, figure) for figure in given.figures) for one in gold]
    values = {value for value, _, _, _ in gold}
    wrong = any(figure[0] not in values for figure in given.figures)
    computed = question.get("computed") or {}
    worked = _right_result(computed, given.results)
    return {"exact": all(found) and worked and not wrong, "wrong figure": wrong, "answered": given.refusal is None}


def _gold(answer: dict[str, Any]) -> tuple[Decimal | None, str, tuple[str, str] | None, str]:
    value = answer["canonical_value"]
    period = answer["period"] and (answer["period"]["start"], answer["period"]["end"])
    return (
        None if isinstance(value, list) else Decimal(str(value)),
        answer["canonical_unit"],
        period,
        answer["subject"],
    )


def _same(gold: tuple[Any, ...], given: tuple[Any, ...]) -> bool:
    """Value and unit equal; period equal, or its end where one is a point; subjects share two code points."""
    if (gold[0], gold[1]) != (given[0], given[1]):
        return False
    periods = gold[2] is None or given[2] is None or gold[2] == given[2] or gold[2][1] == given[2][1]
    pairs = {gold[3][i : i + 2] for i in range(len(gold[3]) - 1)}
    # The country is called 全国, 我国 and 中国.
    country = gold[3] in _COUNTRY and given[3] in _COUNTRY
    subjects = not given[3] or country or any(pair in given[3] for pair in pairs)
    return bool(periods and subjects)


def _right_result(computed: dict[str, Any], results: list[Decimal]) -> bool:
    if computed.get("value") is None:
        return True
    return any(abs(float(result) - computed["value"]) <= computed["tolerance"] + 1e-9 for result in results)


# ── gold records ──────────────────────────────────────────────────────────────────────────────────────────────


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def make_article(row: dict[str, Any]) -> Article:
    """Make an article of a line of the corpus."""
    date = dt.date.fromisoformat(row["date"]) if row.get("date") else None
    name = row["doc_id"]
    return Article(
        name, 1, name, name, name, "", row["text"],
        Description(row["title"], date, None, None, None, "news", (), "Hans"),
    )  # fmt: skip


def _decimal(value: Any) -> Any:
    return tuple(Decimal(str(part)) for part in value) if isinstance(value, list) else Decimal(str(value))


def make_figure(article: Article, row: dict[str, Any], gazetteer: Gazetteer) -> Figure:
    """Make a record of an annotated one; its subject gets a key where it is a known place."""
    named = row["subject"].split("（")[0]
    known = gazetteer.resolve(named)
    span, period = Span(row["start"], row["end"]), row["period"]
    dates = period and (dt.date.fromisoformat(period["start"]), dt.date.fromisoformat(period["end"]))
    return Figure(
        article.doc_id, 1, span, span.of(article.text), _decimal(row["value"]), row["unit"],
        _decimal(row["canonical_value"]), row["canonical_unit"], row["metric"], row["metric"], row["status"],
        sentence_at(article.text, span.start), row["subject"], known[0].key if len(known) == 1 else None,
        Period(*dates, "") if dates else None, row["qualifier"],
    )  # fmt: skip


def read_gold(folder: Path, articles: dict[str, Article], gazetteer: Gazetteer) -> list[Figure]:
    """Return all annotated records, and those that stand in the questions' answers alone."""
    rows = [(line["doc_id"], record) for line in read_lines(folder / "records.jsonl") for record in line["records"]]
    seen = {(doc_id, str(record["canonical_value"]), record["unit"]) for doc_id, record in rows}
    for question in read_lines(folder / "questions.jsonl"):
        for answer in question["answers"]:
            key = (answer["doc_id"], str(answer["canonical_value"]), answer["unit"])
            located = key not in seen and _locate(answer, articles[answer["doc_id"]].text)
            if located:
                seen.add(key)
                rows.append((answer["doc_id"], {**answer, "start": located[0], "end": located[1]}))
    return [make_figure(articles[doc_id], record, gazetteer) for doc_id, record in rows]


def _locate(answer: dict[str, Any], text: str) -> tuple[int, int] | None:
    value = answer["value"][0] if isinstance(answer["value"], list) else answer["value"]
    written = f"{value:g}" if isinstance(value, float) and value < 1e5 else str(value)
    quote = text.find(answer["quote"])
    start = text.find(written, quote) if quote >= 0 else -1
    if start < 0:
        return None
    end = start + len(written)
    unit = answer["unit"] or ""
    return start, end + len(unit) if text.startswith(unit, end) else end


# ── the two ways to answer ────────────────────────────────────────────────────────────────────────────────────


def answer_with_gold(folder: Path, corpus: dict[str, Article]) -> Answerer:
    """Return an answerer over the annotated records; the search is granted the gold articles and three others."""
    gazetteer, vocabulary = load_gazetteer(), load_vocabulary()
    figures = read_gold(folder, corpus, gazetteer)
    source = RecordList(figures, corpus.values())
    near = sorted({figure.subject_key for figure in figures if figure.subject_key})
    others = list(dict.fromkeys(figure.doc_id for figure in figures))

    def answer(question: dict[str, Any]) -> Given:
        asked = _understand(question, gazetteer, vocabulary, near)
        found = tuple(dict.fromkeys([*question["gold_doc_ids"], *others[:3]]))
        return _read_answer(answer_from_figures(asked, source, vocabulary, found, gazetteer))

    return answer


def _understand(question: dict[str, Any], gazetteer: Gazetteer, vocabulary: Vocabulary, near: list[str]) -> Any:
    day = dt.date.fromisoformat(question["today"] or DEFAULT_TODAY)
    text = question["question"]
    return understand(text, text, day, gazetteer, vocabulary, find_periods, near)


def _read_answer(answer: FigureAnswer | None) -> Given:
    if answer is None:
        return Given(refusal="none")
    return Given(
        [_read_figure(figure) for figure in answer.figures],
        [claim.derivation.value for claim in answer.claims if claim.derivation],
        answer.refusal.reason if answer.refusal else None,
        "".join(claim.text for claim in answer.claims),
    )


def _read_figure(figure: Figure) -> tuple[Decimal | None, str, tuple[str, str] | None, str]:
    value = figure.canonical_value if isinstance(figure.canonical_value, Decimal) else None
    period = figure.period and (figure.period.start.isoformat(), figure.period.end.isoformat())
    return value, figure.canonical_unit, period, figure.subject or ""


def answer_with_product(corpora: list[Path], folder: Path) -> Answerer:
    """Ingest the corpora into a library in `folder` (once) and return an answerer over the whole product."""
    settings = load_settings({"data": str(folder)})
    library = Library(settings)
    library.ingest(corpora)
    assistant = Assistant(library, settings)
    return lambda question: ask_product(assistant, question)


def ask_product(assistant: Assistant, question: dict[str, Any]) -> Given:
    """Return what the whole product answers without a language model."""
    today = dt.date.fromisoformat(question["today"] or DEFAULT_TODAY)
    events: Iterator[Any] = assistant.ask(question["question"], model="extractive", today=today)
    done = next(event.answer for event in events if isinstance(event, AnswerReady))
    return Given(
        [_read_figure(figure) for figure, _ in done.figures],
        [sentence.derivation.value for sentence in done.sentences if sentence.derivation],
        done.refusal.reason if done.refusal else None,
        done.text,
    )


def answer_naively(folder: Path, corpus: dict[str, Article]) -> Answerer:
    """Baseline: the record of the gold articles that shares most code points with the question."""
    figures = read_gold(folder, corpus, load_gazetteer())

    def answer(question: dict[str, Any]) -> Given:
        text = question["question"]
        there = [figure for figure in figures if figure.doc_id in question["gold_doc_ids"]]
        shared = [(sum(char in text for char in set(f"{f.subject}{f.metric}")), i) for i, f in enumerate(there)]
        return Given([_read_figure(there[max(shared)[1]])]) if shared else Given(refusal="none")

    return answer


# ── the report ────────────────────────────────────────────────────────────────────────────────────────────────


def run(report: Report, name: str, questions: list[dict[str, Any]], answer: Answerer, show: bool) -> None:
    """Ask all questions and print rates by type."""
    totals: dict[str, Counter[str]] = {}
    seconds: list[float] = []
    lengths: list[int] = []
    for question in questions:
        started = time.perf_counter()
        given = answer(question)
        seconds.append(time.perf_counter() - started)
        marks = score(question, given)
        lengths += [len(given.text)] if question["answerable"] and given.text else []
        for kind in (question["type"], "all answerable" if question["answerable"] else "all refusals"):
            counts = totals.setdefault(kind, Counter())
            counts["n"] += 1
            counts.update(key for key, value in marks.items() if value)
        if show and not (marks.get("exact") or marks.get("right reason")):
            print(f"  {question['qid']} {question['question']}\n    {marks} {given.refusal} {given.text}")
    say_rates(report, name, totals, sorted(seconds), lengths)


def say_rates(
    report: Report, name: str, totals: dict[str, Counter[str]], times: list[float], lengths: list[int]
) -> None:
    """Print the rates of each type of question, under a line of time and length; `times` are sorted."""
    middle, length = times[len(times) // 2], sum(lengths) / max(len(lengths), 1)
    report.say(f"\n{name}: {len(times)} questions, median {middle * 1000:.0f} ms, mean length {length:.0f} code points")
    kept = report.numbers[name] = {"questions": len(times), "seconds": middle, "length": length}
    for kind, counts in sorted(totals.items()):
        rates = {key: counts[key] / counts["n"] for key in sorted(counts) if key != "n"}
        report.say(f"  {kind:16} n={counts['n']:<3} {'  '.join(f'{key} {rate:.3f}' for key, rate in rates.items())}")
        kept[kind] = {"n": counts["n"], **rates}


def main() -> None:
    """Read the arguments and run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data/dev")
    parser.add_argument("--half", choices=("first", "second", "both"), default="both")
    parser.add_argument("--mode", choices=("gold", "product", "both"), default="both")
    parser.add_argument("--library", type=Path, help="folder to keep the library in, for a second run")
    parser.add_argument("--questions", type=Path, help="ask this file instead of the annotated set")
    parser.add_argument("--articles", type=Path, nargs="+", help="ingest these instead of crud_news")
    parser.add_argument("--show", action="store_true", help="print what was not right")
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/results")
    options = parser.parse_args()
    report = Report("figure_answers", options.questions.stem if options.questions else "figures")
    ask_files(report, options)
    if options.keep:
        print(report.keep())


def ask_files(report: Report, options: argparse.Namespace) -> None:
    """Ask the file that is named, or the annotated set in every way that is wished."""
    folder, corpus_path = options.data / "figures", options.data / "crud_news" / "corpus.jsonl"
    corpora = options.articles or [corpus_path]
    if options.questions:
        with tempfile.TemporaryDirectory() as temporary:
            answer = answer_with_product(corpora, options.library or Path(temporary))
            asked = [q for q in read_lines(options.questions) if "answers" in q or not q["answerable"]]
            run(report, f"product, {options.questions.stem}", asked, answer, options.show)
        return
    corpus = {row["doc_id"]: make_article(row) for row in read_lines(corpus_path)}
    questions = read_lines(folder / "questions.jsonl")
    halves = ("first", "second") if options.half == "both" else (options.half,)
    ways: list[tuple[str, Answerer]] = [("baseline: shared code points", answer_naively(folder, corpus))]
    if options.mode in ("gold", "both"):
        ways.append(("gold records", answer_with_gold(folder, corpus)))
    with tempfile.TemporaryDirectory() as temporary:
        if options.mode in ("product", "both"):
            ways.append(("product", answer_with_product(corpora, options.library or Path(temporary))))
        for name, answer in ways:
            for half in halves:
                shown = options.show and "base" not in name
                run(report, f"{name}, {half} half", read_half(questions, half), answer, shown)


if __name__ == "__main__":
    main()
