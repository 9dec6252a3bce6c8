"""What may be concluded from so few cases: intervals, paired tests, what could have been seen.

Cases of one story are alike, so stories are drawn, not cases, wherever a mean is resampled.
Every draw is seeded: the same values give the same interval.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.959964
Z_80_POWER = 0.841621
DRAWS = 2000
SEED = 20261121
FEWEST = 6  # of which all on one side have p = 0.03 by the sign test; five have 0.06

Verdict = Literal["changed", "no change", "too few cases to tell"]
Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(successes: float, n: int) -> Interval:
    """Wilson's score interval of a rate; honest near 0 and 1, where the usual one is not."""
    if n < 1:
        raise ValueError("a rate of nothing has no interval")
    p, z2 = successes / n, Z_95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(p, max(0.0, middle - half), min(1.0, middle + half))


def within(bounds: tuple[float, float], values: Sequence[float]) -> Interval:
    """Wilson's interval of a mean of values within `bounds`; wider than need be between the two."""
    bottom, top = bounds
    share = wilson(sum((v - bottom) / (top - bottom) for v in values), len(values))
    value, low, high = (bottom + (top - bottom) * x for x in (share.value, share.low, share.high))
    return Interval(value, low, high)


def cluster_bootstrap(
    values: Sequence[float],
    clusters: Sequence[str],
    *,
    statistic: Callable[[Floats], float] = lambda v: float(v.mean()),
    draws: int = DRAWS,
) -> Interval:
    """Percentile interval of `statistic`, drawing whole clusters with replacement."""
    if not values:
        raise ValueError("nothing to resample")
    data = np.asarray(values, dtype=np.float64)
    return _resampled(lambda chosen: statistic(data[chosen]), clusters, draws)


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p that wins and losses are equally likely; 1 without any change."""
    n = gained + lost
    if n == 0:
        return 1.0
    ways = sum(math.comb(n, i) for i in range(min(gained, lost) + 1))
    return float(min(1.0, 2.0 * ways / 2.0**n))


def detectable(changed: int, n: int) -> float:
    """The smallest difference of two paired rates that `n` cases show with 80 % power.

    Rests on the share of cases that changed; one more of each is assumed, so that a pair of
    equal runs does not seem able to show anything.
    """
    share = (changed + 2) / (n + 4)
    return min(1.0, (Z_95 + Z_80_POWER) * math.sqrt(share / n))


@dataclass(frozen=True, slots=True)
class Difference:
    """Two runs on one measure, in the measure's own unit."""

    before: float
    after: float
    change: Interval
    p: float | None
    detectable: float
    n: int
    verdict: Verdict

    def to_dict(self) -> dict[str, float | str | None]:
        """The difference as plain values for JSON, the interval's ends beside the change."""
        low, high = self.change.low, self.change.high
        return {**asdict(self), "change": self.change.value, "low": low, "high": high}


def compare_rates(before: Sequence[bool], after: Sequence[bool], *, matters: float) -> Difference:
    """Compare paired outcomes by McNemar's exact test.

    "no change" is said only if a difference of `matters` would have been seen. The interval
    is Newcombe's for paired rates (1998, method 10).
    """
    n = len(before)
    if n < 1 or n != len(after):
        raise ValueError(f"{n} outcomes before and {len(after)} after cannot be paired")
    gained = sum(not b and a for b, a in zip(before, after, strict=True))
    lost = sum(b and not a for b, a in zip(before, after, strict=True))
    p = mcnemar(gained, lost)
    visible = detectable(gained + lost, n)
    return Difference(
        before=sum(before) / n,
        after=sum(after) / n,
        change=_paired_change(before, after),
        p=p,
        detectable=visible,
        n=n,
        verdict=_verdict(p < 0.05, visible, matters),
    )


