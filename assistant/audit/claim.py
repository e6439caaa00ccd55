"""The audit of one claim: everything that it says must be bound to what its quotes say.

Order of the checks: exact words; then numbers, dates, places, other digits, names, words, denial and mood. A claim
is carried only where no check finds a fault. docs/audit.md states the rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.audit.arithmetic import derivation_faults, in_base_units
from assistant.audit.as_written import write_as_source
from assistant.audit.binding import bind_number
from assistant.audit.deeds import find_all_deed_faults
from assistant.audit.english import is_denied, is_english, is_said, name_faults, read_english
from assistant.audit.meaning import Meaning
from assistant.audit.modality import find_cues, is_done, is_uncertain, mood_at, mood_faults
from assistant.audit.parts import Lookup, Number, Reading, Tools
from assistant.audit.polarity import division_faults, find_negations, polarity_faults
from assistant.audit.reading import read_text
from assistant.audit.records import read_claim_records, read_records
from assistant.audit.second_reading import merge, settle, soften
from assistant.audit.slots import find_beside, find_crossed_faults, find_slot_faults, find_turned_faults
from assistant.audit.sources import ArticleOf, Source, find_lead, find_opening, open_source
from assistant.audit.wording import (
    DIGITS,
    OwnWords,
    find_cause_faults,
    find_date_faults,
    find_digit_faults,
    find_mention_faults,
    find_own_words,
    find_scope_faults,
    find_title_faults,
    find_word_faults,
)
from assistant.audit.words import content_words, is_covered, overlap
from assistant.audit.working import is_worked_out
from assistant.reader import ClaimReader, ClaimReading, Passage
from assistant.types import Claim, Derivation, Fault, Quote, Support, Verdict
from index.metrics import Vocabulary
from index.regions import Gazetteer
from index.text import fold
from index.types import Article, Context, Figure, Span

# From here on the reader is sure: how a number is written has not misled it.
_READ_ENOUGH = 0.9
# A sentence of the source that shares less with the claim is not what the claim is about.
_ABOUT = 0.25
# 2024年（文中称“去年”）, 2024 (“去年” in the source).
_GLOSS = re.compile(r"（(?:文中称|原文作)“(?P<said>[^”]{1,20})”）|\(“(?P<said_en>[^”]{1,20})” in the source\)")
_EDGE = " \t\n。．.，,；;：:！!？?"
_CLAUSE_EDGE = "，,、。；;：:！!？?\n（）() \u3000"


def audit_claim(claim: Claim, article_of: ArticleOf, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Verdict:
    """Judge one claim against its quotes; see `Auditor` for many claims over the same quotes."""
    return Auditor(article_of, gazetteer, vocabulary).audit(claim)


class Auditor:
    """Judges claims, and keeps what it has read of a quote for the next claim that cites it."""

    def __init__(
        self,
        article_of: ArticleOf,
        gazetteer: Gazetteer,
        vocabulary: Vocabulary,
        meaning: Meaning | None = None,
        reader: ClaimReader | None = None,
    ) -> None:
        self._reader = reader
        self._article_of = article_of
        self._meaning = meaning or Meaning()
        self._tools = Lookup(gazetteer, vocabulary)
        self._sources: dict[Quote, Source] = {}
        self._claims: dict[tuple[str, dt.date | None], Reading] = {}
        self._records: dict[tuple[str, int], dict[Span, Figure]] = {}

    def audit(self, claim: Claim, written: dt.date | None = None) -> Verdict:
        """Return whether the quotes carry the claim, each fault, and the smallest quotes that carry it.

        `written` is the day by which the claim's own relative dates are read; by default that of its first quote.
        The trained reader, where it is there, has a say in what only words decide.
        """
        verdict = self.audit_by_rules(claim, written)
        if self._reader is None or claim.figures or claim.verbatim or verdict.support != "entailed":
            return verdict
        if not verdict.carried and not all(fault.soft for fault in verdict.faults):
            return verdict
        if any(self.source(quote).reading.folded.strip() in fold(claim.text) for quote in claim.quotes):
            # A whole quote under the name of its place needs nobody's judgement of its words.
            return verdict
        (reading,) = self.read_passages(claim.text, [verdict.quotes or claim.quotes])
        return settle(verdict, reading, claim.text, self.has_numbers(claim, written))

    def read_passages(self, text: str, groups: Sequence[tuple[Quote, ...]]) -> list[ClaimReading | None]:
        """Return what the trained reader says of a text before each group of quotes; None where there is no reader."""
        if self._reader is None:
            return [None] * len(groups)
        passages: list[Passage] = []
        for quotes in groups:
            # Of several articles the one with most of them is read.
            cited = [(quote.doc_id, quote.version) for quote in quotes]
            most = max(cited, key=cited.count)
            spans = tuple(q.span for q in quotes if (q.doc_id, q.version) == most)
            passages.append(Passage(self._article_of(*most), spans))
        read = self._reader.read(text, passages)
        return [self._read_as_written(text, *one) for one in zip(groups, passages, read, strict=True)]

    def _read_as_written(
        self, text: str, quotes: tuple[Quote, ...], passage: Passage, read: ClaimReading | None
    ) -> ClaimReading | None:
        """Return a reading, or that of the claim in its source's writing where that shows it to be borne out rather."""
        if self._reader is None or read is None or read.supported >= _READ_ENOUGH or is_english(text):
            return read
        sources = [self.source(quote) for quote in quotes]
        reading = self.read(text, self._first_date(quotes))
        written = write_as_source(reading, sources)
        if written == reading.folded:
            return read
        (again,) = self._reader.read(written, [passage])
        return again if again and again.supported > read.supported else read

    def audit_by_rules(self, claim: Claim, written: dt.date | None = None) -> Verdict:
        """Judge a claim as `audit` does, by rules alone."""
        if not claim.quotes or claim.support == "none":
            return self._judge_fixed(claim)
        sources = [self.source(quote) for quote in claim.quotes]
        claim = replace(claim, text=drop_glosses(claim.text, sources))
        exact = _exact_source(claim.text, sources)
        word_for_word = exact is not None and claim.derivation is None
        if exact is not None and word_for_word and not (claim.figures and len(sources) > 1):
            return Verdict(True, (), (exact.quote,), "exact")
        reading = self.read(claim.text, written or self._first_date(claim.quotes))
        verdict = _judge(claim, reading, sources, self._tools, self._article_of, self._meaning)
        if exact is None or not word_for_word:
            return verdict
        # A record that another source says word for word still cites its own.
        return replace(verdict, support="exact") if verdict.carried else Verdict(True, (), (exact.quote,), "exact")

    def has_numbers(self, claim: Claim, written: dt.date | None = None) -> bool:
        """Say whether a claim holds numbers that are bound one by one."""
        return bool(self.read(claim.text, written or self._first_date(claim.quotes)).numbers)

    def _first_date(self, quotes: Sequence[Quote]) -> dt.date | None:
        return next((source.date for source in map(self.source, quotes) if source.date), None)

    def read(self, text: str, anchor: dt.date | None) -> Reading:
        """Take a claim apart, in whichever language it is written."""
        key = (text, anchor)
        if key not in self._claims:
            self._claims[key] = self._read(text, anchor)
        return self._claims[key]

    def _read(self, text: str, anchor: dt.date | None) -> Reading:
        if is_english(text):
            return read_english(text, anchor, self._tools)
        return read_text(text, anchor, self._tools, records=read_claim_records(text, anchor, self._tools))

    def widen_clip(self, clip: str, quotes: Sequence[Quote]) -> str:
        """Return a clip of a quote, or its whole sentence where what was cut off before it may turn its sense.

        A denial, a goal or a doubt (未能, 力争, 可能) may stand in the words left behind, and a clip that begins in
        the middle of a clause leaves its subject behind. A text that stands in no quote is returned as it is.
        """
        words = fold(clip).strip(_EDGE)
        for quote in quotes:
            reading = self.source(quote).reading
            at = reading.folded.find(words) if words else -1
            if at < 0:
                continue
            sentence = next((s for s in reading.sentences if s.start <= at < s.end), Span(0, len(reading.folded)))
            left = reading.folded[sentence.start : at]
            whole_clause = not left.strip() or left[-1] in _CLAUSE_EDGE
            turns = find_negations(left + words[:2]) or find_cues(left) or is_uncertain(left)
            if not whole_clause or (turns and not is_done(words)) or _loses_mood(reading, Span(at, at + len(words))):
                return sentence.of(reading.text).strip()
            return clip
        return clip

    def own_share(self, text: str, quote: Quote, written: dt.date | None = None) -> float:
        """Return the share of a claim's wording that nothing in a quote bears out; 0 where all of it is the quote's."""
        source = self.source(quote)
        return find_own_words(self.read(text, written or source.date), [source], self._meaning).own_share()

    def source(self, quote: Quote) -> Source:
        """Return a quote as the audit reads it."""
        if quote not in self._sources:
            article = self._article_of(quote.doc_id, quote.version)
            self._sources[quote] = open_source(quote, article, self._records_of(article), self._tools)
        return self._sources[quote]

    def _records_of(self, article: Article) -> dict[Span, Figure]:
        key = (article.doc_id, article.version)
        if key not in self._records:
            self._records[key] = read_records(article, self._tools)
        return self._records[key]

    def _judge_fixed(self, claim: Claim) -> Verdict:
        """Only fixed texts of ours (a warning, a transition) stand unproven, and they hold no number and no place."""
        reading = self.read(claim.text, None)
        clean = claim.support == "none" and not reading.mentions and not DIGITS.search(reading.folded)
        return (
            Verdict(True, (), claim.quotes, "none")
            if clean
            else Verdict(False, (Fault("unsupported", claim.text, None),))
        )


