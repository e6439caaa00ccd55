"""What the page does not show: redacted values, passages behind a paywall, a text cut off before its end.

The words with which a page says so are taken out (they are the site's, not the author's), the dots that stand for the
gap stay, and the note tells what is missing. No later step fills it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.clean.cuts import Cut

_DOTS = r"(?:…{1,4}|\.{3,8}|。{3,8})"
_OPEN, _CLOSE = r"[(（\[【]", r"[)）\]】]"
_INSIDE = r"[^()（）\[\]【】\n]"
# ……(新文秘网http://… 省略662字,正式会员可完整阅读)……
_OMITTED = re.compile(
    rf"(?P<before>{_DOTS})?(?P<words>{_OPEN}{_INSIDE}{{0,60}}?(?:省略|略去|隐藏|剩余|余下){_INSIDE}{{0,8}}?"
    rf"(?P<count>[0-9]{{1,7}}) ?个?字{_INSIDE}{{0,40}}{_CLOSE}(?P<after>{_DOTS})?)"
)
# ……(未完,全文共2925字,当前仅显示1860字,请阅读下面提示信息。收藏《…》
_UNFINISHED = re.compile(
    rf"(?P<before>{_DOTS})?(?P<words>{_OPEN}?(?:未完|全文)[^\n]{{0,12}}?共(?P<whole>[0-9]{{2,7}})字"
    r"[^\n]{0,8}?(?:显示|阅读)(?:了|前)?(?P<shown>[0-9]{1,7})字[^\n]*)"
)
_LOCKED = re.compile(
    r"^.{0,30}(?:(?:试读|预览|免费阅读)(?:部分)?(?:已)?结束"
    r"|(?:付费|登录|注册|开通会员|成为会员|购买)(?:后|即可|才能)[^。\n]{0,8}(?:阅读|查看|继续|浏览)(?:全文|全部|剩余|更多)?"
    r"|剩余[0-9]{1,3}%(?:未读)?[^。\n]{0,20}).{0,40}$",
    re.M,
)
# A mark in the place of a value or a name, at least one side of it Chinese, a unit or a digit.
_REDACTED = re.compile(
    r"(?:(?<=[\u4e00-\u9fff，。、；：（“”(,])|^)(\*{2,}|＊{2,}|×{2,}|[xX]{2,}|□{2,}|_{3,})(?=[\u4e00-\u9fff%％，。、；：）)“”,])",
    re.M,
)
_EMPHASIS = re.compile(r"\*\*[^*\n，。；]{1,30}\*\*")


def find_gaps(text: str) -> tuple[list[Cut], list[str]]:
    """Return the cuts of the site's words about gaps, and a note for each gap."""
    cuts: list[Cut] = []
    notes: list[str] = []
    for match in _OMITTED.finditer(text):
        start, end = match.span("words")
        cuts.append(Cut(start, end, "boilerplate", "" if match.group("before") else "……"))
        notes.append(f"paywalled: {int(match.group('count'))} characters are missing")
    for match in _UNFINISHED.finditer(text):
        start, end = match.span("words")
        cuts.append(Cut(start, end, "boilerplate", "" if match.group("before") else "……"))
        notes.append(f"truncated: {int(match.group('shown'))} of {int(match.group('whole'))} characters are shown")
    for match in _LOCKED.finditer(text):
        cuts.append(Cut(*match.span(), "boilerplate", "……"))
        notes.append("paywalled: the rest is not shown")
    return cuts, notes


def note_redactions(text: str, emphasis: bool = False) -> Iterator[str]:
    """Yield a note for each mark that stands in the place of values; `emphasis` where `**` may be Markdown."""
    marks: dict[str, int] = {}
    for match in _REDACTED.finditer(text):
        mark = match.group(1)
        if (
            mark.startswith("*")
            and emphasis
            and any(bold.start() <= match.start(1) < bold.end() for bold in _EMPHASIS.finditer(text))
        ):
            continue
        name = mark[0] * 2 if mark[0] != "_" else "__"
        marks[name] = marks.get(name, 0) + 1
    for name in sorted(marks):
        yield f"values redacted as {name}"
