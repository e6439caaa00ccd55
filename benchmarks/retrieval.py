"""Which article answers: the library's search beside each of its halves and beside what else a user might pick.

    python benchmarks/retrieval.py [--data DIR] [--cache DIR] [--sets NAME…] [--no-pool] [--no-llamaindex] [--ablations]

Every set that is named (`all`: all of DIR) is brought into a library of its own, then all of them into one. Where the
question is the title, titles are taken off. k counts distinct articles in every row alike, a hit with the near-
duplicates that it names as one; any article that answers is a find. Times are of one search without the embedding of
the question, which is printed apart. Vectors are kept in the cache folder.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import opencc
from retrieval_parts.ablations import build_ablations
from retrieval_parts.dev_data import Asked, DevSet, pool_sets, read_sets
from retrieval_parts.libraries import build_library
from retrieval_parts.metrics import first_rank, paired_interval, summarise
from retrieval_parts.vector_cache import CachedEncoder

from assistant.config import load_settings
from index.embed import load_encoder
from index.library import Library
from index.text import simplify
from index.types import Hit

# The articles at each place: one, and where a hit stands for near-duplicates, those too.
Ranking = list[tuple[str, ...]]
Ranker = Callable[[str], Ranking]

# Passages that stand behind ten articles in the rows that know passages only.
PASSAGES = 100
# What a run of minutes measures; the whole takes about an hour, until the vectors are kept.
DEFAULT_SETS = ["crud_news", "policy_covid", "policy_news_xwlb"]
# Questions whose embedding is timed.
TIMED = 40


def main() -> None:
    """Read the arguments, print one table a set, then the pooled one."""
    here = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=here.parent / "shared" / "data" / "dev")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "yinzheng-retrieval")
    parser.add_argument("--sets", nargs="*", default=DEFAULT_SETS)
    parser.add_argument("--no-pool", action="store_true")
    parser.add_argument("--no-llamaindex", action="store_true")
    parser.add_argument("--ablations", action="store_true")
    chosen = parser.parse_args()
    sets = [dev for dev in read_sets(chosen.data) if {dev.name, "all"} & set(chosen.sets)]
    encoder = CachedEncoder(load_encoder(load_settings()), chosen.cache / "vectors.sqlite")
    if not chosen.no_pool:
        sets.append(pool_sets(sets))
    for dev in sets:
        if dev.asked:
            _measure(dev, encoder, llamaindex=not chosen.no_llamaindex, ablations=chosen.ablations)
    _time_queries(sets, encoder)


def _measure(dev: DevSet, encoder: CachedEncoder, *, llamaindex: bool, ablations: bool) -> None:
    """Print the table of one set."""
    with tempfile.TemporaryDirectory() as folder:
        library = build_library(dev, encoder, Path(folder))
        rankers = _own_rankers(library)
        if ablations:
            searches = build_ablations(library, Path(folder) / "bodies")
            rankers |= {name: _rank_hits(search) for name, search in searches.items()}
        if llamaindex:
            from retrieval_parts.llamaindex_rows import build_rankers

            rankers |= build_rankers(dev.articles, encoder)
        print(f"\n## {dev.name}: {len(dev.articles)} articles, {len(dev.asked)} questions\n")
        for one in dev.asked:
            # Kept from here on, so that no row is charged with it.
            encoder.encode_query(simplify(one.question))
            encoder.encode_query(one.question)
        print("| | R@1 | R@5 | R@10 | MRR | nDCG | p50 ms | p95 ms |\n|---|---|---|---|---|---|---|---|")
        results = {name: _print_row(name, ranker, dev.asked) for name, ranker in rankers.items()}
        _print_variants(dev, rankers)
        _print_comparison(dev.asked, results)


def _own_rankers(library: Library) -> dict[str, Ranker]:
    """Return the library's search, and each half alone."""

    def search(question: str) -> Ranking:
        return [_named(hit) for hit in library.search(question, 10)]

    def articles_of(ids: Sequence[int]) -> Ranking:
        rows = library.catalog.passage_rows(ids)
        return [(doc_id,) for doc_id in dict.fromkeys(rows[id_].source_id or "" for id_ in ids)]

    def by_words(question: str) -> Ranking:
        return articles_of([id_ for id_, _ in library.lexical.search(question, PASSAGES)])

    def by_meaning(question: str) -> Ranking:
        return articles_of(
            [id_ for id_, _ in library.dense.search(library.encoder.encode_query(simplify(question)), PASSAGES)]
        )

    return {"library": search, "dense only": by_meaning, "lexical only": by_words}


