"""What is open of an index: its Chroma, and the view that questions are answered from.

A process opens an index once: whoever uses it there shares what is open (`Opened.of`), so that one
`Index` reads what another writes and is in nobody's way. The last to leave closes it.

Any number of threads may `read` while one writes. Who reads takes the view as it is at that moment
and holds no lock; where it was swapped, deleted or damaged meanwhile, what there is by then becomes
the view and is read once more. Who writes is alone in `writing`, among threads and processes
(locks.py), and in there alone may call `to_write`, `begun` and `move_aside`. What is open changes
under `_loading`, whoever changes it.

Elsewhere: what is asked of a view (view.py), what a run of indexing does (sync.py), the index as
the rest of Pullquote sees it (rag/index.py).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rag.errors import IndexBusy, IndexClosed, IndexDamaged, IndexUnwritable
from rag.storage.edition import Edition, EditionGone
from rag.storage.keywords import KeywordsError
from rag.storage.locks import FolderLock, unwritable
from rag.storage.server import ConnectionCut, Server
from rag.storage.store import Store, needs_mending
from rag.storage.view import AnyKeywords, View, keywords_in_step, keywords_mended

if TYPE_CHECKING:
    from rag.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
S = TypeVar("S")

REFRESH_S = 1.0  # how stale the view of a server that others write to may be


_open: dict[tuple[str, Server | None, str], Opened] = {}  # by folder, server and name
_sharing = threading.Lock()


class Opened:
    """What is open of one index in this process; safe for many threads."""

    def __init__(self, settings: Settings) -> None:
        self.view: View | None = None  # None while there is no index, or a damaged one
        self._users: set[object] = set()
        self._closed = False
        self._settings = settings
        self._folder = settings.index_folder.absolute()
        self._lock = FolderLock(
            self._folder, wait_s=settings.busy_wait_s, shared=not settings.chroma_url
        )
        self._writing = threading.Lock()
        self._writer: int | None = None  # the thread that is in `writing`
        self._loading = threading.RLock()
        self._store: Store | None = None
        self._damage: IndexDamaged | None = None
        self._looked = 0.0
        self._file: tuple[int, int] | None = None  # Chroma's database, as it was opened

    @classmethod
    def of(cls, settings: Settings, user: object) -> Opened:
        """What this process has, or will have, open of the index that `settings` name.

        It stays so until `user` and all others leave.
        """
        real = os.path.realpath(settings.index_folder)
        place = (real, Server.of(settings), settings.index_name)
        with _sharing:
            opened = _open.setdefault(place, cls(settings))
            opened._users.add(user)
        return opened

    def leave(self, user: object) -> None:
        """`user` needs it no more, and the last one closes it; harmless a second time."""
        with _sharing:
            self._users.discard(user)
            if self._users or self._closed:
                return
            for place in [place for place, opened in _open.items() if opened is self]:
                del _open[place]
            with self._loading:
                self._closed = True
                self._let_go()
                self._lock.release()

    def leave_soon(self, user: object) -> None:
        """`leave` for a `user` that was thrown away.

        In a thread of its own, for Python may do so anywhere: inside Chroma, or while this very
        thread holds a lock of ours.
        """
        threading.Thread(target=self.leave, args=(user,), name="leave").start()

    def open(self) -> None:
        """Hold the folder for reading and take what there is as the view; damage waits to be read.

        What is open already stays as it is; a server is looked at anew.

        Raises:
            IndexBusy: another process is writing to it.
            IndexProblem: the Chroma server does not answer.
        """
        with self._loading:
            self._lock.acquire()
            if self._store is None or self._settings.chroma_url:
                self.look()

    # Reading

    def read(self, work: Callable[[View], T], *, otherwise: S) -> T | S:
        """`work` on the current view; `otherwise` if there is no index yet.

        Raises:
            IndexDamaged: the index cannot be read.
        """
        stale = self._settings.chroma_url and time.monotonic() - self._looked > REFRESH_S
        if stale or self._replaced():
            self.look()
        if (view := self._sound()) is None:
            return otherwise
        try:
            found = work(view)
        except (EditionGone, ConnectionCut):  # swapped since the view was taken, or a broken line
            if self.view is view:
                self.look()
        except IndexDamaged:  # so Chroma tells of a collection, too, that is just being deleted
            self.look()
            if not self._swapped(view):
                raise
        except KeywordsError as error:
            log.warning("the keyword index is damaged, and is opened anew (%s)", error)
            if self._without_keywords(view):
                self.look()
        else:
            # Chroma may find nothing, and no fault, in a collection that is being deleted.
            if not self._swapped(view):
                return found
        return self._read_again(work, otherwise=otherwise)

    def look(self, *, may_write: bool = False) -> None:
        """Take what there is now as the view; `may_write` inside `writing`, to mend on the way.

        Raises:
            IndexBusy: another process writes, or uses what has to be mended first.
            IndexClosed: the last one has left.
            IndexProblem: the Chroma server does not answer.
        """
        with self._loading:
            if self._closed:
                raise closed()
            self._looked = time.monotonic()
            if self._replaced():
                self._let_go()
                self._lock.acquire()
            if not self._settings.chroma_url and not self._database.exists():
                self.view = self._damage = None
                return
            try:
                if self._store is None:
                    self._file = _identity(self._database)
                    self._store = self._connected(may_write=may_write)
                live = next((e for e in self._store.editions() if e.state.live), None)
                self.view = (
                    View(live, self._keywords_of(live, may_write=may_write)) if live else None
                )
                self._damage = None
            except IndexDamaged as damage:
                self.view, self._damage = None, damage

    def _read_again(self, work: Callable[[View], T], *, otherwise: S) -> T | S:
        """`work` on the view that there is now; without keywords where these fail once more."""
        if (view := self._sound()) is None:
            return otherwise
        try:
            return work(view)
        except KeywordsError as error:
            log.warning("searching by meaning alone: the keyword index is damaged (%s)", error)
            self._without_keywords(view)
            return work(replace(view, keywords=None))

    def _sound(self) -> View | None:
        """The view, if there is one; IndexDamaged, new each time, where damage is why not."""
        if self._closed:
            raise closed()
        if damage := self._damage:
            raise IndexDamaged(str(damage)) from damage
        return self.view

    def _swapped(self, view: View) -> bool:
        """Whether another edition has taken the place of the one that `view` is of."""
        now = self.view
        return now is not None and now.edition.state.number != view.edition.state.number

    def _without_keywords(self, view: View) -> bool:
        """Read on without the keywords of `view`; False where it is not what is read any more."""
        with self._loading:
            if still := self.view is view:
                self.view = replace(view, keywords=None)
        return still

    # Writing

    @property
    def growing(self) -> bool:
        """Whether a thread of this process is in `writing`."""
        return self._writer is not None

    @contextmanager
    def writing(self, *, wait_s: float | None = None) -> Iterator[bool]:
        """Be the only writer of the folder inside; see `FolderLock.writing` for what it yields.

        Waits for other processes up to `wait_s`, and for threads of this one until they have done.

        Raises:
            IndexBusy: another process uses the index, and did not finish in time; or this thread
                writes already, and would wait for itself.
            IndexUnwritable: the folder cannot be made or written.
        """
        if self._writer == threading.get_ident():
            raise IndexBusy(
                f"The index in {str(self._folder)!r} is being written by this thread already; "
                "index again when the first run has finished."
            )
        with self._writing:
            self._writer = threading.get_ident()
            try:
                with self._lock.writing(wait_s=wait_s) as alone:
                    yield alone
            finally:
                self._writer = None
                if self._closed:  # meanwhile, and what was taken since nobody else lets go of
                    self._lock.release()

    def to_write(self, *, rebuild: bool) -> Store:
        """Chroma, opened for writing; with `rebuild` a damaged folder is moved aside.

        Raises:
            IndexDamaged: what is there cannot be read, and is not to be rebuilt.
        """
        self.look(may_write=True)
        if self._damage and rebuild:
            self.move_aside()
        self._sound()  # else the damage is told
        with self._loading:  # or who reads could meet a store of which no file is noted yet
            if self._store is None:
                self._store = self._connected(may_write=True)
                self._file = _identity(self._database)
            return self._store

    def begun(self, edition: Edition) -> AnyKeywords:
        """The keyword index of the edition that is written; a live one answers from now on."""
        keywords = keywords_mended(self._folder, edition)
        if edition.state.live:
            with self._loading:
                self.view = View(edition, keywords)
        return keywords

    def move_aside(self) -> None:
        """Take a damaged folder out of the way; it is thrown away once there is a new one."""
        with self._loading:
            self._let_go()
            try:
                (self._folder / "chroma").rename(self._folder / f"damaged-{time.time_ns()}")
            except FileNotFoundError:  # it was deleted
                return
            except OSError as error:
                raise unwritable(self._folder, error) from error

    # Opening

    def _connected(self, *, may_write: bool) -> Store:
        chroma, name = self._folder / "chroma", self._settings.index_name
        if server := Server.of(self._settings):
            return Store.open(server, name)
        if may_write or not needs_mending(chroma):
            return Store.open(chroma, name)
        with self._lock.writing():
            return Store.open(chroma, name)

    def _keywords_of(self, edition: Edition, *, may_write: bool) -> AnyKeywords | None:
        """The keyword index of `edition`, mended if need be; None if that is impossible now."""
        was = self.view
        old = was.keywords if was and was.edition.state.number == edition.state.number else None
        if old is not None and old.stamp in {edition.settled, edition.state.revision}:
            return old
        found = keywords_in_step(self._folder, edition)
        if found is not None:
            return found
        try:
            if may_write:
                return keywords_mended(self._folder, edition)
            with self._lock.writing(wait_s=0):
                return keywords_mended(self._folder, edition)
        except (IndexBusy, IndexUnwritable, KeywordsError, OSError) as error:
            if old is not None:  # it lacks the newest; what it has and no longer counts is left out
                return old
            log.warning("searching by meaning alone: the keyword index is not at hand (%s)", error)
            return None

    def _let_go(self) -> None:
        if self._store:
            self._store.close()
        self._store, self.view, self._damage = None, None, None

    @property
    def _database(self) -> Path:
        return self._folder / "chroma" / "chroma.sqlite3"

    def _replaced(self) -> bool:
        """Whether what is open was deleted, or another folder was put in its place."""
        if self._settings.chroma_url or (self._store is None and self._damage is None):
            return False
        return _identity(self._database) != self._file


def closed() -> IndexClosed:
    """What to tell who asks an assistant that was closed."""
    return IndexClosed("This assistant is closed; make a new one.")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
