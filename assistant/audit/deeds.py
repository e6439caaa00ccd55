"""How far a deed has come, who does it to whom, and what is set above what: what a claim says beside its numbers.

Each clause of a claim is held against the part of a source that shares most with it.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.audit.meaning import shares_letter
from assistant.audit.parts import Reading
from assistant.audit.sources import Source
from assistant.audit.wording import OwnWords
from assistant.audit.words import Word, content_words, is_covered, overlap
from assistant.types import Fault
from index.lexical.english import chinese_words

Stage = Literal["meant", "begun", "done"]

_PART = re.compile(r"(?:[^。；;：:！!？?\n]|(?<=\d)[：:](?=\d))+")
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")
# A part that shares less with a clause does not tell it.
_TOLD = 0.25
_DONE = re.compile(
    r"已(?!有计划)(?!经?(?:准备|做好|列入|纳入|进入|启动|开始))|建成|竣工|完工|投产|投用|投入使用|投入运营|通车|落成|到账|入账|完成了|实现了"
)
_BEGUN = re.compile(r"加快|加紧|正在|在建|推进|开工|动工|启动|筹备|筹建|谋划|意向|持续|着手|兴建")
_MEANT = re.compile(
    r"将(?!军|近|士|帅)|拟(?!人|态)|计划|打算|力争|争取|有望|预计|预期|或将|目标|到20\d\d年|如果|若|一旦|后[,，]|有意|希望|可能|准备|会(?=在|于|使|让|被|把|更|进一步|继续|陆续|视)|要(?!求|素|闻|点|件|么|塞|约)"
)
# 预计年内合龙: words that a claim adds to what is done.
_NOT_YET = re.compile(r"预计|有望|计划(?!生育)|拟于|拟在|将于|将在|力争|打算|尚未|还未|即将")
_SHOWN = 40
_COMPARES = re.compile(
    r"(?:高于|低于|快于|慢于|多于|少于|大于|小于|好于|优于|不及|不如|领先于|落后于|超过|超越)(?!了?(?:约|近|\d|[一二两三四五六七八九十百千万亿]{1,4}(?:成|倍|个|家|项|万|亿|元|分)))"
)
_COMPARED = re.compile(
    r"[高低快慢多少大小好优强]于|不及|不如|领先|落后|超过|超越|超出|高出|快|比|较|最|第一|首位|居首|排名|前列|胜"
)
_PASSIVE = re.compile(r"被|遭|受|由|败给|输给|不敌|负于")
_FEWEST = 2


def find_all_deed_faults(reading: Reading, sources: list[Source], own: OwnWords) -> list[Fault]:
    """Return what is wrong with the deeds of a claim, and with who does them."""
    new = find_new_doer_faults(reading, sources, own)
    return find_deed_faults(reading, sources) + (new or find_doer_faults(reading, sources))


def find_deed_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Return what a claim tells at another stage, the other way round, or compares where no source compares."""
    parts = [match.group() for source in sources for match in _PART.finditer(source.reading.folded)]
    faults: list[Fault] = []
    for match in _CLAUSE.finditer(reading.folded):
        clause = match.group()
        told = _told_by(clause, parts)
        if told is not None:
            faults += _stage_faults(clause, _up_to_nearest(clause, told)) + _role_faults(clause, told)
    compares = _COMPARES.search(reading.folded)
    if compares and not any(_COMPARED.search(part) for part in parts):
        faults.append(Fault("unsupported", compares.group(), None))
    return faults


def _told_by(clause: str, parts: list[str]) -> str | None:
    best = max(parts, key=lambda part: overlap(clause, part), default=None)
    return best if best is not None and overlap(clause, best) >= _TOLD else None


def _up_to_nearest(clause: str, told: str) -> str:
    """Return a part of a source up to its clause that shares most with a claim's: what follows is another deed.

    正式开通运营，将增强…: the line runs already, whatever is still to come of it.
    """
    clauses = list(_CLAUSE.finditer(told))
    nearest = max(clauses, key=lambda match: (overlap(clause, match.group()), match.start()), default=None)
    return told[: nearest.end()] if nearest else told


def _stage_faults(clause: str, told: str) -> list[Fault]:
    """Return a fault where a claim tells as done what is begun or meant, or as still to come what is done."""
    done, yet = _DONE.search(clause), _NOT_YET.search(clause)
    if done and not yet and not _MEANT.search(clause) and not _is_told_as_done(told):
        ahead = _MEANT.search(told) or _BEGUN.search(told)
        # 已开工 of 开工: what is begun may be told as begun.
        if ahead and not _BEGUN.search(clause):
            return [Fault("status", done.group(), told[ahead.start() : ahead.start() + _SHOWN])]
    if yet and not done and not _MEANT.search(told) and not _NOT_YET.search(told) and not _BEGUN.search(told):
        return [Fault("status", yet.group(), told[:_SHOWN])]
    return []


