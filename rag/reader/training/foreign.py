"""Fit how far a question may be from its best sentence and still be about the articles.

Asked "What is inflation?", a folder that never speaks of it has a best sentence all the same, and
the encoder, which has read no such pairs, may like it. Held against each other are the questions
that a folder answers, where the right sentence comes first, and questions about something else in
the world (foreign_questions.txt), asked of the same folder.

    python -m rag.reader.training.foreign \
        --folder seeds:evals/cases --folder evals/second/articles:evals/second/cases --write

The second half of the file, by another hand, is only measured on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from rag.dialogue import correct_spelling
from rag.reader.calibration import Calibration, Regression
from rag.reader.refusal import ABOUT_SIGNALS, nearest, signals
from rag.reader.training.calibrate import folder_seen, write_calibration
from rag.reader.training.newsroom import reading_of, weigh_in
from rag.reader.training.regression import Floats, area_under_roc, fit

QUESTIONS = Path(__file__).with_name("foreign_questions.txt")

Signals = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Met:
    """How near one folder comes to what it answers, and to what is foreign to it."""

    right: tuple[Signals, ...]
    foreign: tuple[Signals, ...]
    kept: tuple[Signals, ...]  # foreign, and not fitted to
    told: tuple[Signals, ...]  # those of the kept ones that the encoder would answer


def main(
    folder: Annotated[
        list[str], typer.Option(help="DOCUMENTS:CASES to fit on; several may be named.")
    ],
    *,
    write: Annotated[bool, typer.Option(help="Write model/calibration.json.")] = False,
) -> None:
    """Fit on the folders and print how many questions of either sort would be refused."""
    met = {name: met_in(name) for name in folder}
    about = fitted_to(list(met.values()))
    below = threshold(about, [one for each in met.values() for one in each.right])
    calibration = replace(Calibration.load(), about=about, foreign_below=below)
    for name, each in met.items():
        typer.echo(f"{name}: {_measured(each, calibration)}")
    typer.echo(f"foreign below {below:.3f}")
    if write:
        write_calibration(calibration)


def met_in(name: str) -> Met:
    """Ask the cases and the foreign questions of "DOCUMENTS:CASES".

    Raises:
        BadParameter: no case is found there.
    """
    documents, _, _ = name.partition(":")
    right = [seen.candidates for seen in folder_seen(name) if seen.right[0]]
    with reading_of(Path(documents)) as reading:
        fitted, kept = (
            [weigh_in(reading, correct_spelling(question, reading.index)) for question in questions]
            for questions in foreign_questions()
        )
    calibration = Calibration.load()
    answered = [
        found
        for found in kept
        if found and calibration.answer.probability(signals(found)) >= calibration.refuse_below
    ]
    of_right, of_fitted, of_kept, of_told = (
        tuple(nearest(found) for found in each if found) for each in (right, fitted, kept, answered)
    )
    return Met(of_right, of_fitted, of_kept, of_told)


def foreign_questions() -> tuple[list[str], list[str]]:
    """The questions to fit to, and those of another hand to measure on."""
    fitted, kept = QUESTIONS.read_text("utf-8").strip().split("\n\n")
    return fitted.splitlines(), kept.splitlines()


def fitted_to(met: Sequence[Met]) -> Regression:
    """Return the regression that tells best what is about the articles."""
    right = _rows([one for each in met for one in each.right])
    foreign = _rows([one for each in met for one in each.foreign])
    labels = np.concatenate([np.ones(len(right)), np.zeros(len(foreign))])
    constant, weights = fit(np.vstack([right, foreign]), labels)
    return Regression(constant, dict(zip(ABOUT_SIGNALS, weights.tolist(), strict=True)))


def threshold(about: Regression, right: Sequence[Signals]) -> float:
    """Return the chance below which none of the right sentences lies."""
    return math.floor(min(about.probability(one) for one in right) * 1000) / 1000


def _rows(signals: Sequence[Signals]) -> Floats:
    return np.array([[one[name] for name in ABOUT_SIGNALS] for one in signals], dtype=np.float64)


def _measured(met: Met, calibration: Calibration) -> str:
    """The refused of each sort, and of the foreign ones those that were not refused before."""
    sorts = {"right": met.right, "foreign": met.foreign, "foreign, kept": met.kept}
    chances = {
        sort: [calibration.about.probability(one) for one in those] for sort, those in sorts.items()
    }
    still = [
        one for one in met.told if calibration.about.probability(one) >= calibration.foreign_below
    ]
    apart = area_under_roc(chances["right"], chances["foreign, kept"])
    shares = (
        f"{sort} {sum(c < calibration.foreign_below for c in those)} of {len(those)}"
        for sort, those in chances.items()
    )
    return (
        f"refused as foreign: {', '.join(shares)}; AUC with the kept ones {apart:.3f}; of these "
        f"the encoder would answer {len(met.told)}, and does so still {len(still)}"
    )


if __name__ == "__main__":
    typer.run(main)
