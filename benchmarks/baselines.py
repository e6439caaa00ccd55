"""Ours beside LlamaIndex: the same questions, library, search, embedding and language model.

    python -m benchmarks.baselines --library DIR --questions A.jsonl B.jsonl [--sample 40] [--parts ours theirs served]

Each file gives an equal, seeded share of the questions. Ours answers with the local model; the part `served` also sends
it the same questions through an OpenAI-compatible endpoint over HTTP (the same model behind the engine's own server).
LlamaIndex's CitationQueryEngine gets our search as its retriever and the same local model. All are scored on their
words alone: right (the gold values or answer stand there), a wrong figure (amounts of its unit, but not the gold),
and refusals. `--claims N` also asks its FaithfulnessEvaluator and our audit about true and changed sentences.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from assistant.audit import Auditor
from assistant.audit.parts import Lookup
from assistant.chat import Assistant
from assistant.config import Settings, load_settings
from assistant.engine import Engine
from assistant.llama import ModelLLM
from assistant.model import load_model
from assistant.scoring import normalise
from assistant.types import AnswerReady, Claim
from benchmarks.mutations import cases
from index.library import Library
from index.llama import LibraryRetriever
from index.metrics import load_vocabulary
from index.quantities import parse_quantities
from index.regions import load_gazetteer
from index.weights import pull

Json = dict[str, Any]
Answerer = Callable[[Json], tuple[str, bool]]
MODEL = "qwen2.5-coder-1.5b"
# What the engine's window holds: their prompt with three passages of it, and an answer.
TOP_K = 3
PARTS = ("ours", "theirs", "served")
# Their prompts are long: nobody is cut off.
PATIENCE = 1200
MOST_TOKENS = 200
REFUSES = (
    "未提及",
    "没有提及",
    "没有相关",
    "无法",
    "不能确定",
    "not mention",
    "no information",
    "none of the sources",
    "unable",
)


def draw(files: Iterable[Path], sample: int) -> list[Json]:
    """Return answerable questions, as many of each file, by the hash of their id."""
    groups = []
    for file in files:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        fit = [q for q in lines if q.get("answerable", True) and not q.get("computed") and answers_of(q)]
        groups.append(sorted(fit, key=lambda q: hashlib.sha256(q["qid"].encode()).hexdigest()))
    return [question for group in groups for question in group[: sample // len(groups)]]


def answers_of(question: Json) -> list[Any]:
    """Return the gold answers: records of figures, or words."""
    return list(question.get("answers") or [])


def is_right(question: Json, text: str) -> bool:
    """Say whether every gold figure, or one of the gold wordings, stands in an answer."""
    gold = answers_of(question)
    if isinstance(gold[0], dict):
        return all(any(same(quantity, answer) for quantity in parse_quantities(text)) for answer in gold)
    return any(normalise(answer) in normalise(text) for answer in gold)


def same(quantity: Any, answer: Json) -> bool:
    """Say whether a quantity is the gold's, in base units."""
    value, wanted = quantity.canonical_value, answer["canonical_value"]
    if isinstance(value, tuple) or isinstance(wanted, list) or quantity.canonical_unit != answer["canonical_unit"]:
        return False
    return abs(abs(float(value)) - abs(float(wanted))) <= 1e-9 * max(1.0, abs(float(wanted)))


def shows_wrong_figure(question: Json, text: str) -> bool:
    """Say whether amounts of the gold's unit are shown, and none of them is the gold's."""
    gold = answers_of(question)
    if not isinstance(gold[0], dict):
        return False
    units = {answer["canonical_unit"] for answer in gold}
    shown = [quantity for quantity in parse_quantities(text) if quantity.canonical_unit in units]
    return bool(shown) and not any(same(quantity, answer) for quantity in shown for answer in gold)


def ours(library: Library, settings: Settings, model: str) -> Answerer:
    """Return our assistant as something that answers with words, and whether it refused."""
    assistant = Assistant(library, settings)

    def answer(question: Json) -> tuple[str, bool]:
        today = question.get("today")
        events = assistant.ask(question["question"], model=model, today=today and dt.date.fromisoformat(today))
        whole = next(event.answer for event in events if isinstance(event, AnswerReady))
        return whole.text, whole.kind == "refusal"

    return answer


