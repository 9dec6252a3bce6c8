"""Put drafts together into an Answer: markers numbered, citations exact, text laid out.

Here alone are markers written and citations made, for the reader and for language models
alike, so that `[n]` always stands for words that are in the article.

Elsewhere: what is said (rag/reader/, rag/llm/), whether a model's claim stands (rag/verify/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.types import (
    Answer,
    Citation,
    Claim,
    Draft,
    Dropped,
    Evidence,
    Hit,
    Status,
    Usage,
)

# Not that of an abbreviation, nor dots for what is left out: "to the U.S. [1]", "the rest… [1]".
_FINAL_STOP = re.compile(
    r"(?<!\.[A-Za-z])(?<!\b(?:Inc|Ltd))(?<!\b(?:Co|Jr|Sr))(?<![.…])(?!\.\.)[.!?]+$"
)
_SIGNS = re.compile(r"[\\`*\[\]]|<(?=[\w/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|~~")
_AT_A_LINES_START = re.compile(r"(?m)^([^\S\n]*)([#>|+-])(?=\s)")

# How an answer with two sides begins; a question after which is right is known by it.
DISAGREE = "The articles disagree."
MORE_THAN_ONE_SIDE = "The article tells more than one side."


def assemble(
    status: Status,
    drafts: Sequence[Draft],
    *,
    question: str,
    passages: Sequence[Hit] = (),
    answered_by: str = "reader",
    lead: str = "",
    remarks: Sequence[str] = (),
    missing: Sequence[str] = (),
    bullets: bool = False,
    dropped: Sequence[Dropped] = (),
    usage: Usage | None = None,
    confidence: float | None = None,
    timings: Mapping[str, float] | None = None,
) -> Answer:
    """Return the Answer that says `drafts`, in order, each with its markers.

    Citations are numbered by first use; a sentence used again keeps its number. `lead` is the
    program's opening line (of a dispute, say), `remarks` its closing ones; neither may hold
    markers. `missing` are those of the remarks that say what is not in the articles. With
    `bullets` each claim is an item of a list, and in a dispute always.

    Raises:
        BadAnswer: the parts contradict each other, as a dispute with one side does.
    """
    numbers: dict[tuple[str, int, int], Citation] = {}
    claims = [_claim(draft, numbers) for draft in drafts]
    bullets = bullets or status == "disputed"
    if bullets:
        said = "\n".join(f"- {claim.text}" for claim in claims)
    else:
        said = " ".join(claim.text for claim in claims)
    text = "\n\n".join(part for part in (lead, said, *remarks) if part)
    return Answer(
        text=text,
        status=status,
        sentences=tuple(claims),
        citations=tuple(numbers.values()),
        passages=tuple(passages),
        question=question,
        answered_by=answered_by,
        lead=lead,
        bullets=bullets,
        remarks=tuple(part for part in remarks if part),
        missing=tuple(part for part in missing if part),
        dropped=tuple(dropped),
        usage=usage,
        confidence=confidence,
        timings=dict(timings or {}),
    )


def refusal(question: str, *remarks: str) -> Answer:
    """Return the Answer that says no more than that something is not in the articles."""
    return assemble("not_found", [], question=question, remarks=remarks, missing=remarks)


def with_head(head: str, text: str, evidence: tuple[Evidence, ...], *, by: str = " — ") -> Draft:
    """Return the draft that says `head`, plain words, in bold before `text`, which is Markdown.

    >>> with_head("Yes", "So it was.", ()).text
    '**Yes** — So it was.'
    """
    opening = f"**{escape(head)}**{by}"
    return Draft(opening + text, evidence, head=head, opening=opening)


def escape(text: str) -> str:
    r"""Return `text` of an article as Markdown that shows the same characters.

    Only what Markdown or HTML would read as a sign is escaped, so that ordinary prose stays as
    it is.

    >>> escape("a *b* [3] <i> & $190, AT&T")
    'a \\*b\\* \\[3\\] \\<i> & $190, AT&T'
    """
    return _AT_A_LINES_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))


def _claim(draft: Draft, numbers: dict[tuple[str, int, int], Citation]) -> Claim:
    citations = []
    for evidence in draft.evidence:
        if evidence.key not in numbers:
            numbers[evidence.key] = _citation(len(numbers) + 1, evidence)
        if numbers[evidence.key] not in citations:
            citations.append(numbers[evidence.key])
    marks = "".join(f"[{citation.marker}]" for citation in citations)
    text = draft.text.rstrip()
    stop = _FINAL_STOP.search(text)
    at = stop.start() if stop else len(text)
    marked = f"{text[:at]} {marks}{text[at:]}"
    return Claim(marked, tuple(citations), draft.side, draft.head, draft.opening)


def _citation(marker: int, evidence: Evidence) -> Citation:
    passage, sentence = evidence.passage, evidence.sentence
    return Citation(
        marker=marker,
        document=passage.document,
        title=passage.title,
        published=passage.published,
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
    )