def drop_glosses(text: str, sources: list[Source]) -> str:
    """Return the claim without our own remark of how the source puts a period, where the source does put it so.

    A remark that the sources do not bear out stays, and fails as words that they do not say.
    """

    def keep_or_drop(match: re.Match[str]) -> str:
        said = fold(match.group("said") or match.group("said_en"))
        held = any(said in source.reading.folded or said in source.context for source in sources)
        return "" if held else match.group()

    return _GLOSS.sub(keep_or_drop, text)


def _exact_source(text: str, sources: list[Source]) -> Source | None:
    """Return the source that holds the claim word for word, from clause edge to clause edge, in the same mood."""
    words = fold(text).strip(_EDGE)
    if not words:
        return None
    for source in sources:
        folded = source.reading.folded
        at = folded.find(words)
        while at >= 0:
            end = at + len(words)
            starts = at == 0 or folded[at - 1] in _CLAUSE_EDGE
            ends = end == len(folded) or folded[end] in _CLAUSE_EDGE or folded[end - 1] in _CLAUSE_EDGE
            if starts and ends and not _loses_mood(source.reading, Span(at, end)):
                return source
            at = folded.find(words, at + 1)
    return None


def _loses_mood(reading: Reading, clip: Span) -> bool:
    """Say whether cutting the clip out loses a goal, plan or forecast that reaches into it."""
    for number in reading.numbers:
        inside = clip.contains(number.quantity.span)
        meant = (
            inside and mood_at(reading.folded, number.quantity.span, number.sentence, list(reading.cues)) != "result"
        )
        if meant and not any(clip.contains(cue.span) for cue in reading.cues):
            return True
    return False


