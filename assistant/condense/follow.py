"""Read one turn against the standalone questions before it.

It is another form of the last one (换成表格), the same with something else in one place (那2023年呢, 斗鱼呢), or a
question without a subject (研发花了多少钱). Whether a name that no list holds is another subject or a part of the last
one, the library tells: `Belong` says whether what is found for the last question speaks of it too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.condense.joining import (
    append_wish,
    compose,
    cut_out,
    edit,
    glue,
    join_words,
    replace_spans,
    strip_ending,
)
from assistant.condense.runs import merge_run
from assistant.condense.scene import ASK, Scene, cut_words, drop_ask, drop_measure, leading_noun, says_verb
from assistant.condense.timing import say_period
from assistant.condense.turns import (
    COMPARED,
    CONTINUE,
    CORRECTION,
    ENDING,
    LINK,
    MODIFIER,
    OPENING,
    OTHER_SIDE,
    PLURAL,
    SAME_PERIOD,
    WHICH,
    YEAR_BEFORE,
    is_form,
    wants_all,
)
from assistant.understand.slots import Slots
from index.text import fold
from index.types import Span

# Says whether what is found for a question (first) speaks of some words (second) too.
Belong = Callable[[str, str], bool]

# A turn without a subject that is longer than this is a question of its own, where no library says otherwise.
_LONGEST_ELLIPSIS = 24
# A name and what is asked of it: 人保呢？我是说…
_NAMED_FIRST = re.compile(r"^(?P<name>[^,。?!]{2,12})呢[,。?!\s]+(?=\S)")
_PRONOUN = re.compile(
    r"(?<!其)它们?|他们|(?<![尤耳与极及])其(?![他中它实次余间])|(?:[这那][个家座项]|该|本|此)(?:市|区|县|省|地区|城市|园区|"
    r"开发区|公司|企业|单位|银行|项目|政策|文件|地方|平台|机构)|(?<![一-鿿])那边|(?<=[在到去从对与和向跟于])那边|"
    r"这里|那里|当地|前者|后者|两者|上述(?:地区|园区|城市|企业)?|"
    r"\bits\b|\bit\b|\btheirs?\b|\bthey\b|\bthere\b(?! (?:is|are|was|were))"
)
_FILLER = re.compile(
    r"[这那][边块场个家]|方面|部分|的话|是多少|有多少|多少|是什么|情况|怎么样|怎样|如何|数据?|请问|查一?下|看一?下|达到|"
    r"整个|[\s,。.?!、:;'的了呢吗啊呀吧是有为达在]|\b(?:for|in|of|the|is|was|what|how|much|many|about|and|please|on|s)\b"
)
_STANDS_ALONE = re.compile(
    r"^(?:什么是|何谓|什么叫|谁是|哪些?(?:省|市|城市|地方|园区|区|国家|企业|公司)|全国|what is (?:a|an|the)? ?\w+\?$)"
)
# A turn that is only this asks for the newest value of the same thing.
_NEWEST = re.compile(
    r"\W*(?:那|那么)?(?P<words>最新|目前|现在|the latest|latest)(?:的|数据)*(?:是多少|怎么样|情况)?[呢\W]*"
)
# The end of a comparison, which one subject alone cannot answer.
_SIDE_BY_SIDE = re.compile(r"(?:谁|哪个|哪家|哪边|相差|对比|比较|差距|各是|分别|各有)[^,，。]{0,12}$")
# 多少亿: a number is asked for, and the words do not say of what.
_BARE_NUMBER = re.compile(r"(?:多少|(?<!哪)几)[个家辆项条件台套种人次户座亩只名位元亿万吨]*(?:来着|了|呢)?(?=\W|$)")
# What a project has and a place has not: asked after a number of projects, it is asked of them.
_OF_THINGS = re.compile(r"(?:总?投资(?:额|规模|总额)?|总额|金额|面积|产能|总?产值)(?:合计|一共|总共)?")
_COUNTED = re.compile(r"(?:多少|几)[个项座条]?(?=[^,。?]*(?:项目|工程|基地|园区|平台|线路))")


class Follower:
    """Reads a turn against the standalone questions before it, the last one last."""

    def __init__(self, thread: Sequence[str], read: Callable[[str], Scene], belong: Belong | None) -> None:
        self._thread, self._read, self._belong = thread, read, belong
        self.known = thread[-1]

    def carry_over(self, turn: str) -> str:
        """Return `turn` made whole."""
        folded = fold(turn)
        if wants_all(folded) and (merged := merge_run(self._thread, self._read)):
            self.known = merged
        if is_form(folded) or CONTINUE.fullmatch(folded):
            return append_wish(self.known, turn)
        before = self._read(self.known)
        if match := COMPARED.match(folded):
            return _set_beside(before, turn[slice(*match.span("with"))])
        cut = _correction_end(turn)
        turn = turn[cut:].strip()
        folded = fold(turn)
        if named := _NAMED_FIRST.match(folded):
            return self._ask_of(before, turn[slice(*named.span("name"))], turn[named.end() :])
        if newest := _NEWEST.fullmatch(folded):
            words = turn[slice(*newest.span("words"))]
            return _compose(before, words, before.narrowing_words(), before.matter_words())
        if self.known != self._thread[-1] and PLURAL.sub("", turn).strip(" ?？"):
            turn = PLURAL.sub("", turn)
            folded = fold(turn)
        now = self._read(turn)
        marked = bool(cut) or bool(LINK.match(folded)) or bool(re.search(r"呢\W*$", folded))
        # 国企的; a turn that goes on about all that was said.
        marked = (
            marked or self.known != self._thread[-1] or bool(re.search(r"的\W*$", folded) and not ASK.search(folded))
        )
        if _only_slots(now.slots, marked) and (now.slots.places or not now.slots.names or before.slots.names):
            return _substitute(before, now)
        pronoun = _PRONOUN.search(folded)
        if pronoun and not any(span.start < pronoun.start() for span in now.named()):
            return _resolve(before, now, Span(*pronoun.span()))
        if name := _read_name(now):
            return self._put_name(before, now, name, corrects=bool(cut))
        return self._complete(before, now, marked)

    def _put_name(self, before: Scene, now: Scene, name: str, corrects: bool) -> str:
        """Put what a turn names where it belongs: as what is asked for, as another subject, or as what narrows it."""
        named = self._read(name)
        if before.asks_number and (named.slots.metrics or named.asks_measure()):
            return self._ask_for(before, now, name, named)
        if said := _same_verb(before, name):
            return replace_spans(before.text, [said], name)
        of_place = bool(before.slots.places) and not before.slots.names and before.topic.end == 0
        if not of_place and (corrects or not self._belongs(name)):
            return replace_spans(before.text, before.subjects(), name)
        narrowed = before.narrowing.end > before.narrowing.start
        if narrowed and not now.slots.folded.rstrip(" ?!。呢").endswith("的"):
            return replace_spans(before.text, [before.narrowing], name)
        at = before.narrowing.start if narrowed else before.matter.start
        return glue(before.text[:at], name, before.text[at:])

    def _ask_for(self, before: Scene, now: Scene, name: str, named: Scene) -> str:
        """Ask for another number of the same (净利润呢); a narrowing of its own takes the place of the last one's."""
        period, _ = say_period(before, now.slots)
        if things := _counted_things(before, name):
            return _compose(before, period, things, name)
        metric = before.matter_words()
        own = name[: named.matter.start].rstrip("的")
        if own and not before.slots.places and not self._belongs(own):
            return compose(own, period, "", name[named.matter.start :])
        parallel = {a for _, a in before.slots.metrics} & {a for _, a in named.slots.metrics} or metric[-2:] == name[
            -2:
        ]
        return _compose(before, period, "" if own and parallel else before.narrowing_words(), name)

    def _ask_of(self, before: Scene, name: str, clause: str) -> str:
        """Ask a clause of a name that stands before it: 人保呢？我是说一共付了多少."""
        clause = clause[_correction_end(clause) :]
        metric = _left_to_say(before, clause) if _lacks_matter(self._read(clause)) else ""
        return glue(name, metric, clause)

    def _complete(self, before: Scene, now: Scene, marked: bool) -> str:
        """Give a turn without a subject the last one; a turn with its own is whole."""
        slots = now.slots
        period, taken = say_period(before, slots)
        body = cut_out(slots.text, taken, _opening_end(slots.folded))
        own = leading_noun(body)
        has_subject = any(not OTHER_SIDE.search(slots.folded[: span.start]) for span, _ in slots.places)
        if slots.names and not slots.places:
            has_subject = self._belong is None or not self._belongs(join_words(slots.text, slots.names))
        if (thing := drop_measure(own)) and not has_subject and self._belong is not None:
            has_subject = not self._belongs(thing)
        if not marked and (has_subject or (not (self._belong is not None and thing) and not _is_ellipsis(slots))):
            return now.text if not _same_time(slots, taken) else glue(period, body)
        modifies = bool(MODIFIER.search(slots.folded)) and not slots.metrics and not _has_goal(own)
        lacks = not slots.metrics and (modifies or bool(WHICH.search(slots.folded)) or _lacks_matter(now))
        lacks = lacks or not ENDING.sub("", body)
        metric = _left_to_say(before, slots.text) if lacks else ""
        if has_subject and not metric:
            return glue(period if slots.metrics else join_words(slots.text, taken), body)
        narrowing = "" if thing else _counted_things(before, own) or before.narrowing_words()
        if metric and own and not modifies and body.startswith(own):
            # 高技术产业用了多少: what narrows it stands before what is asked for.
            narrowing, body = own, body[len(own) :]
        return _compose(before, period, narrowing, metric, body, known=not has_subject)

    def _belongs(self, words: str) -> bool:
        return self._belong is None or self._belong(self.known, words)


