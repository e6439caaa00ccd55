"""How fast and how true the default embedding is, beside bare sentence-transformers in the same run.

    python benchmarks/embedding.py [--data ../shared/data/dev] [--passages 32] [--rounds 3] [--recall 200]

Rows take turns, and each keeps its best round: what else runs on the machine then hurts all alike. Passages are the
first 380 code points of news articles (about 258 tokens), questions are those of the same data set. Seconds of
processor time stand beside seconds of wall clock, for a busy machine spoils only the latter. Recall is of dense search
alone, over passages that are articles' beginnings: it shows whether the arithmetic costs anything, not how good search
is.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from assistant.config import load_settings
from index.config import EmbeddingSettings
from index.embed import Encoder, load_encoder
from index.weights import pull

LENGTH = 380
BATCH = 8


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_bare(folder: Path, dtype: str, threads: int) -> Any:
    """Return `SentenceTransformer` as its documentation loads it, in one number format."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    return SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": getattr(torch, dtype)})


def best_of(rounds: int, rows: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """Return wall and processor seconds of each row's best round; the rows take turns."""
    best = dict.fromkeys(rows, (np.inf, np.inf))
    for _ in range(rounds):
        for name, run in rows.items():
            wall, processor = time.perf_counter(), time.process_time()
            run()
            taken = time.perf_counter() - wall, time.process_time() - processor
            best[name] = min(best[name][0], taken[0]), min(best[name][1], taken[1])
    return best


def print_speed(rows: dict[str, Callable[[list[str]], object]], ask: dict[str, Callable[[str], object]],
                passages: list[str], questions: list[str], rounds: int) -> None:  # fmt: skip
    """Print passages a second and milliseconds a question, with ratios to bare bfloat16."""
    for encode in rows.values():
        encode(passages[:4])
    runs: dict[str, Callable[[], object]] = {name: lambda f=f: f(passages) for name, f in rows.items()}  # type: ignore[misc]
    speed = best_of(rounds, runs)
    base = speed["sentence-transformers bfloat16"]
    print(
        f"{'':34} {'passages/s':>10} {'ratio':>6} {'cpu ms/passage':>15} {'ratio':>6} {'question p50':>13} {'best':>7}"
    )
    for name, (wall, processor) in speed.items():
        times = []
        for _ in range(rounds):
            for question in questions:
                begun = time.perf_counter()
                ask[name](question)
                times.append(1000 * (time.perf_counter() - begun))
        print(
            f"{name:34} {len(passages) / wall:10.1f} {base[0] / wall:6.2f} {1000 * processor / len(passages):15.1f}"
            f" {base[1] / processor:6.2f} {np.median(times):10.1f} ms {min(times):4.1f} ms"
        )


def print_truth(exact: Encoder, ours: Encoder, texts: list[str], questions: list[str]) -> None:
    """Print the cosines between the two encoders' vectors."""
    passages = (exact.encode_passages(texts) * ours.encode_passages(texts)).sum(axis=1)
    asked = np.array([exact.encode_query(text) @ ours.encode_query(text) for text in questions])
    for name, cosines in (("passages", passages), ("questions", asked)):
        print(f"cosine with float32, {name:10} least {cosines.min():.5f}  mean {cosines.mean():.5f}  n {len(cosines)}")


def print_recall(exact: Encoder, ours: Encoder, corpus: list[dict[str, Any]], asked: list[dict[str, Any]]) -> None:
    """Print recall@1 and @5 of both, and on how many questions they differ."""
    ids = [article["doc_id"] for article in corpus]
    texts = [article["text"][:LENGTH] for article in corpus]
    found: dict[str, list[tuple[bool, bool]]] = {}
    for name, encoder in (("float32", exact), ("ours", ours)):
        vectors = encoder.encode_passages(texts)
        found[name] = []
        for question in asked:
            order = np.argsort(-(vectors @ encoder.encode_query(question["question"])), kind="stable")[:5]
            gold = [ids[i] in question["gold_doc_ids"] for i in order]
            found[name].append((gold[0], any(gold)))
    for name, hits in found.items():
        share = np.mean(np.array(hits), axis=0)
        print(f"recall of {name:8} @1 {share[0]:.3f}  @5 {share[1]:.3f}  questions {len(hits)}, articles {len(ids)}")
    differs = [(a[1], b[1]) for a, b in zip(found["float32"], found["ours"], strict=True) if a[1] != b[1]]
    print(f"found @5 by float32 only {sum(a for a, _ in differs)}, by ours only {sum(b for _, b in differs)}")


def main() -> None:
    """Print all three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "../shared/data/dev")
    parser.add_argument("--set", default="crud_news", help="the data set whose articles and questions are used")
    parser.add_argument("--passages", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--recall", type=int, default=200, help="articles and questions for recall; 0 leaves it out")
    arguments = parser.parse_args()

    settings = load_settings()
    corpus = read_lines(arguments.data / arguments.set / "corpus.jsonl")
    asked = [q for q in read_lines(arguments.data / arguments.set / "questions.jsonl") if q["gold_doc_ids"]]
    passages = [a["text"][:LENGTH] for a in corpus if len(a["text"]) >= LENGTH][: arguments.passages]
    questions = [q["question"] for q in asked[:30]]

    ours = load_encoder(settings.model_copy(update={"embedding": EmbeddingSettings(device="cpu")}))
    exact = load_encoder(
        settings.model_copy(update={"embedding": EmbeddingSettings(backend="torch", device="cpu", dtype="float32")})
    )
    import torch

    folder = pull(settings.embedding.model, settings.weights)
    bare = {name: load_bare(folder, name, torch.get_num_threads()) for name in ("float32", "bfloat16")}
    print(
        f"ours: {getattr(ours, 'arithmetic', 'torch')}; threads {torch.get_num_threads()}; batch {BATCH} where bare\n"
    )
    rows: dict[str, Callable[[list[str]], object]] = {
        f"sentence-transformers {name}": lambda t, m=m: m.encode(t, prompt_name="document", batch_size=BATCH)  # type: ignore[misc]
        for name, m in bare.items()
    }
    ask: dict[str, Callable[[str], object]] = {
        f"sentence-transformers {name}": lambda t, m=m: m.encode(t, prompt_name="query")  # type: ignore[misc]
        for name, m in bare.items()
    }
    rows["ours"], ask["ours"] = ours.encode_passages, ours.encode_query
    print_speed(rows, ask, passages, questions, arguments.rounds)
    print()
    print_truth(exact, ours, passages, questions)
    if arguments.recall:
        gold = {doc for q in asked[: arguments.recall] for doc in q["gold_doc_ids"]}
        part = [a for a in corpus if a["doc_id"] in gold]
        part += [a for a in corpus if a["doc_id"] not in gold][: max(0, arguments.recall - len(part))]
        print()
        print_recall(exact, ours, part, asked[: arguments.recall])


if __name__ == "__main__":
    main()
