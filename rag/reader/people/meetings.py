"""Whose meeting and whose visit a sentence tells of: where Poe met the king is not where she met
the mayor, and who was in Norway need not have been in Oslo.

"After her talk with Poe the king met Mayor Ann Lund in Velm" has all names of "Where did Poe meet
the king?", and a place.
"""

from __future__ import annotations

import re

from rag.text import akin, land, names_in, people_in, power, same_power

_MEETS = re.compile(r"\b(?:meet|meets|met|meeting|see|saw|talks)\b", re.IGNORECASE)
_MET = re.compile(r".*\b(?:met|meets)\b(?: up)?(?: with)?(?P<whom>[^,;:]+)")
# What follows tells where and when: New York is nobody whom they met.
_WHERE_OR_WHEN = re.compile(
    r"\b(?:in|at|on|near|outside|inside|during|for|after|before|over|by|as|while|when)\b"
)
_TWO = 2
_WHOM = re.compile(r"\bwhom?\b", re.IGNORECASE)
_VISITS = re.compile(r"\bvisit(?:s|ed|ing)? (?:the )?(?P<where>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)")


def is_meeting_of_others(question: str, sentence: str) -> bool:
    """Whether the meeting that `sentence` tells of last is with another than the two asked about.

    Whom somebody met, and where an envoy held talks, is asked of nobody else.

    >>> told = "After a talk with Ann Poe the king met Mayor Eva Lund at the Spindle."
    >>> is_meeting_of_others("Where did Ole Berg and Ann Poe meet?", told)
    True
    >>> is_meeting_of_others("Where did Ole Berg and Eva Lund meet?", told)
    False
    """
    asked = names_in(question)
    met = _MET.match(sentence)
    of_two = _MEETS.search(question) and len(people_in(question)) >= _TWO
    if not of_two or not met or _WHOM.search(question):
        return False
    met_with = _WHERE_OR_WHEN.split(met["whom"], maxsplit=1)[0]
    whom = next((name for name in names_in(met_with) if " " in name), "")
    return bool(whom) and not any(same_power(whom, own) for own in asked)


def is_visit_elsewhere(question: str, sentence: str) -> bool:
    """Whether `sentence` tells of a visit to another place than `question` asks about.

    >>> is_visit_elsewhere("Who visited Oslo?", "In May Ann Poe visited Norway.")
    True
    >>> is_visit_elsewhere("Who visited Norway?", "In May Ann Poe visited Oslo.")
    False
    """
    asked, told = _VISITS.search(question), _VISITS.search(sentence)
    if not asked or not told or any(akin(asked["where"], name) for name in names_in(sentence)):
        return False
    return not land(asked["where"]) or power(told["where"]) != land(asked["where"])
