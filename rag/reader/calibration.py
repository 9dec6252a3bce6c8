"""Turn the reader's signals into probabilities, by small logistic regressions.

One says how likely a sentence answers the question, one how likely the articles answer it at all,
one how likely another article's figure answers it too, one how likely it is about these articles
and not about something else in the world. Their weights and the thresholds of refusal are in
model/calibration.json, fitted on development questions about two folders and on invented news by
rag/reader/training/calibrate.py, the last by foreign.py; the model card holds the measurements.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.errors import ModelDamaged

PATH = Path(__file__).parent / "model" / "calibration.json"


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights by signal, and a constant."""

    constant: float
    weights: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """The logistic function of the weighted sum."""
        total = self.constant + sum(w * signals[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted: the chances of a sentence, an answer, another article's figure and a
    question about the articles, and where refusal begins.
    """

    sentence: Regression
    answer: Regression
    account: Regression
    about: Regression
    refuse_below: float  # chance of an answer
    foreign_below: float  # chance that the question is about the articles

    @classmethod
    @cache
    def load(cls) -> Calibration:
        """The calibration that ships with the model.

        Raises:
            ModelDamaged: the file is missing or is not one.
        """
        try:
            plain = json.loads(PATH.read_text("utf-8"))
            return cls(
                Regression(**plain["sentence"]),
                Regression(**plain["answer"]),
                Regression(**plain["account"]),
                Regression(**plain["about"]),
                float(plain["refuse_below"]),
                float(plain["foreign_below"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelDamaged(
                f"The reader's calibration {str(PATH)!r} cannot be read: install Pullquote again."
            ) from error


def logit(probability: float) -> float:
    """The inverse of the logistic function, kept finite."""
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
