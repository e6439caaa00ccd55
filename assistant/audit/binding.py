"""Each number of a claim paired with the number of a source that it can only come from.

A pairing without faults is not yet enough: what is counted must be named near, whoever holds the number must be the
same, and no other number of the sources may fit the claim's words better.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.audit.compare import GENERAL_COUNTERS, TELLING_DIGITS, cost, counter, number_faults, same_period
from assistant.audit.parts import Number, Reading, Tools
from assistant.audit.reading import GROWTH
from assistant.audit.records import name_of
from assistant.audit.second_reading import soften
from assistant.audit.sources import Source
from assistant.audit.wording import OwnWords
from assistant.audit.words import (
    Word,
    alike,
    content_words,
    find_people,
    is_covered,
    overlap,
    same_meaning,
    share_in_pieces,
)
from assistant.types import Fault
from index.text import fold
from index.types import Quantity, Span

# So much of a metric's name must stand near a number.
_SAME_NAME = 0.6


def bind_number(
    mine: Number, reading: Reading, sources: list[Source], tools: Tools, own: OwnWords
) -> tuple[list[Fault], Source | None, Number | None]:
    """Return the faults of the best pairing of one number, with the source and the number that it was paired with."""
    best: tuple[float, list[Fault], Source, Number] | None = None
    for source in sources:
        for theirs in source.reading.numbers:
            faults = number_faults(mine, theirs, source, tools)
            if not faults:
                faults = soften(
                    _holder_faults(mine, theirs, reading)
                    + _crossed_faults(mine, theirs, reading, source)
                    + _label_faults(mine, theirs, source, own)
                    + _rival_faults(mine, theirs, reading, sources, source)
                )
            elif all(fault.kind != "unsupported" for fault in faults):
                # Another number of the same matter contradicts; one of another matter merely is another number.
                faults += soften(_label_faults(mine, theirs, source, own) or _matter_faults(mine, theirs, own))
            price = cost(faults, mine, theirs)
            if best is None or price < best[0]:
                best = (price, faults, source, theirs)
    if best is None:
        return [Fault("unsupported", mine.said, None)], None, None
    return best[1], best[2], best[3]


def _holder_faults(mine: Number, theirs: Number, reading: Reading) -> list[Fault]:
    """Return a company or body that the claim gives a number to, where the source gives it to another."""
    said, held = _ORGANISATION.findall(mine.words), _ORGANISATION.findall(theirs.words)
    if not said or not held:
        said, held = _people(mine), _people(theirs)
    if not said or not held or any(name in reading.folded for name in held):
        return []
    alike = any(overlap(name, other) >= _ALIKE for name in said for other in held)
    return [] if alike else [Fault("entity", said[-1], held[-1])]


def _crossed_faults(mine: Number, theirs: Number, reading: Reading, source: Source) -> list[Fault]:
    """Catch numbers of two units that changed places: each has beside it what the source has beside the other."""
    mine_others = [number for number in reading.numbers if number is not mine and number.sentence == mine.sentence]
    their_others = [n for n in source.reading.numbers if n is not theirs and n.sentence == theirs.sentence]
    taken = [w for w in mine.label if w not in theirs.words and any(w in other.label for other in their_others)]
    given = [w for w in theirs.label if w not in mine.words and any(w in other.label for other in mine_others)]
    here = [w for w in taken if not any(w in other.words for other in mine_others)]
    there = [w for w in given if not any(w in other.words for other in their_others)]
    return [Fault("metric", " ".join(sorted(here)), " ".join(sorted(there)))] if here and there else []


def _people(number: Number) -> list[str]:
    """Return the names of people beside a number, without what stands in quotes."""
    return find_people(_IN_QUOTES.sub(" ", number.words))


_IN_QUOTES = re.compile(r"[“《][^”》]*[”》]")
# Two ways to write one company share so much: 云栖新能源有限公司, 云栖新能源公司.
_ALIKE = 0.5
_ORGANISATION = re.compile(r"[一-鿿]{2,12}?(?:集团|公司|银行|大学|学院|医院|协会|研究院)")


def _label_faults(mine: Number, theirs: Number, source: Source, own: OwnWords) -> list[Fault]:
    """Return what is counted but named neither in the sentences of the source's number nor in its context."""
    words = source.context + "\n" + _reach(theirs, source)
    if theirs.record:
        words += "\n" + fold(theirs.record.metric_said)
    faults = _opposed_faults(mine, theirs)
    named = {name for _, name in source.reading.metrics}
    nouns = [word for word in map(_as_word, sorted(mine.label)) if word.kind in ("noun", "name")]
    others = [number for number in source.reading.numbers if _can_be_mixed_up(mine, theirs, number)]
    head = theirs.words.split("　")[0][-1:]
    others_named = _left_over(mine, theirs)
    strange = [
        word
        for word in nouns
        if not word.text.isascii()
        and not is_covered(word, words)
        and not (head and word.text.endswith(head))
        # What no source names so may be named in other words, where it is not named otherwise beside the number
        # (客运 is as near to 货运 as a synonym); what one names elsewhere is another number's.
        and not (word.kind == "noun" and not others_named and (own.borne_text(word.text) or 0.0) >= _BORNE)
    ]
    few = len(strange) * _FEW_STRANGE <= len(nouns)
    beside = source.reading.folded[theirs.quantity.span.end : theirs.quantity.span.end + _BESIDE]
    if mine.metric and mine.metric not in named and share_in_pieces(mine.metric_said, words) < _SAME_NAME:
        faults.append(Fault("metric", mine.metric_said or mine.metric, theirs.metric_said or None))
    for word in strange:
        if word.text in beside or (
            few and not others_named and word.kind == "noun" and (own.borne_text(word.text) or 0.0) >= _HARDLY
        ):
            continue
        of_others = any(word.text in other.words for other in others)
        if not of_others and word.text not in mine.head and is_covered(word, source.opening):
            continue
        if few and word.kind == "noun" and not of_others and is_covered(word, source.words):
            # 社交网络用户 of a quote that calls them so in its next sentence, and speaks of no other users.
            continue
        kind: Literal["entity", "metric"] = "entity" if word.kind == "name" else "metric"
        faults.append(Fault(kind, word.text, _own_name(mine, theirs)))
    return faults