def _rank_hits(search: Callable[[str], list[Hit]]) -> Ranker:
    return lambda question: [_named(hit) for hit in search(question)]


def _named(hit: Hit) -> tuple[str, ...]:
    """Return the article of a hit, and those that the hit says are the same."""
    return (hit.source_id or "", *hit.duplicates)


def _print_row(name: str, ranker: Ranker, asked: Sequence[Asked]) -> list[Ranking]:
    """Print one row, and return its rankings."""
    rankings, seconds = [], []
    for one in asked:
        started = time.perf_counter()
        rankings.append(ranker(one.question))
        seconds.append(time.perf_counter() - started)
    scores = summarise(rankings, [one.gold for one in asked])
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    print(f"| {name} | " + " | ".join(f"{score:.3f}" for score in scores.values()) + f" | {p50:.1f} | {p95:.1f} |")
    return rankings


def _print_variants(dev: DevSet, rankers: dict[str, Ranker]) -> None:
    """Print rows for English questions, and for Traditional questions turned into Simplified ones."""
    english = [Asked(one.english, one.gold, one.kind) for one in dev.asked if one.english]
    if english:
        for name in [name for name in rankers if not name.startswith("LlamaIndex")]:
            _print_row(f"{name}, asked in English", rankers[name], english)
        _print_row("library, the same asked in Chinese", rankers["library"], [o for o in dev.asked if o.english])
    if dev.name.endswith("_trad"):
        simplify = opencc.OpenCC("t2s").convert
        changed = [Asked(simplify(one.question), one.gold, one.kind) for one in dev.asked]
        _print_row("library, asked in Simplified", rankers["library"], changed)


def _print_comparison(asked: Sequence[Asked], results: dict[str, list[Ranking]]) -> None:
    """Print the misses at 5 of the library and of the best other row, with the paired interval, and by kind."""
    found = {
        name: [first_rank(ranked, one.gold) < 5 for ranked, one in zip(rankings, asked, strict=True)]
        for name, rankings in results.items()
    }
    others = [name for name in found if name != "library" and not name.startswith("without ")]
    best = max(others, key=lambda name: sum(found[name]))
    low, high = paired_interval(found["library"], found[best])
    misses, theirs = found["library"].count(False), found[best].count(False)
    print(f"\nmisses at 5: library {misses}, {best} {theirs}; difference of R@5 {low:+.3f} … {high:+.3f} (95 %)")
    for kind in sorted({one.kind for one in asked}):
        of_kind = [hit for hit, one in zip(found["library"], asked, strict=True) if one.kind == kind]
        print(f"    {kind}: R@5 {np.mean(of_kind):.3f} of {len(of_kind)}")


def _time_queries(sets: Sequence[DevSet], encoder: CachedEncoder) -> None:
    """Print what the embedding of a question costs, which the tables leave out."""
    questions = [one.question for dev in sets for one in dev.asked][:: max(1, sum(len(d.asked) for d in sets) // TIMED)]
    seconds = []
    for question in questions:
        started = time.perf_counter()
        encoder.encoder.encode_query(question)
        seconds.append(time.perf_counter() - started)
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    print(f"\nembedding a question: p50 {p50:.1f} ms, p95 {p95:.1f} ms ({len(questions)} questions)")


if __name__ == "__main__":
    main()
