"""A run's answers judged: from the folder on disk to scores in hand.

Nothing is asked; the same folder and cases give the same scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evals.store import RunFolder
from evals.summary import Summary
from evals.verdict import CaseScore, judge


def judge_run(folder: RunFolder) -> dict[str, list[CaseScore]]:
    """Score every answer of the run, by answerer, by the gold that it has now."""
    by_id = {case.id: case for case in folder.gold}
    library = folder.library
    scores: dict[str, list[CaseScore]] = {name: [] for name in folder.info.answerers}
    for record in folder.records():
        if record.case in by_id:
            scores[record.answerer].append(judge(by_id[record.case], record, library))
    order = {case: i for i, case in enumerate(by_id)}
    return {name: sorted(s, key=lambda x: order[x.case.id]) for name, s in scores.items()}


def failed_ids(folder: RunFolder) -> set[str]:
    """The cases that any answerer of the run failed or did not answer."""
    return {s.case.id for scores in judge_run(folder).values() for s in scores if not s.passed}


def scores_to_dict(
    folder: RunFolder,
    scores: Mapping[str, Sequence[CaseScore]],
    summaries: Sequence[Summary],
    *,
    complete: bool,
) -> dict[str, Any]:
    """The run as plain values: its facts, figures, and a line for each case.

    Why and how a held-out case failed is left out.
    """
    return {
        "run": asdict(folder.info),
        "complete": complete,
        "summaries": [s.to_dict() for s in summaries],
        "cases": {
            name: [
                {
                    "id": s.case.id,
                    "passed": s.passed,
                    "outcome": None if s.case.held_out else s.outcome,
                    "lost_at": None if s.case.held_out else s.lost_at,
                    "reasons": [] if s.case.held_out else [str(r) for r in s.reasons],
                }
                for s in found
            ]
            for name, found in scores.items()
        },
    }
