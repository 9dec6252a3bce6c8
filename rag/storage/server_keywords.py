"""Keyword search by the server itself, in the place of a local index of words.

So no machine needs a copy of all words, which a local keyword index is (keywords.py). In
exchange, words are only counted up to the `MOST` results that one question may have, and a misspelt
word is not looked for.

Elsewhere: words as sparse vectors (sparse.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.storage.limits import SERVER
from rag.storage.sparse import query_vector
from rag.types import EVERYWHERE, Scope

if TYPE_CHECKING:
    from pathlib import Path

    from rag.storage.edition import Edition
    from rag.storage.records import Stored

MOST = SERVER.read


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
        found = self._edition.search.worded(query_vector(terms), n, scope=scope)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def holding_all(
        self, terms: Sequence[str], n: int = 1, *, scope: Scope = EVERYWHERE
    ) -> list[str]:
        """Keys of at most `n` passages that hold every term, of the `MOST` nearest."""
        if not terms:
            return []
        wanted = query_vector(terms)
        found = self._edition.search.worded_vectors(wanted, MOST, scope=scope)
        return [key for key, held in found if set(wanted.indices) <= set(held)][:n]

    def like(self, word: str, *, distance: int, n: int) -> list[str]:
        """Nothing: the server knows no letters."""
        return []

    def frequency(self, term: str) -> int:
        """How many passages hold the term, `MOST` standing for that many or more."""
        if self._counted_at != self.stamp:
            self._counted, self._counted_at = {}, self.stamp
        if (known := self._counted.get(term)) is None:
            known = len(self._edition.search.worded(query_vector([term]), MOST, scope=Scope()))
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
