"""Does it refuse what the articles do not hold, and only that? Would a threshold do better?

The 2x2 table counts a refusal as the positive. The risk and coverage curve sorts the answers
by confidence and asks, for each share of them kept, how many of the kept are wrong; the area
under it (AURC) is 0 for a perfect order of perfect answers. Lower is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefusalTable:
    """Counts of what was done with what should have been done."""

    refused_rightly: int
    refused_wrongly: int
    answered_unanswerable: int
    answered_answerable: int


def refusal_table(outcomes: Sequence[tuple[bool, bool]]) -> RefusalTable:
    """Count (should refuse, did refuse) pairs."""
    return RefusalTable(
        refused_rightly=outcomes.count((True, True)),
        refused_wrongly=outcomes.count((False, True)),
        answered_unanswerable=outcomes.count((True, False)),
        answered_answerable=outcomes.count((False, False)),
    )


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Keeping answers with at least `threshold` keeps `coverage` of them at `risk`."""

    threshold: float
    coverage: float
    risk: float


def risk_coverage(judged: Sequence[tuple[float, bool]]) -> list[RiskPoint]:
    """The curve over (confidence, was right) pairs, most confident first.

    Answers of one confidence come in together, since no threshold can part them.
    """
    ordered = sorted(judged, key=lambda pair: -pair[0])
    points, wrong = [], 0
    for i, (confidence, right) in enumerate(ordered, 1):
        wrong += not right
        if i == len(ordered) or ordered[i][0] < confidence:
            points.append(RiskPoint(confidence, i / len(ordered), wrong / i))
    return points


def aurc(judged: Sequence[tuple[float, bool]]) -> float | None:
    """The area under the curve, as steps; None without answers."""
    area, before = 0.0, 0.0
    for point in risk_coverage(judged):
        area += point.risk * (point.coverage - before)
        before = point.coverage
    return area if judged else None
