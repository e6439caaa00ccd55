"""From hits to evidence: the few numbered sentences that a model may see and an answer may cite.

All sentences of the articles that were found compete. A sentence counts for what it shares with the question (rare
words most), for holding the kind of thing asked for, for its neighbour and title settling the subject, for standing
where the search hit, and for its meaning where an encoder is there. One about another place than the asked one does
not count at all. Few are kept: a model reads slowly, and a reader has one screen.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.askings import split_askings
from assistant.audit.parts import Tools
from assistant.context import find_context
from assistant.disagree import is_repeat
from assistant.lacking import is_bare_day
from assistant.meaning import encode_sentences
from assistant.places import Places
from assistant.reader import SpanReader
from assistant.relevance import Terms, Weigher, holds_wanted, question_terms, squash
from assistant.statements import Statement, find_statements
from assistant.telling import choose_told
from assistant.types import Evidence, Question, Quote
from assistant.understand.sides import find_sides
from assistant.understand.wishes import find_matter
from assistant.wholes import clauses_beside, counts_in, items_after, leads_in, points_around
from index.embed import Encoder
from index.text import fold
from index.types import Article, Figure, Hit, Span

ArticleOf = Callable[[str, int], Article]
FiguresOf = Callable[[str, int, Span], Sequence[Figure]]

# Code points of Chinese to a token of the local model, measured on news: 1.5.
_POINTS_PER_TOKEN = 1.5
# Evidence for kinds that one or two sentences answer, in tokens.
_FEW_TOKENS = 150
# What a list, a how or a summary tells, in code points; a place of several gets its share, but not less than the least.
_LIST_POINTS = 700
_LEAST_SHARE = 400
# What is told where one sentence stands out, others being so much behind it in the reader's log-odds.
_ONE_POINTS, _NEAR = 400, 4.0
# What the reader's word counts, -1 to 1, among the sentences of the article that tells.
_READER_TOLD = 0.3
# Of that, what another article may add to the best one.
_ADDED = 0.25
_ADDS = 0.9
# Where the best article tells little, others may be a little farther off.
_LITTLE, _FEW = 0.33, 3
_ADDS_TO_LITTLE = 0.75
# What each sign adds; which sentence holds the answer, by benchmarks/signs.py, rounded.
WEIGHTS = {
    "own": 0.5, "focus": 0.15, "before": 0.3, "title": 0.3, "rank": 0.5, "hit": 0.1, "wanted": 0.2, "asks": -0.25,
    "meaning": 0.3, "heading": -0.1, "length": 0.1, "elsewhen": -0.3, "reader": 2.0,
}  # fmt: skip
# A hit so far behind the best one, in its score, counts half.
_BEHIND = 0.02
# Sentences that the reader reads, the best first; the log-odds of one that is not read.
_READ, _UNREAD = 64, -10.0
# Of each article so many are read before more of another one.
_READ_AT_ONCE = 12
# A sentence this long, in code points, is as full as any.
_LONG = 60
# A sentence after a good one often goes on with the answer.
_FOLLOWS = 0.10
# Encoding a sentence takes some milliseconds, so only the best by words are compared by meaning.
_ENCODED = 32
# Cosines of one encoder lie closer than those of another: so many of their standard deviations make a sign that is as
# large as the others, and sentences that all mean the same are not told apart.
_SPREADS, _LEAST_SPREAD = 2.5, 0.01
# Code points of a sentence that are encoded; what stands beyond says little about what it is about.
_ENCODED_LENGTH = 160
# Beside the best sentence, one that scores less than this share of it only distracts.
_WEAK = 0.35
_STEP = 0.99
# One sentence about what is compared is enough of a place where it is so long, in code points.
_TELLS = 25
# One of several things asked counts by its own words, and so much by those of the whole question.
_WHOLE = 0.3
# What answers one of several facts asked, in code points and sentences.
_FACT_POINTS, _FACT_SENTENCES = 220, 2
# A single fact is told by one article; a sentence of another one must be nearly as good to stand beside it.
_OTHER_ARTICLE = 0.85
# Sentences of each place, in a question that compares places that it does not name: two of two places, else one.
_EACH_PLACE = {1: 2, 2: 2}
# A list of places, bodies or people is one sentence's; a list of measures or reasons is told point by point.
_NAMES_ASKED = re.compile(
    r"(?:哪些|哪几?[个家位座所名种项]?|什么)(?:主要|重点|知名|著名|大|国内|国外)?(?:国家|国|城市|地方|地区|省|市|区|县|乡镇|企业|公司|机构|部门|单位|"
    r"学校|大学|园区|银行|媒体|人|选手|球员|成员|明星|演员|作家|语言|民族|朝代|作品|奖项)"
)
# Several things are asked for, whatever they are.
_SEVERAL = re.compile(r"分别|各|哪几|哪些|哪[两三四五六七八九]|几[类种个项条]|[两二三四五六七八九十][大类种个项条]")
# How long a sentence may grow by what it is not whole without, in code points.
_WHOLE_POINTS = 360
# What a part counts by itself that only makes another one whole, as a share of that one.
_ADDED_PART = 0.5
# Questions about the document itself; only these does a title or a dateline answer.
_ABOUT_DOCUMENT = re.compile(
    r"标题|题目|文号|发文|印发|成文|作者|记者|哪[家个](?:媒体|报|机构发布)|来源是|谁发布|发布(?:时间|日期|机构|单位)|"
    r"什么时候发布|何时(?:发布|印发|刊)|\b(?:title|author|published|publisher)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement of an article that was found, with its signs; `behind` is how far its hit is behind the best one."""

    article: Article
    statement: Statement
    before: str
    behind: float
    in_hit: bool
    signs: dict[str, float]
    score: float = 0.0
    meaning: float = 0.0
    reading: float = -10.0
    # Where the statement begins that is not whole without this one.
    completes: int | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.statement.span

    @property
    def folded(self) -> str:
        """Its folded words."""
        return self.statement.folded


