"""A draft taken apart into what is judged: sentences, and the cells of a table under their header.

A row 云栖市 | 1286.4 says nothing alone; under 地区 | 上半年签约额（亿元） it says 云栖市上半年签约额1286.4亿元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text import split_sentences

_CELLS = re.compile(r"\t|\s*\|\s*")
_RULE = re.compile(r"[\s|:\-—]+")
_UNIT = re.compile(r"[（(]\s*(?:单位[:：]\s*)?([^（）()]{1,8})[）)]\s*$")
# A cell that is a number, with or without its unit.
_NUMBER = re.compile(r"[+\-]?\d[\d,]*(?:\.\d+)?\s*(?P<unit>[^\d\s]{0,6})")


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A piece of a draft as written, and the claims that it makes; a header makes none."""

    text: str
    claims: tuple[str, ...]


def split_draft(text: str) -> Iterator[DraftPart]:
    """Yield the sentences and the table rows of a draft, in its order."""
    prose: list[str] = []
    header: list[str] | None = None
    for line in text.split("\n"):
        cells = read_cells(line)
        if len(cells) < _FEWEST_CELLS:
            header = None
            prose.append(line)
            continue
        yield from _sentences(prose)
        prose = []
        if _RULE.fullmatch(line):
            continue
        if header is None:
            header = cells
            yield DraftPart(line.strip(), ())
        else:
            yield DraftPart(line.strip(), tuple(read_row(header, cells)) or (" ".join(filter(None, cells)),))
    yield from _sentences(prose)


# A line with fewer cells is no row.
_FEWEST_CELLS = 2


def read_cells(line: str) -> list[str]:
    """Return the cells of a line: between tabs, or between the bars of a Markdown table; one for a line of prose."""
    bare = line.strip()
    if "\t" in bare or (bare.startswith("|") and bare.endswith("|") and len(bare) > 1):
        return [cell.strip() for cell in _CELLS.split(bare.strip("|"))]
    return [bare]


def read_row(header: list[str], cells: list[str]) -> Iterator[str]:
    """Yield a claim for every number of a row: its label, what its column counts, and the number with its unit."""
    label = cells[0]
    for name, cell in zip(header[1:], cells[1:], strict=False):
        number = _NUMBER.fullmatch(cell)
        if number is None:
            continue
        unit = _UNIT.search(name)
        own = "" if number.group("unit") or unit is None else unit.group(1)
        yield f"{label}{_UNIT.sub('', name)}{cell}{own}。"


def _sentences(lines: list[str]) -> Iterator[DraftPart]:
    text = "\n".join(lines)
    for span in split_sentences(text):
        yield DraftPart(span.of(text), (span.of(text),))
