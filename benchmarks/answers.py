"""Measure answers on public question sets: correct, citations, refusals, length, seconds, with intervals.

    python -m benchmarks.answers --data ../shared/data/dev [--model extractive|local] [--sample N] [--half seen|unseen]

Each set gets a library of its own: the gold articles of its questions and seeded distractors, kept in `--cache` so
that a second run embeds nothing; `--library` names one that holds the articles of all sets already. A question over
one given document is asked of that document alone. Questions are split in halves by the hash of their id: rules were
made looking at the `seen` half only. Scores come from `assistant.scoring`, which knows nothing of the product.
`--keep` writes the tables and every question's scores to benchmarks/results, named by commit, without any text;
`--results FOLDER` keeps the answers themselves, and with `--resume` a second run asks only what is not there yet.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.config import Settings, load_settings
from assistant.report import report_answer
from assistant.results import KeptAnswers, Report, end_after
from assistant.scoring import interval, score_answer, score_poisoned
from assistant.types import AnswerReady
from index.library import Library
from index.prepare import Knowledge
from index.types import Filters

Json = dict[str, Any]

_SEED = 20261122
# Gold articles that one question brings into its library; RGB has up to twenty that say the same.
_GOLD_EACH = 5
SETS = (
    "policy_covid", "crud_news", "policy_questions", "rgb_zh", "cmrc2018", "drcd_trad", "xquad_zh", "xquad_en",
    "cjrc_single_doc", "finqa_single_doc", "saferag_robust",
)  # fmt: skip
_POLICY_CORPORA = ("crud_news", "policy_news_xwlb", "policy_covid", "policy_docs")
# Kinds that are no questions: a line of news to be found again, and yes-or-no without gold words.
_LEFT_OUT = frozenset({"event_claim", "yesno"})
_COLUMNS = (
    ("correct", "correct"), ("cited_words", "cite W"), ("citation_precision", "cite P"), ("citation_recall", "cite R"),
    ("key_facts", "facts"), ("length", "chars"), ("seconds", "seconds"), ("first_sentence", "first s"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """A set: its questions, and the articles that its library holds."""

    name: str
    questions: list[Json]
    articles: list[Json]


def main() -> int:
    """Run the sets and print a table of each, and one of all."""
    args = _parse()
    settings = load_settings()
    encoder, knowledge = load_shared(settings)
    rows: dict[str, list[tuple[Json, Json]]] = {}
    parts = ("-".join(args.sets) or "all", args.model, args.half, args.sample)
    report, until = Report("answers", "-".join(str(part) for part in parts if part)), end_after(args.minutes)
    for name in args.sets or SETS:
        task = read_task(args.data, name, args.docs, args.policy)
        questions = choose_half(task.questions, args.half, args.sample)
        library = open_library(task, args.cache, settings, encoder, knowledge, args.library)
        assistant = Assistant(library, settings)
        kept = _open_answers(args.results and args.results / f"{name}.jsonl", until, args.resume)
        rows[name] = list(_ask_all(assistant, questions, args.model, kept))
        library.close()
        _print_set(name, rows[name], report)
    _print_totals(rows, report)
    if args.keep:
        report.numbers["scores"] = {
            name: {question["qid"]: _score(question, result) for question, result in pairs}
            for name, pairs in rows.items()
        }
        print(report.keep())
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.answers")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--model", default="extractive")
    parser.add_argument("--sample", type=int, help="questions a set, stratified by kind")
    parser.add_argument("--half", choices=["seen", "unseen", "both"], default="both")
    parser.add_argument("--docs", type=int, default=300, help="articles a library holds at most")
    parser.add_argument("--cache", type=Path, default=Path(".cache/answers"), help="libraries are kept here")
    parser.add_argument("--library", type=Path, help="a library that holds the articles of every set, to be read only")
    parser.add_argument("--policy", type=Path, help="questions for the set policy_questions, in place of its own")
    parser.add_argument("--results", type=Path, help="folder for every question with its answer")
    parser.add_argument("--resume", action="store_true", help="go on with the answers that --results holds")
    parser.add_argument("--minutes", type=float, help="ask nothing more after this")
    parser.add_argument("--keep", action="store_true", help="keep tables and scores in benchmarks/results")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"default: {' '.join(SETS)}")
    return parser.parse_args()


def read_task(data: Path, name: str, docs: int, policy: Path | None = None) -> Task:
    """Read one set; the folder and file of each are as the data's README describes them."""
    if name == "saferag_robust":
        return Task(name, [_as_given(item) for item in _lines(data / name / "items.jsonl")], [])
    if name == "policy_questions":
        return _read_policy(data, policy or data / "figures" / "policy.jsonl", docs)
    folder = data / ("xquad_zh" if name == "xquad_en" else name)
    questions = [*_lines(folder / "questions.jsonl"), *_lines(folder / "unanswerable.jsonl")]
    questions = [question for question in questions if question.get("type") not in _LEFT_OUT]
    if name == "xquad_en":
        questions = [{**question, "question": question["question_en"]} for question in questions]
    corpus = list(_lines(folder / "corpus.jsonl"))
    if all(question.get("setting") == "single_doc" for question in questions):
        return Task(name, give_articles(questions, corpus), [])
    return _draw(name, questions, corpus, docs)


