"""Yes, no, and the statement that a question makes or takes for granted.

The encoder judges whether the best sentence, in what stands about it, supports or refutes the
statement that a question makes, and is believed only when it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from rag.reader.evidence import with_neighbours
from rag.text import IRREGULAR, names, same_name

if TYPE_CHECKING:
    from rag.reader.encoder import Encoder
    from rag.reader.evidence import Candidate

YES_BY_READING, NO_BY_READING = 0.5, 0.4  # of the encoder, supported less refuted

_YES_NO = re.compile(
    r"^(?P<verb>is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)"
    r"(?P<not>n['’]t| not)?\s+(?P<rest>.+?)\s*\??$",
    re.IGNORECASE,
)
_PREMISE = re.compile(
    r"^(?:(?:in|on|at|for|to|from|by|with|of) )?"
    r"(?:why|when|where|who|whom|(?:which|what)(?: \w+){0,2}?|"
    r"how(?: (?:much|many|long|far|often|soon|old|tall|big))?(?: [a-z]+)?)\s+"
    r"(?P<verb>is|are|was|were|do|does|did|has|have|had|will|would)\s+(?P<rest>.+?)\s*\??$",
    re.IGNORECASE,
)
_OF_THE_DOER = re.compile(
    r"^(?:(?P<who>who|what)|(?:how many|which|what))\s+(?P<rest>.+?)\s*\??$", re.IGNORECASE
)
_DENIAL = re.compile(
    r"\b(?:not|never|neither|nor|no|without|refus\w+|den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|"
    r"declin\w+|rul\w+ out|instead|contrary|fail\w*|distanc\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
_IRREGULAR = "|".join(sorted(IRREGULAR, key=len, reverse=True))
_PARTICIPLE = re.compile(
    r"(?<=[\w’'] )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\btheir )(?<!\bhis )(?<!\bher )"
    rf"(?:[a-z]{{2,}}[^e\W]ed|{_IRREGULAR}|put|cut|shut|hit|hurt)\b"
)
_MODAL = frozenset({"can", "could", "will", "would", "should", "may", "might"})
_SUBJECT = re.compile(
    r"(?:(?:the )?[A-Z][\w’'.-]*(?: (?:and )?[A-Z][\w’'.-]*)*(?<!['’]s)(?<!s['’])|"
    r"(?:the|a|an|any|his|her|their|its|this|that) [a-z]\w*) "
)


def statement(question: str) -> str:
    """The statement that a yes-or-no question asks about, or that another takes for granted.

    Empty where the rules find none. Words keep their form and order: the encoder reads past them.

    >>> statement("Did Ukraine admit the attack?"), statement("Why was the deal signed?")
    ('Ukraine admit the attack.', 'The deal was signed.')
    >>> statement("How many people died in the fire?"), statement("Who stole it?")
    ('People died in the fire.', 'Someone stole it.')
    """
    found = _YES_NO.match(question) or _PREMISE.match(question)
    if not found:
        return _of_the_doer(question)
    verb, rest = found["verb"].lower(), found["rest"].strip()
    negated = " not" if found.groupdict().get("not") else ""
    if verb in {"do", "does", "did"}:
        told = f"{rest}{negated and f' did{negated}'}"
    elif verb in _MODAL and not negated and not rest[:1].isupper():
        told = rest  # "will the trial in children go on": where the subject ends is not told
    else:
        place = _end_of_subject(rest)
        told = f"{rest[:place]}{verb}{negated} {rest[place:]}"
    return f"{told[:1].upper()}{told[1:]}."


def _end_of_subject(rest: str) -> int:
    """Where the verb belongs that a question has put before its subject: before the participle, if
    there is one, else after a name or "the" and a noun; 0 where the rules find no end.
    """
    found = _PARTICIPLE.search(rest)
    if found:
        return found.start()
    subject = _SUBJECT.match(rest)
    return subject.end() if subject else 0


def _of_the_doer(question: str) -> str:
    """What a question after the doer takes for granted: "Someone stole it" of "Who stole it?"."""
    found = _OF_THE_DOER.match(question)
    if not found:
        return ""
    doer = {"who": "someone ", "what": "something "}.get((found["who"] or "").lower(), "")
    told = f"{doer}{found['rest']}"
    return f"{told[:1].upper()}{told[1:]}."


def denies(text: str) -> bool:
    """Whether a sentence has words that deny or refuse something."""
    return bool(_DENIAL.search(text))


@dataclass(frozen=True, slots=True)
class Held:
    """Which sentence says yes to a statement and which says no; None where none is sure."""

    yes: Candidate | None = None
    no: Candidate | None = None


def by_reading(claims: Sequence[str], best: Candidate, encoder: Encoder) -> Held:
    """What the best sentence says to a yes-or-no question by the encoder's opinion alone.

    It is read with its neighbours and in its passage, against all forms of the claim. The sentence
    need not have the question's words, and the opinion must be the clearer: of a yes more than of a
    no, which few passages that are merely silent get. "Without elaborating" supports no yes.
    """
    texts = (with_neighbours(best), best.evidence.passage.text)
    held = fmean(each for text in texts for each in leaning(claims, text, encoder))
    return Held(
        yes=best if held >= YES_BY_READING and denies(best.text) == denies(claims[-1]) else None,
        no=best if -held >= NO_BY_READING else None,
    )


def leaning(claims: Sequence[str], text: str, encoder: Encoder) -> list[float]:
    """How much a text supports each claim less how much it refutes it, in [-1, 1]."""
    pairs = [(_in_the_words_of(text, claim), text) for claim in claims if claim]
    return [form.supported - form.refuted for form in encoder.support(pairs)]


def _in_the_words_of(text: str, claim: str) -> str:
    """`claim` with its names as `text` writes them: the encoder knows no Kiev for Kyiv."""
    written = [name.text for name in names(text)]
    for name in names(claim):
        own = next((other for other in written if same_name(name.text, other)), name.text)
        if len(own.split()) == len(name.text.split()):
            claim = claim.replace(name.text, own)
    return claim
