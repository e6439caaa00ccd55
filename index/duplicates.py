"""Near-duplicates: the same story on six sites is one witness with six addresses.

Two articles are the same story where most of one's five-character shingles stand in the other. MinHash signatures
(Broder 1997) are kept in the catalog; bands of them give candidates, the estimate of the resemblance decides. One
sentence shared by two articles is far below the mark. And a witness says the same numbers: the revision of a policy, or
a story whose figures were brought up to date, shares most of its words with what it replaces, and is not the same.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import numpy as np
import numpy.typing as npt

from index.catalog import Catalog
from index.text import fold

Signature = npt.NDArray[np.uint64]

# 32 bands of 3: a pair that shares 0.6 of its shingles is a candidate with probability 0.9996, one at 0.2 with 0.23.
_BANDS = 32
_ROWS = 3
_HASHES = _BANDS * _ROWS
_SHINGLE = 5
# Reprints with another lead or tail measure 0.6 and more; different articles on the same meeting stay below 0.4.
_SAME = 0.55
# Texts shorter than this share too much by chance to be called the same.
_SHORTEST = 40

# A band that more articles share is made of words that a whole series has (每日通报), and tells nothing; and so many
# candidates are compared at most: a library of such a series must not take longer with each article.
_CROWD = 300
_MOST_CANDIDATES = 60
# Of the numbers of the one that has fewer, so many stand in the other: a misprint, not another statement.
_SAME_NUMBERS = 0.9
# Numbers but those of days and clocks, which every site sets anew, and those of codes (CN078).
_NUMBER = re.compile(r"(?<![0-9a-z_.:/-])[0-9]+(?:[,.][0-9]+)*%?(?![0-9:/-]|[年月日时分秒])")

_NOT_WORDS = re.compile(r"\W+")
_generator = np.random.default_rng(19970601)
# Multiply-shift hashing (Dietzfelbinger 1997): odd 64-bit factors, the upper half of the wrapped product.
_FACTORS = _generator.integers(0, 1 << 63, _HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_OFFSETS = _generator.integers(0, 1 << 63, _HASHES, dtype=np.uint64)


def sign_text(text: str) -> Signature | None:
    """Return the MinHash signature of a text, shape (96,); None where it is too short to tell."""
    letters = _NOT_WORDS.sub("", fold(text))
    if len(letters) < _SHORTEST:
        return None
    points = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    shingles = np.zeros(len(points) - _SHINGLE + 1, dtype=np.uint64)
    for place in range(_SHINGLE):
        shingles = shingles * np.uint64(1000003) + points[place : place + len(shingles)]
    shingles = np.unique(shingles ^ (shingles >> np.uint64(31)))
    signature = np.full(_HASHES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingles), 4096):
        hashed = (shingles[start : start + 4096, None] * _FACTORS + _OFFSETS) >> np.uint64(32)
        signature = np.minimum(signature, hashed.min(axis=0))
    return signature


def estimate_resemblance(one: Signature, other: Signature) -> float:
    """Return the estimated share of shingles that two texts have in common (Jaccard), 0 to 1."""
    return float((one == other).mean())


def place_article(catalog: Catalog, doc_id: str, signature: Signature | None) -> None:
    """Put a live article into the cluster of those that say the same; call inside a transaction."""
    forget_article(catalog, doc_id)
    if signature is None:
        return
    bands = _hash_bands(signature)
    same = _find_same(catalog, doc_id, signature, bands)
    catalog.db.executemany("INSERT OR IGNORE INTO bands VALUES (?,?,?)", [(b, h, doc_id) for b, h in bands])
    catalog.db.execute("INSERT OR REPLACE INTO signatures VALUES (?,?)", (doc_id, signature.tobytes()))
    if not same:
        return
    clusters = catalog.clusters_of(same)
    # The oldest name wins, so that the outcome does not depend on how the work was cut into batches.
    cluster = min(clusters.values(), default=min(same))
    catalog.merge_clusters(cluster, set(clusters.values()) - {cluster})
    for member in [*same, doc_id]:
        catalog.set_cluster(member, cluster)


def forget_article(catalog: Catalog, doc_id: str) -> None:
    """Take an article out of its cluster; a cluster of one is none. Call inside a transaction."""
    cluster = catalog.cluster_of(doc_id)
    catalog.db.execute("DELETE FROM bands WHERE doc_id = ?", (doc_id,))
    catalog.db.execute("DELETE FROM signatures WHERE doc_id = ?", (doc_id,))
    if cluster is not None:
        catalog.set_cluster(doc_id, None)
        left = catalog.db.execute(
            "SELECT doc_id FROM articles WHERE cluster = ? AND state = 'live'", (cluster,)
        ).fetchall()
        if len(left) == 1:
            catalog.set_cluster(left[0]["doc_id"], None)


def _hash_bands(signature: Signature) -> list[tuple[int, int]]:
    rows = signature.reshape(_BANDS, _ROWS)
    return [
        (band, int.from_bytes(hashlib.blake2b(rows[band].tobytes(), digest_size=7).digest(), "big"))
        for band in range(_BANDS)
    ]


def agree_in_numbers(one: str, other: str) -> bool:
    """Say whether two texts of mostly the same words also say the same numbers."""
    fewer, more = sorted((set(_NUMBER.findall(fold(text))) for text in (one, other)), key=len)
    return len(fewer & more) >= _SAME_NUMBERS * len(fewer)


def _find_same(catalog: Catalog, doc_id: str, signature: Signature, bands: list[tuple[int, int]]) -> list[str]:
    """Return the live articles that say the same, of those that share most with `doc_id`."""
    shared: Counter[str] = Counter()
    for band, value in bands:
        rows = catalog.db.execute(
            "SELECT doc_id FROM bands WHERE band = ? AND hash = ? LIMIT ?", (band, value, _CROWD + 1)
        ).fetchall()
        if len(rows) <= _CROWD:
            shared.update(row["doc_id"] for row in rows)
    text = _read_text(catalog, doc_id)
    same = []
    for candidate, _ in sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:_MOST_CANDIDATES]:
        row = catalog.db.execute("SELECT signature FROM signatures WHERE doc_id = ?", (candidate,)).fetchone()
        other = np.frombuffer(row["signature"], dtype=np.uint64)
        if estimate_resemblance(signature, other) >= _SAME and agree_in_numbers(text, _read_text(catalog, candidate)):
            same.append(candidate)
    return sorted(same)


def _read_text(catalog: Catalog, doc_id: str) -> str:
    row = catalog.db.execute("SELECT text FROM articles WHERE doc_id = ? AND state = 'live'", (doc_id,)).fetchone()
    return str(row["text"]) if row else ""
