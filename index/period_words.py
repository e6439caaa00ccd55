"""The words of periods: one pattern that finds them, and what each part of a year means in days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from index.types import Date

Dates = tuple[Date, Date]
Match = re.Match[str]

# First year of each five-year plan.
PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}

_SMALL = r"(?:[一二两三四五六七八九十]{1,3}|\d{1,2})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])(?=月|\s?[-—–―~～至到])"
_MONTH_NAME = r"(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])月(?:份)?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DASH = r"\s?(?:-{1,2}|—{1,2}|–|―|~|～|至|到)\s?"
_RELATIVE = r"(?:今年|本年度?|去年|上一年度?|上年度?|(?<![提以之目])前年|明年|后年|当年|次年)"
_YEAR = (
    rf"(?:(?<![\d.])(?:19|20)\d\d(?:\s?年度?|(?=\s?(?:第?[一二三四]季度|前三季度|[上下]半年|q[1-4](?!\d)|[一三]季报|半年度?报|中报|[前头首][一二两三四五六七八九十\d]{{1,2}}个月|以来|至今)))|(?<![\d.])[12]\d年(?!来|间|前|后|多|以|余|左右|期|限|的?历史)"
    rf"|二〇[〇一二三][〇零一二三四五六七八九]年|{_RELATIVE})"
)
_BARE_YEAR = r"(?:(?<![\d.])(?:19|20)\d\d)"
_PART = (
    rf"(?:{_MONTH_NAME}{_DAY}日?{_DASH}(?:{_MONTH_NAME})?{_DAY}日|{_MONTH_NAME}{_DAY}日|{_MONTH}(?:月(?:份)?)?{_DASH}{_MONTH_NAME}"
    rf"|(?<![\d.第]){_MONTH_NAME}(?:上旬|中旬|下旬|底|末|初)?(?!交[货割])|(?<![此之以提目])[前头首]{_SMALL}个?月(?!份|\d)"
    rf"|[前头][一二两三123]个?季度|第?[一二三四1-4]{_DASH}第?[二三四2-4]季度|第?[一二三四1-4]季度末?|[一三]季(?=报)|首季度?|上半年|下半年|半年(?=度?报)|(?:(?<=年)|(?<=\d\d\d\d))中(?=报)"
    rf"|全年|(?<![一二三四五六七八九十两几数\d])年内|年初|开年(?=以来|至今|来)|岁末|年[底末终]前?|年中|(?<=年)(?:[底末初终]前?|(?<![一二两三四五六七八九十几数]年)(?<!(?<!\d)\d年)(?<!(?<!\d)\d\d年)内)"
    rf"|(?<![\d.月期—–~-]){_DAY}{_DASH}{_DAY}日(?![\d内游均后])"
    rf"|(?:(?<=截至)|(?<=截止)|(?<=截止到)){_DAY}日"
    rf"|本月[底末]?|当月|上个?月[底末]?|本季度?|上季度|(?<=[\d年])q[1-4](?!\d))"
)
_ENGLISH_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_YEAR = r"(?:(?:19|20)\d\d|last year|this year|next year|the year)"
_ENGLISH_PART = (
    rf"(?:(?:the )?(?:first|second) half|h[12]|(?:the )?(?:first|second|third|fourth) quarter|q[1-4]"
    rf"|(?:the )?first (?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d{{1,2}}) (?:months|quarters)"
    rf"|{_ENGLISH_MONTH}(?: ?(?:-|–|to|through) ?{_ENGLISH_MONTH})?|(?:the )?end(?: of {_ENGLISH_MONTH})?)"
)
PATTERN = re.compile(
    rf"(?P<span>(?P<from_year>{_YEAR}|{_BARE_YEAR})(?:(?P<from_month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<from_day>{_DAY})日)?)?{_DASH}"
    rf"(?P<to_year>(?:19|20)\d\d\s?年|今年|去年)(?:(?P<to_month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<to_day>{_DAY})日)?)?)"
    r"|(?P<iso>(?<![\d.-])(?P<iso_year>20\d\d)[-/.](?P<iso_month>1[0-2]|0?[1-9])"
    r"(?:[-/.](?P<iso_day>3[01]|[12]\d|0?[1-9]))?(?![\d./-]|\s?[年万亿%个]))"
    r"|(?P<planned>[“\"'‘]?(?P<plan>十[一二三四五]五)[”\"'’]?(?:规划)?(?:时期|期间)?(?P<plan_end>期?末)?(?P<plan_since>以来)?)"
    rf"|(?P<recent>(?:近|过去|最近)(?P<years>{_SMALL})年(?:来|间|里)?|(?P<years_since>[一二两三四五六七八九十]{{1,2}})年来)"
    r"|(?P<now>(?:截至|截止到?|到)?(?:目前|当前|现在|今日|今天|日前为止)(?:为止)?|如今|现已(?=[\u4e00-\u9fff]{2})|迄今(?:为止)?|(?<!年)(?<!月)至今|截至发稿)"
    rf"|(?P<same>(?P<same_year>{_YEAR}|上)?同期)"
    r"|(?P<days>(?P<day>昨日|昨天|前天|明天))"
    rf"|(?P<dated>(?P<lead>截至|截止到?|到|至)?(?={_YEAR}|{_PART}|{_BARE_YEAR}(?:上半年|下半年|第?[一二三四]季度|前三季度))"
    rf"(?:(?P<year>{_YEAR}|{_BARE_YEAR})的?\s?)?(?P<part>{_PART})?(?P<since>以来|至今|来(?![说自看源到宾往])|起至今)?)"
    rf"|(?P<english>(?<![a-z\d])(?P<by>(?:by|as of|until) )?"
    rf"(?:(?P<e_part>{_ENGLISH_PART})(?:,? (?:of )?(?P<e_year>{_ENGLISH_YEAR}))?"
    r"|(?P<e_year2>last year|this year|next year|(?:(?<=in )|(?<=of )|(?<=for )|(?<=by )|(?<=during ))(?:19|20)\d\d))"
    r"(?![a-z\d]))"
)

_ENGLISH_COUNT_WORDS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
]  # fmt: skip
_ENGLISH_NUMBERS = dict((word, index) for index, word in enumerate(["", *_ENGLISH_COUNT_WORDS]) if word)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_MONTHS = {name: index + 1 for index, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"))}


def read_small_number(words: str | None) -> int | None:
    """Return 1 to 99 of Chinese or Arabic digits."""
    if not words:
        return None
    if words.isdigit():
        return int(words)
    tens, found, ones = words.replace("两", "二").partition("十")
    digits = "一二三四五六七八九"
    if any(char not in digits for char in tens + ones):
        return None
    if not found:
        return digits.index(tens) + 1 if len(tens) == 1 else None
    return (digits.index(tens) + 1 if tens else 1) * 10 + (digits.index(ones) + 1 if ones else 0)


def last_day(year: int, month: int) -> Date:
    """Return the month's last day."""
    return Date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Dates:
    """Return the days from the first of one month to the last of another."""
    return Date(year, first, 1), last_day(year, last)


