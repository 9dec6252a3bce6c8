"""Do the citations exist, are they word for word, and do they prove what is said?

Recall and precision follow ALCE (Gao, Yen, Yu, Chen: "Enabling Large Language Models to
Generate Text with Citations", EMNLP 2023, section 4): a sentence is recalled if its citations
together support it; a citation is precise if its sentence is recalled and it supports the
sentence alone, or the others do not support it without this one. Where ALCE asks an NLI model,
evals/support.py decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evals.reply import Citation, Claim, Reply
from evals.store import Library
from evals.support import Support, support
from evals.text import locate


@dataclass(frozen=True, slots=True)
class Citations:
    """Each is a share of what there was to judge, None where there was nothing."""

    resolve: float | None = None  # markers that stand for a citation
    coverage: float | None = None  # sentences with at least one citation
    fidelity: float | None = None  # quotes that are their article's words, to the character
    recall: float | None = None  # ALCE: sentences that their citations support
    precision: float | None = None  # ALCE: citations that their sentence needs
    misattribution: float | None = None  # sentences that only another passage supports


def citations(reply: Reply, library: Library) -> Citations:
    """Score the citations of an answer; of a refusal there is nothing to score."""
    if reply.refused or not reply.said:
        return Citations()
    marks = [m for said in reply.said for m in said.markers]
    known = {c.marker for c in reply.citations}
    held = [supported(said, reply) for said in reply.said]
    needed = [
        needs
        for said, result in zip(reply.said, held, strict=True)
        for needs in _needed(said, result, reply)
    ]
    return Citations(
        resolve=_share([m in known for m in marks]),
        coverage=_share([bool(reply.cited(said)) for said in reply.said]),
        fidelity=_share([is_faithful(c, library) for c in reply.citations]),
        recall=_share([result.holds for result in held]),
        precision=_share(needed),
        misattribution=_share(
            [
                not result.holds and _elsewhere(said, reply)
                for said, result in zip(reply.said, held, strict=True)
            ]
        ),
    )


def is_faithful(cite: Citation, library: Library) -> bool:
    """Whether the quote is `body[start:end]` of the article, to the character."""
    article = library.get(cite.document)
    return (
        article is not None
        and bool(cite.quote)
        and article.body[cite.start : cite.end] == cite.quote
    )


def supported(said: Claim, reply: Reply, *, without: Citation | None = None) -> Support:
    """Hold one sentence against its citations, leaving out `without`."""
    return _held(said, [c for c in reply.cited(said) if c != without], reply)


def source(cite: Citation) -> str:
    """What a citation proves with: its quote, and its article's date."""
    day = date.fromisoformat(cite.published) if cite.published else None
    dated = f"{day:%A} {_written(day)}." if day else ""
    last = f"Last year: {day.year - 1}." if day and "last year" in cite.quote.lower() else ""
    return f"{cite.quote}\n{dated} {last}"


def _held(said: Claim, cites: Sequence[Citation], reply: Reply) -> Support:
    claim = _without_origin(said, cites)
    if cites and not any(c.isalnum() for c in claim):
        return Support(1.0)  # it only names the articles that it cites
    context = [p.text for p in reply.passages]
    return support(claim, [source(c) for c in cites], context=context)


def _without_origin(said: Claim, cites: Sequence[Citation]) -> str:
    """What is claimed, without "(Title, 24 May 2023)", which says only where it is from."""
    claim = said.words
    for cite in cites:
        day = _written(date.fromisoformat(cite.published)) if cite.published else ""
        for origin in (cite.title, cite.document, day):
            place = locate(origin, claim)
            claim = claim[: place.start] + claim[place.end :] if place else claim
    return re.sub(r"\(\s*,?\s*\)|^[\s,:—–-]+", "", claim).strip()


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _needed(said: Claim, result: Support, reply: Reply) -> list[bool]:
    cites = reply.cited(said)
    return [
        result.holds
        and (_held(said, [c], reply).holds or not supported(said, reply, without=c).holds)
        for c in cites
    ]


def _elsewhere(said: Claim, reply: Reply) -> bool:
    return any(support(said.words, [p.text]).holds for p in reply.passages)


def _share(judged: Sequence[bool]) -> float | None:
    return sum(judged) / len(judged) if judged else None
