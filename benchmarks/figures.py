"""Figure records against the gold of data/dev/figures: precision and recall, field by field.

    python -m benchmarks.figures [--data DIR] [--part tuned|unseen|both] [--also MODULE:FUNCTION] [--show]
    python -m benchmarks.figures --model-baseline local           (also a language model alone with the gold passage)
    python -m benchmarks.figures --records FILE --corpus FILE [--show]      (another gold of the same form)

The articles are split by a hash of their id: rules were tuned on `tuned` alone, `unseen` was not read. Those in OPENED
were unseen until their scores turned out the worst; they were read then, and count as tuned since. A record counts for
value and unit where its span overlaps the gold's and base value and base unit are equal; each further column asks one
more field. Metric and subject are matched loosely, as the gold's README asks; the scorer shares no code with what it
scores. The baseline is what a plain regular expression gives.

Before the last six articles (86 records) were read as well, at the very end, the records scored on them: value and unit
1.000, metric 0.837, period 0.977, subject 0.953, status 0.977, all five 0.791.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

FIELDS = ("value+unit", "+metric", "+period", "+subject", "+status")
# Share of characters that two names of a metric must have in common, generic words aside.
SAME_NAME = 0.6
# Swaps among these are a minor error by the gold's README.
AHEAD = frozenset({"target", "planned", "forecast"})
# The byte of the id's SHA-256 whose parity splits the articles.
SPLIT_BYTE = 10
# Articles of the unseen half that were opened while tuning, because their scores showed faults of a kind of their own.
OPENED = frozenset(
    {"crud_d_2_1_551", "crud_d_5_1_581", "crud_d_6_3_880", "crud_d_2_1_550", "crud_d_7_3_1156", "crud_d_6_1_1216"}
)


@dataclass(frozen=True)
class Record:
    """A record as the scorer sees it, from gold or from a system."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    unit: str
    names: tuple[str, ...]
    period: tuple[str, str] | None
    subject: str
    status: str


Extractor = Callable[[dict[str, Any]], list[Record]]


def is_tuned(doc_id: str) -> bool:
    """Say whether the rules were tuned on this article."""
    return doc_id in OPENED or hashlib.sha256(doc_id.encode()).digest()[SPLIT_BYTE] % 2 == 0


def read_gold(row: dict[str, Any]) -> Record:
    """Turn one gold record into the scorer's form."""
    values = row["canonical_value"] if isinstance(row["canonical_value"], list) else [row["canonical_value"]]
    period = row["period"]
    return Record(
        row["start"],
        row["end"],
        tuple(Decimal(str(value)) for value in values),
        row["canonical_unit"],
        (row["metric"],),
        (period["start"], period["end"]) if period else None,
        row["subject"] or "",
        row["status"],
    )


_GENERIC = re.compile(
    r"[“”\"'（(][^“”\"'（）()]{0,8}[）)]|[\s“”\"'、，。（）()《》—-]|总额|总值|总量|总数|数量|规模|同比|累计|全市|全省|全区|全国|我省|我市|该省|共|的|数|额|量|值"
)
_KINDS = (("share", re.compile("占|比重|占比|比例")), ("growth", re.compile("增速|增幅|增长|变动")))


def kind_of(name: str, unit: str) -> str:
    """Name what a percentage says: a growth, a share or a rate of its own."""
    if unit != "percent":
        return ""
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "rate")


def same_metric(gold: str, name: str, unit: str) -> bool:
    """Match two names of a metric: same kind, same direction of trade, and most characters in common."""
    if kind_of(gold, unit) == "share":
        # 民营企业占进出口总值比重 and 民营企业进出口占进出口总值比重 are one: the direction is that of the whole.
        ways = direction_of(gold.rpartition("占")[2]), direction_of(name.rpartition("占")[2])
    else:
        ways = direction_of(gold), direction_of(name)
    if kind_of(gold, unit) != kind_of(name, unit) or ways[0] != ways[1]:
        return False
    first, second = Counter(_GENERIC.sub("", gold.lower())), Counter(_GENERIC.sub("", name.lower()))
    common = sum((first & second).values())
    size = sum(first.values()) + sum(second.values())
    return size > 0 and 2 * common / size >= SAME_NAME


def direction_of(name: str) -> str:
    """Return which way of trade a name means."""
    return next((way for way in ("进出口", "进口", "出口") if way in name), "")


_LEVEL = re.compile(
    r"(?:(?:(?:土家|苗|彝|藏|羌|傣|白|壮|回|蒙古|朝鲜|哈萨克|布依|侗|景颇|傈僳|哈尼|满|瑶|黎)族)*自治[州县]|(?<=..)州|盟|省|市|区|县|(?:壮族|回族|维吾尔)?自治区|特别行政区|新区)$"
)


