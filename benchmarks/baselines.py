"""The product beside LlamaIndex's CitationQueryEngine: the same questions, library, embedding and language model.

    python -m benchmarks.baselines --data ../shared/data/dev [--sample 40] [--minutes 60] [--systems NAME …] [--keep]

The questions are a seeded sample of those that `benchmarks.answers` asks, an equal share of each set, its kinds in
proportion. All systems answer one question before the next, so a run that is stopped compares like with like; a second
run over the same `--answers` folder goes on. Systems: the product (`extractive`, `local`, as it is shipped), and theirs
with three passages of our search (`citation_engine`), with three of their own vector search over the same vectors
(`citation_engine_dense`), and with its prompt in Chinese (`citation_engine_zh`). Theirs is told the day of a question
and title and day of each passage, may take twenty minutes, and its text counts as an answer where it holds the gold,
whatever else it says. Scores are those of `assistant.scoring` and three that only need words: `cited`, sentences all of
whose markers name a source; `wrong fig`, an amount of the gold's unit shown and not the gold; `unbacked`, an amount
shown that none of the cited words hold. `worded` is the share of answers whose words are the model's.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.chat import Assistant
from assistant.config import Settings, load_settings
from assistant.evaluate import compare_results
from assistant.llama import ModelLLM
from assistant.model import load_model, warm_model
from assistant.results import KeptAnswers, Report, end_after, name_commit
from assistant.scoring import interval, normalise, score_answer, shown_text
from benchmarks.answers import SETS, ask_of, ask_product, choose_half, load_shared, open_library, read_task, spread
from index.library import Library
from index.llama import EncoderEmbedding, LibraryRetriever, LibraryVectorStore
from index.quantities import parse_quantities
from index.types import Filters

Json = dict[str, Any]
Marks = dict[str, float | None]
Answerer = Callable[[Assistant, Json], Json]

PRODUCT = ("extractive", "local")
THEIRS = ("citation_engine", "citation_engine_dense", "citation_engine_zh")
DEFAULT = (*PRODUCT, "citation_engine")
# Questions whose articles attack have no right answer to compare.
ASKED = tuple(name for name in SETS if name != "saferag_robust")
# Passages that theirs gets (the product gives its model less), room for them and an answer, and time without end.
TOP_K, CONTEXT, MOST_TOKENS, PATIENCE = 3, 4096, 300, 1200.0
# A gold answer this short that holds an amount is an amount.
SHORT = 20
REFUSES = (
    "未提及", "没有提及", "未提到", "没有提到", "未提供", "没有提供", "没有相关", "无相关", "没有找到", "无法",
    "不能确定", "not mention", "not provide", "no information", "none of the", "not contain", "unable", "cannot",
    "not specif",
)  # fmt: skip
_NUMBERS = r"\d{1,2}(?:\s*[,，、]\s*\d{1,2})*"
_NAMED = rf"(?:[Ss]ources?|来源|资料)\s*{_NUMBERS}"
# [1], [1, 2], 【1】, (Source 1), "according to Source 1": however theirs writes it, it has cited.
MARKER = re.compile(rf"(?:[\[［【]\s*(?:{_NAMED}|{_NUMBERS})\s*[\]］】]|[（(]\s*{_NAMED}\s*[）)]|{_NAMED})")
SENTENCE = re.compile(r".+?(?:[。！？!?\n]|\.(?=\s)|$)(?:\s*" + MARKER.pattern + ")*", re.DOTALL)
CITE_IN_CHINESE = """请只根据下面的资料回答。引用资料里的内容时，用编号标出所用的资料。每个回答至少标出一个资料。\
只在确实引用时才标。如果资料都没有用，请说明。例如：
Source 1:
傍晚天空是红色的，早晨是蓝色的。
Source 2:
天空是红色的时候，水是湿的。
问题：水什么时候是湿的？
回答：天空是红色的时候水是湿的[2]，也就是在傍晚[1]。
现在轮到你。下面是编号的资料：
------
{context_str}
------
问题：{query_str}
回答："""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what every system that answered it said."""

    question: Json
    results: dict[str, Json]


