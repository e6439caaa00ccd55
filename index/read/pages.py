"""Pages of a PDF, and pictures, as drawings for looking at what was read from them. Knows nothing of the text."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import SourceError

if TYPE_CHECKING:
    from PIL import Image

# Dots for each point of the page: 1.6 is sharp on a common screen and some 200 kB a page.
_SCALE = 1.6
# PDFium is not made for several threads.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page's width and height in points, and the number of pages of its document."""

    width: float
    height: float
    pages: int


def measure_page(data: bytes, number: int) -> PageSize:
    """Return the size of page `number` (from 1); raises `SourceError` where there is none."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                width, height = document[number - 1].get_size()
                return PageSize(width, height, len(document))
            finally:
                document.close()
        except (pypdfium2.PdfiumError, IndexError, OSError) as error:
            raise SourceError("damaged", f"page {number}: {error}") from None


def draw_page(data: bytes, number: int) -> bytes:
    """Return page `number` (from 1) as a PNG; raises `SourceError` where there is none."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                picture = document[number - 1].render(scale=_SCALE).to_pil()
            finally:
                document.close()
        except (pypdfium2.PdfiumError, IndexError, OSError) as error:
            raise SourceError("damaged", f"page {number}: {error}") from None
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def measure_picture(data: bytes) -> PageSize:
    """Return the size of a picture in pixels; raises `SourceError` where the bytes are none."""
    with _open_picture(data) as picture:
        return PageSize(*picture.size, 1)


def draw_picture(data: bytes) -> bytes:
    """Return a picture as a PNG, without whatever else its file carries; raises `SourceError` where it is none."""
    out = io.BytesIO()
    with _open_picture(data) as picture:
        picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _open_picture(data: bytes) -> Image.Image:
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise SourceError("damaged", str(error)) from None
