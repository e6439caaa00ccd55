"""Times in English words, each with the Chinese that means it: the first half of 2023 is 2023年上半年."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.understand.english.time_words import (
    ANY_YEAR,
    DATE,
    DAY,
    DIGITS,
    FIRST_OF,
    HALF,
    HOLIDAY,
    MONTH,
    NO_YEAR_AFTER,
    NO_YEAR_BEFORE,
    PART,
    PLANS,
    QUARTER,
    SMALL,
    TO,
    YEAR,
    month_name,
    read_count,
    read_month,
    say_lead,
    say_part,
    say_year,
    write_bare_day,
    write_business_year,
    write_dates,
    write_day,
    write_days,
    write_each,
    write_holiday,
    write_month_days,
    write_point,
    write_third,
    write_until,
    write_year_end,
)
from index.types import Span

# A preposition that only says that a time follows is no part of its words.
_OPENING = re.compile(r"(?:in|for|during|of|on|over) ")


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A time that English words name, and the Chinese for it."""

    span: Span
    chinese: str


def find_times(folded: str) -> list[SaidTime]:
    """Return the times that folded English text names, in order; of two readings the first listed form wins."""
    found: list[SaidTime] = []
    for pattern, render in _FORMS:
        for match in pattern.finditer(folded):
            opening = _OPENING.match(match.group())
            span = Span(match.start() + (opening.end() if opening else 0), match.end())
            if any(span.overlaps(other.span) for other in found):
                continue
            chinese = render(match)
            if chinese:
                found.append(SaidTime(span, chinese))
    return sorted(found, key=lambda time: time.span)


_Render = Callable[[re.Match[str]], str]
_SAME_TIME = r"(?:the )?same (?:period|time|months?|quarter|span)(?: (?:of|in|a))?"
_BEFORE = (
    rf"(?:(?:(?:that|those|the figure|the level) (?:of|in|for) )?(?:{_SAME_TIME} )?"
    r"(?:the |a )?(?:year (?:before(?! last)|earlier|ago|prior)|(?:previous|preceding|prior) year"
    r"|year-earlier period|year-ago (?:period|level)))"
)
_HELD = (
    r"(?:compared? (?:with|to)|compares (?:with|to)|as against|against|versus|vs\.?|relative to"
    r"|from|on|over|than|up on|down on)"
)


