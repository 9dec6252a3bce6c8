"""What Chroma raises, as errors of ours that name the next step.

Chroma tells a full disk, a folder that may not be written and too many open files in many ways,
some of which look like damage; so those are looked for before damage is told.

Elsewhere: what a server's faults mean (server.py).
"""

from __future__ import annotations

import os
import shutil
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import IndexBusy, IndexDamaged, IndexProblem
from rag.storage.edition import EditionGone
from rag.storage.locks import unwritable
from rag.storage.server import Server

ROOM = 100_000  # bytes; with less left on the disk, whatever Chroma reports is for want of it


@contextmanager
def guard(place: Server | Path, *, writing: bool) -> Iterator[None]:
    """Turn whatever Chroma raises inside into an error of ours; `writing` where it was to write."""
    try:
        yield
    except IndexProblem:
        raise
    except Exception as error:
        if _is_a_wrong_call(error):
            raise
        raise _translated(error, place, writing=writing) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Chroma's Rust half gave up
            raise
        raise _translated(error, place, writing=writing) from error


def _translated(error: BaseException, place: Server | Path, *, writing: bool) -> IndexProblem:
    from chromadb.errors import NotFoundError

    told = str(error).lower()
    if isinstance(error, NotFoundError) or "does not exist" in told:
        where = place.url if isinstance(place, Server) else str(place)
        return EditionGone(f"The index at {where!r} was replaced; ask again.")
    if isinstance(place, Server):
        return place.told(error)
    folder = str(place)
    if "database is locked" in told or "busy" in told:
        return IndexBusy(f"The index in {folder!r} is in use by another program; stop it.")
    full = ("disk is full", "no space", "quota", "readonly", "read-only", "permission denied")
    refused = any(word in told for word in full) or (writing and isinstance(error, OSError))
    if refused or _takes_nothing(place):
        return unwritable(place, error)
    if "unable to open" in told or _out_of_files():
        return IndexProblem(
            f"The index in {folder!r} cannot be opened ({error}); see that the folder is there and "
            "that the system lets this process open more files (ulimit -n)."
        )
    return IndexDamaged(
        f"The index in {folder!r} cannot be read ({error}); run `pullquote index --rebuild`."
    )


def _is_a_wrong_call(error: Exception) -> bool:
    """Whether Chroma refused the arguments before it looked at what it holds: a mistake of ours,
    and no damage."""
    calls = traceback.extract_tb(error.__traceback__)
    return any(call.name.startswith("_validate_and_prepare") for call in calls)


def _out_of_files() -> bool:
    """Whether this process may open no more files, which Chroma tells in as many ways."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        return True
    return False


def _takes_nothing(folder: Path) -> bool:
    """Whether there is no room or no right to write, which Chroma may tell as if it were damage."""
    try:
        return shutil.disk_usage(folder).free < ROOM or not os.access(folder, os.W_OK)
    except OSError:
        return False
