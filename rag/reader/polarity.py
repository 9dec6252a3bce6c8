"""Yes, no, and what a question takes for granted: a statement held against sentences.

The encoder judges whether a sentence supports or refutes the statement that a question makes. It
is asked only about sentences that are close to the question, and believed only when it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.reader.say import pointed_at

if TYPE_CHECKING:
    from rag.reader.encoder import Encoder
    from rag.reader.evidence import Candidate

SURE = 0.8
LOOKED_AT = 4  # sentences; further ones are about other things
COVERS_ALONE = 0.4  # of the question's words, for a sentence to be on its matter
COVERS = 0.5  # the same, with the title and the sentence before it

_YES_NO = re.compile(
    r"^(?P<verb>is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)"
    r"(?P<not>n't| not)?\s+(?P<rest>.+?)\s*\??$",
    re.IGNORECASE,
)
_PREMISE = re.compile(
    r"^(?:why|when|where|how|(?:in|on|at|for|to|from) (?:which|what) \w+|what \w+)\s+"
    r"(?P<verb>is|are|was|were|do|does|did|has|have|had|will|would)\s+(?P<rest>.+?)\s*\??$",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|never|neither|nor|no|without|refus\w+|den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|"
    r"declin\w+|rul\w+ out|instead|contrary|fail\w*|distanc\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:(?:the|a|an|any|his|her|their|its|this|that) \w+|[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)*) "
)


def statement(question: str) -> str:
    """The statement that a yes-or-no question asks about, or that another takes for granted.

    Empty where the rules find none. Words keep their form and order: the encoder reads past them.

    >>> statement("Did Ukraine admit the attack?"), statement("Why was the deal signed?")
    ('Ukraine admit the attack.', 'The deal was signed.')
    """
    found = _YES_NO.match(question) or _PREMISE.match(question)
    if not found:
        return ""
    verb, rest = found["verb"].lower(), found["rest"].strip()
    negated = " not" if found.groupdict().get("not") else ""
    if verb in {"do", "does", "did"}:
        told = f"{rest}{negated and f' did{negated}'}"
    else:
        subject = _SUBJECT.match(rest)
        told = (
            f"{subject.group().strip()} {verb}{negated} {rest[subject.end() :]}"
            if subject
            else f"{verb}{negated} {rest}"
        )
    return f"{told[:1].upper()}{told[1:]}."


def denies(text: str) -> bool:
    """Whether a sentence has words that deny or refuse something."""
    return bool(_DENIAL.search(text))


@dataclass(frozen=True, slots=True)
class Held:
    """Which sentence says yes to a statement and which says no; None where none is sure."""

    yes: Candidate | None = None
    no: Candidate | None = None


def held_against(
    claim: str, candidates: Sequence[Candidate], encoder: Encoder, *, sure: float = SURE
) -> Held:
    """Hold `claim` against the best `candidates`; of each opinion the surest one stands.

    Only a sentence on the same matter is asked, and a no is believed only where one of the two
    denies something and the other does not: a sentence that is merely silent is often called
    against. "Without elaborating" likewise supports no "Did he elaborate?".
    """
    near = [c for c in candidates[:LOOKED_AT] if _on_the_matter(c)]
    if not claim or not near:
        return Held()
    judged = list(zip(near, encoder.support([(claim, _whole(c)) for c in near]), strict=True))
    for_it = [(c, s.supported) for c, s in judged if denies(c.text) == denies(claim)]
    against = [(c, s.refuted) for c, s in judged if denies(c.text) != denies(claim)]
    return Held(_surest(for_it, sure), _surest(against, sure))


def _whole(candidate: Candidate) -> str:
    """The sentence, with the one that it points back to."""
    before = pointed_at(candidate.evidence)
    return f"{before.sentence.text} {candidate.text}" if before else candidate.text


def _on_the_matter(candidate: Candidate) -> bool:
    signals = candidate.signals
    covers = signals["near"] >= COVERS_ALONE and signals["near_before"] >= COVERS
    return covers and signals["named_near"] == 1


def _surest(judged: Sequence[tuple[Candidate, float]], needed: float) -> Candidate | None:
    candidate, sure = max(judged, key=lambda pair: pair[1], default=(None, 0.0))
    return candidate if sure >= needed else None
