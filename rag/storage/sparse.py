"""Words as sparse vectors, for a server that searches them by itself (Chroma Cloud does).

A passage carries its words as a sparse vector of BM25's weights; the server multiplies them with
the question's and weighs rare words more (`bm25` in the schema).

Elsewhere: searching with them (server_keywords.py). Untried on Chroma Cloud itself: tests run
against a stand-in that follows its published API.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from rag.storage.keywords import TITLE_BOOST, index_terms

KEY = "terms"  # of the sparse vector in a passage's metadata
K1, B = 1.2, 0.75  # BM25's usual ones, and tantivy's
USUAL = 120  # words of a passage; the mean of the seeds'


def schema() -> Any:
    """The schema of a collection of passages with sparse vectors."""
    import chromadb

    return (
        chromadb.Schema()
        .create_index(chromadb.VectorIndexConfig(space="cosine", embedding_function=None))
        .create_index(chromadb.SparseVectorIndexConfig(bm25=True), key=KEY)
    )


def offered(collection: Any) -> bool:
    """Whether a collection was made with that schema."""
    made = collection.schema
    values = made.keys.get(KEY) if made else None
    sparse = values.sparse_vector if values else None
    return bool(sparse and sparse.sparse_vector_index and sparse.sparse_vector_index.enabled)


def passage_vector(title: str, text: str) -> Any:
    """A passage's words, with BM25's weight of how often each stands there."""
    said = index_terms(text)
    long = K1 * (1 - B + B * len(said) / USUAL)
    weights = {term: n * (K1 + 1) / (n + long) for term, n in Counter(said).items()}
    for term in index_terms(title):
        weights[term] = max(weights.get(term, 0.0), TITLE_BOOST)
    return _vector(weights)


def query_vector(terms: Sequence[str]) -> Any:
    """The words of a question, each once."""
    return _vector(dict.fromkeys(terms, 1.0))


def _vector(weights: Mapping[str, float]) -> Any:
    from chromadb import SparseVector

    by_number: dict[int, float] = {}
    for term, weight in weights.items():
        number = int.from_bytes(blake2b(term.encode(), digest_size=4).digest()) >> 1
        by_number[number] = max(weight, by_number.get(number, 0.0))
    numbers = sorted(by_number)
    return SparseVector(indices=numbers, values=[by_number[number] for number in numbers])
