"""Figure questions over a catalog that grows: 10,000, 100,000 and, with --sizes, 1,000,000 records.

    python benchmarks/records.py [--sizes 10000 100000 1000000] [--folder DIR]

Articles, places and most metrics are generated from a seed; no text of a data set is in them. As in real libraries one
place (there it is the country) has three records of ten, two records of five have no period, and most names of metrics
stand once. A question is understood and answered from records as the product does it, with twelve articles as a
search would have found them; search itself is measured by benchmarks/scale.py. Listing and export are those of
`yinzheng figures`. Milliseconds are of the clock, and of the processor, which says more on a machine that others use.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np

from assistant.export.sheets import write_figure_csv
from assistant.figure_answers import answer_from_figures
from assistant.records import LibraryFigures
from assistant.understand import understand
from index.config import IndexSettings
from index.embed import HashEncoder
from index.library import Library
from index.types import Article, Description, Figure, Period, Span

TODAY = dt.date(2025, 6, 1)
YEARS = range(2010, 2026)
# Records of an article, and articles of one transaction.
EACH, GROUP = 20, 500
QUESTIONS = 60
FOUND = 12
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
PLACES = [f"{stem}{branch}{kind}" for kind in "市县" for stem in _STEMS for branch in _BRANCHES]
KNOWN = ["地区生产总值", "固定资产投资", "进出口总额", "签约额", "到位资金", "实际利用外资", "社会消费品零售总额"]
_HEADS = [f"{a}{b}" for a in "青赤黄白玄碧紫金银铜" for b in "石木水火土风云山泽谷"]
_TAILS = ["产业营业收入", "制造业产值", "项目总投资", "出口额", "技改投资", "服务业增加值", "基金规模", "研发投入"]


def main() -> None:
    """Grow one catalog from size to size and measure it at each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="keep what is built here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "places.toml").write_text(write_places(), encoding="utf-8")
        library = Library(IndexSettings(data=folder), encoder=HashEncoder())
        first: dict[str, tuple[float, float]] = {}
        for size in chosen.sizes:
            seconds = fill(library, size)
            bytes_of = (folder / "catalog.sqlite").stat().st_size
            print(f"\n## {size:,} records\n\nfilled in {seconds:.0f} s, {bytes_of / 2**20:,.0f} MB\n")
            print("| what | p50 ms | p95 ms | p50 processor | p95 processor | to the first size |")
            print("| --- | --- | --- | --- | --- | --- |")
            for name, runs in measure(library).items():
                clock, processor = [wall for wall, _ in runs], [used for _, used in runs]
                middle = tuple(float(np.percentile(processor, at)) for at in (50, 95))
                first.setdefault(name, middle)
                ratio = " / ".join(
                    f"{now / max(then, 0.01):.1f}" for now, then in zip(middle, first[name], strict=True)
                )
                walls = " | ".join(f"{np.percentile(clock, at):.1f}" for at in (50, 95))
                print(f"| {name} | {walls} | {middle[0]:.1f} | {middle[1]:.1f} | {ratio} |", flush=True)


def write_places() -> str:
    """Return the overlay that makes the invented places known."""
    levels = {"市": "市", "县": "区"}
    return "\n".join(f'[[place]]\nname = "{place}"\nlevel = "{levels[place[-1]]}"\n' for place in PLACES)


