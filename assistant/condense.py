"""Make a follow-up stand alone: what a user leaves out is taken from what the user said before.

Rules only, no model. The words come from the user's own turns; what an assistant's turn said is never used, so a
standalone question holds no number, year or place that the user did not name. What no rule understands stays as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import index.periods
from assistant.types import Turn
from assistant.understand.cues import compile_cues
from assistant.understand.slots import Slots, read_slots
from assistant.understand.topic import read_topic
from assistant.understand.vocabulary import Metrics, PeriodFinder
from index.regions import Gazetteer
from index.text import fold
from index.types import Span

# Turns further back than this have no say: a follow-up to them would not be understood by a person either.
_MOST_TURNS = 50
# A turn without a subject that is longer than this is a question of its own.
_LONGEST_ELLIPSIS = 24

_CORRECTION = re.compile(
    r"^(?:不(?:对|是[^,。!]{0,12})?[啊哦呀]?[,。!\s]+|错了[,。!\s]*|我(?:问|说|指)的不是[^,。]{1,14}[,。\s]*(?=而?是)|no[,.]\s*|"
    r"(?=我(?:问|说|指)的是|请?(?:换成|改成|改为|换为|改看)|i (?:mean|meant) ))"
    r"(?:我(?:问|说|指|要)的?是|我是(?:想?问|说|指|要)|"
    r"而?是|应该是|请?(?:换成|改成|改为|换为|改看)|i (?:mean|meant)\s+|it(?:'s| is)\s+)?"
)
_FORM = compile_cues(r"""
    ^[请把它这个那就再给我也都要想\W]{0,8}(?:[换改做列转]成|[做列画]个|列一个|用|以|生成|给我|整理成)[^,。]{0,6}(?:表|要点|一句话)
    ^(?:把?(?:这|那)?(?:两|三|几)个?(?:都|一起)?|都|一起)?放(?:在|到|进)?一?[张个]?表格?里?\W*$
    ^(?:as_|in_)?(?:a_)?table(?:_please)?\W{0,2}$ ^(?:please_)?(?:put|show|make)_(?:it|that|this)_(?:in|as|into)_a_table
""")
_CONTINUE = re.compile(
    r"\W*(?:为什么|为何|什么原因|原因(?:是什么|呢)?|具体(?:呢|一点|说说|有哪些)?|详细(?:一点|说说|讲讲)?|展开(?:说说|讲讲)|还有(?:吗|呢|别的吗|其他的吗)?|"
    r"继续|然后呢|(?:依据|来源|出处|数据来源)(?:呢|是什么|在哪里?)?|怎么做到的|"
    r"why|why not|more details?|go on|source)\W*"
)
_COMPARED = re.compile(
    r"^(?:那|那么)?(?:和|与|跟|同|比)(?P<with>[^,。?]{2,20}?)(?:相比|比较|对比|比起来|比一比|比)"
    r"(?:呢|如何|怎么样|怎样|谁[^?]{0,4})?\W*$"
)
_OPENING = re.compile(
    r"^(?:那么|那(?!边|块)|然后|另外|还有|再看|再问|"
    r"(?:and what about|and how about|what about|how about|and)(?![a-z]))[\s,]*"
)
_PARTICLE = re.compile(r"[呢啊呀吧]?[\s?!？！。.]*$")
_PRONOUN = re.compile(
    r"(?<!其)它们?|他们|(?<![尤耳与极及])其(?![他中它实次余间])|(?:这个|那个|该|本|此)(?:市|区|县|省|地区|城市|园区|开发区|公司|"
    r"企业|单位|项目|政策|文件|地方)|(?<![一-鿿])那边|(?<=[在到去从对与和向跟于])那边|这里|那里|当地|"
    r"前者|后者|两者|上述(?:地区|园区|城市|企业)?|\bits\b|\bit\b|\btheirs?\b|\bthey\b|\bthere\b(?! (?:is|are|was|were))"
)
# Words that say which side of a metric is wanted, and mean nothing without one.
_MODIFIER = compile_cues(r"""
    同比 环比 增速 增幅 增长 下降 涨幅 降幅 变化 目标 预期 计划 任务 占比 比重 占全 排名 排第 排行 第几
    实际 完成率 进度 均值 平均 总共 合计 差多少
    target goal growth share rank year_on_year
