"""A comparison told: each side in each respect, looked up by itself.

Elsewhere: which sides and respects a question has (comparison.py), which sentences are taken of
those found (side_by_side.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.compose import escape
from rag.reader.candidates import Candidate, weigh
from rag.reader.compound.side_by_side import each_occasion, one_each, set_apart, told_at_once
from rag.reader.fitting import that_fit
from rag.reader.question import Question
from rag.reader.refusal import chance, missing_names
from rag.reader.say import as_written
from rag.reader.told import NOT_HERE, Told
from rag.text import country

if TYPE_CHECKING:
    from rag.reader.compound.comparison import Comparison, Respect
    from rag.reader.reading import Reading

# Of the threshold, for a side: it is told in fewer words than the question that names both. With 1
# one fewer of 599 development cases passes.
OF_A_SIDE = 0.5


def compared(comparison: Comparison, k: int, reading: Reading) -> list[Told]:
    """What tells each side in each respect, looked up in `k` passages; [] if nothing does."""
    told = [_in_respect(comparison, respect, k, reading) for respect in comparison.respects]
    return told if any(part.drafts for part in told) else []


def _in_respect(comparison: Comparison, respect: Respect, k: int, reading: Reading) -> Told:
    """The sentence that tells all sides in one respect, or one for each that has any."""
    whole = _found(respect.whole, k, reading)
    pools = [
        _found_for(side, question, k, reading)
        for side, question in zip(comparison.sides, respect.each, strict=False)
    ]
    if comparison.is_open and whole and (apart := set_apart(whole)):
        return _of_each(apart, reading)
    if both := told_at_once([*pools, whole], comparison.sides):
        return _of_each([both], reading)
    if not pools:
        return _of_each(each_occasion(whole), reading) if whole else Told(missing=NOT_HERE)
    said = Question(respect.each[0]).asks_what_is_said
    chosen = one_each(pools, comparison.sides, by_name=said)
    missing = [q for q, found in zip(respect.each, chosen, strict=True) if not found]
    untold = f"{NOT_HERE} ({escape(' '.join(missing))})" if missing else ""
    return replace(_of_each([*filter(None, chosen)], reading), missing=untold)


def _found_for(side: str, question: str, k: int, reading: Reading) -> list[Candidate]:
    """The sentences for one side; those of a country too where its capital stands for it."""
    found = _found(question, k, reading)
    if land := country(side):
        found += _found(question.replace(side, land), k, reading)
    best: dict[tuple[str, int, int], Candidate] = {}
    for candidate in sorted(found, key=lambda c: (c.signals["heading"], -c.score)):
        best.setdefault(candidate.evidence.key, candidate)
    return list(best.values())


def _found(question: str, k: int, reading: Reading) -> list[Candidate]:
    """The sentences for one question of a comparison, best first; none where it is refused."""
    asked = Question(question)
    if missing_names(asked, reading.index):
        return []
    every = weigh(asked, reading.look_up(question, k=k), reading)
    found = that_fit(asked, every, reading.encoder)
    sure = chance(found, every, reading.calibration)
    return found if sure >= OF_A_SIDE * reading.calibration.refuse_below else []


def _of_each(chosen: Sequence[Candidate], reading: Reading) -> Told:
    """Each of the sentences chosen, with the article that it is from."""
    if not chosen:
        return Told()
    drafts = tuple(as_written(c.evidence, source=True) for c in chosen)
    return Told(drafts, "answered", confidence=chance(chosen, chosen, reading.calibration))