def choose_evidence(
    question: Question,
    hits: Sequence[Hit],
    article_of: ArticleOf,
    knowledge: Tools,
    tokens: int = 320,
    encoder: Encoder | None = None,
    figures_of: FiguresOf | None = None,
    reader: SpanReader | None = None,
) -> list[Evidence]:
    """Return the numbered evidence for `question`, in reading order of the best articles.

    For a single fact it is at most `tokens` long; a list or a summary takes as much as a reader sees at a glance.
    """
    places = Places(question, knowledge.gazetteer)

    def rank(asking: str | None) -> list[Candidate]:
        def allow(candidate: Candidate) -> bool:
            return places.allow(candidate.article, candidate.span, asking)

        return rank_sentences(question, hits, article_of, encoder, asking, reader, allow)

    askings = split_askings(question.standalone)
    sides = find_sides(question.standalone, places.asked) if question.kind == "comparison" else ()
    if sides:
        chosen = _pick_sides({side: rank(side) for side in sides}, question, places)
    elif len(askings) > 1 and not places.several:
        chosen = _pick_each({asking: rank(asking) for asking in askings}, question)
    else:
        chosen = _pick(rank(None), tokens, question, places)
    numbered = list(enumerate(_read(question, _in_reading_order(_make_whole(chosen, question)), reader), start=1))
    keys = {(c.article.doc_id, c.span.start): key for key, (c, _) in numbered}
    return [
        Evidence(
            key=key,
            quote=Quote(
                c.article.doc_id, c.article.version, c.span, find_context(c.article, c.span, knowledge.gazetteer)
            ),
            text=c.span.of(c.article.text),
            score=round(c.score, 4),
            title=c.article.title,
            date=c.article.date,
            regions=c.article.description.regions,
            figures=tuple(figures_of(c.article.doc_id, c.article.version, c.span)) if figures_of else (),
            meaning=round(c.meaning, 4),
            reading=reading,
            completes=None if c.completes is None else keys[c.article.doc_id, c.completes],
        )
        for key, (c, reading) in numbered
    ]


