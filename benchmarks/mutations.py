"""Does the audit tell true sentences from changed ones? Templates over annotated records, each changed in every way.

    python benchmarks/mutations.py --data ../shared/data/dev [--show KIND] [--keep]

For each annotated record of the figure data, true sentences are written from its fields (other word order, resolved
years, converted units, English), with the record's own sentence and the one before it as evidence. Each is then
changed in one way. Printed: how many true ones were wrongly refused and how many changed ones were caught, beside a
baseline that only asks whether every number and place of the sentence is present, on both halves by hash: the audit
was developed on half 0. `--rules` leaves out the trained reader.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.audit import Auditor, explain_faults
from assistant.audit.meaning import Meaning, WordEncoder
from assistant.audit.parts import Lookup
from assistant.config import load_settings
from assistant.context import find_context
from assistant.results import Report
from assistant.types import Claim, Quote
from benchmarks.audit import load_reader
from index.embed import load_encoder
from index.metrics import load_vocabulary
from index.regions import load_gazetteer
from index.text import split_sentences
from index.types import Article, Description

SWAPPED_UNITS = {
    "亿元": "万元",
    "万元": "亿元",
    "%": "个百分点",
    "个百分点": "%",
    "亿美元": "亿元",
    "元": "万元",
    "家": "万家",
    "个": "万个",
    "亿人次": "万人次",
    "万人次": "亿人次",
    "万人": "人",
    "户": "万户",
    "倍": "成",
    "万吨": "吨",
    "万亿元": "亿元",
    "亿": "万",
    "件": "万件",
}
# Articles of this data without a date are from the end of this month.
DAY = "2023-07-31"
GROWTH = re.compile(r"(?:同比|环比)?(?:增速|增幅|增长率|增长|降幅|下降)$")


@dataclass(frozen=True)
class Fact:
    """The fields of a record, from which a sentence is written."""

    doc: str
    subject: str
    metric: str
    value: str
    unit: str
    qualifier: str | None
    status: str
    start: str | None
    end: str | None
    falls: bool
    denied: bool = False

    @property
    def grows(self) -> bool:
        """Say whether the number is a change and not a level."""
        return bool(GROWTH.search(self.metric)) and self.unit in ("%", "个百分点", "倍")


def say_period(fact: Fact) -> str:
    """Write a period with its year."""
    if fact.start is None or fact.end is None:
        return ""
    a, b = dt.date.fromisoformat(fact.start), dt.date.fromisoformat(fact.end)
    named = {
        (1, 12): "",
        (1, 6): "上半年",
        (7, 12): "下半年",
        (1, 3): "一季度",
        (4, 6): "二季度",
        (7, 9): "三季度",
        (1, 9): "前三季度",
    }
    if a == b:
        return f"截至{b.year}年{b.month}月{b.day}日"
    if a.day == 1 and a.year == b.year and (b + dt.timedelta(days=1)).day == 1:
        if a.month == b.month:
            return f"{a.year}年{a.month}月"
        return f"{a.year}年" + named.get((a.month, b.month), f"{a.month}—{b.month}月")
    return f"{a.year}年{a.month}月{a.day}日至{b.year}年{b.month}月{b.day}日"


def amount(fact: Fact) -> str:
    """Write qualifier, value and unit in the order that Chinese wants."""
    qualifier = fact.qualifier or ""
    if qualifier in ("余", "多"):
        return f"{fact.value}{qualifier}{fact.unit}"
    return (
        f"{fact.value}{fact.unit}{qualifier}"
        if qualifier in ("以上", "左右", "以内", "以下")
        else f"{qualifier}{fact.value}{fact.unit}"
    )


def sentences(fact: Fact) -> dict[str, str]:
    """Return true sentences of one fact by template."""
    period, not_ = say_period(fact), "未" if fact.denied else ""
    head = re.sub(GROWTH, "", fact.metric)
    verb = {"target": "力争达到", "planned": "计划达到", "forecast": "预计达到"}.get(fact.status, "达到")
    if fact.grows:
        way = ("同比" if "同比" in fact.metric else "") + ("下降" if fact.falls else "增长")
        mood = {"target": "力争", "planned": "计划", "forecast": "预计"}.get(fact.status, "")
        return {
            "order": f"{period}，{fact.subject}{head}{mood}{not_}{way}{amount(fact)}。".lstrip("，"),
            "of": f"{fact.subject}的{head}{period and '在' + period}{mood}{not_}{way}{amount(fact)}。",
        }
    written = {
        "order": f"{period}，{fact.subject}{fact.metric}{not_}{verb}{amount(fact)}。".lstrip("，"),
        "of": f"{fact.subject}{period}的{fact.metric}{not_}{verb}{amount(fact)}。",
    }
    converted = convert(fact)
    if converted:
        written["converted"] = f"{fact.subject}{period}{converted.metric}{not_}{verb}{amount(converted)}。"
    if fact.status == "actual" and not fact.denied:
        written["inverted"] = f"{amount(fact)}，这是{fact.subject}{period}的{fact.metric}。"
    return written


def convert(fact: Fact) -> Fact | None:
    """Write the value in the neighbouring unit."""
    steps = {
        "亿元": ("万元", 10**4),
        "万元": ("亿元", Decimal(1) / 10**4),
        "万人": ("人", 10**4),
        "万吨": ("吨", 10**4),
    }
    if fact.unit not in steps or not re.fullmatch(r"[\d.]+", fact.value):
        return None
    unit, factor = steps[fact.unit]
    return replace(fact, value=f"{(Decimal(fact.value) * factor).normalize():f}", unit=unit)


def changes(fact: Fact, others: list[Fact], rng: random.Random) -> Iterator[tuple[str, Fact]]:
    """Yield (kind, changed fact) for every way in which the fact can be changed."""
    digits = [i for i, char in enumerate(fact.value) if char.isdigit()]
    if digits:
        at = rng.choice(digits)
        new = rng.choice([d for d in "123456789" if d != fact.value[at]])
        yield "digit", replace(fact, value=fact.value[:at] + new + fact.value[at + 1 :])
    if fact.unit in SWAPPED_UNITS:
        yield "unit", replace(fact, unit=SWAPPED_UNITS[fact.unit])
    if fact.start and fact.end:
        shift = rng.choice([-2, -1, 1])
        move = lambda day: f"{int(day[:4]) + shift}{day[4:]}".replace("02-29", "02-28")  # noqa: E731
        yield "year", replace(fact, start=move(fact.start), end=move(fact.end))
    far = [o for o in others if o.doc != fact.doc and o.subject not in fact.subject and fact.subject not in o.subject]
    if far:
        yield "place", replace(fact, subject=rng.choice(far).subject)
    metrics = [
        o.metric
        for o in others
        if not fact.grows
        and not o.grows
        and o.unit == fact.unit
        and len(set(o.metric) & set(fact.metric)) <= len(set(fact.metric)) // 3
    ]
    if metrics:
        yield "metric", replace(fact, metric=rng.choice(metrics))
    if fact.grows:
        yield "negation", replace(fact, falls=not fact.falls)
    elif fact.status == "actual":
        yield "negation", replace(fact, denied=True)
    new_qualifier = rng.choice(
        [None, "近", "约"] if fact.qualifier in ("超", "超过", "突破", "逾", "余", "多", "以上") else ["超", "近"]
    )
    if new_qualifier != fact.qualifier:
        yield "qualifier", replace(fact, qualifier=new_qualifier)
    if not re.search("预计|计划|目标|拟|规划", fact.metric):
        yield "status", replace(fact, status="target" if fact.status == "actual" else "actual")


@dataclass(frozen=True)
class Evidence:
    """A quote with its article."""

    article: Article
    quote: Quote

    @property
    def text(self) -> str:
        """The quote and its context."""
        words = [context.span.of(self.article.text) for context in self.quote.context]
        return "\n".join([*words, self.quote.span.of(self.article.text)])


def load(data: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the corpus by id, and the annotated ranges."""
    articles, ranges = (
        [json.loads(line) for line in (data / name).read_text(encoding="utf-8").splitlines()]
        for name in ("crud_news/corpus.jsonl", "figures/records.jsonl")
    )
    return {article["doc_id"]: article for article in articles}, ranges


