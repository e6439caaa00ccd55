"""What a question limits the search to: the day of publication, the publisher, the kind of document."""

from __future__ import annotations

import re

from assistant.understand.slots import Slots
from index.types import Filters, Kind, Period

# 3月2日的报道: the period is when the article appeared, not what it speaks of.
_PUBLISHED = re.compile(
    r"(?:当天|当日)?(?:的|发布的|刊发的|刊登的|发表的|见报的|那篇|这篇)*(?:新闻)?(?:报道|新闻|消息|文章|稿件|通稿|快讯)"
)
_PUBLISHED_EN = re.compile(r"(?:'s)? (?:report|article|news|story|coverage)s?\b")
_PUBLISHER = re.compile(
    r"(?P<name>[一-龥]{2,8}(?:日报|晚报|早报|晨报|商报|时报|都市报|青年报|新闻网|电视台|卫视)|新华社|新华网|人民网|央视新闻|央视|中新社|中新网|光明网|澎湃新闻|极目新闻)"
    r"(?:的|在|刊发的?|发布的?|记者的?)*(?:[^,。?]{0,10})(?:报道|消息|文章|刊文|新闻|稿)"
)
_CUT_PUBLISHER = re.compile(r"^.*(?:根据|按照|据|在|从|请问|[的和与])(?=.{2,})")
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:这篇|那篇|该|的|在)?(?:讲话|发言|致辞)(?:里|中|稿)|speech"), "speech"),
    (re.compile(r"统计公报|统计数据发布|statistical (?:bulletin|communique)"), "statistics"),
    (re.compile(r"(?:政策|规范性)文件(?:里|中)"), "policy"),
)


def read_filters(slots: Slots) -> tuple[Filters, tuple[Period, ...]]:
    """Return the filters, and the periods that are left for the matter of the question."""
    published: Period | None = None
    left: list[Period] = []
    for span, period in slots.periods:
        after = _PUBLISHED.match(slots.folded, span.end) or _PUBLISHED_EN.match(slots.folded, span.end)
        if after and published is None:
            published = period
        else:
            left.append(period)
    kinds = tuple(kind for pattern, kind in _KINDS if pattern.search(slots.folded))
    return (
        Filters(
            date_from=published.start if published else None,
            date_to=published.end if published else None,
            publishers=_read_publishers(slots),
            kinds=kinds[:1],
        ),
        tuple(left),
    )


def _read_publishers(slots: Slots) -> tuple[str, ...]:
    match = _PUBLISHER.search(slots.folded)
    return (_CUT_PUBLISHER.sub("", match["name"]),) if match else ()
