"""What "one" stands for in a follow-up: "the second one" after "Who led the strike at Poe Steel?".

Elsewhere: what "it" and "they" stand for (referents.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.dialogue.antecedents import names_something
from rag.dialogue.subjects import noun_phrase
from rag.dialogue.turns import Turn

ONE = re.compile(
    r"\b(the|that|this|which|another|an?|any)((?: [a-z]+)?) ones?\b(?! of\b)", re.IGNORECASE
)
_WHICH_OF_THEM = re.compile(
    r" (?:first|second|third|last|next|other|new|old|same|latest|previous|earlier|later|only)$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"^(?:(?:the|an?|this|that|these|those)|(?:[\w-]+ ){0,3}[\w-]+['’]s?) ", re.IGNORECASE
)


def with_noun(question: str, said: Sequence[Turn]) -> str:
    """`question` with its "one" named: "the second one" as "the second strike at Poe Steel"."""
    found = ONE.search(question)
    phrase = next(filter(None, (noun_phrase(turn.question) for turn in reversed(said))), "")
    own = found and re.search(r"\b(?:the|an?) \w+", question[: found.start()], re.IGNORECASE)
    if not found or not phrase or own or names_something(question[: found.start()]):
        return question
    noun = _noun(phrase)
    if found[2] and not _WHICH_OF_THEM.match(found[2]):  # "a monthly one" is no day ticket
        noun = re.sub(r"^(?:[a-z][\w-]* )+(?=[a-z][\w-]*$)", "", noun)
    if not found[0].lower().endswith("s"):
        noun = re.sub(r"^([a-z -]+[a-z](?<![su]))s(?= |$)", r"\1", noun)
    return f"{question[: found.start()]}{found[1]}{found[2]} {noun}{question[found.end() :]}"


def _noun(phrase: str) -> str:
    """What "one" stands for in `phrase`: "strike at Poe Steel" of "the pay strike at Poe Steel".

    Another strike at Poe Steel need not be over pay; without the place, "peace plan" stays whole.
    """
    noun = without_owner(phrase)
    return re.sub(r"^(?:[a-z][\w-]* )+(?=[a-z][\w-]* (?:at|in|on|of|for|near) )", "", noun)


def without_owner(phrase: str) -> str:
    """`phrase` without the determiner or the owner that it begins with."""
    return _OWNER.sub("", phrase)
