"""English words for metrics that the vocabulary does not hold, read through their Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understand.vocabulary import Metrics
from index.text import fold
from index.types import Span

# English that the vocabulary does not hold, for metrics that questions name often; it gives each its canonical name.
_METRICS = {
    "actual use of foreign capital": "实际使用外资",
    "paid-in foreign investment": "实际使用外资",
    "foreign capital": "实际使用外资",
    "contracted investment": "签约额",
    "contract value": "签约额",
    "contract amount": "签约额",
    "signed investment": "签约额",
    "value of signed projects": "签约额",
    "signed projects": "签约项目数",
    "projects signed": "签约项目数",
    "per-capita disposable income": "居民人均可支配收入",
    "per capita disposable income": "居民人均可支配收入",
    "disposable income": "居民人均可支配收入",
    "budget revenue": "一般公共预算收入",
    "fiscal revenue": "一般公共预算收入",
    "industrial added value": "规模以上工业增加值",
    "industrial output": "规模以上工业增加值",
    "permanent population": "常住人口",
    "market entities": "市场主体",
    "fund size": "基金规模",
}
_METRIC = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _METRICS), key=len, reverse=True)) + r")\b(?!,? (?:zone|park))"
)


def find_english_metrics(text: str, vocabulary: Metrics) -> Iterator[tuple[Span, str]]:
    """Yield the metrics that English words name, under their canonical names."""
    for match in _METRIC.finditer(fold(text)):
        words = _METRICS[match.group()]
        known = vocabulary.find(words)
        yield Span(match.start(), match.end()), known[0][1] if known else words