def _left_over(mine: Number, theirs: Number) -> list[str]:
    """Return the nouns beside the source's number that the claim says in no way that a list or its letters show."""
    nouns = [word for word in map(_as_word, sorted(theirs.label)) if word.kind == "noun" and len(word.text) > 1]
    return [word.text for word in nouns if not is_covered(word, mine.words) and not GROWTH.fullmatch(word.text)]


def _own_name(mine: Number, theirs: Number) -> str | None:
    """Return what a source says beside a number of the claim's value and the claim does not, else None."""
    if mine.quantity.canonical_value != theirs.quantity.canonical_value or mine.quantity.canonical_unit == "count":
        return None
    own = [word for word in sorted(theirs.label) if word not in mine.words and not GROWTH.fullmatch(word)]
    return " ".join(own) or None


# So far must the meaning of what is counted be borne out; a letter alone says too little of it.
_BORNE = 0.55
# One word of several may be borne out by less.
_HARDLY = 0.3
# 3000亿元资金: letters after a number in which what it is of may stand.
_BESIDE = 4
# Words that divide one matter in parts: a number of one part is none of another.
_PARTS = (
    ("城镇", "农村"), ("进口", "出口"), ("男", "女"), ("国有", "民营", "外资", "外商投资"), ("内资", "外资"),
    ("第一产业", "第二产业", "第三产业"), ("新建", "改建", "扩建"), ("线上", "线下"), ("境内", "境外"),
    ("常住", "户籍"), ("轻工业", "重工业"), ("合同", "实际"), ("中央", "地方"), ("国家级", "省级", "市级"),
    ("增量", "存量"), ("直接", "间接"), ("收入", "支出"), ("存款", "贷款"), ("白天", "夜间"), ("上行", "下行"),
)  # fmt: skip


