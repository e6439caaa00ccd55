"""Read a question: what it is about, what it wants, and in which form. No model; the text alone decides."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

import index.periods
from assistant.types import Language, Question
from assistant.understand.english import put_in_chinese
from assistant.understand.filters import read_filters
from assistant.understand.kind import read_kind
from assistant.understand.slots import Slots, read_slots
from assistant.understand.topic import read_topic
from assistant.understand.vocabulary import Metrics, PeriodFinder
from assistant.understand.wishes import wants_language, wants_latest, wants_table, wants_target
from index.regions import Gazetteer
from index.text import fold

__all__ = ["Metrics", "PeriodFinder", "read_language", "understand"]

_CHINESE = re.compile(r"[㐀-鿿]+")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# 从A、B和C方面; 的A、B、C对比: what a comparison is to look at.
_ASPECTS = (
    re.compile(r"从(?P<list>[^,，。?？从]{2,40}?)(?:等)?(?:[几各两二三四五六多]个?|这些)?(?:方面|角度|维度|几方面)"),
    re.compile(r"在(?P<list>[^,，。?？在]{2,30}?)(?:等)?(?:[几各两二三四五六多]个?|这些)?方面"),
    re.compile(r"(?:in terms of|with respect to|regarding) (?P<list>[^?.]{3,80})"),
)
_LIST = re.compile(r"、|以及|和|与|及|,|，|\band\b")
_EMPTY_ASPECT = re.compile(r"^(?:哪些|什么|哪几个|不同|各|多|几个?|这些|以下|.{0,1})$")


def understand(
    text: str,
    standalone: str,
    today: dt.date,
    gazetteer: Gazetteer,
    vocabulary: Metrics,
    find_periods: PeriodFinder = index.periods.find_periods,
    near: Iterable[str] = (),
) -> Question:
    """Return the question as understood.

    `standalone` is the question with what a conversation leaves out (see `condense`); `near` are keys of regions, for
    instance those of the library, that settle a name which several places bear. An English question for numbers is
    read a second time in Chinese words, so that both are read alike.
    """
    topic = read_topic(text)
    near = frozenset(near)
    slots = read_slots(standalone, today, gazetteer, vocabulary, find_periods, near)
    if topic == "out_of_scope" and slots.metrics:
        topic = "library"
    language = wants_language(fold(text)) or read_language(text)
    if topic != "library":
        return Question(text, standalone, language, today, "chat", topic=topic)
    asked = _read(text, standalone, slots, language, today)
    chinese = _put_in_chinese(slots, gazetteer, vocabulary, near)
    if chinese is None:
        return asked
    slots = read_slots(chinese, today, gazetteer, vocabulary, find_periods, near)
    alike = replace(_read(text, chinese, slots, language, today), worded=standalone)
    return replace(asked, kind=alike.kind, operation=alike.operation, metrics=alike.metrics, in_chinese=alike)


def _put_in_chinese(slots: Slots, gazetteer: Gazetteer, vocabulary: Metrics, near: Iterable[str]) -> str | None:
    """Return an English question for numbers in Chinese words, None for any other question."""
    if read_language(slots.text) != "en":
        return None
    # Beijing–Tianjin–Hebei is one place, however its parts are joined.
    text = re.sub(r"(?<=[A-Za-z])[–—](?=[A-Za-z])", "-", slots.text)
    mentions = gazetteer.find(text, near=near, question=True)
    places = [(mention.span, mention.regions[0].name) for mention in mentions if not mention.guessed]
    return put_in_chinese(text, places, vocabulary)


def _read(text: str, standalone: str, slots: Slots, language: Language, today: dt.date) -> Question:
    """Return what the slots of a question and its words say."""
    kind, operation = read_kind(slots)
    filters, periods = read_filters(slots)
    aspects = _read_aspects(slots)
    return Question(
        text=text,
        standalone=standalone,
        language=language,
        today=today,
        kind=kind,
        subjects=tuple(region for _, region in slots.places),
        names=tuple(dict.fromkeys(span.of(slots.text).strip() for span in slots.names)),
        metrics=tuple(dict.fromkeys(name for _, name in slots.metrics)),
        metric_words=tuple(dict.fromkeys(span.of(slots.text) for span, _ in slots.metrics)),
        period=periods[0] if periods else None,
        periods=periods,
        operation=operation,
        latest=wants_latest(slots.folded) or (slots.asks_now and not periods),
        wants_target=wants_target(slots.folded) and "目标" not in aspects,
        wants_table=wants_table(slots.folded),
        aspects=aspects,
        filters=filters,
    )


def read_language(text: str) -> Language:
    """Return the language to answer in: English where words in Latin letters outnumber runs of Chinese by two."""
    return "en" if len(_LATIN_WORD.findall(text)) > len(_CHINESE.findall(text)) + 1 else "zh"


def _read_aspects(slots: Slots) -> tuple[str, ...]:
    for pattern in _ASPECTS:
        if match := pattern.search(slots.folded):
            parts = (part.strip() for part in _LIST.split(match["list"]))
            return tuple(part for part in parts if part and not _EMPTY_ASPECT.match(part))
    return ()
