"""What all answers of one answerer give together: figures, each with its n and 95 % interval.

Rates have Wilson's interval, and so have means of values that are all alike; other means have one
by resampling stories. What could not be scored is counted beside each figure and is part of none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.measures import MEASURES, Form, Measure
from evals.scorers.effort import Latency, Spent, latency, spent
from evals.scorers.failure import STAGES
from evals.scorers.refusal import (
    RefusalTable,
    RiskPoint,
    aurc,
    refusal_table,
    risk_coverage,
)
from evals.statistics import Interval, cluster_bootstrap, within
from evals.verdict import CaseScore


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over all cases; `interval` is None where nothing could be scored."""

    name: str
    group: str
    meaning: str
    form: Form
    better: str
    interval: Interval | None
    n: int
    unscored: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of one answerer."""

    answerer: str
    figures: tuple[Figure, ...]
    by: dict[str, dict[str, Figure]]  # pass rate by kind, tag and story
    reasons: dict[str, int]
    lost_at: dict[str, int]
    refusals: RefusalTable
    curve: tuple[RiskPoint, ...]
    latency: tuple[Latency, ...]
    spent: Spent
    errors: int

    def figure(self, name: str) -> Figure:
        """The figure called `name`."""
        return next(f for f in self.figures if f.name == name)

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain values for JSON."""
        return asdict(self)


def summarise(answerer: str, scores: Sequence[CaseScore]) -> Summary:
    """Put the scores of one answerer together."""
    replies = [s.record for s in scores]
    judged = [
        (s.confidence, s.outcome == "right")
        for s in scores
        if s.confidence is not None and s.refused is False
    ]
    outcomes = [
        (s.case.should_refuse, s.record.reply.refused)
        for s in scores
        if s.case.should_refuse is not None and s.record.reply
    ]
    return Summary(
        answerer=answerer,
        figures=(*(figure(m, scores) for m in MEASURES), _aurc(scores)),
        by={
            "kind": _split(scores, lambda s: (s.case.kind,)),
            "tag": _split(scores, lambda s: s.case.tags),
            "story": _split(scores, lambda s: (s.case.story,)),
        },
        reasons=dict(
            Counter(code for s in scores for code in {r.code for r in s.reasons}).most_common()
        ),
        lost_at={stage: sum(s.lost_at == stage for s in scores) for stage in STAGES},
        refusals=refusal_table(outcomes),
        curve=tuple(risk_coverage(judged)),
        latency=tuple(latency(replies)),
        spent=spent(replies),
        errors=sum(s.passed is None for s in scores),
    )


def figure(measure: Measure, scores: Sequence[CaseScore]) -> Figure:
    """One measure over `scores`, with its interval."""
    read = [(measure.read(s), s.case.story) for s in scores]
    values = [(v, story) for v, story in read if v is not None]
    interval = None
    alike = len({v for v, _ in values}) == 1  # resampling would call this certain
    if values and measure.bounds and (measure.form == "rate" or alike):
        interval = within(measure.bounds, [v for v, _ in values])
    elif values:
        interval = cluster_bootstrap([v for v, _ in values], [story for _, story in values])
    return Figure(
        measure.name,
        measure.group,
        measure.meaning,
        measure.form,
        measure.better,
        interval,
        n=len(values),
        unscored=len(read) - len(values),
    )


def _aurc(scores: Sequence[CaseScore]) -> Figure:
    """The area under the risk and coverage curve, resampled as (confidence, right) pairs."""
    pairs = [
        (s.confidence, s.outcome == "right", s.case.story)
        for s in scores
        if s.confidence is not None and s.refused is False
    ]
    interval = None
    rights = {right for _, right, _ in pairs}
    if len(rights) == 1:  # resampling would call this certain
        interval = within((0.0, 1.0), [0.0 if True in rights else 1.0] * len(pairs))
    elif pairs:
        index = [float(i) for i in range(len(pairs))]
        interval = cluster_bootstrap(
            index,
            [story for *_, story in pairs],
            statistic=lambda drawn: aurc([pairs[int(i)][:2] for i in drawn]) or 0.0,
            draws=500,
        )
    return Figure(
        "AURC",
        "refusal",
        "risk over coverage, by the answer's own confidence",
        "mean",
        "lower",
        interval,
        n=len(pairs),
        unscored=len(scores) - len(pairs),
    )


def _split(
    scores: Sequence[CaseScore], keys: Callable[[CaseScore], Iterable[str]]
) -> dict[str, Figure]:
    groups: dict[str, list[CaseScore]] = {}
    for score in scores:
        for key in keys(score):
            groups.setdefault(key, []).append(score)
    return {key: figure(MEASURES[0], group) for key, group in sorted(groups.items())}
