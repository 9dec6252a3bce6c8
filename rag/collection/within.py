"""Questions put to one article: "What does the article about the ferry say about the ice?".

The article is the one whose passages are nearest to the words that name it; the rest of the
question is then asked of it alone. Which article that is, rules and retrieval decide: where it
does not answer, the question is asked of all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.collection.listing import articles_in, is_an_article, named, topic
from rag.retrieve import retrieve
from rag.types import Scope

if TYPE_CHECKING:
    from rag.index import Index

NEAREST = 5  # articles among which the one that is named is looked for
RARER = 1.2  # of the likest article's score for words, from which another one is meant

_ONE = (
    r"(?P<one>(?:the |this |that )?(?:[\w’'-]+ ){0,4}?(?:article|document|file|story|piece)\b.*?)"
)
_SAYS = r"(?:say|have to say|tell(?: us| me)?|report|mention|write|note|state|claim)"
_ABOUT = re.compile(
    rf"^what (?:else )?(?:does|do|did) {_ONE},? {_SAYS} (?:about|on|of|regarding|concerning) "
    r"(?P<about>.+?)[\s?.]*$",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"^(?:according to|going by|in|from) {_ONE}, (?P<rest>.+)$", re.IGNORECASE)
_LAST = re.compile(
    r"^(?P<rest>(?:who|whom|whose|what|when|where|why|how|which|did|does|do|is|are|was|were|has|"
    rf"have)\b.+?),? (?:according to|in) {_ONE}[\s?.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Within:
    """A question and the one article that it is put to."""

    question: str
    scope: Scope


def within(question: str, index: Index, scope: Scope) -> Within | None:
    """What `question` asks of an article of `scope` that it names; None where it names none."""
    plain = question.strip()
    for form in (_ABOUT, _FIRST, _LAST):
        found = form.match(plain)
        if not found or not topic(found["one"]):
            continue
        if not is_an_article(found["one"], index, scope):
            continue
        article = _named(found["one"], index, scope)
        if article is None:
            return None
        told = found.groupdict()
        rest = f"What is said about {told['about']}?" if "about" in told else told["rest"]
        asked = rest[:1].upper() + rest[1:]
        return Within(
            asked if asked.endswith("?") else f"{asked}?",
            replace(scope, documents=(article,)),
        )
    return None


def _named(one: str, index: Index, scope: Scope) -> str | None:
    """The document that is meant: by its file's name, or else by its words.

    Rare words tell more than a likeness: of two articles on meetings it is that which has the 29th.
    """
    by_file = named(one, articles_in(index, scope))
    if by_file:
        return by_file[0].document
    hits = retrieve(index, topic(one), k=NEAREST, scope=scope, per_article=1)
    if not hits:
        return None
    likest = hits[0]
    worded = max(hits, key=lambda hit: hit.keyword or 0.0)
    rarer = (worded.keyword or 0.0) >= RARER * (likest.keyword or 0.0)
    return (worded if rarer and worded.keyword else likest).document
