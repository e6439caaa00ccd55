"""English claims over Chinese quotes: read into the same parts as a Chinese claim.

210 billion yuan becomes 2100亿元's quantity, `the first half of 2023` its period, `exports` the metric 出口, Wuhan the
place 武汉. What cannot be turned into Chinese is compared through the source's own writing, which an English answer
keeps beside its names and figures; a name in Latin letters must be the pinyin of words of the source.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.audit.measures import find_measures
from assistant.audit.modality import find_cues, hedge_of, mood_at
from assistant.audit.parts import Number, Reading, Role, Tools
from assistant.audit.sources import Source
from assistant.audit.words import read_list
from index.lexical.english import english_words, listed_terms
from index.periods import find_periods
from index.quantities import parse_quantities
from index.regions import Mention
from index.text import fold
from index.types import Period, Quantity, Span

# Ways to name a metric around its number that no list of terms holds.
_PHRASES: tuple[tuple[str, str], ...] = (
    (
        r"contract(?:ed|s)? (?:value|amount|sum|investment)|sign(?:ed|ing) (?:value|amount)|"
        r"(?:deals|contracts|agreements) (?:worth|totall?ing|valued)",
        "签约额",
    ),
    (r"funds? (?:in place|received)|(?:paid|put)[- ]in (?:capital|funds)|capital in place", "到位资金"),
    (r"(?:actual(?:ly)? )?(?:use[ds]?|utiliz\w*|utilis\w*) (?:of )?foreign (?:capital|investment)", "实际使用外资"),
    (r"foreign (?:capital|investment) (?:actually )?(?:used|utiliz\w*|utilis\w*)", "实际使用外资"),
)
_UP = re.compile(r"\b(?:up|rose|ris\w+|grew|grow\w*|increas\w+|gain\w*|expand\w+|climb\w*|jump\w*|surg\w+|higher)\b")
_DOWN = re.compile(r"\b(?:down|fell|fall\w*|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|slip\w*|lower)\b")
# The source's own writing of a metric may say that it is a change: (签约额同比增速).
_RISES, _FALLS = re.compile(r"增速|增长|增幅|涨幅|同比"), re.compile(r"下降|降幅|减少|跌幅")
_NEGATED = re.compile(r"\b(?:not|no|never|without|neither|nor|failed to|cannot)\b|n't\b")
_BREAK = re.compile(r"[;:]|,(?!\d)|\band\b|\bwhile\b|\. ")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_SYLLABLES = re.compile(r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[aeiou]{1,3}(?:ng?|r)?|ü|ue))+$")
# The source's own writing, which an English answer keeps beside a name or a figure.
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_GLOSS_AFTER = re.compile(r"(?: (?:[A-Z][\w'-]*|of|in|the|and|for|on))*\s?[（(]([^（）()]*[一-鿿][^（）()]*)[）)]")
_PERCENT_UNITS = ("percent", "percentage_point", "times")


def is_english(text: str) -> bool:
    """Say whether a sentence is English: more Latin words than half its Chinese, what stands in brackets apart."""
    outside = _BRACKETED.sub(" ", text)
    han = sum("一" <= char <= "鿿" for char in outside)
    words = _WORD.findall(outside)
    return len(words) >= 3 and (len(words) * 2 > han or sum(map(len, words)) > han)


def read_english(text: str, anchor: dt.date | None, tools: Tools) -> Reading:
    """Take an English claim apart; what it writes in Chinese is read as Chinese."""
    folded = fold(text)
    # "may" in small letters is the verb.
    periods = [(span, period) for span, period in find_periods(text, anchor) if span.of(text) != "may"]
    spans = [span for span, _ in periods]
    quantities = sorted(
        (q for q in parse_quantities(text) if not any(q.span.overlaps(span) for span in spans)),
        key=lambda quantity: quantity.span.start,
    )
    quantities += find_measures(text, [quantity.span for quantity in quantities] + spans)
    taken = [quantity.span for quantity in quantities] + spans
    quantities += [number for number in find_grouped(folded) if not any(number.span.overlaps(t) for t in taken)]
    quantities += [number for number in find_spelled(folded) if not any(number.span.overlaps(t) for t in taken)]
    quantities.sort(key=lambda quantity: quantity.span.start)
    metrics = find_terms(folded)
    metrics += [item for item in tools.vocabulary.find(text) if not any(item[0].overlaps(m) for m, _ in metrics)]
    metrics.sort(key=lambda item: item[0].start)
    mentions = tuple(sorted(tools.gazetteer.find(text), key=lambda mention: mention.span.start))
    sentence = Span(0, len(text))
    parts = _EnglishParts(folded, sentence, quantities, periods, metrics, mentions, tools)
    numbers = tuple(_bind(parts, i) for i in range(len(quantities)))
    return Reading(
        text, folded, numbers, tuple(periods), mentions, tuple(metrics), tuple(find_cues(folded)), (sentence,)
    )


@dataclass(frozen=True, slots=True)
class _EnglishParts:
    """What was found in an English sentence, before its numbers are bound."""

    folded: str
    sentence: Span
    quantities: list[Quantity]
    periods: list[tuple[Span, Period]]
    metrics: list[tuple[Span, str]]
    mentions: tuple[Mention, ...]
    tools: Tools


def _bind(parts: _EnglishParts, i: int) -> Number:
    quantity, folded = parts.quantities[i], parts.folded
    clause = _clause(parts, i)
    here = [(span, words) for span, words in parts.metrics if clause.contains(span)]
    role, direction = _role(folded, quantity, clause)
    in_brackets = bool(re.search(r"[一-鿿]", quantity.span.of(folded)))
    hedge = hedge_of(quantity.qualifier)
    if in_brackets:
        # The source's own writing beside an English number: it must agree as a number; the words are the other's.
        return Number(
            quantity, quantity.span.of(folded), (clause,), "", parts.sentence, frozenset(), frozenset(), None, "",
            "level", 0, hedge,
            mood_at(folded, quantity.span, parts.sentence, find_cues(folded)), None, True, (),
        )  # fmt: skip
    return Number(
        quantity=quantity,
        said=quantity.span.of(folded),
        stretches=(clause,),
        words=clause.of(folded),
        sentence=parts.sentence,
        label=frozenset(words for _, words in here),
        head=frozenset(words for _, words in here),
        metric_said="",
        metric=_nearest_metric(here or (parts.metrics if role == "growth" else []), quantity.span, parts.tools),
        role=role,
        direction=direction,
        hedge=hedge,
        mood=mood_at(folded, quantity.span, parts.sentence, find_cues(folded)),
        period=_period_of(parts.periods, quantity.span, clause),
        period_near=True,
        subjects=_subjects(tuple(m for m in parts.mentions if not _is_partner(m, folded)), quantity.span),
    )


def _is_partner(mention: Mention, folded: str) -> bool:
    """Say whether a place stands in a metric's own words as the other side: 对东盟进出口, exports with ASEAN."""
    return mention.span.start > 0 and folded[: mention.span.start].endswith(
        ("对", "自", "exports with ", "imports from ")
    )


