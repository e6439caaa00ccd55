"""What a user of LlamaIndex gets from its documentation, with the same embedding model.

SentenceSplitter and VectorStoreIndex over Chroma, BM25Retriever and QueryFusionRetriever, each with its defaults; only
the number of nodes is raised, so that ten distinct articles can be counted, and the fusion generates no further
questions, since that takes a language model.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from typing import Any

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.embed import Encoder
from index.types import Article

# Nodes asked for, so that ten articles are among them.
NODES = 50

Ranker = Callable[[str], list[tuple[str, ...]]]


class EncoderEmbedding(BaseEmbedding):
    """The product's encoder behind LlamaIndex' interface."""

    encoder: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self.encoder.encode_query(query)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self.encoder.encode_passages(texts).tolist()
        return rows

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def build_rankers(articles: Sequence[Article], encoder: Encoder) -> dict[str, Ranker]:
    """Return the three retrievers over `articles`."""
    documents = [
        Document(text=article.text, metadata={"doc_id": article.doc_id, **_metadata(article)}) for article in articles
    ]
    for document in documents:
        # The id is ours, for scoring; a user's page would not embed it.
        document.excluded_embed_metadata_keys = ["doc_id"]
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    embedding = EncoderEmbedding(encoder=encoder, embed_batch_size=256)
    collection = chromadb.PersistentClient(tempfile.mkdtemp()).create_collection("llamaindex")
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    index = VectorStoreIndex(nodes, storage_context=storage, embed_model=embedding)
    vectors = index.as_retriever(similarity_top_k=NODES)
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=NODES)
    fused = QueryFusionRetriever(
        [vectors, words],
        llm=MockLLM(),
        similarity_top_k=NODES,
        num_queries=1,
        mode="reciprocal_rerank",
        use_async=False,
    )
    return {
        "LlamaIndex vectors": _rank_with(vectors),
        "LlamaIndex BM25": _rank_with(words),
        "LlamaIndex fusion": _rank_with(fused),
    }


def _metadata(article: Article) -> dict[str, str]:
    date = article.date.isoformat() if article.date else ""
    return {key: value for key, value in (("title", article.title), ("date", date)) if value}


def _rank_with(retriever: Any) -> Ranker:
    def rank(question: str) -> list[tuple[str, ...]]:
        found = retriever.retrieve(question)
        return [(doc_id,) for doc_id in dict.fromkeys(str(node.metadata["doc_id"]) for node in found)]

    return rank
