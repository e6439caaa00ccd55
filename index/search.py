"""The path of one question through the library: words and meaning → candidates → one score → articles.

Both indexes name candidate passages. These and their neighbours then get both scores, whoever named them, and an
article is judged by its nearest passage, its best passage in words, and its words as a whole. What this module needs
of the catalog is the small protocol `Shelf`; `index.catalog.Catalog` fits it as it is.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.lexical import Match
from index.text import fold, simplify
from index.types import Filters, Hit, Span
from index.vector_rows import stand_in
from index.wanted import find_wanted_form

# Passages that each index names. More costs time and finds next to nothing.
CANDIDATES = 100
# Passages on either side of a candidate that are judged with it, as its article; a yearbook is not one topic.
REACH = 16
# Articles looked at beyond those asked for, since near-duplicates fall out.
SPARE = 3
# Words that ask for the newest.
LATEST = re.compile("最新|latest|newest|most recent", re.IGNORECASE)

Ids = npt.NDArray[np.int64]
Vector = npt.NDArray[np.float32]


class Row(Protocol):
    """A live passage with what a hit shows of its article. Articles of one `cluster` say the same."""

    @property
    def id(self) -> int:
        """The passage's id, which both indexes know."""

    @property
    def doc_id(self) -> str:
        """The article's lasting id."""

    @property
    def version(self) -> int:
        """The article's version."""

    @property
    def source_id(self) -> str | None:
        """The id that the input gave."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def title(self) -> str:
        """The headline."""

    @property
    def date(self) -> dt.date | None:
        """The day of publication."""

    @property
    def span(self) -> Span:
        """Where it stands in the clean text."""

    @property
    def text(self) -> str:
        """The clean text of the span."""

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings above it, outermost first."""

    @property
    def cluster(self) -> str | None:
        """The group of near-duplicates, None where the article is alone."""


class Shelf(Protocol):
    """What a search asks of the catalog."""

    def filter_ids(self, filters: Filters) -> Ids | None:
        """Return the live passage ids that `filters` lets through, ascending; None where nothing is limited."""

    def neighbours(self, ids: Sequence[int], reach: int) -> list[tuple[int, int]]:
        """Return `(article, passage id)` of `ids` and of what stands up to `reach` passages from them, ascending."""

    def passage_rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """Return the live passages among `ids` by id."""

    def witnesses(self, cluster: str | None, doc_id: str) -> tuple[str, ...]:
        """Return source_id or path of the other live articles of `cluster`."""


