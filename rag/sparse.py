"""Keyword search by the server itself, where it offers sparse vectors (Chroma Cloud does).

A passage carries its words as a sparse vector of BM25's weights; the server multiplies them with
the question's and weighs rare words more (`bm25` in the schema). So no machine needs a copy of all
words, which a local keyword index is (rag/keywords.py). In exchange, words are only counted up to
the `MOST` results that one question may have, and a misspelt word is not looked for.

Untried on Chroma Cloud itself: tests run against a stand-in that follows its published API.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from rag.keywords import TITLE_BOOST, index_terms
from rag.limits import SERVER
from rag.types import Scope

if TYPE_CHECKING:
    from pathlib import Path

    from rag.edition import Edition
    from rag.records import Stored

KEY = "terms"  # of the sparse vector in a passage's metadata
MOST = SERVER.read
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


class ServerKeywords:
    """The server's keyword search over one edition, in the place of a local `Keywords`."""

    def __init__(self, folder: Path, edition: Edition) -> None:
        self.folder = folder  # where a local one would be; nothing is written there
        self._edition = edition
        self._counted: dict[str, int] = {}  # at `_counted_at`
        self._counted_at = ""

    @property
    def stamp(self) -> str:
        """The edition's revision: the server's words are always in step."""
        return self._edition.state.revision

    def search(self, terms: Sequence[str], n: int, *, scope: Scope) -> list[tuple[str, float]]:
        """At most `n` (passage key, BM25), best first; no terms find nothing."""
        if not terms:
            return []
        found = self._edition.worded(_vector(dict.fromkeys(terms, 1.0)), n, scope=scope)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def holding_all(self, terms: Sequence[str], n: int = 1) -> list[str]:
        """Keys of at most `n` passages that hold every term, of the `MOST` nearest."""
        if not terms:
            return []
        wanted = _vector(dict.fromkeys(terms, 1.0))
        found = self._edition.worded_vectors(wanted, MOST)
        return [key for key, held in found if set(wanted.indices) <= set(held)][:n]

    def like(self, word: str, *, distance: int, n: int) -> list[str]:
        """Nothing: the server knows no letters."""
        return []

    def frequency(self, term: str) -> int:
        """How many passages hold the term, `MOST` standing for that many or more."""
        if self._counted_at != self.stamp:
            self._counted, self._counted_at = {}, self.stamp
        if (known := self._counted.get(term)) is None:
            known = len(self._edition.worded(_vector({term: 1.0}), MOST, scope=Scope()))
            self._counted[term] = known
        return known

    def count(self) -> int:
        """How many passages there are."""
        return self._edition.passage_count()

    @contextmanager
    def writer(self) -> Iterator[NoWriter]:
        """Nothing is to be written: passages carry their words."""
        yield NoWriter()


class NoWriter:
    """Takes what a `KeywordWriter` takes; the server has it already."""

    def forget(self, documents: Iterable[str]) -> None:
        """Nothing to forget."""

    def add(self, passages: Iterable[Stored]) -> None:
        """Nothing to add."""

    def commit(self, stamp: str) -> None:
        """Nothing to commit."""


def _vector(weights: dict[str, float]) -> Any:
    from chromadb import SparseVector

    by_number: dict[int, float] = {}
    for term, weight in weights.items():
        number = int.from_bytes(blake2b(term.encode(), digest_size=4).digest()) >> 1
        by_number[number] = max(weight, by_number.get(number, 0.0))
    numbers = sorted(by_number)
    return SparseVector(indices=numbers, values=[by_number[number] for number in numbers])