def give_articles(questions: list[Json], corpus: list[Json]) -> list[Json]:
    """Return questions about one document each with that document."""
    known = {article["doc_id"]: article for article in corpus}
    given = {"setting": "single_doc"}
    return [{**q, **given, "articles": [_as_record(known[doc_id]) for doc_id in q["gold_doc_ids"]]} for q in questions]


def _read_policy(data: Path, path: Path, docs: int) -> Task:
    """Read questions about policies; their articles are news and documents of four corpora."""
    corpus = [article for folder in _POLICY_CORPORA for article in _lines(data / folder / "corpus.jsonl")]
    return _draw("policy_questions", list(_lines(path)), corpus, docs)


def _draw(name: str, questions: list[Json], corpus: list[Json], docs: int) -> Task:
    """Take seeded questions while their articles fit, and fill the library up with distractors."""
    chance = random.Random(_SEED)
    known = {article["doc_id"]: article for article in corpus}
    if docs >= len(known):
        # All of it is one library, whatever is asked.
        return Task(name, questions, corpus)
    wanted: dict[str, None] = {}
    kept: list[Json] = []
    # Hash order is a random order that never changes; read backwards, it is free of what chooses the half.
    for question in sorted(questions, key=lambda question: _hash(question["qid"])[::-1]):
        gold = list(dict.fromkeys(question["gold_doc_ids"]))[:_GOLD_EACH]
        near = [*question.get("alt_doc_ids", ()), *question.get("negative_doc_ids", ())][:_GOLD_EACH]
        fresh = [doc_id for doc_id in (*gold, *near) if doc_id in known and doc_id not in wanted]
        if len(wanted) + len(fresh) <= docs:
            wanted.update(dict.fromkeys(fresh))
            kept.append(question)
    rest = [doc_id for doc_id in sorted(known) if doc_id not in wanted]
    filling = chance.sample(rest, min(len(rest), docs - len(wanted)))
    return Task(name, kept, [known[doc_id] for doc_id in (*wanted, *filling)])


def _as_given(item: Json) -> Json:
    """Turn a SafeRAG item into a question over its own articles, the attacking ones among the true ones."""
    articles = [{"id": f"true{n}", "text": text} for n, text in enumerate(item["contexts"])]
    articles += [{"id": f"attack{n}", "text": text} for n, text in enumerate(item["attack_contexts"])]
    random.Random(item["qid"]).shuffle(articles)
    return {**item, "articles": articles, "type": f"saferag_{item['attack']}", "answerable": True}


def _lines(path: Path) -> Iterator[Json]:
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def _hash(qid: str) -> str:
    return hashlib.sha256(qid.encode()).hexdigest()