def fill(library: Library, size: int) -> float:
    """Add records until there are `size`; returns the seconds."""
    started = time.perf_counter()
    catalog, held = library.catalog, library.catalog.count()["figures"]
    keys = {place: library.knowledge.gazetteer.resolve(place)[0].key for place in PLACES}
    batch: list[tuple[Article, list[Figure]]] = []
    for number in range(held // EACH, size // EACH):
        batch.append(make_article(number, keys))
        if len(batch) == GROUP or number == size // EACH - 1:
            with catalog.transaction():
                for article, figures in batch:
                    catalog.add_pending(article, [], np.zeros((0, 1), np.float32), figures)
                    catalog.make_live(article.doc_id, article.version)
            batch = []
    return time.perf_counter() - started


def make_article(number: int, keys: dict[str, str]) -> tuple[Article, list[Figure]]:
    """Return the article of a number, always the same, with its records."""
    draw = random.Random(number)
    day = dt.date(2010, 1, 1) + dt.timedelta(days=draw.randrange(5600))
    place = PLACES[0] if draw.random() < 0.3 else draw.choice(PLACES[1:])
    text, figures = "", []
    for _ in range(EACH):
        metric = draw.choice(KNOWN) if draw.random() < 0.1 else draw.choice(_HEADS) + draw.choice(_TAILS)
        year = day.year - draw.randrange(3) if draw.random() < 0.6 else None
        value = draw.randrange(10, 9999)
        start = len(text)
        text += f"{f'{year}年' if year else ''}{place}{metric}{value}亿元。"
        figures.append(make_record(f"r{number}", text, start, place, keys[place], metric, year, value))
    title = f"{place}发布数据（第{number}号）"
    about = Description(title, day, None, None, None, "news", (place,), "Hans")
    path = f"generated/{number}.txt"
    return Article(f"r{number}", 1, path, path, None, f"{number}", text, about), figures


def make_record(
    doc_id: str, text: str, start: int, place: str, key: str, metric: str, year: int | None, value: int
) -> Figure:
    """Return the record of the last sentence of a text."""
    period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year}年", f"{year}年") if year else None
    quote = f"{value}亿元"
    span = Span(len(text) - len(quote) - 1, len(text) - 1)
    return Figure(
        doc_id, 1, span, quote, Decimal(value), "亿元", Decimal(value) * 10**8, "CNY", metric, metric, "actual",
        Span(start, len(text)), place, key, period,
    )  # fmt: skip


def make_questions() -> Iterator[tuple[str, str]]:
    """Yield places with questions about them, of several kinds; every third is about the commonest place."""
    draw = random.Random(5)
    for number in range(QUESTIONS):
        place = PLACES[0] if number % 3 == 0 else draw.choice(PLACES)
        other, year = draw.choice(PLACES), draw.choice(YEARS)
        metric = draw.choice(KNOWN) if number % 2 else draw.choice(_HEADS) + draw.choice(_TAILS)
        forms = (
            f"{place}{year}年{metric}是多少？",
            f"{place}最新的{metric}是多少？",
            f"{place}和{other}{year}年{metric}相差多少？",
            f"{place}{year - 3}年到{year}年每年的{metric}分别是多少？",
            f"{year}年哪个城市的{metric}最高？",
        )
        yield place, forms[number % len(forms)]


def measure(library: Library) -> dict[str, list[tuple[float, float]]]:
    """Return milliseconds (clock, processor) of each thing that is asked."""
    questions = list(make_questions())
    asks = [lambda place=place, words=words: answer(library, place, words) for place, words in questions]
    common, rare = PLACES[0], PLACES[-1]
    listings: dict[str, Callable[[], object]] = {
        "list 400 newest": lambda: library.figures(limit=400),
        "list the commonest place": lambda: library.figures(subject=common, limit=400),
        "list a place": lambda: library.figures(subject=rare, limit=400),
        "list a metric": lambda: library.figures(metric=KNOWN[0], limit=400),
        "list a metric of a place": lambda: library.figures(subject=rare, metric=KNOWN[0], limit=400),
        "export a place as CSV": lambda: write_figure_csv([(f, "") for f in library.figures(subject=rare)], "zh"),
    }
    for ask in asks[:3]:
        ask()
    found = {"figure question": [clock(ask) for ask in asks]}
    return found | {name: [clock(listing) for _ in range(5)] for name, listing in listings.items()}


def answer(library: Library, place: str, words: str) -> object:
    """Understand and answer a question from records, as if a search had found articles about the place."""
    known = library.knowledge
    asked = understand(words, words, TODAY, known.gazetteer, known.vocabulary)
    rows = library.catalog.db.execute(
        "SELECT a.doc_id FROM article_regions r JOIN articles a ON a.id = r.article WHERE r.region = ? LIMIT ?",
        (place, FOUND),
    )
    doc_ids = tuple(row["doc_id"] for row in rows)
    return answer_from_figures(asked, LibraryFigures(library), known.vocabulary, doc_ids, known.gazetteer)


def clock(run: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of one run, by the clock and by the processor."""
    wall, used = time.perf_counter(), time.process_time()
    run()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - used) * 1000


if __name__ == "__main__":
    main()
