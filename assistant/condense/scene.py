"""What a question is made of: what it is about, what narrows it, and what is asked; each a span of its text.

Where no list holds a name (a company's brand, an event, a sector), the words tell by their places: a Chinese question
names what it is about first, then its time, then what narrows it, and last what is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.condense.joining import cut_out, join_words
from assistant.condense.turns import OTHER_SIDE, YARDSTICK
from assistant.understand.cues import compile_cues
from assistant.understand.slots import Slots
from index.text import fold
from index.types import Span

# Words that ask; what stands before the first of them is told, not asked.
ASK = compile_cues(r"""
    多少 几(?!乎) 什么 哪 怎么 怎样 如何 咋 谁 多[大高久长快远重] 为何 为啥 是否 有没有 是不是 能不能 [一-龥]还是[一-龥]
    吗(?=\W|$) 吧(?=\W|$) \bhow\b \bwhat\b \bwhich\b \bwhy\b \bwho\b \bwhen\b
""")
_ASKS_NUMBER = compile_cues(r"多少 几(?!乎) 多[大高久长快远重] how_(?:much|many|large|big|high|long|fast)")
# Nouns that a number may be given of.
MEASURE = re.compile(
    r"(?:[人总户次家个件种辆指系]?数|[总金]?额|[产销总用运]?量|率|[均单总]?值|费|价|比重|占比|规模|面积|收入|支出|利润|营收|成本|"
    r"投资|人口|增速|增幅|涨幅|降幅|产能|目标|任务|损失|赔款|余额|顺差|逆差)$"
)
# Verbs and adverbs that carry no matter of their own.
_LIGHT = re.compile(
    r"(?:是|有|为|达|达到|到|完成|实现|了|过|着|得|的|又|还|都|也|就|才|再|共|一共|总共|合计|累计|分别|各|各是|大约|约|大概|"
    r"同比|环比|整个|全部|打算|准备|计划|预计|预期|拟|将|会|能|要|可|可以|已|已经|实际|实际上|目前|现在|最后|最终|具体|到底|究竟|其中|一下|占|在)"
)
# What opens or closes a phrase without belonging to it.
_OPENS = re.compile(r"[\s,，、的]*(?:对于|关于|对|在|就|给|从|把|向)?")
_CLOSES = re.compile(r"(?:最后)?[给对在从把和与及]?[\s,，、的]*$")
_POLITE = re.compile(
    r"(?:请问|麻烦|劳驾|请|帮我|我?想(?:问|知道|了解)|查一?[下查]|看一?[下看]|那么?|然后|另外|还有|再看看?|对了|顺便(?:问|查)?一?下?|[\s,，、]+)*"
)
_ORDINAL = re.compile(r"第[\d一二三四五六七八九十百]+[个条座期批家项届所]?")
_SHORTEST_TOPIC = 2
_NOUN_TAGS = ("n", "j", "l", "b", "eng", "s", "i", "a", "f", "t", "z")
# What a number question asks for, without the asking: 卖了多少辆 is 卖, 预付了多少赔款 is 预付赔款.
_ASKING = re.compile(
    r"(?:[了过]?(?:一?共|总共|合计|分别|又|各)?(?:是|有|为|达到?|到)?(?:多少|几)(?:[个家辆项条件台套种人次户座亩所只名位元亿万吨]+(?=\W|$)|个|家|项|条|"
    r"种|名|位|座|公里|平方米)?)|(?:是|有|为)?多[大高久长快远重]|[呢吗吧啊]|出来了?|(?:又|各|都)?是(?=\W*$)|[?？。!！\s]+"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A question in parts.

    `topic` is what it opens with where that is no known place or name, `narrowing` what stands between its subject and
    what is asked, `matter` what is asked, to the end; each may be an empty span.
    """

    slots: Slots
    topic: Span
    narrowing: Span
    matter: Span
    asks_number: bool

    @property
    def text(self) -> str:
        """Return the question."""
        return self.slots.text

    def named(self) -> list[Span]:
        """Return the spans of its known places, else of its names."""
        return _places(self.slots) or list(self.slots.names)

    def periods(self) -> list[Span]:
        """Return the spans of its periods, without those that a change is measured from."""
        return [span for span, _ in self.slots.periods if not YARDSTICK.search(self.slots.folded[: span.start])]

    def asks_measure(self) -> bool:
        """Say whether a phrase names what a number may be given of."""
        return bool(MEASURE.search(self.slots.folded)) and not _LIGHT.fullmatch(self.slots.folded)

    def subjects(self) -> list[Span]:
        """Return the spans of what it is about: its topic, else its places, else its names."""
        return [self.topic] if self.topic.end > self.topic.start else self.named()

    def subject_words(self) -> str:
        """Return the words of what it is about; those of a topic with the place that is told of it."""
        if self.topic.end == self.topic.start:
            return join_words(self.text, self.named())
        told = [span.end for span, _ in self.slots.places if self.topic.end <= span.start < self.matter.start]
        return cut_out(self.text[: max([self.topic.end, *told])], self.periods(), self.topic.start)

    def opens_with_period(self) -> bool:
        """Say whether its time stands before its topic: 今年新能源汽车, and not 新能源汽车今年."""
        return self.topic.end > self.topic.start and any(span.end <= self.topic.start for span in self.periods())

    def period_words(self) -> str:
        """Return the words of its periods."""
        return join_words(self.text, self.periods())

    def narrowing_words(self) -> str:
        """Return what narrows it."""
        return self.narrowing.of(self.text)

    def matter_words(self) -> str:
        """Return what is asked for, without the asking."""
        metrics = [span for span, _ in self.slots.metrics]
        return join_words(self.text, metrics) or _ASKING.sub("", self.matter.of(self.text)).strip(" 的,，")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, with its tag."""

    span: Span
    text: str
    tag: str

    @property
    def is_measure(self) -> bool:
        """Say whether a number may be given of it."""
        return bool(MEASURE.search(self.text)) and self.tag != "r"

    @property
    def is_light(self) -> bool:
        """Say whether it carries no matter of its own."""
        return bool(_LIGHT.fullmatch(self.text)) or self.tag in ("ul", "uz", "ug", "uj", "d", "y", "u", "p")

    @property
    def is_noun(self) -> bool:
        """Say whether it may be part of what a question is about."""
        return self.is_measure or self.tag == "vn" or self.tag.startswith(_NOUN_TAGS)


def read_scene(slots: Slots) -> Scene:
    """Return the parts of a question whose slots are read."""
    folded, words = slots.folded, cut_words(slots.folded)
    ask = ASK.search(folded)
    matter = _matter_start(slots, words, ask.start() if ask else len(folded))
    periods = [span for span, _ in slots.periods if span.end <= matter]
    named = [span for span in (_places(slots) or slots.names) if span.end <= matter]
    polite = _POLITE.match(folded)
    begin = polite.end() if polite else 0
    # 今年的工作要点里，…: what stands before a comma is what the rest is about.
    comma = max(folded.rfind(",", begin, matter), 0)
    first = min([comma or matter, *(span.start for span in named)])
    topic = _first_gap(folded, min(begin, first), first, [span for span in periods if span.end <= first])
    if topic.of(folded).isascii():
        topic = Span(0, 0)
    after = max([topic.end, begin, comma and comma + 1, *(span.end for span in (*named, *periods))])
    narrowing = _trim(folded, Span(min(after, matter), matter))
    asks_number = bool(_ASKS_NUMBER.search(folded)) or bool(slots.metrics)
    return Scene(slots, topic, narrowing, Span(matter, len(folded)), asks_number)


def _places(slots: Slots) -> list[Span]:
    """Return the spans of the places that a question is about, without those it only measures by (占全国)."""
    own = [span for span, _ in slots.places if not OTHER_SIDE.search(slots.folded[: span.start])]
    return own or [span for span, _ in slots.places[:1] if not slots.folded[: span.start].endswith("占")]


def cut_words(folded: str) -> list[Word]:
    """Return the words of a folded text, with their tags."""
    import rjieba

    words: list[Word] = []
    position = 0
    for text, tag in rjieba.tag(folded):
        words.append(Word(Span(position, position + len(text)), text, tag))
        position += len(text)
    return words


def leading_noun(text: str) -> str:
    """Return the noun phrase that a text opens with, empty where it opens with a verb."""
    folded = fold(text)
    ask = ASK.search(folded)
    words = [word for word in cut_words(folded) if word.span.end <= (ask.start() if ask else len(folded))]
    # 第三个园区 is one of several, and what the question is about.
    ordinal = _ORDINAL.match(folded)
    opening = ordinal.end() if ordinal else 0
    words = [word for word in words if word.span.start >= opening]
    end = 0
    for number, word in enumerate(words):
        done = number + 1 < len(words) and words[number + 1].text in ("了", "过")
        if not (word.is_noun or word.text == "的") or _LIGHT.fullmatch(word.text) or (word.tag == "vn" and done):
            break
        end = word.span.end
    return text[:end].rstrip("的")


def drop_measure(phrase: str) -> str:
    """Return a noun phrase without what a number is given of: 加盟店 of 加盟店总数."""
    words = cut_words(fold(phrase))
    while words and (words[-1].is_measure or words[-1].text == "的"):
        words.pop()
    return phrase[: words[-1].span.end] if words else ""


def drop_ask(text: str) -> str:
    """Return a question's words without those that ask."""
    return re.sub(r"[是的有用\s?？]+$|^[是有的]+", "", ASK.sub("", re.sub(r"[?？。\s]+$", "", text)))


