"""A library: one folder with catalog, dense and lexical index, and all that is asked of it.

The face of the package. Opens fast: models and indexes are brought in by the first call that needs them. One process
writes at a time; any number reads.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index import ingest as ingest_path
from index.catalog import Catalog, PassageRow
from index.chunk import passage_words
from index.config import IndexSettings
from index.duplicates import Signature, sign_text
from index.entries import make_entry
from index.errors import LibraryBusyError, LibraryError, UsageError
from index.exact import ExactIndex
from index.figure_corrections import correct_figures, keep_correction
from index.figures import Proposer, add_proposed
from index.prepare import Knowledge, Prepared, correct_description, derive_records
from index.rate_table import RATE_TABLE, read_rate_table
from index.relax import relax_filters
from index.rerank import RERANKED, CrossEncoderReranker, Reranker, rerank_hits
from index.types import Article, Figure, Filters, Hit, IngestReport, Passage, Period, Span

if TYPE_CHECKING:
    from index.dense import DenseIndex
    from index.embed import Encoder
    from index.lexical import LexicalIndex

Report = Callable[[ingest_path.Progress], None]

# Passages embedded at once when all vectors are renewed.
_RENEW = 256
# Metrics of one subject that are weighed against those of the others.
_METRICS_WEIGHED = 60
_PLACES_OVERLAY = "places.toml"
_METRICS_OVERLAY = "metrics.toml"


def load_knowledge(folder: Path | None) -> Knowledge:
    """Load places and metrics, with the user's own overlays where the library's folder holds them."""
    from index.metrics import load_vocabulary
    from index.regions import load_gazetteer

    def overlay(name: str) -> Path | None:
        path = folder / name if folder else None
        return path if path and path.exists() else None

    return Knowledge(load_gazetteer(overlay(_PLACES_OVERLAY)), load_vocabulary(overlay(_METRICS_OVERLAY)))


class Library:
    """An open library. `encoder` and `knowledge` may be given, for tests and for sharing between libraries."""

    def __init__(
        self,
        settings: IndexSettings,
        *,
        encoder: Encoder | None = None,
        knowledge: Knowledge | None = None,
        in_memory: bool = False,
    ) -> None:
        self.settings = settings
        self.folder = Path(settings.data)
        self.in_memory = in_memory
        self._given_encoder, self._given_knowledge = encoder, knowledge
        # Proposes records that the rules are at a loss with; none unless whoever opened the library gives one.
        self.proposer: Proposer | None = None
        self._opening = threading.RLock()
        self._quiet = threading.Condition()
        self._searching = 0
        self._seen: int | None = None
        if in_memory:
            self.folder = Path(os.devnull)
            self.catalog = Catalog(None)
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{self.folder}: {error.strerror}", "name another folder with --data") from None
        self.catalog = Catalog(self.folder / "catalog.sqlite")

    # ── parts, each opened by the first who needs it ──────────────────────────────────────────────────────────

    @cached_property
    def knowledge(self) -> Knowledge:
        """Places and metrics."""
        return self._given_knowledge or load_knowledge(None if self.in_memory else self.folder)

    def renew_knowledge(self) -> None:
        """Read places and metrics again, after their files in the library's folder changed."""
        self.__dict__.pop("knowledge", None)

    @cached_property
    def encoder(self) -> Encoder:
        """What makes vectors; the first use may download weights."""
        if self._given_encoder is not None:
            return self._given_encoder
        from index.embed import load_encoder

        with self._opening:
            return load_encoder(self.settings, made_with=self.catalog.meta("embedding"))

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The keyword index."""
        from index.lexical import LexicalIndex

        with self._opening:
            # Without a folder nothing is ever read or committed.
            return LexicalIndex.open(self.folder / "lexical")

    @cached_property
    def dense(self) -> DenseIndex | ExactIndex:
        """The vector index."""
        if self.in_memory:
            return ExactIndex(self.encoder.dimension)
        from index.dense import DenseIndex

        with self._opening:
            return DenseIndex.open(self.folder / "dense", self.encoder.dimension, self.encoder.model_hash)

    @cached_property
    def reranker(self) -> Reranker:
        """The cross-encoder that the settings name."""
        with self._opening:
            return CrossEncoderReranker(self.settings.search.reranker, offline=self.settings.weights.offline)

    def commit_lexical(self) -> None:
        """Write what the keyword index has taken in."""
        if not self.in_memory:
            self.lexical.commit()

    # ── writing ───────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library as its one writer; raises `LibraryBusyError` naming the process that does."""
        if self.in_memory:
            yield
            return
        from filelock import FileLock, Timeout

        lock, owner = FileLock(self.folder / "writer.lock"), self.folder / "writer.pid"
        try:
            lock.acquire(timeout=0)
        except Timeout:
            holder = owner.read_text(encoding="ascii", errors="replace") if owner.exists() else "unknown"
            raise LibraryBusyError(
                f"{self.folder} is being written by process {holder}", "wait until it is done, then run this again"
            ) from None
        try:
            owner.write_text(str(os.getpid()), encoding="ascii")
            yield
        except OSError as error:
            raise LibraryError(f"{self.folder}: {error.strerror}", "free some space or check the rights") from error
        finally:
            owner.unlink(missing_ok=True)
            lock.release()

    def ingest(
        self,
        paths: Sequence[Path | str],
        *,
        prune: bool = False,
        purge: bool = False,
        workers: int = 0,
        report: Report | None = None,
    ) -> IngestReport:
        """Bring the library up to date with files and folders."""
        found = [Path(path) for path in paths]
        return ingest_path.ingest_paths(self, found, prune=prune, purge=purge, workers=workers, report=report)

    def remove(self, doc_ids: Sequence[str]) -> int:
        """Take articles out of search; raises `UsageError` for an id that does not exist."""
        with self.writing():
            self.settle_pending()
            return ingest_path.remove_articles(self, doc_ids)

    def settle_pending(self, known: dict[str, Prepared] | None = None) -> None:
        """Finish what an interrupted run left; with `known`, what this run has just written."""
        if known is None and self.catalog.meta("unsettled") == "1":
            ingest_path.settle_pending(self, {})
            self.reconcile()
            self.flush()
        elif known is not None:
            ingest_path.settle_pending(self, known)

    def flush(self) -> None:
        """Say that catalog and indexes agree."""
        self.catalog.set_meta("unsettled", "0")
        if "dense" in self.__dict__ and self.catalog.meta("embedding") is None:
            self.catalog.set_meta("embedding", self.encoder.model_hash)
            self.catalog.set_meta("embedding_name", self.settings.embedding.model)

    def drop_passages(self, ids: Sequence[int]) -> None:
        """Take passages out of both indexes."""
        if ids:
            self.dense.remove(ids)
            self.lexical.remove(ids)
            self.commit_lexical()

    def renew_vectors(self, report: Report | None = None) -> int:
        """Embed every passage again if another model made the vectors; returns how many were."""
        made_by = self.catalog.meta("embedding")
        if made_by is None or made_by == self.encoder.model_hash:
            return 0
        ids = [int(i) for i in self.catalog.live_passage_ids()]
        for start in range(0, len(ids), _RENEW):
            rows = list(self.catalog.passage_rows(ids[start : start + _RENEW]).values())
            vectors = self.encoder.encode_passages([self._words(row) for row in rows])
            with self.catalog.transaction():
                self.catalog.replace_vectors(zip([row.id for row in rows], vectors, strict=True))
            if report:
                report(ingest_path.Progress(start + len(rows), len(ids), 0, start + len(rows), "", None))
        self.rebuild_dense()
        self.catalog.set_meta("embedding", self.encoder.model_hash)
        self.catalog.set_meta("embedding_name", self.settings.embedding.model)
        return len(ids)

    def _words(self, row: PassageRow) -> str:
        article = self.catalog.find_article(row.doc_id, row.version)
        return passage_words(article, Passage(row.doc_id, row.version, row.ordinal, row.span, row.heading))

    def reconcile(self) -> list[str]:
        """Make both indexes hold exactly the live passages; returns what had to be mended."""
        live = self.catalog.live_passage_ids()
        mended = []
        for name, index in (("dense", self.dense), ("lexical", self.lexical)):
            held = np.asarray(sorted(index.ids()), dtype=np.int64)
            extra, lacking = np.setdiff1d(held, live), np.setdiff1d(live, held)
            if len(extra):
                index.remove([int(i) for i in extra])
                mended.append(f"{name}: {len(extra)} passages too many")
            if len(lacking):
                self._add_to(name, [int(i) for i in lacking])
                mended.append(f"{name}: {len(lacking)} passages lacking")
        self.commit_lexical()
        return mended

    def _add_to(self, name: str, ids: Sequence[int]) -> None:
        for start in range(0, len(ids), 2048):
            part = ids[start : start + 2048]
            if name == "dense":
                kept, vectors = self.catalog.vectors(part)
                self.dense.add(kept, vectors)
            else:
                rows = self.catalog.passage_rows(part).values()
                self.lexical.add([make_entry(row) for row in rows])

    def rebuild_dense(self) -> None:
        """Make the vector index anew from the catalog's vectors."""
        self.dense.remove(self.dense.ids())
        self._add_to("dense", [int(i) for i in self.catalog.live_passage_ids()])

    def sign(self, doc_id: str) -> Signature | None:
        """Return the signature of an article's text, for finding near-duplicates."""
        return sign_text(self.catalog.find_article(doc_id).text)

    def set_fields(self, doc_id: str, fields: dict[str, str]) -> Article:
        """Correct title, date, publisher, regions, kind or url by hand; the figures are read again in its light."""
        with self.writing():
            self.settle_pending()
            article = self.catalog.find_article(doc_id)
            description = correct_description(article.description, fields)
            corrected = sorted({*article.corrected, *fields})
            with self.catalog.transaction():
                for field, value in fields.items():
                    self.catalog.set_correction(article.doc_id, field, value)
                self.catalog.redescribe(article.doc_id, article.version, description, corrected)
                self._renew_figures(self.catalog.find_article(article.doc_id, article.version))
                self.note_own_change()
            ids = [row.id for row in self.catalog.article_passages(article.doc_id, article.version)]
            self.lexical.remove(ids)
            self._add_to("lexical", ids)
            self.commit_lexical()
        return self.catalog.find_article(article.doc_id)

    def _renew_figures(self, article: Article) -> None:
        prepared = self.propose_records(derive_records(article, self.settings.passages, self.knowledge))
        figures = correct_figures(self.catalog, article, prepared.figures)
        self.catalog.replace_figures(article.doc_id, article.version, figures)

    def propose_records(self, prepared: Prepared) -> Prepared:
        """Return an article's records with what the proposer adds, where there is one."""
        if self.proposer is None:
            return prepared
        known = self.knowledge
        figures = add_proposed(prepared.article, prepared.figures, self.proposer, known.gazetteer, known.vocabulary)
        return replace(prepared, figures=tuple(figures))

    def renew_figures(self) -> int:
        """Read every live article's figures again (after a change of rules); returns how many articles."""
        count = 0
        with self.writing():
            for article in self.catalog.iterate_articles():
                with self.catalog.transaction():
                    self._renew_figures(article)
                count += 1
            self.note_own_change()
        return count

    def correct_figure(self, doc_id: str, span: Span, field: str, value: str) -> None:
        """Correct one figure by hand, or remove it; raises `UsageError` where no figure has that span."""
        with self.writing():
            article = self.catalog.find_article(doc_id)
            found = [f for f in self.catalog.figures_of(article.doc_id, article.version) if f.span == span]
            if not found:
                raise UsageError(f"no figure at {span.start}..{span.end} of {doc_id}", "`yinzheng figures` lists them")
            with self.catalog.transaction():
                for figure in found:
                    keep_correction(self.catalog, article, figure, field, value)
                self._renew_figures(article)
                self.note_own_change()

    # ── reading ───────────────────────────────────────────────────────────────────────────────────────────────

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version, the newest where none is named; raises `UsageError` where there is none."""
        if doc_id == RATE_TABLE and (table := self.rate_table(version)) is not None:
            return table
        return self.catalog.find_article(doc_id, version)

    def rate_table(self, version: int | None = None) -> Article | None:
        """Return the user's own rates of exchange as an article, None where the folder holds none."""
        return None if self.in_memory else read_rate_table(self.folder / RATE_TABLE, version)

    def search(self, question: str, top_k: int | None = None, filters: Filters | None = None) -> list[Hit]:
        """Return the best passage of each of the `top_k` best articles, best first."""
        from index.search import search_library

        self._check_vectors()
        wanted = top_k or self.settings.search.top_k
        limits = self.widen_regions(filters) if filters else None
        with self._reading():
            parts = self.catalog, self.lexical, self.dense, self.encoder
            if not self.settings.search.reranker:
                return self._put_latest_first(search_library(question, *parts, wanted, limits))
            hits = search_library(question, *parts, max(wanted, RERANKED), limits)
        return self._put_latest_first(rerank_hits(question, hits, self.reranker)[:wanted])

    def _put_latest_first(self, hits: list[Hit]) -> list[Hit]:
        """Say of each edition of a policy which one has replaced it, and put that one before it."""
        later = self.catalog.later_editions([hit.doc_id for hit in hits])
        if not later:
            return hits
        order = [hit.doc_id for hit in hits]
        for earlier, latest in later.items():
            if latest in order and order.index(latest) > order.index(earlier):
                order.remove(latest)
                order.insert(order.index(earlier), latest)
        marked = {hit.doc_id: replace(hit, superseded_by=later.get(hit.doc_id)) for hit in hits}
        return [marked[doc_id] for doc_id in order]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Keep both indexes open for a search; where another process has written since, open them anew first."""
        with self._quiet:
            generation = self.catalog.generation()
            if self._seen is not None and generation != self._seen:
                self._quiet.wait_for(lambda: self._searching == 0)
                self._close_indexes()
            if "dense" not in self.__dict__ or "lexical" not in self.__dict__:
                self._check_filled()
            self._seen = generation
            self._searching += 1
        try:
            yield
        finally:
            with self._quiet:
                self._searching -= 1
                self._quiet.notify_all()

    def _check_filled(self) -> None:
        """Raise where an index opens empty beside a catalog that is not: lost, or written by another format."""
        empty = [name for name, index in (("dense", self.dense), ("lexical", self.lexical)) if len(index) == 0]
        if empty and self.catalog.count()["passages"]:
            raise LibraryError(
                f"the {' and '.join(empty)} index of {self.folder} is empty, the catalog is not",
                "`yinzheng doctor --repair` rebuilds it from the catalog",
            )

    def note_own_change(self) -> None:
        """Remember that this process made the newest change, so that its open indexes are up to date."""
        self.catalog.bump_generation()
        if self._seen is not None:
            self._seen = self.catalog.generation()

    def _close_indexes(self) -> None:
        dense = self.__dict__.pop("dense", None)
        if dense is not None:
            dense.close()
        self.__dict__.pop("lexical", None)

    def widen_regions(self, filters: Filters) -> Filters:
        """Return the filters with every name that a wanted place has in the library, its districts and zones too."""
        if not filters.regions:
            return filters
        gazetteer = self.knowledge.gazetteer
        wanted = [region.key for name in filters.regions for region in gazetteer.resolve(name)]
        held = self.catalog.region_names()
        names = {
            name
            for name in held
            if name in filters.regions
            or any(gazetteer.is_within(found.key, key) for found in gazetteer.resolve(name) for key in wanted)
        }
        return replace(filters, regions=tuple(sorted(names)) or filters.regions)

    def relax_filters(self, filters: Filters) -> tuple[Filters, tuple[str, ...]]:
        """Return filters that leave something in this library, and the names of the limits given up for it."""

        def passes(limits: Filters) -> bool:
            allowed = self.catalog.filter_ids(self.widen_regions(limits))
            return allowed is None or len(allowed) > 0

        return relax_filters(filters, passes)

    def _check_vectors(self) -> None:
        made_by = self.catalog.meta("embedding")
        if made_by is not None and made_by != self.encoder.model_hash:
            name = self.catalog.meta("embedding_name")
            raise LibraryError(
                f"the library's vectors were made by {name} ({made_by[:12]}), the settings name"
                f" {self.settings.embedding.model} ({self.encoder.model_hash[:12]})",
                "`yinzheng doctor --repair` embeds every passage again; or set embedding.model back",
            )

    def figures(
        self,
        subject: str | None = None,
        metric: str | None = None,
        period: Period | None = None,
        status: str | None = None,
        doc_id: str | None = None,
        limit: int = -1,
    ) -> list[Figure]:
        """Return figure records; a subject matches by all its names, a metric by its canonical name or its words."""
        conditions, values = list[str](), list[Any]()
        if subject:
            conditions, values = self._match_subject(subject)
        if metric:
            canonical = self.knowledge.vocabulary.canonical(metric) or metric
            conditions.append("(f.metric = ? OR instr(f.metric, ?) OR instr(f.metric_said, ?))")
            values += [canonical, metric, metric]
        if period:
            conditions.append("f.period_start <= ? AND f.period_end >= ?")
            values += [period.end.isoformat(), period.start.isoformat()]
        if status:
            conditions.append("f.status = ?")
            values.append(status)
        if doc_id:
            conditions.append("a.doc_id = ?")
            values.append(doc_id)
        return self.catalog.find_figures(" AND ".join(conditions), values, limit)

    def _match_subject(self, subject: str) -> tuple[list[str], list[Any]]:
        keys = [region.key for region in self.knowledge.gazetteer.resolve(subject)]
        marks = ",".join("?" * len(keys))
        return [f"(f.subject = ? OR f.subject_key IN ({marks}))"], [subject, *keys]

    def common_subjects(self, limit: int = 20) -> list[str]:
        """Return the places of which most figures were read, the commonest first."""
        return [name for name, _ in self.catalog.tally_figures("subject", limit=limit)]

    def common_metrics(self, subjects: Sequence[str] = (), limit: int = 20) -> list[str]:
        """Return known metrics that most of `subjects` have figures of (of all, where none is named)."""
        shared: Counter[str] = Counter()
        for subject in subjects or ("",):
            conditions, values = self._match_subject(subject) if subject else (list[str](), list[Any]())
            tallied = self.catalog.tally_figures("metric", " AND ".join(conditions), values, _METRICS_WEIGHED)
            # Whoever shares it weighs more than how often it is told.
            shared.update({name: 1_000_000 + count for name, count in tallied})
        known = self.knowledge.vocabulary.canonical
        return [name for name, _ in shared.most_common() if known(name) == name][:limit]

    def size(self) -> int:
        """Return the bytes that the library takes on disk."""
        if self.in_memory:
            return 0
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """Let go of all files."""
        self._close_indexes()
        self.catalog.close()