def main() -> int:
    """Ask what is not answered yet and print the table."""
    args = _parse()
    report = Report("baselines", f"answers-{args.half}-{args.sample}")
    folder = args.answers or Path(".cache/baselines") / name_commit()
    until = end_after(args.minutes)
    kept = {name: KeptAnswers(folder / f"{name}.jsonl", until) for name in args.systems}
    asked = list(ask_sets(args, kept))
    whole = [one for one in asked if len(one.results) == len(args.systems)]
    write_questions(folder / "questions.jsonl", [one.question for one in whole])
    print(f"{len(whole)} questions answered by all, of {args.sample}; answers in {folder}", file=sys.stderr)
    if whole:
        say_table(report, whole, args.systems)
        say_differences(report, folder, args.systems)
    if args.keep:
        print(report.keep())
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--sample", type=int, default=40, help="questions in all")
    parser.add_argument("--half", choices=["seen", "unseen", "both"], default="unseen")
    parser.add_argument("--sets", nargs="+", choices=ASKED, default=list(ASKED))
    parser.add_argument("--systems", nargs="+", choices=(*PRODUCT, *THEIRS), default=list(DEFAULT))
    parser.add_argument("--docs", type=int, default=300, help="articles that the library of a set holds at most")
    parser.add_argument("--cache", type=Path, default=Path(".cache/answers"), help="libraries of benchmarks.answers")
    parser.add_argument("--library", type=Path, help="a library that holds the articles of every set, to be read only")
    parser.add_argument("--answers", type=Path, help="folder for the answers; default .cache/baselines/COMMIT")
    parser.add_argument("--minutes", type=float, help="ask nothing more after this; run again to go on")
    parser.add_argument("--keep", action="store_true", help="keep table and scores in benchmarks/results")
    return parser.parse_args()


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────


def ask_sets(args: argparse.Namespace, kept: dict[str, KeptAnswers]) -> Iterator[Asked]:
    """Yield every question of the sample with the answers that there are or that time allows."""
    settings = load_settings()
    encoder, knowledge = load_shared(settings)
    answerers = {name: make_answerer(name, settings) for name in args.systems}
    if "local" in args.systems:
        warm_model(settings)
    for number, name in enumerate(args.sets):
        share = args.sample // len(args.sets) + (number < args.sample % len(args.sets))
        task = read_task(args.data, name, args.docs)
        questions = spread(choose_half(task.questions, args.half, None), share)
        if not questions:
            continue
        library = open_library(task, args.cache, settings, encoder, knowledge, args.library)
        assistant = Assistant(library, settings)
        # Whoever is asked first would pay for opening the indexes and the reader.
        ask_product(assistant, questions[0], "extractive")
        for question in questions:
            named = {**question, "qid": f"{name}/{question['qid']}"}
            found = {
                system: find_answer(kept[system], system, ask, assistant, named) for system, ask in answerers.items()
            }
            yield Asked(named, {system: result for system, result in found.items() if result is not None})
        library.close()


def find_answer(kept: KeptAnswers, name: str, ask: Answerer, assistant: Assistant, question: Json) -> Json | None:
    """Return a kept answer or ask; one that fails counts as an answer without words and is asked again next time."""
    try:
        return kept.find_or_ask(question["qid"], partial(ask, assistant, question))
    except Exception as error:
        print(f"{name} failed at {question['qid']}: {error!r}", file=sys.stderr)
        return {"qid": question["qid"], "kind": "answer", "sentences": [], "citations": [], "failed": True}


def make_answerer(name: str, settings: Settings) -> Answerer:
    """Return a system by its name."""
    if name in PRODUCT:
        return lambda assistant, question: ask_product(assistant, question, name)
    return CitationEngine(name, settings)


class CitationEngine:
    """LlamaIndex's CitationQueryEngine over the library of the asked assistant, with the product's local model."""

    def __init__(self, name: str, settings: Settings) -> None:
        roomy = settings.engine.model_copy(update={"context": CONTEXT})
        patient = settings.answer.model_copy(update={"seconds": PATIENCE})
        own = settings.model_copy(update={"engine": roomy, "answer": patient})
        warm_model(own)
        self._llm = ModelLLM(load_model("local", own), context_window=CONTEXT, max_tokens=MOST_TOKENS)
        self._name = name

    def __call__(self, assistant: Assistant, question: Json) -> Json:
        """Return its answer in the contract's form, as far as it can fill that."""
        from llama_index.core.prompts import PromptTemplate
        from llama_index.core.query_engine import CitationQueryEngine
        from llama_index.core.schema import MetadataMode, QueryBundle

        asked, limits = ask_of(assistant, question)
        prompt = {"citation_qa_template": PromptTemplate(CITE_IN_CHINESE)} if self._name == "citation_engine_zh" else {}
        engine = CitationQueryEngine.from_args(
            None,
            llm=self._llm,
            retriever=self._retriever(asked.library, limits),
            metadata_mode=MetadataMode.LLM,
            **prompt,
        )
        today = question.get("today")
        dated = f"（今天是{today}。）{question['question']}" if today else question["question"]
        began = time.perf_counter()
        # Found by the bare question: the day of asking is no word to search for.
        found = engine.retrieve(QueryBundle(question["question"]))
        response = engine.synthesize(QueryBundle(dated), found)
        sources = [read_source(node, asked.library) for node in response.source_nodes]
        return report_text(question, str(response), sources, time.perf_counter() - began)

    def _retriever(self, library: Library, limits: Filters) -> Any:
        if self._name != "citation_engine_dense":
            return LibraryRetriever(library, TOP_K, limits)
        from llama_index.core import VectorStoreIndex

        index = VectorStoreIndex.from_vector_store(
            LibraryVectorStore(library), embed_model=EncoderEmbedding(library.encoder)
        )
        return index.as_retriever(similarity_top_k=TOP_K, doc_ids=list(limits.doc_ids) or None)