def same_subject(gold: str, name: str) -> bool:
    """Match two subjects: equal without the word of their level, or one the other's place with more words."""
    first, second = _LEVEL.sub("", gold), _LEVEL.sub("", name)
    if not first or not second:
        return not first and not second
    return first == second or (len(first) > 1 and first in second) or (len(second) > 1 and second in first)


def same_value(gold: Record, record: Record) -> bool:
    """Match value and unit; the sign of a gap in percentage points is told by its verb and not scored."""
    if gold.unit != record.unit or len(gold.values) != len(record.values):
        return False
    bare = gold.unit == "percentage_point"
    pairs = zip(gold.values, record.values, strict=True)
    return all(abs((abs(a) - abs(b)) if bare else a - b) <= Decimal("0.01") * (abs(a) < 100) for a, b in pairs)


def matched_fields(gold: Record, record: Record) -> int:
    """Return how many columns a pair fills, left to right; 0 where it is no pair."""
    if gold.start >= record.end or record.start >= gold.end or not same_value(gold, record):
        return 0
    checks = (
        any(same_metric(gold.names[0], name, gold.unit) for name in record.names),
        gold.period == record.period,
        same_subject(gold.subject, record.subject),
        gold.status == record.status or {gold.status, record.status} <= AHEAD,
    )
    return 1 + next((index for index, right in enumerate(checks) if not right), len(checks))


def field_hits(gold: Record, record: Record) -> list[bool]:
    """Return each field on its own for a pair that shares value and unit."""
    return [
        True,
        any(same_metric(gold.names[0], name, gold.unit) for name in record.names),
        gold.period == record.period,
        same_subject(gold.subject, record.subject),
        gold.status == record.status or {gold.status, record.status} <= AHEAD,
    ]


