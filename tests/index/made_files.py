"""Small files of formats with structure, made for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

# A piece of text on a page: left, bottom, size of type, words; without words a black square.
Piece = tuple[float, float, float, str]


def make_pdf(pages: Sequence[Sequence[Piece]], locked: bool = False) -> bytes:
    """Return a PDF of A4 pages in a Chinese font that every reader of PDF knows; `locked`: no password opens it."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * at} 0 R' for at in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    ]
    for at, pieces in enumerate(pages):
        content = "\n".join(
            f"BT /F1 {size} Tf {left} {bottom} Td <{words.encode('utf-16-be').hex()}> Tj ET"
            if words
            else f"{left} {bottom} {size} {size} re f"
            for left, bottom, size, words in pieces
        )
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {6 + 2 * at} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    key = "00" * 32
    lock = f" /Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]" if locked else ""
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{lock} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def make_zip(members: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