def read_source(found: Any, library: Library) -> Json:
    """Return a source of theirs as what a citation names: its article and its words, the line `Source n:` left out."""
    about = found.node.metadata
    article = library.article(about["doc_id"], about["version"])
    words = found.node.get_content().split("\n", 1)[-1]
    return {
        "doc_id": article.doc_id,
        "source_id": article.source_id,
        "path": article.path,
        "quote": words,
        "context": [],
    }


def report_text(question: Json, text: str, sources: list[Json], seconds: float) -> Json:
    """Return plain text with `[n]` in the contract's form: sentences with what they cite, and what is cited."""
    sentences: list[Json] = []
    for part in SENTENCE.findall(text):
        numbers = [int(n) for marker in MARKER.findall(part) for n in re.findall(r"\d+", marker)]
        words = MARKER.sub("", part).strip()
        if normalise(words):
            sentences.append({"text": words, "citations": numbers, "derivation": None})
        elif numbers and sentences:
            sentences[-1]["citations"] += numbers
    named = dict.fromkeys(n for sentence in sentences for n in sentence["citations"] if 0 < n <= len(sources))
    result = {
        "qid": question["qid"],
        "kind": "answer",
        "answer": text,
        "sentences": sentences,
        "citations": [{"n": n, **sources[n - 1]} for n in named],
        "seconds": seconds,
        "timings": {"total": seconds},
    }
    refuses = any(words in text.lower() for words in REFUSES)
    return {**result, "kind": "refusal"} if refuses and not score_answer(question, result)["correct"] else result


def write_questions(path: Path, questions: list[Json]) -> None:
    """Write the sample beside its answers, so that `yinzheng evaluate` and people can read them together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions), encoding="utf-8")


# ── scoring ───────────────────────────────────────────────────────────────────────────────────────────────────


def score(question: Json, result: Json) -> Marks:
    """Return the scores of one answer, of whichever system."""
    marks = score_answer(question, result)
    answered = result["kind"] != "refusal"
    marks["seconds"] = result.get("seconds")
    marks["failed"] = float(bool(result.get("failed")))
    # The product tells figures and lists without its model, and quotes where that is too slow.
    marks["worded"] = float(result.get("model", "local") == "local")
    marks["cited"] = share_cited(result) if answered else None
    marks["wrong_figure"] = shows_wrong_figure(question, result)
    marks["unbacked"] = shows_unbacked_figure(question, result) if answered else None
    return marks


def share_cited(result: Json) -> float | None:
    """Return the share of sentences that cite, and cite only sources that there are."""
    known = {citation["n"] for citation in result["citations"]}
    sentences = result.get("sentences") or []
    cited = [bool(s["citations"]) and set(s["citations"]) <= known for s in sentences]
    return sum(cited) / len(cited) if cited else None


def shows_wrong_figure(question: Json, result: Json) -> float | None:
    """Say whether amounts of the gold's unit are shown, none of them the gold; None where the gold is no amount."""
    short = [a for a in question.get("answers") or [] if isinstance(a, str) and len(a) <= SHORT]
    gold = [quantity for answer in short for quantity in parse_quantities(answer)]
    if not gold:
        return None
    if result["kind"] == "refusal":
        return 0.0
    units = {quantity.canonical_unit for quantity in gold}
    shown = [quantity for quantity in parse_quantities(shown_text(result)) if quantity.canonical_unit in units]
    return float(bool(shown) and not any(same(one, other) for one in shown for other in gold))