def says_verb(text: str) -> bool:
    """Say whether a phrase has a verb in it, so that it says something and does not only name."""
    return any(word.tag in ("v", "vd") and not word.is_measure and not word.is_light for word in cut_words(fold(text)))


def speaks_of(text: str, phrase: str) -> bool:
    """Say whether a text holds a phrase, or each of its words of two code points."""
    import rjieba

    folded, wanted = fold(text), fold(phrase)
    words = [word for word in rjieba.cut_for_search(wanted) if len(word) == _SHORTEST_TOPIC]
    return wanted in folded or (bool(words) and all(word in folded for word in words))


def _matter_start(slots: Slots, words: list[Word], ask: int) -> int:
    """Return where what is asked begins: at its metric, or at the verb before the word that asks."""
    metrics = [span.start for span, _ in slots.metrics]
    start = _predicate_start(slots, words, ask, most_verbs=2)
    head = [word for word in words if word.span.end <= start]
    if not any(word.is_noun or _in_slot(slots, word) for word in head):
        # 超聚变是哪年…: no verb is left to be one where nothing else is left to be the subject.
        start = _predicate_start(slots, words, ask, most_verbs=0)
    return min([start, *metrics])


def _predicate_start(slots: Slots, words: list[Word], ask: int, most_verbs: int) -> int:
    before = [word for word in words if word.span.end <= ask]
    verbs, nearest = 0, before[-1] if before else None
    while before:
        word = before[-1]
        is_verb = word.tag.startswith("v") and not word.is_measure and verbs < most_verbs
        # 零售多少辆 is a number of 零售; 零售了多少辆 says what was done.
        alone = len(before) < 2 or not before[-2].is_light
        is_verb = is_verb and not (word.tag == "vn" and word is nearest and alone)
        if _in_slot(slots, word) or not (word.is_light or is_verb):
            break
        verbs += is_verb and not word.is_light
        before.pop()
    if before and before[-1].is_measure and not _in_slot(slots, before[-1]):
        # 受益人口, 库存预警指数: with the word that says of what.
        of = before[-2] if len(before) > 1 else before[-1]
        with_it = (of.is_noun or of.tag.startswith("v")) and not _in_slot(slots, of) and not of.is_light
        return of.span.start if with_it else before[-1].span.start
    return before[-1].span.end if before else 0


def _in_slot(slots: Slots, word: Word) -> bool:
    return any(span.overlaps(word.span) for span in slots.taken())


def _first_gap(folded: str, start: int, end: int, taken: list[Span]) -> Span:
    """Return the first stretch between slots that is long enough to name something."""
    edges = [start, *(edge for span in sorted(taken) for edge in (span.start, span.end)), end]
    gaps = [_trim(folded, Span(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return next((gap for gap in gaps if gap.end - gap.start >= _SHORTEST_TOPIC), Span(0, 0))


def _trim(folded: str, span: Span) -> Span:
    """Return a span without the particles at its edges."""
    opens = _OPENS.match(folded, span.start, span.end)
    start = opens.end() if opens else span.start
    closes = _CLOSES.search(folded[start : span.end])
    return Span(start, start + closes.start() if closes else span.end)
