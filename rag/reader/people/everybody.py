"""Who is named in the articles: "Which people are mentioned?".

Each is told by the sentence that says best who it is. Who only appears by a bare name, with no
word on who it is, is left out: so are ships and firms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rag.reader.people.introductions import Person, introduced_in
from rag.text import same_name

if TYPE_CHECKING:
    from rag.index import Index

MOST = 20  # people told of; more are counted
ARTICLES = 50  # looked through

_ASKED = re.compile(
    r"^(?:who(?: all)?|(?:which|what|list|name)(?: me)?(?: all)?(?: of)?(?: the)? "
    r"(?:people|persons|politicians|names))"
    r"(?: (?:that|who|which))? (?:(?:(?:is|are|was|were|gets?|get) )?"
    r"(?:mentioned|named|talked about|spoken of|quoted)|"
    r"appears?|occurs?|comes? up|(?:is|are) (?:in|there))\b"
    r"(?: (?:in|by) (?:the|these|this|all|all the|your|any of the) "
    r"(?:articles?|documents?|texts?|stor(?:y|ies)|news|files|folder|reports?))?[\s?.!]*$",
    re.IGNORECASE,
)


def asks_who_is_named(question: str) -> bool:
    """Whether `question` asks for the people of the articles, and for none in particular.

    >>> asks_who_is_named("Who is mentioned in the articles?"), asks_who_is_named("Who is Poe?")
    (True, False)
    """
    return _ASKED.match(question.strip()) is not None


def everybody(documents: Iterable[str], index: Index) -> list[Person]:
    """The people whom the articles introduce, in the order in which they come up."""
    best: dict[str, tuple[int, Person]] = {}
    for document in list(documents)[:ARTICLES]:
        for bearer, worth, evidence in introduced_in(index.passages_of(document)):
            known = next((name for name in best if same_name(name, bearer)), bearer)
            if known not in best or worth > best[known][0]:
                best[known] = (worth, Person(bearer, evidence))
    return [person for _, person in best.values()]
