"""A sentence that denies something, held against the question itself, whatever its words.

The encoder takes a question for the claim that what it takes for granted is so. Where no answer is
sure and a good sentence that denies something, read with its neighbours, surely speaks against the
question, that is the objection, though no word of the deed asked about is denied.

Elsewhere: objections told by words (objection.py), events that no article tells of (no_word_of.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reader.candidates import with_neighbours
from rag.reader.premises.deeds import names_all
from rag.reader.premises.denials import denies
from rag.reader.premises.objection import of_another
from rag.reader.premises.premise import Premise

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.encoder import Encoder
    from rag.reader.question import Question

# By the encoder. Of the 602 development cases of both folders one fewer passes with .9 and with
# .85, and with .98 all are answered the same.
REFUTED = 0.95
# Chance of an answer from which nothing is doubted on one sentence's word: with .1 one
# fewer, from .2 to .6 as many.
DOUBTFUL = 0.3
CONTRADICTED = 0.6  # the same, on the word of two: with .45 one fewer, with .8 and any as many
# Sentences, best first, of which one is believed: with 1 one fewer, with 2 as many, with 6 one more
# and one fewer.
READ = 3
AT_ALL = 6  # of which two are: with 3 and 4 one fewer, with 9 as many


def doubted(
    question: Question, found: Sequence[Candidate], encoder: Encoder, *, sure: float
) -> Candidate | None:
    """The first sentence that surely speaks against `question`, to which there is an answer with
    the chance `sure`; `found` is sorted, best first.

    One of the best is believed against a doubtful answer, two of different articles against one
    that is fairly sure.
    """
    if sure >= CONTRADICTED:
        return None
    premise = Premise(question)
    denying = [
        (place, each)
        for place, each in enumerate(found[:AT_ALL])
        if denies(each.text)
        and names_all([premise.subject] if premise.subject else [], each.evidence.passage)
        and not of_another(premise, each.text)
    ]
    judged = encoder.support([(question.plain, with_neighbours(each)) for _, each in denying])
    against = [
        (place, each)
        for (place, each), opinion in zip(denying, judged, strict=True)
        if opinion.refuted >= REFUTED
    ]
    alone = len({each.witness for _, each in against}) == 1
    if not against or (alone and (against[0][0] >= READ or sure >= DOUBTFUL)):
        return None
    return against[0][1]
