"""Periods in words, settled against the day the words were written.

Knows nothing of figures. 去年 in an article of 2025-03-02 is 2024; without an anchor only what names its year is
settled. What cannot be settled gives no period: it is never guessed. Sub-parts take the year that stands before them
in the same text (2022年…下半年), else the anchor's.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from index.errors import UsageError
from index.period_words import PATTERN, PLANS, Dates, last_day, months, read_english, read_part, read_small_number
from index.text import fold, is_loose, tighten
from index.types import Date, Period, Span

__all__ = ["demand_period", "find_periods", "is_plan", "label_period", "parse_period", "shift_years"]

Match = re.Match[str]

# In January to March an unmarked 四季度, 12月 or 全年 looks back.
LOOKING_BACK_MONTHS = 3
# … and names at least this many months ahead of the anchor.
FAR_AHEAD_MONTHS = 6


# No period is without one of these.
_HINT = re.compile(
    r"[年月季期目当现今昨如迄]|[前明]天|至今|\d日|十[一二三四五]五|\d\d[-/.]\d|截至|quarter|half|year|h[12]|q[1-4]|20\d\d|months|[a-z]{3}"
)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_STRETCHES = {
    (1, 12): "", (1, 6): "上半年", (7, 12): "下半年", (1, 9): "前三季度", (1, 3): "第一季度", (4, 6): "第二季度",
    (7, 9): "第三季度", (10, 12): "第四季度",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a word is settled against: the article's day, and the year and period named before it."""

    anchor: Date | None
    year: int | None = None
    last: Period | None = None
    # 去年 gives its year to what follows in its clause only: 去年垫底的连云港，上半年 is this year's.
    relative: bool = False


def find_periods(text: str, anchor: Date | None) -> list[tuple[Span, Period]]:
    """Return every settled period of `text` in order, with the span of the words that say it."""
    return list(_find_periods(text, anchor))


# The steps of one article ask for the same few texts.
@lru_cache(maxsize=16)
def _find_periods(text: str, anchor: Date | None) -> tuple[tuple[Span, Period], ...]:
    if is_loose(text):
        tight, origins = tighten(text)
        moved = [(Span(origins[s.start], origins[s.end - 1] + 1), p) for s, p in find_periods(tight, anchor)]
        return tuple((span, replace(period, said=span.of(text))) for span, period in moved)
    folded = fold(text)
    return tuple(_scan(text, folded, anchor)) if _HINT.search(folded) else ()


def _scan(text: str, folded: str, anchor: Date | None) -> list[tuple[Span, Period]]:
    """Settle each match in the scope of those before it."""
    scope = _Scope(anchor)
    found: list[tuple[Span, Period]] = []
    for match in PATTERN.finditer(folded):
        if (
            scope.relative
            and match.group("part") != "全年"
            and re.search("[,，]", folded[found[-1][0].end : match.start()])
        ):
            scope = _Scope(anchor, None, scope.last)
        dates = _settle(match, scope)
        if dates is None:
            continue
        span = Span(*match.span())
        period = Period(dates[0], dates[1], label_period(*dates), span.of(text))
        found.append((span, period))
        if _kind(match) != "same":
            words = match.group("year") if _kind(match) == "dated" else None
            relative = scope.relative if words is None else not words[0].isdigit()
            scope = _Scope(anchor, _named_year(match, scope), period, relative)
    return found


def parse_period(words: str, anchor: Date | None) -> Period | None:
    """Return the period that `words` as a whole say (2024, 去年上半年, last year), None where they settle none."""
    folded = fold(words).strip()
    if re.fullmatch(r"(?:19|20)\d\d", folded):
        year = int(folded)
        return Period(Date(year, 1, 1), Date(year, 12, 31), label_period(Date(year, 1, 1), Date(year, 12, 31)), words)
    found = find_periods(words, anchor)
    if not found:
        return None
    covered = sum(span.end - span.start for span, _ in found)
    rest = re.sub(r"[\s的在为期间内中份度,，]|the|for|in|of|during", "", folded)
    if len(found) > 1 or covered * 2 < len(rest):
        return None
    start, end = found[0][1].start, found[0][1].end
    return Period(start, end, label_period(start, end), words)


def demand_period(words: str, anchor: Date) -> Period:
    """Return the period that a user's words say; raises `UsageError` where they name none."""
    period = parse_period(words, anchor)
    if period is None:
        raise UsageError(f"{words!r} names no period", "for example 2024年, 2024年上半年, 2024Q1")
    return period


