"""Archives and saved web pages: `.zip` member by member in memory, `.mhtml` by its page.

Nothing is ever unpacked to disk, so a name that climbs out of the archive could not do harm; it is refused all the
same, since an archive that has one is not what it seems.
"""

from __future__ import annotations

import email
import email.policy
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path, PurePosixPath

from index.config import ReadSettings
from index.errors import SourceError
from index.read.find import SUFFIXES
from index.read.office import check_archive
from index.types import Failure, RawArticle

# An archive with more members is refused.
MOST_MEMBERS = 50_000
UTF8_NAME = 0x800
ENCRYPTED = 0x1
ReadMember = Callable[[bytes, str], Iterator[RawArticle | Failure]]


def read_zip(data: bytes, path: str, settings: ReadSettings, read_member: ReadMember) -> Iterator[RawArticle | Failure]:
    """Yield the articles of the members that can be read, and a failure for each that should be and cannot."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile as error:
        raise SourceError("damaged", f"it is no zip archive: {error}") from error
    with archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise SourceError("zip_bomb", f"it has {len(archive.infolist())} members")
        check_archive(archive, settings)
        for member in sorted(archive.infolist(), key=lambda each: each.filename):
            if not member.is_dir():
                yield from _read_one(archive, member, path, settings, read_member)


def read_member(path: Path, name: str, settings: ReadSettings) -> bytes:
    """Return the bytes of the member that `read_zip` called `name`; raises `SourceError` where there is none."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if _name(member) == name and member.file_size <= settings.largest_file:
                return archive.read(member)
    raise SourceError("missing", f"{path} holds no {name}")


def _read_one(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, settings: ReadSettings, read_member: ReadMember
) -> Iterator[RawArticle | Failure]:
    name = _name(member)
    where = f"{path}!{name}"
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]:
        yield Failure(where, "unsafe_path", f"{name} leads out of the archive")
    elif parts.suffix.lower() not in SUFFIXES or parts.name.startswith(".") or "__MACOSX" in parts.parts:
        return
    elif parts.suffix.lower() == ".zip":
        yield Failure(where, "nested_archive", "an archive inside an archive is not opened")
    elif member.flag_bits & ENCRYPTED:
        yield Failure(where, "encrypted", f"{name} is encrypted")
    elif member.file_size > settings.largest_file:
        yield Failure(where, "too_large", f"{name} has {member.file_size} bytes, more than {settings.largest_file}")
    else:
        try:
            content = archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            yield Failure(where, "damaged", f"{name}: {error}")
            return
        yield from read_member(content, where)


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; Chinese programs write GBK without saying so."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def read_mhtml(data: bytes) -> tuple[bytes, str | None, str | None]:
    """Return the page of a saved web page, the encoding that it names, and its address."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            url = str(address) if address and str(address).startswith("http") else None
            if isinstance(content, bytes) and content.strip():
                return content, part.get_content_charset(), url
    raise SourceError("empty", "it holds no page")