""")
_FILLER = re.compile(
    r"[\s,。.?!、:;'的了呢吗啊呀吧]|那边|那块|是多少|有多少|多少|是什么|情况|怎么样|怎样|如何|数据|请问|查一?下|看一?下|是|有|为|达到|达|在|"
    r"\b(?:for|in|of|the|is|was|what|how|much|many|about|and|please|on|s)\b"
)
_STANDS_ALONE = re.compile(
    r"^(?:什么是|何谓|什么叫|谁是|哪些?(?:省|市|城市|地方|园区|区|国家|企业|公司)|全国|what is (?:a|an|the)? ?\w+\?$)"
)
# A turn that is only this asks for the newest value of the same thing.
_NEWEST = re.compile(
    r"\W*(?:那|那么)?(?P<words>最新|目前|现在|the latest|latest)(?:的|数据)*(?:是多少|怎么样|情况)?[呢\W]*"
)
# Before these the subject needs no 的.
_STARTS_CLAUSE = re.compile(r"[有是怎如具为在对出哪能可会将已共推实采获签引]|what|how|which|why|who")
# The end of a comparison, which one subject alone cannot answer.
_SIDE_BY_SIDE = re.compile(r"(?:谁|哪个|哪家|哪边|相差|对比|比较|差距|各是|分别|各有)[^,，。]{0,12}$")
_ASKS = re.compile(r"多少|什么|哪|几|如何|怎|谁|吗|对比|how|what|which|why")
_STARTS_LEVEL = re.compile(r"[省市区县州]")
_ENDING = re.compile(r"[\s?？。.!！]+$")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a question carries on to the next: the words of its subject, period and metric."""

    subject: str
    period: str
    metric: str


class _Reader(Protocol):
    def __call__(self, text: str) -> Slots: ...


def condense(
    question: str,
    history: Sequence[Turn],
    today: dt.date,
    gazetteer: Gazetteer,
    vocabulary: Metrics,
    find_periods: PeriodFinder = index.periods.find_periods,
) -> str:
    """Return `question` with what it leaves out, taken from the user's turns in `history`; itself where it is whole."""

    def read(text: str) -> Slots:
        return read_slots(text, today, gazetteer, vocabulary, find_periods)

    known: str | None = None
    for turn in history[-_MOST_TURNS:]:
        if turn.role == "user" and turn.content.strip() and read_topic(turn.content) == "library":
            known = _carry_over(known, turn.content.strip(), read)
    if known is None or read_topic(question) != "library":
        return question
    return _carry_over(known, question.strip(), read)


def _carry_over(known: str | None, turn: str, read: _Reader) -> str:
    """Return `turn` made whole with the standalone question before it."""
    if known is None:
        return turn
    folded = fold(turn)
    if _FORM.search(folded) or _CONTINUE.fullmatch(folded):
        return _append(known, turn)
    before = read(known)
    if match := _COMPARED.match(folded):
        return _set_beside(before, turn[slice(*match.span("with"))])
    correction = _CORRECTION.match(folded)
    if correction and correction.end() and turn[correction.end() :].strip():
        turn = turn[correction.end() :].strip()
        folded = fold(turn)
    if newest := _NEWEST.fullmatch(folded):
        return _compose(replace(_parts(before), period=turn[slice(*newest.span("words"))]), "")
    now = read(turn)
    marked = bool(correction and correction.end()) or bool(_OPENING.match(folded)) or bool(re.search(r"呢\W*$", folded))
    if _only_slots(now, marked):
        return _substitute(before, now, turn)
    pronoun = _PRONOUN.search(folded)
    if pronoun and not any(span.start < pronoun.start() for span in _subject_spans(now)):
        return _resolve(before, now, Span(*pronoun.span()))
    return _complete(before, now, marked)


