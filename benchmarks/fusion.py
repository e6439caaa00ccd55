"""What each part of a search should weigh: learned from half of the questions, checked on the other half.

    python benchmarks/fusion.py [--data DIR] [--cache DIR] [--seed 11] [--write]

All sets are poured into one library, which is nearest to what a user has. A seeded half of each set's questions (for
xquad_zh those in English count as a set of their own) chooses among a small grid of weights the one with the best mean
over the sets of MRR@10, so that no large set outvotes the others. The other half, which chose nothing, says what that
is worth beside equal weights, either way alone, and rank fusion. `--write` keeps the choice in index/data/fusion.toml.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from retrieval_parts.dev_data import DevSet, pool_sets, read_sets
from retrieval_parts.libraries import build_library
from retrieval_parts.metrics import DEPTH
from retrieval_parts.vector_cache import CachedEncoder

from assistant.config import load_settings
from index.embed import load_encoder
from index.library import Library
from index.search import Fusion, score_candidates

HERE = Path(__file__).resolve().parent.parent
# The grid: what the nearest passage's cosine weighs against 2.0 for words, and how much of the 2.0 the article has.
DENSE = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 24.0)
ARTICLE_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
# Both indexes are asked, whatever they weigh later.
ASK_BOTH = Fusion(1.0, 1.0, 1.0)
# Rank fusion's constant, as everybody sets it.
RANKS = 60

Parts = npt.NDArray[np.float64]
Judge = Callable[[Parts], npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Question:
    """The three parts of the score of each article near the question (3, n), and which articles answer it."""

    kind: str
    parts: Parts
    gold: npt.NDArray[np.bool_]


def main() -> None:
    """Choose on one half, print both halves, and write the choice if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=HERE.parent / "shared" / "data" / "dev")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "yinzheng-retrieval")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    encoder = CachedEncoder(load_encoder(load_settings()), chosen.cache / "vectors.sqlite")
    sets = read_sets(chosen.data)
    with tempfile.TemporaryDirectory() as folder:
        questions = _read_questions(sets, build_library(pool_sets(sets), encoder, Path(folder)))
    learning, checking = split_halves(questions, chosen.seed)
    grid = [Fusion(d, 2 * (1 - share), 2 * share) for d, share in itertools.product(DENSE, ARTICLE_SHARES)]
    best = max(grid, key=lambda fusion: mean_reciprocal_rank(learning, _weigh(fusion)))
    _print_halves(learning, checking, best)
    if chosen.write:
        _write(best, chosen.seed, len(learning), len(checking), mean_reciprocal_rank(checking, _weigh(best)))


def _read_questions(sets: Sequence[DevSet], library: Library) -> list[Question]:
    """Search once for every question, in Chinese and, where there is one, in English."""
    live = [int(id_) for id_ in library.catalog.live_passage_ids()]
    owner = {id_: row.source_id for id_, row in library.catalog.passage_rows(live).items()}
    index = library.catalog, library.lexical, library.dense, library.encoder
    questions = []
    counted = {one: dev.name for dev in sets for one in dev.asked}
    for one in pool_sets(list(sets)).asked:
        for kind, words in ((counted[one], one.question), (f"{counted[one]} in English", one.english)):
            scored = score_candidates(words, *index, DEPTH, None, ASK_BOTH) if words else None
            if scored is not None:
                gold = np.array([owner[int(scored.ids[start])] in one.gold for start in scored.starts])
                questions.append(Question(kind, scored.parts(), gold))
    return questions


def split_halves(questions: Sequence[Question], seed: int) -> tuple[list[Question], list[Question]]:
    """Return two halves of the questions of each kind, drawn by `seed`."""
    halves: tuple[list[Question], list[Question]] = [], []
    kinds = defaultdict(list)
    for question in questions:
        kinds[question.kind].append(question)
    for kind in sorted(kinds):
        drawn = random.Random(seed).sample(kinds[kind], len(kinds[kind]))
        halves[0].extend(drawn[: len(drawn) // 2])
        halves[1].extend(drawn[len(drawn) // 2 :])
    return halves


def mean_reciprocal_rank(questions: Sequence[Question], judge: Judge) -> float:
    """Return the mean over the kinds of questions of their MRR@10."""
    return float(np.mean([np.mean([1 / (r + 1) if r < DEPTH else 0 for r in of]) for of in _ranks(questions, judge)]))


def _ranks(questions: Sequence[Question], judge: Judge) -> list[list[int]]:
    """Return, for each kind of question, the place of the first article that answers each."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for question in questions:
        totals = judge(question.parts)
        best = totals[question.gold].max() if question.gold.any() else -np.inf
        kinds[question.kind].append(int((totals[~question.gold] >= best).sum()))
    return list(kinds.values())


def _weigh(fusion: Fusion) -> Judge:
    weights = np.array([fusion.dense, fusion.lexical, fusion.article])
    return lambda parts: np.asarray(weights @ parts)


def _fuse_ranks(parts: Parts) -> npt.NDArray[np.float64]:
    """Return what plain rank fusion makes of the nearest passage and the best one in words."""
    return sum((1 / (RANKS + 1 + np.argsort(np.argsort(-part, kind="stable"))) for part in parts[:2]), np.zeros(1))


def _print_halves(learning: Sequence[Question], checking: Sequence[Question], best: Fusion) -> None:
    rows: dict[str, Judge] = {
        f"learned: {best.dense:g}, {best.lexical:g}, {best.article:g}": _weigh(best),
        "equal weights": _weigh(Fusion(1.0, 1.0, 1.0)),
        "meaning alone": _weigh(Fusion(1.0, 0.0, 0.0)),
        "words alone": _weigh(Fusion(0.0, 1.0, 1.0)),
        "rank fusion": _fuse_ranks,
    }
    print(f"| dense, lexical, article | MRR, {len(learning)} learned from | MRR, {len(checking)} others | R@1 | R@5 |")
    print("|---|---|---|---|---|")
    for name, judge in rows.items():
        ranks = [rank for of in _ranks(checking, judge) for rank in of]
        both = [mean_reciprocal_rank(half, judge) for half in (learning, checking)]
        found = [float(np.mean([rank < k for rank in ranks])) for k in (1, 5)]
        print(f"| {name} | " + " | ".join(f"{number:.4f}" for number in (*both, *found)) + " |")


def _write(best: Fusion, seed: int, learned: int, checked: int, score: float) -> None:
    """Keep the weights, with where they are from."""
    (HERE / "index" / "data" / "fusion.toml").write_text(
        f"""# Written by benchmarks/fusion.py --seed {seed}: chosen by {learned} development questions of all sets in
# one library, checked on the {checked} others, whose mean MRR@10 over the sets is {score:.4f}.
[weights]
dense = {best.dense}
lexical = {best.lexical}
article = {best.article}
""",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