def _compose(before: Scene, period: str, narrowing: str, metric: str, body: str = "", *, known: bool = True) -> str:
    """Return a question about what the last one was about, if that is `known`, in the order in which that told it."""
    subject = before.subject_words() if known else ""
    if subject and before.opens_with_period():
        # 今年一季度新能源汽车产量: what no list holds as a subject stays beside what is asked of it.
        return compose("", period, subject + narrowing, metric, body)
    return compose(subject, period, narrowing, metric, body)


def _correction_end(turn: str) -> int:
    """Return where a turn goes on after the words of a correction; 0 where there are none, or nothing after them."""
    match = CORRECTION.match(fold(turn))
    return match.end() if match and turn[match.end() :].strip(" 的?？。") else 0


def _opening_end(folded: str) -> int:
    match = OPENING.match(folded)
    return match.end() if match else 0


def _same_time(now: Slots, taken: Sequence[Span]) -> bool:
    """Say whether the time of a turn is told by the last question's: 同一个月."""
    own = [span for span, _ in now.periods]
    return bool(taken) and list(taken) != own


def _has_goal(noun: str) -> bool:
    """Say whether a noun phrase names a goal of its own: 农村用户的目标."""
    return bool(re.search(r".(?:目标|任务|计划)$", noun))


def _counted_things(before: Scene, asked: str) -> str:
    """Return the things that the last question counted, where what is asked is theirs: 引进的项目 of 引进了多少项目."""
    counted = _COUNTED.search(before.slots.folded)
    if not counted or not _OF_THINGS.fullmatch(fold(asked)):
        return ""
    did = before.text[before.matter.start : counted.start()].rstrip("了 ")
    things = strip_ending(before.text[counted.end() :])
    return glue(before.narrowing_words(), did, "的" if did else "", things)


