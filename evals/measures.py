"""Everything that is measured of one answer, by name: the rows of every table.

A measure reads a CaseScore and gives a number, or None where it cannot be scored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from evals.verdict import CaseScore

# A rate is of cases, a share is a mean of parts of one, and both are read as points of a hundred.
Form = Literal["rate", "share", "mean"]
TRUTH = {"right": 1.0, "missing": 0.0, "wrong": -1.0}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing measured of each answer; `read` gives None where it cannot be."""

    name: str
    group: str
    meaning: str
    form: Form
    read: Callable[[CaseScore], float | None]
    better: Literal["higher", "lower"] = "higher"
    bounds: tuple[float, float] | None = (0.0, 1.0)  # None where it may be any number


def _yes(value: bool | None) -> float | None:
    return None if value is None else float(value)


def _refusal_precision(score: CaseScore) -> float | None:
    return _yes(score.case.should_refuse) if score.refused else None


def _refusal_recall(score: CaseScore) -> float | None:
    return _yes(score.refused) if score.case.should_refuse else None


def _over_refusal(score: CaseScore) -> float | None:
    return _yes(score.refused) if score.case.should_refuse is False else None


def _said_any(pick: Callable[[CaseScore], tuple[str, ...]]) -> Callable[[CaseScore], float | None]:
    return lambda s: None if s.refused in (None, True) else float(bool(pick(s)))


MEASURES: tuple[Measure, ...] = (
    Measure("passed", "verdict", "cases passed", "rate", lambda s: _yes(s.passed)),
    Measure(
        "truthfulness",
        "verdict",
        "right +1, held back 0, wrong −1 (CRAG); a right refusal is right",
        "mean",
        lambda s: TRUTH[s.outcome] if s.outcome else None,
        bounds=(-1.0, 1.0),
    ),
    Measure(
        "vital recall",
        "answer",
        "vital nuggets said",
        "share",
        lambda s: s.answer.vital_recall if s.passed is not None else None,
    ),
    Measure(
        "weighted recall",
        "answer",
        "nuggets said, okay ones counted half",
        "share",
        lambda s: s.answer.weighted_recall if s.passed is not None else None,
    ),
    Measure(
        "proved",
        "answer",
        "vital nuggets said with a citation that holds them",
        "share",
        lambda s: s.answer.proved if s.passed is not None else None,
    ),
    Measure(
        "wrong value",
        "answer",
        "answers that say a wrong or stale value",
        "rate",
        _said_any(lambda s: s.answer.wrong + s.answer.stale),
        "lower",
    ),
    Measure(
        "unsupported",
        "answer",
        "answers with a sentence that clashes with what it cites",
        "rate",
        _said_any(lambda s: s.answer.unsupported),
        "lower",
    ),
    Measure(
        "length",
        "answer",
        "sentences in an answer",
        "mean",
        lambda s: float(s.answer.length) if s.refused is False else None,
        "lower",
        bounds=None,
    ),
    Measure(
        "citations resolve",
        "citations",
        "markers that stand for a citation",
        "share",
        lambda s: s.citations.resolve,
    ),
    Measure(
        "coverage",
        "citations",
        "sentences that cite something",
        "share",
        lambda s: s.citations.coverage,
    ),
    Measure(
        "fidelity",
        "citations",
        "quotes that are the article's words to the character",
        "share",
        lambda s: s.citations.fidelity,
    ),
    Measure(
        "citation recall",
        "citations",
        "sentences that their citations support (ALCE)",
        "share",
        lambda s: s.citations.recall,
    ),
    Measure(
        "citation precision",
        "citations",
        "citations that their sentence needs (ALCE)",
        "share",
        lambda s: s.citations.precision,
    ),
    Measure(
        "misattribution",
        "citations",
        "sentences that only an uncited passage supports",
        "share",
        lambda s: s.citations.misattribution,
        "lower",
    ),
    Measure("refusal precision", "refusal", "refusals that were right", "rate", _refusal_precision),
    Measure(
        "refusal recall",
        "refusal",
        "unanswerable questions that were refused",
        "rate",
        _refusal_recall,
    ),
    Measure(
        "over-refusal",
        "refusal",
        "answerable questions that were refused",
        "rate",
        _over_refusal,
        "lower",
    ),
    Measure(
        "hedged",
        "refusal",
        "answers that name something missing",
        "rate",
        lambda s: _yes(s.names_absence) if s.refused is False else None,
        "lower",
    ),
    Measure(
        "evidence hit",
        "retrieval",
        "evidence among the passages",
        "rate",
        lambda s: s.retrieval.hit,
    ),
    Measure(
        "recall@5",
        "retrieval",
        "needed evidence in the first five",
        "share",
        lambda s: s.retrieval.recall,
    ),
    Measure(
        "all evidence@5",
        "retrieval",
        "cases with everything in the first five",
        "rate",
        lambda s: s.retrieval.everything,
    ),
    Measure(
        "MRR", "retrieval", "1 / rank of the first evidence", "mean", lambda s: s.retrieval.mrr
    ),
    Measure(
        "nDCG@5",
        "retrieval",
        "new evidence, discounted by rank",
        "mean",
        lambda s: s.retrieval.ndcg,
    ),
)

FORMS: dict[str, Form] = {measure.name: measure.form for measure in MEASURES}
