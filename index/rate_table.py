"""A user's own rates of exchange: `rates.toml` in the library's folder, read as an article that can be cited.

    [[rate]]
    of = "美元"            # what is exchanged; `units = 100` where the rate is for a hundred
    in = "人民币"
    value = 7.1
    day = 2024-12-31
    source = "中国外汇交易中心"

Each rate becomes one sentence, so that whatever reads rates in articles reads these as well.
"""

from __future__ import annotations

import datetime as dt
import tomllib
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from index.errors import ConfigError, UsageError
from index.quantities.rates import find_rates, name_currency
from index.types import Article, Description

# The name of the file, and the doc_id of the article that it makes.
RATE_TABLE = "rates.toml"
_HINT = "write [[rate]] with of, in, value, day and source, see docs/settings.md"
_KEYS = {"of", "in", "value", "day", "source", "units"}


def read_rate_table(path: Path, version: int | None = None) -> Article | None:
    """Return the table as an article, None where there is no file.

    Its version follows from its words; raises `UsageError` where another version than the present one is asked for,
    and `ConfigError` where the file does not hold rates.
    """
    if not path.is_file():
        return None
    text = "\n".join(_read_lines(path))
    own = zlib.crc32(text.encode()) & 0x7FFFFFFF
    if version not in (None, own):
        raise UsageError(f"{path} has changed since version {version}", "ask again to see the rates of today")
    description = Description(f"汇率表 {RATE_TABLE}", None, None, None, None, "other", (), "Hans")
    return Article(RATE_TABLE, own, str(path), str(path), None, f"{own:08x}", text, description)


def _read_lines(path: Path) -> list[str]:
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no TOML: {error}", _HINT) from None
    rows = tree.get("rate")
    if set(tree) != {"rate"} or not isinstance(rows, list):
        raise ConfigError(f"{path} holds no [[rate]]", _HINT)
    return [_tell(path, row) for row in rows]


def _tell(path: Path, row: Any) -> str:
    """Return one rate as a sentence; raises `ConfigError` naming what is wrong with it."""
    fields = row if isinstance(row, dict) else {}
    if set(fields) | {"units"} != _KEYS or not isinstance(fields["day"], dt.date):
        raise ConfigError(f"{path}: {row} is no rate", _HINT)
    day, units = fields["day"], fields.get("units", 1)
    stated = f"{units}{fields['of']}={fields['value']}{fields['in']}"
    if not find_rates(stated):
        raise ConfigError(f"{path}: {stated} is not the rate of two currencies that are known", _HINT)
    quoted = name_currency(find_rates(stated)[0].quoted)
    return (
        f"{day.year}年{day.month}月{day.day}日，{units}{fields['of']}={fields['value']}{quoted}"
        f"（来源：{fields['source']}）。"
    )
