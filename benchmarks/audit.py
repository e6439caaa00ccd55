"""The audit on sentences that others labelled, and under attack, beside "its numbers and names are present".

    python -m benchmarks.audit --data ../shared/data/dev [--claims FILE.jsonl] [--untrained] [--rules]

xinhua_claims: sentences by people (supported) and by models (hallucinated), each with its article. saferag_robust:
a sentence of an attacking context must not pass over the true contexts, a sentence of a true context must. rgb_zh: a
counterfactual document must not carry the true answer's document's number. Both halves by hash; developed on half 0.
The trained reader has learned from the xinhua articles of `is_trained_on`: `--untrained` leaves them out, `--rules`
leaves out the reader. `--claims` measures on lines of `q`, `lead`, `text` and `label` instead, as
`benchmarks.reader_training.claims` writes them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.audit.meaning import Meaning, WordEncoder
from assistant.audit.parts import Lookup
from assistant.check import check_against, make_article
from assistant.config import load_settings
from assistant.reader import ClaimReader, open_claim_reader, open_reader
from benchmarks.reader_training.examples import is_trained_on
from index.embed import load_encoder
from index.metrics import load_vocabulary
from index.regions import load_gazetteer
from index.text import split_sentences
from index.types import Article, Description

Case = tuple[str, str, str, bool, Article]


def read(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def xinhua(data: Path) -> Iterator[Case]:
    """Yield labelled sentences with their article."""
    corpus = {doc["doc_id"]: doc for doc in read(data / "xinhua_claims/corpus.jsonl")}
    for item in read(data / "xinhua_claims/claims.jsonl"):
        doc = corpus[item["doc_id"]]
        day = dt.date.fromisoformat(doc["date"]) if doc["date"] else None
        described = Description(doc["title"], day, None, None, None, "news", (), "Hans")
        article = Article(doc["doc_id"], 1, "", "", None, "", doc["text"], described)
        yield "xinhua", item["claim_id"], item["claim"], item["label"] == "supported", article


def saferag(data: Path) -> Iterator[Case]:
    """Yield sentences of attacking contexts, and of the true ones in other order, over the true contexts."""
    for item in read(data / "saferag_robust/items.jsonl"):
        article = make_article("\n".join(item["contexts"]), None, None)
        for kind, contexts, true in (
            ("contexts", item["contexts"], True),
            (item["attack"], item["attack_contexts"], False),
        ):
            for i, context in enumerate(contexts):
                for span in split_sentences(context):
                    claim = span.of(context)
                    if len(claim) > 12 and (true or claim not in article.text):
                        yield f"saferag {kind}", f"{item['qid']}-{i}", claim, true, article


def claims(path: Path) -> Iterator[Case]:
    """Yield claims before a window of an article, its title and its day."""
    for number, line in enumerate(read(path)):
        title, _, day = line["lead"].rstrip(")").rpartition("(")
        described = Description(
            title, dt.date.fromisoformat(day) if day else None, None, None, None, "news", (), "Hans"
        )
        article = Article(f"claim-{number}", 1, "", "", None, "", line["text"], described)
        yield line["label"], f"claim-{number}", line["q"], line["label"] == "supported", article


def load_reader() -> ClaimReader | None:
    """Return the trained reader of claims, None where its weights are not here."""
    reader = open_reader(load_settings())
    return open_claim_reader(reader) if reader else None


def load_meaning() -> Meaning:
    """Return what compares words by the default embedding."""
    encoder = load_encoder(load_settings())
    return Meaning(encoder if isinstance(encoder, WordEncoder) else None)


def present(claim: str, article: Article) -> bool:
    """Baseline: every number and every run of capitals or quoted name stands in the article."""
    words = article.text + article.title
    found = re.findall(r"\d+(?:\.\d+)?|[A-Z]{2,}|《[^》]+》|“[^”]+”", claim)
    return all(name in words for name in found)


def main() -> None:
    """Print pass rates by source, label and half, with the baseline and the time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--claims", type=Path, help="claims before their window, instead of the public sets")
    parser.add_argument("--untrained", action="store_true", help="only articles that the reader has not learned from")
    parser.add_argument("--rules", action="store_true", help="without the trained reader")
    parser.add_argument("--letters", action="store_true", help="compare words by their letters alone, without weights")
    options = parser.parse_args()
    knowledge = Lookup(load_gazetteer(), load_vocabulary())
    meaning = Meaning() if options.letters else load_meaning()
    reader = None if options.rules else load_reader()
    cases = claims(options.claims) if options.claims else (*xinhua(options.data), *saferag(options.data))
    verdicts: Counter[tuple[str, bool, int, str]] = Counter()
    counts: Counter[tuple[str, bool, int]] = Counter()
    seconds: list[float] = []
    for source, name, claim, true, article in cases:
        if options.untrained and is_trained_on(article.doc_id):
            continue
        half = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
        started = time.process_time()
        found = check_against(claim, article, knowledge, meaning, reader)
        seconds.append(time.process_time() - started)
        key = (source, true, half)
        counts[key] += 1
        verdicts[*key, found.verdict] += 1
        verdicts[*key, "present"] += present(claim, article)
        if options.show and half == 0 and (found.verdict == "supported") != true:
            print(source, "|", true, "|", claim, "|", [(f.kind, f.said, f.source) for f in found.differs])
    print(f"{'source':20} {'label':8} {'half':4} {'n':>4}  supported contradicted not_found   baseline: present")
    for key in sorted(counts, key=str):
        source, true, half = key
        shares = [verdicts[*key, v] / counts[key] for v in ("supported", "contradicted", "not_found", "present")]
        label = "true" if true else "false"
        print(f"{source:20} {label:8} {half:4} {counts[key]:4}  " + "  ".join(f"{share:9.3f}" for share in shares))
    seconds.sort()
    middle, tail = (seconds[int(len(seconds) * share)] * 1000 for share in (0.5, 0.95))
    print(f"milliseconds of processor time, a claim against its whole article: p50 {middle:.1f}  p95 {tail:.1f}")


if __name__ == "__main__":
    main()
