"""What the sources say to one sentence: they support it, contradict it in a part that can be named, or do not say it.

Rules find what each quote lacks; the trained reader, where it is there, reads the few passages on which it turns, and
may change what words alone decided (`assistant.audit.second_reading`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.audit import Auditor
from assistant.audit.second_reading import bears_out, contradicts, denies, doubts
from assistant.audit.words import content_words, overlap
from assistant.reader import ClaimReading
from assistant.types import Claim, Fault, Quote, Verdict
from index.text import fold

Finding = Literal["supported", "contradicted", "not_found", "not_a_claim"]

# Kinds of difference between a sentence and what contradicts it; where more differs, it speaks of something else.
_MOST_DIFFERENCES = 2
# Of the wording of a claim, at most so much may be borne out by nothing for a difference to be a contradiction; less,
# where it differs in two ways.
_SAME_MATTER, _VERY_SAME_MATTER = 0.42, 0.22
# Passages that the reader reads for one sentence: each costs about as much as all rules together.
_MOST_READ = 3
# A quote that shares so much of a sentence, and so many times as much as another of its article, is what tells it.
_TOLD, _MUCH_NEARER = 0.2, 2.0
_FEW_WORDS = 3
_DIFFERENCES = frozenset({"digit", "unit", "year", "place", "metric", "qualifier", "negation", "status"})


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of a draft, what the sources say to it, and where."""

    text: str
    verdict: Finding
    quotes: tuple[Quote, ...] = ()
    differs: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """Quotes that a sentence was held against, and what the rules say of them."""

    quotes: tuple[Quote, ...]
    verdict: Verdict

    @property
    def is_exact(self) -> bool:
        """Whether a quote says the sentence word for word."""
        return self.verdict.carried and self.verdict.support == "exact"

    @property
    def only_soft(self) -> bool:
        """Whether nothing but words speaks against the sentence."""
        return bool(self.verdict.faults) and all(fault.soft for fault in self.verdict.faults)


def judge(sentence: str, quotes: Sequence[Quote], auditor: Auditor, date: dt.date | None) -> CheckedSentence:
    """Return the finding for a sentence over quotes, the nearest first: each alone, then all together."""
    if not quotes:
        return CheckedSentence(sentence, "not_found")
    tried = [Tried((quote,), auditor.audit_by_rules(Claim(sentence, (quote,)), date)) for quote in quotes]
    tried = _without_farther(sentence, tried, auditor)
    carried = [one for one in tried if one.verdict.carried]
    if not carried:
        for group in _groups([one.quotes[0] for one in tried]):
            tried.append(Tried(group, auditor.audit_by_rules(Claim(sentence, group), date)))
            if tried[-1].verdict.carried:
                carried = tried[-1:]
                break
    read = _read(sentence, carried, tried, auditor)
    bound = auditor.has_numbers(Claim(sentence, tuple(quotes[:1])), date)
    held = [one for one in carried if _holds(sentence, one, tried, read, bound, auditor)]
    if held:
        return CheckedSentence(sentence, "supported", _cite(held))
    known = [one for one in tried if one.only_soft and _holds(sentence, one, tried, read, bound, auditor)]
    if known:
        return CheckedSentence(sentence, "supported", _cite(known))
    return _differ(sentence, carried, tried, read, auditor)


def _without_farther(sentence: str, tried: Sequence[Tried], auditor: Auditor) -> list[Tried]:
    """Leave out quotes that carry a sentence, or nearly, where a much nearer one of the same article contradicts it.

    What is told of a matter stands in the sentence about it, and not in the next one, which names it too.
    """
    told = [overlap(fold(sentence), auditor.source(one.quotes[0]).reading.folded) for one in tried]
    against = [
        (one.quotes[0].doc_id, share)
        for one, share in zip(tried, told, strict=True)
        if share >= _TOLD and any(fault.source and fault.kind in _DIFFERENCES for fault in one.verdict.faults)
    ]
    return [
        one
        for one, share in zip(tried, told, strict=True)
        if one.is_exact
        or not (one.verdict.carried or one.only_soft)
        or not any(doc_id == one.quotes[0].doc_id and other >= _MUCH_NEARER * share for doc_id, other in against)
    ]


def _read(
    sentence: str, carried: Sequence[Tried], tried: Sequence[Tried], auditor: Auditor
) -> Mapping[tuple[Quote, ...], ClaimReading]:
    """Return what the reader says of the quotes on which it turns: those that carry, else those that nearly do."""
    if any(one.is_exact for one in carried):
        return {}
    others = [one for one in tried if one not in carried]
    order = [*carried, *sorted(others, key=lambda one: (not one.only_soft, _weight(one.verdict)))]
    groups = [one.quotes for one in order][:_MOST_READ]
    needed = [_needed(one) for one in order][:_MOST_READ]
    read = zip(groups, auditor.read_passages(sentence, needed), strict=True)
    return {group: reading for group, reading in read if reading is not None}


def _holds(
    sentence: str,
    one: Tried,
    tried: Sequence[Tried],
    read: Mapping[tuple[Quote, ...], ClaimReading],
    bound: bool,
    auditor: Auditor,
) -> bool:
    """Say whether quotes bear a sentence out: by rules alone where there is no reader, else by both together.

    The reader sees what stands around a quote too, so the letters are those of the nearest quote of its articles.
    """
    if one.is_exact or not read:
        return one.verdict.carried
    reading = read.get(one.quotes)
    doubted = denies(reading) and not _is_plain(sentence)
    if bound and not doubted and _says_all(sentence, one, auditor):
        return one.verdict.carried
    if reading is None:
        return False
    articles = {quote.doc_id for quote in one.quotes}
    said = [quote for other in tried for quote in other.quotes if quote.doc_id in articles]
    letters = max(overlap(fold(sentence), auditor.source(quote).reading.folded) for quote in said)
    return bears_out(one.verdict, reading, bound, letters)


