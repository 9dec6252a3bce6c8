"""Who is named in the articles: "Which people are mentioned?".

Each is told by the sentence that says best who it is. Who only appears by a bare name, with no
word on who it is, is left out: so are ships and firms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rag.reader.people.introductions import introduced_in
from rag.reader.people.offices import Person
from rag.text import same_name

if TYPE_CHECKING:
    from rag.index import Index

MOST = 20  # people told of; more are counted
ARTICLES_LOOKED_AT = 50  # for everybody who is named
BEGINNING = 3  # letters that two spellings of a surname share

_ASKED = re.compile(
    r"^(?:who(?: all)?|(?:which|what|list|name)(?: me)?(?: all)?(?: of)?(?: the)? "
    r"(?:people|persons|politicians|names))(?: (?:that|who|which))? "
    r"(?:(?:(?:is|are|was|were|gets?|get) )?(?:mentioned|named|talked about|spoken of|quoted)|"
    r"appears?|occurs?|comes? up|(?:is|are)(?= in\b))"
    r"(?: (?:in|by) (?:(?:the|these|all|all the|your|any of the) (?:articles|documents|texts|news)|"
    r"(?:the|this|your) folder))?[\s?.!]*$",
    re.IGNORECASE,
)
_BARE = re.compile(r"\b(?:is|are)[\s?.!]*$", re.IGNORECASE)  # "Who is?"


def asks_who_is_named(question: str) -> bool:
    """Whether `question` asks for the people of the articles, and for none in particular.

    >>> asks_who_is_named("Who is mentioned in the articles?"), asks_who_is_named("Who is Poe?")
    (True, False)
    """
    return _ASKED.match(question.strip()) is not None and not _BARE.search(question)


def everybody(documents: Iterable[str], index: Index) -> list[Person]:
    """The people whom some articles introduce, in the order in which they come up."""
    by_surname: dict[str, dict[str, tuple[int, Person]]] = {}
    found: list[tuple[str, str]] = []
    for document in documents:
        for bearer, worth, evidence in introduced_in(index.passages_of(document)):
            surname = bearer.casefold().split()[-1][:BEGINNING]
            known = by_surname.setdefault(surname, {})
            name = next((other for other in known if same_name(other, bearer)), bearer)
            if name not in known:
                found.append((surname, name))
            if name not in known or worth > known[name][0]:
                known[name] = (worth, Person(bearer, evidence))
    return [by_surname[surname][name][1] for surname, name in found]
