"""The folder of weights: paths, hashes, free space. Knows nothing of where weights come from.

A file counts as present only while its SHA-256 is the trusted one. Hashing a gigabyte takes seconds, so a hash is kept
beside size and modification time, and taken anew whenever either differs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import WeightsError
from index.weights.registry import Artefact

# Left free on the disk after a pull, so that the library beside it can still be written.
_SPARE_BYTES = 200 * 2**20
# Long enough that hashing is bound by the disk, short enough to stay out of the way of memory.
_BLOCK = 1 << 20
_HASHES = "hashes.json"


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def remembered_hash(path: Path, folder: Path) -> str:
    """Return the SHA-256 of `path`, from `folder`'s memory while its size and modification time are the same."""
    state = path.stat()
    stamp = [state.st_size, state.st_mtime_ns]
    memory = folder / _HASHES
    known = _read_json(memory)
    entry = known.get(str(path.resolve()))
    if isinstance(entry, list) and entry[:2] == stamp:
        return str(entry[2])
    digest = hash_file(path)
    # A folder that cannot be written (an image, a shared cache) costs a hash each time, and nothing else.
    try:
        write_atomically(memory, json.dumps(_read_json(memory) | {str(path.resolve()): [*stamp, digest]}).encode())
    except OSError:
        pass
    return digest


def is_trusted(artefact: Artefact, path: Path, folder: Path) -> bool:
    """Say whether `path` is there and hashes to what is trusted; the size is looked at first."""
    try:
        return path.stat().st_size == artefact.bytes and remembered_hash(path, folder) == artefact.sha256
    except FileNotFoundError:
        return False


def write_atomically(path: Path, content: bytes) -> None:
    """Write `path` so that a reader sees the old content or the new, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def require_space(folder: Path, needed: int) -> None:
    """Raise `WeightsError` where `needed` bytes do not fit into `folder`, naming both numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE_BYTES:
        raise WeightsError(
            f"{folder}: {needed + _SPARE_BYTES >> 20} MB are needed, {free >> 20} MB are free",
            "free some space, or name another folder with YINZHENG_WEIGHTS__FOLDER",
        )


@contextmanager
def hold_lock(folder: Path, name: str, seconds: float = 3600.0) -> Iterator[None]:
    """Let one process at a time fetch `name`; the others wait and then find it there."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / f".{name}.lock").acquire(timeout=seconds):
            yield
    except Timeout:
        raise WeightsError(
            f"another process has been fetching {name} for {seconds / 60:.0f} minutes", "wait for it, or end it"
        ) from None


def _read_json(path: Path) -> dict[str, object]:
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) else {}
