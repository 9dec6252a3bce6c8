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
from evals.reply import Citation, Claim, Passage, Reply
from evals.scorers.answer import mentions
from evals.store import Article, Library
from evals.text import locate

REFUSAL = "The articles do not say."


def read_library(documents: Path) -> dict[str, Article]:
    """The plain-text documents of a folder, as they are."""
    return {
        path.relative_to(documents).as_posix(): Article(path.read_text("utf-8", errors="replace"))
        for path in sorted(documents.rglob("*"))
        if path.suffix.lower() in PLAIN_TEXT and path.is_file()
    }


def gold_reply(case: Case, library: Library) -> Reply | None:
    """The ideal answer to `case`; None where its gold has no evidence to quote."""
    near = tuple(
        Passage(name, 0, len(article.body), article.body, dense=0.5)
        for name, article in library.items()
    )
    match case.expect:
        case ExpectAbstain():
            return Reply(
                REFUSAL, "not_found", passages=near, remarks=(REFUSAL,), missing=(REFUSAL,)
            )
        case ExpectAnswer(cites=documents, vital=vital) if not documents:
            needs: list[tuple[Nugget | Position, str]] = [(n, "") for n in vital if n.evidence]
        case ExpectConflict(positions=positions):
            needs = [(p, p.label) for p in positions]
        case _:
            return None
    said: list[Claim] = []
    cites: list[Citation] = []
    for need, side in needs:
        found = [_cite(e, library, len(cites) + i) for i, e in enumerate(_plainest(need), 1)]
        own = [c for c in found if c]
        if not own:
            return None
        if any(one.text.startswith(own[0].quote) for one in said):
            continue  # one sentence that says two things is said once
        marks = "".join(f"[{c.marker}]" for c in own)
        said.append(Claim(f"{own[0].quote} {marks}", side))
        cites += own
    if not said:
        return None
    status = "disputed" if isinstance(case.expect, ExpectConflict) else "answered"
    return Reply("", status, citations=tuple(cites), passages=near).with_said(tuple(said))


def _plainest(need: Nugget | Position) -> tuple[Evidence, ...]:
    """At most two pieces of evidence that say the thing itself, where others only imply it."""
    plain = tuple(e for e in need.evidence if mentions(need, e.quote))
    return (plain or need.evidence)[:2]


def _cite(evidence: Evidence, library: Library, marker: int) -> Citation | None:
    """The evidence as a citation, with the quotation marks and the stop around it."""
    article = library.get(evidence.document)
    place = locate(evidence.quote, article.body) if article else None
    if article is None or place is None:
        return None
    start, end = place
    while start > 0 and article.body[start - 1] in '“"‘':
        start -= 1
    while end < len(article.body) and article.body[end] in '.”"’':
        end += 1
    return Citation(marker, evidence.document, article.body[start:end], start, end)
