"""Thresholds that a run must reach: "passed=0.9", "misattribution=0.02".

Of a measure where lower is better the threshold is the most that is allowed. A measure that
nothing could be scored on fails its gate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.errors import BadCases
from evals.measures import FORMS
from evals.summary import Summary


@dataclass(frozen=True, slots=True)
class Gate:
    """A measure and what it must reach."""

    name: str
    threshold: float


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate held against what one answerer of a run reached."""

    answerer: str
    gate: Gate
    value: float | None
    passed: bool

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values for JSON."""
        return {
            "answerer": self.answerer,
            "measure": self.gate.name,
            "threshold": self.gate.threshold,
            "value": self.value,
            "passed": self.passed,
        }


def parse_gate(text: str) -> Gate:
    """Read "NAME=NUMBER".

    Raises:
        BadCases: there is no such measure, or the number is none that it could have.
    """
    name, _, number = (part.strip() for part in text.partition("="))
    known = [*FORMS, "AURC"]
    if name not in known:
        raise BadCases(f"there is no measure {name!r}; there are: {', '.join(known)}.")
    try:
        threshold = float(number)
    except ValueError as error:
        raise BadCases(f"{text!r} should read NAME=NUMBER, as in passed=0.9.") from error
    if not math.isfinite(threshold):
        raise BadCases(f"{text!r} asks for no number; say NAME=NUMBER, as in passed=0.9.")
    if FORMS.get(name) in ("rate", "share") and not 0 <= threshold <= 1:
        raise BadCases(f"{text!r} can never be reached or missed: {name} lies between 0 and 1.")
    return Gate(name, threshold)


def check_gates(summary: Summary, gates: Sequence[Gate]) -> list[GateResult]:
    """Hold the figures of `summary` against each gate."""
    results = []
    for gate in gates:
        figure = summary.figure(gate.name)
        value = figure.interval.value if figure.interval else None
        reached = value is not None and (
            value <= gate.threshold if figure.better == "lower" else value >= gate.threshold
        )
        results.append(GateResult(summary.answerer, gate, value, reached))
    return results
