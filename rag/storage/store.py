"""Chroma, which holds the truth: a folder of our own or a server, and the editions in it.

An edition (edition.py) is two or three collections of one number; their names begin with the
index's, so that a server may hold many indexes. Chroma's client stops here.

Elsewhere: the way to a server (server.py), what Chroma raises (faults.py), what is written when
(batches.py).
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.storage import sparse
from rag.storage.edition import Edition, EditionGone
from rag.storage.faults import guard
from rag.storage.lease import Lease, is_put_away
from rag.storage.limits import FOLDER, SERVER, Limits
from rag.storage.records import State, damaged
from rag.storage.server import ConnectionCut, Server
from rag.storage.texts import Texts
from rag.storage.vectorfiles import MOST, SYNC, VectorFiles, pace

LISTED = 100  # collections asked for at once; a server may hold those of others too
RESTING = 2  # connections of a client that may have broken while nothing was asked
PARTS = ("articles", "passages", "texts")

# Of the 50 nearest among 12,000 clustered vectors Chroma's own ef_search of 100 found 99.4 % and
# this one 99.9 %, for 0.9 ms more. Twice the ef_construction or the neighbours found no more, and
# made writing half as slow again.
HNSW = {"space": "cosine", "ef_construction": 100, "ef_search": 200, "max_neighbors": 16}


class Store:
    """A connection to Chroma: a folder of its own, or a server."""

    def __init__(
        self, name: str, place: Server | Path, client: Any, files: VectorFiles | None
    ) -> None:
        self.limits = FOLDER
        self._name = name
        self._place = place
        self._client = client
        self._files = files  # None on a server, which looks after its own
        self._lease: Lease | None = None  # while we write to a server

    @classmethod
    def open(cls, place: Server | Path, name: str) -> Store:
        """Connect to the index `name` on a server, or in a folder, which is made if it is missing.

        Where `needs_mending(folder)`, only the process that holds the index for writing may call.

        Raises:
            IndexDamaged: the folder holds something that Chroma cannot read.
            IndexAway: the server does not answer, or refuses.
        """
        if isinstance(place, Server):
            return cls._on_server(place, name)
        return cls._in_folder(place, name)

    @classmethod
    def _on_server(cls, server: Server, name: str) -> Store:
        store = cls(name, server, server.connect(), None)
        try:
            with store.guard():
                store.limits = _limits(store._client.get_max_batch_size())
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def _in_folder(cls, folder: Path, name: str) -> Store:
        from chromadb.config import Settings as ChromaSettings

        files = VectorFiles(folder)
        with guard(folder, writing=False):
            mend = files.endangered and (folder / "chroma.sqlite3").exists()
            if mend:
                files.restore()
            client = _client_of(folder, ChromaSettings(anonymized_telemetry=False))
            try:
                files.opened()
                if mend:
                    for collection in client.list_collections():
                        collection.count()  # has Chroma read its files, or write them anew
                    files.clear()
                files.look()
            except BaseException:
                client.close()  # or Chroma would hand it out again once the folder is mended
                raise
        return cls(name, folder, client, files)

    def editions(self) -> list[Edition]:
        """All editions, the newest first; some may not be live."""
        named = self._collections()
        editions = []
        for number in {number for part, number in named if part == "articles"}:
            articles, passages, texts = (named.get((part, number)) for part in PARTS)
            if passages is not None and (texts is not None or self._files):
                editions.append(self._edition(articles, passages, texts))
        return sorted(editions, key=lambda edition: -edition.state.number)

    def create(self, *, fingerprint: str, embedder: str, live: bool) -> Edition:
        """Begin an edition after all others."""
        self.check()
        taken = self._collections()
        number = max((n for _, n in taken), default=0) + 1
        state = State(number, fingerprint, embedder, live)
        hnsw = HNSW | ({"sync_threshold": SYNC} if self._files else {})
        options = {"embedding_function": None, "configuration": {"hnsw": hnsw}}
        with self.guard(writing=True):
            texts = None
            if not self._files:
                texts = self._client.create_collection(self._named("texts", number), **options)
            passages = self._passages(number, options)
            articles = self._client.create_collection(
                self._named("articles", number), metadata={"state": state.written()}, **options
            )
            if self._files:
                self._files.look()
        return self._edition(articles, passages, texts)

    def drop(self, edition: Edition) -> None:
        """Delete an edition, its rows first: without them its passages are nothing."""
        self.check()
        for part in PARTS if edition.shared else PARTS[:2]:
            self._delete(self._named(part, edition.state.number))

    def expect(
        self, edition: Edition, *, articles: tuple[int, int], passages: tuple[int, int]
    ) -> None:
        """Say how much a run will bring and how much there will be then, of each, about.

        Chroma then need not write its files too often. Holds for collections that this process has
        not read yet, until the next call of `tidy`.
        """
        if self._files:
            named = self._collections()
            for part, (coming, in_all) in (("articles", articles), ("passages", passages)):
                self._pace(named[part, edition.state.number], pace(coming, in_all))

    def tidy(self) -> None:
        """After all has been written: delete what nothing needs any more, write out the log."""
        every = list(self._every())
        named = self._ours(every)
        whole = {number for part, number in named if part == "articles"}
        for (_, number), collection in named.items():
            if number not in whole:  # of an edition whose rows are gone, or never came to be
                self._delete(collection.name)
            else:
                self._write_out(collection)
                if self._files:
                    self._pace(collection, SYNC)
        for collection in every:
            if is_put_away(collection.name, self._name):
                self._delete(collection.name)
        if self._files:
            with self.guard():
                self._files.clear()
                self._files.forget_strays()

    @contextmanager
    def alone(self, holder: str, wait_s: float) -> Iterator[None]:
        """Be the only writer on a server inside; a folder has a lock of its own (locks.py).

        Raises:
            IndexBusy: another one writes, and did not finish in time.
        """
        if not isinstance(self._place, Server):
            yield
            return
        lease = Lease(self._place, self._client, self._name, holder)
        with self.guard(writing=True):
            lease.acquire(wait_s)
        self._lease = lease
        try:
            yield
        finally:
            self._lease = None
            lease.release()

    def check(self) -> None:
        """See that we are still the only writer.

        Raises:
            IndexBusy: another process took over.
        """
        if self._lease:
            with self.guard(writing=True):
                self._lease.check()

    def close(self) -> None:
        """Let go of the folder's files, or of the server's connections."""
        with suppress(Exception):  # whatever is wrong with it, nothing is left to be done
            if isinstance(self._place, Server):
                self._place.leave(self._client)
            self._client.close()

    @contextmanager
    def guard(self, *, writing: bool = False) -> Iterator[None]:
        """Turn whatever Chroma raises into an error of ours."""
        with guard(self._place, writing=writing):
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

    def _named(self, part: str, number: int) -> str:
        return f"{self._name}-{part}-{number:06}"

    def _collections(self) -> dict[tuple[str, int], Any]:
        """Every collection of the index, by part and number of its edition."""
        return self._ours(self._every())

    def _ours(self, every: Iterable[Any]) -> dict[tuple[str, int], Any]:
        ours: dict[tuple[str, int], Any] = {}
        for each in every:
            index, _, part_and_number = each.name.partition(f"{self._name}-")
            part, _, number = part_and_number.partition("-")
            if not index and part in PARTS and number.isdecimal():
                ours[part, int(number)] = each
        return ours

    def _every(self) -> Iterator[Any]:
        """Every collection that there is, those of other indexes too."""
        seen = 0
        while True:
            page = self._page(seen)
            yield from page
            seen += len(page)
            if len(page) < LISTED:
                return

    def _page(self, offset: int) -> Sequence[Any]:
        """A page of the list of collections, asked for again where a connection broke at rest."""
        for _ in range(RESTING):
            with suppress(ConnectionCut):
                return self._listed(offset)
        return self._listed(offset)

    def _listed(self, offset: int) -> Sequence[Any]:
        try:
            with self.guard():
                page: Sequence[Any] = self._client.list_collections(limit=LISTED, offset=offset)
        except EditionGone as gone:  # the database itself, not a collection
            if isinstance(self._place, Server) and gone.__cause__:
                raise self._place.told(gone.__cause__) from gone
            raise
        return page

    def _edition(self, articles: Any, passages: Any, texts: Any) -> Edition:
        apart = Texts(texts, self.limits) if texts is not None else None
        try:
            written = articles.metadata["state"]
            if apart and (name := json.loads(written).get("apart")):
                with self.guard():
                    written = apart.read([name])[name]
            state = State.of(written)
        except (KeyError, TypeError, ValueError) as error:
            raise damaged("the state of an edition") from error
        return Edition(self, state, articles, passages, apart)

    def _passages(self, number: int, options: Mapping[str, Any]) -> Any:
        """A new collection of passages, with sparse vectors where the server has them."""
        name = self._named("passages", number)
        if not self._files:
            with suppress(Exception):  # a server that refuses says so in many ways
                return self._client.create_collection(
                    name, schema=sparse.schema(), embedding_function=None
                )
        return self._client.create_collection(name, **options)

    def _write_out(self, collection: Any) -> None:
        """Have Chroma write a collection's vector files now, if much waits for that in its log.

        Chroma does so after so many records and not when it is told to. Updates of records that
        are not there count too, and do nothing else; 20,000 of them take a second.
        """
        for _ in range(MOST + 1):
            lacking = self._files.lacking(str(collection.id)) if self._files else 0
            if not lacking:
                break
            nowhere = [f"/{number}" for number in range(lacking)]  # no document begins like that
            with self.writing(collection, lacking):
                collection.update(ids=nowhere, metadatas=[{"document": "/"}] * lacking)

    def _pace(self, collection: Any, every: int) -> None:
        """Have Chroma write a collection's files after so many records, from when it reads them."""
        if collection.configuration_json["hnsw"]["sync_threshold"] != every:
            with self.guard(writing=True), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Chroma's own of a collection without an embedder
                collection.modify(configuration={"hnsw": {"sync_threshold": every}})

    def _delete(self, name: str) -> None:
        with suppress(EditionGone), self.guard(writing=True):
            self._client.delete_collection(name)


def _limits(batch: int) -> Limits:
    """A server's limits, of which it tells the largest batch; -1 stands for no answer."""
    return replace(SERVER, write=min(SERVER.write, batch)) if batch > 0 else SERVER


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
