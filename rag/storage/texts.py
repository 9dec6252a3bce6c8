"""What does not fit into a record of a server's index, in pieces, in a collection of its own.

Long bodies, the batches that changed the index, and the state of an edition while it names more
documents than a collection's metadata may hold. Nothing here is searched; the vectors that Chroma
asks for say nothing.

Elsewhere: what fits (limits.py), when these are written and read (edition.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from math import cos, sin, tau
from typing import Any

from rag.storage.limits import Limits, cut


class Texts:
    """Named texts of any length. The caller turns Chroma's errors into ours."""

    def __init__(self, collection: Any, limits: Limits) -> None:
        self.collection = collection
        self._limits = limits

    def put(self, texts: Mapping[str, str], about: Mapping[str, Mapping[str, str | int]]) -> None:
        """Write each text under its name, over what had it; `about` is found by `of`."""
        ids, pieces, metadatas = [], [], []
        for name, text in texts.items():
            parts = cut(text, self._limits.text)
            for number, part in enumerate(parts):
                ids.append(f"{name}.{number}")
                pieces.append(part)
                metadatas.append({**about[name], "parts": len(parts)})
        for start in range(0, len(ids), self._limits.write):
            page = slice(start, start + self._limits.write)
            self.collection.upsert(
                ids=ids[page],
                documents=pieces[page],
                metadatas=metadatas[page],
                embeddings=[anywhere(each) for each in ids[page]],
            )

    def read(self, names: Sequence[str]) -> dict[str, str]:
        """The texts with these names; unknown ones are left out."""
        first = self._get([f"{name}.0" for name in names], "documents", "metadatas")
        counts = {key.rpartition(".")[0]: int(about["parts"]) for key, _, about in first}
        more = [f"{name}.{number}" for name, n in counts.items() for number in range(1, n)]
        pieces = {key: text for key, text, _ in [*first, *self._get(more, "documents")]}
        return {
            name: "".join(pieces[f"{name}.{number}"] for number in range(n))
            for name, n in counts.items()
        }

    def of(self, where: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
        """(id, about) of every piece that `where` matches."""
        found: list[tuple[str, Mapping[str, Any]]] = []
        while True:
            page = self.collection.get(
                where=dict(where),
                limit=self._limits.read,
                offset=len(found),
                include=["metadatas"],
            )
            found += zip(page["ids"], page["metadatas"], strict=True)
            if len(page["ids"]) < self._limits.read:
                return found

    def remove(self, ids: Sequence[str]) -> None:
        """Delete pieces."""
        for start in range(0, len(ids), self._limits.write):
            self.collection.delete(ids=list(ids[start : start + self._limits.write]))

    def _get(self, ids: Sequence[str], *include: str) -> list[tuple[str, str, Any]]:
        found: list[tuple[str, str, Any]] = []
        for start in range(0, len(ids), self._limits.read):
            page = self.collection.get(
                ids=list(ids[start : start + self._limits.read]), include=list(include)
            )
            abouts: Iterable[Any] = page["metadatas"] or [None] * len(page["ids"])
            found += zip(page["ids"], page["documents"], abouts, strict=True)
        return found


def anywhere(name: str) -> list[float]:
    """A vector for a row, which Chroma wants and nobody searches: two numbers take no room.

    It is made from the name: all alike would make a graph of one point, which is slow to grow.
    """
    turn = (
        tau
        * int.from_bytes(blake2b(name.encode(errors="surrogatepass"), digest_size=4).digest())
        / 2**32
    )
    return [cos(turn), sin(turn)]
