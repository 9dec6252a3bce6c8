"""Whether a question asks for several things: "Which ships sank?", and not "What causes rust?".

The plural must be what is asked for: the last noun before the verb, and no verb itself.

Not promised: verbs are told by a list and by "-ed"; a plural of which none is known is left.
"""

from __future__ import annotations

import re
from itertools import islice

from rag.text import AUXILIARY, IRREGULAR, word_set

_WORD = re.compile(r"[\w-]+")
_FIRST_WORDS = 8  # of a question, in which what it asks for is told
_LATEST = 4  # place of the plural: "which (of the) small towns"
_PLURAL = re.compile(r"[a-z-]{3,}(?<![siu])s|people")
_NO_PLURAL = word_set("was has does news press series species perhaps always means lens atlas")
_AUXILIARY = frozenset(AUXILIARY.split("|")) | {"am"}
_PAST = re.compile(r"[a-z]{2,}ed")
_OF_THEM = word_set("of that who the these those")  # "which of the", "what kinds of", "ships that"
_TELL = word_set("mention talk say tell report describe discuss cover deal name quote contain")


def asks_for_several(question: str) -> bool:
    """Whether `question` asks which ones, or what things, do or are something.

    >>> asks_for_several("Which towns were flooded?"), asks_for_several("What parts of it?")
    (True, True)
    >>> asks_for_several("What causes rust?"), asks_for_several("Which arts centre closed?")
    (False, False)
    """
    asks, *told = [word.group() for word in islice(_WORD.finditer(question), _FIRST_WORDS)] or [""]
    if asks.lower() not in {"what", "which"}:
        return False
    for place, word in enumerate(told[:_LATEST]):
        if _is_plural(word):
            return _is_asked_for(told, place, which=asks.lower() == "which")
        if _is_verb(word) and not (word.endswith("ed") and _before_a_noun(told[:place])):
            return False
    return False


def _is_asked_for(told: list[str], place: int, *, which: bool) -> bool:
    while place + 1 < len(told) and _is_plural(told[place + 1]):
        place += 1  # "weapons systems"
    first, after, then = told[:place], *[*told[place + 1 : place + 3], "", ""][:2]
    if _is_verb(after) or after in _OF_THEM or (after in _TELL and not _is_verb(then)):
        return True
    bare = which and all(word in _OF_THEM for word in first)  # "which ships", and a verb or a noun
    return bare and not _is_verb(then)


def _is_plural(word: str) -> bool:
    return _PLURAL.fullmatch(word) is not None and word not in _NO_PLURAL


def _is_verb(word: str) -> bool:
    return word in _AUXILIARY or word in IRREGULAR or _PAST.fullmatch(word) is not None


def _before_a_noun(first: list[str]) -> bool:
    """Whether what stands before "wanted" makes it an adjective: "which wanted men"."""
    return not first or first[-1].endswith("ly")
