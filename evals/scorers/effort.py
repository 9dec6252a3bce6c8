"""How long answers took, by stage, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.reply import Record


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds at the median and at the 95th percentile, of `n` answers."""

    stage: str
    p50: float
    p95: float
    n: int


def latency(records: Sequence[Record]) -> list[Latency]:
    """One row for the whole answer, as the caller waited, and one for each stage."""
    rows = {"whole answer": [r.seconds for r in records if r.reply]}
    for record in records:
        for stage, seconds in (record.reply.timings if record.reply else {}).items():
            rows.setdefault(stage, []).append(seconds)
    return [
        Latency(stage, percentile(times, 50), percentile(times, 95), len(times))
        for stage, times in rows.items()
        if times
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` percent of `values` do not exceed."""
    return float(np.percentile(values, share, method="inverted_cdf"))


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens and money; `cost` is None where no price was configured."""

    prompt_tokens: int
    completion_tokens: int
    cost: float | None


def spent(records: Sequence[Record]) -> Spent:
    """What all answers together used."""
    replies = [r.reply for r in records if r.reply]
    costs = [r.cost for r in replies if r.cost is not None]
    return Spent(
        prompt_tokens=sum(r.prompt_tokens for r in replies),
        completion_tokens=sum(r.completion_tokens for r in replies),
        cost=sum(costs) if costs else None,
    )