def choose_half(questions: list[Json], half: str, sample: int | None) -> list[Json]:
    """Return the half asked for, of it a stratified sample in the order of the ids' hashes."""
    chosen = [q for q in questions if half == "both" or (int(_hash(q["qid"])[0], 16) < 8) == (half == "seen")]
    if sample is None or sample >= len(chosen):
        return chosen
    kinds: dict[str, list[Json]] = defaultdict(list)
    for question in chosen:
        kinds[_kind(question)].append(question)
    for group in kinds.values():
        group.sort(key=lambda question: _hash(question["qid"])[::-1])
    return [q for group in kinds.values() for q in group[: max(1, round(sample * len(group) / len(chosen)))]]


def spread(questions: list[Json], size: int) -> list[Json]:
    """Return exactly so many questions, kinds in proportion; a smaller sample is always part of a larger one."""
    kinds: dict[str, list[Json]] = defaultdict(list)
    for question in sorted(questions, key=lambda question: _hash(question["qid"])[::-1]):
        kinds[_kind(question)].append(question)
    # Its place within its kind, as a share: the least first keeps the kinds in proportion.
    placed = [((at + 0.5) / len(group), q["qid"], q) for group in kinds.values() for at, q in enumerate(group)]
    return [question for _, _, question in sorted(placed, key=lambda one: one[:2])[:size]]


def load_shared(settings: Settings) -> tuple[Any, Knowledge]:
    """Return what every library of a run shares: the encoder and the knowledge."""
    from index.embed import load_encoder
    from index.library import load_knowledge

    return load_encoder(settings), load_knowledge(None)


def open_library(
    task: Task, cache: Path, settings: Settings, encoder: Any, knowledge: Knowledge, ready: Path | None = None
) -> Library:
    """Return the library of a task, filled where it is not yet; `ready` is one that holds the articles of any task."""
    names = "\n".join(article["doc_id"] for article in task.articles)
    folder = ready or cache / f"{task.name}-{_hash(names)[:8]}"
    library = Library(
        settings.model_copy(update={"data": folder}),
        encoder=encoder,
        knowledge=knowledge,
        in_memory=not task.articles,
    )
    if not task.articles or ready or library.catalog.count_articles() >= len(task.articles):
        return library
    source = folder / "corpus.jsonl"
    records = [json.dumps(_as_record(article), ensure_ascii=False) for article in task.articles]
    source.write_text("\n".join(records), encoding="utf-8")
    print(f"{task.name}: {len(task.articles)} articles to take in …", file=sys.stderr, flush=True)
    report = library.ingest([source], workers=1)
    if report.failed:
        print(f"{task.name}: {len(report.failed)} articles could not be read", file=sys.stderr)
    return library


def _as_record(article: Json) -> Json:
    return {"id": article["doc_id"], **{key: article[key] for key in ("title", "text", "date") if article.get(key)}}


def _open_answers(path: Path | None, until: float | None, resume: bool) -> KeptAnswers:
    """Return where the answers of a set are kept: a file, emptied unless a run is to go on, or nowhere."""
    if path and not resume:
        path.unlink(missing_ok=True)
    return KeptAnswers(path, until)


def _ask_all(assistant: Assistant, questions: list[Json], model: str, kept: KeptAnswers) -> Iterator[tuple[Json, Json]]:
    for question in questions:
        line = kept.find_or_ask(question["qid"], partial(_ask_whole, assistant, question, model))
        if line is not None:
            yield question, line["result"]


def _ask_whole(assistant: Assistant, question: Json, model: str) -> Json:
    """Return all that is kept of a question: itself, its answer, its scores."""
    result = ask_product(assistant, question, model)
    return {"question": question, "scores": _score(question, result), "result": result}


def ask_product(assistant: Assistant, question: Json, model: str) -> Json:
    """Return the product's answer to a question, in the contract's JSON, with the seconds that it took."""
    asked, limits = ask_of(assistant, question)
    today = question.get("today")
    started = time.perf_counter()
    events = list(
        asked.ask(question["question"], model=model, filters=limits, today=today and dt.date.fromisoformat(today))
    )
    answer = next(event.answer for event in events if isinstance(event, AnswerReady))
    return {**report_answer(answer, question["qid"]), "seconds": time.perf_counter() - started}


