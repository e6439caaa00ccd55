"""The words of times in English, and what each part of a year is called in Chinese."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
MONTH = r"(?:" + "|".join(f"{month}|{month[:3]}\\.?" for month in _MONTHS) + r"|sept\.?)(?![a-z])"
YEAR = r"(?:(?:19|20)\d\d)(?![\d%])"
# A year by number or by where the asker stands.
ANY_YEAR = rf"(?:{YEAR}|last year|this year|next year|the (?:same )?year|that year|the year before last)"
DAY = r"[0-3]?\d(?:st|nd|rd|th)?(?!\d)"
DATE = rf"(?:{DAY} (?:of )?{MONTH},? {YEAR}|{MONTH} {DAY},? {YEAR})"
TO = r" ?(?:to|and|through|until|till|-|–|—|~) ?"
SMALL = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
           "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
DIGITS = "零一二三四五六七八九十"
# The parts of a year, and what each is called.
HALF = r"(?:(?:first|second) half|h[12])"
QUARTER = r"(?:(?:first|second|third|fourth|last|final) quarter|q[1-4])"
FIRST_OF = rf"(?:first {SMALL} (?:months|quarters))"
_MONTHS_OF = rf"(?:(?:from |between )?{MONTH}{TO}{MONTH}|{MONTH})"
PART = rf"(?:{HALF}|{QUARTER}|{FIRST_OF}|{_MONTHS_OF})"
PLANS = {"11": "十一五", "12": "十二五", "13": "十三五", "14": "十四五", "15": "十五五", "eleventh": "十一五",
          "twelfth": "十二五", "thirteenth": "十三五", "fourteenth": "十四五", "fifteenth": "十五五"}  # fmt: skip
HOLIDAY = (
    r"(?:spring festival|national day|may day|labou?r day|mid-autumn(?: festival)?|dragon boat"
    r"(?: festival)?|qingming)"
)
# 2000 people, over 2000 and 2000 yuan count; they are no years.
NO_YEAR_BEFORE = r"(?<!over )(?<!than )(?<!about )(?<!nearly )(?<!least )(?<!some )(?<!around )(?<![\d.,$¥%一-龥-])"
NO_YEAR_AFTER = (
    r"(?![\d%一-龥]|[.,-]\d| (?:million|billion|people|yuan|tonn?es|tons|km|households|companies|enterprises|projects))"
)


def read_month(words: str) -> int:
    """Return the number of a month by its name or the beginning of it."""
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(words.strip()[:3]))


def month_name(words: str | None) -> str:
    """Return a month in Chinese, nothing where none is said."""
    return f"{read_month(words)}月" if words else ""


def say_year(words: str | None) -> str:
    """Return a year in Chinese; nothing where none is said, so that what stands before settles it."""
    relative = {"last year": "去年", "this year": "今年", "next year": "明年", "the year before last": "前年"}
    if not words:
        return ""
    if words.isdigit():
        return f"{words}年"
    return relative.get(words, "当年" if words.startswith(("that", "the same")) else "今年")


def read_count(words: str) -> int:
    """Return the number that a word or digits say."""
    return _COUNTS.get(words) or int(words)


def say_part(words: str) -> str:
    """Return a part of a year in Chinese."""
    if re.fullmatch(HALF, words):
        return "上半年" if words.startswith(("first", "h1")) else "下半年"
    if re.fullmatch(QUARTER, words):
        return f"第{DIGITS[int(words[1]) if words[0] == 'q' else _ORDINALS[words.split()[0]]]}季度"
    if words.startswith("first "):
        _, count, unit = words.split()
        number = read_count(count)
        return f"前{'三' if number == 3 else '两'}季度" if unit == "quarters" else f"1—{number}月"
    named = [read_month(found) for found in re.findall(MONTH, words)]
    return f"{named[0]}—{named[-1]}月" if len(named) > 1 else f"{named[0]}月"


def _date(words: str) -> dt.date | None:
    """Return the day that 31 March 2023 or March 31, 2023 names."""
    month = re.search(MONTH, words)
    numbers = re.findall(r"\d+", words)
    if month is None or len(numbers) != 2:
        return None
    try:
        return dt.date(int(numbers[1]), read_month(month.group()), int(numbers[0]))
    except ValueError:
        return None


def _days(start: dt.date, end: dt.date) -> str:
    return f"{_day(start)}至{_day(end)}"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def write_business_year(match: re.Match[str]) -> str:
    """Return the twelve (or fewer) months that end on a day, or with a month."""
    months = read_count(match["months"]) if match["months"] else 12
    last = _date(match["date"]) if match["date"] else None
    if match["date"] and last is None:
        return ""
    year, month = (last.year, last.month) if last else (int(match["year"]), read_month(match["month"]))
    # The day after the end is where the next one begins.
    after = last + dt.timedelta(days=1) if last else dt.date(year + month // 12, month % 12 + 1, 1)
    index = after.year * 12 + after.month - 1 - months
    start = dt.date(index // 12, index % 12 + 1, after.day)
    return _days(start, after - dt.timedelta(days=1))


def write_point(match: re.Match[str]) -> str:
    """Return the end or the beginning of a year or a month: 截至2024年6月底, 2023年初."""
    month, year = month_name(match["month"]), say_year(match["year"])
    if not (month or year):
        return ""
    if match["edge"] and match["edge"] in ("start", "beginning"):
        return f"{year}{month}初"
    # What is planned by a time is no count up to it; either way its end is the point.
    return f"{'到' if match['lead'] == 'by' else '截至' if match['lead'] else ''}{year}{month}底"


def write_until(match: re.Match[str]) -> str:
    """Return the day up to which something is counted."""
    lead = "截至" if match["lead"] == "as of" else "到"
    return f"{lead}{_day(day)}" if (day := _date(match["date"])) else ""


def write_each(match: re.Match[str]) -> str:
    """Return a stretch that is wanted step by step: 2023年前三季度各季度, 2020年至2023年每年."""
    words = match["part"]
    step = "各季度" if "quarter" in match.group() else "各月"
    return f"{say_year(match['year'])}{say_part(words) if words else ''}{step}"


def write_day(match: re.Match[str]) -> str:
    """Return one day; nothing for one that no calendar has."""
    day = _date(match.group())
    return _day(day) if day else ""


def write_days(match: re.Match[str]) -> str:
    """Return 1 to 5 July 2023, and 28 June to 3 July 2023."""
    other = match["m1"] or match["m2"]
    first, last = read_month(other), read_month(match["m2"])
    one, two = (int(re.sub("[a-z]", "", match[name])) for name in ("d1", "d2"))
    return f"{match['year']}年{first}月{one}日至{f'{last}月' if first != last else ''}{two}日"


def write_month_days(match: re.Match[str]) -> str:
    """Return July 28-29, 2023, and June 28 to July 3, 2023."""
    first, last = read_month(match["m2"]), read_month(match["m1"] or match["m2"])
    one, two = (int(re.sub("[a-z]", "", match[name])) for name in ("d1", "d2"))
    return f"{match['year']}年{first}月{one}日至{f'{last}月' if first != last else ''}{two}日"


def write_holiday(match: re.Match[str]) -> str:
    """Return a holiday with the year that is said before or behind it."""
    names = {"spr": "春节", "nat": "国庆", "may": "五一", "lab": "五一", "mid": "中秋", "dra": "端午", "qin": "清明"}
    return f"{say_year(match['year'] or match['year2'])}{names[match['holiday'][:3]]}假期"


def say_lead(match: re.Match[str]) -> str:
    """Return what as of, by and until are before a time."""
    return {"as of": "截至", "by": "到", "until": "到"}.get(match["lead"] or "", "")


def write_dates(match: re.Match[str]) -> str:
    """Return the days from one date to another."""
    start, end = _date(match["a"]), _date(match["b"])
    return _days(start, end) if start and end else ""


def write_year_end(match: re.Match[str]) -> str:
    """Return the end of a year."""
    lead = {"by": "到", "as of": "截至", "at": "", "until": "到"}.get(match["lead"] or "", "")
    return f"{lead}{match['year']}年底" if match["year"] else "年底"


def write_bare_day(match: re.Match[str]) -> str:
    """Return a day without its year."""
    day = int(re.sub("[a-z]", "", match["day"] or match["day2"]))
    return f"{read_month(match['month'] or match['month2'])}月{day}日"


def write_third(match: re.Match[str]) -> str:
    """Return the third of a month that early, mid and late say."""
    third = {"early": "上旬", "mid": "中旬", "late": "下旬"}[match["part"]]
    return f"{say_year(match['year'])}{read_month(match['month'])}月{third}"