def make_article(doc: str, text: str, date: str, region: str) -> Article:
    """Return a piece of evidence as an article."""
    day = dt.date.fromisoformat(date) if date else None
    return Article(doc, 1, doc, doc, None, "", text, Description("", day, None, None, None, "news", (region,), "Hans"))


def cases(data: Path, knowledge: Lookup, seed: int = 7) -> Iterator[tuple[str, str, bool, list[Evidence], str]]:
    """Yield (kind, claim, is it true, evidence, id)."""
    corpus, ranges = load(data)
    rng = random.Random(seed)
    facts: list[tuple[Fact, dict[str, Any], Evidence]] = []
    for item in ranges:
        doc = corpus[item["doc_id"]]
        for record in item["records"]:
            if record["status"] in ("comparison", "requirement") or not record["unit"] or not record["subject"]:
                continue
            facts.append((as_fact(item["doc_id"], record), record, evidence_of(doc, record, knowledge)))
    everyone = [fact for fact, _, _ in facts]
    for i, (fact, record, article) in enumerate(facts):
        name = f"{fact.doc}-{record['start']}-{i}"
        for template, text in sentences(fact).items():
            yield f"true/{template}", text, True, [article], name
        for kind, changed in changes(fact, everyone, rng):
            template = rng.choice(sorted(sentences(changed)))
            yield kind, sentences(changed)[template], False, [article], name
    yield from swaps(facts, rng)


