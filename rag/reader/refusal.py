"""Whether the articles answer at all: a calibrated chance, and what speaks against it.

What the encoder makes of the best sentence decides, read in its passage and with its neighbours
alone, and whether the names in the question occur. The threshold was chosen on the development
questions (model card).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rag.reader.calibration import Calibration
from rag.reader.candidates import full_names
from rag.retrieve import retrieve
from rag.text import akin, is_another, names_in, same_power

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question

ABOUT_SIGNALS = ("likeness", "near_context", "held_context")
ANSWER_SIGNALS = ("span", "answerable", "span_fits", "closely")
_LOOKED_AT = 12  # passages near a name that may hold it in another form


def chance(
    candidates: Sequence[Candidate], every: Sequence[Candidate], calibration: Calibration
) -> float:
    """Probability that the best of `candidates`, those of `every` that fit, answers the question.

    0 without any, and where the question is foreign to the articles: of a text on another matter
    the encoder's opinion says little.
    """
    if not candidates or is_foreign(every, calibration):
        return 0.0
    return calibration.answer.probability(signals(candidates))


def is_foreign(every: Sequence[Candidate], calibration: Calibration) -> bool:
    """Whether a question is about something else in the world than the articles: no sentence that
    was found comes near it in meaning, and no passage in words.
    """
    return calibration.about.probability(nearest(every)) < calibration.foreign_below


def nearest(every: Sequence[Candidate]) -> Mapping[str, float]:
    """How near any of the sentences found, not empty, comes to the question."""
    return {name: max(one.signals[name] for one in every) for name in ABOUT_SIGNALS}


def signals(candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """What the second regression weighs; `candidates` are sorted, best first, and not empty.

    Only what the encoder says of the best sentence. The words that it shares with the question
    have chosen it; that they speak for an answer too is what a near miss lives on.
    """
    best = candidates[0].signals
    return {name: best[name] for name in ANSWER_SIGNALS}


def missing_names(question: Question, index: Index) -> tuple[str, ...]:
    """Names in the question that no article holds in any form: British, London for Britain.

    A bare "Poe" is no form of Jon Poe in an article that names Ann Poe alone.
    """
    return tuple(
        name for name in question.names if not index.mentions(name) and not _in_a_form(name, index)
    )


def _in_a_form(name: str, index: Index) -> bool:
    found = retrieve(index, name, k=_LOOKED_AT)
    small = {word for hit in found for word in re.findall(r"\b[^\W\dA-Z_]+\b", hit.whole)}
    return any(
        (same_power(name, held) or _stands_within(name, held))
        and held.lower() not in small  # a "tower" is no form of the Eiffel Tower
        and not is_another(name, held, full_names(hit.document, index))
        for hit in found
        for held in names_in(hit.whole)
    )


def _stands_within(name: str, longer: str) -> bool:
    """Whether words of a longer name are a form of `name`.

    >>> _stands_within("Central Asia", "Soviet Central Asian")
    True
    >>> _stands_within("Asia", "Minor Power")
    False
    """
    wanted, held = name.split(), longer.split()
    starts = range(len(held) - len(wanted) + 1)
    return any(all(map(akin, wanted, held[start:])) for start in starts)
