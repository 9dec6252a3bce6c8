"""Do the scorers agree with people? Held against pairs of answers that people compared.

The labels are RAGChecker's (Ru et al. 2024, github.com/amazon-science/RAGChecker, Apache-2.0):
280 pairs of answers to one question with a reference answer, each compared by two people from
-2 to +2 on correctness, completeness and overall. A scorer's word on a pair is the difference of
its two scores; it agrees as far as that correlates with the labels.

Published beside: RAGChecker with a 70B model reaches 50, 61 and 62 (Pearson, times 100), people
among themselves 64, 72 and 70. Needed here: better than plain word overlap.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.errors import BadLabels
from evals.statistics import (
    Floats,
    Interval,
    correlation_gain,
    correlation_interval,
    pearson,
    spearman,
)
from evals.support import support
from evals.text import sentences, stems, words

ASPECTS = ("correctness", "completeness", "overall")
LINE = "content-word F1 (the line to beat)"
FOLDS = 10
RIDGE = 100.0  # of 1, 10 and 100 the steadiest over folds; the figures differ by under 1 point
# What the learned scorer may look at, few enough for 280 pairs.
LEARNED_FROM = ("nugget precision", "nugget recall", "nugget F1", "length")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one question, the reference, and one person's labels."""

    query: str
    question: str
    reference: str
    first: str
    second: str
    labels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One scorer on one aspect."""

    scorer: str
    aspect: str
    pearson: Interval
    spearman: Interval
    gain: Interval  # Pearson over the line's, on the same pairs
    n: int


def read_labels(path: Path) -> list[Pair]:
    """Read RAGChecker's `human_labels` file, gzipped or not.

    Raises:
        BadLabels: it cannot be read, or is not of that form.
    """
    try:
        raw = path.read_bytes()
        rows = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
        return [_pair(row) for row in rows]
    except OSError as error:
        raise BadLabels(f"{path} cannot be read: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadLabels(f"{path} is not a file of RAGChecker's human labels: {error!r}") from error


def agreement(pairs: Sequence[Pair]) -> list[Agreement]:
    """Hold every scorer against every aspect; queries are the clusters."""
    features = _features(pairs)
    clusters = [p.query for p in pairs]
    rows = []
    for aspect in ASPECTS:
        labels = [p.labels[aspect] for p in pairs]
        told = {**features, "learned, cross-validated": _learned(features, labels, clusters)}
        for scorer, values in told.items():
            if scorer != "length":
                line = features[LINE]
                rows.append(_agreement(scorer, aspect, values, line, labels, clusters))
    return rows


def _agreement(
    scorer: str,
    aspect: str,
    values: Sequence[float],
    line: Sequence[float],
    labels: Sequence[float],
    clusters: Sequence[str],
) -> Agreement:
    return Agreement(
        scorer,
        aspect,
        correlation_interval(values, labels, clusters, correlation=pearson),
        correlation_interval(values, labels, clusters, correlation=spearman, draws=500),
        correlation_gain(values, line, labels, clusters),
        len(labels),
    )


def _features(pairs: Sequence[Pair]) -> dict[str, list[float]]:
    weigh = _weights(pairs)
    scorers: dict[str, Callable[[Pair, str], float]] = {
        "word F1": lambda p, text: _overlap(words(text), words(p.reference))[2],
        LINE: lambda p, text: _overlap(stems(text), stems(p.reference))[2],
        "nugget precision": lambda p, text: _nuggets(p, text, weigh)[0],
        "nugget recall": lambda p, text: _nuggets(p, text, weigh)[1],
        "nugget F1": lambda p, text: _nuggets(p, text, weigh)[2],
        "supported sentences": _supported,
        "length": lambda _, text: math.log(1 + len(words(text))),
    }
    return {
        name: [score(p, p.second) - score(p, p.first) for p in pairs]
        for name, score in scorers.items()
    }


def _weights(pairs: Sequence[Pair]) -> Callable[[str], float]:
    """How rare a stem is among all the texts of the file."""
    texts = {text for p in pairs for text in (p.reference, p.first, p.second)}
    seen = Counter(stem for text in texts for stem in set(stems(text)))
    return lambda stem: math.log(1 + len(texts) / (1 + seen[stem]))


def _nuggets(pair: Pair, text: str, weigh: Callable[[str], float]) -> tuple[float, float, float]:
    """Overlap of what each adds to the question's own words, rare words counting more."""
    asked = set(stems(pair.question))
    said, wanted = set(stems(text)) - asked, set(stems(pair.reference)) - asked
    shared = sum(map(weigh, said & wanted))
    return _f1(shared, sum(map(weigh, said)), sum(map(weigh, wanted)))


def _overlap(said: Sequence[str], wanted: Sequence[str]) -> tuple[float, float, float]:
    shared = (Counter(said) & Counter(wanted)).total()
    return _f1(shared, len(said), len(wanted))


def _f1(shared: float, said: float, wanted: float) -> tuple[float, float, float]:
    if not shared:
        return 0.0, 0.0, 0.0
    return shared / said, shared / wanted, 2 * shared / (said + wanted)


def _supported(pair: Pair, text: str) -> float:
    """The mean share of each sentence's words that the reference holds, clashes counting 0."""
    held = [support(s, [pair.reference]) for s in sentences(text)]
    return sum(0.0 if s.clashes else s.coverage for s in held) / len(held) if held else 0.0


def _learned(
    features: Mapping[str, Sequence[float]], labels: Sequence[float], clusters: Sequence[str]
) -> list[float]:
    """Ridge regression, each query predicted by a fit on the other folds' queries."""
    data = np.array([features[name] for name in LEARNED_FROM], dtype=np.float64).T
    data /= np.where(data.std(axis=0) > 0, data.std(axis=0), 1.0)
    goal = np.asarray(labels, dtype=np.float64)
    queries = sorted(set(clusters))
    order = np.random.default_rng(0).permutation(len(queries))
    fold_of = {queries[q]: i % FOLDS for i, q in enumerate(order)}
    folds = np.array([fold_of[q] for q in clusters])
    predicted: Floats = np.zeros(len(goal))
    for fold in range(FOLDS):
        train = folds != fold
        a, b = data[train], goal[train]
        weights = np.linalg.solve(a.T @ a + RIDGE * np.eye(a.shape[1]), a.T @ b)
        predicted[~train] = data[~train] @ weights
    return [float(value) for value in predicted]


def _pair(row: Mapping[str, Any]) -> Pair:
    return Pair(
        query=f"{row['dataset']}/{row['query_id']}",
        question=row["query"],
        reference=row["gt_answer"],
        first=row["model1"]["response"],
        second=row["model2"]["response"],
        labels={aspect: float(row[f"{aspect}_label"]) for aspect in ASPECTS},
    )