def swaps(facts: list[tuple[Fact, dict[str, Any], Evidence]], rng: random.Random) -> Iterator[Any]:
    """Yield claims that give one number the words of another: in one span, and between two."""
    for i, (fact, record, article) in enumerate(facts):
        name = f"{fact.doc}-{record['start']}-{i}"
        for other, _, other_article in facts[i + 1 :]:
            different = other.value != fact.value and other.unit == fact.unit and other.grows == fact.grows
            if not different or set(other.metric) == set(fact.metric):
                continue
            if other_article.quote.span == article.quote.span and other.doc == fact.doc:
                swapped = replace(fact, value=other.value, qualifier=other.qualifier, falls=other.falls)
                yield "swapped in a span", sentences(swapped)["order"], False, [article], name
                break
    for i, (fact, record, article) in enumerate(facts):
        rivals = [
            (o, a)
            for o, _, a in facts
            if o.doc != fact.doc
            and o.unit == fact.unit
            and o.value != fact.value
            and o.grows == fact.grows
            and o.subject not in fact.subject
            and fact.subject not in o.subject
        ]
        if rivals:
            other, other_article = rng.choice(rivals)
            swapped = replace(fact, value=other.value, qualifier=other.qualifier, falls=other.falls)
            name = f"{fact.doc}-{record['start']}-{i}"
            yield "swapped between spans", sentences(swapped)["order"], False, [article, other_article], name


def as_fact(doc: str, record: dict[str, Any]) -> Fact:
    """Return the fields of a record as text."""
    value = record["value"]
    written = f"{value[0]}-{value[1]}" if isinstance(value, list) else f"{Decimal(str(value)).normalize():f}"
    canonical = record["canonical_value"]
    falls = (canonical[0] if isinstance(canonical, list) else canonical) < 0
    period = record["period"] or {}
    return Fact(
        doc,
        record["subject"],
        record["metric"],
        written,
        record["unit"],
        record["qualifier"],
        record["status"],
        period.get("start"),
        period.get("end"),
        falls,
    )


