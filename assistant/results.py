"""What a measuring run leaves behind: answers, one a line, and a report of numbers named by the commit it measured.

Answers hold words of the articles and stay out of the repository. A report holds numbers and the printed table alone,
so that it can be committed and two of them compared.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# Seen from where a program is started: reports belong to the checkout, beside the benchmarks.
FOLDER = Path("benchmarks/results")
_print = partial(print, flush=True)


class KeptAnswers:
    """Answers in a file, one JSON object a line: a second run asks only what the first one did not come to.

    Without a path they are kept for this run alone.
    """

    def __init__(self, path: Path | None, until: float | None = None) -> None:
        self._path = path
        self._until = until
        self._lines = {line["qid"]: line for line in read_answers(path)} if path else {}

    def find_or_ask(self, qid: str, ask: Callable[[], Json]) -> Json | None:
        """Return the kept answer, or ask and keep it at once; None where it would have to be asked after `until`."""
        if qid not in self._lines:
            if self._until is not None and time.monotonic() >= self._until:
                return None
            self._lines[qid] = {**ask(), "qid": qid}
            if self._path:
                _append(self._path, self._lines[qid])
        return self._lines[qid]


def _append(path: Path, line: Json) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if file.tell() and not _ends_a_line(file):
            file.write(b"\n")
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _ends_a_line(file: Any) -> bool:
    """Say whether the last byte ends a line: a run that was killed leaves half of one."""
    file.seek(-1, 2)
    return bool(file.read(1) == b"\n")


def read_answers(path: Path) -> Iterator[Json]:
    """Yield the kept answers; half a line is skipped, so that its question is asked again."""
    if path.exists():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue


def end_after(minutes: float | None) -> float | None:
    """Return the moment (`time.monotonic`) after which nothing more is asked; None: no such moment."""
    return None if minutes is None else time.monotonic() + 60 * minutes


class Report:
    """The lines that a program prints and the numbers behind them, kept as one file named by commit."""

    def __init__(self, program: str, of: str, folder: Path = FOLDER, write: Callable[[str], None] = _print) -> None:
        # Now, not when it is kept: the checkout may have moved on by then.
        self._commit = name_commit()
        self._program, self._of, self._folder, self._write = program, of, folder, write
        self._lines: list[str] = []
        self.numbers: Json = {}

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self._folder / f"{name_run(self._commit, self._program, self._of)}.json"

    def say(self, line: str = "") -> None:
        """Print a line of the table; what quotes articles is printed beside it, never through here."""
        self._lines.append(line)
        self._write(line)

    def keep(self, path: Path | None = None) -> Path:
        """Write the file and return its path; raises `TypeError` where the numbers hold words."""
        refuse_words(self.numbers)
        target = path or self.path
        day = dt.datetime.now(dt.UTC).date().isoformat()
        body = {"program": self._program, "of": self._of, "commit": self._commit, "day": day}
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = json.dumps({**body, "numbers": self.numbers, "table": self._lines}, ensure_ascii=False, indent=1)
        target.write_text(whole + "\n", encoding="utf-8")
        return target


def refuse_words(numbers: Any) -> None:
    """Raise `TypeError` unless every leaf is a number or null: no sentence of an article gets into a report."""
    if isinstance(numbers, dict):
        for value in numbers.values():
            refuse_words(value)
    elif isinstance(numbers, list | tuple):
        for value in numbers:
            refuse_words(value)
    elif not (numbers is None or isinstance(numbers, int | float)):
        raise TypeError(f"a report holds numbers alone, not {numbers!r}")


def name_run(commit: str, program: str, of: str) -> str:
    """Return the name of a run's files, without an ending."""
    return re.sub(r"[^\w.+-]+", "_", f"{commit}-{program}-{of}")


def name_commit() -> str:
    """Return the commit of this program, wherever it is called from; `-dirty` where files differ from it."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
            cwd=Path(__file__).parent, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found.stdout.strip()


def compare_numbers(one: Any, other: Any, name: str = "") -> Iterator[tuple[str, float, float]]:
    """Yield (name, number of one, number of the other) for every number that two reports share."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one:
            if key in other:
                yield from compare_numbers(one[key], other[key], f"{name} / {key}" if name else key)
    elif isinstance(one, int | float) and isinstance(other, int | float):
        yield name, one, other