def shift_years(period: Period, years: int) -> Period:
    """Return the same stretch of another year, as 去年同期 means it."""
    start, end = _move(period.start, years), _move(period.end, years)
    if period.end == last_day(period.end.year, period.end.month):
        end = last_day(end.year, end.month)
    return Period(start, end, label_period(start, end), period.said)


def is_plan(period: Period) -> bool:
    """Say whether a period is said as a five-year plan: 十四五."""
    return any(plan in (period.said or "") for plan in PLANS)


def label_period(start: Date, end: Date) -> str:
    """Name a stretch of days as a Chinese reader would: 2024年, 2024年上半年, 2024年1—7月, 截至2024年6月30日."""
    if start == end:
        return f"{start.year}年{start.month}月{start.day}日"
    whole_months = start.day == 1 and end == last_day(end.year, end.month)
    if not whole_months:
        return f"{label_period(start, start)}至{label_period(end, end)}"
    ends = (start.month, end.month)
    if start.year != end.year:
        if ends == (1, 12):
            return f"{start.year}—{end.year}年"
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    named = _STRETCHES.get(ends)
    if named is not None:
        return f"{start.year}年{named}"
    return (
        f"{start.year}年{start.month}月" if start.month == end.month else f"{start.year}年{start.month}—{end.month}月"
    )


def _move(day: Date, years: int) -> Date:
    """Move a day by years; 29 February becomes the 28th."""
    return Date(day.year + years, day.month, min(day.day, last_day(day.year + years, day.month).day))


def _settle(match: Match, scope: _Scope) -> Dates | None:
    """Return the days that a match means, None where it cannot be settled."""
    try:
        dates = _SETTLERS[_kind(match)](match, scope)
    except ValueError:
        # 2月30日 and the like are no dates.
        return None
    return dates if dates and dates[0] <= dates[1] else None


def _kind(match: Match) -> str:
    """Return which alternative of the pattern matched."""
    return next(kind for kind in _SETTLERS if match.group(kind) is not None)


def _named_year(match: Match, scope: _Scope) -> int | None:
    """Return the year that a match names in its own words, else the year in force."""
    words = match.group("year") if _kind(match) == "dated" else None
    return _year_of(words, scope) or scope.year


def _year_of(words: str | None, scope: _Scope) -> int | None:
    """Return the year that 2024年, 24年, 二〇二四年, 去年 or 明年 names."""
    if not words:
        return None
    relative = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "前": -2, "明": 1, "次": 1, "后": 2}
    if words[0] in relative and words[1:2] in {"年", "一"}:
        if words[0] in "当次" and scope.year:
            return scope.year + relative[words[0]]
        return scope.anchor.year + relative[words[0]] if scope.anchor else None
    number = re.match(r"\d+", words.translate(_CHINESE_DIGITS))
    if number is None:
        return None
    value = int(number.group())
    return value if value > 100 else 2000 + value


def _settle_dated(match: Match, scope: _Scope) -> Dates | None:
    """Settle a year with or without a part, or a part alone; 截至 and 到…底 make a point of its end."""
    words, part = match.group("year"), match.group("part") or ""
    year = _year_of(words, scope) if words else _year_of_part(part, scope)
    if year is None:
        return None
    if part == "当月" and scope.last and (scope.last.start.month, scope.last.start.day) == (scope.last.end.month, 1):
        return scope.last.start, scope.last.end
    dates = read_part(part, year, scope.anchor) if part else months(year, 1, 12)
    if dates is None:
        return None
    if not words and scope.year is None and scope.anchor:
        dates = _look_back(part, dates, scope.anchor)
    return _bound(match, dates, scope)


def _bound(match: Match, dates: Dates, scope: _Scope) -> Dates | None:
    """Apply 以来 and 至今 (up to the anchor), 截至 (a point) and 同期 to settled days."""
    since, lead = match.group("since"), match.group("lead")
    if since:
        return (dates[0], scope.anchor) if scope.anchor else None
    if lead and (match.group("part") or lead.startswith("截")):
        return dates[1], dates[1]
    return dates


def _year_of_part(part: str, scope: _Scope) -> int | None:
    """Return the year of a part that names none: the year said before, else the anchor's."""
    if scope.year is not None and not part.startswith(("本月", "上月", "当月", "上个月")):
        return scope.year
    return scope.anchor.year if scope.anchor else None


