"""A day that has been moved: from "spring 2026" to "eight months later than agreed".

A plan is told from where it stands. A later article on the same matter that says that the day is
another one ("put off", "later than agreed", "the new date") knows better.

Elsewhere: figures that have changed (rag/reader/disputes/accounts.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reader.candidates import around
from rag.reader.disputes.accounts import same_story
from rag.reader.disputes.newer import asks_of_then
from rag.reader.say import Said
from rag.text import DO, MODAL, dates
from rag.types import Evidence

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question
    from rag.reader.reading import Reading

READ = 8  # sentences read closely
SURE = 0.0  # logit of the day as the answer, read closely: likelier than "no answer here"

_MOVED = re.compile(
    r"\b(?:now|later than|earlier than|sooner than|new (?:date|day)|put (?:off|back)|postpon\w+|"
    rf"delay\w*|reschedul\w+|brought forward|(?:{DO}|{MODAL}) not|won[’']t|"
    r"not (?:\w+ ){0,4}(?:before|until)|no (?:earlier|sooner) than|instead of|rather than|"
    r"(?:been|was|were|is) moved)\b",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(
    r"\b(spring|summer|autumn|fall|winter|start|beginning|early|middle|mid|late|end)\b",
    re.IGNORECASE,
)


def moved(
    question: Question,
    best: Candidate,
    found: Sequence[Candidate],
    reading: Reading,
) -> Said | None:
    """The day that a later article gives in the place of the best sentence's, the latest first."""
    since = best.evidence.passage.published
    if question.wants != "time" or since is None or asks_of_then(question.plain):
        return None
    told = [
        Evidence(passage, sentence)
        for passages in same_story(question, best, found, reading)
        for passage in passages
        if passage.published and passage.published > since
        for sentence in passage.sentences
        if _MOVED.search(sentence.text) and dates(sentence.text)
    ]
    latest_first = sorted(told, key=lambda e: e.passage.published or since, reverse=True)[:READ]
    around_each = [around(evidence) for evidence in latest_first]
    closely = reading.encoder.read(question.plain, [text for text, _ in around_each])
    for evidence, (text, start), read in zip(latest_first, around_each, closely, strict=True):
        sentence = evidence.sentence
        span = read.best(sentence.start - start, sentence.end - start)
        words = text[span.start : span.end] if span else ""
        if span and span.score >= SURE and _another(best.words, words):
            return Said(words, (evidence,))
    return None


def _another(one: str, other: str) -> bool:
    """Whether two texts name times that cannot be one.

    >>> _another("8 July", "Monday 29 July"), _another("8 July", "July 2024")
    (True, False)
    >>> _another("spring 2026", "towards the end of 2026")
    True
    """
    mine, theirs = dates(one), dates(other)
    if not mine or not theirs:
        return False
    if not any(a.can_be(b) for a in mine for b in theirs):
        return True
    parts = [{p.lower() for p in _PART_OF_YEAR.findall(text)} for text in (one, other)]
    return all(parts) and not parts[0] & parts[1]