def rank_each(
    question: Question,
    hits: Sequence[Hit],
    article_of: ArticleOf,
    knowledge: Tools,
    encoder: Encoder | None = None,
    reader: SpanReader | None = None,
) -> dict[str, list[Candidate]]:
    """Return the sentences that may answer each thing that a question asks, the best first."""
    places = Places(question, knowledge.gazetteer)

    def allow(candidate: Candidate) -> bool:
        return places.allow(candidate.article, candidate.span)

    askings = split_askings(question.standalone)
    parts = {asking: asking if len(askings) > 1 else None for asking in askings}
    return {
        asking: rank_sentences(question, hits, article_of, encoder, part, reader, allow)
        for asking, part in parts.items()
    }


def _make_whole(chosen: Sequence[Candidate], question: Question) -> list[Candidate]:
    """Add what a chosen statement is not whole without: items that it leads in to, clauses of its sentence."""
    taken = {(c.article.doc_id, c.span.start): c for c in chosen}
    several, counts = _wants_several(question), counts_in(fold(question.standalone))
    told = wants_list(question)
    for place, candidate in enumerate(sorted(chosen, key=lambda c: -c.score)):
        statements = find_statements(candidate.article)
        at = next((i for i, s in enumerate(statements) if s.span.start == candidate.span.start), None)
        if at is None:
            continue
        parts = points_around(candidate.article, statements, at, counts)
        if not parts and leads_in(statements[at]):
            parts = items_after(candidate.article, statements, at)
        elif not parts and several and (place == 0 or not told):
            first, after = clauses_beside(statements, at)
            parts = sorted(range(first, after), key=lambda i: (i < at, abs(i - at)))
        left = _WHOLE_POINTS - len(candidate.folded)
        for near in parts:
            key = (candidate.article.doc_id, statements[near].span.start)
            if near == at or (key in taken and taken[key].completes is not None):
                continue
            left -= len(statements[near].folded)
            if left < 0:
                break
            part = taken.get(key) or replace(candidate, statement=statements[near], score=_ADDED_PART * candidate.score)
            if part.score < candidate.score:
                taken[key] = replace(part, completes=candidate.span.start)
    return list(taken.values())


def _wants_several(question: Question) -> bool:
    """Say whether a question asks for more than one thing, so that the clauses beside an answer belong to it."""
    if wants_list(question) or _SEVERAL.search(fold(question.standalone)):
        return True
    return question_terms(question.standalone).wanted in ("list", "method", "name", "other")


def _read(
    question: Question, chosen: Sequence[Candidate], reader: SpanReader | None
) -> list[tuple[Candidate, float | None]]:
    """Return what was chosen with the reader's log-odds that it answers the question, or the part it was chosen for."""
    if reader is None:
        return [(c, None) for c in chosen]
    read = reader.score_sentences(question.standalone, [c.article for c in chosen], [c.span for c in chosen])
    whole = (_UNREAD if logit is None else logit for logit in read)
    return [(c, max(logit, c.reading)) for c, logit in zip(chosen, whole, strict=True)]


def wants_list(question: Question) -> bool:
    """Say whether a question wants several sentences: measures, steps, a summary, a comparison, or two things."""
    if len(split_askings(question.standalone)) > 1:
        return True
    if question.kind in ("how", "summary", "comparison", "trend", "series", "ranking"):
        return True
    if question.kind == "list":
        return not _NAMES_ASKED.search(fold(question.standalone))
    return question.kind in ("fact", "yes_no") and question_terms(question.standalone).passage


