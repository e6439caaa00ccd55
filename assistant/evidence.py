"""From hits to evidence: the few numbered sentences that a model may see and an answer may cite.

Sentences compete across all hits. A sentence counts for what it shares with the question (rare words most), for
holding the kind of thing asked for, for its neighbour and title settling the subject, and for its meaning where an
encoder is there. Few are kept: a model reads slowly, and a reader has one screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.audit.parts import Tools
from assistant.context import find_context
from assistant.relevance import Terms, Weigher, holds_wanted, question_terms
from assistant.types import Evidence, Question, Quote
from index.embed import Encoder
from index.regions import Gazetteer
from index.text import fold, split_sentences
from index.types import Article, Figure, Hit, Span

ArticleOf = Callable[[str, int], Article]
FiguresOf = Callable[[str, int, Span], Sequence[Figure]]

# Code points of Chinese to a token of the local model, measured on news: 1.5.
_POINTS_PER_TOKEN = 1.5
# Evidence for kinds that one or two sentences answer, and for those that want a list.
_FEW_TOKENS = 150
_LISTING = frozenset({"list", "how", "summary", "comparison", "trend", "series", "ranking"})
# How much each sign adds to the share of the question's words (0…1) that the sentence itself holds.
_WANTED = 0.15
_IS_QUESTION = 0.15
_NEIGHBOUR = 0.20
_TITLE = 0.20
_RANK = 0.10
_MEANING = 0.4
# A sentence after a good one often goes on with the answer; in lists more so.
_FOLLOWS = 0.10
_FOLLOWS_IN_LIST = 0.6
# Encoding a sentence takes some milliseconds, so only the best by words are compared by meaning.
_ENCODED = 12
# Two sentences that share this much of their letter pairs say the same.
_SAME = 0.8
# Beside the best sentence, one that scores less than this share of it only distracts.
_WEAK = 0.35
_STEP = 0.99


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, with the score that it competes by; `rank` is that of its hit, from 0."""

    article: Article
    span: Span
    folded: str
    before: str
    rank: int
    score: float = 0.0
    coverage: float = 0.0
    meaning: float = 0.0


def choose_evidence(
    question: Question,
    hits: Sequence[Hit],
    article_of: ArticleOf,
    knowledge: Tools,
    tokens: int = 320,
    encoder: Encoder | None = None,
    figures_of: FiguresOf | None = None,
) -> list[Evidence]:
    """Return the numbered evidence for `question`, in reading order of the best articles; at most `tokens` long."""
    ranked = rank_sentences(question, hits, article_of, encoder)
    gazetteer = knowledge.gazetteer
    listing = question.kind in _LISTING
    budget = int((tokens if listing else min(tokens, _FEW_TOKENS)) * _POINTS_PER_TOKEN)
    chosen = _pick(ranked, budget, listing, _subject_of(question, gazetteer))
    return [
        Evidence(
            key=key,
            quote=Quote(c.article.doc_id, c.article.version, c.span, find_context(c.article, c.span, gazetteer)),
            text=c.span.of(c.article.text),
            score=round(c.score, 4),
            title=c.article.title,
            date=c.article.date,
            regions=c.article.description.regions,
            figures=tuple(figures_of(c.article.doc_id, c.article.version, c.span)) if figures_of else (),
        )
        for key, c in enumerate(_in_reading_order(chosen), start=1)
    ]


def rank_sentences(
    question: Question, hits: Sequence[Hit], article_of: ArticleOf, encoder: Encoder | None = None
) -> list[Candidate]:
    """Return the sentences of all hits and their neighbours, the best first."""
    terms = question_terms(question.standalone)
    candidates = _candidates(hits, article_of)
    weigher = Weigher(terms, [candidate.folded for candidate in candidates])
    scored = sorted((_score(c, terms, weigher) for c in candidates), key=lambda c: -c.score)
    if encoder is not None:
        scored = _add_meaning(question.standalone, scored, encoder)
    return scored


def _candidates(hits: Sequence[Hit], article_of: ArticleOf) -> list[Candidate]:
    seen: set[tuple[str, int]] = set()
    found: list[Candidate] = []
    for rank, hit in enumerate(hits):
        article = article_of(hit.doc_id, hit.version)
        sentences = split_sentences(article.text)
        folded = fold(article.text)
        for i, span in enumerate(sentences):
            near = span.overlaps(hit.span) or _touches(sentences, i, hit.span)
            if not near or (article.doc_id, span.start) in seen:
                continue
            seen.add((article.doc_id, span.start))
            before = sentences[i - 1].of(folded) if i else ""
            found.append(Candidate(article, span, span.of(folded), before, rank))
    return found


def _touches(sentences: list[Span], i: int, bounds: Span) -> bool:
    """Say whether the sentence stands next to one of the hit's own."""
    around = sentences[max(0, i - 1) : i + 2]
    return any(span.overlaps(bounds) for span in around)


