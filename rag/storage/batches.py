"""Write to an edition in batches, so that a process may die at any moment.

Of each batch the passages are added first, then the rows are written, and then what the old rows
stood on is deleted; the batch is named in the edition's state before it begins. So a process that
dies leaves each article as it was or as it is; the next run sweeps up (sync.py). Keywords and the
table of files follow batch by batch.

Elsewhere: which files those are (incoming.py, sync.py), how they are stored (edition.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from rag.storage.copies import settle
from rag.storage.edition import Edition
from rag.storage.incoming import Bad, Read, Same
from rag.storage.records import NO_OMISSIONS, Row, text_sum
from rag.storage.register import Known, Register
from rag.storage.view import AnyWriter

if TYPE_CHECKING:
    from rag.embed import AnyEmbedder

T = TypeVar("T")

BATCH_PASSAGES = 128  # a few seconds of embedding: what a kill can cost, and a step of progress
BATCH_DOCUMENTS = 64


class Batches:
    """What one run writes to an edition; `known` follows it."""

    def __init__(
        self,
        edition: Edition,
        writer: AnyWriter,
        register: Register,
        embedder: AnyEmbedder,
        known: dict[str, Known],
    ) -> None:
        self.added: list[str] = []
        self.changed: list[str] = []
        self.passages = 0
        self._edition = edition
        self._writer = writer
        self._register = register
        self._embedder = embedder
        self._known = known
        self._waiting: list[Read] = []

    def add(self, item: Read) -> bool:
        """Take an article; whether a batch was full with it, and is written."""
        self._waiting.append(item)
        full = sum(len(each.parsed) for each in self._waiting) >= BATCH_PASSAGES
        if full or len(self._waiting) >= BATCH_DOCUMENTS:
            self.flush()
            return True
        return False

    def flush(self) -> None:
        """Write the articles that wait for a batch to be full."""
        if self._waiting:
            self._write(self._waiting)
            self._waiting = []

    def leave(self, gone: Sequence[str]) -> None:
        """Take documents out."""
        for documents in _chunks(gone):
            self._begin(documents, self._edition.rows(documents).values())
            self._edition.remove(documents)
            self._sweep(documents)
            for document in documents:
                del self._known[document]

    def skip(self, bad: Sequence[Bad]) -> None:
        """Note what cannot be read as an article; what was one leaves."""
        for some in _chunks(bad):
            documents = [each.source.document for each in some]
            self._begin(documents, self._edition.rows(documents).values())
            rows = [_row_of_bad(each) for each in some]
            self._edition.put(rows, [""] * len(rows))
            self._sweep(documents)
            self._known.update((row.document, Known.of(row)) for row in rows)

    def touch(self, same: Sequence[Same]) -> None:
        """Note the new times of files whose bytes are as before."""
        touched = {
            each.source.document: self._known[each.source.document].at(each.source)
            for each in same
            if not self._known[each.source.document].stands(each.source)
        }
        self._edition.amend(
            {
                document: {
                    "size": known.size,
                    "modified_ns": known.modified_ns,
                    "changed_ns": known.changed_ns,
                }
                for document, known in touched.items()
            }
        )
        if touched:
            self._register.note(touched)
        self._known.update(touched)

    def _write(self, batch: Sequence[Read]) -> None:
        from rag.storage import nodes

        edition = self._edition
        parsed = [each.parsed for each in batch]
        nodes.embed(parsed, self._embedder)
        documents = [each.source.document for each in batch]
        before = edition.rows(documents)
        self._begin(documents, before.values())
        nodes.write(parsed, edition)
        rows = [_row(each) for each in batch]
        edition.put(rows, [p.article.body for p in parsed])
        edition.sweep(list(before))
        vectors = {each.source.document: each.parsed.vectors for each in batch}
        revoiced = settle(edition, documents, left=edition.state.unsettled, vectors=vectors)
        self._writer.forget(before)
        for each in parsed:
            self._writer.add(each.passages)
        self._writer.commit(edition.state.revision)
        self._register.note({*documents, *revoiced})
        for document in documents:
            (self.changed if document in before else self.added).append(document)
        self.passages += sum(map(len, parsed))
        self._known.update((row.document, Known.of(row)) for row in rows)

    def _begin(self, documents: Sequence[str], before: Iterable[Row]) -> None:
        """Name the batch in the edition's state; `before` are the rows that it does away with."""
        self._edition.mark(
            pending=tuple(documents),
            unsettled=tuple(sorted({row.voice for row in before if row.voice})),
            previous=self._edition.state.revision,
            revision=uuid4().hex[:16],
        )

    def _sweep(self, documents: Sequence[str]) -> None:
        """End a batch whose documents have no passages any more."""
        edition = self._edition
        edition.sweep(documents)
        revoiced = settle(edition, (), left=edition.state.unsettled)
        self._writer.forget(documents)
        self._writer.commit(edition.state.revision)
        self._register.note({*documents, *revoiced})


def _row(each: Read) -> Row:
    article = each.parsed.article
    omissions = json.dumps([[o.text, o.reason] for o in article.omissions])
    return Row(
        article.document,
        each.source.size,
        each.source.modified_ns,
        each.source.changed_ns,
        each.digest,
        revision=each.parsed.revision,
        name=article.name,
        title=article.title,
        publisher=article.publisher,
        author=article.author,
        published=article.published,
        voice=article.document,
        passages=len(each.parsed),
        omissions=omissions,
        sum=text_sum(article.body, omissions),
    )


def _row_of_bad(each: Bad) -> Row:
    return Row(
        each.source.document,
        each.source.size,
        each.source.modified_ns,
        each.source.changed_ns,
        each.digest,
        reason=each.reason,
        sum=text_sum("", NO_OMISSIONS),
    )


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[i : i + BATCH_DOCUMENTS] for i in range(0, len(items), BATCH_DOCUMENTS))
