"""GB18030 that lost a byte: from there on each character is read from the halves of two.

Bytes below 0x40 (digits, spaces, ends of lines) are no second half, so the reader is in step again behind them; between
two of them a stretch is either in step or not. Where reading it one byte further on turns rubble into everyday Chinese,
the bytes prove it: the lost character becomes U+FFFD, the rest is read. Nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Stretches of bytes that can be halves of characters, long enough to tell Chinese from rubble.
_STRETCH = re.compile(rb"[\x40-\xff]{12,600}")
# Everyday characters among all of a stretch: rubble has fewer than the one, Chinese more than the other.
_RUBBLE, _CHINESE = 0.25, 0.5
# Characters at the end of a stretch that are rubble where it fell out of step on the way.
_TAIL = 6
BROKEN = "\ufffd"


def resync(data: bytes, everyday: Callable[[str], float]) -> tuple[str, int]:
    """Return the text of GB18030 bytes, and how many stretches were brought into step.

    `everyday` gives the share of everyday characters in a text.
    """
    parts: list[str] = []
    at = mended = 0
    for found in _STRETCH.finditer(data):
        stretch = found.group()
        text = stretch.decode("gb18030", errors="replace")
        better = None if everyday(text[-_TAIL:]) > _RUBBLE else _mend(stretch, everyday)
        if better is None:
            continue
        parts += (data[at : found.start()].decode("gb18030", errors="replace"), better)
        at, mended = found.end(), mended + 1
    parts.append(data[at:].decode("gb18030", errors="replace"))
    return "".join(parts), mended


def _mend(stretch: bytes, everyday: Callable[[str], float]) -> str | None:
    """Return the stretch with one byte passed over, where that makes Chinese of what is rubble from there on."""
    ends = (stretch[-4 * _TAIL - shift :].decode("gb18030", errors="replace") for shift in (0, 1))
    if max(everyday(end[1:]) for end in ends) <= _CHINESE:
        # Rubble either way, as a file that is no text is.
        return None
    best: tuple[float, str] | None = None
    for split in range(0, len(stretch) - 2 * _TAIL, 2):
        head, rest = (part.decode("gb18030", errors="replace") for part in (stretch[:split], stretch[split:]))
        read = stretch[split + 1 :].decode("gb18030", errors="replace")
        if everyday(rest) >= _RUBBLE or everyday(read) <= _CHINESE or BROKEN in head + read[:-1]:
            continue
        common = _common(head + read)
        if best is None or common > best[0]:
            best = (common, head + BROKEN + read)
    return best[1] if best else None


def _common(text: str) -> float:
    """Return the share of the marks and the 3,755 first characters of GB 2312: rubble is mostly of the others."""
    found = 0
    for char in text:
        try:
            lead = char.encode("gb2312")[0]
        except UnicodeEncodeError:
            continue
        found += lead < 0x80 or lead in (0xA1, 0xA3) or 0xB0 <= lead <= 0xD7
    return found / max(len(text), 1)
