"""The two sides of a comparison that are no places of the map: companies, industries, kinds (甲公司和乙公司谁营收高).

Each side is asked for alone, among the numbers that are its own rather than the other side's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.figure_answers.again import Asker
from assistant.figure_answers.asks import Ask, Wanted
from assistant.figure_answers.places import subjects_of
from assistant.figure_answers.sorts import GAP, RATE_WORDS, strip_gap
from assistant.figure_answers.terms import credit, cut_words, is_light, join_singles, split_terms
from assistant.figure_answers.types import Metrics
from assistant.figure_answers.view import View
from assistant.types import Question
from index.text import fold

_HOW = r"(?:高|低|多|少|快|慢|大|小|厉害|猛|强|好)"
_THAN = re.compile(
    rf"(?P<a>[^，,]*?[^，, ]{{2,}}?)(?<!占)比(?![比例重较])(?P<b>[^，, ]{{2,20}}?){_HOW}(?:出来?|了)*(?:多少|几)"
)
_WHO = re.compile(
    r"(?P<a>[^，, 的]{2,20}?)(?:和|与|跟|、|还是)(?P<b>[^，, ]{2,24}?)[，, 的]*(?P<before>[^，, ]{0,12}?)"
    rf"(?:谁|哪个|哪家|哪边|哪一?[个家种边类])(?:的)?(?P<after>[^，, ]{{0,10}}?)(?:更|比较|要)?得?更?{_HOW}"
)
_WHICH = re.compile(rf"(?:谁|哪个|哪家|哪边|哪里|哪一?[个家种边类国])的?[^，, ]{{0,4}}?得?更?{_HOW}?$")
# What the one side is held against is itself at another time, or a goal.
_ITSELF = re.compile(r"同期|去年|上年|之前|以前|原来|原先|平均|目标|计划|任务|[时初前]$|那会儿$|时候$|以来$")
_RATE = re.compile(r"增速|增长|增幅|占比|比重|比例|份额|[^效汇税速]率")
_HELD_AGAINST = re.compile(r"(?:[高低快慢多少大小]于|比|较)([^，,。；;]{2,30}?)[高低快慢多少大小]?出?$")
_FASTER = re.compile(r"[快慢](?:出|了)*(?:多少|几)")
# A side's words heard by less than this share are not heard.
_HEARD = 0.6
# A side is what a gap is counted from only where all of its name is.
_WHOLE = 0.9


@dataclass(frozen=True, slots=True)
class Sides:
    """Two things that are compared: their names, the words that ask for each alone, and the asks that this answers."""

    names: tuple[str, str]
    words: tuple[str, str]
    asks: tuple[Ask, ...]
    # Countries are places as well, but one article tells of both.
    countries: bool = False


def read_sides(wanted: Wanted, metrics: Metrics, question: Question) -> Sides | None:
    """Return the sides that the question compares, None where it compares none by name."""
    subjects = subjects_of(question)
    if len(subjects) == 2 and all(region.level == "国" and region.key != "CN" for region in subjects):
        return _read_countries(wanted, (subjects[0].name, subjects[1].name))
    for ask in wanted.asks:
        found = _THAN.search(ask.words)
        if found and not _ITSELF.search(found.group("b").strip()):
            return _read_than(found, ask, wanted, metrics)
    found = _WHO.search(wanted.text)
    if found is None:
        return None
    metric = f"{found.group('before')}{found.group('after')}"
    a, b = found.group("a").strip(), found.group("b").strip()
    asks = tuple(ask for ask in wanted.asks if ask.words.strip() in found.group() or _says_nothing(ask))
    return Sides((a, b), (f"{a}{metric}是多少", f"{b}{metric}是多少"), asks)


def _read_countries(wanted: Wanted, names: tuple[str, str]) -> Sides | None:
    """Return two countries as sides, of the first ask that compares them or asks for a gap."""
    ask = next((ask for ask in wanted.asks if ask.compares or GAP.search(ask.words) or _WHICH.search(ask.words)), None)
    if ask is None:
        return None
    growth = "增速" if ask.explicit and "growth" in ask.measures and not _RATE.search(ask.words) else ""
    words = _WHICH.sub("", strip_gap(ask.words)).removesuffix("多少").strip(" 的")
    asks = (ask, *(other for other in wanted.asks if other is not ask and _says_nothing(other)))
    return Sides(names, (f"{names[0]}{words}{growth}是多少", f"{names[1]}{words}{growth}是多少"), asks, countries=True)


def _says_nothing(ask: Ask) -> bool:
    """Say whether an ask has no words of its own: 差多少, 高几个百分点."""
    if ask.borrowed:
        return True
    return not any(term.weight >= 1 and term.word not in RATE_WORDS for term in split_terms(GAP.sub(" ", ask.words)))


def _read_than(found: re.Match[str], ask: Ask, wanted: Wanted, metrics: Metrics) -> Sides:
    head, a = _split_head(found.group("a"))
    b = found.group("b").strip()
    rate = "" if _RATE.search(a + b) or not _FASTER.search(found.group()) else "增速"
    a_tail, b_tail = read_tail(a, metrics), read_tail(b, metrics)
    lent_a = b_tail if not a_tail and b_tail else ""
    lent_b = a_tail if not b_tail and a_tail else ""
    at = wanted.asks.index(ask)
    asks = (ask, *(other for other in wanted.asks[at + 1 :] if _says_nothing(other)))
    words = (f"{head}{a}{lent_a}{rate}是多少", f"{head}{b}{lent_b}{rate}是多少")
    return Sides((a, f"{b}{lent_b}"), words, asks)


def _split_head(words: str) -> tuple[str, str]:
    """Return what stands before the first side, up to the last 里, 中, 的 or space, and the side."""
    cut = max(words.rfind(mark) for mark in "里中 ")
    return words[: cut + 1].lstrip(), words[cut + 1 :]


def read_tail(words: str, metrics: Metrics) -> str:
    """Return the name of the number that ends a side's words: 产量增速 of 新能源汽车产量增速; empty where none does."""
    cut = list(cut_words(words))
    tail = ""
    while cut and cut[-1] in RATE_WORDS:
        tail = cut.pop() + tail
    last = cut[-1] if cut else ""
    known = any(span.end == len(words) - len(tail) for span, _ in metrics.find(words[: len(words) - len(tail)]))
    if last and (known or re.search(r"(?:额|率|量|数|值|收入|利润|指数|营收|规模|面积)$", last)):
        tail = last + tail
    return tail


