"""Put files into the folder of documents and move them out of it, whole or not at all.

Elsewhere: what is in the folder, and reading it (rag/read.py).
"""

from __future__ import annotations

import filecmp
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder / path.name, path)
        if target.exists():
            return None
        # Hidden files are not indexed; the target's name may be as long already as names can be.
        partial = target.with_name(f".{uuid4().hex}.part")
        try:
            shutil.copyfile(path, partial)
            partial.replace(target)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    return target


def move(path: Path, target: Path) -> Path:
    """Move a file, also to another file system; where it cannot leave, no copy stays either.

    Returns where it is now: if another text has the target's name, with a number behind it.

    Raises:
        IndexUnwritable: it may not leave, or there is no room where it goes.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target = _free_name(target, path)
        try:
            shutil.move(path, target)
        except OSError:
            if path.exists():
                target.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _refused(path.parent, error) from error
    return target


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


def _free_name(target: Path, source: Path) -> Path:
    """`target`, or the same with a number if another text has that name."""
    candidate, number = target, 1
    while candidate.exists() and not filecmp.cmp(candidate, source, shallow=False):
        number += 1
        candidate = target.with_stem(f"{target.stem}-{number}")
    return candidate


def _refused(folder: Path, error: OSError) -> IndexUnwritable:
    return IndexUnwritable(
        f"A file in {str(folder)!r} cannot be written or removed ({error.strerror or error}); "
        "free some room or mend the folder's rights, then try again."
    )