def evidence_of(doc: dict[str, Any], record: dict[str, Any], knowledge: Lookup) -> Evidence:
    """Return the record's sentence as it would be cited: with the context that the article gives it."""
    article = make_article(doc["doc_id"], doc["text"], doc["date"] or DAY, record["subject"])
    span = next(s for s in split_sentences(doc["text"]) if s.start <= record["start"] < s.end)
    return Evidence(article, Quote(article.doc_id, 1, span, find_context(article, span, knowledge.gazetteer)))


def present(claim: str, articles: list[Evidence]) -> bool:
    """Baseline: every number of the claim stands somewhere in the evidence."""
    words = "".join(article.text for article in articles) + "".join(
        r for a in articles for r in a.article.description.regions
    )
    return all(number in words for number in re.findall(r"\d+(?:\.\d+)?", claim) if len(number) != 4)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--show", default="")
    parser.add_argument("--half", type=int, default=0)
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/results")
    parser.add_argument("--rules", action="store_true", help="without the trained reader")
    options = parser.parse_args()
    reader = None if options.rules else load_reader()
    report = Report("mutations", "figures")
    knowledge = Lookup(load_gazetteer(), load_vocabulary())
    encoder = load_encoder(load_settings())
    meaning = Meaning(encoder if isinstance(encoder, WordEncoder) else None)
    passed: dict[int, Counter[str]] = {0: Counter(), 1: Counter()}
    total: dict[int, Counter[str]] = {0: Counter(), 1: Counter()}
    base: Counter[str] = Counter()
    seconds: list[float] = []
    for kind, claim, true, articles, name in cases(options.data, knowledge):
        half = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
        shelf = {item.article.doc_id: item.article for item in articles}
        auditor = Auditor(
            lambda doc_id, version, shelf=shelf: shelf[doc_id],
            knowledge.gazetteer,
            knowledge.vocabulary,
            meaning,
            reader,
        )
        started = time.process_time()
        verdict = auditor.audit(Claim(claim, tuple(item.quote for item in articles)))
        seconds.append(time.process_time() - started)
        total[half][kind] += 1
        passed[half][kind] += verdict.carried
        base[kind] += present(claim, articles)
        if kind.startswith(options.show or "-") and half == options.half and verdict.carried != true:
            print(
                kind, "|", claim, "|", explain_faults(verdict.faults), "|", articles[0].text[-160:].replace("\n", " ")
            )
    say_table(report, total, passed, base, sorted(seconds))
    if options.keep:
        print(report.keep())


def say_table(
    report: Report,
    total: dict[int, Counter[str]],
    passed: dict[int, Counter[str]],
    base: Counter[str],
    times: list[float],
) -> None:
    """Print the share that is not let through, by kind and half, beside the baseline's; `times` are sorted."""
    report.say(f"{'kind':24} {'n':>5}  half 0   half 1   baseline (present)")
    for kind in sorted(total[0] | total[1]):
        n = total[0][kind] + total[1][kind]
        halves = [1 - passed[h][kind] / max(1, total[h][kind]) for h in (0, 1)]
        rates = dict(zip(("half 0", "half 1", "baseline"), [*halves, 1 - base[kind] / n], strict=True))
        shown = "   ".join(f"{rate:.3f}" for rate in rates.values())
        report.say(f"{kind:24} {n:5}  {shown}   {'wrongly refused' if kind.startswith('true') else 'caught'}")
        report.numbers[kind] = {"n": n, **rates}
    middle, tail = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.95))
    report.say(f"milliseconds of processor time, a sentence against its quotes: p50 {middle:.1f}  p95 {tail:.1f}")
    report.numbers["milliseconds"] = {"p50": middle, "p95": tail}


if __name__ == "__main__":
    main()