def _only_slots(now: Slots, marked: bool) -> bool:
    """Say whether a turn only names a place, a period or a metric, to stand where the last question had another."""
    kinds = sum(map(bool, (now.places or now.names, now.periods, now.metrics)))
    if kinds == 0 or (kinds > 1 and not marked and (now.places or now.names)):
        return False
    return not _rest(now)


def _rest(now: Slots) -> str:
    """Return what a turn says beside its slots, without openings and fillers."""
    chars = list(now.folded)
    for span in now.taken():
        chars[span.start : span.end] = [" "] * (span.end - span.start)
    return _FILLER.sub("", _OPENING.sub("", "".join(chars).strip()))


def _substitute(before: Slots, now: Slots, turn: str) -> str:
    """Put the places, periods and metrics of a turn where the last question had its own."""
    replaced = before.text
    changes: list[tuple[list[Span], str]] = []
    missing: list[str] = []
    for old, new in (
        (_subject_spans(before), _join_words(now, _subject_spans(now))),
        ([span for span, _ in before.periods], _join_words(now, [span for span, _ in now.periods])),
        ([span for span, _ in before.metrics], _join_words(now, [span for span, _ in now.metrics])),
    ):
        if new and old:
            changes.append((old, new))
        elif new:
            missing.append(new)
    if now.metrics and not before.metrics:
        parts = _parts(before)
        subject, period = _join_words(now, _subject_spans(now)), _join_words(now, [span for span, _ in now.periods])
        metric = _join_words(now, [span for span, _ in now.metrics])
        return _compose(_Parts(subject or parts.subject, period or parts.period, metric), "")
    if len(_subject_spans(before)) > 1 and len(_subject_spans(now)) == 1 and (side := _SIDE_BY_SIDE.search(replaced)):
        replaced = replaced[: side.start()] + "是多少"
    edits = [(span, new if number == 0 else "") for old, new in changes for number, span in enumerate(sorted(old))]
    for span, new in sorted(edits, key=lambda edit: edit[0], reverse=True):
        start = _drop_joint(replaced, span.start) if not new else span.start
        replaced = _glue(replaced[:start], new, replaced[span.end :])
    return _glue(*missing, replaced)


def _drop_joint(text: str, start: int) -> int:
    """Return where a dropped item of a list begins, with the 和 or 、 before it."""
    joint = re.search(r"(?:、|以及|和|与|及|跟|, | and | or )$", text[:start])
    return joint.start() if joint else start


def _resolve(before: Slots, now: Slots, pronoun: Span) -> str:
    """Put the last subject in the place of a pronoun; the period and the metric come along where they are needed."""
    parts = _parts(before)
    words = pronoun.of(now.folded)
    subjects = _subject_spans(before)
    subject = parts.subject
    if words in ("前者", "后者") and len(subjects) > 1:
        subject = subjects[0 if words == "前者" else -1].of(before.text)
    if not subject:
        return _append(before.text, now.text)
    period = "" if now.periods or now.asks_now else parts.period
    metric = parts.metric if not now.metrics and _MODIFIER.search(now.folded) else ""
    possessive = words in ("its", "their", "theirs")
    if possessive:
        middle = f"{subject}'s {metric}".rstrip() if subject.isascii() else _glue(subject, "的", metric)
    else:
        middle = _glue(subject, period, "的" if metric and not subject.isascii() else "", metric)
    after = now.text[pronoun.end :]
    if metric and after.startswith("的"):
        after = after[1:]
    whole = _glue(now.text[: pronoun.start], middle, after)
    return _glue(_ENDING.sub("", whole), f" ({period})", "?") if possessive and period else whole


