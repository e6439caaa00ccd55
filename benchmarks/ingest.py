"""Ingest of plain articles against the bare encoding of the same passages, in one run.

    python benchmarks/ingest.py [--data ../shared/data/dev] [--articles 200] [--media jsonl|txt]

Prints passages a second of each, their ratio, the share of each step, and the memory at its peak. The bare rate is
`SentenceTransformer.encode` on the same words with the same model, dtype, batch size and threads. Without the data
folder, the project's own examples are repeated with variations.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
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


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--media", choices=("jsonl", "txt"), default="jsonl")
    options = parser.parse_args()
    articles = list(find_articles(options.data, options.articles))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in"
        source.mkdir()
        if options.media == "jsonl":
            lines = "\n".join(json.dumps(article, ensure_ascii=False) for article in articles)
            (source / "articles.jsonl").write_text(lines, encoding="utf-8")
        else:
            for article in articles:
                (source / f"{article['id']}.txt").write_text(article["text"], encoding="utf-8")
        settings = load_settings({"data": folder / "library"})
        library = Library(settings, encoder=load_encoder(settings))
        library.encoder.encode_query("预热")
        library.encoder.encode_passages(["预热"] * 16)
        began = time.perf_counter()
        report = library.ingest([source])
        ingest = time.perf_counter() - began
        words = []
        for article in library.catalog.iterate_articles():
            for row in library.catalog.article_passages(article.doc_id, article.version):
                passage = Passage(article.doc_id, article.version, row.ordinal, row.span, row.heading)
                words.append(passage_words(article, passage))
        began = time.perf_counter()
        library.encoder.encode_passages(words)
        ours = time.perf_counter() - began
        bare_model = load_sentence_transformer(pull("e5-small-q4", settings.weights), settings.embedding)
        bare_model.encode(["passage: 预热"] * 8)
        began = time.perf_counter()
        bare_model.encode([f"passage: {text}" for text in words], batch_size=settings.embedding.batch_size)
        bare = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{report.articles} articles, {len(words)} passages, {report.figures} figures")
        print(f"bare encode          {len(words) / bare:8.1f} passages/s   1.00")
        print(f"our encoder          {len(words) / ours:8.1f} passages/s   {bare / ours:.2f}")
        print(f"ingest               {len(words) / ingest:8.1f} passages/s   {bare / ingest:.2f}")
        print(f"beside the encoder   {1 - ours / ingest:8.1%} of ingest time; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
