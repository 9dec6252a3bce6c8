"""How the folder of documents differs from what the index knows of its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.errors import BadDocument, NoDocuments
from rag.read import LIMIT, Source, sources, too_large
from rag.storage.register import Known


@dataclass(frozen=True, slots=True)
class Difference:
    """How the folder differs from the index, in documents."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unfit: Mapping[str, str]  # what cannot be an article, with why, as is seen before it is opened
    problem: str  # why there is nothing in the folder; empty if there is something


def compare(folder: Path, known: Mapping[str, Known], *, data: Path, limit_mb: float) -> Difference:
    """Compare the folder of documents with what is known; a missing one has lost everything."""
    listed, problem = in_folder(folder, data=data)
    found = {source.document: source for source in listed if not source.problem}
    return Difference(
        new=tuple(sorted(found.keys() - known.keys())),
        changed=tuple(
            document
            for document in sorted(found.keys() & known.keys())
            if _changed(found[document], known[document], limit_mb)
        ),
        gone=tuple(sorted(known.keys() - found.keys())),
        unfit={source.document: source.problem for source in listed if source.problem},
        problem=problem,
    )


def in_folder(folder: Path, *, data: Path) -> tuple[list[Source], str]:
    """The files in the folder of documents, and why there is none; "" if there is one."""
    try:
        listed = sources(folder, data=data)
    except NoDocuments as error:
        return [], str(error)
    return listed, "" if listed else is_empty(folder)


def is_empty(folder: Path) -> str:
    """What is told of a folder of documents with nothing in it."""
    return f"{str(folder)!r} is empty; put articles into it, or set RAG_DOCUMENTS to your folder."


def none_is_in(known: Mapping[str, Known], is_there: Callable[[str], bool]) -> bool:
    """Whether there are articles and none is there: what is known seems to be another folder's."""
    articles = [document for document, file in known.items() if not file.reason]
    return bool(articles) and not any(map(is_there, articles))


def needs_no_look(source: Source, known: Known, *, limit_mb: float) -> bool:
    """Whether the file has the size and times that it had, and the limit tells the same of it."""
    refused = known.reason if LIMIT in known.reason else ""
    return known.stands(source) and refused == too_large(source, limit_mb=limit_mb)


def _changed(source: Source, known: Known, limit_mb: float) -> bool:
    if needs_no_look(source, known, limit_mb=limit_mb):
        return False
    if refused := too_large(source, limit_mb=limit_mb):
        return refused != known.reason
    try:
        return source.digest() != known.digest
    except BadDocument:
        return not known.reason
