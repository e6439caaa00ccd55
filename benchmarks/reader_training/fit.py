"""Fit what each sign of a candidate number counts, and say how well the odds that follow from it hold.

    python -m benchmarks.reader_training.fit --library DIR --questions FILE [FILE …] [--rows FILE] [--write]

A line of a question file: `doc_id` (a source id of the library), `q` and `paraphrase` (asked on `today`), `answer` (the
number and unit as the article writes them), `near` (questions that look alike and have no answer). For each wording the
candidates of the product's own path are taken with their signs; a multinomial choice between their values and "none of
them" is fitted with a little shrinkage, five times on four fifths of the articles, and measured on the fifth left out.
Prints for several thresholds how many questions are answered right and wrong; `--write` keeps the fit on all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from assistant.figure_answers.together import name_value
from assistant.figure_answers.view import View
from assistant.figure_answers.weighing import Signs, read_table
from benchmarks.reader_training.product import FOLDS, TODAY, Product, ask_product, open_product, read_items

# Candidates of a question, at most: the utilities of the rest are far below.
_MOST = 60
_SHRINK = 5.0
_STEPS = 200
# Signs that can only speak against a number; all others can only speak for it.
_AGAINST = frozenset({
    "excess", "headline", "off_place", "off_sort", "off_status", "off_time", "same_number", "unasked", "undone",
    "unheard", "unplaced", "unread", "so_far", "within", "open", "other",
})  # fmt: skip
_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_TABLE = Path(__file__).parents[2] / "assistant/figure_answers/data/reading.toml"


@dataclass(frozen=True, slots=True)
class Row:
    """One wording: its candidates' values and signs, and the value that is right, None where none is."""

    fold: int
    text: str
    right: str | None
    values: tuple[str, ...]
    signs: tuple[Signs, ...]


def main() -> None:
    """Collect the signs, fit both tables, print, and write where asked."""
    args = _parse()
    if args.rows and args.rows.exists():
        rows = [Row(**json.loads(line)) for line in args.rows.read_text(encoding="utf-8").splitlines()]
    else:
        rows = list(_collect(args.library, args.questions))
        if args.rows:
            lines = (
                json.dumps({name: getattr(row, name) for name in Row.__slots__}, ensure_ascii=False) for row in rows
            )
            args.rows.write_text("\n".join(lines), encoding="utf-8")
    held = sum(row.right in row.values for row in rows if row.right)
    print(f"{len(rows)} wordings, {sum(bool(row.right) for row in rows)} with an answer, {held} of them hold it")
    for name in ("rules", "read"):
        cut = [_without_reader(row) for row in rows] if name == "rules" else rows
        _report(f"{name}: as it stands", cut, [dict(read_table()[name])] * FOLDS)
        _report(
            f"{name}: fitted, on the fifth left out",
            cut,
            [_fit([r for r in cut if r.fold != f]) for f in range(FOLDS)],
        )
    if args.write:
        _write(_fit(rows))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="a library that holds the articles")
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--rows", type=Path, help="keep the signs here, and take them from here in a second run")
    parser.add_argument("--write", action="store_true", help=f"write {_TABLE.name}")
    return parser.parse_args()


def _collect(folder: Path, files: Sequence[Path]) -> Iterator[Row]:
    product = open_product(folder)
    for fold, item, golds in read_items(files):
        today = dt.date.fromisoformat(item["today"]) if item.get("today") else TODAY
        asked = [(item["q"], golds), (item["paraphrase"], golds), *((near, [None]) for near in item["near"])]
        for text, values in asked:
            for right, signs in _read_signs(product, text, today, values):
                yield Row(fold, text, right, tuple(name for name, _ in signs), tuple(one for _, one in signs))


def _read_signs(
    product: Product, text: str, today: dt.date, golds: Sequence[str | None]
) -> Iterator[tuple[str | None, list[tuple[str, Signs]]]]:
    """Yield for each number that is wanted the right value and the candidates' values and signs.

    Where the question is read as wanting more numbers, or fewer, than it does, nothing says which is which.
    """
    asked = ask_product(product, text, today)
    choices = asked.choices[:1] if golds == [None] else asked.choices
    if len(choices) != len(golds):
        return
    asked.reader.share_windows(len(choices))
    before: list[View] = []
    for choice, gold in zip(choices, golds, strict=True):
        ranked = asked.reader.rank(choice.slot, choice.views, before)
        named = [(name_value(one.view), one) for one in ranked]
        if named:
            yield gold, [(name, one.signs) for name, one in named[:_MOST]]
        before += [one.view for name, one in named if name == gold][:1]