def _number(words: str | None) -> int:
    """Return a number that the pattern has already found to be one."""
    value = read_small_number(words)
    if value is None:
        raise ValueError(f"{words} is no number")
    return value


def _point(day: Date) -> Dates:
    """Return one day as a stretch."""
    return day, day


def _read_days(match: Match, year: int, anchor: Date | None) -> Dates:
    """Read 6月30日, 6月1日至5日 and 6月28日至7月3日."""
    month = _number(match["m1"])
    start = Date(year, month, int(match["d1"]))
    if not match["d2"]:
        return _point(start)
    return start, Date(year, _number(match["m2"]) if match["m2"] else month, int(match["d2"]))


def _read_month(match: Match, year: int, anchor: Date | None) -> Dates:
    """Read 6月, 6月底 and 6月中旬."""
    month, tail = _number(match["m1"]), match["tail"]
    end = last_day(year, month)
    stretches = {
        "上旬": (Date(year, month, 1), Date(year, month, 10)),
        "中旬": (Date(year, month, 11), Date(year, month, 20)),
        "下旬": (Date(year, month, 21), end),
        "底": (end, end),
        "末": (end, end),
        "初": (Date(year, month, 1), Date(year, month, 1)),
    }
    return stretches.get(tail or "", (Date(year, month, 1), end))


def _read_quarters(match: Match, year: int, anchor: Date | None) -> Dates:
    """Read 二季度, 前三季度 and 一至三季度."""
    last = _number(match["q2"] or match["q1"])
    first = 1 if match["lead"] in {"前", "头"} else _number(match["q1"])
    dates = months(year, 3 * first - 2, 3 * last)
    return _point(dates[1]) if match["tail"] else dates


def _read_fixed(match: Match, year: int, anchor: Date | None) -> Dates:
    """Read 上半年, 年底 and their like."""
    words = match.group().rstrip("前")
    if words == "下半年":
        return months(year, 7, 12)
    if words in {"上半年", "半年", "中"}:
        return months(year, 1, 6)
    if words in {"首季", "首季度"}:
        return months(year, 1, 3)
    if words in {"年初", "初", "开年"}:
        return _point(Date(year, 1, 1))
    if words == "年中":
        return _point(Date(year, 6, 30))
    if words in {"全年", "年内", "内"}:
        return months(year, 1, 12)
    return _point(Date(year, 12, 31))


