"""Make examples without anybody's questions: a number's own sentence, worn down until it asks for the number.

    python -m benchmarks.reader_training.cloze --library DIR --out EXAMPLES.jsonl [--most 8000]

After Lewis, Denoyer and Riedel 2019 (Unsupervised Question Answering by Cloze Translation): the number gives way to a
word that asks, some of the words around it go, others change their order, the place and the time that the record has
take the place of 全市 and 去年. Half of the questions have a twin that the window does not answer: another year, or
another place. Only articles that may be trained on are used.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import rjieba

from assistant.config import load_settings
from assistant.reader.windows import make_windows
from benchmarks.reader_training.examples import is_trained_on
from index.library import Library
from index.text import fold
from index.types import Article, Figure, Period

Json = dict[str, Any]

_SEED = 5
_ASKS = ("多少", "是多少", "有多少", "达到多少", "几", "多大", "")
_ENDS = ("", "", "？", "呢？", "，请给出数据", "，数据是多少")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLAUSE = re.compile(r"[，,；;。：:、（）()\n]")
_RELATIVE = re.compile(r"今年|去年|前年|本月|上月|当年|全年|同期|目前|截至目前")
_OWN = re.compile(r"[全我本该][省市区县州旗国]")
_SCALE = re.compile(r"^[万亿千百]+")
_KEPT, _TWINS, _OTHER_WINDOW = 0.75, 0.5, 0.6
_LEAST = 4


def main() -> None:
    """Write the examples, shuffled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=8000)
    args = parser.parse_args()
    chance = random.Random(_SEED)
    library = Library(load_settings({"data": str(args.library)}))
    records: dict[str, list[Figure]] = defaultdict(list)
    for figure in library.figures():
        records[figure.doc_id].append(figure)
    places = sorted(
        {figure.subject for figures in records.values() for figure in figures if figure.subject_key} - {None}
    )
    examples: list[Json] = []
    for doc_id, figures in records.items():
        article = library.article(doc_id)
        if is_trained_on(article.source_id or doc_id):
            examples += _wear_down(article, figures, places, chance)
    chance.shuffle(examples)
    lines = [json.dumps(example, ensure_ascii=False) for example in examples[: args.most]]
    args.out.write_text("\n".join(lines), encoding="utf-8")
    print(f"{len(lines)} of {len(examples)} examples")


def _wear_down(
    article: Article, figures: Sequence[Figure], places: Sequence[str], chance: random.Random
) -> Iterator[Json]:
    windows = make_windows(article)
    for figure in figures:
        holding = [w for w in windows if w.span.start <= figure.span.start and figure.span.end <= w.span.end]
        if not holding:
            continue
        window = holding[0]
        inside = (figure.span.start - window.span.start, figure.span.end - window.span.start)
        asked = _ask(article, figure, chance)
        if len(asked) < _LEAST:
            continue
        yield _row(asked, window.head, window.text, [inside])
        others = [w for w in windows if w is not window and figure.quote not in w.text]
        if others and chance.random() < _OTHER_WINDOW:
            other = chance.choice(others)
            yield _row(asked, other.head, other.text, [])
        twin = _twist(asked, window.head + window.text, places, chance)
        if twin and chance.random() < _TWINS:
            yield _row(twin, window.head, window.text, [])


def _row(question: str, head: str, text: str, spans: list[tuple[int, int]]) -> Json:
    return {"q": fold(question), "lead": head, "text": text, "spans": spans}


def _ask(article: Article, figure: Figure, chance: random.Random) -> str:
    """Return a question for a record: by its fields, or from the words of its own clause."""
    unit = _SCALE.sub("", figure.unit or "") if chance.random() < 0.5 else ""
    asking = chance.choice(_ASKS) + unit
    who = figure.subject or ""
    when = _say(figure.period, chance)
    if chance.random() < 0.35:
        parts = [part for part in (who, when) if part and chance.random() < 0.9]
        chance.shuffle(parts)
        return f"{''.join(parts)}{figure.metric_said or figure.metric}{asking}{chance.choice(_ENDS)}"
    start, end = figure.sentence.start, figure.sentence.end
    before, after = article.text[start : figure.span.start], article.text[figure.span.end : end]
    head, own = _cut_last(before)
    own = _OWN.sub(who or "", _RELATIVE.sub(when, own)) if when or who else own
    tail = _CLAUSE.split(after, maxsplit=1)[0][:8]
    pieces = [f"{_drop(own, chance)}{asking}{tail if chance.random() < 0.5 else ''}"]
    if head and chance.random() < 0.4:
        pieces.insert(0, _drop(head, chance))
    if who and who not in own and chance.random() < 0.85:
        pieces.insert(0, who)
    if when and not _YEAR.search(own) and chance.random() < 0.8:
        pieces.insert(chance.randrange(2), when)
    return "".join(pieces) + chance.choice(_ENDS)


def _cut_last(before: str) -> tuple[str, str]:
    """Return the clause before the last one, and the last one, of the words that lead to a number."""
    parts = [part for part in _CLAUSE.split(before) if part.strip()]
    own = parts[-1] if parts else ""
    if len(own) < _LEAST and len(parts) > 1:
        own = parts[-2] + own
        parts = parts[:-1]
    return (parts[-2][-20:] if len(parts) > 1 else ""), own[-30:]


def _drop(words: str, chance: random.Random) -> str:
    """Return words without some of them, now and then with two neighbours changed."""
    tokens = [token for token in rjieba.cut(words) if len(token) > 1 or chance.random() < 0.5]
    kept = [token for token in tokens if chance.random() < _KEPT or _YEAR.search(token)]
    if len(kept) > 2 and chance.random() < 0.4:
        at = chance.randrange(len(kept) - 1)
        kept[at], kept[at + 1] = kept[at + 1], kept[at]
    return "".join(kept)


def _say(period: Period | None, chance: random.Random) -> str:
    if period is None:
        return ""
    start, end = period.start, period.end
    if start == end:
        return f"截至{end.year}年{end.month}月" + chance.choice(("底", ""))
    if start.year != end.year:
        return f"{start.year}年至{end.year}年"
    if (start.month, end.month) == (1, 12):
        return f"{start.year}年" + chance.choice(("", "全年"))
    if (start.month, end.month) == (1, 6):
        return f"{start.year}年上半年"
    if start.month == end.month:
        return f"{start.year}年{start.month}月"
    return f"{start.year}年{start.month}{chance.choice(('—', '至', '到', '-'))}{end.month}月"


def _twist(question: str, window: str, places: Sequence[str], chance: random.Random) -> str | None:
    """Return the question of another year or place that the window does not speak of, None where it names neither."""
    found = _YEAR.search(question)
    named = next((place for place in places if place and place in question), None)
    if found and (named is None or chance.random() < 0.5):
        year = str(int(found[0]) + chance.choice((-2, -1, 1)))
        return None if year in window else question.replace(found[0], year)
    if named is None:
        return None
    other = chance.choice(places)
    return None if other[:2] in window else question.replace(named, other)


if __name__ == "__main__":
    main()