def rank_sentences(
    question: Question,
    hits: Sequence[Hit],
    article_of: ArticleOf,
    encoder: Encoder | None = None,
    asking: str | None = None,
    reader: SpanReader | None = None,
    allow: Callable[[Candidate], bool] = lambda candidate: True,
) -> list[Candidate]:
    """Return the sentences of the articles that were found, the best first; `asking` is one of the parts of a question.

    A part leaves out what it is about, so that the whole question counts beside it. What is not to be told (`allow`)
    is left out.
    """
    candidates = _candidates(question, hits, article_of)
    scored = _rank(question, question.standalone, candidates, encoder, reader, allow)
    if asking is None:
        return scored
    whole = {(c.article.doc_id, c.span.start): c for c in scored}
    # The passage was found for the whole question: where it lies says little about a part.
    anywhere = [replace(c, in_hit=False) for c in candidates]
    parted = [
        _weigh_with_whole(c, whole[c.article.doc_id, c.span.start])
        for c in _rank(question, asking, anywhere, encoder, reader, allow)
    ]
    return sorted(parted, key=lambda c: -c.score)


def _weigh_with_whole(part: Candidate, whole: Candidate) -> Candidate:
    """Return a sentence as it answers a part, with what it says to the whole: a part leaves its subject out."""
    signs, reading = part.signs, part.reading
    if "reader" in signs:
        reading = (reading + whole.reading) / 2 if whole.reading > _UNREAD else reading
        signs = {**signs, "reader": (1 + squash(reading)) / 2}
    words = whole.score - WEIGHTS["reader"] * whole.signs.get("reader", 0.0)
    return replace(part, signs=signs, reading=reading, score=_total(signs) + _WHOLE * words)


def _rank(
    question: Question,
    asked: str,
    candidates: list[Candidate],
    encoder: Encoder | None,
    reader: SpanReader | None,
    allow: Callable[[Candidate], bool],
) -> list[Candidate]:
    terms = question_terms(asked)
    weigher = Weigher(terms, [candidate.folded for candidate in candidates])
    years = _years_asked(question)
    signed = (_sign(c, terms, weigher, years) for c in candidates if allow(c))
    scored = sorted(signed, key=lambda c: -c.score)
    scored = scored if encoder is None else _add_meaning(asked, scored, encoder)
    return scored if reader is None else _add_reading(asked, scored, reader)


def _candidates(question: Question, hits: Sequence[Hit], article_of: ArticleOf) -> list[Candidate]:
    whole = _is_about_document(question)
    listing = wants_list(question)
    reason = question_terms(question.standalone).wanted == "reason"
    found: dict[tuple[str, int], Candidate] = {}
    top = max((hit.score for hit in hits), default=0.0)
    for hit in hits:
        article = article_of(hit.doc_id, hit.version)
        before = ""
        for statement in find_statements(article, whole):
            fits = (listing or not statement.heading) and (reason or not statement.formula) and not statement.calls
            if whole or fits:
                key = (article.doc_id, statement.span.start)
                inside = statement.span.overlaps(hit.span)
                if key not in found or (inside and not found[key].in_hit):
                    found[key] = Candidate(article, statement, before, top - hit.score, inside, {})
            before = statement.folded
    return list(found.values())


def _is_about_document(question: Question) -> bool:
    return bool(_ABOUT_DOCUMENT.search(fold(question.standalone)))


def _sign(candidate: Candidate, terms: Terms, weigher: Weigher, years: frozenset[int]) -> Candidate:
    """Return the candidate with its signs, each about 0…1, and what they come to."""
    own = weigher.coverage(candidate.folded)
    signs = {
        "own": own,
        "focus": weigher.focus(candidate.folded),
        "before": weigher.coverage(candidate.before + candidate.folded) - own,
        "title": weigher.coverage(fold(candidate.article.title) + candidate.folded) - own,
        "rank": 1 / (1 + candidate.behind / _BEHIND),
        "hit": float(candidate.in_hit),
        "wanted": float(holds_wanted(terms, candidate.folded)),
        "asks": float(candidate.folded.rstrip('”」』"').endswith("?")),
        "heading": float(candidate.statement.heading),
        "length": min(len(candidate.folded), _LONG) / _LONG,
        "elsewhen": float(_is_of_another_year(candidate, years)),
    }
    return replace(candidate, signs=signs, score=_total(signs))


