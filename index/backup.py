"""A library in one file, and back. Only the catalog is kept: both indexes are rebuilt from it."""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LibraryError, UsageError

if TYPE_CHECKING:
    from index.library import Library

# The catalog, and what users made by hand beside it.
_KEPT = ("catalog.sqlite", "conversations.sqlite", "places.toml", "metrics.toml", "rates.toml")


def write_backup(library: Library, target: Path) -> int:
    """Write a consistent copy while readers and the writer go on; returns its bytes."""
    if target.exists():
        raise UsageError(f"{target} exists already", "name another file")
    partial = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, tarfile.open(partial, "w") as archive:
            for name in _KEPT:
                source = library.folder / name
                if not source.exists():
                    continue
                copy = Path(folder) / name
                if name.endswith(".sqlite"):
                    _copy_database(source, copy)
                else:
                    copy.write_bytes(source.read_bytes())
                archive.add(copy, name)
        os.replace(partial, target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise LibraryError(f"{target}: {error.strerror}", "name a folder with room") from None
    return target.stat().st_size


def read_backup(source: Path, folder: Path) -> None:
    """Bring a backup into an empty folder; the next `doctor --repair` or ingest rebuilds both indexes."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty", "name a new folder with --data")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(source) as archive:
            for member in archive.getmembers():
                if member.isfile() and member.name in _KEPT:
                    file = archive.extractfile(member)
                    assert file is not None
                    (folder / member.name).write_bytes(file.read())
    except (OSError, tarfile.TarError) as error:
        raise UsageError(f"{source}: {error}", "name a file that `yinzheng backup` wrote") from None
    if not (folder / "catalog.sqlite").exists():
        raise UsageError(f"{source} holds no catalog", "name a file that `yinzheng backup` wrote")
    with sqlite3.connect(folder / "catalog.sqlite") as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('unsettled', '1')")


def _copy_database(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as read, sqlite3.connect(target) as written:
        read.backup(written)
