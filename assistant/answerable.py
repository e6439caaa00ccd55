"""Is this evidence enough? Else a typed refusal with the nearest that there is.

A linear judgement over a few named signs. The weights were fitted on the seen half (by hash of the question's id) of
the public sets that benchmarks/answers.py asks, and are reported there on the other half.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.audit.parts import Tools
from assistant.lacking import find_lack, lacks_kind
from assistant.places import Places
from assistant.relevance import Terms, Wanted, Weigher, holds_wanted, question_terms, squash, unnamed
from assistant.statements import find_statements
from assistant.types import Claim, Evidence, Question, QuestionKind, RefusalReason
from index.regions import Gazetteer
from index.text import fold, split_sentences
from index.types import Article, Hit, Region, Span

ArticleOf = Callable[[str, int], Article]

# Weights of the signs and the constant; a sum of 0 is enough. A logistic fit over the seen half of the public sets
# (see the module's docstring) and sixty questions in everyday words: those share few words with their answers, so that
# the meaning decides, and the words only help.
_WEIGHTS = {"near": 1.0, "meaning": 48.0, "lead": 32.0}
_CONSTANT = -44.2
_ENOUGH = 0.0
# The same without meaning: for an encoder whose cosines tell nothing here, for a given document, for a survey.
_WORD_WEIGHTS = {"near": 3.05, "own": 2.9, "meaning": 2.4, "rarest_missing": -2.2, "lead": 30.5, "number_missing": -0.5}
_WORD_CONSTANT = -3.25
_ENOUGH_WORDS = -0.5
# Words that say it this clearly need no meaning beside them.
_CLEAR_WORDS = 0.5
# Where the reader is there, its word for the best sentence decides, and what words and meaning say only where they say
# next to nothing: a near miss shares its words with the question. Fitted on hand-written questions about articles that
# the reader had not learned from, with their near misses (docs/reader.md); all of them moved by a tenth of the reader's
# scale when it was trained further and fell silent more often: of 206 answerable wordings 10 are refused instead of 20,
# of 188 near misses 151 instead of 157. No one sentence answers for two sides of a comparison, or says yes or no in the
# words of the question.
_READ, _READ_CONSTANT, _ENOUGH_READ = 3.4, 0.99, -0.25
_READ_UNNAMED, _READ_COMPARISON, _READ_YES_NO = -0.75, 1.7, 1.25
_HARDLY = -3.0
# Measures, steps and reasons take several sentences, so that the reader is unsure of each; how unsure it may be depends
# on the words. Of a question in the source's own words it surely sees whether they answer: a near miss is asked in
# them. One in everyday words it reads worse. The words that stand nowhere near, as a share, lower what it must say.
_READ_TOLD, _READ_TOLD_ABSENT = -0.12, -1.1
# As unsure as this it has seen no answer, whatever the words.
_READ_SILENT = -0.8
# Where the reader is allowed to doubt, words and meaning must speak for the article, and all names stand in it.
_ENOUGH_DOUBTED = 0.5
# A sentence that the reader is this sure of answers also where the records know no such number.
_SURE_READ = 0.2
# In a document that the asker named, words are near wherever one looks: the reader says whether they answer. Without it
# only clear signs speak against an answer.
_ENOUGH_GIVEN = -2.5
_GIVEN_READ = -0.7
_GIVEN_ARTICLES = 2
# A survey (各地…) asks for whatever there is, so that no one hit leads and no one sentence holds all words.
_ENOUGH_SURVEY = -1.5
# The default encoder's cosines lie between these; where another encoder's do not, or none is there, the middle stands.
_COSINES = (0.75, 1.0)
_MIDDLE_COSINE = 0.87
# A longer lead of the best hit over the fourth says no more.
_LONGEST_LEAD = 0.15
_FOURTH = 3
# English asked of Chinese shares no words, and its cosines lie elsewhere: the lead decides alone, with what the other
# signs come to where answers stand.
_CROSSED = {"near": 0.6, "own": 0.4, "rarest_missing": 0.6, "absent": 0.3}
# Measured where records refused: of 27 questions that cannot be answered none is this clear, of 26 others 15 are.
_CLEAR_NEAR, _CLEAR_ABSENT = 0.65, 0.10
# A place that the article names, but not near the evidence.
_ELSEWHERE = 0.4
# How many of the best evidence sentences may carry the answer.
_BEST = 3
_REDACTED = re.compile(r"\*{2,}|×{2,}|[xX]{3,}|■{1,}|□{2,}")
# Coverage below which the nearest sentence is not worth showing.
_WORTH_SHOWING = 0.35


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer standing in the evidence.

    `near`: the share of the question's words in the best sentence, its neighbours and title; `own`: in the sentence
    alone; `meaning`: the best cosine; `rarest_missing`: the weightiest word that stands nowhere near, as a share of
    the weightiest word; `lead`: how far its hit is ahead of the fourth;
    `number_missing`: 1 where a number was asked for and none of its unit stands in the best sentences.
    `article` (the words in the whole article), `place` (the question's place in it) and `absent` (the words that stand
    nowhere near) tell which refusal fits and whether a sentence is clear, not whether evidence is enough.
    `reader`: how surely the trained reader finds an answer in the evidence, -1 to 1; None where it is not there.
    `unnamed`: the share of the question's proper names that the article never names; `focus`: the share of the words
    beside the asking word that stand near.
    """

    near: float
    own: float
    meaning: float
    rarest_missing: float
    lead: float
    number_missing: float
    article: float
    place: float
    absent: float
    reader: float | None = None
    unnamed: float = 0.0
    focus: float = 0.0

    def total(self) -> float:
        """Return the weighted sum, a log-odds: by meaning, where the encoder's cosines tell something."""
        return self._sum(_WEIGHTS, _CONSTANT) if self.meaning != _MIDDLE_COSINE else self.words() - _ENOUGH_WORDS

    def words(self) -> float:
        """Return the weighted sum of the signs of words, a log-odds."""
        return self._sum(_WORD_WEIGHTS, _WORD_CONSTANT)

    def _sum(self, weights: dict[str, float], constant: float) -> float:
        return constant + sum(weight * float(getattr(self, name)) for name, weight in weights.items())


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Whether evidence is enough; if not, why, and the nearest claims."""

    sufficient: bool
    reason: RefusalReason = "no_document"
    nearest: tuple[Claim, ...] = ()
    # One sentence holds nearly every word of the question and the kind of thing asked for: it answers also where the
    # figure records know no such metric.
    clear: bool = False
    # A number was asked for, and none of its unit stands in the best sentences.
    numberless: bool = False


# What records know for sure: that a number exists for another time, as a goal only, or struck out.
_SURE: frozenset[RefusalReason] = frozenset({"other_period", "only_target", "redacted", "no_rate"})


# Kinds that sentences tell: that no record holds a number says nothing about them.
_TOLD_IN_WORDS: frozenset[QuestionKind] = frozenset({"how", "list", "summary"})


# What these ask for is no number, even where a metric stands beside: 资金管理办法由谁来定.
_NO_NUMBERS: frozenset[Wanted] = frozenset({"person", "place", "organisation", "reason", "method", "list"})
_HOW_MUCH = re.compile(r"多少|几(?![月号点时年日天])|多[大高长]|百分之|最[高多大低少小]|第[一二三几]|排名")
_DOINGS = re.compile(r"做法|政策|措施|举措|经验|重点|特点|特色|模式|方式|办法|机制|路径|思路|怎么|如何")


class RecordsRefusal(Protocol):
    """Why the records do not answer; `firm` where they hold something near."""

    @property
    def reason(self) -> RefusalReason:
        """The typed reason."""

    @property
    def firm(self) -> bool:
        """Whether something near is known."""


def settles(refusal: RecordsRefusal | None, question: Question, enough: Sufficiency) -> bool:
    """Say whether the records' refusal is the answer, or whether sentences may still hold one.

    Records speak for the metrics that the vocabulary knows. A sentence that holds all that is asked is worth showing
    even where no record was made of it.
    """
    if refusal is None or is_told_in_words(question):
        return False
    if question_terms(question.standalone).wanted == "date" and refusal.reason not in _SURE:
        # When it is due, and for how long: no record holds days, whatever metric stands beside them.
        return False
    if enough.sufficient and enough.numberless:
        return True
    if refusal.firm and refusal.reason in _SURE:
        # The very metric is there, as a goal or for another time: a sentence could only tell that as the answer.
        return True
    return is_named(question) and not enough.clear


def is_told_in_words(question: Question) -> bool:
    """Say whether sentences answer a question and no number: what is done, how and why, whoever is compared."""
    wanted = question_terms(question.standalone).wanted
    if wanted == "number":
        return False
    if wanted in _NO_NUMBERS or ("哪" in question.standalone and question.kind == "figure"):
        return True
    compares = question.kind == "comparison" and bool(_DOINGS.search(question.standalone))
    return question.kind in _TOLD_IN_WORDS or compares or (question.kind == "comparison" and _asks_what(question))


def _asks_what(question: Question) -> bool:
    return "什么" in question.standalone and not _HOW_MUCH.search(question.standalone)


def wants_no_number(question: Question) -> bool:
    """Say whether a question about one thing asks when, who, where, why, or yes or no, and for no number beside it."""
    if question.kind == "yes_no" and not question.metrics:
        return True
    wanted = question_terms(question.standalone).wanted
    alone = question.kind in ("fact", "figure") and (wanted == "date" or wanted in _NO_NUMBERS - {"list"})
    return alone and question.language == "zh" and not _HOW_MUCH.search(question.standalone)


def is_named(question: Question) -> bool:
    """Say whether a question names a metric that the vocabulary knows."""
    return bool(question.metrics)


def judge_evidence(
    question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: ArticleOf, knowledge: Tools
) -> Sufficiency:
    """Say whether `evidence` can answer `question`, and if not, which refusal fits and what is nearest."""
    if not evidence or not hits:
        return Sufficiency(False, "no_document")
    signs, best = weigh_signs(question, evidence, hits, article_of, knowledge)
    given = len({hit.doc_id for hit in hits}) <= _GIVEN_ARTICLES
    article = article_of(best.quote.doc_id, best.quote.version)
    terms = question_terms(question.standalone)
    if _REDACTED.search(best.text) and not holds_wanted(terms, fold(_REDACTED.sub("", best.text))):
        return Sufficiency(False, "redacted", _nearest(best, signs))
    survey = Places(question, knowledge.gazetteer).survey
    lack = None if survey else _find_lack(question, terms, evidence, article_of, signs, given)
    if lack is not None:
        about = signs.total() >= _ENOUGH
        return Sufficiency(
            False, lack if about or given or lack != "no_figure" else "no_document", _nearest(best, signs, about)
        )
    if _is_enough(signs, question, given, survey):
        asked_thing = holds_wanted(terms, fold(_around(article, best.quote.span)))
        named = signs.near >= _CLEAR_NEAR and signs.absent <= _CLEAR_ABSENT and signs.place == 1
        read = signs.reader is not None and signs.reader >= _SURE_READ
        return Sufficiency(
            True, clear=(named and asked_thing) or read, numberless=bool(signs.number_missing) and not read
        )
    if any("missing" in note or "paywall" in note for note in article.notes) and signs.article > signs.near:
        return Sufficiency(False, "missing", _nearest(best, signs))
    about = signs.place > 0 and signs.article >= _WORTH_SHOWING
    return Sufficiency(False, "no_figure" if about or given else "no_document", _nearest(best, signs) if about else ())


def _is_enough(signs: Signs, question: Question, given: bool, survey: bool) -> bool:
    if survey:
        return signs.words() >= _ENOUGH_SURVEY
    if given:
        silent = signs.reader is not None and signs.reader < _GIVEN_READ
        return signs.words() >= _ENOUGH_GIVEN and not (silent and question.filters.doc_ids)
    likely = max(signs.words() - _CLEAR_WORDS, signs.total())
    if signs.reader is None or question.kind == "summary":
        # A summary is asked of a document: nothing in it answers more than the rest.
        return likely >= _ENOUGH
    if question.kind in ("how", "list"):
        return likely >= _HARDLY and _tells(signs, signs.reader, likely)
    read = _READ_CONSTANT + _READ * signs.reader + _READ_UNNAMED * signs.unnamed
    read += _READ_COMPARISON * (question.kind == "comparison") + _READ_YES_NO * (question.kind == "yes_no")
    return likely >= _HARDLY and read >= _ENOUGH_READ


def _tells(signs: Signs, reader: float, likely: float) -> bool:
    """Say whether evidence tells the measures or reasons asked for, as far as the reader and the words know."""
    least = max(_READ_TOLD + _READ_TOLD_ABSENT * signs.absent, _READ_SILENT)
    doubted = (_ENOUGH_READ - _READ_CONSTANT) / _READ
    if likely < _ENOUGH_DOUBTED or signs.unnamed:
        least = max(least, doubted - _READ_UNNAMED / _READ * signs.unnamed)
    return reader >= least


def _find_lack(
    question: Question,
    terms: Terms,
    evidence: Sequence[Evidence],
    article_of: ArticleOf,
    signs: Signs,
    given: bool,
) -> RefusalReason | None:
    articles = [article_of(item.quote.doc_id, item.quote.version) for item in evidence]
    if given:
        # Whoever names the document has settled place and time.
        return "no_figure" if lacks_kind(terms, evidence, articles) else None
    return find_lack(question, terms, evidence, articles, signs.place)


def _nearest(best: Evidence, signs: Signs, about: bool = False) -> tuple[Claim, ...]:
    worth = about or signs.near >= _WORTH_SHOWING
    return (Claim(best.text, (best.quote,), "exact", related=True),) if worth else ()


def weigh_signs(
    question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: ArticleOf, knowledge: Tools
) -> tuple[Signs, Evidence]:
    """Return the signs of the evidence sentence that speaks best to the question, and that sentence."""
    terms = question_terms(question.standalone)
    foreign = question.language == "en" and not _is_chinese(question.standalone)
    sentences = [statement.folded for hit in hits for statement in find_statements(article_of(hit.doc_id, hit.version))]
    weigher = Weigher(terms, sentences)
    asked = [region for m in knowledge.gazetteer.find(question.standalone) if not m.inside_name for region in m.regions]
    ranked = sorted(evidence, key=lambda item: -item.score)[:_BEST]
    meaning = max(item.meaning for item in ranked)
    read = [item.reading for item in evidence if item.reading is not None]
    reader = squash(max(read)) if read else None
    fourth = hits[min(_FOURTH, len(hits) - 1)].score
    found = {hit.doc_id: hit.score for hit in reversed(hits)}
    given = any(holds_wanted(weigher.terms, fold(item.text)) for item in ranked)
    number_missing = float(weigher.terms.wanted == "number" and not given)
    best: tuple[float, Signs, Evidence] | None = None
    for item in ranked:
        article = article_of(item.quote.doc_id, item.quote.version)
        near = fold("\n".join([article.title, *article.description.regions, _around(article, item.quote.span)]))
        whole = fold(article.title + "\n" + article.text)
        crossed = foreign and _is_chinese(item.text)
        signs = Signs(
            near=_CROSSED["near"] if crossed else weigher.coverage(near),
            own=_CROSSED["own"] if crossed else weigher.coverage(fold(item.text)),
            meaning=_MIDDLE_COSINE if crossed else _cosine(meaning),
            rarest_missing=_CROSSED["rarest_missing"] if crossed else _rarest_missing(weigher, near),
            lead=min(max(found.get(article.doc_id, fourth) - fourth, 0.0), _LONGEST_LEAD),
            number_missing=number_missing,
            article=weigher.coverage(whole),
            absent=_absent(weigher, near) if not crossed else _CROSSED["absent"],
            reader=reader,
            unnamed=0.0 if crossed else unnamed(question.standalone, whole),
            focus=1.0 if crossed else weigher.focus(near),
            place=_place(asked, near, whole, knowledge.gazetteer),
        )
        if best is None or signs.total() > best[0]:
            best = (signs.total(), signs, item)
    assert best is not None
    return best[1], best[2]


def _is_chinese(text: str) -> bool:
    return bool(re.search(r"[一-鿿]{4}", text))


def _cosine(found: float) -> float:
    return found if _COSINES[0] < found < _COSINES[1] else _MIDDLE_COSINE


def _absent(weigher: Weigher, near: str) -> float:
    total = sum(map(weigher.weight, weigher.terms.words)) or 1.0
    return sum(map(weigher.weight, weigher.missing(near))) / total


def _rarest_missing(weigher: Weigher, near: str) -> float:
    words = weigher.terms.words
    missing = weigher.missing(near)
    return weigher.weight(missing[0]) / max(map(weigher.weight, words)) if missing else 0.0


def _around(article: Article, span: Span) -> str:
    """Return the sentence with the one before and the one after it."""
    sentences = split_sentences(article.text)
    at = next((i for i, other in enumerate(sentences) if other.overlaps(span)), None)
    if at is None:
        return span.of(article.text)
    return article.text[sentences[max(0, at - 1)].start : sentences[min(len(sentences), at + 2) - 1].end]


def _place(asked: list[Region], near: str, whole: str, gazetteer: Gazetteer) -> float:
    """Say how near the evidence the question's place is named: 1 with it, 0 nowhere in the article."""
    if not asked:
        return 1.0
    names = {fold(name) for region in asked for name in (region.name, *region.aliases)}
    if any(name in near for name in names):
        return 1.0
    # A district stands for its city, a city for its province.
    named = [region for mention in gazetteer.find(near) for region in mention.regions]
    if any(_holds(gazetteer, mine, other) for mine in asked for other in named):
        return 1.0
    return _ELSEWHERE if any(name in whole for name in names) else 0.0


def _holds(gazetteer: Gazetteer, asked: Region, named: Region) -> bool:
    return gazetteer.same(asked.key, named.key) or gazetteer.is_within(named.key, asked.key)
