"""When something was, told in passing: "for the first time since 2022, when Norland fell", or "they
met less than a month after Norland fell".

The sentence is about something else, so the encoder seldom finds the day in it. But a date, or how
long before or after, with a clause behind it says when what the clause tells was; whether that is
what is asked about, the encoder judges as it judges claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.reader.premises.premise import Premise
from rag.reader.say import Said, as_written, behind
from rag.reader.told import Told
from rag.text import SMALL_NUMBER, akin, dates, names_in
from rag.types import Evidence, Hit

if TYPE_CHECKING:
    from rag.reader.question import Question
    from rag.reader.reading import Reading

# How surely the clause must hold what is asked about. In the seeds "Russia invade Ukraine" has .92
# where Russia "launched an attack on" it, "Russia go into Ukraine" .73, "Russia leave Ukraine" .16.
SUPPORTED = 0.8
CLAUSES = 8  # that are judged

_TO_COME = re.compile(r"\b(?:will|next|going to)\b", re.IGNORECASE)
_CLAUSE = r"(?P<clause>[^.;:]{5,200})"
_WHEN = re.compile(rf",? when {_CLAUSE}")
_FROM_THEN = re.compile(
    rf"\b(?:an?|\d+|{SMALL_NUMBER}) (?:day|week|month|year)s? (?:after|before) {_CLAUSE}",
    re.IGNORECASE,
)


def told_in_passing(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told | None:
    """The sentence, of the articles of `hits`, with a time and behind it a clause that is what
    `asked` asks the time of; None where there is none, or where no time is asked for.

    A date is told first. How long before or after the clause it was is told by the sentence alone.
    """
    claim = Premise(asked).claim if asked.kind == "fact" and asked.wants == "time" else ""
    if not claim or _TO_COME.search(asked.plain):
        return None
    likely = [
        clause
        for document in dict.fromkeys(hit.document for hit in hits)
        for passage in reading.index.passages_of(document)
        for sentence in passage.sentences
        for clause in _clauses(asked, Evidence(passage, sentence))
    ][:CLAUSES]
    judged = reading.encoder.support(
        [(_in_names_of(asked, clause, claim), clause) for _, clause in likely]
    )
    sure = [
        (judgement.supported, number)
        for number, judgement in enumerate(judged)
        if judgement.supported >= SUPPORTED
    ]
    if not sure:
        return None
    told, _ = likely[max(sure)[1]]
    evidence = told.evidence[0]
    said = behind(evidence, head=told.words) if told.words else as_written(evidence)
    return Told((said,), "answered")


def _clauses(asked: Question, evidence: Evidence) -> Iterator[tuple[Said, str]]:
    """The clauses behind a time that may be what is asked about, each with its date, if any."""
    text = evidence.sentence.text
    days = [day for day in dates(text) if asked.can_hold(day.text)]
    for found in _WHEN.finditer(text):
        if _names_in_order(asked, found["clause"]):
            behind_it = [day for day in days if day.end == found.start()]
            yield from ((Said(day.text, (evidence,)), found["clause"]) for day in behind_it)
    for found in _FROM_THEN.finditer(text):
        if asked.names and _names_in_order(asked, found["clause"]):
            yield Said("", (evidence,)), found["clause"]


def _names_in_order(asked: Question, clause: str) -> bool:
    """Whether a clause has the question's names, in its order.

    To the encoder "Sudholm attacked Norland" is much the same as the other way round.
    """
    called = names_in(clause)
    places = [next((i for i, n in enumerate(called) if akin(own, n)), -1) for own in asked.names]
    return -1 not in places and places == sorted(places)


def _in_names_of(asked: Question, clause: str, claim: str) -> str:
    """`claim` with the question's names as a clause that has them writes them."""
    for own in asked.names:
        full = next(name for name in names_in(clause) if akin(own, name))
        claim = re.sub(rf"\b{re.escape(own)}(?!\w)", full, claim)
    return claim
