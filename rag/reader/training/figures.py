"""Fit how likely another article's figure answers a question too.

The invented news tells of many events in two articles that give different figures (`differs`), and
asks of far more figures that one article gives. Each question is asked of all those stories; a
figure of another article that is offered beside the right one is another answer, or it is not.
Nothing was trained on the questions under `differs`, but for some hundred draws of the first 162 by
mistake (rag/reader/model/MODEL_CARD.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from rag.reader.calibration import Regression
from rag.reader.disputes.accounts import LIKELY, figure, weighed
from rag.reader.fitting import that_fit
from rag.reader.question import Question
from rag.reader.training.data import invented
from rag.reader.training.newsroom import Newsroom, newsroom
from rag.reader.training.regression import Floats, fit
from rag.text import Quantity, numbers, same_quantity
from rag.types import Evidence

FOLDS = 8
SINGLE = 500  # questions of one answer among those asked

Answers = Mapping[str, str]  # by the document that gives it


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure offered beside the right one, and whether it answers too."""

    story: str
    question: str
    disputed: bool  # whether any other figure answers
    signals: Mapping[str, float]
    right: bool


def figures_of() -> Iterator[Figure]:
    """Yield the figures that the reader would hold against its right answers."""
    every = [*invented(test=False), *invented(test=True)]
    twice = {raw["story"] for raw in every if raw.get("differs")}
    raws = [raw for raw in every if raw.get("story") in twice]
    with newsroom(raws) as room:
        for story, question, answers in _asked(room.documents, raws):
            yield from _offered(story, question, answers, room)


def fitted_to(figures: Sequence[Figure]) -> Regression:
    """Return the regression that fits the figures best."""
    names = tuple(figures[0].signals)
    constant, weights = fit(_rows(figures), np.array([float(one.right) for one in figures]))
    return Regression(constant, dict(zip(names, weights.tolist(), strict=True)))


def told_apart(figures: Sequence[Figure]) -> str:
    """Return what a fit that never saw their story makes of the questions."""
    stories = sorted({one.story for one in figures})
    Random(0).shuffle(stories)
    best: dict[tuple[str, str], tuple[float, Figure]] = {}
    for fold in range(FOLDS):
        left_out = set(stories[fold::FOLDS])
        regression = fitted_to([one for one in figures if one.story not in left_out])
        for one in figures:
            if one.story in left_out:
                chance = regression.probability(one.signals)
                key = one.story, one.question
                best[key] = max(best.get(key, (0.0, one)), (chance, one), key=lambda t: t[0])
    told = [one for chance, one in best.values() if chance >= LIKELY]
    disputed = sum(one.disputed for _, one in best.values())
    wrong = [one.disputed for one in told if not one.right]
    return (
        f"of {disputed} disputes {sum(one.right for one in told)} told, {sum(wrong)} with a wrong "
        f"side; {len(wrong) - sum(wrong)} of {len(best) - disputed} other questions with a like "
        "figure in their story wrongly disputed"
    )


def _asked(
    documents: Sequence[str], raws: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, str, Answers]]:
    """Yield the questions of two answers, and some of one, with each article's answer."""
    twice: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    once = []
    for name, raw in zip(documents, raws, strict=True):
        for question, answer in raw.get("differs", ()):
            twice[raw["story"], question][name] = answer
        for question, answer in raw["answerable"]:
            if Question(question).wants == "number":
                once.append((raw["story"], question, {name: answer}))
    for (story, question), answers in twice.items():
        if len(answers) > 1:
            yield story, question, answers
    yield from Random(0).sample(once, min(SINGLE, len(once)))


def _offered(story: str, text: str, answers: Answers, room: Newsroom) -> Iterator[Figure]:
    """Yield the figures offered beside the best sentence's, where that is a right one."""
    question = Question(text)
    if question.wants not in {"number", "other"}:
        return
    found = that_fit(question, room.weigh(text), room.reading.encoder)
    mine = figure(question, found[0]) if found else None
    if mine is None or not _tells(answers, found[0].evidence, mine):
        return
    for each in weighed(question, found[0], found, room.reading):
        right = _tells(answers, each.evidence, each.quantity)
        yield Figure(story, text, len(answers) > 1, each.signals, right)


def _tells(answers: Answers, evidence: Evidence, quantity: Quantity) -> bool:
    """Whether a sentence holds its article's answer, and the quantity is the one in it."""
    answer = answers.get(evidence.passage.document, "")
    own = any(same_quantity(quantity, each) for each in numbers(answer))
    return bool(answer) and answer in evidence.sentence.text and own


def _rows(figures: Sequence[Figure]) -> Floats:
    return np.array([list(one.signals.values()) for one in figures], dtype=np.float64)
