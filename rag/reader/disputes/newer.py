"""How a sentence says that a figure is newer than another: "rose from 23 to 27", "in all 17".

Rules over English words of change. They tell a figure that has taken another's place from one that
is at odds with it.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Literal

from rag.text import Quantity, same_quantity, undated_numbers

Change = Literal["none", "newer", "replaces"]

_CHANGED = (
    r"(?:ris|rose|grow|grew|gone|went|climb|increas|widen|revis|rais|bring|brought|tak|took|cut|"
    r"lower|reduc|fell|fall|drop|shr[aiu]nk|trim|shorten|halv|chang|correct|updat|extend)\w*"
)
_ABOUT = r"(?: (?:about|some|around|only|just|almost|nearly|at least|more than|over|an?|the))*"
_BEFORE = re.compile(
    rf"\b(?:{_CHANGED}\b[^.;]{{0,60}}? to{_ABOUT}|revis\w+ (?:up |down )?(?:to|at){_ABOUT}|"
    rf"reach(?:es|ed|ing)?{_ABOUT}|"
    rf"(?:total|(?:final|new|latest) \w+)(?: \w+){{0,3}}? (?:of|is|was|at|as){_ABOUT}) $",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(r"\b(?:now|in all|in total|altogether|finally|final)\b", re.IGNORECASE)
# What stands between two figures, the older one first or the newer one.
_OLD_THEN_NEW = re.compile(rf"^[^.;]{{0,20}}\bto{_ABOUT} $", re.IGNORECASE)
_NEW_THEN_OLD = re.compile(
    rf"^[^.;]{{0,60}}\b(?:instead of|rather than|not|compared (?:with|to)|against|from)"
    rf"(?: \w+){{0,1}}{_ABOUT} $",
    re.IGNORECASE,
)
_FROM = re.compile(rf"\bfrom{_ABOUT} $", re.IGNORECASE)
# Who asks with these words asks what was so at the time.
_PLAN = (
    r"(?:offer|want|plan|propos|think|thought|said|suppos|report|expect|estimat|bid|count|price|"
    r"figure|date)\w*"
)
_THEN = re.compile(
    rf"\b(?:at first|(?:first|early) {_PLAN}|original\w*|initial\w*|earlier|earliest|"
    r"previous\w*|preliminary|(?:was|were|had|been) planned|planned(?= (?:to|for)\b|\W*$)|supposed|"
    r"said to)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\bbefore\b", re.IGNORECASE)
_TOLL = re.compile(
    r"\b(?:killed|die[sd]?|dead|deaths?|fatalities|injured|injuries|hurt|wounded|toll|casualties|"
    r"ill|infected)\b",
    re.IGNORECASE,
)

_HOW_MANY = re.compile(r"\b(?:how many|number|toll|count)\b", re.IGNORECASE)


def change(sentence: str, quantity: Quantity, other: Quantity) -> Change:
    """Whether a sentence says that `quantity` is newer, or that it replaces `other`.

    >>> text = "The number of the injured has gone up from 23 to 27."
    >>> before, now = undated_numbers(text)
    >>> change(text, now, before), change(text, before, now)
    ('replaces', 'none')
    >>> change("In all, 27 were injured.", now, before), change("27 were injured.", now, before)
    ('newer', 'none')
    """
    told = undated_numbers(sentence)
    for own, older in product(told, told):
        if own.value != quantity.value or not same_quantity(older, other):
            continue
        if older.end <= own.start:
            between = sentence[older.end : own.start]
            if _FROM.search(sentence[: older.start]) and _OLD_THEN_NEW.search(between):
                return "replaces"
        elif _NEW_THEN_OLD.search(sentence[own.end : older.start]):
            return "replaces"
    place = next((q for q in told if q.value == quantity.value), None)
    if place is None or _FROM.search(sentence[: place.start]):
        return "none"
    newer = _BEFORE.search(sentence[: place.start]) or _ANYWHERE.search(sentence)
    return "newer" if newer else "none"


def asks_of_then(question: str) -> bool:
    """Whether a question asks what was so at first, which nothing newer answers.

    Of those killed before the police came, more may be found.
    """
    before = _EARLIER.search(question) and not asks_toll(question)
    return bool(before or _THEN.search(question))


def asks_toll(question: str) -> bool:
    """Whether a question asks how many came to harm: a later count may only be higher."""
    return bool(_HOW_MANY.search(question) and _TOLL.search(question))
