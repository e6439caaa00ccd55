"""Train the reader on examples and write the weights that are shipped.

    python -m benchmarks.reader_training.train EXAMPLES.jsonl … [--start FILE] [--checked EXAMPLES.jsonl] [--out FILE]

The default embedding is the start, or with `--start` weights that were trained before; its table of words and its
lower layers stay as they are, so that only the upper ones have to be shipped. The loss is that of extractive reading
with "nothing" at the first token (Devlin et al. 2019, BERT, section 4.3), summed over all places where the answer
stands (Clark and Gardner 2018); where every one of several is asked for, each has to win against all that is none.
Where answers are numbers, as the product reads them, each also has to win against the window's other numbers as a whole
(its beginning and its end together), which is what the product compares. An example with a `label` is a claim before
its source: three outputs of the first token say supported, contradicted or not found. Two epochs over ten thousand
examples take about twenty minutes on two free cores.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from assistant.reader.verdict import LABELS
from assistant.reader.weights import HEAD_BIAS, HEAD_WEIGHT, WEIGHTS, read_weights, save_weights
from index.config import DEFAULT_EMBEDDING, IndexSettings
from index.quantities import parse_quantities
from index.weights import pull

_QUESTION, _WINDOW = 96, 300
_FROZEN = 4
_BATCH, _RATE, _WARM, _LEAST_RATE = 16, 2.5e-4, 0.08, 0.02
_LONGEST_ANSWER = 40
_NEVER = -1e4
_SEED = 1


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example in tokens: ids, where answers begin and end (the first token: nowhere), where the window begins.

    `every`: all of the answers are asked for. `label` is the place of a claim's label, None of a question. `numbers`
    are the first and last tokens of the window's numbers, `wanted` says which of them are answers; empty where an
    answer is no number.
    """

    ids: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    first: int
    every: bool = False
    label: int | None = None
    numbers: tuple[tuple[int, int], ...] = ()
    wanted: tuple[bool, ...] = ()


class Reader(torch.nn.Module):
    """The encoder with two numbers a token for answers, and three of the first token for claims."""

    def __init__(self, folder: Path, start: Path | None = None) -> None:
        super().__init__()
        # No dropout: on a processor it takes half of the time.
        self.bert = BertModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation="eager", hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        self.head = torch.nn.Linear(self.bert.config.hidden_size, 2 + len(LABELS))
        if start is not None:
            self._load(read_weights(start))
        for frozen in (self.bert.embeddings, *self.bert.encoder.layer[:_FROZEN]):
            frozen.requires_grad_(False)

    def _load(self, tensors: dict[str, Any]) -> None:
        weight, bias = tensors.pop(HEAD_WEIGHT), tensors.pop(HEAD_BIAS)
        with torch.no_grad():
            self.head.weight[: len(weight)] = torch.from_numpy(weight)
            self.head.bias[: len(bias)] = torch.from_numpy(bias)
        missing = self.bert.load_state_dict({name: torch.from_numpy(t) for name, t in tensors.items()}, strict=False)
        assert not missing.unexpected_keys, missing.unexpected_keys

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return logits (batch, tokens, 2 + 3)."""
        with torch.autocast("cpu", torch.bfloat16):
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.head(states.float())


def main() -> None:
    """Train, check, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path, nargs="+")
    parser.add_argument("--checked", type=Path, help="examples that are only measured on")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    torch.manual_seed(_SEED)
    random.seed(_SEED)
    folder = pull(DEFAULT_EMBEDDING, IndexSettings().weights)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    reader = Reader(folder, args.start)
    train(reader, [encode(row, tokenizer) for file in args.examples for row in _read(file)], args.epochs, args.rate)
    if args.checked:
        print(measure(reader, [encode(row, tokenizer) for row in _read(args.checked)]))
    save_weights(_trained_tensors(reader), args.out)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def encode(row: dict[str, Any], tokenizer: Tokenizer) -> Encoded:
    """Return an example in tokens: question, window with its head, marks between them, as the product reads them."""
    question = tokenizer.encode(row["q"], add_special_tokens=False).ids[:_QUESTION]
    window = tokenizer.encode(f"{row['lead']} {row['text']}", add_special_tokens=False)
    offsets = window.offsets[:_WINDOW]
    first, shift = len(question) + 3, len(row["lead"]) + 1

    def find_tokens(start: int, end: int) -> tuple[int, int] | None:
        inside = [
            at for at, (left, right) in enumerate(offsets) if left < end + shift and right > max(left, start + shift)
        ]
        return (first + inside[0], first + inside[-1]) if inside else None

    spans = [(start, end) for start, end in row.get("spans", ())]
    places = [place for span in spans if (place := find_tokens(*span))]
    ids = (0, *question, 2, 2, *window.ids[:_WINDOW], 2)
    if row.get("label"):
        return Encoded(ids, (0,), (0,), first, label=LABELS.index(row["label"]))
    numbers, wanted = _find_numbers(row["text"], spans, find_tokens)
    begins, ends = tuple(begin for begin, _ in places) or (0,), tuple(end for _, end in places) or (0,)
    return Encoded(ids, begins, ends, first, bool(row.get("every")), None, numbers, wanted)


