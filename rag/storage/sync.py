"""Bring an edition up to date with the folder of documents.

The index mirrors the folder. A file whose size and time are as before is not opened; one whose
bytes are as before is not embedded again. One that is gone leaves, and so does one that can no
longer be read as an article: what it said cannot be shown any more. One that cannot be read just
now, because it is being written or the system is short of something, stays as it was. A folder
that is missing, or in which nothing can be read, changes nothing: it is more likely unplugged than
emptied.

Elsewhere: what each file is by now (incoming.py), what is written and in which order, so that a
process may die at any moment (batches.py).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import IndexProblem, NoDocuments
from rag.read import Source, sources
from rag.storage.batches import Batches
from rag.storage.copies import settle
from rag.storage.edition import Edition
from rag.storage.incoming import Bad, Incoming, Later, Read, Same
from rag.storage.known import is_empty, needs_no_look, none_is_in
from rag.storage.register import Known, Register, known_files
from rag.storage.store import Store
from rag.storage.view import AnyKeywords
from rag.types import IndexProgress, IndexReport, Skipped

if TYPE_CHECKING:
    from rag.embed import AnyEmbedder
    from rag.settings import Settings

PASSAGE_BYTES = 700  # of a file, about: only to guess how many passages there will be


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
        self._bad: list[Bad] = []
        self._same: list[Same] = []
        self._later: list[Later] = []
        self._began = 0.0
        self._done = 0

    def look(self) -> None:
        """List the folder.

        Raises:
            NoDocuments: it is missing, or empty.
        """
        self._sources = sources(self._settings.documents, data=self._settings.data)
        if not self._sources:
            raise NoDocuments(is_empty(self._settings.documents))

    def run(
        self, store: Store, begun: Callable[[Edition], AnyKeywords], *, rebuild: bool
    ) -> IndexReport:
        """Index what `look` found; `begun` gives the keyword index of the edition written to.

        Raises:
            NoDocuments: none of it can be read; the index stays.
            IndexProblem: Chroma cannot be written.
        """
        self._began = time.monotonic()
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
            batches = Batches(edition, writer, register, self._embedder, self._known)
            self._index(batches, todo)
            self._refuse_to_empty(present)
            batches.leave(gone)
            batches.skip(self._bad)
        batches.touch(self._same)
        noted = "" if edition.shared else self._settings.folder  # a server's goes by its name
        edition.mark(live=True, pending=(), unsettled=(), folder=noted)
        begun(edition)  # readers leave the others before those go
        _drop_others(store, folder, edition)
        return self._report(batches, removed)

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
            reasons += [source.problem for source in self._sources if source.problem]
            told = f"Nothing in {str(self._settings.documents)!r} can be read as an article"
            raise NoDocuments(
                f"{told}: {reasons[0]}{_nor(len(reasons) - 1)}" if reasons else f"{told}."
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

    def _report(self, batches: Batches, removed: Sequence[str]) -> IndexReport:
        articles = sum(not known.reason for known in self._known.values())
        return IndexReport(
            added=tuple(batches.added),
            changed=tuple(batches.changed),
            removed=tuple(removed),
            unchanged=articles - len(batches.added) - len(batches.changed),
            skipped=self._skipped(),
            passages=batches.passages,
            seconds=time.monotonic() - self._began,
        )

    def _skipped(self) -> tuple[Skipped, ...]:
        reasons = {s.document: s.problem for s in self._sources if s.problem}
        reasons |= {d: known.reason for d, known in self._known.items() if known.reason}
        reasons |= {each.source.document: each.reason for each in self._later}
        return tuple(Skipped(d, reason) for d, reason in sorted(reasons.items()))

    # What is done

    def _index(self, batches: Batches, todo: Sequence[Source]) -> None:
        limit_mb = self._settings.file_limit_mb
        incoming = Incoming(self._known, self._fingerprint, limit_mb=limit_mb)
        for item in incoming.ahead(todo):
            match item:
                case Read():
                    if batches.add(item):
                        self._tell(len(todo), item.source.document)
                case Same():
                    self._same.append(item)
                case Bad():
                    self._bad.append(item)
                case Later():
                    self._later.append(item)
            self._done += 1
        batches.flush()
        if todo:
            self._tell(len(todo), todo[-1].document)

    def _tell(self, total: int, document: str) -> None:
        if self._progress:
            done = self._done
            rate = done / max(time.monotonic() - self._began, 1e-6)
            left = (total - done) / rate if rate else 0.0
            self._progress(IndexProgress(done, total, document, rate, left))


def _nor(others: int) -> str:
    """That there are more files of which none can be read."""
    if not others:
        return ""
    return " Nor can another file." if others == 1 else f" Nor can {others:,} other files."


def _drop_others(store: Store, folder: Path, edition: Edition) -> None:
    """Delete all other editions, and what was made in `folder` from any that is no more."""
    for other in store.editions():
        if other.state.number != edition.state.number:
            store.drop(other)
    store.tidy()
    for path in [*folder.glob("keywords-*"), *folder.glob("files-*")]:
        if path.stem.rpartition("-")[2] != f"{edition.state.number:06}":
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _passages(files: Sequence[Source]) -> int:
    """About how many passages there are in files that were not read."""
    return sum(each.size for each in files) // PASSAGE_BYTES
