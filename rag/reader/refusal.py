"""Whether the articles answer at all: a calibrated chance, and what speaks against it.

What the encoder makes of the best sentence decides, read in its passage and with its neighbours
alone, and whether the names in the question occur. The threshold was chosen on the development
questions (model card).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rag.reader.calibration import Calibration
from rag.retrieve import retrieve
from rag.text import akin, names_in, same_power

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question

ANSWER_SIGNALS = ("span", "answerable", "span_fits", "closely")
# Of 353 best sentences that are right 0 lie below both, of 315 told in vain 6.
FAR_WORDS = 0.35  # share of the question's words that its passage holds, near ones in part
FAR_MEANING = 0.19  # cosine similarity to the question
LENIENCE = 0.5  # of the threshold: lists and comparisons are spread over sentences
_LOOKED_AT = 12  # passages near a name that may hold it in another form


def chance(candidates: Sequence[Candidate], calibration: Calibration) -> float:
    """Probability that the best of `candidates` answers the question.

    0 where the best is far from the question in words and in meaning: what the encoder makes of
    a text on another matter says little.
    """
    if not candidates or _is_far(candidates[0]):
        return 0.0
    return calibration.answer.probability(signals(candidates))


def _is_far(best: Candidate) -> bool:
    return best.signals["near_context"] < FAR_WORDS and best.signals["likeness"] < FAR_MEANING


def signals(candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """What the second regression weighs; `candidates` are sorted, best first, and not empty.

    Only what the encoder says of the best sentence. The words that it shares with the question
    have chosen it; that they speak for an answer too is what a near miss lives on.
    """
    best = candidates[0].signals
    return {name: best[name] for name in ANSWER_SIGNALS}


def missing_names(question: Question, index: Index) -> tuple[str, ...]:
    """Names in the question that no article holds in any form: British, London for Britain."""
    return tuple(
        name for name in question.names if not index.mentions(name) and not _in_a_form(name, index)
    )


def _in_a_form(name: str, index: Index) -> bool:
    texts = [hit.whole for hit in retrieve(index, name, k=_LOOKED_AT)]
    return any(same_power(name, n) or _within(name, n) for text in texts for n in names_in(text))


def _within(name: str, longer: str) -> bool:
    """Whether words of a longer name are a form of `name`.

    >>> _within("Central Asia", "Soviet Central Asian"), _within("Asia", "Minor Power")
    (True, False)
    """
    wanted, held = name.split(), longer.split()
    starts = range(len(held) - len(wanted) + 1)
    return any(all(map(akin, wanted, held[start:])) for start in starts)