def _same_verb(before: Scene, name: str) -> Span | None:
    """Return the span of the verb of the last question that a turn of one verb stands for: 批发 for 零售."""
    words = cut_words(fold(name))
    if len(words) != 1 or not words[0].tag.startswith("v") or words[0].is_light or before.slots.metrics:
        return None
    told = [word for word in cut_words(before.slots.folded) if word.tag.startswith("v") and not word.is_light]
    return told[-1].span if told else None


def _left_to_say(before: Scene, turn: str) -> str:
    """Return what was asked for, without the verb that the turn says itself: 新线 of 投产新线 for 实际投产多少."""
    matter = before.matter_words()
    if not before.slots.metrics:
        words = cut_words(fold(matter))
        while words and (words[0].is_light or (words[0].tag.startswith("v") and words[0].text in fold(turn))):
            words.pop(0)
        matter = matter[words[0].span.start :] if words else ""
    return "" if matter in turn else matter


def _read_name(now: Scene) -> str:
    """Return the words of a turn that only names something, as 新能源的呢; empty where it says something."""
    if ASK.search(now.slots.folded):
        return ""
    phrase = ENDING.sub("", now.text[_opening_end(now.slots.folded) :])
    phrase = re.sub(r"^其中的?", "", phrase).strip()
    timed = now.slots.periods or YEAR_BEFORE.search(now.slots.folded) or SAME_PERIOD.search(now.slots.folded)
    taken = now.slots.places or timed or MODIFIER.search(fold(phrase))
    says = says_verb(phrase) and len(cut_words(fold(phrase))) > 1
    return "" if taken or says else phrase


