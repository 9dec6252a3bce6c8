"""What is told to a question or a part of one, and how such parts become an answer.

Elsewhere: what is told, and whether anything is (reader.py, compound/compared.py,
premises/verdict.py, people/who.py and spoken.py), how a sentence is worded (say.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.compose import DISAGREE, MORE_THAN_ONE_SIDE, assemble, escape, with_head
from rag.reader.people.introductions import whose
from rag.reader.say import Said, sided
from rag.text import names_in, same_power
from rag.types import Answer, Draft, Evidence, Hit, Sentence, Status

if TYPE_CHECKING:
    from rag.reader.reading import Reading

NOT_HERE = "The articles do not say."


@dataclass(frozen=True, slots=True)
class Told:
    """What is said to one question or part of one; no drafts is a refusal, `nearest` its best.

    `missing` says what is not in the articles, `remark` anything else of the search. Of a refusal
    `left_open` is what tells that it is not known, if something does: shown first.
    """

    drafts: tuple[Draft, ...] = ()
    status: Status = "not_found"
    lead: str = ""
    missing: str = ""
    remark: str = ""
    confidence: float | None = None
    nearest: Evidence | None = None
    left_open: Draft | None = None


def disputed(sides: Sequence[Said]) -> Told:
    """Each side of a dispute, by its answer or its name, with its sentences."""
    told = tuple(sided(side) for side in sides)
    articles = {each.passage.document for side in sides for each in side.evidence}
    lead = DISAGREE if len(articles) > 1 else MORE_THAN_ONE_SIDE
    return Told(told, "disputed", lead=lead)


def laid_out(question: str, hits: Sequence[Hit], told: Sequence[Told], reading: Reading) -> Answer:
    """The answer that says what is told to each part, one below the other.

    A sentence is said once, except for the side of a dispute that it speaks for; one part that is
    disputed makes the whole disputed.
    """
    drafts: list[Draft] = []
    said: set[tuple[str, int, int]] = set()
    for told_draft in _none_in_another([draft for part in told for draft in part.drafts]):
        draft = _told_apart(told_draft, question, hits, reading)
        if drafts and (joined := _going_on(drafts[-1], draft)):
            draft = joined
            drafts.pop()
        keys = {evidence.key for evidence in draft.evidence}
        if draft.side or not keys <= said:  # two parts may be answered by one sentence
            drafts.append(draft)
            said |= keys
        elif draft.head:
            drafts = [_with_both_heads(one, draft) if one.head else one for one in drafts]
    disputed = any(part.status == "disputed" for part in told)
    remarks = dict.fromkeys(said for part in told for said in (part.missing, part.remark) if said)
    return assemble(
        "disputed" if disputed else "answered" if drafts else "not_found",
        drafts,
        question=question,
        passages=hits if drafts else _left_open_first(hits, told),
        lead=next((part.lead for part in told if part.lead), ""),
        remarks=list(remarks),
        missing=list(dict.fromkeys(part.missing for part in told if part.missing)),
        bullets=len(drafts) > 1,
        confidence=_confidence_of(told),
    )


def _left_open_first(hits: Sequence[Hit], told: Sequence[Told]) -> list[Hit]:
    """`hits` with those first that tell that it is not known, cut to the sentences that do."""
    cut = [part.left_open for part in told if part.left_open]
    first = {
        hit.key: _cut(hit, [evidence.sentence for evidence in draft.evidence])
        for draft in cut
        for hit in hits
        if hit.key == draft.evidence[-1].passage.key
    }
    return [*first.values(), *(hit for hit in hits if hit.key not in first)]


def _cut(hit: Hit, sentences: Sequence[Sentence]) -> Hit:
    """`hit` from the first to the last of some sentences of it."""
    start, end = sentences[0].start, sentences[-1].end
    text = hit.text[start - hit.start : end - hit.start]
    return replace(hit, text=text, start=start, end=end, sentences=tuple(sentences))


def _told_apart(draft: Draft, question: str, hits: Sequence[Hit], reading: Reading) -> Draft:
    """The draft with the full name of a surname that others of `hits` bear too, proved."""
    person = whose(draft.evidence[-1], hits, reading.index)
    if person is None or person.name in question or person.evidence in draft.evidence:
        return draft
    text = f"{draft.text} ({escape(person.name)})"
    return replace(draft, text=text, evidence=(*draft.evidence, person.evidence))


def _with_both_heads(one: Draft, other: Draft) -> Draft:
    """A sentence that answers two questions, behind what it answers to each."""
    if one.evidence[-1].key != other.evidence[-1].key or other.head in one.head:
        return one
    text = one.text.removeprefix(one.opening)
    return with_head(f"{one.head}, {other.head}", text, one.evidence)


def _going_on(one: Draft, other: Draft) -> Draft | None:
    """Both in one, where the other begins with the sentence with which the one ends."""
    first, *rest = other.evidence
    if not rest or first.key != one.evidence[-1].key or other.head or other.side or one.side:
        return None
    behind = other.text.removeprefix(escape(first.sentence.text)).strip()
    return replace(one, text=f"{one.text} {behind}", evidence=(*one.evidence, *rest))


def _none_in_another(drafts: Sequence[Draft]) -> list[Draft]:
    """Without those whose sentences another one tells with its own."""
    keys = [{evidence.key for evidence in draft.evidence} for draft in drafts]
    return [
        draft
        for draft, own in zip(drafts, keys, strict=True)
        if draft.side or not any(own < other for other in keys)
    ]


def _confidence_of(told: Sequence[Told]) -> float | None:
    """That of the least sure part that is told; of a refusal, that of its surest part."""
    said = [p.confidence for p in told if p.drafts and p.confidence is not None]
    refused = [p.confidence for p in told if p.confidence is not None]
    return min(said) if said else max(refused, default=None)


def leaves_out_one(subjects: Sequence[str], told: Told) -> bool:
    """Whether the sentences told name some, not all, of `subjects`, or none are told."""
    if not told.drafts:
        return True
    if told.lead:  # both sides of a dispute, or what the articles say otherwise
        return False
    held = [n for d in told.drafts for e in d.evidence for n in names_in(e.sentence.text)]
    own = [name for subject in subjects for name in names_in(subject)]
    named = [any(same_power(name, other) for other in held) for name in own]
    return any(named) and not all(named)