def _forms() -> Iterator[tuple[str, _Render]]:
    """Yield each form with how it is put in Chinese, those that say more before those that are parts of them."""
    # Growth over the time before is one word in Chinese; without a word that compares it is that time's own value.
    yield (
        rf"(?:{_HELD} {_BEFORE}|{_HELD} {_SAME_TIME} last year|year[- ]on[- ]year|year[- ]over[- ]year|\by/?o/?y\b)",
        lambda _: "同比",
    )
    yield (
        rf"(?:month[- ]on[- ]month|quarter[- ]on[- ]quarter|{_HELD} the (?:previous|preceding) (?:month|quarter))",
        lambda _: "环比",
    )
    yield rf"{_HELD} {_SAME_TIME} (?P<year>{YEAR})", lambda m: f"比{m['year']}年同期"
    yield rf"(?:in |for |during )?{_BEFORE}", lambda _: "上年同期"
    yield rf"(?:in |for |during )?{_SAME_TIME} (?P<year>{ANY_YEAR})", lambda m: f"{say_year(m['year'])}同期"
    yield (
        rf"(?:compared (?:with|to)|versus|vs\.?|relative to|up on|down on) (?P<year>{ANY_YEAR})",
        lambda m: f"比{say_year(m['year'])}",
    )
    yield (
        rf"(?:(?:the )?(?:(?:fiscal|financial|business) )?(?:year|12 months|twelve months)|(?:the )?"
        rf"(?P<months>{SMALL}) months)"
        rf"(?: that| which)? (?:ended|ending|ends|to|through)(?: on| in)? (?:the end of )?(?:(?P<date>{DATE})"
        rf"|(?P<month>{MONTH}),? (?P<year>{YEAR}))",
        write_business_year,
    )
    yield (
        rf"(?:the )?(?:fiscal|financial|business) (?:year )?(?P<year>{YEAR})|\bfy ?(?P<year2>{YEAR})",
        lambda m: f"{m['year'] or m['year2']}年",
    )
    yield (
        r"(?:(?:during|in|over|for) )?(?:the )?(?P<plan>1[1-5](?=th)|eleventh|twelfth|thirteenth|fourteenth"
        r"|fifteenth)(?:th)? five-year plan(?: period)?",
        lambda m: f"{PLANS[m['plan']]}时期",
    )
    yield (
        rf"(?:for |in )?each of the (?P<part>{FIRST_OF})(?:,? (?:of|in) (?P<year>{ANY_YEAR}))?|(?:for "
        rf"|in )?each of the {FIRST_OF}",
        write_each,
    )
    yield (
        rf"(?:for |in |by )?(?:each|every) (?:quarter|month)(?: (?:of|in) (?P<year>{ANY_YEAR})(?P<part>"
        rf"(?!))?)|(?:the )?(?:four quarters|twelve months|12 months) of (?P<year2>{YEAR})",
        lambda m: f"{say_year(m['year'] or m['year2'])}{'各季度' if 'quarter' in m.group() else '各月'}",
    )
    yield (
        rf"(?:for |in )?(?:each|every) (?:year |of the years )(?:from |between )?(?P<a>{YEAR}){TO}(?P<b>{YEAR})",
        lambda m: f"{m['a']}年至{m['b']}年每年",
    )
    yield (
        rf"(?:from |between )?(?P<a>{MONTH}) (?P<ya>{YEAR}){TO}(?P<b>{MONTH}) (?P<yb>{YEAR})",
        lambda m: f"{m['ya']}年{read_month(m['a'])}月至{m['yb']}年{read_month(m['b'])}月",
    )
    yield (
        rf"(?:from |between )(?P<ya>{YEAR}){TO}(?P<b>{MONTH}) (?P<yb>{YEAR})",
        lambda m: f"{m['ya']}年1月至{m['yb']}年{read_month(m['b'])}月",
    )
    yield rf"(?:from |between )(?P<a>{DATE}){TO}(?P<b>{DATE})", write_dates
    yield (
        rf"(?:from |between |on )?(?P<d1>{DAY})(?: (?P<m1>{MONTH}))?{TO}(?P<d2>{DAY}) (?P<m2>{MONTH}),? "
        rf"(?P<year>{YEAR})",
        write_days,
    )
    yield (
        rf"(?:from |between |on )?(?P<m2>{MONTH}) (?P<d1>{DAY}){TO}(?:(?P<m1>{MONTH}) )?(?P<d2>{DAY}),? "
        rf"(?P<year>{YEAR})",
        write_month_days,
    )
    yield (
        rf"(?:from |between )(?P<a>{YEAR}){TO}(?P<b>{YEAR})|(?<![\d-])(?P<c>{YEAR}) ?(?:-|–|—|to"
        rf"|through) ?(?P<d>{YEAR})(?![\d-])",
        lambda m: f"{m['a'] or m['c']}年至{m['b'] or m['d']}年",
    )
    yield rf"(?P<lead>by|as of|until|up to) (?P<date>{DATE})", write_until
    yield rf"(?:on )?{DATE}", write_day
    yield (
        rf"(?:(?P<lead>by|as of|as at|at|until|up to|since) )?(?:the )?(?P<edge>end|close|start|beginning)"
        rf"(?: of |-)(?:(?P<month>{MONTH})(?:,? (?:of )?)?)?(?P<year>{ANY_YEAR})?(?![a-z])",
        write_point,
    )
    yield (
        rf"(?:(?P<lead>by|as of|at|until) )?(?:the )?year-?end(?:,? (?:of )?(?P<year>{YEAR}))?(?P<month>"
        rf"(?!))?(?P<edge>(?!))?",
        write_year_end,
    )
    yield (
        rf"(?:(?:in|by|of) )?(?P<part>early|mid|late)[- ](?P<month>{MONTH})(?:,? (?:of )?(?P<year>{ANY_YEAR}))?",
        write_third,
    )
    yield (
        rf"since (?:the (?:start|beginning) of (?:the|this) year)|so far this year|(?:this )?year to date"
        rf"|so far in {YEAR}",
        lambda _: "今年以来",
    )
    yield (
        rf"since (?:(?P<month>{MONTH}) )?(?P<year>{YEAR})",
        lambda m: f"{m['year']}年{month_name(m['month'])}以来",
    )
    yield (
        rf"(?P<year>{ANY_YEAR})(?:'s)?,? (?:the )?(?P<part>{HALF}|{QUARTER}|{FIRST_OF})(?![a-z\d])",
        lambda m: f"{say_year(m['year'])}{say_part(m['part'])}",
    )
    yield (
        rf"(?:(?P<lead>by|as of|until) )?(?:(?:in|for|during) )?(?:the )?(?<![a-z])(?P<part>{PART})(?:,? "
        rf"(?:of |in )?(?P<year>{ANY_YEAR}))(?!\d)",
        lambda m: f"{say_lead(m)}{say_year(m['year'])}{say_part(m['part'])}",
    )
    yield (
        rf"(?:on )?(?:(?P<day>{DAY}) (?P<month>{MONTH})|(?P<month2>{MONTH}) (?P<day2>{DAY}))(?! ?\d)",
        write_bare_day,
    )
    yield (
        rf"(?:(?P<year>{YEAR}) )?(?P<holiday>{HOLIDAY})(?: (?:holiday|golden week|break)s?)?(?: (?:of|in) "
        rf"(?P<year2>{ANY_YEAR}))?",
        write_holiday,
    )
    yield (
        rf"(?:(?:in|for|during) )?the (?P<part>{HALF}|{QUARTER}|{FIRST_OF})(?![a-z\d])|(?:(?:in|for"
        rf"|during) )(?P<part2>{PART})(?![a-z\d])|(?<![a-z\d])(?P<part3>h[12]|q[1-4])(?![a-z\d])",
        lambda m: say_part(m["part"] or m["part2"] or m["part3"]),
    )
    yield (
        rf"(?:(?:over|in|during|for) )?the (?:past|last|previous) (?P<n>{SMALL}) years",
        lambda m: f"过去{DIGITS[read_count(m['n'])] if read_count(m['n']) <= 10 else read_count(m['n'])}年",
    )
    yield r"(?:over|in|during) (?:the )?(?:recent|past few|last few) years", lambda _: "近年来"
    yield r"(?:in |during )?(?:the )?last month", lambda _: "上个月"
    yield r"(?:in |during )?(?:the )?last quarter", lambda _: "上季度"
    yield r"(?:in )?the year before last", lambda _: "前年"
    yield (
        r"(?:in |during |for )?(?:the )?(?P<year>last year|this year|next year)(?:'s)?",
        lambda m: say_year(m["year"]),
    )
    yield (
        rf"(?:(?:for|in) )?(?:the )?(?:whole|full|entire)[ -]year(?: (?:of )?(?P<year>{YEAR}))|(?:for|in) "
        rf"(?:the whole of|all of) (?P<year2>{YEAR})",
        lambda m: f"{m['year'] or m['year2']}年全年",
    )
    yield (
        rf"(?P<lead>by|as of|until) (?P<year>{YEAR})",
        lambda m: f"{'到' if m['lead'] == 'by' else '截至'}{m['year']}年",
    )
    yield (
        rf"(?:(?:in|for|during|of) )?(?:the year )?(?:{NO_YEAR_BEFORE}(?<![a-z])(?P<year>{YEAR})"
        rf"(?:'s)?{NO_YEAR_AFTER}|(?<=about )(?P<year2>{YEAR})(?=[?!.,]|$))",
        lambda m: f"{m['year'] or m['year2']}年",
    )
    yield (
        r"(?:as of |until )?(?:right now|now|today|at present|currently|to date|at the moment|so far)",
        lambda _: "目前",
    )


_FORMS: tuple[tuple[re.Pattern[str], _Render], ...] = tuple(
    (re.compile(rf"(?<![a-z\d])(?:{pattern})"), render) for pattern, render in _forms()
)
