"""The audit of one claim: everything that it says must be bound to what its quotes say.

Order of the checks: exact words; then numbers, dates, places, other digits, names, words, denial and mood. A claim
is carried only where no check finds a fault. docs/audit.md states the rules.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from assistant.audit.arithmetic import derivation_faults, in_base_units
from assistant.audit.compare import SHORTEST_STRETCH, cost, names_one_of, number_faults, same_period, year_of
from assistant.audit.english import is_denied, is_english, name_faults, read_english
from assistant.audit.modality import mood_at, mood_faults
from assistant.audit.parts import Lookup, Number, Reading, Tools
from assistant.audit.polarity import find_negations, polarity_faults
from assistant.audit.reading import OF_REPORT, read_text
from assistant.audit.sources import ArticleOf, Source, open_source
from assistant.audit.words import Word, content_words, is_covered, overlap, same_meaning, share_in_pieces
from assistant.types import Claim, Derivation, Fault, Quote, Support, Verdict
from index.metrics import Vocabulary
from index.regions import Gazetteer
from index.text import fold
from index.types import Span

# Of the words that are neither number, date, place nor name, so much (by weight) may be the claim's own wording.
_OWN_WORDING = 0.25
# A noun so long is a term (新材料, 集成电路), and no paraphrase brings in another.
_TERM = 3
_WEIGHTS = {"name": 2.0, "noun": 1.0, "verb": 0.6, "other": 0.5}
# A sentence of the source that shares less with the claim is not what the claim is about.
_ABOUT = 0.25
# So much of a metric's name must stand near a number.
_SAME_NAME = 0.6
_TITLE = re.compile(r"《([^》]{1,60})》|“([^”]{1,40})”|「([^」]{1,40})」")
_DIGITS = re.compile(r"[a-z]*\d+(?:[.\-]\d+)*(?:[a-z]+|[年月日号])?|第[一二三四五六七八九十百]+")
# 2024年（文中称“去年”）, 2024 (“去年” in the source).
_GLOSS = re.compile(r"（(?:文中称|原文作)“(?P<said>[^”]{1,20})”）|\(“(?P<said_en>[^”]{1,20})” in the source\)")
_EDGE = " \t\n。．.，,；;：:！!？?"
_CLAUSE_EDGE = "，,、。；;：:！!？?\n（）() \u3000"


def audit_claim(claim: Claim, article_of: ArticleOf, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Verdict:
    """Judge one claim against its quotes; see `Auditor` for many claims over the same quotes."""
    return Auditor(article_of, gazetteer, vocabulary).audit(claim)


class Auditor:
    """Judges claims, and keeps what it has read of a quote for the next claim that cites it."""

    def __init__(self, article_of: ArticleOf, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        self._article_of = article_of
        self._tools = Lookup(gazetteer, vocabulary)
        self._sources: dict[Quote, Source] = {}

    def audit(self, claim: Claim, written: dt.date | None = None) -> Verdict:
        """Return whether the quotes carry the claim, each fault, and the smallest quotes that carry it.

        `written` is the day by which the claim's own relative dates are read; by default that of its first quote.
        """
        if not claim.quotes:
            return self._without_quotes(claim)
        sources = [self.source(quote) for quote in claim.quotes]
        claim = replace(claim, text=drop_glosses(claim.text, sources))
        exact = _exact_source(claim.text, sources)
        if exact is not None and claim.derivation is None:
            return Verdict(True, (), (exact.quote,), "exact")
        anchor = written or next((source.date for source in sources if source.date), None)
        reading = self.read(claim.text, anchor)
        return _judge(claim, reading, sources, self._tools, self._article_of)

    def read(self, text: str, anchor: dt.date | None) -> Reading:
        """Take a claim apart, in whichever language it is written."""
        return read_english(text, anchor, self._tools) if is_english(text) else read_text(text, anchor, self._tools)

    def source(self, quote: Quote) -> Source:
        """Return a quote as the audit reads it."""
        if quote not in self._sources:
            self._sources[quote] = open_source(quote, self._article_of, self._tools)
        return self._sources[quote]

    def _without_quotes(self, claim: Claim) -> Verdict:
        """Only fixed texts of ours stand without a quote, and they hold no number and no place."""
        reading = self.read(claim.text, None)
        clean = claim.support == "none" and not reading.mentions and not _DIGITS.search(reading.folded)
        return Verdict(True, (), (), "none") if clean else Verdict(False, (Fault("unsupported", claim.text, None),))


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


def _judge(claim: Claim, reading: Reading, sources: list[Source], tools: Tools, article_of: ArticleOf) -> Verdict:
    faults: list[Fault] = derivation_faults(claim.derivation, article_of) if claim.derivation else []
    used: list[Source] = []
    sentences: list[str] = []
    for number in reading.numbers:
        if claim.derivation and _is_result(number, claim.derivation):
            continue
        found, source, theirs = _bind_number(number, reading, sources, tools)
        faults += found
        if source is not None and theirs is not None:
            used.append(source)
            sentences.append(theirs.sentence.of(source.reading.folded))
    english = is_english(claim.text)
    about = sentences + _sentences_about(reading.folded, sources)
    faults += _date_faults(reading, sources)
    faults += _mention_faults(reading, sources, tools)
    faults += _digit_faults(reading, sources)
    faults += _title_faults(reading, sources)
    if english:
        faults += _english_faults(reading, sources, about)
    else:
        faults += _word_faults(reading, sources, bool(claim.derivation))
    joined = "\n".join(dict.fromkeys(about)) or "\n".join(source.reading.folded for source in sources)
    faults += [Fault("negation", said, against) for said, against in polarity_faults(reading.folded, joined)]
    if not reading.numbers:
        faults += [Fault("status", said, against) for said, against in mood_faults(reading.folded, joined)]
    quotes = _smallest(reading, sources, used)
    support: Support = "derived" if claim.derivation else "entailed"
    return Verdict(not faults, tuple(dict.fromkeys(faults)), quotes, support)


def _is_result(number: Number, derivation: Derivation) -> bool:
    """Say whether the number is what the derivation works out, and so stands in no quote."""
    wanted = in_base_units(derivation.value, derivation.unit)
    value = number.quantity.canonical_value
    if isinstance(value, tuple):
        return False
    if wanted and abs(value) == abs(wanted[0]) and number.quantity.canonical_unit == wanted[1]:
        return True
    return number.quantity.value == abs(derivation.value)


def _bind_number(
    mine: Number, reading: Reading, sources: list[Source], tools: Tools
) -> tuple[list[Fault], Source | None, Number | None]:
    """Return the faults of the best pairing of one number, with the source and the number that it was paired with."""
    best: tuple[float, list[Fault], Source, Number] | None = None
    for source in sources:
        for theirs in source.reading.numbers:
            faults = number_faults(mine, theirs, source, tools)
            if not faults:
                faults = (
                    _holder_faults(mine, theirs, reading)
                    + _label_faults(mine, theirs, source)
                    + _rival_faults(mine, theirs, reading, sources)
                )
            price = cost(faults, mine, theirs)
            if best is None or price < best[0]:
                best = (price, faults, source, theirs)
    if best is None:
        return [Fault("unsupported", mine.said, None)], None, None
    return best[1], best[2], best[3]


def _holder_faults(mine: Number, theirs: Number, reading: Reading) -> list[Fault]:
    """Return a company or body that the claim gives a number to, where the source gives it to another."""
    said, held = _ORGANISATION.findall(mine.words), _ORGANISATION.findall(theirs.words)
    if not said or not held or any(name in reading.folded for name in held):
        return []
    alike = any(overlap(name, other) >= _ALIKE for name in said for other in held)
    return [] if alike else [Fault("entity", said[-1], held[-1])]


# Two ways to write one company share so much: 云栖新能源有限公司, 云栖新能源公司.
_ALIKE = 0.5
_ORGANISATION = re.compile(r"[一-鿿]{2,12}?(?:集团|公司|银行|大学|学院|医院|协会|研究院)")


def _label_faults(mine: Number, theirs: Number, source: Source) -> list[Fault]:
    """Return what is counted but named neither in the sentences of the source's number nor in its context."""
    words = source.context + "\n" + _reach(theirs, source)
    faults: list[Fault] = []
    named = {name for _, name in source.reading.metrics}
    if mine.metric and mine.metric not in named and share_in_pieces(mine.metric_said, words) < _SAME_NAME:
        faults.append(Fault("metric", mine.metric_said or mine.metric, theirs.metric_said or None))
    for text in sorted(mine.label):
        word = _as_word(text)
        if word.kind in ("noun", "name") and not is_covered(word, words) and text.isascii() is False:
            faults.append(
                Fault("entity" if word.kind == "name" else "metric", text, " ".join(sorted(theirs.label)) or None)
            )
    return faults


