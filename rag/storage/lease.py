"""One writer at a time on a Chroma server, from whichever machine.

Chroma has no locks, but two things that make one: a collection can be made by one caller only, and
it can be renamed by its id. So the writer of an index is whoever made its `…-writer` collection.
The writer notes the server's time in it again and again; one that has not done so for `HOLD_S` has
died or lost the server, and the next writer takes its collection out of the way. That goes by id:
of two that try, one fails, and neither can remove what the other has made since.

A writer that was cut off, and overtaken, notices before its next batch and stops (`check`). Between
that look and the write lie milliseconds in which Chroma offers nothing: what slips in there is a
whole article in another version, which the next run of indexing that finds it changed puts right.

Elsewhere: writers of one machine and one data folder (locks.py), who come here one by one.
"""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from rag.errors import IndexBusy

if TYPE_CHECKING:
    from rag.storage.server import Server

HOLD_S = 30.0  # a stall of a machine that writes is shorter; a person who waits is as patient
BEATS = 4  # notes in that time, so that three may be lost
STEP_S = 0.2  # between two tries; each asks the server


class Lease:
    """The right to write to one index on one server."""

    def __init__(self, server: Server, client: Any, index: str, holder: str) -> None:
        self._server = server
        self._client = client
        self._index = index
        self._name = f"{index}-writer"
        self._holder = holder
        self._mine: Any = None
        self._done = threading.Event()
        self._beating = threading.Thread(target=self._beat, name="lease", daemon=True)

    def acquire(self, wait_s: float) -> None:
        """Take it, and hold it until `release`; waits for another writer up to `wait_s`.

        Raises:
            IndexBusy: another one writes, and did not finish in time.
        """
        give_up = time.monotonic() + wait_s
        while (other := self._taken()) is not None:
            if self._is_over(other):
                continue
            if time.monotonic() >= give_up:
                raise IndexBusy(self._busy(other))
            time.sleep(STEP_S)
        self._beating.start()

    def release(self) -> None:
        """Let go; a server that is away forgets it after `HOLD_S`."""
        self._done.set()
        self._beating.join()
        with suppress(Exception):
            self._put_away(self._mine)

    def check(self) -> None:
        """See that nobody has taken it since.

        Raises:
            IndexBusy: somebody has.
        """
        now = self._current()
        if now is None or now.id != self._mine.id:
            raise IndexBusy(
                f"Another process took over writing the index {self._index!r} on the {self._server}"
                ", since this one was not heard of; run `pullquote index` again."
            )

    def _taken(self) -> Mapping[str, Any] | None:
        """Take it; or what its holder has written into it."""
        try:
            self._mine = self._client.create_collection(
                self._name, metadata=self._card(), embedding_function=None
            )
        except Exception as error:
            now = self._current()
            if now is None:
                if "exist" in str(error):
                    return {}  # it was let go in between
                raise
            silent_ms = self._client.heartbeat() // 1_000_000 - (now.metadata or {}).get("beat", 0)
            return {**(now.metadata or {}), "lease": now, "silent_s": silent_ms / 1000}
        return None

    def _is_over(self, other: Mapping[str, Any]) -> bool:
        """Take another's lease out of the way, if it has died."""
        if other.get("silent_s", 0) <= HOLD_S and other.get("holder") != self._holder:
            return False
        try:
            self._put_away(other["lease"])
        except Exception:  # somebody else was faster
            return False
        return True

    def _current(self) -> Any:
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(self._name, embedding_function=None)
        except NotFoundError:
            return None

    def _put_away(self, collection: Any) -> None:
        aside = f"{self._name}.{uuid4().hex[:8]}"
        collection.modify(name=aside)
        self._client.delete_collection(aside)

    def _beat(self) -> None:
        while not self._done.wait(HOLD_S / BEATS):
            with suppress(Exception):  # the writer meets the same fault, and tells it
                self._mine.modify(metadata=self._card())

    def _card(self) -> dict[str, str | int]:
        beat = self._client.heartbeat() // 1_000_000  # the server's clock: machines disagree
        who = f"process {os.getpid()} on {socket.gethostname()}"
        return {"holder": self._holder, "who": who[:200], "beat": beat}

    def _busy(self, other: Mapping[str, Any]) -> str:
        left = max(0, round(HOLD_S - other.get("silent_s", 0)))
        return (
            f"The index {self._index!r} on the {self._server} is being written by "
            f"{other.get('who', 'another process')}: try again when it has finished; if it died, "
            f"its hold ends {left} s from now."
        )


def is_put_away(collection: str, index: str) -> bool:
    """Whether a collection was a lease of `index`, left by a writer that died while it let go."""
    return re.fullmatch(rf"{re.escape(index)}-writer\.[0-9a-f]{{8}}", collection) is not None


def holder(folder: Path, *, alone: bool) -> str:
    """Who writes from the data folder `folder`, as the lease has it.

    With `alone` the caller holds the folder's lock, so that whoever held the lease under the same
    name has died. The name lies in a file; its inode and the machine's name stand in it too, since
    a folder may be copied to another machine.
    """
    path = folder / "holder"
    with suppress(OSError):
        if not path.exists():
            path.write_text(uuid4().hex)
        if alone:
            name = path.read_text(errors="replace")[:32]  # any bytes will do for a name
            return f"{name}.{path.stat().st_ino}.{socket.gethostname()[:100]}"
    return uuid4().hex
