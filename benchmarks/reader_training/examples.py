"""Make training examples: a question, a window of an article, and where in it the answer stands, if it does.

    python -m benchmarks.reader_training.examples --data ../shared/data/dev [--written FILE …] --out EXAMPLES.jsonl

From the public question sets (questions whose gold article falls into the first thirteen of sixteen parts by the hash
of its id; the other three parts are kept for measuring), from the gold records of figures, and from files of questions
written for this: lines with `doc_id`, `q`, `paraphrase`, maybe `en`, `quote`, `answer`, maybe `more` quotes and answers
where several things are asked for, and `near`, questions that look alike and have no answer. Beside each question that
a window answers stand windows that do not: others of the same article, those of other articles that share most letters
with it, and the answering window itself under a near question. `--share` keeps a part of the public sets.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.reader.windows import make_windows
from index.text import fold
from index.types import Article, Description

Json = dict[str, Any]

_SETS = ("cmrc2018", "drcd_trad", "xquad_zh", "policy_covid", "cjrc_single_doc", "finqa_single_doc", "crud_news")
_CORPORA = ("crud_news", "policy_news_xwlb", "xinhua_claims", "policy_covid", "policy_docs")
# Their answers are no words of an article.
_LEFT_OUT = frozenset({"event_claim", "yesno", "1doc_official"})
_GIVEN = frozenset({"cjrc_single_doc", "finqa_single_doc"})
_PARTS, _TRAINED = 16, 13
_SEED = 7
# How often another window of the article, and one of another article, stands beside a window that answers a number.
_SAME, _OTHER = 0.3, 0.25
_NEAREST = 40
# Near misses of a written question, at most.
_NEARS = 2
# Wordings of a gold record as a question; `s` is who, `p` when, `m` what.
_ASKING = ("是多少", "多少", "达到多少", "有多少", "情况怎么样", "？")
_ORDERS = ("{s}{p}{m}{a}", "{p}{s}{m}{a}", "{s}的{m}{p}{a}")


@dataclass(frozen=True, slots=True)
class Example:
    """A folded question, a window with its head, and the answers' places in the window; none where it has none.

    `every`: all of them are asked for, rather than any one.
    """

    question: str
    head: str
    text: str
    spans: tuple[tuple[int, int], ...]
    every: bool = False


class Corpus:
    """The windows of articles, and which of them share most letters with a question."""

    def __init__(self, rows: Sequence[Json]) -> None:
        self.texts = {row["doc_id"]: row["text"] for row in rows}
        self.windows = [window for row in rows for window in make_windows(_make_article(row))]
        self.of: dict[str, list[int]] = {}
        for at, window in enumerate(self.windows):
            self.of.setdefault(window.article.doc_id, []).append(at)
        self._vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, dtype=np.float32)
        self._matrix = self._vectors.fit_transform(window.text for window in self.windows)

    def nearest(self, question: str, count: int = _NEAREST) -> list[int]:
        """Return the numbers of the windows that share most with a question, the best first."""
        scores = np.asarray((self._matrix @ self._vectors.transform([fold(question)]).T).todense()).ravel()
        order = np.argsort(-scores)[:count]
        return [int(at) for at in order if scores[at] > 0]

    def example(self, question: str, at: int, spans: Sequence[tuple[int, int]] = (), *, every: bool = False) -> Example:
        """Return the example of a question and a window."""
        window = self.windows[at]
        return Example(fold(question), window.head, window.text, tuple(spans), every)

    def locate(self, doc_id: str, start: int, end: int) -> tuple[int, tuple[int, int]] | None:
        """Return the window of an article that holds a span, and the span in it."""
        for at in self.of[doc_id]:
            span = self.windows[at].span
            if span.start <= start and end <= span.end:
                return at, (start - span.start, end - span.start)
        return None


def main() -> None:
    """Write the examples, shuffled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--written", type=Path, nargs="*", default=[])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="further articles that these are about")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    chance = random.Random(_SEED)
    public = (example for name in _SETS for example in _read_set(args.data, name, chance))
    examples = [example for example in public if chance.random() < args.share]
    corpus = read_corpus(args.data, args.corpus)
    for file in args.written:
        examples += [example for row in read_lines(file) for example in _read_written(corpus, row, chance)]
    for line in read_lines(args.data / "figures" / "records.jsonl"):
        examples += [e for record in line["records"] for e in _read_record(corpus, line["doc_id"], record, chance)]
    chance.shuffle(examples)
    args.out.write_text("\n".join(json.dumps(_as_json(example), ensure_ascii=False) for example in examples))
    print(f"{len(examples)} examples, {sum(bool(example.spans) for example in examples)} with an answer")


def read_corpus(data: Path, further: Sequence[Path]) -> Corpus:
    """Read the articles that questions and claims were written about: those of the data, and further files."""
    files = [*(data / name / "corpus.jsonl" for name in _CORPORA), *further]
    return Corpus([row for file in files for row in read_lines(file)])


def read_lines(path: Path) -> list[Json]:
    """Read a jsonl file, empty where there is none."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def is_trained_on(doc_id: str) -> bool:
    """Say whether questions about an article may be trained on; the others measure."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest()[0], _PARTS) < _TRAINED


def _as_json(example: Example) -> Json:
    return {
        "q": example.question,
        "lead": example.head,
        "text": example.text,
        "spans": example.spans,
        "every": example.every,
    }


