"""Whose reaction a sentence tells, where a question asks how somebody reacted.

"How did the Norwegian government react to the drills?" is not answered by what was held "near the
border with Norway", however like the words are.
"""

from __future__ import annotations

import re

from rag.text import names, same_power

_ASKED = re.compile(
    r"^how (?:did|does|do|has|have|will|would) (?P<who>[^'’]+?) "
    r"(?:react|respond|repl(?:y|ie)|answer)(?:ed)?\b|"
    r"^what (?:is|was|were|has been) (?P<whose>[^'’]+)['’]s? (?:reaction|response|reply|answer)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:in|near|of|with|to|from|against|at|between|bordering|into|on)(?: [\w-]+){0,2} $"
)


def is_reaction_of_another(question: str, text: str) -> bool:
    """Whether `text` tells of nobody as acting whose reaction `question` asks for.

    Not told of those who are named by another ("Norway's allies").

    >>> asked = "How did Norway react to the drills?"
    >>> is_reaction_of_another(asked, "Drills were held near the border with Norway.")
    True
    >>> is_reaction_of_another(asked, "Oslo protested.")
    False
    """
    found = _ASKED.match(question)
    asked = names(found["who"] or found["whose"]) if found else ()
    acting = [name.text for name in names(text) if _acts(text, name.start)]
    return bool(asked) and not any(same_power(a.text, name) for a in asked for name in acting)


def _acts(text: str, start: int) -> bool:
    """Whether the name that begins there may be the subject of what is told."""
    return _BESIDE.search(text[:start]) is None