def compare_means(
    before: Sequence[float],
    after: Sequence[float],
    clusters: Sequence[str],
    *,
    matters: float,
) -> Difference:
    """Compare paired values by a bootstrap over clusters; changed if the interval parts from 0.

    Of fewer than `FEWEST` clusters nothing is said: a bootstrap sees no more than they hold. Where
    every pair is equal it sees no spread at all, and what could have been seen is that of rates.
    """
    deltas = [a - b for b, a in zip(before, after, strict=True)]
    interval = cluster_bootstrap(deltas, clusters)
    standard_error = (interval.high - interval.low) / (2 * Z_95)
    visible = (Z_95 + Z_80_POWER) * standard_error or detectable(0, len(deltas))
    changed = interval.low > 0 or interval.high < 0
    enough = len(_groups(clusters)) >= FEWEST
    return Difference(
        before=float(np.mean(before)),
        after=float(np.mean(after)),
        change=interval,
        p=None,
        detectable=visible,
        n=len(deltas),
        verdict=_verdict(changed, visible, matters) if enough else "too few cases to tell",
    )


def pearson(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's correlation; 0 where one side does not vary."""
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if a.std() == 0 or b.std() == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's correlation of the ranks, ties sharing theirs."""
    return pearson(ranks(one).tolist(), ranks(other).tolist())


def ranks(values: Sequence[float]) -> Floats:
    """The rank of each value from 1, ties at their mean."""
    data = np.asarray(values, dtype=np.float64)
    _, inverse, counts = np.unique(data, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + 1 + last) / 2)[inverse].astype(np.float64)


def correlation_interval(
    one: Sequence[float],
    other: Sequence[float],
    clusters: Sequence[str],
    *,
    correlation: Callable[[Sequence[float], Sequence[float]], float] = pearson,
    draws: int = DRAWS,
) -> Interval:
    """Percentile interval of a correlation, drawing whole clusters."""
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    return _resampled(lambda i: correlation(a[i].tolist(), b[i].tolist()), clusters, draws)


def correlation_gain(
    one: Sequence[float], line: Sequence[float], labels: Sequence[float], clusters: Sequence[str]
) -> Interval:
    """How much better `one` correlates with `labels` than `line` does, drawn together."""
    a, b, goal = (np.asarray(v, dtype=np.float64) for v in (one, line, labels))

    def gain(chosen: Indices) -> float:
        wanted = goal[chosen].tolist()
        return pearson(a[chosen].tolist(), wanted) - pearson(b[chosen].tolist(), wanted)

    return _resampled(gain, clusters, 1000)


def _paired_change(before: Sequence[bool], after: Sequence[bool]) -> Interval:
    n = len(before)
    one, other = wilson(sum(before), n), wilson(sum(after), n)
    together = pearson([float(b) for b in before], [float(a) for a in after])
    change = other.value - one.value

    def reach(down: float, up: float) -> float:
        return math.sqrt(max(0.0, down**2 - 2 * together * down * up + up**2))

    return Interval(
        change,
        change - reach(other.value - other.low, one.high - one.value),
        change + reach(other.high - other.value, one.value - one.low),
    )


def _resampled(
    statistic: Callable[[Indices], float], clusters: Sequence[str], draws: int
) -> Interval:
    """`statistic` of all indices, with its percentiles over draws of whole clusters."""
    groups = _groups(clusters)
    picks = np.random.default_rng(SEED).integers(0, len(groups), size=(draws, len(groups)))
    drawn = [statistic(np.concatenate([groups[g] for g in row])) for row in picks]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(float(statistic(np.arange(len(clusters)))), float(low), float(high))


def _groups(clusters: Sequence[str]) -> list[Indices]:
    """The indices of each cluster's members: what is drawn together.

    With one cluster nothing varies between clusters, so its members are drawn instead.
    """
    names = np.asarray(clusters)
    groups = [np.flatnonzero(names == name) for name in dict.fromkeys(clusters)]
    return groups if len(groups) > 1 else [np.array([i]) for i in range(len(names))]


def _verdict(changed: bool, visible: float, matters: float) -> Verdict:
    if changed:
        return "changed"
    return "no change" if visible <= matters else "too few cases to tell"