def _score(candidate: Candidate, terms: Terms, weigher: Weigher) -> Candidate:
    own = weigher.coverage(candidate.folded)
    with_before = weigher.coverage(candidate.before + candidate.folded)
    with_title = weigher.coverage(fold(candidate.article.title) + candidate.folded)
    score = own + _NEIGHBOUR * (with_before - own) + _TITLE * (with_title - own) + _RANK / (1 + candidate.rank)
    if holds_wanted(terms, candidate.folded):
        score += _WANTED
    if candidate.folded.rstrip('”」』"').endswith("?"):
        score -= _IS_QUESTION
    return replace(candidate, score=score, coverage=max(with_before, with_title))


def _add_meaning(question: str, scored: list[Candidate], encoder: Encoder) -> list[Candidate]:
    """Add the cosine to the question, above the mean of those compared, for the best sentences by words."""
    head, tail = scored[:_ENCODED], scored[_ENCODED:]
    if not head:
        return scored
    vectors = encoder.encode_passages([c.span.of(c.article.text) for c in head])
    cosines = [float(value) for value in vectors @ encoder.encode_query(question)]
    mean = sum(cosines) / len(cosines)
    # e5's cosines lie close together; a difference of 0.05 is a large one.
    head = [
        replace(c, score=c.score + _MEANING * (cosine - mean) * 10, meaning=cosine)
        for c, cosine in zip(head, cosines, strict=True)
    ]
    return sorted(head, key=lambda c: -c.score) + tail


def _subject_of(question: Question, gazetteer: Gazetteer) -> Callable[[Candidate], str | None]:
    """Return a function that names the question's subject that a sentence speaks of; None where there is one only."""
    if len(question.subjects) < 2:
        return lambda candidate: None

    def name(candidate: Candidate) -> str | None:
        mentions = gazetteer.find(candidate.span.of(candidate.article.text)) + gazetteer.find(candidate.article.title)
        regions = [region for mention in mentions for region in mention.regions]
        regions += [r for known in candidate.article.description.regions for r in gazetteer.resolve(known)]
        for region in regions:
            for subject in question.subjects:
                if gazetteer.same(region.key, subject.key) or gazetteer.is_within(region.key, subject.key):
                    return subject.key
        return None

    return name


def _pick(
    ranked: list[Candidate], budget: int, listing: bool, subject_of: Callable[[Candidate], str | None]
) -> list[Candidate]:
    """Take the best until the budget is full, equally for each subject; what repeats or distracts is left out."""
    groups: dict[str | None, list[Candidate]] = {}
    for candidate in ranked:
        groups.setdefault(subject_of(candidate), []).append(candidate)
    named = [group for key, group in groups.items() if key is not None] or [groups.get(None, [])]
    chosen: list[Candidate] = []
    for group in named:
        chosen += _fill(group, budget // len(named), listing)
    return chosen


def _fill(ranked: list[Candidate], budget: int, listing: bool) -> list[Candidate]:
    chosen: list[Candidate] = []
    left, pool = budget, list(ranked)
    follows = _FOLLOWS_IN_LIST if listing else _FOLLOWS
    while pool:
        best = max(pool, key=lambda c: c.score)
        pool.remove(best)
        if chosen and (len(best.folded) > left or best.score < _WEAK * chosen[0].score):
            continue
        if any(is_repeat(best.folded, other.folded) for other in chosen):
            continue
        # Scores fall in the order of choice, so that whoever keeps fewer keeps the first.
        chosen.append(replace(best, score=min(best.score, chosen[-1].score * _STEP)) if chosen else best)
        left -= len(best.folded)
        pool = [_follow(candidate, best, follows) for candidate in pool]
        if left <= 0:
            break
    return chosen


def _follow(candidate: Candidate, taken: Candidate, share: float) -> Candidate:
    """Raise a sentence that stands right after one that was taken, and a little the one before it."""
    if candidate.article.doc_id != taken.article.doc_id:
        return candidate
    gap = candidate.span.start - taken.span.end
    if 0 <= gap <= 3:
        return replace(candidate, score=candidate.score + share * taken.score)
    if 0 <= taken.span.start - candidate.span.end <= 3:
        return replace(candidate, score=candidate.score + share / 3 * taken.score)
    return candidate


def is_repeat(a: str, b: str) -> bool:
    """Say whether two folded sentences say the same in nearly the same words."""
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (a, b))
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def _in_reading_order(chosen: Iterable[Candidate]) -> list[Candidate]:
    """Order by the best score of each article, then by place in it."""
    kept = list(chosen)
    best: dict[str, float] = {}
    for candidate in kept:
        best[candidate.article.doc_id] = max(best.get(candidate.article.doc_id, 0.0), candidate.score)
    return sorted(kept, key=lambda c: (-best[c.article.doc_id], c.article.doc_id, c.span.start))
