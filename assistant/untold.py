"""What records leave untold: another thing that the question asks, or all of it where sentences answer far better.

A record answers with a number. Of 近视率降多少，建多少试点 it may know one; and a number that only looks like the one
asked for stands in a sentence that says little to the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.evidence import Candidate
from assistant.types import Claim

# The reader's log-odds from which a sentence surely answers a part of a question.
_SURE = 2.0
# The record's sentence must score this share of the best one's, or be among so many.
_SHARE, _AMONG = 0.75, 3


def find_untold(rankings: Mapping[str, Sequence[Candidate]], claims: Sequence[Claim]) -> list[Candidate]:
    """Return the sentence that surely answers each part of a question which no claim's own sentence answers so well."""
    found: list[Candidate] = []
    for ranked in rankings.values():
        best = ranked[0] if ranked else None
        if best is None or best.reading < _SURE or _holds(best, claims):
            continue
        told = max((c.reading for c in ranked if _holds(c, claims)), default=0.0)
        if best.reading >= told + _SURE and best not in found:
            found.append(best)
    return found


def is_outdone(ranked: Sequence[Candidate], claims: Sequence[Claim]) -> bool:
    """Say whether the sentences of all claims speak far less to the question than the best one does."""
    if not ranked or any(_holds(candidate, claims) for candidate in ranked[:_AMONG]):
        return False
    told = max((c.score for c in ranked if _holds(c, claims)), default=0.0)
    return told < _SHARE * ranked[0].score


def _holds(candidate: Candidate, claims: Sequence[Claim]) -> bool:
    quotes = [quote for claim in claims for quote in claim.quotes]
    return any(q.doc_id == candidate.article.doc_id and q.span.overlaps(candidate.span) for q in quotes)
