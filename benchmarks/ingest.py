"""Ingest of plain articles against the bare encoding of the same passages, in one run.

    python benchmarks/ingest.py [--data ../shared/data/dev] [--articles 200] [--media jsonl|txt]

Prints passages a second of each, their ratio, and the memory at its peak. The bare rate is `SentenceTransformer.encode`
on the same words with the same model, dtype, batch size and threads; our own encoder's is given too, which is faster.
The articles are taken in lots, and each lot is ingested, encoded and encoded bare in turn, so that a machine that is
busier at one time than at another slows all three alike; processor time is given beside the clock's. Without the data
folder, the project's own examples are repeated with variations.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.config import load_settings
from index.chunk import passage_words
from index.embed import load_encoder, load_sentence_transformer
from index.library import Library
from index.types import Passage
from index.weights import pull


def find_articles(data: Path, count: int) -> Iterator[dict[str, str]]:
    """Yield articles of a news corpus, or of the examples where it is not there."""
    corpus = data / "crud_news" / "corpus.jsonl"
    if corpus.exists():
        for line in corpus.read_text(encoding="utf-8").splitlines()[:count]:
            article = json.loads(line)
            yield {"id": article["doc_id"], "text": article["text"], "date": article["date"]}
        return
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path("examples").glob("*.md"))]
    for number in range(count):
        yield {"id": str(number), "text": texts[number % len(texts)] + f"\n第{number}号变体。", "date": "2025-01-01"}


@dataclass(slots=True)
class Clock:
    """Seconds by the clock and of all processors' work."""

    wall: float = 0.0
    work: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Add what the body takes."""
        wall, work = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.work += time.process_time() - work


def write_lot(folder: Path, articles: list[dict[str, str]], media: str) -> None:
    """Write a lot of articles as one .jsonl, or as a .txt each."""
    folder.mkdir()
    if media == "jsonl":
        lines = "\n".join(json.dumps(article, ensure_ascii=False) for article in articles)
        (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
        return
    for article in articles:
        (folder / f"{article['id']}.txt").write_text(article["text"], encoding="utf-8")


def read_words(library: Library, seen: set[str]) -> list[str]:
    """Return the words of all passages whose articles were not seen before."""
    words = []
    for article in library.catalog.iterate_articles():
        if article.doc_id in seen:
            continue
        seen.add(article.doc_id)
        for row in library.catalog.article_passages(article.doc_id, article.version):
            passage = Passage(article.doc_id, article.version, row.ordinal, row.span, row.heading)
            words.append(passage_words(article, passage))
    return words


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--lots", type=int, default=5)
    parser.add_argument("--media", choices=("jsonl", "txt"), default="jsonl")
    options = parser.parse_args()
    articles = list(find_articles(options.data, options.articles))
    ingest, ours, bare = Clock(), Clock(), Clock()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = load_settings({"data": folder / "library"})
        library = Library(settings, encoder=load_encoder(settings))
        model = load_sentence_transformer(pull("e5-small-q4", settings.weights), settings.embedding)
        library.encoder.encode_passages(["预热"] * 16)
        model.encode(["passage: 预热"] * 8)
        # Opens all that an ingest opens once.
        write_lot(folder / "warm", [{"id": "warm", "text": "云栖市去年签约项目61个。", "date": "2025-01-01"}], "jsonl")
        library.ingest([folder / "warm"])
        seen: set[str] = set()
        read_words(library, seen)
        passages = 0
        for lot in range(options.lots):
            source = folder / f"in{lot}"
            write_lot(source, articles[lot :: options.lots], options.media)
            with ingest.running():
                report = library.ingest([source])
            words = read_words(library, seen)
            passages += len(words)
            with ours.running():
                library.encoder.encode_passages(words)
            with bare.running():
                model.encode([f"passage: {text}" for text in words], batch_size=settings.embedding.batch_size)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{report.articles} articles, {passages} passages, {report.figures} figures; peak memory {peak:.0f} MB")
        print(f"{'':14}{'passages/s':>12}{'of bare':>9}{'of ours':>9}   by processor time {'of bare':>9}{'of ours':>9}")
        for label, clock in (("bare encode", bare), ("our encoder", ours), ("ingest", ingest)):
            print(
                f"{label:14}{passages / clock.wall:12.1f}{bare.wall / clock.wall:9.2f}{ours.wall / clock.wall:9.2f}"
                f"{'':22}{bare.work / clock.work:9.2f}{ours.work / clock.work:9.2f}"
            )


if __name__ == "__main__":
    main()
