"""From a path to its articles: the one function that knows every format, and that never raises for bad input."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

from index.clean.markdown import read_front_matter
from index.config import ReadSettings
from index.errors import SourceError
from index.read.archive import read_mhtml, read_zip
from index.read.decode import check_page, decode, find_declared, is_markup
from index.read.find import UNREAD
from index.read.lines import read_csv_articles, read_csv_table, read_json, read_jsonl
from index.read.ocr import load_ocr
from index.read.office import read_docx, read_pptx, read_xlsx
from index.read.pages import measure_picture
from index.read.pdf import lines_of, read_pdf
from index.read.structured import StructuredText, start_article
from index.types import Failure, Media, RawArticle

Articles = Iterator[RawArticle | Failure]
Reader = Callable[[bytes, str, ReadSettings], Articles]


def read_file(path: Path, settings: ReadSettings) -> Articles:
    """Yield the articles of the file, lazily; whatever cannot be read is a `Failure` with a code."""
    yield from _guard(str(path), lambda: _read_path(path, settings))


def read_bytes(content: bytes, where: str, settings: ReadSettings) -> Articles:
    """Yield the articles of bytes that are no file of their own; the suffix of their name `where` tells the format."""
    yield from _guard(where, lambda: _read_member(content, where, settings))


def _guard(where: str, read: Callable[[], Articles]) -> Articles:
    """Yield what `read` yields, and one failure for whatever stops it."""
    try:
        yield from read()
    except SourceError as error:
        yield Failure(where, error.code, error.message)
    except FileNotFoundError:
        yield Failure(where, "missing", f"{where} does not exist")
    except OSError as error:
        yield Failure(where, "unreadable", f"{where}: {error.strerror or error}")
    except MemoryError:
        yield Failure(where, "too_large", f"{where} needs more memory than there is")
    except RecursionError:
        yield Failure(where, "too_deep", f"{where} is nested too deeply")
    except Exception as error:  # a reader's library met a file that its authors did not foresee
        yield Failure(where, "damaged", f"{where}: {type(error).__name__}: {str(error)[:200]}")


def _read_path(path: Path, settings: ReadSettings) -> Articles:
    if path.is_symlink():
        raise SourceError("symlink", f"{path} is a link that leads out of its folder")
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        _check_file(path)
        with path.open("rb") as file:
            yield from read_jsonl(file, str(path), settings)
        return
    reader = _find_reader(suffix)
    yield from reader(_load(path, settings), str(path), settings)


def _find_reader(suffix: str) -> Reader:
    reader = _READERS.get(suffix)
    if reader is None:
        advice = "; save it as .docx, .xlsx, .pptx or .pdf" if suffix in UNREAD else ""
        raise SourceError("unsupported", f"{suffix or 'a file without a suffix'} is not a format that is read{advice}")
    return reader


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


def _read_text(media: Media, data: bytes, path: str, settings: ReadSettings) -> Articles:
    yield _make_text(data, path, media, find_declared(data) if media == "html" else None)


def _make_text(data: bytes, path: str, media: Media, declared: str | None = None, url: str | None = None) -> RawArticle:
    """Return the one article of a file of text; raises SourceError where it holds none."""
    decoded = decode(data, declared)
    if not decoded.text.strip("\0 \t\r\n\ufeff\u3000"):
        raise SourceError("empty", f"{path} holds no text")
    if decoded.text.count("\0") * 10 > len(decoded.text):
        raise SourceError("binary", f"{path} is not text")
    if media == "text" and is_markup(decoded.text):
        media = "html"
    if media == "html":
        check_page(decoded.text)
    fields = read_front_matter(decoded.text) if media == "markdown" else {}
    return RawArticle(
        key=path,
        path=path,
        source_id=None,
        digest=hashlib.sha256(data).hexdigest(),
        text=decoded.text,
        media=media,
        declared={**fields, "url": url} if url else fields,
        notes=decoded.notes,
        plain_source=media != "html",
    )


def _read_json(data: bytes, path: str, settings: ReadSettings) -> Articles:
    yield from read_json(data, path)


def _read_csv(data: bytes, path: str, settings: ReadSettings) -> Articles:
    articles = read_csv_articles(data, path)
    if articles is not None:
        yield from articles
        return
    yield from _read_structured(lambda content, text, _: read_csv_table(content, text), data, path, settings)


def _read_mhtml(data: bytes, path: str, settings: ReadSettings) -> Articles:
    content, declared, url = read_mhtml(data)
    page = _make_text(content, path, "html", declared or find_declared(content), url)
    yield page


def _read_structured(
    read: Callable[[bytes, StructuredText, ReadSettings], None], data: bytes, path: str, settings: ReadSettings
) -> Articles:
    """Yield the one article of a file that has paragraphs and tables; raises SourceError where it holds none."""
    text = StructuredText()
    read(data, text, settings)
    article = text.finish(start_article(path, hashlib.sha256(data).hexdigest()))
    if not article.text.strip():
        raise SourceError("empty", f"{path} holds no text")
    yield article


def _read_picture(data: bytes, text: StructuredText, settings: ReadSettings) -> None:
    """Add the lines of a picture; raises SourceError where the extra is not installed."""
    ocr = load_ocr()
    if ocr is None:
        raise SourceError("needs_ocr", "it is a picture; pip install 'yinzheng[ocr]' installs what reads it")
    for line in lines_of(ocr(data), 1, measure_picture(data).height, 1.0):
        text.add_paragraph(line.words(), line.place())
    text.notes.append("read by OCR: 1 of 1 pages")


def _read_archive(data: bytes, path: str, settings: ReadSettings) -> Articles:
    yield from read_zip(data, path, settings, lambda content, where: read_bytes(content, where, settings))


def _read_member(content: bytes, where: str, settings: ReadSettings) -> Articles:
    suffix = Path(where).suffix.lower()
    if not content:
        raise SourceError("empty", f"{where} is empty")
    if suffix == ".jsonl":
        return read_jsonl(BytesIO(content), where, settings)
    return _find_reader(suffix)(content, where, settings)


_READERS: dict[str, Reader] = {
    ".txt": partial(_read_text, "text"),
    ".md": partial(_read_text, "markdown"),
    ".html": partial(_read_text, "html"),
    ".htm": partial(_read_text, "html"),
    ".mhtml": _read_mhtml,
    ".mht": _read_mhtml,
    ".json": _read_json,
    ".csv": _read_csv,
    ".pdf": partial(_read_structured, lambda data, text, _: read_pdf(data, text)),
    ".docx": partial(_read_structured, read_docx),
    ".xlsx": partial(_read_structured, read_xlsx),
    ".pptx": partial(_read_structured, read_pptx),
    ".png": partial(_read_structured, _read_picture),
    ".jpg": partial(_read_structured, _read_picture),
    ".jpeg": partial(_read_structured, _read_picture),
    ".zip": _read_archive,
}
