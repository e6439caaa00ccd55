"""Articles from `.jsonl`, `.json` and `.csv`: many of them a file, each under its own id.

A line is `{"id" or "doc_id"?, "title"?, "text" | "html", "date"?, "url"?, "publisher"?}`. A line that cannot be read is
one failure that names it; the others go on. No more than one line is in memory.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any, BinaryIO

from index.config import ReadSettings
from index.errors import SourceError
from index.read.decode import check_page, decode, is_markup
from index.read.structured import Place, StructuredText
from index.types import Failure, RawArticle

# Names under which an article's fields are met; the first of each row is ours.
FIELDS = {
    "text": ("text", "content", "body", "正文", "内容", "全文"),
    "html": ("html",),
    "title": ("title", "headline", "标题", "题目", "名称"),
    "date": ("date", "published", "publish_date", "pub_date", "发布日期", "发布时间", "日期", "时间"),
    "url": ("url", "link", "链接", "网址"),
    "publisher": ("publisher", "site", "来源", "媒体", "发布机构"),
    "id": ("id", "doc_id", "编号"),
}
# A cell of a CSV file can be a whole article.
csv.field_size_limit(2**27)
DECLARED = ("title", "date", "url", "publisher")


def read_jsonl(file: BinaryIO, path: str, settings: ReadSettings) -> Iterator[RawArticle | Failure]:
    """Yield the article of each line; lines are read one at a time, none longer than the settings allow."""
    ids = _Ids(path)
    number = 0
    while line := file.readline(settings.largest_file + 1):
        number += 1
        if len(line) > settings.largest_file:
            message = f"line {number} is longer than {settings.largest_file} bytes"
            yield Failure(f"{path}#L{number}", "too_large", message)
            return
        if line.strip():
            yield _read_line(line, path, number, ids)


def _read_line(line: bytes, path: str, number: int, ids: _Ids) -> RawArticle | Failure:
    where = f"{path}#L{number}"
    try:
        decoded = decode(line.strip())
        record = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        return Failure(where, "bad_json", f"line {number} is not JSON: {str(error)[:120]}")
    try:
        return make_article(record, path, number, ids, hashlib.sha256(line.strip()).hexdigest(), decoded.notes)
    except SourceError as error:
        return Failure(where, error.code, error.message)


def read_json(data: bytes, path: str) -> Iterator[RawArticle | Failure]:
    """Yield the articles of a JSON file: one object, a list of objects, or an object that holds such a list."""
    try:
        decoded = decode(data)
        tree = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise SourceError("bad_json", f"not JSON: {str(error)[:120]}") from error
    ids = _Ids(path)
    for number, record in enumerate(_find_records(tree), start=1):
        digest = hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))
        try:
            yield make_article(record, path, number, ids, digest.hexdigest(), decoded.notes)
        except SourceError as error:
            yield Failure(f"{path}#{number}", error.code, error.message)


def _find_records(tree: Any) -> list[Any]:
    if isinstance(tree, list):
        return tree
    if isinstance(tree, dict) and _pick(tree, "text") is None and _pick(tree, "html") is None:
        for value in tree.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                return value
    return [tree]


def read_csv_articles(data: bytes, path: str) -> Iterator[RawArticle | Failure] | None:
    """Yield a row an article where the header names a column of texts; None where the file is a table of data."""
    decoded = decode(data)
    rows = list(
        csv.DictReader(StringIO(decoded.text.replace("\0", ""), newline=""), delimiter=_delimiter(decoded.text))
    )
    if not rows or _pick(dict.fromkeys(rows[0], "x"), "text") is None:
        return None
    return _read_rows(rows, path, decoded.notes)


def read_csv_table(data: bytes, text: StructuredText) -> None:
    """Add a table of data: its rows, and lines of one cell around it as paragraphs."""
    decoded = decode(data)
    text.notes.extend(decoded.notes)
    lines = StringIO(decoded.text.replace("\0", ""), newline="")
    for number, cells in enumerate(csv.reader(lines, delimiter=_delimiter(decoded.text)), start=1):
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) == 1 and len(cells) == 1:
            text.add_paragraph(filled[0], Place(cell=f"A{number}"))
        else:
            text.add_row(cells, [Place(cell=str(number))])
    text.end_table()


def _delimiter(text: str) -> str:
    """Return what separates the cells: the candidate of which the first lines hold most."""
    head = text[:4000]
    return max(",\t;|", key=lambda mark: (head.count(mark), mark == ","))


def _read_rows(rows: list[dict[str, Any]], path: str, notes: tuple[str, ...]) -> Iterator[RawArticle | Failure]:
    ids = _Ids(path)
    for number, row in enumerate(rows, start=1):
        digest = hashlib.sha256(repr(sorted((str(k), str(v)) for k, v in row.items())).encode("utf-8", "replace"))
        try:
            yield make_article(row, path, number, ids, digest.hexdigest(), notes)
        except SourceError as error:
            yield Failure(f"{path}#{number}", error.code, error.message)


class _Ids:
    """Keys of the articles of one file: its id, or its number; a second use of an id gets a number of its own."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._seen: dict[str, int] = {}

    def key(self, source_id: str | None, number: int) -> str:
        """Return the lasting key of the article."""
        name = source_id or f"L{number}"
        self._seen[name] = self._seen.get(name, 0) + 1
        again = "" if self._seen[name] == 1 else f"~{self._seen[name]}"
        return f"{self._path}#{name}{again}"


def _pick(record: dict[str, Any], field: str) -> Any:
    for name in FIELDS[field]:
        if record.get(name) not in (None, ""):
            return record[name]
    return None


def make_article(
    record: Any, path: str, number: int, ids: _Ids, digest: str, notes: tuple[str, ...] = ()
) -> RawArticle:
    """Return the article that `record` holds; raises SourceError where it holds none."""
    if not isinstance(record, dict):
        raise SourceError("bad_record", f"record {number} is not an object")
    text, html = _pick(record, "text"), _pick(record, "html")
    body = text if isinstance(text, str) and text.strip() else html
    if not isinstance(body, str) or not body.strip():
        raise SourceError("empty", f"record {number} has neither text nor html")
    markup = body is not text or is_markup(body)
    if markup:
        check_page(body)
    picked = {field: _pick(record, field) for field in DECLARED}
    declared = {field: str(value).strip() for field, value in picked.items() if value is not None}
    source_id = _pick(record, "id")
    name = str(source_id) if source_id is not None else None
    return RawArticle(
        key=ids.key(name, number),
        path=path,
        source_id=name,
        digest=digest,
        # A lone surrogate from an escape cannot be stored anywhere; nothing else is touched.
        text=body.encode("utf-8", "replace").decode("utf-8"),
        media="html" if markup else "text",
        declared=declared,
        notes=notes,
        plain_source=body is text,
    )


def parse_record(record: Any, name: str = "request") -> RawArticle:
    """Return an article that was handed over as an object, not as a file; raises SourceError where it holds none."""
    digest = hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"))
    return make_article(record, name, 1, _Ids(name), digest.hexdigest())
