"""Is the right thing said, and nothing wrong?

A nugget is said by any of its variants or paraphrases, or by its number in any writing. What
proves it counts only where the sentence that says it cites words that hold it.
"""

from __future__ import annotations

from dataclasses import dataclass

from evals.cases import Case, ExpectAnswer, Nugget, Position
from evals.numbers import numbers
from evals.reply import Citation, Claim, Reply
from evals.scorers.citations import source, supported
from evals.scorers.retrieval import place_of
from evals.store import Library
from evals.text import says, stems, words

_MANY = frozenset({"list", "comparison", "summarise", "conflict", "collection"})
OKAY_WEIGHT = 0.5  # TREC's nugget scoring counts only vital ones; okay ones are worth half here


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """What an answer says of what it should; None where the case has no nuggets."""

    vital_recall: float | None = None
    weighted_recall: float | None = None
    proved: float | None = None  # vital nuggets said with a citation that holds them
    wrong: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()  # sentences that clash with what they cite
    length: int = 0


def answer_score(case: Case, reply: Reply, library: Library) -> AnswerScore:
    """Score what `reply` says against the nuggets of `case`."""
    unsupported = tuple(
        f"{', '.join(clashes)}: {said.words}"
        for said in reply.said
        if reply.cited(said) and (clashes := supported(said, reply).clashes)
    )
    if not isinstance(case.expect, ExpectAnswer):
        return AnswerScore(unsupported=unsupported, length=reply.length)
    expect, lead = case.expect, wrong_lead(case, reply)
    vital = [is_said(n, reply) for n in expect.vital]
    proved = [is_proved(n, reply, library) for n in expect.vital if n.evidence]
    needed = expect.needed
    weights = [(1.0 if n.importance == "vital" else OKAY_WEIGHT) for n in expect.nuggets]
    said_weight = sum(w for w, n in zip(weights, expect.nuggets, strict=True) if is_said(n, reply))
    return AnswerScore(
        vital_recall=min(sum(vital), needed) / needed if needed else None,
        weighted_recall=said_weight / sum(weights) if weights else None,
        proved=min(sum(proved), needed) / min(needed, len(proved)) if proved and needed else None,
        wrong=(*wrong_values(expect, reply), *([lead] if lead else [])),
        stale=stale_values(expect, reply),
        unsupported=unsupported,
        length=reply.length,
    )


def is_said(nugget: Nugget | Position, reply: Reply) -> bool:
    """Whether the answer says it; one without evidence may be said in a remark."""
    if reply.refused:
        return False
    if not nugget.evidence:
        return mentions(nugget, reply.words)
    return any(mentions(nugget, said.words) for said in reply.said)


def is_proved(nugget: Nugget | Position, reply: Reply, library: Library) -> bool:
    """Whether a sentence that says it cites words that hold it, or the gold evidence itself."""
    return any(
        mentions(nugget, said.words)
        and any(
            mentions(nugget, source(cite)) or _is_gold(cite, nugget, library)
            for cite in reply.cited(said)
        )
        for said in reply.said
    )


def mentions(nugget: Nugget | Position, text: str) -> bool:
    """Whether `text` holds the nugget in any of its forms."""
    if any(says(text, form) for form in (*nugget.variants, *nugget.paraphrases)):
        return True
    return isinstance(nugget, Nugget) and has_number(nugget, text)


def has_number(nugget: Nugget, text: str) -> bool:
    """Whether `text` holds the nugget's number, in any writing; a nugget may have none."""
    amount = nugget.number
    return amount is not None and any(
        n.is_same(amount.value, unit=amount.unit, tolerance=amount.tolerance) for n in numbers(text)
    )


def wrong_values(expect: ExpectAnswer, reply: Reply) -> tuple[str, ...]:
    """What is said that must not be, a "Yes" for a "No" included."""
    if reply.refused:
        return ()
    said = tuple(value for value in expect.wrong if any(says(s.words, value) for s in reply.said))
    first = words(reply.words)[:1]
    opposite = {"yes": "no", "no": "yes"}.get(expect.polarity or "")
    return (*said, opposite) if opposite and first == (opposite,) else said


def wrong_lead(case: Case, reply: Reply) -> str:
    """The short answer that stands first in bold, if it is none of what is asked for.

    A fact alone has one; a list may begin with anything.
    """
    expect = case.expect
    if not isinstance(expect, ExpectAnswer) or not reply.said or case.kind in _MANY:
        return ""
    lead = reply.said[0].lead
    if expect.polarity and words(lead) == words(expect.polarity):
        return ""
    wanted = [form for n in expect.nuggets for form in (n.text, *n.variants, *n.paraphrases)]
    named = any(mentions(n, lead) for n in expect.nuggets) or any(says(f, lead) for f in wanted)
    shares = any(set(stems(lead)) & set(stems(form)) for form in wanted)
    return "" if not lead or not wanted or named or shares else lead


def stale_values(expect: ExpectAnswer, reply: Reply) -> tuple[str, ...]:
    """What is true of something else and stands before, or instead of, the right thing."""
    before: list[Claim] = []
    for said in reply.said:
        if any(mentions(n, said.words) for n in expect.vital):
            break
        before.append(said)
    return tuple(value for value in expect.stale if any(says(s.words, value) for s in before))


def _is_gold(cite: Citation, nugget: Nugget | Position, library: Library) -> bool:
    for evidence in nugget.evidence:
        place = place_of(evidence, library)
        if place and cite.document == evidence.document:
            shorter = min(place.end - place.start, cite.end - cite.start)
            if shorter and cite.span.overlap(place) >= 0.8 * shorter:
                return True
    return False
