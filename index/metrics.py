"""The vocabulary of metrics (口径): names, other writings, and what must not be mixed.

Knows nothing of figures. The words live in `index/data/metrics.toml`; a library's own file of the same form adds to
them without code. A metric that the vocabulary does not know is no error: figures then carry the source's words.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from index.errors import ConfigError
from index.text import fold
from index.types import Span

UnitClass = Literal["money", "count", "percent", "area", "length", "weight", "energy", "other"]

# Quotation marks and white space say nothing in a name: “小巨人”企业 and 小巨人企业.
_IGNORED = str.maketrans("", "", "“”\"'‘’「」『』《》 \t")
# Longer texts are looked through once.
_SHORT = 80
# What may stand behind a name without changing it.
_TAILS = ("的总额", "总额", "总值", "总量", "总数", "数量", "数额", "金额", "个数", "数", "额", "的")


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its canonical name, its family, the class of its unit, its other writings, and where it is from."""

    name: str
    family: str
    unit: UnitClass
    synonyms: tuple[str, ...]
    source: str
    added_after_dev: bool = False


class Vocabulary:
    """Names of metrics; find them in a text, and tell which must not be taken for one another."""

    def __init__(self, metrics: Iterable[Metric], confusable: Iterable[frozenset[str]] = ()) -> None:
        self._metrics = {metric.name: metric for metric in metrics}
        self._sets = tuple(confusable)
        self._names: dict[str, str] = {}
        self._starts: dict[str, list[str]] = defaultdict(list)
        for metric in self._metrics.values():
            for words in (metric.name, *metric.synonyms):
                self._names.setdefault(_plain(words), metric.name)
                folded = fold(words)
                if folded not in self._starts[folded[:2]]:
                    self._starts[folded[:2]].append(folded)
        for words_of_start in self._starts.values():
            words_of_start.sort(key=len, reverse=True)
        self._find_short = lru_cache(maxsize=1 << 13)(lambda folded: tuple(self._find(folded)))

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Return where metrics are named, the longest at each place, without overlaps, in order."""
        folded = fold(text)
        # Names and clauses are read again and again.
        return list(self._find_short(folded)) if len(folded) <= _SHORT else self._find(folded)

    def _find(self, folded: str) -> list[tuple[Span, str]]:
        found: list[tuple[Span, str]] = []
        position = 0
        while position < len(folded) - 1:
            words = self._longest_at(folded, position)
            # 占地区生产总值: a name of two letters gives way to a longer one that begins with its second.
            rival = self._longest_at(folded, position + 1) if words is not None and len(words) == 2 else None
            if words is None or rival is not None or not _stands_alone(folded, position, words):
                position += 1
                continue
            found.append((Span(position, position + len(words)), self._names[_plain(words)]))
            position += len(words)
        return found

    def _longest_at(self, folded: str, position: int) -> str | None:
        """Return the longest name that begins at a place of folded text."""
        names = self._starts.get(folded[position : position + 2], ())
        return next((name for name in names if folded.startswith(name, position)), None)

    def canonical(self, words: str) -> str | None:
        """Return the canonical name of a metric's words, None where the vocabulary does not know them as a whole."""
        plain = _plain(words)
        if plain in self._names:
            return self._names[plain]
        for tail in _TAILS:
            if plain.endswith(tail) and plain.removesuffix(tail) in self._names:
                return self._names[plain.removesuffix(tail)]
        return None

    def confusable(self, one: str, other: str) -> bool:
        """Say whether two metrics are near in words and must not be taken for each other: 签约额 and 到位资金."""
        first, second = self.canonical(one) or one, self.canonical(other) or other
        if first == second:
            return False
        a, b = self._metrics.get(first), self._metrics.get(second)
        same_family = a is not None and b is not None and a.family == b.family
        return same_family or any(first in names and second in names for names in self._sets)

    def get(self, name: str) -> Metric | None:
        """Return the metric with this canonical name."""
        return self._metrics.get(name)

    def names(self) -> tuple[str, ...]:
        """Return all canonical names."""
        return tuple(self._metrics)


def _plain(words: str) -> str:
    """Return words as they are compared: folded, without quotation marks and spaces between Chinese characters."""
    folded = fold(words)
    return folded if folded.isascii() else folded.translate(_IGNORED)


def _stands_alone(folded: str, position: int, words: str) -> bool:
    """Say whether Latin words are not the inside of a longer one, and 出口 is not that of 进出口."""
    end = position + len(words)
    before, after = folded[position - 1 : position], folded[end : end + 1]
    if words[0].isascii() and before.isascii() and before.isalpha():
        return False
    if words[-1].isascii() and words[-1].isalpha() and after.isascii() and after.isalpha():
        return False
    return not (words[0] == "出" and before == "进")


def _read_families(table: Mapping[str, Any], path: str) -> tuple[list[Metric], list[frozenset[str]]]:
    """Check and read one file's families and confusable sets."""
    metrics = []
    for family in table.get("family", ()):
        unit = family.get("unit", "other")
        if unit not in get_args(UnitClass):
            raise ConfigError(
                f"{path}: unit {unit!r} of family {family.get('name')!r}", f"one of {get_args(UnitClass)}"
            )
        for name, synonyms in family.get("metrics", {}).items():
            if not isinstance(synonyms, list) or not all(isinstance(word, str) and len(word) > 1 for word in synonyms):
                raise ConfigError(f"{path}: synonyms of {name!r} are no list of words", 'write ["…", "…"]')
            metrics.append(
                Metric(
                    name,
                    family.get("name", ""),
                    unit,
                    tuple(synonyms),
                    family.get("source", path),
                    bool(family.get("added_after_dev", False)),
                )
            )
    return metrics, [frozenset(entry["names"]) for entry in table.get("confusable", ())]


def _merge(metrics: list[Metric]) -> list[Metric]:
    """Join entries of one name: the first names family and unit, all give synonyms."""
    merged: dict[str, Metric] = {}
    for metric in metrics:
        old = merged.get(metric.name)
        if old is None:
            merged[metric.name] = metric
            continue
        words = tuple(dict.fromkeys((*old.synonyms, *metric.synonyms)))
        merged[metric.name] = Metric(old.name, old.family, old.unit, words, old.source, old.added_after_dev)
    return list(merged.values())


@lru_cache(maxsize=4)
def _open(overlay: Path | None, changed: int, after_dev: bool) -> Vocabulary:
    """Read the built-in file and the overlay of this state."""
    text = resources.files("index.data").joinpath("metrics.toml").read_text(encoding="utf-8")
    metrics, sets = _read_families(tomllib.loads(text), "metrics.toml")
    if overlay is not None and overlay.is_file():
        try:
            own = tomllib.loads(overlay.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{overlay} is no TOML: {error}", "see index/data/metrics.toml for the form") from error
        more, more_sets = _read_families(own, str(overlay))
        # The user's own words win where both files claim them.
        metrics, sets = [*more, *metrics], [*more_sets, *sets]
    return Vocabulary(_merge([m for m in metrics if after_dev or not m.added_after_dev]), sets)


def load_vocabulary(overlay: Path | None = None, after_dev: bool = True) -> Vocabulary:
    """Return the vocabulary, with a library's own metrics where the file `overlay` exists; opened once per state.

    `after_dev=False` leaves out what was added after the development data had been read: for benchmarks.
    """
    changed = overlay.stat().st_mtime_ns if overlay is not None and overlay.is_file() else 0
    return _open(overlay, changed, after_dev)