def _clause(parts: _EnglishParts, i: int) -> Span:
    span, folded = parts.quantities[i].span, parts.folded
    floor = parts.quantities[i - 1].span.end if i else 0
    ceiling = parts.quantities[i + 1].span.start if i + 1 < len(parts.quantities) else len(folded)
    start = max((m.end() for m in _BREAK.finditer(folded, floor, span.start)), default=floor)
    after = _BREAK.search(folded, span.end, ceiling)
    return Span(start, after.start() if after else ceiling)


def _role(folded: str, quantity: Quantity, clause: Span) -> tuple[Role, int]:
    words = clause.of(folded)
    down, up = _DOWN.search(words) or _FALLS.search(words), _UP.search(words) or _RISES.search(words)
    if quantity.canonical_unit in _PERCENT_UNITS and (down or up):
        return "growth", -1 if down else 1
    before = folded[clause.start : quantity.span.start]
    if re.search(r"\bby (?:\S+ )?$", before) and (_DOWN.search(before) or _UP.search(before)):
        return "growth", -1 if _DOWN.search(before) else 1
    return "level", 0


@cache
def _common_words() -> frozenset[str]:
    return frozenset(word for line in read_list("english_common") for word in line)


@cache
def _terms() -> re.Pattern[str]:
    words = sorted((re.escape(english) for english, _ in listed_terms()), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(words)})(?![a-z])")


def find_terms(folded: str) -> list[tuple[Span, str]]:
    """Return the spans of the English terms of folded text with the Chinese that sources use for them."""
    found: list[tuple[Span, str]] = []
    for pattern, chinese in _PHRASES:
        found += [(Span(*match.span()), chinese) for match in re.finditer(pattern, folded)]
    known = dict(listed_terms())
    for match in _terms().finditer(folded):
        span = Span(*match.span())
        if not any(span.overlaps(other) for other, _ in found):
            found.append((span, known[match.group()]))
    return sorted(found, key=lambda item: item[0].start)