def pair_up(gold: list[Record], found: list[Record]) -> list[tuple[Record, Record]]:
    """Pair gold and found one to one, the best pairs first."""
    ranked = sorted(
        (
            (sum(field_hits(g, f)), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if matched_fields(g, f)
        ),
        key=lambda entry: -entry[0],
    )
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, i, j in ranked:
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def score(
    ranges: Iterable[dict[str, Any]], corpus: dict[str, dict[str, Any]], extract: Extractor, show: bool
) -> tuple[list[list[int]], list[int], int, int]:
    """Return cumulative hits a column, single hits a field, the number of gold records and of found ones."""
    cumulative, single = [0] * len(FIELDS), [0] * len(FIELDS)
    golds = founds = 0
    cache: dict[str, list[Record]] = {}
    for row in ranges:
        document = corpus[row["doc_id"]]
        if row["doc_id"] not in cache:
            cache[row["doc_id"]] = extract(document)
        gold = [read_gold(record) for record in row["records"]]
        found = [r for r in cache[row["doc_id"]] if r.start >= row["start"] and r.end <= row["end"]]
        pairs = pair_up(gold, found)
        golds, founds = golds + len(gold), founds + len(found)
        for one, other in pairs:
            hits = field_hits(one, other)
            for index in range(len(FIELDS)):
                single[index] += hits[index]
                cumulative[index] += all(hits[: index + 1])
            if show and not all(hits):
                show_pair(document["text"], one, other, hits)
        if show:
            show_lost(document["text"], gold, found, pairs)
    return [cumulative], single, golds, founds


def show_pair(text: str, gold: Record, record: Record, hits: list[bool]) -> None:
    """Print what a pair differs in."""
    wrong = [name for name, hit in zip(FIELDS, hits, strict=True) if not hit]
    context = text[max(0, gold.start - 30) : gold.end + 12].replace("\n", "⏎")
    print(f"  {' '.join(wrong)} | …{context}…")
    print(f"     gold {gold.subject} | {gold.names[0]} | {gold.period} | {gold.status}")
    print(f"     ours {record.subject} | {' / '.join(record.names)} | {record.period} | {record.status}")


def show_lost(text: str, gold: list[Record], found: list[Record], pairs: list[tuple[Record, Record]]) -> None:
    """Print what was missed and what was made up."""
    for name, records, side in (("MISSED", gold, 0), ("EXTRA", found, 1)):
        paired = [id(pair[side]) for pair in pairs]
        for record in records:
            if id(record) not in paired:
                context = text[max(0, record.start - 25) : record.end + 10].replace("\n", "⏎")
                print(f"  {name} {text[record.start : record.end]} {record.values} {record.unit} | …{context}…")


def make_extractor(after_dev: bool) -> Extractor:
    """Return the product's extraction behind the scorer's form."""
    from index.clean import clean_article
    from index.describe import describe_article
    from index.figures import extract_figures
    from index.metrics import load_vocabulary
    from index.regions import load_gazetteer
    from index.types import Article, RawArticle

    gazetteer, vocabulary = load_gazetteer(), load_vocabulary(after_dev=after_dev)

    def extract(document: dict[str, Any]) -> list[Record]:
        text = document["text"]
        declared = {name: document[name] for name in ("title", "date") if document.get(name)}
        raw = RawArticle(document["doc_id"], "", None, "", text, "text", declared, plain_source=True)
        clean = clean_article(raw)
        # The gold's offsets are the input's: title and date are read as the product does, the text stays as it is.
        described = describe_article(raw, clean, gazetteer)
        article = Article(document["doc_id"], 1, "", "", None, "", text, described)
        return [
            Record(
                figure.span.start,
                figure.span.end,
                figure.canonical_value if isinstance(figure.canonical_value, tuple) else (figure.canonical_value,),
                figure.canonical_unit,
                (figure.metric, figure.metric_said),
                (str(figure.period.start), str(figure.period.end)) if figure.period else None,
                figure.subject or "",
                figure.status,
            )
            for figure in extract_figures(article, gazetteer, vocabulary)
        ]

    return extract


_PLAIN = re.compile(
    r"(\d+(?:\.\d+)?)"
    r"(万亿元|亿元|万元|元|亿美元|万美元|%|％|个百分点|倍|亿亩|万亩|亩|平方公里|公里|万吨|吨|万?[家户个项人辆宗])"
)
_PLAIN_UNITS = {
    "万亿元": ("1e12", "CNY"), "亿元": ("1e8", "CNY"), "万元": ("1e4", "CNY"), "元": ("1", "CNY"),
    "亿美元": ("1e8", "USD"),
    "万美元": ("1e4", "USD"), "%": ("1", "percent"), "％": ("1", "percent"), "个百分点": ("1", "percentage_point"),
    "倍": ("1", "times"), "亿亩": ("1e8", "mu"), "万亩": ("1e4", "mu"), "亩": ("1", "mu"), "平方公里": ("1", "km2"),
    "公里": ("1", "km"), "万吨": ("1e4", "t"), "吨": ("1", "t"),
}  # fmt: skip


def extract_plainly(document: dict[str, Any]) -> list[Record]:
    """Extract as a first attempt would: number and unit, the words before as metric, the day's year as period."""
    text = document["text"]
    year = (document.get("date") or "")[:4]
    place = re.search(r"[\u4e00-\u9fff]{2,3}(?=省|市)", text)
    records = []
    for match in _PLAIN.finditer(text):
        factor, unit = _PLAIN_UNITS.get(match[2], ("1e4" if match[2].startswith("万") else "1", "count"))
        name = re.split(r"[，。；、,]", text[max(0, match.start() - 30) : match.start()])[-1]
        records.append(
            Record(
                match.start(),
                match.end(),
                (Decimal(match[1]) * Decimal(factor),),
                unit,
                (name,),
                (f"{year}-01-01", f"{year}-12-31") if year else None,
                place.group() if place else "",
                "actual",
            )
        )
    return records


def load_extractor(name: str) -> Extractor:
    """Return an extractor by its import path, such as one that asks a language model alone."""
    module, _, function = name.partition(":")
    extractor: Extractor = getattr(importlib.import_module(module), function)
    return extractor


def print_scores(name: str, result: tuple[list[list[int]], list[int], int, int]) -> None:
    """Print one line of precision and recall a column, and each field on its own."""
    (cumulative,), single, golds, founds = result
    columns = "  ".join(
        f"{field} {hits / max(1, founds):.3f}/{hits / max(1, golds):.3f}"
        for field, hits in zip(FIELDS, cumulative, strict=True)
    )
    alone = " ".join(f"{hits / max(1, single[0]):.3f}" for hits in single[1:])
    print(f"{name:<48} gold {golds:>3} found {founds:>3}  {columns}  | each alone {alone}")


def main() -> None:
    """Score the records of the product and of the baseline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1].parent / "shared/data/dev")
    parser.add_argument("--part", choices=("tuned", "unseen", "both"), default="both")
    parser.add_argument("--also", metavar="MODULE:FUNCTION", help="another extractor: a document to a list of Record")
    parser.add_argument("--records", type=Path, help="gold records of another sample, scored as one part")
    parser.add_argument("--corpus", type=Path, help="its articles")
    parser.add_argument("--model-baseline", metavar="MODEL", help="ask a model alone, with the gold passage: local, …")
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    corpus = {row["doc_id"]: row for row in read_lines(options.corpus or options.data / "crud_news/corpus.jsonl")}
    ranges = read_lines(options.records or options.data / "figures/records.jsonl")
    print("precision/recall, columns cumulative from left to right; then metric, period, subject, status alone")
    for part, chosen in choose_parts(ranges, options.records, options.part).items():
        print_scores(f"{part}: plain regular expression", score(chosen, corpus, extract_plainly, False))
        if options.also:
            print_scores(f"{part}: {options.also}", score(chosen, corpus, load_extractor(options.also), False))
        print_scores(f"{part}: records", score(chosen, corpus, make_extractor(True), options.show))
        print_scores(f"{part}: vocabulary before dev data", score(chosen, corpus, make_extractor(False), False))
    if options.model_baseline:
        ask_model_alone(options.data, corpus, options.model_baseline)
    if not options.records:
        time_extraction(list(corpus.values()))


def choose_parts(ranges: list[dict[str, Any]], other: Path | None, part: str) -> dict[str, list[dict[str, Any]]]:
    """Return the ranges to score under the name of their part; another sample is one part."""
    if other:
        return {other.stem: ranges}
    parts = {
        "tuned": [row for row in ranges if is_tuned(row["doc_id"])],
        "unseen until the end": [row for row in ranges if not is_tuned(row["doc_id"])],
    }
    return {name: rows for name, rows in parts.items() if part == "both" or name.startswith(part)}


# How many answerable questions a model alone is asked, and by which seed they are drawn.
MODEL_SAMPLE, MODEL_SEED = 40, 7
# Code points of the article around the gold quote: what a passage holds.
MODEL_PASSAGE = 480
MODEL_TOKENS = 48


def ask_model_alone(folder: Path, corpus: dict[str, dict[str, Any]], name: str) -> None:
    """Print how often a language model gives the gold figure when the gold passage is put before it."""
    from assistant.config import load_settings
    from assistant.model import complete, load_model
    from index.errors import ModelError
    from index.quantities import parse_quantities

    model = load_model(name, load_settings({}))
    single = [q for q in read_lines(folder / "figures/questions.jsonl") if q["answerable"] and len(q["answers"]) == 1]
    asked = random.Random(MODEL_SEED).sample(single, min(MODEL_SAMPLE, len(single)))
    exact = wrong = 0
    started = time.monotonic()
    for question in asked:
        gold = question["answers"][0]
        text = corpus[gold["doc_id"]]["text"]
        at = max(0, text.find(gold["quote"]) + len(gold["quote"]) // 2 - MODEL_PASSAGE // 2)
        prompt = f"资料：{text[at : at + MODEL_PASSAGE]}\n问题：{question['question']}\n只写答案的数字和单位。"
        try:
            answer = complete(model, [{"role": "user", "content": prompt}], MODEL_TOKENS)
        except ModelError:
            answer = ""
        told = parse_quantities(answer)
        right = [quantity for quantity in told if is_gold(quantity, gold)]
        exact += bool(right)
        wrong += len(right) < len(told)
    count, spent = len(asked), time.monotonic() - started
    print(
        f"baseline: {name} alone with the gold passage, {count} questions of one figure (seed {MODEL_SEED}): "
        f"value and unit {exact / count:.3f}, with another figure {wrong / count:.3f}, {spent / count:.1f} s a question"
    )


def is_gold(quantity: Any, gold: dict[str, Any]) -> bool:
    """Say whether a quantity of an answer is the gold one; the sign is told by words."""
    value = quantity.canonical_value
    if isinstance(value, tuple) or isinstance(gold["canonical_value"], list):
        return False
    near = abs(abs(value) - abs(Decimal(str(gold["canonical_value"])))) <= Decimal("0.01")
    return near and quantity.canonical_unit == gold["canonical_unit"]


def time_extraction(documents: list[dict[str, Any]]) -> None:
    """Print the milliseconds a passage of 300 characters."""
    extract = make_extractor(True)
    extract(documents[0])
    started = time.process_time()
    found = sum(len(extract(document)) for document in documents)
    spent = time.process_time() - started
    passages = sum(len(document["text"]) for document in documents) / 300
    each = 1000 * spent / passages
    print(f"{len(documents)} articles, {found} records, {each:.2f} ms of processor time a passage of 300 characters")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a .jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
