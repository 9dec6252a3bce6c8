"""Small ridge regressions, by Newton's method: which row stands first, and how likely one is."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RIDGE = 2.0


def rank(rows: Sequence[Floats], labels: Sequence[Floats]) -> Floats:
    """Return weights that put right rows first: a ridge conditional logit, by Newton's method.

    Each of `rows` has shape (candidates of a question, signals), its labels (candidates,) with at
    least one 1. Where several are right it is enough that one of them stands first.
    """
    stacked = np.vstack(rows)
    spread = stacked.std(0) + 1e-9
    scaled = [one / spread for one in rows]
    weights = np.zeros(stacked.shape[1])
    for _ in range(100):
        slope, curve = RIDGE * weights, RIDGE * np.eye(len(weights))
        for one, right in zip(scaled, labels, strict=True):
            chance, share = _softmax(one @ weights), _softmax(one @ weights, among=right)
            slope -= one.T @ (share - chance)
            mean = one.T @ chance
            curve += (one.T * chance) @ one - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        weights -= step * min(1.0, 1.0 / float(np.abs(step).max()))  # no leaps: it may overshoot
        if np.abs(step).max() < 1e-4:
            break
    return np.asarray(weights / spread, dtype=np.float64)


def _softmax(worth: Floats, *, among: Floats | None = None) -> Floats:
    """Return chances in proportion to exp(worth), all of it `among` those that are 1."""
    held = np.ones_like(worth) if among is None else among
    chance = np.where(held > 0, np.exp(worth - worth[held > 0].max()), 0.0)
    return np.asarray(chance / chance.sum(), dtype=np.float64)


def fit(rows: Floats, labels: Floats) -> tuple[float, Floats]:
    """Return constant and weights of a ridge logistic regression, by Newton's method.

    `rows` has shape (examples, signals), `labels` (examples,) with 0 and 1.
    """
    centre, spread = rows.mean(0), rows.std(0) + 1e-9
    design = np.hstack([np.ones((len(rows), 1)), (rows - centre) / spread])
    weights = np.zeros(design.shape[1])
    penalty = np.diag([0.0] + [RIDGE] * rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (chance - labels) + penalty @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    plain = weights[1:] / spread
    return float(weights[0] - plain @ centre), plain


def area_under_roc(high: Sequence[float] | Floats, low: Sequence[float] | Floats) -> float:
    """Return the chance that one of `high` is above one of `low`, ties counting half.

    NaN where there is none of one kind.
    """
    pairs = len(high) * len(low)
    if not pairs:
        return math.nan
    values = np.concatenate([np.asarray(high), np.asarray(low)])
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = ((last - counts + 1 + last) / 2)[place]  # of equal values the mean
    above = float(ranks[: len(high)].sum()) - len(high) * (len(high) + 1) / 2
    return above / pairs
