"""At which step was a needed thing lost? Read off one run, without asking again.

Of several lost things the earliest step counts: mending it comes first.
"""

from __future__ import annotations

from typing import Literal

from evals.cases import Case, Nugget, Position
from evals.reply import Reply
from evals.scorers.answer import is_proved, is_said, mentions
from evals.scorers.retrieval import holds, place_of
from evals.store import Library

Stage = Literal[
    "not indexed", "not retrieved", "retrieved but unused", "used but not cited", "cited wrongly"
]
STAGES: tuple[Stage, ...] = (
    "not indexed",
    "not retrieved",
    "retrieved but unused",
    "used but not cited",
    "cited wrongly",
)


def lost_at(case: Case, reply: Reply, library: Library) -> Stage | None:
    """The earliest step at which a needed thing was lost; None if nothing was."""
    needs = [need for need in case.needs if need.evidence]
    lost = [stage for need in needs if (stage := _lost(need, reply, library))]
    return min(lost, key=STAGES.index, default=None)


def _lost(need: Nugget | Position, reply: Reply, library: Library) -> Stage | None:
    if is_proved(need, reply, library):
        return None
    if not any(place_of(e, library) for e in need.evidence):
        return "not indexed"
    retrieved = any(holds(p, e, library) for p in reply.passages for e in need.evidence)
    if not is_said(need, reply):
        return "retrieved but unused" if retrieved else "not retrieved"
    cites = [c for s in reply.said if mentions(need, s.words) for c in reply.cited(s)]
    return "cited wrongly" if cites else "used but not cited"