def _complete(before: Slots, now: Slots, marked: bool) -> str:
    """Give a turn without a subject the last one; a turn with its own is whole."""
    parts = _parts(before)
    has_subject = bool(now.places or now.names)
    modifies = bool(_MODIFIER.search(now.folded)) and not now.metrics
    if has_subject and not marked:
        return now.text
    if not has_subject and not marked and not _is_ellipsis(now):
        return now.text
    metric = parts.metric if modifies else ""
    own = [span for span, _ in now.periods]
    period = _join_words(now, own) or ("" if now.asks_now else parts.period)
    opening = _OPENING.match(now.folded)
    body = _cut_out(now.text, own, opening.end() if opening else 0)
    if has_subject and (now.metrics or not modifies):
        return _glue(period if now.metrics else _join_words(now, own), body)
    return _compose(_Parts("" if has_subject else parts.subject, period, metric), body)


def _is_ellipsis(now: Slots) -> bool:
    if _STANDS_ALONE.match(now.folded) or len(now.text) > _LONGEST_ELLIPSIS:
        return False
    return bool(now.metrics or now.periods or _MODIFIER.search(now.folded)) or len(_rest(now)) <= _LONGEST_ELLIPSIS // 2


def _set_beside(before: Slots, other: str) -> str:
    """Make a comparison of the last subject with another one."""
    parts = _parts(before)
    if not parts.subject:
        return f"{_ENDING.sub('', before.text)}，和{other}对比"
    both = f"{parts.subject}和{other}"
    tail = parts.metric or _ENDING.sub("", _without(before))
    return _glue(both, parts.period, "的" if tail else "", tail, "对比")


def _without(before: Slots) -> str:
    """Return what a question says beside subject and period."""
    chars = list(before.text)
    for span in [*_subject_spans(before), *(span for span, _ in before.periods)]:
        chars[span.start : span.end] = [""] * (span.end - span.start)
    return "".join(chars).strip(" 的,，")


def _compose(parts: _Parts, body: str) -> str:
    """Return subject, period and metric before the words of a turn."""
    ending = _PARTICLE.search(body)
    words = body[: ending.start()] if ending else body
    head = parts.subject + parts.period
    if head.isascii() and (parts.metric + words).isascii():
        return _glue(parts.subject, " ", parts.period, " ", parts.metric, " ", words, "?")
    asks = "" if _ASKS.search(fold(words)) else "是多少"
    linked = bool(head) and (bool(parts.metric) or not _STARTS_CLAUSE.match(fold(words)))
    return _glue(head, "的" if linked or _STARTS_LEVEL.match(words) else "", parts.metric, words, asks, "？")


def _append(known: str, turn: str) -> str:
    """Return a question with a further wish."""
    return f"{_ENDING.sub('', known)}{', ' if known.isascii() else '，'}{turn}"


def _cut_out(text: str, spans: Sequence[Span], start: int) -> str:
    """Return `text` from `start` on without `spans`."""
    kept = [char for index, char in enumerate(text) if not any(span.start <= index < span.end for span in spans)]
    cut = sum(min(span.end, start) - min(span.start, start) for span in spans)
    return "".join(kept[start - cut :]).lstrip(" 的,，")


def _parts(before: Slots) -> _Parts:
    periods = [span for span, _ in before.periods]
    metrics = [span for span, _ in before.metrics]
    return _Parts(
        _join_words(before, _subject_spans(before)), _join_words(before, periods), _join_words(before, metrics)
    )


def _subject_spans(slots: Slots) -> list[Span]:
    """Return the spans of what a question is about: its places, else its other names."""
    return [span for span, _ in slots.places] or list(slots.names)


def _join_words(slots: Slots, spans: Sequence[Span]) -> str:
    words = [span.of(slots.text) for span in sorted(spans)]
    joint = " and " if words and all(word.isascii() for word in words) else "和"
    return joint.join(dict.fromkeys(words))


def _glue(*parts: str) -> str:
    """Join parts so that no number, and no word of Latin letters, grows out of two."""
    whole = ""
    for part in parts:
        if whole and part and _runs_on(whole[-1], part[0]):
            whole += " "
        whole += part
    return whole


def _runs_on(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
