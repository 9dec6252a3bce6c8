"""A headline's "Poe on the ferry" as the question that it is.

Who says so must be named in what was found: "Talks on trade" asks for nobody's words. Other terse
questions ("trade volume?") are read as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text import AUXILIARY, QUESTION_WORD, dates, names_in, same_name
from rag.types import Hit

_SAYS_ON = re.compile(
    rf"(?!(?:{QUESTION_WORD}|{AUXILIARY})\b)"  # a question is nobody
    r"(?:quotes? (?:of |by |from )?)?(?P<who>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}?)(?:['’]s?)?"
    r"(?: (?:quotes?|lines?|comments?|remarks?|statements?|words|views?|opinion))?"
    r" (?:on|about|re|regarding|concerning) (?P<what>[^?.!,;:]+?)(?:,? (?:the )?quotes?)?[\s?.!]*",
    re.IGNORECASE,
)


def in_full(question: str, hits: Sequence[Hit]) -> str:
    """Return what `question` asks of a speaker of `hits` as a question; as it is if it asks more.

    Names have their capitals (casing.py).
    """
    found = _SAYS_ON.fullmatch(question)
    if not found or not found["who"][:1].isupper() or dates(f"on {found['what']}"):
        return question
    named = {name for hit in hits for name in names_in(hit.text)}
    if not any(same_name(found["who"], name) for name in named):
        return question
    return f"What did {found['who']} say about {found['what']}?"
