"""Put the words of several turns together into one question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understand.cues import compile_cues
from index.text import fold
from index.types import Span

_PARTICLE = re.compile(r"[呢啊呀]?[\s?!？！。.]*$")
_ENDING = re.compile(r"[\s?？。.!！]+$")
_ASKS = compile_cues(
    "多 什么 哪 几 如何 怎 谁 吗 吧 对比 [一-龥]还是 是否 有没有 是不是 为何 列 对照 how what which why who"
)
# Before these the subject needs no 的.
_STARTS_CLAUSE = re.compile(
    r"[有是怎如具为在对出哪能可会将已共推实采获签引都也就还打准计预拟要多开投花用占从给向被把到]|what|how|which|why|who"
)
_STARTS_LEVEL = re.compile(r"[省市区县州]")


def compose(subject: str, period: str, narrowing: str, metric: str, body: str = "") -> str:
    """Return subject, period, narrowing and metric before the words of a turn, as a question."""
    ending = _PARTICLE.search(body)
    words = body[: ending.start()] if ending else body
    head = glue(subject, period)
    if head.isascii() and (narrowing + metric + words).isascii():
        return glue(subject, " ", period, " ", narrowing, " ", metric, " ", words, "?")
    asks = "" if _ASKS.search(fold(words)) else "是多少"
    linked = bool(head) and not narrowing and (bool(metric) or not _STARTS_CLAUSE.match(fold(words)))
    starts_level = _STARTS_LEVEL.match(narrowing + metric + words)
    return glue(head, "的" if linked or starts_level else "", narrowing, metric, words, asks, "？")


def replace_spans(text: str, spans: Sequence[Span], words: str) -> str:
    """Return `text` with `words` where the first of `spans` stands, and without the others."""
    return edit(text, [(span, words if number == 0 else "") for number, span in enumerate(sorted(spans))])


def edit(text: str, edits: Sequence[tuple[Span, str]]) -> str:
    """Return `text` with each span replaced by its words; a span that goes takes the 和 or 、 before it along."""
    for span, words in sorted(edits, key=lambda one: one[0], reverse=True):
        start = span.start if words else _drop_joint(text, span.start)
        text = glue(text[:start], words, text[span.end :])
    return text


def _drop_joint(text: str, start: int) -> int:
    joint = re.search(r"(?:、|以及|和|与|及|跟|, | and | or )$", text[:start])
    return joint.start() if joint else start


def append_wish(known: str, turn: str) -> str:
    """Return a question with a further wish."""
    return f"{strip_ending(known)}{', ' if known.isascii() else '，'}{turn}"


def strip_ending(text: str) -> str:
    """Return a question without its closing marks."""
    return _ENDING.sub("", text)


def cut_out(text: str, spans: Sequence[Span], start: int) -> str:
    """Return `text` from `start` on without `spans`."""
    kept = [char for index, char in enumerate(text) if not any(span.start <= index < span.end for span in spans)]
    cut = sum(min(span.end, start) - min(span.start, start) for span in spans)
    return "".join(kept[start - cut :]).lstrip(" 的,，")


def join_words(text: str, spans: Sequence[Span]) -> str:
    """Return the words of some spans as a list: A、B和C."""
    return list_words([span.of(text) for span in sorted(spans)])


def list_words(words: Sequence[str]) -> str:
    """Return words as a list, each once: A、B和C; A, B and C."""
    once = list(dict.fromkeys(words))
    comma, joint = (", ", " and ") if once and all(word.isascii() for word in once) else ("、", "和")
    return joint.join([comma.join(once[:-1]), once[-1]]) if len(once) > 1 else "".join(once)


def glue(*parts: str) -> str:
    """Join parts so that no number, and no word of Latin letters, grows out of two."""
    whole = ""
    for part in parts:
        if whole and part and _runs_on(whole[-1], part[0]):
            whole += " "
        whole += part
    return whole


def _runs_on(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