# 推动项目早投产: a word of what is done, and nothing done.
_AHEAD = re.compile(r"早|尽快|推动|后$")
_NEAR = 8


def _is_told_as_done(told: str) -> bool:
    for match in _DONE.finditer(told):
        before = told[max(0, match.start() - _NEAR) : match.start()]
        if not (_AHEAD.search(before) or _MEANT.search(before) or _BEGUN.search(before)):
            return True
    return False


def _role_faults(clause: str, told: str) -> list[Fault]:
    """Return a fault where a claim turns round who does what to whom: 甲击败乙 of 乙击败甲."""
    words = content_words(clause)
    for i, verb in enumerate(words):
        if verb.kind != "verb" or verb.text not in told or bool(_PASSIVE.search(clause)) != bool(_PASSIVE.search(told)):
            continue
        before = [word for word in words[:i] if _names(word) and word.text in told]
        after = [word for word in words[i + 1 :] if _names(word) and word.text in told]
        if not before or not after:
            continue
        doer, other, at = before[-1].text, after[0].text, told.find(verb.text)
        first, second = told[:at], told[at + len(verb.text) :]
        if doer in second and doer not in first and other in first and other not in second:
            return [Fault("entity", f"{doer}{verb.text}{other}", f"{other}{verb.text}{doer}")]
    return []


def _names(word: Word) -> bool:
    return len(word.text) >= _FEWEST and word.kind != "verb" and _is_name_like(word)


def find_doer_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Return a name that heads a claim and stands in a source, but in another part than the one that tells the claim.

    ABB工厂…减少65%；悦康药业将…: what is told of the one is not told of the other.
    """
    parts = [match.group() for source in sources for match in _PART.finditer(source.reading.folded)]
    head = next((word for word in content_words(reading.folded)[:1]), None)
    if head is None or len(parts) < _FEWEST or reading.folded.find(head.text) > _FEWEST or _is_everyday(head, parts):
        return []
    rest = reading.folded[head.span.end :]
    told = max(parts, key=lambda part: overlap(rest, part))
    if overlap(rest, told) < _TOLD or head.text in told:
        return []
    holders = [part for part in parts if head.text in part]
    if not holders or any(overlap(rest, part) * _FEWEST > overlap(rest, told) for part in holders):
        return []
    if parts.index(holders[0]) < parts.index(told):
        # What an earlier part names may be what the later one speaks of.
        return []
    others = [word for word in content_words(told)[:3] if _is_name_like(word) and not is_covered(word, reading.folded)]
    if not others:
        return []
    return [Fault("entity", head.text, others[0].text)]


def find_new_doer_faults(reading: Reading, sources: list[Source], own: OwnWords) -> list[Fault]:
    """Return a name that heads a claim and stands in no source, where the part that tells the claim has another."""
    words = content_words(reading.folded, reading.hidden())
    head = words[0] if words else None
    everything = "\n".join(source.words + source.around for source in sources)
    if head not in own.new or not _is_name_like(head) or shares_letter(head.text, everything):
        return []
    if not _HEADS.match(reading.folded, head.span.end) and not (
        len(words) > 1 and words[1].span.start == head.span.end
    ):
        return []
    parts = [match.group() for source in sources for match in _PART.finditer(source.reading.folded)]
    told = max(parts, key=lambda part: overlap(reading.folded, part), default="")
    others = [
        word
        for word in content_words(told)
        if _is_name_like(word) and not is_covered(word, reading.folded) and not _OF_TIME.search(word.text)
    ]
    return [Fault("entity", head.text, others[0].text if others else None)]


# 今年以来, which the tagger takes for a name.
_OF_TIME = re.compile(r"[今去前明昨]年|以来|以后|目前|近日|[月日]$")


# What follows a name that does something.
_HEADS = re.compile(r"[的在把与和将被同对从为]")
_LONGEST_NAME = 4


def _is_name_like(word: Word) -> bool:
    """Say whether a word is a name, or none of everyday use: 蔚来, which the tagger takes for a verb."""
    if word.kind == "name" or word.text.isascii():
        return True
    longest = _FEWEST if word.kind == "noun" else _LONGEST_NAME
    return len(word.text) <= longest and word.text not in chinese_words()


def _is_everyday(word: Word, parts: list[str]) -> bool:
    """Say whether a word stands in so many parts that it names none of them."""
    return sum(word.text in part for part in parts) * 2 > len(parts) + 1