# 产销分别增长44.8%和34.8%: the items of a list of two letters.
_LISTED = {"产": "产量", "销": "销量"}


def _opposed_faults(mine: Number, theirs: Number) -> list[Fault]:
    """Return where a claim gives a number to one part and the source's own words give it to another."""
    said = mine.words.replace("进出口", "　")
    held = (theirs.words + (fold(theirs.record.metric_said) if theirs.record else "")).replace("进出口", "　")
    faults: list[Fault] = []
    both = ["进出口" in mine.words, "进出口" in theirs.words]
    if (
        both[0] != both[1]
        and re.search("进口|出口", said if both[1] else held)
        and not re.search("进口|出口", held if both[1] else said)
    ):
        faults.append(Fault("metric", *(("进出口", held) if both[0] else (said.strip("　"), "进出口"))))
    listed = [name for letter, name in _LISTED.items() if re.search(rf"{letter}(?=同比|环比|分别|各|量?$)", held)]
    told = [name for name in _LISTED.values() if name in said]
    if len(told) == len(listed) == 1 and told != listed:
        faults.append(Fault("metric", told[0], listed[0]))
    for parts in _PARTS:
        one, other = ([part for part in parts if part in words] for words in (said, held))
        if one and other and not set(one) & set(other):
            faults.append(Fault("metric", one[0], other[0]))
    return faults + _measure_faults(said, held)


# 成交量 is no 成交额, 产量 no 产值: one matter, measured otherwise.
_MEASURED = re.compile(r"(?P<matter>[一-鿿]{1,2})(?P<measure>[量额价值率数])(?![一-鿿]?[化字据学])")


def _measure_faults(said: str, held: str) -> list[Fault]:
    """Return where a claim measures a matter that the source's own words measure in another way only."""
    found = [(match["matter"][-_PAIR:], match["measure"]) for match in _MEASURED.finditer(held)]
    for match in _MEASURED.finditer(said):
        matter, measure = match["matter"], match["measure"]
        others = [
            other
            for name, other in found
            if name[-1] == matter[-1] and (name == matter or 1 in map(len, (name, matter)))
        ]
        if others and measure not in others and matter + measure not in held:
            return [Fault("metric", matter + measure, matter + others[0])]
    return []


_PAIR = 2


def _matter_faults(mine: Number, theirs: Number, own: OwnWords) -> list[Fault]:
    """Return a fault where the source's number has few of the words beside the claim's: what is done, and to what."""
    if _is_same_writing(mine.quantity, theirs.quantity):
        return []
    words = theirs.words + (fold(theirs.record.metric_said) if theirs.record else "")
    known = [
        text for text in mine.label if is_covered(_as_word(text), words) or (own.borne_text(text) or 0.0) >= _BORNE
    ]
    return [] if len(known) >= _SAME_MATTER * len(mine.label) else [Fault("unsupported", mine.said, None)]


def _is_same_writing(a: Quantity, b: Quantity) -> bool:
    if isinstance(a.value, tuple) or a.value != b.value:
        return False
    # 37396.27亩 and 37396.27公顷 are not alike by chance.
    return len(a.value.normalize().as_tuple().digits) >= TELLING_DIGITS


_SAME_MATTER = 0.5
# Of the nouns beside a number, so many may stand elsewhere in its quote: one in three.
_FEW_STRANGE = 3


def _reach(number: Number, source: Source) -> str:
    """Return the sentence of a number and the one before it, which may name what it counts."""
    folded, sentences = source.reading.folded, source.reading.sentences
    at = next((i for i, span in enumerate(sentences) if span == number.sentence), None)
    if at is None:
        return source.lead.folded + folded
    near = folded[sentences[max(0, at - 1)].start : number.sentence.end]
    return near if at else source.lead.folded + near


def _as_word(text: str) -> Word:
    words = content_words(text)
    return words[0] if len(words) == 1 else Word(Span(0, len(text)), text, "noun")


