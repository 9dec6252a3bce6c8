"""Chroma, which holds the truth: editions of the index, their articles and their passages.

An edition is two collections made by one embedder, splitter and cleaner. In `articles` each
file is one row: its id is the document, its text the body, its vector the mean of its passages.
A passage counts only while its revision is the one in its article's row, so that writing the
row is the moment at which an article changes. In the metadata of `articles` an edition carries
what it is (`State`), and writing that is the moment at which an edition goes live.

Chroma's client, filters, distances and errors stop here; LlamaIndex writes passages through
rag/nodes.py. Elsewhere: what is written when (rag/index.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import IndexBusy, IndexDamaged, IndexProblem, IndexUnwritable
from rag.records import Row, State, Stored, day, stored
from rag.server import Server
from rag.types import Scope
from rag.vectorfiles import SYNC, VectorFiles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LISTED = 100  # collections asked for at once; a server may hold those of others too
PAGE = 1000  # rows fetched at once where all are visited: flat memory, few calls

# Of the 50 nearest among 12,000 clustered vectors Chroma's own ef_search of 100 found 99.4 % and
# this one 99.9 %, for 0.9 ms more. Twice the ef_construction or the neighbours found no more, and
# made writing half as slow again.
HNSW = {"space": "cosine", "ef_construction": 100, "ef_search": 200, "max_neighbors": 16}


class EditionGone(IndexProblem):
    """The edition was replaced by a newer one while it was being read; look again."""


class Edition:
    """One edition: its state, its rows and its passages. Safe for many threads."""

    def __init__(self, store: Store, state: State, articles: Any, passages: Any) -> None:
        self.state = state
        self.collection = passages  # for rag/nodes.py, which writes through LlamaIndex
        self._store = store
        self._articles = articles
        self._passages = passages

    def count(self) -> int:
        """How many rows there are."""
        with self._store.guard():
            return int(self._articles.count())

    # Reading

    def check(self) -> None:
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
        with self._store.guard():
            found = self._passages.query(
                query_embeddings=[vector],
                n_results=n,
                where=_where(scope),
                include=["documents", "metadatas", "distances"],
            )
        return [
            stored(key, text, metadata, max(-1.0, min(1.0, 1.0 - distance)))
            for key, text, metadata, distance in zip(
                found["ids"][0],
                found["documents"][0],
                found["metadatas"][0],
                found["distances"][0],
                strict=True,
            )
        ]

    def passages(self, keys: Sequence[str]) -> list[Stored]:
        """The passages with these keys, in no promised order; unknown keys are left out."""
        return self._get_passages(ids=list(keys)) if keys else []

    def passages_of(self, documents: Sequence[str]) -> list[Stored]:
        """Every stored passage of these documents, of any revision."""
        if not documents:
            return []
        return self._get_passages(where={"document": {"$in": list(documents)}})

    def rows(self, documents: Sequence[str]) -> dict[str, Row]:
        """The rows of these documents; unknown ones are left out."""
        if not documents:
            return {}
        with self._store.guard():
            found = self._articles.get(ids=list(documents), include=["metadatas"])
        return dict(zip(found["ids"], map(Row.of, found["metadatas"]), strict=True))

    def all_rows(self) -> Iterator[Row]:
        """Every row, a page at a time."""
        for page in self._pages(self._articles, include=["metadatas"]):
            yield from map(Row.of, page["metadatas"])

    def voice(self, name: str) -> list[Row]:
        """The rows of the articles that speak with this voice."""
        with self._store.guard():
            found = self._articles.get(where={"voice": name}, include=["metadatas"])
        return list(map(Row.of, found["metadatas"]))

    def bodies(self, documents: Sequence[str]) -> dict[str, str]:
        """The bodies of these documents; unknown and skipped ones are left out."""
        if not documents:
            return {}
        with self._store.guard():
            found = self._articles.get(ids=list(documents), include=["documents"])
        return {k: body for k, body in zip(found["ids"], found["documents"], strict=True) if body}

    def vectors(self, documents: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these articles; unknown ones are left out."""
        if not documents:
            return {}
        with self._store.guard():
            found = self._articles.get(ids=list(documents), include=["embeddings"])
        return dict(zip(found["ids"], found["embeddings"], strict=True))

    def like(self, vectors: Sequence[Vectors], n: int) -> list[list[tuple[str, float]]]:
        """For each article vector the `n` nearest articles as (document, cosine)."""
        if not vectors:
            return []
        with self._store.guard():
            found = self._articles.query(
                query_embeddings=list(vectors), n_results=n, include=["distances"]
            )
        return [
            [(document, 1.0 - distance) for document, distance in zip(ids, distances, strict=True)]
            for ids, distances in zip(found["ids"], found["distances"], strict=True)
        ]

    def all_passages(self) -> Iterator[list[Stored]]:
        """Every stored passage of any revision, a page at a time."""
        for page in self._pages(self._passages, include=["documents", "metadatas"]):
            yield _each(page)

    def _get_passages(self, **which: Any) -> list[Stored]:
        with self._store.guard():
            return _each(self._passages.get(include=["documents", "metadatas"], **which))

    def _pages(self, collection: Any, *, include: list[str]) -> Iterator[Any]:
        offset = 0
        while True:
            with self._store.guard():
                page = collection.get(limit=PAGE, offset=offset, include=include)
            if not page["ids"]:
                return
            yield page
            offset += PAGE

    # Writing

    def adding(self, passages: int) -> AbstractContextManager[None]:
        """Where `passages` are added to `collection`: a kill costs nothing, errors become ours."""
        return self._store.writing(self._passages, passages)

    def mark(self, **changes: Any) -> None:
        """Change the state; one transaction in Chroma."""
        state = replace(self.state, **changes)
        if state != self.state:
            with self._store.guard(writing=True):
                self._articles.modify(metadata=state.metadata())
            self.state = state

    def put(self, rows: Sequence[Row], bodies: Sequence[str], vectors: Vectors) -> None:
        """Write rows, each over the one of the same document: from now on they are the truth."""
        if rows:
            with self._store.writing(self._articles, len(rows)):
                self._articles.upsert(
                    ids=[row.document for row in rows],
                    documents=list(bodies),
                    embeddings=list(vectors),
                    metadatas=[row.metadata() for row in rows],
                )

    def amend(self, changes: Mapping[str, Mapping[str, str | int]]) -> None:
        """Set some fields of these documents' rows; the others stay."""
        for documents in _pages(list(changes)):
            with self._store.writing(self._articles, len(documents)):
                self._articles.update(
                    ids=documents, metadatas=[dict(changes[document]) for document in documents]
                )

    def remove(self, documents: Sequence[str]) -> None:
        """Take the rows of these documents out: from now on their passages do not count."""
        for page in _pages(documents):
            with self._store.writing(self._articles, len(page)):
                self._articles.delete(ids=page)

    def sweep(self, documents: Sequence[str]) -> None:
        """Delete the passages of these documents that do not count."""
        rows = self.rows(documents)
        found = self.passages_of(documents)
        stray = [each.key for each in found if not each.counts(rows.get(each.passage.document))]
        for page in _pages(stray):
            with self._store.writing(self._passages, len(page)):
                self._passages.delete(ids=page)


