"""What an article is, as far as its page settles it: title, day, publisher, kind, places, script.

Each answer names the words it rests on, and stays open where the page leaves it open: a day without a year, or
"nine months ago", is no date. The body's own history never dates an article. The site on which an article was found is
not its publisher where the article names another.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from index.clean.patterns import AGO, DATE, FURNITURE
from index.text import detect_script, fold, split_sentences
from index.types import CleanText, Date, Description, Kind, RawArticle, Span

# The longest title that is taken from a first line or a first sentence.
LONGEST_TITLE = 80
# How far into the body a dateline (新华社北京3月1日电) can stand, and how near to the end a credit.
DATELINE_WITHIN = 120
CREDIT_WITHIN = 60
# Years in which an article of a library can have been published.
EARLIEST_YEAR, LATEST_YEAR = 1949, 2100

_DAY = re.compile(r"((?:19|20)[0-9]{2}) ?(?:[-/.]|年) ?([0-9]{1,2}) ?(?:[-/.]|月) ?([0-9]{1,2})")
_COMPACT_DAY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")
_URL_DAY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-/_]?(0?[1-9]|1[0-2])[-/_]?(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
_DAY_WITHOUT_YEAR = re.compile(r"(?<![0-9年-])[0-9]{1,2}月[0-9]{1,2}日")
_DATELINE_DAY = re.compile(r"((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日(?:电|讯|消息|报道)")
_SOURCE = re.compile(r"(?:来源|稿源|信息来源|文章来源|转自|来自|发布机构|发布单位) ?[:] ?([^\s:|丨/,]{2,24})")
# 湖北日报讯, 新华社北京3月1日电, 本网讯 names nobody.
_DATELINE = re.compile(
    r"(?:^|[\s(【])([\u4e00-\u9fff]{2,12}?(?:日报|晚报|早报|时报|商报|都市报|晨报|快报|新闻|网|社|台|电视台|周刊|客户端|报))"
    r"(?:讯|消息|[\u4e00-\u9fff]{0,6}[0-9]{1,2}月[0-9]{1,2}日(?:电|讯)|[\u4e00-\u9fff]{2,6}电|记者)"
)
_CREDIT = re.compile(
    r"[(]([\u4e00-\u9fff]{2,12}?(?:日报|晚报|早报|时报|商报|都市报|晨报|新闻|网|社|报|客户端))(?:全媒体?|首席)?记者"
)
_NOBODY = frozenset(("本网", "本报", "本社", "本台", "互联网", "网络", "原创", "未知", "转载", "本站", "佚名", "admin"))
_SALUTATION = re.compile(r"^(?:同志们|各位|尊敬的|女士们|各区|各市|各县|各有关|各镇|各街道)[^。]{0,40}[:]$")

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "speech",
        re.compile(r"讲话|致[辞词]|发言(?:稿|提纲|材料)?$|主持词|述职|政府工作报告|在[^。]{2,40}上的报告|演讲"),
    ),
    ("statistics", re.compile(r"统计公报|统计年鉴|统计月报|经济运行(?:情况|简况)|主要(?:经济)?指标|普查公报|统计数据")),
    (
        "policy",
        re.compile(
            r"(?:关于)?印发[^。]{2,60}的?通知|实施方案|行动(?:方案|计划)|实施(?:意见|细则|办法)|(?:指导|若干)?意见(?:\(|$|的通知)"
            r"|(?:管理|暂行|试行|奖励)?办法(?:\(|$|的通知)|条例(?:\(|$)|若干(?:规定|措施|政策)|规定(?:\(|$)|规划(?:\(|纲要|$)|政策措施"
            r"|[^。]法(?:\(|$)|决定(?:\(|$)|工作要点|十条(?:措施)?$|章程(?:\(|$)"
        ),
    ),
    ("notice", re.compile(r"公告|公示|通告|启事|招标|中标|采购|征集|招聘|拍卖|的?通知(?:\(|$)|温馨提示|申报指南")),
)
_ARTICLES_OF_LAW = re.compile(r"(?m)^第[一二三四五六七八九十百]{1,5}条[ \u3000]")
_NEWS = re.compile(
    r"记者|通讯员|日?[电讯](?:[ (]|$)|报道|新闻|本报|本网|(?:[0-9]日|近日|日前|今天|昨日|昨天|今年以来)(?:上午|下午)?,"
)


def describe_article(raw: RawArticle, clean: CleanText, gazetteer: Any = None) -> Description:
    """Return what the article is; `gazetteer` may be None, and then no places are named."""
    title = find_title(raw, clean)
    date, basis = find_date(raw, clean)
    publisher = find_publisher(raw, clean)
    return Description(
        title=title,
        date=date,
        date_basis=basis,
        publisher=publisher,
        url=raw.declared.get("url"),
        kind=find_kind(title, clean.text),
        regions=_find_regions(title, clean.text, publisher, gazetteer),
        script=detect_script(clean.text),
    )


def _find_regions(title: str, text: str, publisher: str | None, gazetteer: Any) -> tuple[str, ...]:
    return ()


def find_title(raw: RawArticle, clean: CleanText) -> str:
    """Return the declared title, else the first line that can be a headline, else the first sentence."""
    declared = raw.declared.get("title", "").strip()
    if declared:
        return declared
    for line in clean.text.split("\n", 6)[:6]:
        folded = fold(line).strip()
        if not folded or FURNITURE.search(folded) or DATE.fullmatch(folded) or _SALUTATION.search(folded):
            continue
        if len(line) <= LONGEST_TITLE and not folded.endswith(("。", ";", ":")):
            return line.strip().lstrip("# ").strip()
        break
    sentences = split_sentences(clean.text, Span(0, min(len(clean.text), 2000)))
    return sentences[0].of(clean.text)[:LONGEST_TITLE].strip() if sentences else ""


def find_date(raw: RawArticle, clean: CleanText) -> tuple[Date | None, str | None]:
    """Return the day of publication and the words it rests on; (None, what there is) where the page leaves it open."""
    declared = raw.declared.get("date", "")
    if date := parse_day(declared):
        return date, declared
    for line in clean.head:
        found = DATE.search(fold(line))
        if found and (date := parse_day(found.group())):
            return date, line[found.start() : found.end()].strip()
    if (match := _URL_DAY.search(raw.declared.get("url", ""))) and (date := _make_day(match)):
        return date, raw.declared["url"]
    folded = fold(clean.text)
    if (match := _DATELINE_DAY.search(folded[: _start_of_body(clean) + DATELINE_WITHIN])) and (
        date := _make_day(match)
    ):
        return date, clean.text[match.start() : match.end()]
    return None, declared or _find_open_date(clean, folded)


def _find_open_date(clean: CleanText, folded: str) -> str | None:
    """Return the words that say something of when, but not enough."""
    for line in clean.head:
        if found := AGO.search(fold(line)):
            return line[found.start() : found.end()]
    begin = _start_of_body(clean)
    found = _DAY_WITHOUT_YEAR.search(folded, begin, begin + DATELINE_WITHIN)
    return f"{clean.text[found.start() : found.end()]}, without a year" if found else None


def parse_day(words: str) -> Date | None:
    """Return the day that `words` name with year, month and day, None where they do not."""
    folded = fold(words)
    match = _DAY.search(folded) or _COMPACT_DAY.search(folded)
    return _make_day(match) if match else None


def _make_day(match: re.Match[str]) -> Date | None:
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        return dt.date(year, month, day) if EARLIEST_YEAR <= year <= LATEST_YEAR else None
    except ValueError:
        return None


def _start_of_body(clean: CleanText) -> int:
    """Return where the first line of prose begins."""
    start = 0
    for line in clean.text.split("\n"):
        if len(line) > LONGEST_TITLE or "。" in line:
            return start
        start += len(line) + 1
    return 0


def find_publisher(raw: RawArticle, clean: CleanText) -> str | None:
    """Return whom the article names as its source: declared, in the head, in the dateline, in the credit at its end."""
    if declared := raw.declared.get("publisher", "").strip():
        return declared
    lines = [*clean.head, *(removal.text for removal in clean.removed if removal.reason == "boilerplate")]
    for line in lines:
        if (found := _SOURCE.search(fold(line))) and (name := _name(line, found)):
            return name
    begin = _start_of_body(clean)
    for first, last, pattern in (
        (begin, begin + DATELINE_WITHIN, _DATELINE),
        (max(0, len(clean.text) - CREDIT_WITHIN), len(clean.text), _CREDIT),
    ):
        words = clean.text[first:last]
        if (found := pattern.search(fold(words))) and (name := _name(words, found)):
            return name
    return None


def _name(words: str, found: re.Match[str]) -> str | None:
    name = words[found.start(1) : found.end(1)].strip('《》“”"()（）[]【】 ')
    return name if len(name) > 1 and fold(name) not in _NOBODY else None


def find_kind(title: str, text: str) -> Kind:
    """Return what sort of document it is, from its title, else from its shape."""
    folded = fold(title)
    head = re.sub(r"^[【\[(][^】\])]{1,8}[】\])]", "", folded)
    for kind, pattern in _KINDS:
        if pattern.search(head):
            return kind
    start = fold(text[:1500])
    if len(_ARTICLES_OF_LAW.findall(start)) >= 2:
        return "policy"
    if re.search(r"(?m)^(?:同志们|各位代表|各位来宾)[:,]", start):
        return "speech"
    return "news" if _NEWS.search(start) or _NEWS.search(fold(text[-200:])) else "other"
