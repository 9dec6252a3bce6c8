"""Put files into the folder of documents and move them out of it, whole or not at all.

Elsewhere: what is in the folder, and reading it (rag/read.py).
"""

from __future__ import annotations

import filecmp
import os
import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from rag.errors import IndexUnwritable


def put(path: Path, folder: Path) -> Path | None:
    """Copy a file into `folder`; if another text has its name, with a number behind it.

    Returns the copy, or None if the folder has that text under that name already.

    Raises:
        IndexUnwritable: the folder takes no more, or the file cannot be read.
    """
    # Hidden files are not indexed; the target's name may be as long already as names can be.
    partial = folder / f".{uuid4().hex}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, partial)
            target, is_new = _placed(partial, folder / path.name)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    return target if is_new else None


def move(path: Path, target: Path) -> Path:
    """Move a file, also to another file system; where it cannot leave, no copy stays either.

    Returns where it is now: if another text has the target's name, with a number behind it.

    Raises:
        IndexUnwritable: it may not leave, or there is no room where it goes.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        placed, is_new = _placed(path, target)
        try:
            path.unlink(missing_ok=True)
        except OSError:
            if is_new:
                placed.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _refused(path.parent, error) from error
    return placed


def file_of(document: str, folder: Path) -> Path:
    """The file of `document`, whose own name may hold bytes that are no text.

    Raises:
        NoDocuments: `folder` cannot be listed.
    """
    from rag.read import sources

    path = folder / document
    if path.exists() or not path.parent.is_dir():
        return path
    return next((each.path for each in sources(folder) if each.document == document), path)


def _placed(source: Path, target: Path) -> tuple[Path, bool]:
    """Where the text of `source` is, by the first of `target`'s names that is free or has it; and
    whether it is new there.
    """
    name, number = target, 1
    while not (is_new := _took(name, source)) and not _has_text_of(name, source):
        number += 1
        name = target.with_stem(f"{target.stem}-{number}")
    return name, is_new


def _took(name: Path, source: Path) -> bool:
    """Give `source` a name in one step, so that of two who want it one is told that it is taken.

    Where there are no hard links, as between two file systems, an empty file takes it first.
    """
    try:
        os.link(source, name)
    except FileExistsError:
        return False
    except FileNotFoundError:
        raise
    except OSError:
        try:
            name.open("xb").close()
        except FileExistsError:
            return False
        try:
            shutil.move(source, name)
        except OSError:
            if source.exists():
                name.unlink(missing_ok=True)
            raise
    return True


def _has_text_of(path: Path, source: Path) -> bool:
    return path.is_file() and filecmp.cmp(path, source, shallow=False)


def _refused(folder: Path, error: OSError) -> IndexUnwritable:
    return IndexUnwritable(
        f"A file in {str(folder)!r} cannot be written or removed ({error.strerror or error}); "
        "free some room or mend the folder's rights, then try again."
    )
