"""Our audit beside LlamaIndex's FaithfulnessEvaluator with the product's local model: true and changed sentences.

    python -m benchmarks.judges --data ../shared/data/dev [--claims 40] [--keep]

The sentences are those of `benchmarks.mutations`: written from annotated records, and changed in one way each; as many
of either kind, by the hash of kind and words. Each is judged over the record's own sentence with its context.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from pathlib import Path

from assistant.audit import Auditor
from assistant.audit.parts import Lookup
from assistant.config import Settings, load_settings
from assistant.llama import ModelLLM
from assistant.model import load_model
from assistant.results import Report
from assistant.types import Claim
from benchmarks.mutations import cases
from index.metrics import load_vocabulary
from index.regions import load_gazetteer

# Nobody is cut off by time.
PATIENCE = 1200.0


def compare_judges(data: Path, settings: Settings, number: int, report: Report) -> None:
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
            report.say(f"{label:8} sentences passed by {name:22} {passed[name]:3} of {len(chosen)}")
            report.numbers[f"{label}, passed by {name}"] = [passed[name], len(chosen)]


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--claims", type=int, default=40, help="true ones, and as many changed ones")
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/results")
    options = parser.parse_args()
    report = Report("judges", str(options.claims))
    compare_judges(options.data, load_settings({"answer": {"seconds": PATIENCE}}), options.claims, report)
    if options.keep:
        print(report.keep())


if __name__ == "__main__":
    main()
