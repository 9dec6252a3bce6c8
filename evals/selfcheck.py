"""Would the evals notice? Answers that pass are corrupted and rewritten, and judged again.

A corruption is killed if the verdict turns from passed to failed; a rewriting that does the same
is a false alarm. For each scorer it is told whether it noticed, so that a scorer that never
notices anything is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evals.measures import MEASURES
from evals.mutations import MUTATIONS, Mutation, Subject, frame
from evals.reply import Record, Reply
from evals.statistics import Interval, wilson
from evals.verdict import STRUCTURAL, CaseScore, judge

# Reached on the gold answers of the seeds and on the reader's own (docs/evals.md holds the
# tables); a change that notices less fails the gate.
LEAST_KILLED = 0.9
MOST_FALSE_ALARMS = 0.05

_HIGHER = {m.name: m for m in MEASURES if m.better == "higher"}
Noticed = Callable[[CaseScore, CaseScore], bool]


def _fell(*measures: str) -> Noticed:
    def noticed(before: CaseScore, after: CaseScore) -> bool:
        pairs = [(_HIGHER[m].read(before), _HIGHER[m].read(after)) for m in measures]
        return any(b is not None and a is not None and a < b for b, a in pairs)

    return noticed


def _new_reason(codes: Sequence[str]) -> Noticed:
    def noticed(before: CaseScore, after: CaseScore) -> bool:
        return any(r.code in codes for r in after.reasons) and not before.reasons

    return noticed


SCORERS: dict[str, Noticed] = {
    "structure": _new_reason(sorted(STRUCTURAL)),
    "citations": _fell("citation recall", "citation precision"),
    "nuggets": _fell("vital recall", "proved"),
    "values": _new_reason(["wrong value", "stale value"]),
    "clashes": _new_reason(["unsupported claim"]),
    "refusal": _new_reason(
        ["refused", "answered the unanswerable", "premise not corrected", "one side only"]
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One mutation over all subjects: how many were noticed, in all and by each scorer."""

    mutation: Mutation
    n: int
    noticed: int
    by_scorer: dict[str, int]
    missed: tuple[tuple[str, str], ...]  # case and changed text of a wrong verdict, none held out

    @property
    def rate(self) -> Interval | None:
        """The share noticed, with its interval."""
        return wilson(self.noticed, self.n) if self.n else None

    @property
    def passed(self) -> bool:
        """Whether its gate is not missed: a change may fit none of few answers, but not a fault of
        structure.
        """
        if not self.mutation.gated:
            return True
        if self.n == 0:
            return not self.mutation.structural
        if self.mutation.structural:
            return self.noticed == self.n
        share = self.noticed / self.n
        return share >= LEAST_KILLED if self.mutation.is_corruption else share <= MOST_FALSE_ALARMS

    def to_dict(self) -> dict[str, Any]:
        """The row as plain values for JSON."""
        return {
            "change": self.mutation.name,
            "corruption": self.mutation.is_corruption,
            "structural": self.mutation.structural,
            "gated": self.mutation.gated,
            "n": self.n,
            "noticed": self.noticed,
            "by_scorer": self.by_scorer,
            "passed": self.passed,
        }


def gate_text(row: Mapping[str, Any]) -> str:
    """What the gate says of a row that `Row.to_dict` wrote, in a word or two."""
    if not row["gated"]:
        return "reported"
    if not row["passed"]:
        return "FAILED"
    return "passed" if row["n"] else "not tried"


def selfcheck(subjects: Sequence[Subject]) -> list[Row]:
    """Try every mutation on every subject that passes; the others are left out.

    Corruptions are tried in other words too: where an answer is the article's own sentence, that
    it no longer stands there word for word would give every one of them away.
    """
    passing = _passing(subjects)
    framed = [replace(s, reply=reply) for s, _ in passing if (reply := frame(s))]
    reworded = passing + _passing(framed)
    return [_row(m, reworded if m.is_corruption else passing) for m in MUTATIONS]


def _passing(subjects: Sequence[Subject]) -> list[tuple[Subject, CaseScore]]:
    return [(s, score) for s in subjects if (score := _judge(s, s.reply)).passed]


def _row(mutation: Mutation, subjects: Sequence[tuple[Subject, CaseScore]]) -> Row:
    n, noticed, missed = 0, 0, []
    by_scorer = dict.fromkeys(SCORERS, 0)
    for subject, before in subjects:
        changed = mutation.mutate(subject)
        if changed is None:
            continue
        after = _judge(subject, changed)
        n += 1
        noticed += not after.passed
        if bool(after.passed) == mutation.is_corruption and not subject.case.held_out:
            missed.append((subject.case.id, changed.text))
        for name, notices in SCORERS.items():
            by_scorer[name] += notices(before, after)
    return Row(mutation, n, noticed, by_scorer, tuple(missed))


def _judge(subject: Subject, reply: Reply) -> CaseScore:
    record = Record(subject.case.id, "selfcheck", reply=replace(reply))
    return judge(subject.case, record, subject.library)
