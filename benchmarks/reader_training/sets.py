"""Fit what each sign of a set of numbers counts, and say how well the sets that are told hold.

    python -m benchmarks.reader_training.sets --library DIR --questions FILE [FILE …] [--rows FILE] [--write]

A line of a question file: `doc_id` (a source id of the library), `q`, `paraphrase` and perhaps `en` (asked on `today`,
or, where they name no year, on the day of the article), `answer`, and `more` with further answers where several
numbers are asked for at once, and `near` (questions that look alike and have no answer; the first is asked). For each
wording the product's own path is walked up to the choice of the set. First what makes a number one of the asked ones is
fitted (logistic, Newton's method), then a multinomial choice between sets, "none" among them; five times on four fifths
of the articles, and measured on the fifth left out. Where no set is right, the largest one without a wrong number is;
else none.
Prints, for several costs of a wrong number, how many questions are answered exactly, in part, wrongly and not at all,
beside what is told slot by slot; `--write` keeps the fit on all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.figure_answers import sets
from assistant.figure_answers.deciding import read_slots
from assistant.figure_answers.members import Member, Standing, describe_members
from assistant.figure_answers.sets import AskedCount, Values, count_asked, describe_sets, score_members, share_sets
from assistant.figure_answers.together import count_slots, pool_numbers
from assistant.figure_answers.weighing import Signs
from benchmarks.reader_training.product import FOLDS, TODAY, Product, ask_product, open_product, read_items
from index.library import Library

Matrix = npt.NDArray[np.float64]
Weights = dict[str, dict[str, float]]
# What says of which year a wording asks.
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHRINK_MEMBER, _SHRINK_SET = 1.0, 2.0
_STEPS, _SETTLED = 100, 1e-4
_COSTS = (0.5, 1.0, 1.5, 2.0, 3.0)
_TABLE = Path(sets.__file__).parent / "data" / "sets.toml"
_HEAD = """# What each sign of a number, and of a set of numbers, counts; fitted by benchmarks/reader_training/sets.py.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One wording: how many numbers it seems to want, the numbers there are, and the values that are right."""

    fold: int
    text: str
    asked: AskedCount
    right: Values
    members: tuple[Member, ...]


def main() -> None:
    """Collect the numbers, fit, print, and write where asked."""
    args = _parse()
    if args.rows and args.rows.exists():
        rows = [read_row(json.loads(line)) for line in args.rows.read_text(encoding="utf-8").splitlines()]
    else:
        rows = list(_collect(args.library, args.questions))
        if args.rows:
            args.rows.write_text("\n".join(json.dumps(write_row(row), ensure_ascii=False) for row in rows), "utf-8")
    held = sum(row.right <= {one.value for one in row.members} for row in rows if row.right)
    print(f"{len(rows)} wordings, {sum(bool(row.right) for row in rows)} with an answer, {held} of them hold it")
    tables = [fit([row for row in rows if row.fold != fold]) for fold in range(FOLDS)]
    _report("slot by slot", [(row, frozenset(one.value for one in row.members if one.told)) for row in rows])
    for cost in _COSTS:
        told = [(row, _choose(row, tables[row.fold], cost)) for row in rows]
        _report(f"as a set, a wrong number costing {cost}", told)
    if args.write:
        _write(fit(rows))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="a library that holds the articles")
    parser.add_argument("--questions", type=Path, nargs="+", default=[])
    parser.add_argument("--rows", type=Path, help="keep the numbers here, and take them from here in a second run")
    parser.add_argument("--write", action="store_true", help=f"write {_TABLE.name}")
    return parser.parse_args()


def read_row(line: Mapping[str, Any]) -> Row:
    """Read a kept row."""
    members = tuple(
        Member(**{**one, "slots": {slot: Standing(**standing) for slot, standing in one["slots"].items()}})
        for one in line["members"]
    )
    return Row(line["fold"], line["text"], AskedCount(**line["asked"]), frozenset(line["right"]), members)


def write_row(row: Row) -> dict[str, Any]:
    """Write a row as plain data."""
    return {**asdict(row), "right": sorted(row.right)}


def _collect(folder: Path, files: Sequence[Path]) -> Iterator[Row]:
    product = open_product(folder)
    for fold, item, right in read_items(files):
        wordings = [item[name] for name in ("q", "paraphrase", "en") if item.get(name)]
        for text, values in [*((text, right) for text in wordings), *((near, []) for near in item["near"][:1])]:
            if None in values:
                # A time or a name is asked for as well, and is no number.
                continue
            asked, members = _read_members(product, text, _choose_day(text, item, product.library))
            yield Row(fold, text, asked, frozenset(value for value in values if value), members)


def _choose_day(text: str, item: Mapping[str, Any], library: Library) -> dt.date:
    """Return the day of asking: that of its article for a wording that names no year."""
    if item.get("today"):
        return dt.date.fromisoformat(item["today"])
    published = library.article(item["doc_id"]).date
    return published if published and not _YEAR.search(text) else TODAY


def _read_members(product: Product, text: str, today: dt.date) -> tuple[AskedCount, tuple[Member, ...]]:
    """Return how many numbers a question seems to want and those there are, as the product has them."""
    asked = ask_product(product, text, today)
    choices, rankings = read_slots(asked.choices, asked.reader)
    pool = pool_numbers(choices, rankings, asked.reader)
    count = count_asked(asked.reader.asked, count_slots(choices, rankings))
    return count, tuple(one.member for one in pool)