def _pages(items: Sequence[str]) -> Iterator[list[str]]:
    return (list(items[i : i + PAGE]) for i in range(0, len(items), PAGE))


def _each(page: Any) -> list[Stored]:
    return [
        stored(key, text, metadata)
        for key, text, metadata in zip(
            page["ids"], page["documents"], page["metadatas"], strict=True
        )
    ]


def _where(scope: Scope) -> dict[str, Any] | None:
    tests: list[dict[str, Any]] = []
    if scope.documents:
        tests.append({"document": {"$in": list(scope.documents)}})
    if scope.published_from:
        tests.append({"published": {"$gte": day(scope.published_from)}})
    if scope.published_to:
        tests.append({"published": {"$lte": day(scope.published_to)}})
    if len(tests) < 2:
        return tests[0] if tests else None
    return {"$and": tests}


class Store:
    """A connection to Chroma: a folder of its own, or a server."""

    def __init__(
        self, name: str, place: Server | Path, client: Any, files: VectorFiles | None
    ) -> None:
        self._articles = f"{name}-articles-"
        self._passages = f"{name}-passages-"
        self._place = place
        self._client = client
        self._files = files  # None on a server, which looks after its own

    @classmethod
    def open(cls, place: Server | Path, name: str) -> Store:
        """Connect to the index `name` on a server, or in a folder, which is made if it is missing.

        Where `needs_mending(folder)`, only the process that holds the index for writing may call.

        Raises:
            IndexDamaged: the folder holds something that Chroma cannot read.
            IndexAway: the server does not answer, or refuses.
        """
        if isinstance(place, Server):
            return cls(name, place, place.connect(), None)
        from chromadb.config import Settings as ChromaSettings

        files = VectorFiles(place)
        with _guard(place, writing=False):
            mend = files.endangered and (place / "chroma.sqlite3").exists()
            if mend:
                files.restore()
            client = _client_of(place, ChromaSettings(anonymized_telemetry=False))
            files.opened()
            if mend:
                for collection in client.list_collections():
                    collection.count()  # has Chroma read its files, and write them anew if it must
                files.clear()
            files.look()
        return cls(name, place, client, files)

    def editions(self) -> list[Edition]:
        """All editions, the newest first; some may not be live."""
        named = self._collections()
        editions = []
        for number in self._numbers(named):
            if (passages := named.get(self._passages + number)) is not None:
                articles = named[self._articles + number]
                editions.append(Edition(self, State.of(articles.metadata), articles, passages))
        return sorted(editions, key=lambda edition: -edition.state.number)

    def create(self, *, fingerprint: str, embedder: str, live: bool) -> Edition:
        """Begin an edition after all others."""
        with self.guard(writing=True):
            named = self._collections()
            number = max(map(int, self._numbers(named)), default=0) + 1
            state = State(number, fingerprint, embedder, live)
            if f"{self._passages}{number:06}" in named:  # its articles never came to be
                self._client.delete_collection(f"{self._passages}{number:06}")
            hnsw = HNSW | ({"sync_threshold": SYNC} if self._files else {})
            options = {"embedding_function": None, "configuration": {"hnsw": hnsw}}
            passages = self._client.create_collection(f"{self._passages}{number:06}", **options)
            articles = self._client.create_collection(
                f"{self._articles}{number:06}", metadata=state.metadata(), **options
            )
            if self._files:
                self._files.look()
        return Edition(self, state, articles, passages)

    def drop(self, edition: Edition) -> None:
        """Delete an edition, its rows first: without them its passages are nothing."""
        with self.guard(writing=True):
            self._client.delete_collection(f"{self._articles}{edition.state.number:06}")
            self._client.delete_collection(f"{self._passages}{edition.state.number:06}")

    def tidy(self) -> None:
        """Delete files that nothing needs any more, after all has been written."""
        if self._files:
            with self.guard():
                self._files.clear()
                self._files.forget_strays()

    def close(self) -> None:
        """Let go of the folder's files."""
        with suppress(Exception):  # whatever is wrong with it, nothing is left to be done
            self._client.close()

    @contextmanager
    def guard(self, *, writing: bool = False) -> Iterator[None]:
        """Turn whatever Chroma raises into an error of ours."""
        with _guard(self._place, writing=writing):
            yield

    @contextmanager
    def writing(self, collection: Any, records: int) -> Iterator[None]:
        """Write `records` to a collection inside."""
        with self.guard(writing=True):
            if self._files is None:
                yield
            else:
                with self._files.protected(str(collection.id), records):
                    yield

    def _collections(self) -> dict[str, Any]:
        """Every collection that there is, by name."""
        named: dict[str, Any] = {}
        with self.guard():
            while True:
                page = self._client.list_collections(limit=LISTED, offset=len(named))
                named |= {each.name: each for each in page}
                if len(page) < LISTED:
                    return named

    def _numbers(self, named: Iterable[str]) -> list[str]:
        """The numbers of our editions, as they stand in the names."""
        found = [each.removeprefix(self._articles) for each in named]
        return [number for number in found if number.isdecimal()]


