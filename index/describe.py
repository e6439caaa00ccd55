"""What an article is, as far as its page settles it: title, day, publisher, kind, places, script.

Each answer names the words it rests on, and stays open where the page leaves it open: a day without a year, or
"nine months ago", is no date. The body's own history never dates an article. The site on which an article was found is
not its publisher where the article names another.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

from index.clean.patterns import AGO, DATE, FURNITURE, HEAD_ITEM, is_meta
from index.regions import Gazetteer, find_article_regions
from index.tables import CELL, is_unit_line
from index.text import detect_script, fold, split_sentences
from index.types import CleanText, Date, Description, Kind, RawArticle, Span

# The longest title that is taken from a first line or a first sentence.
LONGEST_TITLE = 80
# How far into the body a dateline (新华社北京3月1日电) can stand, and how near to the end a credit.
DATELINE_WITHIN = 120
CREDIT_WITHIN = 60
# A line under the headline that is a publisher's name alone is no longer than this.
LONGEST_NAME = 16
# Years in which an article of a library can have been published.
EARLIEST_YEAR, LATEST_YEAR = 1949, 2100

_DAY = re.compile(r"((?:19|20)[0-9]{2})(?: ?(?:[-/.]|年) ?| ?(?=[0-9]{2}/))([0-9]{1,2}) ?(?:[-/.]|月) ?([0-9]{1,2})")
_COMPACT_DAY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")
_URL_DAY = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})[-/_]?(0?[1-9]|1[0-2])[-/_]?(0[1-9]|[12][0-9]|3[01]|[1-9])(?![0-9])"
)
_DAY_WITHOUT_YEAR = re.compile(r"(?<![0-9年-])[0-9]{1,2}月[0-9]{1,2}日")
_DATELINE_DAY = re.compile(r"((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日(?:电|讯|消息|报道)")
# The table over an official document: 发布日期 comes before 成文日期, whichever stands first.
_LABELLED_DAYS = tuple(
    tuple(
        re.compile(rf"{label}[\s:]{{0,6}}((?:19|20)[0-9]{{2}} ?[-/.年] ?[0-9]{{1,2}} ?[-/.月] ?[0-9]{{1,2}}日?)")
        for label in labels
    )
    for labels in ((r"发布 ?(?:日期|时间)", r"公布 ?(?:日期|时间)"), (r"(?:成文|发文|印发) ?(?:日期|时间)",))
)
_MADE = re.compile(r"成文|发文|印发")
_PUBLISHED = re.compile(r"[^0-9]{0,4}(?:(?:发布|发表)(?:日期|时间|于)?|日期|时间) ?:?")
_ISSUER = re.compile(r"(?:发文机关|发布机构|发文单位|制定机关)[\s:]{1,6}([\u4e00-\u9fff]{3,24})")
LABELS_WITHIN = 800
# The last lines of an official document: whoever signs it, and the day.
_SIGNED = re.compile(r"^((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日$")
# Under the headline of a speech: (2024年1月15日在…会议上).
_SPOKEN = re.compile(r"^[—\-( ]{0,4}((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日(?:,?在[^。]{2,40})?[) ]{0,2}$")
SIGNED_LINES = 4
# A moment in universal time; news pages of China mean the day in China.
_UNIVERSAL = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})t([0-9]{2}):[0-9:.]{2,12}(?:z|\+00:?00)$")
CHINA = dt.timedelta(hours=8)

_SOURCE = re.compile(
    r"(?:来源|稿源|信息来源|文章来源|转自|来自|发布机构|发布单位)(?:(?:于)? ?[:|] ?|(?<=来源)(?=[a-z\u4e00-\u9fff]))"
    r"([^\s:|丨/,;()]{2,24})"
)
_OUTLET = (
    r"(?:日报|晚报|早报|时报|商报|都市报|晨报|快报|周报|周刊|周末|新闻网|新闻|网|通讯社|新华社|中新社|社|电台|电视台|台|客户端|报|在线"
    r"|发布|融媒|融媒体中心|杂志|传媒|财经|观察)"
)
_NAME_ALONE = re.compile(rf"^(?:原创 ?)?(?:[\u4e00-\u9fff·]{{2,4}}[/ ])?([\u4e00-\u9fffa-z·]{{1,12}}{_OUTLET})$")
# 湖北日报讯, 新华社北京3月1日电; 本网讯 names nobody.
_DATELINE = re.compile(
    r"(?:^|[\s(【])([\u4e00-\u9fff]{1,12}?(?:日报|晚报|早报|时报|商报|都市报|晨报|快报|周刊|新闻网|新闻|网|社|台|客户端|报|在线))"
    r"(?:讯|消息|记者|[\u4e00-\u9fff]{0,6}[0-9]{1,2}月[0-9]{1,2}日(?:电|讯)|[\u4e00-\u9fff]{2,4}电(?=[ (,]))"
)
_CREDIT = re.compile(rf"[(]([\u4e00-\u9fff]{{1,12}}?{_OUTLET})(?:全媒体?|首席)?记者")
_NOBODY = frozenset((
    "本网", "本报", "本社", "本台", "互联网", "网络", "原创", "未知", "转载", "本站", "佚名", "admin", "作者", "编辑",
    "整理", "综合", "其他", "微信", "责任编辑",
))  # fmt: skip
# A section of a platform for accounts (某新闻·某号·政务) names nobody either.
_NO_NAME = re.compile(r"https?|www\.|本报|本网|本社|昨天|昨日|今天|号·")
# The label of the next thing that a line says; pages set them side by side, and nothing but style between them.
_NEXT_LABEL = re.compile(
    r"(?:浏览|阅读|点击|访问|播放)(?:次数|人次|量|数|[:(]|$)|发布(?:于|时间|日期|者|人|单位)|评论数|(?:字[体号]|分享|打印|收藏|举报)"
    r"(?:到|至|本|[:(\[]|$)|(?:作者|记者|编辑|责编|责任编辑|时间|日期)(?:[:]|$)"
)
# Platforms set the province that an account posts from right behind its name: 某报湖北.
_POSTED_FROM = re.compile(
    r"(?:报|网|社|台|新闻|发布|客户端|周刊|杂志|在线)(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南"
    r"|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾)$"
)
# Where accounts publish on a platform, the way to the page ends in the account: 某号 > 某地发布.
_ACCOUNT = re.compile(r"^[\u4e00-\u9fff]{1,3}号 ?[>»] ?([^>»]{2,24})$")
# The electronic edition of a paper: its name in the page's title, the page of the paper, and the day of the issue.
_PAPER = re.compile(r"([\u4e00-\u9fff]{2,10}报)(?:数字报|电子报|电子版|数字版)")
_PAPER_PAGE = re.compile(r"第 ?[0-9a-z一二三四五六七八九十]{1,4} ?版")
_ISSUE_DAY = re.compile(r"((?:19|20)[0-9]{2})年 ?([0-9]{1,2})月 ?([0-9]{1,2})日 ?星期[一二三四五六日天]")
_YEAR = re.compile(r"^(?:19|20)[0-9]{2}$")
_MONTH_AND_DAY = re.compile(r"^[0-9]{1,2}[/.-][0-9]{1,2}$")
_NOW = re.compile(r"今天|现在|当前时间|欢迎")
_SALUTATION = re.compile(r"^(?:同志们|各位|尊敬的|女士们|各区|各市|各县|各有关|各镇|各街道)[^。]{0,40}[:]$")
_LABELS = re.compile(
    r"(?:格林尼治标准|北京|香港|台北|当地)时间|星期[一二三四五六日天]|发布|发表|更新|时间|日期|原创|转载|整理|来源|字号|打印|举报|我有话说|收藏|微博|记者|[\[【(][^\]】)]{0,6}[\]】)]"
)

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "speech",
        # News of a speech (发表重要讲话) is no speech.
        re.compile(
            r"^(?!.*发表).*(?:在[^。]{2,60}[上时中]的(?:重要)?(?:讲话|致[辞词]|发言|报告|演讲)|主持词|述职报告|政府工作报告(?:\(|$)"
            r"|(?:讲话|致[辞词]|演讲|发言)(?:稿|提纲|材料|摘要|全文)?(?:\(.{1,20}\))?$)"
        ),
    ),
    (
        "statistics",
        re.compile(r"公报(?:\(|$)|统计年鉴|统计月报|经济运行(?:情况|简况)|主要(?:经济)?指标|普查公报|统计数据"),
    ),
    (
        "policy",
        re.compile(
            r"(?:关于)?印发[^。]{2,60}的?通知|实施方案|行动(?:方案|计划)|实施(?:意见|细则|办法)"
            r"|(?:指导|若干)?意见(?:\(|$|的通知)|(?:管理|暂行|试行|奖励)?办法(?:\(|$|的通知)|条例(?:\(|$)"
            r"|若干(?:规定|措施|政策)|规定(?:\(|$)|规划(?:\(|纲要|$)|政策措施|[^。]法(?:\(|$)|决[定议](?:\(|$)"
            r"|工作要点|十条(?:措施)?$|章程(?:\(|$)"
        ),
    ),
    (
        "notice",
        re.compile(r"公告|公示|通告|启事|招标|中标|采购|征集|招聘|拍卖|的?通知(?:\(|$)|温馨提示|申报指南"),
    ),
)
_ARTICLES_OF_LAW = re.compile(r"(?m)^第[一二三四五六七八九十百]{1,5}条[ \u3000]")
_NEWS = re.compile(
    r"记者|通讯员|日?[电讯](?:[ (]|$)|报道|新闻|本报|本网|(?:[0-9]日|近日|日前|今天|昨日|昨天|今年以来)(?:上午|下午)?,"
)


def describe_article(raw: RawArticle, clean: CleanText, gazetteer: Gazetteer | None = None) -> Description:
    """Return what the article is; without a gazetteer no places are named."""
    title = find_title(raw, clean)
    date, basis = find_date(raw, clean)
    publisher = find_publisher(raw, clean)
    return Description(
        title=title,
        date=date,
        date_basis=basis,
        publisher=publisher,
        url=raw.declared.get("url") or (clean.facts.get("url") or (None,))[0],
        kind=find_kind(title, clean.text, dated=date is not None or publisher is not None),
        regions=find_article_regions(title, clean.text, publisher, gazetteer) if gazetteer else (),
        script=detect_script(clean.text),
    )


def find_title(raw: RawArticle, clean: CleanText) -> str:
    """Return the declared title, the headline of the page, the first line that can be one, else the first sentence."""
    declared = raw.declared.get("title", "").strip()
    if declared:
        return declared
    if raw.media == "html" and clean.head and clean.head[0].strip():
        return clean.head[0].strip()
    if titles := clean.facts.get("title"):
        return strip_site(titles[0])
    for line in clean.text.split("\n", 6)[:6]:
        folded = fold(line).strip()
        if not folded or FURNITURE.search(folded) or is_meta(folded) or _SALUTATION.search(folded):
            continue
        if CELL in folded or is_unit_line(folded):
            continue
        if len(line) <= LONGEST_TITLE and not folded.endswith(("。", ";", ":")):
            return line.strip().lstrip("# ").strip()
        break
    if raw.media == "structured" and clean.text.count(CELL):
        # A table alone is called by its file.
        return PurePath(raw.path.rpartition("!")[2]).stem
    sentences = split_sentences(clean.text, Span(0, min(len(clean.text), 2000)))
    return sentences[0].of(clean.text)[:LONGEST_TITLE].strip() if sentences else ""


def strip_site(title: str) -> str:
    """Return a page's title without the names of channel and site that follow it."""
    first = re.split(r" ?[_|｜] ?| [-–—－] |[-–—－]{2}|[-–—－](?=[^-–—－]{2,12}$)", title)[0].strip()
    return first if len(first) >= 6 else title


