"""The gazetteer: places and zones by name and by key, and how they lie in each other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from index.regions.names import NameTable, read_names
from index.regions.scan import Mention, scan
from index.regions.typos import guess_places
from index.text import fold
from index.types import Region

# Sentences whose places are remembered, and how long they may be: about 20 MB at most.
_MOST_FOUND, _LONGEST_KEPT = 30_000, 300
_MOST_RESOLVED = 4096
# Keys of places by name alone.
_OPEN = "OPEN:"


def _open_name(key: str) -> str | None:
    return key.removeprefix(_OPEN) if key.startswith(_OPEN) else None


class Gazetteer:
    """Names and keys of the places that are known; opened once with `load_gazetteer`."""

    def __init__(self, table: NameTable) -> None:
        self._table = table
        # Filters resolve the same names for every question.
        self._resolved: dict[tuple[str, tuple[str, ...]], tuple[Region, ...]] = {}
        # The sentences of an article that many ask about are read for each question.
        self._found: dict[str, tuple[Mention, ...]] = {}

    def find(self, text: str, near: Iterable[str] = (), question: bool = False) -> list[Mention]:
        """Return the places that `text` names, in order, without overlaps.

        `near` are keys of regions that settle a name which several places bear. A question is read more freely than
        an article: bare names of counties count, and so do names with one typing error.
        """
        if not question and not near and len(text) <= _LONGEST_KEPT:
            return list(self._find_again(text))
        mentions = scan(text, self._table, question, near)
        if question:
            mentions = sorted([*mentions, *guess_places(text, mentions, self._table)], key=lambda m: m.span)
        return mentions

    def _find_again(self, sentence: str) -> tuple[Mention, ...]:
        if sentence not in self._found:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[sentence] = tuple(scan(sentence, self._table))
        return self._found[sentence]

    def resolve(self, name: str, near: Iterable[str] = ()) -> tuple[Region, ...]:
        """Return the regions that bear exactly this name; more than one where `near` does not settle it."""
        known = (name, tuple(near))
        if known not in self._resolved:
            if len(self._resolved) >= _MOST_RESOLVED:
                self._resolved.clear()
            self._resolved[known] = self._resolve(*known)
        return self._resolved[known]

    def _resolve(self, name: str, near: tuple[str, ...]) -> tuple[Region, ...]:
        wanted = fold(name).strip()
        for mention in scan(wanted, self._table, question=True, near=near):
            if mention.span.start == 0 and mention.span.end == len(wanted):
                return mention.regions
        keys = dict.fromkeys(key for key, _ in self._table.names.get(wanted, ()))
        return tuple(region for key in keys if (region := self._table.region(key)))

    def get(self, key: str) -> Region | None:
        """Return the region with this key, None where there is none; a key made by `open_region` works too."""
        name = _open_name(key)
        return self._table.region(key) if name is None else self.open_region(name)

    def open_region(self, name: str) -> Region:
        """Return a place by its name alone, which fits every place of that name: 铁西区, of three cities."""
        known = [self._table.region(key) for key, _ in self._table.names.get(fold(name), ())]
        first = next((region for region in known if region), None)
        return Region(_OPEN + name, name, first.level if first else "区")

    def is_within(self, key: str, other: str) -> bool:
        """Say whether the region `key` is `other` or lies in it."""
        if key == other or other in self._table.parents(key):
            return True
        name = _open_name(other)
        around = (key, *self._table.parents(key))
        return name is not None and any((region := self.get(place)) and region.name == name for place in around)

    def same(self, first: str, second: str) -> bool:
        """Say whether two names (or keys) mean one place: 武汉经开区 and 车谷."""
        return bool(self._keys(first) & self._keys(second))

    def related(self, key: str) -> tuple[str, ...]:
        """Return the keys of regions that are run together with this one: 武汉经开区 and 汉南区."""
        return self._table.joint(key)

    def label(self, region: Region) -> str:
        """Return the shortest name that means this region alone: 东湖区, but 沈阳市铁西区."""
        bearers = {key for key, _ in self._table.names.get(region.name, ())}
        parent = self._table.region(region.parents[0]) if region.parents else None
        return region.name if len(bearers) < 2 or parent is None else parent.name + region.name

    def _keys(self, name: str) -> set[str]:
        known = self._table.region(name)
        return {known.key} if known else {region.key for region in self.resolve(_open_name(name) or name)}


@lru_cache(maxsize=4)
def _open(overlay: Path | None, changed: int) -> Gazetteer:
    return Gazetteer(read_names(overlay))


def load_gazetteer(overlay: Path | None = None) -> Gazetteer:
    """Return the gazetteer, with a library's own places where the file `overlay` exists; opened once per state."""
    changed = overlay.stat().st_mtime_ns if overlay is not None and overlay.is_file() else 0
    return _open(overlay, changed)
