"""Which documents are editions of one another: 某市某办法 of 2020 and its revision of 2023.

A policy's name without what only says which edition it is (（2023年修订）, （试行）) and without the notice around it
(关于印发…的通知) is the same in all its editions. A year that belongs to the name (2023年工作要点) stays: the plan of
another year is another plan, and does not take its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.text import fold

# A shorter name is no document's own: 通知, 管理办法.
_SHORTEST = 6
_EDITION = re.compile(
    r"[(\[](?:(?:19|20)[0-9]{2}年?)?(?:修[订正]|试行|暂行|[新修]版|版|第[一二三四五六七八九]次修[订正])?(?:版|稿)?[)\]]"
)
_NOTICE = re.compile(r"(?:关于)?印发(?P<name>[^。]{4,80}?)的通知")
_LABEL = re.compile(r"^[【\[][^】\]]{1,8}[】\]]")
_MARKS = re.compile(r"[\W_]+")


def name_edition(title: str, kind: str, regions: Iterable[str]) -> str | None:
    """Return the name that all editions of a policy share, with its place; None for what is no policy by name."""
    if kind != "policy":
        return None
    said = _LABEL.sub("", fold(title).strip())
    notice = _NOTICE.search(said)
    name = _MARKS.sub("", _EDITION.sub("", notice["name"] if notice else said))
    if len(name) < _SHORTEST:
        return None
    places = [_MARKS.sub("", fold(region)) for region in sorted(regions)]
    if any(place in name for place in places):
        return name
    return f"{places[0]}:{name}" if len(places) == 1 else None
