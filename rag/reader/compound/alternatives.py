"""A question that leaves a choice: "Did he go to Beijing or to Moscow?" takes neither yes nor no.

Told apart from one that does ("Has she sold boats or planes?"), by what stands on both sides of
"or": names or figures, the same preposition twice, or a second clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.reader.compound.coordination import LONGEST
from rag.text import AUXILIARY, PREPOSITION

_WORD = r"(?:[A-Z][\w’'.-]*+|[$€£]?\d[\d.,]*+)"
_THING = rf"{_WORD}(?:\s+(?=[A-Z\d]){_WORD})*"
_CHOICE = re.compile(
    rf"(?P<one>{_THING})\s*,?\s+or\s+(?:(?:{PREPOSITION})\s+)?(?:the\s+)?(?P<other>{_THING})"
)
_OCCASIONS = re.compile(
    rf"\b(?P<prep>{PREPOSITION})\s+(?P<one>[^,;]+?),?\s+or\s+(?P=prep)\s+(?P<other>[^,;?]+)",
    re.IGNORECASE,
)
_KINDS = re.compile(
    r"\b(?P<one>(?:the|an?)\s+[\w-]+(?:\s[\w-]+)?),?\s+or\s+(?P<other>(?:the|an?)\s+[\w\s-]+)$",
    re.IGNORECASE,
)
_SUBJECTS = re.compile(  # of which a verb or "the owner" follows
    r"(?P<one>(?:the|an?)\s+[\w-]+(?:\s[\w-]+)?),?\s+or\s+(?P<other>(?:the|an?)\s+[\w-]+)(?=\s)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"(?P<one>.+?),?\s+or\s+(?P<other>"
    rf"(?:{AUXILIARY})\s(?!not\b).+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that may be so: its words, "" for a clause, and the question for it."""

    words: str
    question: str


def alternatives(question: str) -> tuple[Choice, ...]:
    """Return the two between which `question` asks to choose; () where it asks for yes or no.

    >>> [choice.words for choice in alternatives("Did Ann Lee go to Rome or to Oslo?")]
    ['Rome', 'Oslo']
    >>> alternatives("Did Ann Lee go to Rome or to Oslo?")[1].question
    'Did Ann Lee go to Oslo?'
    >>> alternatives("Has the yard sold boats or planes?"), alternatives("Is it so or not?")
    ((), ())
    """
    if len(question) > LONGEST:
        return ()
    plain = question.strip().rstrip(" ?.")
    if clauses := _CLAUSES.fullmatch(plain):
        return tuple(Choice("", f"{_capital(clauses[part])}?") for part in ("one", "other"))
    asked = plain.find(" ") + 1  # behind "Did", which has a capital too
    forms = (form.search(plain, asked) for form in (_CHOICE, _OCCASIONS, _KINDS))
    found = _SUBJECTS.match(plain, asked) or next(filter(None, forms), None)
    if found is None:
        return ()
    before, after = plain[: found.start("one")], plain[found.end("other") :]
    return tuple(Choice(found[part], f"{before}{found[part]}{after}?") for part in ("one", "other"))


def leaves_one(question: str, missing: Iterable[str]) -> bool:
    """Whether `question` asks to choose between two, of which one is not among the `missing`.

    >>> leaves_one("Did Ann Lee go to Rome or to Oslo?", ["Oslo"])
    True
    """
    choices = alternatives(question)
    return any(not any(name in choice.words for name in missing) for choice in choices)


def _capital(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}"