def _find_numbers(
    text: str, spans: Sequence[tuple[int, int]], find_tokens: Callable[[int, int], tuple[int, int] | None]
) -> tuple[tuple[tuple[int, int], ...], tuple[bool, ...]]:
    """Return the tokens of a window's numbers and which of them are answers; nothing where an answer is no number."""
    numbers: dict[tuple[int, int], bool] = {}
    met = set()
    for quantity in parse_quantities(text):
        place = find_tokens(quantity.span.start, quantity.span.end)
        if place is None:
            continue
        answers = [span for span in spans if span[0] < quantity.span.end and quantity.span.start < span[1]]
        met.update(answers)
        numbers[place] = numbers.get(place, False) or bool(answers)
    if len(met) < len(spans):
        return (), ()
    return tuple(numbers), tuple(numbers.values())


def train(reader: Reader, examples: Sequence[Encoded], epochs: int, rate: float = _RATE) -> None:
    """Train in place, printing the running loss."""
    weights = [weight for weight in reader.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    total, done, running, begun = epochs * math.ceil(len(examples) / _BATCH), 0, 0.0, time.time()
    for _ in range(epochs):
        for batch in _draw_batches(examples):
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1, (done + 1) / (_WARM * total)) * max(_LEAST_RATE, 1 - done / total)
            loss = _lose(reader, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            running = 0.98 * running + 0.02 * loss.item() if done else loss.item()
            done += 1
            if done % 25 == 0:
                print(f"{done}/{total} loss {running:.3f} {time.time() - begun:.0f} s", flush=True)


def _draw_batches(examples: Sequence[Encoded]) -> Iterator[list[Encoded]]:
    """Yield batches of about equal lengths, in random order."""
    order = random.sample(range(len(examples)), len(examples))
    stretch = _BATCH * 20
    for at in range(0, len(order), stretch):
        near = sorted(order[at : at + stretch], key=lambda i: len(examples[i].ids))
        batches = [near[i : i + _BATCH] for i in range(0, len(near), _BATCH)]
        random.shuffle(batches)
        yield from ([examples[i] for i in batch] for batch in batches)


def _pad(batch: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, mask, and which tokens may be an answer (the first, for none, among them), each (batch, tokens)."""
    longest = max(len(one.ids) for one in batch)
    ids = torch.full((len(batch), longest), 1)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    allowed = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
        allowed[row, 0] = True
        allowed[row, one.first : len(one.ids) - 1] = True
    return ids, mask, allowed


def _lose(reader: Reader, batch: Sequence[Encoded]) -> torch.Tensor:
    """Return the mean loss of a batch: of questions over tokens, of claims over labels."""
    ids, mask, allowed = _pad(batch)
    logits = reader(ids, mask)
    loss = torch.zeros(())
    asked = [row for row, one in enumerate(batch) if one.label is None]
    loss = loss + sum((_lose_numbers(logits[row, :, :2], batch[row]) for row in asked), torch.zeros(()))
    for side in (0, 1):
        scores = logits[..., side].masked_fill(~allowed, _NEVER)
        loss = loss + sum((_lose_places(scores[row], batch[row], side) for row in asked), torch.zeros(()))
    claimed = [row for row, one in enumerate(batch) if one.label is not None]
    if claimed:
        labels = torch.tensor([batch[row].label for row in claimed])
        loss = loss + torch.nn.functional.cross_entropy(logits[claimed, 0, 2:], labels, reduction="sum")
    return loss / len(batch)


def _lose_places(scores: torch.Tensor, one: Encoded, side: int) -> torch.Tensor:
    """Return what one side of an example's answers loses; `scores` (tokens,)."""
    places = sorted(set(one.begins if side == 0 else one.ends))
    right = scores[places]
    if not one.every or len(places) == 1:
        return torch.logsumexp(scores, 0) - torch.logsumexp(right, 0)
    others = torch.ones_like(scores, dtype=torch.bool)
    others[places] = False
    rest = torch.logsumexp(scores[others], 0)
    return (torch.logaddexp(rest.expand_as(right), right) - right).mean()


def _lose_numbers(logits: torch.Tensor, one: Encoded) -> torch.Tensor:
    """Return what an example loses number by number; `logits` (tokens, 2). Nothing where it is not about numbers."""
    if not one.numbers:
        return torch.zeros(())
    scores, none = _score_numbers(logits, one), logits[0].sum()
    wanted = torch.tensor(one.wanted)
    others = torch.cat([scores[~wanted], none[None]])
    right = scores[wanted]
    if not len(right):
        return torch.logsumexp(others, 0) - none
    rest = torch.logsumexp(others, 0)
    if one.every:
        return (torch.logaddexp(rest.expand_as(right), right) - right).mean()
    return torch.logaddexp(rest, torch.logsumexp(right, 0)) - torch.logsumexp(right, 0)


def _score_numbers(logits: torch.Tensor, one: Encoded) -> torch.Tensor:
    """Return how surely each number of a window is an answer, as the product scores it."""
    begins, ends = zip(*one.numbers, strict=True)
    return logits[list(begins), 0] + logits[list(ends), 1]


def measure(reader: Reader, examples: Sequence[Encoded]) -> dict[str, float]:
    """Return what share comes out right.

    Of answers those found exactly and those told at all, of windows without one those told as such, of claims those
    labelled right; and of windows that hold several asked numbers those whose so many surest numbers are just these.
    """
    exact = told = answerable = silent = empty = claims = labelled = several = marked = 0
    with torch.no_grad():
        for one in examples:
            ids, mask, _ = _pad([one])
            logits = reader(ids, mask)[0]
            if one.label is not None:
                claims, labelled = claims + 1, labelled + (int(logits[0, 2:].argmax()) == one.label)
                continue
            if sum(one.wanted) > 1:
                surest = _score_numbers(logits, one).topk(sum(one.wanted)).indices.tolist()
                several, marked = several + 1, marked + all(one.wanted[at] for at in surest)
            window = logits[one.first : len(one.ids) - 1]
            sums = window[:, None, 0] + window[None, :, 1]
            sums = sums.triu().masked_fill(torch.ones_like(sums).triu(_LONGEST_ANSWER).bool(), _NEVER)
            sums = sums.masked_fill(torch.ones_like(sums).tril(-1).bool(), _NEVER)
            best = int(sums.argmax())
            begin, end = one.first + best // len(window), one.first + best % len(window)
            above = float(sums.max()) > float(logits[0, :2].sum())
            if one.begins == (0,):
                empty, silent = empty + 1, silent + (not above)
            else:
                answerable += 1
                exact += any(pair == (begin, end) for pair in zip(one.begins, one.ends, strict=True))
                told += above
    return {
        "exact": exact / max(answerable, 1), "told": told / max(answerable, 1), "silent": silent / max(empty, 1),
        "labelled": labelled / max(claims, 1), "marked": marked / max(several, 1),
    }  # fmt: skip


def _trained_tensors(reader: Reader) -> dict[str, Any]:
    tensors = {HEAD_WEIGHT: reader.head.weight, HEAD_BIAS: reader.head.bias}
    for number, layer in list(enumerate(reader.bert.encoder.layer))[_FROZEN:]:
        tensors |= {f"encoder.layer.{number}.{name}": values for name, values in layer.state_dict().items()}
    return {name: values.detach().float().numpy() for name, values in tensors.items()}


if __name__ == "__main__":
    main()
