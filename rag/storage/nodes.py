"""LlamaIndex's side of indexing: our node parser and our embedder in its interfaces.

An article becomes nodes, one a passage; nodes get vectors; LlamaIndex's own Chroma store writes
them. Only indexing needs this module, and importing it takes about a second: questions do without
(edition.py reads what is written here). No type of LlamaIndex leaves this module.

The store's copy of each node (`_node_content`), an eighth of the database, is read by others alone,
who open the collection with LlamaIndex: without it they get nodes only by a way that LlamaIndex
calls deprecated, and without document and offsets.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import (
    BaseNode,
    Document,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
)
from llama_index.vector_stores.chroma import ChromaVectorStore

from rag.split import embedding_text, passages
from rag.storage import sparse
from rag.storage.edition import Edition
from rag.storage.records import Stored, passage_key, passage_metadata, stored
from rag.types import Article, Passage

if TYPE_CHECKING:
    from rag.embed import AnyEmbedder
    from rag.storage.search import Vectors


class PassageParser(NodeParser):
    """Splits documents into nodes at our passages.

    A document carries its article's `title`, `publisher` and `published`, and the `revision`
    under which its passages are stored; its id is the article's document.
    """

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        return [
            _node(passage, node.metadata["revision"], ordinal)
            for node in nodes
            for ordinal, passage in enumerate(passages(_article(node)))
        ]

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        return nodes  # the base class would look for each text to find its offsets; we know them


class PassageEmbedding(BaseEmbedding):
    """Our embedder in LlamaIndex's interface. A node is embedded with its title and date."""

    _embedder: AnyEmbedder = PrivateAttr()

    def __init__(self, embedder: AnyEmbedder) -> None:
        super().__init__(model_name=embedder.name)
        self._embedder = embedder

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        texts = [embedding_text(_stored(node).passage) for node in nodes]
        for node, vector in zip(nodes, self._get_text_embeddings(texts), strict=True):
            node.embedding = vector
        return nodes

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self._embedder.embed_query(query).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)


class EditionCollection:
    """The collection of an edition as LlamaIndex's store sees it: it takes passages, each as the
    server wants it."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def add(
        self,
        *,
        ids: list[str],
        embeddings: list[list[float]],
        metadatas: list[dict[str, Any]],
        documents: list[str],
    ) -> None:
        """What LlamaIndex's store calls."""
        limits = self._edition.limits
        for metadata, text in zip(metadatas, documents, strict=True):
            # A server's limit may leave no room for LlamaIndex's copy of the node.
            if not limits.holds(metadata.get("_node_content", ""), limits.value):
                del metadata["_node_content"]
            if self._edition.sparse:
                metadata[sparse.KEY] = sparse.passage_vector(metadata["title"], text)
        self._edition.add(ids=ids, embeddings=embeddings, metadatas=metadatas, documents=documents)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article split into passages, on its way into Chroma."""

    article: Article
    revision: str
    _nodes: tuple[BaseNode, ...]

    @property
    def passages(self) -> list[Stored]:
        """The passages, as they can be read from Chroma once they are written."""
        return [_stored(node) for node in self._nodes]

    @property
    def vectors(self) -> list[Vectors]:
        """The passages' vectors, in their order, once `embed` has given them."""
        import numpy as np

        return [np.array(node.get_embedding(), dtype=np.float32) for node in self._nodes]

    def __len__(self) -> int:
        return len(self._nodes)


def parse(article: Article, revision: str) -> Parsed:
    """Split an article into the passages of `revision`."""
    metadata = {"revision": revision, "title": article.title, "publisher": article.publisher}
    document = Document(
        id_=article.document,
        text=article.body,
        metadata={**metadata, "published": article.published},
    )
    return Parsed(article, revision, tuple(PassageParser()([document])))


def embed(batch: Sequence[Parsed], embedder: AnyEmbedder) -> None:
    """Give every passage of `batch` its vector."""
    PassageEmbedding(embedder)([node for parsed in batch for node in parsed._nodes])


def write(batch: Sequence[Parsed], edition: Edition) -> None:
    """Add the passages of `batch` to Chroma; those that are there already stay as they are."""
    nodes = [node for parsed in batch for node in parsed._nodes]
    store = ChromaVectorStore(EditionCollection(edition))
    size = edition.limits.write
    for first in range(0, len(nodes), size):
        page = nodes[first : first + size]
        with edition.adding(len(page)):
            store.add(page)


def _article(node: BaseNode) -> Article:
    return Article(
        document=node.node_id,
        body=node.get_content(),
        title=node.metadata["title"],
        publisher=node.metadata["publisher"],
        published=node.metadata["published"],
    )


def _node(passage: Passage, revision: str, ordinal: int) -> TextNode:
    source = RelatedNodeInfo(node_id=passage.document)
    return TextNode(
        id_=passage_key(passage.document, revision, ordinal),
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=passage_metadata(passage, revision, ordinal),
        relationships={NodeRelationship.SOURCE: source},
    )


def _stored(node: BaseNode) -> Stored:
    return stored(node.node_id, node.get_content(), node.metadata)
