"""Find the documents of a folder and read each as an article.

`sources` lists what is there, cheaply; `Source.digest` tells whether the bytes are new; `read`
cleans them. A file that cannot be read raises BadDocument, whose message is one sentence with the
next step, and the others are not touched by it.

Elsewhere: everything about the text itself (rag/clean/).
Not promised: that a folder stands still. A file that changes between `sources` and `read` raises.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from rag.clean import SUFFIXES, clean
from rag.errors import BadDocument, NoDocuments
from rag.types import Article

log = logging.getLogger(__name__)

LIMIT = "RAG_FILE_LIMIT_MB"
_CHUNK = 1 << 20
_LINKED_FOLDER = (
    "is a link to a folder, which is not followed; put the folder itself in its place, "
    "or remove it."
)


class NotNow(BadDocument):
    """A file that cannot be read at the moment; it says nothing about the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the folder as it stood when it was listed.

    `problem` says why it cannot be an article before it is opened; empty if it may be one.
    """

    document: str  # path relative to the folder, "/" between its parts, always printable as UTF-8
    place: str  # its path; 100,000 of Path took half a second to make
    size: int
    modified_ns: int
    changed_ns: int  # the file system's own time, which no program can set
    problem: str = ""

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self.place)

    def digest(self) -> str:
        """The sha256 of the file's bytes, in hex.

        Raises:
            BadDocument: the file cannot be read.
            NotNow: nor can it be told why, or it is not the one that was listed.
        """
        found = sha256()
        for chunk in self._chunks():
            found.update(chunk)
        return found.hexdigest()

    def seen(self, now: os.stat_result) -> Source:
        """The same file as it stands now."""
        return replace(
            self,
            size=now.st_size,
            modified_ns=now.st_mtime_ns,
            changed_ns=now.st_ctime_ns,
        )

    def _chunks(self) -> Iterator[bytes]:
        if self.problem:
            raise BadDocument(self.problem)
        try:
            with open(self.place, "rb", buffering=0, opener=_at_once) as file:
                self._check(os.fstat(file.fileno()))
                while chunk := file.read(_CHUNK):
                    yield chunk
                self._check(os.fstat(file.fileno()))
        except FileNotFoundError as error:
            raise NotNow(f"{self.document!r} vanished while it was read; index again.") from error
        except PermissionError as error:
            raise BadDocument(
                f"{self.document!r} may not be read by this user; change its permissions."
            ) from error
        except OSError as error:
            raise NotNow(
                f"{self.document!r} cannot be read ({error.strerror}); check the disk."
            ) from error

    def _check(self, now: os.stat_result) -> None:
        if self.seen(now) != self:
            raise NotNow(f"{self.document!r} changed while it was read; index again.")


def _at_once(path: str, flags: int) -> int:
    """Open without waiting: a pipe put in the file's place would be waited for without end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def sources(folder: Path, *, data: Path | None = None) -> list[Source]:
    """Every file under `folder`, sorted by document, hidden ones and theirs left aside.

    So is what lies in `data`, our own folder, where what is removed goes: it may be in this one.

    What cannot be read (another format, a link out of the folder or to a folder, a folder without
    permission) is listed with its `problem`, so that it can be reported as skipped.

    Raises:
        NoDocuments: `folder` is missing, is not a folder or may not be listed.
    """
    if not folder.is_dir():
        fault = "is not a folder" if folder.exists() else "does not exist"
        raise NoDocuments(f"{str(folder)!r} {fault}; set RAG_DOCUMENTS to your folder of articles.")
    root = folder.resolve()
    refused: list[tuple[str, str, str]] = []
    found: dict[str, Source] = {}
    for place, name in _files(folder, refused, data=os.path.realpath(data) if data else ""):
        try:
            source = _source(place, name, root)
        except FileNotFoundError:  # gone since it was listed
            continue
        except OSError as error:
            refused.append((place, name, _why_not(error, verb="read")))
            continue
        if source.document in found:
            # Two names that differ only in bytes that are no text are printed alike.
            problem = f"{source.document!r} is what two names look like; rename one of the files."
            source = replace(source, document=f"{source.document} (another)", problem=problem)
        found[source.document] = source
    for place, name, reason in refused:
        document = _printable(name)
        found[document] = Source(document, place, 0, 0, 0, f"{document!r} {reason}")
    return [found[document] for document in sorted(found)]


