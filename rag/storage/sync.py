"""Bring an edition up to date with the folder of documents.

The index mirrors the folder. A file whose size and time are as before is not opened; one whose
bytes are as before is not embedded again. One that is gone leaves, and so does one that can no
longer be read as an article: what it said cannot be shown any more. One that cannot be read just
now, because it is being written or the system is short of something, stays as it was. A folder
that is missing, or in which nothing can be read, changes nothing: it is more likely unplugged than
emptied.

Files go through in batches. Of each, the passages are added first, then the rows are written, and
then what the old rows stood on is deleted; the batch is named in the edition's state before it
begins. So a process that dies leaves each article as it was or as it is; the next run sweeps up.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from rag.errors import BadDocument, IndexProblem, NoDocuments
from rag.read import LIMIT, NotNow, Source, read, sources, too_large
from rag.storage.copies import settle
from rag.storage.edition import Edition
from rag.storage.known import needs_no_look, none_is_in
from rag.storage.records import NO_OMISSIONS, Row, text_sum
from rag.storage.register import Known, Register, known_files
from rag.storage.store import Store
from rag.storage.view import AnyKeywords, AnyWriter
from rag.types import IndexProgress, IndexReport, Skipped

if TYPE_CHECKING:
    from rag.embed import AnyEmbedder
    from rag.settings import Settings
    from rag.storage.nodes import Parsed

T = TypeVar("T")

BATCH_PASSAGES = 128  # a few seconds of embedding: what a kill can cost, and a step of progress
BATCH_DOCUMENTS = 64
PASSAGE_BYTES = 700  # of a file, about: only to guess how many passages there will be
AHEAD = 16  # documents read and split while others are embedded
TRIES = 3  # for a file that changes while it is read
# A file that changed this shortly before it was read may change again without another time to show
# for it, so the next run looks into it once more. File systems keep times to 2 s (FAT) or better.
FRESH_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class _Read:
    source: Source
    digest: str
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class _Same:
    source: Source


@dataclass(frozen=True, slots=True)
class _Bad:
    source: Source
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Later:
    source: Source
    reason: str


_Item = _Read | _Same | _Bad | _Later


class Sync:
    """One run of indexing."""

    def __init__(
        self,
        settings: Settings,
        embedder: AnyEmbedder,
        fingerprint: str,
        progress: Callable[[IndexProgress], None] | None,
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._fingerprint = fingerprint
        self._progress = progress
        self._sources: list[Source] = []
        self._known: dict[str, Known] = {}
        self._added: list[str] = []
        self._changed: list[str] = []
        self._bad: list[_Bad] = []
        self._same: list[_Same] = []
        self._later: list[_Later] = []
        self._passages = 0
        self._done = 0

    def look(self) -> None:
        """List the folder.

        Raises:
            NoDocuments: it is missing, or empty.
        """
        self._sources = sources(self._settings.documents, data=self._settings.data)
        if not self._sources:
            raise NoDocuments(
                f"{str(self._settings.documents)!r} is empty; put articles into it, or set "
                "RAG_DOCUMENTS to your folder."
            )

    def run(
        self, store: Store, begun: Callable[[Edition], AnyKeywords], *, rebuild: bool
    ) -> IndexReport:
        """Index what `look` found; `begun` gives the keyword index of the edition written to.

        Raises:
            NoDocuments: none of it can be read; the index stays.
            IndexProblem: Chroma cannot be written.
        """
        began = time.monotonic()
        edition = self._target(store, rebuild=rebuild)
        edition.load()
        revoiced = self._mend(edition)
        keywords = begun(edition)
        folder = keywords.folder.parent
        register = Register(folder, edition)
        if revoiced:
            register.note(revoiced)
        self._known = known_files(folder, edition)
        usable = [source for source in self._sources if not source.problem]
        present = {source.document for source in usable}
        self._refuse_anothers(edition, present)
        todo = [s for s in usable if not self._is_same(s)]
        gone = sorted(self._known.keys() - present)
        removed = [document for document in gone if not self._known[document].reason]
        store.expect(
            edition,
            articles=(len(todo), len(usable)),
            passages=(_passages(todo), _passages(usable)),
        )
        with keywords.writer() as writer:
            self._index(edition, writer, register, todo, began)
            self._refuse_to_empty(present)
            self._leave(edition, writer, register, gone)
            self._skip(edition, writer, register)
        self._touch(edition, register)
        noted = "" if edition.shared else self._settings.folder  # a server's goes by its name
        edition.mark(live=True, pending=(), unsettled=(), folder=noted)
        begun(edition)  # readers leave the others before those go
        for other in store.editions():
            if other.state.number != edition.state.number:
                store.drop(other)
        store.tidy()
        _forget_others(folder, edition)
        articles = sum(not known.reason for known in self._known.values())
        return IndexReport(
            added=tuple(self._added),
            changed=tuple(self._changed),
            removed=tuple(removed),
            unchanged=articles - len(self._added) - len(self._changed),
            skipped=self._skipped(),
            passages=self._passages,
            seconds=time.monotonic() - began,
        )

    # What is there

    def _target(self, store: Store, *, rebuild: bool) -> Edition:
        """The edition to bring up to date: the live one, one begun beside it, or a new one."""
        editions = store.editions()
        live = next((e for e in editions if e.state.live), None)
        if not rebuild:
            if live and live.state.fingerprint == self._fingerprint:
                return live
            for begun in editions:
                if not begun.state.live and begun.state.fingerprint == self._fingerprint:
                    return begun
        return store.create(
            fingerprint=self._fingerprint, embedder=self._embedder.fingerprint, live=live is None
        )

    def _mend(self, edition: Edition) -> list[str]:
        """Finish what a run that died had begun; the documents that got another voice."""
        state = edition.state
        edition.sweep(state.pending)
        revoiced = []
        if state.pending or state.unsettled:
            revoiced = settle(edition, state.pending, left=state.unsettled)
            if edition.shared:  # the batch is whole; other machines find it in the list of batches
                edition.mark(pending=(), unsettled=())
        return revoiced

    def _is_same(self, source: Source) -> bool:
        known = self._known.get(source.document)
        limit_mb = self._settings.file_limit_mb
        return known is not None and needs_no_look(source, known, limit_mb=limit_mb)

    def _refuse_to_empty(self, present: set[str]) -> None:
        bad = {each.source.document for each in self._bad}
        if not {d for d, known in self._known.items() if not known.reason} & present - bad:
            reasons = [each.reason for each in self._bad] + [each.reason for each in self._later]
            why = f": {reasons[0]}" if reasons else "."
            raise NoDocuments(
                f"Nothing in {str(self._settings.documents)!r} can be read as an article{why}"
            )

    def _refuse_anothers(self, edition: Edition, present: set[str]) -> None:
        """Two folders on one server may have one name; neither may replace all of the other."""
        if edition.shared and none_is_in(self._known, present.__contains__):
            raise IndexProblem(
                f"The index {self._settings.index_name!r} on the server holds articles of which "
                f"none is in {str(self._settings.documents)!r}: it seems to be another folder's. "
                "Set RAG_COLLECTION to another name, or replace it with `pullquote index "
                "--rebuild`."
            )

    def _skipped(self) -> tuple[Skipped, ...]:
        reasons = {s.document: s.problem for s in self._sources if s.problem}
        reasons |= {d: known.reason for d, known in self._known.items() if known.reason}
        reasons |= {each.source.document: each.reason for each in self._later}
        return tuple(Skipped(d, reason) for d, reason in sorted(reasons.items()))

    # Reading

    def _prepare(self, source: Source) -> _Item:
        reason = ""
        for _ in range(TRIES):
            try:
                return self._read(source)
            except NotNow as error:
                reason = str(error)
            with suppress(OSError):
                source = source.seen(source.path.stat())
        return _Later(source, reason)

    def _read(self, source: Source) -> _Item:
        from rag.storage.nodes import parse

        fresh = source.changed_ns > time.time_ns() - FRESH_NS
        noted = replace(source, changed_ns=0) if fresh else source
        known = self._known.get(source.document)
        limit_mb = self._settings.file_limit_mb
        digest = ""
        try:
            if not too_large(source, limit_mb=limit_mb):
                digest = source.digest()
                if known and known.digest == digest and LIMIT not in known.reason:
                    return _Same(noted)
            article = read(source, limit_mb=limit_mb)
        except NotNow:
            raise
        except BadDocument as error:
            return _Bad(noted, digest, str(error))
        return _Read(noted, digest, parse(article, self._revision(digest)))

    def _revision(self, digest: str) -> str:
        return f"{digest[:16]}-{self._fingerprint}"

    # Writing

    def _index(
        self,
        edition: Edition,
        writer: AnyWriter,
        register: Register,
        todo: Sequence[Source],
        began: float,
    ) -> None:
        batch: list[_Read] = []
        for item in _ahead(todo, self._prepare):
            match item:
                case _Read():
                    batch.append(item)
                case _Same():
                    self._same.append(item)
                case _Bad():
                    self._bad.append(item)
                case _Later():
                    self._later.append(item)
            full = sum(len(each.parsed) for each in batch) >= BATCH_PASSAGES
            if full or len(batch) >= BATCH_DOCUMENTS:
                self._write(edition, writer, register, batch)
                batch = []
                self._tell(len(todo), began, item.source.document)
            self._done += 1
        if batch:
            self._write(edition, writer, register, batch)
        if todo:
            self._tell(len(todo), began, todo[-1].document)

    def _write(
        self, edition: Edition, writer: AnyWriter, register: Register, batch: Sequence[_Read]
    ) -> None:
        from rag.storage import nodes

        parsed = [each.parsed for each in batch]
        nodes.embed(parsed, self._embedder)
        documents = [each.source.document for each in batch]
        before = edition.rows(documents)
        self._begin(edition, documents, before.values())
        nodes.write(parsed, edition)
        rows = [_row(each) for each in batch]
        edition.put(rows, [p.article.body for p in parsed])
        edition.sweep(list(before))
        vectors = {each.source.document: each.parsed.vectors for each in batch}
        revoiced = settle(edition, documents, left=edition.state.unsettled, vectors=vectors)
        writer.forget(before)
        for each in parsed:
            writer.add(each.passages)
        writer.commit(edition.state.revision)
        register.note({*documents, *revoiced})
        for document in documents:
            (self._changed if document in before else self._added).append(document)
        self._passages += sum(map(len, parsed))
        self._known |= {row.document: Known.of(row) for row in rows}

    def _leave(
        self, edition: Edition, writer: AnyWriter, register: Register, gone: Sequence[str]
    ) -> None:
        for documents in _chunks(gone):
            self._begin(edition, documents, edition.rows(documents).values())
            edition.remove(documents)
            self._sweep(edition, writer, register, documents)
            for document in documents:
                del self._known[document]

    def _skip(self, edition: Edition, writer: AnyWriter, register: Register) -> None:
        for bad in _chunks(self._bad):
            documents = [each.source.document for each in bad]
            self._begin(edition, documents, edition.rows(documents).values())
            rows = [
                Row(
                    s.document,
                    s.size,
                    s.modified_ns,
                    s.changed_ns,
                    each.digest,
                    reason=each.reason,
                    sum=text_sum("", NO_OMISSIONS),
                )
                for each in bad
                for s in [each.source]
            ]
            edition.put(rows, [""] * len(rows))
            self._sweep(edition, writer, register, documents)
            self._known |= {row.document: Known.of(row) for row in rows}

    def _touch(self, edition: Edition, register: Register) -> None:
        """Note the new times of files whose bytes are as before."""
        touched = {
            same.source.document: self._known[same.source.document].at(same.source)
            for same in self._same
            if not self._known[same.source.document].stands(same.source)
        }
        edition.amend(
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
            register.note(touched)
        self._known |= touched

    def _begin(self, edition: Edition, documents: Sequence[str], before: Iterable[Row]) -> None:
        edition.mark(
            pending=tuple(documents),
            unsettled=tuple(sorted({row.voice for row in before if row.voice})),
            previous=edition.state.revision,
            revision=uuid4().hex[:16],
        )

    def _sweep(
        self, edition: Edition, writer: AnyWriter, register: Register, documents: Sequence[str]
    ) -> None:
        edition.sweep(documents)
        revoiced = settle(edition, (), left=edition.state.unsettled)
        writer.forget(documents)
        writer.commit(edition.state.revision)
        register.note({*documents, *revoiced})

    def _tell(self, total: int, began: float, document: str) -> None:
        if self._progress:
            done = self._done
            rate = done / max(time.monotonic() - began, 1e-6)
            left = (total - done) / rate if rate else 0.0
            self._progress(IndexProgress(done, total, document, rate, left))


def _forget_others(folder: Path, edition: Edition) -> None:
    """Delete what was made from editions that are no more."""
    for path in [*folder.glob("keywords-*"), *folder.glob("files-*")]:
        if path.stem.rpartition("-")[2] != f"{edition.state.number:06}":
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _passages(files: Sequence[Source]) -> int:
    """About how many passages there are in files that were not read."""
    return sum(each.size for each in files) // PASSAGE_BYTES


def _row(each: _Read) -> Row:
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


def _ahead(items: Sequence[Source], work: Callable[[Source], _Item]) -> Iterator[_Item]:
    """The results of `work`, in order, some computed ahead in a thread."""
    with ThreadPoolExecutor(1) as pool:
        begun: deque[Future[_Item]] = deque()
        for item in items:
            begun.append(pool.submit(work, item))
            if len(begun) > AHEAD:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[i : i + BATCH_DOCUMENTS] for i in range(0, len(items), BATCH_DOCUMENTS))
