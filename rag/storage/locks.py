"""One writer, or many readers, of one index folder, between processes.

A process that uses the index holds `lock` shared; one that writes holds it exclusively. A writer
first takes `lock.writer`, so that two readers that both want to write cannot wait for each other,
and so that nobody else writes in the moment when a shared lock turns into an exclusive one. The
operating system lets go of the locks of a process that dies.

Within one process opened.py keeps order, and has one lock of a folder. Not promised: a lock over a
network file system that does not carry `flock`.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.errors import IndexBusy, IndexUnwritable

try:
    import fcntl
except ImportError:  # Windows: one process at a time is not enforced there
    fcntl = None  # type: ignore[assignment]

_ENDING = {"ask", "evals", "index", "search", "show", "status"}  # commands that end by themselves
STEP_S = 0.05  # between two tries; small beside what a person notices


class FolderLock:
    """The lock of one index folder, as this process holds it; safe for many threads.

    With `shared` False readers need no lock (a Chroma server keeps them apart), and only
    writers exclude each other.
    """

    def __init__(self, folder: Path, *, wait_s: float, shared: bool = True) -> None:
        self.folder = folder
        self.wait_s = wait_s
        self._shared = shared
        self._use: int | None = None
        self._taking = threading.RLock()  # or two threads could each take a lock of its own
        self._card = folder / "users" / f"{os.getpid()}"

    def acquire(self) -> None:
        """Hold the folder for reading, if it exists; the new one, if the old one was deleted.

        Raises:
            IndexBusy: another process writes, and did not finish in time.
        """
        if fcntl is None or not self._shared:
            return
        with self._taking:
            if self._use is not None:
                if not self._gone(self._use):
                    return
                self.release()
            if (handle := _open_to_read(self.folder / "lock")) is None:
                return
            try:
                self._wait(handle, fcntl.LOCK_SH)
            except BaseException:
                os.close(handle)
                raise
            self._use = handle
            self._sign()

    @contextmanager
    def writing(self, *, wait_s: float | None = None) -> Iterator[bool]:
        """Hold the folder for writing; afterwards it is held for reading.

        Yields whether nobody else can hold it: not on a system that has no such locks. Waits for
        other processes up to `wait_s`, or as long as the lock's own.

        Raises:
            IndexBusy: another process uses the index, and did not finish in time.
            IndexUnwritable: the folder cannot be made or written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            gate = os.open(self.folder / "lock.writer", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        try:
            if fcntl is not None:
                self._wait(gate, fcntl.LOCK_EX, wait_s)
            self._sign()
            with self._alone(wait_s):
                yield fcntl is not None
        finally:
            os.close(gate)

    def release(self) -> None:
        """Let go; harmless when nothing is held."""
        with self._taking:
            with suppress(OSError):
                self._card.unlink(missing_ok=True)
            if self._use is not None:
                os.close(self._use)
                self._use = None

    def _gone(self, handle: int) -> bool:
        """Whether the file that is held was deleted with its folder: others hold another one."""
        try:
            return not os.path.samestat(os.fstat(handle), (self.folder / "lock").stat())
        except OSError:
            return True

    @contextmanager
    def _alone(self, wait_s: float | None) -> Iterator[None]:
        """Shut readers of other processes out; the gate is held."""
        self.acquire()
        if fcntl is None or self._use is None:
            yield
            return
        try:
            self._wait(self._use, fcntl.LOCK_EX, wait_s)
            yield
        finally:
            if self._use is not None:  # else the folder was deleted meanwhile
                fcntl.flock(self._use, fcntl.LOCK_SH)  # at once: the gate keeps other writers out

    def _wait(self, handle: int, kind: int, wait_s: float | None = None) -> None:
        give_up = time.monotonic() + (self.wait_s if wait_s is None else wait_s)
        while True:
            try:
                fcntl.flock(handle, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    raise IndexBusy(self._busy()) from None
                time.sleep(STEP_S)
            else:
                return

    def _sign(self) -> None:
        """Leave a card with this process's command, so that others can name it."""
        with suppress(OSError):  # a folder that is only read has no cards
            self._card.parent.mkdir(exist_ok=True)
            command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
            self._card.write_bytes(command.encode(errors="backslashreplace"))

    def _busy(self) -> str:
        others = [
            (f"process {card.name}", _command(card) or "python")
            for card in sorted(self.folder.glob("users/*"))
            if card != self._card and _alive(card)
        ]
        who = " and ".join(f"{process} ({command})" for process, command in others)
        advice = "stop them or wait until they have finished"
        if len(others) < 2:
            advice = _advice(others[0][1] if others else "")
        return (
            f"The index in {str(self.folder)!r} is in use by {who or 'another process'}: {advice}, "
            "or share a Chroma server with RAG_CHROMA_URL."
        )


def unwritable(folder: Path, error: BaseException) -> IndexUnwritable:
    """What to tell a person about a folder that refuses to be written."""
    reason = (error.strerror if isinstance(error, OSError) else "") or error
    return IndexUnwritable(
        f"The index in {str(folder)!r} cannot be written ({reason}); it is as it was. "
        "Free some room, mend its rights, or choose another folder with RAG_DATA."
    )


def _open_to_read(path: Path) -> int | None:
    """A handle for a shared lock; None where nobody can write, and so nobody locks."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:
        with suppress(OSError):
            return os.open(path, os.O_RDONLY)
    return None


def _advice(command: str) -> str:
    """What to do about a process, by its command: the chat has a page, most others end."""
    _, name, *options = [*command.split(), "", ""]
    if name == "chat":
        return "stop it or use its page"
    if name in _ENDING and "--watch" not in options:
        return "wait until it has finished"
    return "stop it"


def _command(card: Path) -> str:
    """What the card says; empty if its process has just left."""
    try:
        return card.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _alive(card: Path) -> bool:
    """Whether the card's process runs; the card of one that died is thrown away."""
    try:
        os.kill(int(card.name), 0)
    except (ProcessLookupError, ValueError):
        with suppress(OSError):
            card.unlink(missing_ok=True)
        return False
    except PermissionError:
        return True
    return True