def _is_plain(sentence: str) -> bool:
    """Say whether a sentence holds hardly more than a place, a time and a number: 2024年乙港市签约额980亿元.

    Rules have seen to all of it; whose place or year stands in the title, the reader is mostly wrong.
    """
    return len(content_words(fold(sentence))) < _FEW_WORDS


def _says_all(sentence: str, one: Tried, auditor: Auditor) -> bool:
    """Say whether quotes that carry a sentence hold every word of it: numbers are bound, and no word is exchanged."""
    if not one.verdict.carried or one.verdict.faults:
        return False
    held = "\n".join(auditor.source(quote).words for quote in one.quotes)
    return all(word.text in held for word in content_words(fold(sentence)))


def _needed(one: Tried) -> tuple[Quote, ...]:
    """Return the quotes that a sentence needs of several; where it needs only one and that lacks something, all."""
    found = one.verdict.quotes
    return found if one.verdict.carried or len(found) > 1 else one.quotes


def _cite(held: Sequence[Tried]) -> tuple[Quote, ...]:
    """Return the quotes that carry a sentence: of two articles where two do."""
    if len(held[0].quotes) > 1:
        return held[0].verdict.quotes
    firsts: dict[str, Quote] = {}
    for one in held:
        for quote in one.verdict.quotes:
            firsts.setdefault(quote.doc_id, quote)
    return tuple(firsts.values())[:2]


def _differ(
    sentence: str,
    carried: Sequence[Tried],
    tried: Sequence[Tried],
    read: Mapping[tuple[Quote, ...], ClaimReading],
    auditor: Auditor,
) -> CheckedSentence:
    """Return what contradicts a sentence that nothing supports, and in which part; else that nothing says it."""
    nearest = min(read, key=lambda group: read[group].not_found, default=None)
    surest = read[nearest] if nearest else None
    best = min(carried or tried, key=lambda one: _weight(one.verdict))
    quote = best.quotes[0] if len(best.quotes) == 1 else _nearest(best.verdict, best.quotes, sentence, auditor)
    if not carried:
        faults = _choose_faults(_name_others(best.verdict.faults, quote, sentence, auditor))
        differs = _contradicts(sentence, quote, faults, auditor)
        if differs and not doubts(faults, read.get(best.quotes, surest), surest):
            return CheckedSentence(sentence, "contradicted", (quote,), faults)
        if differs:
            return CheckedSentence(sentence, "not_found", (), best.verdict.faults)
    if nearest and contradicts(surest):
        said = auditor.source(nearest[0]).reading.text
        return CheckedSentence(sentence, "contradicted", nearest[:1], (Fault("unsupported", sentence, said, True),))
    return CheckedSentence(sentence, "not_found", (), best.verdict.faults)


_BODY = re.compile(r"[一-鿿]{2,10}?(?:部|委|厅|局|院|会|公司|集团|银行|大学|法院|中心|办公室)(?![一-鿿]?[长员议])")


def _name_others(faults: Sequence[Fault], quote: Quote, sentence: str, auditor: Auditor) -> tuple[Fault, ...]:
    """Give the one body that the sentence names and the quote does not what the quote names in its place."""
    unknown = [fault for fault in faults if fault.kind == "entity" and fault.source is None]
    if not unknown or any(fault.kind not in ("entity", "unsupported") for fault in faults):
        return tuple(faults)
    said = auditor.source(quote).reading.folded
    others = [name for name in _BODY.findall(said) if name not in fold(sentence)]
    if not others or not _BODY.search(fold(sentence)):
        return tuple(faults)
    return (replace(unknown[0], source=others[0]),)


def _groups(quotes: Sequence[Quote]) -> list[tuple[Quote, ...]]:
    """Return the quotes of each article together, where it has several, and last all of them."""
    articles: dict[tuple[str, int], list[Quote]] = {}
    for quote in quotes:
        articles.setdefault((quote.doc_id, quote.version), []).append(quote)
    groups = [tuple(group) for group in articles.values() if len(group) > 1]
    return groups if len(articles) == 1 else [*groups, tuple(quotes)]


def _nearest(verdict: Verdict, group: Sequence[Quote], sentence: str, auditor: Auditor) -> Quote:
    """Return the quote of a group that says what the sentence has otherwise, else the one nearest to it."""

    def nearness(quote: Quote) -> float:
        said = auditor.source(quote).reading.folded
        named = sum(bool(fault.source) and fold(fault.source or "") in said for fault in verdict.faults)
        return named + overlap(fold(sentence), said)

    return max(group, key=nearness)


def _weight(verdict: Verdict) -> int:
    """Return how far a quote is from the claim: faults that name nothing in the source weigh most."""
    return sum(1 if fault.source else 3 for fault in verdict.faults)


def _choose_faults(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults that name what the source has instead; what only follows from another is left out.

    Where a number, its unit, time, place or mood is another, its words are mostly told to be others too.
    """
    named = [fault for fault in faults if fault.source and fault.kind != "unsupported"]
    main = [fault for fault in named if fault.kind not in ("metric", "entity")]
    return tuple(main or named)


def _contradicts(sentence: str, quote: Quote, faults: Sequence[Fault], auditor: Auditor) -> bool:
    """Say whether the quote speaks of the same thing and differs in one part that can be named, or nearly so in two."""
    kinds = {fault.kind for fault in faults}
    if not kinds or len(kinds) > _MOST_DIFFERENCES:
        return False
    own = auditor.own_share(sentence, quote)
    return own <= (_SAME_MATTER if len(kinds) == 1 else _VERY_SAME_MATTER)
