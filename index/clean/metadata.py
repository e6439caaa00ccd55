"""What a page says of itself outside its text: titles, dates, publishers and addresses in tags and scripts.

Only fields whose name says what they are are read; nothing is inferred from free text.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.clean.dom import Page

_DATE_NAMES = frozenset((
    "article:published_time", "og:article:published_time", "article:create_at", "weibo:article:create_at", "pubdate",
    "publishdate", "publish_date", "publish-date", "publication_date", "publicationdate", "datepublished",
    "og:published_time", "og:release_date", "og:time", "publish_time", "dc.date", "dc.date.issued", "date",
    "releasedate", "createtime", "firstpublishedtime", "bytedance:published_time", "_pubtime", "sailthru.date",
))  # fmt: skip
_TITLE_NAMES = frozenset(("og:title", "articletitle", "title", "dc.title", "twitter:title", "headline"))
_PUBLISHER_NAMES = frozenset((
    "contentsource", "mediaid", "source", "dc.source", "article:author", "og:article:author", "weibo:article:source",
))  # fmt: skip
_URL_NAMES = frozenset(("og:url",))
_CANONICAL = re.compile(r"<link\b[^>]{0,300}\brel\s{0,3}=\s{0,3}[\"']?canonical[^>]{0,400}>", re.I)
_HREF = re.compile(r"href\s{0,3}=\s{0,3}[\"']?([^\"'>\s]{4,400})", re.I)
# A date under a telling name in a script: "publish_time":"2020-01-02 03:04", ptime = '2019-09-07'.
_SCRIPT_DATE = re.compile(
    r"(?:publish_?(?:ed)?_?(?:time|date)|pub_?(?:time|date)|ptime|datepublished|create_?time|release_?date)[\"']?\s{0,3}[:=]\s{0,3}"
    r"[\"']((?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}[^\"']{0,20})[\"']",
    re.I,
)
# The same as a moment in seconds or milliseconds since 1970: var ct = "1567838115".
_SCRIPT_MOMENT = re.compile(
    r"(?:\bvar\s{1,3}ct|publish_?time|pub_?time|ptime|create_?time)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(1[0-9]{9})(?:[0-9]{3})?\b",
    re.I,
)
CHINA = dt.timezone(dt.timedelta(hours=8))
# Longest script in which such a name is looked for.
SCRIPT_LIMIT = 400_000
# JSON-LD that is deeper or larger than any real page's is not read.
JSON_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The page's own words about itself, the most reliable first in each row."""

    titles: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    url: str | None = None

    def rows(self) -> dict[str, tuple[str, ...]]:
        """Return the facts that there are, by the names under which an article keeps them."""
        rows = {"title": self.titles, "date": self.dates, "publisher": self.publishers}
        rows["url"] = (self.url,) if self.url else ()
        return {name: values for name, values in rows.items() if values}


def read_facts(page: Page, source: str) -> PageFacts:
    """Return what tags and scripts of the page say of it."""
    rows: dict[str, list[str]] = {"title": [], "date": [], "publisher": [], "url": []}
    for meta in page.metas:
        _read_meta(meta.get("name") or meta.get("property") or meta.get("itemprop"), meta.get("content"), rows)
    for raw in page.raw:
        if raw.tag == "title":
            title = " ".join(html.unescape(source[raw.start : raw.end]).split())
            if title:
                rows["title"].append(title)
        elif "ld+json" in raw.attributes:
            for name, value in _read_linked_data(source[raw.start : raw.end]):
                rows[name].append(value)
    for raw in page.raw:
        if raw.tag == "script" and raw.end - raw.start < SCRIPT_LIMIT:
            rows["date"].extend(_read_script(source, raw.start, raw.end))
    rows["url"] = [*_canonical(source), *rows["url"]]
    unique = {name: tuple(dict.fromkeys(values)) for name, values in rows.items()}
    return PageFacts(unique["title"], unique["date"], unique["publisher"], (unique["url"] or (None,))[0])


def _canonical(source: str) -> list[str]:
    """Return the address that the page calls its own."""
    link = _CANONICAL.search(source)
    found = _HREF.search(link.group()) if link else None
    return [html.unescape(found.group(1))] if found else []


def _read_script(source: str, start: int, end: int) -> Iterator[str]:
    """Yield the dates that stand in a script under a telling name."""
    for found in _SCRIPT_DATE.finditer(source, start, end):
        yield found.group(1)
    for found in _SCRIPT_MOMENT.finditer(source, start, end):
        yield dt.datetime.fromtimestamp(int(found.group(1)), CHINA).isoformat(" ", "minutes")[:16]


def _read_meta(name: str, content: str, rows: dict[str, list[str]]) -> None:
    name, content = name.lower().strip(), content.strip()
    if not content:
        return
    for row, names in (
        ("date", _DATE_NAMES), ("title", _TITLE_NAMES), ("publisher", _PUBLISHER_NAMES), ("url", _URL_NAMES),
    ):  # fmt: skip
        if name in names:
            rows[row].append(content)


def _read_linked_data(text: str) -> Iterator[tuple[str, str]]:
    """Yield title, date and publisher of an article in JSON-LD; nothing from anything else."""
    if len(text) > JSON_LIMIT:
        return
    try:
        tree = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    for item in tree if isinstance(tree, list) else [tree]:
        if isinstance(item, dict):
            yield from _read_item(item)


def _read_item(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, name in (("headline", "title"), ("title", "title"), ("datePublished", "date"), ("pubDate", "date")):
        if isinstance(item.get(key), str) and item[key].strip():
            yield name, item[key].strip()
