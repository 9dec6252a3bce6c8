"""What one record and one request to Chroma may hold.

A folder of our own takes anything. A server's index is laid out so that it fits everywhere: into
`chroma run` and, by Chroma Cloud's published quotas ("Quotas & Limits" in Chroma's documentation),
into Chroma Cloud, so that it can move from one to the other (`chroma copy`). The server is asked
only for what it tells, which is the size of a batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes are of UTF-8; None stands for no limit."""

    read: int  # records in one answer
    write: int  # records in one request
    text: int | None = None  # bytes of a document
    value: int | None = None  # bytes of one value in a record's metadata
    state: int | None = None  # bytes of one value in a collection's metadata
    name: int | None = None  # bytes of a record's id
    where: int | None = None  # bytes of the names in one filter

    @staticmethod
    def holds(text: str, most: int | None) -> bool:
        """Whether `text` has at most `most` bytes."""
        return most is None or len(text.encode(errors="surrogatepass")) <= most


FOLDER = Limits(read=1000, write=1000)

# Quotas: 16,384 bytes a document, 4,096 a value, 256 a value of a collection, 128 an id, 4,096 a
# filter, 300 results, 300 records a write. A little room is left for what Chroma may add.
SERVER = Limits(read=300, write=300, text=16_000, value=4_000, state=256, name=128, where=3_500)


def cut(text: str, most: int | None) -> list[str]:
    """The text in pieces of at most `most` bytes, at least one piece; no character is split."""
    if most is None or len(text) * 4 <= most or len(raw := text.encode()) <= most:
        return [text]
    pieces, start = [], 0
    while start < len(raw):
        end = min(start + most, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        pieces.append(raw[start:end].decode())
        start = end
    return pieces


def runs(items: Sequence[str], *, most: int, size: int | None = None) -> Iterator[list[str]]:
    """The items in runs of at most `most` of them, and of at most `size` bytes together."""
    run: list[str] = []
    held = 0
    for item in items:
        length = len(item.encode(errors="surrogatepass")) + 4
        if run and (len(run) == most or (size is not None and held + length > size)):
            yield run
            run, held = [], 0
        run.append(item)
        held += length
    if run:
        yield run
