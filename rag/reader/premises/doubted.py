"""A sentence that denies something, held against the question itself, whatever its words.

The encoder takes a question for the claim that what it takes for granted is so. Where no answer is
sure and a good sentence that denies something, read with its neighbours, surely speaks against the
question, that is the objection, though no word of the deed asked about is denied.

Elsewhere: objections told by words (premise.py), events that no article tells of (untold.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reader.evidence import with_neighbours
from rag.reader.premises.denials import denials
from rag.reader.premises.polarity import denies
from rag.reader.premises.premise import Premise, of_another

if TYPE_CHECKING:
    from rag.reader.encoder import Encoder
    from rag.reader.evidence import Candidate
    from rag.reader.question import Question

REFUTED = 0.95  # by the encoder; see the model card
REFUTED_IN_SO_MANY_WORDS = 0.85  # the same, of a sentence in which somebody denies something
DOUBTFUL = 0.3  # chance of an answer from which nothing is doubted
READ = 3  # sentences, best first


def doubted(question: Question, found: Sequence[Candidate], encoder: Encoder) -> Candidate | None:
    """The first sentence that surely speaks against `question`; `found` is sorted, best first."""
    premise = Premise(question)
    denying = [
        each for each in found[:READ] if denies(each.text) and not of_another(premise, each.text)
    ]
    judged = encoder.support([(question.plain, with_neighbours(each)) for each in denying])
    held = zip(denying, judged, strict=True)
    return next((each for each, opinion in held if opinion.refuted >= _needed(each)), None)


def _needed(candidate: Candidate) -> float:
    denied = any(denial.cue == "deny" for denial in denials(candidate.text))
    return REFUTED_IN_SO_MANY_WORDS if denied else REFUTED