def _without_reader(row: Row) -> Row:
    signs = tuple(
        {name: value for name, value in one.items() if name not in ("read", "unread", "whole")} for one in row.signs
    )
    return Row(row.fold, row.text, row.right, row.values, signs)


def _matrix(rows: Sequence[Row], names: Sequence[str]) -> list[tuple[torch.Tensor, list[str], str | None]]:
    return [
        (
            torch.tensor([[one.get(name, 0.0) for name in names] for one in row.signs], dtype=torch.float64),
            list(row.values),
            row.right,
        )
        for row in rows
    ]


def _fit(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights under which the right values are likeliest, drawn to the ones there are; "none" among them."""
    names = sorted({name for row in rows for one in row.signs for name in one})
    data = _matrix(rows, names)
    known = read_table()["read"]
    prior = torch.tensor([known.get(name, 0.0) for name in names], dtype=torch.float64)
    weights = prior.clone().requires_grad_()
    none = torch.tensor([known["none"]], dtype=torch.float64, requires_grad=True)
    against = torch.tensor([name in _AGAINST for name in names])
    optimiser = torch.optim.Adam([weights, none], lr=0.1)
    for _ in range(_STEPS):
        loss = _SHRINK * ((weights - prior) ** 2).sum() / len(data)
        for signs, values, right in data:
            kept, order = _best_of_each(signs @ weights, values)
            every = torch.cat([kept, none])
            target = order.index(right) if right in order else len(order)
            loss = loss - torch.log_softmax(every, 0)[target] / len(data)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            weights.copy_(torch.where(against, weights.clamp(max=0.0), weights.clamp(min=0.0)))
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights.detach(), strict=True)}
    return {"none": round(float(none.detach()), 3), **found}


def _best_of_each(utilities: torch.Tensor, values: Sequence[str]) -> tuple[torch.Tensor, list[str]]:
    """Return the highest utility of each value, and the values."""
    best: dict[str, int] = {}
    plain = utilities.detach().tolist()
    for at, value in enumerate(values):
        if value not in best or plain[at] > plain[best[value]]:
            best[value] = at
    return utilities[list(best.values())], list(best)


def _report(name: str, rows: Sequence[Row], tables: Sequence[dict[str, float]]) -> None:
    """Print what is answered right and wrong at each threshold; each row under the table of its fold."""
    outcomes = []
    for row in rows:
        table = tables[row.fold]
        utilities = np.array([sum(table.get(k, 0.0) * v for k, v in one.items()) for one in row.signs])
        best: dict[str, float] = {}
        for value, utility in zip(row.values, utilities, strict=True):
            best[value] = max(best.get(value, -np.inf), utility)
        top = max(best, key=lambda value: best[value])
        shift = max(table["none"], best[top])
        total = sum(np.exp(u - shift) for u in best.values()) + np.exp(table["none"] - shift)
        outcomes.append((float(np.exp(best[top] - shift) / total), top == row.right, row.right is not None))
    print(f"\n{name}")
    answerable = [o for o in outcomes if o[2]]
    print(f"  first candidate right: {sum(o[1] for o in answerable) / len(answerable):.3f} of {len(answerable)}")
    for threshold in _THRESHOLDS:
        right = sum(o[0] >= threshold and o[1] for o in answerable) / len(answerable)
        wrong = sum(o[0] >= threshold and not o[1] for o in answerable) / len(answerable)
        none = [o for o in outcomes if not o[2]]
        told = sum(o[0] >= threshold for o in none) / max(len(none), 1)
        print(
            f"  told from odds of {threshold}: right {right:.3f}, wrong {wrong:.3f}; "
            f"near misses told {told:.3f} of {len(none)}"
        )


def _write(table: dict[str, float]) -> None:
    """Write the fitted weights in place of those of the same names; what the questions do not show keeps its own."""
    head, old = _TABLE.read_text(encoding="utf-8").split("[read]")
    kept = {**tomllib.loads("[read]" + old)["read"], **table}
    lines = [f"{name} = {weight}" for name, weight in kept.items()]
    _TABLE.write_text(head + "[read]\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