def _make_article(row: Json) -> Article:
    date = dt.date.fromisoformat(row["date"]) if row.get("date") else None
    described = Description(row.get("title") or "", date, None, None, None, "news", (), "Hans")
    return Article(row["doc_id"], 1, row["doc_id"], row["doc_id"], row["doc_id"], "", row["text"], described)


def _find_all(text: str, words: str) -> Iterator[tuple[int, int]]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _read_set(data: Path, name: str, chance: random.Random) -> Iterator[Example]:
    """Yield the examples of a public set: for each question the best window that answers, and one that does not."""
    corpus = Corpus(read_lines(data / name / "corpus.jsonl"))
    for row in [*read_lines(data / name / "questions.jsonl"), *read_lines(data / name / "unanswerable.jsonl")]:
        gold = row.get("gold_doc_ids") or []
        if row.get("type") in _LEFT_OUT or not is_trained_on((gold or [row["qid"]])[0]):
            continue
        for question in filter(None, (row["question"], row.get("question_en"))):
            near = corpus.nearest(question)
            if not row.get("answerable", True):
                pool = [at for at in near if name not in _GIVEN or corpus.windows[at].article.doc_id in gold]
                yield from (corpus.example(question, at) for at in pool[:2])
                continue
            answers = [fold(answer) for answer in row["answers"] if answer]
            ranked = sorted((at for doc in gold for at in corpus.of.get(doc, ())), key=lambda at: _rank(at, near))
            held = ((at, [s for a in answers for s in _find_all(corpus.windows[at].text, a)]) for at in ranked)
            answering = next(((at, spans) for at, spans in held if spans), None)
            if answering is None:
                continue
            yield corpus.example(question, *answering)
            others = [at for at in near if not any(answer in corpus.windows[at].text for answer in answers)]
            if others:
                yield corpus.example(
                    question, others[0 if chance.random() < _SAME else chance.randrange(len(others[:8]))]
                )


def _rank(at: int, order: Sequence[int]) -> int:
    return order.index(at) if at in order else len(order)


def _read_written(corpus: Corpus, row: Json, chance: random.Random) -> Iterator[Example]:
    """Yield a written question's examples: in every wording the windows that answer, some that do not, near misses."""
    spans = [_find_answer(corpus.texts.get(row["doc_id"], ""), part) for part in (row, *row.get("more", ()))]
    found = [span for span in spans if span is not None]
    if len(found) < len(spans):
        return
    wordings = [row[name] for name in ("q", "paraphrase", "en") if row.get(name)]
    yield from _ask(corpus, row["doc_id"], found, wordings, chance)
    places = [corpus.locate(row["doc_id"], *span) for span in found]
    nears = list(row.get("near", ()))
    for near in chance.sample(nears, min(len(nears), _NEARS)):
        yield from (corpus.example(near, place[0]) for place in places[:1] if place is not None)


def _find_answer(text: str, part: Json) -> tuple[int, int] | None:
    quote, inside = text.find(part["quote"]), part["quote"].find(part["answer"])
    if quote < 0 or inside < 0:
        return None
    return quote + inside, quote + inside + len(part["answer"])


def _read_record(corpus: Corpus, doc_id: str, record: Json, chance: random.Random) -> Iterator[Example]:
    """Yield a gold record as a question by a pattern."""
    if record["status"] == "comparison":
        return
    words = {"s": record["subject"].split("（")[0], "p": _say_period(record["period"]), "m": record["metric"]}
    question = chance.choice(_ORDERS).format(**words, a=chance.choice(_ASKING))
    yield from _ask(corpus, doc_id, [(record["start"], record["end"])], (question,), chance)


def _say_period(period: Json | None) -> str:
    if not period:
        return ""
    start, end = (dt.date.fromisoformat(period[key]) for key in ("start", "end"))
    if start == end:
        return f"截至{end.year}年{end.month}月"
    if (start.month, end.month) == (1, 12):
        return f"{start.year}年"
    return (
        f"{start.year}年上半年" if (start.month, end.month) == (1, 6) else f"{start.year}年{start.month}—{end.month}月"
    )


def _ask(
    corpus: Corpus, doc_id: str, spans: Sequence[tuple[int, int]], questions: Sequence[str], chance: random.Random
) -> Iterator[Example]:
    placed = [place for span in spans if (place := corpus.locate(doc_id, *span)) is not None]
    if not placed:
        return
    held: dict[int, list[tuple[int, int]]] = {}
    for at, inside in placed:
        held.setdefault(at, []).append(inside)
    answers = {corpus.windows[at].text[slice(*inside)] for at, inside in placed}
    for question in questions:
        yield from (corpus.example(question, at, inside, every=len(placed) > 1) for at, inside in held.items())
        silent = [
            other
            for other in corpus.nearest(question, 200)
            if other not in held and not any(answer in corpus.windows[other].text for answer in answers)
        ]
        same = [other for other in silent if corpus.windows[other].article.doc_id == doc_id]
        others = [other for other in silent if corpus.windows[other].article.doc_id != doc_id]
        if same and chance.random() < _SAME:
            yield corpus.example(question, same[0])
        if others and chance.random() < _OTHER:
            yield corpus.example(question, others[0])


if __name__ == "__main__":
    main()
