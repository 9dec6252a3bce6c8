"""Thresholds that a run must reach: "passed=0.9", "misattribution=0.02".

Of a measure where lower is better the threshold is the most that is allowed. A measure that
nothing could be scored on fails its gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.errors import BadCases
from evals.measures import MEASURES
from evals.summary import Summary


@dataclass(frozen=True, slots=True)
class Gate:
    """A measure and what it must reach."""

    name: str
    threshold: float


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate held against a run."""

    gate: Gate
    value: float | None
    passed: bool


def parse_gate(text: str) -> Gate:
    """Read "NAME=NUMBER".

    Raises:
        BadCases: there is no such measure, or the number is none.
    """
    name, _, number = text.partition("=")
    known = [m.name for m in MEASURES] + ["AURC"]
    if name.strip() not in known:
        raise BadCases(f"there is no measure {name!r}; there are: {', '.join(known)}.")
    try:
        return Gate(name.strip(), float(number))
    except ValueError as error:
        raise BadCases(f"{text!r} should read NAME=NUMBER, as in passed=0.9.") from error


def check_gates(summary: Summary, gates: Sequence[Gate]) -> list[GateResult]:
    """Hold the figures of `summary` against each gate."""
    results = []
    for gate in gates:
        figure = summary.figure(gate.name)
        value = figure.interval.value if figure.interval else None
        reached = value is not None and (
            value <= gate.threshold if figure.better == "lower" else value >= gate.threshold
        )
        results.append(GateResult(gate, value, reached))
    return results
