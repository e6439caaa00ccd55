"""The names of places: what the data file and a library's overlay hold, ready for matching.

A name has a class that says how far it can be trusted: `SAFE` everywhere, `QUESTION` in questions only (汉南 for
汉南区), `SUPPORTED` only where the text itself shows that a place is meant (日照, 和平, 新城区). An overlay's are safe.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from index.errors import ConfigError
from index.regions.zones import KINDS, PART, zone_aliases, zone_name
from index.text import fold
from index.types import Region, RegionLevel

SAFE, QUESTION, SUPPORTED = 0, 1, 2
COUNTRY = "CN"

_DATA = Path(__file__).parent.parent / "data" / "regions.json"
_LEVELS = get_args(RegionLevel)
# From the widest to the narrowest: where a bare name fits several, the widest is meant (吉林 is the province).
RANKS = {level: rank for rank, level in enumerate(("国", "区域", "省", "市", "区", "园区", "片区"))}

Entry = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the data file."""

    name: str
    level: RegionLevel
    parent: str | None
    names: dict[str, int]
    joint: str | None


class NameTable:
    """All names with the keys of the regions that bear them; zones named by rule are made on demand."""

    def __init__(self, rows: Iterable[list[Any]]) -> None:
        self._rows: dict[str, _Row] = {}
        self.names: dict[str, list[Entry]] = {}
        self.latin: dict[str, list[Entry]] = {}
        # Lengths of the names that begin with two given characters, longest first.
        self.lengths: dict[str, tuple[int, ...]] = {}
        self._regions: dict[str, Region] = {}
        self._joint: dict[str, tuple[str, ...]] = {}
        self._own_aliases: dict[str, list[str]] = {}
        for key, name, level, parent, names, latin, joint in rows:
            self._add_row(key, _Row(name, level, parent, names, joint))
            for spelling, rank in latin.items():
                self.latin.setdefault(spelling, []).append((key, rank))
        self._index()

    def _add_row(self, key: str, row: _Row) -> None:
        self._rows[key] = row
        names = self.names
        if row.name not in row.names:
            names.setdefault(row.name, []).append((key, SAFE))
        for name, rank in row.names.items():
            names.setdefault(name, []).append((key, rank))
        if row.joint:
            self._joint[key] = (*self._joint.get(key, ()), row.joint)
            self._joint[row.joint] = (*self._joint.get(row.joint, ()), key)

    def _index(self) -> None:
        lengths: dict[str, set[int]] = {}
        for name in self.names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self.lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    def add_overlay(self, path: Path) -> None:
        """Add a library's own places and aliases from a TOML file; raise ConfigError where it cannot be."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"{path}: {error}", "The file of own places must be TOML in UTF-8.") from error
        unknown = set(data) - {"place", "alias"}
        if unknown:
            raise ConfigError(f"{path}: unknown table {sorted(unknown)[0]!r}", "Known are [[place]] and [[alias]].")
        for entry in data.get("place", []):
            self._add_place(path, entry)
        for entry in data.get("alias", []):
            key = self._key_of(path, entry.get("of", ""))
            for name in entry.get("names", []):
                self.names.setdefault(fold(name), []).insert(0, (key, SAFE))
                self._own_aliases.setdefault(key, []).append(fold(name))
        self._regions.clear()
        self._index()

    def _add_place(self, path: Path, entry: dict[str, Any]) -> None:
        name, level = fold(str(entry.get("name", ""))), entry.get("level", "园区")
        if len(name) < 2 or level not in _LEVELS:
            raise ConfigError(f"{path}: place {name!r} of level {level!r}", f"Levels are {', '.join(_LEVELS)}.")
        parent = self._key_of(path, entry["within"]) if "within" in entry else COUNTRY
        joint = self._key_of(path, entry["joint"]) if "joint" in entry else None
        aliases = dict.fromkeys((fold(alias) for alias in entry.get("aliases", [])), SAFE)
        self._add_row(f"OWN:{name}", _Row(name, level, parent, aliases, joint))

    def _key_of(self, path: Path, name: str) -> str:
        if name in self._rows:
            return name
        keys = [key for key, rank in self.names.get(fold(name), [])]
        if not keys:
            raise ConfigError(f"{path}: no place {name!r}", "Use its full name, or a key such as 420100.")
        return keys[0]

    def compose(self, place: str, kind: str) -> str:
        """Return the key of the zone of `kind` that belongs to the place with key `place`."""
        for stem in self.stems(place):
            for key, _ in self.names.get(zone_name(stem, kind), []):
                if place == key or place in self.parents(key):
                    return key
        return f"{place}/{kind}"

    def stems(self, key: str) -> tuple[str, ...]:
        """Return the short forms of a place's name, the place's own name last."""
        row = self._rows[key]
        shorter = [name for name in row.names if row.name.startswith(name)]
        return (*sorted(shorter, key=len), row.name)

    def parents(self, key: str) -> tuple[str, ...]:
        """Return the keys of what a region lies in, from near to far."""
        found: list[str] = []
        here: str | None = key
        while here is not None:
            row = self._rows.get(here)
            here = row.parent if row else here.rpartition("/")[0] or None
            if here is not None:
                found.append(here)
        return tuple(found)

    def region(self, key: str) -> Region | None:
        """Return the region with this key; None where there is none."""
        known = self._regions.get(key)
        if known is None:
            row = self._rows.get(key)
            made = self._make(key, row) if row else self._make_zone(key)
            if made is None:
                return None
            known = self._regions[key] = made
        return known

    def _make(self, key: str, row: _Row) -> Region:
        aliases = tuple(name for name in row.names if name != row.name)
        return Region(key, row.name, row.level, self.parents(key), aliases + tuple(self._own_aliases.get(key, ())))

    def _make_zone(self, key: str) -> Region | None:
        place, slash, kind = key.rpartition("/")
        if not slash:
            return None
        if kind in KINDS and place in self._rows:
            stem = self.stems(place)[0]
            return Region(key, zone_name(stem, kind), "园区", self.parents(key), zone_aliases(stem, kind))
        whole = self.region(place)
        return Region(key, whole.name + kind, "片区", self.parents(key)) if whole and kind.endswith(PART) else None

    def rank(self, key: str) -> int:
        """Return how wide a region is: 0 for a country."""
        row = self._rows.get(key)
        return RANKS[row.level] if row else RANKS["园区"]

    def joint(self, key: str) -> tuple[str, ...]:
        """Return the keys of the regions that are run together with this one (武汉经开区 and 汉南区)."""
        return self._joint.get(key, ())

    def keys(self) -> Iterable[str]:
        """Return the keys of all listed regions."""
        return self._rows.keys()


def read_names(overlay: Path | None = None) -> NameTable:
    """Open the data file, and the overlay where it exists."""
    table = NameTable(json.loads(_DATA.read_text(encoding="utf-8"))["regions"])
    if overlay is not None and overlay.is_file():
        table.add_overlay(overlay)
    return table
