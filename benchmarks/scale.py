"""How the library grows: 10,000, 100,000 and, with --sizes, 1,000,000 passages.

    python benchmarks/scale.py [--data DIR] [--sizes 10000 100000 1000000] [--folder DIR]

Articles are real text with variations: sentences dropped, numbers changed, a sentence of another article put in.
Vectors come from the named `SketchEncoder`, which keeps neighbourhoods and takes a tenth of a millisecond; what an
embedding model costs is measured elsewhere. Catalog, lexical and dense index are filled as an ingest fills them; the
reading and cleaning of documents is measured elsewhere too. Searches run in a process of their own, which is what its
memory and opening time are taken from; times are of a whole search but for the question's embedding. Beside the time
on the clock stands the processor's, which says more on a machine that others use.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import psutil
from retrieval_parts.dev_data import read_sets

from index.catalog import Catalog
from index.chunk import passage_words, split_passages
from index.config import PassageSettings
from index.dense import DenseIndex
from index.entries import make_entry
from index.lexical import LexicalIndex
from index.search import search_library
from index.text import fold, simplify, split_sentences
from index.types import Article, Description, Filters, Passage

Vectors = npt.NDArray[np.float32]

DIMENSION = 384
# Passages between two commits, as in an ingest of many files.
GROUP = 4000
QUESTIONS = 200
# What a byte a dimension may move a cosine by.
ROUNDING = 0.001
REGIONS = [f"第{number}开发区(虚构)" for number in range(300)]
FIRST_DAY = dt.date(2015, 1, 1).toordinal()
DAYS = 4000
# How fast the spread of a sketch falls off by dimension. With it the variance of many passages is spread over as many
# dimensions as that of the default model's vectors (participation ratio 105 of 384); flat sketches fill 300, which
# makes any graph of neighbours slower and blinder than it is.
FALL = 0.335
_DIGITS = re.compile("[0-9]")


class SketchEncoder:
    """A named stand-in for an embedding model: the sum of fixed random vectors of a text's character pairs."""

    model_hash = "sketch-384"
    dimension = DIMENSION

    def __init__(self) -> None:
        spread = np.arange(1, DIMENSION + 1, dtype=np.float32) ** -FALL
        self._rows = np.random.default_rng(1).standard_normal((1 << 14, DIMENSION)).astype(np.float32) * spread

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Return one normalised row a text."""
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """Return the normalised vector of a text."""
        points = np.frombuffer(fold(text).encode("utf-32-le"), np.uint32).astype(np.uint64)
        pairs = np.unique(points[:-1] * np.uint64(0x9E3779B1) + points[1:] * np.uint64(0x85EBCA77))
        vector = self._rows[(pairs >> np.uint64(7)) % np.uint64(len(self._rows))].sum(axis=0)
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def main() -> None:
    """Build each size, measure it in a process of its own, and print one table."""
    here = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=here.parent / "shared" / "data" / "dev")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="keep what is built here")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        print(json.dumps(_measure(chosen.measure), ensure_ascii=False))
        return
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (chosen.folder or Path(temporary)) / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            built = _build(folder, chosen.data, size)
            command = [sys.executable, __file__, "--measure", str(folder)]
            measured = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            print(f"\n## {size:,} passages\n")
            for name, value in {**built, **measured}.items():
                print(f"- {name}: {value}", flush=True)


def _build(folder: Path, data: Path, size: int) -> dict[str, Any]:
    """Fill a library, and return what each part of it took."""
    encoder = SketchEncoder()
    catalog = Catalog(folder / "catalog.sqlite")
    lexical = LexicalIndex.open(folder / "lexical")
    dense = DenseIndex.open(folder / "dense", DIMENSION, encoder.model_hash)
    sets = read_sets(data)
    questions = [one.question for dev in sets for one in dev.asked]
    random.Random(3).shuffle(questions)
    (folder / "questions.json").write_text(json.dumps(questions[:QUESTIONS]), encoding="utf-8")
    seconds = dict.fromkeys(("vectors", "catalog", "lexical", "dense"), 0.0)
    done = 0
    for group in _groups(_vary([article for dev in sets for article in dev.articles]), size):
        texts = [passage_words(article, passage) for article, passages in group for passage in passages]
        vectors = _timed(seconds, "vectors", lambda texts=texts: encoder.encode_passages(texts))
        ids = _timed(seconds, "catalog", lambda group=group, v=vectors: _keep(catalog, group, v))
        rows = catalog.passage_rows(ids)
        _timed(seconds, "lexical", lambda rows=rows: _add_words(lexical, [make_entry(row) for row in rows.values()]))
        _timed(seconds, "dense", lambda ids=ids, vectors=vectors: dense.add(ids, vectors))
        done += len(ids)
    catalog.close()
    return {f"{name}, passages a second": round(done / spent) for name, spent in seconds.items()} | {
        f"{name}, MB on disk": round(sum(f.stat().st_size for f in folder.rglob(pattern) if f.is_file()) / 2**20)
        for name, pattern in (("catalog", "catalog.sqlite*"), ("lexical", "lexical/**/*"), ("dense", "dense/**/*"))
    }


def _vary(articles: list[Article]) -> Iterator[Article]:
    """Yield articles without end: each real one in turn, from the second round on with variations."""
    pick = random.Random(2)
    number = 0
    while True:
        for article in articles:
            text = article.text if number < len(articles) else _vary_text(article, pick.choice(articles), pick)
            date = dt.date.fromordinal(FIRST_DAY + pick.randrange(DAYS))
            regions = (pick.choice(REGIONS),)
            described = Description(article.title, date, None, None, None, "news", regions, "Hans")
            name = f"a{number}"
            yield Article(name, 1, name, name, name, name, text, described)
            number += 1


def _vary_text(article: Article, other: Article, pick: random.Random) -> str:
    """Return the text with a fifth of its sentences gone, its numbers changed, and a foreign sentence."""
    words = [span.of(article.text) for span in split_sentences(article.text) if pick.random() > 0.2]
    foreign = split_sentences(other.text)
    if foreign:
        words.insert(pick.randrange(len(words) + 1), pick.choice(foreign).of(other.text))
    return _DIGITS.sub(lambda _: str(pick.randrange(10)), "".join(words))


def _groups(articles: Iterator[Article], size: int) -> Iterator[list[tuple[Article, list[Passage]]]]:
    """Yield articles with their passages in groups, `size` passages in all."""
    left, settings = size, PassageSettings()
    while left > 0:
        group, count = [], 0
        while count < min(GROUP, left):
            article = next(articles)
            passages = split_passages(article, settings)[: left - count]
            group.append((article, passages))
            count += len(passages)
        left -= count
        yield group


def _keep(catalog: Catalog, group: list[tuple[Article, list[Passage]]], vectors: Vectors) -> list[int]:
    """Write a group into the catalog as one transaction, live at once."""
    ids: list[int] = []
    with catalog.transaction():
        for article, passages in group:
            own = vectors[len(ids) : len(ids) + len(passages)]
            ids += catalog.add_pending(article, passages, own, [])
            catalog.make_live(article.doc_id, 1)
        catalog.bump_generation()
    return ids


def _add_words(lexical: LexicalIndex, entries: list[Any]) -> None:
    lexical.add(entries)
    lexical.commit()


def _timed(seconds: dict[str, float], name: str, call: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = call()
    seconds[name] += time.perf_counter() - started
    return result


def _measure(folder: Path) -> dict[str, Any]:
    """Open the library in `folder`, and return times, memory, and how many neighbours Chroma's graph misses."""
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    encoder = SketchEncoder()
    questions = [simplify(question) for question in questions]
    vectors = {question: encoder.encode_query(question) for question in questions}
    encoder.encode_query = vectors.__getitem__  # type: ignore[method-assign]
    before = psutil.Process().memory_info().rss
    started = time.perf_counter()
    catalog = Catalog(folder / "catalog.sqlite")
    lexical = LexicalIndex.open(folder / "lexical")
    dense = DenseIndex.open(folder / "dense", DIMENSION, encoder.model_hash)
    opened = time.perf_counter() - started
    started = time.perf_counter()
    search_library(questions[0], catalog, lexical, dense, encoder)
    result: dict[str, Any] = {"seconds to open": round(opened, 2)}
    result["seconds of the first search, before the graph is read"] = round(time.perf_counter() - started, 2)
    search_library(questions[0], catalog, lexical, dense, encoder)
    started = time.perf_counter()
    dense.wait()
    result["seconds until the graph is read, meanwhile searches are exact"] = round(time.perf_counter() - started, 2)
    filters = {
        "plain": Filters(),
        "one region of 300": Filters(regions=(REGIONS[7],)),
        "a tenth by date": Filters(date_to=dt.date.fromordinal(FIRST_DAY + DAYS // 10)),
        "half by date": Filters(date_to=dt.date.fromordinal(FIRST_DAY + DAYS // 2)),
    }
    for name, limits in filters.items():
        spent, worked = [], []
        for question in [questions[0], *questions]:
            started, work = time.perf_counter(), time.process_time()
            search_library(question, catalog, lexical, dense, encoder, 10, limits)
            spent.append((time.perf_counter() - started) * 1000)
            worked.append((time.process_time() - work) * 1000)
        p50, p95 = np.percentile(spent[1:], [50, 95])
        result[f"search, {name}: p50, p95, first, ms"] = [round(p50, 1), round(p95, 1), round(spent[0], 1)]
        result[f"search, {name}: processor time p50, p95, ms"] = np.percentile(worked[1:], [50, 95]).round(1).tolist()
    resident = psutil.Process().memory_info()
    # Mapped files count as shared; the system takes them back when it needs the room.
    result["MB resident beyond the start"] = round((resident.rss - before) / 2**20)
    result["MB of it mapped files"] = round(resident.shared / 2**20)
    result |= _parts(questions, vectors, catalog, lexical, dense)
    return result


def _parts(
    questions: list[str], vectors: dict[str, Vectors], catalog: Catalog, lexical: LexicalIndex, dense: DenseIndex
) -> dict[str, Any]:
    """Return what each half of a search takes, and how much of the true nearest ten the graph finds."""
    everything = catalog.live_passage_ids()
    spent: dict[str, list[float]] = {"lexical": [], "dense": []}
    found = []
    for place, question in enumerate(questions):
        started = time.perf_counter()
        lexical.search(question, 100)
        spent["lexical"].append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        nearest = dense.search(vectors[question], 100)
        spent["dense"].append((time.perf_counter() - started) * 1000)
        if place < QUESTIONS // 10:
            cosines = np.sort(dense.cosines(vectors[question], everything))[::-1]
            # Rows are rounded, and variations of an article lie closer together than that.
            near = dense.cosines(vectors[question], np.sort([id_ for id_, _ in nearest[:10]])) >= cosines[9] - ROUNDING
            found.append(float(near.mean()))
    halves = {
        f"{name} search alone: p50, p95, ms": np.percentile(v, [50, 95]).round(1).tolist() for name, v in spent.items()
    }
    return halves | {"share of the true nearest 10 that the graph finds": round(float(np.mean(found)), 3)}


if __name__ == "__main__":
    main()
