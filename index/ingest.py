"""The path of documents into the library: read → prepare → embed → catalog → both indexes → live.

`ingest_paths` reads top to bottom. A group of articles is written as pending in one transaction, then added to both
indexes, then made live in another: a crash at any point leaves rows that `settle_pending` finishes at the next
opening for writing. A file whose bytes are known is passed over after they are hashed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.chunk import passage_words
from index.config import IndexSettings
from index.duplicates import forget_article, place_article
from index.embed import Vectors
from index.entries import make_entry
from index.figure_corrections import correct_figures
from index.prepare import Knowledge, Prepared, name_article, prepare_article
from index.read import find_inputs, read_file
from index.types import Failure, IngestReport, RawArticle

if TYPE_CHECKING:
    from index.library.changing import Changing

# Passages embedded and committed at once: some ten seconds of work, which is what a crash can lose.
_GROUP = 256
# An article without a passage still has to be committed some time.
_GROUP_ARTICLES = 200
# Below this many bytes of input, starting processes costs more than they save.
_PARALLEL_FROM = 4 * 2**20
# Reading ahead of the encoder is bounded, and with it memory.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is: bytes of input, articles, passages; `seconds_left` None until it can be told."""

    done: int
    total: int
    articles: int
    passages: int
    path: str
    seconds_left: float | None


Report = Callable[[Progress], None]
# Called with the share of a group that is embedded; what it raises ends the ingest before the group is written.
Watch = Callable[[float], None]


@dataclass(slots=True)
class _Tally:
    started: float = field(default_factory=time.monotonic)
    total: int = 0
    done: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    articles: int = 0
    passages: int = 0
    failed: list[Failure] = field(default_factory=list)
    # Path and digest of each file that was gone through, hashed before it was read.
    read: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Task:
    """One raw article on its way, and what the catalog knew of it."""

    raw: RawArticle
    doc_id: str
    version: int
    corrections: dict[str, str]


def ingest_paths(
    library: Changing,
    paths: Sequence[Path],
    *,
    prune: bool = False,
    purge: bool = False,
    workers: int = 0,
    report: Report | None = None,
) -> IngestReport:
    """Bring the library up to date with files and folders; what cannot be read is listed, the rest goes on."""
    tally = _Tally()
    inputs: list[tuple[Path, int]] = []
    for found in find_inputs(paths, library.settings.read):
        if isinstance(found, Failure):
            tally.failed.append(found)
        else:
            inputs.append((found, _size(found)))
    tally.total = sum(size for _, size in inputs)
    with library.writing():
        library.settle_pending()
        library.renew_vectors(report)
        group: list[Prepared] = []
        waiting = 0
        for prepared in _prepare_all(library, inputs, tally, workers):
            if not prepared.article.text.strip():
                tally.failed.append(Failure(prepared.article.path, "empty", "nothing is left once the page is cleaned"))
                tally.added -= prepared.article.version == 1
                tally.updated -= prepared.article.version > 1
                continue
            group.append(prepared)
            waiting += len(prepared.passages)
            if waiting >= _GROUP or len(group) >= _GROUP_ARTICLES:
                write_group(library, group, _watch(report, tally, group))
                _tell(report, tally, group)
                group, waiting = [], 0
        write_group(library, group, _watch(report, tally, group))
        _tell(report, tally, group)
        _note_finished(library, tally)
        if prune:
            tally.removed = _prune(library)
        if purge:
            library.catalog.purge_old()
        library.flush()
    counts = library.catalog.count()
    return IngestReport(
        added=tally.added,
        updated=tally.updated,
        unchanged=tally.unchanged,
        removed=tally.removed,
        failed=tuple(tally.failed),
        seconds=round(time.monotonic() - tally.started, 3),
        **counts,
    )


