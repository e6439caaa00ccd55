"""Changing what a library holds: reading files in, taking articles out, and correcting by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index import ingest as ingest_path
from index.duplicates import Signature, sign_text
from index.errors import UsageError
from index.figure_corrections import correct_figures, keep_correction
from index.figures import add_proposed
from index.prepare import Prepared, correct_description, derive_records
from index.types import Article, IngestReport, Span

if TYPE_CHECKING:
    pass


from index.library.keeping import Keeping, Report


class Changing(Keeping):
    """Brings articles in, takes them out, and keeps what users correct."""

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
                self.renew_figures_of(self.catalog.find_article(article.doc_id, article.version))
                self.note_own_change()
            ids = [row.id for row in self.catalog.article_passages(article.doc_id, article.version)]
            self.lexical.remove(ids)
            self.add_to("lexical", ids)
            self.commit_lexical()
        return self.catalog.find_article(article.doc_id)

    def renew_figures_of(self, article: Article) -> None:
        """Read one article's figures again, with what users have corrected in them."""
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
                    self.renew_figures_of(article)
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
                self.renew_figures_of(article)
                self.note_own_change()