def _judge(
    claim: Claim, reading: Reading, sources: list[Source], tools: Tools, article_of: ArticleOf, meaning: Meaning
) -> Verdict:
    faults: list[Fault] = derivation_faults(claim.derivation, article_of) if claim.derivation else []
    english = is_english(claim.text)
    own = find_own_words(reading, sources, meaning) if not english else OwnWords((), {})
    used: list[Source] = []
    sentences: list[str] = []
    bound: list[Number] = []
    open_faults: list[tuple[Number, list[Fault]]] = []
    for number in reading.numbers:
        if (claim.derivation and _is_result(number, claim.derivation)) or _sums_up(number, reading):
            continue
        found, source, theirs = bind_number(number, reading, sources, tools, own)
        if found:
            open_faults.append((number, found))
        else:
            bound.append(number)
        if source is not None and theirs is not None:
            used.append(source)
            sentences.append(theirs.sentence.of(source.reading.folded))
            if claim.figures and not found:
                # A record is told with an independent source of the same where there is one.
                others = [one for one in sources if one is not source]
                used += [one for one in others if not bind_number(number, reading, [one], tools, own)[0]]
    for number, found in open_faults:
        if not is_worked_out(number, bound, reading, sources) and not is_said(number, sources):
            faults += soften(found) if _counts_in_words(number, found) else found
    about = sentences + _sentences_about(reading.folded, sources)
    faults += find_date_faults(reading, sources)
    faults += find_mention_faults(reading, sources, tools)
    faults += find_digit_faults(reading, sources)
    worded = find_title_faults(reading, sources) + find_scope_faults(reading, sources)
    worded += find_cause_faults(reading, sources)
    worded += [] if english else find_all_deed_faults(reading, sources, own)
    if english:
        worded += _english_faults(reading, sources, about)
    else:
        worded += find_word_faults(reading, own, bool(claim.derivation))
        beside = find_beside(reading.folded, sources)
        worded += [Fault("metric", said, held) for said, held in find_slot_faults(reading.folded, beside)]
        worded += [Fault("negation", said, held) for said, held in find_turned_faults(reading.folded, beside)]
        faults += [Fault("metric", said, held) for said, held in find_crossed_faults(reading.folded, sources)]
    everything = "\n".join(source.around + "\n" + source.reading.folded for source in sources)
    nearest = _nearest_sentence(reading.folded, sources)
    joined = "\n".join(dict.fromkeys(about)) or "\n".join(source.reading.folded for source in sources)
    worded += [
        Fault("negation", said, against)
        for said, against in polarity_faults(reading.folded, joined, nearest, everything)
    ]
    worded += [Fault("metric", said, against) for said, against in division_faults(reading.folded, joined)]
    if not reading.numbers:
        worded += [Fault("status", said, against) for said, against in mood_faults(reading.folded, joined)]
    faults += soften(worded)
    # Each number that was worked with is cited, whether the claim repeats it or not.
    operands = {operand.quote for operand in claim.derivation.operands} if claim.derivation else set()
    quotes = _smallest(reading, sources, [*used, *(source for source in sources if source.quote in operands)])
    support: Support = "derived" if claim.derivation else "entailed"
    return Verdict(not faults, merge(faults), quotes, support)


