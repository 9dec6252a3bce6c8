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

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rag.errors import IndexBusy, IndexDamaged, IndexProblem, IndexUnwritable
from rag.types import Passage, Scope, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

ARTICLES, PASSAGES = "pullquote-articles-", "pullquote-passages-"
PAGE = 1000  # rows fetched at once where all are visited: flat memory, few calls

# Recall before speed: with Chroma's defaults (100, 100) the right neighbour is missed more often.
HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}


class EditionGone(IndexProblem):
    """The edition was replaced by a newer one while it was being read; look again."""


@dataclass(frozen=True, slots=True)
class State:
    """What an edition is, as its collection's metadata carries it.

    `revision` changes with every batch that is written; `pending` are the documents of the batch
    that led to it from `previous`, `unsettled` the voices that it took articles from. Both are
    empty once all of it is done.
    """

    number: int
    fingerprint: str
    embedder: str  # fingerprint of the embedder alone
    live: bool
    revision: str = "new"
    previous: str = ""
    pending: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What the index keeps of one file, but for its body.

    A file that was skipped has a `reason` and no passages.
    """

    document: str
    size: int
    modified_ns: int
    digest: str
    revision: str = ""
    reason: str = ""
    name: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = None
    voice: str = ""
    passages: int = 0
    omissions: str = "[]"  # JSON: [[text, reason], …]

    @property
    def skipped(self) -> bool:
        """Whether the file could not be read as an article."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage as it lies in Chroma; it counts while its revision is its article's."""

    key: str
    revision: str
    passage: Passage
    cosine: float | None = None


def passage_key(document: str, revision: str, ordinal: int) -> str:
    """The id of a passage: the same text under the same fingerprint has the same id."""
    return f"{document_key(document)}.{revision}.{ordinal}"


def document_key(document: str) -> str:
    """A short name for a document, safe in any engine."""
    return blake2b(document.encode(errors="surrogatepass"), digest_size=12).hexdigest()


def day(published: date) -> int:
    """A date as the number that range filters need: 20230524."""
    return published.year * 10000 + published.month * 100 + published.day