def _read_bare_day(match: Match, year: int, anchor: Date | None) -> Dates | None:
    """Read 22日 of 截至22日 as the last such day before the article's."""
    if anchor is None:
        return None
    back = int(match["day"]) > anchor.day
    month = anchor.month - back or 12
    return _point(Date(anchor.year - (back and anchor.month == 1), month, int(match["day"])))


def _read_bare_days(match: Match, year: int, anchor: Date | None) -> Dates | None:
    """Read 21—22日, without a month, as the last such days before the article's."""
    if anchor is None:
        return None
    back = int(match["d2"]) > anchor.day
    year, month = anchor.year - (back and anchor.month == 1), anchor.month - back or 12
    return Date(year, month, int(match["d1"])), Date(year, month, int(match["d2"]))


def _read_current(match: Match, year: int, anchor: Date | None) -> Dates | None:
    """Read 本月, 上月 and 本季 by the anchor alone."""
    if anchor is None:
        return None
    back = match.group().startswith("上")
    if match.group().endswith(("底", "末")):
        whole = _read_current(re.match(r".+(?=.)", match.group()), year, anchor)  # type: ignore[arg-type]
        return _point(whole[1]) if whole else None
    if "季" in match.group():
        quarter = (anchor.month - 1) // 3 - back
        base = anchor.year + (quarter < 0) * -1
        return months(base, quarter % 4 * 3 + 1, quarter % 4 * 3 + 3)
    month = anchor.month - back
    return months(anchor.year, month, month) if month else months(anchor.year - 1, 12, 12)


_QUARTERS = rf"(?P<lead>[前头第])?(?P<q1>[一二两三四1-4])(?:{_DASH}第?(?P<q2>[二三四2-4]))?个?季度?(?P<tail>末)?"
_DAYS_END = rf"(?:{_DASH}(?:(?P<m2>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?)?(?P<d2>\d{{1,2}})日)?日?"
Reader = Callable[[Match, int, Date | None], Dates | None]
_N = r"\d{1,2}|[一二三四五六七八九十]{1,2}"
PARTS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(rf"(?P<m1>{_N})月(?:份)?(?P<d1>\d{{1,2}})日?{_DAYS_END}"), _read_days),
    (
        re.compile(rf"(?P<m1>{_N})(?:月(?:份)?)?{_DASH}(?P<m2>{_N})月(?:份)?"),
        lambda match, year, anchor: months(year, _number(match["m1"]), _number(match["m2"])),
    ),
    (re.compile(rf"(?P<m1>{_N})月(?:份)?(?P<tail>上旬|中旬|下旬|底|末|初)?"), _read_month),
    (re.compile(rf"[前头首](?P<n>{_SMALL})个?月"), lambda match, year, anchor: months(year, 1, _number(match["n"]))),
    (re.compile(r"(?P<day>\d{1,2})日"), _read_bare_day),
    (re.compile(rf"(?P<d1>\d{{1,2}}){_DASH}(?P<d2>\d{{1,2}})日"), _read_bare_days),
    (re.compile(_QUARTERS), _read_quarters),
    (re.compile(r"q(?P<q1>[1-4])(?P<q2>)(?P<lead>)(?P<tail>)"), _read_quarters),
    (re.compile(r"(?:本月|当月|上个?月)[底末]?|本季度?|上季度"), _read_current),
    (re.compile(r".+"), _read_fixed),
)  # fmt: skip


def read_part(part: str, year: int, anchor: Date | None) -> Dates | None:
    """Return the days of a part of a year: 上半年, 前三季度, 1—7月, 6月中旬, 年底, 6月30日."""
    for pattern, read in PARTS:
        match = pattern.fullmatch(part)
        if match:
            return read(match, year, anchor)
    return None


def read_english(part: str, year: int) -> Dates | None:
    """Return the days of an English part of a year: q1, first half, january-july, first seven months, end of june."""
    words = part.removeprefix("the ")
    named = [_MONTHS[name[:3]] for name in re.findall(_ENGLISH_MONTH, words)]
    if words.startswith("end"):
        return _point(last_day(year, named[0] if named else 12))
    if named:
        return months(year, named[0], named[-1])
    if words.startswith(("h1", "h2")) or words.endswith("half"):
        first = words.startswith(("h1", "first"))
        return months(year, 1, 6) if first else months(year, 7, 12)
    if words[0] == "q" or words.endswith("quarter"):
        quarter = int(words[1]) if words[0] == "q" else _ORDINALS[words.split()[0]]
        return months(year, 3 * quarter - 2, 3 * quarter)
    _, count, unit = words.split()
    size = _ENGLISH_NUMBERS.get(count) or int(count)
    return months(year, 1, size * (3 if unit == "quarters" else 1))
