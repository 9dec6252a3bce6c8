"""The claim that a question makes or takes for granted, for the encoder to judge.

Its words keep their form: "Did Ann meet Jon?" gives "Ann meet Jon.", which the encoder reads past.
Elsewhere: the statement that people read, "Ann met Jon" (rag/dialogue/phrasing.py).
"""

from __future__ import annotations

import re

from rag.text import AUXILIARY, IRREGULAR, MODAL

_YES_NO = re.compile(
    rf"^(?P<verb>{AUXILIARY})"
    r"(?P<not>n['’]t| not)?\s+(?P<rest>.+?)\s*\??$",
    re.IGNORECASE,
)
_PREMISE = re.compile(
    r"^(?:(?:in|on|at|for|to|from|by|with|of) )?"
    r"(?:why|when|where|who|whom|(?:which|what)(?: \w+){0,2}?|"
    r"how(?: (?:much|many|long|far|often|soon|old|tall|big))?(?: [a-z]+)?)\s+"
    rf"(?P<verb>{AUXILIARY})\s+(?P<rest>.+?)\s*\??$",
    re.IGNORECASE,
)
_OF_THE_DOER = re.compile(
    r"^(?:(?P<who>who|what)|(?:how many|which|what))\s+(?P<rest>.+?)\s*\??$", re.IGNORECASE
)
_IRREGULAR = "|".join(sorted(IRREGULAR, key=len, reverse=True))
_PARTICIPLE = re.compile(
    r"(?<=[\w’'] )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\btheir )(?<!\bhis )(?<!\bher )"
    rf"(?:[a-z]{{2,}}[^e\W]ed|{_IRREGULAR}|put|cut|shut|hit|hurt)\b"
)
_MODAL = frozenset(MODAL.split("|"))
_SUBJECT = re.compile(
    r"(?:(?:the )?[A-Z][\w’'.-]*(?: (?:and )?[A-Z][\w’'.-]*)*(?<!['’]s)(?<!s['’])|"
    r"(?:the|a|an|any|his|her|their|its|this|that) [a-z]\w*) "
)


def claim_of(question: str) -> str:
    """The claim that a yes-or-no question asks about, or that another takes for granted.

    Empty where the rules find none.

    >>> claim_of("Did Ukraine admit the attack?"), claim_of("Why was the deal signed?")
    ('Ukraine admit the attack.', 'The deal was signed.')
    >>> claim_of("How many people died in the fire?"), claim_of("Who stole it?")
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
