"""A question that asks two things, taken apart: "What did he say, and where does he work?".

Each part is answered or refused by itself, so that an answer can give what there is and name
what is missing.

Elsewhere: deeds that share their question word (rag/reader/compound/coordination.py), comparisons
(rag/reader/compound/comparison.py).
"""

from __future__ import annotations

import re

from rag.reader.compound.coordination import completed, deeds, shared
from rag.text import names, words

_JOINT = re.compile(
    r"\s*[,;]?\s+(?:and|but)\s+"
    r"(?=(?:(?:at|in|on|to|from|by|for|with|of|since|until)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\?\s+(?=\S)")
_FEWEST_WORDS = 3  # of a part: "who and when" is one question


def parts(question: str) -> tuple[str, ...]:
    """Return the questions that `question` joins, one or several, each asking by itself.

    A name that only the first part gives stands for the pronouns of the next ones.

    >>> parts("Who won, and what did the winner get?")
    ('Who won, and what did the winner get?',)
    >>> parts("What was Li Qiang charged with, and at which bank did he work?")
    ('What was Li Qiang charged with?', 'At which bank did Li Qiang work?')
    """
    pieces = [p for half in _ENDS.split(question) for p in _JOINT.split(half)]
    pieces = [piece.strip(" ,;?.") for piece in pieces]
    if len(pieces) < 2 or any(len(words(piece)) < _FEWEST_WORDS for piece in pieces):
        return deeds(question) or (question,)
    pieces = [shared(pieces[0], pieces[1]), *(completed(p, pieces[0]) for p in pieces[1:])]
    known = [name.text for name in names(pieces[0])]
    told = []
    for number, piece in enumerate(pieces):
        if number and known and not names(piece):
            piece = re.sub(r"\b(?:he|she|it|they|him|them)\b", known[0], piece, count=1)  # noqa: PLW2901
        told.append(f"{piece[:1].upper()}{piece[1:]}?")
    return tuple(told)
