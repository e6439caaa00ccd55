"""The library half inside LlamaIndex, and LlamaIndex's components inside the library.

Ours for a LlamaIndex application: `PassageParser` (our cleaning and chunking as a NodeParser), `EncoderEmbedding` (our
encoder as an embedding), `LibraryVectorStore` (our Chroma collection as a vector store), `LibraryRetriever` (our search
as a retriever). Theirs in ours: `EmbeddingEncoder` makes any of their embeddings an encoder of a library,
`RetrieverLibrary` lets any of their retrievers take the place of our search. See docs/llamaindex.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.node_parser.interface import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQuery, VectorStoreQueryResult

from index.catalog import PassageRow
from index.chunk import passage_words, split_passages
from index.clean import clean_article
from index.config import IndexSettings
from index.describe import describe_article
from index.embed import Encoder, Vectors, normalise
from index.errors import UsageError
from index.library import Library, load_knowledge
from index.prepare import Knowledge
from index.text import simplify
from index.types import Article, Filters, Hit, Passage, RawArticle, Span

# Metadata of a document that says where it came from, as LlamaIndex' own readers write it.
_PATH_KEYS = ("file_path", "file_name", "url")
# Put before a passage when it is embedded, and the only metadata that is: title, headings, the header of its table.
BEFORE = "before"


class PassageParser(NodeParser):  # type: ignore[misc]
    """Cuts documents as an ingest does: noise out, whole sentences under one heading path, table rows by themselves.

    `start` and `end` in a node's metadata count in the clean text, which `article_of` returns. What is embedded of a
    node is word for word what an ingest embeds.
    """

    _settings: IndexSettings = PrivateAttr()
    _knowledge: Knowledge = PrivateAttr()

    def __init__(self, settings: IndexSettings | None = None, knowledge: Knowledge | None = None, **data: Any) -> None:
        super().__init__(**data)
        self._settings = settings or IndexSettings()
        self._knowledge = knowledge or load_knowledge(None)

    @classmethod
    def class_name(cls) -> str:
        """Return the name that LlamaIndex serialises."""
        return "PassageParser"

    def article_of(self, document: BaseNode) -> Article:
        """Return a document as a clean and described article; declared metadata wins over what its page says."""
        metadata = document.metadata
        path = next((str(metadata[key]) for key in _PATH_KEYS if metadata.get(key)), document.node_id)
        declared = {key: str(metadata[key]) for key in ("title", "date", "url", "publisher") if metadata.get(key)}
        text = document.get_content()
        raw = RawArticle(
            key=document.node_id,
            path=path,
            source_id=document.node_id,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
            media="html" if path.lower().endswith((".html", ".htm")) else "text",
            declared=declared,
            plain_source=True,
        )
        clean = clean_article(raw)
        return Article(
            doc_id=document.node_id, version=1, key=raw.key, path=raw.path, source_id=raw.source_id, digest=raw.digest,
            text=clean.text, description=describe_article(raw, clean, self._knowledge.gazetteer),
            removed=clean.removed, notes=clean.notes, sections=clean.sections, offsets=clean.offsets,
        )  # fmt: skip

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for document in nodes:
            article = self.article_of(document)
            for passage in split_passages(article, self._settings.passages):
                node = _make_node(_describe_passage(article, passage), hidden=tuple(document.metadata))
                node.relationships[NodeRelationship.SOURCE] = document.as_related_node_info()
                parsed.append(node)
        return parsed


class EncoderEmbedding(BaseEmbedding):  # type: ignore[misc]
    """Our encoder as an embedding, with its prompts for questions and passages."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **data: Any) -> None:
        super().__init__(model_name=f"yinzheng-{encoder.model_hash[:12]}", **data)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        """Return the name that LlamaIndex serialises."""
        return "EncoderEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return list(self._encoder.encode_query(simplify(query)).tolist())

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return list(self._encoder.encode_passages([simplify(text) for text in texts]).tolist())


