"""What the rows of an edition say of each file, in a table beside Chroma that is read at once.

Reading every row takes Chroma 12 s for 100,000 articles. What needs no body is read from here:
which files are as they were, and the list of articles. The table is derived, like the keyword
index: a stamp names the revision of the edition that it matches, whoever writes the edition writes
it batch by batch, and where the stamp is another the rows are read instead. Each line carries a sum
over its values, the stamp their number: a table with wrong bytes in it is not believed either.
"""

from __future__ import annotations

import logging
import marshal
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from rag.storage.records import Row, day, day_of
from rag.types import ArticleInfo

if TYPE_CHECKING:
    from rag.read import Source
    from rag.storage.edition import Edition

log = logging.getLogger(__name__)

LAYOUT = 2  # a change of the columns makes old tables be made again

_SCHEMA = """
    CREATE TABLE files (
        document TEXT PRIMARY KEY, name, title, publisher, author, published, voice,
        size, modified_ns, changed_ns, digest, reason, passages, sum
    ) WITHOUT ROWID;
    CREATE TABLE stamp (layout, revision, files);
"""
_INSERT = "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when it was last read; `reason` is empty unless it was skipped."""

    size: int
    modified_ns: int
    changed_ns: int  # 0: look at it again
    digest: str
    reason: str
    passages: int

    @classmethod
    def of(cls, row: Row) -> Known:
        """What matters of a row."""
        return cls(row.size, row.modified_ns, row.changed_ns, row.digest, row.reason, row.passages)

    def at(self, source: Source) -> Known:
        """The same bytes in a file with another size and times."""
        return replace(
            self,
            size=source.size,
            modified_ns=source.modified_ns,
            changed_ns=source.changed_ns,
        )

    def stands(self, source: Source) -> bool:
        """Whether the file has the size and times that it had."""
        return (self.size, self.modified_ns, self.changed_ns) == (
            source.size,
            source.modified_ns,
            source.changed_ns,
        )


class Register:
    """The table of the edition that this process writes; made from its rows if need be."""

    def __init__(self, folder: Path, edition: Edition) -> None:
        self._path = _place(folder, edition)
        self._edition = edition
        if not _matches(self._path, {edition.state.revision}):
            self._write(edition.all_rows(), afresh=True)

    def note(self, documents: Collection[str]) -> None:
        """Take the rows of `documents` as they are now, and leave out what has none any more.

        From then on the table matches the edition's revision.
        """
        if self._path.exists():
            self._write(self._edition.rows(list(documents)).values(), instead_of=documents)

    def _write(
        self, rows: Iterable[Row], *, instead_of: Iterable[str] = (), afresh: bool = False
    ) -> None:
        try:
            if afresh:
                self._path.unlink(missing_ok=True)
            with closing(sqlite3.connect(self._path)) as database, database:
                database.execute("PRAGMA synchronous = OFF")  # it can be made again
                if afresh:
                    database.executescript(_SCHEMA)
                gone = ((document,) for document in instead_of)
                database.executemany("DELETE FROM files WHERE document = ?", gone)
                summed = ((*values, _sum(values)) for values in map(_values, rows))
                database.executemany(_INSERT, summed)
                count = database.execute("SELECT count(*) FROM files").fetchone()[0]
                stamp = (LAYOUT, self._edition.state.revision, count)
                database.execute("DELETE FROM stamp")
                database.execute("INSERT INTO stamp VALUES (?, ?, ?)", stamp)
        except (sqlite3.Error, UnicodeError, OSError) as error:
            log.warning("articles will be listed from Chroma, which is slow: %s", error)
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def known_files(folder: Path, edition: Edition) -> dict[str, Known]:
    """Every file that the edition knows, by document."""
    found = _read(_place(folder, edition), {edition.settled})
    if found is None:
        return {row.document: Known.of(row) for row in edition.all_rows()}
    return {values[0]: Known(*values[7:]) for values in found}


def articles(folder: Path, edition: Edition, *, growing: bool) -> tuple[ArticleInfo, ...]:
    """Every article, by document.

    With `growing`, while this process writes: in the middle of a batch, those before it.
    """
    stamps = {edition.settled, edition.state.previous if growing else edition.settled}
    found = _read(_place(folder, edition), stamps)
    if found is None:
        found = [_values(row) for row in edition.all_rows()]
    found = sorted(values[:7] for values in found if not values[11])  # 11: why it was skipped
    groups: dict[str, list[str]] = {}
    for document, *_, voice in found:
        groups.setdefault(voice, []).append(document)
    return tuple(
        ArticleInfo(
            document,
            name,
            title=title,
            publisher=publisher,
            author=author,
            published=day_of(published),
            copies=tuple(other for other in groups[voice] if other != document),
        )
        for document, name, title, publisher, author, published, voice in found
    )


def _read(path: Path, revisions: Collection[str]) -> list[Any] | None:
    """What the table says, as `_values` has it, or None if it matches none of the revisions.

    A table that is damaged is thrown away, and made again by the next run of indexing.
    """
    try:
        with closing(_opened(path)) as database:
            database.execute("BEGIN")  # stamp and lines of one moment
            if (stamp := _stamp(database)) is None or stamp[0] not in revisions:
                return None
            found = database.execute("SELECT * FROM files").fetchall()
    except sqlite3.OperationalError as error:  # it is not there, or in use
        log.info("the table of files cannot be read", exc_info=error)
        return None
    except (sqlite3.Error, UnicodeError):
        stamp, found = ("", -1), []
    if stamp[1] == len(found) and all(each[-1] == _sum(each[:-1]) for each in found):
        return [each[:-1] for each in found]
    log.warning("the table of files is damaged, and will be made again")
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return None


def _matches(path: Path, revisions: Collection[str]) -> bool:
    with suppress(sqlite3.Error, UnicodeError), closing(_opened(path)) as database:
        stamp = _stamp(database)
        return stamp is not None and stamp[0] in revisions
    return False


def _stamp(database: sqlite3.Connection) -> tuple[str, int] | None:
    """The revision that the table matches, and how many files it holds; None in another layout."""
    found = database.execute("SELECT layout, revision, files FROM stamp").fetchone()
    return (found[1], found[2]) if found and found[0] == LAYOUT else None


def _sum(values: tuple[Any, ...]) -> int:
    return crc32(marshal.dumps(values, 2))  # in format 2 equal values are equal bytes


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _values(row: Row) -> tuple[str | int, ...]:
    return (
        row.document,
        row.name,
        row.title,
        row.publisher,
        row.author,
        day(row.published) if row.published else 0,
        row.voice,
        row.size,
        row.modified_ns,
        row.changed_ns,
        row.digest,
        row.reason,
        row.passages,
    )


def _place(folder: Path, edition: Edition) -> Path:
    return folder / f"files-{edition.state.number:06}.db"
