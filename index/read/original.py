"""The file behind an article, opened again: its bytes for a drawing, its words as the reader met them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from index.config import ReadSettings
from index.errors import SourceError
from index.read.archive import read_member
from index.read.dispatch import read_file
from index.types import Article, RawArticle


def find_container(path: str) -> Path | None:
    """Return the file that an article's path names, for a member of an archive the archive; None where it is gone."""
    whole = Path(path)
    if whole.is_file():
        return whole
    archive = Path(path.partition("!")[0])
    return archive if "!" in path and archive.is_file() else None


def load_original(path: str, settings: ReadSettings) -> bytes:
    """Return the bytes of an article's file or member; raises `SourceError` where it is gone, damaged or too large."""
    container = find_container(path)
    if container is None:
        raise SourceError("missing", f"{path} does not exist")
    try:
        if str(container) != path:
            return read_member(container, path.partition("!")[2], settings)
        if container.stat().st_size > settings.largest_file:
            raise SourceError("too_large", f"{path} has more than {settings.largest_file} bytes")
        return container.read_bytes()
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError("damaged", f"{path}: {error}") from None


def read_again(article: Article, settings: ReadSettings) -> RawArticle:
    """Return what the reader makes of the article's file today; raises `SourceError` where it finds it no more."""
    container = find_container(article.path)
    if container is not None:
        for raw in read_file(container, settings):
            if isinstance(raw, RawArticle) and raw.key == article.key:
                return raw
    raise SourceError("missing", f"{article.path} does not hold the article any more")