def read(source: Source, *, limit_mb: float = 20.0) -> Article:
    """The article in the file of `source`.

    Raises:
        BadDocument: it is empty, binary, larger than `limit_mb`, unreadable, encrypted, malformed,
            without text, or (NotNow) not the file that was listed.
    """
    if reason := too_large(source, limit_mb=limit_mb):
        raise BadDocument(reason)
    raw = b"".join(source._chunks())
    try:
        return clean(raw, document=source.document)
    except BadDocument:
        raise
    except Exception as error:  # the last line of defence: one file keeps no other out
        log.exception("%r could not be read", source.document)
        raise BadDocument(
            f"{source.document!r} could not be read, by a mistake of Pullquote's; its log says "
            "which. Save it as plain text."
        ) from error


def too_large(source: Source, *, limit_mb: float) -> str:
    """Why the file is not even opened, a reason that names `LIMIT`; empty if it may be."""
    size_mb = source.size / 1_000_000
    if source.problem or size_mb <= limit_mb:
        return ""
    return (
        f"{source.document!r} has {size_mb:,.1f} MB, more than the limit of {limit_mb:g} MB; "
        f"split it or raise {LIMIT}."
    )


def check(path: Path, *, limit_mb: float = 20.0) -> Article:
    """The article in one file that lies anywhere, as it would be read in the folder.

    Raises:
        BadDocument: as `read`, and if `path` is missing or of a kind that is not read.
    """
    if path.name.startswith("."):
        raise BadDocument(f"{path.name!r} is a hidden file; give it a name without the dot.")
    try:
        source = _source(os.fspath(path), path.name, path.parent.resolve())
    except OSError as error:
        raise BadDocument(f"{path.name!r} is not there; check its name.") from error
    return read(source, limit_mb=limit_mb)


def _files(
    folder: Path, refused: list[tuple[str, str, str]], *, data: str
) -> Iterator[tuple[str, str]]:
    """The paths of the files under `folder`, and their names in it with "/" between the parts.

    Folders that cannot be listed, or are links, go to `refused`, path and name, each with why.
    """
    # os.walk calls itself for a folder in a folder, and Python bounds how often.
    waiting = [(os.fspath(folder), "")]
    while waiting:
        parent, above = waiting.pop()
        try:
            with os.scandir(parent) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            reason = _why_not(error, verb="listed")
            if not above:
                raise NoDocuments(f"{str(folder)!r} {reason}") from error
            if not isinstance(error, FileNotFoundError):
                refused.append((parent, above.removesuffix("/"), reason))
            continue
        for entry in found:
            if entry.name.startswith("."):
                continue
            name = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if data.endswith(entry.name) and os.path.realpath(entry.path) == data:
                    continue
                waiting.append((entry.path, f"{name}/"))
            elif not (entry.is_symlink() and Path(entry.path).is_dir()):
                yield entry.path, name
            elif os.path.realpath(entry.path) != data:
                refused.append((entry.path, name, _LINKED_FOLDER))


def _why_not(error: OSError, *, verb: str) -> str:
    if isinstance(error, PermissionError):
        return f"may not be {verb} by this user; change its permissions."
    if error.errno == errno.ELOOP:
        return "is a link that leads back to itself; remove it."
    if error.errno == errno.ENAMETOOLONG:
        return "lies too deep to be reached; move it up."
    return f"cannot be {verb} ({error.strerror}); check the disk."


def _source(place: str, name: str, root: Path) -> Source:
    """The file at `place`, which its folder knows as `name`.

    Plain strings: with Path a listing of 100,000 files took 2.3 s, and so did bringing the index
    up to date for one of them.
    """
    document = _printable(name)
    problem = ""
    status = os.lstat(place)
    outside = nowhere = False
    if stat.S_ISLNK(status.st_mode):
        # Path.resolve raises a RuntimeError for a link to itself; stat then tells it as an OSError.
        target = Path(os.path.realpath(place))
        outside = not target.is_relative_to(root)
        nowhere = not os.path.lexists(target)
        status = status if outside or nowhere else Path(place).stat()
    if nowhere:
        problem = f"{document!r} is a link to a file that is not there; mend or remove it."
    elif outside:
        problem = f"{document!r} is a link out of the folder; copy the file into it."
    elif not stat.S_ISREG(status.st_mode):
        problem = f"{document!r} is not a regular file; remove it from the folder."
    elif not name.lower().endswith(SUFFIXES):
        known = ", ".join(SUFFIXES)
        problem = f"{document!r} is of a kind that is not read; convert it to one of {known}."
    return Source(document, place, status.st_size, status.st_mtime_ns, status.st_ctime_ns, problem)


def _printable(name: str) -> str:
    """`name` with bytes that are not UTF-8 written as escapes."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")