def _reach(number: Number, source: Source) -> str:
    """Return the sentence of a number and the one before it, which may name what it counts."""
    folded, sentences = source.reading.folded, source.reading.sentences
    at = next((i for i, span in enumerate(sentences) if span == number.sentence), None)
    if at is None:
        return folded
    return folded[sentences[max(0, at - 1)].start : number.sentence.end]


def _as_word(text: str) -> Word:
    words = content_words(text)
    return words[0] if len(words) == 1 else Word(Span(0, len(text)), text, "noun")


def _rival_faults(mine: Number, theirs: Number, reading: Reading, sources: list[Source]) -> list[Fault]:
    """Catch swapped numbers: another number of the sources fits the claim's words better than its own."""
    for source in sources if mine.label else ():
        for rival in source.reading.numbers:
            if rival.quantity.canonical_unit != theirs.quantity.canonical_unit or rival.role != theirs.role:
                continue
            if rival.quantity.canonical_value == theirs.quantity.canonical_value or _of_another_time(mine, rival):
                continue
            together, apart = _companions(mine, theirs, reading, sources), _companions(mine, rival, reading, sources)
            if together > apart:
                continue
            if apart > together and _shared(mine.label, rival.label):
                return [Fault("digit", mine.said, rival.said)]
            of_rival = _shared(mine.head, _apart(rival.label, theirs.label))
            of_theirs = _shared(mine.head, _apart(theirs.label, rival.label))
            if len(of_rival) > len(of_theirs) or _fits_better(mine.label, rival.label, theirs.label):
                said = " ".join(sorted(of_rival or mine.label))
                return [Fault("metric", said or mine.said, " ".join(sorted(theirs.label)) or theirs.said)]
    return []