def find_date(raw: RawArticle, clean: CleanText) -> tuple[Date | None, str | None]:
    """Return the day of publication and the words it rests on; (None, what there is) where the page leaves it open.

    What is printed over the article comes first, then the page's tags, its address, and the dateline of the body.
    """
    declared = raw.declared.get("date", "")
    split = _find_split_days([*clean.head, *_removed_lines(clean)])
    for words in (declared, *_printed_days(clean), *split, *clean.facts.get("date", ())):
        if date := parse_day(words):
            return date, words
    for url in (raw.declared.get("url", ""), *clean.facts.get("url", ())):
        if (match := _URL_DAY.search(url)) and (date := _make_day(match)):
            return date, url
    folded = fold(clean.text)
    match = _DATELINE_DAY.search(folded, 0, _start_of_body(clean) + DATELINE_WITHIN)
    if match and (date := _make_day(match)):
        return date, clean.text[match.start() : match.end()]
    for line in _signing_lines(clean):
        found = _SIGNED.search(fold(line)) or _SPOKEN.search(fold(line))
        if found and (date := _make_day(found)):
            return date, line
    if issue := _find_issue_day(clean):
        return issue
    return None, declared or _find_open_date(clean, folded)


def _signing_lines(clean: CleanText) -> Iterator[str]:
    """Yield the lines on which those who made a document or a speech dated it: its last, and those of its head."""
    lines = clean.text.rsplit("\n", SIGNED_LINES)[1:]
    yield from (line.strip() for line in reversed(lines) if _SIGNED.search(fold(line).strip()))
    yield from (line.strip() for line in clean.head if _SPOKEN.search(fold(line).strip()))


