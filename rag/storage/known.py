"""How the folder of documents differs from what the index knows of its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.errors import BadDocument, NoDocuments
from rag.read import Source, sources
from rag.storage.register import Known


@dataclass(frozen=True, slots=True)
class Difference:
    """How the folder differs from the index, in documents."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


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


def none_is_in(known: Mapping[str, Known], is_there: Callable[[str], bool]) -> bool:
    """Whether there are articles and none is there: what is known seems to be another folder's."""
    articles = [document for document, file in known.items() if not file.reason]
    return bool(articles) and not any(map(is_there, articles))


def _changed(source: Source, known: Known) -> bool:
    if known.stands(source):
        return False
    try:
        return source.digest() != known.digest
    except BadDocument:
        return not known.reason
