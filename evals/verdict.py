"""Whether one answer passes, and why not: the rules that a fair reader would accept.

An answer passes if it says what is needed, proves it, says nothing wrong, and is not tiresome.
Whole sentences of an article are a good answer. A refusal passes where the articles do not hold
the answer, and so does an answer that says itself what is missing.

Elsewhere: the measures behind each rule (evals/scorers/), what all cases give (evals/summary.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from evals.cases import Case, ExpectAbstain, ExpectAnswer, ExpectConflict, ExpectPremise
from evals.reply import Record, Reply
from evals.scorers.answer import AnswerScore, answer_score, is_proved, is_said
from evals.scorers.citations import Citations, citations
from evals.scorers.failure import Stage, lost_at
from evals.scorers.retrieval import Retrieval, retrieval
from evals.store import Library
from evals.text import says

Outcome = Literal["right", "missing", "wrong"]
Code = Literal[
    "empty",
    "dangling marker",
    "uncited sentence",
    "altered quotation",
    "text and sentences differ",
    "refused",
    "answered the unanswerable",
    "nugget missing",
    "not proved",
    "wrong value",
    "stale value",
    "one side only",
    "premise not corrected",
    "unsupported claim",
    "wrong documents cited",
    "too long",
]
# Faults of form: what is said may still be right.
_OF_FORM: frozenset[Code] = frozenset({"too long", "not proved", "wrong documents cited"})
STRUCTURAL: frozenset[Code] = frozenset(
    {
        "empty",
        "dangling marker",
        "uncited sentence",
        "altered quotation",
        "text and sentences differ",
    }
)

# What an answer says of the articles in general, not of a sentence: "do not bear it out" is none.
_ABSENCE = re.compile(
    r"\b(?:no article|none of the articles|nothing in the articles|not in the articles|"
    r"(?:not|n't) (?:mention|say|give|name|hold|tell|state|report|contain|include|specify|cover)|"
    r"no (?:date|author|title) is given)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer fails: a code to count by, and what exactly."""

    code: Code
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


@dataclass(frozen=True, slots=True)
class CaseScore:
    """All that is known of one answer to one case.

    `passed` and `outcome` are None for an answer that never came: it is not scorable.
    """

    case: Case
    record: Record
    passed: bool | None
    reasons: tuple[Reason, ...] = ()
    outcome: Outcome | None = None
    retrieval: Retrieval = field(default_factory=Retrieval)
    citations: Citations = field(default_factory=Citations)
    answer: AnswerScore = field(default_factory=AnswerScore)
    lost_at: Stage | None = None
    names_absence: bool = False

    @property
    def refused(self) -> bool | None:
        """Whether the answer was a refusal; None if none came."""
        return self.record.reply.refused if self.record.reply else None

    @property
    def confidence(self) -> float | None:
        """How sure the answer was of itself; None where it does not say."""
        return self.record.reply.confidence if self.record.reply else None


def judge(case: Case, record: Record, library: Library) -> CaseScore:
    """Score one answer in every way and say whether it passes."""
    reply = record.reply
    if reply is None:
        return CaseScore(case, record, passed=None)
    said = answer_score(case, reply, library)
    cited = citations(reply, library)
    reasons = tuple(_faults(case, reply, library, said=said, cited=cited))
    return CaseScore(
        case=case,
        record=record,
        passed=not reasons,
        reasons=reasons,
        outcome=_outcome(reasons),
        retrieval=retrieval(case, reply, library),
        citations=cited,
        answer=said,
        lost_at=lost_at(case, reply, library) if reasons else None,
        names_absence=names_absence(reply),
    )


def names_absence(reply: Reply) -> bool:
    """Whether the program itself says that something is not in the articles.

    Known by the words of its remarks where the reply does not tell which of them say so.
    """
    if reply.missing is not None:
        return bool(reply.missing)
    return any(_ABSENCE.search(remark) for remark in reply.remarks)


def _faults(
    case: Case, reply: Reply, library: Library, *, said: AnswerScore, cited: Citations
) -> Iterator[Reason]:
    yield from _faults_of_structure(reply, cited)
    match case.expect:
        case ExpectAnswer():
            yield from _faults_of_answer(case.expect, reply, library, said)
        case ExpectAbstain():
            if not reply.refused and not names_absence(reply):
                yield Reason("answered the unanswerable", case.expect.missing)
        case ExpectPremise():
            yield from _faults_of_premise(case.expect, reply)
        case ExpectConflict():
            yield from _faults_of_conflict(case.expect, reply, library)
    for clash in said.unsupported:
        yield Reason("unsupported claim", clash)
    if said.length > case.longest:
        yield Reason("too long", f"{said.length} sentences where {case.longest} would do")


def _faults_of_structure(reply: Reply, cited: Citations) -> Iterator[Reason]:
    if not reply.words or (not reply.refused and not reply.said):
        yield Reason("empty")
    if cited.resolve is not None and cited.resolve < 1:
        yield Reason("dangling marker")
    if cited.coverage is not None and cited.coverage < 1:
        yield Reason("uncited sentence")
    if cited.fidelity is not None and cited.fidelity < 1:
        yield Reason("altered quotation")
    if reply.refused and (reply.said or reply.citations):
        yield Reason("text and sentences differ", "a refusal that cites")
    if any(said.text not in reply.text for said in reply.said):
        yield Reason("text and sentences differ")


def _faults_of_answer(
    expect: ExpectAnswer, reply: Reply, library: Library, said: AnswerScore
) -> Iterator[Reason]:
    if reply.refused:
        yield Reason("refused")
        return
    missing = [n for n in expect.vital if not is_said(n, reply)]
    if len(expect.vital) - len(missing) < expect.needed:
        yield Reason("nugget missing", "; ".join(n.text for n in missing))
    elif said.proved is not None and said.proved < 1:
        unproved = [
            n.text
            for n in expect.vital
            if n.evidence and is_said(n, reply) and not is_proved(n, reply, library)
        ]
        yield Reason("not proved", "; ".join(unproved))
    if said.wrong:
        yield Reason("wrong value", "; ".join(said.wrong))
    if said.stale:
        yield Reason("stale value", "; ".join(said.stale))
    documents = {c.document for c in reply.citations}
    if expect.cites and documents != set(expect.cites):
        yield Reason("wrong documents cited", f"cited {sorted(documents)}")


def _faults_of_premise(expect: ExpectPremise, reply: Reply) -> Iterator[Reason]:
    corrected = any(says(said.words, words) for said in reply.said for words in expect.corrects)
    named_absent = bool(expect.absent) and (reply.refused or names_absence(reply))
    if not corrected and not named_absent:
        yield Reason("refused" if reply.refused else "premise not corrected", expect.premise)


def _faults_of_conflict(expect: ExpectConflict, reply: Reply, library: Library) -> Iterator[Reason]:
    if reply.refused:
        yield Reason("refused")
        return
    missing = [p.label for p in expect.positions if not is_said(p, reply)]
    if missing:
        yield Reason("one side only", f"missing: {'; '.join(missing)}")
        return
    unproved = [p.label for p in expect.positions if not is_proved(p, reply, library)]
    if unproved:
        yield Reason("not proved", "; ".join(unproved))


def _outcome(reasons: tuple[Reason, ...]) -> Outcome:
    """CRAG's three: what is said is right, is held back, or is wrong."""
    grave = {r.code for r in reasons} - _OF_FORM
    if not grave:
        return "right"
    return "missing" if grave == {"refused"} else "wrong"
