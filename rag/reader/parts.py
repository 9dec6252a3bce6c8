"""A question that asks two things, taken apart: "What did he say, and where does he work?".

Each part is answered or refused by itself, so that an answer can give what there is and name
what is missing. A comparison of two names is a question about each.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.text import names, words

_JOINT = re.compile(
    r"\s*[,;]?\s+(?:and|but)\s+"
    r"(?=(?:(?:at|in|on|to|from|by|for|with|of|since|until)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b)",
    re.IGNORECASE,
)
_COMPARING = re.compile(
    r"\b(?:please )?(?:compare|contrast|(?:what (?:is|are) )?the differences? between|"
    r"in what ways? (?:do|does|did)|how (?:do|does|did) (?=.*\bdiffer))|"
    r"\bdiffer(?:s|ed|ent(?:ly)?)?\b|\bboth\b",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(
    r"[\s,]*\b(?:and|or|versus|vs\.?|with|to)\s+(?:(?:of|in|for|by|from|the|that|those)\s+)*", re.I
)
_ARTICLE = re.compile(r"\bthe $", re.IGNORECASE)
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
        return (question,)
    known = [name.text for name in names(pieces[0])]
    told = []
    for number, piece in enumerate(pieces):
        if number and known and not names(piece):
            piece = re.sub(r"\b(?:he|she|it|they|him|them)\b", known[0], piece, count=1)  # noqa: PLW2901
        told.append(f"{piece[:1].upper()}{piece[1:]}?")
    return tuple(told)


def sides(question: str) -> tuple[str, ...]:
    """Return what a comparison asks about each of two names; () where it names no two.

    >>> sides("How do the Crown and Parliament differ on tax?")
    ('The Crown on tax?', 'Parliament on tax?')
    """
    found = names(question)
    for one, other in pairwise(found):
        between = question[one.end : other.start]
        if _BETWEEN_NAMES.fullmatch(between):
            before = question[: one.start]
            each = (
                question[: one.end] + question[other.end :],
                _ARTICLE.sub("" if between.split()[-1] != "the" else "the ", before)
                + question[other.start :],
            )
            plain = [" ".join(_COMPARING.sub(" ", side).split()).rstrip(" ?.") for side in each]
            return tuple(f"{side[:1].upper()}{side[1:]}?" for side in plain)
    return ()