def theirs(library: Library, settings: Settings) -> Answerer:
    """Return LlamaIndex's CitationQueryEngine over our search and model."""
    from llama_index.core.query_engine import CitationQueryEngine

    llm = ModelLLM(load_model("local", settings), context_window=settings.engine.context, max_tokens=MOST_TOKENS)
    engine = CitationQueryEngine.from_args(
        None, llm=llm, retriever=LibraryRetriever(library, TOP_K), citation_chunk_size=256
    )

    def answer(question: Json) -> tuple[str, bool]:
        text = str(engine.query(question["question"]))
        return text, any(words in text.lower() for words in REFUSES)

    return answer


def run(name: str, answer: Answerer, questions: list[Json], keep: Path | None) -> None:
    """Ask all questions and print one line of shares."""
    counts: Counter[str] = Counter()
    seconds: list[float] = []
    lines = []
    for question in questions:
        began = time.perf_counter()
        try:
            text, refused = answer(question)
        except Exception as error:
            text, refused = f"failed: {error}", False
            counts["failed"] += 1
        seconds.append(time.perf_counter() - began)
        right, wrong = not refused and is_right(question, text), not refused and shows_wrong_figure(question, text)
        counts["right"] += right
        counts["wrong"] += wrong
        counts["refused"] += refused
        lines.append({"qid": question["qid"], "text": text, "right": right, "wrong": wrong, "seconds": seconds[-1]})
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        words = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (keep / f"{name}.jsonl").write_text(words, encoding="utf-8")
    seconds.sort()
    middle, tail = (seconds[int(len(seconds) * share)] for share in (0.5, 0.95))
    print(
        f"{name:24} {len(questions):3}  right {counts['right']:3}  wrong figure {counts['wrong']:3}  "
        f"refused {counts['refused']:3}  failed {counts['failed']:3}  seconds p50 {middle:.1f} p95 {tail:.1f}",
        flush=True,
    )


def compare_judges(data: Path, settings: Settings, number: int) -> None:
    """Print what FaithfulnessEvaluator and our audit say to the same true and changed sentences."""
    from llama_index.core.evaluation import FaithfulnessEvaluator

    knowledge = Lookup(load_gazetteer(), load_vocabulary())
    every = [case for case in cases(data, knowledge) if not case[0].startswith("true/") or case[0] == "true/order"]
    every.sort(key=lambda case: hashlib.sha256((case[0] + case[1]).encode()).hexdigest())
    changed = [case for case in every if not case[2]][:number]
    true = [case for case in every if case[2]][:number]
    llm = ModelLLM(load_model("local", settings), context_window=settings.engine.context, max_tokens=8)
    judge = FaithfulnessEvaluator(llm=llm)
    for label, chosen in (("changed", changed), ("true", true)):
        passed: Counter[str] = Counter()
        for _, text, _, evidence, _ in chosen:
            shelf = {item.article.doc_id: item.article for item in evidence}
            auditor = Auditor(
                lambda doc_id, version, shelf=shelf: shelf[doc_id], knowledge.gazetteer, knowledge.vocabulary
            )
            passed["audit"] += auditor.audit(Claim(text, tuple(item.quote for item in evidence))).carried
            verdict = judge.evaluate(response=text, contexts=[item.text for item in evidence])
            passed["FaithfulnessEvaluator"] += bool(verdict.passing)
        for name in ("audit", "FaithfulnessEvaluator"):
            print(f"{label:8} sentences passed by {name:22} {passed[name]:3} of {len(chosen)}", flush=True)


def main() -> None:
    """Run what was asked for, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=["ours", "theirs"])
    parser.add_argument("--claims", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    settings = load_settings({"data": str(options.library), "answer": {"seconds": PATIENCE}})
    library = Library(settings)
    questions = draw(options.questions, options.sample)
    if "ours" in options.parts:
        run("ours-local", ours(library, settings, "local"), questions, options.keep)
        run("ours-extractive", ours(library, settings, "extractive"), questions, options.keep)
    if "theirs" in options.parts:
        run("CitationQueryEngine", theirs(library, settings), questions, options.keep)
    if options.claims:
        compare_judges(options.data, settings, options.claims)
    if "served" in options.parts:
        engine = Engine(pull(MODEL, settings.weights), settings.engine)
        url, key = engine.ensure_running()
        served = {"served": {"base_url": url, "model": MODEL, "api_key": key}}
        over_http = load_settings({"data": str(options.library), "endpoints": served})
        run("ours-endpoint", ours(library, over_http, "served"), questions, options.keep)
        engine.stop()


if __name__ == "__main__":
    main()
