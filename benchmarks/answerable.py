"""Is refused what cannot be answered, and only that? On questions whose document is not there.

    python benchmarks/answerable.py --data ../shared/data/dev

Whole corpora (policy_covid, crud_news, rgb_zh) with a plain BM25 search, and given documents (finqa, cjrc). Precision
and recall of refusals on both halves by hash of the question's id (the weights were fitted on half 0), and how often
the evidence and the extractive answer hold a gold answer, with their length in code points.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bm25s
import rjieba

from assistant.answerable import judge_evidence
from assistant.audit.parts import Lookup
from assistant.compose import compose_extractive
from assistant.evidence import choose_evidence
from assistant.relevance import question_terms
from assistant.types import Question, QuestionKind
from index.metrics import load_vocabulary
from index.regions import load_gazetteer
from index.text import fold
from index.types import Article, Description, Hit, Span

SETS = (
    "policy_covid",
    "crud_news",
    "rgb_zh",
    "cmrc2018",
    "drcd_trad",
    "xquad_zh",
    "finqa_single_doc",
    "cjrc_single_doc",
)
KINDS: dict[str, QuestionKind] = {"list": "list", "method": "how", "reason": "how", "yes_no": "yes_no"}


def read(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a JSON Lines file; none where it does not exist."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def searcher(corpus: dict[str, Article]) -> Callable[[str], list[str]]:
    """Return a BM25 search over whole articles."""
    ids = list(corpus)
    index = bm25s.BM25()
    index.index([cut(corpus[i].text) for i in ids], show_progress=False)

    def search(question: str) -> list[str]:
        found, _ = index.retrieve([cut(question)], k=min(6, len(ids)), show_progress=False)
        return [ids[i] for i in found[0]]

    return search


def cut(text: str) -> list[str]:
    """Return search tokens."""
    return [token for token in rjieba.cut_for_search(fold(text)) if token.strip()]


def plain(text: str) -> str:
    """Return letters and digits only."""
    return re.sub(r"[\W_]+", "", text).lower()


def holds(question: dict[str, Any], text: str) -> bool:
    """Say whether a gold answer stands in the text."""
    groups = question.get("answer_groups") or [question["answers"]]
    return all(any(plain(answer) in plain(text) for answer in group) for group in groups)


def measure(name: str, data: Path, knowledge: Lookup) -> None:
    """Print the lines of one set."""
    corpus = {}
    for doc in read(data / name / "corpus.jsonl"):
        day = dt.date.fromisoformat(doc["date"]) if doc["date"] else None
        described = Description(doc["title"], day, None, None, None, "news", (), "Hans")
        corpus[doc["doc_id"]] = Article(doc["doc_id"], 1, "", "", None, "", doc["text"], described)
    search = None if name.endswith("single_doc") else searcher(corpus)
    counts: dict[int, Counter[str]] = {0: Counter(), 1: Counter()}
    started = time.perf_counter()
    for item in (*read(data / name / "questions.jsonl"), *read(data / name / "unanswerable.jsonl")):
        if item["type"] in ("event_claim", "yesno"):
            continue
        count = counts[int(hashlib.sha256(item["qid"].encode()).hexdigest(), 16) % 2]
        found = search(item["question"]) if search else item["gold_doc_ids"]
        hits = [Hit(0, i, 1, Span(0, len(corpus[i].text)), corpus[i].text, 1.0, {}, None, "", "", None) for i in found]
        kind = KINDS.get(question_terms(item["question"]).wanted, "fact")
        asked = Question(item["question"], item["question"], "zh", dt.date.today(), kind)
        article_of = lambda doc_id, version: corpus[doc_id]  # noqa: E731
        evidence = choose_evidence(asked, hits, article_of, knowledge)
        refused = not judge_evidence(asked, evidence, hits, article_of, knowledge).sufficient
        count["refused"] += refused
        count["n"] += 1
        if not item["answerable"]:
            count["unanswerable"] += 1
            count["rightly"] += refused
            continue
        answer = "".join(claim.text for claim in compose_extractive(asked, evidence))
        held = "".join(piece.text for piece in evidence)
        count["answerable"] += 1
        count["in evidence"] += holds(item, held)
        count["in answer"] += holds(item, answer)
        count["evidence length"] += len(held)
        count["answer length"] += len(answer)
    total = counts[0] + counts[1]
    for half, count in (*counts.items(), ("all", total)):
        n, asked_for = max(1, count["answerable"]), max(1, count["unanswerable"])
        wrongly = count["refused"] - count["rightly"]
        refusals = f"{count['rightly'] / max(1, count['refused']):.3f}  {count['rightly'] / asked_for:.3f}"
        print(
            f"{name:17} {half!s:4} {count['n']:5} {count['unanswerable']:5}  {refusals}  {wrongly / n:.3f}   "
            f"{count['in evidence'] / n:.3f} ({count['evidence length'] // n})  "
            f"{count['in answer'] / n:.3f} ({count['answer length'] // n})"
        )
    print(f"{'':17} {(time.perf_counter() - started) / max(1, total['n']) * 1000:.1f} ms a question", flush=True)


def main() -> None:
    """Print one table over all sets."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    options = parser.parse_args()
    knowledge = Lookup(load_gazetteer(), load_vocabulary())
    print(f"{'set':17} half     n   un.  refusal P, R   wrongly  gold in evidence, in answer (code points)")
    for name in SETS:
        measure(name, options.data, knowledge)


if __name__ == "__main__":
    main()
