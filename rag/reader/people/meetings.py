"""Whose meeting a sentence tells of: where Poe met the king is not where she met the mayor.

"After her talk with Poe the king met Mayor Ann Lund in Velm" has all names of "Where did Poe meet
the king?", and a place.
"""

from __future__ import annotations

import re

from rag.text import names, same_power

_MEETS = re.compile(r"\b(?:meet|meets|met|meeting|see|saw|talks)\b", re.IGNORECASE)
_MET = re.compile(r".*\b(?:met|meets)\b(?: up)?(?: with)?(?P<whom>[^,;:]+)")
_TWO = 2


def is_meeting_of_others(question: str, sentence: str) -> bool:
    """Whether the meeting that `sentence` tells of last is with another than the two asked about.

    >>> told = "After a talk with Ann Poe the king met Mayor Eva Lund at the Spindle."
    >>> is_meeting_of_others("Where did Ole Berg and Ann Poe meet?", told)
    True
    >>> is_meeting_of_others("Where did Ole Berg and Eva Lund meet?", told)
    False
    """
    asked = [name.text for name in names(question)]
    met = _MET.match(sentence)
    if len(asked) < _TWO or not met or not _MEETS.search(question):
        return False
    whom = next((name.text for name in names(met["whom"]) if " " in name.text), "")
    return bool(whom) and not any(same_power(whom, own) for own in asked)