def _printed_days(clean: CleanText) -> Iterator[str]:
    """Yield the words that say when, from what says most clearly that it is the day of publication to what does not."""
    start = clean.text[:LABELS_WITHIN]
    published, made = (next((m for p in row if (m := p.search(fold(start)))), None) for row in _LABELLED_DAYS)
    for line in clean.head:
        folded = fold(line)
        if (found := DATE.search(folded)) and is_meta(folded) and not _MADE.search(folded):
            yield line[found.start() : found.end()].strip()
    for line in _removed_lines(clean):
        found = DATE.search(fold(line))
        if found and _PUBLISHED.match(found.group()):
            yield line[found.start() : found.end()].strip()
    for found in (published, made):
        if found:
            yield start[found.start() : found.end()]


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
    if universal := _UNIVERSAL.search(folded):
        year, month, day, hour = (int(part) for part in universal.groups())
        try:
            return (dt.datetime(year, month, day, hour % 24) + CHINA).date()
        except ValueError:
            return None
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
    """Return whom the article names as its source: declared, over it, in the page's tags, or in its own words."""
    if declared := raw.declared.get("publisher", "").strip():
        return declared
    for candidates in (
        _find_sources(clean.head),
        _find_names(clean.head[1:] if raw.media == "html" else clean.head, raw.media != "html"),
        clean.facts.get("publisher", ()),
        _find_issuers(clean.text[:LABELS_WITHIN]),
        _find_sources(_removed_lines(clean)),
        _find_account(_removed_lines(clean)),
        _find_paper(clean.facts.get("title", ())),
        _find_bylines(clean),
    ):
        for name in candidates:
            if _is_somebody(name):
                return name
    return None