def _look_back(part: str, dates: Dates, anchor: Date) -> Dates:
    """Move 12月 or 四季度, read in January, to the year before."""
    # 1—11月 in January ends too far ahead to be this year's.
    ahead = (dates[1] if "月" in part or "季" in part else dates[0]).month - anchor.month
    if anchor.month <= LOOKING_BACK_MONTHS and ahead >= FAR_AHEAD_MONTHS and "底" not in part and "末" not in part:
        return _move(dates[0], -1), _move(dates[1], -1)
    return dates


def _settle_span(match: Match, scope: _Scope) -> Dates | None:
    """Settle 2021—2023年, 2021年至2023年, 2021年9月至2023年6月 and 2022年4月1日至2023年3月31日."""
    first, last = _year_of(match.group("from_year"), scope), _year_of(match.group("to_year"), scope)
    if first is None or last is None:
        return None
    start_month, end_month = match.group("from_month"), match.group("to_month")
    start_day, end_day = match.group("from_day"), match.group("to_day")
    start = Date(first, int(start_month) if start_month else 1, int(start_day) if start_day else 1)
    month = int(end_month) if end_month else 12
    return start, Date(last, month, int(end_day)) if end_day else last_day(last, month)


def _settle_plan(match: Match, scope: _Scope) -> Dates | None:
    """Settle 十四五, its end, and 十四五以来 up to the anchor."""
    first = PLANS[match.group("plan")]
    if match.group("plan_end"):
        return Date(first + 4, 12, 31), Date(first + 4, 12, 31)
    if match.group("plan_since") and scope.anchor is not None and first <= scope.anchor.year <= first + 4:
        return Date(first, 1, 1), scope.anchor
    return Date(first, 1, 1), Date(first + 4, 12, 31)


def _settle_recent(match: Match, scope: _Scope) -> Dates | None:
    """Settle 近三年 as the years up to the anchor's day; without a number it stays open."""
    count = read_small_number(match.group("years") or match.group("years_since"))
    if scope.anchor is None or not count:
        return None
    return _move(scope.anchor, -count) + dt.timedelta(days=1), scope.anchor


def _settle_now(match: Match, scope: _Scope) -> Dates | None:
    """Settle 目前, 截至目前 and 今日 as the anchor's day."""
    return (scope.anchor, scope.anchor) if scope.anchor else None


def _settle_day(match: Match, scope: _Scope) -> Dates | None:
    """Settle 昨日, 前天 and 明天."""
    if scope.anchor is None:
        return None
    day = scope.anchor + dt.timedelta(days={"昨": -1, "前": -2, "明": 1}[match.group("day")[0]])
    return day, day


_YEAR_BEFORE = frozenset({"上", "上年", "上年度", "上一年", "上一年度", "去年"})


def _settle_same(match: Match, scope: _Scope) -> Dates | None:
    """Settle 去年同期 and 同期 against the period named before them."""
    if scope.last is None:
        return None
    words = match.group("same_year")
    # 2023年…，上年同期: the year before the one that was spoken of, whenever it is said.
    before = words in _YEAR_BEFORE and (scope.anchor is None or scope.last.end.year <= scope.anchor.year)
    year = scope.last.end.year - 1 if before else _year_of(words, scope) if words else scope.last.end.year
    if year is None:
        return None
    moved = shift_years(scope.last, year - scope.last.end.year)
    return moved.start, moved.end


def _settle_iso(match: Match, scope: _Scope) -> Dates | None:
    """Settle 2024-06-30 and 2024/6."""
    year, month, day = int(match.group("iso_year")), int(match.group("iso_month")), match.group("iso_day")
    if day:
        point = Date(year, month, int(day))
        return point, point
    return Date(year, month, 1), last_day(year, month)


def _settle_english(match: Match, scope: _Scope) -> Dates | None:
    """Settle English words: last year, first half of 2024, Q1, end of June; 2024 alone only after in, of, for, by."""
    said = match.group("e_year") or match.group("e_year2")
    relative = {"last year": -1, "this year": 0, "the year": 0, "next year": 1}
    if said in relative or said is None:
        year = None if scope.anchor is None else scope.anchor.year + relative.get(said or "", 0)
        year = scope.year if said is None and scope.year else year
    else:
        year = int(said)
    if year is None:
        return None
    dates = read_english(match.group("e_part"), year) if match.group("e_part") else months(year, 1, 12)
    return (dates[1], dates[1]) if dates and match.group("by") and match.group("e_part") else dates


_SETTLERS = {
    "dated": _settle_dated,
    "span": _settle_span,
    "planned": _settle_plan,
    "recent": _settle_recent,
    "now": _settle_now,
    "days": _settle_day,
    "same": _settle_same,
    "iso": _settle_iso,
    "english": _settle_english,
}
