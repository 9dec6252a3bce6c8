"""One edition of the index: its state, its articles' rows, its passages.

An edition is made by one embedder, splitter and cleaner. In `articles` each file is one row: its id
is the document, its text the body. A passage counts only while its revision is the one in its
article's row, so that writing the row is the moment at which an article changes. In the metadata of
`articles` an edition carries what it is (`State`), and writing that is the moment at which an
edition goes live.

On a server a third collection holds what is too long for a record (texts.py), and the list of
batches, by which other machines bring their keyword index up to date.

LlamaIndex writes passages through nodes.py.
Elsewhere: its passages searched (search.py), which editions there are (store.py), what is written
when (batches.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
    document_key,
    stored,
    text_sum,
)
from rag.storage.search import Searcher
from rag.storage.texts import anywhere

if TYPE_CHECKING:
    from rag.storage.search import Vectors
    from rag.storage.texts import Texts

KEPT = 1000  # batches that are remembered; who has seen none of them makes its keywords anew
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
        self.search = Searcher(passages, store.limits, store.guard)

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
            text, omissions = json.loads(apart[row.key]) if row.apart else (body, row.omissions)
            if row.sum != text_sum(text, omissions):
                raise damaged(f"the text of {row.document!r}")
            held[row.document] = (replace(row, omissions=omissions), text)
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

    # Names

    def _id(self, document: str) -> str:
        """The id of a row: the document, or a short name where that is too long."""
        most = self.limits.name
        if most is None or len(document.encode(errors="surrogatepass")) <= most:
            return document
        return f"~{document_key(document)}"

    def _named(self, documents: Sequence[str]) -> Iterator[list[str]]:
        return runs(documents, most=self.limits.read, size=self.limits.where)

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


def _each(page: Any) -> list[Stored]:
    return [
        stored(key, text, metadata)
        for key, text, metadata in zip(
            page["ids"], page["documents"], page["metadatas"], strict=True
        )
    ]
