"""Read the files of a run of indexing: what each of them is by now.

A file that changes while it is read is read again; one that never stands still, or cannot be read
just now, is none of the others.

Elsewhere: reading one file (rag/read.py), splitting it (nodes.py), what comes of each (sync.py).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.errors import BadDocument
from rag.read import LIMIT, NotNow, Source, read, too_large

if TYPE_CHECKING:
    from rag.storage.nodes import Parsed
    from rag.storage.register import Known

AHEAD = 16  # documents read and split while others are embedded
TRIES = 3  # for a file that changes while it is read
# A file that changed this shortly before it was read may change again without another time to show
# for it, so the next run looks into it once more. File systems keep times to 2 s (FAT) or better.
FRESH_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """An article that is new or has changed."""

    source: Source
    digest: str
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class Same:
    """A file whose bytes are as before."""

    source: Source


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that cannot be read as an article."""

    source: Source
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """A file that cannot be read just now."""

    source: Source
    reason: str


Item = Read | Same | Bad | Later


class Incoming:
    """Reads files beside what is `known` of them, which may change under it."""

    def __init__(self, known: Mapping[str, Known], fingerprint: str, *, limit_mb: float) -> None:
        self._known = known
        self._fingerprint = fingerprint
        self._limit_mb = limit_mb

    def ahead(self, sources: Sequence[Source]) -> Iterator[Item]:
        """What each file is, in order; some are read ahead in a thread."""
        with ThreadPoolExecutor(1) as pool:
            begun: deque[Future[Item]] = deque()
            for source in sources:
                begun.append(pool.submit(self._item, source))
                if len(begun) > AHEAD:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()

    def _item(self, source: Source) -> Item:
        reason = ""
        for _ in range(TRIES):
            try:
                return self._read(source)
            except NotNow as error:
                reason = str(error)
            with suppress(OSError):
                source = source.seen(source.path.stat())
        return Later(source, reason)

    def _read(self, source: Source) -> Item:
        from rag.storage.nodes import parse

        fresh = source.changed_ns > time.time_ns() - FRESH_NS
        noted = replace(source, changed_ns=0) if fresh else source
        known = self._known.get(source.document)
        digest = ""
        try:
            if not too_large(source, limit_mb=self._limit_mb):
                digest = source.digest()
                if known and known.digest == digest and LIMIT not in known.reason:
                    return Same(noted)
            article = read(source, limit_mb=self._limit_mb)
        except NotNow:
            raise
        except BadDocument as error:
            return Bad(noted, digest, str(error))
        return Read(noted, digest, parse(article, f"{digest[:16]}-{self._fingerprint}"))