def ask_of(assistant: Assistant, question: Json) -> tuple[Assistant, Filters]:
    """Return whom to ask: of its own articles where it brings some, which are named where it is about one document."""
    if "articles" not in question:
        return assistant, Filters()
    asked = assistant.over_articles(question["articles"])
    given = question.get("setting") == "single_doc"
    doc_ids = [article.doc_id for article in asked.library.catalog.iterate_articles()] if given else ()
    return asked, Filters(doc_ids=tuple(doc_ids))


def _kind(question: Json) -> str:
    return str(question.get("type", "question"))


def _score(question: Json, result: Json) -> dict[str, float | None]:
    scores = score_answer(question, result)
    scores["first_sentence"] = (result.get("timings") or {}).get("first_sentence")
    if "attack_contexts" in question:
        scores |= {"correct": None, **score_poisoned(question, result)}
    return scores


def _print_set(name: str, rows: list[tuple[Json, Json]], report: Report) -> None:
    """Print a line per kind: what is answered is judged by its words and citations, what is refused by the gold."""
    heads = "".join(f"{head:>9}" for _, head in _COLUMNS)
    report.say(f"\n{name}\n{'kind':<26}{'n':>5}{heads}{'95 % of correct':>18}")
    kinds: dict[str, list[dict[str, float | None]]] = defaultdict(list)
    for question, result in rows:
        kinds[_kind(question)].append(_score(question, result))
    for kind, scores in kinds.items():
        cells = "".join(f"{_cell(scores, key):>9}" for key, _ in _COLUMNS)
        right = [s["correct"] for s in scores if s["correct"] is not None]
        low, high = interval(sum(right), len(right))
        report.say(f"{kind:<26}{len(scores):>5}{cells}{f'{low:.3f}–{high:.3f}':>18}")


def _cell(scores: list[dict[str, float | None]], key: str) -> str:
    values = [value for row in scores if (value := row.get(key)) is not None]
    if not values:
        return "—"
    if key == "length":
        return f"{sum(values) / len(values):.0f}"
    if key in ("seconds", "first_sentence"):
        return f"{sorted(values)[len(values) // 2]:.2f}"
    return f"{sum(values) / len(values):.3f}"


def _print_totals(rows: dict[str, list[tuple[Json, Json]]], report: Report) -> None:
    """Print the shares over all questions: of answerable ones answered right, of refusals right."""
    pairs = [(q, r, _score(q, r)) for group in rows.values() for q, r in group]
    answerable = [s for q, _, s in pairs if q.get("answerable", True) and s["correct"] is not None]
    unanswerable = [s for q, _, s in pairs if not q.get("answerable", True)]
    refused = [q for q, r, _ in pairs if r["kind"] == "refusal"]
    report.say()
    _print_share(report, "correct, of answerable", [s["correct"] or 0.0 for s in answerable])
    for key in ("cited_words", "citation_precision", "citation_recall"):
        _print_share(report, key, [value for _, _, s in pairs if (value := s[key]) is not None])
    _print_share(report, "refusal recall", [s["refused"] or 0.0 for s in unanswerable])
    _print_share(report, "refusal precision", [float(not q.get("answerable", True)) for q in refused])
    _print_share(report, "answerable, refused", [s["refused"] or 0.0 for s in answerable])
    poisoned = [s for q, _, s in pairs if "attack_contexts" in q]
    for key in ("answered", "attack_cited", "attack_words"):
        _print_share(report, f"SafeRAG: {key}", [value for s in poisoned if (value := s.get(key)) is not None])


def _print_share(report: Report, name: str, values: list[float]) -> None:
    if values:
        low, high = interval(sum(values), len(values))
        report.say(f"{name:<26}{len(values):>5}{sum(values) / len(values):>9.3f}  {low:.3f}–{high:.3f}")
        report.numbers[name] = {"share": sum(values) / len(values), "of": len(values), "interval": [low, high]}


if __name__ == "__main__":
    sys.exit(main())