def shows_unbacked_figure(question: Json, result: Json) -> float | None:
    """Say whether an amount is shown that no cited words hold, but for sums and what the question says itself."""
    said = [s["text"] for s in result.get("sentences") or [] if not s.get("derivation")]
    shown = [quantity for text in said for quantity in parse_quantities(text)]
    if not shown:
        return None
    words = [question["question"]]
    for citation in result["citations"]:
        words += [citation["quote"], *(context["quote"] for context in citation.get("context") or ())]
    held = [quantity for text in words for quantity in parse_quantities(text)]
    return float(not all(any(same(one, other) for other in held) for one in shown))


def same(one: Any, other: Any) -> bool:
    """Say whether two quantities are the same in base units; the direction of a change is left to its verb."""
    if one.canonical_unit != other.canonical_unit:
        return False
    first, second = one.canonical_value, other.canonical_value
    if isinstance(first, tuple) or isinstance(second, tuple):
        return bool(first == second)
    return bool(abs(abs(first) - abs(second)) <= abs(first) / 10**9)


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────

COLUMNS = (
    ("correct", "correct"), ("citation_precision", "cite P"), ("citation_recall", "cite R"), ("cited", "cited"),
    ("wrong_figure", "wrong fig"), ("unbacked", "unbacked"), ("length", "chars"), ("worded", "worded"),
    ("failed", "failed"),
)  # fmt: skip


def say_table(report: Report, asked: list[Asked], systems: list[str]) -> None:
    """Print a line a system over the questions that all of them answered."""
    heads = "".join(f"{head:>11}" for _, head in COLUMNS)
    report.say(f"{'system':<24}{'n':>4}{heads}{'refused':>17}{'s p50':>8}{'p95':>8}")
    report.numbers["scores"] = {}
    for system in systems:
        marks = {one.question["qid"]: score(one.question, one.results[system]) for one in asked}
        report.numbers["scores"][system] = marks
        numbers = average(marks.values())
        seconds = sorted(value for mark in marks.values() if (value := mark["seconds"]) is not None) or [0.0]
        middle, tail = (seconds[int(len(seconds) * share)] for share in (0.5, 0.95))
        without = [one.question["qid"] for one in asked if not one.question.get("answerable", True)]
        refused = sum(marks[qid]["refused"] or 0 for qid in without)
        falsely = sum(mark["refused"] or 0 for mark in marks.values()) - refused
        cells = "".join(f"{_cell(numbers.get(key)):>11}" for key, _ in COLUMNS)
        told = f"{refused:.0f}/{len(without)} + {falsely:.0f} wrong"
        report.say(f"{system:<24}{len(marks):>4}{cells}{told:>17}{middle:>8.1f}{tail:>8.1f}")
        report.numbers[system] = {
            "n": len(marks), **numbers, "refused of those without answer": [refused, len(without)],
            "refused falsely": falsely, "seconds p50": middle, "seconds p95": tail,
        }  # fmt: skip


def average(marks: Any) -> dict[str, float]:
    """Return the mean of each score over the answers that it applies to, and how many those are."""
    rows = list(marks)
    numbers: dict[str, float] = {}
    for key, _ in COLUMNS:
        values = [value for row in rows if (value := row.get(key)) is not None]
        if values:
            numbers |= {key: sum(values) / len(values), f"{key} of": len(values)}
    return numbers


def _cell(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}" if value <= 1 else f"{value:.0f}"


def say_differences(report: Report, folder: Path, systems: list[str]) -> None:
    """Print by how much the first of ours is ahead of each other one, question by question."""
    ours = "local" if "local" in systems else systems[0]
    for other in systems:
        if other == ours:
            continue
        files = [folder / f"{name}.jsonl" for name in (other, ours)]
        row = compare_results(folder / "questions.jsonl", *files)["scores"].get("correct")
        if row:
            low, high = row["interval"]
            report.say(
                f"{ours} ahead of {other}: correct {row['difference']:+.3f}  {low:+.3f} … {high:+.3f}  of {row['of']}"
            )
            report.numbers[f"{ours} ahead of {other}"] = {"correct": row["difference"], "interval": row["interval"]}
    for system in systems:
        right = [m["correct"] for m in report.numbers["scores"][system].values() if m["correct"] is not None]
        low, high = interval(sum(right), len(right))
        report.numbers[system]["correct interval"] = [low, high]
        report.say(f"{system:<24}correct {sum(right):.0f} of {len(right)}, 95 %: {low:.3f}–{high:.3f}")


if __name__ == "__main__":
    sys.exit(main())
