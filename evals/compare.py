"""Two runs side by side: what changed, and whether so many cases can tell.

Only cases that both answered are compared, each with itself. Every case whose verdict changed
is listed with both answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.errors import BadRun
from evals.measures import MEASURES, Measure
from evals.statistics import Difference, compare_means, compare_rates
from evals.verdict import CaseScore

MATTERS = 0.05  # a difference that somebody would act on; of rates, five points


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that passes in one run and fails in the other."""

    before: CaseScore
    after: CaseScore

    @property
    def is_gain(self) -> bool:
        """Whether the later run passes."""
        return bool(self.after.passed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answerers on the same cases. A measure that cannot be paired has no row."""

    before: str
    after: str
    n: int
    differences: dict[str, Difference]
    changed: tuple[Changed, ...]

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain values for JSON; of the cases that changed, their ids."""
        return {
            "before": self.before,
            "after": self.after,
            "n": self.n,
            "measures": {name: d.to_dict() for name, d in self.differences.items()},
            "gained": [c.after.case.id for c in self.changed if c.is_gain],
            "lost": [c.after.case.id for c in self.changed if not c.is_gain],
        }


def compare(
    before: tuple[str, Sequence[CaseScore]],
    after: tuple[str, Sequence[CaseScore]],
    *,
    matters: float = MATTERS,
) -> Comparison:
    """Compare two named lists of scores, case by case.

    Raises:
        BadRun: they have no case in common.
    """
    earlier = {s.case.id: s for s in before[1]}
    pairs = [(earlier[s.case.id], s) for s in after[1] if s.case.id in earlier]
    if not pairs:
        raise BadRun(f"{before[0]} and {after[0]} have no case in common; run the same cases.")
    differences = {
        m.name: difference for m in MEASURES if (difference := _difference(m, pairs, matters))
    }
    return Comparison(
        before=before[0],
        after=after[0],
        n=len(pairs),
        differences=differences,
        changed=tuple(
            Changed(b, a)
            for b, a in pairs
            if None not in (a.passed, b.passed) and a.passed != b.passed
        ),
    )


def _difference(
    measure: Measure, pairs: Sequence[tuple[CaseScore, CaseScore]], matters: float
) -> Difference | None:
    read = [(measure.read(b), measure.read(a), a.case.story) for b, a in pairs]
    both = [(b, a, story) for b, a, story in read if b is not None and a is not None]
    if not both:
        return None
    if measure.form == "rate":
        return compare_rates(
            [b == 1 for b, _, _ in both], [a == 1 for _, a, _ in both], matters=matters
        )
    return compare_means(
        [b for b, _, _ in both],
        [a for _, a, _ in both],
        [story for *_, story in both],
        matters=matters,
    )
