"""Whose reaction a sentence tells, where a question asks how somebody reacted.

"How did the Norwegian government react to the drills?" is not answered by what was held "near the
border with Norway", however like the words are.
"""

from __future__ import annotations

import re

from rag.text import DO, land, names, same_power

_ASKED = re.compile(
    rf"^how (?:{DO}|has|have|will|would) (?P<who>[^'’]+?) "
    r"(?:react|respond|repl(?:y|ie)|answer)(?:ed)?\b|"
    r"^what (?:is|was|were|has been) (?P<whose>[^'’]+)['’]s? (?:reaction|response|reply|answer)\b",
    re.IGNORECASE,
)
_LAND = re.compile(  # what may stand about the name of a country whose reaction is asked for
    r"(?:the )?(?P<name>[A-Z][\w.]*(?: [A-Z][\w.]*)?)"
    r"(?: (?:government|authorities|leaders|officials|president|army|military))?"
)
_BESIDE = re.compile(
    r"\b(?:in|near|at|between|bordering|into|on|(?:border|frontier) with)(?: [\w-]+){0,2} $"
)


def is_reaction_of_another(question: str, text: str) -> bool:
    """Whether the country whose reaction `question` asks for only lies beside what `text` tells.

    >>> asked = "How did Norway react to the drills?"
    >>> is_reaction_of_another(asked, "Drills were held near the border with Norway.")
    True
    >>> is_reaction_of_another(asked, "The Norwegian premier protested in Norway.")
    False
    """
    found = _ASKED.match(question)
    who = _LAND.fullmatch(found["who"] or found["whose"]) if found else None
    if who is None or not land(who["name"]):
        return False
    told = [name for name in names(text) if same_power(who["name"], name.text)]
    return bool(told) and all(_BESIDE.search(text[: name.start]) for name in told)
