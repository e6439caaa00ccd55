"""From a path to its articles: the one function that knows every format, and that never raises for bad input."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from index.clean.markdown import read_front_matter
from index.config import ReadSettings
from index.errors import SourceError
from index.read.decode import decode, find_declared
from index.read.lines import read_csv_articles, read_json, read_jsonl
from index.types import Failure, RawArticle

Media = Literal["text", "markdown", "html"]
Articles = Iterator[RawArticle | Failure]


def read_file(path: Path, settings: ReadSettings) -> Articles:
    """Yield the articles of the file, lazily; whatever cannot be read is a `Failure` with a code."""
    try:
        yield from _read(path, settings)
    except SourceError as error:
        yield Failure(str(path), error.code, error.message)
    except FileNotFoundError:
        yield Failure(str(path), "missing", f"{path} does not exist")
    except IsADirectoryError:
        yield Failure(str(path), "folder", f"{path} is a folder")
    except OSError as error:
        yield Failure(str(path), "unreadable", f"{path}: {error.strerror or error}")
    except MemoryError:
        yield Failure(str(path), "too_large", f"{path} needs more memory than there is")
    except RecursionError:
        yield Failure(str(path), "too_deep", f"{path} is nested too deeply")
    except Exception as error:  # a reader's library met a file that its authors did not foresee
        yield Failure(str(path), "damaged", f"{path}: {type(error).__name__}: {str(error)[:200]}")


def _read(path: Path, settings: ReadSettings) -> Articles:
    suffix = path.suffix.lower()
    if path.is_symlink():
        raise SourceError("symlink", f"{path} is a link that leads out of its folder")
    if suffix == ".jsonl":
        _check_file(path)
        return read_jsonl(path, settings)
    reader = _READERS.get(suffix)
    if reader is None:
        raise SourceError("unsupported", f"{suffix or 'a file without a suffix'} is not a format that is read")
    return reader(_load(path, settings), path, settings)


def _check_file(path: Path) -> os.stat_result:
    """Return what the system says of the file; a pipe or device would never end and is refused."""
    found = path.stat()
    if not path.is_file():
        raise SourceError("folder" if path.is_dir() else "special", f"{path} is not a regular file")
    if found.st_size == 0:
        raise SourceError("empty", f"{path} is empty")
    return found


def _load(path: Path, settings: ReadSettings) -> bytes:
    """Return the bytes of the file; refuses one that is too large, empty, no file, or still being written."""
    before = _check_file(path)
    if before.st_size > settings.largest_file:
        raise SourceError("too_large", f"{path} has {before.st_size} bytes, more than {settings.largest_file}")
    with path.open("rb") as file:
        data = file.read(settings.largest_file + 1)
        after = os.fstat(file.fileno())
    if len(data) != before.st_size or after.st_size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise SourceError("changing", f"{path} is being written; ingest it again when it is done")
    return data


def _read_text(data: bytes, path: Path, settings: ReadSettings) -> Articles:
    yield _make(data, path, "text")


def _read_markdown(data: bytes, path: Path, settings: ReadSettings) -> Articles:
    yield _make(data, path, "markdown")


def _read_html(data: bytes, path: Path, settings: ReadSettings) -> Articles:
    yield _make(data, path, "html", find_declared(data))


def _read_json(data: bytes, path: Path, settings: ReadSettings) -> Articles:
    yield from read_json(data, path)


def _read_csv(data: bytes, path: Path, settings: ReadSettings) -> Articles:
    articles = read_csv_articles(data, path)
    if articles is None:
        raise SourceError("no_text", f"{path} has no column of texts")
    yield from articles


def _make(data: bytes, path: Path, media: Media, declared: str | None = None) -> RawArticle:
    """Return the one article of a file of text; raises SourceError where it holds none."""
    decoded = decode(data, declared)
    if not decoded.text.strip("\0 \t\r\n\ufeff\u3000"):
        raise SourceError("empty", f"{path} holds no text")
    if decoded.text.count("\0") * 10 > len(decoded.text):
        raise SourceError("binary", f"{path} is not text")
    name = str(path)
    return RawArticle(
        key=name,
        path=name,
        source_id=None,
        digest=hashlib.sha256(data).hexdigest(),
        text=decoded.text,
        media=media,
        declared=read_front_matter(decoded.text) if media == "markdown" else {},
        notes=decoded.notes,
        plain_source=media != "html",
    )


_READERS: dict[str, Callable[[bytes, Path, ReadSettings], Articles]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".json": _read_json,
    ".csv": _read_csv,
}
