"""How an answer is worded: the articles' own sentences, and no word of the reader's own.

A sentence that speaks of a bare surname or of "last year" is told with what makes it plain: the
full name that its article gives before, the day its article was published.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rag.answer import escape
from rag.text import names
from rag.types import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.reader.evidence import Candidate
    from rag.types import Passage

HEAD_WORDS = 12  # longer answers are read in their sentence, not put before it

_RELATIVE = re.compile(
    r"\b(?:(?:last|this|next|previous|past|coming)\s+(?:week|month|year|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|spring|summer|autumn|fall|winter)|"
    r"today|yesterday|tomorrow|so far this year|(?:a|\d+|two|three) (?:days?|weeks?|months?|years?) "
    r"(?:ago|earlier)|(?<!on )(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_EDGES = " \t\n,;:.–—-“”\"'’‘()"


def headed(candidate: Candidate, *, source: bool = False) -> Draft:
    """The answer's own words in bold, then the sentence that holds them."""
    words = candidate.words.strip(_EDGES)
    said = as_written(candidate, source=source)
    if not words or len(words.split()) > HEAD_WORDS or len(words) > 0.8 * len(candidate.text):
        return said
    return Draft(f"**{escape(words)}** — {said.text}", said.evidence, said.side)


def as_written(candidate: Candidate, *, source: bool = False) -> Draft:
    """The sentence as it stands in its article, with what makes it plain."""
    return Draft(escape(candidate.text) + _plainer(candidate, source=source), (candidate.evidence,))


def sided(candidate: Candidate) -> Draft:
    """One side of a dispute: its answer, where it is said and when, its sentence."""
    words = candidate.words.strip(_EDGES)
    text = (
        f"**{escape(words)}** ({_source(candidate.evidence.passage)}): “{escape(candidate.text)}”"
    )
    return Draft(text, (candidate.evidence,), side=words)


def full_names(candidate: Candidate, before: Sequence[str]) -> list[str]:
    """Names that the sentence shortens to one word, as its article gave them before."""
    told = {name.text for name in names(candidate.text)}
    long = [name.text for text in before for name in names(text) if " " in name.text]
    found = []
    for name in told:
        if " " in name or any(name in other.split() and other != name for other in told):
            continue
        given = [other for other in long if other.split()[-1] == name or other.split()[0] == name]
        if given:
            found.append(given[-1])
    return found


def _plainer(candidate: Candidate, *, source: bool) -> str:
    passage = candidate.evidence.passage
    if source:
        return f" ({_source(passage)})"
    if passage.published and _RELATIVE.search(candidate.text):
        return f" ({day(passage.published)})"
    return ""


def _source(passage: Passage) -> str:
    name = f"*{escape(passage.title)}*" if passage.title else escape(passage.document)
    return f"{name}, {day(passage.published)}" if passage.published else name


def day(when: date) -> str:
    """A date as it is written in an answer: 24 May 2023."""
    return f"{when.day} {when:%B %Y}"
