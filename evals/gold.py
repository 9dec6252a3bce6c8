"""The answer that the gold itself would give: every needed thing quoted and cited.

It needs no assistant, so the evals can be checked where none runs.
"""

from __future__ import annotations

from pathlib import Path

from evals.cases import (
    Case,
    Evidence,
    ExpectAbstain,
    ExpectAnswer,
    ExpectConflict,
    Nugget,
    Position,
)
from evals.lint import PLAIN_TEXT
from evals.reply import Cite, Reply, Said, Seen
from evals.scorers.answer import mentions
from evals.store import Library, Paper
from evals.text import locate

REFUSAL = "The articles do not say."


def read_library(documents: Path) -> dict[str, Paper]:
    """The plain-text documents of a folder, as they are."""
    return {
        path.relative_to(documents).as_posix(): Paper(path.read_text("utf-8", errors="replace"))
        for path in sorted(documents.rglob("*"))
        if path.suffix.lower() in PLAIN_TEXT and path.is_file()
    }


def gold_reply(case: Case, library: Library) -> Reply | None:
    """The ideal answer to `case`; None where its gold has no evidence to quote."""
    near = tuple(
        Seen(name, 0, len(paper.body), paper.body, dense=0.5) for name, paper in library.items()
    )
    chosen: list[tuple[Evidence, str]] = []
    match case.expect:
        case ExpectAbstain():
            return Reply(REFUSAL, "not_found", passages=near, remarks=(REFUSAL,))
        case ExpectAnswer(cites=documents, vital=vital) if not documents:
            chosen = [(_plainest(n), "") for n in vital if n.evidence]
        case ExpectConflict(positions=positions):
            chosen = [(_plainest(p), p.label) for p in positions]
    said, cites = [], []
    for marker, (evidence, side) in enumerate(chosen, 1):
        paper = library.get(evidence.document)
        place = locate(evidence.quote, paper.body) if paper else None
        if paper is None or place is None:
            return None
        quote = paper.body[place.start : place.end]
        cites.append(Cite(marker, evidence.document, quote, place.start, place.end))
        said.append(Said(f"{quote} [{marker}].", side))
    if not said:
        return None
    status = "disputed" if isinstance(case.expect, ExpectConflict) else "answered"
    return Reply("", status, citations=tuple(cites), passages=near).with_said(tuple(said))


def _plainest(need: Nugget | Position) -> Evidence:
    """The evidence that says the thing itself, where others only imply it."""
    return next((e for e in need.evidence if mentions(need, e.quote)), need.evidence[0])
