"""One wanted number as a question of its own, for a reader that is asked one thing at a time."""

from __future__ import annotations

import re

from assistant.figure_answers.asks import Ask, Wanted, split_parts, strip_asked
from assistant.figure_answers.places import names_of
from assistant.figure_answers.select import Slot
from assistant.figure_answers.sorts import ASKING
from assistant.figure_answers.timing import label_period
from assistant.types import Question
from index.text import fold
from index.types import Period

# Words that hold one number against another: each is asked for by itself.
_ASKS = re.compile(r"多[少大高长]|几|什么|如何|怎|[吗呢]|\b(?:how|what)\b")
_COMPARING = re.compile(
    r"(?:哪个|哪家|哪里|哪一个|谁)的?|(?:更|最)?(?:快|慢|高|低|多|少|大|小)(?=$|[\s，,？?])|相差|差距|差(?=$|\s)"
    r"|(?:和|与|跟|同)?(?:相比|比较|对比)|(?<=\s)比|排序|排名|排个序|分别|各(?=[是有为自]|$|\s)|(?:是|为|有|呢)(?=$|\s)"
)


def phrase_slot(question: Question, wanted: Wanted, slot: Slot) -> str:
    """Return folded words that ask for a slot's number alone: its place, its time, and the part that asks for it.

    A question that asks for one number of one place and time is left as it is.
    """
    several = len(question.subjects) > 1 or len(question.periods) > 1
    if question.worded and not several:
        # What dictionaries make of the parts of an English question says less than the whole of it; of several places
        # or times the whole does not say which is meant.
        return fold(question.worded)
    if len(wanted.asks) < 2 and not several:
        return _resolve(fold(question.standalone or question.text), slot)
    parts = split_parts(question)
    shares = sum(ask.part == slot.ask.part for ask in wanted.asks) > 1
    said = slot.ask.words if shares or several or slot.ask.part >= len(parts) else parts[slot.ask.part]
    opening = "" if several or slot.ask.part == 0 or not parts else _cut_asking(parts[0])
    if several:
        said = f"{_name_metric(slot.ask, said)}是多少"
    elif not _ASKS.search(said):
        said = f"{said}是多少"
    before = f"{opening}，" if opening else ""
    who = slot.region.name if slot.region is not None and not _names_place(slot, before + said) else ""
    when = label_period(slot.period) if slot.period is not None and (several or shares) and not opening else ""
    return f"{who}{when}{_resolve(before + said, slot)}"


def phrase_whole(question: Question) -> str:
    """Return the folded question as it is, but for the times that the day of the question settles.

    An English one in its own words: the reader has learned from English questions, not from what dictionaries make of
    them.
    """
    if question.worded:
        return fold(question.worded)
    words = fold(question.standalone or question.text)
    for period in question.periods:
        words = _write_dates(words, period)
    return words


def _resolve(words: str, slot: Slot) -> str:
    return words if slot.period is None else _write_dates(words, slot.period)


def _write_dates(words: str, period: Period) -> str:
    """Return words with the dates for a time that the day of the question settles: 去年 is another year elsewhere."""
    said = fold(period.said or "")
    if not said or re.search(r"\d{4}", said):
        return words
    return words.replace(said, label_period(period), 1)


def _names_place(slot: Slot, words: str) -> bool:
    return slot.region is not None and any(fold(name) in words for name in names_of(slot.region))


def _name_metric(ask: Ask, words: str) -> str:
    """Return the asked metric in the question's own words, or by the name that sources use where those are short."""
    bare = " ".join(_COMPARING.sub(" ", strip_asked(words)).split())
    if not ask.metrics or len(bare) > len(ask.metrics[0]):
        return bare
    rate = "同比增速" if ask.measures == {"growth"} and "增速" not in ask.metrics[0] else ""
    return f"{ask.metrics[0]}{rate}"


def _cut_asking(part: str) -> str:
    """Return a part up to the word that asks: what it says of whom and when holds for the parts that follow."""
    found = ASKING.search(part)
    return part[: found.start()] if found else part
