"""The library inside LlamaIndex and LlamaIndex inside the library: the same passages and the same hits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode
from llama_index.core.vector_stores.types import VectorStoreQuery

from index.chunk import passage_words, split_passages
from index.config import IndexSettings
from index.embed import HashEncoder
from index.errors import UsageError
from index.library import Library
from index.llama import (
    EmbeddingEncoder,
    EncoderEmbedding,
    LibraryRetriever,
    LibraryVectorStore,
    PassageParser,
    RetrieverLibrary,
    split_with_parser,
)
from index.types import Filters

FIRST = "云栖市(虚构)招商引资综述\n2025-03-02 来源：云栖日报(虚构)\n一、签约情况\n" + "".join(
    f"去年第{n}批签约项目共{n * 7}个，合同金额约{n * 31}亿元，涉及汽车、光电子等产业。\n" for n in range(1, 16)
)
SECOND = "临江经开区外贸简报\n2025年1月20日\n" + "全区进出口总额增长较快，外资企业运行平稳。\n" * 3 + "旱季用水\n" * 2
QUESTION = "云栖市签约项目共多少个"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return a library of two articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST, encoding="utf-8")
    (folder / "second.txt").write_text(SECOND, encoding="utf-8")
    opened = Library(IndexSettings(data=tmp_path / "library"), encoder=HashEncoder())
    opened.ingest([folder])
    yield opened
    opened.close()


def test_the_parser_gives_the_passages_of_an_ingest(library: Library) -> None:
    ingested = {article.title: article for article in library.catalog.iterate_articles()}
    nodes = PassageParser()([Document(text=text, id_=name) for text, name in ((FIRST, "a"), (SECOND, "b"))])
    assert len(nodes) > 3
    expected = [
        (passage_words(article, passage), passage.span.start, passage.span.end)
        for article in ingested.values()
        for passage in split_passages(article, library.settings.passages)
    ]
    found = [(n.get_content(MetadataMode.EMBED), n.metadata["start"], n.metadata["end"]) for n in nodes]
    assert sorted(found) == sorted(expected)


def test_a_pipeline_makes_the_vectors_of_an_ingest(library: Library) -> None:
    encoder = HashEncoder()
    document = Document(text=FIRST, id_="a", metadata={"file_name": "first.txt", "author": "nobody"})
    nodes = IngestionPipeline(transformations=[PassageParser(), EncoderEmbedding(encoder)]).run(documents=[document])
    (article,) = [a for a in library.catalog.iterate_articles() if a.text.startswith("云栖市")]
    words = [passage_words(article, passage) for passage in split_passages(article, library.settings.passages)]
    assert np.allclose([node.embedding for node in nodes], encoder.encode_passages(words))
    assert all(node.metadata["author"] == "nobody" and node.ref_doc_id == "a" for node in nodes)


def test_the_retriever_gives_the_hits_of_a_search(library: Library) -> None:
    hits = library.search(QUESTION)
    found = LibraryRetriever(library).retrieve(QUESTION)
    assert [(n.node.metadata["passage_id"], n.score, n.node.text) for n in found] == [
        (hit.passage_id, hit.score, hit.text) for hit in hits
    ]
    assert found[0].node.metadata["title"] == hits[0].title


def test_an_index_over_our_vectors_gives_what_dense_search_gives(library: Library) -> None:
    index = VectorStoreIndex.from_vector_store(LibraryVectorStore(library), EncoderEmbedding(library.encoder))
    found = index.as_retriever(similarity_top_k=4).retrieve(QUESTION)
    nearest = library.dense.search(library.encoder.encode_query(QUESTION), 4)
    assert [(int(n.node_id), n.score) for n in found] == nearest
    article = library.article(found[0].node.metadata["doc_id"])
    start, end = found[0].node.metadata["start"], found[0].node.metadata["end"]
    assert article.text[start:end] == found[0].node.text


def test_a_query_may_be_limited_to_documents(library: Library) -> None:
    (second,) = [a.doc_id for a in library.catalog.iterate_articles() if a.text.startswith("临江")]
    vector = library.encoder.encode_query(QUESTION).tolist()
    result = LibraryVectorStore(library).query(
        VectorStoreQuery(query_embedding=vector, similarity_top_k=9, doc_ids=[second])
    )
    assert result.nodes
    assert {node.metadata["doc_id"] for node in result.nodes} == {second}


def test_the_store_is_not_filled_from_outside_but_forgets(library: Library) -> None:
    store = LibraryVectorStore(library)
    with pytest.raises(UsageError, match="1 nodes"):
        store.add([TextNode(text="x")])
    doc_id = library.search(QUESTION)[0].doc_id
    store.delete(doc_id)
    assert doc_id not in {hit.doc_id for hit in library.search(QUESTION)}


def test_their_embedding_makes_a_library(tmp_path: Path) -> None:
    ours = HashEncoder()
    encoder = EmbeddingEncoder(EncoderEmbedding(ours))
    assert encoder.dimension == ours.dimension
    assert np.allclose(encoder.encode_passages(["甲", "乙"]), ours.encode_passages(["甲", "乙"]), atol=1e-6)
    assert encoder.model_hash != EmbeddingEncoder(EncoderEmbedding(HashEncoder(32))).model_hash
    library = Library(IndexSettings(data=tmp_path / "library"), encoder=encoder)
    (tmp_path / "a.txt").write_text(FIRST, encoding="utf-8")
    library.ingest([tmp_path / "a.txt"])
    assert library.search(QUESTION)[0].title.startswith("云栖市")
    library.close()


class Reversed(BaseRetriever):
    """Their retriever over ours: the worst first."""

    def __init__(self, inner: BaseRetriever) -> None:
        super().__init__()
        self.inner = inner

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return list(reversed(self.inner.retrieve(query_bundle)))


def test_their_retriever_takes_the_place_of_our_search(library: Library) -> None:
    other = RetrieverLibrary(library.settings, encoder=HashEncoder())
    expected = [hit.doc_id for hit in library.search(QUESTION)]
    assert [hit.doc_id for hit in other.search(QUESTION)] == expected
    other.retriever = Reversed(LibraryRetriever(library))
    hits = other.search(QUESTION)
    assert [hit.doc_id for hit in hits] == expected[::-1]
    assert hits[0].text == other.article(hits[0].doc_id).text[hits[0].span.start : hits[0].span.end]
    assert [h.doc_id for h in other.search(QUESTION, filters=Filters(doc_ids=(expected[0],)))] == [expected[0]]
    other.close()


def test_a_node_that_nothing_could_cite_is_refused(library: Library) -> None:
    class Stranger(BaseRetriever):
        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return [NodeWithScore(node=TextNode(text="来路不明", id_="x"), score=1.0)]

    other = RetrieverLibrary(library.settings, encoder=HashEncoder())
    other.retriever = Stranger()
    with pytest.raises(UsageError, match="no passage of this library"):
        other.search(QUESTION)
    other.close()


def test_their_splitter_gives_passages_that_are_spans(library: Library) -> None:
    article = next(a for a in library.catalog.iterate_articles() if a.text.startswith("云栖市"))
    passages = split_with_parser(SentenceSplitter(chunk_size=120, chunk_overlap=20), article)
    assert len(passages) > 2
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert all(p.span.of(article.text).strip() for p in passages)