def _lacks_matter(now: Scene) -> bool:
    """Say whether a turn asks for a number and does not say of what."""
    if not _BARE_NUMBER.search(now.slots.folded) or now.slots.metrics:
        return False
    return not any(word.is_measure for word in cut_words(now.slots.folded))


def _only_slots(now: Slots, marked: bool) -> bool:
    """Say whether a turn only names a place, a period or a metric, to stand where the last question had another."""
    named = now.places or now.names
    kinds = sum(map(bool, (named, now.periods, now.metrics)))
    if kinds == 0 or (kinds > 1 and not marked and named):
        return False
    return not _rest(now)


def _rest(now: Slots) -> str:
    """Return what a turn says beside its slots, without openings and fillers."""
    chars = list(now.folded)
    for span in now.taken():
        chars[span.start : span.end] = [" "] * (span.end - span.start)
    return _FILLER.sub("", OPENING.sub("", "".join(chars).strip()))


def _is_ellipsis(now: Slots) -> bool:
    if _STANDS_ALONE.match(now.folded) or len(now.text) > _LONGEST_ELLIPSIS:
        return False
    return bool(now.metrics or now.periods or MODIFIER.search(now.folded)) or len(_rest(now)) <= _LONGEST_ELLIPSIS // 2


def _substitute(before: Scene, now: Scene) -> str:
    """Put the places, periods and metrics of a turn where the last question had its own."""
    text = before.text
    subject, metric = join_words(now.text, now.named()), join_words(now.text, [span for span, _ in now.slots.metrics])
    period, taken = say_period(before, now.slots)
    period = period if taken else ""
    if metric and not before.slots.metrics:
        narrowing = _counted_things(before, metric) or before.narrowing_words()
        time = period or before.period_words()
        keeps = not subject or not before.slots.places
        return (
            glue(subject if keeps else "", _compose(before, time, narrowing, metric))
            if keeps
            else compose(subject, time, narrowing, metric)
        )
    edits: list[tuple[Span, str]] = []
    missing: list[str] = []
    for old, new in (
        (before.named(), subject),
        ([span for span, _ in before.slots.periods], period),
        ([span for span, _ in before.slots.metrics], metric),
    ):
        if new and old:
            edits += [(span, new if number == 0 else "") for number, span in enumerate(sorted(old))]
        elif new:
            missing.append(new)
    if len(before.named()) > 1 and len(now.named()) == 1 and (side := _SIDE_BY_SIDE.search(text)):
        text = text[: side.start()] + "是多少"
    return glue(*missing, edit(text, edits))


def _resolve(before: Scene, now: Scene, pronoun: Span) -> str:
    """Put the last subject in the place of a pronoun; the period and the metric come along where they are needed."""
    slots = now.slots
    words = pronoun.of(slots.folded)
    subjects = before.subjects()
    subject = join_words(before.text, subjects)
    if words in ("前者", "后者") and len(subjects) > 1:
        subject = sorted(subjects)[0 if words == "前者" else -1].of(before.text)
    if not subject:
        return append_wish(before.text, now.text)
    period = "" if slots.periods or slots.asks_now else before.period_words()
    metric = before.matter_words() if not slots.metrics and MODIFIER.search(slots.folded) else ""
    possessive = words in ("its", "their", "theirs")
    if possessive:
        middle = f"{subject}'s {metric}".rstrip() if subject.isascii() else glue(subject, "的", metric)
    else:
        middle = glue(subject, period, "的" if metric and not subject.isascii() else "", metric)
    after = now.text[pronoun.end :]
    if metric and after.startswith("的"):
        after = after[1:]
    whole = glue(now.text[: pronoun.start], middle, after)
    return glue(strip_ending(whole), f" ({period})", "?") if possessive and period else whole


def _set_beside(before: Scene, other: str) -> str:
    """Make a comparison of the last subject with another one."""
    subject = before.subject_words()
    if not subject:
        return f"{strip_ending(before.text)}，和{other}对比"
    matter = before.matter_words() if before.asks_number else drop_ask(before.matter.of(before.text))
    tail = glue(before.narrowing_words(), matter)
    return glue(f"{subject}和{other}", before.period_words(), "的" if tail else "", tail, "对比")