class LibraryVectorStore(BasePydanticVectorStore):  # type: ignore[misc]
    """The vectors of a library, for reading; the text comes from its catalog.

    It is filled by `Library.ingest`, which keeps catalog and both indexes in step; `add` says so.
    """

    stores_text: bool = True
    is_embedding_query: bool = True
    _library: Library = PrivateAttr()

    def __init__(self, library: Library, **data: Any) -> None:
        super().__init__(**data)
        self._library = library

    @classmethod
    def class_name(cls) -> str:
        """Return the name that LlamaIndex serialises."""
        return "LibraryVectorStore"

    @property
    def client(self) -> Library:
        """The library."""
        return self._library

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Refuse; raises `UsageError`."""
        raise UsageError(
            f"{len(nodes)} nodes cannot be put into a library from here", "Library.ingest keeps all its parts in step"
        )

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Take an article out of the library."""
        self._library.remove([ref_doc_id])

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """Return the nearest passages, within `doc_ids` where they are given; other filters raise `UsageError`."""
        if query.query_embedding is None:
            raise UsageError("a query without a vector", "use LibraryRetriever for words and meaning at once")
        if query.filters is not None and query.filters.filters:
            raise UsageError("metadata filters are not understood here", "LibraryRetriever takes the library's Filters")
        catalog = self._library.catalog
        allowed = catalog.filter_ids(Filters(doc_ids=tuple(query.doc_ids or ())))
        vector = normalise(np.asarray(query.query_embedding, np.float32))
        found = self._library.dense.search(vector, query.similarity_top_k, allowed)
        rows = catalog.passage_rows([number for number, _ in found])
        near = [(rows[number], cosine) for number, cosine in found if number in rows]
        return VectorStoreQueryResult(
            nodes=[_make_node(_describe_row(row)) for row, _ in near],
            similarities=[cosine for _, cosine in near],
            ids=[str(row.id) for row, _ in near],
        )


class LibraryRetriever(BaseRetriever):  # type: ignore[misc]
    """Our search (words and meaning, one passage an article) as a retriever."""

    def __init__(self, library: Library, top_k: int | None = None, filters: Filters | None = None) -> None:
        super().__init__()
        self._library = library
        self._top_k = top_k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._library.search(query_bundle.query_str, self._top_k, self._filters)
        rows = self._library.catalog.passage_rows([hit.passage_id for hit in hits])
        return [
            NodeWithScore(node=_make_node(_describe_row(rows[hit.passage_id])), score=hit.score)
            for hit in hits
            if hit.passage_id in rows
        ]


class EmbeddingEncoder:
    """Any LlamaIndex embedding as the encoder of a library.

    Its hash is made of its class, its model's name and the vector of a fixed text: a changed model is noticed.
    """

    def __init__(self, embedding: BaseEmbedding) -> None:
        self._embedding = embedding
        probe = self.encode_passages(["引证"])[0]
        self.dimension = len(probe)
        # Rounded: the same model on another machine differs in the last digits.
        words = f"{embedding.class_name()} {embedding.model_name} {np.round(probe, 2).tolist()}"
        self.model_hash = hashlib.sha256(words.encode()).hexdigest()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row a text."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return normalise(np.array(self._embedding.get_text_embedding_batch(list(texts))))

    def encode_query(self, text: str) -> Vectors:
        """Return the normalised vector of a question."""
        return normalise(np.array(self._embedding.get_query_embedding(text)))