def _nearest_metric(metrics: list[tuple[Span, str]], span: Span, tools: Tools) -> str | None:
    known = [(at, name) for at, words in metrics if (name := tools.vocabulary.canonical(words))]
    if not known:
        return None
    return min(known, key=lambda item: min(abs(item[0].end - span.start), abs(item[0].start - span.end)))[1]


def _period_of(periods: list[tuple[Span, Period]], span: Span, clause: Span) -> Period | None:
    # 233 zones as of November, and their output reached … in January–September: each has the time of its own clause.
    here = [(at, period) for at, period in periods if clause.contains(at)]
    periods = here or periods
    before = [period for at, period in periods if at.end <= span.start]
    after = [period for at, period in periods if at.start >= span.end]
    return before[-1] if before else (after[0] if after else None)


def _subjects(mentions: tuple[Mention, ...], span: Span) -> tuple[Mention, ...]:
    own = [mention for mention in mentions if not mention.inside_name]
    before = [mention for mention in own if mention.span.end <= span.start]
    return tuple(before[-1:] or own[:1])


def is_denied(folded: str) -> bool:
    """Say whether folded English text denies something."""
    return bool(_NEGATED.search(folded))


# Spelled out at the head of a sentence, they are no names.
_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}


_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]|\.\d)")


def find_grouped(folded: str) -> list[Quantity]:
    """Return the numbers of three digits a group that count what follows: 5,536 trains."""
    found = []
    for match in _GROUPED.finditer(folded):
        value = Decimal(match.group().replace(",", ""))
        found.append(Quantity(Span(*match.span()), value, None, value, "count"))
    return found


_CHINESE_DIGITS = {2: "两二2", 3: "三3", 4: "四4", 5: "五5", 6: "六6", 7: "七7", 8: "八8", 9: "九9", 10: "十"}


def is_said(number: Number, sources: Sequence[Source]) -> bool:
    """Say whether a small number in words stands in a source as a word of one letter: two, 两年; 六个方面, 六大领域."""
    value = number.quantity.value
    in_words = not any(char.isdigit() for char in number.said)
    letters = (
        _CHINESE_DIGITS.get(int(value), "") if isinstance(value, Decimal) and in_words and value == int(value) else ""
    )
    counted = (
        re.compile(rf"(?<![一-鿿][十百千万亿])[{letters}](?=[大个项方类条年月天家名位座批款种部国省市县区校院]|\b)")
        if letters
        else None
    )
    return bool(counted) and any(counted.search(source.reading.folded) for source in sources if counted)


def find_spelled(folded: str) -> list[Quantity]:
    """Return the numbers above one that are spelled out; `one` is mostly a pronoun."""
    return [
        Quantity(Span(*match.span()), Decimal(value), None, Decimal(value), "count")
        for match in _WORD.finditer(folded)
        if (value := _NUMBER_WORDS.get(match.group(), 0)) > 1
    ]


def latin_names(text: str) -> list[Span]:
    """Return the runs of capitalised words that are no common English words: names that the source must know."""
    found: list[Span] = []
    for match in _WORD.finditer(text):
        word = match.group()
        start_of_sentence = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?:"
        if not word[0].isupper() or word.lower() in _common_words() or word.lower() in _NUMBER_WORDS:
            continue
        if start_of_sentence and (word.lower() in english_words() or not _SYLLABLES.match(word.lower())):
            continue
        if any(Span(*match.span()).overlaps(span) for span, _ in find_terms(text.lower())):
            continue
        found.append(Span(*match.span()))
    return found


def spell(words: str) -> str:
    """Return Chinese words in pinyin, without tones and spaces, for finding a Latin name in them."""
    import pypinyin

    return "".join(pypinyin.lazy_pinyin(words)).lower()


def _is_glossed(text: str, name: Span, source: str) -> bool:
    """Say whether the source's own writing stands in brackets after a name: Typhoon Doksuri (杜苏芮)."""
    match = _GLOSS_AFTER.match(text, name.end)
    return bool(match) and fold(match.group(1)) in source if match else False


def name_faults(text: str, hidden: list[Span], source: str) -> list[str]:
    """Return the Latin names of an English claim that the folded Chinese `source` holds neither so nor in pinyin."""
    names = [
        span
        for span in latin_names(text)
        if not any(span.overlaps(other) for other in hidden) and not _is_glossed(text, span, source)
    ]
    if not names:
        return []
    spelt = spell(source)
    said = [span.of(text) for span in names]
    return [name for name in said if name.lower() not in source and re.sub(r"[^a-z]", "", name.lower()) not in spelt]