def _rival_faults(mine: Number, theirs: Number, reading: Reading, sources: list[Source], home: Source) -> list[Fault]:
    """Catch swapped numbers: another number of the sources fits the claim's words better than its own of `home`."""
    for source in sources if mine.label else ():
        for rival in (*source.reading.numbers, *source.lead.numbers):
            if not _can_be_meant(mine, theirs, rival):
                continue
            pair = (theirs, rival)
            near = [number for number in reading.numbers if number.sentence == mine.sentence]
            if _companions(mine, theirs, pair, near, sources) > _companions(mine, rival, pair, near, sources):
                continue
            near = [number for number in near if _goes_with(mine, number, reading)]
            together, apart = (_companions(mine, one, pair, near, sources) for one in pair)
            if apart > together and _shared(mine.label, rival.label):
                return [_other_matter(mine, theirs)]
            if _counts_the_same(mine, rival) and _counts_another(mine, theirs):
                return [Fault("metric", mine.counted, theirs.counted)]
            if _named_better(mine, rival, theirs):
                return [Fault("metric", mine.said, theirs.said)]
            label = rival.label
            if source is not home or rival.sentence != theirs.sentence or rival in source.lead.numbers:
                # What the number's own sentence says as well does not speak for one of another sentence.
                own = theirs.sentence.of(home.reading.folded)
                label = frozenset(word for word in label if word not in own)
            of_rival = _shared(mine.head, _apart(label, _own_words(theirs)))
            of_theirs = _shared(mine.head, _apart(_own_words(theirs), rival.label))
            if len(of_rival) > len(of_theirs) or _fits_better(mine.label, rival.label, _own_words(theirs)):
                said = " ".join(sorted(of_rival or mine.label))
                return [Fault("metric", said or mine.said, " ".join(sorted(theirs.label)) or theirs.said)]
    return []


def _can_be_meant(mine: Number, theirs: Number, rival: Number) -> bool:
    """Say whether the claim may mean the rival; where the vocabulary names it as the source's number, it does not."""
    settled = bool(mine.metric) and mine.metric == theirs.metric != rival.metric
    return not settled and _can_be_mixed_up(mine, theirs, rival) and not _of_another_time(mine, rival)


def _other_matter(mine: Number, theirs: Number) -> Fault:
    said, held = (" ".join(sorted(number.label)) for number in (mine, theirs))
    return Fault("metric", said or mine.said, held or theirs.said)


def _can_be_mixed_up(mine: Number, theirs: Number, rival: Number) -> bool:
    """Say whether `rival` is another number that a careless writer may have put in the place of `theirs`."""
    a, b = theirs.quantity, rival.quantity
    if not _is_one_unit(a, b) or a.canonical_value == b.canonical_value or rival.role != theirs.role:
        return False
    if theirs.role == "share" and bool(_OF_WHOLE.search(theirs.words)) != bool(_OF_WHOLE.search(rival.words)):
        # What 占 tells is no 贡献率.
        return False
    if a.canonical_unit != "count":
        return True
    # Trains are not mixed up with containers, unless the claim says trains.
    said, own, other = (counter(quantity) for quantity in (mine.quantity, a, b))
    return other == said or (said != own and (other == own or other in GENERAL_COUNTERS))


_OF_WHOLE = re.compile(r"占|比重|份额|比例")


def _is_one_unit(a: Quantity, b: Quantity) -> bool:
    """Say whether two numbers are of one unit; 48.8亿 without a unit may be of people as well."""
    bare = any(quantity.unit in ("亿", "万", "万亿") for quantity in (a, b))
    return a.canonical_unit == b.canonical_unit or (bare and {a.canonical_unit, b.canonical_unit} == {"CNY", "count"})


