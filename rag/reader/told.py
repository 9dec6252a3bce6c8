"""What is said to a question or a part of one, and how such parts are put together.

Here stands how an answer of one sort is laid out: two sides, a yes or a no, people with their
offices. What is told, and whether anything is, is decided in reader.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.reader.disputes.contested import denied_and_found
from rag.reader.people.everybody import MOST
from rag.reader.say import as_written, behind, sided
from rag.text import names_in, same_power
from rag.types import Draft, Evidence, Status

if TYPE_CHECKING:
    from rag.reader.compound.alternatives import Choice
    from rag.reader.evidence import Candidate
    from rag.reader.people.offices import Person
    from rag.reader.premises.opinion import Held

DISAGREE = "The articles disagree."
MORE_THAN_ONE_SIDE = "The article tells more than one side."
BOTH_WAYS_IN = 6  # sentences, best first, of which one may tell a denial and what belies it
# Its likeness to the question, at least: from 0 to .6 as many of 599 development cases pass, with
# .8 two fewer.
BOTH_WAYS_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """What is said to one question or part of one; no drafts is a refusal, `nearest` its best."""

    drafts: tuple[Draft, ...] = ()
    status: Status = "not_found"
    lead: str = ""
    remark: str = ""
    confidence: float | None = None
    nearest: Evidence | None = None


def disputed(sides: Sequence[tuple[str, tuple[Evidence, ...]]]) -> Told:
    """Each side of a dispute, by its answer or its name, with its sentences."""
    told = tuple(sided(words, *evidence) for words, evidence in sides)
    articles = {each.passage.document for _, evidence in sides for each in evidence}
    lead = DISAGREE if len(articles) > 1 else MORE_THAN_ONE_SIDE
    return Told(told, "disputed", lead=lead)


def by_yes_or_no(held: Held) -> Told | None:
    """Yes or no with its sentence, where the articles say one of the two."""
    judged = held.yes or held.no
    if judged is None or (held.yes and held.no):
        return None
    return Told((behind(judged.evidence, lead="Yes" if held.yes else "No"),), "answered")


def by_choice(choices: Sequence[Choice], said: Sequence[Candidate | None]) -> Told | None:
    """Which of two things is so, with its sentence, where a sentence says yes to one alone."""
    told = [(each.words, yes) for each, yes in zip(choices, said, strict=True) if yes]
    if len(told) != 1:
        return None
    words, yes = told[0]
    named = words and words in yes.text
    return Told(
        (behind(yes.evidence, lead=words) if named else as_written(yes.evidence),), "answered"
    )


def unless_belied(told: Told, found: Sequence[Candidate]) -> Told:
    """What is told to a yes-or-no question; without a yes or a no, and behind it, where a sentence
    near the question tells both a denial and what belies it.
    """
    both = next((c for c in found[:BOTH_WAYS_IN] if denied_and_found(c.text)), None)
    if both is None or both.signals["likeness"] < BOTH_WAYS_LIKE:
        return told
    known = [both.evidence, *(e for draft in told.drafts for e in draft.evidence[-1:])]
    every = {evidence.key: evidence for evidence in known}.values()
    return Told(tuple(as_written(evidence) for evidence in every), "answered")


def introduced(found: Sequence[Person], *, lead: str = "", by_name: bool = False) -> Told:
    """Each of the people in the sentence that says who it is: by role who is asked about, by name
    who holds an office, and where there are several.
    """
    if len(found) == 1 and not by_name:
        role = found[0].role
        said = behind(found[0].evidence, lead=role) if role else as_written(found[0].evidence)
        return Told((said,), "answered")
    drafts = tuple(behind(person.evidence, lead=person.name) for person in found)
    return Told(drafts, "answered", lead=lead if len(found) > 1 else "")


def named_people(found: Sequence[Person], *, left_out: int) -> Told:
    """The first people of the articles, each in the sentence that says who it is; `left_out` is the
    number of articles that were not looked through.
    """
    by_sentence: dict[tuple[str, int, int], list[Person]] = {}
    for person in found[:MOST]:
        by_sentence.setdefault(person.evidence.key, []).append(person)
    drafts = tuple(
        behind(group[0].evidence, lead=", ".join(person.name for person in group))
        for group in by_sentence.values()
    )
    more = max(0, len(found) - MOST)
    remarks = [
        f"{more} more are named; ask about one article for its own." if more else "",
        f"{left_out} more articles were not looked through." if left_out else "",
        "" if drafts else "No sentence says who anybody is.",
    ]
    return Told(
        drafts, "answered" if drafts else "not_found", remark=" ".join(filter(None, remarks))
    )


def by_two_sentences(person: Person) -> Told:
    """The sentence that has the office, and the next, that has the name; no word of ours on it."""
    both = [each for each in (person.office, person.evidence) if each]
    return Told(tuple(as_written(evidence) for evidence in both), "answered")


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


def none_in_another(drafts: Sequence[Draft]) -> list[Draft]:
    """Without those whose sentences another one tells with its own."""
    keys = [{evidence.key for evidence in draft.evidence} for draft in drafts]
    return [
        draft
        for draft, own in zip(drafts, keys, strict=True)
        if draft.side or not any(own < other for other in keys)
    ]


def confidence_of(told: Sequence[Told]) -> float | None:
    """That of the least sure part that is told; of a refusal, that of its surest part."""
    said = [p.confidence for p in told if p.drafts and p.confidence is not None]
    refused = [p.confidence for p in told if p.confidence is not None]
    return min(said) if said else max(refused, default=None)
