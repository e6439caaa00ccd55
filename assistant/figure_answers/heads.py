"""What opens a figure answer before the source's own words: who and when, as far as those words leave it open."""

from __future__ import annotations

import re

from assistant.figure_answers.gloss import gloss_place
from assistant.figure_answers.owners import Owner
from assistant.figure_answers.timing import label_period
from index.text import fold
from index.types import Date, Period

_YEAR = re.compile(r"\d{4}|十四五|十三五|十五五")
# 2018年8月14日至2023年8月13日 is reckoned from 近五年来 and tells less than it.
_RECKONED = re.compile(r"日至")
_MONTHS = re.compile(r"^\d{1,2}月")


def tell_period(period: Period | None, *, english: bool) -> str:
    """Return the period, with the source's word where that leaves the year to the article's date."""
    if period is None:
        return ""
    label = label_period(period, english)
    if not period.said or _YEAR.search(period.said):
        return label
    return f"{label} (“{period.said}” in the source)" if english else f"{label}（文中称“{period.said}”）"


def tell_open_period(period: Period | None, kept: str, day: Date | None, *, english: bool) -> str:
    """Return what of a period the source's words `kept` leave open; `day` is the article's, by which they count."""
    if period is None:
        return ""
    said, words = fold(period.said or ""), fold(kept)
    label = label_period(period, english)
    dated = bool(_YEAR.search(said)) or str(period.end.year) in words
    if (said and said in words and dated) or fold(label_period(period)) in words:
        return ""
    if said and _RECKONED.search(label_period(period)):
        return _tell_reckoned(period, day, inside=said in words, english=english)
    return label if said and said in words else tell_period(period, english=english)


def _tell_reckoned(period: Period, day: Date | None, *, inside: bool, english: bool) -> str:
    """Return the source's own words for days that were reckoned from them, with the day they are reckoned from."""
    said = period.said or ""
    if _MONTHS.search(said) and not _YEAR.search(said):
        year = str(period.start.year) if english else f"{period.start.year}年"
        return year if inside else label_period(period, english) if english else f"{year}{said}"
    reported = label_period(Period(day, day, ""), english) if day and not _YEAR.search(said) else ""
    if english:
        return ", ".join(
            filter(None, ["" if inside else f"“{said}” in the source", reported and f"reported {reported}"])
        )
    return ("" if inside else said) + (f"（{reported}报道）" if reported else "")


def tell_head(owner: Owner | None, period: Period | None, when: str, *, english: bool, scope: bool = False) -> str:
    """Return subject and period, which open a sentence; `scope` adds the source's 全区 to a name that it settles."""
    name = owner.name if owner else ""
    if not english:
        said = f"（文中称“{owner.scope}”）" if owner and scope and owner.scope else ""
        bare = when.removeprefix("（").removesuffix("）") if when.startswith("（") else when
        return f"{name}{said}{when}" if name else bare
    place = gloss_place(name) if name else None
    who = f"{place} ({name})" if place else name
    if not when or period is None:
        return who
    opening = when
    if when[0] not in "“r":
        word = "As of" if period.start == period.end else "From" if " to " in when else "In"
        opening = f"{word} {when}"
    return f"{opening}, {who}" if who else opening