class RetrieverLibrary(Library):
    """A library whose search is a LlamaIndex retriever: one of theirs over one of ours, with fusion or a reranker.

    The retriever must return nodes that came from this library (`LibraryRetriever`, `LibraryVectorStore`); a node
    without a passage of it raises `UsageError`, for nothing could cite it.
    """

    retriever: BaseRetriever | None = None

    def search(self, question: str, top_k: int | None = None, filters: Filters | None = None) -> list[Hit]:
        """Return the retriever's passages as hits, the best of each article; our own search where there is none."""
        if self.retriever is None:
            return super().search(question, top_k, filters)
        wanted = top_k or self.settings.search.top_k
        limits = self.widen_regions(filters) if filters else Filters()
        allowed = self.catalog.filter_ids(limits)
        hits: dict[str, Hit] = {}
        for found in self.retriever.retrieve(question):
            row = self._row_of(found.node)
            if allowed is None or row.id in allowed:
                hits.setdefault(row.cluster or row.doc_id, self._as_hit(row, float(found.score or 0.0)))
        return list(hits.values())[:wanted]

    def _row_of(self, node: BaseNode) -> PassageRow:
        number = node.metadata.get("passage_id")
        row = self.catalog.passage_rows([int(number)]).get(int(number)) if number is not None else None
        if row is None:
            raise UsageError(f"node {node.node_id} is no passage of this library", "retrieve from LibraryRetriever")
        return row

    def _as_hit(self, row: PassageRow, score: float) -> Hit:
        return Hit(
            passage_id=row.id, doc_id=row.doc_id, version=row.version, span=row.span, text=row.text, score=score,
            why={"retriever": score}, source_id=row.source_id, path=row.path, title=row.title, date=row.date,
            heading=row.heading, duplicates=self.catalog.witnesses(row.cluster, row.doc_id),
        )  # fmt: skip


def split_with_parser(parser: NodeParser, article: Article) -> list[Passage]:
    """Return the passages that a LlamaIndex NodeParser cuts an article into; raises `UsageError` for changed words."""
    document = TextNode(text=article.text, id_=article.doc_id)
    passages: list[Passage] = []
    start = 0
    for ordinal, node in enumerate(parser.get_nodes_from_documents([document])):
        words = node.get_content()
        at = article.text.find(words, start)
        if at < 0:
            raise UsageError(
                f"{parser.class_name()} gave words that do not stand in the article: {words[:40]!r}",
                "a passage must be a span of its article, or nothing could cite it",
            )
        passages.append(Passage(article.doc_id, article.version, ordinal, Span(at, at + len(words))))
        # Parsers that overlap start again within what they gave before.
        start = at + 1
    return passages


def _describe_passage(article: Article, passage: Passage) -> dict[str, Any]:
    """Return text and metadata of a passage that is in no library yet."""
    text = passage.span.of(article.text)
    return {
        "text": text,
        "id": f"{article.doc_id}:{passage.ordinal}",
        BEFORE: passage_words(article, passage).removesuffix(simplify(text)).removesuffix("\n"),
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "doc_id": article.doc_id,
        "start": passage.span.start,
        "end": passage.span.end,
    }


def _describe_row(row: PassageRow) -> dict[str, Any]:
    """Return text and metadata of a library's passage."""
    return {
        "text": row.text,
        "id": str(row.id),
        BEFORE: "\n".join(dict.fromkeys(part for part in (row.title, *row.heading) if part)),
        "title": row.title,
        "date": row.date.isoformat() if row.date else None,
        "doc_id": row.doc_id,
        "version": row.version,
        "start": row.span.start,
        "end": row.span.end,
        "passage_id": row.id,
        "path": row.path,
    }


def _make_node(described: dict[str, Any], hidden: tuple[str, ...] = ()) -> TextNode:
    """Return a node; of its metadata, only what stands before the passage is embedded, and title and date are shown."""
    metadata = {key: value for key, value in described.items() if key not in ("text", "id")}
    others = [key for key in (*metadata, *hidden) if key != BEFORE]
    node = TextNode(
        text=described["text"],
        id_=described["id"],
        metadata=metadata,
        excluded_embed_metadata_keys=others,
        excluded_llm_metadata_keys=[key for key in (*metadata, *hidden) if key not in ("title", "date")],
        metadata_template="{value}",
        metadata_separator="\n",
        text_template="{metadata_str}\n{content}",
    )
    node.relationships[NodeRelationship.SOURCE] = RelatedNodeInfo(node_id=described["doc_id"])
    return node