# 两项都是第一: counts what the sentence itself has named.
_SUMMING = re.compile(r"\s?(?:指标|数据)?(?:都|均|全都|皆)")


def _sums_up(number: Number, reading: Reading) -> bool:
    """Say whether a small number in words only counts what the claim has named before."""
    return number.said[0] in "两二三四五" and bool(_SUMMING.match(reading.folded, number.quantity.span.end))


# Nobody lists more by name.
_LONGEST_LIST = 20


def _counts_in_words(number: Number, found: list[Fault]) -> bool:
    """Say whether a small number in words counts what the sources list (两项工程 of 甲工程和乙工程): it is in none.

    七成 and 三十万名 are nothing that could be listed.
    """
    unit, value = number.quantity.canonical_unit, number.quantity.canonical_value
    counts = (unit == "count" or unit.startswith("in ")) and not isinstance(value, tuple) and value <= _LONGEST_LIST
    return counts and number.said[0] in "两二三四五六七八九十" and all(fault.kind == "unsupported" for fault in found)


def _is_result(number: Number, derivation: Derivation) -> bool:
    """Say whether the number is what the derivation works out, or the asker's own, and so stands in no quote."""
    wanted = in_base_units(derivation.value, derivation.unit)
    value = number.quantity.canonical_value
    if isinstance(value, tuple):
        return False
    given = [in_base_units(operand.value, operand.unit) for operand in derivation.operands if operand.quote is None]
    if (value, number.quantity.canonical_unit) in given:
        return True
    if wanted and abs(value) == abs(wanted[0]) and number.quantity.canonical_unit == wanted[1]:
        return True
    return number.quantity.value == abs(derivation.value)


