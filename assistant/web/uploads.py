"""Where uploaded files go: into the library's own folder, under names that cannot leave it. No upload is lost."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
import uuid
from pathlib import Path, PurePosixPath

from index.errors import UsageError

# What no file system of the three likes in a name.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\u202a-\u202e\u2066-\u2069]')
_LONGEST_PART = 120
_DEEPEST = 12


def clean_name(name: str) -> PurePosixPath:
    """Return a relative path without steps upwards; raises `UsageError` where nothing is left."""
    parts = [_FORBIDDEN.sub("_", part).strip(" .") for part in name.replace("\\", "/").split("/")]
    kept = [_shorten(part) for part in parts if part]
    if not kept:
        raise UsageError(f"{name!r} is no file name", "rename the file and upload it again")
    return PurePosixPath(*kept[-_DEEPEST:])


def _shorten(part: str) -> str:
    if len(part) <= _LONGEST_PART:
        return part
    stem, dot, suffix = part.rpartition(".")
    return (
        f"{stem[: _LONGEST_PART - len(suffix) - 1]}{dot}{suffix}" if dot and len(suffix) < 8 else part[:_LONGEST_PART]
    )


class Uploads:
    """The folder of uploaded files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._arriving = folder / ".arriving"

    def receive(self) -> Path:
        """Return a fresh path for a file that is arriving."""
        self._arriving.mkdir(parents=True, exist_ok=True)
        return self._arriving / uuid.uuid4().hex

    def place(self, arrived: Path, name: str) -> str:
        """Give an arrived file its name; one of other content under the same name is kept beside it."""
        wanted = self._folder / clean_name(name)
        target, number = wanted, 1
        while target.exists() and not (target.is_file() and filecmp.cmp(arrived, target, shallow=False)):
            number += 1
            target = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(arrived, target)
        return target.relative_to(self._folder).as_posix()

    def find(self, name: str) -> Path:
        """Return the path of a placed file; raises `UsageError` for a name that leads out of the folder."""
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.exists():
            raise UsageError(f"no upload {name!r}", "upload it again")
        return path

    def paste(self, text: str, about: dict[str, str]) -> str:
        """Keep a pasted text as a line of JSON, as ingest reads it; return its name."""
        line = {"id": uuid.uuid4().hex[:12], **{key: value for key, value in about.items() if value}, "text": text}
        arrived = self.receive()
        arrived.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
        return self.place(arrived, f"pasted/{line['id']}.jsonl")
