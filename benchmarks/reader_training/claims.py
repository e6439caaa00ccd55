"""Make examples of claims before their source: supported, contradicted, or not found in it.

    python -m benchmarks.reader_training.claims --data ../shared/data/dev [--written FILE …] --out EXAMPLES.jsonl

Written ones are lines with `doc_id`, `quote`, `true` (sentences that the quote supports in other words) and `changed`
(sentences that it does not, each with `kind` and maybe `label`). Beside them stand sentences of articles, shortened or
with their clauses in another order, and changed in one digit, year, place or by a negation; and supported ones before
another window of their article, which is taken to say nothing of them. The human labels of xinhua_claims are used for
the articles that may be trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.reader_training.examples import Corpus, is_trained_on, read_corpus, read_lines
from index.text import fold, split_sentences

Json = dict[str, Any]

_SEED = 3
_SHORTEST, _LONGEST = 20, 110
_EACH = 3000
_ELSEWHERE = 0.3
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?=[省市区县])")
_OTHER_PLACES = ("杭州", "成都", "长沙", "青岛", "苏州", "合肥", "南昌", "佛山", "襄阳", "贵州", "山西", "福建")
_NEGATED = (
    ("已经", "尚未"), ("已", "未"), ("可以", "不得"), ("应当", "不必"), ("增长", "下降"), ("提高", "降低"),
    ("扩大", "缩小"), ("高于", "低于"), ("超过", "不足"), ("完成", "未完成"), ("同意", "反对"), ("上升", "回落"),
    ("支持", "限制"), ("实现", "未能实现"), ("开工", "竣工"), ("签约", "投产"), ("新增", "减少"), ("将", "已"),
    ("力争", "已"), ("有", "没有"), ("是", "不是"),
)  # fmt: skip


def main() -> None:
    """Write the examples, shuffled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--written", type=Path, nargs="*", default=[])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="further articles that these are about")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    chance = random.Random(_SEED)
    corpus = read_corpus(args.data, args.corpus)
    rows = [row for file in args.written for line in read_lines(file) for row in _read_written(corpus, line, chance)]
    rows += [row for line in read_lines(args.data / "xinhua_claims/claims.jsonl") for row in _read_xinhua(corpus, line)]
    rows += list(_change_sentences(corpus, chance))
    chance.shuffle(rows)
    args.out.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    print(f"{len(rows)} claims")


def _row(claim: str, head: str, text: str, label: str) -> Json:
    return {"q": fold(claim), "lead": head, "text": fold(text), "label": label}


def _read_written(corpus: Corpus, line: Json, chance: random.Random) -> Iterator[Json]:
    start = corpus.texts.get(line["doc_id"], "").find(line["quote"])
    if start < 0:
        return
    windows = [corpus.windows[at] for at in corpus.of[line["doc_id"]]]
    end = start + len(line["quote"])
    around = next((w for w in windows if w.span.start <= start and end <= w.span.end), None)
    apart = [w for w in windows if w.span.end <= start or w.span.start >= end]
    head = windows[0].head
    claims = [(claim, "supported") for claim in line["true"]]
    claims += [(one["s"], one.get("label", "contradicted")) for one in line["changed"]]
    for claim, label in claims:
        wide = around is not None and chance.random() < 0.5
        yield _row(claim, head, around.text if wide and around else line["quote"], label)
        if label == "supported" and apart and chance.random() < _ELSEWHERE:
            yield _row(claim, head, chance.choice(apart).text, "not_found")


def _read_xinhua(corpus: Corpus, line: Json) -> Iterator[Json]:
    if not is_trained_on(line["doc_id"]):
        return
    near = [at for at in corpus.nearest(line["claim"], 400) if corpus.windows[at].article.doc_id == line["doc_id"]]
    if near:
        window = corpus.windows[near[0]]
        label = "supported" if line["label"] == "supported" else "not_found"
        yield _row(line["claim"], window.head, window.text, label)


def _change_sentences(corpus: Corpus, chance: random.Random) -> Iterator[Json]:
    """Yield sentences of articles before their own window, as they are said there and changed in one thing."""
    order = [at for at in range(len(corpus.windows)) if is_trained_on(corpus.windows[at].article.doc_id)]
    chance.shuffle(order)
    for at in order[:_EACH]:
        window = corpus.windows[at]
        sentences = [s.of(window.text) for s in split_sentences(window.text)]
        fit = [s for s in sentences if _SHORTEST <= len(s) <= _LONGEST]
        if not fit:
            continue
        said = _reorder(chance.choice(fit), chance)
        changed = _change(said, window.text, chance)
        yield _row(said, window.head, window.text, "supported")
        if changed:
            yield _row(changed, window.head, window.text, "contradicted")


def _reorder(sentence: str, chance: random.Random) -> str:
    """Return a sentence with a clause left out or two clauses changed."""
    parts = [part for part in re.split("[，,；;]", sentence.rstrip("。！？")) if part]
    if len(parts) > 2 and chance.random() < 0.6:
        parts.pop(chance.randrange(1, len(parts)))
    if len(parts) > 2 and chance.random() < 0.3:
        parts[-1], parts[-2] = parts[-2], parts[-1]
    return "，".join(parts) + "。"


def _change(sentence: str, source: str, chance: random.Random) -> str | None:
    """Return a sentence that says one thing else, which its source does not say; None where nothing can change."""
    ways = [_change_number, _change_place, _negate, _negate]
    chance.shuffle(ways)
    for way in ways:
        changed = way(sentence, chance)
        if changed and changed != sentence and changed.rstrip("。") not in source:
            return changed
    return None


def _change_number(sentence: str, chance: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    one = chance.choice(found)
    if len(found) > 1 and chance.random() < 0.3:
        other = chance.choice(found)
        first, second = sorted((one, other), key=lambda m: m.start())
        if first[0] == second[0]:
            return None
        between = sentence[first.end() : second.start()]
        return sentence[: first.start()] + second[0] + between + first[0] + sentence[second.end() :]
    at = one.start() + chance.randrange(len(one[0]))
    if not sentence[at].isdigit():
        return None
    digit = chance.choice([d for d in "123456789" if d != sentence[at]])
    return sentence[:at] + digit + sentence[at + 1 :]


def _change_place(sentence: str, chance: random.Random) -> str | None:
    found = list(_PLACE.finditer(sentence))
    if not found:
        return None
    one = chance.choice(found)
    other = chance.choice(
        ["杭州", "成都", "长沙", "青岛", "苏州", "合肥", "南昌", "佛山", "襄阳", "洛阳", "贵州", "山西", "福建"]
    )
    return sentence[: one.start()] + other + sentence[one.end() :]


def _negate(sentence: str, chance: random.Random) -> str | None:
    pairs = [pair for one, other in _NEGATED for pair in ((one, other), (other, one)) if pair[0] in sentence]
    if not pairs:
        return None
    said, instead = chance.choice(pairs)
    return sentence.replace(said, instead, 1)


if __name__ == "__main__":
    main()