def _companions(mine: Number, theirs: Number, reading: Reading, sources: list[Source]) -> int:
    """Return how many other numbers of the claim stand in the same sentence of a source as `theirs`."""
    others = {
        (number.quantity.canonical_value, number.quantity.canonical_unit)
        for number in reading.numbers
        if number is not mine and number.sentence == mine.sentence
    }
    beside = {
        (number.quantity.canonical_value, number.quantity.canonical_unit)
        for source in sources
        if any(number is theirs for number in source.reading.numbers)
        for number in source.reading.numbers
        if number.sentence == theirs.sentence and number is not theirs
    }
    return len(others & beside)


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


def _apart(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return the words that no word of `others` holds or is held by."""
    return frozenset(word for word in words if not any(word in other or other in word for other in others))


def _said(label: frozenset[str], words: frozenset[str]) -> set[str]:
    return {word for word in words if any(other in label for other in same_meaning(word))}


def _shared(label: frozenset[str], words: frozenset[str]) -> set[str]:
    """Return those of `words` that the label says, in these or in other words of the same meaning."""
    return {
        word
        for word in words
        if any(other in label for other in same_meaning(word)) or any(word in mine for mine in label)
    }


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


def _dates_itself(reading: Reading, sources: list[Source]) -> bool:
    """Say whether the sentence that the claim is nearest to names a time; the article's year is then not its own."""
    best, dated = 0.0, False
    for source in sources:
        for sentence in source.reading.sentences:
            shared = overlap(sentence.of(source.reading.folded), reading.folded)
            if shared > best:
                best, dated = shared, any(sentence.contains(span) for span, _ in source.reading.periods)
    return dated


def _date_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Every date of the claim must be one of the sources', of their context or of their article."""
    known = [period for source in sources for _, period in source.reading.periods]
    known += [period for source in sources for period in source.periods]
    if not _dates_itself(reading, sources):
        known += [period for source in sources for period in year_of(source.date)]
    days = {
        period.start
        for source in sources
        for _, period in source.reading.periods
        if (period.end - period.start).days < SHORTEST_STRETCH
    }
    published = {source.date for source in sources}
    faults: list[Fault] = []
    for span, period in reading.periods:
        # A quote that dates its event to the day does not carry the day of publication instead.
        told = period.start == period.end and period.start in published and days and period.start not in days
        of_report = OF_REPORT.match(reading.folded, span.end) or re.search("reported|published", reading.folded)
        of_article = period.start == period.end and period.start in published
        if (told and not of_report) or not (of_article or any(same_period(period, other) for other in known)):
            nearest = known[0].said or known[0].label if known else None
            faults.append(Fault("year", span.of(reading.text), nearest))
    return faults


def _mention_faults(reading: Reading, sources: list[Source], tools: Tools) -> list[Fault]:
    """Every place of the claim must be named by the sources, or hold a place that they name."""
    regions = [region for source in sources for region in source.places]
    regions += [region for source in sources for mention in source.reading.mentions for region in mention.regions]
    words = "\n".join(source.words for source in sources)
    faults: list[Fault] = []
    for mention in reading.mentions:
        said = mention.span.of(reading.folded)
        if (
            said in words
            or all(region.level == "国" for region in mention.regions)
            or names_one_of(mention, regions, tools)
        ):
            continue
        if any(tools.gazetteer.is_within(region.key, own.key) for region in regions for own in mention.regions):
            continue
        nearest = " ".join(dict.fromkeys(region.name for region in regions)) or None
        faults.append(Fault("place", mention.span.of(reading.text), nearest))
    return faults


def _digit_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Digits that are no quantity and no date (G20, 第三, 135) must stand in a source as they are."""
    words = "\n".join(source.words for source in sources)
    hidden = [number.quantity.span for number in reading.numbers] + [span for span, _ in reading.periods]
    faults: list[Fault] = []
    for match in _DIGITS.finditer(reading.folded):
        if any(span.overlaps(Span(*match.span())) for span in hidden):
            continue
        if not re.search(rf"(?<![a-z0-9.]){re.escape(match.group())}(?![a-z0-9]|\.\d)", words):
            faults.append(Fault("digit", match.group(), None))
    return faults


def _title_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Return what the claim puts in 《》 or “” that stands in no source."""
    words = "\n".join(source.words for source in sources)
    faults: list[Fault] = []
    for match in _TITLE.finditer(reading.folded):
        said = next(group for group in match.groups() if group)
        if said not in words:
            faults.append(Fault("entity", said, None))
    return faults


def _word_faults(reading: Reading, sources: list[Source], derived: bool) -> list[Fault]:
    """Apply the rule of `entailed`: no new name, and at most a quarter of the wording is the claim's own."""
    words = "\n".join(source.words for source in sources)
    mine = content_words(reading.folded, reading.hidden())
    new = [word for word in mine if not is_covered(word, words)]
    faults = [Fault("entity", word.text, None) for word in new if word.kind == "name"]
    faults += [Fault("entity", word.text, None) for word in new if word.kind == "noun" and len(word.text) >= _TERM]
    total = sum(_WEIGHTS[word.kind] for word in mine)
    own = sum(_WEIGHTS[word.kind] for word in new)
    if not derived and total and own / total > _OWN_WORDING:
        faults.append(Fault("unsupported", " ".join(word.text for word in new), None))
    return faults


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
    return tuple(source.quote for source in sources if source in kept)


def _unique(sources: list[Source]) -> list[Source]:
    kept: list[Source] = []
    for source in sources:
        if source not in kept:
            kept.append(source)
    return kept


def with_quotes(claim: Claim, verdict: Verdict) -> Claim:
    """Return the claim with the quotes and the support that the audit found."""
    return replace(claim, quotes=verdict.quotes, support=verdict.support)
