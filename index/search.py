"""The path of one question through the library: words and meaning → candidates → one score → articles.

Both indexes name candidates; then every candidate gets both scores, whoever named it, so that the two can be added up
as scores. (Fusing ranks throws away how sure each way is; measured, it loses against words alone.) What this module
needs of the catalog is the small protocol `Shelf`; `index.catalog.Catalog` fits it as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.types import Filters, Hit, Span

# Candidates that each index names. More costs time and finds next to nothing.
CANDIDATES = 100
# What a cosine and a share of the best possible lexical score weigh; see benchmarks/retrieval.py --learn.
DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0

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

    def passage_rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """Return the live passages among `ids` by id."""

    def witnesses(self, cluster: str | None, doc_id: str) -> tuple[str, ...]:
        """Return source_id or path of the other live articles of `cluster`."""


class Lexical(Protocol):
    """Finding by words."""

    def search(self, question: str, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """Return the best `k` ids with their scores."""

    def scores(self, question: str, ids: Ids) -> npt.NDArray[np.float64]:
        """Return the score of each of `ids`."""

    def best_possible(self, question: str) -> float:
        """Return the score that no passage passes."""


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
class _Candidate:
    """A passage with both scores and what they come to."""

    row: Row
    dense: float
    lexical: float
    score: float


def search_library(
    question: str,
    shelf: Shelf,
    lexical: Lexical,
    dense: Dense,
    encoder: QueryEncoder,
    top_k: int = 10,
    filters: Filters | None = None,
) -> list[Hit]:
    """Return the best passage of each of the `top_k` best articles, best first.

    Articles that say the same give one hit, which names the others in `duplicates`. Among equals the newer comes
    first, then the smaller passage id. Nothing that `filters` keeps out is returned; fewer hits than asked for mean
    that there are no more candidates.
    """
    allowed = shelf.filter_ids(filters or Filters())
    if allowed is not None and not len(allowed):
        return []
    vector = encoder.encode_query(question)
    wanted = max(CANDIDATES, 5 * top_k)
    by_words = lexical.search(question, wanted, allowed)
    by_meaning = dense.search(vector, wanted, allowed)
    ids = np.unique(np.array([id_ for id_, _ in (*by_words, *by_meaning)], np.int64))
    candidates = _score(ids, question, vector, shelf, lexical, dense)
    return [_as_hit(candidate, shelf) for candidate in _best_of_articles(candidates)[:top_k]]


def _score(ids: Ids, question: str, vector: Vector, shelf: Shelf, lexical: Lexical, dense: Dense) -> list[_Candidate]:
    """Give every candidate both scores, and their weighted sum."""
    words = lexical.scores(question, ids)
    share = words / max(lexical.best_possible(question), 1e-9)
    cosines = dense.cosines(vector, ids)
    totals = DENSE_WEIGHT * cosines + LEXICAL_WEIGHT * share
    rows = shelf.passage_rows([int(id_) for id_ in ids])
    return [
        _Candidate(rows[id_], float(cosine), float(word), float(total))
        for id_, cosine, word, total in zip(ids.tolist(), cosines, words, totals, strict=True)
        if id_ in rows
    ]


def _best_of_articles(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the best candidate of each article and each group of near-duplicates, best first."""
    best: dict[str, _Candidate] = {}
    for candidate in sorted(candidates, key=_rank):
        best.setdefault(candidate.row.cluster or candidate.row.doc_id, candidate)
    return list(best.values())


def _rank(candidate: _Candidate) -> tuple[float, int, int]:
    """Return what to sort by: score, then newer first, then the smaller id."""
    date = candidate.row.date
    return -round(candidate.score, 6), -(date.toordinal() if date else 0), candidate.row.id


def _as_hit(candidate: _Candidate, shelf: Shelf) -> Hit:
    """Return the candidate as the library's callers see it."""
    row = candidate.row
    return Hit(
        passage_id=row.id,
        doc_id=row.doc_id,
        version=row.version,
        span=row.span,
        text=row.text,
        score=round(candidate.score, 6),
        why={"dense": round(candidate.dense, 6), "lexical": round(candidate.lexical, 6)},
        source_id=row.source_id,
        path=row.path,
        title=row.title,
        date=row.date,
        heading=row.heading,
        duplicates=shelf.witnesses(row.cluster, row.doc_id) if row.cluster else (),
    )
