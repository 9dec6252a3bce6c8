"""What the report shows of each case, as plain values for the page's script.

A held-out case is left out, since looking at it would end its use; it is counted all the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from evals import model_judge
from evals.cases import (
    Case,
    Evidence,
    ExpectAbstain,
    ExpectAnswer,
    ExpectConflict,
    ExpectPremise,
    Nugget,
    Position,
)
from evals.reply import Citation, Reply
from evals.scorers.answer import is_proved, is_said
from evals.scorers.citations import is_faithful, supported
from evals.scorers.retrieval import distinct, holds
from evals.store import Library, RunFolder, runs
from evals.text import says
from evals.verdict import CaseScore

AROUND = 260  # characters of the article shown on each side of a quotation
HISTORY = 12  # runs

Json = dict[str, Any]
Side = tuple[str, Sequence[CaseScore]]


def payload(
    sides: Sequence[Side],
    library: Library,
    *,
    reveal: bool,
    history: Mapping[str, Sequence[Sequence[Any]]],
    opinions: Sequence[Json] = (),
) -> Json:
    """The cases of all sides, each side's answer beside the other's."""
    texts: dict[str, int] = {}  # a passage is looked at by many cases; its text is kept once
    thought: dict[tuple[str, ...], Json] = {
        (o["case"], o["answerer"], o.get("shown", "")): o for o in opinions
    }
    by_case: dict[str, list[CaseScore | None]] = {}
    for i, (_, scores) in enumerate(sides):
        for score in scores:
            by_case.setdefault(score.case.id, [None] * len(sides))[i] = score
    shown, hidden = [], 0
    for scores_of_case in by_case.values():
        case = next(s.case for s in scores_of_case if s)
        if case.held_out and not reveal:
            hidden += 1
            continue
        shown.append(
            {
                **_case(case),
                "sides": [
                    {
                        **_side(s, library, texts),
                        "opinion": _opinion(s, thought),
                    }
                    if s
                    else None
                    for s in scores_of_case
                ],
                "history": history.get(case.id, []),
            }
        )
    return {
        "sides": [name for name, _ in sides],
        "cases": shown,
        "texts": list(texts),
        "hidden": hidden,
    }


def _opinion(score: CaseScore, opinions: Mapping[tuple[str, ...], Json]) -> Json | None:
    """The last opinion of this answer against this expectation; one of old says not which."""
    of = (score.case.id, score.record.answerer)
    return opinions.get((*of, model_judge.shown(score))) or opinions.get((*of, ""))


def history_of(folder: RunFolder, answerer: str) -> dict[str, list[list[Any]]]:
    """For each case, whether it passed in the runs up to this one: [run, passed]."""
    found: dict[str, list[list[Any]]] = {}
    earlier = [r for r in runs(folder.path.parent) if r.path.name <= folder.path.name]
    for run in earlier[-HISTORY:]:
        path = run.path / "scores.json"
        try:
            cases = json.loads(path.read_text(encoding="utf-8"))["cases"].get(answerer, [])
        except (OSError, ValueError, KeyError):
            continue  # a run that was never scored has no history to tell
        for case in cases:
            found.setdefault(case["id"], []).append([run.path.name, case["passed"]])
    return found


def _case(case: Case) -> Json:
    return {
        "id": case.id,
        "kind": case.kind,
        "story": case.story,
        "tags": list(case.tags),
        "asked": list(case.asked),
        "asOf": case.as_of.isoformat() if case.as_of else "",
        "gist": _gist(case),
        "note": case.note,
    }


def _gist(case: Case) -> str:
    """What is expected, in one line."""
    match case.expect:
        case ExpectAnswer(polarity=polarity, missing=missing):
            gist = f"{polarity.capitalize()}. " if polarity else ""
            return gist + (f"Not in the articles: {missing}." if missing else "")
        case ExpectAbstain(missing=missing):
            return f"A refusal. Not in the articles: {missing or 'this'}."
        case ExpectPremise(premise=premise, absent=absent):
            why = f"no article tells of {absent}" if absent else "the articles contradict it"
            return f"The premise put right: “{premise}”: {why}."
        case _:
            return "Both sides, each cited: the articles disagree."


def _side(score: CaseScore, library: Library, texts: dict[str, int]) -> Json:
    reply = score.record.reply
    base: Json = {
        "passed": score.passed,
        "outcome": score.outcome,
        "reasons": [{"code": r.code, "detail": r.detail} for r in score.reasons],
        "lostAt": score.lost_at,
        "seconds": score.record.seconds,
        "error": score.record.error,
        "earlier": [list(turn) for turn in score.record.earlier],
        "needs": _needs(score.case, reply, library),
    }
    if reply is None:
        return base
    gold = [e for group in score.case.proofs for e in group]
    return {
        **base,
        "status": reply.status,
        "by": reply.answered_by,
        "understood": reply.question,
        "said": [
            {
                "text": said.text,
                "side": said.side,
                "clashes": list(supported(said, reply).clashes) if reply.cited(said) else [],
            }
            for said in reply.said
        ],
        "remarks": [said for said in (reply.lead, *reply.remarks) if said]
        or ([] if reply.said else [reply.text]),
        "cites": [_cite(c, library) for c in reply.citations],
        "passages": [
            {
                "doc": p.document,
                "text": texts.setdefault(p.text, len(texts)),
                "score": round(p.score, 3),
                "dense": round(p.dense, 3) if p.dense is not None else None,
                "gold": any(holds(p, e, library) for e in gold),
            }
            for p in distinct(reply.passages)
        ],
        "timings": {stage: round(1000 * s, 1) for stage, s in reply.timings.items()},
    }


def _needs(case: Case, reply: Reply | None, library: Library) -> list[Json]:
    """Each thing that was expected or forbidden, and whether it was said and proved."""
    rows: list[Json] = []
    if isinstance(case.expect, ExpectAnswer):
        rows += [_need(n, n.text, n.importance, reply, library) for n in case.expect.nuggets]
        forbidden = (("wrong", case.expect.wrong), ("stale", case.expect.stale))
        rows += [
            {"text": value, "role": role, "said": bool(reply and says(reply.words, value))}
            for role, values in forbidden
            for value in values
        ]
        rows += [
            {
                "text": document,
                "role": "document",
                "said": bool(reply and any(c.document == document for c in reply.citations)),
            }
            for document in case.expect.cites
        ]
    elif isinstance(case.expect, ExpectConflict):
        rows += [_need(p, p.label, "side", reply, library) for p in case.expect.positions]
    elif isinstance(case.expect, ExpectPremise):
        rows += [
            {
                "text": words,
                "role": "corrects",
                "said": bool(reply and any(says(s.words, words) for s in reply.said)),
                "evidence": [_evidence(e, library) for e in case.expect.evidence],
            }
            for words in case.expect.corrects
        ]
    return rows


def _need(
    need: Nugget | Position, text: str, role: str, reply: Reply | None, library: Library
) -> Json:
    return {
        "text": text,
        "role": role,
        "said": bool(reply and is_said(need, reply)),
        "proved": bool(reply and is_proved(need, reply, library)) if need.evidence else None,
        "evidence": [_evidence(e, library) for e in need.evidence],
    }


def _evidence(evidence: Evidence, library: Library) -> Json:
    return {
        "doc": evidence.document,
        "quote": evidence.quote,
        "title": _title(library, evidence.document),
    }


def _cite(cite: Citation, library: Library) -> Json:
    article = library.get(cite.document)
    body = article.body if article else ""
    return {
        "marker": cite.marker,
        "doc": cite.document,
        "title": cite.title or _title(library, cite.document),
        "published": cite.published,
        "quote": cite.quote,
        "before": body[max(0, cite.start - AROUND) : cite.start],
        "after": body[cite.end : cite.end + AROUND],
        "faithful": is_faithful(cite, library),
    }


def _title(library: Library, document: str) -> str:
    article = library.get(document)
    return article.title if article else ""
