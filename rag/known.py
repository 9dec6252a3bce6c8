"""What the index knows of each file, so that unchanged ones are not opened again.

It stands in the rows of an edition. Reading them all takes Chroma 12 s for 100,000 articles, so a
copy of what matters lies beside it in one file, which names the revision that it was made from and
counts only while the edition has that revision.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from rag.edition import Edition
from rag.errors import BadDocument, NoDocuments
from rag.read import Source, sources
from rag.records import Row

LAYOUT = 2


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


@dataclass(frozen=True, slots=True)
class Difference:
    """How the folder differs from the index, in documents."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def known_files(folder: Path, edition: Edition) -> dict[str, Known]:
    """Every file that the edition knows, by document."""
    with suppress(OSError, ValueError, TypeError):
        layout, stamp, files = json.loads(_copy(folder, edition).read_text(encoding="utf-8"))
        if (layout, stamp) == (LAYOUT, edition.state.revision):
            return {document: Known(*values) for document, values in files.items()}
    return {row.document: Known.of(row) for row in edition.all_rows()}


def remember(folder: Path, edition: Edition, known: Mapping[str, Known]) -> None:
    """Write the copy for the edition's revision; without it the rows are read, so it may fail."""
    target = _copy(folder, edition)
    files = {document: astuple(each) for document, each in known.items()}
    with suppress(OSError):
        partial = target.with_suffix(".part")
        text = json.dumps([LAYOUT, edition.state.revision, files], ensure_ascii=False)
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)


def compare(folder: Path, known: Mapping[str, Known]) -> Difference:
    """Compare the folder of documents with what is known; a missing one has lost everything."""
    try:
        found = {source.document: source for source in sources(folder) if not source.problem}
    except NoDocuments:
        found = {}
    return Difference(
        new=tuple(sorted(found.keys() - known.keys())),
        changed=tuple(
            document
            for document in sorted(found.keys() & known.keys())
            if _changed(found[document], known[document])
        ),
        gone=tuple(sorted(known.keys() - found.keys())),
    )


def _changed(source: Source, known: Known) -> bool:
    if known.stands(source):
        return False
    try:
        return source.digest() != known.digest
    except BadDocument:
        return not known.reason


def _copy(folder: Path, edition: Edition) -> Path:
    return folder / f"files-{edition.state.number:06}.json"