def _sentences_about(folded: str, sources: list[Source]) -> list[str]:
    """Return the sentences of the sources that speak of what the claim speaks of, the nearest first."""
    scored = [
        (
            overlap(span.of(source.reading.folded), folded) + overlap(folded, span.of(source.reading.folded)),
            span.of(source.reading.folded),
        )
        for source in sources
        for span in source.reading.sentences
    ]
    scored.sort(key=lambda item: -item[0])
    return [sentence for score, sentence in scored[:3] if score >= 2 * _ABOUT]


# Of a claim, so much must stand in one sentence for what that sentence denies to be denied of the claim.
_TELLS = 0.5


def _nearest_sentence(folded: str, sources: list[Source]) -> str:
    """Return the sentence that holds most of the claim, where it holds half of it; else nothing."""
    sentences = [span.of(source.reading.folded) for source in sources for span in source.reading.sentences]
    # A title may deny what its article tells of.
    sentences += [line for source in sources for line in source.context.split("\n")]
    best = max(sentences, key=lambda sentence: overlap(folded, sentence), default="")
    return best if overlap(folded, best) >= _TELLS else ""


def _english_faults(reading: Reading, sources: list[Source], about: list[str]) -> list[Fault]:
    """Names in Latin letters must be the source's, in pinyin; a denial must be one of the source's."""
    words = "\n".join(source.words for source in sources)
    faults = [Fault("entity", name, None) for name in name_faults(reading.text, reading.hidden(), words)]
    denied = is_denied(reading.folded)
    if denied and not any(find_negations(sentence) for sentence in about or [words]):
        faults.append(Fault("negation", reading.text, None))
    if not reading.numbers and not denied and about and find_negations(about[0]):
        faults.append(Fault("negation", reading.text, about[0]))
    return faults


def _smallest(reading: Reading, sources: list[Source], used: list[Source]) -> tuple[Quote, ...]:
    """Return the quotes that numbers were bound to, and of the others those that add words of the claim."""
    kept = _unique(used)
    covered = "\n".join(source.words for source in kept)
    rest = sorted((s for s in sources if s not in kept), key=lambda s: -overlap(reading.folded, s.reading.folded))
    for source in rest:
        gained = [
            w for w in content_words(reading.folded) if not is_covered(w, covered) and is_covered(w, source.words)
        ]
        if gained or not kept:
            kept.append(source)
            covered += "\n" + source.words
    return tuple(_with_lead(reading, source) for source in sources if source in kept)


def _with_lead(reading: Reading, source: Source) -> Quote:
    """Return a quote, with what stands before it as context where the claim names something by those words."""
    named = [word for word in content_words(reading.folded, reading.hidden()) if word.kind in ("noun", "name")]
    missing = [word for word in named if not is_covered(word, source.words)]
    text, quote = source.article.text, source.quote
    if any(is_covered(word, source.lead.folded) for word in missing):
        quote = replace(quote, context=(*quote.context, Context(find_lead(text, quote.span), "subject")))
        missing = [word for word in missing if not is_covered(word, source.lead.folded)]
    if any(is_covered(word, source.opening) for word in missing):
        quote = replace(quote, context=(*quote.context, Context(find_opening(text), "subject")))
    return quote


def _unique(sources: list[Source]) -> list[Source]:
    kept: list[Source] = []
    for source in sources:
        if source not in kept:
            kept.append(source)
    return kept
