"""Is this evidence enough? Else a typed refusal with the nearest that there is.

A linear judgement over a few named signs. The weights were fitted on one half (by hash of the question's id) of
three development sets with unanswerable questions and are reported on the other by benchmarks/answerable.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.audit.parts import Tools
from assistant.relevance import Weigher, holds_wanted, question_terms
from assistant.types import Claim, Evidence, Question, RefusalReason
from index.regions import Gazetteer
from index.text import fold, split_sentences
from index.types import Article, Hit, Region, Span

ArticleOf = Callable[[str, int], Article]

# Weights of the signs (each 0…1) and the least sum that counts as enough.
_WEIGHTS = {
    "near": 5.3, "topic": 1.0, "article": 0.3, "wanted": 0.7, "place": 2.0, "body": 1.2, "absent": -0.5,
}  # fmt: skip
_ENOUGH = 5.6
# In a document that the asker named, the answer is usually there: only clear signs speak against it.
_ENOUGH_GIVEN = 3.4
_GIVEN_ARTICLES = 2
# … or, where nothing of the kind asked for stands near the best sentence.
_ENOUGH_WITHOUT_WANTED = 5.0
# Measured where records refused: of 27 questions that cannot be answered none is this clear, of 26 others 15 are.
_CLEAR_NEAR, _CLEAR_ABSENT = 0.65, 0.10
# A question's place, or body, that the article names but not near the evidence.
_ELSEWHERE = 0.4
# How many of the best evidence sentences may carry the answer.
_BEST = 3
_BODY = re.compile(
    r"[一-鿿]{2,10}?(?:部|委员会|委|局|厅|办公室|法院|检察院|公司|集团|大学|学院|银行|协会|中心|组织|医院|研究所|管委会|政府)"
)
_REDACTED = re.compile(r"\*{2,}|×{2,}|[xX]{3,}|■{1,}|□{2,}")
# Coverage below which the nearest sentence is not worth showing.
_WORTH_SHOWING = 0.35


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer standing in the evidence, each 0…1.

    `near`: the question's words in the best sentence, its neighbours and title; `topic`: those that are no place and
    no organisation; `article`: these in its whole article;
    `wanted`: something of the kind asked for; `place`, `body`: the question's place and organisation;
    `absent`: the question's words that stand nowhere near.
    """

    near: float
    topic: float
    article: float
    wanted: float
    place: float
    body: float
    absent: float

    def clear(self) -> bool:
        """Say whether the sentence speaks of all that is asked."""
        named = self.near >= _CLEAR_NEAR and self.absent <= _CLEAR_ABSENT
        return named and self.wanted == 1 and self.place == 1

    def total(self) -> float:
        """Return the weighted sum."""
        return sum(weight * float(getattr(self, name)) for name, weight in _WEIGHTS.items())


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Whether evidence is enough; if not, why, and the nearest claims."""

    sufficient: bool
    reason: RefusalReason = "no_document"
    nearest: tuple[Claim, ...] = ()
    # One sentence holds nearly every word of the question and the kind of thing asked for: it answers also where the
    # figure records know no such metric.
    clear: bool = False


def judge_evidence(
    question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: ArticleOf, knowledge: Tools
) -> Sufficiency:
    """Say whether `evidence` can answer `question`, and if not, which refusal fits and what is nearest."""
    if not evidence:
        return Sufficiency(False, "no_document")
    signs, best = weigh_signs(question, evidence, hits, article_of, knowledge)
    given = len({hit.doc_id for hit in hits}) <= _GIVEN_ARTICLES
    article = article_of(best.quote.doc_id, best.quote.version)
    terms = question_terms(question.standalone)
    if _REDACTED.search(best.text) and not holds_wanted(terms, fold(_REDACTED.sub("", best.text))):
        return Sufficiency(False, "redacted", _nearest(best, signs))
    given_enough = _ENOUGH_GIVEN if signs.wanted else _ENOUGH_WITHOUT_WANTED
    if signs.total() >= (given_enough if given else _ENOUGH):
        return Sufficiency(True, clear=signs.clear())
    if any("missing" in note or "paywall" in note for note in article.notes) and signs.article > signs.near:
        return Sufficiency(False, "missing", _nearest(best, signs))
    about = signs.place > 0 and signs.article >= _WORTH_SHOWING
    return Sufficiency(False, "no_figure" if about or given else "no_document", _nearest(best, signs) if about else ())


def _nearest(best: Evidence, signs: Signs) -> tuple[Claim, ...]:
    return (Claim(best.text, (best.quote,), "exact", related=True),) if signs.near >= _WORTH_SHOWING else ()


def weigh_signs(
    question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit], article_of: ArticleOf, knowledge: Tools
) -> tuple[Signs, Evidence]:
    """Return the signs of the evidence sentence that speaks best to the question, and that sentence."""
    sentences = [span.of(fold(hit.text)) for hit in hits for span in split_sentences(hit.text)]
    weigher = Weigher(question_terms(question.standalone), sentences)
    topic = Weigher(question_terms(topic_of(question.standalone, knowledge.gazetteer)), sentences)
    asked = [region for m in knowledge.gazetteer.find(question.standalone) if not m.inside_name for region in m.regions]
    best: tuple[float, Signs, Evidence] | None = None
    for item in sorted(evidence, key=lambda item: -item.score)[:_BEST]:
        article = article_of(item.quote.doc_id, item.quote.version)
        signs = _signs_of(item, article, weigher, topic, asked, knowledge.gazetteer)
        if best is None or signs.total() > best[0]:
            best = (signs.total(), signs, item)
    assert best is not None
    return best[1], best[2]


def topic_of(question: str, gazetteer: Gazetteer) -> str:
    """Return a question without its places and bodies, which are weighed on their own; all of it if nothing is left."""
    hidden = [m.span for m in gazetteer.find(question) if not m.inside_name]
    hidden += [Span(*match.span()) for match in _BODY.finditer(question)]
    kept = "".join(" " if any(s.start <= i < s.end for s in hidden) else char for i, char in enumerate(question))
    return kept if question_terms(kept).words else question


def _signs_of(
    item: Evidence, article: Article, weigher: Weigher, topic: Weigher, asked: list[Region], gazetteer: Gazetteer
) -> Signs:
    around = _around(article, item.quote.span)
    near = fold("\n".join([article.title, *article.description.regions, around]))
    whole = fold(article.title + "\n" + article.text)
    missing = weigher.missing(near)
    total = sum(weigher.weight(word) for word in weigher.terms.words) or 1.0
    return Signs(
        near=weigher.coverage(near),
        topic=topic.coverage(near),
        article=topic.coverage(whole),
        wanted=float(holds_wanted(weigher.terms, fold(around))),
        place=_place(asked, near, whole, gazetteer),
        body=_body(weigher.terms.text, near, whole),
        absent=sum(weigher.weight(word) for word in missing) / total,
    )


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
    # A city stands for its province, a district for its city.
    named = [region for mention in gazetteer.find(near) for region in mention.regions]
    if any(_holds(gazetteer, mine, other) for mine in asked for other in named):
        return 1.0
    return _ELSEWHERE if any(name in whole for name in names) else 0.0


def _holds(gazetteer: Gazetteer, asked: Region, named: Region) -> bool:
    return gazetteer.same(asked.key, named.key) or gazetteer.is_within(named.key, asked.key)


def _body(question: str, near: str, whole: str) -> float:
    """Say how near the evidence the organisations of the question are named; its last letters may stand for one."""
    found = [match.group() for match in _BODY.finditer(question)]
    worths = [1.0 if name in near or name[-4:] in near else _ELSEWHERE if name in whole else 0.0 for name in found]
    return min(worths, default=1.0)
