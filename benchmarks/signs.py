"""What each sign should weigh: of a sentence that may answer, and of evidence that may be enough.

    python -m benchmarks.signs --keep FILE [--library DIR] [--sample N] [SET…]

Asks questions of the public sets and of the policy questions for the signs that `assistant.evidence` and
`assistant.answerable` see, and fits both on one half of them: the chance that the best sentence is one that holds a
gold answer or quote (a softmax over the sentences of a question), and the chance that a question can be answered (a
logistic one). Every set counts the same. The other half, which chose nothing, says what the old and the new weights
are worth. Questions that the trained reader learned from are left out. Nothing is written: the weights are copied by
hand, rounded.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.answerable import weigh_signs
from assistant.chat import Assistant
from assistant.config import load_settings
from assistant.evidence import WEIGHTS, choose_evidence, rank_sentences
from assistant.scoring import normalise
from benchmarks.answers import Json, Task, ask_of, choose_half, give_articles, load_shared, open_library, read_task
from benchmarks.reader_training.examples import is_trained_on

SETS = (
    "finqa_single_doc", "cjrc_single_doc", "policy_covid", "crud_news", "policy_questions", "cmrc2018", "drcd_trad",
)  # fmt: skip
# Sets of single paragraphs: which sentence of its own paragraph answers.
PARAGRAPHS = ("cmrc2018", "drcd_trad")
HALVES = ("fit", "check")
# What tells whether it is enough, where a document is given and where the library is asked.
_GIVEN_SIGNS = ("near", "own", "absent", "number_missing", "reader")
_LIBRARY_SIGNS = ("near", "meaning", "absent", "lead", "number_missing", "reader")
# Sentences of a question that compete; the rest are far from it under any weights.
_KEPT = 60
# A quote counts as held by a sentence that shares this much of its letter pairs with it.
_HELD = 0.6
# Steps of the ascent, their size, and what pulls weights to nought.
_STEPS, _RATE, _PULL, _PULL_ENOUGH = 800, 0.1, 1e-3, 2e-2

Floats = npt.NDArray[np.float64]


def main() -> int:
    """Gather the signs, fit both judgements, and print them with what they are worth."""
    args = _parse()
    if not args.keep.exists():
        with args.keep.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in _gather(args))
    rows = _read(args.keep)
    _fit_sentences(rows)
    _fit_enough([row for row in rows if row["enough"]])
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.signs")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--sample", type=int, default=60, help="questions a set and half")
    parser.add_argument("--docs", type=int, default=300, help="articles a library holds at most")
    parser.add_argument("--cache", type=Path, default=Path(".cache/answers"), help="libraries are kept here")
    parser.add_argument("--library", type=Path, help="a library that holds the articles of every set, to be read only")
    parser.add_argument("--policy", type=Path, help="questions for the set policy_questions, in place of its own")
    parser.add_argument("--keep", type=Path, required=True, help="the signs are kept here, and read from here again")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"default: {' '.join(SETS)}")
    return parser.parse_args()


def _read(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _gather(args: argparse.Namespace) -> Iterator[Json]:
    """Yield a row a question: the signs of its sentences, which of them hold gold, and the signs of the evidence."""
    settings = load_settings()
    encoder, knowledge = load_shared(settings)
    for name in args.sets or SETS:
        task = read_task(args.data, name, args.docs, args.policy)
        if name in PARAGRAPHS:
            task = Task(name, give_articles(task.questions, task.articles), [])
        library = open_library(task, args.cache, settings, encoder, knowledge, args.library)
        assistant = Assistant(library, settings)
        for half in HALVES:
            fresh = [q for q in task.questions if _is_fresh(name, q) and half_of(q) == half]
            questions = choose_half(fresh, "both", args.sample)
            for question in questions:
                yield {"set": name, "half": half, "qid": question["qid"], **_read_signs(assistant, question)}
            print(f"{name} {half}: {len(questions)} questions", file=sys.stderr, flush=True)
        library.close()


def half_of(question: Json) -> str:
    """Return the half of a question, by another digit of its hash than the one that chose what the reader learned."""
    return HALVES[int(hashlib.sha256(question["qid"].encode()).hexdigest()[-1], 16) % 2]


def _is_fresh(name: str, question: Json) -> bool:
    """Say whether the trained reader has not learned from a question."""
    return name == "policy_questions" or not is_trained_on((question.get("gold_doc_ids") or [question["qid"]])[0])


def _read_signs(assistant: Assistant, question: Json) -> Json:
    asked_of, limits = ask_of(assistant, question)
    today = question.get("today")
    asked = asked_of.read(question["question"], filters=limits, today=today and dt.date.fromisoformat(today))
    library = asked_of.library
    hits = asked_of.search(asked)
    ranked = rank_sentences(asked, hits, asked_of.article, library.encoder, reader=asked_of.reader)[:_KEPT]
    evidence = choose_evidence(
        asked, hits, asked_of.article, library.knowledge, encoder=library.encoder, reader=asked_of.reader
    )
    enough = weigh_signs(asked, evidence, hits, asked_of.article, library.knowledge)[0] if evidence else None
    gold = set(question.get("gold_doc_ids", ()))
    return {
        "answerable": bool(question.get("answerable", True)),
        "given": bool(limits.doc_ids),
        "sentences": [c.signs for c in ranked],
        "gold": [
            c.article.source_id in {*gold, *question.get("alt_doc_ids", ())}
            and _holds_gold(question, normalise(c.span.of(c.article.text)))
            for c in ranked
        ],
        "enough": asdict(enough) if enough else None,
    }


def _holds_gold(question: Json, words: str) -> bool:
    quotes = [normalise(quote["quote"]) for quote in question.get("quotes") or []]
    if quotes:
        return any(_shares(quote, words) for quote in quotes)
    return any(normalise(answer) in words for answer in question.get("answers") or [] if isinstance(answer, str))


def _shares(quote: str, words: str) -> bool:
    pairs = {quote[at : at + 2] for at in range(len(quote) - 1)}
    return quote in words or (bool(pairs) and sum(pair in words for pair in pairs) >= _HELD * len(pairs))


# ── which sentence answers ────────────────────────────────────────────────────────────────────────────────────────


def _fit_sentences(rows: Sequence[Json]) -> None:
    names = sorted({name for row in rows for signs in row["sentences"] for name in signs})
    useful = [row for row in rows if any(row["gold"]) and not all(row["gold"])]
    old = np.array([WEIGHTS.get(name, 0.0) for name in names])
    new = _climb([row for row in useful if row["half"] == "fit"], names, old)
    print("\nsentences\n" + "".join(f"{name:>10}" for name in names))
    for label, weights in (("old", old), ("new", new)):
        print("".join(f"{weight:>10.2f}" for weight in weights), label)
    print(f"{'set':<20}{'half':<8}{'n':>5}{'old @1':>9}{'new @1':>9}{'old @3':>9}{'new @3':>9}")
    for (name, half), group in _by_set(useful).items():
        shares = [_share_first(group, names, weights, first) for first in (1, 3) for weights in (old, new)]
        print(f"{name:<20}{half:<8}{len(group):>5}" + "".join(f"{share:>9.3f}" for share in shares))


def _climb(rows: Sequence[Json], names: Sequence[str], start: Floats) -> Floats:
    """Return the weights under which gold sentences are likeliest, every set counting the same."""
    tables = [(_table(row, names), np.array(row["gold"]), weight) for row, weight in _weighted(rows)]
    weights, speed = start * 3, np.zeros_like(start)
    for _ in range(_STEPS):
        slope = -_PULL * weights
        for table, gold, share in tables:
            chance = _softmax(table @ weights)
            among = np.where(gold, chance, 0.0)
            slope += share * table.T @ (among / max(among.sum(), 1e-12) - chance)
        speed = 0.9 * speed + slope
        weights = weights + _RATE * speed
    return np.asarray(weights / np.abs(weights).max() * np.abs(start).max(), dtype=np.float64)


def _table(row: Json, names: Sequence[str]) -> Floats:
    return np.array([[signs.get(name, 0.0) for name in names] for signs in row["sentences"]], dtype=np.float64)


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def _share_first(rows: Sequence[Json], names: Sequence[str], weights: Floats, first: int) -> float:
    """Return the share of questions with a gold sentence among the first ones."""
    hits = [np.array(row["gold"])[np.argsort(-(_table(row, names) @ weights))[:first]].any() for row in rows]
    return float(np.mean(hits))


# ── whether it is enough ──────────────────────────────────────────────────────────────────────────────────────────


def _fit_enough(rows: Sequence[Json]) -> None:
    for given in (False, True):
        group = [row for row in rows if row["given"] == given]
        sets = {row["set"] for row in group}
        mixed = {name for name in sets if len({row["answerable"] for row in group if row["set"] == name}) > 1}
        group = [row for row in group if row["set"] in mixed]
        if group:
            _fit_enough_of(group, "a document is given" if given else "the library is asked")


def _fit_enough_of(rows: Sequence[Json], title: str) -> None:
    names = [name for name in rows[0]["enough"] if name in (_GIVEN_SIGNS if rows[0]["given"] else _LIBRARY_SIGNS)]
    seen = [row for row in rows if row["half"] == "fit"]
    weights = _climb_logistic(seen, names)
    print(f"\nenough, where {title}\n" + "".join(f"{name:>16}" for name in (*names, "constant")))
    print("".join(f"{weight:>16.2f}" for weight in weights))
    print(f"{'set':<20}{'half':<8}{'n':>5}{'refusal recall':>16}{'wrongly refused':>16}")
    for (name, half), group in _by_set(rows).items():
        enough = _signs_table(group, names) @ weights >= 0
        open_ = np.array([row["answerable"] for row in group])
        recall = np.mean(~enough[~open_]) if (~open_).any() else float("nan")
        print(f"{name:<20}{half:<8}{len(group):>5}{recall:>16.3f}{np.mean(~enough[open_]):>16.3f}")


def _climb_logistic(rows: Sequence[Json], names: Sequence[str]) -> Floats:
    table = _signs_table(rows, names)
    middle, spread = table[:, :-1].mean(0), table[:, :-1].std(0) + 1e-9
    scaled = np.column_stack([(table[:, :-1] - middle) / spread, table[:, -1]])
    answers = np.array([row["answerable"] for row in rows], dtype=np.float64)
    share = np.array([weight for _, weight in _weighted(rows)])
    # Both answers count the same.
    share = share * np.where(answers > 0, share @ (1 - answers), share @ answers)
    share /= share.sum()
    weights = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        weights += 0.5 * (scaled.T @ (share * (answers - chance)) - _PULL_ENOUGH * weights)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ middle)


def _signs_table(rows: Sequence[Json], names: Sequence[str]) -> Floats:
    return np.array([[*(row["enough"][name] for name in names), 1.0] for row in rows], dtype=np.float64)


def _weighted(rows: Sequence[Json]) -> list[tuple[Json, float]]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row["set"]] += 1
    return [(row, 1 / counts[row["set"]] / len(counts)) for row in rows]


def _by_set(rows: Sequence[Json]) -> dict[tuple[Any, Any], list[Json]]:
    groups: dict[tuple[Any, Any], list[Json]] = defaultdict(list)
    for row in rows:
        groups[row["set"], row["half"]].append(row)
    return groups


if __name__ == "__main__":
    sys.exit(main())