def _find_issuers(start: str) -> Iterator[str]:
    """Yield who the table over an official document says issued it."""
    if found := _ISSUER.search(fold(start)):
        yield start[found.start(1) : found.end(1)]


def _removed_lines(clean: CleanText) -> list[str]:
    return [line for each in clean.removed if each.reason == "boilerplate" for line in each.text.split("\n")]


def _find_sources(lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    """Yield the names behind 来源 and its like."""
    for line in lines:
        folded = fold(line)
        for found in _SOURCE.finditer(folded):
            start, end = found.span(1)
            if ends := _NEXT_LABEL.search(folded, start, min(end + 1, len(folded))):
                end = ends.start()
            if posted := _POSTED_FROM.search(folded[start:end]):
                end = start + posted.start(1)
            yield _trim(line[start:end])


def _find_account(lines: list[str]) -> Iterator[str]:
    """Yield the account in the way to a page of a platform."""
    for line in lines:
        if found := _ACCOUNT.search(fold(line).strip()):
            yield _trim(line.strip()[found.start(1) : found.end(1)])


def _find_paper(titles: tuple[str, ...]) -> Iterator[str]:
    """Yield the paper whose electronic edition the page is."""
    for title in titles:
        if found := _PAPER.search(fold(title)):
            yield title[found.start(1) : found.end(1)]


def _find_split_days(lines: Sequence[str]) -> Iterator[str]:
    """Yield days of which the year stands on a line, and month and day on the next."""
    for year, day in pairwise(fold(line).strip() for line in lines):
        if _YEAR.match(year) and _MONTH_AND_DAY.match(day):
            yield f"{year}/{day}"


def _find_issue_day(clean: CleanText) -> tuple[Date, str] | None:
    """Return the day of the issue, which a page of a paper's electronic edition prints over everything."""
    lines = [*_removed_lines(clean), *clean.head]
    if not any(_PAPER_PAGE.search(fold(line)) for line in lines):
        return None
    for line in lines:
        folded = fold(line)
        found = _ISSUE_DAY.search(folded)
        if found and not _NOW.search(folded) and (date := _make_day(found)):
            return date, line[found.start() : found.end()]
    return None


def _find_names(lines: tuple[str, ...], outlets_only: bool) -> Iterator[str]:
    """Yield what a line of the head says besides time and counters, and outlets that stand on a line alone.

    In a text it is not sure that the line is the head's, so only names that say what they are (云栖日报) count.
    """
    for line in lines:
        folded = fold(line)
        if is_meta(folded) and (outlets_only or DATE.search(folded)):
            for name in _rest_of_meta(line, folded):
                if not outlets_only or _NAME_ALONE.search(fold(name)):
                    yield name
        elif len(line) <= LONGEST_NAME and (found := _NAME_ALONE.search(folded.strip())):
            yield _trim(line.strip()[found.start(1) : found.end(1)])


def _rest_of_meta(line: str, folded: str) -> Iterator[str]:
    kept = list(folded)
    for pattern in (DATE, AGO, HEAD_ITEM, _LABELS):
        for found in pattern.finditer("".join(kept)):
            kept[found.start() : found.end()] = "\n" * (found.end() - found.start())
    for found in re.finditer(r"[a-z\u4e00-\u9fff][^\s|丨/·:,;>()]{1,15}", "".join(kept)):
        if re.search(r"[a-z\u4e00-\u9fff]{2}", found.group()):
            yield _trim(line[found.start() : found.end()])


def _find_bylines(clean: CleanText) -> Iterator[str]:
    """Yield the names in the dateline (湖北日报讯) and in the credit at the end (某新闻记者)."""
    begin, end = _start_of_body(clean), len(clean.text)
    for first, last, pattern in (
        (begin, begin + DATELINE_WITHIN, _DATELINE),
        (max(0, end - CREDIT_WITHIN), end, _CREDIT),
    ):
        words = clean.text[first:last]
        if found := pattern.search(fold(words)):
            yield _trim(words[found.start(1) : found.end(1)])


def _trim(name: str) -> str:
    return name.strip('《》“”"()（）[]【】·:： \u3000')


def _is_somebody(name: str) -> bool:
    folded = fold(name)
    return len(name) > 1 and folded not in _NOBODY and not name.isdigit() and not _NO_NAME.search(folded)


def find_kind(title: str, text: str, dated: bool = False) -> Kind:
    """Return what sort of document it is, from its title, else from its shape; what is `dated` is news at least."""
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
    return "news" if dated or _NEWS.search(start) or _NEWS.search(fold(text[-200:])) else "other"
