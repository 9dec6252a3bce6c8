"""What lies in Chroma, and how it is written there: states, rows and passages.

Chroma's metadata holds flat values and no None; these functions are the only ones that know how
ours are put into it. Elsewhere: where they are stored (edition.py), and when (batches.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import blake2b
from typing import Any
from zlib import crc32

from rag.errors import IndexDamaged
from rag.types import Passage, Sentence

NO_OMISSIONS = "[]"


@dataclass(frozen=True, slots=True)
class State:
    """What an edition is, as its collection's metadata carries it.

    `revision` changes with every batch that is written, and `batch` counts them; `pending` are the
    documents of the batch that led to it from `previous`, `unsettled` the voices that it took
    articles from. Both are empty once all of it is done. `folder` is the real path of the
    documents that it was last brought up to date with; empty before that, and on a server.
    """

    number: int
    fingerprint: str
    embedder: str  # fingerprint of the embedder alone
    live: bool
    revision: str = "new"
    previous: str = ""
    pending: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    batch: int = 0
    folder: str = ""

    @classmethod
    def of(cls, written: str) -> State:
        """The state that `written` tells of."""
        values = json.loads(written)
        lists = {name: tuple(values[name]) for name in ("pending", "unsettled")}
        return cls(**{**values, **lists})

    def written(self) -> str:
        """The state as one value: Chroma writes it in one transaction or not at all."""
        values = asdict(self)
        if not self.folder:  # on a server, where 256 bytes must do
            del values["folder"]
        return json.dumps(values, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Row:
    """What the index keeps of one file, but for its body.

    A file that was skipped has a `reason` and no passages.
    """

    document: str
    size: int
    modified_ns: int
    changed_ns: int
    digest: str
    revision: str = ""
    reason: str = ""
    name: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = None
    voice: str = ""
    passages: int = 0
    omissions: str = NO_OMISSIONS  # JSON: [[text, reason], …]
    sum: int = 0  # of body and omissions, see `text_sum`
    apart: bool = False  # body and omissions are too long for the row; they lie in texts.py

    @classmethod
    def of(cls, metadata: Mapping[str, Any]) -> Row:
        """The row that `metadata` carries.

        Raises:
            IndexDamaged: it is not as it was written.
        """
        values = dict(metadata)
        try:
            check = values.pop("check")
            row = cls(**{**values, "published": day_of(values["published"])})
        except (KeyError, TypeError, ValueError) as error:
            raise damaged("an article's row") from error
        if check != row._check():
            raise damaged(f"the row of {row.document!r}")
        return row

    @property
    def key(self) -> str:
        """A name for the article as this row has it."""
        return f"{document_key(self.document)}.{self.revision}"

    def metadata(self) -> dict[str, str | int]:
        """Every field every time: Chroma keeps the old value of a key that is left out."""
        published = day(self.published) if self.published else 0
        return {**asdict(self), "published": published, "check": self._check()}

    def _check(self) -> int:
        """A sum over what a person may be shown; what is amended later is not in it."""
        shown = (self.document, self.digest, self.revision, self.reason, self.name, self.title)
        return _sum(*shown, self.publisher, self.author, self.published, self.omissions, self.sum)

    @property
    def skipped(self) -> bool:
        """Whether the file could not be read as an article."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage as it lies in Chroma."""

    key: str
    revision: str
    passage: Passage
    cosine: float | None = None

    def counts(self, row: Row | None) -> bool:
        """Whether it belongs to its article as `row` has it now."""
        return row is not None and not row.skipped and row.revision == self.revision


def passage_key(document: str, revision: str, ordinal: int) -> str:
    """The id of a passage: the same text under the same fingerprint has the same id."""
    return f"{document_key(document)}.{revision}.{ordinal}"


def document_key(document: str) -> str:
    """A short name for a document, safe in any engine."""
    return blake2b(document.encode(errors="surrogatepass"), digest_size=12).hexdigest()


def day(published: date) -> int:
    """A date as the number that range filters need: 20230524."""
    return published.year * 10000 + published.month * 100 + published.day


def day_of(number: int | None) -> date | None:
    """The date of such a number; None for 0 or None."""
    return date(number // 10000, number // 100 % 100, number % 100) if number else None


def passage_metadata(passage: Passage, revision: str, ordinal: int) -> dict[str, str | int]:
    """A passage but for its text and voice; Chroma takes no None, so a missing date is left out."""
    metadata: dict[str, str | int] = {
        "document": passage.document,
        "revision": revision,
        "ordinal": ordinal,
        "start": passage.start,
        "end": passage.end,
        "title": passage.title,
        "publisher": passage.publisher,
        "sentences": json.dumps([[s.start, s.end] for s in passage.sentences]),
    }
    if passage.published:
        metadata["published"] = day(passage.published)
    metadata["check"] = _passage_check(passage.text, metadata)
    return metadata


def stored(key: str, text: str, metadata: Mapping[str, Any], cosine: float | None = None) -> Stored:
    """The passage that `passage_metadata` described.

    Raises:
        IndexDamaged: it is not as it was written.
    """
    if metadata.get("check") != _passage_check(text, metadata):
        raise damaged(f"a passage of {metadata.get('document')!r}")
    start = int(metadata["start"])
    sentences = tuple(
        Sentence(text[a - start : b - start], a, b) for a, b in json.loads(metadata["sentences"])
    )
    passage = Passage(
        document=metadata["document"],
        text=text,
        start=start,
        end=int(metadata["end"]),
        sentences=sentences,
        title=metadata["title"],
        publisher=metadata["publisher"],
        published=day_of(metadata.get("published")),
    )
    return Stored(key, metadata["revision"], passage, cosine)


def text_sum(body: str, omissions: str) -> int:
    """A sum that tells whether a body and its omissions are as they were written."""
    return _sum(body, omissions)


def damaged(what: str) -> IndexDamaged:
    """What to tell a person of a record that is not as it was written: a disk's fault."""
    return IndexDamaged(
        f"In the index, {what} is not as it was written; run `pullquote index --rebuild`."
    )


def _passage_check(text: str, metadata: Mapping[str, Any]) -> int:
    names = ("document", "revision", "start", "end", "title", "publisher", "sentences", "published")
    return _sum(text, *map(metadata.get, names))


def _sum(*values: object) -> int:
    return crc32(repr(values).encode(errors="surrogatepass"))