# ── fitting ───────────────────────────────────────────────────────────────────────────────────────────────────


def fit(rows: Sequence[Row]) -> Weights:
    """Return the weights of the signs of numbers, then of those of sets."""
    member = _fit_members(rows)
    return {"member": member, "set": _fit_sets(rows, member)}


def _fit_members(rows: Sequence[Row]) -> dict[str, float]:
    signs = [one for row in rows for one in describe_members(row.members, row.asked.slots)]
    right = np.array([one.value in row.right for row in rows for one in row.members], dtype=float)
    names = sorted({name for one in signs for name in one})
    matrix = _matrix(signs, names)
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (likely - right) + _SHRINK_MEMBER * weights
        bend = (matrix * (likely * (1 - likely))[:, None]).T @ matrix + _SHRINK_MEMBER * np.eye(len(names))
        step = np.linalg.solve(bend, slope)
        weights -= step
        if abs(step).max() < _SETTLED:
            break
    return _name_weights(names, weights)


def _fit_sets(rows: Sequence[Row], member: Mapping[str, float]) -> dict[str, float]:
    described = [describe_sets(row.members, score_members(row.members, row.asked, member), row.asked) for row in rows]
    names = sorted({name for sets_of in described for _, signs in sets_of for name in signs})
    data = [
        (_matrix([signs for _, signs in sets_of], names), _find_right([values for values, _ in sets_of], row.right))
        for row, sets_of in zip(rows, described, strict=True)
    ]
    weights = np.zeros(len(names))
    lost = _lose(data, weights)
    for _ in range(_STEPS):
        slope, bend = _SHRINK_SET * weights, _SHRINK_SET * np.eye(len(names))
        for matrix, right in data:
            utilities = matrix @ weights
            likely = np.exp(utilities - utilities.max())
            likely /= likely.sum()
            meant = np.where(right, likely, 0.0)
            slope = slope + matrix.T @ (likely - meant / max(meant.sum(), 1e-9))
            mean = matrix.T @ likely
            bend = bend + (matrix * likely[:, None]).T @ matrix - np.outer(mean, mean)
        step = np.linalg.solve(bend, slope)
        # Where several sets are right the loss is not convex: a step that makes it worse is too long.
        while (now := _lose(data, weights - step)) > lost and abs(step).max() >= _SETTLED:
            step /= 2
        weights -= step
        lost = now
        if abs(step).max() < _SETTLED:
            break
    return _name_weights(names, weights)


def _lose(data: Sequence[tuple[Matrix, npt.NDArray[np.bool_]]], weights: Matrix) -> float:
    """Return the loss of weights: how unlikely the right sets are, and how large the weights."""
    loss = _SHRINK_SET / 2 * float(weights @ weights)
    for matrix, right in data:
        utilities = matrix @ weights
        top = utilities.max()
        among = math.log(float(np.exp(utilities - top).sum()))
        meant = utilities[right]
        loss += among + top - float(meant.max() + math.log(float(np.exp(meant - meant.max()).sum())))
    return loss


def _find_right(sets_of: Sequence[Values], right: Values) -> npt.NDArray[np.bool_]:
    """Return which sets are right; where none is, the largest without a wrong number, else none of the numbers."""
    held = [values == right for values in sets_of]
    if not any(held):
        parts = [len(values) if values < right else 0 for values in sets_of]
        held = [bool(size) and size == max(parts) for size in parts] if any(parts) else [not v for v in sets_of]
    return np.array(held)


def _matrix(signs: Sequence[Signs], names: Sequence[str]) -> Matrix:
    return np.array([[one.get(name, 0.0) for name in names] for one in signs], dtype=float)


def _name_weights(names: Sequence[str], weights: Matrix) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


# ── the report ────────────────────────────────────────────────────────────────────────────────────────────────


def _choose(row: Row, table: Weights, cost: float) -> Values:
    shares = share_sets(row.members, score_members(row.members, row.asked, table["member"]), row.asked, table["set"])
    return sets.find_least_risk(shares, cost)


def _report(name: str, told: Sequence[tuple[Row, Values]]) -> None:
    print(f"\n{name}")
    for kind, rows in (
        ("several numbers", [(row, values) for row, values in told if len(row.right) > 1]),
        ("one number", [(row, values) for row, values in told if len(row.right) == 1]),
        ("near misses", [(row, values) for row, values in told if not row.right]),
    ):
        counts = Counter(_judge(row, values) for row, values in rows)
        shares = "  ".join(f"{word} {counts[word] / max(len(rows), 1):.3f}" for word in _VERDICTS)
        print(f"  {kind:16} n={len(rows):4}  {shares}")


_VERDICTS = ("exact", "part", "silent", "wrong")


def _judge(row: Row, values: Values) -> str:
    if not values:
        return "silent" if row.right else "exact"
    if values - row.right:
        return "wrong"
    return "exact" if values == row.right else "part"


def _write(table: Weights) -> None:
    parts = [f"[{name}]\n" + "".join(f"{sign} = {weight}\n" for sign, weight in table[name].items()) for name in table]
    _TABLE.write_text(_HEAD + "\n" + "\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
