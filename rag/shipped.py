"""What the embedder and the reader's encoder have in common: shipped files, and cores to run on."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from rag.errors import ModelDamaged


def checked(path: Path, sha256: str) -> bytes:
    """Return the bytes of a shipped file; reading and hashing 23 MB takes 20 ms.

    Raises:
        ModelDamaged: it is missing, cannot be read, or has another sha256.
    """
    next_step = "Install Pullquote again (`make` in a fresh clone does it)."
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelDamaged(f"{str(path)!r} cannot be read. {next_step}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelDamaged(f"{str(path)!r} is not the file that was shipped. {next_step}")
    return content


def usable_cores() -> int:
    """How many processor cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # absent on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1