def _client_of(folder: Path, options: Any) -> Any:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient

    try:
        return chromadb.PersistentClient(str(folder), settings=options)
    except BaseException:
        # Chroma remembers a half-opened folder, and would hand it out again once it is mended.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)
        SharedSystemClient._identifier_to_refcount.pop(str(folder), None)
        raise


def needs_mending(folder: Path) -> bool:
    """Whether a process died while it wrote to the Chroma in `folder`."""
    return VectorFiles(folder).endangered


@contextmanager
def _guard(place: Server | Path, *, writing: bool) -> Iterator[None]:
    try:
        yield
    except IndexProblem:
        raise
    except Exception as error:
        raise _translated(error, place, writing=writing) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Chroma's Rust half gave up
            raise
        raise _translated(error, place, writing=writing) from error


def _translated(error: BaseException, place: Server | Path, *, writing: bool) -> IndexProblem:
    from chromadb.errors import NotFoundError

    told = str(error).lower()
    if isinstance(error, NotFoundError) or "does not exist" in told:
        where = place.url if isinstance(place, Server) else str(place)
        return EditionGone(f"The index at {where!r} was replaced; ask again.")
    if isinstance(place, Server):
        return place.told(error)
    folder = str(place)
    if "database is locked" in told or "busy" in told:
        return IndexBusy(f"The index in {folder!r} is in use by another program; stop it.")
    full = ("disk is full", "no space", "quota", "readonly", "read-only", "permission denied")
    if any(word in told for word in full) or (writing and isinstance(error, OSError)):
        return IndexUnwritable(
            f"The index in {folder!r} cannot be written ({error}); it is as it was. "
            "Free some room, mend its rights, or choose another folder with RAG_DATA."
        )
    return IndexDamaged(
        f"The index in {folder!r} cannot be read ({error}); run `pullquote index --rebuild`."
    )
