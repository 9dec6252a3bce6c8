"""One edition of the index: its state, its articles' rows, its passages.

An edition is made by one embedder, splitter and cleaner. In `articles` each file is one row: its id
is the document, its text the body. A passage counts only while its revision is the one in its
article's row, so that writing the row is the moment at which an article changes. In the metadata of
`articles` an edition carries what it is (`State`), and writing that is the moment at which an
edition goes live.

On a server a third collection holds what is too long for a record (texts.py), and the list of
batches, by which other machines bring their keyword index up to date.

Chroma's filters and distances stop here; LlamaIndex writes passages through nodes.py.
Elsewhere: which editions there are (store.py), what is written when (batches.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from rag.errors import IndexProblem
from rag.storage import sparse
from rag.storage.limits import Limits, runs
from rag.storage.records import (
    NO_OMISSIONS,
    Row,
    State,
    Stored,
    damaged,
    day,
    document_key,
    stored,
    text_sum,
)
from rag.storage.texts import anywhere
from rag.types import Scope

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.storage.texts import Texts

    Vectors = NDArray[np.float32]

KEPT = 1000  # batches that are remembered; who has seen none of them makes its keywords anew
# Chroma looks up every passage that a filter lets through before it searches: half of 100,000 took
# 0.6 s. So a range of dates is first looked for among this many times the passages without it,
# which find enough if the range lets a quarter through; one that lets less through is cheap.
WIDER = 4
WALKED = 50  # batches asked for at once


class EditionGone(IndexProblem):
    """The edition was replaced by a newer one while it was being read; look again."""


class Keeper(Protocol):
    """What an edition needs of the store that it lies in (store.py)."""

    @property
    def limits(self) -> Limits:
        """What one record and one request may hold."""

    def guard(self, *, writing: bool = False) -> AbstractContextManager[None]:
        """Turn whatever Chroma raises inside into an error of ours."""

    def writing(self, collection: Any, records: int) -> AbstractContextManager[None]:
        """Write `records` to a collection inside."""

    def check(self) -> None:
        """See that we are still the only writer; IndexBusy if another took over."""


class Edition:
    """One edition. Safe for many threads."""

    def __init__(
        self, store: Keeper, state: State, articles: Any, passages: Any, texts: Texts | None
    ) -> None:
        self.state = state
        self.limits = store.limits
        self._store = store
        self._articles = articles
        self._passages = passages
        self._texts = texts  # None in a folder, where everything fits

    @property
    def shared(self) -> bool:
        """Whether it lies on a server, where others may write to it."""
        return self._texts is not None

    @cached_property
    def sparse(self) -> bool:
        """Whether the server searches its words by itself."""
        return self.shared and sparse.offered(self._passages)

    @property
    def settled(self) -> str:
        """The last revision that is whole: another process may be in the middle of a batch."""
        return self.state.previous if self.shared and self.state.pending else self.state.revision

    def count(self) -> int:
        """How many rows there are."""
        with self._store.guard():
            return int(self._articles.count())

    def passage_count(self) -> int:
        """How many passages are stored, of any revision."""
        with self._store.guard():
            return int(self._passages.count())

    # Reading

    def load(self) -> None:
        """Have Chroma read its vector files, so that damage shows before anything is written.

        Raises:
            IndexDamaged: they cannot be read.
        """
        for collection in (self._articles, self._passages):
            with self._store.guard():
                collection.get(limit=1, include=["embeddings"])

    def nearest(self, vector: Vectors, n: int, *, scope: Scope) -> list[Stored]:
        """At most `n` passages, the most similar first; `vector` is a unit vector.

        A scope that matches nothing gives [], never everything.
        """
        n = min(n, self.limits.read)
        if not scope.documents and (scope.published_from or scope.published_to):
            wide = min(WIDER * n, self.limits.read)
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
            with self._store.guard():
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

        n = min(n, self.limits.read)
        rank = Knn(query=words, key=sparse.KEY, limit=n)
        with self._store.guard():
            return self._passages.search(Search(where=where, rank=rank, limit=n, select=[key]))

    def passages(self, keys: Sequence[str]) -> list[Stored]:
        """The passages with these keys, in no promised order; unknown keys are left out."""
        pages = (self._get_passages(ids=page) for page in runs(keys, most=self.limits.read))
        return list(chain.from_iterable(pages))

    def passages_of(self, documents: Sequence[str]) -> list[Stored]:
        """Every stored passage of these documents, of any revision."""
        return [
            each
            for named in self._named(documents)
            for page in self._pages(
                self._passages,
                include=["documents", "metadatas"],
                where={"document": {"$in": named}},
            )
            for each in _each(page)
        ]

    def rows(self, documents: Sequence[str]) -> dict[str, Row]:
        """The rows of these documents; unknown ones are left out."""
        found = self._get_rows(documents, "metadatas")
        return {row.document: row for row in map(Row.of, found["metadatas"])}

    def all_rows(self) -> Iterator[Row]:
        """Every row, a page at a time."""
        for page in self._pages(self._articles, include=["metadatas"]):
            yield from map(Row.of, page["metadatas"])

    def voice(self, name: str) -> list[Row]:
        """The rows of the articles that speak with this voice."""
        pages = self._pages(self._articles, include=["metadatas"], where={"voice": name})
        return [Row.of(metadata) for page in pages for metadata in page["metadatas"]]

    def bodies(self, documents: Sequence[str]) -> dict[str, str]:
        """The bodies of these documents; unknown and skipped ones are left out."""
        return {document: body for document, (_, body) in self.whole(documents).items() if body}

    def whole(self, documents: Sequence[str]) -> dict[str, tuple[Row, str]]:
        """Rows and bodies of these documents, long ones put together; unknown ones are left out.

        Raises:
            EditionGone: an article was replaced in between.
            IndexDamaged: one is not as it was written.
        """
        found = self._get_rows(documents, "metadatas", "documents")
        rows = list(map(Row.of, found["metadatas"]))
        long = [row.key for row in rows if row.apart]
        apart = self._read_texts(long) if long else {}
        if len(apart) < len(long):
            raise EditionGone("An article was replaced while it was being read; ask again.")
        held = {}
        for row, body in zip(rows, found["documents"], strict=True):
            if row.apart:
                body, omissions = json.loads(apart[row.key])  # noqa: PLW2901
                row = replace(row, omissions=omissions)  # noqa: PLW2901
            if row.sum != text_sum(body, row.omissions):
                raise damaged(f"the text of {row.document!r}")
            held[row.document] = (row, body)
        return held

    def vectors(self, documents: Sequence[str]) -> dict[str, list[Vectors]]:
        """The vectors of the documents' passages, in their order; unknown ones are left out."""
        found: dict[str, list[tuple[int, Vectors]]] = {}
        for named in self._named(documents):
            for page in self._pages(
                self._passages,
                include=["embeddings", "metadatas"],
                where={"document": {"$in": named}},
            ):
                for metadata, vector in zip(page["metadatas"], page["embeddings"], strict=True):
                    held = found.setdefault(metadata["document"], [])
                    held.append((metadata["ordinal"], vector))
        return {
            document: [vector for _, vector in sorted(held, key=lambda each: each[0])]
            for document, held in found.items()
        }

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
        size = max(1, self.limits.read // n)
        for start in range(0, len(chosen), size):
            page = chosen[start : start + size]
            with self._store.guard():
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

    def all_passages(self) -> Iterator[list[Stored]]:
        """Every stored passage of any revision, a page at a time."""
        for page in self._pages(self._passages, include=["documents", "metadatas"]):
            yield _each(page)

    def changed_since(self, revision: str) -> Sequence[str] | None:
        """The documents that changed from `revision` to `settled`; None if that is forgotten."""
        if revision == self.settled:
            return ()
        if not self.shared:  # one process at a time writes to a folder: a batch is all it lacks
            missed = self.state.pending if revision == self.state.previous else ()
            return missed or None
        changed: dict[str, None] = {}
        wanted, last = self.settled, self.state.batch - bool(self.state.pending)
        for first in range(last, max(last - KEPT, 0), -WALKED):
            names = [f"batch-{number}" for number in range(first, max(first - WALKED, 0), -1)]
            found = self._read_texts(names)
            for name in names:
                batch = json.loads(found.get(name, "{}"))
                if batch.get("revision") != wanted:
                    return None
                changed |= dict.fromkeys(batch["documents"])
                if (wanted := batch["previous"]) == revision:
                    return list(changed)
        return None

    def _get_passages(self, **which: Any) -> list[Stored]:
        with self._store.guard():
            return _each(self._passages.get(include=["documents", "metadatas"], **which))

    def _get_rows(self, documents: Sequence[str], *include: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {"ids": [], **{name: [] for name in include}}
        ids = list(dict.fromkeys(map(self._id, documents)))  # Chroma refuses one given twice
        for page in runs(ids, most=self.limits.read):
            with self._store.guard():
                got = self._articles.get(ids=page, include=list(include))
            for name, values in found.items():
                values.extend(got[name])
        return found

    def _owners(self, keys: Iterable[str]) -> dict[str, str]:
        """The document of each passage; unknown ones are left out."""
        owner: dict[str, str] = {}
        for page in runs(sorted(keys), most=self.limits.read):
            with self._store.guard():
                found = self._passages.get(ids=page, include=["metadatas"])
            for key, metadata in zip(found["ids"], found["metadatas"], strict=True):
                owner[key] = metadata["document"]
        return owner

    def _read_texts(self, names: Sequence[str]) -> dict[str, str]:
        with self._store.guard():
            return self._texts.read(names) if self._texts else {}

    def _pages(
        self, collection: Any, *, include: list[str], where: dict[str, Any] | None = None
    ) -> Iterator[Any]:
        offset, size = 0, self.limits.read
        while True:
            with self._store.guard():
                page = collection.get(limit=size, offset=offset, include=include, where=where)
            if page["ids"]:
                yield page
            if len(page["ids"]) < size:
                return
            offset += size

    # Names and filters

    def _id(self, document: str) -> str:
        """The id of a row: the document, or a short name where that is too long."""
        most = self.limits.name
        if most is None or len(document.encode(errors="surrogatepass")) <= most:
            return document
        return f"~{document_key(document)}"

    def _named(self, documents: Sequence[str]) -> Iterator[list[str]]:
        return runs(documents, most=self.limits.read, size=self.limits.where)

    def _wheres(self, scope: Scope) -> Iterator[dict[str, Any] | None]:
        """The scope as filters that are small enough; what any of them lets through is in it."""
        tests: list[dict[str, Any]] = []
        if scope.published_from:
            tests.append({"published": {"$gte": day(scope.published_from)}})
        if scope.published_to:
            tests.append({"published": {"$lte": day(scope.published_to)}})
        for named in self._named(scope.documents) if scope.documents else [[]]:
            every = [*([{"document": {"$in": named}}] if named else []), *tests]
            yield {"$and": every} if len(every) > 1 else every[0] if every else None

    # Writing

    def adding(self, passages: int) -> AbstractContextManager[None]:
        """Where so many passages are added: a kill costs nothing, errors become ours."""
        return self._store.writing(self._passages, passages)

    def add(self, **passages: Any) -> None:
        """Add passages as Chroma takes them; nodes.py has LlamaIndex make them."""
        self._passages.add(**passages)

    def mark(self, **changes: Any) -> None:
        """Change the state; one transaction in Chroma.

        Raises:
            IndexBusy: another process took over writing.
        """
        state = replace(self.state, **changes)
        if state == self.state:
            return
        if state.revision != self.state.revision:
            state = replace(state, batch=state.batch + 1)
        self._store.check()
        with self._store.guard(writing=True):
            written = self._note(state) if self._texts else state.written()
            self._articles.modify(metadata={"state": written})
        self.state = state

    def put(self, rows: Sequence[Row], bodies: Sequence[str]) -> None:
        """Write rows, each over the one of the same document: from now on they are the truth."""
        if not rows:
            return
        self._store.check()
        rows, bodies = self._parted(rows, bodies)
        for start in range(0, len(rows), self.limits.write):
            page = slice(start, start + self.limits.write)
            with self._store.writing(self._articles, len(rows[page])):
                self._articles.upsert(
                    ids=[self._id(row.document) for row in rows[page]],
                    documents=list(bodies[page]),
                    embeddings=[anywhere(row.document) for row in rows[page]],
                    metadatas=[row.metadata() for row in rows[page]],
                )

    def amend(self, changes: Mapping[str, Mapping[str, str | int]]) -> None:
        """Set some fields of these documents' rows; the others stay."""
        for documents in runs(list(changes), most=self.limits.write):
            with self._store.writing(self._articles, len(documents)):
                self._articles.update(
                    ids=list(map(self._id, documents)),
                    metadatas=[dict(changes[document]) for document in documents],
                )

    def remove(self, documents: Sequence[str]) -> None:
        """Take the rows of these documents out: from now on their passages do not count."""
        for page in runs(documents, most=self.limits.write):
            with self._store.writing(self._articles, len(page)):
                self._articles.delete(ids=list(map(self._id, page)))

    def sweep(self, documents: Sequence[str]) -> None:
        """Delete what is stored of these documents and does not count."""
        rows = self.rows(documents)
        found = self.passages_of(documents)
        stray = [each.key for each in found if not each.counts(rows.get(each.passage.document))]
        for page in runs(stray, most=self.limits.write):
            with self._store.writing(self._passages, len(page)):
                self._passages.delete(ids=page)
        if self._texts:
            kept = {row.key for row in rows.values() if row.apart}
            for named in self._named(documents):
                with self._store.guard(writing=True):
                    held = self._texts.of({"document": {"$in": named}})
                    self._texts.remove([k for k, _ in held if k.rpartition(".")[0] not in kept])

    def _parted(
        self, rows: Sequence[Row], bodies: Sequence[str]
    ) -> tuple[Sequence[Row], Sequence[str]]:
        """Rows and bodies of which what is too long has been written apart."""
        if self._texts is None:
            return rows, bodies
        texts, about = {}, {}
        fitting = []
        for row, body in zip(rows, bodies, strict=True):
            if self.limits.holds(body, self.limits.text) and self.limits.holds(
                row.omissions, self.limits.value
            ):
                fitting.append((row, body))
                continue
            texts[row.key] = json.dumps([body, row.omissions], ensure_ascii=False)
            about[row.key] = {"document": row.document}
            fitting.append((replace(row, apart=True, omissions=NO_OMISSIONS), ""))
        if texts:
            with self._store.guard(writing=True):
                self._texts.put(texts, about)
        return [row for row, _ in fitting], [body for _, body in fitting]

    def _note(self, state: State) -> str:
        """Note a batch for other machines; the state as it is written on a server."""
        texts, written = {}, state.written()
        if state.batch != self.state.batch:
            texts[f"batch-{state.batch}"] = json.dumps(
                {
                    "revision": state.revision,
                    "previous": state.previous,
                    "documents": state.pending,
                }
            )
        if not self.limits.holds(written, self.limits.state):
            texts[f"state-{state.batch}"] = written
            written = json.dumps({"apart": f"state-{state.batch}"})
        if texts and self._texts:
            self._texts.put(texts, {name: {"batch": state.batch} for name in texts})
            if state.batch % WALKED == 0:
                old = self._texts.of({"batch": {"$lt": state.batch - KEPT}})
                self._texts.remove([key for key, _ in old])
        return written


def _two(vectors: Sequence[Vectors]) -> Sequence[Vectors]:
    """The vectors a quarter into an article and a quarter before its end.

    One of them lies in what it shares with a copy that is cut short or goes on at either end, and
    neither is the headline or the signature. To look for a vector costs 2 ms.
    """
    return [vectors[place] for place in sorted({len(vectors) // 4, len(vectors) * 3 // 4})]


def _each(page: Any) -> list[Stored]:
    return [
        stored(key, text, metadata)
        for key, text, metadata in zip(
            page["ids"], page["documents"], page["metadatas"], strict=True
        )
    ]
