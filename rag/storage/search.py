"""The passages of one edition searched: by a vector, by words, by likeness to an article's own.

Chroma's filters and distances stop here; a cosine is as near as it says.

Elsewhere: what is stored (edition.py), the words that are searched in a folder (keywords.py), how
hits are ranked (rag/retrieve.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from rag.storage import sparse
from rag.storage.limits import Limits, runs
from rag.storage.records import Stored, day, stored
from rag.types import Scope

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

# Chroma looks up every passage that a filter lets through before it searches: half of 100,000 took
# 0.6 s. So a range of dates is first looked for among this many times the passages without it,
# which find enough if the range lets a quarter through; one that lets less through is cheap.
WIDER = 4


class Searcher:
    """Searches in the passages of an edition. Safe for many threads."""

    def __init__(
        self, passages: Any, limits: Limits, guard: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """`guard` turns whatever Chroma raises inside into an error of ours."""
        self._passages = passages
        self._limits = limits
        self._guard = guard

    def nearest(self, vector: Vectors, n: int, *, scope: Scope) -> list[Stored]:
        """At most `n` passages, the most similar first; `vector` is a unit vector.

        A scope that matches nothing gives [], never everything.
        """
        n = min(n, self._limits.read)
        if not scope.documents and (scope.published_from or scope.published_to):
            wide = min(WIDER * n, self._limits.read)
            near = self._nearest(vector, wide, [None])
            inside = [each for each in near if scope.in_time(each.passage.published)]
            if len(inside) >= n:
                return inside[:n]
        return self._nearest(vector, n, self._wheres(scope))

    def _nearest(
        self, vector: Vectors, n: int, filters: Iterable[dict[str, Any] | None]
    ) -> list[Stored]:
        near: list[Stored] = []
        for where in filters:
            with self._guard():
                found = self._passages.query(
                    query_embeddings=[vector],
                    n_results=n,
                    where=where,
                    include=["documents", "metadatas", "distances"],
                )
            near += [
                stored(key, text, metadata, max(-1.0, min(1.0, 1.0 - distance)))
                for key, text, metadata, distance in zip(
                    found["ids"][0],
                    found["documents"][0],
                    found["metadatas"][0],
                    found["distances"][0],
                    strict=True,
                )
                if metadata is not None  # else it was deleted since its vector was found
            ]
        return sorted(near, key=lambda each: -(each.cosine or 0.0))[:n]

    def worded(self, words: Any, n: int, *, scope: Scope) -> list[tuple[str, float]]:
        """At most `n` (passage key, BM25) by a sparse vector of words, best first."""
        found: list[tuple[str, float]] = []
        for where in self._wheres(scope):
            page = self._searched(words, n, where, "#score")
            # Chroma's scores are distances, the lowest the best.
            found += zip(page["ids"][0], (-score for score in page["scores"][0]), strict=True)
        return sorted(found, key=lambda hit: -hit[1])[:n]

    def worded_vectors(self, words: Any, n: int, *, scope: Scope) -> list[tuple[str, list[int]]]:
        """(passage key, numbers of its words) by a sparse vector of words, `n` for each filter."""
        found: list[tuple[str, list[int]]] = []
        for where in self._wheres(scope):
            page = self._searched(words, n, where, sparse.KEY)
            held = (metadata[sparse.KEY].indices for metadata in page["metadatas"][0])
            found += zip(page["ids"][0], held, strict=True)
        return found

    def _searched(self, words: Any, n: int, where: dict[str, Any] | None, key: str) -> Any:
        from chromadb import Knn, Search

        n = min(n, self._limits.read)
        rank = Knn(query=words, key=sparse.KEY, limit=n)
        with self._guard():
            return self._passages.search(Search(where=where, rank=rank, limit=n, select=[key]))

    def like(
        self, articles: Mapping[str, Sequence[Vectors]], n: int, *, cosine: float
    ) -> dict[str, set[str]]:
        """For each article, given with its passages' vectors, the others with one as near as that.

        `n` passages are looked at for each of two of the article's, its own among them.
        """
        chosen = [
            (document, vector) for document, vectors in articles.items() for vector in _two(vectors)
        ]
        near: dict[str, set[str]] = {document: set() for document in articles}
        size = max(1, self._limits.read // n)
        for start in range(0, len(chosen), size):
            page = chosen[start : start + size]
            with self._guard():
                found = self._passages.query(
                    query_embeddings=[vector for _, vector in page],
                    n_results=n,
                    include=["distances"],
                )
            for (document, _), keys, distances in zip(
                page, found["ids"], found["distances"], strict=True
            ):
                alike = zip(keys, distances, strict=True)
                near[document].update(key for key, far in alike if 1.0 - far >= cosine)
        owner = self._owners({key for keys in near.values() for key in keys})
        return {
            document: {owner[key] for key in keys if key in owner} - {document}
            for document, keys in near.items()
        }

    def _wheres(self, scope: Scope) -> Iterator[dict[str, Any] | None]:
        """The scope as filters that are small enough; what any of them lets through is in it."""
        tests: list[dict[str, Any]] = []
        if scope.published_from:
            tests.append({"published": {"$gte": day(scope.published_from)}})
        if scope.published_to:
            tests.append({"published": {"$lte": day(scope.published_to)}})
        documents = runs(scope.documents, most=self._limits.read, size=self._limits.where)
        for named in documents if scope.documents else [[]]:
            every = [*([{"document": {"$in": named}}] if named else []), *tests]
            yield {"$and": every} if len(every) > 1 else every[0] if every else None

    def _owners(self, keys: Iterable[str]) -> dict[str, str]:
        """The document of each passage; unknown ones are left out."""
        owner: dict[str, str] = {}
        for page in runs(sorted(keys), most=self._limits.read):
            with self._guard():
                found = self._passages.get(ids=page, include=["metadatas"])
            for key, metadata in zip(found["ids"], found["metadatas"], strict=True):
                owner[key] = metadata["document"]
        return owner


def _two(vectors: Sequence[Vectors]) -> Sequence[Vectors]:
    """The vectors a quarter into an article and a quarter before its end.

    One of them lies in what it shares with a copy that is cut short or goes on at either end, and
    neither is the headline or the signature. To look for a vector costs 2 ms.
    """
    return [vectors[place] for place in sorted({len(vectors) // 4, len(vectors) * 3 // 4})]