def _companions(
    mine: Number, theirs: Number, pair: tuple[Number, Number], near: list[Number], sources: list[Source]
) -> int:
    """Return how many of the numbers `near` the claim's stand with `theirs` in a sentence, the `pair` apart."""
    swapped = {(number.quantity.canonical_value, number.quantity.canonical_unit) for number in pair}
    others = {
        (number.quantity.canonical_value, number.quantity.canonical_unit) for number in near if number is not mine
    }
    beside = {
        (number.quantity.canonical_value, number.quantity.canonical_unit)
        for source in sources
        if any(number is theirs for number in source.reading.numbers)
        for number in source.reading.numbers
        if number.sentence == theirs.sentence and number is not theirs
    }
    return len((others & beside) - swapped)


def _goes_with(mine: Number, other: Number, reading: Reading) -> bool:
    """Say whether two numbers of a claim are told in one breath: in one clause, or one as the change of the other."""
    first, last = sorted((mine.quantity.span, other.quantity.span))
    between = reading.folded[first.end : last.start]
    if not any(mark in between for mark in "，,;；。"):
        return True
    return other.role == "growth" and other.quantity.span == last and len(between) <= _CHANGE_AFTER


# …51.9亿人，同比增长3.7%.
_CHANGE_AFTER = 8


def _of_another_time(mine: Number, rival: Number) -> bool:
    """Say whether a number cannot be what the claim means, being of another period."""
    return bool(mine.period and rival.period and rival.period_near and not same_period(mine.period, rival.period))


# A number whose words the claim says nearly all, against one whose words it mostly leaves out.
_MUCH_BETTER = 0.5
_BETTER = 0.3


def _fits_better(label: frozenset[str], rival: frozenset[str], theirs: frozenset[str]) -> bool:
    """Say whether the claim leaves out most of what sets its number apart, and nothing of the rival's."""
    if not rival or not theirs:
        return False
    for_rival, for_theirs = len(_shared(label, rival)) / len(rival), len(_shared(label, theirs)) / len(theirs)
    better = for_rival == 1 and for_rival - for_theirs >= _BETTER
    return (better or for_rival - for_theirs >= _MUCH_BETTER) and len(_shared(label, rival)) >= len(
        _shared(label, theirs)
    )


def _counts_the_same(mine: Number, theirs: Number) -> bool:
    return bool(mine.counted) and mine.counted == theirs.counted


def _counts_another(mine: Number, theirs: Number) -> bool:
    """Say whether two numbers count things of different names: 4名民警, 4名辅警."""
    if not mine.counted or not theirs.counted or mine.counted in theirs.words:
        return False
    return not any(word in theirs.counted for word in same_meaning(mine.counted))


# Two names of records share so many of their letter pairs, where they mean the same, and so many more than others.
_SAME_RECORD = 0.5
_NEARER = 0.2


def _named_better(mine: Number, rival: Number, theirs: Number) -> bool:
    """Say whether the record of the claim's number is named as the rival's is, and not as its own."""
    if not (mine.record and rival.record and theirs.record):
        return False
    name, rivals, own = (name_of(number.record) for number in (mine, rival, theirs) if number.record)
    if own == name or mine.record.metric == theirs.record.metric or (rivals != name and (own in name or name in own)):
        return False
    for_rival, for_theirs = alike(name, rivals), alike(name, own)
    by_words = alike(mine.words, rival.words) - alike(mine.words, theirs.words)
    return for_rival >= _SAME_RECORD and for_rival - for_theirs >= _NEARER and by_words >= 0


def _own_words(number: Number) -> frozenset[str]:
    """Return the words of a number, or of its record where nothing stands beside it: a row of 南京市8316亿元."""
    if not number.record or any(not GROWTH.fullmatch(word) for word in number.label):
        return number.label
    return frozenset(word.text for word in content_words(fold(number.record.metric_said)))


def _apart(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return the words that no word of `others` holds or is held by."""
    return frozenset(word for word in words if not any(word in other or other in word for other in others))


def _shared(label: frozenset[str], words: frozenset[str]) -> set[str]:
    """Return those of `words` that the label says, in these or in other words of the same meaning."""
    return {
        word
        for word in words
        if any(other in label for other in same_meaning(word)) or any(word in mine for mine in label)
    }