def _date(number: int | None) -> date | None:
    return date(number // 10000, number // 100 % 100, number % 100) if number else None


def passage_metadata(passage: Passage, revision: str, ordinal: int) -> dict[str, str | int]:
    """A passage but for its text and voice; Chroma takes no None, so a missing date is left out."""
    metadata: dict[str, str | int] = {
        "document": passage.document,
        "revision": revision,
        "ordinal": ordinal,
        "start": passage.start,
        "end": passage.end,
        "title": passage.title,
        "publisher": passage.publisher,
        "sentences": json.dumps([[s.start, s.end] for s in passage.sentences]),
    }
    if passage.published:
        metadata["published"] = day(passage.published)
    return metadata


def stored(key: str, text: str, metadata: Mapping[str, Any], cosine: float | None = None) -> Stored:
    """The passage that `passage_metadata` described."""
    start = int(metadata["start"])
    sentences = tuple(
        Sentence(text[a - start : b - start], a, b) for a, b in json.loads(metadata["sentences"])
    )
    passage = Passage(
        document=metadata["document"],
        text=text,
        start=start,
        end=int(metadata["end"]),
        sentences=sentences,
        title=metadata["title"],
        publisher=metadata["publisher"],
        published=_date(metadata.get("published")),
    )
    return Stored(key, metadata["revision"], passage, cosine)


def _row_metadata(row: Row) -> dict[str, str | int]:
    """Every key every time: Chroma keeps the old value of a key that is left out."""
    day_number = day(row.published) if row.published else 0
    return {**asdict(row), "published": day_number}


def _row(metadata: Mapping[str, Any]) -> Row:
    return Row(**{**metadata, "published": _date(metadata["published"])})


class Edition:
    """One edition: its state, its rows and its passages. Safe for many threads."""

    def __init__(self, store: Store, state: State, articles: Any, passages: Any) -> None:
        self.state = state
        self.collection = passages  # for rag/nodes.py, which writes through LlamaIndex
        self._store = store
        self._articles = articles
        self._passages = passages

    def __len__(self) -> int:
        with self._store.guard():
            return int(self._articles.count())

    # Reading

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
        return dict(zip(found["ids"], map(_row, found["metadatas"]), strict=True))

    def all_rows(self) -> Iterator[Row]:
        """Every row, a page at a time."""
        for page in self._pages(self._articles, include=["metadatas"]):
            yield from map(_row, page["metadatas"])

    def voice(self, name: str) -> list[Row]:
        """The rows of the articles that speak with this voice."""
        with self._store.guard():
            found = self._articles.get(where={"voice": name}, include=["metadatas"])
        return list(map(_row, found["metadatas"]))

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

    def writing(self) -> AbstractContextManager[None]:
        """Where `collection` is written to: Chroma's errors become ours."""
        return self._store.guard(writing=True)

    def mark(self, **changes: Any) -> None:
        """Change the state; one transaction in Chroma."""
        state = replace(self.state, **changes)
        with self._store.guard(writing=True):
            self._articles.modify(metadata=_state_metadata(state))
        self.state = state

    def put(self, rows: Sequence[Row], bodies: Sequence[str], vectors: Vectors) -> None:
        """Write rows, each over the one of the same document: from now on they are the truth."""
        if rows:
            with self._store.guard(writing=True):
                self._articles.upsert(
                    ids=[row.document for row in rows],
                    documents=list(bodies),
                    embeddings=list(vectors),
                    metadatas=[_row_metadata(row) for row in rows],
                )

    def amend(self, changes: Mapping[str, Mapping[str, str | int]]) -> None:
        """Set some fields of these documents' rows; the others stay."""
        if changes:
            with self._store.guard(writing=True):
                self._articles.update(
                    ids=list(changes), metadatas=[dict(change) for change in changes.values()]
                )

    def remove(self, documents: Sequence[str]) -> None:
        """Take the rows of these documents out: from now on their passages do not count."""
        if documents:
            with self._store.guard(writing=True):
                self._articles.delete(ids=list(documents))

    def sweep(self, documents: Sequence[str]) -> None:
        """Delete the passages of these documents that do not count."""
        if not documents:
            return
        rows = self.rows(documents)
        with self._store.guard():
            found = self._passages.get(
                where={"document": {"$in": list(documents)}}, include=["metadatas"]
            )
        stray = [
            key
            for key, metadata in zip(found["ids"], found["metadatas"], strict=True)
            if not counts(metadata["revision"], rows.get(metadata["document"]))
        ]
        if stray:
            with self._store.guard(writing=True):
                for first in range(0, len(stray), PAGE):
                    self._passages.delete(ids=stray[first : first + PAGE])


def counts(revision: str, row: Row | None) -> bool:
    """Whether a passage of this revision belongs to the article as it is now."""
    return row is not None and not row.skipped and row.revision == revision


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


def _state_metadata(state: State) -> dict[str, Any]:
    return {"state": json.dumps(asdict(state))}


def _state(metadata: Mapping[str, Any]) -> State:
    values = json.loads(metadata["state"])
    return State(
        **{**values, "pending": tuple(values["pending"]), "unsettled": tuple(values["unsettled"])}
    )


@dataclass(slots=True)
class Store:
    """A connection to Chroma: a folder of its own, or a server."""

    place: str  # the folder or the address, as errors name it
    client: Any = field(repr=False)
    remote: bool

    @classmethod
    def open(cls, folder: Path, url: str) -> Store:
        """Connect to the server at `url`, or to `folder`, which is made if it is missing.

        Raises:
            IndexDamaged: the folder holds something that Chroma cannot read.
            IndexProblem: the server does not answer.
        """
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        options = ChromaSettings(anonymized_telemetry=False)
        place = url or str(folder)
        with _guard(place, remote=bool(url), writing=False):
            if url:
                address = urlsplit(url)
                secure = address.scheme == "https"
                client: Any = chromadb.HttpClient(
                    host=address.hostname or "",
                    port=address.port or (443 if secure else 80),
                    ssl=secure,
                    settings=options,
                )
            else:
                client = chromadb.PersistentClient(str(folder), settings=options)
        return cls(place, client, bool(url))

    def editions(self) -> list[Edition]:
        """All editions, the newest first; some may not be live."""
        with self.guard():
            named = {c.name: c for c in self.client.list_collections()}
        editions = []
        for name, articles in named.items():
            number = name.removeprefix(ARTICLES)
            if number != name and (passages := named.get(PASSAGES + number)) is not None:
                editions.append(Edition(self, _state(articles.metadata), articles, passages))
        return sorted(editions, key=lambda edition: -edition.state.number)

    def create(self, *, fingerprint: str, embedder: str, live: bool) -> Edition:
        """Begin an edition after all others."""
        with self.guard(writing=True):
            names = [c.name for c in self.client.list_collections()]
            used = [int(name.rpartition("-")[2]) for name in names if name.startswith(ARTICLES)]
            number = max(used, default=0) + 1
            state = State(number, fingerprint, embedder, live)
            if f"{PASSAGES}{number:06}" in names:  # its articles never came to be
                self.client.delete_collection(f"{PASSAGES}{number:06}")
            options = {"embedding_function": None, "configuration": {"hnsw": HNSW}}
            passages = self.client.create_collection(f"{PASSAGES}{number:06}", **options)
            articles = self.client.create_collection(
                f"{ARTICLES}{number:06}", metadata=_state_metadata(state), **options
            )
        return Edition(self, state, articles, passages)

    def drop(self, edition: Edition) -> None:
        """Delete an edition, its rows first: without them its passages are nothing."""
        with self.guard(writing=True):
            self.client.delete_collection(f"{ARTICLES}{edition.state.number:06}")
            self.client.delete_collection(f"{PASSAGES}{edition.state.number:06}")

    def close(self) -> None:
        """Let go of the folder's files."""
        self.client.close()

    @contextmanager
    def guard(self, *, writing: bool = False) -> Iterator[None]:
        """Turn whatever Chroma raises into an error of ours."""
        with _guard(self.place, remote=self.remote, writing=writing):
            yield


@contextmanager
def _guard(place: str, *, remote: bool, writing: bool) -> Iterator[None]:
    try:
        yield
    except IndexProblem:
        raise
    except Exception as error:
        raise _translated(error, place, remote=remote, writing=writing) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Chroma's Rust half gave up
            raise
        raise _translated(error, place, remote=remote, writing=writing) from error


def _translated(error: BaseException, place: str, *, remote: bool, writing: bool) -> IndexProblem:
    from chromadb.errors import NotFoundError

    told = str(error).lower()
    if isinstance(error, NotFoundError) or "does not exist" in told:
        return EditionGone(f"The index at {place!r} was replaced; ask again.")
    if remote:
        return IndexProblem(
            f"The Chroma server at {place!r} does not answer as it should ({error}); "
            "see that it runs, or unset RAG_CHROMA_URL."
        )
    if "database is locked" in told or "busy" in told:
        return IndexBusy(f"The index in {place!r} is in use by another program; stop it.")
    full = ("disk is full", "no space", "quota", "readonly", "read-only", "permission denied")
    if any(word in told for word in full) or (writing and isinstance(error, OSError)):
        return IndexUnwritable(
            f"The index in {place!r} cannot be written ({error}); it is as it was. "
            "Free some room, mend its rights, or choose another folder with RAG_DATA."
        )
    return IndexDamaged(
        f"The index in {place!r} cannot be read ({error}); run `pullquote index --rebuild`."
    )
