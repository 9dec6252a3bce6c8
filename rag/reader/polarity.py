"""Yes, no, and what a question takes for granted: a statement held against sentences.

The encoder judges whether a sentence supports or refutes the statement that a question makes. It
is asked only about sentences that are close to the question, and believed only when it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.reader.encoder import Encoder
    from rag.reader.evidence import Candidate

SURE = 0.8
LOOKED_AT = 4  # sentences; further ones are about other things

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
_SUBJECT = re.compile(
    r"^(?P<subject>(?:(?:the|a|an|any|his|her|their|its|this|that)\s+)?"
    r"(?:[A-Z][\w’'.-]*(?:\s+(?:of|and)\s+(?=(?:the )?[A-Z]))?(?:\s+|$)(?:the\s+)?)+"
    r"|(?:(?:the|a|an|any|his|her|their|its|this|that)\s+)?\w+\s+)(?P<rest>.+)$"
)


def statement(question: str) -> str:
    """The statement that a yes-or-no question asks about, or that another takes for granted.

    Empty where the rules find none. The verb keeps its plain form: the encoder reads past it.

    >>> statement("Did Ukraine admit the attack?"), statement("Why did Xi refuse to meet him?")
    ('Ukraine did admit the attack.', 'Xi did refuse to meet him.')
    """
    found = _YES_NO.match(question) or _PREMISE.match(question)
    if not found:
        return ""
    parted = _SUBJECT.match(found["rest"])
    if not parted:
        return ""
    verb = found["verb"].lower()
    negated = " not" if "not" in found.groupdict() and found["not"] else ""
    return f"{parted['subject'].strip()} {verb}{negated} {parted['rest'].strip()}."


@dataclass(frozen=True, slots=True)
class Held:
    """Which sentence says yes to a statement and which says no; None where none is sure."""

    yes: Candidate | None = None
    no: Candidate | None = None


def held_against(claim: str, candidates: Sequence[Candidate], encoder: Encoder) -> Held:
    """Hold `claim` against the best `candidates`; of each opinion the surest one stands."""
    near = candidates[:LOOKED_AT]
    if not claim or not near:
        return Held()
    judged = list(zip(near, encoder.support([(claim, c.text) for c in near]), strict=True))
    yes, for_it = max(judged, key=lambda pair: pair[1].supported)
    no, against = max(judged, key=lambda pair: pair[1].refuted)
    return Held(yes if for_it.supported >= SURE else None, no if against.refuted >= SURE else None)
