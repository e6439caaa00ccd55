"""Which files an ingest reads: folders walked in a stable order, by suffix, without leaving the folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.config import ReadSettings

# Formats that are met in folders and are not read: each is a failure that says what to do, not silence.
UNREAD = frozenset((".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".rtf", ".ofd", ".rar", ".7z"))
SUFFIXES = frozenset((
    ".txt", ".md", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx", ".xlsx", ".pptx", ".csv", ".json", ".jsonl",
    ".zip", ".png", ".jpg", ".jpeg",
))  # fmt: skip


def find_inputs(paths: Iterable[Path], settings: ReadSettings) -> Iterator[Path]:
    """Yield the files to read, each once, sorted within a folder.

    A path that was named outright is yielded whatever it is, so that a missing or unknown file becomes a failure. A
    link inside a folder that leads out of it is yielded as the link, which `read_file` refuses by name.
    """
    seen: set[Path] = set()
    for path in paths:
        named = Path(path).expanduser()
        found = _walk(named.resolve()) if named.is_dir() else iter((named.resolve(),))
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the readable files under `folder`; links to places inside it are passed over, as the walk meets these."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(root, name)
            if file.suffix.lower() not in SUFFIXES | UNREAD or name.startswith((".", "~$")):
                continue
            if file.is_symlink() and file.resolve().is_relative_to(folder):
                continue
            yield file
