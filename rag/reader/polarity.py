"""Yes, no, and what a question takes for granted: a statement held against sentences.

The encoder judges whether a sentence supports or refutes the statement that a question makes. It
is asked only about sentences that are close to the question, and believed only when it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rag.reader.encoder import Encoder
    from rag.reader.evidence import Candidate

Polarity = Literal["yes", "no", "open"]

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


def held_against(
    claim: str, candidates: Sequence[Candidate], encoder: Encoder
) -> tuple[Polarity, Candidate | None]:
    """Whether one of the best `candidates` supports or refutes `claim`, and which one.

    The surest sentence decides; "open" with None where none is sure.
    """
    near = candidates[:LOOKED_AT]
    if not claim or not near:
        return "open", None
    judged = encoder.support([(claim, candidate.text) for candidate in near])
    surest = max(range(len(near)), key=lambda i: max(judged[i].supported, judged[i].refuted))
    verdict = judged[surest]
    if verdict.supported >= SURE:
        return "yes", near[surest]
    if verdict.refuted >= SURE:
        return "no", near[surest]
    return "open", None