def write_group(library: Changing, group: Sequence[Prepared], watch: Watch | None = None) -> None:
    """Embed a group of articles and bring it into catalog and indexes; after this it is live."""
    if not group:
        return
    group = [library.propose_records(item) for item in group]
    texts = [passage_words(item.article, passage) for item in group for passage in item.passages]
    vectors = _embed(library, texts, watch)
    catalog, at = library.catalog, 0
    with catalog.transaction():
        catalog.set_meta("unsettled", "1")
        for item in group:
            own = vectors[at : at + len(item.passages)]
            at += len(item.passages)
            figures = correct_figures(catalog, item.article, item.figures)
            catalog.add_pending(item.article, item.passages, own, figures)
    library.settle_pending({item.article.doc_id: item for item in group})


def _embed(library: Changing, texts: Sequence[str], watch: Watch | None) -> Vectors:
    """Return one row a text; `watch` hears of it group by group, for one article may have thousands of passages."""
    if not texts:
        return np.zeros((0, 0), dtype=np.float32)
    parts = []
    for start in range(0, len(texts), _GROUP):
        parts.append(library.encoder.encode_passages(texts[start : start + _GROUP]))
        if watch is not None and start + _GROUP < len(texts):
            watch((start + _GROUP) / len(texts))
    return np.concatenate(parts)


def settle_pending(library: Changing, known: dict[str, Prepared]) -> None:
    """Bring every pending article into both indexes and make it live; call as the one writer."""
    catalog = library.catalog
    pending = catalog.pending()
    if not pending:
        return
    ids: list[int] = []
    entries = []
    for doc_id, version in pending:
        for row in catalog.article_passages(doc_id, version):
            ids.append(row.id)
            entries.append(make_entry(row))
    kept, vectors = catalog.vectors(ids)
    if kept:
        if not known:
            # An interrupted run may have got as far as either index.
            library.lexical.remove(ids)
        library.dense.add(kept, vectors)
        library.lexical.add(entries)
        library.commit_lexical()
    gone: list[int] = []
    with catalog.transaction():
        for doc_id, version in pending:
            gone += catalog.make_live(doc_id, version)
            item = known.get(doc_id)
            place_article(catalog, doc_id, item.signature if item else library.sign(doc_id))
        library.note_own_change()
    library.drop_passages(gone)


def remove_articles(library: Changing, doc_ids: Sequence[str]) -> int:
    """Take articles out of search; their text stays until purged. Returns how many; unknown ids raise `UsageError`."""
    catalog = library.catalog
    articles = [catalog.find_article(doc_id) for doc_id in doc_ids]
    live = [article for article in articles if article.live]
    gone: list[int] = []
    with catalog.transaction():
        for article in live:
            forget_article(catalog, article.doc_id)
            gone += catalog.retire(article.doc_id, article.version)
            catalog.forget_input(article.path)
        library.note_own_change()
    library.drop_passages(gone)
    return len(live)


# ── reading and preparing ─────────────────────────────────────────────────────────────────────────────────────


def _prepare_all(
    library: Changing, inputs: Sequence[tuple[Path, int]], tally: _Tally, workers: int
) -> Iterator[Prepared]:
    tasks = _find_tasks(library, inputs, tally)
    count = workers or library.settings.read.workers or max(1, (os.cpu_count() or 2) - 1)
    if count == 1 or (not workers and tally.total < _PARALLEL_FROM):
        for task in tasks:
            yield _prepare(task, library.settings, library.knowledge)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(count, context, _start_worker, (library.settings,)) as pool:
        ahead: deque[Future[Prepared]] = deque()
        for task in tasks:
            ahead.append(pool.submit(_prepare_in_worker, task))
            if len(ahead) >= _AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _find_tasks(library: Changing, inputs: Sequence[tuple[Path, int]], tally: _Tally) -> Iterator[_Task]:
    catalog = library.catalog
    known, corrections = catalog.live_digests(), catalog.corrections()
    moved = {digest: key for key, (_, digest, _) in known.items() if not _exists(key)}
    seen: set[str] = set()
    for path, size in inputs:
        digest = _hash_file(path)
        if digest is not None and catalog.input_digest(str(path)) == digest:
            tally.unchanged += catalog.count_from(str(path))
            tally.done += size
            continue
        for raw in read_file(path, library.settings.read):
            if isinstance(raw, Failure):
                tally.failed.append(raw)
                continue
            if raw.key in seen:
                tally.failed.append(Failure(raw.path, "repeated_id", f"{raw.key} stands twice; the first is kept"))
                continue
            seen.add(raw.key)
            task = _make_task(library, raw, known, moved, corrections, tally)
            if task is not None:
                yield task
        tally.done += size
        if digest is not None:
            tally.read[str(path)] = digest


