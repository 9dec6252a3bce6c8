"""The articles' people: their full names, and the sentence that introduces each.

News introduces a person once, by full name with an office or a description ("Kremlin spokesman
Dmitry Peskov", "Nathaniel Sher, a senior analyst"), and goes on with the surname. "Who is
Peskov?" asks for that sentence; a surname that two people bear must be told with the full name.

A name is taken for a person's where some sentence introduces it so: rules, wrong now and then.

Elsewhere: who holds an office, and what stands before a name (offices.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rag.reader.people.offices import LONGEST_NAME, Person, office_before, trade_before
from rag.text import BE, STOP_WORDS, land, names, names_in, same_name
from rag.types import Evidence, Passage

if TYPE_CHECKING:
    from rag.index import Index

_ASKED = (
    re.compile(r"^who(?:['’]?s| is| was| are| were)\s+(?P<name>[^,?]+?)\s*\??$", re.IGNORECASE),
    re.compile(
        r"^what(?:['’]?s| is| was)\s+(?P<name>[^,?]+?)['’]s?\s+(?:current |official )?"
        r"(?:job|role|post|position|title|office|occupation|profession)\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^what(?:['’]?s| is| was)\s+the\s+(?:job|role|post|position|title|office|occupation|"
        r"profession) of\s+(?P<name>[^,?]+?)\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:who|which|what|list|name|(?:tell me )?about|introduce|(?:the )?two)\b.{0,40}\b"
        r"(?:called|named|surnamed|by the name of|"
        r"with the (?:sur|last |family )?name)\s+(?P<name>(?-i:[A-Z])[\w’'-]+)"
        rf"(?=\s*(?:[?,]|$)|\s+(?:in|and|{BE}|had|have|met|appear|do|does|who)\b)",
        re.IGNORECASE,
    ),
)


def asked_about(question: str) -> str:
    """Return the name of whom `question` wants to know who it is, as written; "" for none.

    >>> asked_about("Who is Peskov?"), asked_about("Who is the mayor of Oslo?")
    ('Peskov', '')
    """
    for form in _ASKED:
        if found := form.search(question.strip()):
            told = found["name"].split()
            if len(told) <= LONGEST_NAME and not any(w.lower() in STOP_WORDS for w in told):
                return " ".join(told)
    return ""


_POST = re.compile(
    r"^what (?:is|are|was|were) (?:his|her|their) (?:jobs?|posts?|roles?|titles?|positions?|"
    r"offices?|occupations?|professions?)\b",
    re.IGNORECASE,
)


def asks_post(question: str) -> bool:
    """Whether `question` asks what an introduction tells: "What are their posts?"."""
    return _POST.search(question) is not None


def bearers_of(name: str, documents: Iterable[str], index: Index) -> list[Person]:
    """Return who in `documents` bears `name`, a surname or a full one in any case of letters.

    In the order of the documents; a person of several articles comes once, with the sentence that
    says most. Nobody whom no sentence introduces is in it: "Carnegie China" is not a Mr China.
    """
    best: dict[str, tuple[int, Person]] = {}
    for document in dict.fromkeys(documents):
        for bearer, worth, evidence in _borne(name, index.passages_of(document)):
            known = next((n for n in best if same_name(n, bearer)), bearer)
            if known not in best or worth > best[known][0]:
                best[known] = (worth, Person(bearer, evidence))
    return [person for worth, person in best.values() if worth > 0]


def shared_surname(name: str, passages: Sequence[Passage]) -> bool:
    """Whether `passages` hold two full names that a bare `name` may stand for."""
    found: list[str] = []
    for bearer, _, _ in _borne(name, passages):
        if not any(same_name(bearer, other) for other in found):
            found.append(bearer)
    return len(found) > 1


def whose(evidence: Evidence, beside: Sequence[Passage], index: Index) -> Person | None:
    """Return whose surname stands alone in a sentence, where others in `beside` bear it too.

    None where nobody else does, or where the sentence's own article does not give the full name, or
    gives two.
    """
    found = names_in(evidence.sentence.text)
    for name in found:
        alone = " " not in name and not any(" " in n and same_name(name, n) for n in found)
        if alone and shared_surname(name, beside):
            own = index.passages_of(evidence.passage.document)
            bearers = bearers_of(name, [evidence.passage.document], index)
            if len(bearers) == 1 and not shared_surname(name, own):
                return bearers[0]
    return None


def _borne(name: str, passages: Iterable[Passage]) -> Iterator[tuple[str, int, Evidence]]:
    """Yield the full names that `name` may stand for, with how well they are introduced."""
    surname = name.casefold().split()[-1]
    for passage in passages:
        for sentence in passage.sentences:
            if surname not in sentence.text.casefold():
                continue
            for found in names(sentence.text):
                if 2 <= len(found.text.split()) <= LONGEST_NAME and same_name(name, found.text):
                    worth = _worth(sentence.text, found.start, found.end)
                    yield found.text, worth, Evidence(passage, sentence)


def introduced_in(passages: Iterable[Passage]) -> Iterator[tuple[str, int, Evidence]]:
    """Yield the full names of people in `passages`, with how well a sentence introduces each."""
    for passage in passages:
        for sentence in passage.sentences:
            for found in names(sentence.text):
                worth = _worth(sentence.text, found.start, found.end)
                called = found.text.split()
                if worth and 2 <= len(called) <= LONGEST_NAME and not land(called[-1]):
                    yield found.text, worth, Evidence(passage, sentence)


_DESCRIBED = re.compile(
    r",\s+(?:(?:the|a|an|its|his|her|their|one of|who|whose|formerly|once|now|then|of)\b|\d\d\b|"
    r"(?:[A-Z][\w’'.-]*['’]s?\s+)?[a-z-]+(?:\s+[a-z-]+){0,3}\s+(?:of|at|in|for|to|with)\b)"
)


def _worth(text: str, start: int, end: int) -> int:
    """How much the words about a name say of who it is: 0 for nothing."""
    office = len(office_before(text, start).split())
    if not office:
        office = int(trade_before(text, start) is not None)
    return 2 * office + (_DESCRIBED.match(text, end) is not None)