def _years_asked(question: Question) -> frozenset[int]:
    named = [period for period in question.periods if not is_bare_day(period)]
    return frozenset(year for period in named for year in range(period.start.year, period.end.year + 1))


def _is_of_another_year(candidate: Candidate, years: frozenset[int]) -> bool:
    """Say whether a year is asked about, the article is of another one, and the sentence names none that is asked."""
    date = candidate.article.date
    if not years or date is None or date.year in years:
        return False
    return not any(str(year) in candidate.folded for year in years)


def _total(signs: dict[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in signs.items())


def _add_meaning(question: str, scored: list[Candidate], encoder: Encoder) -> list[Candidate]:
    """Add how far the cosine to the question is above the mean of those compared, for the best sentences by words."""
    head, tail = scored[:_ENCODED], scored[_ENCODED:]
    if not head:
        return scored
    vectors = encode_sentences(encoder, [c.span.of(c.article.text)[:_ENCODED_LENGTH] for c in head])
    cosines = [float(value) for value in vectors @ encoder.encode_query(question)]
    mean = sum(cosines) / len(cosines)
    spread = max(_LEAST_SPREAD, statistics.pstdev(cosines)) * _SPREADS
    signed = [
        replace(c, signs={**c.signs, "meaning": (cosine - mean) / spread}, meaning=cosine)
        for c, cosine in zip(head, cosines, strict=True)
    ]
    return sorted((replace(c, score=_total(c.signs)) for c in signed), key=lambda c: -c.score) + tail


def _add_reading(asked: str, scored: list[Candidate], reader: SpanReader) -> list[Candidate]:
    """Add what the reader says of the best sentences; one that it did not read counts like one that answers nothing."""
    order = _take_turns(scored)
    head, tail = order[:_READ], order[_READ:]
    read = reader.score_sentences(asked, [c.article for c in head], [c.span for c in head])
    signed = [
        replace(c, signs={**c.signs, "reader": (1 + squash(logit)) / 2}, reading=logit)
        for c, logit in zip(head, (_UNREAD if logit is None else logit for logit in read), strict=True)
    ]
    far = [replace(c, signs={**c.signs, "reader": (1 + squash(_UNREAD)) / 2}, reading=_UNREAD) for c in tail]
    return sorted((replace(c, score=_total(c.signs)) for c in (*signed, *far)), key=lambda c: -c.score)


def _take_turns(scored: Sequence[Candidate]) -> list[Candidate]:
    """Put the best sentences of each article before the rest of any: a long one takes no other's reading."""
    place: dict[str, int] = {}
    turns: list[tuple[int, Candidate]] = []
    for candidate in scored:
        at = place[candidate.article.doc_id] = place.get(candidate.article.doc_id, -1) + 1
        turns.append((at // _READ_AT_ONCE, candidate))
    return [candidate for _, candidate in sorted(turns, key=lambda turn: turn[0])]


def _pick(ranked: list[Candidate], tokens: int, question: Question, places: Places) -> list[Candidate]:
    """Take the best until the budget is full, equally for each subject; what repeats or distracts is left out."""
    groups: dict[str | None, list[Candidate]] = {}
    for candidate in ranked:
        groups.setdefault(places.subject_of(candidate.article, candidate.span), []).append(candidate)
    named = {key: group for key, group in groups.items() if key is not None}
    budget = int(tokens * _POINTS_PER_TOKEN)
    if places.survey:
        best = ranked[0].score if ranked else 0.0
        strong = [group for group in named.values() if group[0].score >= _WEAK * best]
        kept = [group[: _EACH_PLACE.get(len(strong), 1)] for group in strong]
        return [candidate for group in kept[: max(2, budget // 80)] for candidate in _fill(group, budget)]
    shares = list(named.values()) or [groups.get(None, [])]
    if not wants_list(question):
        return _fill_evenly(shares, tokens)
    share = max(_LIST_POINTS // len(shares), _LEAST_SHARE)
    matter = find_matter(question.standalone, question.subjects) if question.kind == "comparison" else ()
    return [candidate for group in shares for candidate in _keep_matter(_tell(group, share, question), matter)]


def _pick_each(rankings: dict[str, list[Candidate]], question: Question) -> list[Candidate]:
    """Take what answers each thing that is asked: a stretch for measures or reasons, a sentence or two for a fact."""
    share = max(_LIST_POINTS // len(rankings), _LEAST_SHARE)
    top = max((ranked[0].score for ranked in rankings.values() if ranked), default=0.0)
    taken: dict[tuple[str, int], Candidate] = {}
    for asking, ranked in rankings.items():
        found = (
            _tell(ranked, share, question)
            if _wants_telling(asking, question)
            else _fill(ranked, _FACT_POINTS)[:_FACT_SENTENCES]
        )
        for candidate in found:
            even = replace(candidate, score=candidate.score * top / ranked[0].score if ranked[0].score > 0 else 0.0)
            taken.setdefault((candidate.article.doc_id, candidate.span.start), even)
    return list(taken.values())


def _pick_sides(rankings: dict[str, list[Candidate]], question: Question, places: Places) -> list[Candidate]:
    """Take what tells of each side of a comparison, equally much; of a known place only what speaks of it."""
    share = max(_LIST_POINTS // len(rankings), _LEAST_SHARE)
    matter = find_matter(question.standalone, question.subjects)
    top = max((ranked[0].score for ranked in rankings.values() if ranked), default=0.0)
    taken: dict[tuple[str, int], Candidate] = {}
    for side, ranked in rankings.items():
        key = places.key_of(side) if places.several else None
        own = [c for c in ranked if key is None or places.subject_of(c.article, c.span) == key]
        if not own or own[0].score <= 0:
            continue
        told = _tell(own, share, question)
        # Where the reader is there, it knows which sentences speak of the matter.
        for candidate in told if "reader" in own[0].signs else _keep_matter(told, matter):
            even = replace(candidate, score=candidate.score * top / own[0].score)
            taken.setdefault((candidate.article.doc_id, candidate.span.start), even)
    return list(taken.values())


def _wants_telling(asking: str, question: Question) -> bool:
    terms = question_terms(asking)
    return question.kind == "summary" or terms.passage or terms.wanted in ("reason", "method")


def _keep_matter(told: list[Candidate], matter: tuple[str, ...]) -> list[Candidate]:
    """Keep what is told of the matter that is compared; all of it where too little is."""
    pairs = {word[at : at + 2] for word in matter for at in range(len(word) - 1)}
    speaking = [c for c in told if any(pair in c.folded for pair in pairs)]
    return speaking if len(speaking) > 1 or (speaking and len(speaking[0].folded) >= _TELLS) else told


def _fill_evenly(groups: Sequence[list[Candidate]], tokens: int) -> list[Candidate]:
    """Take the best of each group, an equal share; the best of each counts as much as the best of all."""
    share = int(min(tokens, _FEW_TOKENS) * _POINTS_PER_TOKEN) // max(1, len(groups))
    filled = [_fill(group, share) for group in groups]
    top = max((group[0].score for group in filled if group), default=0.0)
    taken: dict[tuple[str, int], Candidate] = {}
    for group in filled:
        for candidate in group:
            even = replace(candidate, score=candidate.score * top / group[0].score if group[0].score > 0 else 0.0)
            taken.setdefault((candidate.article.doc_id, candidate.span.start), even)
    return list(taken.values())


def _tell(ranked: list[Candidate], budget: int, question: Question) -> list[Candidate]:
    """Take what the best article tells, and then what others add that is nearly as good."""
    if not ranked:
        return []
    article = _best_article(ranked)
    own = {c.span.start: c for c in ranked if c.article.doc_id == article.doc_id}
    statements = find_statements(article, _is_about_document(question))
    scores = [_score_told(own[s.span.start]) if s.span.start in own else 0.0 for s in statements]
    counts = counts_in(fold(question.standalone))
    if question.kind != "summary" and _stands_out([c.reading for c in own.values()]):
        budget = min(budget, _ONE_POINTS)
    told = choose_told(article, statements, scores, budget, counts, whole=question.kind == "summary")
    chosen = [own[statements[at].span.start] for at in told if statements[at].span.start in own]
    told_length = sum(len(c.folded) for c in chosen)
    left = max(int(budget * _ADDED), budget - told_length)
    little = told_length <= _LITTLE * budget and len(chosen) < _FEW
    least = _ADDS_TO_LITTLE if little else _ADDS
    for other in ranked:
        if other.article.doc_id == article.doc_id or other.score < least * ranked[0].score:
            continue
        if len(other.folded) <= left and not any(is_repeat(other.folded, c.folded) for c in chosen):
            chosen.append(other)
            left -= len(other.folded)
    return chosen


def _score_told(candidate: Candidate) -> float:
    """Return what a sentence counts among those of its article: the reader knows where an answer is, not how far.

    It has learned the shortest words that answer, so that it says little of the sentences that go on with them.
    """
    if "reader" not in candidate.signs:
        return candidate.score
    return candidate.score - WEIGHTS["reader"] * candidate.signs["reader"] + _READER_TOLD * squash(candidate.reading)


def _stands_out(reads: Sequence[float]) -> bool:
    """Say whether the reader puts one sentence far before all others of its article."""
    best = max(reads, default=_UNREAD)
    return best > _UNREAD and sum(read >= best - _NEAR for read in reads) == 1


def _best_article(ranked: Sequence[Candidate]) -> Article:
    """Return the article whose best few sentences say most: one line of a survey is less than an article of its own."""
    scores: dict[str, list[float]] = {}
    for candidate in ranked:
        scores.setdefault(candidate.article.doc_id, []).append(candidate.score)
    best = max(scores, key=lambda doc_id: sum(scores[doc_id][:_FEW]))
    return next(candidate.article for candidate in ranked if candidate.article.doc_id == best)


def _fill(ranked: list[Candidate], budget: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    left, pool = budget, list(ranked)
    while pool:
        best = max(pool, key=lambda c: c.score)
        pool.remove(best)
        same = not chosen or best.article.doc_id == chosen[0].article.doc_id
        least = _WEAK if same else _OTHER_ARTICLE
        if chosen and (len(best.folded) > left or best.score < least * chosen[0].score):
            continue
        if any(is_repeat(best.folded, other.folded) for other in chosen):
            continue
        # Scores fall in the order of choice, so that whoever keeps fewer keeps the first.
        chosen.append(replace(best, score=min(best.score, chosen[-1].score * _STEP)) if chosen else best)
        left -= len(best.folded)
        pool = [_follow(candidate, best) for candidate in pool]
        if left <= 0:
            break
    return chosen


def _follow(candidate: Candidate, taken: Candidate) -> Candidate:
    """Raise a sentence that stands right after one that was taken, and a little the one before it."""
    if candidate.article.doc_id != taken.article.doc_id:
        return candidate
    if 0 <= candidate.span.start - taken.span.end <= 3:
        return replace(candidate, score=candidate.score + _FOLLOWS * taken.score)
    if 0 <= taken.span.start - candidate.span.end <= 3:
        return replace(candidate, score=candidate.score + _FOLLOWS / 3 * taken.score)
    return candidate


def _in_reading_order(chosen: Iterable[Candidate]) -> list[Candidate]:
    """Order by the best score of each article, then by place in it."""
    kept = list(chosen)
    best: dict[str, float] = {}
    for candidate in kept:
        best[candidate.article.doc_id] = max(best.get(candidate.article.doc_id, 0.0), candidate.score)
    return sorted(kept, key=lambda c: (-best[c.article.doc_id], c.article.doc_id, c.span.start))
