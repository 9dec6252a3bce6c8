"""Keep Chroma's vector files whole, also when the process is killed while Chroma writes them.

An embedded Chroma writes its log (SQLite) safely, but every so many records (`pace`) it writes the
vector index of a collection over its old files, in place and only then notes how far it came. A
process killed in between leaves files that Chroma cannot read, and with them the whole collection:
of 45 kills at random moments of plain writing (chromadb 1.5.9), the seventh was the last. So before
a write that may set this off the files are copied aside; after a death they are put back, and
Chroma replays its log from there.

What the files hold is noted beside them once they are written, and held against that when they are
opened: Chroma takes them as they come, and a header with a few wrong bytes ends the process.

Only the process that holds the index for writing calls this (locks.py). Chroma's tables are
read here, never written. Not promised: power cuts, which SQLite survives and these files may not.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from zlib import crc32

from rag.errors import IndexDamaged

# Records between two writes of a collection's vector files, at least. More: fewer rewrites of a
# file that grows with the collection; but the first question of a process replays up to so many.
SYNC = 2000
# A run that brings more than that has the files written this often in all that there will be: what
# is written then grows with the collection, where writing every `SYNC` records grows with its
# square (at a million passages, half a terabyte).
WRITES = 50
MOST = 10  # times `SYNC`, however large the collection: 10 s or so of replay after a kill
# More than this part of them are not left in the log at the end of a run: to replay a record takes
# 0.3 to 0.9 ms in every process that asks, to write the files of 100,000 passages about a second.
LEFT = 4
CHUNK = 1 << 20


class VectorFiles:
    """The vector files of one Chroma folder."""

    def __init__(self, chroma: Path) -> None:
        self._chroma = chroma
        self._spares = chroma.parent / "spare"
        self._noted = chroma.parent / "vectors.json"
        self._open = False
        self._segments: dict[str, str] = {}  # by collection
        self._waiting: dict[str, int] = {}  # records that are only in the log, at most; by segment

    @property
    def endangered(self) -> bool:
        """Whether a process died, or failed, while Chroma may have been writing."""
        return self._spares.exists()

    def restore(self) -> None:
        """Put files back that Chroma was writing; call it while Chroma has not opened them."""
        reached = self._reached()
        for spare in self._spares.glob("*"):
            if spare.suffix == ".part":
                continue
            segment, _, seq = spare.name.partition(".")
            if reached.get(segment, 0) == int(seq):  # Chroma's note comes last: it did not finish
                shutil.rmtree(self._chroma / segment, ignore_errors=True)
                shutil.copytree(spare, self._chroma / segment)

    def opened(self) -> None:
        """Chroma has the folder open now, and will read its vector files when they are needed.

        Raises:
            IndexDamaged: they are not as they were written.
        """
        self._open = True
        reached = self._reached()
        for segment, (seq, sums) in self._notes().items():
            # Another number: they were written anew by a process that died before it could note it.
            if reached.get(segment) == seq and _sums(self._chroma / segment) != sums:
                raise IndexDamaged(
                    f"The files in {str(self._chroma / segment)!r} are not as they were written; "
                    "run `pullquote index --rebuild`."
                )

    def clear(self) -> None:
        """Throw the copies away: all that Chroma was writing is written."""
        shutil.rmtree(self._spares, ignore_errors=True)

    def look(self) -> None:
        """Learn which files belong to which collection, and what is only in the log."""
        reached = self._reached()
        with self._database() as database:
            self._segments = dict(
                database.execute("SELECT collection, id FROM segments WHERE scope = 'VECTOR'")
            )
        for collection, segment in self._segments.items():
            self._waiting[segment] = self._only_logged(collection, reached.get(segment, 0))

    @contextmanager
    def protected(self, collection: str, records: int) -> Iterator[None]:
        """Write `records` to a collection inside: no kill will cost its vector files."""
        segment = self._segments[collection]
        waiting = self._waiting.get(segment, 0) + records
        if waiting < SYNC:
            yield
            self._waiting[segment] = waiting
            return
        before = self._reached().get(segment, 0)
        spare = self._spares / f"{segment}.{before}"
        if not spare.exists():
            self._save(segment, spare)
        yield
        if (reached := self._reached().get(segment, 0)) != before:
            self._note(segment, reached)
            shutil.rmtree(self._spares, ignore_errors=True)
            waiting = self._only_logged(collection, reached)
        self._waiting[segment] = waiting

    def lacking(self, collection: str) -> int:
        """How many records more will have Chroma write the collection's files; 0 if few wait."""
        waiting = self._waiting.get(self._segments[collection], 0)
        return SYNC - waiting % SYNC if waiting > SYNC // LEFT else 0

    def forget_strays(self) -> None:
        """Delete files of collections that are no more; Chroma leaves them behind."""
        with self._database() as database:
            known = {segment for (segment,) in database.execute("SELECT id FROM segments")}
        for folder in self._chroma.iterdir():
            if folder.is_dir() and folder.name not in known:
                shutil.rmtree(folder, ignore_errors=True)

    def _notes(self) -> dict[str, tuple[int, dict[str, int]]]:
        """What was noted of each segment: how far it reached then, and its files' sums."""
        with suppress(OSError, ValueError, TypeError, AttributeError):
            noted = json.loads(self._noted.read_text(encoding="utf-8"))
            return {segment: (int(seq), dict(sums)) for segment, (seq, sums) in noted.items()}
        return {}

    def _note(self, segment: str, seq: int) -> None:
        notes = {**self._notes(), segment: (seq, _sums(self._chroma / segment))}
        there = {each: note for each, note in notes.items() if (self._chroma / each).exists()}
        partial = self._noted.with_suffix(".part")
        with suppress(OSError):  # what is not noted is not looked at
            partial.write_text(json.dumps(there), encoding="utf-8")
            partial.replace(self._noted)

    def _save(self, segment: str, spare: Path) -> None:
        partial = spare.with_suffix(".part")
        shutil.rmtree(partial, ignore_errors=True)
        if (files := self._chroma / segment).exists():
            shutil.copytree(files, partial)
        else:
            partial.mkdir(parents=True)
        partial.rename(spare)

    def _only_logged(self, collection: str, reached: int) -> int:
        """How many records of a collection come after those that its files hold."""
        with self._database() as database:
            counted = database.execute(
                "SELECT count(*) FROM embeddings_queue WHERE seq_id > ? AND topic LIKE ?",
                (reached, f"%{collection}"),
            )
            return int(counted.fetchone()[0])

    def _reached(self) -> dict[str, int]:
        """The last record of the log that each segment's files hold."""
        with self._database() as database:
            found = database.execute("SELECT segment_id, seq_id FROM max_seq_id")
            return {segment: int(seq) for segment, seq in found}

    def _database(self) -> closing[sqlite3.Connection]:
        # While Chroma is open in this process only mode=ro will do: SQLite would take Chroma's
        # journal for one that a dead process left, and roll it back.
        mode = "ro" if self._open else "rw"
        where = (self._chroma / "chroma.sqlite3").resolve().as_uri()
        return closing(sqlite3.connect(f"{where}?mode={mode}", uri=True))


def pace(coming: int, in_all: int) -> int:
    """Records between two writes of a collection's files, in a run that brings `coming` records.

    Always a multiple of `SYNC`. `in_all` is how many there will be after it, or a guess.
    """
    if coming <= SYNC:
        return SYNC
    return SYNC * min(max(in_all // WRITES // SYNC, 1), MOST)


def _sums(folder: Path) -> dict[str, int]:
    """A checksum of each file in `folder`; 80 MB, of 50,000 passages, take 0.03 s."""
    found = {}
    for path in sorted(folder.glob("*")):
        total = 0
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                total = crc32(chunk, total)
        found[path.name] = total
    return found
