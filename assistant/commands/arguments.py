"""What a command was given, read and checked: dates, filters, periods, conversations, batches."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.commands.output import print_json
from assistant.types import Turn
from index.errors import UsageError, YinzhengError
from index.types import Filters

Options = argparse.Namespace


def need(value: str | None, name: str) -> str:
    """Return what was given; raises `UsageError` where it is missing."""
    if not value or not value.strip():
        raise UsageError(f"{name} is missing", "give it, or use --batch FILE")
    return value


def read_question(line: dict[str, Any]) -> str:
    """Return the question of a line; raises `UsageError` where it has none."""
    question = line.get("question")
    if not isinstance(question, str) or not question.strip():
        raise UsageError("the line has no question", '{"qid": "1", "question": "…"}')
    return question


def read_date(value: str | None, name: str) -> dt.date | None:
    """Read a day; raises `UsageError` for what is none."""
    if value is None or value == "":
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"{name} {value!r} is no day", "write it as 2025-03-02") from None


def read_filters(options: Options) -> Filters:
    """Return what --region, --from, --to and --doc limit the search to."""
    return Filters(
        regions=tuple(options.region),
        date_from=read_date(options.date_from, "--from"),
        date_to=read_date(options.date_to, "--to"),
        doc_ids=tuple(options.doc),
    )


def read_turns(turns: list[dict[str, Any]]) -> tuple[Turn, ...]:
    """Read a conversation; raises `UsageError` for a turn without role and content."""
    read = []
    for turn in turns:
        if not isinstance(turn, dict) or turn.get("role") not in ("user", "assistant") or "content" not in turn:
            raise UsageError(f"history: {turn!r} is no turn", '{"role": "user", "content": "…"}')
        read.append(Turn(turn["role"], str(turn["content"])))
    return tuple(read)


def read_history(name: str | None) -> tuple[Turn, ...]:
    """Read the file of a conversation; raises `UsageError` where it is none."""
    if name is None:
        return ()
    try:
        turns = json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"--history {name}: {error}", "a JSON list of turns") from None
    return read_turns(turns if isinstance(turns, list) else turns.get("history", []))


def run_batch(path: Path, answer: Callable[[dict[str, Any]], dict[str, Any]], key: str = "qid") -> int:
    """Answer every line of a file in order, each flushed as it is done; a line that fails says so in its place."""
    status = 0
    for line in _lines(path):
        qid: Any = None
        try:
            read = json.loads(line)
            if not isinstance(read, dict):
                raise UsageError("the line is no JSON object")
            qid = read.get(key)
            print_json(answer(read))
        except YinzhengError as error:
            if error.exit_status > 2:
                raise
            print_json({key: qid, "error": {"code": error.code, "message": error.message, "hint": error.hint}})
            status = 1
        except ValueError as error:
            print_json({key: qid, "error": {"code": "unreadable", "message": str(error), "hint": "one JSON a line"}})
            status = 1
    return status


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from (line for line in file if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--batch {path}: {error}", "a UTF-8 file, one JSON object a line") from None