def keep_own(views: Sequence[View], own: str, other: str) -> list[View]:
    """Return the records that are of one side and not of the other."""
    mine, others = _telling_words(own), _telling_words(other)
    mine, others = mine - others, others - mine
    return [view for view in views if _is_own(view, mine, others)]


def tells_gap(view: View, sides: Sides) -> bool:
    """Say whether a record is held against one of the two sides in its own sentence, rather than against a third."""
    held = _HELD_AGAINST.findall(view.before)
    return bool(held) and any(_hear(_telling_words(name), held[-1]) >= _WHOLE for name in sides.names)


def _telling_words(words: str) -> frozenset[str]:
    return frozenset(term.word for term in join_singles(words) if not is_light(term.word))


def _is_own(view: View, mine: frozenset[str], others: frozenset[str]) -> bool:
    """Say whether a record speaks of the one side: by its own words, else by who was named last before its number."""
    named = f"{view.metric} {view.subject}"
    here, there = _hear(mine, named), _hear(others, named)
    if (here >= _HEARD) != (there >= _HEARD):
        return here >= _HEARD
    before = fold(view.article.title) + "\n" + fold(view.article.text[: view.figure.span.start])
    last, rival = _find_last(mine, before), _find_last(others, before)
    if last < 0:
        # 整个行业 stands in no source: then the other side must not be meant.
        return not mine and _hear(others, view.before[-40:] + view.clause) < _HEARD
    return last > rival


def _hear(words: frozenset[str], text: str) -> float:
    return sum(credit(word, text) for word in words) / len(words) if words else 0.0


def _find_last(words: frozenset[str], text: str) -> int:
    """Return where the words were said last, by the one that tells most; -1 where they were not."""
    longest = max(words, key=lambda word: (len(word), word), default="")
    return text.rfind(longest) if longest else -1


def ask_sides(sides: Sides, asker: Asker) -> tuple[View | None, View | None]:
    """Return the number of each side, None where it is not found or would be the same number."""
    found: list[View | None] = []
    for own, other, words in zip(sides.names, reversed(sides.names), sides.words, strict=True):
        choice = asker.ask(words, views=keep_own(asker.views, own, other), anywhere=sides.countries)
        found.append(choice.views[0] if choice is not None else None)
    a, b = found
    if a is not None and b is not None and (a.figure.doc_id, a.figure.span) == (b.figure.doc_id, b.figure.span):
        return None, None
    return a, b