def _make_task(
    library: Changing,
    raw: RawArticle,
    known: dict[str, tuple[str, str, int]],
    moved: dict[str, str],
    corrections: dict[str, dict[str, str]],
    tally: _Tally,
) -> _Task | None:
    if raw.key not in known and raw.digest in moved:
        old = moved.pop(raw.digest)
        doc_id, digest, version = known.pop(old)
        with library.catalog.transaction():
            library.catalog.rename(doc_id, raw.key, raw.path)
            library.note_own_change()
        known[raw.key] = (doc_id, digest, version)
    if raw.key in known:
        doc_id, digest, _ = known[raw.key]
        if digest == raw.digest:
            tally.unchanged += 1
            return None
        tally.updated += 1
    else:
        doc_id = name_article(raw.key)
        tally.added += 1
    version = library.catalog.latest_version(doc_id) + 1
    return _Task(raw, doc_id, version, corrections.get(doc_id, {}))


_worker_settings: IndexSettings
_worker_knowledge: Knowledge


def _start_worker(settings: IndexSettings) -> None:
    """Load places and metrics once for each reading process."""
    global _worker_settings, _worker_knowledge
    from index.library import load_knowledge

    _worker_settings, _worker_knowledge = settings, load_knowledge(settings.data)


def _prepare_in_worker(task: _Task) -> Prepared:
    return _prepare(task, _worker_settings, _worker_knowledge)


def _prepare(task: _Task, settings: IndexSettings, knowledge: Knowledge) -> Prepared:
    return prepare_article(task.raw, task.doc_id, task.version, task.corrections, settings.passages, knowledge)


# ── bookkeeping ───────────────────────────────────────────────────────────────────────────────────────────────


def _note_finished(library: Changing, tally: _Tally) -> None:
    """Remember the bytes of every file that was read without a failure, so that the next run passes it over."""
    failed = {failure.path for failure in tally.failed}
    with library.catalog.transaction():
        for path, digest in tally.read.items():
            if path not in failed:
                library.catalog.set_input_digest(path, digest)


def _prune(library: Changing) -> int:
    gone = [doc_id for key, (doc_id, _, _) in library.catalog.live_digests().items() if not _exists(key)]
    return remove_articles(library, gone) if gone else 0


def _exists(key: str) -> bool:
    """Say whether the file behind an article's key is still there; the key of an archive's member names the archive."""
    if os.path.exists(key):
        return True
    for mark in ("#", "!"):
        head, found, _ = key.partition(mark)
        if found and os.path.exists(head):
            return True
    return False


def _hash_file(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _watch(report: Report | None, tally: _Tally, group: Sequence[Prepared]) -> Watch | None:
    """Return what tells how far a long group is; its input is taken for as many bytes as its text."""
    if report is None or not group:
        return None
    begun, path = time.monotonic(), group[-1].article.path
    size = sum(len(item.article.text.encode()) for item in group)

    def watch(share: float) -> None:
        done = min(tally.total, tally.done + int(size * share))
        left = (time.monotonic() - begun) / share * (1 - share)
        left += (time.monotonic() - tally.started) / max(done, 1) * max(0, tally.total - tally.done - size)
        report(Progress(done, tally.total, tally.articles, tally.passages, path, left))

    return watch


def _tell(report: Report | None, tally: _Tally, group: Sequence[Prepared]) -> None:
    tally.articles += len(group)
    tally.passages += sum(len(item.passages) for item in group)
    if report is None:
        return
    spent = time.monotonic() - tally.started
    left = spent * (tally.total - tally.done) / tally.done if tally.done else None
    path = group[-1].article.path if group else ""
    report(Progress(tally.done, tally.total, tally.articles, tally.passages, path, left))