class Lexical(Protocol):
    """Finding by words."""

    def search(self, question: str, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """Return the best `k` ids with their scores."""

    def match(self, question: str, ids: Ids) -> Match:
        """Return how each word counts in each of `ids`, which ascend."""


class Dense(Protocol):
    """Finding by meaning."""

    def search(self, vector: Vector, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """Return the nearest `k` ids with their cosines."""

    def cosines(self, vector: Vector, ids: Ids) -> Vector:
        """Return the cosine with each of `ids`."""


class QueryEncoder(Protocol):
    """What makes a question's vector."""

    def encode_query(self, question: str, /) -> Vector:
        """Return the normalised vector of `question`."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """What each part weighs. `load_fusion` returns what was learned; see benchmarks/fusion.py.

    Scores are added, not ranks: a rank forgets how sure each way is, and rank fusion loses against words alone.
    """

    # Times the cosine of an article's nearest passage; cosines of this kind of model lie close together.
    dense: float
    # Times the best passage's share of the best possible BM25 score.
    lexical: float
    # Times the same of the article as a whole.
    article: float
    # Times the share of candidates that are older, where the question asks for the latest.
    fresh: float = 0.6
    # Where the question asks for a day or a number, and the best passage holds one: small, for most passages do. On
    # both halves of the development questions anything from 0.1 to 0.3 is better than none.
    form: float = 0.2

    @property
    def best(self) -> float:
        """Return the score that no article passes."""
        return self.dense + self.lexical + self.article + self.fresh + self.form


@cache
def load_fusion() -> Fusion:
    """Return the weights that were learned from half of the development questions, and checked on the other half."""
    learned = tomllib.loads(files("index.data").joinpath("fusion.toml").read_text(encoding="utf-8"))
    return Fusion(**learned["weights"])


@dataclass(frozen=True, slots=True)
class Scored:
    """The passages around the candidates, ascending by article; `starts` is where each article begins."""

    ids: Ids
    starts: Ids
    cosines: npt.NDArray[np.float64]
    words: npt.NDArray[np.float64]
    # Share of the best possible lexical score: of each passage, and of each article.
    shares: npt.NDArray[np.float64]
    article_shares: npt.NDArray[np.float64]

    def parts(self) -> npt.NDArray[np.float64]:
        """Return what the weights of a fusion are multiplied with: dense, lexical, article (3, articles)."""
        nearest = np.maximum.reduceat(self.cosines, self.starts)
        return np.stack([nearest, np.maximum.reduceat(self.shares, self.starts), self.article_shares])


def search_library(
    question: str,
    shelf: Shelf,
    lexical: Lexical,
    dense: Dense,
    encoder: QueryEncoder,
    top_k: int = 10,
    filters: Filters | None = None,
    fusion: Fusion | None = None,
) -> list[Hit]:
    """Return the best passage of each of the `top_k` best articles, best first.

    Articles that say the same give one hit, which names the others in `duplicates`. Among equals the newer comes
    first, then the smaller passage id. Nothing that `filters` keeps out is returned; fewer hits than asked for mean
    that there are no more candidates.
    """
    fusion = fusion or load_fusion()
    allowed = shelf.filter_ids(filters or Filters())
    scored = score_candidates(question, shelf, lexical, dense, encoder, top_k, allowed, fusion)
    if scored is None:
        return []
    totals = np.array([fusion.dense, fusion.lexical, fusion.article]) @ scored.parts()
    shown = _best_passages(scored, fusion, allowed)
    return _pick_hits(question, shelf, scored, totals, shown, top_k, fusion)


def score_candidates(
    question: str,
    shelf: Shelf,
    lexical: Lexical,
    dense: Dense,
    encoder: QueryEncoder,
    top_k: int,
    allowed: Ids | None,
    fusion: Fusion,
) -> Scored | None:
    """Return both scores of every passage around those that either index names; None where nothing is found.

    An index that has no weight in `fusion` is not asked.
    """
    if allowed is not None and not len(allowed):
        return None
    wanted = max(CANDIDATES, 4 * top_k)
    vector = encoder.encode_query(simplify(question))
    by_words = lexical.search(question, wanted, allowed) if fusion.lexical or fusion.article else []
    by_meaning = dense.search(vector, wanted, allowed) if fusion.dense else []
    # Empty where the library is, and where what the indexes name has just left the catalog.
    near = shelf.neighbours(sorted({id_ for id_, _ in (*by_words, *by_meaning)}), REACH)
    return _score(near, question, vector, lexical, dense) if near else None


def _score(near: Sequence[tuple[int, int]], question: str, vector: Vector, lexical: Lexical, dense: Dense) -> Scored:
    """Give every passage around the candidates both scores, whoever named it."""
    articles = np.array([article for article, _ in near], np.int64)
    ids = np.array([id_ for _, id_ in near], np.int64)
    starts = np.flatnonzero(np.r_[True, articles[1:] != articles[:-1]])
    order = np.argsort(ids)
    back = np.argsort(order)
    match = lexical.match(question, ids[order])
    match = Match(match.weights, match.impacts[:, back])
    scale = max(match.best_possible, 1e-9)
    words = match.score_passages()
    cosines = np.asarray(dense.cosines(vector, ids), np.float64)
    return Scored(ids, starts, cosines, words, words / scale, match.score_articles(starts) / scale)


def _best_passages(scored: Scored, fusion: Fusion, allowed: Ids | None) -> list[int]:
    """Return the place of the passage to show of each article: the best by both scores together."""
    both = fusion.dense * scored.cosines + (fusion.lexical + fusion.article) * scored.shares
    if allowed is not None:
        both = np.where(stand_in(scored.ids, allowed), both, -np.inf)
    ends = np.r_[scored.starts[1:], len(scored.ids)]
    return [int(start + np.argmax(both[start:end])) for start, end in zip(scored.starts, ends, strict=True)]


def _pick_hits(
    question: str,
    shelf: Shelf,
    scored: Scored,
    totals: npt.NDArray[np.float64],
    shown: Sequence[int],
    top_k: int,
    fusion: Fusion,
) -> list[Hit]:
    """Turn the best articles into hits: near-duplicates as one, the newer first among equals."""
    best = np.argsort(-totals, kind="stable")[: SPARE * top_k + SPARE].tolist()
    rows = shelf.passage_rows([int(scored.ids[shown[article]]) for article in best])
    found = [
        (float(totals[article]), rows[id_], shown[article])
        for article in best
        if (id_ := int(scored.ids[shown[article]])) in rows
    ]
    if (form := find_wanted_form(question)) and fusion.form:
        found = [(total + fusion.form * bool(form.search(fold(row.text))), row, place) for total, row, place in found]
    if LATEST.search(question):
        dates = sorted(row.date for _, row, _ in found if row.date)
        found = [(total + fusion.fresh * _newness(row.date, dates), row, place) for total, row, place in found]
    found.sort(key=lambda one: (-round(one[0], 6), -(one[1].date or dt.date.min).toordinal(), one[1].id))
    distinct: dict[str, tuple[float, Row, int]] = {}
    for one in found:
        distinct.setdefault(one[1].cluster or one[1].doc_id, one)
    return [
        _as_hit(row, total / fusion.best, scored, place, shelf) for total, row, place in list(distinct.values())[:top_k]
    ]


def _newness(date: dt.date | None, dates: Sequence[dt.date]) -> float:
    """Return the share of `dates` (ascending) that are older, 0 for no date."""
    return bisect_left(dates, date) / len(dates) if date else 0.0


def _as_hit(row: Row, score: float, scored: Scored, place: int, shelf: Shelf) -> Hit:
    """Return a row as the library's callers see it."""
    return Hit(
        passage_id=row.id,
        doc_id=row.doc_id,
        version=row.version,
        span=row.span,
        text=row.text,
        score=round(score, 6),
        why={"dense": round(float(scored.cosines[place]), 6), "lexical": round(float(scored.words[place]), 6)},
        source_id=row.source_id,
        path=row.path,
        title=row.title,
        date=row.date,
        heading=row.heading,
        duplicates=shelf.witnesses(row.cluster, row.doc_id) if row.cluster else (),
    )
