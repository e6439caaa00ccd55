"""Shares, ratios and differences: English names the whole first, Chinese what it is a part of (A占B的比重)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understand.english.phrases import join, order, write
from assistant.understand.english.tokens import Token

_CAME = frozenset(["come", "came", "comes", "coming", "went"])
_GAPS = frozenset(["difference", "gap"])


def holds_share(tokens: Sequence[Token]) -> bool:
    """Say whether what is asked for is a share: the share of A in B, A as a percentage of B."""
    return any(token.kind == "share" for token in tokens)


def ask_share(after: Sequence[Token], *, named: bool = False) -> str:
    """Put a question for a share; `named` where it is called one (what was the share of A in B)."""
    multiple = named and any(token.said == "ratio" for token in after)
    part, whole = _split_named(list(after)) if named else _split_asked(list(after))
    one, all_of = order(_without_empty(part), verbal=True), order(_without_empty(whole))
    times = list(dict.fromkeys([*one.times, *all_of.times]))
    lead = join([*all_of.places, *one.places, *times])
    core, of = one.core, all_of.core
    if "完成" in core:
        return join([lead, core.replace("完成了吗", "完成"), of, "的百分之几"])
    if multiple and of and "生产总值" not in of:
        return join([lead, core, "是", of, "的多少倍"])
    if core.startswith(("对", "来自")) and of and len(one.modifiers) == 1 and not one.head:
        # What share of trade was with the US: that trade is the part.
        core = f"{core}{of}"
    if not of:
        return join([lead, core, "占比是多少"])
    return join([lead, core, f"占{of}的比重是多少"])


def _without_empty(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind not in ("aux", "share") and token.chinese != "占"]


def _split_asked(after: list[Token]) -> tuple[list[Token], list[Token]]:
    """Split what share of B came from A, … of B did A account for, … of B was A."""
    if after and after[0].said == "of":
        after = after[1:]
    at = next(
        (i for i, t in enumerate(after) if i and (t.kind == "aux" or t.said in _CAME or t.chinese == "占")), len(after)
    )
    if after and after[0].kind == "aux":
        at = 0
    part = after[at:]
    while part and (part[0].kind in ("aux", "det") or part[0].said in ("from", "by", "for") or part[0].chinese == "占"):
        part = part[1:]
    while part and part[-1].kind == "prep":
        part = part[:-1]
    return part, after[:at]


def _split_named(words: list[Token]) -> tuple[list[Token], list[Token]]:
    """Split the share of A in B, A's share of B, A as a share of B, the ratio of A to B."""
    at = next(i for i, token in enumerate(words) if token.kind == "share")
    before, after = words[:at], words[at + 1 :]
    while before and (before[-1].kind in ("det", "prep") or before[-1].said == "as"):
        before = before[:-1]
    second = next(
        (i for i, t in enumerate(after) if t.kind == "prep" and t.said in ("in", "to") and i and _says(after[i + 1 :])),
        None,
    )
    opens = bool(after) and after[0].said == "of"
    if write(before) and opens:
        return before, after[1:]
    if opens and second is not None:
        return after[1:second], after[second + 1 :]
    return [*before, *(after[1:] if opens else after)], []


def _says(tokens: Sequence[Token]) -> bool:
    """Say whether words hold more than times and places: the share of A in 2023 names no whole."""
    return bool(order(tokens).core)


def ask_ratio(ask: Token, after: Sequence[Token]) -> str:
    """Put a question for how many times one thing is another, empty where none is asked."""
    if not (ask.said == "how many" and after and after[0].said == "times"):
        return ""
    words = [token for token in after[1:] if token.kind not in ("aux", "more")]
    at = next((i for i, token in enumerate(words) if token.kind == "than"), None)
    if at is None:
        return ""
    one, other = order(words[:at], verbal=True), order(words[at + 1 :])
    times = join([*one.times, *other.times])
    return join([times, *one.places, one.core, "是", *other.places, other.core, "的多少倍"])


def ask_difference(words: Sequence[Token]) -> str:
    """Put a question for the difference between two things, or the ratio of one to the other; empty for neither."""
    at = next((i for i, token in enumerate(words) if token.said in _GAPS), None)
    if at is None:
        return ""
    found = order([token for token in words[at + 1 :] if token.said != "between"])
    between = next((i for i, token in enumerate(words) if token.said == "between"), None)
    if between is not None:
        found = order([*words[between + 1 :], *words[at + 1 : between]])
    return join([str(found), "相差多少"])
