"""When something was, told in passing: "for the first time since 2022, when Norland fell".

The sentence is about something else, so the encoder seldom finds the day in it. But a date with a
clause behind it says when what the clause tells was; whether that is what is asked about, the
encoder judges as it judges claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.reader.premises.premise import Premise
from rag.reader.say import Said, behind
from rag.reader.told import Told
from rag.text import akin, dates, names_in
from rag.types import Evidence, Hit

if TYPE_CHECKING:
    from rag.reader.question import Question
    from rag.reader.reading import Reading

# How surely the clause must hold what is asked about. In the seeds "Russia invade Ukraine" has .92
# where Russia "launched an attack on" it, "Russia go into Ukraine" .73, "Russia leave Ukraine" .16.
SUPPORTED = 0.8
CLAUSES = 8  # that are judged

_TO_COME = re.compile(r"\b(?:will|next|going to)\b", re.IGNORECASE)
_WHEN = re.compile(r",? when (?P<clause>[^.;:]{5,200})")


def told_in_passing(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told | None:
    """The date and the sentence, of the articles of `hits`, with a clause behind the date that is
    what `asked` asks the time of; None where there is none, or where no time is asked for.
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
    judged = reading.encoder.support([(claim, clause) for _, clause in likely])
    sure = [
        (judgement.supported, number)
        for number, judgement in enumerate(judged)
        if judgement.supported >= SUPPORTED
    ]
    if not sure:
        return None
    dated, _ = likely[max(sure)[1]]
    return Told((behind(dated.evidence[0], head=dated.words),), "answered")


def _clauses(asked: Question, evidence: Evidence) -> Iterator[tuple[Said, str]]:
    """The clauses behind a date that have the question's names in its order, each with its date.

    To the encoder "Sudholm attacked Norland" is much the same as the other way round.
    """
    text = evidence.sentence.text
    for clause in _WHEN.finditer(text):
        called = names_in(clause["clause"])
        places = [
            next((i for i, n in enumerate(called) if akin(own, n)), -1) for own in asked.names
        ]
        if -1 in places or places != sorted(places):
            continue
        for day in dates(text):
            if day.end == clause.start() and asked.can_hold(day.text):
                yield Said(day.text, (evidence,)), clause["clause"]
