"""Yes or no, and what is said where a question takes something for granted amiss.

Elsewhere: which sentence says so (opinion.py), objects (objection.py, doubted.py) or leaves it open
(left_open.py, no_word_of.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reader.compound.alternatives import alternatives
from rag.reader.compound.lists import best_apart
from rag.reader.disputes.contested import accused, claimed_against, contested, denied_and_found
from rag.reader.lookups import looked_up
from rag.reader.premises.denials import is_own_denial
from rag.reader.premises.doubted import doubted
from rag.reader.premises.left_open import is_silent, leaves_open
from rag.reader.premises.no_word_of import no_word_of
from rag.reader.premises.objection import objection, tells_when
from rag.reader.premises.opinion import Held, opinion
from rag.reader.question import Question
from rag.reader.say import Said, as_written, behind
from rag.reader.told import NOT_HERE, Told, disputed
from rag.text import same_power
from rag.types import Status

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.compound.alternatives import Choice
    from rag.reader.encoder import Encoder
    from rag.reader.reading import Reading

OTHERWISE = "The articles say otherwise."
YES_OR_NO = 3  # sentences told where none is surely a yes or a no
# Score of the sentence that is told where the event itself is not: from 0 to .6 as many of 599
# development cases pass, with none told one fewer.
UNTOLD_NEAREST = 0.5
BOTH_WAYS_IN = 6  # sentences, best first, of which one may tell a denial and what belies it
# Its likeness to the question, at least: from 0 to .6 as many of 599 development cases pass, with
# .8 two fewer.
BOTH_WAYS_LIKE = 0.5


def taken_amiss(
    asked: Question, every: Sequence[Candidate], sure: float, reading: Reading
) -> Told | None:
    """What is said where a question takes for granted what the articles deny or never tell."""
    if looked_up(asked.plain):
        return None
    if left_open := leaves_open(asked, every, reading.encoder):
        return Told(missing=NOT_HERE, left_open=as_written(left_open.evidence))
    against = None
    if asked.kind in {"fact", "reason"}:
        against = objection(asked, every, reading.encoder)
        if against is None and not asked.asks_what_is_said:
            against = doubted(asked, every, reading.encoder, sure=sure)
    if against and not is_silent(against.text):
        lead = "" if tells_when(asked, against.text) else OTHERWISE
        return Told((as_written(against.evidence),), "answered", lead=lead)
    if no_word_of(asked, every, reading.index, reading.encoder):
        nearest = [as_written(c.evidence) for c in every[:1] if c.score >= UNTOLD_NEAREST]
        status: Status = "answered" if nearest else "not_found"
        return Told(tuple(nearest), status, missing=NOT_HERE)
    return None


def judged_so(asked: Question, found: Sequence[Candidate], encoder: Encoder) -> Told | None:
    """Yes or no, or which of two it is, with its sentence, where one says so."""
    if choices := alternatives(asked.plain):
        held = [opinion(Question(each.question), found, encoder) for each in choices]
        return _by_choice(choices, [each.yes for each in held])
    if doer := accused(asked.plain):
        sides = contested(asked, found)
        if sides and same_power(doer, sides[1].words):  # who denies it
            return disputed(sides)
    judged = opinion(asked, found, encoder)
    if judged.yes and judged.no and judged.yes.witness != judged.no.witness:
        return disputed([Said("Yes", (judged.yes.evidence,)), Said("No", (judged.no.evidence,))])
    own = judged.no if judged.no and is_own_denial(judged.no.text) else None
    if doer and own and (sides := claimed_against(doer, own, found)):
        return disputed(sides)
    return _by_yes_or_no(judged)


def yes_or_no(asked: Question, found: Sequence[Candidate], encoder: Encoder) -> Told:
    """Yes or no with its sentence, or without a word of ours what the articles say on it."""
    if judged := judged_so(asked, found, encoder):
        return judged if judged.status == "disputed" else _unless_belied(judged, found)
    said = tuple(as_written(c.evidence) for c in best_apart(found)[:YES_OR_NO])
    return _unless_belied(Told(said, "answered"), found)


def _by_yes_or_no(held: Held) -> Told | None:
    """Yes or no with its sentence, where the articles say one of the two.

    Whoever denies a deed of their own does so in their own words alone: that is no "No" of ours.
    """
    judged = held.yes or held.no
    if judged is None or (held.yes and held.no):
        return None
    if held.no and is_own_denial(judged.text):
        return Told((as_written(judged.evidence),), "answered")
    return Told((behind(judged.evidence, head="Yes" if held.yes else "No"),), "answered")


def _by_choice(choices: Sequence[Choice], said: Sequence[Candidate | None]) -> Told | None:
    """Which of two things is so, with its sentence, where a sentence says yes to one alone."""
    told = [(each.words, yes) for each, yes in zip(choices, said, strict=True) if yes]
    if len(told) != 1:
        return None
    words, yes = told[0]
    named = words and words in yes.text
    return Told(
        (behind(yes.evidence, head=words) if named else as_written(yes.evidence),), "answered"
    )


def _unless_belied(told: Told, found: Sequence[Candidate]) -> Told:
    """What is told to a yes-or-no question; without a yes or a no, and behind it, where a sentence
    near the question tells both a denial and what belies it.
    """
    both = next((c for c in found[:BOTH_WAYS_IN] if denied_and_found(c.text)), None)
    if both is None or both.signals["likeness"] < BOTH_WAYS_LIKE:
        return told
    known = [both.evidence, *(e for draft in told.drafts for e in draft.evidence[-1:])]
    every = {evidence.key: evidence for evidence in known}.values()
    return Told(tuple(as_written(evidence) for evidence in every), "answered")
